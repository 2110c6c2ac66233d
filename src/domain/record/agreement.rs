//! Contracts and instruments.

use super::{
    Parents,
    organization::Organization,
    part,
    parts::{Checked, Document, Period, Scope},
    record, vocabulary,
};
use crate::domain::value::{Day, Key, List, Ref, Text};

record! {
    /// A contract or instrument between organisations: a data processing agreement, standard contractual clauses.
    pub struct Agreement {
        /// What kind of instrument it is.
        #[schemars(extend("x-asked" = "fact"))]
        pub kind: Option<AgreementKind>,
        /// Who is bound by it, and as what.
        #[schemars(extend("x-asked" = "list"))]
        pub parties: Option<List<AgreementParty>>,
        /// Whether it is in place; unknown counts as not in place.
        #[schemars(extend("x-asked" = "fact"))]
        pub state: Option<AgreementState>,
        /// Who signed it.
        pub signatories: Option<List<Signatory>>,
        /// The day on which the last party signed.
        pub signed_on: Option<Day>,
        /// The days on which it is in force.
        #[schemars(extend("x-asked" = "fact"))]
        pub in_force: Option<Period>,
        /// When and how it renews.
        pub renewal: Option<Renewal>,
        /// What it covers.
        #[schemars(extend("x-asked" = "fact"))]
        pub scope: Option<Box<Scope>>,
        /// Clauses that rules ask for, and where they stand.
        pub clauses: Option<List<Clause>>,
        /// Its documents.
        pub documents: Option<List<Document>>,
        /// Who compared the signed copy with this record, and when.
        #[schemars(extend("x-asked" = "fact"))]
        pub signed_copy_checked: Option<Checked>,
    }
}

vocabulary! {
    /// What kind of instrument an agreement is.
    pub enum AgreementKind {
        DataProcessingAgreement,
        JointControllerArrangement,
        ControllerToController,
        #[serde(rename = "eu_scc_module_1")]
        EuSccModule1,
        #[serde(rename = "eu_scc_module_2")]
        EuSccModule2,
        #[serde(rename = "eu_scc_module_3")]
        EuSccModule3,
        #[serde(rename = "eu_scc_module_4")]
        EuSccModule4,
        EuSccProcessors,
        UkIdta,
        UkAddendum,
        SwissAddendum,
        BindingCorporateRulesController,
        BindingCorporateRulesProcessor,
        AdHocClauses,
        ChinaStandardContract,
        ChinaEntrustment,
        CcpaServiceProvider,
        CcpaThirdParty,
        UsDataSecurityProgram,
        QuebecCommunication,
        MexicoProcessor,
        BrazilScc,
        AseanMcc,
        Terms,
        Confidentiality,
        Other,
    }
}

vocabulary! {
    /// Whether an agreement is in place: only planned; signed; binding because the terms of a service say so; ended; or
    /// looked for and not known.
    pub enum AgreementState {
        Intended,
        Signed,
        ByTerms,
        Terminated,
        Unknown,
    }
}

vocabulary! {
    /// What a party is under an agreement.
    pub enum AgreementRole {
        Controller,
        JointController,
        Processor,
        SubProcessor,
        Exporter,
        Importer,
        Business,
        ServiceProvider,
        ThirdParty,
        Other,
    }
}

part! {
    /// A party to an agreement.
    pub struct AgreementParty {
        /// The key of this element.
        pub key: Key,
        /// The organisation.
        pub organization: Ref<Organization>,
        /// What it is under the agreement; more than one, where it is exporter and controller.
        pub roles: Option<List<AgreementRole>>,
        /// The first day on which it is a party.
        pub since: Option<Day>,
        /// The last day on which it is a party.
        pub until: Option<Day>,
    }
}

part! {
    /// Who signed for a party.
    pub struct Signatory {
        /// The key of this element.
        pub key: Key,
        /// The party signed for.
        pub organization: Option<Ref<Organization>>,
        /// The name of the person.
        pub name: Option<Box<str>>,
        /// The position of the person.
        pub title: Option<Box<str>>,
        /// The day of the signature.
        pub signed_on: Option<Day>,
    }
}

part! {
    /// When and how an agreement renews.
    pub struct Renewal {
        /// The next day on which it renews or ends.
        pub on: Option<Day>,
        /// Whether it renews by itself.
        pub automatic: Option<bool>,
        /// The last day on which notice can be given.
        pub notice_by: Option<Day>,
        /// The terms of renewal in words.
        pub terms: Option<Text>,
    }
}

part! {
    /// A clause that a rule asks for.
    pub struct Clause {
        /// What the clause is about: `onward-transfer`, `audit`, `return-or-deletion`, `ccpa-7051-a-2`.
        pub code: Key,
        /// What it says, where that can be said in a word: `30 days`, `yes`, `none`.
        pub value: Option<Box<str>>,
        /// Where it stands.
        pub section: Option<Box<str>>,
    }
}

impl Agreement {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
