//! A published text says something else than the records, or names somebody else.

use crate::findings::{About, Look, Severity, Unknowns, Way, cited, published};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Published text that says something else than the records", "已发布文本与记录不符"),
    checks: (
        "Texts of the last publication of a notice that name somebody who gets no data or is not recorded, or in which a cell, link, name, date or place is otherwise than in the records. As bad as the difference.",
        "声明最近一次发布的文本中，提及并不接收信息或未登记者，或单元格、链接、名称、日期、地点与记录不符。严重程度依差异而定。",
    ),
    why: (
        "One of the two is wrong: what people read, or what the company believes.",
        "公众所读与公司所知，必有一误。",
    ),
    basis: &[cited("GDPR Art 5(1)(a)"), cited("PIPL Art 7")],
    resolve: (
        "Find out which is right; then correct the records, or publish the notice anew.",
        "查明何者正确，然后更正记录或重新发布声明。",
    ),
    unknowns: Unknowns::Counted,
    example: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\n## Third parties\\n\\n| Third party | Purpose |\\n|---|---|\\n| Mailhaus | Newsletters |\\n| Letterbox Ltd | Newsletters |\\n\"}\n",
    instead: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\n## Third parties\\n\\n| Third party | Purpose |\\n|---|---|\\n| Mailhaus | Newsletters |\\n\"}\n",
    looks: &[Look::Notice(|notice, inspector| published::tell(notice, Way::Otherwise, inspector))],
};
