//! The rows of the lists of third parties in a text against who is expected in them.
//!
//! A row is of a service where it bears its name; where it names only its provider, it is of the one service expected of it. A
//! row whose name resembles one is of nobody, and the service it resembles is not said to be missing: people must tell.

use super::{
    Aspect, Bearer, Difference, Extent, Level, Names, Problem, Quoted, RowRead, Severity, Surety, TableRead,
    ground::{Expected, Ground},
    links::site,
    model::{Findings, less_sure, tempered},
};
use crate::{
    domain::{Key, Kind},
    report::{
        processor_table::Column,
        told::{At, Sentence},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// A row and the one whose it is.
#[derive(Debug, Clone, Copy)]
pub struct Matched<'g> {
    /// Who.
    pub expected: &'g Expected,
    /// The row.
    pub row: &'g RowRead,
    /// The list it is in.
    pub table: &'g TableRead,
    /// Whether the row names nobody else, and no other row names it.
    pub alone: bool,
}

/// Whose a row is.
enum Whose {
    /// Of these records.
    Of(BTreeSet<Bearer>),
    /// Of none; the name resembles those of these.
    Resembles(BTreeSet<Bearer>),
    /// Of nobody who is recorded.
    Nobody,
}

/// Compares the rows, and says whose each is.
pub fn compare<'g>(ground: &'g Ground<'_>, findings: &mut Findings) -> Vec<Matched<'g>> {
    if let Some(cut) = ground.reading.cut {
        not_read_whole(ground, cut, findings);
    }
    if ground.reading.tables.is_empty() {
        not_compared(ground, findings);
        return Vec::new();
    }
    let mut rows: Vec<(&TableRead, &RowRead, Whose)> = Vec::new();
    for table in &ground.reading.tables {
        let others = table.rows.iter().filter(|row| !ground.is_about_us(row));
        rows.extend(others.map(|row| (table, row, whose(ground, row))));
    }
    let mut of: BTreeMap<&Bearer, Vec<usize>> = BTreeMap::new();
    let mut resembled: BTreeSet<&Bearer> = BTreeSet::new();
    for (index, (_, _, whose)) in rows.iter().enumerate() {
        match whose {
            Whose::Of(bearers) => bearers.iter().for_each(|bearer| of.entry(bearer).or_default().push(index)),
            Whose::Resembles(bearers) => resembled.extend(bearers),
            Whose::Nobody => {}
        }
    }
    for (table, row, whose) in &rows {
        match whose {
            Whose::Of(bearers) => bearers.iter().for_each(|bearer| extra(ground, table, row, bearer, findings)),
            Whose::Resembles(bearers) => similar(ground, table, row, bearers, &of, findings),
            Whose::Nobody => not_recorded(table, row, findings),
        }
    }
    let mut matched = Vec::new();
    for expected in &ground.expected {
        match of.get(&expected.who) {
            Some(indexes) => {
                for index in indexes {
                    let (table, row, whose) = &rows[*index];
                    let only = matches!(whose, Whose::Of(bearers) if services(bearers) <= 1) && indexes.len() == 1;
                    matched.push(Matched { expected, row, table, alone: only });
                }
            }
            None if resembled.contains(&expected.who) || is_named_by_service(ground, expected, &of) => {}
            None => missing(ground, expected, findings),
        }
    }
    summary(ground, &rows, &matched, findings);
    matched
}

fn services(bearers: &BTreeSet<Bearer>) -> usize {
    bearers.iter().filter(|bearer| bearer.kind == Kind::Processors).count()
}

/// Whether an organisation that gets data is named by a row of one of its services.
fn is_named_by_service(ground: &Ground<'_>, expected: &Expected, of: &BTreeMap<&Bearer, Vec<usize>>) -> bool {
    expected.who.kind == Kind::Organizations
        && of.keys().any(|who| who.kind == Kind::Processors && ground.providers(&who.key).contains(&&expected.who.key))
}

/// Whose a row is.
fn whose(ground: &Ground<'_>, row: &RowRead) -> Whose {
    // Of cells that ran together only what begins the row is its name.
    let together = row.whole.is_some() && row.cell(Column::Service).is_none();
    let named = if together { beginning(ground.names, &row.name) } else { bearers(ground.names, &row.name) };
    let of_kind =
        |bearers: &BTreeSet<Bearer>, kind| bearers.iter().filter(|bearer| bearer.kind == kind).cloned().collect();
    let mut services: BTreeSet<Bearer> = of_kind(&named, Kind::Processors);
    // Of several that bear the same name, those that are expected.
    let expected: BTreeSet<Bearer> =
        services.iter().filter(|bearer| ground.expected.iter().any(|one| one.who == **bearer)).cloned().collect();
    if !expected.is_empty() && services.len() > 1 && ground.names.exactly(&row.name).len() > 1 {
        services = expected;
    }
    if !services.is_empty() {
        return Whose::Of(services);
    }
    let in_provider = row.cell(Column::Provider).map(|cell| bearers(ground.names, cell)).unwrap_or_default();
    let by_name: BTreeSet<Bearer> = of_kind(&named, Kind::Organizations);
    let known = || ground.expected.iter().map(|expected| &expected.who).filter(|who| who.kind == Kind::Processors);
    if !by_name.is_empty() {
        let mut of = by_name.clone();
        for organization in &by_name {
            of.extend(ground.offered(&organization.key, known().map(|who| &who.key)).into_iter().map(service));
        }
        return Whose::Of(of);
    }
    let near = if together { ground.names.near_beginning(&row.name) } else { ground.names.near(&row.name) };
    let near: BTreeSet<Bearer> = near.into_iter().flatten().map(|borne| borne.bearer.clone()).collect();
    if !near.is_empty() {
        return Whose::Resembles(near);
    }
    // The name says nothing, and the provider or the link leads to one service only.
    let mut of_provider: BTreeSet<&Key> = BTreeSet::new();
    for organization in in_provider.iter().filter(|bearer| bearer.kind == Kind::Organizations) {
        of_provider.extend(ground.offered(&organization.key, known().map(|who| &who.key)));
    }
    let sites: BTreeSet<String> = row.links.iter().filter_map(|link| site(&link.url)).collect();
    let of_link: BTreeSet<&Key> = known()
        .map(|who| &who.key)
        .filter(|key| {
            super::links::known(ground, key).iter().filter_map(|url| site(url)).any(|own| sites.contains(&own))
        })
        .collect();
    let both: Vec<&&Key> = of_provider.iter().filter(|key| of_link.contains(*key)).collect();
    match (both.as_slice(), of_provider.len()) {
        ([only], _) => Whose::Resembles([service(only)].into()),
        _ => Whose::Nobody,
    }
}

fn service(key: &Key) -> Bearer {
    Bearer { kind: Kind::Processors, key: key.clone() }
}

/// The records whose names stand in some words, as names and not as words.
fn bearers(names: &Names, text: &str) -> BTreeSet<Bearer> {
    let hits = names.parties(text);
    let sure = hits.iter().filter(|hit| !hit.doubtful || hit.range.start == 0);
    sure.flat_map(|hit| hit.borne.iter().map(|borne| borne.bearer.clone())).collect()
}

/// The records whose names begin some words.
fn beginning(names: &Names, text: &str) -> BTreeSet<Bearer> {
    let hits = names.parties(text);
    let first = hits.first().filter(|hit| hit.range.start <= 1);
    first.into_iter().flat_map(|hit| hit.borne.iter().map(|borne| borne.bearer.clone())).collect()
}

fn not_read_whole(ground: &Ground<'_>, cut: super::Cut, findings: &mut Findings) {
    let why = match cut {
        super::Cut::TooDeep => ("its elements are nested too deeply", "元素嵌套过深"),
        super::Cut::TooMany => ("it has too many elements", "元素过多"),
    };
    let sentence = Sentence::of((
        &format!("The text was not read to its end: {}. What stands there was not compared.", why.0),
        &format!("文本未能完整读取：{}。其余部分未作比较。", why.1),
    ));
    let advice = ("Send the notice without the page around it.", "请仅提交声明正文，不含页面其他部分。");
    let surety = Surety::of(Level::Sure, ("the reader stopped", "读取中止"));
    findings.add(
        Difference::new(Problem::TextNotReadWhole, Severity::Error, surety, sentence, advice)
            .at(ground.reading.title.clone()),
    );
}

fn not_compared(ground: &Ground<'_>, findings: &mut Findings) {
    let expected = ground.expected.len();
    let others = ground.reading.other_tables;
    let sentence = Sentence::of((
        &format!(
            "No list of third parties was recognised in the text ({others} other tables were), so its rows were not compared; {expected} are expected."
        ),
        &format!("未能在文本中识别第三方清单（另有{others}个其他表格），因此未比较清单各行；预期应有{expected}项。"),
    ));
    let advice = (
        "If the text has such a list, give its columns heads, or write each item as a name followed by what it is for. If it has none, see who below is not named.",
        "如文本中有此类清单，请为各列添加表头，或将各项写成名称及其用途；如没有，请查看下列未提及的接收方。",
    );
    let severity = if expected > 0 { Severity::Error } else { Severity::Warning };
    let surety = Surety::of(Level::Sure, ("no form of such a list was found", "未发现任何形式的此类清单"));
    findings.add(
        Difference::new(Problem::TableNotCompared, severity, surety, sentence.clone(), advice)
            .at(ground.reading.title.clone())
            .of([At::field(Kind::Notices, &ground.notice.key, "/listing")]),
    );
    findings.compared(Aspect::Rows, Extent::NotCompared, sentence);
    for expected in &ground.expected {
        if mentions(ground, &expected.who).is_empty() {
            missing(ground, expected, findings);
        }
    }
}

/// Where the text names somebody outside of lists of third parties, by itself or by its providers.
fn mentions(ground: &Ground<'_>, who: &Bearer) -> Vec<Quoted> {
    let of = |bearer: &Bearer| {
        let sure = |name: &&super::NameRead| name.bearers.contains(bearer) && name.surety.level < Level::Possible;
        let names = ground.reading.names.iter().filter(sure);
        names.flat_map(|name| name.outside.iter().cloned()).collect::<Vec<Quoted>>()
    };
    let own = of(who);
    if !own.is_empty() || who.kind != Kind::Processors {
        return own;
    }
    let by_provider = ground.providers(&who.key).into_iter().flat_map(|key| {
        // Who offers several services is not named for each of them.
        let known = ground.expected.iter().map(|expected| &expected.who).filter(|who| who.kind == Kind::Processors);
        let only = ground.offered(key, known.map(|who| &who.key)).len() == 1;
        if only { of(&Bearer { kind: Kind::Organizations, key: key.clone() }) } else { Vec::new() }
    });
    by_provider.collect()
}

/// Somebody who is expected and has no row.
fn missing(ground: &Ground<'_>, expected: &Expected, findings: &mut Findings) {
    let mentioned = mentions(ground, &expected.who);
    let compared =
        ground.reading.tables.iter().min_by_key(|table| table.surety.level).map(|table| table.surety.clone());
    let surety = match compared {
        Some(of_table) => less_sure(&of_table, &ground.of_absence()),
        None => less_sure(
            &Surety::of(
                Level::Likely,
                (
                    "no recorded name of it or its providers stands in the text",
                    "文本中没有该方或其提供者的任何已登记名称",
                ),
            ),
            &ground.of_absence(),
        ),
    };
    let problem = match (expected.listed, mentioned.is_empty()) {
        (true, _) if !ground.reading.tables.is_empty() => Problem::RowMissing,
        (_, false) => Problem::NamedOutsideTable,
        (_, true) => Problem::RecipientNotNamed,
    };
    let sentence = Sentence::say(|speech| {
        let who = ground.called(&expected.who, speech);
        let said = match (problem, expected.disclosed) {
            (Problem::RowMissing, true) => (
                "The recorded table lists {who}, to whom data goes, and no row of the text names it.",
                "登记的第三方清单列有{who}（且向其提供数据），但文本清单中没有对应的行。",
            ),
            (Problem::RowMissing, false) => (
                "The recorded table lists {who}, and no row of the text names it.",
                "登记的第三方清单列有{who}，但文本清单中没有对应的行。",
            ),
            (Problem::NamedOutsideTable, _) => (
                "Data goes to {who}, which the text names, but no row of its list of third parties does.",
                "数据提供给{who}，文本中提及该方，但第三方清单中没有对应的行。",
            ),
            _ => ("Data goes to {who}, and the text does not name it.", "数据提供给{who}，但文本中未提及该方。"),
        };
        speech.pick(said).replace("{who}", &who)
    });
    let advice = match problem {
        Problem::RowMissing => (
            "Add the row to the notice, or take it out of the record if the service is no longer used.",
            "请在声明中补充该行；如已不再使用该服务，请更新登记。",
        ),
        _ => (
            "Add a row for it to the notice, or end the disclosure in the register if it is over.",
            "请在声明中补充该行；如对外提供已结束，请在登记册中注明。",
        ),
    };
    let at: Vec<Quoted> = if mentioned.is_empty() { ground.beside().into_iter().collect() } else { mentioned };
    let called = ground.called(&expected.who, crate::report::speech::Speech::En);
    let severity = tempered(Severity::Error, surety.level);
    findings.add(
        Difference::new(problem, severity, surety, sentence, advice)
            .at(at)
            .of(expected.at.iter().cloned())
            .between(None, Some(&called)),
    );
}

/// A row of a recorded service that is not expected, or not listed.
fn extra(ground: &Ground<'_>, table: &TableRead, row: &RowRead, bearer: &Bearer, findings: &mut Findings) {
    let expected = ground.expected.iter().find(|expected| expected.who == *bearer);
    let listing = ground.notice.listing.is_some();
    let (problem, severity) = match expected {
        Some(expected) if expected.listed || !listing => return,
        Some(_) => (Problem::RowNotListed, Severity::Info),
        // A row that names the provider of a service that is expected is that of the service.
        None if bearer.kind == Kind::Organizations => {
            let mut known = ground.expected.iter().filter(|one| one.who.kind == Kind::Processors);
            if known.any(|one| ground.providers(&one.who.key).contains(&&bearer.key)) || ground.is_ours(&bearer.key) {
                return;
            }
            (Problem::RowWithoutUse, Severity::Warning)
        }
        None => (Problem::RowWithoutUse, Severity::Warning),
    };
    let open = !ground.behind.open.is_empty();
    let sentence = Sentence::say(|speech| {
        let who = ground.called(bearer, speech);
        let said = match (problem, open) {
            (Problem::RowNotListed, _) => (
                "The text lists {who}, which the recorded table of the notice does not list.",
                "文本清单列有{who}，但登记的第三方清单未列明。",
            ),
            (_, true) => (
                "The text lists {who}, and no recorded disclosure behind the notice goes there; that all are recorded is not stated.",
                "文本清单列有{who}，但已登记的对外提供情况均不涉及该方；未说明是否已全部登记。",
            ),
            (_, false) => (
                "The text lists {who}, and nothing behind the notice discloses data to it.",
                "文本清单列有{who}，但本声明下没有向其提供数据的处理活动。",
            ),
        };
        speech.pick(said).replace("{who}", &who)
    });
    let advice = match problem {
        Problem::RowNotListed => ("Record the row in the notice.", "请在登记册的声明记录中补充该行。"),
        _ => {
            ("Record the disclosure, or take the row out of the notice.", "请登记该对外提供情况，或从声明中删除该行。")
        }
    };
    let severity = tempered(severity, table.surety.level);
    findings.add(
        Difference::new(problem, severity, table.surety.clone(), sentence, advice)
            .at([row.at.clone()])
            .of([At::field(bearer.kind, &bearer.key, "")])
            .between(Some(&row.name), None),
    );
}

/// A row that nobody who is recorded is named in, and which resembles somebody.
fn similar(
    ground: &Ground<'_>,
    table: &TableRead,
    row: &RowRead,
    bearers: &BTreeSet<Bearer>,
    of: &BTreeMap<&Bearer, Vec<usize>>,
    findings: &mut Findings,
) {
    // Each of those it resembles has a row of its own: then this is somebody else.
    if bearers.iter().all(|bearer| of.contains_key(bearer)) {
        return not_recorded(table, row, findings);
    }
    let sentence = Sentence::say(|speech| {
        let names: Vec<String> = bearers.iter().map(|bearer| ground.called(bearer, speech)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let listed = crate::report::speech::Speech::listed(Some(speech), &names);
        speech
            .pick((
                "No record has the name “{name}” of this row. It may be meant for {who}, or be somebody else.",
                "没有记录使用该行的名称“{name}”。可能指{who}，也可能是另一方。",
            ))
            .replace("{name}", &row.name)
            .replace("{who}", &listed)
    });
    let advice = (
        "If it is the same, correct the notice, or record the spelling as an alias. If it is another one, record it.",
        "如为同一方，请更正声明或将该写法登记为别名；如为另一方，请单独登记。",
    );
    let surety = Surety::of(
        Level::Possible,
        ("names that resemble each other may be of different parties", "名称相近者可能并非同一方"),
    );
    findings.add(
        Difference::new(Problem::SimilarName, Severity::Warning, surety, sentence, advice)
            .at([row.at.clone()])
            .of(bearers.iter().map(|bearer| At::field(bearer.kind, &bearer.key, "/name")))
            .between(Some(&row.name), None),
    );
}

/// A row of somebody of whom there is no record.
fn not_recorded(table: &TableRead, row: &RowRead, findings: &mut Findings) {
    // Rows of what may be no list of third parties may be about anything.
    if table.surety.level == Level::Possible {
        return;
    }
    let sentence = Sentence::of((
        &format!("The text lists “{}”, and no record has this name.", row.name),
        &format!("文本清单列有“{}”，但没有记录使用该名称。", row.name),
    ));
    let advice = (
        "Record the service with its provider and disclosures, or the name as an alias; or take the row out of the notice.",
        "请登记该服务及其提供者和对外提供情况，或将该名称登记为别名；或从声明中删除该行。",
    );
    findings.add(
        Difference::new(Problem::RowNotRecorded, Severity::Warning, table.surety.clone(), sentence, advice)
            .at([row.at.clone()])
            .between(Some(&row.name), None),
    );
}

fn summary(
    ground: &Ground<'_>,
    rows: &[(&TableRead, &RowRead, Whose)],
    matched: &[Matched<'_>],
    findings: &mut Findings,
) {
    let (lists, rows) = (ground.reading.tables.len(), rows.len());
    let found: BTreeSet<&Bearer> = matched.iter().map(|one| &one.expected.who).collect();
    let (expected, found) = (ground.expected.len(), found.len());
    let doubtful = ground.reading.tables.iter().any(|table| table.surety.level == Level::Possible);
    let groups = ground
        .behind
        .recipients
        .iter()
        .filter(|recipient| recipient.is == crate::report::sharing::RecipientIs::Group)
        .count();
    let extent = if doubtful || groups > 0 || ground.reading.cut.is_some() { Extent::InPart } else { Extent::Compared };
    let sentence = Sentence::of((
        &format!(
            "{rows} rows of {lists} lists were compared with {expected} services and organisations that are listed or get data; {found} of them have a row. {groups} recipients without a name were not compared."
        ),
        &format!(
            "已将{lists}个清单的{rows}行与登记列明或获得数据的{expected}个服务和组织比较，其中{found}个有对应的行。{groups}个未具名的接收方未作比较。"
        ),
    ));
    findings.compared(Aspect::Rows, extent, sentence);
}
