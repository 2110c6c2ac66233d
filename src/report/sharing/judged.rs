//! A notice, judged: its promises and its table against all that the activities behind it do.

use super::{
    Open,
    gathered::{Gathered, called},
    listing,
    promises::{self, Covered, Evidence, NoticeJudged, PromiseJudged, Verdict},
};
use crate::{
    domain::{
        Key, Kind,
        record::{Activity, Commitment, Notice},
    },
    flows::Atlas,
    report::{
        speech::Speech,
        told::{At, Sentence},
    },
};

/// What the records say about a notice.
pub fn notice<'a>(gathered: &Gathered<'_, 'a>, atlas: &Atlas<'a>, notice: &'a Notice) -> NoticeJudged {
    let records = gathered.records;
    let names = |activity: &Activity| activity.notices.iter().flatten().any(|named| named.key() == &notice.key);
    let covered = Covered {
        records,
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
    let promise =
        |commitment: &Commitment| judged(&covered, commitment, !unplaced.is_empty(), !of_recipients.is_empty());
    let recipients_open = !unplaced.is_empty() || !of_recipients.is_empty();
    NoticeJudged {
        notice: records.named(Kind::Notices, &notice.key),
        activities: covered.activities.iter().map(|activity| records.named(Kind::Activities, &activity.key)).collect(),
        promises: notice.commitments.as_ref().map(|promises| promises.iter().map(promise).collect()),
        listing: listing::conflicts(&covered, notice, recipients_open),
        open: unplaced.into_iter().chain(of_recipients).collect(),
    }
}

fn judged(
    covered: &Covered<'_, '_, '_>,
    commitment: &Commitment,
    unplaced: bool,
    recipients_open: bool,
) -> PromiseJudged {
    let found = promises::found(covered, commitment.kind);
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
    PromiseJudged {
        commitment: commitment.key.clone(),
        kind: commitment.kind,
        text: commitment.text.clone(),
        verdict,
        contradictions,
        doubts,
    }
}

/// What may belong to a notice and does not say so: activities whose notices are not recorded; and that none names it.
fn unplaced(gathered: &Gathered<'_, '_>, notice: &Key, none: bool) -> Vec<Open> {
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
