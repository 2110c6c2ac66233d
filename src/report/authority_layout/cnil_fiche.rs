//! The register of the Commission nationale de l'informatique et des libertés (France), simplified model: for each controller
//! the list of its activities, and a form for each of them, with French heads.
//!
//! The form has no place for the legal basis: a row of our own tells it after the purposes. Values of the form's own lists are
//! said in its words where a record surely means them, and no country is called adequate.

use super::{
    Layout,
    actors::Actor,
    desk::Desk,
    model::{Filled, Nothing, Part, Row, Sheet, Statement},
};
use crate::{
    domain::{
        Key, Kind,
        record::{
            Activity, AgreementKind, ContactFunction as F, DataItem, Disclosure, DisclosureKind, GdprSpecial, Recipient,
        },
        value::{RecordId, Ref},
    },
    report::{Said, record_of_processing::model::Capacity, told::At},
};

/// The layout.
pub(super) const LAYOUT: Layout = Layout {
    name: "cnil-fiche",
    title: "Registre des activités de traitement",
    language: "fr",
    home: Some(("eu-gdpr-chapter-v", "eea")),
    fill,
};

/// The rows for data, and the categories that belong in each.
const DATA: [(&str, &[&str]); 6] = [
    (
        "État civil, identité, données d'identification, images…",
        &["identity", "contact", "account", "professional.company_name", "professional.job_title"],
    ),
    (
        "Vie personnelle (habitudes de vie, situation familiale, etc.)",
        &["demographic", "preference", "social", "behaviour", "communication", "content", "minor", "inferred"],
    ),
    (
        "Informations d'ordre économique et financier (revenus, situation financière, situation fiscale, etc.)",
        &["financial", "commercial", "professional.salary", "government_id.tax_id"],
    ),
    ("Données de connexion (adress IP, logs, etc.)", &["network", "device", "tracking", "account.login_history"]),
    ("Données de localisation (déplacements, données GPS, GSM, etc.)", &["location"]),
    ("Numéro de Sécurité Sociale (ou NIR)", &["government_id.social_security"]),
];

/// The rows for sensitive data, and the categories that belong in each.
const SENSITIVE: [(&str, &[&str]); 9] = [
    ("Données révélant l'origine raciale ou ethnique", &["special.ethnic_origin"]),
    ("Données révélant les opinions politiques", &["special.political_opinion"]),
    (
        "Données révélant les convictions religieuses ou philosophiques",
        &["special.religious_belief", "special.philosophical_belief"],
    ),
    ("Données révélant l'appartenance syndicale", &["special.trade_union"]),
    ("Données génétiques", &["genetic"]),
    ("Données biométriques aux fins d'identifier une personne physique de manière unique", &["biometric"]),
    ("Données concernant la santé", &["health"]),
    (
        "Données concernant la vie sexuelle ou l'orientation sexuelle",
        &["special.sex_life", "special.sexual_orientation"],
    ),
    ("Données relatives à des condamnations pénales ou infractions", &["criminal"]),
];

/// The row of our own for data that belongs in none of them.
const OTHER: &str = "Autres catégories de données";

const ACTOR: [&str; 8] = ["", "Nom", "Adresse", "Code Postal", "Ville", "Pays", "Téléphone", "Adresse mél"];

const LISTED: [&str; 6] = [
    "Nom du traitement",
    "N° / RÉF",
    "Date de création de la fiche",
    "Dernière mise à jour de la fiche",
    "Finalité du traitement",
    "Données sensibles ? Oui/non",
];

fn fill(desk: &Desk<'_, '_>) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for (party, activities) in desk.by_party(Capacity::Controller) {
        sheets.push(list(desk, party, &activities));
        sheets.extend(activities.iter().map(|activity| form(desk, party, activity)));
    }
    sheets
}

/// The list of the activities of a controller.
fn list(desk: &Desk<'_, '_>, party: Option<&Key>, activities: &[&Activity]) -> Sheet {
    let unknown = || match activities.first() {
        Some(activity) => desk.of(activity, "controllers"),
        None => At { record: Kind::Activities.to_string(), field: String::new() },
    };
    let block = |heading: &str, actor: &Actor| {
        let heads = ["Nom", "Adresse", "Adresse mél", "Code postal", "Ville", "Téléphone"];
        let cells = [&actor.name, &actor.street, &actor.email, &actor.postal_code, &actor.town, &actor.phone];
        desk.fields(heading, heads.into_iter().zip(cells.map(Clone::clone)))
    };
    let row = |activity: &&Activity| {
        let mut cells = dated(desk, activity).to_vec();
        cells.push(first_purpose(desk, activity));
        cells.push(sensitive(desk, activity));
        Row { record: Some(format!("{}/{}", Kind::Activities, activity.key)), name: None, cells }
    };
    let controller = party.map(|key| desk.name(Kind::Organizations, key).text);
    let title = "Liste des traitements";
    Sheet {
        about: party.map(|key| format!("{}/{key}", Kind::Organizations)),
        name: desk.head(&controller.map_or_else(|| title.to_owned(), |name| format!("{title} – {name}"))),
        parts: vec![
            block("Coordonnées du responsable de l’organisme", &desk.actor(party, unknown)),
            block("Coordonnées du représentant", &desk.appointed(party, &REPRESENTATIVE, unknown)),
            block(
                "Coordonnées du délégué à la protection des données (DPO)",
                &desk.appointed(party, &[F::DataProtectionOfficer], unknown),
            ),
            desk.table(Some(title), &LISTED, activities.iter().map(row).collect()),
        ],
    }
}

const REPRESENTATIVE: [F; 1] = [F::EuRepresentative];

/// Name, reference, and the days on which the record was begun and last changed.
fn dated(desk: &Desk<'_, '_>, activity: &Activity) -> [Filled; 4] {
    let name = desk.reader.text(&activity.name, activity.language.as_ref());
    let changed = desk
        .reader
        .register
        .get(&RecordId::new(Kind::Activities, activity.key.clone()))
        .filter(|entry| entry.seq > 0)
        .map(|entry| crate::domain::Day(entry.recorded_at.date_naive()));
    let updated = changed.map_or_else(|| Filled::nothing(Nothing::NotHeld), |day| Filled::day(Some(day), || desk.of(activity, "")));
    [
        Filled::said(name),
        Filled::said(desk.reader.plain(activity.key.as_str())),
        Filled::day(activity.since, || desk.of(activity, "since")),
        updated,
    ]
}

fn first_purpose(desk: &Desk<'_, '_>, activity: &Activity) -> Filled {
    purposes(desk, activity).into_iter().next().unwrap_or_default()
}

/// A cell for each purpose; one that says why, where there is none.
fn purposes(desk: &Desk<'_, '_>, activity: &Activity) -> Vec<Filled> {
    let Some(purposes) = &activity.purposes else { return vec![Filled::missing(desk.of(activity, "purposes"))] };
    let cell = |purpose: &crate::domain::record::Purpose| {
        let said = purpose.text.as_ref().map(|text| desk.reader.text(text, activity.language.as_ref()));
        Filled::said_or(said, || desk.of(activity, &format!("purposes/{}/text", purpose.key)))
    };
    slots(purposes.iter().map(cell).collect(), 1, || desk.open(activity, "purposes"))
}

/// At least `least` cells: those beyond what is recorded say whether there can be more.
fn slots(mut cells: Vec<Filled>, least: usize, open: impl Fn() -> Option<At>) -> Vec<Filled> {
    while cells.len() < least {
        cells.push(Filled::nothing_in(open()));
    }
    cells
}

fn sensitive(desk: &Desk<'_, '_>, activity: &Activity) -> Filled {
    let Some(data) = &activity.data else { return Filled::missing(desk.of(activity, "data")) };
    if data.iter().any(|item| is_sensitive(desk, item)) {
        return Filled::said(desk.head("Oui"));
    }
    let mut filled = Filled::default();
    for item in data.iter().filter(|item| desk.special(item).is_none()) {
        filled.miss(desk.of(activity, &format!("data/{}/category", item.key)));
    }
    match desk.open(activity, "data") {
        _ if !filled.missing.is_empty() => filled,
        Some(at) => Filled::nothing_in(Some(at)),
        None => Filled::said(desk.head("Non")),
    }
}

fn is_sensitive(desk: &Desk<'_, '_>, item: &DataItem) -> bool {
    matches!(desk.special(item), Some(GdprSpecial::Article9 | GdprSpecial::Article10))
        || SENSITIVE.iter().any(|(_, within)| desk.is_within(item, within))
}

/// The form of an activity.
fn form(desk: &Desk<'_, '_>, party: Option<&Key>, activity: &Activity) -> Sheet {
    let heads = ["Nom du traitement", "N° / RÉF", "Date de création du traitement", "Mise à jour du traitement"];
    let mut parts = vec![
        desk.fields("Description du traitement", heads.into_iter().zip(dated(desk, activity))),
        actors(desk, party, activity),
        finality(desk, activity),
    ];
    parts.extend(data(desk, activity));
    parts.extend([people(desk, activity), recipients(desk, activity), measures(desk, activity), abroad(desk, activity)]);
    Sheet {
        about: Some(format!("{}/{}", Kind::Activities, activity.key)),
        name: desk.reader.text(&activity.name, activity.language.as_ref()),
        parts,
    }
}

/// A row of a table whose first cell is one of its heads.
fn row(desk: &Desk<'_, '_>, head: &str, cells: impl IntoIterator<Item = Filled>) -> Row {
    Row { record: None, name: None, cells: std::iter::once(Filled::said(desk.head(head))).chain(cells).collect() }
}

fn actors(desk: &Desk<'_, '_>, party: Option<&Key>, activity: &Activity) -> Part {
    let unknown = || desk.of(activity, "controllers");
    let cells = |actor: Actor| {
        let Actor { name, street, postal_code, town, country, phone, email } = actor;
        [name, street, postal_code, town, country, phone, email]
    };
    let officer = [F::DataProtectionOfficer];
    let mut rows = vec![
        row(desk, "Responsable du traitement", cells(desk.actor(party, unknown))),
        row(desk, "Délégué à la protection des données", cells(desk.appointed(party, &officer, unknown))),
    ];
    let acting = party.and_then(|key| desk.organization(key)).and_then(|organization| {
        let mut contacts = organization.contacts.iter().flatten();
        contacts.find(|contact| contact.function == Some(officer[0])).map(|contact| contact.organization.as_ref())
    });
    let company = match acting {
        Some(Some(company)) => desk.actor(Some(company.key()), unknown),
        // Nobody is recorded as a company's: that he is none's is not said.
        Some(None) | None => desk.appointed(party, &officer, unknown),
    };
    let company = if let Some(Some(_)) = acting {
        cells(company)
    } else {
        let silent = Filled { statements: Vec::new(), ..company.name };
        [(); 7].map(|()| silent.clone().or_nothing(Nothing::NotApplicable))
    };
    rows.push(row(desk, "Société du DPO (si celui-ci est externe)", company));
    rows.push(row(desk, "Représentant", cells(desk.appointed(party, &REPRESENTATIVE, unknown))));
    let others: Vec<&Key> =
        activity.controllers.iter().flatten().map(Ref::key).filter(|key| Some(*key) != party).collect();
    if others.is_empty() {
        let silent = match activity.controllers {
            None => Filled::missing(unknown()),
            Some(_) => Filled::nothing_in(desk.open(activity, "controllers")),
        };
        rows.push(row(desk, "Responsable(s) conjoint(s)", [(); 7].map(|()| silent.clone())));
    }
    rows.extend(
        others.into_iter().map(|key| row(desk, "Responsable(s) conjoint(s)", cells(desk.actor(Some(key), unknown)))),
    );
    desk.table(Some("Acteurs"), &ACTOR, rows)
}

fn finality(desk: &Desk<'_, '_>, activity: &Activity) -> Part {
    let cells = slots(purposes(desk, activity), 6, || desk.open(activity, "purposes"));
    let heads: Vec<String> = (0..cells.len())
        .map(|at| if at == 0 { "Finalité principale".to_owned() } else { format!("Sous-finalité {at}") })
        .collect();
    let basis = desk.bases(activity, &["gdpr"], |basis| Some(desk.basis(basis))).or_nothing(Nothing::None);
    let fields = heads.iter().map(String::as_str).zip(cells).chain([("Base légale", basis)]);
    desk.fields("Finalité(s) du traitement effectué", fields)
}

/// The two tables of data: what each row has, and how long it is kept.
fn data(desk: &Desk<'_, '_>, activity: &Activity) -> [Part; 2] {
    let columns = ["", "Description", "Durée de conservation"];
    let items: Vec<&DataItem> = activity.data.iter().flatten().collect();
    let place = |item: &DataItem| {
        let sensitive = SENSITIVE.iter().position(|(_, within)| desk.is_within(item, within));
        let ordinary = || DATA.iter().rposition(|(_, within)| desk.is_within(item, within));
        sensitive.map(|at| (true, at)).or_else(|| ordinary().map(|at| (false, at)))
    };
    let of = |wanted: Option<(bool, usize)>| -> Vec<&DataItem> {
        items.iter().copied().filter(|item| place(item) == wanted).collect()
    };
    let filled = |head: &str, items: &[&DataItem]| {
        if items.is_empty() {
            let silent = match activity.data {
                None => Filled::missing(desk.of(activity, "data")),
                Some(_) => Filled::nothing_in(desk.open(activity, "data")),
            };
            return row(desk, head, [silent.clone(), silent]);
        }
        let (mut what, mut kept) = (Filled::default(), Filled::default());
        for item in items {
            what.add(desk.datum(activity, item));
            kept.add(desk.retention_of(activity, item));
        }
        row(desk, head, [what, kept])
    };
    let rows = |sensitive: bool, heads: &[(&str, &[&str])]| -> Vec<Row> {
        heads.iter().enumerate().map(|(at, (head, _))| filled(head, &of(Some((sensitive, at))))).collect()
    };
    let mut ordinary = rows(false, &DATA);
    ordinary.push(filled(OTHER, &of(None)));
    [
        desk.table(Some("Catégories de données personnelles concernées"), &columns, ordinary),
        desk.table(Some("Données sensibles"), &columns, rows(true, &SENSITIVE)),
    ]
}

fn people(desk: &Desk<'_, '_>, activity: &Activity) -> Part {
    let mut rows: Vec<[Filled; 2]> = Vec::new();
    for key in activity.subjects.iter().flatten().map(Ref::key) {
        let described = desk.records.subject(key).and_then(|subject| {
            subject.description.as_ref().map(|text| desk.reader.text(text, subject.language.as_ref()))
        });
        let described = Filled::said_or(described, || At::field(Kind::DataSubjects, key, "/description"));
        rows.push([Filled::said(desk.name(Kind::DataSubjects, key)), described]);
    }
    let columns = ["", "Description", "Précisions"];
    let rows = numbered(desk, "Catégorie de personnes", rows, 2, || silent(desk, activity, "subjects", activity.subjects.is_some()));
    desk.table(Some("Catégories de personnes concernées"), &columns, rows)
}

/// Why a list of an activity has nothing more.
fn silent(desk: &Desk<'_, '_>, activity: &Activity, list: &str, recorded: bool) -> Filled {
    if recorded { Filled::nothing_in(desk.open(activity, list)) } else { Filled::missing(desk.of(activity, list)) }
}

/// Rows that are numbered, at least `least` of them.
fn numbered<const N: usize>(
    desk: &Desk<'_, '_>,
    head: &str,
    mut rows: Vec<[Filled; N]>,
    least: usize,
    silent: impl Fn() -> Filled,
) -> Vec<Row> {
    while rows.len() < least {
        rows.push([(); N].map(|()| silent()));
    }
    rows.into_iter().enumerate().map(|(at, cells)| row(desk, &format!("{head} {}", at + 1), cells)).collect()
}

fn recipients(desk: &Desk<'_, '_>, activity: &Activity) -> Part {
    let disclosures = activity.disclosures.iter().flatten();
    let rows: Vec<[Filled; 2]> = disclosures
        .filter(|disclosure| desk.day.within(disclosure.since, disclosure.until))
        .map(|disclosure| {
            let (kind, name) = recipient(desk, activity, disclosure);
            [Filled::said(desk.head(kind)), Filled::said(name)]
        })
        .collect();
    let columns = ["", "Type de destinataire", "Précisions"];
    let rows = numbered(desk, "Destinataire", rows, 4, || {
        silent(desk, activity, "disclosures", activity.disclosures.is_some())
    });
    desk.table(Some("Destinataires"), &columns, rows)
}

/// What the form calls a recipient, and its name.
fn recipient(desk: &Desk<'_, '_>, activity: &Activity, disclosure: &Disclosure) -> (&'static str, Said) {
    let text = |text| desk.reader.text(text, activity.language.as_ref());
    let abroad = || {
        let mut places = disclosure.locations.iter().flatten();
        places.any(|place| desk.abroad(place.key()) == Some(true))
    };
    let (inside, name) = match &disclosure.recipient {
        Recipient::Department(words) => return ("Service interne qui traite les données", text(words)),
        Recipient::Processor(key) => (false, desk.name(Kind::Processors, key.key())),
        Recipient::Organization(key) => (true, desk.name(Kind::Organizations, key.key())),
        Recipient::Group(words) => (true, text(words)),
        Recipient::Authority(words) | Recipient::Public(words) => return ("Autre (Préciser)", text(words)),
    };
    let kind = match disclosure.kind {
        Some(DisclosureKind::Entrusted) => "Sous-traitants",
        _ if abroad() => "Destinataires dans des pays tiers ou organisations internationales",
        Some(DisclosureKind::Provided) if inside => "Partenaires institutionnels ou commerciaux",
        _ => "Autre (Préciser)",
    };
    (kind, name)
}

fn measures(desk: &Desk<'_, '_>, activity: &Activity) -> Part {
    let rows: Vec<[Filled; 2]> = activity
        .security
        .iter()
        .flatten()
        .map(|measure| {
            let said = desk.reader.text(&measure.measure, activity.language.as_ref());
            let state = measure.state.map_or(("state not recorded", "状态未记录"), crate::report::words::state);
            let text = desk.reader.speech.aside(&said.text, desk.reader.speech.pick(state));
            // Of which of the form's kinds a measure is, nobody recorded.
            [Filled::said(desk.head("Autres mesures (à préciser)")), Filled::said(Said { text, ..said })]
        })
        .collect();
    let columns = ["", "Type de mesure de sécurité", "Précisions"];
    let rows =
        numbered(desk, "Mesure de sécurité", rows, 3, || silent(desk, activity, "security", activity.security.is_some()));
    desk.table(Some("Mesures de sécurité"), &columns, rows)
}

fn abroad(desk: &Desk<'_, '_>, activity: &Activity) -> Part {
    let transfers = desk.transfers(activity);
    let rows: Vec<[Filled; 4]> = transfers
        .abroad
        .iter()
        .map(|one| {
            let (mut guarantees, mut links) = (Filled::default(), Filled::default());
            for agreement in &one.agreements {
                guarantees.say(guarantee(desk, agreement.kind, &agreement.key));
                let pages = agreement.documents.iter().flatten().filter_map(|document| document.url.clone());
                pages.for_each(|page| links.state(Statement::Link(page)));
                if links.statements.is_empty() {
                    links.miss(At::field(Kind::Agreements, &agreement.key, "/documents"));
                }
            }
            one.registrations.iter().for_each(|scheme| guarantees.say(desk.scheme(*scheme)));
            if guarantees.statements.is_empty() {
                guarantees.miss(one.at.clone());
                links.miss(one.at.clone());
            }
            [Filled::said(one.recipient.clone()), one.places.clone(), guarantees, links.or_nothing(Nothing::NotApplicable)]
        })
        .collect();
    let columns = ["", "Destinataire", "Pays", "Type de Garanties", "Liens vers la documentation"];
    let rows =
        numbered(desk, "Organisme destinataire", rows, 4, || transfers.rest.clone().or_nothing(Nothing::None));
    desk.table(Some("Transferts hors UE"), &columns, rows)
}

/// What the form calls an instrument; its own name, where the form has no word for it.
fn guarantee(desk: &Desk<'_, '_>, kind: Option<AgreementKind>, key: &Key) -> Said {
    use AgreementKind as K;
    match kind {
        Some(K::EuSccModule1 | K::EuSccModule2 | K::EuSccModule3 | K::EuSccModule4) => {
            desk.head("Clauses contractuelles types (CCT)")
        }
        Some(K::BindingCorporateRulesController | K::BindingCorporateRulesProcessor) => {
            desk.head("Règles d'entreprise contraignantes (BCR)")
        }
        _ => desk.instrument(key),
    }
}
