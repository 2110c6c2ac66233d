//! Every shape with every drift: what was changed is found, and nothing else.

use super::{
    HARBOUR, drift, register,
    shapes::{Row, SHAPES, Said, chinese, english},
};
use ropewalk::{
    domain::Register,
    report::drift::{Drift, Problem},
};

fn problems(drift: &Drift) -> Vec<String> {
    drift
        .differences
        .iter()
        .map(|one| {
            format!(
                "{:?}{}: {} | {:?} [{:?}]",
                one.problem,
                one.column.map_or_else(String::new, |column| format!(" {column:?}")),
                one.sentence.en,
                one.at.first().map(|at| &at.quote),
                one.surety.level
            )
        })
        .collect()
}

/// Every shape of a notice that was changed, and the problems that must be found: these and no others.
fn each(change: impl Fn(&mut Said), expected: impl Fn(&Said) -> Vec<Problem>, allowed: &[Problem]) {
    let register: Register = register(HARBOUR);
    let mut wrong = Vec::new();
    for said in [english(), chinese()] {
        let mut said = said;
        change(&mut said);
        let notice = if said.chinese { "privacy-zh" } else { "privacy-en" };
        for (name, format, shape) in SHAPES {
            let text = shape(&said);
            let drift = drift(&register, notice, text.as_bytes(), *format);
            let mut found: Vec<Problem> = drift.differences.iter().map(|one| one.problem).collect();
            found.sort();
            let mut missing = expected(&said);
            for problem in &found {
                if let Some(at) = missing.iter().position(|wanted| wanted == problem) {
                    missing.remove(at);
                } else if !allowed.contains(problem) {
                    wrong.push(format!(
                        "{name} ({notice}): not expected {problem:?}\n    {}",
                        problems(&drift).join("\n    ")
                    ));
                    break;
                }
            }
            if !missing.is_empty() {
                let rows: Vec<String> = drift
                    .reading
                    .tables
                    .iter()
                    .map(|table| {
                        format!(
                            "{:?}: {:?}",
                            table.form,
                            table.rows.iter().map(|row| (&row.name, &row.cells)).collect::<Vec<_>>()
                        )
                    })
                    .collect();
                wrong.push(format!(
                    "{name} ({notice}): missing {missing:?}\n    {}\n    {}",
                    problems(&drift).join("\n    "),
                    rows.join("\n    ")
                ));
            }
            let tables: usize = drift.reading.tables.iter().map(|table| table.rows.len()).sum();
            if tables != said.rows.len() {
                wrong.push(format!(
                    "{name} ({notice}): {tables} rows read of {}: {:?}",
                    said.rows.len(),
                    drift
                        .reading
                        .tables
                        .iter()
                        .flat_map(|table| table.rows.iter().map(|row| &row.name))
                        .collect::<Vec<_>>()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} shapes\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_notice_that_says_what_the_register_says_has_no_drift() {
    each(|_| {}, |_| vec![], &[]);
}

#[test]
fn a_row_that_is_gone_is_missing() {
    each(|said| drop(said.rows.remove(1)), |_| vec![Problem::RowMissing], &[]);
}

#[test]
fn a_row_of_nobody_who_is_recorded_is_found() {
    each(
        |said| {
            let service = if said.chinese { "云帆地图" } else { "Wayfinder Maps" };
            let provider = if said.chinese { "上海云帆科技有限公司" } else { "Wayfinder Corporation" };
            let (purpose, information) =
                if said.chinese { ("显示地图", "位置") } else { ("Showing maps", "Location") };
            said.rows.push(Row {
                service: service.into(),
                purpose: purpose.into(),
                provider: provider.into(),
                information: information.into(),
                link: "https://wayfinder.example/privacy".into(),
            });
        },
        |_| vec![Problem::RowNotRecorded],
        &[],
    );
}

#[test]
fn a_row_of_a_recorded_service_that_is_not_used_is_found() {
    each(
        |said| {
            said.rows[2].service = if said.chinese { "话匣子客服" } else { "Chatterbox Widget" }.into();
        },
        |_| vec![Problem::RowMissing, Problem::RowWithoutUse],
        &[],
    );
}

#[test]
fn another_provider_is_another_cell() {
    each(|said| said.rows[1].provider = "Northwynd Hosting GmbH".into(), |_| vec![Problem::CellDiffers], &[]);
}

#[test]
fn other_information_is_another_cell() {
    each(
        |said| {
            said.rows[3].information =
                if said.chinese { "银行卡号、出生日期" } else { "Card number, date of birth" }.into();
        },
        |_| vec![Problem::CellDiffers],
        &[],
    );
}

#[test]
fn a_link_to_another_site_or_language_is_found() {
    each(
        |said| said.rows[4].link = "https://northwynd.example/privacy".into(),
        |_| vec![Problem::LinkMissing, Problem::LinkToOtherHost],
        &[],
    );
    each(
        |said| {
            said.rows[0].link =
                format!("https://tallymark.example/{}privacy", if said.chinese { "" } else { "zh-cn/" });
        },
        |_| vec![Problem::LinkInOtherLanguage, Problem::LinkMissing],
        &[],
    );
}

#[test]
fn dates_that_are_blank_impossible_or_others_are_found() {
    each(
        |said| {
            said.updated =
                if said.chinese { "更新日期：2026年__月__日" } else { "Last updated: March [ ], 2026" }.into();
        },
        |_| vec![Problem::DateBlank],
        &[],
    );
    each(
        |said| {
            said.effective =
                if said.chinese { "生效日期：2026年2月30日" } else { "Effective date: February 30, 2026" }.into();
        },
        |_| vec![Problem::DateImpossible],
        &[],
    );
    each(
        |said| {
            said.updated = if said.chinese { "更新日期：2026年3月11日" } else { "Last updated: 11 March 2026" }.into();
        },
        |_| vec![Problem::DateDiffers],
        &[],
    );
}

#[test]
fn a_name_that_resembles_one_is_not_claimed_to_be_it() {
    each(
        |said| said.rows[1].service = if said.chinese { "信屋间报" } else { "Mailhous Newsletter" }.into(),
        |_| vec![Problem::SimilarName],
        &[],
    );
}
