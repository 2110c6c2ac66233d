//! What every check says of itself, and that its example is one.

use super::{DAY, day, of, register};
use ropewalk::findings::{About, CHECKS, Family, Unknowns};
use std::collections::BTreeSet;

/// Codes of checks that there are no more. Never used again.
const GONE: &[&str] = &[];

#[test]
fn codes_and_names_are_unique_and_codes_are_never_used_again() {
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for check in CHECKS {
        let number = check.code.strip_prefix("RW").unwrap();
        assert!(number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()), "{}", check.code);
        assert!(codes.insert(check.code), "{} is there twice", check.code);
        assert!(!GONE.contains(&check.code), "{} was another check once", check.code);
        assert!(names.insert(check.name()), "{} is there twice", check.name());
    }
    let in_order: Vec<_> = CHECKS.iter().map(|check| check.code).collect();
    assert!(in_order.is_sorted(), "checks are listed by code");
}

#[test]
fn a_name_states_the_problem() {
    for check in CHECKS {
        let name = check.name();
        // “Allow activity-without-purpose” reads well, “allow check-purposes” does not.
        for bad in ["check-", "require-", "ensure-", "must-", "validate-", "no-"] {
            assert!(!name.starts_with(bad), "{name}");
        }
        assert!(name.contains('-') && name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
    }
}

#[test]
fn every_check_is_documented_in_both_languages() {
    let is_chinese = |words: &str| words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for check in CHECKS {
        let About { title, checks, why, resolve, basis, .. } = check.about;
        for (en, zh) in [title, checks, why, resolve] {
            assert!(en.len() > 10 && !is_chinese(en), "{}: {en}", check.code);
            assert!(is_chinese(zh), "{}: {zh}", check.code);
        }
        for (en, zh) in [checks, why, resolve] {
            assert!(en.ends_with('.') && zh.ends_with('。'), "{}: {en} {zh}", check.code);
        }
        assert!(!title.0.ends_with('.') && !title.1.ends_with('。'), "{}", check.code);
        assert!(basis.iter().all(|citation| citation.text.len() > 5), "{}", check.code);
    }
    for family in Family::ALL {
        assert!(CHECKS.iter().any(|check| check.family == *family), "{} has no check", family.name());
    }
}

#[test]
fn every_check_fires_on_its_example_and_not_on_the_same_put_right() {
    let mut wrong = Vec::new();
    for check in CHECKS {
        let example = register(check.about.example);
        let found = of(check, check.about.example, &example, day(DAY));
        if found.found.is_empty() {
            wrong.push(format!("{} is silent on its example, and cannot tell: {:?}", check.code, found.untold.len()));
        }
        let instead = register(check.about.instead);
        for finding in of(check, check.about.instead, &instead, day(DAY)).found {
            wrong.push(format!("{} fires on the same put right: {}", check.code, finding.message.en));
        }
        if check.about.unknowns == Unknowns::Impossible && !found.untold.is_empty() {
            wrong.push(format!("{} says that nothing can be unknown to it, and cannot tell something", check.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
