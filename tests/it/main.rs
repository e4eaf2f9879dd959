//! The whole program, from folders of content to folders of pages.
//!
//! One binary, since each costs a link. What a single stage does is tested beside that stage.

mod cli;
mod crawl;
mod faults;
mod feeds;
mod hostile;
mod layers;
mod pages;
mod properties;
mod sites;
mod support;
