//! A notice, judged: its promises and its table against all that the activities behind it do.

use super::{
    Open,
    gathered::{Gathered, called},
    listing,
    promises::{self, Covered, Evidence, KindJudged, NoticeJudged, PromiseJudged, Verdict},
};
use crate::{
    domain::{
        Key, Kind,
        record::{Activity, Commitment, CommitmentKind, Notice},
    },
    flows::Atlas,
    report::{
        speech::Speech,
        told::{At, Sentence},
    },
};

/// All that a notice covers, and what may belong to it unsaid.
struct Held<'c, 'f, 'a> {
    covered: Covered<'c, 'f, 'a>,
    unplaced: Vec<Open>,
    of_recipients: Vec<Open>,
}

impl<'c, 'f, 'a> Held<'c, 'f, 'a> {
    fn of(gathered: &'c Gathered<'f, 'a>, atlas: &'c Atlas<'a>, notice: &Notice) -> Self {
        let names = |activity: &Activity| activity.notices.iter().flatten().any(|named| named.key() == &notice.key);
        let covered = Covered {
            records: gathered.records,
            atlas,
            activities: gathered
                .activities
                .iter()
                .map(|(activity, _)| *activity)
                .filter(|activity| names(activity))
                .collect(),
            shared: gathered.shared.iter().filter(|shared| names(shared.activity())).collect(),
        };
        let unplaced = unplaced(gathered, &notice.key, covered.activities.is_empty());
        let of_recipients: Vec<Open> = gathered
            .open(|activity| names(activity))
            .into_iter()
            // Sub-processors have rows of their own.
            .filter(|open| open.at.record.starts_with(Kind::Activities.path()))
            .collect();
        Self { covered, unplaced, of_recipients }
    }

    fn judged(&self, kind: CommitmentKind) -> KindJudged {
        let (unplaced, recipients_open) = (!self.unplaced.is_empty(), !self.of_recipients.is_empty());
        let found = promises::found(&self.covered, kind);
        let verdict = match &found {
            None => Verdict::NotJudged,
            Some(found) if !found.contradictions.is_empty() => Verdict::Contradicted,
            Some(found) if unplaced || found.of_recipients && recipients_open || !found.doubts.is_empty() => {
                Verdict::CannotBeTold
            }
            Some(_) => Verdict::NothingContradicts,
        };
        let (contradictions, doubts): (Vec<Evidence>, Vec<Evidence>) = found.map_or_else(Default::default, |found| {
            (found.contradictions.into_iter().collect(), found.doubts.into_iter().collect())
        });
        KindJudged { kind, verdict, contradictions, doubts }
    }
}

/// What the records say about a notice.
pub fn notice<'a>(gathered: &Gathered<'_, 'a>, atlas: &Atlas<'a>, notice: &'a Notice) -> NoticeJudged {
    let records = gathered.records;
    let held = Held::of(gathered, atlas, notice);
    let recipients_open = !held.unplaced.is_empty() || !held.of_recipients.is_empty();
    NoticeJudged {
        notice: records.named(Kind::Notices, &notice.key),
        activities: held
            .covered
            .activities
            .iter()
            .map(|activity| records.named(Kind::Activities, &activity.key))
            .collect(),
        promises: notice
            .commitments
            .as_ref()
            .map(|promises| promises.iter().map(|promise| recorded(promise, held.judged(promise.kind))).collect()),
        listing: listing::conflicts(&held.covered, notice, recipients_open),
        open: held.unplaced.into_iter().chain(held.of_recipients).collect(),
    }
}

/// What the records say about promises of some kinds, whether or not the notice records such; and what keeps it from being all.
pub fn kinds<'a>(
    gathered: &Gathered<'_, 'a>,
    atlas: &Atlas<'a>,
    notice: &Notice,
    kinds: &[CommitmentKind],
) -> (Vec<KindJudged>, Vec<Open>) {
    let held = Held::of(gathered, atlas, notice);
    let judged = kinds.iter().map(|kind| held.judged(*kind)).collect();
    (judged, held.unplaced.into_iter().chain(held.of_recipients).collect())
}

fn recorded(commitment: &Commitment, judged: KindJudged) -> PromiseJudged {
    let KindJudged { kind, verdict, contradictions, doubts } = judged;
    PromiseJudged {
        commitment: commitment.key.clone(),
        kind,
        text: commitment.text.clone(),
        verdict,
        contradictions,
        doubts,
    }
}

/// What may belong to a notice and does not say so: activities whose notices are not recorded; and that none names it.
pub fn unplaced(gathered: &Gathered<'_, '_>, notice: &Key, none: bool) -> Vec<Open> {
    let silent = gathered.activities.iter().filter(|(activity, _)| activity.notices.is_none());
    let mut open: Vec<Open> = silent
        .map(|(activity, _)| {
            let sentence = Sentence::say(|speech| {
                let activity = called(gathered.records, Kind::Activities, &activity.key, speech);
                match speech {
                    Speech::En => format!("Notices of {activity}: not recorded; this notice may cover it."),
                    Speech::ZhHans => format!("{activity}适用的隐私声明：未记录，可能适用本声明。"),
                }
            });
            Open { at: At::field(Kind::Activities, &activity.key, "/notices"), sentence }
        })
        .collect();
    if none {
        let sentence = Sentence::say(|speech| speech.no_activity(false).to_owned());
        open.push(Open { at: At::field(Kind::Notices, notice, ""), sentence });
    }
    open.sort();
    open
}
