//! What the words of a cell mean, where they mean one thing: lists, none, not known, lengths of time, legal bases.

use crate::domain::{Key, digest};

/// What a cell says at all.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// That it is not known: it is blank, or one of our own marks.
    Nothing,
    /// That there is none.
    None,
    /// These things.
    Things(Vec<String>),
}

/// What our own layout writes where nothing is recorded.
const UNKNOWN: [&str; 12] = [
    "missing:",
    "not recorded",
    "none recorded, and not said to be complete",
    "not said to be complete",
    "not kept in this register",
    "缺失:",
    "缺失：",
    "未记录",
    "未声明完整",
    "本登记册不记录此项",
    "tbc",
    "unknown",
];

const NONE: [&str; 7] = ["none", "no", "nil", "无", "否", "no transfers", "not transferred"];

/// What says that a question is moot: of which nothing follows but that.
const MOOT: [&str; 6] = ["n/a", "na", "not applicable", "不适用", "-", "–"];

/// The longest of things that are put in a row with commas, in words.
const LONGEST_LISTED: usize = 6;

/// What a cell says, thing by thing: on lines of their own, else between semicolons, and where `commas` separate, between those.
pub(super) fn says(text: Option<&str>, commas: bool) -> Says {
    let mut things: Vec<String> = Vec::new();
    let mut none = false;
    for line in text.unwrap_or_default().lines() {
        let line = bare(line);
        let lower = line.to_lowercase();
        if line.is_empty() || UNKNOWN.iter().any(|mark| lower.starts_with(mark)) || MOOT.contains(&lower.as_str()) {
            continue;
        }
        if NONE.contains(&lower.as_str()) {
            none = true;
            continue;
        }
        things.push(line.to_owned());
    }
    if let [only] = things.as_slice() {
        let apart = |mark: char| only.split(mark).map(|part| bare(part).to_owned()).filter(|part| !part.is_empty());
        let listed: Vec<String> = apart(';').collect();
        let short = |part: &String| part.split_whitespace().count() <= LONGEST_LISTED && !part.contains(['(', ')']);
        let with_commas: Vec<String> = apart(',').collect();
        if listed.len() > 1 {
            things = listed;
        } else if commas && with_commas.len() > 1 && with_commas.iter().all(short) {
            things = with_commas;
        }
    }
    let mut seen = Vec::new();
    things.retain(|thing| {
        let lower = thing.to_lowercase();
        let new = !seen.contains(&lower);
        seen.push(lower);
        new
    });
    match (things.is_empty(), none) {
        (false, _) => Says::Things(things),
        (true, true) => Says::None,
        (true, false) => Says::Nothing,
    }
}

/// Whether a cell says that a question is moot.
pub(super) fn is_moot(text: &str) -> bool {
    MOOT.contains(&bare(text).to_lowercase().as_str())
}

/// A line without what stands before the things of a list, and without the apostrophe before what would be a formula.
fn bare(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(line);
    let numbered = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let rest = match numbered.strip_prefix(['.', ')']) {
        Some(rest) if numbered.len() < line.len() && rest.starts_with(' ') => rest,
        _ => line.strip_prefix(['•', '*', '·', '▪']).or_else(|| line.strip_prefix("- ")).unwrap_or(line),
    };
    rest.trim()
}

/// Yes, no, or something else.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    let lower = text.trim().to_lowercase();
    let first = lower.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    match first {
        "yes" | "y" | "true" | "是" => Some(true),
        "no" | "n" | "false" | "none" | "否" | "无" => Some(false),
        _ => None,
    }
}

/// A key made of words: the same words, the same key.
pub(super) fn key(words: &str) -> String {
    const LONGEST: usize = 60;
    let mut key = String::new();
    for character in words.to_lowercase().chars() {
        match character {
            'a'..='z' | '0'..='9' => key.push(character),
            // Within a word it is no end of it: "controller's".
            '\'' | '’' => {}
            _ if !key.ends_with('-') && !key.is_empty() => key.push('-'),
            _ => {}
        }
        if key.len() >= LONGEST {
            break;
        }
    }
    let key = key.trim_matches('-');
    if key.len() >= 2 && key.parse::<Key>().is_ok() {
        return key.to_owned();
    }
    // Words of another script have no letters for a key.
    let digest = digest::of(words.as_bytes()).to_string();
    format!("x-{}", &digest[..12])
}

/// A legal basis of Article 6, if the words name exactly one.
pub(super) fn basis(words: &str) -> Option<&'static str> {
    const BASES: [(&str, &[&str]); 6] = [
        ("consent", &["consent", "6(1)(a)", "同意"]),
        ("contract", &["contract", "6(1)(b)", "合同"]),
        ("legal_obligation", &["legal obligation", "6(1)(c)", "法定义务"]),
        ("vital_interests", &["vital interest", "6(1)(d)", "重大利益"]),
        ("public_interest", &["public task", "public interest", "official authority", "6(1)(e)", "公共利益"]),
        ("legitimate_interests", &["legitimate interest", "6(1)(f)", "正当利益"]),
    ];
    let lower = words.to_lowercase();
    let mut named = BASES.iter().filter(|(_, words)| words.iter().any(|word| lower.contains(word)));
    let (basis, _) = named.next()?;
    named.next().is_none().then_some(basis)
}

/// The letter of a condition of Article 9(2), if the words name exactly one.
pub(super) fn condition(words: &str) -> Option<String> {
    let close: String = words.to_lowercase().split_whitespace().collect();
    let after = close.split("9(2)(").nth(1)?;
    let letter = after.chars().next().filter(|letter| ('a'..='j').contains(letter) && after[1..].starts_with(')'))?;
    (close.matches("9(2)(").count() == 1).then(|| letter.to_string())
}

/// A right, if the words name exactly one.
pub(super) fn right(words: &str) -> Option<&'static str> {
    const RIGHTS: [(&str, &[&str]); 9] = [
        ("access", &["access"]),
        ("rectification", &["rectif", "correct"]),
        ("erasure", &["erasure", "erase", "forgotten", "delet"]),
        ("restriction", &["restrict"]),
        ("portability", &["portab"]),
        ("objection", &["object"]),
        ("automated_decisions", &["automated", "profiling"]),
        ("withdraw_consent", &["withdraw"]),
        ("complaint", &["complain"]),
    ];
    let lower = words.to_lowercase();
    let mut named = RIGHTS.iter().filter(|(_, words)| words.iter().any(|word| lower.contains(word)));
    let (right, _) = named.next()?;
    named.next().is_none().then_some(right)
}

/// A length of time and the event from which it runs: "6 years after the end of employment" is `P6Y` from "the end of employment".
pub(super) fn period(words: &str) -> Option<(String, Option<String>)> {
    let lower = words.trim().trim_end_matches('.').to_lowercase();
    let mut parts = lower.splitn(2, ' ');
    let count: u32 = match parts.next()? {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "ten" => 10,
        digits => digits.parse().ok()?,
    };
    let rest = parts.next()?.trim();
    let (unit, after) = rest.split_once(|character: char| !character.is_alphabetic()).unwrap_or((rest, ""));
    let unit = match unit.trim_end_matches('s') {
        "year" => 'Y',
        "month" => 'M',
        "week" => 'W',
        "day" => 'D',
        _ => return None,
    };
    let after = after.trim().trim_matches(['(', ')']);
    let period = format!("P{count}{unit}");
    if after.is_empty() {
        return Some((period, None));
    }
    let event =
        ["after ", "from ", "following ", "post ", "since "].iter().find_map(|word| after.strip_prefix(word))?;
    // As the file spells it, not in the small letters that were compared.
    let start = words.trim().trim_end_matches('.').len().checked_sub(event.len())?;
    Some((
        period,
        Some(words.trim().trim_end_matches('.').get(start..).unwrap_or(event).trim_matches(['(', ')']).to_owned()),
    ))
}

/// The addresses of pages in a cell, in their order.
pub(super) fn links(text: &str) -> Vec<&str> {
    let words = text.split(|character: char| character.is_whitespace() || matches!(character, ',' | ';' | '<' | '>'));
    words.filter(|word| word.starts_with("https://") || word.starts_with("http://")).collect()
}

/// An e-mail address in some words.
pub(super) fn email(text: &str) -> Option<&str> {
    let words = text
        .split(|character: char| character.is_whitespace() || matches!(character, ',' | ';' | '(' | ')' | '<' | '>'));
    words.map(|word| word.trim_end_matches('.')).find(|word| {
        word.split_once('@')
            .is_some_and(|(who, where_)| !who.is_empty() && where_.contains('.') && !where_.contains('@'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn things(text: &str) -> Vec<String> {
        match says(Some(text), true) {
            Says::Things(things) => things,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn several_things_in_a_cell_are_apart_however_they_are_separated() {
        assert_eq!(things("Employees\nCustomers"), ["Employees", "Customers"]);
        assert_eq!(things("• Employees\n• Customers\n"), ["Employees", "Customers"]);
        assert_eq!(things("1. Employees\n2. Customers"), ["Employees", "Customers"]);
        assert_eq!(things("Employees; Customers ;"), ["Employees", "Customers"]);
        assert_eq!(things("Employees, Customers"), ["Employees", "Customers"]);
        let long = "Encryption of data at rest and in transit, as our policy on cryptography has it";
        assert_eq!(things(long), [long]);
        assert_eq!(things("Name (first, last)"), ["Name (first, last)"]);
    }

    #[test]
    fn none_is_none_and_a_blank_is_unknown() {
        assert_eq!(says(Some("None"), true), Says::None);
        for unknown in ["", " \n", "N/A", "missing: activities/a#/data", "not recorded", "TBC"] {
            assert_eq!(says(Some(unknown), true), Says::Nothing, "{unknown}");
        }
        assert_eq!(says(None, true), Says::Nothing);
    }

    #[test]
    fn a_length_of_time_is_read_only_where_it_is_one() {
        let read = |words| period(words).map(|(period, event)| format!("{period} {}", event.unwrap_or_default()));
        assert_eq!(read("6 years").as_deref(), Some("P6Y "));
        assert_eq!(read("6 years after End of employment.").as_deref(), Some("P6Y End of employment"));
        assert_eq!(read("Six months from the order").as_deref(), Some("P6M the order"));
        for vague in ["As long as necessary", "6 years or longer", "Until withdrawn", "6-7 years", "permanent"] {
            assert_eq!(read(vague), None, "{vague}");
        }
    }

    #[test]
    fn a_basis_is_read_only_where_the_words_name_one() {
        assert_eq!(basis("Article 6(1)(b) – contract"), Some("contract"));
        assert_eq!(basis("Legitimate interests"), Some("legitimate_interests"));
        assert_eq!(basis("Consent or contract"), None);
        assert_eq!(condition("Article 9(2)(b) employment"), Some("b".to_owned()));
        assert_eq!(condition("9(2)(a) and 9(2)(b)"), None);
    }

    #[test]
    fn the_same_words_give_the_same_key_in_any_script() {
        assert_eq!(key("Human Resources: Payroll"), "human-resources-payroll");
        assert_eq!(key("客户"), key("客户"));
        assert_ne!(key("客户"), key("员工"));
    }
}
