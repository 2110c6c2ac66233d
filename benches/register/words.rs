//! What the texts are made of, in two languages.

use super::Draw;
use serde_json::{Value, json};

/// A few words in English and in Chinese.
pub type Words = (&'static str, &'static str);

pub const FUNCTIONS: &[Words] = &[
    ("Payroll", "薪酬发放"),
    ("Recruiting", "招聘"),
    ("Customer support", "客户支持"),
    ("Order fulfilment", "订单履行"),
    ("Newsletter", "电子报"),
    ("Fraud prevention", "欺诈防范"),
    ("Website analytics", "网站分析"),
    ("Warranty service", "保修服务"),
    ("Visitor registration", "访客登记"),
    ("Supplier onboarding", "供应商准入"),
    ("Device management", "设备管理"),
    ("Video surveillance", "视频监控"),
    ("Travel booking", "差旅预订"),
    ("Training records", "培训记录"),
    ("Credit assessment", "信用评估"),
    ("Market research", "市场调研"),
];

pub const SERVICES: &[Words] = &[
    ("Cloud hosting", "云托管"),
    ("Mail delivery", "邮件投递"),
    ("Payment gateway", "支付网关"),
    ("CRM", "客户关系管理"),
    ("Analytics", "分析"),
    ("Chat widget", "聊天插件"),
    ("Call centre", "呼叫中心"),
    ("Parcel service", "包裹服务"),
    ("Identity check", "身份核验"),
    ("Backup storage", "备份存储"),
];

pub const REGIONS: &[Words] = &[
    ("North America", "北美"),
    ("Europe", "欧洲"),
    ("China", "中国"),
    ("Brazil", "巴西"),
    ("Japan", "日本"),
    ("India", "印度"),
];

const CLAUSES: &[Words] = &[
    ("Details are entered by the person or taken from the order form", "由本人填写或取自订单表格"),
    ("The team checks that they are complete before anything else is done", "团队首先核对信息是否完整"),
    ("What is no longer needed is removed in the monthly clean-up", "不再需要的信息在每月清理时删除"),
    ("Only staff of the unit that answers for it can see them", "仅责任部门员工可见"),
    ("Results are kept with the case and shown to the person on request", "结果随案卷保存，并应本人要求提供"),
    ("Statistics are made from what remains after names are removed", "去除姓名后用于统计"),
    ("Messages are sent when something changes, never for advertising", "仅在情况变化时通知，不用于广告"),
    ("Technical data of the browser is used to find and repair faults", "浏览器技术数据用于查找和修复故障"),
];

const LABELS: &[Words] = &[
    ("E-mail address", "电子邮箱"),
    ("Full name", "姓名"),
    ("Telephone number", "电话号码"),
    ("Delivery address", "收货地址"),
    ("Order history", "订单记录"),
    ("Device identifiers", "设备标识符"),
    ("Bank account", "银行账户"),
    ("Working hours", "工作时间"),
    ("Pages visited", "浏览页面"),
    ("Messages", "通信内容"),
];

/// A text of these words.
pub fn text((english, chinese): Words) -> Value {
    json!({ "en": english, "zh-Hans": chinese })
}

/// A text of `before` and `after` with a space between.
pub fn joined(before: Words, after: Words) -> Value {
    json!({ "en": format!("{} {}", before.0, after.0), "zh-Hans": format!("{}{}", before.1, after.1) })
}

/// A short label.
pub fn label(draw: &mut Draw<'_>) -> Value {
    let words = LABELS[draw.below(LABELS.len())];
    text(words)
}

/// A text of so many sentences; without Chinese now and then.
pub fn sentences(draw: &mut Draw<'_>, count: usize) -> Value {
    let start = draw.below(CLAUSES.len());
    let chosen: Vec<Words> = (0..count).map(|step| CLAUSES[(start + step * 3) % CLAUSES.len()]).collect();
    let english = chosen.iter().map(|words| words.0).collect::<Vec<_>>().join(". ") + ".";
    let chinese = chosen.iter().map(|words| words.1).collect::<Vec<_>>().join("。") + "。";
    if draw.percent(15) { json!({ "en": english }) } else { json!({ "en": english, "zh-Hans": chinese }) }
}

/// The words of a document in English, as a source quotes them.
pub fn quote(draw: &mut Draw<'_>) -> &'static str {
    CLAUSES[draw.below(CLAUSES.len())].0
}
