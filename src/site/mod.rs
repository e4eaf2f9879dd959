//! The site: its files, their inputs and their content.
//!
//! It reads the archive and the theme. It does not write files; `publish` does.

pub mod export;
pub(crate) mod inputs;
pub mod kinds;
pub mod plan;
pub(crate) mod records;
pub mod search;
pub(crate) mod shared;
pub(crate) mod size;
pub(crate) mod social_card;
pub(crate) mod template_fixture;
