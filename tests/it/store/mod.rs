//! The store by its front door, on the engine that [`crate::support`] offers.

mod access;
mod batch;
mod commit;
mod feed;
mod fold;
mod idempotency;
mod read;
mod redact;
mod samples;
mod servers;
mod sunmi;
mod verify;
mod views;
