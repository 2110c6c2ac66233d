//! Nobody recorded what an activity is for.

use crate::{
    domain::record::{Activity, ActivityRole},
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Error,
    title: ("Activity without a purpose", "处理活动没有目的"),
    checks: (
        "Activities of ours (not on behalf of others) whose purposes are not recorded, are recorded as none, or have neither words nor a term.",
        "由本公司自行决定（而非受他人委托）的处理活动，其目的未记录、记录为无，或既无文字说明也无术语。",
    ),
    why: (
        "Everything else is judged by the purpose: whether data is needed, how long it may be kept, which legal basis fits, what the notice must say.",
        "其他一切均以目的为准：数据是否必要、可以保存多久、适用何种合法性基础、隐私声明须写明什么。",
    ),
    basis: &[cited("GDPR Art 5(1)(b)"), cited("GDPR Art 30(1)(b)"), cited("PIPL Arts 6, 17")],
    resolve: (
        "Record each purpose in words, best also with a term of a vocabulary such as the Data Privacy Vocabulary.",
        "用文字记录每一项目的，最好同时给出词汇表（如 Data Privacy Vocabulary）中的术语。",
    ),
    unknowns: Unknowns::Reported,
    example: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    role: controller\n",
    instead: "activities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    role: controller\n    purposes: [{key: send, text: {en: Send the newsletter, zh-Hans: 发送新闻邮件}}]\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    if activity.role == Some(ActivityRole::Processor) {
        return;
    }
    let Both { en, zh } = inspector.name();
    let purposes = match activity.purposes.as_deref() {
        None => {
            inspector.finds(
                field("purposes"),
                Both::of(format!("What {en} is for is not recorded."), format!("未记录{zh}的处理目的。")),
            );
            return;
        }
        Some([]) => {
            inspector.finds(
                field("purposes"),
                Both::of(format!("{en} is recorded as serving no purpose."), format!("{zh}被记录为没有处理目的。")),
            );
            return;
        }
        Some(purposes) => purposes,
    };
    for purpose in purposes.iter().filter(|purpose| purpose.text.is_none() && purpose.code.is_none()) {
        let key = &purpose.key;
        inspector.finds(
            field("purposes").at(key),
            Both::of(
                format!("The purpose “{key}” of {en} is named by its key only: nothing says what it is."),
                format!("{zh}的目的“{key}”只有标识，没有任何说明。"),
            ),
        );
    }
}
