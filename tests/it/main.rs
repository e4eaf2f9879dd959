//! The whole program, from folders of content to folders of pages.
//!
//! One binary, because each binary has to be linked. Tests of a single stage are beside that stage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests may panic, and look at the disk"
)]

mod bibtex_cases;
mod bibtex_programs;
mod citations;
mod cli;
mod comments;
mod crawl;
mod data;
mod docs;
mod edited;
mod encodings;
mod english;
mod entry_cases;
mod faults;
mod feeds;
mod fuzzed;
mod growth;
mod history;
mod hostile;
mod import;
mod import_net;
mod incremental;
#[cfg(unix)]
mod init;
mod invariants;
mod keys;
mod kills;
mod kit_cases;
mod layers;
mod limits;
mod lists;
mod longevity;
#[cfg(target_os = "linux")]
mod machine;
mod mail;
mod markup;
mod oracles;
mod output;
mod package;
mod pages;
mod paths;
mod payloads;
#[cfg(target_os = "linux")]
mod printing;
mod problems;
mod properties;
mod reimport;
mod revisions;
mod serve;
mod site_cases;
mod sites;
mod size;
mod subscriptions;
mod support;
#[cfg(unix)]
mod together;
mod works;
#[cfg(unix)]
mod writers;
