//! The words that reports say by themselves, in the languages that this program speaks.
//!
//! Recorded words are never translated: only what stands between them comes from here. A new language is one variant and one
//! more word in each pair; the compiler asks for every one of them.

use super::table::Said;
use crate::domain::{
    LanguageTag,
    record::{AgreementKind, AgreementState, DisclosureRole, RecipientRole, RoleSource},
    value::IsoDuration,
};

/// A language that this program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    /// English.
    En,
    /// Chinese in simplified script.
    ZhHans,
}

impl Speech {
    /// The language for a reader who wants `wanted`, and whether it is another one.
    #[must_use]
    pub fn for_reader(wanted: &LanguageTag) -> (Self, bool) {
        let base = wanted.lookup().last().unwrap_or_default();
        // Script, else region, decides between the scripts of Chinese; a reader of the other one still reads it best.
        let traditional = wanted.lookup().any(|tag| tag.ends_with("-Hant"));
        match base {
            "zh" | "cmn" => (Self::ZhHans, traditional),
            "en" => (Self::En, false),
            _ => (Self::En, true),
        }
    }

    /// Its language tag.
    #[must_use]
    pub fn tag(self) -> LanguageTag {
        match self.pick(("en", "zh-Hans")).parse() {
            Ok(tag) => tag,
            Err(error) => unreachable!("a language tag: {error}"),
        }
    }

    /// Some words in this language for a reader who wants `wanted`.
    pub(super) fn says(self, text: impl Into<String>, fallback: bool) -> Said {
        Said { text: text.into(), language: Some(self.tag()), fallback }
    }

    /// One of the words of a pair.
    pub(super) const fn pick(self, (en, zh): (&'static str, &'static str)) -> &'static str {
        match self {
            Self::En => en,
            Self::ZhHans => zh,
        }
    }

    /// One of two sentences that are made already.
    #[must_use]
    pub fn of_two(self, en: String, zh: String) -> String {
        match self {
            Self::En => en,
            Self::ZhHans => zh,
        }
    }

    /// What is not recorded.
    pub(super) const fn unknown(self) -> &'static str {
        self.pick(("not recorded", "未记录"))
    }

    /// What is recorded as none.
    pub(super) const fn none(self) -> &'static str {
        self.pick(("none", "无"))
    }

    /// Nothing that is in place was recorded.
    pub(super) const fn none_recorded(self) -> &'static str {
        self.pick(("none recorded", "未记录任何机制"))
    }

    /// `known`, while the rest is `missing`.
    pub(super) fn in_part(self, known: &str, missing: &str) -> String {
        match self {
            Self::En => format!("{known}; in part {missing}"),
            Self::ZhHans => format!("{known}；部分{missing}"),
        }
    }

    /// Things in a row: "A, B and C".
    pub(super) fn listed(speech: Option<Self>, things: &[&str]) -> String {
        match (speech, things) {
            (_, []) => String::new(),
            (_, [only]) => (*only).to_owned(),
            (None, things) => things.join(", "),
            (Some(Self::En), [first @ .., last]) => format!("{} and {last}", first.join(", ")),
            (Some(Self::ZhHans), [first @ .., last]) => format!("{}和{last}", first.join("、")),
        }
    }

    /// Clauses in a row, which may have commas of their own.
    pub(super) fn clauses(speech: Option<Self>, clauses: &[&str]) -> String {
        clauses.join(if speech == Some(Self::ZhHans) { "；" } else { "; " })
    }

    /// One country of a region, and nobody says which.
    pub(super) fn country_of(self, region: &str) -> String {
        match self {
            Self::En => format!("a country of {region}, not named"),
            Self::ZhHans => format!("{region}的某个国家（未具名）"),
        }
    }

    /// Something, and what it belongs to or how it is.
    pub(super) fn aside(self, thing: &str, aside: &str) -> String {
        match self {
            Self::En => format!("{thing} ({aside})"),
            Self::ZhHans => format!("{thing}（{aside}）"),
        }
    }

    /// That the sub-processors of a service are not recorded.
    pub(super) fn sub_processors_unknown(self, service: &str) -> String {
        match self {
            Self::En => format!("Sub-processors of {service}: not recorded."),
            Self::ZhHans => format!("{service}的次级处理者：未记录。"),
        }
    }

    /// That no activity stands behind a notice, or, where some are `named`, none that is in force.
    pub(super) const fn no_activity(self, named: bool) -> &'static str {
        self.pick(if named {
            ("No activity that is in force names this notice.", "没有生效中的处理活动指明本隐私声明。")
        } else {
            ("No activity of the register names this notice.", "登记册中没有处理活动指明本隐私声明。")
        })
    }

    /// That the disclosures of an activity are not recorded.
    pub(super) fn disclosures_unknown(self, activity: &str) -> String {
        match self {
            Self::En => format!("Disclosures of {activity}: not recorded."),
            Self::ZhHans => format!("{activity}的对外提供情况：未记录。"),
        }
    }

    /// A role in law, under which law, and who says so.
    pub(super) fn role(self, role: &DisclosureRole) -> String {
        let DisclosureRole { role, according_to, regime } = role;
        let role = self.pick(match role {
            RecipientRole::Processor => ("processor", "受托处理者"),
            RecipientRole::Controller => ("controller", "独立处理者（控制者）"),
            RecipientRole::JointController => ("joint controller", "共同处理者（共同控制者）"),
            RecipientRole::ThirdParty => ("third party", "第三方"),
            RecipientRole::SubProcessor => ("sub-processor", "次级处理者"),
        });
        let source = self.pick(match according_to {
            RoleSource::Claimed => ("as claimed", "据其声明"),
            RoleSource::Contractual => ("by contract", "依合同"),
            RoleSource::Actual => ("in fact", "据实际情况"),
        });
        match regime {
            Some(regime) => {
                let law = regime.as_str().to_ascii_uppercase();
                self.aside(role, &format!("{law}{}{source}", self.pick((", ", "，"))))
            }
            None => self.aside(role, source),
        }
    }

    /// A length of time in words: `PT72H` is 72 hours.
    pub(super) fn length(self, length: &IsoDuration) -> String {
        let (mut parts, mut number, mut of_day) = (Vec::new(), String::new(), false);
        for letter in length.as_str().chars() {
            let unit = match (letter, of_day) {
                ('T', _) => {
                    of_day = true;
                    continue;
                }
                ('Y', _) => ("years", "年"),
                ('M', false) => ("months", "个月"),
                ('W', _) => ("weeks", "周"),
                ('D', _) => ("days", "日"),
                ('H', _) => ("hours", "小时"),
                ('M', true) => ("minutes", "分钟"),
                ('S', _) => ("seconds", "秒"),
                _ => {
                    if letter.is_ascii_digit() {
                        number.push(letter);
                    }
                    continue;
                }
            };
            let number = std::mem::take(&mut number);
            let (en, zh) = unit;
            let en = if number == "1" { en.trim_end_matches('s') } else { en };
            parts.push(self.of_two(format!("{number} {en}"), format!("{number}{zh}")));
        }
        parts.join(self.pick((", ", "")))
    }

    /// How an agreement is in place.
    pub(super) const fn state(self, state: AgreementState) -> &'static str {
        self.pick(match state {
            AgreementState::Intended => ("intended", "拟签署"),
            AgreementState::Signed => ("signed", "已签署"),
            AgreementState::ByTerms => ("by terms of service", "依服务条款"),
            AgreementState::Terminated => ("since terminated", "其后已终止"),
            AgreementState::Unknown => ("not known", "不详"),
        })
    }

    /// What kind of instrument an agreement is.
    pub(super) const fn agreement(self, kind: AgreementKind) -> &'static str {
        use AgreementKind as K;
        self.pick(match kind {
            K::DataProcessingAgreement => ("data processing agreement", "数据处理协议"),
            K::JointControllerArrangement => ("joint controller arrangement", "共同控制者安排"),
            K::ControllerToController => ("controller-to-controller agreement", "控制者间协议"),
            K::EuSccModule1 => ("EU standard contractual clauses, module 1", "欧盟标准合同条款（模块一）"),
            K::EuSccModule2 => ("EU standard contractual clauses, module 2", "欧盟标准合同条款（模块二）"),
            K::EuSccModule3 => ("EU standard contractual clauses, module 3", "欧盟标准合同条款（模块三）"),
            K::EuSccModule4 => ("EU standard contractual clauses, module 4", "欧盟标准合同条款（模块四）"),
            K::EuSccProcessors => (
                "EU standard contractual clauses between controllers and processors",
                "欧盟控制者与处理者间标准合同条款",
            ),
            K::UkIdta => ("UK international data transfer agreement", "英国国际数据传输协议"),
            K::UkAddendum => ("UK addendum to the EU standard contractual clauses", "欧盟标准合同条款英国附录"),
            K::SwissAddendum => ("Swiss addendum to the EU standard contractual clauses", "欧盟标准合同条款瑞士附录"),
            K::BindingCorporateRulesController => {
                ("binding corporate rules for controllers", "约束性企业规则（控制者）")
            }
            K::BindingCorporateRulesProcessor => ("binding corporate rules for processors", "约束性企业规则（处理者）"),
            K::AdHocClauses => ("ad hoc contractual clauses", "专门合同条款"),
            K::ChinaStandardContract => ("China standard contract", "个人信息出境标准合同"),
            K::ChinaEntrustment => ("China entrustment agreement", "个人信息委托处理协议"),
            K::CcpaServiceProvider => ("CCPA service provider contract", "CCPA 服务提供商合同"),
            K::CcpaThirdParty => ("CCPA third-party contract", "CCPA 第三方合同"),
            K::UsDataSecurityProgram => ("US Data Security Program contract", "美国数据安全计划合同"),
            K::QuebecCommunication => ("Quebec communication agreement", "魁北克信息传递协议"),
            K::MexicoProcessor => ("Mexico processor agreement", "墨西哥受托处理协议"),
            K::BrazilScc => ("Brazil standard contractual clauses", "巴西标准合同条款"),
            K::AseanMcc => ("ASEAN model contractual clauses", "东盟示范合同条款"),
            K::Terms => ("terms of service", "服务条款"),
            K::Confidentiality => ("confidentiality agreement", "保密协议"),
            K::Other => ("another agreement", "其他协议"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_naturally_in_each_language() {
        let listed = |speech, things: &[&str]| Speech::listed(speech, things);
        assert_eq!(listed(Some(Speech::En), &["A", "B", "C"]), "A, B and C");
        assert_eq!(listed(Some(Speech::En), &["A", "B"]), "A and B");
        assert_eq!(listed(Some(Speech::ZhHans), &["A", "B", "C"]), "A、B和C");
        assert_eq!(listed(Some(Speech::ZhHans), &["A"]), "A");
        assert_eq!(listed(None, &["A", "B", "C"]), "A, B, C");
    }

    #[test]
    fn a_reader_of_another_language_is_told_that_it_is_another() {
        let speech = |tag: &str| Speech::for_reader(&tag.parse().unwrap());
        assert_eq!(speech("en-CA"), (Speech::En, false));
        assert_eq!(speech("zh"), (Speech::ZhHans, false));
        assert_eq!(speech("zh-CN"), (Speech::ZhHans, false));
        assert_eq!(speech("zh-Hant-TW"), (Speech::ZhHans, true));
        assert_eq!(speech("zh-HK"), (Speech::ZhHans, true));
        assert_eq!(speech("zh-Hans-HK"), (Speech::ZhHans, false));
        assert_eq!(speech("fr"), (Speech::En, true));
    }

    #[test]
    fn lengths_of_time_read_naturally() {
        let said = |text: &str, speech: Speech| speech.length(&text.parse().unwrap());
        assert_eq!(said("PT72H", Speech::En), "72 hours");
        assert_eq!(said("P1D", Speech::En), "1 day");
        assert_eq!(said("P1Y6M", Speech::ZhHans), "1年6个月");
        assert_eq!(said("PT30M", Speech::En), "30 minutes");
    }
}
