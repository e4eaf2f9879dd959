//! `offprint serve`: what the server does, in words.

use super::args::{Arguments, Format, Serve};
use super::progress::Bar;
use super::report::{self, Reporter, archive, plural};
use super::{DONE, MACHINE, USAGE};
use crate::diagnostic::Diagnostic;
use crate::serve::{Audience, Options, Outcome, Trouble};
use crate::source::Sources;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

pub(super) fn run(arguments: &Arguments, serve: &Serve) -> u8 {
    let words = Arc::new(Words {
        format: arguments.format,
        opens: serve.open,
        heard: Mutex::new(Heard { since: report::now(), what: String::new(), told: BTreeSet::new() }),
    });
    // This thread waits for Ctrl-C; the pool is everybody's, since a thread of it that waited would be one less to work.
    let threads = serve.jobs.jobs.map_or(0, usize::from);
    if let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global() {
        words.error(&format!("threads cannot be started: {error}"), "try --jobs 1");
        return MACHINE;
    }
    let options = Options {
        site: arguments.site.clone(),
        host: serve.host.clone(),
        port: serve.port,
        drafts: serve.drafts,
    };
    let audience: Arc<dyn Audience> = words.clone();
    match crate::serve::run(&options, &audience) {
        Ok(()) => DONE,
        Err(Trouble::Address { host, port, error }) => {
            words.error(
                &format!("nothing can listen on {host}, port {port}: {error}"),
                "choose others with --host and --port",
            );
            USAGE
        }
        Err(Trouble::Machine(error)) => {
            words.error(&format!("the server cannot run: {error}"), "");
            MACHINE
        }
    }
}

/// What happens, told on standard error.
struct Words {
    format: Format,
    /// Whether a browser is to be opened.
    opens: bool,
    heard: Mutex<Heard>,
}

/// What was heard so far.
struct Heard {
    /// When the round began, and what it is for.
    since: Instant,
    what: String,
    /// Problems that were told, so that a thousand warnings are not told again with every round.
    told: BTreeSet<String>,
}

impl Words {
    fn heard(&self) -> std::sync::MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with(&self, say: impl FnOnce(&Reporter<'_>)) {
        let bar = Bar::quiet();
        say(&Reporter::new(self.format, "", &bar));
    }

    fn error(&self, message: &str, hint: &str) {
        self.with(|reporter| reporter.error(message, hint));
    }
}

impl Audience for Words {
    fn open(&self, address: &str, taken: Option<u16>) {
        let taken = taken.map(|port| format!("port {port} is taken; ")).unwrap_or_default();
        self.with(|reporter| reporter.note(&format!("{taken}the site is at {address} (Ctrl-C ends)\n")));
        if self.opens
            && let Err(error) = open::that_detached(address)
        {
            self.warn(&format!("no browser can be opened: {error}"));
        }
    }

    fn changed(&self, files: &[String], count: usize) {
        let more = count - files.len().min(count);
        let more =
            if more == 0 { String::new() } else { format!(" and {}", plural(more as u64, "more file")) };
        let mut heard = self.heard();
        heard.what = format!("{}{more}: ", files.join(", "));
        heard.since = report::now();
    }

    fn made(&self, sources: &Sources, outcome: Outcome<'_>, diagnostics: &[Diagnostic]) {
        let mut heard = self.heard();
        let name = |problem: &Diagnostic| format!("{} {:?} {}", problem.id, problem.place, problem.message);
        // Errors are told until they are fixed; of the rest, what is new.
        let fresh =
            diagnostics.iter().filter(|problem| problem.is_error() || !heard.told.contains(&name(problem)));
        let fresh: Vec<Diagnostic> = fresh.cloned().collect();
        heard.told = diagnostics.iter().map(name).collect();
        let took = heard.since.elapsed().as_secs_f64() * 1e3;
        let what = std::mem::take(&mut heard.what);
        // Names of files are strangers' words.
        let what: String = what.chars().filter(|char| !char.is_control()).collect();
        let line = match outcome {
            Outcome::Shown(prepared) => format!("{what}{}, {took:.0} ms\n", archive(prepared)),
            Outcome::Partly(prepared) => {
                format!("{what}{}, {took:.0} ms; entries that have errors are left out\n", archive(prepared))
            }
            Outcome::Kept { is_shown: true } => {
                format!("{what}the site is shown as it was before the errors\n")
            }
            Outcome::Kept { is_shown: false } => "the site is shown once the errors are mended\n".to_owned(),
        };
        self.with(|reporter| {
            reporter.problems(sources, fresh);
            reporter.note(&line);
        });
    }

    fn failed(&self, sources: &Sources, problem: &Diagnostic) {
        let name = format!("{} {:?} {}", problem.id, problem.place, problem.message);
        // An open page asks again and again.
        if self.heard().told.insert(name) {
            self.with(|reporter| reporter.problems(sources, vec![problem.clone()]));
        }
    }

    fn warn(&self, message: &str) {
        self.with(|reporter| reporter.note(&format!("{message}\n")));
    }
}
