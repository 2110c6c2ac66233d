//! Words in both languages, side by side.

use crate::domain::{Text, record::DataItem};
use std::fmt::Display;

/// The same in English and in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// In English.
    pub en: String,
    /// In Chinese, simplified script.
    pub zh: String,
}

impl Both {
    /// Both, as somebody wrote them.
    pub fn of(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// What is the same in both languages: a code, a date.
    pub fn same(words: impl Display) -> Self {
        let words = words.to_string();
        Self { en: words.clone(), zh: words }
    }

    /// One of a few words.
    #[must_use]
    pub fn pick((en, zh): (&str, &str)) -> Self {
        Self::of(en, zh)
    }

    /// A name of a record in quotation marks: in Chinese where there is one in Chinese.
    #[must_use]
    pub fn named(name: &Text) -> Self {
        let Self { en, zh } = Self::plain(name);
        Self { en: format!("“{en}”"), zh: format!("“{zh}”") }
    }

    /// Recorded words as they are, in Chinese where there are some in Chinese.
    #[must_use]
    pub fn plain(words: &Text) -> Self {
        let chinese = words.iter().find(|(tag, _)| is_chinese(tag));
        let words = words.by_default();
        Self::of(words, chinese.map_or(words, |(_, words)| words))
    }
}

/// Whether a tag names Chinese that readers of simplified script read.
fn is_chinese(tag: &str) -> bool {
    tag == "zh" || tag == "zh-CN" || tag.starts_with("zh-Hans")
}

/// What an item of data is called, in quotation marks: by its label, else its key.
#[must_use]
pub fn item_name(item: &DataItem) -> Both {
    item.label.as_ref().map_or_else(|| Both::same(format!("“{}”", item.key)), Both::named)
}

/// So many things are named in a sentence; the others are counted.
const NAMED: usize = 4;

/// Things in a row, by their names: “A, B and 3 more”. Only what is shown is named: it may be one of thousands.
#[must_use]
pub fn listed<T>(things: &[T], name: impl Fn(&T) -> Both) -> Both {
    let (shown, more) = things.split_at(things.len().min(NAMED + usize::from(things.len() == NAMED + 1)));
    let shown: Vec<Both> = shown.iter().map(name).collect();
    let words = |of: fn(&Both) -> &str, comma: &str, and: &str, others: &dyn Fn(usize) -> String| {
        let shown: Vec<&str> = shown.iter().map(of).collect();
        match (shown.as_slice(), more.len()) {
            ([], _) => String::new(),
            (all, more) if more > 0 => format!("{}{and}{}", all.join(comma), others(more)),
            ([only], _) => (*only).to_owned(),
            ([first @ .., last], _) => format!("{}{and}{last}", first.join(comma)),
        }
    };
    Both {
        en: words(|both| &both.en, ", ", " and ", &|more| format!("{more} more")),
        zh: words(|both| &both.zh, "、", "和", &|more| format!("另外{more}项")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_rows_are_cut_and_counted() {
        let listed = |count: usize| listed(&(1..=count).collect::<Vec<_>>(), |number: &usize| Both::same(number));
        assert_eq!(listed(0), Both::of("", ""));
        assert_eq!(listed(1), Both::of("1", "1"));
        assert_eq!(listed(2), Both::of("1 and 2", "1和2"));
        assert_eq!(listed(5), Both::of("1, 2, 3, 4 and 5", "1、2、3、4和5"));
        assert_eq!(listed(6), Both::of("1, 2, 3, 4 and 2 more", "1、2、3、4和另外2项"));
    }
}
