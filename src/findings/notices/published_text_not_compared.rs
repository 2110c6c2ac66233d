//! A published text could not be held against the register, or not to its end.

use crate::findings::{About, Look, Severity, Unknowns, Way, cited, published};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Published text that could not be compared", "未能与登记册比对的已发布文本"),
    checks: (
        "Texts of the last publication of a notice in which no list of third parties was recognised, or that were not read to their end.",
        "声明最近一次发布的文本中，未识别出第三方清单或未能读完的文本。",
    ),
    why: (
        "What was not compared may say anything: it is never taken for the same.",
        "未比对的内容可能与登记册不符，绝不视为一致。",
    ),
    basis: &[cited("GDPR Arts 13(1)(e), 14(1)(e)"), cited("PIPL Arts 17, 23")],
    resolve: (
        "Look at the text with `ropewalk notice check`, which says what was recognised; publish a table, or compare it by hand.",
        "用 `ropewalk notice check` 查看识别结果；以表格形式发布，或人工核对。",
    ),
    unknowns: Unknowns::Counted,
    example: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\nWe work with Mailhaus.\\n\"}\n",
    instead: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\n## Third parties\\n\\n| Third party | Purpose |\\n|---|---|\\n| Mailhaus | Newsletters |\\n\"}\n",
    looks: &[Look::Notice(|notice, inspector| published::tell(notice, Way::NotCompared, inspector))],
};
