//! Codes with a registry or a check digit behind them: countries, legal entities, URLs, hosts, digests.

use super::string_value;
use smol_str::SmolStr;

/// At most the first 60 characters of untrusted input, for an error message.
pub fn shown(text: &str) -> String {
    let head: String = text.chars().take(60).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}

string_value! {
    /// A country or territory by its ISO 3166-1 alpha-2 code, upper case: `CN`, `US`, `PR`.
    CountryCode, parse_country, { "type": "string", "pattern": "^[A-Z]{2}$" }
}

fn parse_country(text: &str) -> Result<SmolStr, String> {
    let upper = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    if upper && rust_iso3166::from_alpha2(text).is_some() {
        Ok(text.into())
    } else {
        Err(format!(
            "`{}` is not an assigned ISO 3166-1 alpha-2 code; allowed are codes such as `US`, `CN`, `CA`",
            shown(text)
        ))
    }
}

string_value! {
    /// A subdivision of a country by its ISO 3166-2 code: `CA-QC`, `US-CA`.
    SubdivisionCode, parse_subdivision, { "type": "string", "pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$" }
}

fn parse_subdivision(text: &str) -> Result<SmolStr, String> {
    if rust_iso3166::iso3166_2::from_code(text).is_some() {
        Ok(text.into())
    } else {
        Err(format!(
            "`{}` is not an assigned ISO 3166-2 code; allowed are codes such as `CA-QC` or `US-CA`",
            shown(text)
        ))
    }
}

/// UN M49 codes of areas that are not countries (standard country or area codes for statistical use, geographic regions).
const M49_AREAS: [&str; 31] = [
    "001", "002", "003", "005", "009", "011", "013", "014", "015", "017", "018", "019", "021", "029", "030", "034",
    "035", "039", "053", "054", "057", "061", "142", "143", "145", "150", "151", "154", "155", "202", "419",
];

string_value! {
    /// A country or region by its UN M49 code, three digits kept as text: `003` is North America, `156` China.
    M49Code, parse_m49, { "type": "string", "pattern": "^[0-9]{3}$" }
}

fn parse_m49(text: &str) -> Result<SmolStr, String> {
    let digits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    let country = || text.parse().ok().and_then(rust_iso3166::from_numeric).is_some();
    if digits && (M49_AREAS.contains(&text) || country()) {
        Ok(text.into())
    } else {
        Err(format!(
            "`{}` is not a UN M49 code; allowed are three digits such as `003` (North America) or `840` (United States)",
            shown(text)
        ))
    }
}

string_value! {
    /// A Legal Entity Identifier (ISO 17442): 18 letters or digits and two check digits.
    Lei, parse_lei, { "type": "string", "pattern": "^[A-Z0-9]{18}[0-9]{2}$" }
}

fn parse_lei(text: &str) -> Result<SmolStr, String> {
    let shaped = text.len() == 20
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.bytes().skip(18).all(|b| b.is_ascii_digit());
    // ISO 7064 MOD 97-10 over the digits, letters counted as 10 to 35.
    let remainder = text.chars().fold(0u32, |sum, c| match c.to_digit(36) {
        Some(digit) if digit > 9 => (sum * 100 + digit) % 97,
        Some(digit) => (sum * 10 + digit) % 97,
        None => sum,
    });
    if shaped && remainder == 1 {
        Ok(text.into())
    } else {
        Err(format!("`{}` is not a LEI; allowed are 20 characters of ISO 17442 whose check digits agree", shown(text)))
    }
}

string_value! {
    /// A unified social credit code of a Chinese entity (GB 32100-2015): 18 characters, the last a check character.
    Uscc, parse_uscc, { "type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$" }
}

fn parse_uscc(text: &str) -> Result<SmolStr, String> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values: Vec<usize> = text.chars().filter_map(|c| ALPHABET.find(c)).collect();
    let valid = text.len() == 18 && values.len() == 18 && {
        let (sum, _) =
            values.iter().take(17).fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
        values.last() == Some(&((31 - sum % 31) % 31))
    };
    if valid {
        Ok(text.into())
    } else {
        Err(format!(
            "`{}` is not a unified social credit code; allowed are 18 characters of GB 32100-2015 whose check character agrees",
            shown(text)
        ))
    }
}

string_value! {
    /// An absolute `http` or `https` URL, kept as it was written.
    WebUrl, parse_url, { "type": "string", "format": "uri", "pattern": "^https?://", "maxLength": 2048 }
}

fn parse_url(text: &str) -> Result<SmolStr, String> {
    let web = url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let plain =
        text.len() <= 2048 && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"`".contains(c));
    if web && plain && text.contains("://") {
        Ok(text.into())
    } else {
        Err(format!("`{}` is not a web address; allowed are absolute http or https URLs", shown(text)))
    }
}

string_value! {
    /// A host name as browsers load it, lower case: `www.googletagmanager.com`.
    HostName, parse_host, { "type": "string", "pattern": "^[a-z0-9-]+(\\.[a-z0-9-]+)+$", "maxLength": 253 }
}

fn parse_host(text: &str) -> Result<SmolStr, String> {
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if text.len() <= 253 && text.contains('.') && text.split('.').all(label) {
        Ok(text.into())
    } else {
        Err(format!(
            "`{}` is not a host name; allowed are lower-case names such as `www.example.com`, without scheme or path",
            shown(text)
        ))
    }
}

string_value! {
    /// A SHA-256 digest of a document kept as a blob: 64 lower-case hexadecimal digits.
    Sha256Digest, parse_digest, { "type": "string", "pattern": "^[0-9a-f]{64}$" }
}

fn parse_digest(text: &str) -> Result<SmolStr, String> {
    if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        Ok(text.into())
    } else {
        Err(format!("`{}` is not a SHA-256 digest; allowed are 64 lower-case hexadecimal digits", shown(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_tell_good_from_bad() {
        assert!("5493001KJTIIGC8Y1R12".parse::<Lei>().is_ok());
        assert!("5493001KJTIIGC8Y1R13".parse::<Lei>().is_err());
        assert!("91110000600037341L".parse::<Uscc>().is_ok());
        assert!("91110000600037342L".parse::<Uscc>().is_err());
    }

    #[test]
    fn codes_must_be_assigned_not_only_well_shaped() {
        assert!("US".parse::<CountryCode>().is_ok());
        assert!("ZZ".parse::<CountryCode>().is_err());
        assert!("us".parse::<CountryCode>().is_err());
        assert!("CA-QC".parse::<SubdivisionCode>().is_ok());
        assert!("CA-ZZ".parse::<SubdivisionCode>().is_err());
        assert!("003".parse::<M49Code>().is_ok());
        assert!("156".parse::<M49Code>().is_ok());
        assert!("999".parse::<M49Code>().is_err());
    }

    #[test]
    fn a_url_is_absolute_and_of_the_web() {
        assert!("https://www.neocrm.com/privacy".parse::<WebUrl>().is_ok());
        assert!("https://policies.google.com/privacy?hl=zh-CN#infocollect".parse::<WebUrl>().is_ok());
        for bad in ["www.neocrm.com", "javascript:alert(1)", "https:///x y", "ftp://example.com/", "https://"] {
            assert!(bad.parse::<WebUrl>().is_err(), "{bad}");
        }
    }
}
