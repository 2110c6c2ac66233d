//! The checks come out as their cases say: Markdown that people can read, one file a family. That each fires, and stays silent,
//! is in the example of its manual page; here each meets what nobody recorded, and what it must not be taken in by.

use super::{DAY, beside, day, register};
use ropewalk::{
    exchange::cases::{Section, sections},
    findings::{self, CHECKS, Unknowns, check},
};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// What a check does at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Does {
    Fires,
    ReportsUnknown,
    StaysSilent,
    CannotTell,
}

fn read(words: &str) -> Does {
    match words {
        "fires" => Does::Fires,
        "reports what is unknown" => Does::ReportsUnknown,
        "silent" => Does::StaysSilent,
        "cannot tell" => Does::CannotTell,
        other => panic!("`{other}`: a check fires, reports what is unknown, is silent, or cannot tell"),
    }
}

fn files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/findings/cases");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let named =
        |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
    files.into_iter().map(named).collect()
}

/// Holds a case against what the checks do, and notes what each did.
fn run(file: &str, case: &Section, seen: &mut BTreeSet<(&'static str, Does)>, wrong: &mut Vec<String>) {
    let manifest = case.manifest.to_string();
    let register = register(&manifest);
    let on = case.day.unwrap_or(day(DAY));
    assert_eq!(case.heads, ["check", "at", "result"], "{file}:{}", case.line);
    let all = findings::find(&register, on, &beside(&manifest, &register, on), |check| {
        case.rows.iter().any(|(_, cells)| cells[0] == check.code)
    });
    for (line, cells) in &case.rows {
        let [code, at, result] = cells.as_slice() else { panic!("{file}:{line}") };
        let check = check(code).unwrap_or_else(|| panic!("{file}:{line}: there is no check {code}"));
        let wanted = read(result);
        let place = |id: &dyn std::fmt::Display, pointer: &str| format!("{id}#{pointer}");
        let found: Vec<_> = all.found.iter().filter(|found| found.check.code == check.code).collect();
        let places: Vec<String> = found.iter().map(|found| place(&found.entry.id, found.pointer.as_str())).collect();
        let untold = all.untold.iter().filter(|untold| untold.check.code == check.code);
        let untold: Vec<String> = untold.map(|untold| place(&untold.entry.id, untold.pointer.as_str())).collect();
        // A case that names only the record means every place in it.
        let named = |places: &[String]| places.iter().any(|place| place == at || place.split('#').next() == Some(at));
        let does = match (named(&places), named(&untold)) {
            (true, _) if wanted == Does::ReportsUnknown => Does::ReportsUnknown,
            (true, _) => Does::Fires,
            (false, true) => Does::CannotTell,
            (false, false) => Does::StaysSilent,
        };
        if does != wanted {
            let found: Vec<_> = found
                .iter()
                .map(|found| format!("{}#{}: {}", found.entry.id, found.pointer, found.message.en))
                .collect();
            wrong.push(format!(
                "{file}:{line}: {}: {code} at {at} {does:?}, and the case says {wanted:?}\n    found: {}\n    untold: {}",
                case.title,
                found.join("\n           "),
                untold.join(", ")
            ));
        }
        seen.insert((check.code, wanted));
    }
}

#[test]
fn every_check_comes_out_as_its_cases_say() {
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for (name, text) in files() {
        let cases = sections(&text).unwrap_or_else(|errors| {
            panic!("{}", errors.iter().map(|error| format!("{name}:{error}")).collect::<Vec<_>>().join("\n"))
        });
        for case in &cases {
            run(&name, case, &mut seen, &mut wrong);
        }
    }
    for check in CHECKS {
        let unknown = match check.about.unknowns {
            Unknowns::Reported => Some(Does::ReportsUnknown),
            Unknowns::Counted => Some(Does::CannotTell),
            Unknowns::Impossible => None,
        };
        // That it fires, and stays silent, is in the example that its manual shows.
        if let Some(wanted) = unknown.filter(|wanted| !seen.contains(&(check.code, *wanted))) {
            wrong.push(format!("{} {}: no case in which it {wanted:?}", check.code, check.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
