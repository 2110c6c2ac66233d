//! Reading what older versions wrote.
//!
//! Every revision and every manifest carries the number of the schema its documents follow. Documents of older schemas pass
//! through one step per number until they follow [`CURRENT`]; nothing is rewritten in the journal. Kept samples of every
//! number are tests.
//!
//! To change the shape of records in a way that old documents do not fit: raise [`CURRENT`], add the step to [`STEPS`], keep a
//! sample of the old shape under `tests/samples/schema-N/`.

use super::kind::Kind;
use serde_json::Value;

/// The schema number that this version writes.
pub const CURRENT: u32 = 1;

/// `STEPS[n]` turns a document of schema `n + 1` into one of schema `n + 2`.
const STEPS: &[fn(Kind, Value) -> Value] = &[];

/// Turns a document of schema `schema` into one of [`CURRENT`].
///
/// # Errors
/// If the number is 0 or from a newer version than this one: such documents are refused, never guessed at.
pub fn upcast(schema: u32, kind: Kind, document: Value) -> Result<Value, String> {
    through(STEPS, schema, kind, document)
}

/// Whether documents of this number need no step.
#[must_use]
pub const fn is_current(schema: u32) -> bool {
    schema == CURRENT
}

fn through(steps: &[fn(Kind, Value) -> Value], schema: u32, kind: Kind, document: Value) -> Result<Value, String> {
    let newest = steps.len() + 1;
    match usize::try_from(schema) {
        Ok(number) if (1..=newest).contains(&number) => {
            Ok(steps.iter().skip(number - 1).fold(document, |document, step| step(kind, document)))
        }
        _ => Err(format!("documents of schema {schema} cannot be read; this version reads schemas 1 to {newest}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_steps_lead_to_the_current_schema() {
        assert_eq!(STEPS.len() + 1, CURRENT as usize);
    }

    #[test]
    fn a_document_passes_every_step_from_its_own_number_on() {
        fn note(mark: &str, mut document: Value) -> Value {
            let trail = format!("{}{mark}", document["trail"].as_str().unwrap_or_default());
            document["trail"] = json!(trail);
            document
        }
        let steps: [fn(Kind, Value) -> Value; 2] = [|_, d| note("a", d), |_, d| note("b", d)];
        let read = |schema| through(&steps, schema, Kind::Activities, json!({})).map(|d| d["trail"].clone());
        assert_eq!(read(1), Ok(json!("ab")));
        assert_eq!(read(2), Ok(json!("b")));
        assert_eq!(read(3), Ok(Value::Null));
        assert!(read(0).is_err() && read(4).is_err());
    }
}
