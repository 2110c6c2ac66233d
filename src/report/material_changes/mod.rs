//! Material changes: what a notice would say otherwise than its last publication, and whether people must be told.
//!
//! Holds the content of the notice in two registers against each other, element by element. Knows which classes of change a privacy policy
//! calls material: how the service works, who gets data, rights, whom to reach, how to complain, an assessment that finds high risk; and
//! beside these places, purposes, data, automated decisions and promises. Never says that nothing changed where nothing was published.

mod elements;
mod model;
mod page;

pub use model::Report;

use super::{
    made::Made,
    notice_content, publication,
    question::{About, Parameter, Question, Refused, Shape, Time},
    told::Sentence,
};
use crate::domain::{
    Key, Kind, Record, RecordId, Register,
    record::{CommitmentKind, Notice},
};
use elements::Elements;
use model::{Conclusion, Prior, PublicationTold};

/// What it is.
pub const ABOUT: About = About {
    summary: "What a notice would say otherwise than its last publication, and whether people must be told",
    description: "Holds what the notice has to say now against what it said at its last publication, or as known after the commit that `since` names: functions, purposes, data, places, recipients, rights, contacts, assessments, promises; each with what it was and is and the commits that made it so. Says whether the notice must be updated, whether people must be told since the change is material, and how many days before, where that is promised. A notice that was never published is not compared.",
    parameters: &[
        Parameter { name: "notice", description: "The notice; must be given.", value: Shape::Key(Kind::Notices) },
        Parameter {
            name: "since",
            description: "Compared with what was known after this commit (`seq:12`) or at this instant (RFC 3339); the last publication where left out.",
            value: Shape::AsOf,
        },
    ],
    time: Time::Day,
};

/// The report without a comparison.
///
/// # Errors
/// If the question names no notice.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let content = notice_content::report(register, question)?;
    let notice = content.notice.key.clone();
    Ok(Report {
        made: Made::of(register, question),
        publication: publication::last(register, &notice).map(PublicationTold::of),
        elements: Elements::of(register, &content)?,
        notice,
        compared_with: None,
        conclusion: None,
        changes: Vec::new(),
        not_evaluated: not_evaluated(),
    })
}

impl Report {
    /// Adds what is otherwise than in an earlier register. Where that is the one of a publication, it is judged for the day on which that
    /// came into effect.
    ///
    /// # Errors
    /// As for the report.
    pub fn compare(&mut self, now: &Register, before: &Register, question: &Question) -> Result<(), Refused> {
        let since = before.head().seq;
        let published = publication::of(now, &self.notice).into_iter().rev();
        let published = published.into_iter().find(|publication| publication.register.seq.value() == since);
        let mut question = question.clone();
        if let Some(publication) = published {
            question.period = crate::flows::Period::day(publication.effective);
        }
        let id = RecordId::new(Kind::Notices, self.notice.clone());
        let Some(entry) = before.get(&id) else {
            // It was not there: nothing can have been published of it.
            return Ok(());
        };
        let old = Elements::of(before, &notice_content::report(before, &question)?)?;
        self.changes = old.until(&self.elements, now, since);
        self.publication = published.map(PublicationTold::of);
        self.compared_with = Some(since);
        let told = self.changes.iter().any(|change| change.material);
        let prior = match &entry.record {
            Record::Notices(notice) => prior(notice),
            _ => None,
        };
        self.conclusion = Some(Conclusion {
            notice_must_be_updated: !self.changes.is_empty(),
            people_must_be_told: told,
            prior_notice: prior.filter(|_| told),
        });
        Ok(())
    }

    /// The notice.
    #[must_use]
    pub const fn notice(&self) -> &Key {
        &self.notice
    }
}

/// How long before people are told, as the notice promises: the longest of its promises.
fn prior(notice: &Notice) -> Option<Prior> {
    let promises = notice.commitments.iter().flatten();
    let of_change = promises
        .filter(|promise| matches!(promise.kind, CommitmentKind::PriorNotice | CommitmentKind::NoticeOfChanges));
    let longest = of_change.max_by_key(|promise| promise.days)?;
    Some(Prior { promise: longest.key.clone(), days: longest.days.map(crate::domain::value::Count::value) })
}

fn not_evaluated() -> Vec<Sentence> {
    [
        (
            "What stands in the published text beside what is recorded: hold the text against the register for that (drift).",
            "已发布文本中超出登记内容的部分：请以文本与登记册比对（偏差检查）。",
        ),
        (
            "Whether a law asks to tell people, or to ask them anew: the classes of material change are those that privacy policies name.",
            "法律是否要求告知或重新征得同意：重大变更的类别以隐私政策所列为准。",
        ),
    ]
    .map(Sentence::of)
    .into()
}
