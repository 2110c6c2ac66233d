//! The record of processing activities, item by item in the order of the law: of each controller, and of each party that we
//! act for.
//!
//! Sketched: it lists the activities only.

use super::{
    made::Made,
    page::{Block, Cell, Notes, Page, Section, Table},
    question::{About, Parameter, Question, Refused, Shape, Time},
    reader::{Reader, Voice},
    table::Said,
};
use crate::domain::{Key, Kind, Register};
use schemars::JsonSchema;
use serde::Serialize;

/// What it is.
pub const ABOUT: About = About {
    summary: "Record of processing activities",
    description: "The record of processing activities for a day: of each controller, and of each party that we act for, item by item in the order of the law. What the law asks for and nobody recorded is marked as missing, with the record and field that would supply it.",
    parameters: &[Parameter {
        name: "activity",
        description: "Only this activity.",
        value: Shape::Key(Kind::Activities),
    }],
    time: Time::Day,
};

/// The record of processing activities.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecordOfProcessing")]
pub struct Report {
    /// What it was made from.
    made: Made,
    /// The activities.
    activities: Vec<RecordedActivity>,
}

/// An activity.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
struct RecordedActivity {
    /// Its key.
    key: Key,
    /// Its name.
    name: Said,
}

/// The record for the day of the question.
///
/// # Errors
/// Never.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let reader = Reader::of(register, &question.language);
    let wanted = question.key("activity");
    let activities =
        register.of_kind(Kind::Activities, None).filter(|entry| wanted.as_ref().is_none_or(|key| *key == entry.id.key));
    let activities = activities.map(|entry| RecordedActivity {
        key: entry.id.key.clone(),
        name: reader.name(Kind::Activities, &entry.id.key),
    });
    Ok(Report { made: Made::of(register, question), activities: activities.collect() })
}

impl Report {
    /// The record as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let title = voice.says(("Record of processing activities", "个人信息处理活动记录"));
        Page {
            language: self.made.language.clone(),
            scope: self.made.scope(&voice),
            sections: vec![Section {
                heading: voice.says(("Activities", "处理活动")),
                blocks: vec![Block::Main],
                sections: Vec::new(),
            }],
            main: Table {
                caption: title.clone(),
                columns: vec![voice.says(("Key", "键")), voice.says(("Activity", "处理活动"))],
                rows: self
                    .activities
                    .iter()
                    .map(|activity| {
                        vec![Cell::Text(voice.plain(activity.key.as_str())), Cell::Text(activity.name.clone())]
                    })
                    .collect(),
                empty: voice.says(("No activity is recorded.", "未记录任何处理活动。")),
            },
            not_evaluated: Notes { heading: voice.not_evaluated(), notes: Vec::new() },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            title,
        }
    }
}
