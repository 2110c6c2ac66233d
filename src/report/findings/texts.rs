//! What published texts say otherwise than the register, for the checks of findings: the differences of [`crate::report::drift`], each in
//! the way that a check asks for, with the place that it is about.

use crate::{
    domain::{Day, Key, LanguageTag, Pointer, RecordId, Register},
    findings::{Both, Deviation, Related, Severity, TextPlace, Way},
    report::{
        drift::{self, Difference, Names, Problem, Reading},
        told::{At, UnknownRecord},
    },
};

/// A text of a publication.
#[derive(Debug, Clone)]
pub struct TextOf {
    /// The notice.
    pub notice: Key,
    /// The version of the publication.
    pub version: u64,
    /// The language of the text.
    pub language: LanguageTag,
}

/// What a text that was read says otherwise than the register on a day.
///
/// # Errors
/// If there is no such notice.
pub fn deviations(
    register: &Register,
    on: Day,
    names: &Names,
    (text, reading): (&TextOf, Reading),
) -> Result<Vec<Deviation>, UnknownRecord> {
    let options = drift::Options { notice: text.notice.clone(), on, language: text.language.clone() };
    let differences = drift::drift(register, names, &options, reading)?.differences;
    Ok(differences.iter().filter_map(|difference| deviation(text, difference)).collect())
}

fn deviation(text: &TextOf, difference: &Difference) -> Option<Deviation> {
    let way = way(difference.problem)?;
    let own = format!("notices/{}", text.notice);
    let field = difference.records.iter().find(|at| at.record == own).map(|at| pointer(&at.field));
    let place = TextPlace {
        version: text.version,
        language: text.language.clone(),
        at: difference.at.first().map(|at| (at.line, at.column)),
        quote: difference.at.first().map(|at| at.quote.clone()).unwrap_or_default(),
    };
    let others = difference.records.iter().filter(|at| at.record != own);
    Some(Deviation {
        way,
        severity: match difference.severity {
            drift::Severity::Error => Severity::Error,
            drift::Severity::Warning => Severity::Warning,
            drift::Severity::Info => Severity::Info,
        },
        pointer: field.unwrap_or_default(),
        message: message(difference, &place),
        records: others.filter_map(related).collect(),
        place,
    })
}

/// What is otherwise, and where it stands in which text.
fn message(difference: &Difference, place: &TextPlace) -> Both {
    let TextPlace { version, language, at, quote } = place;
    let quoted = if quote.is_empty() { String::new() } else { format!(" “{quote}”") };
    let (en, zh) = match at {
        Some((line, column)) => {
            (format!(", line {line}:{column}:{quoted}"), format!("，第{line}行第{column}字：{quoted}"))
        }
        None => (String::new(), String::new()),
    };
    let sentence = &difference.sentence;
    Both::of(
        format!("{} (Version {version} in {language}{en})", sentence.en),
        format!("{}（第{version}版{language}文本{zh}）", sentence.zh_hans),
    )
}

fn pointer(field: &str) -> Pointer {
    field.split('/').skip(1).fold(Pointer::root(), |pointer, step| pointer.at(step))
}

fn related(at: &At) -> Option<Related> {
    let record: RecordId = at.record.parse().ok()?;
    Some(Related { record, pointer: pointer(&at.field) })
}

/// In which way a text differs; `None`: it is about what a site loads.
const fn way(problem: Problem) -> Option<Way> {
    use Problem as P;
    Some(match problem {
        P::TableNotCompared | P::TextNotReadWhole => Way::NotCompared,
        P::RowMissing | P::NamedOutsideTable | P::RecipientNotNamed => Way::Missing,
        P::RowNotRecorded
        | P::RowNotListed
        | P::RowWithoutUse
        | P::CellDiffers
        | P::SpelledDifferently
        | P::FormerName
        | P::SimilarName
        | P::UnknownOrganization
        | P::NamedWithoutUse
        | P::LinkInOtherLanguage
        | P::LinkToOtherHost
        | P::LinkToOtherPage
        | P::LinkToNowhere
        | P::LinkShowsOtherAddress
        | P::LinkMissing
        | P::LinkNotRecorded
        | P::DateBlank
        | P::DateImpossible
        | P::DateDiffers
        | P::DateNotRecorded
        | P::DateMissing
        | P::DateInFuture
        | P::PlaceNotRecorded
        | P::PlaceNotNamed => Way::Otherwise,
        P::PromiseContradicted | P::PromiseContradictedByText | P::PromiseDiffers | P::PromiseNotRecorded => {
            Way::Promise
        }
        P::HostNotRecorded
        | P::HostOnRecordedSite
        | P::HostOfUnusedService
        | P::HostNotLoaded
        | P::CookieNotRecorded => {
            return None;
        }
    })
}
