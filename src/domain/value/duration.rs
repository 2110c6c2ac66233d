//! Lengths of time, as retention schedules state them.

use super::{Day, string_value};
use smol_str::SmolStr;

string_value! {
    /// A length of time in ISO 8601: `P30D`, `P6M`, `P3Y`, `PT12H`. Kept as written, since `P12M` and `P1Y` are different wordings.
    IsoDuration, parse_duration, {
        "type": "string",
        "pattern": "^P(?=.)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?$"
    }
}

impl IsoDuration {
    /// The day that lies this long after `day`; parts of a day do not count. `None` beyond the calendar.
    #[must_use]
    pub fn after(&self, day: Day) -> Option<Day> {
        let length = iso8601_duration::Duration::parse(self.as_str()).ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and positive, as the pattern says"
        )]
        let (months, days) = ((length.year * 12.0 + length.month) as u32, length.day as u64);
        let reached = day.0.checked_add_months(chrono::Months::new(months))?;
        reached.checked_add_days(chrono::Days::new(days)).map(Day)
    }
}

fn parse_duration(text: &str) -> Result<SmolStr, String> {
    let whole = text.starts_with('P')
        && text.len() <= 40
        && text.bytes().all(|b| b.is_ascii_digit() || b"PYMWDTHS".contains(&b));
    if whole
        && iso8601_duration::Duration::parse(text).is_ok()
        && text.bytes().any(|b| b.is_ascii_digit())
        && !text.ends_with('T')
    {
        Ok(text.into())
    } else {
        Err(format!(
            "`{}` is not a length of time; allowed are whole ISO 8601 durations such as `P30D`, `P6M` or `P3Y`",
            super::code::shown(text)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::IsoDuration;

    #[test]
    fn only_whole_iso_durations_pass() {
        for good in ["P30D", "P6M", "P3Y", "PT12H", "P1Y2M10DT2H30M", "P2W"] {
            assert!(good.parse::<IsoDuration>().is_ok(), "{good}");
        }
        for bad in ["", "P", "PT", "P1YT", "30 days", "P1.5Y", "-P1D", "P1D2Y"] {
            assert!(bad.parse::<IsoDuration>().is_err(), "{bad}");
        }
    }
}
