//! Organisations that a text names by their legal form, whether or not any record knows them.
//!
//! Knows how names look in English and Chinese. Never knows who they are.

use regex::Regex;
use std::{ops::Range, sync::LazyLock};

/// A name in Latin letters and its legal form: capitalised words, small ones between them.
static LATIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:[\p{Lu}0-9][\p{L}\p{N}&'’\-]*(?:\.[a-z]{2,4})?,?[ \u{a0}]+(?:(?:of|and|&|for|de|und|et|the)[ \u{a0}]+)?){1,8}?",
        r"(?:(?:(?:Co|Company)\.?,?[ \u{a0}]*(?:Ltd|Limited)|Ltd\.?,?[ \u{a0}]*Co|Inc|Incorporated|LLC|L\.L\.C|Pty\.?[ \u{a0}]*Ltd|Pte\.?[ \u{a0}]*Ltd|Ltd|Limited|",
        r"GmbH(?:[ \u{a0}]*&[ \u{a0}]*Co\.?[ \u{a0}]*KG)?|AG|S\.A\.S|SAS|S\.A|SARL|S\.à[ \u{a0}]r\.l|B\.V|BV|N\.V|PLC|plc|Corp|Corporation|K\.K|S\.r\.l|Srl|S\.p\.A|SpA|LLP|AB|Oy|ApS|A/S|SE)\b\.?)",
    ))
    .ok()
});

/// A name in Chinese and its legal form.
static CHINESE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\p{Han}A-Za-z0-9（）()·&]{2,40}?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|有限合伙）?)").ok()
});

/// Words with which a sentence leads up to a name in Latin letters.
const LEADING: &[&str] = &[
    "The",
    "If",
    "By",
    "We",
    "Our",
    "With",
    "And",
    "In",
    "For",
    "From",
    "To",
    "Of",
    "Please",
    "Contact",
    "Such",
    "These",
    "When",
    "Under",
    "Via",
    "Through",
    "As",
    "At",
    "On",
    "Or",
    "Both",
    "Between",
    "Use",
    "Uses",
    "Provider",
    "Supplier",
    "Operator",
    "Company",
    "Controller",
    "Recipient",
    "Copyright",
    "Is",
    "Also",
    "Including",
    "Where",
    "While",
    "Using",
    "Only",
    "Either",
    "However",
    "Currently",
    "Name",
    "Service",
    "This",
    "That",
    "A",
    "An",
    "Its",
    "Their",
    "About",
];

/// Where Chinese names of companies begin: a province or city.
const PLACES: &[&str] = &[
    "北京",
    "上海",
    "天津",
    "重庆",
    "深圳",
    "广州",
    "杭州",
    "南京",
    "苏州",
    "成都",
    "武汉",
    "西安",
    "厦门",
    "青岛",
    "长沙",
    "合肥",
    "郑州",
    "济南",
    "福州",
    "宁波",
    "无锡",
    "珠海",
    "东莞",
    "佛山",
    "大连",
    "沈阳",
    "昆明",
    "海口",
    "三亚",
    "贵阳",
    "南昌",
    "石家庄",
    "太原",
    "哈尔滨",
    "长春",
    "兰州",
    "乌鲁木齐",
    "呼和浩特",
    "南宁",
    "银川",
    "西宁",
    "拉萨",
    "广东",
    "浙江",
    "江苏",
    "四川",
    "湖北",
    "湖南",
    "福建",
    "山东",
    "河北",
    "河南",
    "海南",
    "安徽",
    "江西",
    "陕西",
    "辽宁",
    "香港",
    "台湾",
    "中国",
];

/// Characters with which a Chinese sentence leads up to a name.
const LEADING_CHINESE: &[&str] = &[
    "服务提供商为",
    "提供商为",
    "提供方为",
    "提供者为",
    "由",
    "与",
    "向",
    "为",
    "是",
    "及",
    "和",
    "或",
    "即",
    "系",
    "将",
    "给",
    "从",
    "委托",
    "包括",
    "关于",
    "至",
    "我们",
    "指",
];

/// The organisations that some words name, left to right.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if let Some(latin) = &*LATIN
        && text.contains(|c: char| c.is_ascii_uppercase())
    {
        found.extend(latin.find_iter(text).filter_map(|hit| led_up_to(text, hit.range())));
    }
    if let Some(chinese) = &*CHINESE
        && text.contains("公司")
    {
        found.extend(chinese.find_iter(text).filter_map(|hit| begun(text, hit.range())));
    }
    found.sort_by_key(|range| (range.start, range.end));
    found
}

/// A name in Latin letters without what leads up to it.
fn led_up_to(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut start = range.start;
    // Within a longer word, unless cells of a table ran together.
    let before = text.get(..start)?.chars().next_back();
    let inside =
        before.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase() && !c.is_ascii_digit() && c.is_ascii());
    if inside {
        start += text.get(range.clone())?.find(' ')? + 1;
    }
    loop {
        let rest = text.get(start..range.end)?;
        let word = rest.split([' ', '\u{a0}']).next()?;
        let bare = word.trim_end_matches([',', ':']);
        let number = bare.chars().all(|c| c.is_ascii_digit());
        if !(LEADING.contains(&bare) || number || matches!(bare, "of" | "and" | "&" | "for" | "the")) {
            break;
        }
        start += word.len() + rest.get(word.len()..)?.chars().next().map_or(0, char::len_utf8);
    }
    // More than the legal form must be left, and a comma parts what does not belong together.
    let rest = text.get(start..range.end)?;
    let stem = crate::report::drift::legal_form::without(rest);
    let start = stem.rfind(", ").map_or(start, |comma| start + comma + 2);
    let rest = text.get(start..range.end)?;
    (rest.contains(' ') && rest.len() <= 120 && stem.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        .then_some(start..range.end)
}

/// A Chinese name from where it begins: at a place, or after what leads up to it. Without either nobody can tell where.
fn begun(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(range.clone())?;
    let place = PLACES.iter().filter_map(|place| words.find(place)).min();
    let led = LEADING_CHINESE
        .iter()
        .filter_map(|lead| words.find(lead).map(|at| at + lead.len()))
        .filter(|at| *at < words.len());
    let begins = match place {
        // "（北京）" within a name is not its beginning.
        Some(at) if !words.get(..at).unwrap_or_default().ends_with(['（', '(']) => Some(at),
        _ => led.min().or_else(|| {
            let before = text.get(..range.start).and_then(|before| before.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric()).then_some(0)
        }),
    }?;
    let start = range.start + begins;
    let name = text.get(start..range.end)?;
    let length = name.chars().count();
    let vague = ["关联公司", "第三方", "所在", "其他", "本公司", "我公司", "上述", "该公司"]
        .iter()
        .any(|word| name.contains(word));
    ((6..=36).contains(&length) && !vague).then_some(start..range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn names_are_told_by_their_legal_form() {
        assert_eq!(names("If Google LLC gets it, so does The Mail House Ltd."), ["Google LLC", "Mail House Ltd."]);
        assert_eq!(
            names(
                "clientsBeijing Renkehudong Network Technology Co., Ltd. and Beijing IngageApp Internet Technology Ltd., Co.Name"
            ),
            ["Beijing Renkehudong Network Technology Co., Ltd.", "Beijing IngageApp Internet Technology Ltd., Co."]
        );
        assert_eq!(names("…of business.Google Inc.Website traffic"), ["Google Inc."]);
        assert_eq!(names("委托深圳市和讯华谷信息技术有限公司处理"), ["深圳市和讯华谷信息技术有限公司"]);
        assert_eq!(names("服务提供商为友盟同欣（北京）科技有限公司。"), ["友盟同欣（北京）科技有限公司"]);
    }

    #[test]
    fn what_only_sounds_like_one_is_none() {
        for text in [
            "Our liability is Limited",
            "our affiliates and partners",
            "我们的关联公司有限公司",
            "Amazon servers located in North America",
        ] {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
    }
}
