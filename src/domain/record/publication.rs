//! Publications: approved versions of privacy notices.

use super::{Parents, notice::Notice, part, record, vocabulary};
use crate::domain::value::{Count, Day, LanguageTag, List, Ref, Sha256Digest};
use chrono::{DateTime, Utc};

record! {
    /// A version of a privacy notice that was approved and published. It names the commit that it tells of: its table and content are
    /// those of that register, for ever.
    pub struct Publication {
        /// The notice.
        pub notice: Ref<Notice>,
        /// The number of the version within the notice, from 1.
        pub version: Count,
        /// The day on which it is put where people find it.
        pub published: Day,
        /// The first day on which it applies.
        pub effective: Day,
        /// Who approved it: the opaque id that the journal keeps.
        pub approved_by: Box<str>,
        /// When it was approved.
        pub approved_at: DateTime<Utc>,
        /// The register that it tells of.
        pub register: RegisterHead,
        /// Its texts as they were published, one a language.
        pub texts: Option<List<PublishedText>>,
    }
}

part! {
    /// A state of the register: the last commit in it.
    pub struct RegisterHead {
        /// The number of the commit.
        pub seq: Count,
        /// The digest of the journal up to there.
        pub digest: Sha256Digest,
    }
}

vocabulary! {
    /// How a published text is written.
    pub enum PublishedFormat {
        Html,
        Markdown,
        Plain,
    }
}

part! {
    /// The text of a publication in one language.
    pub struct PublishedText {
        /// Its language.
        pub language: LanguageTag,
        /// How it is written.
        pub format: PublishedFormat,
        /// The SHA-256 digest of its bytes, under which they are kept.
        pub digest: Sha256Digest,
        /// How many bytes it has.
        pub bytes: Count,
    }
}

impl Publication {
    #[expect(clippy::unused_self, reason = "asked of every kind alike")]
    pub(in crate::domain) const fn parent_keys(&self) -> Parents<'_> {
        Vec::new()
    }
}
