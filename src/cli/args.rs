//! The commands and options of the program. Their `///` comments are the help texts.

use crate::text::mailbox::Mailbox;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Build a website from an archive of papers in Markdown and YAML: a page for each day, topic and paper, and RSS feeds.
#[derive(Debug, Parser)]
#[command(name = "offprint", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit status: 0 success; 1 errors in the content; 2 wrong usage or settings; 3 a failure of the system (full disk, missing permission, no network)."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// The site directory. Default: the current directory, or the nearest one above it that contains site.toml.
    #[arg(id = "site", long = "site", value_name = "DIR", global = true)]
    pub named_site: Option<PathBuf>,

    /// The site directory of this run.
    #[arg(skip)]
    pub site: PathBuf,

    /// The format of errors and warnings.
    #[arg(long, value_name = "FORMAT", default_value = "human", global = true)]
    pub format: Format,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a new site: settings, a first entry, and workflows that check and publish it.
    ///
    /// Asks no questions and never overwrites a file. Missing values come from the surrounding Git repository. Workflows are written to its root.
    Init(Init),
    /// Build the site.
    ///
    /// Writes only files that changed. A failed build leaves the old site unchanged.
    Build(Build),
    /// Serve the site locally and rebuild it when a file changes.
    ///
    /// Open pages update automatically. Errors appear on the page and in the terminal; the last good page stays until they are fixed. Writes
    /// nothing to the output directory. Press Ctrl-C to stop.
    Serve(Serve),
    /// Report every problem with file, line, column and a hint. Writes nothing.
    ///
    /// Renders every page too, so it also finds errors in templates and reports the size of the site.
    Check(Check),
    /// Create a new entry. Given an arXiv id, a DOI or a URL that contains one, fetches the paper's data.
    New(New),
    /// Import papers from other sources as entries.
    ///
    /// A repeated import updates only values that nobody edited since. It reports conflicts with edited values.
    Import(Box<Import>),
    /// Import new papers from the sources under `[import.collect]` in site.toml. Made for a daily workflow.
    Collect(Collect),
    /// Create or correct an entry from a GitHub issue form.
    ///
    /// Reads the issue event that GitHub passes to workflows. Checks the form before it writes anything.
    Propose(Propose),
    /// Write or send the papers of a day or week as e-mail, or print them for a chat.
    ///
    /// A journal on disk records who has the message, so a second run sends it to the others only. Without `--out`, `--send` and `--format`, prints
    /// the plain text.
    Digest(Digest),
    /// Notify the WebSub hub of the site of changed feeds.
    ///
    /// The hub is `hub` under `[feeds]` in site.toml. Run this after a changed site is online.
    Ping(Ping),
    /// Format entries.
    ///
    /// Makes the order of keys, quotes and indentation uniform. Keeps comments and texts.
    Fmt(Fmt),
    /// List, show and copy the files of themes, or create a theme.
    ///
    /// The built-in themes are part of the program. A copy in the site replaces the file.
    Theme(Theme),
    /// Print the JSON Schema of entries and settings, for completion and validation in editors.
    Schema(Schema),
    /// Print a shell completion script.
    Completions(Completions),
    /// Print the manual page.
    Man,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  offprint init papers
  offprint init papers --title \"Papers we read\" --repo ada/papers
  offprint init --kind lab --title \"Publications of our lab\"
  offprint init --url https://papers.example.org/")]
pub struct Init {
    /// The site directory; created if it does not exist.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,

    /// What the site is for. It decides some settings and files.
    #[arg(long, value_name = "KIND", default_value = "daily")]
    pub kind: KindName,

    /// The title of the site.
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// The URL of the site. Default: its GitHub Pages URL.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// The repository of the site: a URL, or `OWNER/NAME` on GitHub. Default: the surrounding Git repository.
    #[arg(long, value_name = "REPOSITORY")]
    pub repo: Option<String>,

    /// The language of the interface, such as `fr`. If it is not built in, writes a file with all words to translate.
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,

    /// Where the site is published. Default: the host of the repository, or GitHub if there is none.
    #[arg(long, value_name = "HOST")]
    pub host: Option<HostName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindName {
    /// New papers of every day.
    Daily,
    /// The publications of a lab, by year.
    Lab,
    /// The proceedings of a conference, by year.
    Conference,
    /// The papers of the sessions of a group.
    ReadingGroup,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HostName {
    /// GitHub Pages, with workflows and issue forms.
    Github,
    /// GitLab Pages, with a pipeline.
    Gitlab,
    /// Codeberg Pages, with workflows for Forgejo Actions.
    Codeberg,
    /// Any web server; no workflows.
    Plain,
}

#[derive(Debug, Args)]
pub struct Collect {
    /// Report what would happen. Write nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Append a report in Markdown to this file, for a pull request.
    #[arg(long, value_name = "FILE")]
    pub message: Option<PathBuf>,

    #[command(flatten)]
    pub network: Network,
}

#[derive(Debug, Args)]
pub struct Propose {
    /// The issue event as JSON: the file in GITHUB_EVENT_PATH.
    #[arg(long, value_name = "FILE")]
    pub event: PathBuf,

    /// Append `outcome`, `branch`, `title` and `path` to this file: the one in GITHUB_OUTPUT.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Append an answer in Markdown to this file: the text of the pull request, or the errors in the form.
    #[arg(long, value_name = "FILE")]
    pub message: Option<PathBuf>,

    /// The date under which a new paper is listed. Default: today.
    #[arg(long, value_name = "DAY")]
    pub day: Option<NaiveDate>,

    /// Do not use the network; use only the values of the form.
    #[arg(long)]
    pub offline: bool,

    #[command(flatten)]
    pub network: Network,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example for bash: offprint completions bash > ~/.local/share/bash-completion/completions/offprint")]
pub struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct Build {
    /// The output directory, relative to the site directory. Must be empty or contain an earlier build.
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub out: PathBuf,

    /// The URL of the site. Overrides `base_url` in site.toml.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// Include entries with `draft: true`.
    #[arg(long)]
    pub drafts: bool,

    /// Leave out entries with errors and publish the rest.
    #[arg(long)]
    pub keep_going: bool,

    /// Render every file and compare it with the output directory. Report modified files and write them again.
    #[arg(long)]
    pub verify: bool,

    /// Like --verify, but refuse an output directory with other files. Use it in workflows: the output is then exactly this build.
    #[arg(long)]
    pub fresh: bool,

    /// Allow an output directory with files that Git tracks.
    #[arg(long)]
    pub allow_tracked_output: bool,

    /// Allow removing papers that are in the feed of the last build, which some readers may not have seen yet.
    #[arg(long)]
    pub allow_removals: bool,

    /// Add the paths of written and removed files to a list, for tools that upload only these. Delete the list after the upload.
    #[arg(long, value_name = "FILE")]
    pub changed: Option<PathBuf>,

    #[command(flatten)]
    pub size: Size,

    #[command(flatten)]
    pub jobs: Jobs,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The port. If it is in use, the next free port.
    #[arg(long, value_name = "N", default_value_t = 4000)]
    pub port: u16,

    /// The address to listen on. Addresses other than loopback make the site visible on the network.
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub host: String,

    /// Answer requests for this host name too, as tunnels and containers need. Repeatable.
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    pub allow_host: Vec<String>,

    /// Open the site in a browser.
    #[arg(long)]
    pub open: bool,

    /// Show entries with `draft: true`.
    #[arg(long)]
    pub drafts: bool,

    #[command(flatten)]
    pub jobs: Jobs,
}

/// Reads a host name as a browser sends it.
fn host_name(name: &str) -> Result<String, &'static str> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    match !name.is_empty() && name.bytes().all(is_part) {
        true => Ok(name.to_owned()),
        false if name.is_ascii() => {
            Err("expected a host name without scheme, port and path, such as `papers.example.com`")
        }
        false => Err("expected the name in ASCII as browsers send it, such as `xn--bcher-kva.example`"),
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  offprint check
  offprint check content/papers/2405.18047.md
  offprint check --fix")]
pub struct Check {
    /// Report only problems of these files or directories. The whole site is read, but pages are rendered only if a file is part of a theme.
    #[arg(value_name = "FILE", conflicts_with_all = ["base", "summary", "report"])]
    pub files: Vec<PathBuf>,

    /// Check entries with `draft: true`.
    #[arg(long)]
    pub drafts: bool,

    /// First fix entries where the fix is certain, and list the changes: quotes, ids, links, topics, dates, accents.
    #[arg(long)]
    pub fix: bool,

    /// The site directory of an earlier version. The summary lists what changed since.
    #[arg(long, value_name = "DIR")]
    pub base: Option<PathBuf>,

    /// Append a summary in Markdown to this file: the one in GITHUB_STEP_SUMMARY. Prints only as many annotations as GitHub shows.
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,

    #[command(flatten)]
    pub size: Size,

    #[command(flatten)]
    pub jobs: Jobs,
}

#[derive(Debug, Args)]
pub struct New {
    /// An arXiv id, a DOI, a URL that contains one, or a title.
    #[arg(value_name = "ID|URL|TITLE")]
    pub what: Option<String>,

    /// The date under which the paper is listed. Default: today.
    #[arg(long, value_name = "DAY")]
    pub day: Option<NaiveDate>,

    /// Topics of the paper, separated by commas.
    #[arg(long, value_name = "TOPICS", value_delimiter = ',')]
    pub topics: Vec<String>,

    /// Do not use the network; write an empty entry.
    #[arg(long)]
    pub offline: bool,

    #[command(flatten)]
    pub network: Network,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("span").required(true).args(["day", "week"])))]
#[command(after_help = "\
Sending uses the settings under [email] in site.toml, and these environment variables:
  OFFPRINT_SMTP_USER, OFFPRINT_SMTP_PASSWORD    the account on the mail server

Examples:
  offprint digest --week latest --out digest.eml
  offprint digest --week last --send
  offprint digest --day 2026-04-15 --topic agents --send --recipients readers.txt
  offprint digest --day last --format slack | curl --json @- \"$WEBHOOK\"")]
pub struct Digest {
    /// The day: a date, `latest` (the newest day with papers) or `last` (yesterday in UTC).
    #[arg(long, value_name = "DAY", value_parser = digest_day)]
    pub day: Option<Moment>,

    /// The ISO week: such as `2026-W16`, `latest` (the newest week with papers) or `last` (the week before this one in UTC).
    #[arg(long, value_name = "WEEK", value_parser = digest_week)]
    pub week: Option<Moment>,

    /// Only papers of this topic: its slug, its name or an alias.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,

    /// Only papers of this list: a `name` or `title` under `[[feeds.query]]` in site.toml, or `code`.
    #[arg(long, value_name = "LIST", conflicts_with = "topic")]
    pub list: Option<String>,

    /// The maximum number of papers. The others are behind a link. Default: 50 in a message, 20 in a chat.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub max: Option<u16>,

    /// Write the message to this file.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// Send the message.
    #[arg(long, conflicts_with = "out")]
    pub send: bool,

    /// The recipient. Overrides `to` under `[email]` in site.toml.
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub to: Option<Mailbox>,

    /// Send one message to each address in this file: one per line, such as `Ada Byron <ada@example.org>`.
    #[arg(long, value_name = "FILE", conflicts_with = "to", requires = "send")]
    pub recipients: Option<PathBuf>,

    /// The directory of the journals, relative to the site directory. It contains addresses.
    #[arg(long, value_name = "DIR", default_value = ".offprint-mail")]
    pub journal: PathBuf,

    /// Send again to recipients of an earlier run. Repeatable.
    #[arg(long, value_name = "WHICH", requires = "send")]
    pub retry: Vec<RetryName>,

    /// Trust the certificates in this PEM file, besides those of public authorities.
    #[arg(long, value_name = "FILE")]
    pub certificates: Option<PathBuf>,

    /// Report what would happen. Write and send nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Print the result of each recipient.
    #[arg(long)]
    pub verbose: bool,

    /// The format: `slack` or `markdown` for a chat; otherwise the format of errors and warnings.
    #[arg(id = "format", long = "format", value_name = "FORMAT", default_value = "human", value_parser = digest_format)]
    pub form: Format,
}

/// A day, or a day of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// This day, or the week with this Monday.
    At(NaiveDate),
    /// The newest with papers.
    Latest,
    /// The one before the current one.
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RetryName {
    /// Recipients that the server refused.
    Refused,
    /// Recipients whose result is not known. Some of them get the message twice.
    Unknown,
}

fn digest_day(text: &str) -> Result<Moment, &'static str> {
    match text {
        "latest" => Ok(Moment::Latest),
        "last" => Ok(Moment::Last),
        text => text
            .parse()
            .map(Moment::At)
            .map_err(|_| "expected a day such as `2026-04-15`, `latest` or `last`"),
    }
}

fn digest_week(text: &str) -> Result<Moment, &'static str> {
    let read = || {
        let (year, week) = text.split_once("-W").or_else(|| text.split_once("-w"))?;
        let is_number = |text: &str, digits: usize| {
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_sound = is_number(year, 4) && is_number(week, 2);
        let monday =
            NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, chrono::Weekday::Mon)?;
        is_sound.then_some(Moment::At(monday))
    };
    match text {
        "latest" => Ok(Moment::Latest),
        "last" => Ok(Moment::Last),
        _ => read().ok_or("expected a week such as `2026-W16`, `latest` or `last`"),
    }
}

fn address(text: &str) -> Result<Mailbox, String> {
    Mailbox::parse(text).map_err(|wrong| wrong.message)
}

fn digest_format(text: &str) -> Result<Format, String> {
    match text {
        "slack" => Ok(Format::Slack),
        "markdown" => Ok(Format::Markdown),
        text => Format::from_str(text, false)
            .map_err(|_| "expected `slack`, `markdown`, `human`, `json` or `github`".to_owned()),
    }
}

#[derive(Debug, Args)]
pub struct Ping {
    /// Report the feeds in this file, one URL per line; `-` is standard input. Default: the feeds that builds changed since the last ping.
    #[arg(value_name = "FILE")]
    pub list: Option<PathBuf>,

    /// The output directory, relative to the site directory.
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub out: PathBuf,

    /// The URL of the site. Overrides `base_url` in site.toml.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// Compare the output directory with an earlier build: its file `.offprint`, or the URL of that file on the published site.
    #[arg(long, value_name = "FILE|URL", conflicts_with = "list")]
    pub before: Option<String>,

    /// List the feeds. Send nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Append `feeds`, with one URL per line, to this file: the one in GITHUB_OUTPUT.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub network: Network,
}

#[derive(Debug, Args)]
pub struct Fmt {
    /// Files or directories to format. Default: all files below content/.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Write nothing. Exit with status 1 if a file would change.
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  offprint theme list
  offprint theme show paper.html
  offprint theme copy components/card.html
  offprint theme new mine --extends listing")]
pub struct Theme {
    #[command(subcommand)]
    pub action: ThemeAction,
}

#[derive(Debug, Subcommand)]
pub enum ThemeAction {
    /// List the themes, and the files of the site's theme with their layers.
    List,
    /// Print a file of the site's theme: the one of the nearest layer, or of the layer before it, as in `default/paper.html`.
    Show {
        /// The file, such as `paper.html`, `components/card.html` or `style.css`.
        #[arg(value_name = "FILE")]
        file: String,
    },
    /// Copy a file of a theme to the theme of the site, or to the site itself if that theme is built in. Overwrites nothing.
    Copy {
        /// The file, such as `paper.html`, `components/card.html` or `style.css`.
        #[arg(value_name = "FILE")]
        file: String,
    },
    /// Create a theme in themes/NAME: its declaration, a style, and the template that loads the style.
    New {
        /// The name: letters, digits, `-` and `_`.
        #[arg(value_name = "NAME")]
        name: String,

        /// The theme that it extends.
        #[arg(long, value_name = "THEME", default_value = "default")]
        extends: String,
    },
}

#[derive(Debug, Args)]
pub struct Schema {
    /// The part to print. Default: all of it.
    #[arg(value_name = "WHAT")]
    pub what: Option<SchemaName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// The front matter of a paper, or a YAML file with one paper.
    Paper,
    /// A YAML file with several papers.
    Day,
    /// content/topics.yaml
    Topics,
    /// site.toml
    Site,
}

#[derive(Debug, Default, Args)]
pub struct Import {
    /// The source of the papers.
    #[arg(value_name = "SOURCE")]
    pub source: SourceName,

    /// Files, directories, or `-` for standard input. For arxiv, also ids and URLs.
    #[arg(value_name = "INPUT")]
    pub input: Vec<String>,

    /// Fetch the daily papers of this day (hf).
    #[arg(long, value_name = "DAY", conflicts_with = "from")]
    pub date: Option<NaiveDate>,

    /// Fetch the daily papers since this day (hf).
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,

    /// Fetch the daily papers until this day (hf). Default: today.
    #[arg(long, value_name = "DAY", requires = "from")]
    pub to: Option<NaiveDate>,

    /// Fetch the results of an arXiv query, newest first (arxiv).
    #[arg(long, value_name = "QUERY")]
    pub search: Option<String>,

    /// The maximum number of search results.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub max: usize,

    /// Fetch missing authors and abstracts from arXiv.
    #[arg(long)]
    pub complete: bool,

    /// Fetch teaser images of papers and logos of organizations, and store them small in static/images/ (hf).
    #[arg(long)]
    pub images: bool,

    /// The files for new entries: one Markdown file per paper, or one YAML file per day.
    #[arg(long, value_name = "LAYOUT", default_value = "paper")]
    pub layout: LayoutName,

    /// Topics for every paper, separated by commas, in addition to those of the rules in site.toml.
    #[arg(long, value_name = "TOPICS", value_delimiter = ',')]
    pub topics: Vec<String>,

    /// Add the topics of the source to content/topics.yaml.
    #[arg(long)]
    pub add_topics: bool,

    /// Import only papers in these categories. `cs` includes all its subcategories.
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',')]
    pub category: Vec<String>,

    /// Import only papers with one of these words in title, abstract or keywords.
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    pub keyword: Vec<String>,

    /// Import only papers of this day or later.
    #[arg(long, value_name = "DAY")]
    pub since: Option<NaiveDate>,

    /// Import only papers of this day or earlier.
    #[arg(long, value_name = "DAY")]
    pub until: Option<NaiveDate>,

    /// Import only papers with at least this number of votes.
    #[arg(long, value_name = "N")]
    pub min_votes: Option<u32>,

    /// Import only papers that match a rule under `[[import.rules]]` in site.toml.
    #[arg(long)]
    pub ruled: bool,

    /// Whether the filter under `[import.collect]` applies.
    #[arg(skip)]
    pub collected: bool,

    /// The date under which all papers are listed. Overrides the dates of the source.
    #[arg(long, value_name = "DAY")]
    pub day: Option<NaiveDate>,

    /// The day on which votes, comments and stars were counted. Default: today for fetched papers, else the newest day of the papers.
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<NaiveDate>,

    /// Report what would happen. Write nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Accept lists with fewer papers or values than before. Nothing is removed.
    #[arg(long)]
    pub allow_shrink: bool,

    /// Import papers again whose entries were deleted.
    #[arg(long)]
    pub restore: bool,

    #[command(flatten)]
    pub network: Network,
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
    /// Daily papers of Hugging Face: JSON files, or fetched with --date.
    #[default]
    Hf,
    /// arXiv: Atom files, or fetched by id or with --search.
    Arxiv,
    /// BibTeX files.
    Bibtex,
    /// arXiv metadata as JSON Lines, as published on Kaggle.
    Oai,
    /// JSON files of cv-arxiv-daily.
    CvArxivDaily,
    /// JSON Lines files of daily-arXiv-ai-enhanced.
    DailyArxiv,
    /// The posts of a PMLR volume.
    Pmlr,
}

impl SourceName {
    /// Returns the name of the source on the command line.
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
    /// Show the size of the site by file type, and settings that would reduce it.
    #[arg(long)]
    pub report: bool,
}

#[derive(Debug, Default, Args)]
pub struct Network {
    /// Show the full URL of a failed request.
    #[arg(long)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub struct Jobs {
    /// The number of threads. Default: one per core. The output does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// The format of errors and warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Excerpts with line, column and hints.
    Human,
    /// One JSON object per line.
    Json,
    /// Workflow annotations for GitHub, errors first.
    Github,
    /// Of `digest` only: the payload of a Slack webhook. Errors and warnings are for people.
    #[value(skip)]
    Slack,
    /// Of `digest` only: Markdown. Errors and warnings are for people.
    #[value(skip)]
    Markdown,
}
