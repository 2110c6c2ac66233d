//! Somebody gets data and is missing in what was published.

use crate::findings::{About, Look, Severity, Unknowns, Way, cited, published};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Recipient that is missing in the published text", "已发布文本遗漏的接收方"),
    checks: (
        "Texts of the last publication of a notice in which a row of the recorded table is missing, or somebody who gets data is not named, or is named outside the list of third parties.",
        "声明最近一次发布的文本中，缺少登记表格中的某一行，或未提及某一接收方，或仅在第三方清单之外提及。",
    ),
    why: (
        "People are told who gets their data by the published text, and by nothing else.",
        "个人只能通过已发布的文本得知其信息提供给谁。",
    ),
    basis: &[cited("GDPR Arts 13(1)(e), 14(1)(e)"), cited("PIPL Arts 17, 23")],
    resolve: (
        "Publish the notice anew with the rows of `ropewalk report processor-table`; or correct the records if nobody gets that data.",
        "按 `ropewalk report processor-table` 的表格重新发布声明；如并无此接收方，则更正记录。",
    ),
    unknowns: Unknowns::Counted,
    example: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\n## Third parties\\n\\n| Third party | Purpose |\\n|---|---|\\n| Letterbox Ltd | Newsletters |\\n\"}\n",
    instead: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\n## Third parties\\n\\n| Third party | Purpose |\\n|---|---|\\n| Mailhaus | Newsletters |\\n\"}\n",
    looks: &[Look::Notice(|notice, inspector| published::tell(notice, Way::Missing, inspector))],
};
