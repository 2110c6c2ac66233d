//! What a signed review rests on became worse: routes of it should be looked at again.

use crate::{
    domain::{Kind, RecordId},
    findings::{About, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Route that should be reviewed before the next quarter", "应在下一季度前审查的路径"),
    checks: (
        "Routes of the latest signed transfer review of which a law comes to something worse now, such as after an adequacy decision ended, or whose importer has other owners. A review that is under way counts as the answer.",
        "最近一次已签核的传输审查中，现有法律结论变差（如充分性认定失效）或接收方所有权变更的路径。已有审查进行中的除外。",
    ),
    why: (
        "What was signed is no longer what is so; the exporter has to find out and, if need be, suspend.",
        "已签核的内容不再符合现状；输出方须查明，必要时暂停传输。",
    ),
    basis: &[cited("GDPR Arts 44, 45(5)"), cited("PIPL Art 38")],
    resolve: (
        "Read `ropewalk review proposals`, and open a review of the scope.",
        "查看 `ropewalk review proposals`，并就该范围发起审查。",
    ),
    unknowns: Unknowns::Impossible,
    example: "reviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: []}\nsystems:\n  - {key: till, name: {en: Till, zh-Hans: 收银机}}\nproposals:\n  - {key: 2026-q3, route: route-1, why: {en: The owners of Acme changed., zh-Hans: Acme的所有权已变更。}}\n",
    instead: "reviews:\n  - {key: 2026-q3, name: {en: Transfer review 2026-Q3, zh-Hans: 2026年第三季度审查}, period: {from: 2026-07-01, to: 2026-09-30}, state: signed_off, opened_by: p-1, opened_at: \"2026-10-01T08:00:00Z\", register: {seq: 1, digest: abababababababababababababababababababababababababababababababab}, engine: \"0.1.0\", rules: [], four_eyes: true, full_cycle: true, items: []}\nsystems:\n  - {key: till, name: {en: Till, zh-Hans: 收银机}}\nproposals: []\n",
    looks: &[Look::Whole(look)],
};

fn look(inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    for proposal in &ground.beside.proposals {
        let review = RecordId::new(Kind::Reviews, proposal.review.clone());
        if let Some(entry) = ground.register.get(&review) {
            inspector.finds_of(entry, field("items").at(&proposal.route), proposal.message.clone());
        }
    }
}
