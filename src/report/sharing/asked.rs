//! The report as it is asked for, and as people read it.

use super::{Filters, NoticeJudged, Options, Share, Sharing, SharingKind, Verdict};
use crate::{
    domain::{Kind, Register},
    report::{
        made::Made,
        page::{Block, Cell, Notes, Page, Section, Table},
        question::{About, Parameter, Question, Refused, Shape, Time},
        reader::Voice,
        told::spoken,
    },
};
use schemars::JsonSchema;
use serde::Serialize;

/// What it is.
pub const ABOUT: About = About {
    summary: "Who gets what from whom",
    description: "Who gets what from whom on a day or over a period, by the kind of disclosure: recipients, hosts, sub-processors at any depth, those with access. Promises and tables of notices are held against the records; what contradicts them is named with record and field, and what nobody recorded is said to be open.",
    parameters: &[
        Parameter {
            name: "notice",
            description: "Only activities that name this notice.",
            value: Shape::Key(Kind::Notices),
        },
        Parameter { name: "activity", description: "Only this activity.", value: Shape::Key(Kind::Activities) },
        Parameter {
            name: "processor",
            description: "Only to or through this service.",
            value: Shape::Key(Kind::Processors),
        },
        Parameter {
            name: "organization",
            description: "Only to this organisation, or through a service that it offers.",
            value: Shape::Key(Kind::Organizations),
        },
        Parameter {
            name: "kind",
            description: "Only what leaves in this way.",
            value: Shape::Word(&[
                "any",
                "entrusted",
                "provided",
                "business_succession",
                "disclosed_publicly",
                "compelled",
                "not_recorded",
            ]),
        },
        Parameter {
            name: "category",
            description: "Only with this category of data or one below it.",
            value: Shape::Key(Kind::DataCategories),
        },
        Parameter {
            name: "subject",
            description: "Only of this group of people or one below it.",
            value: Shape::Key(Kind::DataSubjects),
        },
    ],
    time: Time::Period,
};

/// Who gets what from whom.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "SharingReport")]
pub struct Report {
    /// What it was made from.
    made: Made,
    /// What it tells.
    #[serde(flatten)]
    sharing: Sharing,
}

/// The report that is asked for.
///
/// # Errors
/// If a parameter names a record that there is not.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let filters = Filters {
        notice: question.key("notice"),
        activity: question.key("activity"),
        processor: question.key("processor"),
        organization: question.key("organization"),
        kind: question.word("kind").parse().ok(),
        category: question.key("category"),
        subject: question.key("subject"),
    };
    let options = Options { period: question.period, filters };
    let sharing = super::sharing(register, &options).map_err(|unknown| Refused::Unknown(unknown.to_string()))?;
    Ok(Report { made: Made::of(register, question), sharing })
}

impl Report {
    /// The report as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let title = voice.says(("Who gets what from whom", "个人信息对外提供情况"));
        let notes = |open: &[super::Open]| open.iter().map(|open| spoken::sentence(&voice, &open.sentence)).collect();
        let mut sections = vec![Section {
            heading: voice.says(("Recipients", "接收方")),
            blocks: vec![Block::Main, Block::Notes(notes(&self.sharing.open))],
            sections: Vec::new(),
        }];
        sections.extend(self.sharing.notices.iter().map(|judged| notice(&voice, judged, notes(&judged.open))));
        Page {
            language: self.made.language.clone(),
            scope: self.made.scope(&voice),
            sections,
            main: self.recipients(&voice),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: self.sharing.not_evaluated.iter().map(|said| spoken::sentence(&voice, said)).collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice),
            title,
        }
    }

    fn recipients(&self, voice: &Voice<'_>) -> Table {
        let columns = [
            ("How", "方式"),
            ("Recipient", "接收方"),
            ("From", "提供方"),
            ("Activity", "处理活动"),
            ("Passed on by", "转交方"),
            ("Data", "个人信息"),
            ("Subjects", "数据主体"),
            ("Places", "存储地点"),
            ("Agreements in force", "生效的协议"),
            ("State", "状态"),
        ];
        let of = self.sharing.kinds.iter().flat_map(|kind| kind.recipients.iter().map(move |of| (kind.kind, of)));
        let rows = of.flat_map(|(kind, of)| {
            let name = spoken::words(voice, of.name.as_ref());
            of.shares.iter().map(move |share| row(voice, kind, name.clone(), share))
        });
        Table {
            caption: voice.says(("Recipients", "接收方")),
            columns: columns.map(|words| voice.says(words)).into(),
            rows: rows.collect(),
            empty: voice.says(("Nothing is recorded to go to anybody.", "未记录任何对外提供。")),
        }
    }
}

fn row(voice: &Voice<'_>, kind: SharingKind, name: Cell, share: &Share) -> Vec<Cell> {
    let text = |words| Cell::Text(voice.says(words));
    let in_force: Vec<Cell> = share
        .agreements
        .items
        .iter()
        .filter(|told| told.in_force)
        .map(|told| spoken::named(voice, &told.agreement))
        .collect();
    vec![
        text(kind.words()),
        name,
        spoken::listed(voice, &share.from, |who| spoken::who(voice, who)),
        spoken::named(voice, &share.activity),
        share.passed_on_by.as_ref().map_or(Cell::Blank, |by| spoken::named(voice, by)),
        spoken::listed(voice, &share.data, |datum| spoken::words(voice, Some(&datum.words()))),
        spoken::listed(voice, &share.subjects, |subject| spoken::named(voice, subject)),
        spoken::listed(voice, &share.places, |place| {
            place.location.as_ref().map_or(Cell::Unknown, |at| spoken::named(voice, at))
        }),
        if in_force.is_empty() { Cell::Unknown } else { Cell::List(in_force) },
        text(share.state.words()),
    ]
}

fn notice(voice: &Voice<'_>, judged: &NoticeJudged, open: Vec<crate::report::table::Said>) -> Section {
    let heading = match spoken::named(voice, &judged.notice) {
        Cell::Text(said) => said,
        _ => voice.plain(judged.notice.key.as_str()),
    };
    let promises = judged.promises.iter().flatten().map(|promise| {
        let verdict = Cell::Text(voice.says(match promise.verdict {
            Verdict::Contradicted => ("contradicted", "存在矛盾"),
            Verdict::CannotBeTold => ("cannot be told", "无法判断"),
            Verdict::NothingContradicts => ("nothing recorded contradicts it", "登记内容与之无矛盾"),
            Verdict::NotJudged => ("not judged", "未判断"),
        }));
        let found = promise.contradictions.iter().chain(&promise.doubts);
        let found: Vec<Cell> = found
            .map(|found| Cell::Text(voice.own(format!("{} [{}]", found.sentence.speak(voice.speech), found.at))))
            .collect();
        let found = if found.is_empty() { Cell::Blank } else { Cell::List(found) };
        let text = promise.text.as_ref().map_or(Cell::Unknown, |text| Cell::Text(voice.text(text, None)));
        vec![text, verdict, found]
    });
    let listing = judged.listing.iter().flatten();
    let listing = listing.map(|conflict| {
        vec![Cell::Text(spoken::sentence(voice, &conflict.sentence)), spoken::places(voice, &conflict.at)]
    });
    let table = |caption, columns: &[(&'static str, &'static str)], rows, empty| {
        Block::Table(Table {
            caption: voice.says(caption),
            columns: columns.iter().map(|words| voice.says(*words)).collect(),
            rows,
            empty: voice.says(empty),
        })
    };
    let no_listing = if judged.listing.is_none() {
        ("No table of third parties is recorded.", "未记录第三方清单。")
    } else {
        ("No contradiction is recorded.", "未发现已登记的矛盾。")
    };
    let blocks = vec![
        table(
            ("What it promises", "承诺"),
            &[("Promise", "承诺"), ("What the records say", "对照结果"), ("Why", "依据")],
            promises.collect(),
            ("No promises are recorded.", "未记录任何承诺。"),
        ),
        table(
            ("Its table of third parties", "第三方清单"),
            &[("What is wrong", "问题"), ("Where", "位置")],
            listing.collect(),
            no_listing,
        ),
        Block::Notes(open),
    ];
    Section { heading, blocks, sections: Vec::new() }
}
