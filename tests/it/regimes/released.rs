//! The rules that were released with the program stay as they were: what reports said then they say again.

use super::folders;
use ropewalk::domain::digest;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write};

/// Every released rule, and the digest of its condition with all that it rests on, its conclusion and its citation.
const RELEASED: &str = include_str!("released.txt");

#[test]
fn no_released_rule_is_edited_or_gone() {
    let mut rules = BTreeMap::new();
    for folder in folders() {
        let manifest: Value = serde_saphyr::from_str(&folder.regime).unwrap();
        for regime in manifest["regimes"].as_array().unwrap() {
            for rule in regime["rules"].as_array().into_iter().flatten() {
                let mut rests_on = BTreeMap::new();
                gather(regime, &rule["when"], &mut rests_on);
                let whole = json!([rule["when"], rule["then"], rule["citation"], rests_on]);
                let name = format!("{}/{}", regime["key"].as_str().unwrap(), rule["key"].as_str().unwrap());
                rules.insert(name, digest::of(whole.to_string().as_bytes()).tag());
            }
        }
    }
    let released: BTreeMap<String, String> =
        RELEASED.lines().filter_map(|line| line.split_once(' ')).map(|(a, b)| (a.into(), b.into())).collect();
    let mut kept = released.clone();
    kept.retain(|name, digest| rules.get(name) == Some(digest));
    let edited: Vec<&String> = released.keys().filter(|name| !kept.contains_key(*name)).collect();
    assert!(edited.is_empty(), "close these rules (`until`) and let others succeed them: {edited:?}");
    let new = rules.iter().filter(|(name, _)| !released.contains_key(*name));
    let lines = new.fold(String::new(), |mut lines, (name, digest)| {
        writeln!(lines, "{name} {digest}").unwrap();
        lines
    });
    assert!(lines.is_empty(), "add to tests/it/regimes/released.txt when these rules are released:\n{lines}");
}

/// The definitions and counts that a condition rests on, by their keys.
fn gather(regime: &Value, condition: &Value, into: &mut BTreeMap<String, Value>) {
    match condition {
        Value::Object(fields) => {
            let named = [("is", None, "definitions"), ("count", Some("of"), "counts")];
            for (word, within, list) in named {
                let name = fields.get(word).map(|of| within.map_or(of, |field| &of[field])).and_then(Value::as_str);
                let of = regime[list].as_array().into_iter().flatten().find(|of| of["key"].as_str() == name);
                if let (Some(name), Some(of)) = (name, of)
                    && into.insert(format!("{list}/{name}"), json!([of["when"], of["citation"]])).is_none()
                {
                    gather(regime, &of["when"], into);
                }
            }
            fields.values().for_each(|field| gather(regime, field, into));
        }
        Value::Array(parts) => parts.iter().for_each(|part| gather(regime, part, into)),
        _ => {}
    }
}
