//! A place rests on words such as "typically" or "may".

use crate::{
    domain::{Kind, record::Certainty},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited},
};

pub const ABOUT: About = About {
    severity: Severity::Info,
    title: ("Place that a source only hedges", "地点的来源措辞含糊"),
    checks: (
        "Places of people, storage, recipients or access whose source is marked as `hedged`.",
        "来源被标记为 `hedged`（措辞含糊）的个人所在地、存储地、接收方所在地或访问地。",
    ),
    why: (
        "“Typically stored in” names no exception: the data that is elsewhere is the data that matters.",
        "“通常存储于”没有说明例外：恰恰是存放在别处的信息才需要关注。",
    ),
    basis: &[cited("GDPR Arts 5(1)(d), 5(2)")],
    resolve: (
        "Find out which data is elsewhere, record it, and replace the source by one that states the place.",
        "查明哪些信息存放在别处并予记录，再以明确说明地点的来源替换。",
    ),
    unknowns: Unknowns::Impossible,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    storage: [{key: cloud, location: us}]\n    sources: [{pointer: /storage/cloud, document: Privacy policy, quote: typically stored in the United States, certainty: hedged}]\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    storage: [{key: cloud, location: us}]\n    sources: [{pointer: /storage/cloud, document: Contract, quote: stored in Virginia, certainty: evidenced}]\n",
    looks: &[Look::Any(look)],
};

/// The fields that hold places.
const PLACES: [&str; 7] = ["people", "storage", "key_places", "locations", "access", "places", "establishments"];

fn look(inspector: &mut Inspector<'_, '_>) {
    let entry = inspector.entry;
    let Both { en, zh } = inspector.name();
    let mut told = Vec::new();
    for source in entry.common().sources.iter().filter(|source| source.certainty == Certainty::Hedged) {
        let tokens: Vec<&str> = source.pointer.as_str().split('/').skip(1).collect();
        // The backups of a system are places, those of an activity a length of time.
        let backups = entry.id.kind == Kind::Systems && tokens.contains(&"backups");
        let of_place = backups || tokens.iter().any(|token| PLACES.contains(token));
        if !of_place || told.contains(&&source.pointer) {
            continue;
        }
        told.push(&source.pointer);
        let quote = source.quote.as_deref().map(|quote| format!(": “{quote}”")).unwrap_or_default();
        let document = &source.document;
        inspector.finds(
            crate::domain::Pointer::written(source.pointer.as_str()),
            Both::of(
                format!("A place of {en} is only hedged in {document}{quote}."),
                format!("{zh}的地点在 {document} 中仅有含糊表述{quote}。"),
            ),
        );
    }
}
