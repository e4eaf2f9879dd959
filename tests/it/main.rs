//! The whole program, from folders of content to folders of pages.
//!
//! One binary, since each costs a link. What a single stage does is tested beside that stage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests may panic, and look at the disk"
)]

mod cli;
mod comments;
mod crawl;
mod data;
mod docs;
mod faults;
mod feeds;
mod fuzzed;
mod history;
mod hostile;
mod import;
mod import_net;
mod incremental;
#[cfg(unix)]
mod init;
mod kills;
mod layers;
#[cfg(target_os = "linux")]
mod machine;
mod oracles;
mod package;
mod pages;
mod payloads;
mod properties;
mod revisions;
mod serve;
mod sites;
mod size;
mod support;
#[cfg(unix)]
mod together;
