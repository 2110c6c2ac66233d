//! Processing activities.

use super::{
    Parents,
    agreement::Agreement,
    assessment::Assessment,
    data_category::DataCategory,
    data_subject::DataSubject,
    location::Location,
    notice::Notice,
    organization::Organization,
    part,
    parts::{Access, Attestation, Retention, Storage},
    processor::Processor,
    record,
    system::System,
    vocabulary,
};
use crate::domain::value::{Count, Day, Key, List, Ref, Text};

record! {
    /// A processing activity: what the controller does with whose data and why (GDPR Art 30).
    pub struct Activity {
        /// What is done, in a few sentences.
        pub description: Option<Text>,
        /// The business function it serves: sales, customer service, security.
        pub business_function: Option<Text>,
        /// The operations performed (GDPR Art 4(2), PIPL Art 4).
        pub operations: Option<List<Operation>>,
        /// The notices that tell people about it.
        #[schemars(extend("x-asked" = "fact"))]
        pub notices: Option<List<Ref<Notice>>>,
        /// What we are in it.
        #[schemars(extend("x-asked" = "fact"))]
        pub role: Option<ActivityRole>,
        /// The controllers: who decides on purposes and means.
        #[schemars(extend("x-asked" = "list"))]
        pub controllers: Option<List<Ref<Organization>>>,
        /// On whose behalf we process, where our role is processor (GDPR Art 30(2)).
        pub on_behalf_of: Option<List<Ref<Organization>>>,
        /// Whether it is a basic function or an additional one that people may refuse.
        pub tier: Option<FunctionTier>,
        /// Why it is done, and on what legal basis.
        #[schemars(extend("x-asked" = "list"))]
        pub purposes: Option<List<Purpose>>,
        /// Whose data is processed.
        #[schemars(extend("x-asked" = "list"))]
        pub subjects: Option<List<Ref<DataSubject>>>,
        /// Where the people are, and how many.
        #[schemars(extend("x-asked" = "list"))]
        pub people: Option<List<People>>,
        /// The data.
        #[schemars(extend("x-asked" = "list"))]
        pub data: Option<List<DataItem>>,
        /// The systems that hold it.
        #[schemars(extend("x-asked" = "list"))]
        pub systems: Option<List<Ref<System>>>,
        /// Where it is kept, where no system says so.
        pub storage: Option<List<Storage>>,
        /// Who can reach it, where no system says so.
        pub access: Option<List<Access>>,
        /// Who gets it.
        #[schemars(extend("x-asked" = "list"))]
        pub disclosures: Option<List<Disclosure>>,
        /// How long it is kept.
        #[schemars(extend("x-asked" = "fact"))]
        pub retention: Option<Box<Retention>>,
        /// How long it stays in backups.
        pub backups: Option<Box<Retention>>,
        /// How it is protected (GDPR Art 32).
        #[schemars(extend("x-asked" = "fact"))]
        pub security: Option<List<SecurityMeasure>>,
        /// Whether decisions are made by automated means alone (GDPR Art 22, PIPL Art 24).
        #[schemars(extend("x-asked" = "fact"))]
        pub automated_decisions: Option<Box<AutomatedDecisions>>,
        /// Whether data of minors is processed.
        #[schemars(extend("x-asked" = "fact"))]
        pub minors: Option<Box<Minors>>,
        /// How people exercise their rights.
        #[schemars(extend("x-asked" = "fact"))]
        pub rights: Option<List<Right>>,
        /// The data protection impact assessment (GDPR Art 35).
        #[schemars(extend("x-asked" = "fact"))]
        pub dpia: Option<Box<ImpactAssessment>>,
        /// Facts that laws ask for and that no field has a place for.
        pub attestations: Option<List<Attestation>>,
        /// Documents that hold or prove something of it.
        pub documents: Option<List<super::Document>>,
    }
}

vocabulary! {
    /// What our company is in an activity.
    pub enum ActivityRole {
        Controller,
        JointController,
        Processor,
    }
}

vocabulary! {
    /// Whether a function is basic (refusing its data means it cannot be used) or additional (people may refuse it).
    pub enum FunctionTier {
        Basic,
        Additional,
    }
}

vocabulary! {
    /// What is done with data (GDPR Art 4(2), PIPL Art 4).
    pub enum Operation {
        Collection,
        Recording,
        Organization,
        Storage,
        Adaptation,
        Retrieval,
        Consultation,
        Use,
        Analysis,
        Profiling,
        Combination,
        Disclosure,
        Transmission,
        Publication,
        Restriction,
        Anonymisation,
        Deletion,
    }
}

part! {
    /// A purpose and its legal bases.
    pub struct Purpose {
        /// The key of this element.
        pub key: Key,
        /// The purpose in words.
        pub text: Option<Text>,
        /// The term of a vocabulary, such as an IRI of the Data Privacy Vocabulary.
        pub code: Option<Box<str>>,
        /// On what legal bases, law by law.
        #[schemars(extend("x-asked" = "fact"))]
        pub bases: Option<List<Basis>>,
    }
}

vocabulary! {
    /// What makes processing lawful, in the words of GDPR Art 6(1), with those that PIPL Art 13 adds (human resources
    /// management, emergencies, news reporting, data already public, other legal provisions) and the notice-and-choice of
    /// laws that ask for no basis.
    pub enum LegalBasis {
        Consent,
        Contract,
        LegalObligation,
        VitalInterests,
        PublicInterest,
        LegitimateInterests,
        HumanResources,
        Emergency,
        NewsReporting,
        AlreadyPublic,
        OtherLegalProvision,
        NoticeOnly,
    }
}

part! {
    /// A legal basis.
    pub struct Basis {
        /// What makes it lawful.
        pub basis: LegalBasis,
        /// Under which law: `gdpr`, `pipl`, `pipeda`.
        #[schemars(extend("x-asked" = "fact"))]
        pub law: Option<Key>,
        /// The provision: `Art 6(1)(a)`.
        pub citation: Option<Box<str>>,
        /// The legitimate interest pursued (GDPR Art 13(1)(d)).
        pub legitimate_interest: Option<Text>,
        /// The condition for special categories (GDPR Art 9(2)): `a` to `j`.
        #[schemars(regex(pattern = "^[a-j]$"))]
        pub article_9_condition: Option<Box<str>>,
        /// How consent is asked for.
        pub consent: Option<Box<Consent>>,
    }
}

vocabulary! {
    /// The form of consent.
    pub enum ConsentForm {
        Explicit,
        Written,
        OptIn,
        OptOut,
        Implied,
    }
}

part! {
    /// How consent is asked for.
    pub struct Consent {
        /// Its form.
        pub form: Option<ConsentForm>,
        /// Whether it is asked for apart from other matters (PIPL Arts 23, 25, 29, 39: separate consent).
        pub separate: Option<bool>,
        /// The words in which it is asked for.
        pub text: Option<Text>,
        /// How it is withdrawn.
        pub withdrawal: Option<Text>,
    }
}

vocabulary! {
    /// What a people's place means: where they are when data is collected, or where they live.
    pub enum PlaceMeaning {
        Located,
        Resident,
    }
}

vocabulary! {
    /// What a count of people counts.
    pub enum PeopleUnit {
        People,
        Households,
        Devices,
        Accounts,
        Records,
    }
}

part! {
    /// Where people are, and how many.
    pub struct People {
        /// The key of this element.
        pub key: Key,
        /// The place; a region stands for one unknown country of it.
        #[schemars(extend("x-asked" = "fact"))]
        pub place: Option<Ref<Location>>,
        /// What the place means.
        #[schemars(extend("x-asked" = "fact"))]
        pub meaning: Option<PlaceMeaning>,
        /// Whom it counts, where not all subjects of the activity.
        pub subjects: Option<List<Ref<DataSubject>>>,
        /// How many.
        #[schemars(extend("x-asked" = "fact"))]
        pub people: Option<Count>,
        /// The first day of the period that was counted.
        pub from: Option<Day>,
        /// The last day of the period that was counted.
        pub to: Option<Day>,
        /// What was counted.
        pub unit: Option<PeopleUnit>,
        /// How it was counted.
        pub method: Option<Text>,
        /// Whether nobody in it is counted in another element or activity too.
        pub disjoint: Option<bool>,
    }
}

vocabulary! {
    /// Where data comes from: provided by the person, observed (also by machines), or from somebody else (GDPR Art 14).
    pub enum DataSource {
        Provided,
        Observed,
        ThirdParty,
        Inferred,
    }
}

part! {
    /// A category of data in an activity.
    pub struct DataItem {
        /// The key of this element.
        pub key: Key,
        /// The category.
        #[schemars(extend("x-asked" = "fact"))]
        pub category: Option<Ref<DataCategory>>,
        /// What the notice or form calls it.
        pub label: Option<Text>,
        /// Whose it is, where not all subjects of the activity.
        pub subjects: Option<List<Ref<DataSubject>>>,
        /// The keys of the purposes it serves, where not all.
        pub purposes: Option<List<Key>>,
        /// Where it comes from.
        #[schemars(extend("x-asked" = "fact"))]
        pub source: Option<DataSource>,
        /// Whether people must give it.
        #[schemars(extend("x-asked" = "fact"))]
        pub required: Option<bool>,
        /// Whether a law or contract asks for it (GDPR Art 13(2)(e)).
        pub statutory: Option<bool>,
        /// What happens if people refuse.
        pub refusal_consequence: Option<Text>,
        /// Whether a person can be identified from it, alone or with what else we hold.
        pub identifiable: Option<bool>,
        /// How long it is kept, where not as the activity says.
        pub retention: Option<Box<Retention>>,
    }
}

vocabulary! {
    /// How data leaves: entrusted to a party acting for us; provided to one acting for itself; passed on in a merger or
    /// acquisition; disclosed to the public; compelled by an authority.
    pub enum DisclosureKind {
        Entrusted,
        Provided,
        BusinessSuccession,
        DisclosedPublicly,
        Compelled,
    }
}

/// Who gets data: exactly one of these.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A service of the register.
    Processor(Ref<Processor>),
    /// An organisation of the register.
    Organization(Ref<Organization>),
    /// A group whose members are not named: "affiliates", "advertising partners".
    Group(Text),
    /// A department of the controller.
    Department(Text),
    /// Authorities and courts that are not named.
    Authority(Text),
    /// The public.
    Public(Text),
}

vocabulary! {
    /// Who says that the recipient has a role: a published claim, a contract, or what it actually does.
    pub enum RoleSource {
        Claimed,
        Contractual,
        Actual,
    }
}

vocabulary! {
    /// What a recipient is in law. Under CCPA a processor is a service provider or contractor.
    pub enum RecipientRole {
        Processor,
        Controller,
        JointController,
        ThirdParty,
        SubProcessor,
    }
}

part! {
    /// What the recipient is in law, according to whom.
    pub struct DisclosureRole {
        /// The role.
        pub role: RecipientRole,
        /// Who says so.
        pub according_to: RoleSource,
        /// Under which law, where it differs: `gdpr`, `ccpa`, `pipl`.
        pub regime: Option<Key>,
    }
}

vocabulary! {
    /// Whether a disclosure is a sale or a sharing for cross-context behavioural advertising (Cal. Civ. Code 1798.140(ad), (ah)).
    pub enum SaleOrSharing {
        Neither,
        Sale,
        Sharing,
        Both,
    }
}

part! {
    /// Data going to somebody.
    pub struct Disclosure {
        /// The key of this element.
        pub key: Key,
        /// Who gets it.
        pub recipient: Recipient,
        /// How it leaves.
        #[schemars(extend("x-asked" = "fact"))]
        pub kind: Option<DisclosureKind>,
        /// What the recipient is in law.
        #[schemars(extend("x-asked" = "fact"))]
        pub roles: Option<List<DisclosureRole>>,
        /// Why.
        pub purpose: Option<Text>,
        /// The keys of the activity's purposes it serves.
        #[schemars(extend("x-asked" = "fact"))]
        pub purposes: Option<List<Key>>,
        /// The keys of the activity's data items that go; left out is unknown.
        #[schemars(extend("x-asked" = "list"))]
        pub data: Option<List<Key>>,
        /// The systems of ours that the data goes through or into.
        pub systems: Option<List<Ref<System>>>,
        /// Where the recipient keeps and processes it.
        #[schemars(extend("x-asked" = "list"))]
        pub locations: Option<List<Ref<Location>>>,
        /// Who can reach it at the recipient, from where.
        #[schemars(extend("x-asked" = "list"))]
        pub access: Option<List<Access>>,
        /// By what means: form, API, script on the page, e-mail.
        pub means: Option<Text>,
        /// How often.
        pub frequency: Option<Text>,
        /// What sets it off.
        pub trigger: Option<Text>,
        /// Whether the recipient collects it from people directly.
        #[schemars(extend("x-asked" = "fact"))]
        pub collects_directly: Option<bool>,
        /// Whether it is a sale or sharing under California law.
        #[schemars(extend("x-asked" = "fact"))]
        pub sale_or_sharing: Option<SaleOrSharing>,
        /// The business purpose under California law (Cal. Civ. Code 1798.140(e)).
        pub business_purpose: Option<Text>,
        /// What is given in return.
        pub consideration: Option<Text>,
        /// The first day.
        pub since: Option<Day>,
        /// The last day.
        pub until: Option<Day>,
        /// The day on which the recipient returned or deleted what it had.
        pub returned_or_deleted_on: Option<Day>,
        /// The agreements that cover it.
        #[schemars(extend("x-asked" = "fact"))]
        pub agreements: Option<List<Ref<Agreement>>>,
        /// The assessments that cover it.
        pub assessments: Option<List<Ref<Assessment>>>,
        /// Facts about it that laws ask for and that no field has a place for.
        pub attestations: Option<List<Attestation>>,
    }
}

vocabulary! {
    /// How far a measure is: only planned or promised, in place, or in place and verified.
    pub enum MeasureState {
        Planned,
        InPlace,
        Verified,
    }
}

part! {
    /// A measure of protection.
    pub struct SecurityMeasure {
        /// The key of this element.
        pub key: Key,
        /// What is done.
        pub measure: Text,
        /// How far it is.
        pub state: Option<MeasureState>,
    }
}

part! {
    /// Decisions made by automated means alone.
    pub struct AutomatedDecisions {
        /// Whether there are any.
        pub used: Option<bool>,
        /// How they are made.
        pub logic: Option<Text>,
        /// What they mean for people.
        pub consequences: Option<Text>,
    }
}

part! {
    /// Data of minors.
    pub struct Minors {
        /// Whether it is processed.
        pub processed: Option<bool>,
        /// The age below which somebody counts as a minor here.
        pub below_age: Option<u8>,
        /// How guardians consent.
        pub guardian_consent: Option<Text>,
        /// What is done where it happens nonetheless.
        pub text: Option<Text>,
    }
}

vocabulary! {
    /// A right of the people concerned.
    pub enum RightKind {
        Access,
        Copy,
        Rectification,
        Erasure,
        Restriction,
        Objection,
        Portability,
        WithdrawConsent,
        AutomatedDecisions,
        Explanation,
        Complaint,
        NextOfKin,
        OptOutOfSale,
        LimitSensitive,
    }
}

part! {
    /// How people exercise a right.
    pub struct Right {
        /// The right.
        pub right: RightKind,
        /// How to ask.
        pub channel: Option<Box<Channel>>,
        /// Within how many days we answer.
        pub days: Option<Count>,
        /// Conditions and exceptions.
        pub text: Option<Text>,
    }
}

part! {
    /// A way to reach the controller.
    pub struct Channel {
        /// The way in words.
        pub text: Option<Text>,
        /// An e-mail address.
        pub email: Option<Box<str>>,
        /// A page.
        pub url: Option<crate::domain::value::WebUrl>,
    }
}

part! {
    /// The data protection impact assessment of an activity.
    pub struct ImpactAssessment {
        /// Whether one is required.
        pub required: Option<bool>,
        /// Why, or why not.
        pub reason: Option<Text>,
        /// The assessment.
        pub assessment: Option<Ref<Assessment>>,
    }
}

impl Activity {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
