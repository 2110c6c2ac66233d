//! Words of the report that belong to no single comparison.

use super::{Aspect, Extent, Level, Problem, Severity, TableForm};
use crate::report::told::Sentence;

type Pair = (&'static str, &'static str);

/// What the report does not look into.
pub fn not_evaluated() -> Vec<Sentence> {
    [
        ("Whether the notice meets any law: no law was evaluated.", "声明是否符合任何法律：本报告未评估任何法律。"),
        ("What linked pages say: none was opened.", "链接页面的内容：未打开任何页面。"),
        ("Whether the words of a promise ask for more than its kind.", "承诺的措辞是否有超出其类型的要求。"),
        (
            "Names that are neither recorded nor end with a legal form nor stand in a list of third parties.",
            "未登记、不以公司组织形式结尾且不在第三方清单中的名称。",
        ),
    ]
    .map(Sentence::of)
    .into()
}

/// A severity.
pub const fn severity(severity: Severity) -> Pair {
    match severity {
        Severity::Error => ("error", "错误"),
        Severity::Warning => ("warning", "警告"),
        Severity::Info => ("info", "提示"),
    }
}

/// How sure.
pub const fn level(level: Level) -> Pair {
    match level {
        Level::Sure => ("sure", "确定"),
        Level::Likely => ("likely", "很可能"),
        Level::Possible => ("possible", "可能"),
    }
}

/// Something that can be compared.
pub const fn aspect(aspect: Aspect) -> Pair {
    match aspect {
        Aspect::Rows => ("Rows of lists of third parties", "第三方清单各行"),
        Aspect::Cells => ("Words of their cells", "单元格内容"),
        Aspect::Links => ("Links", "链接"),
        Aspect::Names => ("Names", "名称"),
        Aspect::Dates => ("Dates", "日期"),
        Aspect::Places => ("Places", "地点"),
        Aspect::Promises => ("Promises", "承诺"),
    }
}

/// How far.
pub const fn extent(extent: Extent) -> Pair {
    match extent {
        Extent::Compared => ("compared", "已比较"),
        Extent::InPart => ("compared in part", "部分比较"),
        Extent::NotCompared => ("not compared", "未比较"),
    }
}

/// The form of a list of third parties.
pub const fn form(form: TableForm) -> Pair {
    match form {
        TableForm::Table => ("table", "表格"),
        TableForm::TransposedTable => ("table with heads at the side", "表头在侧的表格"),
        TableForm::List => ("list", "列表"),
        TableForm::Labels => ("names and what they stand for", "逐项标签"),
        TableForm::Lines => ("cells below each other", "单元格逐行排列"),
        TableForm::SeparatedLines => ("lines with cells apart", "以分隔符分列的行"),
        TableForm::RunTogether => ("cells run together", "单元格连写"),
    }
}

/// What is otherwise.
pub const fn problem(problem: Problem) -> Pair {
    use Problem as P;
    match problem {
        P::TableNotCompared => ("list of third parties not compared", "第三方清单未比较"),
        P::TextNotReadWhole => ("text not read to its end", "文本未完整读取"),
        P::RowMissing => ("row missing", "缺少行"),
        P::NamedOutsideTable => ("named in the text, not in the list", "文本提及但清单未列"),
        P::RecipientNotNamed => ("recipient not named", "接收方未提及"),
        P::RowNotRecorded => ("row of nobody who is recorded", "行所列方未登记"),
        P::RowNotListed => ("row not in the recorded table", "行未见于登记清单"),
        P::RowWithoutUse => ("row without use", "所列服务未使用"),
        P::CellDiffers => ("cell differs", "单元格不同"),
        P::SpelledDifferently => ("spelled differently", "写法不同"),
        P::FormerName => ("former name", "曾用名"),
        P::SimilarName => ("similar name", "名称相近"),
        P::UnknownOrganization => ("organisation not recorded", "组织未登记"),
        P::NamedWithoutUse => ("named without use", "提及但未使用"),
        P::LinkInOtherLanguage => ("link in another language", "链接语言不同"),
        P::LinkToOtherHost => ("link to another site", "链接至其他网站"),
        P::LinkToOtherPage => ("link to another page", "链接至其他页面"),
        P::LinkToNowhere => ("link to nowhere", "链接为空"),
        P::LinkShowsOtherAddress => ("link shows another address", "链接显示与指向不符"),
        P::LinkMissing => ("link missing", "缺少链接"),
        P::LinkNotRecorded => ("link not recorded", "链接未登记"),
        P::DateBlank => ("date blank", "日期空白"),
        P::DateImpossible => ("date impossible", "日期不存在"),
        P::DateDiffers => ("date differs", "日期不同"),
        P::DateNotRecorded => ("date not recorded", "日期未登记"),
        P::DateMissing => ("date missing", "缺少日期"),
        P::DateInFuture => ("date in the future", "日期在将来"),
        P::PlaceNotRecorded => ("place not recorded", "地点未登记"),
        P::PlaceNotNamed => ("place not named", "地点未提及"),
        P::PromiseContradicted => ("promise contradicted", "与承诺相悖"),
        P::PromiseContradictedByText => ("promise contradicted by the text", "文本自相矛盾"),
        P::PromiseDiffers => ("promise differs", "承诺不同"),
        P::PromiseNotRecorded => ("promise not recorded", "承诺未登记"),
        P::HostNotRecorded => ("host not recorded", "主机未登记"),
        P::HostOnRecordedSite => ("host on a recorded site", "主机位于已登记网站"),
        P::HostOfUnusedService => ("host of a service that is not used", "主机属于未使用的服务"),
        P::HostNotLoaded => ("host not loaded", "主机未加载"),
        P::CookieNotRecorded => ("cookie not recorded", "Cookie 未登记"),
    }
}
