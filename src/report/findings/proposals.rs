//! Proposed ad hoc reviews, for the check that tells them: each route with its reasons in words.

use crate::{
    domain::{Key, Kind, Register},
    findings::{Both, Proposed},
    report::{reader::Reader, speech::Speech},
    review::{OwnerChanged, PlaceOffList, Proposal, Reason, ResultWorse},
};

/// The routes of a signed review that should be looked at again, in words.
#[must_use]
pub fn proposed(register: &Register, review: &Key, routes: &[Proposal]) -> Vec<Proposed> {
    let of = |proposal: &Proposal| {
        let Both { en, zh } = Both::named(&proposal.name);
        let reasons: Vec<Both> = proposal.reasons.iter().map(|reason| words(register, reason)).collect();
        let joined = |each: fn(&Both) -> &str, between| reasons.iter().map(each).collect::<Vec<_>>().join(between);
        Proposed {
            review: review.clone(),
            route: proposal.route.clone(),
            message: Both::of(
                format!("{en} should be reviewed before the next quarter: {}.", joined(|both| &both.en, "; ")),
                format!("{zh}应在下一季度前审查：{}。", joined(|both| &both.zh, "；")),
            ),
        }
    };
    routes.iter().map(of).collect()
}

/// A reason in words.
#[must_use]
pub fn words(register: &Register, reason: &Reason) -> Both {
    let named = |kind: Kind, key: &Key| {
        let name = |tag: &str| tag.parse().map(|language| Reader::of(register, &language).name(kind, key).text);
        Both::of(
            name("en").unwrap_or_else(|_: String| key.to_string()),
            name("zh-Hans").unwrap_or_else(|_| key.to_string()),
        )
    };
    match reason {
        Reason::ResultWorse(ResultWorse { regime, was, now }) => {
            let law = named(Kind::Regimes, regime);
            let told = |speech: Speech| (speech.conclusion(*was).to_owned(), speech.conclusion(*now).to_owned());
            let ((was_en, now_en), (was_zh, now_zh)) = (told(Speech::En), told(Speech::ZhHans));
            Both::of(
                format!("{} comes to “{now_en}”, and came to “{was_en}” when it was signed", law.en),
                format!("{}的结论为“{now_zh}”，签核时为“{was_zh}”", law.zh),
            )
        }
        Reason::PlaceOffList(PlaceOffList { regime, list, place, until }) => {
            let (law, place) = (named(Kind::Regimes, regime), named(Kind::Locations, place));
            let (en, zh) = until
                .map_or_else(Default::default, |until| (format!(" since {until} ended"), format!("（截至{until}）")));
            Both::of(
                format!("{} is no longer on the list `{list}` of {}{en}", place.en, law.en),
                format!("{}已不在{}的清单 `{list}` 中{zh}", place.zh, law.zh),
            )
        }
        Reason::OwnerChanged(OwnerChanged { importer, organization, seq }) => {
            let (to, of) = (named(Kind::Organizations, importer), named(Kind::Organizations, organization));
            if importer == organization {
                return Both::of(
                    format!("the owners of {} changed (commit {seq})", to.en),
                    format!("{}的所有权已变更（提交{seq}）", to.zh),
                );
            }
            Both::of(
                format!("the owners of {}, which stands above {}, changed (commit {seq})", of.en, to.en),
                format!("{}之上的{}的所有权已变更（提交{seq}）", to.zh, of.zh),
            )
        }
    }
}
