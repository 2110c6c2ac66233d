//! Data surely crosses a border, and nothing at all is in place for it.

use crate::{
    domain::{Kind, record::Activity},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
    flows::{Border, Coverage, Crossing, Facts, State},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Border crossed without any instrument", "跨境传输没有任何机制"),
    checks: (
        "Disclosures whose data surely leaves one state for another, and for which no agreement, assessment, filing or registration is in place.",
        "确定从一国流向另一国、却没有任何有效协议、评估、备案或登记的对外提供。",
    ),
    why: (
        "Some transfers need none. Whoever decided that should be able to show it; most laws that speak of transfers ask for one.",
        "有些传输确实无需机制，但作出该判断的人应能举证；规范跨境传输的法律大多要求具备。",
    ),
    basis: &[
        cited("GDPR Arts 44, 46"),
        cited("PIPL Art 38"),
        cited("Act respecting the protection of personal information in the private sector (Quebec, c. P-39.1), s. 17"),
    ],
    resolve: (
        "Record what is in place: the agreement, the assessment, the recipient's registration; the transfer report says what each law asks for.",
        "记录已有的机制：协议、评估、接收方的登记；跨境传输报告会说明各法律的要求。",
    ),
    unknowns: Unknowns::Counted,
    example: "processors:\n  - {key: mail, name: {en: Mail service}, locations: [{key: main, location: us}]}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, storage: [{key: own, location: de}], disclosures: [{key: mail, recipient: {processor: mail}}]}\n",
    instead: "processors:\n  - {key: mail, name: {en: Mail service}, locations: [{key: main, location: us}]}\nassessments:\n  - {key: tia, name: {en: Transfer assessment, zh-Hans: 传输影响评估}, kind: transfer_impact, completed_on: 2026-01-10, outcome: favourable, scope: {processors: [mail], activities: [newsletter]}}\nactivities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, storage: [{key: own, location: de}], disclosures: [{key: mail, recipient: {processor: mail}, assessments: [tia]}]}\n",
    looks: &[Look::Activity(look)],
};

/// Whether nothing is in place that may cover the flow.
fn is_bare(facts: &Facts<'_>) -> bool {
    let found = &facts.instruments;
    found.registrations.is_empty()
        && found.agreements.iter().all(|agreement| agreement.coverage == Coverage::Excluded)
        && found.assessments.iter().all(|assessment| assessment.coverage == Coverage::Excluded)
}

fn look<'a>(activity: &'a Activity, inspector: &mut Inspector<'_, 'a>) {
    let ground = inspector.ground;
    let Both { en, zh } = inspector.name();
    for disclosure in ground.current(activity) {
        let at = field("disclosures").at(&disclosure.key);
        let flow = inspector.flows_of(disclosure).find(|facts| facts.state == State::Active);
        let Some(facts) = flow.filter(|facts| is_bare(facts)) else { continue };
        match facts.crossing(&ground.flows.atlas, Border::State) {
            Crossing::No => {}
            Crossing::Undetermined(_) => inspector.cannot_tell(at.at("locations")),
            Crossing::Yes { from, to } => {
                let (recipient, id) = ground.recipient(&disclosure.recipient);
                let (from, to) = (ground.called(Kind::Locations, from), ground.called(Kind::Locations, to));
                let message = Both::of(
                    format!(
                        "Data of {en} goes from {} to {} ({}), and no agreement, assessment or registration is in place for it.",
                        from.en, to.en, recipient.en
                    ),
                    format!(
                        "{zh}的信息从{}流向{}（{}），但没有任何有效的协议、评估或登记。",
                        from.zh, to.zh, recipient.zh
                    ),
                );
                let finding = inspector.finds(at, message);
                if let Some(id) = id {
                    finding.relates_to(id);
                }
            }
        }
    }
}
