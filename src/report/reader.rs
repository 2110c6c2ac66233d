//! Words for one reader: recorded ones as they are, in the nearest language there is, and the program's own.
//!
//! Knows how records are named. Never knows which report is made of them.

use super::{
    page::{Arrangement, Cell, Pair, Sheets},
    speech::Speech,
    table::Said,
};
use crate::domain::{Key, Kind, LanguageTag, Register, Text, value::RecordId};

/// The language of a reader, and the one that the program answers in.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The language that was asked for.
    pub language: &'a LanguageTag,
    /// The language that the program answers in.
    pub speech: Speech,
    /// Whether that is another one than was asked for.
    foreign: bool,
}

impl<'a> Voice<'a> {
    /// For a reader of `language`.
    #[must_use]
    pub fn of(language: &'a LanguageTag) -> Self {
        let (speech, foreign) = Speech::for_reader(language);
        Self { language, speech, foreign }
    }

    /// Words of the program: English and Chinese.
    #[must_use]
    pub fn says(&self, words: (&'static str, &'static str)) -> Said {
        self.own(self.speech.pick(words))
    }

    /// Words of the program that are in its language already.
    #[must_use]
    pub fn own(&self, words: impl Into<String>) -> Said {
        self.speech.says(words, self.foreign)
    }

    /// Recorded words; `of_record` is the language that the record was first written in.
    #[must_use]
    pub fn text(&self, text: &Text, of_record: Option<&LanguageTag>) -> Said {
        let spoken = text.speak(self.language, of_record);
        Said { text: spoken.text.to_owned(), language: Some(spoken.language), fallback: spoken.fallback }
    }

    /// What a cell says that nobody recorded.
    #[must_use]
    pub fn unknown(&self) -> Said {
        self.own(self.speech.unknown())
    }

    /// What a cell says of which it is recorded that there is none.
    #[must_use]
    pub fn none(&self) -> Said {
        self.own(self.speech.none())
    }

    /// What stands before that which is missing.
    #[must_use]
    pub fn missing(&self) -> Said {
        self.says(("missing", "缺失"))
    }

    /// What stands above that which a report did not evaluate.
    #[must_use]
    pub fn not_evaluated(&self) -> Said {
        self.says(("What this report did not evaluate", "本报告未评估的事项"))
    }

    /// The words of formats that lay a page out as sheets; with the digest of what it was made from.
    #[must_use]
    pub fn sheets(&self, digest: Option<&str>) -> Sheets {
        let label = || self.says(("Digest of the journal", "日志摘要"));
        Sheets {
            cover: self.says(("Overview", "概览")),
            digest: digest.map(|digest| Pair { label: label(), value: Cell::Text(self.plain(digest)) }),
            details: self.says(("Details", "明细")),
            part: self.says(("Part", "部分")),
            remarks: self.says(("Remarks", "说明")),
            arrangement: Arrangement::Tables,
        }
    }

    /// Recorded words of which nobody recorded the language.
    #[must_use]
    #[expect(clippy::unused_self, reason = "said beside the other words of a voice")]
    pub fn plain(&self, words: impl Into<String>) -> Said {
        Said { text: words.into(), language: None, fallback: false }
    }
}

/// A register, and somebody who reads about it.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The register.
    pub register: &'a Register,
    /// The reader's language.
    pub voice: Voice<'a>,
}

impl<'a> std::ops::Deref for Reader<'a> {
    type Target = Voice<'a>;
    fn deref(&self) -> &Voice<'a> {
        &self.voice
    }
}

impl<'a> Reader<'a> {
    /// A reader of `register` in `language`.
    #[must_use]
    pub fn of(register: &'a Register, language: &'a LanguageTag) -> Self {
        Self { register, voice: Voice::of(language) }
    }

    /// The name of a record; its key where the register does not hold it.
    #[must_use]
    pub fn name(&self, kind: Kind, key: &Key) -> Said {
        match self.register.get(&RecordId::new(kind, key.clone())) {
            Some(entry) => {
                let common = entry.common();
                self.text(common.name, common.language)
            }
            None => self.plain(key.as_str()),
        }
    }
}
