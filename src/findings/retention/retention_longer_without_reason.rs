//! Some data, or a backup, is kept longer than the activity says, and nobody recorded why.

use crate::{
    domain::{
        Day,
        record::{Activity, Retention},
    },
    findings::{About, Both, Inspector, Look, Severity, Unknowns, cited, field},
};

pub const ABOUT: About = About {
    severity: Severity::Warning,
    title: ("Kept longer without a reason", "保存更久却无理由"),
    checks: (
        "Items of data, and backups, that are kept longer than their activity says and for which no `basis` is recorded.",
        "保存时间长于处理活动所述期限、且未记录 `basis` 的个人信息项和备份。",
    ),
    why: (
        "What outlasts the purpose needs a reason of its own, such as a duty to keep records.",
        "超出目的所需而继续保存的，须有单独的理由，例如法定保存义务。",
    ),
    basis: &[cited("GDPR Art 5(1)(e)"), cited("PIPL Arts 19, 47")],
    resolve: (
        "Record the law or reason in `basis`, or shorten the period.",
        "在 `basis` 中记录法律依据或理由，或缩短期限。",
    ),
    unknowns: Unknowns::Counted,
    example: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, retention: {period: P1Y}, data: [{key: mail, category: contact.email, retention: {period: P3Y}}]}\n",
    instead: "activities:\n  - {key: newsletter, name: {en: Newsletter, zh-Hans: 新闻邮件}, retention: {period: P1Y}, data: [{key: mail, category: contact.email, retention: {period: P3Y, basis: {en: Proof of consent, zh-Hans: 证明同意}}}]}\n",
    looks: &[Look::Activity(look)],
};

fn look(activity: &Activity, inspector: &mut Inspector<'_, '_>) {
    let items = activity.data.iter().flatten().filter_map(|item| {
        let name = item.label.as_ref().map_or_else(|| Both::same(format!("“{}”", item.key)), Both::named);
        Some((field("data").at(&item.key).at("retention"), name, item.retention.as_deref()?))
    });
    let backups = activity.backups.as_deref();
    let backups = backups.map(|backups| (field("backups"), Both::of("the backup", "备份"), backups));
    let others: Vec<_> = items.chain(backups).filter(|(_, _, other)| other.basis.is_none()).collect();
    if others.is_empty() {
        return;
    }
    let whole = activity.retention.as_deref().and_then(|retention| retention.period.as_ref());
    let Some(whole) = whole else {
        inspector.cannot_tell(field("retention").at("period"));
        return;
    };
    // Lengths in months and days are compared from one day on.
    let end = |retention: &Retention, on: Day| retention.period.as_ref()?.after(on);
    let (Both { en, zh }, on) = (inspector.name(), inspector.on);
    for (at, name, other) in others {
        let longer = matches!((end(other, on), whole.after(on)), (Some(other), Some(whole)) if other > whole);
        if let Some(period) = other.period.as_ref().filter(|_| longer) {
            let message = Both::of(
                format!(
                    "In {en}, {} is kept for {period}, longer than the {whole} of the activity, and no reason is recorded.",
                    name.en
                ),
                format!("{zh}中，{}保存{period}，长于该活动的{whole}，且未记录理由。", name.zh),
            );
            inspector.finds(at.at("period"), message);
        }
    }
}
