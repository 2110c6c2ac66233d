//! Findings as lines: `register.yaml:12:7: warning RW055 retention-not-recorded: what is wrong (activities/newsletter#/retention)`.

use crate::{
    domain::LanguageTag,
    report::{findings::Report, speech::Speech},
};
use std::fmt::Write;

/// The findings, the worst first, and what they come to.
pub(super) fn render(report: &Report, language: &LanguageTag) -> String {
    let (speech, _) = Speech::for_reader(language);
    let mut text = String::new();
    for finding in &report.findings {
        if let Some(at) = &finding.at {
            let _ = write!(text, "{at}: ");
        }
        let message = finding.message.speak(speech);
        let (severity, code, name) = (finding.severity.name(), &finding.code, &finding.name);
        let (record, pointer) = (finding.record.id(), &finding.pointer);
        let _ = writeln!(text, "{severity} {code} {name}: {message} ({record}#{pointer})");
    }
    for waived in &report.waived {
        let finding = &waived.finding;
        let (record, pointer, until) = (finding.record.id(), &finding.pointer, waived.until);
        let word = if speech == Speech::ZhHans { "豁免" } else { "waived" };
        let _ = writeln!(
            text,
            "{word} {} {}: {record}#{pointer} (waivers/{}, {until})",
            finding.code, finding.name, waived.waiver
        );
    }
    for line in report.summary.lines(speech) {
        let _ = writeln!(text, "{line}");
    }
    text
}
