//! Arguments as typed.

use chrono::NaiveDate;
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
    /// Begin a new site: settings, a first entry, and workflows that publish it.
    ///
    /// Asks nothing, and never writes over a file that is there. What it is not told it takes from the repository that the folder is in,
    /// where there is one.
    Init(Init),
    /// Write the site.
    ///
    /// Only what changed is written; a failed build leaves the old site as it was.
    Build(Build),
    /// Show the site in a browser while you work on it.
    ///
    /// What you save shows at once: styles change in place, pages are loaded again. Errors show above the page and here; the last good page
    /// stays until they are fixed. Nothing is written to the output folder. Ctrl-C ends it.
    Serve(Serve),
    /// Tell of every problem, with file, line, column and a hint; write nothing.
    ///
    /// Every page is made too, so a mistake in a template shows here, and so does how big the site is.
    Check(Check),
    /// Make a new entry; filled in where an arXiv id, a DOI or an address of one is given.
    New(New),
    /// Import papers from elsewhere as entries.
    ///
    /// Importing again updates only what the source said and nobody changed by hand; what differs otherwise is told.
    Import(Box<Import>),
    /// Import what `[import.collect]` in site.toml names: for a machine that does it every day.
    Collect(Collect),
    /// Make the change that a filled-in form asks for: a new entry, or a corrected one.
    ///
    /// Reads the event of an issue as GitHub hands it to workflows. What people wrote is checked before anything is written.
    Propose(Propose),
    /// Put entries into canonical form.
    ///
    /// Order of keys, quotes and indent become the same everywhere; comments and texts stay as they are.
    Fmt(Fmt),
    /// Print the JSON Schema of entries and settings, by which editors complete and check keys.
    Schema(Schema),
    /// Print what a shell completes commands and options by.
    Completions(Completions),
    /// Print the manual, as `man` reads it.
    Man,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  offprint init papers
  offprint init papers --title \"Papers we read\" --repo ada/papers
  offprint init --url https://papers.example.org/")]
pub struct Init {
    /// The folder of the site; it is made where it is not there.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,

    /// The name of the site.
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// The address the site will have; that of its GitHub Pages unless given.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// The repository of the site: an address, or `OWNER/NAME` on GitHub.
    #[arg(long, value_name = "REPOSITORY")]
    pub repo: Option<String>,
}

#[derive(Debug, Args)]
pub struct Collect {
    /// Say what would happen, and write nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Write a report in markdown to this file, for a pull request.
    #[arg(long, value_name = "FILE")]
    pub message: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Propose {
    /// The event, as JSON: the file that GITHUB_EVENT_PATH names.
    #[arg(long, value_name = "FILE")]
    pub event: PathBuf,

    /// Add `outcome`, `branch`, `title` and `path` to this file: the one that GITHUB_OUTPUT names.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write an answer in markdown to this file: of the pull request, or of what is wrong with the form.
    #[arg(long, value_name = "FILE")]
    pub message: Option<PathBuf>,

    /// The day on whose page a new paper stands; today unless given.
    #[arg(long, value_name = "DAY")]
    pub day: Option<NaiveDate>,

    /// Ask nobody: take what the form says.
    #[arg(long)]
    pub offline: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
For bash, for one: offprint completions bash > ~/.local/share/bash-completion/completions/offprint")]
pub struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
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

    /// Make every file and compare its bytes with the file in the output folder. Report files that were altered, and write them again.
    #[arg(long)]
    pub verify: bool,

    /// Reuse nothing: as --verify, and refuse an output folder that holds other files. What is published is then exactly what was built, as
    /// workflows need it.
    #[arg(long)]
    pub fresh: bool,

    /// Write to an output folder although git tracks files in it.
    #[arg(long)]
    pub allow_tracked_output: bool,

    #[command(flatten)]
    pub size: Size,

    #[command(flatten)]
    pub jobs: Jobs,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The port to listen on; the next free one where it is taken.
    #[arg(long, value_name = "N", default_value_t = 4000)]
    pub port: u16,

    /// The address to listen on. Any but a loopback address lets others on the network look.
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub host: String,

    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,

    /// Show entries marked `draft: true` too.
    #[arg(long)]
    pub drafts: bool,

    #[command(flatten)]
    pub jobs: Jobs,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Check entries marked `draft: true` too.
    #[arg(long)]
    pub drafts: bool,

    /// Mend what is certain in the entries first, and show it: quotes, ids, links, topics, days, accents.
    #[arg(long)]
    pub fix: bool,

    /// Tell what changed since: the folder of the site as it was before.
    #[arg(long, value_name = "DIR")]
    pub base: Option<PathBuf>,

    /// Add all of it in markdown to this file: the one that GITHUB_STEP_SUMMARY names. Of annotations, no more are printed then than GitHub
    /// shows.
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,

    #[command(flatten)]
    pub size: Size,

    #[command(flatten)]
    pub jobs: Jobs,
}

#[derive(Debug, Args)]
pub struct New {
    /// An arXiv id, a DOI, an address of one, or a title.
    #[arg(value_name = "ID|URL|TITLE")]
    pub what: Option<String>,

    /// The day on whose page the paper stands; today unless given.
    #[arg(long, value_name = "DAY")]
    pub day: Option<NaiveDate>,

    /// Topics of the paper.
    #[arg(long, value_name = "TOPICS", value_delimiter = ',')]
    pub topics: Vec<String>,

    /// Ask nobody: make a skeleton to fill in.
    #[arg(long)]
    pub offline: bool,
}

#[derive(Debug, Args)]
pub struct Fmt {
    /// Files of the site; all below content/ unless given.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Write nothing; exit with 1 where a file would change.
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// What to describe; everything unless given.
    #[arg(value_name = "WHAT")]
    pub what: Option<SchemaName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// The front matter of a paper, or a YAML file of one.
    Paper,
    /// A YAML file of many papers.
    Day,
    /// content/topics.yaml
    Topics,
    /// site.toml
    Site,
}

#[derive(Debug, Default, Args)]
pub struct Import {
    /// Where the papers come from.
    #[arg(value_name = "SOURCE")]
    pub source: SourceName,

    /// Files, folders, or `-` for standard input; for arxiv also ids and addresses.
    #[arg(value_name = "INPUT")]
    pub input: Vec<String>,

    /// Fetch the daily papers of a day (hf).
    #[arg(long, value_name = "DAY", conflicts_with = "from")]
    pub date: Option<NaiveDate>,

    /// Fetch the daily papers from this day on (hf).
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,

    /// Fetch the daily papers up to this day; today unless given (hf).
    #[arg(long, value_name = "DAY", requires = "from")]
    pub to: Option<NaiveDate>,

    /// Fetch what arXiv finds, the newest first (arxiv).
    #[arg(long, value_name = "QUERY")]
    pub search: Option<String>,

    /// How many papers a search may give.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub max: usize,

    /// Ask arXiv for the authors and abstracts that the source does not have.
    #[arg(long)]
    pub complete: bool,

    /// How new entries are laid out: a markdown file a paper, or a YAML file a day.
    #[arg(long, value_name = "LAYOUT", default_value = "paper")]
    pub layout: LayoutName,

    /// Topics that every paper gets, beside those of the rules in site.toml.
    #[arg(long, value_name = "TOPICS", value_delimiter = ',')]
    pub topics: Vec<String>,

    /// Add the topics of the source to content/topics.yaml.
    #[arg(long)]
    pub add_topics: bool,

    /// Only papers of these categories; `cs` is all below it.
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',')]
    pub category: Vec<String>,

    /// Only papers with one of these words in title, abstract or keywords.
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    pub keyword: Vec<String>,

    /// Only papers of this day or later.
    #[arg(long, value_name = "DAY")]
    pub since: Option<NaiveDate>,

    /// Only papers of this day or earlier.
    #[arg(long, value_name = "DAY")]
    pub until: Option<NaiveDate>,

    /// Only papers with so many votes.
    #[arg(long, value_name = "N")]
    pub min_votes: Option<u32>,

    /// Only papers that a rule of `[[import.rules]]` in site.toml gives a topic.
    #[arg(long)]
    pub ruled: bool,

    /// The day on whose page all papers stand, in place of the source's.
    #[arg(long, value_name = "DAY")]
    pub day: Option<NaiveDate>,

    /// The day that votes, comments and stars were counted; today for what is fetched, else the newest day of the papers.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<NaiveDate>,

    /// Say what would happen, and write nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Take lists that have less than before. Nothing is removed.
    #[arg(long)]
    pub allow_shrink: bool,

    /// Bring back papers whose entries were removed by hand.
    #[arg(long)]
    pub restore: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum LayoutName {
    /// content/papers/YYYY/MM/DD/ID.md
    #[default]
    Paper,
    /// content/papers/YYYY/MM/YYYY-MM-DD.yaml
    Day,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum SourceName {
    /// Daily papers of Hugging Face: JSON, or fetched by --date.
    #[default]
    Hf,
    /// arXiv: Atom, or fetched by ids or --search.
    Arxiv,
    /// BibTeX.
    Bibtex,
    /// arXiv metadata as JSON lines, as Kaggle has it.
    Oai,
    /// The JSON of cv-arxiv-daily.
    CvArxivDaily,
    /// The JSON lines of daily-arXiv-ai-enhanced.
    DailyArxiv,
    /// The posts of a volume of PMLR.
    Pmlr,
}

impl SourceName {
    /// Returns the name that the source goes by.
    pub fn name(self) -> &'static str {
        match self {
            SourceName::Hf => "hf",
            SourceName::Arxiv => "arxiv",
            SourceName::Bibtex => "bibtex",
            SourceName::Oai => "oai",
            SourceName::CvArxivDaily => "cv-arxiv-daily",
            SourceName::DailyArxiv => "daily-arxiv",
            SourceName::Pmlr => "pmlr",
        }
    }
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
