//! Legal forms of companies, as they end their names.

/// Forms in Latin letters, in the words that are left when points are taken away.
const LATIN: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "ltd",
    "limited",
    "co",
    "corp",
    "corporation",
    "company",
    "gmbh",
    "ag",
    "kg",
    "kgaa",
    "ug",
    "se",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "sl",
    "bv",
    "nv",
    "ab",
    "oy",
    "oyj",
    "as",
    "aps",
    "plc",
    "pty",
    "pte",
    "kk",
    "bhd",
    "sdn",
    "lda",
    "doo",
    "sp",
    "zoo",
    "ulc",
];

/// Forms in Chinese, the longer first.
pub const CHINESE: &[&str] =
    &["股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "有限合伙", "股份公司", "公司"];

/// A name without the legal form at its end.
#[must_use]
pub fn without(name: &str) -> &str {
    let mut rest = name.trim();
    for form in CHINESE {
        if let Some(stem) = rest.strip_suffix(form).filter(|stem| !stem.is_empty()) {
            return stem;
        }
    }
    while let Some((before, last)) = last_word(rest) {
        let form: String = last.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        if before.trim().is_empty() || !LATIN.contains(&form.as_str()) {
            break;
        }
        rest = before.trim_end_matches([' ', ',', '.', '&', '\u{a0}']);
    }
    rest
}

/// Whether a name ends with a legal form.
#[must_use]
pub fn ends(name: &str) -> bool {
    without(name).len() < name.trim().trim_end_matches(['.', ',']).len()
}

/// The last word of a name, and what stands before it.
fn last_word(name: &str) -> Option<(&str, &str)> {
    let trimmed = name.trim_end_matches([' ', ',', '\u{a0}']);
    let at = trimmed.rfind([' ', ',', '\u{a0}'])?;
    let separator = trimmed[at..].chars().next().map_or(1, char::len_utf8);
    Some((&trimmed[..at], &trimmed[at + separator..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_form_is_taken_from_the_end_whatever_its_points() {
        for (name, stem) in [
            ("Google Inc.", "Google"),
            ("Beijing IngageApp Internet Technology Ltd., Co.", "Beijing IngageApp Internet Technology"),
            ("Mailhaus GmbH & Co. KG", "Mailhaus"),
            ("Acme Pty Ltd", "Acme"),
            ("北京人客互动网络技术有限公司", "北京人客互动网络技术"),
            ("Limited", "Limited"),
            ("NeoCRM", "NeoCRM"),
            ("Société Générale S.A.", "Société Générale"),
        ] {
            assert_eq!(without(name), stem, "{name}");
            assert_eq!(ends(name), name != stem, "{name}");
        }
    }
}
