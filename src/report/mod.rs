//! Reports: pure functions from a register and options to a model.
//!
//! Knows what a report says and in which words. Never knows a format, a clock, a database or HTTP: the day to judge by is an
//! option, and a model holds nothing that changes when something elsewhere in the register does.
//!
//! A new report: one folder here with `ABOUT`, `Report` and `report`, and its line in `reports!`. Its path in the API, its
//! command, its JSON Schema, its documentation and every format follow.

pub mod authority_layout;
pub mod calendar;
pub mod changes;
pub mod drift;
pub mod findings;
pub mod hosts;
pub mod impact;
mod made;
pub mod material_changes;
pub mod notice_content;
pub mod owed;
pub mod page;
pub mod picture;
pub mod processor_changes;
pub mod processor_table;
pub mod publication;
mod question;
mod reader;
pub mod recipients;
pub mod record_of_processing;
pub mod sharing;
pub mod speech;
pub mod table;
pub mod told;
pub mod transfer_review;
pub mod transfers;
mod words;

pub use made::{Commit, Made, Supposed};
pub use page::{Page, Paged};
pub use question::{About, LONGEST, Parameter, Question, Refused, Shape, Time};
pub use table::{Cell, Heading, Link, Row, Said, Table};

use crate::{
    domain::{AsOf, Register},
    findings::Beside,
};
use schemars::{JsonSchema, SchemaGenerator};
use std::borrow::Cow;

/// Names every report once: its variant, its module and its name in paths and commands. The module has `ABOUT: About`,
/// `Report: Serialize + JsonSchema` with `page(&self) -> Page`, and `report(&Register, &Question) -> Result<Report, Refused>`.
macro_rules! reports {
    ($($(#[$meta:meta])* $variant:ident $module:ident $(<$life:lifetime>)? $name:literal,)+) => {
        /// A report that there is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Name { $($(#[$meta])* $variant),+ }

        /// A report that was made. It may still read in the register while it is told.
        #[derive(Debug, serde::Serialize)]
        #[serde(untagged)]
        pub enum Model<'r> { $($(#[$meta])* $variant(Box<$module::Report$(<$life>)?>)),+ }

        impl Name {
            /// Every report.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in paths and commands.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it is.
            #[must_use]
            pub const fn about(self) -> &'static About {
                match self { $(Self::$variant => &$module::ABOUT),+ }
            }

            /// The name of the schema of its model.
            #[must_use]
            pub fn schema_name(self) -> Cow<'static, str> {
                match self { $(Self::$variant => $module::Report::schema_name()),+ }
            }

            /// Adds the schema of its model to the definitions of a generator.
            pub fn define(self, generator: &mut SchemaGenerator) {
                match self { $(Self::$variant => drop(generator.subschema_for::<$module::Report>())),+ }
            }

            /// The JSON Schema of its model, complete in itself.
            #[must_use]
            pub fn schema(self) -> serde_json::Value {
                let generator = crate::domain::schema::generator_of_reports("/$defs");
                match self { $(Self::$variant => generator.into_root_schema_for::<$module::Report>().to_value()),+ }
            }
        }

        /// The report that is asked for.
        ///
        /// # Errors
        /// If the question names a record that there is not, or asks for what the report does not tell.
        pub fn make<'r>(register: &'r Register, question: &Question) -> Result<Model<'r>, Refused> {
            question.known_to(register)?;
            match question.report {
                $(Name::$variant => $module::report(register, question).map(|report| Model::$variant(Box::new(report)))),+
            }
        }

        impl Paged for Model<'_> {
            fn page(&self) -> Page {
                match self { $(Self::$variant(report) => report.page()),+ }
            }
        }
    };
}

reports![
    /// What is done with whose data, item by item as the law asks.
    RecordOfProcessing record_of_processing "record-of-processing",
    /// Which data crosses which border, what each law says of it, and why.
    Transfers transfers <'r> "transfers",
    /// Who gets what from whom, and what contradicts the notices.
    Sharing sharing "sharing",
    /// What an incident or an exit touches.
    Impact impact "impact",
    /// Whom to tell when data is erased or corrected, or a consent is withdrawn.
    Recipients recipients "recipients",
    /// What a privacy notice has to say, section by section.
    NoticeContent notice_content "notice-content",
    /// What a notice would say otherwise than its last publication.
    MaterialChanges material_changes "material-changes",
    /// The register in the layout that an authority or a law knows.
    AuthorityLayout authority_layout "authority-layout",
    /// What is incomplete, inconsistent, expired or contradicted.
    Findings findings "findings",
];

/// What was found out for reports, kept for the next register.
#[derive(Debug, Default)]
pub struct Memory {
    transfers: transfers::Memory,
    findings: crate::findings::Memory,
}

/// The report that is asked for, with what checks are told beside the register, and where what was found out for an earlier register
/// stands as far as no change reached it.
///
/// # Errors
/// As [`make`].
pub fn make_with<'r>(
    register: &'r Register,
    question: &Question,
    (beside, memory): (&Beside, &Memory),
) -> Result<Model<'r>, Refused> {
    match question.report {
        Name::Findings => {
            question.known_to(register)?;
            findings::told_with(register, question, (beside, &memory.findings))
                .map(|report| Model::Findings(Box::new(report)))
        }
        Name::Transfers => {
            question.known_to(register)?;
            Ok(Model::Transfers(Box::new(transfers::remembering(register, question, &memory.transfers))))
        }
        _ => make(register, question),
    }
}

/// The parameter that names the earlier register with which a report is compared.
pub const SINCE: &str = "since";

/// The earlier register with which a report is compared: the one that is named, or what was last published of a notice.
#[must_use]
pub fn since(register: &Register, question: &Question) -> Option<AsOf> {
    let published = || {
        let notice = question.key("notice").filter(|_| question.report == Name::MaterialChanges)?;
        Some(AsOf::Seq(publication::last(register, &notice)?.register.seq.value()))
    };
    question.as_of(SINCE).or_else(published)
}

impl Model<'_> {
    /// How many flows it tells one by one.
    #[must_use]
    pub const fn flows(&self) -> usize {
        match self {
            Self::Transfers(report) => report.totals.reported,
            _ => 0,
        }
    }

    /// Adds what is otherwise in `now`, of which the report was made, than in `before`, an earlier register with what is told beside it, to
    /// a report that tells it. What was found out for one of the two stands for the other as far as nothing reached it.
    ///
    /// # Errors
    /// If the question asks of the earlier register what the report does not tell.
    pub fn compare(
        &mut self,
        now: &Register,
        before: &Register,
        question: &Question,
        (beside, memory): (&Beside, &Memory),
    ) -> Result<(), Refused> {
        match self {
            Self::Transfers(report) => {
                let earlier = transfers::remembering(before, question, &memory.transfers);
                report.changes = Some(transfers::changes(&earlier, report));
            }
            Self::Findings(report) => {
                report.compare(&findings::told_with(before, question, (beside, &memory.findings))?);
            }
            Self::MaterialChanges(report) => report.compare(now, before, question)?,
            Self::RecordOfProcessing(_)
            | Self::Sharing(_)
            | Self::Impact(_)
            | Self::Recipients(_)
            | Self::NoticeContent(_)
            | Self::AuthorityLayout(_) => {}
        }
        Ok(())
    }
}

impl std::str::FromStr for Name {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|report| report.name() == text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|report| report.name()).collect();
            format!("there is no report `{}`; there are {}", crate::domain::value::shown(text), names.join(", "))
        })
    }
}
