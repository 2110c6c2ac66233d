//! What the heads of a table mean, in English and Chinese: the words that notices use.
//!
//! A new word is one more in its line. Lines are tried in their order, since heads hold more than one of these words: the link
//! to a "personal information protection policy" is a link, the purpose of a service a purpose.

use crate::{domain::search, report::processor_table::Column};

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

/// How a word stands in a head.
#[derive(Clone, Copy)]
enum Word {
    /// The head is this.
    Is(&'static str),
    /// The head has this in it; of Latin letters, as words.
    Has(&'static str),
}
use Word::{Has, Is};

/// The longest head, in characters.
const LONGEST: usize = 64;

/// Heads and their words, in the order in which they are tried.
const HEADS: &[(Head, &[Word])] = &[
    (
        Head::Column(Column::Number),
        &[
            Is("no"),
            Is("nr"),
            Is("#"),
            Is("s n"),
            Is("sn"),
            Is("item no"),
            Is("serial no"),
            Is("serial number"),
            Is("index"),
            Is("序号"),
            Is("编号"),
            Is("序列"),
            Is("序號"),
        ],
    ),
    (
        Head::Cookies,
        &[
            Has("cookie name"),
            Has("name of cookie"),
            Has("name of the cookie"),
            Is("cookie"),
            Is("cookies"),
            Has("cookie名称"),
            Has("cookie key"),
        ],
    ),
    (
        Head::Classes,
        &[
            Has("categories of third"),
            Has("category of third"),
            Has("categories of recipient"),
            Has("category of recipient"),
            Has("categories of service provider"),
            Has("types of third"),
            Has("type of third"),
            Has("types of recipient"),
            Has("type of recipient"),
            Has("types of service provider"),
            Has("type of service provider"),
            Has("接收方类型"),
            Has("接收方类别"),
            Has("第三方类型"),
            Has("第三方类别"),
            Has("合作方类型"),
            Has("合作伙伴类型"),
            Has("受托方类型"),
        ],
    ),
    (
        Head::Elsewhere,
        &[
            Has("权限"),
            Has("permission"),
            Is("right"),
            Is("rights"),
            Is("your right"),
            Is("your rights"),
            Is("权利"),
            Is("activity"),
            Is("processing activity"),
            Is("业务功能"),
            Is("功能类型"),
        ],
    ),
    (
        Head::Column(Column::Links),
        &[
            Has("privacy policy"),
            Has("privacy policies"),
            Has("privacy notice"),
            Has("privacy statement"),
            Has("privacy information"),
            Has("policy"),
            Is("privacy"),
            Has("link"),
            Has("links"),
            Has("url"),
            Has("urls"),
            Has("more information"),
            Has("further information"),
            Has("learn more"),
            Is("website"),
            Is("web site"),
            Has("official website"),
            Has("official site"),
            Is("site"),
            Has("homepage"),
            Has("隐私政策"),
            Has("隐私权政策"),
            Has("隐私协议"),
            Has("隐私声明"),
            Has("隐私条款"),
            Has("隐私保护"),
            Has("隐私指引"),
            Has("保护政策"),
            Has("保护声明"),
            Has("处理规则"),
            Has("链接"),
            Has("官网"),
            Has("网址"),
            Has("网站地址"),
            Has("官方网站"),
            Has("隐私權政策"),
            Has("連結"),
            Is("隐私"),
        ],
    ),
    (
        Head::Column(Column::Purpose),
        &[
            Has("purpose"),
            Has("purposes"),
            Has("why"),
            Has("used for"),
            Has("use case"),
            Has("use cases"),
            Has("what for"),
            Has("reason"),
            Has("reasons"),
            Has("目的"),
            Has("用途"),
            Has("使用场景"),
            Has("应用场景"),
            Has("业务场景"),
            Is("场景"),
            Has("场景描述"),
        ],
    ),
    (
        Head::Column(Column::Mechanism),
        &[
            Has("safeguard"),
            Has("safeguards"),
            Has("transfer mechanism"),
            Has("transfer basis"),
            Has("mechanism"),
            Has("scc"),
            Has("sccs"),
            Has("传输机制"),
            Has("保障措施"),
            Has("出境依据"),
        ],
    ),
    (
        Head::Aside,
        &[
            Has("retention"),
            Has("duration"),
            Has("expiry"),
            Has("lifetime"),
            Has("legal basis"),
            Has("lawful basis"),
            Has("legal bases"),
            Has("contact"),
            Has("opt out"),
            Has("e mail"),
            Has("email"),
            Has("status"),
            Has("date"),
            Has("since"),
            Has("version"),
            Has("期限"),
            Has("联系方式"),
            Has("联系电话"),
            Has("法律依据"),
            Has("合法性基础"),
            Has("版本"),
            Has("包名"),
            Has("备注"),
            Has("电话"),
            Has("邮箱"),
        ],
    ),
    (
        Head::Column(Column::Location),
        &[
            Has("country"),
            Has("countries"),
            Has("location"),
            Has("locations"),
            Has("region"),
            Has("jurisdiction"),
            Has("place of processing"),
            Has("place"),
            Has("where"),
            Has("hosting location"),
            Has("headquarters"),
            Has("transfer destination"),
            Has("destination"),
            Has("国家"),
            Has("地区"),
            Has("所在地"),
            Has("存储地"),
            Has("处理地点"),
            Has("存储地点"),
            Has("存储位置"),
            Has("地点"),
            Has("國家"),
            Has("地域"),
        ],
    ),
    (
        Head::Column(Column::Information),
        &[
            Has("data"),
            Has("information"),
            Has("personal details"),
            Has("what we share"),
            Has("what is shared"),
            Has("fields"),
            Has("个人信息"),
            Has("信息类型"),
            Has("信息种类"),
            Has("信息范围"),
            Has("信息内容"),
            Has("信息字段"),
            Has("收集信息"),
            Has("收集的信息"),
            Has("共享信息"),
            Has("共享的信息"),
            Has("提供的信息"),
            Has("获取的信息"),
            Has("数据类型"),
            Has("数据"),
            Has("信息"),
            Has("資料"),
            Has("字段"),
        ],
    ),
    (
        Head::Column(Column::Means),
        &[
            Has("means"),
            Has("method"),
            Has("methods"),
            Is("how"),
            Has("how shared"),
            Has("how collected"),
            Has("方式"),
            Has("途径"),
            Has("收集方法"),
        ],
    ),
    (
        Head::Column(Column::Role),
        &[Has("role"), Has("capacity"), Has("角色"), Has("处理关系"), Has("身份"), Has("controller or processor")],
    ),
    (
        Head::Column(Column::Provider),
        &[
            Has("provider"),
            Has("providers"),
            Has("provided by"),
            Has("company"),
            Has("companies"),
            Has("legal entity"),
            Has("entity"),
            Has("entities"),
            Has("operator"),
            Has("supplier"),
            Has("suppliers"),
            Has("vendor"),
            Has("vendors"),
            Has("organisation"),
            Has("organization"),
            Has("developer"),
            Has("corporate name"),
            Has("contracting party"),
            Has("owner"),
            Has("提供方"),
            Has("提供商"),
            Has("提供者"),
            Has("主体"),
            Has("公司"),
            Has("机构"),
            Has("开发者"),
            Has("开发商"),
            Has("运营方"),
            Has("运营者"),
            Has("运营商"),
            Has("供应商"),
            Has("服务商"),
            Has("企业"),
            Has("单位"),
            Has("所属方"),
        ],
    ),
    (
        Head::Column(Column::Service),
        &[
            Has("service"),
            Has("services"),
            Has("sdk"),
            Has("sdks"),
            Has("tool"),
            Has("tools"),
            Has("product"),
            Has("products"),
            Has("third party"),
            Has("third parties"),
            Has("processor"),
            Has("processors"),
            Has("subprocessor"),
            Has("subprocessors"),
            Has("sub processor"),
            Has("sub processors"),
            Has("recipient"),
            Has("recipients"),
            Has("partner"),
            Has("partners"),
            Has("plugin"),
            Has("plugins"),
            Has("platform"),
            Has("system"),
            Has("application"),
            Has("app"),
            Has("software"),
            Has("technology"),
            Is("name"),
            Is("names"),
            Is("who"),
            Has("shared with"),
            Has("importer"),
            Has("服务名称"),
            Has("产品名称"),
            Has("第三方名称"),
            Has("插件"),
            Has("名称"),
            Has("合作方"),
            Has("合作伙伴"),
            Has("受托方"),
            Has("受托人"),
            Has("接收方"),
            Has("接收者"),
            Has("第三方"),
            Has("产品"),
            Has("服务"),
            Has("工具"),
            Has("平台"),
            Has("系统"),
            Has("应用"),
            Has("委托处理者"),
            Has("共享对象"),
            Has("被共享方"),
        ],
    ),
    (
        Head::Column(Column::Purpose),
        &[
            Has("function"),
            Has("functions"),
            Has("functionality"),
            Has("description"),
            Has("activity"),
            Has("use"),
            Has("功能"),
            Has("场景"),
            Has("说明"),
            Has("描述"),
            Has("内容"),
        ],
    ),
    (Head::Elsewhere, &[Has("category"), Has("categories"), Has("type"), Has("types"), Has("类型"), Has("类别")]),
];

/// What a head says; `None` for what is no head as far as known.
pub fn head(text: &str) -> Option<Head> {
    let folded = folded(text)?;
    let says = |word: &Word| match word {
        Is(word) => folded == format!(" {word} "),
        Has(word) if word.is_ascii() => folded.contains(&format!(" {word} ")),
        Has(word) => folded.contains(word),
    };
    HEADS.iter().find(|(_, words)| words.iter().any(says)).map(|(head, _)| *head)
}

/// A head as it is compared: folded, words apart, one space around each.
fn folded(text: &str) -> Option<String> {
    // What stands in brackets explains.
    let bare = text.split(['(', '（']).next().map(str::trim).filter(|bare| !bare.is_empty()).unwrap_or(text.trim());
    if bare.is_empty() || bare.chars().count() > LONGEST || bare.contains("://") {
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
    pub columns: Vec<Option<Column>>,
    /// The one that names what a row is about.
    pub naming: usize,
    /// How many were understood beside the number of the row.
    pub understood: usize,
    /// Whether a row may be about something else than a third party: what names one does not stand first.
    pub turned: bool,
}

/// The columns that some heads make; `None` where they are not those of a list of third parties.
pub fn of_heads<'a>(heads: impl Iterator<Item = &'a str>) -> Option<Columns> {
    let mut heads: Vec<Option<Head>> = heads.map(head).collect();
    if heads.iter().flatten().any(|head| matches!(head, Head::Classes | Head::Cookies)) {
        return None;
    }
    // The same head twice: the first names, what comes later says something about it ("name", "company name").
    let mut seen = Vec::new();
    for head in &mut heads {
        if let Some(Head::Column(column)) = *head {
            if seen.contains(&column) {
                *head = Some(Head::Aside);
            }
            seen.push(column);
        }
    }
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
    Some(Columns { columns, naming, understood, turned })
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
