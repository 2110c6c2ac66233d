//! The report as it is asked for, and as people read it.

use super::{Affected, Certainty, Event, Extent, Impact, Options};
use crate::{
    domain::{Kind, Register},
    report::{
        made::Made,
        owed,
        page::{Block, Cell, Notes, Page, Pair, Section, Table},
        question::{About, Parameter, Question, Refused, Shape, Time},
        reader::Voice,
        told::{Named, Told, Who, spoken},
    },
};
use schemars::JsonSchema;
use serde::Serialize;

/// What it is.
pub const ABOUT: About = About {
    summary: "What an incident or an exit touches",
    description: "What an incident at a service, an organisation or a place, or an exit from it, touches on a day or over a period: flows, activities, people as ranges, data, systems, notices, agreements, whom to tell, and which duties to notify an incident brings or may bring, as far as laws of the register know them. What surely is touched, what may be, and what is somewhere that nobody recorded are told apart. Name exactly one of `processor`, `organization` and `location`.",
    parameters: &[
        Parameter { name: "processor", description: "The service.", value: Shape::Key(Kind::Processors) },
        Parameter { name: "organization", description: "The organisation.", value: Shape::Key(Kind::Organizations) },
        Parameter {
            name: "location",
            description: "The country, subdivision, region or named place.",
            value: Shape::Key(Kind::Locations),
        },
        Parameter { name: "event", description: "What happens there.", value: Shape::Word(&["incident", "exit"]) },
    ],
    time: Time::Period,
};

/// What an incident or an exit touches.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ImpactReport")]
pub struct Report {
    /// What it was made from.
    made: Made,
    /// What it tells.
    #[serde(flatten)]
    impact: Impact,
}

/// The report that is asked for.
///
/// # Errors
/// If not exactly one of service, organisation and place is named, or there is no such record.
pub fn report(register: &Register, question: &Question) -> Result<Report, Refused> {
    let processor = question.key("processor").map(Affected::Processor);
    let organization = question.key("organization").map(Affected::Organization);
    let location = question.key("location").map(Affected::Location);
    let mut named = [processor, organization, location].into_iter().flatten();
    let (Some(affected), None) = (named.next(), named.next()) else {
        return Err(Refused::Malformed("name exactly one of `processor`, `organization` and `location`".into()));
    };
    let event = question.word("event").parse().map_err(Refused::Malformed)?;
    let options = Options { affected, event, period: question.period };
    let impact = super::impact(register, &options).map_err(|unknown| Refused::Unknown(unknown.to_string()))?;
    Ok(Report { made: Made::of(register, question), impact })
}

impl Report {
    /// The report as people read it.
    #[must_use]
    pub fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let impact = &self.impact;
        let extents = [
            (("What surely is touched", "确定受影响"), &impact.surely),
            (("What may be touched", "可能受影响"), &impact.perhaps),
            (("What is somewhere that nobody recorded", "所在地点未记录"), &impact.anywhere),
        ];
        let mut sections: Vec<Section> = extents.map(|(heading, extent)| told(&voice, heading, extent)).into();
        sections.push(Section {
            heading: voice.says(("Flows", "数据流动")),
            blocks: vec![Block::Main],
            sections: Vec::new(),
        });
        if impact.event == Event::Incident {
            sections.push(Section {
                heading: voice.says(("Duties to notify", "通知义务")),
                blocks: owed::blocks(&voice, &impact.duties, &impact.not_known),
                sections: Vec::new(),
            });
        }
        sections.push(Section {
            heading: voice.says(("Whom to tell or to ask", "应告知或询问的各方")),
            blocks: vec![Block::Table(self.contacts(&voice))],
            sections: Vec::new(),
        });
        Page {
            title: voice.says(("What an incident or an exit touches", "事件或退出的影响")),
            language: self.made.language.clone(),
            scope: self.made.scope(&voice),
            sections,
            main: self.flows(&voice),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: impact.not_evaluated.iter().map(|said| spoken::sentence(&voice, said)).collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice),
        }
    }

    fn flows(&self, voice: &Voice<'_>) -> Table {
        let columns = [
            ("Activity", "处理活动"),
            ("From", "传出方"),
            ("To", "接收方"),
            ("How sure", "确定程度"),
            ("First day", "首日"),
            ("Last day", "末日"),
        ];
        let rows = self.impact.flows.iter().map(|flow| {
            let sure = match flow.certainty {
                Certainty::Surely => ("surely", "确定"),
                Certainty::Perhaps => ("perhaps", "可能"),
                Certainty::Anywhere => ("nobody recorded where", "地点未记录"),
            };
            let side = |service: Option<&Named>, parties: &Told<Who>| match service {
                Some(service) => spoken::named(voice, service),
                None => spoken::listed(voice, parties, |who| spoken::who(voice, who)),
            };
            vec![
                spoken::named(voice, &flow.activity),
                side(flow.from_service.as_ref(), &flow.from),
                side(flow.to_service.as_ref(), &flow.to),
                Cell::Text(voice.says(sure)),
                Cell::Day(flow.days.from),
                Cell::Day(flow.days.to),
            ]
        });
        Table {
            caption: voice.says(("Flows", "数据流动")),
            columns: columns.map(|words| voice.says(words)).into(),
            rows: rows.collect(),
            empty: voice.says(("No recorded flow is touched.", "没有已登记的数据流动受影响。")),
        }
    }

    fn contacts(&self, voice: &Voice<'_>) -> Table {
        let rows =
            self.impact.contacts.iter().map(|told| {
                vec![spoken::named(voice, &told.reached.organization), spoken::contacts(voice, &told.reached)]
            });
        Table {
            caption: voice.says(("Contacts", "联系方式")),
            columns: vec![voice.says(("Organisation", "组织")), voice.says(("Contacts", "联系方式"))],
            rows: rows.collect(),
            empty: voice.says(("Nobody is recorded.", "未记录任何联系方。")),
        }
    }
}

fn told(voice: &Voice<'_>, heading: (&'static str, &'static str), extent: &Extent) -> Section {
    let names = |named: &[Named]| match named {
        [] => Cell::Unknown,
        named => Cell::List(named.iter().map(|named| spoken::named(voice, named)).collect()),
    };
    let people = extent.people.iter().map(|at| Cell::Text(voice.own(spoken::people(voice, at))));
    let people: Vec<Cell> = people.collect();
    let categories: Vec<Named> = extent.categories.iter().map(|told| told.category.clone()).collect();
    let pair = |label, value| Pair { label: voice.says(label), value };
    let pairs = vec![
        pair(("Flows", "数据流动"), Cell::Number(extent.flows as u64)),
        pair(("Activities", "处理活动"), names(&extent.activities)),
        pair(
            ("People, from at least to at most", "人数（下限 – 上限）"),
            if people.is_empty() { Cell::Unknown } else { Cell::List(people) },
        ),
        pair(("Data", "个人信息"), names(&categories)),
        pair(("Subjects", "数据主体"), names(&extent.subjects)),
        pair(("Systems", "系统"), names(&extent.systems)),
        pair(("Notices", "隐私声明"), names(&extent.notices)),
    ];
    let blocks = if extent.flows == 0 {
        vec![Block::Paragraph(voice.says(("Nothing, as far as recorded.", "据登记内容，没有。")))]
    } else {
        vec![Block::Pairs(pairs)]
    };
    Section { heading: voice.says(heading), blocks, sections: Vec::new() }
}
