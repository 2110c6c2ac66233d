//! Reports that are kept word for word in `tests/it/reviews/golden/`: whoever changes what a report says sees all that it changes. A
//! failure writes the fresh ones and says what to copy.

use std::fs;

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/reviews/golden");
const FRESH: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/golden");

/// What is held against what was kept.
#[derive(Default)]
pub struct Golden {
    stale: Vec<String>,
}

impl Golden {
    /// Holds a text against the file of this name.
    pub fn hold(&mut self, name: &str, text: &str) {
        let kept = fs::read_to_string(format!("{KEPT}/{name}")).unwrap_or_default();
        if kept == text {
            return;
        }
        fs::create_dir_all(FRESH).unwrap();
        fs::write(format!("{FRESH}/{name}"), text).unwrap();
        let line = kept.lines().zip(text.lines()).take_while(|(kept, fresh)| kept == fresh).count() + 1;
        self.stale.push(format!("{name} is otherwise from line {line} on: cp {FRESH}/{name} {KEPT}/{name}"));
    }

    /// Fails if anything was otherwise.
    pub fn must_hold(self) {
        assert!(
            self.stale.is_empty(),
            "read what is otherwise, and keep it if it is right:\n{}",
            self.stale.join("\n")
        );
    }
}
