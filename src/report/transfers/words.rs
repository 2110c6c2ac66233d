//! The words that the transfer report says by itself.

use crate::{
    domain::record::regime::Conclusion,
    flows::Leg,
    report::speech::Speech,
    rules::{LawUsed, Why},
};

impl Speech {
    /// A step on the way of data.
    pub(super) const fn leg(self, leg: Leg) -> &'static str {
        self.pick(match leg {
            Leg::Collection => ("collection", "收集"),
            Leg::Holding => ("holding", "存储"),
            Leg::Disclosure => ("disclosure", "提供"),
            Leg::Onward => ("onward transfer", "再转移"),
            Leg::Access => ("access", "访问"),
            Leg::Return => ("return", "回传"),
        })
    }

    /// What a determination comes to.
    pub(in crate::report) const fn conclusion(self, conclusion: Conclusion) -> &'static str {
        self.pick(match conclusion {
            Conclusion::NotApplicable => ("not applicable", "不适用"),
            Conclusion::Satisfied => ("met on recorded facts", "按所记录事实已满足"),
            Conclusion::NotSatisfied => ("not met", "未满足"),
            Conclusion::Conditional => ("conditional", "附条件"),
            Conclusion::Undetermined => ("undetermined", "无法确定"),
        })
    }

    /// How far law can be trusted.
    pub(in crate::report) const fn law(self, law: LawUsed) -> &'static str {
        self.pick(match law {
            LawUsed::Confirmed => ("confirmed", "已核实"),
            LawUsed::Overdue => ("due to be looked up again", "已逾复核期"),
            LawUsed::Unconfirmed => ("unconfirmed", "未核实"),
        })
    }

    /// A question about a field of a record.
    pub(super) fn question(self, why: Why, name: &str, field: &str) -> String {
        let (before, after) = match (self, why) {
            (Self::En, Why::Missing | Why::Used) => ("Not recorded: ", ""),
            (Self::En, Why::Region) => ("Which country or part of a country does it stand for: ", ""),
            (Self::En, Why::Open) => ("Is this everything there is: ", ""),
            (Self::En, Why::Unevidenced) => ("What proves it: ", ""),
            (Self::En, Why::Contradiction) => ("Which of the statements is right: ", ""),
            (Self::ZhHans, Why::Missing | Why::Used) => ("未记录：", ""),
            (Self::ZhHans, Why::Region) => ("所指的是哪个国家或哪个地方：", ""),
            (Self::ZhHans, Why::Open) => ("是否已列全：", ""),
            (Self::ZhHans, Why::Unevidenced) => ("有何证明：", ""),
            (Self::ZhHans, Why::Contradiction) => ("哪一说法属实：", ""),
        };
        match field {
            "" => format!("{before}{name}{after}"),
            field => format!("{before}{name}{}{field}{after}", self.pick((", ", "，"))),
        }
    }

    /// That a flow is declared or inferred.
    pub(super) const fn declared(self, declared: bool) -> &'static str {
        self.pick(if declared {
            ("It is declared.", "该流动已申报。")
        } else {
            ("It is inferred from other records.", "该流动系根据其他记录推断。")
        })
    }

    /// What kind of mechanism is not recorded.
    pub(super) const fn no_mechanism(self) -> &'static str {
        self.pick((
            "No agreement, assessment or registration is recorded as in force for it.",
            "未记录任何对其生效的协议、评估或注册。",
        ))
    }

    /// That nobody said how long data is kept.
    pub(super) const fn no_retention(self) -> &'static str {
        self.pick(("No retention period is recorded.", "未记录保存期限。"))
    }

    /// Which laws come to what.
    pub(super) fn laws(self, conclusion: Conclusion, laws: &[String]) -> String {
        match self {
            Self::En => format!("{}: {}.", capital(self.conclusion(conclusion)), laws.join("; ")),
            Self::ZhHans => format!("{}：{}。", self.conclusion(conclusion), laws.join("；")),
        }
    }

    /// How many laws do not apply, and how many of them only as declared.
    pub(super) fn outside(self, laws: usize, declared: usize) -> String {
        match (self, declared) {
            (Self::En, 0) => format!("Laws that do not apply: {laws}."),
            (Self::En, _) => {
                format!("Laws that do not apply: {laws}, of them {declared} only if the lists read have everything.")
            }
            (Self::ZhHans, 0) => format!("不适用的法律：{laws}部。"),
            (Self::ZhHans, _) => format!("不适用的法律：{laws}部，其中{declared}部仅在所读清单完整时不适用。"),
        }
    }

    /// That data crosses a border between two places.
    pub(super) fn crosses(self, from: &str, to: &str) -> String {
        match self {
            Self::En => format!("from {from} to {to}"),
            Self::ZhHans => format!("从{from}到{to}"),
        }
    }

    /// Why nobody can tell whether a border is crossed.
    pub(super) fn maybe_apart(self, from: &str, to: &str) -> String {
        match self {
            Self::En => format!("{from} and {to} may be the same country or not"),
            Self::ZhHans => format!("{from}与{to}可能是、也可能不是同一国家"),
        }
    }

    /// Why nobody can tell, where a list may lack places.
    pub(super) fn may_lack(self, list: &str) -> String {
        match self {
            Self::En => format!("nobody says that {list} has every place"),
            Self::ZhHans => format!("未声明{list}已列全所有地点"),
        }
    }

    /// Where it leaves, or arrives, is not recorded.
    pub(super) const fn end_unknown(self, origin: bool) -> &'static str {
        self.pick(if origin {
            ("where it leaves is not recorded", "未记录从何处发出")
        } else {
            ("where it arrives is not recorded", "未记录到达何处")
        })
    }

    /// Why no border is crossed.
    pub(super) const fn stays(self) -> &'static str {
        self.pick(("all places are in one country, and the lists are complete", "所有地点均在同一国家，且列表完整"))
    }

    /// A reference text that was not evaluated.
    pub(super) fn only_a_text(self, name: &str) -> String {
        match self {
            Self::En => format!("{name} was not evaluated: it has no rules here"),
            Self::ZhHans => format!("未评估{name}：此处没有其规则"),
        }
    }

    /// A country for which there is no law here.
    pub(super) fn no_law(self, place: &str) -> String {
        match self {
            Self::En => format!("No law of {place} was evaluated"),
            Self::ZhHans => format!("未评估{place}的任何法律"),
        }
    }

    /// What is never evaluated.
    pub(super) const fn sectors(self) -> &'static str {
        self.pick((
            "Law of single sectors (health, finance, telecommunications, employment), export control and sanctions were not evaluated",
            "未评估单行业法律（医疗、金融、电信、劳动）、出口管制及制裁",
        ))
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
