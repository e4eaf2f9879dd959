//! Reports a panic as a bug in Offprint.
//!
//! A build moves files to the output directory only after it has rendered all pages. A panic before that leaves the old
//! site unchanged.

use super::MACHINE;
use super::args::Format;
use super::progress::Bar;
use super::report::Reporter;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

/// Replaces the standard message of a panic by a request for a bug report. With `RUST_BACKTRACE=1`, both are shown.
pub(super) fn install() {
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let (message, hint) = report_of(info);
        Reporter::new(Format::Human, "", &Bar::new(Format::Human)).error(&message, &hint);
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            standard(info);
        }
    }));
}

/// Runs a command and returns its exit status, which is [`MACHINE`] if the command panicked.
pub(super) fn catch(run: impl FnOnce() -> u8) -> u8 {
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or(MACHINE)
}

/// Returns the message for a panic, and the hint.
fn report_of(info: &PanicHookInfo<'_>) -> (String, String) {
    let place =
        info.location().map_or_else(String::new, |place| format!(" ({}:{})", place.file(), place.line()));
    words(info.payload_as_str().unwrap_or("unknown"), &place)
}

fn words(what: &str, place: &str) -> (String, String) {
    let hint = concat!(
        "report it at ",
        env!("CARGO_PKG_REPOSITORY"),
        "/issues with this message, the command, and the version: offprint ",
        env!("CARGO_PKG_VERSION"),
    );
    (format!("this is a bug in Offprint: {what}{place}"), hint.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_gives_the_exit_status_of_a_system_failure() {
        assert_eq!(catch(|| panic!("invariant: a page has a path")), MACHINE);
        assert_eq!(catch(|| 1), 1);
    }

    #[test]
    fn a_bug_report_has_a_location_and_an_address() {
        let (message, hint) = words("invariant: a page has a path", " (src/site/plan/mod.rs:12)");
        assert_eq!(
            message,
            "this is a bug in Offprint: invariant: a page has a path (src/site/plan/mod.rs:12)"
        );
        assert!(
            hint.starts_with("report it at https://") && hint.ends_with(env!("CARGO_PKG_VERSION")),
            "{hint}"
        );
    }
}
