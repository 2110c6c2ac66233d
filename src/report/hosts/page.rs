//! The report as people read it.

use super::{HostIs, HostTold, Hosts, HostsDrift};
use crate::report::{
    drift::differences,
    page::{Block, Cell, Notes, Page, Paged, Pair, Section, Table},
    reader::Voice,
    told::{Named, spoken},
};

impl Paged for HostsDrift {
    fn page(&self) -> Page {
        let voice = Voice::of(&self.made.language);
        let mut scope = self.made.scope(&voice);
        scope.insert(0, Pair { label: voice.says(("Notice", "声明")), value: spoken::named(&voice, &self.notice) });
        Page {
            title: voice.says(("What is loaded against the register", "实际加载的主机与登记册对照")),
            language: self.made.language.clone(),
            scope,
            sections: vec![Section {
                heading: voice.says(("Differences", "差异")),
                blocks: vec![Block::Main],
                sections: self.hosts.parts(&voice),
            }],
            main: differences(&voice, &self.hosts.host_differences),
            not_evaluated: Notes {
                heading: voice.not_evaluated(),
                notes: self.not_evaluated.iter().map(|said| spoken::sentence(&voice, said)).collect(),
            },
            unknown: voice.unknown(),
            none: voice.none(),
            missing: voice.missing(),
            sheets: self.made.sheets(&voice),
        }
    }
}

impl Hosts {
    /// The same as a part of another report.
    pub(in crate::report) fn section(&self, voice: &Voice<'_>) -> Section {
        Section {
            heading: voice.says(("Hosts that are loaded", "实际加载的主机")),
            blocks: vec![Block::Table(differences(voice, &self.host_differences))],
            sections: self.parts(voice),
        }
    }

    fn parts(&self, voice: &Voice<'_>) -> Vec<Section> {
        let unknown = |named: &Named| match spoken::named(voice, named) {
            Cell::Text(said) => said,
            _ => voice.plain(named.key.as_str()),
        };
        let mut parts = vec![Section {
            heading: voice.says(("Hosts and whose they are", "主机及其归属")),
            blocks: vec![Block::Table(hosts(voice, &self.loaded))],
            sections: Vec::new(),
        }];
        if !self.hosts_unknown.is_empty() {
            parts.push(Section {
                heading: voice.says((
                    "Services whose hosts nobody recorded, so that they were not compared",
                    "未登记主机因而未比较的服务",
                )),
                blocks: vec![Block::Notes(self.hosts_unknown.iter().map(unknown).collect())],
                sections: Vec::new(),
            });
        }
        parts
    }
}

fn hosts(voice: &Voice<'_>, hosts: &[HostTold]) -> Table {
    let row = |host: &HostTold| {
        let is = voice.says(match host.is {
            HostIs::Ours => ("ours", "本方"),
            HostIs::Recorded => ("recorded", "已登记"),
            HostIs::OfUnusedService => ("of a service that is not used behind the notice", "属于本声明未使用的服务"),
            HostIs::OnRecordedSite => ("on a recorded site", "位于已登记的网站"),
            HostIs::NotRecorded => ("not recorded", "未登记"),
        });
        let services = host.services.iter().map(|service| spoken::named(voice, service)).collect();
        vec![Cell::Text(voice.plain(&host.host)), Cell::Number(host.times as u64), Cell::Text(is), Cell::List(services)]
    };
    let columns = [("Host", "主机"), ("Times", "次数"), ("Whose", "归属"), ("Services", "服务")];
    Table {
        caption: voice.says(("Hosts that are loaded", "实际加载的主机")),
        columns: columns.map(|words| voice.says(words)).into(),
        rows: hosts.iter().map(row).collect(),
        empty: voice.says(("No host was given: nothing was compared.", "未提供任何主机：未作比较。")),
    }
}
