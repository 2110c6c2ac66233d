//! Pages and tables as PDF, if the program was built with the feature `pdf`: title page, contents, numbered pages, pictures, signatures.
//!
//! Knows what of a page goes where on paper. Never knows how paper is filled: that is the crate `pdf`, which in turn knows nothing of
//! registers.

#[cfg(not(feature = "pdf"))]
mod left_out;
#[cfg(feature = "pdf")]
mod page;
#[cfg(feature = "pdf")]
mod table;
#[cfg(feature = "pdf")]
mod typesetter;

#[cfg(not(feature = "pdf"))]
pub use left_out::Typesetter;
#[cfg(feature = "pdf")]
pub use typesetter::Typesetter;
