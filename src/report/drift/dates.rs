//! The dates that a text prints of itself against those that are recorded, and dates that are none.

use super::{
    Aspect, DateRead, DateValue, Difference, Extent, Level, Problem, Severity, Surety, ground::Ground, key_of,
    model::Findings,
};
use crate::{
    domain::{
        Kind,
        record::{NoticeDate, NoticeDateKind},
    },
    report::told::{At, Sentence},
};

/// Compares the dates.
pub fn compare(ground: &Ground<'_>, findings: &mut Findings) {
    let recorded = ground.notice.dates.as_deref().unwrap_or_default();
    let mut own = 0;
    let mut seen: Vec<(&DateRead, usize)> = Vec::new();
    for date in &ground.reading.dates {
        own += usize::from(date.kind.is_some());
        // Who prints a date twice has it once, in two places.
        let same = |(one, _): &&(&DateRead, usize)| one.kind == date.kind && one.printed == date.printed;
        if let Some((_, first)) = seen.iter().find(same) {
            if let Some(difference) = findings.differences.get_mut(*first) {
                difference.at.push(date.at.clone());
            }
            continue;
        }
        let before = findings.differences.len();
        judge(ground, date, recorded, findings);
        seen.push((date, if findings.differences.len() > before { before } else { usize::MAX }));
    }
    for date in recorded {
        if !ground.reading.dates.iter().any(|read| read.kind == Some(date.kind)) {
            missing(ground, date, findings);
        }
    }
    let others = ground.reading.dates.len() - own;
    let sentence = Sentence::of((
        &format!(
            "{own} dates that the text prints of itself were compared with {} recorded ones; {others} others were only looked at for days that there are not.",
            recorded.len()
        ),
        &format!(
            "已将文本自身标注的{own}个日期与登记的{}个日期比较；另有{others}个日期仅检查其是否存在。",
            recorded.len()
        ),
    ));
    let extent = if own == 0 && recorded.is_empty() { Extent::NotCompared } else { Extent::Compared };
    findings.compared(Aspect::Dates, extent, sentence);
}

/// What a date is called.
const fn called(kind: Option<NoticeDateKind>) -> (&'static str, &'static str) {
    match kind {
        Some(NoticeDateKind::Updated) => ("date of the update", "更新日期"),
        Some(NoticeDateKind::Effective) => ("effective date", "生效日期"),
        Some(NoticeDateKind::Published) => ("publication date", "发布日期"),
        None => ("date", "日期"),
    }
}

fn judge(ground: &Ground<'_>, date: &DateRead, recorded: &[NoticeDate], findings: &mut Findings) {
    let (en, zh) = called(date.kind);
    let printed = if date.printed.is_empty() { date.at.quote.as_str() } else { date.printed.as_str() };
    let same_kind = || recorded.iter().find(|one| date.kind == Some(one.kind));
    let at = || same_kind().map(|one| At::field(Kind::Notices, &ground.notice.key, format!("/dates/{}", one.key)));
    let sure = |why| Surety::of(Level::Sure, why);
    let difference = |problem, severity, surety, sentence, advice| {
        Difference::new(problem, severity, surety, sentence, advice).at([date.at.clone()]).of(at())
    };
    match &date.value {
        DateValue::Blank => {
            let same = same_kind().is_some_and(|one| {
                one.day.is_none() && one.printed.as_deref().is_some_and(|words| key_of(words) == key_of(&date.printed))
            });
            let known = if same { (" The record holds the same.", "登记内容相同。") } else { ("", "") };
            let sentence = Sentence::of((
                &format!("The {en} is blank: “{printed}”.{}", known.0),
                &format!("{zh}为空：“{printed}”。{}", known.1),
            ));
            let advice = ("Print the day.", "请填写具体日期。");
            let why = sure(("there is a place for a date and no day", "有日期位置但没有具体日期"));
            let register = same_kind().and_then(|one| one.printed.as_deref());
            findings.add(
                difference(
                    Problem::DateBlank,
                    if date.kind.is_some() { Severity::Error } else { Severity::Warning },
                    why,
                    sentence,
                    advice,
                )
                .between(Some(printed), register),
            );
        }
        DateValue::Impossible => {
            let sentence = Sentence::of((
                &format!("The {en} “{printed}” is no day of the calendar."),
                &format!("{zh}“{printed}”不是日历上存在的日期。"),
            ));
            let advice = ("Correct the date.", "请更正日期。");
            let why = sure(("the calendar has no such day", "日历上没有该日"));
            findings.add(
                difference(Problem::DateImpossible, Severity::Error, why, sentence, advice)
                    .between(Some(printed), None),
            );
        }
        DateValue::Day(day) => of_days(ground, date, (*day, *day), findings),
        DateValue::Either([one, other]) => of_days(ground, date, (*one, *other), findings),
        DateValue::Month(month) => {
            if let Some(day) = same_kind().and_then(|one| one.day)
                && !day.to_string().starts_with(month.as_str())
            {
                findings.add(another(date, &day.to_string(), at()));
            }
        }
    }
}

/// A date that is a day, or one of two.
fn of_days(
    ground: &Ground<'_>,
    date: &DateRead,
    (one, other): (crate::domain::Day, crate::domain::Day),
    findings: &mut Findings,
) {
    let Some(kind) = date.kind else { return };
    let of_kind = ground.notice.dates.iter().flatten().find(|recorded| recorded.kind == kind);
    let (en, zh) = called(date.kind);
    let at = |recorded: &NoticeDate| At::field(Kind::Notices, &ground.notice.key, format!("/dates/{}", recorded.key));
    if let Some(recorded) = of_kind {
        let same_words = recorded.printed.as_deref().is_some_and(|words| key_of(words) == key_of(&date.printed));
        let same_day = recorded.day.is_some_and(|day| day == one || day == other);
        if !same_day && (recorded.day.is_some() || !same_words) {
            let known =
                recorded.day.map(|day| day.to_string()).or_else(|| recorded.printed.as_deref().map(str::to_owned));
            findings.add(another(date, &known.unwrap_or_default(), [at(recorded)]));
        }
    } else {
        let sentence = Sentence::of((
            &format!("The text prints the {en} “{}”, which is not recorded.", date.printed),
            &format!("文本标注的{zh}“{}”未登记。", date.printed),
        ));
        let advice = ("Record it.", "请登记该日期。");
        let surety = Surety::of(Level::Sure, ("the record has no such date", "登记中没有该类日期"));
        findings.add(
            Difference::new(Problem::DateNotRecorded, Severity::Info, surety, sentence, advice)
                .at([date.at.clone()])
                .of([At::field(Kind::Notices, &ground.notice.key, "/dates")])
                .between(Some(&date.printed), None),
        );
    }
    if kind != NoticeDateKind::Effective && one > ground.on {
        let sentence = Sentence::of((
            &format!("The {en} “{}” lies after {}, the day for which this was judged.", date.printed, ground.on),
            &format!("{zh}“{}”晚于本次判断日期{}。", date.printed, ground.on),
        ));
        let advice = ("Correct the date, unless the notice is meant for later.", "如声明并非为将来准备，请更正日期。");
        let surety = Surety::of(Level::Sure, ("both days are known", "两个日期均已知"));
        findings.add(
            Difference::new(Problem::DateInFuture, Severity::Warning, surety, sentence, advice)
                .at([date.at.clone()])
                .between(Some(&date.printed), None),
        );
    }
}

fn another(date: &DateRead, register: &str, at: impl IntoIterator<Item = At>) -> Difference {
    let (en, zh) = called(date.kind);
    let sentence = Sentence::of((
        &format!("The {en} is “{}” in the text and “{register}” in the register.", date.printed),
        &format!("{zh}在文本中为“{}”，在登记册中为“{register}”。", date.printed),
    ));
    let advice = ("Find out which is right, and correct the other.", "请核实哪一项正确，并更正另一项。");
    let surety = Surety::of(Level::Sure, ("both are known", "两者均已知"));
    Difference::new(Problem::DateDiffers, Severity::Error, surety, sentence, advice)
        .at([date.at.clone()])
        .of(at)
        .between(Some(&date.printed), Some(register))
}

fn missing(ground: &Ground<'_>, date: &NoticeDate, findings: &mut Findings) {
    let (en, zh) = called(Some(date.kind));
    let known =
        date.day.map(|day| day.to_string()).or_else(|| date.printed.as_deref().map(str::to_owned)).unwrap_or_default();
    let sentence = Sentence::of((
        &format!("The record has the {en} “{known}”, and none was found in the text."),
        &format!("登记有{zh}“{known}”，但在文本中未找到。"),
    ));
    let advice = (
        "Print the date with a word that says what it is, or correct the record.",
        "请在文本中注明该日期及其含义，或更正登记。",
    );
    let surety = Surety::of(Level::Likely, ("no words that lead to such a date were found", "未找到引出该日期的文字"));
    findings.add(
        Difference::new(Problem::DateMissing, Severity::Warning, surety, sentence, advice)
            .at(ground.reading.title.clone())
            .of([At::field(Kind::Notices, &ground.notice.key, format!("/dates/{}", date.key))])
            .between(None, Some(&known)),
    );
}
