//! Assessments, filings and approvals.

use super::{
    Parents,
    activity::MeasureState,
    organization::Organization,
    part,
    parts::{Document, Scope},
    record, vocabulary,
};
use crate::domain::value::{Day, Key, List, Ref, Text};

record! {
    /// An assessment, filing or approval: TIA, PIA, DPIA, a Quebec section 17 assessment, a standard contract filing.
    pub struct Assessment {
        /// What kind of assessment it is.
        #[schemars(extend("x-asked" = "fact"))]
        pub kind: Option<AssessmentKind>,
        /// Who answers for it.
        pub controller: Option<Ref<Organization>>,
        /// What it covers.
        #[schemars(extend("x-asked" = "fact"))]
        pub scope: Option<Box<Scope>>,
        /// The day on which it was completed.
        #[schemars(extend("x-asked" = "fact"))]
        pub completed_on: Option<Day>,
        /// What came out.
        #[schemars(extend("x-asked" = "fact"))]
        pub outcome: Option<Outcome>,
        /// The measures it asks for.
        pub required_measures: Option<List<RequiredMeasure>>,
        /// The advice of the data protection officer (GDPR Art 35(2)).
        pub dpo_opinion: Option<Opinion>,
        /// The last day on which it holds.
        #[schemars(extend("x-asked" = "fact"))]
        pub valid_until: Option<Day>,
        /// Its filing with, or approval by, an authority.
        pub filing: Option<Filing>,
        /// Its documents.
        pub documents: Option<List<Document>>,
    }
}

vocabulary! {
    /// What kind of assessment it is: transfer impact assessment; UK transfer risk assessment; privacy impact assessment;
    /// personal information protection impact assessment (PIPL Art 55); DPIA (GDPR Art 35); Quebec section 17 assessment;
    /// due diligence and audit under the US Data Security Program; legitimate interests assessment; and in China the
    /// security assessment, the filing of a standard contract and the certification of an export.
    pub enum AssessmentKind {
        TransferImpact,
        UkTransferRisk,
        PrivacyImpact,
        Pipia,
        Dpia,
        #[serde(rename = "quebec_section_17")]
        QuebecSection17,
        DspDueDiligence,
        DspAudit,
        LegitimateInterests,
        ChinaSecurityAssessment,
        ChinaStandardContractFiling,
        ChinaCertification,
        RegulatorApproval,
        Other,
    }
}

vocabulary! {
    /// What came out of an assessment.
    pub enum Outcome {
        Favourable,
        FavourableWithMeasures,
        Unfavourable,
        Pending,
    }
}

part! {
    /// A measure that an assessment asks for.
    pub struct RequiredMeasure {
        /// The key of this element.
        pub key: Key,
        /// What is to be done.
        pub measure: Text,
        /// Whether it is done.
        pub state: Option<MeasureState>,
        /// The day by which it is to be done.
        pub due: Option<Day>,
    }
}

part! {
    /// Somebody's advice.
    pub struct Opinion {
        /// The advice.
        pub text: Option<Text>,
        /// Whose it is.
        pub by: Option<Box<str>>,
        /// The day on which it was given.
        pub on: Option<Day>,
    }
}

part! {
    /// A filing with, or approval by, an authority.
    pub struct Filing {
        /// The number of the filing or approval.
        pub number: Option<Box<str>>,
        /// The authority.
        pub authority: Option<Ref<Organization>>,
        /// The day of filing.
        pub filed_on: Option<Day>,
        /// The day of the decision.
        pub decided_on: Option<Day>,
        /// The last day on which the decision holds.
        pub valid_until: Option<Day>,
    }
}

impl Assessment {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
