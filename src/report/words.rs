//! The words of vocabularies that reports say in full sentences or cells, in the languages that this program speaks.

use crate::domain::record::{AfterRetention, DataSource, LegalBasis, MeasureState, Operation, Outcome, RightKind};

/// Words in English and Chinese.
pub(super) type Words = (&'static str, &'static str);

/// How far a measure is.
pub(super) const fn state(state: MeasureState) -> Words {
    match state {
        MeasureState::Planned => ("planned", "计划中"),
        MeasureState::InPlace => ("in place", "已实施"),
        MeasureState::Verified => ("in place and verified", "已实施并经核实"),
    }
}

/// A right.
pub(super) const fn right(right: RightKind) -> Words {
    match right {
        RightKind::Access => ("access", "查阅"),
        RightKind::Copy => ("a copy", "复制"),
        RightKind::Rectification => ("rectification", "更正、补充"),
        RightKind::Erasure => ("erasure", "删除"),
        RightKind::Restriction => ("restriction", "限制处理"),
        RightKind::Objection => ("objection", "拒绝处理"),
        RightKind::Portability => ("portability", "转移"),
        RightKind::WithdrawConsent => ("withdrawal of consent", "撤回同意"),
        RightKind::AutomatedDecisions => ("not to be subject to automated decisions", "拒绝自动化决策"),
        RightKind::Explanation => ("explanation", "要求解释说明"),
        RightKind::Complaint => ("complaint", "投诉"),
        RightKind::NextOfKin => ("rights of next of kin", "近亲属行使权利"),
        RightKind::OptOutOfSale => ("opt-out of sale and sharing", "拒绝出售与共享"),
        RightKind::LimitSensitive => ("limit on use of sensitive data", "限制使用敏感信息"),
    }
}

/// What is done with data.
pub(super) const fn operation(operation: Operation) -> Words {
    match operation {
        Operation::Collection => ("collection", "收集"),
        Operation::Recording => ("recording", "记录"),
        Operation::Organization => ("organisation", "整理"),
        Operation::Storage => ("storage", "存储"),
        Operation::Adaptation => ("adaptation", "修改"),
        Operation::Retrieval => ("retrieval", "检索"),
        Operation::Consultation => ("consultation", "查阅"),
        Operation::Use => ("use", "使用"),
        Operation::Analysis => ("analysis", "分析"),
        Operation::Profiling => ("profiling", "用户画像"),
        Operation::Combination => ("combination", "合并"),
        Operation::Disclosure => ("disclosure", "提供"),
        Operation::Transmission => ("transmission", "传输"),
        Operation::Publication => ("publication", "公开"),
        Operation::Restriction => ("restriction", "限制处理"),
        Operation::Anonymisation => ("anonymisation", "匿名化"),
        Operation::Deletion => ("deletion", "删除"),
    }
}

/// What makes processing lawful.
pub(super) const fn basis(basis: LegalBasis) -> Words {
    match basis {
        LegalBasis::Consent => ("consent", "同意"),
        LegalBasis::Contract => ("contract", "订立、履行合同所必需"),
        LegalBasis::LegalObligation => ("legal obligation", "履行法定义务所必需"),
        LegalBasis::VitalInterests => ("vital interests", "保护重大利益"),
        LegalBasis::PublicInterest => ("public interest", "公共利益"),
        LegalBasis::LegitimateInterests => ("legitimate interests", "正当利益"),
        LegalBasis::HumanResources => ("human resources management", "实施人力资源管理所必需"),
        LegalBasis::Emergency => ("emergency", "应对紧急情况所必需"),
        LegalBasis::NewsReporting => ("news reporting in the public interest", "为公共利益实施新闻报道"),
        LegalBasis::AlreadyPublic => ("already public", "已合法公开"),
        LegalBasis::OtherLegalProvision => ("other legal provision", "法律、行政法规规定的其他情形"),
        LegalBasis::NoticeOnly => ("notice", "告知"),
    }
}

/// Where data comes from.
pub(super) const fn source(source: DataSource) -> Words {
    match source {
        DataSource::Provided => ("provided by the person", "本人提供"),
        DataSource::Observed => ("observed", "观测收集"),
        DataSource::ThirdParty => ("from a third party", "第三方提供"),
        DataSource::Inferred => ("inferred", "推断得出"),
    }
}

/// What came out of an assessment.
pub(super) const fn outcome(outcome: Outcome) -> Words {
    match outcome {
        Outcome::Favourable => ("favourable", "通过"),
        Outcome::FavourableWithMeasures => ("favourable with measures", "附措施通过"),
        Outcome::Unfavourable => ("unfavourable", "不通过"),
        Outcome::Pending => ("pending", "进行中"),
    }
}

/// What happens to data when its retention ends.
pub(super) const fn then(then: AfterRetention) -> Words {
    match then {
        AfterRetention::Delete => ("then deleted", "到期删除"),
        AfterRetention::Anonymise => ("then anonymised", "到期匿名化"),
        AfterRetention::DeleteOrAnonymise => ("then deleted or anonymised", "到期删除或匿名化"),
        AfterRetention::Return => ("then returned", "到期返还"),
        AfterRetention::Archive => ("then archived", "到期归档"),
        AfterRetention::Review => ("then reviewed", "到期复核"),
    }
}
