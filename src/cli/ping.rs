//! `offprint ping`: notifies the WebSub hub of changed feeds.
//!
//! A build adds the feeds that it replaced to a list in the cache, and a successful ping removes them. New feeds have no subscribers, so they
//! are not on it. A workflow builds into an empty directory, where every file is new; there, `--before` names the manifest of the published
//! site.

use super::args::{Arguments, Ping};
use super::import::Waiting;
use super::progress::Bar;
use super::report::{self, Reporter, plural};
use super::{DONE, MACHINE, USAGE, open_site};
use crate::authoring::import::fetch::{Client, Expected};
use crate::publish::{self, Receipt};
use crate::source::cache::CacheFile;
use crate::source::{Sources, input};
use std::collections::BTreeSet;
use std::path::Path;

/// The time in seconds that the hub has for an answer.
const TIMEOUT: usize = 30;

pub(super) fn run(arguments: &Arguments, ping: &Ping) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let sources = Sources::discover(&arguments.site);
    let Some((mut site, _)) = open_site(&sources, &reporter) else { return USAGE };
    if let Some(url) = &ping.base_url
        && let Err(problem) = site.override_base_url(url)
    {
        reporter.error(&problem.message, "write a URL such as `https://ada.github.io/papers/`");
        return USAGE;
    }
    if site.feeds.hub.is_empty() {
        reporter.note("no hub is configured: set `hub` under `[feeds]` in site.toml\n");
        return DONE;
    }
    let out = if ping.out.is_absolute() { ping.out.clone() } else { arguments.site.join(&ping.out) };
    let waiting = Waiting { bar: &bar };
    let client = Client::new(TIMEOUT, &waiting).naming_urls(ping.network.verbose);
    let pending = Pending::open(&arguments.site, &out);
    let found = match (&ping.list, &ping.before) {
        (Some(list), _) => read(list).map(|text| {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        }),
        (None, Some(before)) => match earlier(before, &client) {
            Ok(before) => published(&out, &before, site.url(), &site.feeds.hub),
            Err(why) => {
                reporter.note(&format!(
                    "no feeds are reported, because there is no earlier version to compare with: {why}\n"
                ));
                Ok(Vec::new())
            }
        },
        (None, None) => Ok(feeds(&out, pending.load(), site.url(), &site.feeds.hub)),
    };
    let urls: Vec<String> = match found {
        Ok(urls) => urls,
        Err((message, hint)) => {
            reporter.error(&message, hint);
            return USAGE;
        }
    };
    if let Some(file) = &ping.output {
        let end = report::token();
        let text =
            format!("feeds<<{end}\n{}{end}\n", urls.iter().map(|url| format!("{url}\n")).collect::<String>());
        if let Err(error) = report::append(file, &text) {
            reporter.error(&format!("cannot write `{}`: {error}", file.display()), "");
            return MACHINE;
        }
    }
    if urls.is_empty() {
        reporter.note("no feed changed\n");
        return DONE;
    }
    let mut failed = Vec::new();
    for url in &urls {
        if ping.dry_run {
            reporter.say(&format!("{url}\n"));
            continue;
        }
        bar.say(&format!("notifying the hub of {url}"));
        // Hubs name the field in either way.
        let fields = [("hub.mode", "publish"), ("hub.url", url.as_str()), ("hub.topic", url.as_str())];
        match client.post_form(&site.feeds.hub, &fields) {
            Ok(()) => reporter.say(&format!("{url}\n")),
            Err(why) => {
                failed.push(url.clone());
                reporter.error(&format!("the hub did not accept `{url}`: {why}"), "");
                // A hub that cannot be reached, or is overloaded, fails for the other feeds too.
                if failed.len() == MOST_FAILURES {
                    failed.extend(urls.iter().skip_while(|other| *other != url).skip(1).cloned());
                    break;
                }
            }
        }
    }
    bar.clear();
    if ping.dry_run {
        return DONE;
    }
    let accepted = urls.len() - failed.len();
    reporter.note(&format!("notified the hub of {}\n", plural(accepted as u64, "changed feed")));
    if ping.list.is_none() && ping.before.is_none() {
        let paths = failed.iter().filter_map(|url| url.strip_prefix(site.url())).map(str::to_owned);
        pending.save(paths.collect());
    }
    if failed.is_empty() {
        return DONE;
    }
    let hint = "run `offprint ping` again";
    reporter
        .error(&format!("the hub was not notified of {}", plural(failed.len() as u64, "changed feed")), hint);
    MACHINE
}

/// The number of failures after which a ping ends.
const MOST_FAILURES: usize = 3;

/// Adds the feeds that a build replaced to those that the hub does not know about yet.
pub(super) fn remember(site: &Path, out: &Path, receipt: &Receipt) {
    let replaced = receipt.replaced.iter().filter(|path| may_be_feed(path));
    let pending = Pending::open(site, out);
    let mut paths = pending.load();
    let known = paths.len();
    paths.extend(replaced.cloned());
    if paths.len() > known {
        pending.save(paths);
    }
}

/// The feeds of an output directory that the hub does not know about yet.
struct Pending(CacheFile);

impl Pending {
    fn open(site: &Path, out: &Path) -> Pending {
        let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
        let name: String = out
            .to_string_lossy()
            .chars()
            .map(|char| if char.is_ascii_alphanumeric() { char } else { '-' })
            .collect();
        let name = format!("ping{}", &name[name.len().saturating_sub(100)..]);
        Pending(CacheFile::open(Some(site), &name, 1))
    }

    fn load(&self) -> BTreeSet<String> {
        String::from_utf8_lossy(&self.0.load()).lines().map(str::to_owned).collect()
    }

    fn save(&self, paths: BTreeSet<String>) {
        self.0.save(paths.into_iter().collect::<Vec<_>>().join("\n").as_bytes());
    }
}

fn may_be_feed(path: &str) -> bool {
    path.ends_with(".xml") || path.ends_with(".json")
}

/// Returns the URLs of those files that are feeds of this hub: they name it.
fn feeds(out: &Path, paths: BTreeSet<String>, base: &str, hub: &str) -> Vec<String> {
    let is_feed = |path: &String| {
        // XML escapes the ampersand.
        input::text(&out.join(path))
            .is_ok_and(|text| text.contains(hub) || text.contains(&hub.replace('&', "&amp;")))
    };
    paths.into_iter().filter(is_feed).map(|path| format!("{base}{path}")).collect()
}

type Wrong = (String, &'static str);

/// Returns the feeds that differ from those of an earlier build, by its manifest.
fn published(out: &Path, before: &[u8], base: &str, hub: &str) -> Result<Vec<String>, Wrong> {
    let shown = out.display();
    let replaced = publish::replaced_since(out, before).map_err(|error| {
        (format!("cannot read the build in `{shown}`: {error}"), "run `offprint build` first")
    })?;
    let paths = replaced.unwrap_or_default().into_iter().filter(|path| may_be_feed(path)).collect();
    Ok(feeds(out, paths, base, hub))
}

/// Returns the manifest of an earlier build: the file `.offprint` of its output directory, or its URL.
fn earlier(place: &str, client: &Client<'_>) -> Result<Vec<u8>, String> {
    if place.starts_with("https://") || place.starts_with("http://") {
        return client.get(place, Expected::Manifest);
    }
    input::bytes(Path::new(place)).map_err(|error| format!("{place}: {error}"))
}

fn read(list: &Path) -> Result<String, Wrong> {
    input::text(list)
        .map_err(|error| (format!("cannot read `{}`: {error}", list.display()), "write one URL per line"))
}
