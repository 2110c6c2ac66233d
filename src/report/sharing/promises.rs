//! What a notice promises, held against the records: one function for each kind of promise that can be.
//!
//! A fact that contradicts a promise is a contradiction; a fact that is not recorded and could contradict it is a doubt.
//! Never reads the words of a promise, and never says that one is kept.

use super::{
    Open, SharingKind,
    gathered::{Shared, called},
    listing::ListingConflict,
};
use crate::{
    domain::{
        Key, Kind, Text,
        record::{
            Activity, AgreementState, CommitmentKind, DisclosureRole, LegalBasis, Outcome, Purpose, RecipientRole,
            RoleSource, SaleOrSharing,
        },
        value::Ref,
    },
    flows::{Atlas, Border, Coverage, Crossing, Leg, State, Target},
    report::{
        speech::Speech,
        told::{At, Named, Records, Sentence, StateTold, named_assessments},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A notice, and what the records say about what it promises and lists.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NoticeJudged {
    /// The notice.
    pub notice: Named,
    /// The activities that name it in these days.
    pub activities: Vec<Named>,
    /// Its promises, in its order; absent: none are recorded.
    pub promises: Option<Vec<PromiseJudged>>,
    /// Where its table of third parties and the records contradict each other; absent: no table is recorded.
    pub listing: Option<Vec<ListingConflict>>,
    /// What keeps anybody from telling whether more contradicts it.
    pub open: Vec<Open>,
}

/// What the records say about a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// At least one recorded fact contradicts it.
    Contradicted,
    /// None does as far as recorded, and something that could is not recorded.
    CannotBeTold,
    /// Everything that was asked is recorded, and nothing of it contradicts the promise. That is not to say that it is kept.
    NothingContradicts,
    /// The report has no question for a promise of this kind.
    NotJudged,
}

/// A promise, held against the records.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PromiseJudged {
    /// The key of the promise in the notice.
    pub commitment: Key,
    /// What kind of promise it is.
    pub kind: CommitmentKind,
    /// Its words, quoted; absent: not recorded.
    pub text: Option<Text>,
    /// What the records say.
    pub verdict: Verdict,
    /// What contradicts it.
    pub contradictions: Vec<Evidence>,
    /// What could contradict it and is not recorded, beside what is open about the notice as a whole.
    pub doubts: Vec<Evidence>,
}

/// What the records say about all promises of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct KindJudged {
    /// The kind.
    pub kind: CommitmentKind,
    /// What the records say.
    pub verdict: Verdict,
    /// What contradicts such a promise.
    pub contradictions: Vec<Evidence>,
    /// What could contradict it and is not recorded.
    pub doubts: Vec<Evidence>,
}

/// A fact, or the place of one that is not recorded.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Evidence {
    /// Where it stands, or would stand.
    pub at: At,
    /// The flow that it is a fact of, where it is of one.
    pub flow: Option<String>,
    /// Whether that flow goes on; absent where it is of none.
    pub state: Option<StateTold>,
    /// What it says.
    pub sentence: Sentence,
}

/// All that a notice covers.
pub struct Covered<'c, 'f, 'a> {
    pub records: Records<'a>,
    pub atlas: &'c Atlas<'a>,
    pub activities: Vec<&'a Activity>,
    pub shared: Vec<&'c Shared<'f, 'a>>,
}

/// What was found for a promise.
#[derive(Default)]
pub struct Found {
    pub contradictions: BTreeSet<Evidence>,
    pub doubts: BTreeSet<Evidence>,
    /// Whether recipients that nobody recorded could contradict it.
    pub of_recipients: bool,
}

impl Found {
    /// Something that contradicts the promise if the data is personal. Where all that goes is recorded as identifying nobody,
    /// that is for people to judge.
    fn against(&mut self, shared: &Shared<'_, '_>, evidence: Evidence, covered: &Covered<'_, '_, '_>) {
        let data = &shared.facts().data.items;
        if data.is_empty() || data.iter().any(|item| item.identifiable != Some(false)) {
            self.contradictions.insert(evidence);
        } else {
            let what = ("data goes there that is recorded as identifying nobody", "所提供的数据登记为不可识别任何人");
            self.doubts.insert(covered.share(shared, "data", what));
        }
    }
}

type Pair = (&'static str, &'static str);

/// What contradicts a promise of a kind, and what could; `None`: there is no question for that kind.
pub fn found(covered: &Covered<'_, '_, '_>, kind: CommitmentKind) -> Option<Found> {
    use CommitmentKind as K;
    let mut found = Found { of_recipients: true, ..Found::default() };
    match kind {
        K::NoSharing => covered.first_hand().for_each(|shared| no_sharing(covered, shared, &mut found)),
        K::NoPublicDisclosure => covered.first_hand().for_each(|shared| not_public(covered, shared, &mut found)),
        K::Entrustment => covered.first_hand().for_each(|shared| entrusted(covered, shared, &mut found)),
        K::PurposeLimitation => covered.first_hand().for_each(|shared| limited(covered, shared, &mut found)),
        K::SeparateConsent => covered.first_hand().for_each(|shared| separately(covered, shared, &mut found)),
        K::CrossBorderCompliance => covered.shared.iter().for_each(|shared| abroad(covered, shared, &mut found)),
        K::NoMinors => covered.activities.iter().for_each(|activity| minors(covered, activity, &mut found)),
        K::NoAutomatedDecisions => {
            covered.activities.iter().for_each(|activity| automated(covered, activity, &mut found));
        }
        K::Deletion => {
            covered.shared.iter().for_each(|shared| deleted(covered, shared, &mut found));
            if found.doubts.is_empty() {
                return None;
            }
        }
        K::PriorNotice
        | K::NoticeOfChanges
        | K::NoReductionOfRights
        | K::KeepsOldVersions
        | K::SuccessorBound
        | K::IncidentNotification
        | K::ResponseTime
        | K::Other => return None,
    }
    found.of_recipients = !matches!(kind, K::NoMinors | K::NoAutomatedDecisions);
    Some(found)
}

impl<'c, 'f, 'a> Covered<'c, 'f, 'a> {
    /// What leaves the controller, and is not passed on by others.
    fn first_hand(&self) -> impl Iterator<Item = &'c Shared<'f, 'a>> {
        self.shared
            .iter()
            .copied()
            .filter(|shared| shared.flow.name.leg != Leg::Onward && shared.target() != Some(Target::Department))
    }

    fn of_share(&self, shared: &Shared<'_, '_>, at: At, what: &dyn Fn(Speech) -> String) -> Evidence {
        let sentence = Sentence::say(|speech| {
            let activity = called(self.records, Kind::Activities, &shared.activity().key, speech);
            let recipient = shared.called(self.records, speech);
            match speech {
                Speech::En => format!("{activity}, {recipient}: {}.", what(speech)),
                Speech::ZhHans => format!("{activity}，{recipient}：{}。", what(speech)),
            }
        });
        let (flow, state) = (shared.flow.id.to_string(), shared.facts().state.into());
        Evidence { at, flow: Some(flow), state: Some(state), sentence }
    }

    /// Says something of a share at a field of its disclosure.
    fn share(&self, shared: &Shared<'_, '_>, field: &str, what: Pair) -> Evidence {
        self.of_share(shared, shared.at(field), &|speech| speech.pick(what).to_owned())
    }

    fn of_activity(&self, activity: &Activity, at: At, what: Pair) -> Evidence {
        let sentence = Sentence::say(|speech| {
            let activity = called(self.records, Kind::Activities, &activity.key, speech);
            match speech {
                Speech::En => format!("{activity}: {}.", speech.pick(what)),
                Speech::ZhHans => format!("{activity}：{}。", speech.pick(what)),
            }
        });
        Evidence { at, flow: None, state: None, sentence }
    }
}

const KIND_UNKNOWN: Pair = ("how data leaves is not recorded", "未记录数据以何种方式对外提供");

/// Whether the kind is not recorded, which is a doubt.
fn kind_unknown(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) -> bool {
    let unknown = shared.kind() == SharingKind::NotRecorded;
    if unknown {
        found.doubts.insert(covered.share(shared, "kind", KIND_UNKNOWN));
    }
    unknown
}

fn no_sharing(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    if kind_unknown(covered, shared, found) {
        acts_for_itself(covered, shared, found);
        return;
    }
    match shared.kind() {
        SharingKind::Provided => {
            let what = ("data is provided to it for purposes of its own", "数据提供给该方，由其自主处理");
            found.against(shared, covered.share(shared, "kind", what), covered);
        }
        SharingKind::Entrusted => acts_for_itself(covered, shared, found),
        SharingKind::BusinessSuccession
        | SharingKind::DisclosedPublicly
        | SharingKind::Compelled
        | SharingKind::NotRecorded => return,
    }
    sold(covered, shared, found);
}

/// A recipient that is said to act for itself although data is entrusted to it.
fn acts_for_itself(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    let own = |role: &&DisclosureRole| match role.role {
        RecipientRole::Controller | RecipientRole::JointController | RecipientRole::ThirdParty => true,
        RecipientRole::Processor | RecipientRole::SubProcessor => false,
    };
    let roles = shared.disclosure.iter().flat_map(|disclosure| disclosure.roles.iter().flatten());
    for role in roles.filter(own) {
        let evidence = covered.of_share(shared, shared.at("roles"), &|speech| match speech {
            Speech::En => format!("it acts for itself: {}", speech.role(role)),
            Speech::ZhHans => format!("该方自主处理：{}", speech.role(role)),
        });
        // What somebody claims or a contract says is not yet what is so.
        match role.according_to {
            RoleSource::Actual => found.contradictions.insert(evidence),
            RoleSource::Claimed | RoleSource::Contractual => found.doubts.insert(evidence),
        };
    }
}

fn sold(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    match shared.disclosure.map(|disclosure| disclosure.sale_or_sharing) {
        Some(Some(SaleOrSharing::Sale | SaleOrSharing::Sharing | SaleOrSharing::Both)) => {
            let what = (
                "it is recorded as a sale or sharing under California law",
                "登记为加利福尼亚州法律意义上的出售或共享",
            );
            found.contradictions.insert(covered.share(shared, "sale_or_sharing", what));
        }
        Some(Some(SaleOrSharing::Neither)) | None => {}
        Some(None) => {
            let what = (
                "whether it is a sale or sharing under California law is not recorded",
                "未记录是否属于加利福尼亚州法律意义上的出售或共享",
            );
            found.doubts.insert(covered.share(shared, "sale_or_sharing", what));
        }
    }
}

fn not_public(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    if shared.target() == Some(Target::Public) {
        let what = ("data goes to the public", "数据向公众公开");
        found.against(shared, covered.share(shared, "recipient", what), covered);
    } else if shared.kind() == SharingKind::DisclosedPublicly {
        let what = ("data is disclosed to the public", "数据被公开披露");
        found.against(shared, covered.share(shared, "kind", what), covered);
    } else {
        kind_unknown(covered, shared, found);
    }
}

fn entrusted(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    if kind_unknown(covered, shared, found) || shared.kind() != SharingKind::Entrusted {
        return;
    }
    acts_for_itself(covered, shared, found);
    sold(covered, shared, found);
    let in_force = shared.facts().instruments.agreements.iter();
    let mut in_force = in_force.filter(|agreement| agreement.coverage != Coverage::Excluded).peekable();
    if in_force.peek().is_some() {
        if in_force.all(|agreement| agreement.importers.is_empty()) {
            let what =
                ("that it is bound by the agreement named for it is not recorded", "未记录该方受所指明协议的约束");
            found.doubts.insert(covered.share(shared, "agreements", what));
        }
        return;
    }
    let named = shared.disclosure.and_then(|disclosure| disclosure.agreements.as_deref());
    let Some(named) = named else {
        let what = ("no agreement with it is recorded", "未记录与该方的协议");
        found.doubts.insert(covered.share(shared, "agreements", what));
        return;
    };
    let unknown = named
        .iter()
        .filter_map(|agreement| covered.records.agreement(agreement.key()))
        .any(|agreement| matches!(agreement.state, None | Some(AgreementState::Unknown)));
    if unknown {
        let what = ("whether the agreement with it is in place is not recorded", "未记录与该方的协议是否已生效");
        found.doubts.insert(covered.share(shared, "agreements", what));
    } else if named.is_empty() {
        let what = ("data is entrusted to it without an agreement", "委托处理而未签订协议");
        found.contradictions.insert(covered.share(shared, "agreements", what));
    } else {
        let what = (
            "data is entrusted to it, and no agreement that is named for this is in force",
            "委托处理，而所指明的协议均未生效",
        );
        found.contradictions.insert(covered.share(shared, "agreements", what));
    }
}

fn limited(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    let activity = shared.activity();
    if activity.purposes.is_none() {
        let what = ("its purposes are not recorded", "未记录处理目的");
        let at = At::field(Kind::Activities, &activity.key, "/purposes");
        found.doubts.insert(covered.of_activity(activity, at, what));
    }
    let Some(disclosure) = shared.disclosure else {
        let what = ("what for it gets the data is not recorded", "未记录向该方提供数据的目的");
        found.doubts.insert(covered.share(shared, "purposes", what));
        return;
    };
    let Some(purposes) = &disclosure.purposes else {
        let what =
            ("which purposes of the activity it serves is not recorded", "未记录该对外提供服务于处理活动的哪些目的");
        found.doubts.insert(covered.share(shared, "purposes", what));
        return;
    };
    for item in &shared.facts().data.items {
        let others = item.purposes.as_ref().filter(|own| !own.iter().any(|own| purposes.contains(own)));
        if others.is_some_and(|own| !own.is_empty()) {
            let at = At::field(Kind::Activities, &activity.key, format!("/data/{}/purposes", item.key));
            found.contradictions.insert(covered.of_share(shared, at, &|speech| match speech {
                Speech::En => format!("`{}` goes there for purposes that it does not serve", item.key),
                Speech::ZhHans => format!("“{}”被用于其收集目的之外的目的", item.key),
            }));
        }
    }
}

fn separately(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    let public = shared.target() == Some(Target::Public);
    if !public && kind_unknown(covered, shared, found) {
        return;
    }
    if !public && !matches!(shared.kind(), SharingKind::Provided | SharingKind::DisclosedPublicly) {
        return;
    }
    let purposes = &shared.facts().purposes;
    if purposes.items.is_empty() {
        let what = ("on what basis data goes there is not recorded", "未记录对外提供的合法性基础");
        found.doubts.insert(covered.share(shared, "purposes", what));
    }
    for purpose in &purposes.items {
        let at = At::field(Kind::Activities, &shared.activity().key, format!("/purposes/{}/bases", purpose.key));
        let say = |what: Pair| covered.of_share(shared, at.clone(), &|speech| speech.pick(what).to_owned());
        match separate(purpose) {
            Some(true) => {}
            Some(false) => {
                let what = ("it rests on consent that is not asked for separately", "其依据的同意并非单独取得");
                found.contradictions.insert(say(what));
            }
            None => {
                let what = (
                    "whether it rests on separate consent or another basis is not recorded",
                    "未记录是否取得单独同意或具有其他合法性基础",
                );
                found.doubts.insert(say(what));
            }
        }
    }
}

/// Whether a purpose rests on separate consent or on something else than consent.
fn separate(purpose: &Purpose) -> Option<bool> {
    let bases = purpose.bases.as_deref().filter(|bases| !bases.is_empty())?;
    let verdicts = bases.iter().map(|basis| match basis.basis {
        LegalBasis::Consent => basis.consent.as_ref().and_then(|consent| consent.separate),
        _ => Some(true),
    });
    // The best of them is enough.
    verdicts.max_by_key(|verdict| match verdict {
        Some(true) => 2,
        None => 1,
        Some(false) => 0,
    })?
}

fn abroad(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    let facts = shared.facts();
    let crossings =
        [facts.crossing(covered.atlas, Border::Country), facts.crossing_from_people(covered.atlas, Border::Country)];
    let sure = crossings.iter().find_map(|crossing| match crossing {
        Crossing::Yes { from, to } => Some((*from, *to)),
        _ => None,
    });
    let Some((from, to)) = sure else {
        if crossings.iter().any(|crossing| matches!(crossing, Crossing::Undetermined(_))) {
            let what = ("whether data crosses a border cannot be told", "无法确定数据是否跨境");
            found.doubts.insert(covered.share(shared, "locations", what));
        }
        return;
    };
    let way = |speech| {
        let [from, to] = [from, to].map(|place| called(covered.records, Kind::Locations, place, speech));
        match speech {
            Speech::En => format!("data goes from {from} to {to}"),
            Speech::ZhHans => format!("数据由{from}传输至{to}"),
        }
    };
    let say = |field: &str, what: Pair| {
        covered.of_share(shared, shared.at(field), &|speech| {
            format!("{}{}{}", way(speech), speech.pick(("; ", "；")), speech.pick(what))
        })
    };
    let own = shared.disclosure.filter(|_| shared.direct);
    let against = named_assessments(own)
        .filter_map(|key| covered.records.assessment(key))
        .any(|assessment| assessment.outcome == Some(Outcome::Unfavourable));
    if against {
        let what = ("an assessment that is named for it came out unfavourably", "所指明的评估结论为不利");
        found.contradictions.insert(say("assessments", what));
    }
    let instruments = &facts.instruments;
    let in_place = instruments.agreements.iter().any(|agreement| agreement.coverage != Coverage::Excluded)
        || !instruments.assessments.is_empty()
        || !instruments.registrations.is_empty();
    let named = own.and_then(|disclosure| disclosure.agreements.as_deref()).unwrap_or_default();
    let settled = named
        .iter()
        .map(Ref::key)
        .filter_map(|key| covered.records.agreement(key))
        .all(|agreement| !matches!(agreement.state, None | Some(AgreementState::Unknown)));
    if in_place {
        let what = (
            "instruments are in force, and whether they meet the law is not judged here",
            "已有生效的法律文件，其是否满足法律要求不在本报告判断之列",
        );
        found.doubts.insert(say("agreements", what));
    } else if !named.is_empty() && settled {
        let what = ("no agreement that is named for it is in force", "所指明的协议均未生效");
        found.contradictions.insert(say("agreements", what));
    } else {
        let what = (
            "no instrument in force is recorded, and whether the law asks for one is not judged here",
            "未记录任何生效的法律文件，法律是否要求不在本报告判断之列",
        );
        found.doubts.insert(say("agreements", what));
    }
}

fn minors(covered: &Covered<'_, '_, '_>, activity: &Activity, found: &mut Found) {
    let at = At::field(Kind::Activities, &activity.key, "/minors/processed");
    let processed = activity.minors.as_ref().and_then(|minors| minors.processed);
    match processed {
        Some(true) => {
            let what = ("data of minors is processed", "处理未成年人个人信息");
            found.contradictions.insert(covered.of_activity(activity, at, what));
        }
        Some(false) => {}
        None => {
            let what = ("whether data of minors is processed is not recorded", "未记录是否处理未成年人个人信息");
            found.doubts.insert(covered.of_activity(activity, at, what));
        }
    }
    for subject in activity.subjects.iter().flatten() {
        if covered.records.subject(subject.key()).and_then(|subject| subject.minors) == Some(true) {
            let at = At::field(Kind::DataSubjects, subject.key(), "/minors");
            let what = ("minors are among the people whose data is processed", "数据主体中包含未成年人");
            found.contradictions.insert(covered.of_activity(activity, at, what));
        }
    }
}

fn automated(covered: &Covered<'_, '_, '_>, activity: &Activity, found: &mut Found) {
    let at = At::field(Kind::Activities, &activity.key, "/automated_decisions/used");
    match activity.automated_decisions.as_ref().and_then(|decisions| decisions.used) {
        Some(true) => {
            let what = ("decisions are made by automated means", "使用自动化决策");
            found.contradictions.insert(covered.of_activity(activity, at, what));
        }
        Some(false) => {}
        None => {
            let what = ("whether decisions are made by automated means is not recorded", "未记录是否使用自动化决策");
            found.doubts.insert(covered.of_activity(activity, at, what));
        }
    }
}

fn deleted(covered: &Covered<'_, '_, '_>, shared: &Shared<'_, '_>, found: &mut Found) {
    if shared.facts().state == State::Residual {
        let what = (
            "it has ended, and that what was there was returned or deleted is not recorded",
            "已终止，但未记录数据已返还或删除",
        );
        let field = if shared.direct { "returned_or_deleted_on" } else { "" };
        found.doubts.insert(covered.share(shared, field, what));
    }
}
