//! A published text makes a promise that records, or the text itself, contradict.

use crate::findings::{About, Look, Severity, Unknowns, Way, cited, published, unconfirmed};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Promise of a published text that records contradict", "记录与已发布文本的承诺相矛盾"),
    checks: (
        "Promises in texts of the last publication of a notice that records contradict, that the text itself contradicts, or that are recorded otherwise or not at all. As bad as the difference.",
        "声明最近一次发布的文本中，与记录矛盾、自相矛盾、登记不一致或未登记的承诺。严重程度依差异而定。",
    ),
    why: (
        "A promise that is not kept deceives whoever relied on it.",
        "未兑现的承诺会误导信赖它的人。",
    ),
    basis: &[cited("GDPR Art 5(1)(a)"), unconfirmed("15 U.S.C. § 45(a)")],
    resolve: (
        "Keep the promise, or publish the notice anew without it; record what is promised as a commitment of the notice.",
        "兑现承诺，或重新发布不含该承诺的声明；并将承诺登记为声明的承诺事项。",
    ),
    unknowns: Unknowns::Counted,
    example: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\n## Third parties\\n\\n| Third party | Purpose |\\n|---|---|\\n| Mailhaus | Newsletters |\\n\\n## Sharing\\n\\nWe do not share your personal information with third parties.\\n\"}\n",
    instead: "notices:\n  - {key: notice, name: {en: Privacy notice, zh-Hans: 隐私声明}}\nprocessors:\n  - {key: mail, name: {en: Mailhaus, zh-Hans: Mailhaus}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, notices: [notice], disclosures: [{key: mail, recipient: {processor: mail}}]}\npublications:\n  - {key: notice.v1, name: {en: Privacy notice version 1, zh-Hans: 隐私声明第1版}, notice: notice, version: 1, published: 2026-01-01, effective: 2026-01-01, approved_by: p-1, approved_at: \"2026-01-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, texts: [{language: en, format: markdown, digest: abababababababababababababababababababababababababababababababab, bytes: 1}]}\ntexts:\n  - {key: notice, language: en, format: markdown, text: \"# Privacy notice\\n\\n## Third parties\\n\\n| Third party | Purpose |\\n|---|---|\\n| Mailhaus | Newsletters |\\n\"}\n",
    looks: &[Look::Notice(|notice, inspector| published::tell(notice, Way::Promise, inspector))],
};
