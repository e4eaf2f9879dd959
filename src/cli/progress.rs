//! The progress bar. It appears on terminals only, and only for commands that take longer than half a second.

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

/// How long a command runs before the bar appears.
const PATIENCE: Duration = Duration::from_millis(500);
/// `rendering [=====>    ] 3,201 of 10,000 pages and feeds, 8,412/s`
const COUNTED: &str = "{msg} [{bar:24}] {done} of {all} {what}, {rate}/s";
/// `analyzing … 2s`
const TIMED: &str = "{msg} … {elapsed}";
/// The time between two updates of the bar.
const TICK: Duration = Duration::from_millis(100);

/// A progress bar on standard error.
pub(super) struct Bar {
    bar: ProgressBar,
    waiting: Mutex<Option<Waiting>>,
}

/// The thread that shows the bar after [`PATIENCE`], unless its channel is closed before.
struct Waiting {
    channel: Sender<()>,
    thread: JoinHandle<()>,
}

impl Bar {
    /// Returns a bar that appears after [`PATIENCE`] if standard error is a terminal.
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

    /// Returns a bar that never appears.
    pub fn quiet() -> Bar {
        Bar {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            waiting: Mutex::new(None),
        }
    }

    /// Sets the text of the bar.
    pub fn say(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// Prints something above the bar.
    pub fn aside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Removes the bar.
    pub fn clear(&self) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Waiting { channel, thread }) = waiting {
            drop(channel);
            // The thread cannot fail.
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

/// Returns whether standard error is a terminal that can redraw a line.
fn is_watched(format: Format, is_terminal: bool, term: Option<&OsStr>) -> bool {
    // Windows does not set TERM, and its terminals can redraw lines.
    let draws = term.map_or(cfg!(windows), |term| !term.is_empty() && term != "dumb");
    format == Format::Human && is_terminal && draws
}

/// Returns the text for a stage, and what its steps count.
fn words(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Reading => ("reading", "files"),
        Stage::Relating => ("analyzing", ""),
        Stage::Making => ("rendering", "pages and feeds"),
        Stage::Importing => ("importing", ""),
        Stage::Placing => ("publishing", ""),
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
    // The templates are valid: a test parses them.
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ")
}

fn count(out: &mut dyn Write, number: u64) {
    let _ = write!(out, "{}", HumanCount(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_appears_on_terminals_that_can_redraw_a_line() {
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
    fn templates_are_valid() {
        for template in [COUNTED, TIMED] {
            ProgressStyle::with_template(template).unwrap();
        }
    }
}
