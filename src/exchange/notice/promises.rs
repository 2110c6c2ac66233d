//! What a notice promises, by the words in which notices promise it.
//!
//! Knows patterns of sentences in English and Chinese, and which words make a promise depend on something. Never judges a
//! promise, and never says that one which it did not find is not there.

use super::{dates, document::Document, sentences};
use crate::{
    domain::record::CommitmentKind as K,
    report::drift::{Level, PromiseRead, Promised, Quoted, Surety},
};
use regex::{Regex, RegexSet};
use std::sync::LazyLock;

/// A promise and a pattern of the sentences that make it.
const PATTERNS: &[(Promised, &str)] = &[
    (
        Promised::Kind(K::NoPublicDisclosure),
        r"\b(?:not|never)\s+(?:\w+\s+){0,3}?(?:publicly\s+(?:disclose|release)|disclose\b[^.;]{0,60}\b(?:to the public|publicly)\b|make\b[^.;]{0,40}\bpublic\b)",
    ),
    (Promised::Kind(K::NoPublicDisclosure), r"(?:不会?|绝不|从不)(?:[^。；，]{0,8})公开披露"),
    (Promised::NoSale, r"\b(?:not|never)\s+(?:\w+,?\s+){0,3}?(?:sell|rent|trade)\b[^.;]{0,60}\b(?:information|data)\b"),
    (
        Promised::NoSale,
        r"(?:不会?|绝不|从不|决不)(?:[^。；，]{0,12})(?:出售|贩卖|出租|倒卖|买卖)(?:[^。；]{0,20})(?:信息|数据)",
    ),
    (
        Promised::NoSale,
        r"(?:不会?|绝不|从不|决不)(?:将|把)[^。；，]{0,20}(?:信息|数据)[^。；，]{0,16}(?:出售|贩卖|出租|倒卖)",
    ),
    (
        Promised::Kind(K::NoSharing),
        r"\b(?:not|never)\s+(?:\w+,?\s+){0,6}?(?:share|disclose|provide|give|transfer|pass)\b[^.;]{0,80}\b(?:information|data)\b[^.;]{0,40}\b(?:to|with)\b",
    ),
    (Promised::Kind(K::NoSharing), r"\b(?:not|never)\s+(?:\w+,?\s+){0,6}?share\b[^.;]{0,60}\b(?:information|data)\b"),
    (
        Promised::Kind(K::NoSharing),
        r"(?:不会|绝不|从不|决不|不)(?:[^。；，]{0,12})(?:共享|分享)(?:[^。；，]{0,20})(?:信息|数据)",
    ),
    (
        Promised::Kind(K::NoSharing),
        r"(?:不会|绝不|从不|决不)(?:向|与|和|将|把)[^。；，]{0,40}(?:共享|分享|提供|转让|披露|交给)",
    ),
    (
        Promised::Kind(K::PriorNotice),
        r"\b(?:notif\w+|notice|inform|tell|announce\w*|advise)\b[^.;]{0,120}\b(?:at least\s+)?(?:\d{1,3}|\w+)\s*(?:\(\d+\)\s*)?(?:calendar\s+|business\s+|working\s+)?days['’]?\s*(?:in advance|prior|before|ahead|beforehand)",
    ),
    (
        Promised::Kind(K::PriorNotice),
        r"\b(?:\d{1,3}|\w+)\s*(?:\(\d+\)\s*)?(?:calendar\s+|business\s+|working\s+)?days?['’]?\s*(?:of\s+)?(?:prior|advance)?\s*(?:written\s+)?notice\b",
    ),
    (
        Promised::Kind(K::PriorNotice),
        r"提前[^。；，]{0,6}(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*个?(?:工作日|自然日|日|天)[^。；]{0,30}(?:通知|告知|公告|公示|提示)",
    ),
    (
        Promised::Kind(K::ResponseTime),
        r"\b(?:respon[ds]\w*|repl(?:y|ies)|answer|handle|process|complete|provide)\b[^.;]{0,120}\bwithin\s+(?:\d{1,3}|\w+)\s*(?:\(\d+\)\s*)?(?:calendar\s+|business\s+|working\s+)?days",
    ),
    (
        Promised::Kind(K::ResponseTime),
        r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*个?(?:工作日|自然日|日|天)之?内[^。；]{0,40}(?:答复|回复|响应|反馈|处理|完成|予以)",
    ),
    (
        Promised::Kind(K::NoAutomatedDecisions),
        r"\b(?:not|never|no)\b[^.;]{0,60}\bautomated\s+(?:individual\s+)?decision",
    ),
    (
        Promised::Kind(K::NoAutomatedDecisions),
        r"(?:不会?|未)(?:使用|进行|采用|涉及|利用|存在)[^。；，]{0,16}自动化决策",
    ),
    (
        Promised::Kind(K::NoMinors),
        r"\b(?:not|never)\b[^.;]{0,40}\b(?:directed|intended|offered|aimed|designed|provide\s+(?:\w+\s+)?services?|knowingly\s+(?:collect|solicit|process))\b[^.;]{0,80}\b(?:minors?|children|child|under\s+(?:the age of\s+)?\d+)",
    ),
    (Promised::Kind(K::NoMinors), r"(?:不会?|并不|未)(?:面向|向|针对|主动|直接|为)[^。；，]{0,24}(?:未成年人|儿童)"),
    (
        Promised::Kind(K::SeparateConsent),
        r"\b(?:obtain|seek|ask for|request|get|with)\b[^.;]{0,40}\bseparate consent\b",
    ),
    (Promised::Kind(K::SeparateConsent), r"(?:取得|征得|获得|征求)[^。；，]{0,12}单独同意"),
    (
        Promised::Kind(K::Entrustment),
        r"\b(?:sign|enter into|conclude|bound by|execute)\b[^.;]{0,60}\b(?:data (?:protection|processing)|confidentiality|processing)\s+(?:agreements?|contracts?|addend\w+|terms)",
    ),
    (Promised::Kind(K::Entrustment), r"(?:签署|签订|订立)[^。；]{0,24}(?:协议|合同|约定)"),
    (Promised::Kind(K::NoReductionOfRights), r"\bnot\s+reduce\b[^.;]{0,20}\brights\b"),
    (Promised::Kind(K::NoReductionOfRights), r"不会?(?:削减|减少|限制)[^。；，]{0,20}权利"),
];

static SET: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(PATTERNS.iter().map(|(_, pattern)| format!("(?i){pattern}"))).ok());
static EACH: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| PATTERNS.iter().map(|(_, pattern)| Regex::new(&format!("(?i){pattern}")).ok()).collect());

/// A number of days.
static DAYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\((?P<b>\d{1,3})\)\s*|(?P<n>\d{1,3})\s*|\b(?P<w>seven|ten|fourteen|fifteen|twenty|thirty|forty-five|sixty|ninety)\s+|(?P<z>[一二三四五六七八九十]{1,3})\s*)个?(?:calendar\s+|business\s+|working\s+)?(?:days?|工作日|自然日|日|天)").ok()
});

/// Words that make a promise depend on something.
static CONDITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:unless|except|without (?:your|first|prior|obtaining|the)|other than|for (?:their|its) (?:own )?(?:direct )?marketing|if (?:it is|we|you|required|necessary)|only (?:if|when|where|with)|beyond what|save (?:as|for|where)|in principle|generally)\b|除非|除.{0,30}外|未经|但|原则上|如确需|确需|以下情形|下列情形|仅在").ok()
});

/// Words with which the sentence after a promise takes something back.
static EXCEPTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:if (?:it is|it becomes|there is|such|indeed|necessary|we (?:do|need|must|have|are required))|however|except|unless|in (?:such|certain|some|the following)|the (?:following|above) (?:exceptions|cases|does not))\b|^(?:但|如确需|如果确需|确需|除|如我们|若我们|若确需|以下情形|在以下)").ok()
});

/// Whoever else it may be who does not share.
static OTHERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:partners?|providers?|they|you|users?|part(?:y|ies)|processors?|recipients?|vendors?|who|which|statistics|children|minors)\s+(?:\w+\s+){0,2}|(?:合作方|第三方|受托方|您|用户|他们|接收方|对方)[^，。]{0,4})$").ok()
});

/// Sentences by which data is shared, without more.
static SHARES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\bwe\s+(?:will|may|do|also)?\s*(?:[a-z]+,?\s+){0,5}?(?:and\s+|or\s+)?share\b[^.;]{0,60}\byour\b[^.;]{0,20}\b(?:information|data)\b|我们(?:会|将|可能会?)[^。；，不]{0,24}(?:共享|分享)[^。；，]{0,12}(?:您的|个人)[^。；，]{0,6}信息").ok()
});

/// The promises of a document, and where it says without a condition that data is shared.
pub fn find(document: &Document) -> (Vec<PromiseRead>, Vec<Quoted>) {
    let (mut promises, mut shares) = (Vec::new(), Vec::new());
    for (index, passage) in document.passages.iter().enumerate() {
        if passage.beside || passage.text.is_empty() {
            continue;
        }
        let text = passage.text.as_str();
        let likely = SET.as_ref().is_some_and(|set| set.is_match(text));
        let shared = SHARES.as_ref().is_some_and(|shares| shares.is_match(text));
        if !likely && !shared {
            continue;
        }
        let sentences = sentences::of(text);
        for (at, range) in sentences.iter().enumerate() {
            let sentence = text.get(range.clone()).unwrap_or_default();
            let next = match sentences.get(at + 1) {
                Some(next) => text.get(next.clone()),
                None => document.passages.get(index + 1).map(|next| next.text.as_str()),
            };
            let made = if likely { of_sentence(sentence) } else { Vec::new() };
            if !made.is_empty() {
                let taken_back = next.is_some_and(|next| matches(&EXCEPTION, next.trim_start()));
                let conditional = taken_back || matches(&CONDITION, sentence);
                let read = |promised| read(promised, conditional, sentence, document.quoted(index, range.clone()));
                promises.extend(made.into_iter().map(read));
            }
            if shared && is_shared(sentence) {
                shares.push(document.quoted(index, range.clone()));
            }
        }
    }
    (promises, shares)
}

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether a sentence says without a condition that data is shared.
fn is_shared(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let denied = [
        " not ",
        "never",
        "不会",
        "如果",
        "consent",
        "同意",
        "violat",
        "违反",
        "request",
        "aggregate",
        "de-identified",
        "统计",
    ]
    .iter()
    .any(|word| lower.contains(word));
    matches(&SHARES, sentence) && !denied && !matches(&CONDITION, sentence)
}

/// What a sentence promises, each thing once.
fn of_sentence(sentence: &str) -> Vec<Promised> {
    let Some(set) = &*SET else { return Vec::new() };
    let mut made: Vec<Promised> = Vec::new();
    let lower = sentence.to_lowercase();
    let asks = ["if ", "where ", "when ", "如果", "若", "如您", "当"].iter().any(|word| lower.starts_with(word));
    for index in set.matches(sentence) {
        let (Some((promised, _)), Some(Some(pattern))) = (PATTERNS.get(index), EACH.get(index)) else { continue };
        let Some(hit) = pattern.find(sentence) else { continue };
        let of_sharing = matches!(promised, Promised::NoSale | Promised::Kind(K::NoSharing | K::NoPublicDisclosure));
        let of_others = || is_of_others(sentence.get(..hit.start()).unwrap_or_default());
        // "Please do not send us…" asks, and promises nothing.
        let asked = asks && !lower.contains("we will") || lower.starts_with("please") || lower.starts_with("请");
        if of_sharing && (asked || of_others()) {
            continue;
        }
        if !made.contains(promised) {
            made.push(*promised);
        }
    }
    // Who says "not sell or share" speaks of what California calls so, and of no other sharing. What is not disclosed to the
    // public may well be shared.
    let sold = made.contains(&Promised::NoSale) && lower.contains("sell or share");
    let public =
        made.contains(&Promised::Kind(K::NoPublicDisclosure)) && !lower.contains("share") && !lower.contains("共享");
    if sold || public {
        made.retain(|promised| *promised != Promised::Kind(K::NoSharing));
    }
    made
}

/// Whether somebody else than us is said not to share.
fn is_of_others(before: &str) -> bool {
    let mut subject = before.trim_end();
    for verb in ["will", "do", "does", "shall", "may", "must", "should"] {
        subject = subject.strip_suffix(verb).map_or(subject, str::trim_end);
    }
    matches(&OTHERS, &format!("{subject} ")) || matches(&OTHERS, subject)
}

fn read(promised: Promised, conditional: bool, sentence: &str, at: Quoted) -> PromiseRead {
    let timed = matches!(promised, Promised::Kind(K::PriorNotice | K::ResponseTime));
    let why = if conditional {
        ("it names a condition or exception, which people must read", "该承诺附有条件或例外，须由人工判断")
    } else {
        ("its words are those of such a promise", "其措辞符合此类承诺的常见表述")
    };
    PromiseRead {
        promised,
        days: days(sentence).filter(|_| timed),
        conditional,
        at,
        surety: Surety::of(Level::Likely, why),
    }
}

/// The days that a sentence names.
fn days(sentence: &str) -> Option<u64> {
    let hit = DAYS.as_ref()?.captures(sentence)?;
    let part = |name: &str| hit.name(name).map(|part| part.as_str());
    if let Some(number) = part("b").or(part("n")) {
        return number.parse().ok();
    }
    if let Some(numeral) = part("z") {
        return dates::number(numeral).map(u64::from);
    }
    Some(match part("w")?.to_ascii_lowercase().as_str() {
        "seven" => 7,
        "ten" => 10,
        "fourteen" => 14,
        "fifteen" => 15,
        "twenty" => 20,
        "thirty" => 30,
        "forty-five" => 45,
        "sixty" => 60,
        _ => 90,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promised(text: &str) -> Vec<(Promised, Option<u64>, bool)> {
        let mut builder = crate::exchange::notice::document::Builder::over(text);
        crate::exchange::notice::plain::read(&mut builder);
        let (promises, _) = find(&builder.finish());
        promises.into_iter().map(|promise| (promise.promised, promise.days, promise.conditional)).collect()
    }

    #[test]
    fn promises_are_found_in_both_languages() {
        for (text, kind, days, conditional) in [
            (
                "We will not share your personal information to external parties.",
                Promised::Kind(K::NoSharing),
                None,
                false,
            ),
            ("We do not sell your personal data.", Promised::NoSale, None, false),
            ("We never sell or share your personal information.", Promised::NoSale, None, false),
            (
                "We will not share your personal data with third parties without your consent.",
                Promised::Kind(K::NoSharing),
                None,
                true,
            ),
            (
                "In principle, we will not publicly disclose your personal information.",
                Promised::Kind(K::NoPublicDisclosure),
                None,
                true,
            ),
            ("We will notify you at least 30 days in advance.", Promised::Kind(K::PriorNotice), Some(30), false),
            ("We will respond to your request within 15 days.", Promised::Kind(K::ResponseTime), Some(15), false),
            ("We reply within thirty (30) days.", Promised::Kind(K::ResponseTime), Some(30), false),
            ("Our site is not directed to children under 13.", Promised::Kind(K::NoMinors), None, false),
            ("We do not use automated decision-making.", Promised::Kind(K::NoAutomatedDecisions), None, false),
            ("我们不会与任何公司、组织和个人共享您的个人信息。", Promised::Kind(K::NoSharing), None, false),
            ("我们不会向第三方共享您的个人信息，除非获得您的单独同意。", Promised::Kind(K::NoSharing), None, true),
            ("我们不会出售您的个人信息。", Promised::NoSale, None, false),
            ("我们不会将您的个人信息出售给第三方。", Promised::NoSale, None, false),
            ("我们不会公开披露您的个人信息。", Promised::Kind(K::NoPublicDisclosure), None, false),
            ("我们将提前30日通知您。", Promised::Kind(K::PriorNotice), Some(30), false),
            ("我们将在十五个工作日内答复您的请求。", Promised::Kind(K::ResponseTime), Some(15), false),
            ("我们不会进行自动化决策。", Promised::Kind(K::NoAutomatedDecisions), None, false),
        ] {
            let found = promised(text);
            assert!(found.contains(&(kind, days, conditional)), "{text}: {found:?}");
            let sharing = |(kind, ..): &&(Promised, Option<u64>, bool)| *kind == Promised::Kind(K::NoSharing);
            assert_eq!(
                found.iter().filter(sharing).count(),
                usize::from(kind == Promised::Kind(K::NoSharing)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_others_do_and_what_is_asked_is_no_promise() {
        for text in [
            "Our partners shall not share your personal information with others.",
            "If you do not share your personal information with us, we cannot help you.",
            "第三方不会共享您的个人信息。",
            "We may share your personal information with our partners.",
            "We use cookies.",
        ] {
            assert_eq!(promised(text), [], "{text}");
        }
    }
}
