//! The words of cells against those of the register.
//!
//! Recorded words of a published row are compared as they are; what the register would derive is compared only where it names
//! things: providers and data. Free words that nobody recorded are not compared, and that is said. White space, case and points do
//! not count.

use super::{
    Aspect, Difference, Extent, Level, Problem, Severity, Surety,
    ground::Ground,
    key_of,
    model::{Findings, less_sure, tempered},
    rows::Matched,
};
use crate::{
    domain::{Key, Kind, record::Wording},
    report::{
        processor_table::Column,
        table::{Cell, Said},
        told::{At, Sentence},
    },
};
use std::collections::BTreeSet;

/// The columns whose words are compared, and the field of a recorded row that has them.
const COMPARED: [(Column, &str); 3] =
    [(Column::Purpose, "purpose"), (Column::Provider, "provider"), (Column::Information, "information")];

/// What the register says in a column.
struct Recorded<'g> {
    said: &'g Said,
    /// Whether the words are recorded as published.
    published: bool,
    at: At,
}

/// How a cell was compared.
enum Outcome {
    Same,
    Differs,
    /// It cannot be told apart, or the register has nothing to compare it with.
    NotCompared,
}

/// Compares the cells of the rows that are of one service each.
pub fn compare(ground: &Ground<'_>, matched: &[Matched<'_>], findings: &mut Findings) {
    let (mut compared, mut not) = (0, 0);
    for one in matched.iter().filter(|one| one.expected.who.kind == Kind::Processors) {
        for (column, field) in COMPARED {
            let recorded = recorded(ground, one, column, field);
            let outcome = match recorded {
                Some(recorded) if one.alone => cell(ground, one, column, &recorded, findings),
                _ if one.row.cell(column).is_none() && one.row.whole.is_none() => continue,
                _ => Outcome::NotCompared,
            };
            match outcome {
                Outcome::Same | Outcome::Differs => compared += 1,
                Outcome::NotCompared => not += 1,
            }
        }
    }
    if compared + not == 0 {
        let sentence = Sentence::of(("No cell could be compared.", "没有可比较的单元格。"));
        return findings.compared(Aspect::Cells, Extent::NotCompared, sentence);
    }
    let sentence = Sentence::of((
        &format!(
            "{compared} cells were compared with the register; {not} were not: nothing is recorded for them in the language of the notice, or the cell could not be told apart."
        ),
        &format!(
            "已将{compared}个单元格与登记内容比较；{not}个未比较：登记册中没有该语言的相应内容，或无法区分单元格。"
        ),
    ));
    findings.compared(Aspect::Cells, if not > 0 { Extent::InPart } else { Extent::Compared }, sentence);
}

/// What the register says in a column, in the language of the notice.
fn recorded<'g>(ground: &'g Ground<'_>, one: &Matched<'g>, column: Column, field: &str) -> Option<Recorded<'g>> {
    let table = ground.table.as_ref()?;
    let row = ground.row(one.expected)?;
    let place = table.columns.iter().position(|heading| heading.column == column)?;
    let Cell::Text(said) = row.cells.get(place)? else { return None };
    // Words of a record in another language say nothing about these.
    if said.fallback {
        return None;
    }
    let listed = ground
        .notice
        .listing
        .as_deref()
        .and_then(|listing| listing.iter().find(|listed| listed.key.as_str() == row.key));
    let wording: Option<&Wording> = listed.and_then(|listed| listed.wording.as_ref());
    let words = wording.and_then(|wording| match column {
        Column::Purpose => wording.purpose.as_ref(),
        Column::Provider => wording.provider.as_ref(),
        _ => wording.information.as_ref(),
    });
    let published = words.is_some_and(|words| words.iter().any(|(_, words)| words == said.text));
    let at = if published {
        At::field(Kind::Notices, &ground.notice.key, format!("/listing/{}/wording/{field}", row.key))
    } else {
        At::field(Kind::Processors, &one.expected.who.key, if column == Column::Provider { "/providers" } else { "" })
    };
    Some(Recorded { said, published, at })
}

fn cell(
    ground: &Ground<'_>,
    one: &Matched<'_>,
    column: Column,
    recorded: &Recorded<'_>,
    findings: &mut Findings,
) -> Outcome {
    let wanted = key_of(&recorded.said.text);
    let Some(text) = one.row.cell(column) else {
        let Some(whole) = one.row.whole.as_deref().filter(|_| recorded.published) else { return Outcome::NotCompared };
        if key_of(whole).contains(&wanted) {
            return Outcome::Same;
        }
        let surety = Surety::of(
            Level::Likely,
            (
                "the words of the row were not told apart, and the recorded ones are not among them",
                "该行各单元格无法区分，且其中没有登记的措辞",
            ),
        );
        differs(one, column, (None, recorded), surety, None, findings);
        return Outcome::Differs;
    };
    if key_of(text) == wanted {
        return Outcome::Same;
    }
    let sure = Surety::of(Level::Sure, ("the words of the row are recorded as published", "该行措辞已登记为公布内容"));
    match (column, recorded.published) {
        (Column::Provider, _) => provider(ground, one, text, recorded, findings),
        (Column::Information, true) => {
            let (in_text, in_register) = (items(text), items(&recorded.said.text));
            let only = both(&in_text, &in_register);
            if only.is_none() {
                return Outcome::Same;
            }
            differs(one, column, (Some(text), recorded), less_sure(&sure, &one.table.surety), only, findings);
            Outcome::Differs
        }
        (Column::Information, false) => {
            let Some(only) = both(&items(text), &items(&recorded.said.text)) else { return Outcome::Same };
            let surety = Surety::of(
                Level::Possible,
                (
                    "the words are derived from the records, and the same thing can be called otherwise",
                    "措辞由登记内容推导，同一事项可能有不同说法",
                ),
            );
            differs(one, column, (Some(text), recorded), surety, Some(only), findings);
            Outcome::Differs
        }
        (_, true) => {
            differs(one, column, (Some(text), recorded), less_sure(&sure, &one.table.surety), None, findings);
            Outcome::Differs
        }
        (_, false) => Outcome::NotCompared,
    }
}

/// Who offers the service: compared by who that is, whatever they are called.
fn provider(
    ground: &Ground<'_>,
    one: &Matched<'_>,
    text: &str,
    recorded: &Recorded<'_>,
    findings: &mut Findings,
) -> Outcome {
    let named = |words: &str| -> BTreeSet<Key> {
        let hits = ground.names.parties(words);
        let of = hits.iter().flat_map(|hit| hit.borne.iter().map(|borne| borne.bearer.clone()));
        of.filter(|bearer| bearer.kind == Kind::Organizations).map(|bearer| bearer.key).collect()
    };
    let offering: BTreeSet<Key> = ground.providers(&one.expected.who.key).into_iter().cloned().collect();
    let (in_text, in_record) = (named(text), named(&recorded.said.text));
    let in_record = if in_record.is_empty() { offering } else { in_record };
    if !in_text.is_empty() && in_text == in_record {
        // How they are spelled is told with names.
        return Outcome::Same;
    }
    if in_text.is_empty() && !recorded.published && in_record.is_empty() {
        return Outcome::NotCompared;
    }
    let surety = if in_text.is_empty() {
        Surety::of(Level::Likely, ("the cell names no recorded organisation", "该单元格未提及任何已登记的组织"))
    } else {
        Surety::of(Level::Sure, ("the cell names other recorded organisations", "该单元格提及的是其他已登记的组织"))
    };
    differs(one, Column::Provider, (Some(text), recorded), less_sure(&surety, &one.table.surety), None, findings);
    Outcome::Differs
}

/// The things that a cell lists.
fn items(text: &str) -> Vec<String> {
    let marks = [',', '，', '、', ';', '；', '\n', '/', '•', '·', '|', '.', '。', '和', '及', '与', '以'];
    let parts = text.split(marks).flat_map(|part| part.split(" and "));
    let bare =
        parts.map(|part| part.trim().trim_start_matches("and ").trim_end_matches(['.', '。', '等']).trim().to_owned());
    bare.filter(|part| !key_of(part).is_empty()).collect()
}

/// What only the one and only the other lists; `None` if both list the same.
fn both(text: &[String], register: &[String]) -> Option<(Vec<String>, Vec<String>)> {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let known: BTreeSet<String> = those.iter().map(|item| key_of(item)).collect();
        these.iter().filter(|item| !known.contains(&key_of(item))).cloned().collect()
    };
    let (of_text, of_register) = (only(text, register), only(register, text));
    (!of_text.is_empty() || !of_register.is_empty()).then_some((of_text, of_register))
}

fn differs(
    one: &Matched<'_>,
    column: Column,
    (text, recorded): (Option<&str>, &Recorded<'_>),
    surety: Surety,
    only: Option<(Vec<String>, Vec<String>)>,
    findings: &mut Findings,
) {
    let words = match column {
        Column::Purpose => ("purpose", "目的"),
        Column::Provider => ("provider", "提供方"),
        _ => ("information", "信息类型"),
    };
    let register = recorded.said.text.as_str();
    let name = one.row.name.as_str();
    let (mut en, mut zh) = match text {
        Some(_) => (
            format!("The row of {name} has another {} than the register.", words.0),
            format!("{name}一行的{}与登记内容不同。", words.1),
        ),
        None => (
            format!("The row of {name} does not have the {} that the register has.", words.0),
            format!("{name}一行中没有登记的{}。", words.1),
        ),
    };
    if let Some((of_text, of_register)) = only {
        if !of_text.is_empty() {
            en += &format!(" Only in the text: {}.", of_text.join("; "));
            zh += &format!("仅见于文本：{}。", of_text.join("；"));
        }
        if !of_register.is_empty() {
            en += &format!(" Only in the register: {}.", of_register.join("; "));
            zh += &format!("仅见于登记册：{}。", of_register.join("；"));
        }
    }
    let advice = ("Find out which is right, and correct the other.", "请核实哪一项正确，并更正另一项。");
    let severity = if recorded.published {
        tempered(Severity::Error, surety.level)
    } else {
        tempered(Severity::Warning, surety.level)
    };
    let difference = Difference::new(Problem::CellDiffers, severity, surety, Sentence::of((&en, &zh)), advice)
        .at([one.row.at.clone()])
        .of([recorded.at.clone()])
        .between(text, Some(register));
    findings.add(Difference { column: Some(column), ..difference });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_compared_by_what_they_list() {
        let only = |a: &str, b: &str| both(&items(a), &items(b));
        assert_eq!(
            only(
                "Name, postal code, company website and phone number.",
                "name, phone number, postal code, company website"
            ),
            None
        );
        assert_eq!(only("设备标识符、网络信息和粗略位置", "粗略位置，设备标识符，网络信息"), None);
        let (text, register) = only("Name, e-mail address", "Name, phone number").unwrap();
        assert_eq!((text, register), (vec!["e-mail address".to_owned()], vec!["phone number".to_owned()]));
    }
}
