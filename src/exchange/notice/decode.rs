//! Bytes as characters, in whatever encoding they are.
//!
//! A byte order mark is believed first, then who sent the text, then what it says of itself, then that its bytes are UTF-8; else
//! the encoding is guessed as browsers guess it. Never fails: what is no character is read as U+FFFD, and that is said.

use crate::report::drift::{Encoding, EncodingFrom};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding as Known, UTF_8};

/// How many bytes from its beginning a text may declare its encoding in: as browsers look for it.
const PRESCAN: usize = 2048;

/// The characters of a text; `label` is the encoding that its sender names.
pub fn decode(bytes: &[u8], label: Option<&str>) -> (String, Encoding) {
    let (encoding, from) = encoding(bytes, label);
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    (text.into_owned(), Encoding { name: encoding.name().to_owned(), from, damaged })
}

fn encoding(bytes: &[u8], label: Option<&str>) -> (&'static Known, EncodingFrom) {
    if let Some((encoding, _)) = Known::for_bom(bytes) {
        return (encoding, EncodingFrom::ByteOrderMark);
    }
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let known = |label: &str| Known::for_label(label.trim().as_bytes());
    // A text that is UTF-8 and more than ASCII is hardly ever anything else, whatever it says of itself.
    let believed = |encoding: &&'static Known| *encoding == UTF_8 || !utf8 || bytes.is_ascii();
    if let Some(encoding) = label.and_then(known) {
        return (encoding, EncodingFrom::Sender);
    }
    if let Some(encoding) = declared(bytes).as_deref().and_then(known).filter(believed) {
        return (encoding, EncodingFrom::Declaration);
    }
    if utf8 {
        return (UTF_8, EncodingFrom::Utf8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Allow), EncodingFrom::Guess)
}

/// The encoding that a text declares: `<meta charset>`, `<meta http-equiv>`, an XML declaration.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..PRESCAN.min(bytes.len()))?.to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let in_meta = head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head.get(at..)?;
        value_of(tag.get(..tag.find('>')?)?, "charset")
    });
    in_meta.or_else(|| {
        let declaration = head.trim_start().strip_prefix("<?xml")?;
        value_of(declaration.get(..declaration.find("?>")?)?, "encoding")
    })
}

/// The value behind a name and an equals sign, with or without quotes.
fn value_of(text: &str, name: &str) -> Option<String> {
    let rest = text.get(text.find(name)? + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = rest.trim_start_matches(['"', '\'']);
    let end =
        value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).unwrap_or(value.len());
    value.get(..end).filter(|value| !value.is_empty()).map(|value| match value {
        // What declares itself in ASCII is not of two bytes a character.
        "utf-16" | "utf-16le" | "utf-16be" => "utf-8".to_owned(),
        other => other.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_found_in_what_is_there() {
        let chinese = "隐私政策：我们如何收集和使用您的个人信息，以及我们委托处理的第三方服务。";
        let gb = encoding_rs::GB18030.encode(chinese).0.into_owned();
        let (text, encoding) = decode(&gb, None);
        assert_eq!((text.as_str(), encoding.from, encoding.damaged), (chinese, EncodingFrom::Guess, false));
        let page = [b"<html><head><meta charset=\"gb2312\"></head><body>".as_slice(), &gb].concat();
        let (text, encoding) = decode(&page, None);
        assert!(text.contains(chinese) && encoding.from == EncodingFrom::Declaration, "{encoding:?}");
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(chinese.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let (text, encoding) = decode(&utf16, None);
        assert_eq!(
            (text.as_str(), encoding.name.as_str(), encoding.from),
            (chinese, "UTF-16LE", EncodingFrom::ByteOrderMark)
        );
        let (text, encoding) = decode(b"Soci\xe9t\xe9 de conseil, caf\xe9 et th\xe9", Some("iso-8859-1"));
        assert_eq!((text.as_str(), encoding.from), ("Société de conseil, café et thé", EncodingFrom::Sender));
        let (text, encoding) = decode(b"a \xff\xfe b", Some("utf-8"));
        assert!(text.contains('\u{fffd}') && encoding.damaged);
        // A page that was saved anew and still declares what it was.
        let (text, encoding) = decode(format!("<meta charset=gbk>{chinese}").as_bytes(), None);
        assert!(text.contains(chinese) && encoding.from == EncodingFrom::Utf8);
    }
}
