//! The fonts that there are: those that the program carries, and those of a folder or of this computer.

use std::{collections::BTreeSet, fmt, path::Path};
use typst::{
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};
use typst_kit::fonts::{FontPath, FontStore, embedded, scan, system};

/// For everything but Chinese, Japanese and Korean. The program carries it.
pub(crate) const TEXT: &str = "Libertinus Serif";
/// For what is compared sign by sign. The program carries it.
pub(crate) const CODE: &str = "DejaVu Sans Mono";

/// Families for Chinese in simplified script, the most suitable beside [`TEXT`] first. Where there is none of them, whichever font has the
/// characters is taken.
const CHINESE: &[&str] = &[
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "STSong",
    "SimSun",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
];

/// The fonts that documents are set with.
pub struct Fonts {
    store: FontStore,
    families: Vec<&'static str>,
}

impl Fonts {
    /// The fonts that the program carries, and those below a folder, or those of this computer where none is named.
    #[must_use]
    pub fn find(folder: Option<&Path>) -> Self {
        let mut found: Vec<(FontPath, FontInfo)> = match folder {
            Some(folder) => scan(folder).collect(),
            None => system().collect(),
        };
        // Which of two alike is taken must not depend on the order in which a folder is read.
        found.sort_by(|(a, _), (b, _)| (&a.path, a.index).cmp(&(&b.path, b.index)));
        let mut fonts = Self::carried();
        fonts.store.extend(found);
        let book = fonts.store.book();
        fonts.families.extend(CHINESE.iter().filter(|family| book.contains_family(&family.to_lowercase())));
        fonts
    }

    /// Only the fonts that the program carries: Latin, Greek and Cyrillic script.
    #[must_use]
    pub fn carried() -> Self {
        let mut store = FontStore::new();
        store.extend(embedded());
        Self { store, families: Vec::new() }
    }

    /// The families for Chinese that there are, the most suitable first.
    pub(crate) fn chinese(&self) -> &[&'static str] {
        &self.families
    }

    /// The characters of a text that no font has, each once.
    pub(crate) fn lacking(&self, text: &BTreeSet<char>) -> BTreeSet<char> {
        let book = self.store.book();
        let infos: Vec<&FontInfo> = (0..).map_while(|index| book.info(index)).collect();
        let has = |c: char| infos.iter().any(|info| info.coverage.contains(u32::from(c)));
        text.iter().copied().filter(|c| !invisible(*c) && !has(*c)).collect()
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("chinese", &self.families).finish_non_exhaustive()
    }
}

/// Characters that are not seen and need no font: spaces, controls, joiners, marks of direction, selectors of variants.
fn invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
