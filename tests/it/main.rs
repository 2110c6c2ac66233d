//! Specifications, entered by the front door: one binary, a file per noun.

mod tidy;
