//! How far a build has come, drawn on a terminal while somebody waits.
//!
//! It knows nothing of what is built: stages and steps are told. Where nobody looks, in a pipe or a log, it is silent.

use super::args::Format;
use crate::diagnostic::progress::{Progress, Stage};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::ffi::OsStr;
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// `making [=====>    ] 3,201 of 10,000 pages and feeds, 8,412/s`
const COUNTED: &str = "{msg} [{bar:24}] {done} of {all} {what}, {rate}/s";
/// `relating … 2s`
const TIMED: &str = "{msg} … {elapsed}";
/// From one drawing to the next.
const TICK: Duration = Duration::from_millis(100);

/// A bar on standard error, if that is a terminal and somebody has waited long enough.
pub(super) struct Bar {
    bar: ProgressBar,
    waiting: Mutex<Option<Waiting>>,
}

/// The thread that shows the bar in time, unless its channel is closed before.
struct Waiting {
    channel: Sender<()>,
    thread: JoinHandle<()>,
}

impl Bar {
    pub fn new(format: Format) -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let term = std::env::var_os("TERM");
        let waiting = is_watched(format, std::io::stderr().is_terminal(), term.as_deref()).then(|| {
            let (channel, closed) = mpsc::channel();
            let bar = bar.clone();
            let thread = thread::spawn(move || {
                if closed.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            });
            Waiting { channel, thread }
        });
        Bar { bar, waiting: Mutex::new(waiting) }
    }

    /// Returns a bar that is never drawn, for work that is over before anybody waits.
    pub fn quiet() -> Bar {
        Bar {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            waiting: Mutex::new(None),
        }
    }

    /// Says what is going on.
    pub fn say(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// Prints something, with the bar out of its way.
    pub fn aside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Takes the bar away for good.
    pub fn clear(&self) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Waiting { channel, thread }) = waiting {
            drop(channel);
            // It does nothing that could fail; without it there is no bar.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Progress for Bar {
    fn stage(&self, stage: Stage, total: u64) {
        let (doing, what) = words(stage);
        self.bar.set_style(match total {
            0 => style(TIMED),
            _ => counted(what),
        });
        self.bar.set_length(total);
        self.bar.set_message(doing);
        self.bar.reset();
    }

    fn step(&self) {
        self.bar.inc(1);
    }
}

/// Tells whether somebody looks at standard error, on a terminal that can draw over a line.
fn is_watched(format: Format, is_terminal: bool, term: Option<&OsStr>) -> bool {
    // Windows names no terminal, and has one that draws.
    let draws = term.map_or(cfg!(windows), |term| !term.is_empty() && term != "dumb");
    format == Format::Human && is_terminal && draws
}

/// Returns what is done in a stage, and to what.
fn words(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Reading => ("reading", "files"),
        Stage::Relating => ("relating", ""),
        Stage::Making => ("making", "pages and feeds"),
        Stage::Importing => ("importing", ""),
        Stage::Placing => ("putting in place", ""),
    }
}

fn counted(what: &'static str) -> ProgressStyle {
    style(COUNTED)
        .with_key("done", |state: &ProgressState, out: &mut dyn Write| count(out, state.pos()))
        .with_key("all", |state: &ProgressState, out: &mut dyn Write| count(out, state.len().unwrap_or(0)))
        .with_key("rate", |state: &ProgressState, out: &mut dyn Write| count(out, state.per_sec() as u64))
        .with_key("what", move |_: &ProgressState, out: &mut dyn Write| {
            let _ = out.write_str(what);
        })
}

fn style(template: &str) -> ProgressStyle {
    // The templates are ours and sound; if one were not, a plain bar would do.
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ")
}

fn count(out: &mut dyn Write, number: u64) {
    // A bar that cannot be written is not drawn.
    let _ = write!(out, "{}", HumanCount(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_for_people_at_a_terminal_that_draws() {
        let xterm = Some(OsStr::new("xterm"));
        assert!(is_watched(Format::Human, true, xterm));
        assert!(!is_watched(Format::Human, false, xterm), "a pipe");
        assert!(!is_watched(Format::Json, true, xterm));
        assert!(!is_watched(Format::Github, true, xterm));
        assert!(!is_watched(Format::Human, true, Some(OsStr::new("dumb"))));
        assert!(!is_watched(Format::Human, true, Some(OsStr::new(""))));
        assert_eq!(is_watched(Format::Human, true, None), cfg!(windows));
    }

    #[test]
    fn templates_are_sound() {
        for template in [COUNTED, TIMED] {
            ProgressStyle::with_template(template).unwrap();
        }
    }
}
