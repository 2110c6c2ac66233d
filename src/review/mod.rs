//! The transfer review as a state machine: `open`, `ready` when every route is decided, `signed_off`; or `cancelled`, `superseded`.
//!
//! Knows what may be decided of a route, which decisions stand, which records are to be attested, and who may sign off what. Never evaluates a
//! law, and never knows a clock or where a review is kept: it is asked with records and answers with words.

mod attested;
mod decision;
mod proposal;
mod standing;

pub use attested::{Attested, Due, latest as latest_attested, records_of, rests_on};
pub use decision::{allowed, faults};
pub use proposal::{OwnerChanged, PlaceOffList, Proposal, Reason, ResultWorse, Results, proposals};
pub use standing::{ControllerStanding, ItemStanding, Standing, may_sign, signed};
