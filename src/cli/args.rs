//! Arguments as typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns an archive of papers, kept as markdown and YAML, into a site: a page per day, topic and paper, and RSS for all of it.
#[derive(Debug, Parser)]
#[command(name = "offprint", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit status: 0 done; 1 the content has errors; 2 wrong usage or settings; 3 the machine failed (disk full, permission)."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// The site's folder: the one with site.toml.
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub site: PathBuf,

    /// How problems are told.
    #[arg(long, value_name = "FORMAT", default_value = "human", global = true)]
    pub format: Format,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the site.
    ///
    /// Only what changed is written; a failed build leaves the old site as it was.
    Build(Build),
    /// Tell of every problem, with file, line, column and a hint; write nothing.
    ///
    /// Every page is made too, so a mistake in a template shows here, and so does how big the site is.
    Check(Check),
}

#[derive(Debug, Args)]
pub struct Build {
    /// Where the site goes; below the site's folder unless absolute. Never a folder with files of others.
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub out: PathBuf,

    /// The address the site will have, in place of `base_url` in site.toml.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// Publish entries marked `draft: true` too.
    #[arg(long)]
    pub drafts: bool,

    /// Leave out entries that have errors, say so, and publish the rest.
    #[arg(long)]
    pub keep_going: bool,

    #[command(flatten)]
    pub size: Size,

    #[command(flatten)]
    pub jobs: Jobs,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Check entries marked `draft: true` too.
    #[arg(long)]
    pub drafts: bool,

    #[command(flatten)]
    pub size: Size,

    #[command(flatten)]
    pub jobs: Jobs,
}

#[derive(Debug, Args)]
pub struct Size {
    /// Show what the site's bytes are in, and which settings would save how many.
    #[arg(long)]
    pub report: bool,
}

#[derive(Debug, Args)]
pub struct Jobs {
    /// How many threads work; all cores unless given. The site is the same for any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// How problems are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the line, the place in it, and what to do.
    Human,
    /// For programs: one JSON object a line.
    Json,
    /// For GitHub: workflow annotations, the worst first.
    Github,
}
