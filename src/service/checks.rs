//! Findings of files: the same report that the API makes of the register, with the place of each finding in its file.

use super::{
    Error,
    beside::{self, Brought},
    seeds,
};
use crate::{
    domain::Register,
    exchange::{
        Input, Place,
        manifest::{Limits, Manifest},
    },
    findings::Memory,
    report::{
        Question,
        findings::{self, FileAt, Report},
    },
};

/// What is found in some texts beside the built-in records.
///
/// # Errors
/// If the texts have mistakes, or the question names what they do not hold.
pub fn of_files(inputs: &[Input<'_>], question: &Question) -> Result<Report, Error> {
    let manifest = seeds::manifest_of(inputs)?;
    let register = seeds::register_beside(&manifest, inputs)?;
    let mut report = of_register(&register, question, &Brought::default())?;
    report.locate(&register, |fields| located(&manifest, inputs, fields));
    Ok(report)
}

/// What is found in a register, with what was brought beside it.
///
/// # Errors
/// If the question names what it does not hold.
pub fn of_register(register: &Register, question: &Question, brought: &Brought) -> Result<Report, Error> {
    question.known_to(register)?;
    let beside = beside::compared(register, question.day(), brought);
    Ok(findings::told_with(register, question, (&beside, &Memory::default()))?)
}

fn located(
    manifest: &Manifest,
    inputs: &[Input<'_>],
    fields: &[(crate::domain::RecordId, crate::domain::Pointer)],
) -> Vec<Option<FileAt>> {
    let at = |(file, Place { sheet, line, column }): (usize, Place)| {
        let name = inputs[file].name;
        FileAt { file: sheet.map_or_else(|| name.to_owned(), |sheet| format!("{name}!{sheet}")), line, column }
    };
    manifest.places(inputs, &Limits::default(), fields).into_iter().map(|place| place.map(at)).collect()
}
