//! How much room words take, as far as can be told without a font: rather too much than too little.

use std::borrow::Cow;

/// The width of a character, in parts of the size of the font.
fn breadth(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | '[' | ']' | 'f' | 't' | 'r'
        | ' ' => 0.34,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '→' | '—' => 0.92,
        'A'..='Z' => 0.68,
        '0'..='9' => 0.58,
        // Combining marks and joiners stand above others.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        c if is_wide(c) => 1.02,
        _ => 0.57,
    }
}

/// Whether a character takes a square, and words may be broken before it.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffe6}' | '\u{1f000}'..)
}

/// Whether a line may not begin with it.
fn closes(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '》' | '”' | '！' | '？')
}

/// Whether a line may not end with it.
fn opens(c: char) -> bool {
    matches!(c, '（' | '《' | '“')
}

/// How wide words of a size are.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(breadth).sum::<f64>() * size
}

/// Words in at most `lines` lines of a width. What has no room is cut off, and the cut is shown.
pub(super) fn wrapped(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut broken: Vec<String> = vec![String::new()];
    let (mut taken, mut cut) = (0.0, false);
    for piece in pieces(text) {
        let needed = width(piece.trim_end(), size);
        if taken > 0.0 && taken + needed > room {
            if broken.len() == lines {
                // As much of it as has room is found below.
                if let Some(line) = broken.last_mut() {
                    line.push_str(piece);
                }
                cut = true;
                break;
            }
            broken.push(String::new());
            taken = 0.0;
        }
        if let Some(line) = broken.last_mut() {
            line.push_str(piece);
        }
        taken += width(piece, size);
    }
    for line in &mut broken {
        line.truncate(line.trim_end().len());
    }
    if let Some(last) = broken.last_mut() {
        *last = if cut { ended(last, size, room) } else { shortened(last, size, room) };
    }
    let before = broken.len().saturating_sub(1);
    for line in broken.iter_mut().take(before) {
        *line = shortened(line, size, room);
    }
    broken
}

/// Words in one line of a width, with a sign where they are cut off.
pub(super) fn shortened(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room { text.to_owned() } else { ended(text, size, room) }
}

/// As much of the words as has room with a sign that there were more.
fn ended(text: &str, size: f64, room: f64) -> String {
    let mut kept = String::new();
    let mut taken = width("…", size);
    for c in text.chars() {
        taken += breadth(c) * size;
        if taken > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Words, each with the space after it, and single characters of scripts that have none.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices().peekable();
        let (_, first) = characters.next()?;
        let mut end = rest.len();
        let mut last = first;
        while let Some((at, c)) = characters.peek().copied() {
            let keeps = opens(last) || closes(c);
            if (last == ' ' && c != ' ') || (!keeps && c != ' ' && (is_wide(c) || is_wide(last))) {
                end = at;
                break;
            }
            last = c;
            characters.next();
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Words without the characters that XML has no place for, in one line.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let foreign = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(foreign) { Cow::Owned(text.replace(foreign, " ")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_where_they_may_be_and_cut_where_there_is_no_room() {
        assert_eq!(wrapped("one two three", 10.0, 45.0, 2), ["one two", "three"]);
        assert_eq!(wrapped("北美洲的某个国家，未具名", 10.0, 62.0, 2), ["北美洲的某个", "国家，未具名"]);
        let cut = wrapped("a sentence that goes on for far too long", 10.0, 60.0, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…') && cut.iter().all(|line| width(line, 10.0) <= 60.0), "{cut:?}");
        let long = wrapped("Donaudampfschifffahrtsgesellschaft", 10.0, 60.0, 3);
        assert!(long.len() == 1 && long[0].ends_with('…'), "{long:?}");
    }

    #[test]
    fn what_xml_has_no_place_for_is_left_out() {
        assert_eq!(clean("a\u{0}b\nc"), "a b c");
        assert!(matches!(clean("plain"), Cow::Borrowed(_)));
    }
}
