//! A table of durations, each row beside what it is compared with.

use std::{
    fmt::Write,
    io,
    time::{Duration, Instant},
};

/// The rows, in the order in which they were measured.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<(String, String, String)>,
}

impl Table {
    /// A measure and its baseline, of which the ratio is told.
    pub fn row(&mut self, what: impl Into<String>, took: Duration, baseline: Option<(&str, Duration)>) {
        let ratio = baseline.map_or_else(String::new, |(of, base)| {
            format!("{:.2} x {of} ({})", took.as_secs_f64() / base.as_secs_f64(), shown(base))
        });
        self.rows.push((what.into(), shown(took), ratio));
    }

    /// Anything else worth telling.
    pub fn note(&mut self, what: impl Into<String>, value: impl Into<String>) {
        self.rows.push((what.into(), value.into(), String::new()));
    }

    /// Prints the table, as Markdown.
    pub fn print(&self) -> io::Result<()> {
        let widths = self
            .rows
            .iter()
            .fold((7, 4), |(what, took), row| (what.max(row.0.chars().count()), took.max(row.1.chars().count())));
        let mut text = String::new();
        let head = [
            ("measure".into(), "took".into(), "ratio".into()),
            ("-".repeat(widths.0), "-".repeat(widths.1), "---".into()),
        ];
        for (what, took, ratio) in head.iter().chain(&self.rows) {
            let _ = writeln!(text, "| {what:<0$} | {took:>1$} | {ratio} |", widths.0, widths.1);
        }
        io::Write::write_all(&mut io::stdout(), text.as_bytes())
    }
}

fn shown(duration: Duration) -> String {
    match duration.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds if seconds >= 1e-3 => format!("{:.2} ms", seconds * 1e3),
        seconds => format!("{:.1} us", seconds * 1e6),
    }
}

/// What `work` answers, and how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let answer = work();
    (answer, start.elapsed())
}

/// The duration in the middle.
pub fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied().unwrap_or_default()
}
