//! The report as it is asked for, and as people read it.

use super::{DatumAsked, Event, Link, Options, Paper, Recipients, Selection, ToTell, Way};
use crate::{
    domain::{Kind, Register},
    report::{
        made::Made,
        owed,
        page::{Block, Cell, Notes, Page, Section, Table},
        question::{About, Parameter, Question, Refused, Shape, Time},
        reader::Voice,
        sharing::RecipientIs,
        speech::Speech,
        table::Said,
        told::{Certainty, ExtentTold, spoken},
    },
};
use schemars::JsonSchema;
use serde::Serialize;

/// What it is.
pub const ABOUT: About = About {
    summary: "Whom to tell when data is erased or corrected, or a consent is withdrawn",
    description: "Everybody who has the data of an activity, a notice, a group of people or a category on a day, or may have it: recipients, hosts, people with access and sub-processors at any depth, also those whose part has ended and who have not given it back. Each with the way on which the data came there, whether it acts for us (then it is instructed) or for itself (then it is informed), and whom to reach; and what laws of the register ask for. Name at least one of `activity`, `notice`, `subject` and `category`; of several all must hold.",
    parameters: &[
        Parameter { name: "activity", description: "Data of this activity.", value: Shape::Key(Kind::Activities) },
        Parameter {
            name: "notice",
            description: "Data of activities that name this notice.",
            value: Shape::Key(Kind::Notices),
        },
        Parameter {
            name: "subject",
            description: "Data of this group of people or one below it.",
            value: Shape::Key(Kind::DataSubjects),
        },
        Parameter {
            name: "category",
            description: "Data of this category or one below it.",
            value: Shape::Key(Kind::DataCategories),
        },
        Parameter {
            name: "event",
            description: "What happens to the data. Where a consent is withdrawn, only what rests on consent, or may.",
            value: Shape::Word(&["erasure", "correction", "withdrawal", "restriction"]),
        },
    ],
    time: Time::Day,
};

/// Whom to tell.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RecipientsReport")]
pub struct Report {
    /// What it was made from.
    made: Made,
    /// What it tells.
    #[serde(flatten)]
    recipients: Recipients,
}

/// The report that is asked for.
///
/// # Errors
/// If nothing is selected, or there is no such record.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let of = Selection {
        activity: question.key("activity"),
        notice: question.key("notice"),
        subject: question.key("subject"),
        category: question.key("category"),
    };
    if of == Selection::default() {
        return Err(Refused::Malformed("name at least one of `activity`, `notice`, `subject` and `category`".into()));
    }
    let event = question.word("event");
    let event = Event::ALL.into_iter().find(|known| known.word() == event).unwrap_or_default();
    let options = Options { day: question.day(), event, of };
    let recipients = super::recipients(register, &options).map_err(|unknown| Refused::Unknown(unknown.to_string()))?;
    Ok(Report { made: Made::of(register, question), recipients })
}

impl Report {
    /// The report as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let told = &self.recipients;
        let ours = told.controllers.iter();
        let ours = ours.map(|ours| vec![spoken::named(&voice, &ours.organization), spoken::contacts(&voice, ours)]);
        let section = |heading, blocks| Section { heading: voice.says(heading), blocks, sections: Vec::new() };
        let mut sections = vec![section(("Whom to tell", "应告知的各方"), vec![Block::Main])];
        sections.push(section(("How they got the data", "个人信息的传递路径"), vec![Block::Table(ways(&voice, told))]));
        if !told.open.is_empty() {
            let others = ("There may be others", "可能另有其他方");
            // Several lists may leave the same open.
            let mut notes: Vec<Said> = Vec::new();
            for said in told.open.iter().map(|open| spoken::sentence(&voice, &open.sentence)) {
                if !notes.contains(&said) {
                    notes.push(said);
                }
            }
            sections.push(section(others, vec![Block::Notes(notes)]));
        }
        let law = owed::blocks(&voice, &told.duties, &told.not_known);
        sections.push(section(("What laws ask for", "法律要求"), law));
        let columns = [("Organisation", "组织"), ("Contacts", "联系方式")];
        let controllers = Table {
            caption: voice
                .says(("Controllers, and those on whose behalf we process", "个人信息处理者（控制者）及委托方")),
            columns: columns.map(|words| voice.says(words)).into(),
            rows: ours.collect(),
            empty: voice.says(("Nobody is recorded.", "未记录。")),
        };
        let heading = ("Controllers, and those on whose behalf we process", "个人信息处理者（控制者）及委托方");
        sections.push(section(heading, vec![Block::Table(controllers)]));
        Page {
            title: voice.says(match told.event {
                Event::Erasure => ("Whom to tell of an erasure", "删除个人信息时应告知的各方"),
                Event::Correction => ("Whom to tell of a correction", "更正个人信息时应告知的各方"),
                Event::Withdrawal => ("Whom to tell that a consent is withdrawn", "撤回同意时应告知的各方"),
                Event::Restriction => ("Whom to tell of a restriction", "限制处理时应告知的各方"),
            }),
            language: self.made.language.clone(),
            scope: self.made.scope(&voice),
            sections,
            main: recipients(&voice, told),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: told.not_evaluated.iter().map(|said| spoken::sentence(&voice, said)).collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice),
        }
    }
}

fn recipients(voice: &Voice<'_>, told: &Recipients) -> Table {
    let columns = [
        ("Recipient", "接收方"),
        ("How sure", "确定程度"),
        ("What to do", "应采取的措施"),
        ("Through", "经由"),
        ("Whom to reach", "联系方式"),
        ("Pages", "网页"),
        ("Data", "个人信息"),
        ("Activities", "处理活动"),
        ("May have passed it on", "可能已转交他方"),
    ];
    let rows = told.recipients.iter().map(|recipient| {
        let list = |cells: Vec<Cell>| if cells.is_empty() { Cell::Blank } else { Cell::List(cells) };
        let pages = recipient.pages.iter().map(|page| Cell::Link { url: page.url.clone(), said: None });
        let mut data: Vec<Cell> = Vec::new();
        let mut activities: Vec<Cell> = Vec::new();
        for way in &recipient.ways {
            add(&mut activities, spoken::named(voice, &way.activity));
            match asked(voice, way) {
                Cell::List(cells) => cells.into_iter().for_each(|cell| add(&mut data, cell)),
                cell => add(&mut data, cell),
            }
        }
        vec![
            called(voice, recipient),
            spoken::sure(voice, recipient.certainty),
            list(recipient.steps.iter().map(|step| Cell::Text(spoken::sentence(voice, &step.sentence))).collect()),
            list(recipient.through.iter().map(|by| spoken::named(voice, by)).collect()),
            reached(voice, recipient),
            list(pages.collect()),
            list(data),
            list(activities),
            if recipient.may_have_passed_on.is_empty() {
                Cell::Blank
            } else {
                spoken::places(voice, &recipient.may_have_passed_on)
            },
        ]
    });
    Table {
        caption: voice.says(("Whom to tell", "应告知的各方")),
        columns: columns.map(|words| voice.says(words)).into(),
        rows: rows.collect(),
        empty: voice.says(("Nobody is recorded who has it.", "未记录持有该信息的任何一方。")),
    }
}

fn ways(voice: &Voice<'_>, told: &Recipients) -> Table {
    let columns = [
        ("Recipient", "接收方"),
        ("Activity", "处理活动"),
        ("Way", "路径"),
        ("How sure", "确定程度"),
        ("Data", "个人信息"),
        ("How", "方式"),
        ("Acts", "身份"),
        ("Means", "手段"),
        ("Agreements and clauses", "协议及条款"),
        ("State", "状态"),
        ("Last day", "末日"),
    ];
    let text = |words| Cell::Text(voice.says(words));
    let each = told.recipients.iter().flat_map(|recipient| recipient.ways.iter().map(move |way| (recipient, way)));
    let rows = each.map(|(recipient, way)| {
        vec![
            called(voice, recipient),
            spoken::named(voice, &way.activity),
            chain(voice, way),
            spoken::sure(voice, way.certainty),
            asked(voice, way),
            text(way.kind.words()),
            text(way.acting.words()),
            way.means.as_ref().map_or(Cell::Unknown, |means| Cell::Text(voice.text(means, None))),
            spoken::listed(voice, &way.agreements, |paper| agreed(voice, paper)),
            text(way.state.words()),
            way.until.map_or(Cell::Blank, Cell::Day),
        ]
    });
    Table {
        caption: voice.says(("How they got the data", "个人信息的传递路径")),
        columns: columns.map(|words| voice.says(words)).into(),
        rows: rows.collect(),
        empty: voice.says(("Nothing is recorded to go to anybody.", "未记录任何对外提供。")),
    }
}

fn add(cells: &mut Vec<Cell>, cell: Cell) {
    if !cells.contains(&cell) {
        cells.push(cell);
    }
}

fn called(voice: &Voice<'_>, recipient: &ToTell) -> Cell {
    match (&recipient.name, &recipient.key) {
        (None, None) if recipient.is == RecipientIs::Unrecorded => {
            Cell::Text(voice.says(("a sub-processor that is not recorded", "未记录的次级处理者")))
        }
        (None, Some(key)) => Cell::Text(voice.plain(key.as_str())),
        (name, _) => spoken::words(voice, name.as_ref()),
    }
}

fn asked(voice: &Voice<'_>, way: &Way) -> Cell {
    let told = &way.data;
    if told.items.is_empty() && told.extent == ExtentTold::Open {
        return Cell::Text(voice.says(("none that is recorded, but perhaps more", "未登记该信息，但可能有")));
    }
    spoken::listed(voice, told, |asked| datum(voice, asked))
}

fn datum(voice: &Voice<'_>, asked: &DatumAsked) -> Cell {
    match (spoken::words(voice, Some(&asked.datum.words())), asked.certainty) {
        (Cell::Text(said), Certainty::Perhaps) => {
            let perhaps = voice.speech.pick(("perhaps", "可能"));
            Cell::Text(Said { text: voice.speech.aside(&said.text, perhaps), ..said })
        }
        (cell, _) => cell,
    }
}

fn reached(voice: &Voice<'_>, recipient: &ToTell) -> Cell {
    let each = recipient.reached.iter().filter(|reached| reached.missing.is_none());
    let mut cells: Vec<Cell> = each
        .flat_map(|reached| [spoken::named(voice, &reached.organization), spoken::contacts(voice, reached)])
        .collect();
    cells.extend(recipient.missing.iter().map(|at| Cell::Missing(voice.plain(at.to_string()))));
    if cells.is_empty() { Cell::Blank } else { Cell::List(cells) }
}

/// Everybody on the way, one after the other.
fn chain(voice: &Voice<'_>, way: &Way) -> Cell {
    let link = |link: &Link| {
        let named = link.service.iter().map(|service| spoken::named(voice, service));
        let who = link.who.iter().map(|who| spoken::who(voice, who));
        let words = named.chain(who).map(|cell| match cell {
            Cell::Text(said) => said.text,
            _ => voice.unknown().text,
        });
        let words: Vec<String> = words.collect();
        if words.is_empty() { voice.unknown().text } else { words.join(", ") }
    };
    let links: Vec<String> = way.chain.iter().map(link).collect();
    Cell::Text(voice.plain(links.join(" → ")))
}

fn agreed(voice: &Voice<'_>, paper: &Paper) -> Cell {
    let Cell::Text(said) = spoken::named(voice, &paper.agreement.agreement) else { return Cell::Unknown };
    let clauses = paper.clauses.iter().flatten().map(|clause| {
        let parts = [Some(clause.code.as_str()), clause.value.as_deref(), clause.section.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let mut asides: Vec<String> = clauses.collect();
    if !paper.agreement.in_force {
        asides.insert(0, voice.speech.pick(("not in force", "未生效")).to_owned());
    }
    let asides: Vec<&str> = asides.iter().map(String::as_str).collect();
    let aside = Speech::clauses(Some(voice.speech), &asides);
    let text = if asides.is_empty() { said.text } else { voice.speech.aside(&said.text, &aside) };
    Cell::Text(Said { text, ..said })
}
