//! The site: which files there are, what each is made of, and their bytes.
//!
//! It reads the archive and the theme. It writes nothing: `publish` does.

pub mod export;
pub mod inputs;
pub mod kinds;
pub mod plan;
pub mod records;
pub mod search;
pub mod shared;
pub mod size;
pub mod social_card;
pub mod template_fixture;
