//! Publications of notices as they stand in a register.
//!
//! Knows which version applies when. Never judges whether one should.

use crate::domain::{Day, Key, Kind, Record, RecordId, Register, record::Publication};

/// The publications of a notice, by version.
#[must_use]
pub fn of<'r>(register: &'r Register, notice: &Key) -> Vec<&'r Publication> {
    let id = RecordId::new(Kind::Notices, notice.clone());
    let users = register.users(&id).filter(|user| user.kind == Kind::Publications);
    let of_user = |user| match &register.get(user)?.record {
        Record::Publications(publication) if *publication.notice.key() == *notice => Some(&**publication),
        _ => None,
    };
    let mut found: Vec<&Publication> = users.filter_map(of_user).collect();
    found.sort_by_key(|publication| publication.version);
    found
}

/// The last version that was approved.
#[must_use]
pub fn last<'r>(register: &'r Register, notice: &Key) -> Option<&'r Publication> {
    of(register, notice).pop()
}

/// The version of this number.
#[must_use]
pub fn version<'r>(register: &'r Register, notice: &Key, version: u64) -> Option<&'r Publication> {
    of(register, notice).into_iter().find(|publication| publication.version.value() == version)
}

/// The version that applies on a day: the one that came into effect last; of those on the same day the later version.
#[must_use]
pub fn in_force<'r>(register: &'r Register, notice: &Key, on: Day) -> Option<&'r Publication> {
    let begun = of(register, notice).into_iter().filter(|publication| publication.effective <= on);
    begun.max_by_key(|publication| (publication.effective, publication.version))
}
