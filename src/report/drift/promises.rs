//! Promises of a text: what contradicts them in the records, in the text itself, and in what is recorded of them.

use super::{
    Aspect, Difference, Extent, Level, Problem, PromiseRead, Promised, Severity, Surety, ground::Ground,
    model::Findings,
};
use crate::{
    domain::{
        Kind,
        record::{CommitmentKind, SaleOrSharing},
    },
    report::{
        sharing::{KindJudged, Verdict},
        speech::Speech,
        told::{At, Sentence},
    },
};
use std::collections::BTreeSet;

/// So many contradictions are told of one promise.
const TOLD: usize = 3;

/// Compares the promises.
pub fn compare(ground: &Ground<'_>, findings: &mut Findings) {
    let mut judged = 0;
    for promise in &ground.reading.promises {
        judged += usize::from(contradicted(ground, promise, findings));
        days(ground, promise, findings);
    }
    by_text(ground, findings);
    not_recorded(ground, findings);
    let read = ground.reading.promises.len();
    let sentence = Sentence::of((
        &format!(
            "{read} promises were read, and {judged} of them held against the records by their kind. Their words may ask for more, and there may be others in words that are not known."
        ),
        &format!(
            "共读取{read}项承诺，其中{judged}项已按类型与登记内容对照。其措辞可能有更多要求，文本也可能以其他措辞作出承诺。"
        ),
    ));
    findings.compared(Aspect::Promises, if read == 0 { Extent::NotCompared } else { Extent::InPart }, sentence);
}

/// What promises of a kind are called.
fn called(promised: Promised) -> (&'static str, &'static str) {
    use CommitmentKind as K;
    match promised {
        Promised::NoSale => ("not to sell data", "不出售个人信息"),
        Promised::Kind(kind) => match kind {
            K::PriorNotice => ("prior notice", "提前通知"),
            K::NoticeOfChanges => ("notice of changes", "变更通知"),
            K::NoReductionOfRights => ("not to reduce rights", "不削减权利"),
            K::KeepsOldVersions => ("to keep old versions", "保留历史版本"),
            K::NoSharing => ("not to share data", "不共享个人信息"),
            K::NoPublicDisclosure => ("not to disclose data to the public", "不公开披露个人信息"),
            K::SeparateConsent => ("separate consent", "取得单独同意"),
            K::Entrustment => ("an agreement with those who process for us", "与受托方签订协议"),
            K::SuccessorBound => ("that a successor is bound", "承继方受约束"),
            K::CrossBorderCompliance => ("compliance of transfers abroad", "跨境传输合规"),
            K::IncidentNotification => ("notice of incidents", "安全事件告知"),
            K::Deletion => ("deletion", "删除"),
            K::ResponseTime => ("a time to answer", "答复时限"),
            K::PurposeLimitation => ("no other purposes", "不用于其他目的"),
            K::NoAutomatedDecisions => ("no automated decisions", "不进行自动化决策"),
            K::NoMinors => ("no data of minors", "不处理未成年人信息"),
            K::Other => ("something else", "其他"),
        },
    }
}

/// What the records say against a promise; whether they were asked.
fn contradicted(ground: &Ground<'_>, promise: &PromiseRead, findings: &mut Findings) -> bool {
    let (evidence, asked) = match promise.promised {
        Promised::NoSale => (sales(ground), true),
        Promised::Kind(kind) => {
            let judged: Option<&KindJudged> = ground.behind.promises.iter().find(|judged| judged.kind == kind);
            let evidence = judged.filter(|judged| judged.verdict == Verdict::Contradicted);
            let evidence = evidence
                .map(|judged| judged.contradictions.iter().map(|one| (one.at.clone(), one.sentence.clone())).collect());
            (evidence.unwrap_or_default(), judged.is_some_and(|judged| judged.verdict != Verdict::NotJudged))
        }
    };
    if evidence.is_empty() {
        return asked;
    }
    let more = evidence.len().saturating_sub(TOLD);
    let sentence = Sentence::say(|speech| {
        let what = speech.pick(called(promise.promised)).to_owned();
        let facts: Vec<&str> = evidence.iter().take(TOLD).map(|(_, sentence)| sentence.speak(speech)).collect();
        let (head, rest) = match speech {
            Speech::En => {
                (format!("The text promises {what}, and the register says otherwise. "), format!(" And {more} more."))
            }
            Speech::ZhHans => (format!("文本承诺{what}，但登记册有相反记载："), format!("另有{more}项。")),
        };
        let joined = facts.join(speech.pick((" ", "")));
        if more > 0 { head + &joined + &rest } else { head + &joined }
    });
    let (severity, surety) = if promise.conditional {
        (
            Severity::Warning,
            Surety::of(
                Level::Possible,
                ("the promise names a condition or exception, which may apply", "该承诺附有条件或例外，可能适用"),
            ),
        )
    } else {
        (Severity::Error, promise.surety.clone())
    };
    let advice = (
        "Correct the notice, or stop doing it. Where the promise has an exception, note why it applies.",
        "请更正声明，或停止相关做法；如适用例外，请注明理由。",
    );
    findings.add(
        Difference::new(Problem::PromiseContradicted, severity, surety, sentence, advice)
            .at([promise.at.clone()])
            .of(evidence.iter().map(|(at, _)| at.clone())),
    );
    asked
}

/// Where data is sold.
fn sales(ground: &Ground<'_>) -> Vec<(At, Sentence)> {
    let shares = ground
        .behind
        .recipients
        .iter()
        .flat_map(|recipient| recipient.shares.iter().map(move |share| (recipient, share)));
    let sold =
        shares.filter(|(_, share)| matches!(share.sale_or_sharing, Some(SaleOrSharing::Sale | SaleOrSharing::Both)));
    let told = sold.map(|(recipient, share)| {
        let who = recipient.name.as_ref().map_or("", |name| name.by_default());
        let field =
            share.disclosure.as_ref().map_or_else(String::new, |key| format!("/disclosures/{key}/sale_or_sharing"));
        let sentence = Sentence::of((
            &format!("{who}: it is recorded as a sale under California law."),
            &format!("{who}：登记为加利福尼亚州法律意义上的出售。"),
        ));
        (At::field(Kind::Activities, &share.activity.key, field), sentence)
    });
    told.collect()
}

/// A promise not to share in a text that says elsewhere that it does.
fn by_text(ground: &Ground<'_>, findings: &mut Findings) {
    let sharing = Promised::Kind(CommitmentKind::NoSharing);
    let Some(promise) = ground.reading.promises.iter().find(|promise| promise.promised == sharing) else { return };
    if ground.reading.sharing.is_empty() || !ground.promises(sharing) {
        return;
    }
    let sentence = Sentence::of((
        "The text promises not to share data, and says elsewhere that it is shared.",
        "文本承诺不共享个人信息，但另有表述称会共享。",
    ));
    let advice = ("Say the same in both places.", "请使两处表述一致。");
    let surety = Surety::of(Level::Likely, ("one sentence says so without a condition", "有一句未附条件地如此表述"));
    findings.add(
        Difference::new(Problem::PromiseContradictedByText, Severity::Warning, surety, sentence, advice)
            .at(ground.reading.sharing.iter().take(TOLD).cloned())
            .at([promise.at.clone()]),
    );
}

/// A promise that names other days than the record.
fn days(ground: &Ground<'_>, promise: &PromiseRead, findings: &mut Findings) {
    let (Some(days), Promised::Kind(kind)) = (promise.days, promise.promised) else { return };
    let of_kind = ground.notice.commitments.iter().flatten().filter(|commitment| commitment.kind == kind);
    let recorded: Vec<(u64, At)> = of_kind
        .filter_map(|commitment| {
            let at = At::field(Kind::Notices, &ground.notice.key, format!("/commitments/{}/days", commitment.key));
            Some((commitment.days?.value(), at))
        })
        .collect();
    if recorded.is_empty() || recorded.iter().any(|(known, _)| *known == days) {
        return;
    }
    let known: BTreeSet<String> = recorded.iter().map(|(known, _)| known.to_string()).collect();
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    let (en, zh) = called(promise.promised);
    let sentence = Sentence::of((
        &format!("The text promises {en} of {days} days, and the register has {known}."),
        &format!("文本承诺的{zh}为{days}天，而登记为{known}天。"),
    ));
    let advice = ("Find out which is right, and correct the other.", "请核实哪一项正确，并更正另一项。");
    findings.add(
        Difference::new(Problem::PromiseDiffers, Severity::Warning, promise.surety.clone(), sentence, advice)
            .at([promise.at.clone()])
            .of(recorded.into_iter().map(|(_, at)| at))
            .between(Some(&days.to_string()), Some(&known)),
    );
}

/// Promises of which none of their kind is recorded, each kind once.
fn not_recorded(ground: &Ground<'_>, findings: &mut Findings) {
    let recorded: BTreeSet<CommitmentKind> =
        ground.notice.commitments.iter().flatten().map(|commitment| commitment.kind).collect();
    let mut seen = BTreeSet::new();
    for promise in &ground.reading.promises {
        if recorded.contains(&promise.promised.recorded_as()) || !seen.insert(promise.promised) {
            continue;
        }
        let (en, zh) = called(promise.promised);
        let sentence = Sentence::of((
            &format!("The text promises {en}, and no promise of this kind is recorded."),
            &format!("文本承诺{zh}，但未登记此类承诺。"),
        ));
        let advice = (
            "Record it with the notice, so that it is held against what is done.",
            "请在声明记录中登记该承诺，以便与实际做法对照。",
        );
        findings.add(
            Difference::new(Problem::PromiseNotRecorded, Severity::Info, promise.surety.clone(), sentence, advice)
                .at([promise.at.clone()])
                .of([At::field(Kind::Notices, &ground.notice.key, "/commitments")]),
        );
    }
}
