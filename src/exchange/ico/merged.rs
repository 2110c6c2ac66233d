//! What a file says, laid over what a record says already: nothing is taken away.

use serde_json::{Map, Value};

/// `said` over `known`: members one by one, elements of keyed lists by their keys, everything else as it is said.
pub(super) fn over(known: Value, said: Value) -> Value {
    match (known, said) {
        (Value::Object(known), Value::Object(said)) => {
            let mut both: Map<String, Value> = known;
            for (name, value) in said {
                let value = match both.remove(&name) {
                    Some(before) => over(before, value),
                    None => value,
                };
                both.insert(name, value);
            }
            Value::Object(both)
        }
        (Value::Array(known), Value::Array(said)) if is_keyed(&known) || is_keyed(&said) => {
            let mut elements = known;
            for element in said {
                let same = elements.iter_mut().find(|known| known["key"] == element["key"]);
                match same {
                    Some(place) => *place = over(place.take(), element),
                    None => elements.push(element),
                }
            }
            Value::Array(elements)
        }
        (Value::Array(known), Value::Array(said)) if !said.is_empty() => {
            let mut elements = known;
            for element in said {
                if !elements.contains(&element) {
                    elements.push(element);
                }
            }
            Value::Array(elements)
        }
        (_, said) => said,
    }
}

fn is_keyed(elements: &[Value]) -> bool {
    elements.iter().any(|element| element["key"].is_string())
}
