//! `offprint serve`: runs the server, and reports what it does.

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
        round: Mutex::new(Round { since: report::now(), files: String::new(), reported: BTreeSet::new() }),
    });
    // This thread waits for Ctrl-C, so it must not be one of the pool.
    let threads = serve.jobs.jobs.map_or(0, usize::from);
    if let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global() {
        words.error(&format!("cannot start threads: {error}"), "use `--jobs 1`");
        return MACHINE;
    }
    let options = Options {
        site: arguments.site.clone(),
        host: serve.host.clone(),
        allowed_hosts: serve.allow_host.clone(),
        port: serve.port,
        drafts: serve.drafts,
        forbidden: FORBIDDEN.to_owned(),
    };
    let audience: Arc<dyn Audience> = words.clone();
    match crate::serve::run(&options, &audience) {
        Ok(()) => DONE,
        Err(Trouble::Address { host, port, error }) => {
            words.error(
                &format!("cannot listen on {host}, port {port}: {error}"),
                "choose another address with `--host` or `--port`",
            );
            USAGE
        }
        Err(Trouble::Machine(error)) => {
            words.error(&format!("cannot run the server: {error}"), "");
            MACHINE
        }
    }
}

/// The answer to a request for another host name.
const FORBIDDEN: &str = "This server does not answer requests for this host name. To allow it, start the server with `--allow-host NAME`.\n";

/// Reports events on standard error.
struct Words {
    format: Format,
    /// Whether to open a browser.
    opens: bool,
    round: Mutex<Round>,
}

/// The current rebuild, and what was reported before.
struct Round {
    /// When the rebuild began.
    since: Instant,
    /// The changed files, as text.
    files: String,
    /// Problems that were reported. Warnings are not repeated with every rebuild.
    reported: BTreeSet<String>,
}

impl Words {
    fn round(&self) -> std::sync::MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
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
        let taken = taken.map(|port| format!("port {port} is in use; ")).unwrap_or_default();
        self.with(|reporter| {
            reporter.note(&format!("{taken}the site is at {address} (press Ctrl-C to stop)\n"))
        });
        if self.opens && open::that_detached(address).is_err() {
            self.warn(&format!("could not open a browser; the site is at {address}"));
        }
    }

    fn changed(&self, files: &[String], count: usize) {
        let more = count - files.len().min(count);
        let more =
            if more == 0 { String::new() } else { format!(" and {}", plural(more as u64, "more file")) };
        let mut round = self.round();
        round.files = format!("{}{more}: ", files.join(", "));
        round.since = report::now();
    }

    fn made(&self, sources: &Sources, outcome: Outcome<'_>, diagnostics: &[Diagnostic]) {
        let mut round = self.round();
        let name = |problem: &Diagnostic| format!("{} {:?} {}", problem.id, problem.place, problem.message);
        // Errors are reported until they are fixed, warnings once.
        let is_fresh = |problem: &&Diagnostic| problem.is_error() || !round.reported.contains(&name(problem));
        let fresh: Vec<Diagnostic> = diagnostics.iter().filter(is_fresh).cloned().collect();
        round.reported = diagnostics.iter().map(name).collect();
        let took = round.since.elapsed().as_secs_f64() * 1e3;
        let files = std::mem::take(&mut round.files);
        let files: String = files.chars().filter(|char| !char.is_control()).collect();
        let line = match outcome {
            Outcome::Shown(prepared) => format!("{files}{}, {took:.0} ms\n", archive(prepared)),
            Outcome::Partly(prepared) => {
                format!("{files}{}, {took:.0} ms; entries with errors are left out\n", archive(prepared))
            }
            Outcome::Kept { is_shown: true } => {
                format!("{files}errors; the last version without errors is still shown\n")
            }
            Outcome::Kept { is_shown: false } => "fix the errors to show the site\n".to_owned(),
        };
        self.with(|reporter| {
            reporter.problems(sources, fresh);
            reporter.note(&line);
        });
    }

    fn failed(&self, sources: &Sources, problem: &Diagnostic) {
        let name = format!("{} {:?} {}", problem.id, problem.place, problem.message);
        // An open page requests the file again after every rebuild.
        if self.round().reported.insert(name) {
            self.with(|reporter| reporter.problems(sources, vec![problem.clone()]));
        }
    }

    fn warn(&self, message: &str) {
        self.with(|reporter| reporter.note(&format!("{message}\n")));
    }
}
