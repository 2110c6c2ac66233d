//! Dates: those that a notice prints of itself, and whatever else is written as one; also what should be a date and is none.

use super::document::{Document, Kind};
use crate::{
    domain::{Day, record::NoticeDateKind},
    report::drift::{DateRead, DateValue},
};
use chrono::NaiveDate;
use regex::{Captures, Regex};
use std::{ops::Range, sync::LazyLock};

/// So many dates are told that are of nothing in particular.
const OTHERS: usize = 200;

/// How far behind its label a date may begin, in bytes.
const REACH: usize = 40;

const MONTHS: &str = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";

/// What stands before a date that a notice prints of itself.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?P<updated>(?:last|latest|date of(?: the)?(?: last| latest)?)\s+(?:updated?|revised|revision|modified|modification|amended|amendment|changed?|reviewed)(?:\s+(?:on|date))?|",
        r"(?:update|updated|revision|revised|version|amendment|modification)\s*(?:date|on)?\s*[:：]|(?:update|updated|revision|version)\s+date\b|(?:updated|revised|modified|amended)(?:\s+on)?\b|",
        r"(?:最近|最后|上次|最新|本次)?(?:一次)?(?:更新|修订|修改|版本更新|版本)(?:日期|时间|于|日)|(?:更新|修订)[:：])|",
        r"(?P<effective>(?:effective|in force|valid)\s+(?:date|as of|from|since|on)\b|date of (?:effect|entry into force)\b|effective\s*[:：]|effective\b|(?:takes?|comes? into)\s+(?:effect|force)\s+(?:on|from|as of)\b|",
        r"(?:生效|施行|实施)(?:日期|时间|日|于)|(?:生效|实施)[:：])|",
        r"(?P<published>(?:published|posted|released|issued)\s+(?:on|date)\b|(?:publication|release|publish|posting|issue) date\b|date of (?:issue|publication)\b|(?:published|posted|released)\s*[:：]|",
        r"(?:发布|公布|颁布|发表)(?:日期|时间|日|于)|(?:发布|公布)[:：])",
    ))
    .ok()
});

/// Whatever is written as a date, and places left for one.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let han = "〇零○一二三四五六七八九十";
    let gap = r"[\s_＿\[\]【】()（）XxＸ●•◯…\.\-—]";
    let whole = format!(
        concat!(
            r"(?i)(?P<iso>\b(?P<iy>\d{{4}})(?P<sep>[-/.])(?P<im>\d{{1,2}})[-/.](?P<id>\d{{1,2}})\b)|",
            r"(?P<zh>(?P<zy>\d{{4}}|[{han}]{{4}})\s*年\s*(?P<zm>\d{{1,2}}|[{han}]{{1,3}})\s*月\s*(?:(?P<zd>\d{{1,2}}|[{han}]{{1,3}})\s*[日号])?)|",
            r"(?P<zhblank>(?:\d{{2,4}}|{gap}{{1,12}}|20XX|xxxx)\s*年{gap}{{0,12}}\d{{0,2}}{gap}{{0,12}}月{gap}{{0,12}}[日号])|",
            r"(?P<mdy>\b(?P<m1>{MONTHS})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y1>\d{{4}})\b)|",
            r"(?P<dmy>\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{MONTHS})\.?,?\s+(?P<y2>\d{{4}})\b)|",
            r"(?P<blank>\b(?:{MONTHS})\.?\s*(?:\[[^\]\d]{{0,12}}\]|【[^】\d]{{0,12}}】|\([^)\d]{{0,4}}\)|_+|＿+|XX|xx)\s*,?\s*(?:\d{{4}}|20__|20XX|____)?)|",
            r"(?P<blank2>(?:\[[\s_●•\.]{{0,12}}\]|_{{2,}}|XX)\s*(?:{MONTHS})\.?,?\s*(?:\d{{4}}|____)?)|",
            r"(?P<my>\b(?P<m3>{MONTHS})\.?,?\s+(?P<y3>\d{{4}})\b)|",
            r"(?P<num>\b(?P<na>\d{{1,2}})(?P<nsep>[/.])(?P<nb>\d{{1,2}})[/.](?P<ny>\d{{4}})\b)|",
            r"(?P<form>\b(?:YYYY|XXXX|xxxx)[-/.](?:MM|XX|xx)[-/.](?:DD|XX|xx)\b|\b(?:DD|MM)[/.-](?:MM|DD)[/.-]YYYY\b|[\[【<](?:insert\s+)?(?:effective\s+|publication\s+|update\s+)?(?:date|日期|填写日期|插入日期|具体日期)[^\]】>]{{0,20}}[\]】>]|20XX|\bTB[DA]\b|待定)",
        ),
        han = han,
        gap = gap,
        MONTHS = MONTHS,
    );
    Regex::new(&whole).ok()
});

/// What may stand between a label and its date.
static GLUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\s:：\-–—|()（）\[\]【】*]*(?:(?:on|of|as of|is|was|to|from|by|the|date|this (?:policy|notice|version)|于|为|是|在|日期|时间)[\s:：]*){0,3}$").ok()
});

/// The dates of a document.
pub fn find(document: &Document) -> Vec<DateRead> {
    let mut dates = Vec::new();
    let mut others = 0;
    // A label that a passage ends with, whose date may be the next one: cells, lines.
    let mut waiting: Option<(NoticeDateKind, usize, Range<usize>)> = None;
    for (index, passage) in document.passages.iter().enumerate() {
        if passage.text.is_empty() {
            continue;
        }
        let found = in_text(&passage.text);
        let mut begins_with_date = false;
        for (range, value) in found.dates {
            let label = found.labels.iter().rev().find(|(label, _)| leads_to(&passage.text, label, &range));
            let mut kind = label.map(|(_, kind)| *kind);
            if range.start <= 4
                && kind.is_none()
                && let Some((waits, ..)) = waiting.take()
            {
                kind = Some(waits);
                begins_with_date = true;
            }
            if kind.is_none() {
                // Numbers of versions and sections look like dates that are none.
                let loose = matches!(value, DateValue::Impossible)
                    && passage.text.get(range.clone()).is_some_and(|d| d.contains('.'));
                others += 1;
                if loose || others > OTHERS || passage.beside {
                    continue;
                }
            }
            let printed = passage.text.get(range.clone()).unwrap_or_default().trim().to_owned();
            let shown = label.map_or(range.clone(), |(label, _)| label.start..range.end);
            dates.push(DateRead { kind, printed, value, at: document.quoted(index, shown) });
        }
        if let Some((kind, at, label)) = waiting.take()
            && !begins_with_date
        {
            dates.push(blank(document, kind, at, label));
        }
        for (label, kind, ends) in found.empty {
            if ends && index + 1 < document.passages.len() && near(document, index) {
                waiting = Some((kind, index, label));
            } else {
                dates.push(blank(document, kind, index, label));
            }
        }
    }
    if let Some((kind, at, label)) = waiting {
        dates.push(blank(document, kind, at, label));
    }
    dates
}

/// Whether the next passage can be what a label is of.
fn near(document: &Document, index: usize) -> bool {
    let next = &document.passages[index + 1];
    next.text.chars().count() <= 60 && (next.kind == document.passages[index].kind || next.kind == Kind::Definition)
}

fn blank(document: &Document, kind: NoticeDateKind, at: usize, label: Range<usize>) -> DateRead {
    DateRead { kind: Some(kind), printed: String::new(), value: DateValue::Blank, at: document.quoted(at, label) }
}

/// What is found in some words.
struct Found {
    dates: Vec<(Range<usize>, DateValue)>,
    labels: Vec<(Range<usize>, NoticeDateKind)>,
    /// Labels with nothing behind them, and whether the words end there.
    empty: Vec<(Range<usize>, NoticeDateKind, bool)>,
}

fn in_text(text: &str) -> Found {
    let mut found = Found { dates: Vec::new(), labels: Vec::new(), empty: Vec::new() };
    let (Some(label), Some(date)) = (&*LABEL, &*DATE) else { return found };
    found.dates = date.captures_iter(text).filter_map(|hit| Some((hit.get(0)?.range(), value(&hit)))).collect();
    for hit in label.captures_iter(text) {
        let Some(whole) = hit.get(0).filter(|whole| begins_word(text, whole.start())) else { continue };
        let kind = match (hit.name("updated"), hit.name("effective")) {
            (Some(_), _) => NoticeDateKind::Updated,
            (None, Some(_)) => NoticeDateKind::Effective,
            (None, None) => NoticeDateKind::Published,
        };
        found.labels.push((whole.range(), kind));
        let rest = text.get(whole.end()..).unwrap_or_default();
        // "Updated" alone, as in a title, names no date; "Last updated" asks for one.
        let lower = whole.as_str().to_lowercase();
        let names_date = lower.replace("update", "").contains("date")
            || lower.starts_with("last")
            || lower.starts_with("latest")
            || whole.as_str().contains(['日', '时'])
            || whole.as_str().ends_with([':', '：']);
        let bare = rest.trim_matches(|c: char| c.is_whitespace() || ":：-–—|()（）[]【】_＿*.。".contains(c));
        let colon = whole.as_str().ends_with([':', '：']) || rest.trim_start().starts_with([':', '：']);
        if names_date && bare.is_empty() && (colon || text.chars().count() <= 40) {
            let holds_place = rest.contains(['_', '＿', '[', '【', '(', '（']);
            found.empty.push((whole.start()..text.len(), kind, !holds_place));
        }
    }
    found
}

/// Whether a word begins at a place: also where lines ran together.
fn begins_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let first = text.get(at..).and_then(|rest| rest.chars().next());
    let (Some(before), Some(first)) = (before, first) else { return true };
    !before.is_ascii_alphanumeric()
        || !first.is_ascii_alphanumeric()
        || before.is_ascii_digit()
        || before.is_ascii_lowercase() && first.is_ascii_uppercase()
}

/// Whether a label is that of a date.
fn leads_to(text: &str, label: &Range<usize>, date: &Range<usize>) -> bool {
    let between = text.get(label.end..date.start);
    between.is_some_and(|between| between.len() <= REACH && GLUE.as_ref().is_some_and(|glue| glue.is_match(between)))
}

/// What a written date comes to.
fn value(hit: &Captures<'_>) -> DateValue {
    let part = |name: &str| hit.name(name).map(|part| part.as_str());
    let day = |year: &str, month: u32, day: &str| {
        let parsed = (number(year), number(day));
        let (Some(year), Some(day)) = parsed else { return DateValue::Impossible };
        of_numbers(year, month, day)
    };
    if let (Some(year), Some(month), Some(of)) = (part("iy"), part("im"), part("id")) {
        return number(month).map_or(DateValue::Impossible, |month| day(year, month, of));
    }
    if let (Some(year), Some(month)) = (part("zy"), part("zm")) {
        let Some(month) = number(month).filter(|month| (1..=12).contains(month)) else { return DateValue::Impossible };
        return match (part("zd"), number(year)) {
            (Some(of), _) => day(year, month, of),
            (None, Some(year)) => DateValue::Month(format!("{year:04}-{month:02}")),
            (None, None) => DateValue::Impossible,
        };
    }
    for (year, month, of) in [("y1", "m1", "d1"), ("y2", "m2", "d2")] {
        if let (Some(year), Some(month), Some(of)) = (part(year), part(month), part(of)) {
            return day(year, month_of(month), of);
        }
    }
    if let (Some(year), Some(month)) = (part("y3"), part("m3")) {
        return DateValue::Month(format!("{year}-{:02}", month_of(month)));
    }
    if let (Some(a), Some(b), Some(year), Some(sep)) = (part("na"), part("nb"), part("ny"), part("nsep")) {
        return of_numerals(a, b, year, sep);
    }
    DateValue::Blank
}

/// `3/4/2024` is one of two days; `3.4.2024` is written where the day stands first.
fn of_numerals(a: &str, b: &str, year: &str, separator: &str) -> DateValue {
    let (Some(a), Some(b), Some(year)) = (number(a), number(b), number(year)) else { return DateValue::Impossible };
    let day_first = calendar(year, b, a);
    let month_first = calendar(year, a, b).filter(|_| separator == "/");
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => DateValue::Either([one.min(other), one.max(other)]),
        (Some(day), _) | (None, Some(day)) => DateValue::Day(day),
        (None, None) => DateValue::Impossible,
    }
}

fn of_numbers(year: u32, month: u32, day: u32) -> DateValue {
    calendar(year, month, day).map_or(DateValue::Impossible, DateValue::Day)
}

fn calendar(year: u32, month: u32, day: u32) -> Option<Day> {
    let plausible = (1900..=2200).contains(&year);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| plausible).map(Day)
}

/// The number of a month by the beginning of its name.
fn month_of(name: &str) -> u32 {
    const STARTS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start: String = name.chars().take(3).collect::<String>().to_lowercase();
    STARTS.iter().position(|month| *month == start).and_then(|at| u32::try_from(at + 1).ok()).unwrap_or_default()
}

/// A number in digits or in Chinese numerals: `2024`, `二〇二四`, `十二`, `二十一`.
pub fn number(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| {
        "〇一二三四五六七八九".chars().position(|known| known == c || known == '〇' && matches!(c, '零' | '○'))
    };
    if !text.contains('十') {
        let digits: Option<Vec<usize>> = text.chars().map(digit).collect();
        return digits?
            .into_iter()
            .try_fold(0u32, |sum, digit| sum.checked_mul(10)?.checked_add(u32::try_from(digit).ok()?));
    }
    let (tens, ones) = text.split_once('十')?;
    let of = |part: &str, empty: usize| match part.chars().next() {
        None => Some(empty),
        Some(c) => digit(c).filter(|_| part.chars().count() == 1),
    };
    u32::try_from(of(tens, 1)? * 10 + of(ones, 0)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(Option<NoticeDateKind>, String, DateValue)> {
        let mut builder = crate::exchange::notice::document::Builder::over(text);
        crate::exchange::notice::plain::read(&mut builder);
        find(&builder.finish()).into_iter().map(|date| (date.kind, date.printed, date.value)).collect()
    }

    fn day(text: &str) -> DateValue {
        DateValue::Day(text.parse().unwrap())
    }

    #[test]
    fn dates_are_read_in_both_languages() {
        use NoticeDateKind::{Effective, Published, Updated};
        for (text, kind, value) in [
            ("Last updated: March 3, 2024", Updated, day("2024-03-03")),
            ("Effective Date: 1st of May 2023", Effective, day("2023-05-01")),
            ("This policy takes effect on 2024-02-29.", Effective, day("2024-02-29")),
            ("更新日期：2024年9月12日", Updated, day("2024-09-12")),
            ("生效日期：二〇二四年十二月二十一日", Effective, day("2024-12-21")),
            ("发布日期 2024/1/5", Published, day("2024-01-05")),
            (
                "Last updated on 03/04/2024",
                Updated,
                DateValue::Either(["2024-03-04".parse().unwrap(), "2024-04-03".parse().unwrap()]),
            ),
            ("Last updated: 13/04/2024", Updated, day("2024-04-13")),
            ("Last updated: June 2024", Updated, DateValue::Month("2024-06".into())),
            ("Effective date: February 30, 2024", Effective, DateValue::Impossible),
            ("生效日期：2024年13月1日", Effective, DateValue::Impossible),
            ("Effective Date: September[ ], 2024", Effective, DateValue::Blank),
            ("更新日期：____年__月__日", Updated, DateValue::Blank),
            ("更新日期：2024年 月 日", Updated, DateValue::Blank),
            ("Effective date: [insert date]", Effective, DateValue::Blank),
            ("Effective date:", Effective, DateValue::Blank),
            ("Last updated", Updated, DateValue::Blank),
            ("Effective date:\nMay 1, 2024", Effective, day("2024-05-01")),
        ] {
            let found = of(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].0, &found[0].2), (Some(kind), &value), "{text}");
        }
        let both = of("Update Date: September[ ], 2024Effective Date: September[ ], 2024");
        assert_eq!(both.len(), 2, "{both:?}");
        assert!(both.iter().all(|(_, printed, value)| printed == "September[ ], 2024" && *value == DateValue::Blank));
    }

    #[test]
    fn words_that_lead_to_no_date_are_none() {
        for text in [
            "The policy is updated from time to time.",
            "We take effective measures.",
            "VII. How this Policy is Updated",
            "This Privacy Policy may change. Version 2.13.40",
            "if a version is published on our site, it is valid from then",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }
}
