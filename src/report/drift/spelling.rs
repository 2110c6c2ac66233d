//! Who is named in a text, and how: other spellings, former names, names of nobody who is recorded, and of those who get nothing.

use super::{
    Aspect, Bearer, Borne, Difference, Extent, How, Level, NameRead, Problem, Quoted, Severity, Surety, ground::Ground,
    model::Findings, rows::Matched, words_of,
};
use crate::{
    domain::Kind,
    report::{
        speech::Speech,
        told::{At, Sentence},
    },
};
use std::collections::BTreeSet;

/// Compares the names.
pub fn compare(ground: &Ground<'_>, matched: &[Matched<'_>], findings: &mut Findings) {
    let rows: BTreeSet<&str> = matched.iter().map(|one| one.row.name.as_str()).collect();
    for name in &ground.reading.names {
        if name.bearers.is_empty() {
            unknown(ground, name, findings);
        } else if name.surety.level < Level::Possible {
            spelled(ground, name, findings);
            without_use(ground, name, &rows, findings);
        }
    }
    let names = ground.reading.names.len();
    let known = ground.reading.names.iter().filter(|name| !name.bearers.is_empty()).count();
    let sentence = Sentence::of((
        &format!(
            "{names} names were found, {known} of them of recorded services and organisations. Names of nobody who is recorded are found only by a legal form or in a list of third parties."
        ),
        &format!(
            "共发现{names}个名称，其中{known}个属于已登记的服务和组织。未登记的名称仅能通过公司组织形式或第三方清单识别。"
        ),
    ));
    findings.compared(Aspect::Names, Extent::InPart, sentence);
}

/// Where a name stands: in the text first, then in lists.
fn places(name: &NameRead) -> impl Iterator<Item = Quoted> + '_ {
    name.outside.iter().chain(&name.inside).take(3).cloned()
}

fn spelled(ground: &Ground<'_>, name: &NameRead, findings: &mut Findings) {
    let borne = ground.names.exactly(&name.name);
    let words = words_of(&name.name);
    let alike: Vec<&Borne> = borne.iter().filter(|one| words_of(&one.written) == words).collect();
    if alike.iter().any(|one| matches!(one.how, How::Name | How::Other)) {
        return;
    }
    let Some(who) = alike.first().copied().or(borne.first()) else { return };
    let called = ground.called(&who.bearer, Speech::En);
    let at = At::field(who.bearer.kind, &who.bearer.key, "/name");
    let (problem, severity, surety, said, advice) = match alike.first().map(|one| one.how) {
        Some(How::Former) => (
            Problem::FormerName,
            Severity::Warning,
            Surety::of(Level::Sure, ("the register has it as a former name", "登记册将其列为曾用名")),
            ("“{text}” is a former name of {who}.", "“{text}”是{who}的曾用名。"),
            ("Use the name that it has now.", "请使用现用名称。"),
        ),
        Some(How::Misspelling) => (
            Problem::SpelledDifferently,
            Severity::Warning,
            Surety::of(Level::Sure, ("the register has it as a misspelling", "登记册将其列为误写")),
            ("“{text}” is a misspelling of {who}.", "“{text}”是{who}的误写。"),
            ("Correct the spelling in the notice.", "请在声明中更正写法。"),
        ),
        Some(_) => (
            Problem::SpelledDifferently,
            Severity::Warning,
            Surety::of(Level::Sure, ("the register has it as another spelling", "登记册将其列为另一种写法")),
            (
                "“{text}” is spelled otherwise than the name of the record, {who}.",
                "“{text}”的写法与登记名称{who}不同。",
            ),
            ("Use one spelling in the notice: that of the name in law.", "请在声明中统一使用法定名称的写法。"),
        ),
        None => (
            Problem::SpelledDifferently,
            Severity::Warning,
            Surety::of(
                Level::Likely,
                ("letters and digits are the same, words are parted otherwise", "字母和数字相同，但分词不同"),
            ),
            (
                "“{text}” is spelled otherwise than the name of the record, {who}.",
                "“{text}”的写法与登记名称{who}不同。",
            ),
            ("Use one spelling in the notice, or record it as an alias.", "请在声明中统一写法，或将该写法登记为别名。"),
        ),
    };
    let sentence = Sentence::say(|speech| {
        speech.pick(said).replace("{text}", &name.name).replace("{who}", &ground.called(&who.bearer, speech))
    });
    findings.add(
        Difference::new(problem, severity, surety, sentence, advice)
            .at(places(name))
            .of([at])
            .between(Some(&name.name), Some(&called)),
    );
}

/// A recorded service or organisation that is named, and gets nothing as far as recorded.
fn without_use(ground: &Ground<'_>, name: &NameRead, rows: &BTreeSet<&str>, findings: &mut Findings) {
    if name.outside.is_empty()
        || !name.inside.is_empty()
        || rows.contains(name.name.as_str())
        || name.bearers.iter().any(|bearer| is_behind(ground, bearer))
    {
        return;
    }
    let Some(who) = name.bearers.first() else { return };
    let sentence = Sentence::say(|speech| {
        speech
            .pick((
                "The text names {who}, and no recorded disclosure behind the notice goes there.",
                "文本提及{who}，但本声明下已登记的对外提供情况均不涉及该方。",
            ))
            .replace("{who}", &ground.called(who, speech))
    });
    let advice = (
        "If it gets data, record the disclosure. If it does not, the text need not name it.",
        "如该方获得数据，请登记对外提供情况；如未获得，文本无需提及。",
    );
    findings.add(
        Difference::new(Problem::NamedWithoutUse, Severity::Info, name.surety.clone(), sentence, advice)
            .at(name.outside.iter().cloned())
            .of(name.bearers.iter().map(|bearer| At::field(bearer.kind, &bearer.key, "")))
            .between(Some(&name.name), None),
    );
}

/// Whether somebody gives the notice, gets data behind it, or offers what does.
fn is_behind(ground: &Ground<'_>, bearer: &Bearer) -> bool {
    if ground.expected.iter().any(|expected| expected.who == *bearer) {
        return true;
    }
    let services = ground.behind.recipients.iter().filter_map(|recipient| recipient.key.as_ref());
    match bearer.kind {
        Kind::Organizations => {
            ground.is_ours(&bearer.key)
                || ground.behind.recipients.iter().any(|one| {
                    one.key.as_ref() == Some(&bearer.key)
                        || one.parties.iter().any(|party| party.key.as_ref() == Some(&bearer.key))
                })
                || services.into_iter().any(|service| ground.providers(service).contains(&&bearer.key))
                || ground.expected.iter().any(|expected| ground.providers(&expected.who.key).contains(&&bearer.key))
        }
        _ => services.into_iter().any(|service| *service == bearer.key),
    }
}

/// An organisation of which there is no record.
fn unknown(ground: &Ground<'_>, name: &NameRead, findings: &mut Findings) {
    let near: BTreeSet<&Bearer> =
        ground.names.near(&name.name).into_iter().flatten().map(|borne| &borne.bearer).collect();
    // Who it resembles stands in the text as well: then it is somebody else.
    let both = near.iter().all(|bearer| ground.reading.names.iter().any(|other| other.bearers.contains(bearer)));
    if !near.is_empty() && !both {
        let sentence = Sentence::say(|speech| {
            let names: Vec<String> = near.iter().map(|bearer| ground.called(bearer, speech)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            speech
                .pick((
                    "No record has the name “{text}”. It may be meant for {who}, or be somebody else.",
                    "没有记录使用名称“{text}”。可能指{who}，也可能是另一方。",
                ))
                .replace("{text}", &name.name)
                .replace("{who}", &Speech::listed(Some(speech), &names))
        });
        let advice = (
            "If it is the same, correct the notice, or record the spelling as an alias. If it is another one, record it.",
            "如为同一方，请更正声明或将该写法登记为别名；如为另一方，请单独登记。",
        );
        let surety = Surety::of(
            Level::Possible,
            ("names that resemble each other may be of different parties", "名称相近者可能并非同一方"),
        );
        return findings.add(
            Difference::new(Problem::SimilarName, Severity::Warning, surety, sentence, advice)
                .at(places(name))
                .of(near.into_iter().map(|bearer| At::field(bearer.kind, &bearer.key, "/name")))
                .between(Some(&name.name), None),
        );
    }
    if name.outside.is_empty() {
        return;
    }
    let sentence = Sentence::of((
        &format!("The text names {}, and no record has this name.", name.name),
        &format!("文本提及{}，但没有记录使用该名称。", name.name),
    ));
    let advice =
        ("Record it, if it gets data; or the name as an alias.", "如该方获得数据，请予登记；或将该名称登记为别名。");
    findings.add(
        Difference::new(Problem::UnknownOrganization, Severity::Info, name.surety.clone(), sentence, advice)
            .at(name.outside.iter().cloned())
            .between(Some(&name.name), None),
    );
}
