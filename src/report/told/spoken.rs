//! Parts of models as cells of a page.

use super::{At, Certainty, ExtentTold, Named, PeopleAt, Reached, Sentence, Told, Who, WhoIs, Words};
use crate::{
    domain::{
        Key,
        record::{Contact, ContactFunction},
        value::{Ref, WebUrl},
    },
    report::{page::Cell, reader::Voice, table::Said},
};

/// Words of the program.
#[must_use]
pub fn sentence(voice: &Voice<'_>, sentence: &Sentence) -> Said {
    voice.own(sentence.speak(voice.speech))
}

/// A record by its name, or its key.
#[must_use]
pub fn named(voice: &Voice<'_>, named: &Named) -> Cell {
    Cell::Text(match &named.name {
        Some(name) => voice.text(name, named.language.as_ref()),
        None => voice.plain(named.key.as_str()),
    })
}

/// A name or description.
#[must_use]
pub fn words(voice: &Voice<'_>, words: Option<&Words>) -> Cell {
    match words {
        Some(Words::Plain(name)) => Cell::Text(voice.plain(&**name)),
        Some(Words::Spoken(text)) => Cell::Text(voice.text(text, None)),
        None => Cell::Unknown,
    }
}

/// A list: what is recorded, and that more may be.
#[must_use]
pub fn listed<T>(voice: &Voice<'_>, told: &Told<T>, each: impl FnMut(&T) -> Cell) -> Cell {
    let mut cells: Vec<Cell> = told.items.iter().map(each).collect();
    match (cells.is_empty(), told.extent) {
        (true, ExtentTold::Complete) => return Cell::None,
        (true, ExtentTold::Open | ExtentTold::Unknown) => return Cell::Unknown,
        (false, ExtentTold::Complete) => {}
        (false, ExtentTold::Open | ExtentTold::Unknown) => {
            cells.push(Cell::Text(voice.says(("perhaps more", "可能还有其他"))));
        }
    }
    Cell::List(cells)
}

/// Places in records.
#[must_use]
pub fn places(voice: &Voice<'_>, at: &[At]) -> Cell {
    Cell::List(at.iter().map(|at| Cell::Text(voice.plain(at.to_string()))).collect())
}

/// Somebody at an end of a flow.
#[must_use]
pub fn who(voice: &Voice<'_>, who: &Who) -> Cell {
    match who.is {
        WhoIs::People => Cell::Text(voice.says(("the people themselves", "本人"))),
        WhoIs::Us => Cell::Text(voice.says(("we, for others", "我方（受托）"))),
        WhoIs::Organization | WhoIs::Named | WhoIs::Described => words(voice, who.name.as_ref()),
    }
}

/// How sure something is.
#[must_use]
pub fn sure(voice: &Voice<'_>, certainty: Certainty) -> Cell {
    Cell::Text(voice.says(match certainty {
        Certainty::Surely => ("surely", "确定"),
        Certainty::Perhaps => ("perhaps", "可能"),
    }))
}

/// The people at a place, from at least to at most.
#[must_use]
pub fn people(voice: &Voice<'_>, at: &PeopleAt) -> String {
    let place = match at.place.as_ref().map(|place| (named(voice, place), place)) {
        Some((Cell::Text(said), _)) => said.text,
        Some((_, place)) => place.key.to_string(),
        None => voice.unknown().text,
    };
    let most = at.range.at_most.map_or_else(|| voice.unknown().text, |most| most.to_string());
    format!("{place}: {} – {most}", at.range.at_least)
}

/// Whom to reach at an organisation, or where that would be recorded.
#[must_use]
pub fn contacts(voice: &Voice<'_>, reached: &Reached) -> Cell {
    match &reached.missing {
        Some(at) => Cell::Missing(voice.plain(at.to_string())),
        None => Cell::List(reached.contacts.iter().map(|told| Cell::Text(contact(voice, told))).collect()),
    }
}

/// What for, who, how to reach them, for which territories.
fn contact(voice: &Voice<'_>, contact: &Contact) -> Said {
    let Contact { key, function, territories, organization, name, email, phone, url, address } = contact;
    let address = address.iter().flat_map(|address| {
        let lines = address.lines.iter().flatten().map(|line| &**line);
        lines.chain(address.postal_code.as_deref()).chain(address.locality.as_deref())
    });
    let ways = [name.as_deref(), email.as_deref(), phone.as_deref(), url.as_ref().map(WebUrl::as_str)];
    let ways: Vec<&str> = ways.into_iter().flatten().chain(address).collect();
    let acting = organization.as_ref().map(|organization| organization.key().as_str());
    let ways = match (ways.is_empty(), acting) {
        (true, acting) => acting.unwrap_or(key.as_str()).to_owned(),
        (false, _) => ways.join(", "),
    };
    let territories: Vec<&str> = territories.iter().flatten().map(Ref::key).map(Key::as_str).collect();
    let for_what = function.map(|function| voice.speech.pick(words_of(function)));
    let told = for_what.map_or(ways.clone(), |for_what| voice.speech.aside(&ways, for_what));
    voice.plain(if territories.is_empty() { told } else { format!("{told} [{}]", territories.join(", ")) })
}

/// What a contact is for.
#[must_use]
pub const fn words_of(function: ContactFunction) -> (&'static str, &'static str) {
    use ContactFunction as F;
    match function {
        F::General => ("general", "综合"),
        F::Privacy => ("privacy", "隐私"),
        F::DataProtectionOfficer => ("data protection officer", "数据保护官"),
        F::EuRepresentative => ("representative in the EU", "欧盟代表"),
        F::UkRepresentative => ("representative in the UK", "英国代表"),
        F::SwissRepresentative => ("representative in Switzerland", "瑞士代表"),
        F::ChinaRepresentative => ("representative in China", "中国境内代表"),
        F::ChinaResponsiblePerson => ("person responsible for personal information, China", "个人信息保护负责人"),
        F::QuebecPersonInCharge => ("person in charge, Quebec", "魁北克个人信息负责人"),
        F::CanadaAccountablePerson => ("accountable person, Canada", "加拿大问责负责人"),
        F::Complaints => ("complaints", "投诉"),
        F::Security => ("security", "安全"),
    }
}
