//! Offprint turns an archive of papers, kept as markdown and YAML, into a site.

pub mod archive;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod markdown;
pub mod plan;
pub mod publish;
pub mod render;
pub mod slug;
pub mod source;
pub mod theme;
pub mod view;
