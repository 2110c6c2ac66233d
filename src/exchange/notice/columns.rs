//! What the heads of a table mean, in English and Chinese: the words that notices use.
//!
//! A new word is one more in its line. Lines are tried in their order, since heads hold more than one of these words: the link
//! to a "personal information protection policy" is a link, the purpose of a service a purpose.

use crate::{domain::search, report::processor_table::Column};
use std::sync::LazyLock;

/// What a head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// The column is one of a list of third parties.
    Column(Column),
    /// The rows are about classes of third parties, and name none.
    Classes,
    /// The rows are about cookies.
    Cookies,
    /// The rows are about something else: data, permissions, rights.
    Elsewhere,
    /// Something about a row that a list of third parties can say and the register does not compare.
    Aside,
}

/// The longest head, in characters.
const LONGEST: usize = 64;

/// Heads in the order in which they are tried: what a whole head is, and what a head has in it; of Latin letters, as words.
const HEADS: &[(Head, &str, &str)] = &[
    (Head::Column(Column::Number), "no|nr|#|s n|sn|item no|serial no|serial number|index|序号|编号|序列|序號|編號", ""),
    (Head::Cookies, "cookie|cookies", "cookie name|name of cookie|name of the cookie|cookie名称|cookie key"),
    (
        Head::Classes,
        "",
        "categories of third|category of third|categories of recipient|category of recipient|\
         categories of service provider|types of third|type of third|types of recipient|type of recipient|\
         types of service provider|type of service provider|接收方类型|接收方类别|第三方类型|第三方类别|合作方类型|\
         合作伙伴类型|受托方类型",
    ),
    (
        Head::Elsewhere,
        "right|rights|your right|your rights|权利|activity|processing activity|业务功能|功能类型",
        "权限|permission",
    ),
    (
        Head::Column(Column::Links),
        "privacy|website|web site|site|隐私",
        "privacy policy|privacy policies|privacy notice|privacy statement|privacy information|policy|link|links|url|urls|\
         more information|further information|learn more|official website|official site|homepage|\
         隐私政策|隐私权政策|隐私协议|隐私声明|隐私条款|隐私保护|隐私指引|保护政策|保护声明|处理规则|链接|官网|网址|网站地址|\
         官方网站|隱私|鏈接|連結|官網|網址",
    ),
    (
        Head::Column(Column::Purpose),
        "场景",
        "purpose|purposes|why|used for|use case|use cases|what for|reason|reasons|目的|用途|使用场景|应用场景|业务场景|场景描述|使用場景",
    ),
    (
        Head::Column(Column::Mechanism),
        "",
        "safeguard|safeguards|transfer mechanism|transfer basis|mechanism|scc|sccs|传输机制|保障措施|出境依据",
    ),
    (
        Head::Aside,
        "dpa",
        "retention|duration|expiry|lifetime|legal basis|lawful basis|legal bases|contact|opt out|e mail|email|status|date|since|\
         version|期限|联系方式|联系电话|法律依据|合法性基础|版本|包名|备注|电话|邮箱|去标识化",
    ),
    (
        Head::Column(Column::Location),
        "",
        "country|countries|location|locations|region|jurisdiction|place of processing|place|where|hosted|hosting|based|\
         headquarters|transfer destination|destination|国家|地区|所在地|存储地|处理地点|存储位置|地点|國家|地區|地域",
    ),
    (
        Head::Column(Column::Information),
        "",
        "data|information|personal details|what we share|what is shared|fields|个人信息|信息|数据|字段|資料|個人信息|個人資料|數據",
    ),
    (Head::Column(Column::Means), "how", "means|method|methods|how shared|how collected|方式|途径|收集方法"),
    (Head::Column(Column::Role), "", "role|capacity|角色|处理关系|身份|controller or processor"),
    (
        Head::Column(Column::Provider),
        "",
        "provider|providers|provided by|company|companies|legal entity|entity|entities|operator|supplier|suppliers|vendor|vendors|\
         organisation|organization|developer|corporate name|contracting party|owner|提供方|提供商|提供者|主体|主體|公司|机构|機構|\
         开发者|开发商|运营方|运营者|运营商|供应商|服务商|厂商|厂家|企业|单位|所属方",
    ),
    (
        Head::Column(Column::Service),
        "name|names|who",
        "service|services|sdk|sdks|tool|tools|product|products|third party|third parties|processor|processors|subprocessor|\
         subprocessors|sub processor|sub processors|recipient|recipients|partner|partners|plugin|plugins|platform|system|\
         application|app|software|technology|shared with|importer|服务名称|产品名称|第三方名称|插件|名称|名稱|合作方|合作伙伴|\
         受托方|受托人|接收方|接收者|第三方|产品|產品|服务|服務|工具|平台|系统|应用|委托处理者|共享对象|被共享方",
    ),
    (
        Head::Column(Column::Purpose),
        "",
        "function|functions|functionality|description|activity|use|功能|场景|说明|描述|内容",
    ),
    (Head::Elsewhere, "", "category|categories|type|types|类型|类别|類型|類別"),
];

/// Words of heads that say nothing by themselves.
const SMALL: &str = "of|the|for|by|and|we|to|collected|processed|shared|used|personal|name|official|的|收集|使用|处理|處理|共享|所|官方|涉及|\
                     或|及|和|方";

/// A line of [`HEADS`], its words with a space around each that is looked for as a word.
struct Line {
    head: Head,
    whole: Vec<String>,
    within: Vec<String>,
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let line = |(head, whole, within): &(Head, &str, &str)| Line {
        head: *head,
        whole: words(whole).map(|word| format!(" {word} ")).collect(),
        within: words(within).map(spaced).collect(),
    };
    HEADS.iter().map(line).collect()
});

/// Every word that heads have, to tell how much of a head is known.
static KNOWN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let small = words(SMALL).map(spaced);
    LINES.iter().flat_map(|line| line.whole.iter().chain(&line.within)).cloned().chain(small).collect()
});

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split('|').filter(|word| !word.is_empty())
}

fn spaced(word: &str) -> String {
    if word.is_ascii() { format!(" {word} ") } else { word.to_owned() }
}

/// What a head says; `None` for what is no head as far as known.
pub fn head(text: &str) -> Option<Head> {
    ranked(text).map(|(_, head)| head)
}

/// What a head says, and in which line its word stands: the earlier, the surer.
fn ranked(text: &str) -> Option<(usize, Head)> {
    let folded = folded(text)?;
    let says =
        |line: &Line| line.whole.contains(&folded) || line.within.iter().any(|word| folded.contains(word.as_str()));
    let place = LINES.iter().position(says)?;
    Some((place, LINES.get(place)?.head))
}

/// What the name in front of a colon says: a head of which most words are those of heads. "CRM system: keeps contacts" names a
/// system, and says nothing of what stands behind it.
pub fn label(text: &str) -> Option<Head> {
    let head = head(text)?;
    let folded = folded(text)?;
    let mut covered = vec![false; folded.len()];
    for word in KNOWN.iter() {
        for (at, word) in folded.match_indices(word.as_str()) {
            covered.iter_mut().skip(at).take(word.len()).for_each(|byte| *byte = true);
        }
    }
    let (mut all, mut known) = (0, 0);
    for (byte, covered) in folded.bytes().zip(&covered) {
        all += usize::from(byte != b' ');
        known += usize::from(byte != b' ' && *covered);
    }
    (known * 3 >= all * 2).then_some(head)
}

/// A head as it is compared: folded, words apart, one space around each.
fn folded(text: &str) -> Option<String> {
    // What stands in brackets explains.
    let bare = text.split(['(', '（']).next().map(str::trim).filter(|bare| !bare.is_empty()).unwrap_or(text.trim());
    // "Provider: Acme" says who it is.
    let inner = bare.trim_end_matches([':', '：']).contains([':', '：']);
    if bare.is_empty() || inner || bare.chars().count() > LONGEST {
        return None;
    }
    if bare == "#" {
        return Some(" # ".to_owned());
    }
    let mut folded = String::from(" ");
    let mut last_is_ascii = true;
    for c in search::fold(bare).chars() {
        if c.is_alphanumeric() {
            // "SDK名称": words of two scripts.
            if c.is_ascii() != last_is_ascii && !folded.ends_with(' ') {
                folded.push(' ');
            }
            last_is_ascii = c.is_ascii();
            folded.push(c);
        } else if !folded.ends_with(' ') && c.is_ascii() {
            folded.push(' ');
        }
    }
    if !folded.ends_with(' ') {
        folded.push(' ');
    }
    (folded.trim() != "").then_some(folded)
}

/// How many of some heads are understood.
pub fn recognised(heads: impl Iterator<Item = String>) -> usize {
    heads.filter(|head| self::head(head).is_some()).count()
}

/// The columns of a list of third parties, and how sure it is that they are ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// What each says, left to right.
    pub each: Vec<Option<Column>>,
    /// The one that names what a row is about.
    pub naming: usize,
    /// How many were understood beside the number of the row.
    pub understood: usize,
    /// Whether a row may be about something else than a third party: what names one does not stand first.
    pub turned: bool,
}

/// The columns that some heads make; `None` where they are not those of a list of third parties.
pub fn of_heads<'a>(heads: impl Iterator<Item = &'a str>) -> Option<Columns> {
    let heads = each_once(&heads.map(ranked).collect::<Vec<_>>())?;
    let first = heads.iter().position(|head| !matches!(head, Some(Head::Column(Column::Number))))?;
    let place = |column| heads.iter().position(|head| *head == Some(Head::Column(column)));
    let naming = place(Column::Service).or_else(|| place(Column::Provider))?;
    let columns: Vec<Option<Column>> = heads
        .iter()
        .map(|head| match head {
            Some(Head::Column(column)) => Some(*column),
            _ => None,
        })
        .collect();
    let told = |column: &Column| *column != Column::Number;
    let understood = columns.iter().flatten().filter(|column| told(column)).count();
    let leads = heads.get(first).copied().flatten();
    let turned = naming > first
        && !matches!(leads, Some(Head::Column(Column::Service | Column::Provider)))
        && !matches!(leads, None | Some(Head::Aside));
    // Of a row about a right or a permission the third party is no more than a remark.
    if understood < 2 || matches!(leads, Some(Head::Elsewhere)) && naming > first + 1 {
        return None;
    }
    Some(Columns { each: columns, naming, understood, turned })
}

/// Heads of which none says the same as another: the surest counts, else the first. What stands behind the name of somebody and is
/// called a service too is what they do. `None` where the rows are about classes or cookies.
fn each_once(ranked: &[Option<(usize, Head)>]) -> Option<Vec<Option<Head>>> {
    let mut heads: Vec<Option<Head>> = ranked.iter().map(|head| head.map(|(_, head)| head)).collect();
    if heads.iter().flatten().any(|head| matches!(head, Head::Classes | Head::Cookies)) {
        return None;
    }
    for (place, own) in ranked.iter().enumerate() {
        let Some((line, Head::Column(column))) = *own else { continue };
        let surer = |(other, head): (usize, &Option<(usize, Head)>)| {
            head.is_some_and(|(rank, head)| head == Head::Column(column) && (rank, other) < (line, place))
        };
        if ranked.iter().enumerate().any(surer) {
            let does = column == Column::Service && !heads.contains(&Some(Head::Column(Column::Purpose)));
            if let Some(head) = heads.get_mut(place) {
                *head = Some(if does { Head::Column(Column::Purpose) } else { Head::Aside });
            }
        }
    }
    Some(heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(text: &str) -> Option<Column> {
        match head(text) {
            Some(Head::Column(column)) => Some(column),
            _ => None,
        }
    }

    #[test]
    fn heads_are_understood_in_both_languages() {
        for (text, meant) in [
            ("No.", Column::Number),
            ("Names of the Service from Third Parties", Column::Service),
            ("Service Provider", Column::Provider),
            ("Purpose", Column::Purpose),
            ("Purpose of the service", Column::Purpose),
            ("Type of Collected Information", Column::Information),
            ("Privacy Policy/Official Website", Column::Links),
            ("Personal data processed", Column::Information),
            ("Sub-processor", Column::Service),
            ("Entity country", Column::Location),
            ("序号", Column::Number),
            ("第三方SDK名称", Column::Service),
            ("第三方主体", Column::Provider),
            ("使用目的", Column::Purpose),
            ("收集个人信息类型", Column::Information),
            ("第三方个人信息保护政策链接", Column::Links),
            ("共享方式", Column::Means),
            ("存储地点", Column::Location),
            ("公司名称", Column::Provider),
        ] {
            assert_eq!(column(text), Some(meant), "{text}");
        }
        for text in
            ["We will not share your personal information to external parties, whatever they ask of us or want.", ""]
        {
            assert_eq!(head(text), None, "{text}");
        }
    }

    #[test]
    fn other_tables_are_no_lists_of_third_parties() {
        for heads in [
            &["Category of personal information", "Examples", "Collected"][..],
            &["Category", "Business purpose", "Categories of third parties"],
            &["Cookie name", "Provider", "Purpose", "Duration"],
            &["权限名称", "使用目的", "业务功能"],
            &["Right", "Description"],
        ] {
            assert_eq!(of_heads(heads.iter().copied()), None, "{heads:?}");
        }
        let turned = of_heads(["Purpose", "Data", "Recipient"].into_iter()).unwrap();
        assert!(turned.turned && turned.naming == 2);
        let plain = of_heads(["No.", "Service", "Purpose"].into_iter()).unwrap();
        assert!(!plain.turned && plain.naming == 1);
    }
}
