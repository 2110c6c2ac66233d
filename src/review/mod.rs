//! The transfer review as a state machine: `open`, `ready` when every route is decided, `signed_off`; or `cancelled`, `superseded`.
//!
//! Knows what may be decided of a route, which decisions stand, and who may sign off what. Never knows a law, a register, a clock or
//! where a review is kept: it is asked with records and answers with words.

mod decision;
mod standing;

pub use decision::{allowed, faults};
pub use standing::{ControllerStanding, ItemStanding, Standing, may_sign, signed};
