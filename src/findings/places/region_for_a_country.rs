//! A region stands where a country belongs.

use crate::{
    domain::{
        Key, Kind, Pointer, RecordId, Ref,
        record::{Access, Activity, Location, Processor, Storage, System},
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field, listed},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Region where a country belongs", "应记录国家之处记录为地区"),
    checks: (
        "Activities, services and systems that name a region (“North America”, “Europe”) as the place of people, of storage, of a recipient or of access. Each record is reported once, with all such places.",
        "以地区（如“北美”“欧洲”）作为个人所在地、存储地、接收方所在地或访问地的处理活动、服务和系统。每条记录只报告一次，并列出全部此类地点。",
    ),
    why: (
        "A region stands for one unknown country. Which law applies, and whether data crosses a border, then has to be judged for every country that it may be.",
        "地区代表一个未知的国家；适用哪部法律、信息是否出境，都必须按每一个可能的国家分别判断。",
    ),
    basis: &[cited("GDPR Art 30(1)(e)"), cited("GDPR Arts 13(1)(f), 44"), cited("PIPL Art 39")],
    resolve: (
        "Ask the provider or look at its contract for the countries, and name these.",
        "向服务提供者询问或查阅合同，改为记录具体国家。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    storage: [{key: cloud, location: north-america}]\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    storage: [{key: cloud, location: us}]\n",
    looks: &[Look::Activity(of_activity), Look::Processor(of_processor), Look::System(of_system)],
};

/// A place that a record names: where in the record, and which.
type Named<'a> = (Pointer, &'a Key);

fn storage<'a>(list: &str, places: Option<&'a [Storage]>, named: &mut Vec<Named<'a>>) {
    for storage in places.into_iter().flatten() {
        let place = storage.location.as_ref();
        named.extend(place.map(|place| (field(list).at(&storage.key).at("location"), place.key())));
    }
}

fn access<'a>(at: &Pointer, list: Option<&'a [Access]>, named: &mut Vec<Named<'a>>) {
    for access in list.into_iter().flatten() {
        places(&at.at(&access.key).at("places"), access.places.as_deref(), named);
    }
}

fn places<'a>(at: &Pointer, list: Option<&'a [Ref<Location>]>, named: &mut Vec<Named<'a>>) {
    let places = list.into_iter().flatten().enumerate();
    named.extend(places.map(|(index, place)| (at.at(index), place.key())));
}

fn of_activity<'a>(activity: &'a Activity, inspector: &mut Inspector<'_, 'a>) {
    let mut named = Vec::new();
    for people in activity.people.iter().flatten() {
        let place = people.place.as_ref();
        named.extend(place.map(|place| (field("people").at(&people.key).at("place"), place.key())));
    }
    storage("storage", activity.storage.as_deref(), &mut named);
    access(&field("access"), activity.access.as_deref(), &mut named);
    for disclosure in inspector.ground.current(activity) {
        let at = field("disclosures").at(&disclosure.key);
        places(&at.at("locations"), disclosure.locations.as_deref(), &mut named);
        access(&at.at("access"), disclosure.access.as_deref(), &mut named);
    }
    tell(named, inspector);
}

fn of_processor<'a>(processor: &'a Processor, inspector: &mut Inspector<'_, 'a>) {
    let mut named = Vec::new();
    for place in processor.locations.iter().flatten() {
        let at = field("locations").at(&place.key).at("location");
        named.extend(place.location.as_ref().map(|location| (at, location.key())));
    }
    access(&field("access"), processor.access.as_deref(), &mut named);
    for sub_processor in processor.sub_processors.iter().flatten() {
        let at = field("sub_processors").at(&sub_processor.key).at("locations");
        places(&at, sub_processor.locations.as_deref(), &mut named);
    }
    tell(named, inspector);
}

fn of_system<'a>(system: &'a System, inspector: &mut Inspector<'_, 'a>) {
    let mut named = Vec::new();
    storage("storage", system.storage.as_deref(), &mut named);
    storage("backups", system.backups.as_deref(), &mut named);
    storage("key_places", system.key_places.as_deref(), &mut named);
    access(&field("access"), system.access.as_deref(), &mut named);
    tell(named, inspector);
}

/// Reports the regions among the places that a record names, at the first of them.
fn tell(named: Vec<Named<'_>>, inspector: &mut Inspector<'_, '_>) {
    let ground = inspector.ground;
    let regions: Vec<Named<'_>> = named.into_iter().filter(|(_, place)| ground.is_region(place)).collect();
    let Some((first, _)) = regions.first() else { return };
    let first = first.clone();
    let mut keys: Vec<&Key> = regions.iter().map(|(_, place)| *place).collect();
    keys.sort_unstable();
    keys.dedup();
    let names = listed(&keys, |key| ground.called(Kind::Locations, key));
    let fields = listed(&regions, |(at, _)| Both::same(at));
    let Both { en, zh } = inspector.name();
    let verb = if keys.len() == 1 { "stands" } else { "stand" };
    let finding = inspector.finds(
        first,
        Both::of(
            format!("In {en}, {} {verb} for one unknown country: {}.", names.en, fields.en),
            format!("{zh}中，{}代表一个未知的国家：{}。", names.zh, fields.zh),
        ),
    );
    finding.relates_to_all(keys.into_iter().map(|key| RecordId::new(Kind::Locations, key.clone())));
}
