//! The site: which files there are, what each is made of, and their bytes.
//!
//! It reads the archive and the theme. It writes nothing: `publish` does.

pub mod export;
pub mod plan;
pub mod render;
pub mod search;
pub mod size;
pub mod social_card;
pub mod template_fixture;
pub mod view;
