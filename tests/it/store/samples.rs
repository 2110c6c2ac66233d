//! Kept samples of every schema number: what old versions wrote is read for ever.

use crate::support::{rich, sample};
use ropewalk::domain::{Kind, Record, Register, change, upcast};
use serde_json::Value;

#[test]
fn a_sample_of_schema_1_is_read_and_written_as_the_same_bytes() {
    for kind in Kind::ALL {
        let value: Value = serde_json::from_str(sample(*kind)).unwrap();
        let record = Record::parse(*kind, &value).unwrap_or_else(|faults| panic!("{kind}: {faults:?}"));
        assert_eq!(record.document(), sample(*kind));
        let text = &mut serde_json::Deserializer::from_str(sample(*kind));
        assert_eq!(Record::deserialize(*kind, text).unwrap(), record);
    }
}

#[test]
fn a_sample_of_schema_1_passes_the_upcasters() {
    for kind in Kind::ALL {
        let value: Value = serde_json::from_str(sample(*kind)).unwrap();
        let upcast = upcast::upcast(1, *kind, value).unwrap();
        assert!(Record::parse(*kind, &upcast).is_ok(), "{kind}");
    }
    assert!(upcast::upcast(upcast::CURRENT + 1, Kind::Systems, Value::Null).is_err());
}

#[test]
fn the_samples_fit_into_one_register_with_the_built_in_records() {
    let built_in = ropewalk::service::seeds::builtin().iter().cloned();
    let changes = built_in.chain(rich()).map(change::Change::put).collect();
    let planned = change::plan(&Register::empty(), changes).unwrap_or_else(|obstacles| panic!("{obstacles:?}"));
    assert!(planned.len() > rich().len());
}
