//! The register in layouts that authorities, laws and markets know: their heads, in their order and language, filled from
//! records.
//!
//! Knows which record supplies which cell. A cell never stands empty as if there were nothing: it says what is missing, that
//! there is none, that the question is moot, or that the register has no place for it. Never judges whether a transfer is
//! lawful. Heads follow the layout; what the program says by itself follows the reader.
//!
//! A new layout: a file here with `LAYOUT`, and its line in `layouts!`. The parameter, its documentation and every format follow.

mod activities;
mod actors;
mod desk;
mod model;
mod page;
mod transfers;

pub use model::Report;

use super::{
    Said,
    made::Made,
    question::{About, Parameter, Question, Refused, Shape, Time},
    reader::Reader,
};
use crate::{
    domain::{Kind, LanguageTag, Register},
    flows::{Moment, Period, derive},
};
use desk::Desk;
use model::Sheet;

/// A layout.
struct Layout {
    /// Its name, as parameters give it.
    pub name: &'static str,
    /// What whoever made it calls it.
    pub title: &'static str,
    /// The language of its heads.
    pub language: &'static str,
    /// Outside which places a country is a third one: a regime, and its list of places.
    pub home: Option<(&'static str, &'static str)>,
    /// Fills it.
    pub fill: fn(&Desk<'_, '_>) -> Vec<Sheet>,
}

/// Names every layout once: its module.
macro_rules! layouts {
    ($($module:ident,)+) => {
        $(mod $module;)+
        /// Every layout; the first is meant where none is named.
        const ALL: &[Layout] = &[$($module::LAYOUT),+];
    };
}

layouts![ico_controller, article_30_2_processor, cnil_fiche, eu_scc, china_standard_contract, china_sdk_list,];

/// The names of all layouts.
const NAMES: [&str; ALL.len()] = {
    let mut names = [""; ALL.len()];
    let mut at = 0;
    while at < ALL.len() {
        names[at] = ALL[at].name;
        at += 1;
    }
    names
};

/// The sheets that a workbook of forms has at most: more are no document that anybody reads.
const MOST_SHEETS: usize = 1_000;

/// What it is.
pub const ABOUT: About = About {
    summary: "Records in the layout of an authority",
    description: "The register in a layout that an authority, a law or a market knows, with its heads in its order and language: the ICO's documentation template for controllers; the record of a processor (GDPR Art 30(2)); the CNIL's list and a form for each activity; Annexes I to III of the EU standard contractual clauses for each agreement; appendix 1 of the China standard contract for each agreement; the list of third-party SDKs of a Chinese notice. Every cell says what is recorded, that there is none, or what is missing. As XLSX it has the layout's sheets; as CSV one table.",
    parameters: &[
        Parameter { name: "layout", description: "The layout.", value: Shape::Word(&NAMES) },
        Parameter {
            name: "controller",
            description: "Only activities of this controller, or done on its behalf, and agreements to which it is a party.",
            value: Shape::Key(Kind::Organizations),
        },
        Parameter { name: "activity", description: "Only this activity.", value: Shape::Key(Kind::Activities) },
        Parameter {
            name: "agreement",
            description: "Only this agreement, and activities with a disclosure that names it.",
            value: Shape::Key(Kind::Agreements),
        },
        Parameter {
            name: "notice",
            description: "Only this notice, and activities that it tells people about.",
            value: Shape::Key(Kind::Notices),
        },
    ],
    time: Time::Day,
};

/// The layout that is asked for, filled for the day of the question.
///
/// # Errors
/// If it would have more sheets than anybody reads.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let name = question.word("layout");
    let Some(layout) = ALL.iter().find(|layout| layout.name == name) else {
        return Err(Refused::Malformed(format!("`layout`: allowed are {}", NAMES.join(", "))));
    };
    let day = question.day();
    let flows = derive(register, Period::day(day));
    let moment = Moment::on(day);
    let reader = Reader::of(register, &question.language);
    let desk = Desk::new(reader, layout, &flows, &moment, question);
    let sheets = (layout.fill)(&desk);
    if sheets.len() > MOST_SHEETS {
        return Err(Refused::Malformed(format!(
            "{} sheets would be filled, and at most {MOST_SHEETS} are; choose with `controller`, `activity`, `agreement` or `notice`",
            sheets.len()
        )));
    }
    let cells = || sheets.iter().flat_map(Sheet::cells);
    Ok(Report {
        made: Made::of(register, question),
        layout: layout.name,
        title: layout.head(layout.title),
        cells_with_gaps: cells().filter(|cell| !cell.missing.is_empty()).count() as u64,
        cells: cells().count() as u64,
        not_evaluated: desk.not_evaluated(),
        sheets,
    })
}

impl Layout {
    /// Words of the layout itself.
    fn head(&self, words: &str) -> Said {
        let language: Option<LanguageTag> = self.language.parse().ok();
        Said { text: words.to_owned(), language, fallback: false }
    }
}
