//! Places: where the text says that data is, and where the records say that it goes.

use super::{
    Aspect, Difference, Extent, Level, PlaceRead, Problem, Severity, Surety,
    ground::{Ground, is_first_hand},
    model::{Findings, less_sure, tempered},
};
use crate::{
    domain::{Key, Kind, LanguageTag, Ref, Text, record::Activity},
    flows::Atlas,
    report::{
        speech::Speech,
        told::{At, Sentence},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// A place that stands for more countries than this says nothing about where.
const ANYWHERE: usize = 120;

/// Compares the places.
pub fn compare(ground: &Ground<'_>, findings: &mut Findings) {
    let atlas = Atlas::of(ground.register);
    let known = known(ground);
    let goes = destinations(ground);
    for place in &ground.reading.places {
        not_recorded(&atlas, place, &known, findings);
    }
    let mut not_compared = 0;
    for (place, (who, at)) in &goes {
        match is_named(ground, &atlas, place) {
            Some(true) => {}
            Some(false) => not_named(ground, place, who, at, findings),
            None => not_compared += 1,
        }
    }
    let named = ground.reading.places.len();
    let compared = goes.len() - not_compared;
    let sentence = Sentence::of((
        &format!(
            "{named} places that the text names for data were looked for in the records, and {compared} places to which data goes in the text; {not_compared} could not be, for they have no name in its language or stand for any country."
        ),
        &format!(
            "已在登记册中查找文本所称的{named}个数据所在地，并在文本中查找数据去往的{compared}个地点；{not_compared}个无法查找：没有该语言的名称，或可指任何国家。"
        ),
    ));
    let extent = if named == 0 && goes.is_empty() {
        Extent::NotCompared
    } else if not_compared > 0 {
        Extent::InPart
    } else {
        Extent::Compared
    };
    findings.compared(Aspect::Places, extent, sentence);
}

/// Every place that the records behind the notice know of.
fn known(ground: &Ground<'_>) -> BTreeSet<Key> {
    let mut known: BTreeSet<Key> = destinations(ground).into_keys().collect();
    let shares = || ground.behind.recipients.iter().flat_map(|recipient| &recipient.shares);
    known.extend(
        shares()
            .flat_map(|share| &share.places.items)
            .filter_map(|place| place.location.as_ref())
            .map(|location| location.key.clone()),
    );
    for access in shares().flat_map(|share| &share.access.items) {
        known.extend(
            access
                .places
                .iter()
                .flatten()
                .filter_map(|place| place.location.as_ref())
                .map(|location| location.key.clone()),
        );
    }
    let audience = ground.notice.audience.as_ref().and_then(|audience| audience.places.as_deref());
    known.extend(audience.into_iter().flatten().map(|place| place.key().clone()));
    for activity in activities(ground) {
        known.extend(
            activity
                .people
                .iter()
                .flatten()
                .filter_map(|people| people.place.as_ref())
                .map(|place| place.key().clone()),
        );
        known.extend(
            activity
                .access
                .iter()
                .flatten()
                .flat_map(|access| access.places.iter().flatten())
                .map(|place| place.key().clone()),
        );
        known.extend(
            activity
                .storage
                .iter()
                .flatten()
                .filter_map(|storage| storage.location.as_ref())
                .map(|place| place.key().clone()),
        );
    }
    let controller = ground.notice.controller.as_ref().map(Ref::key);
    let parties = shares().flat_map(|share| share.to.items.iter().filter_map(|who| who.key.as_ref()));
    for organization in controller.into_iter().chain(parties).filter_map(|key| ground.records.organization(key)) {
        let address = organization.address.as_ref().and_then(|address| address.location.as_ref());
        let of = [organization.incorporated_in.as_ref(), organization.principal_place.as_ref(), address];
        known.extend(of.into_iter().flatten().map(|place| place.key().clone()));
        known.extend(
            organization
                .establishments
                .iter()
                .flatten()
                .filter_map(|one| one.location.as_ref())
                .map(|place| place.key().clone()),
        );
    }
    known
}

fn activities<'a>(ground: &Ground<'a>) -> impl Iterator<Item = &'a Activity> {
    let records = ground.records;
    let notice = &ground.notice.key;
    records.0.of_kind(Kind::Activities, None).filter_map(move |entry| {
        records
            .activity(&entry.id.key)
            .filter(|activity| activity.notices.iter().flatten().any(|named| named.key() == notice))
    })
}

/// The places to which data goes, who has it there, and the fields that say so.
fn destinations(ground: &Ground<'_>) -> BTreeMap<Key, (BTreeSet<String>, BTreeSet<At>)> {
    let mut goes: BTreeMap<Key, (BTreeSet<String>, BTreeSet<At>)> = BTreeMap::new();
    for recipient in &ground.behind.recipients {
        for share in recipient.shares.iter().filter(|share| is_first_hand(share)) {
            let places = share.places.items.iter().filter_map(|place| place.location.as_ref());
            for location in places {
                let (who, at) = goes.entry(location.key.clone()).or_default();
                who.extend(recipient.name.as_ref().map(|name| name.by_default().to_owned()));
                let field = share.disclosure.as_ref().map_or_else(String::new, |key| format!("/disclosures/{key}"));
                at.insert(At::field(Kind::Activities, &share.activity.key, field));
            }
        }
    }
    goes
}

/// Whether the text names a place, one that holds it, or one within it; `None`: nobody can tell.
fn is_named(ground: &Ground<'_>, atlas: &Atlas<'_>, place: &Key) -> Option<bool> {
    let wide = atlas.place(place).is_some_and(|at| at.is_region() && at.candidates.len() > ANYWHERE);
    let location = ground.records.location(place)?;
    let has_name = |name: &Text| {
        ground.language.as_ref().is_some_and(|own| {
            name.iter().any(|(tag, _)| tag.parse().is_ok_and(|tag: LanguageTag| base(&tag) == base(own)))
        })
    };
    let named =
        ground.reading.locations.iter().any(|there| atlas.contains(there, place) || atlas.contains(place, there));
    if named {
        return Some(true);
    }
    (!wide && has_name(&location.name)).then_some(false)
}

fn base(tag: &LanguageTag) -> String {
    tag.lookup().last().unwrap_or_default().to_owned()
}

/// A place that the text names for data and the records behind the notice do not know.
fn not_recorded(atlas: &Atlas<'_>, place: &PlaceRead, known: &BTreeSet<Key>, findings: &mut Findings) {
    let is_known = place.locations.iter().any(|location| {
        known
            .iter()
            .any(|known| known == location || atlas.contains(known, location) || atlas.contains(location, known))
    });
    if is_known || place.surety.level == Level::Possible {
        return;
    }
    let Some(location) = place.locations.first() else { return };
    let sentence = Sentence::say(|speech| {
        speech
            .pick((
                "The text speaks of {place} where it says where data is or goes, and no record behind the notice knows it there.",
                "文本在说明数据所在地或去向时提及{place}，但本声明下的登记均未涉及该地。",
            ))
            .replace("{place}", &place.name)
    });
    let advice = ("Record where data is, or correct the notice.", "请登记数据所在地，或更正声明。");
    let severity = tempered(Severity::Warning, place.surety.level);
    findings.add(
        Difference::new(Problem::PlaceNotRecorded, severity, place.surety.clone(), sentence, advice)
            .at([place.at.clone()])
            .of([At::field(Kind::Locations, location, "")])
            .between(Some(&place.name), None),
    );
}

fn not_named(ground: &Ground<'_>, place: &Key, who: &BTreeSet<String>, at: &BTreeSet<At>, findings: &mut Findings) {
    let called = |speech: Speech| {
        let named = ground.records.named(Kind::Locations, place);
        named.name.as_ref().map_or_else(|| place.to_string(), |name| name.speak(&speech.tag(), None).text.to_owned())
    };
    let sentence = Sentence::say(|speech| {
        let who: Vec<&str> = who.iter().map(String::as_str).collect();
        speech
            .pick((
                "Data goes to {place} ({who}), and the text names neither that place nor one that holds it.",
                "数据去往{place}（{who}），但文本既未提及该地，也未提及其所属地区。",
            ))
            .replace("{place}", &called(speech))
            .replace("{who}", &Speech::listed(Some(speech), &who))
    });
    let advice = ("Name the place in the notice, or correct the record.", "请在声明中说明该地点，或更正登记。");
    let surety = less_sure(
        &Surety::of(Level::Likely, ("no recorded name of it stands in the text", "文本中没有该地点的任何已登记名称")),
        &ground.of_absence(),
    );
    let severity = tempered(Severity::Warning, surety.level);
    findings.add(
        Difference::new(Problem::PlaceNotNamed, severity, surety, sentence, advice)
            .at(ground.reading.title.clone())
            .of(at.iter().cloned())
            .between(None, Some(&called(Speech::En))),
    );
}
