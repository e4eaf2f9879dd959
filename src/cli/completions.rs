//! `offprint completions` and `offprint man`: shell completion scripts and the manual page, generated from the
//! arguments.

use super::args::Arguments;
use super::progress::Bar;
use super::report::Reporter;
use super::{DONE, MACHINE};
use clap::CommandFactory;
use clap_complete::Shell;

pub(super) fn completions(arguments: &Arguments, shell: Shell) -> u8 {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "offprint", &mut bytes);
    Reporter::new(arguments.format, "", &Bar::new(arguments.format)).say(&String::from_utf8_lossy(&bytes));
    DONE
}

/// Prints the manual: one page with the program, then each command.
pub(super) fn manual(arguments: &Arguments) -> u8 {
    let mut bytes = Vec::new();
    let mut program = Arguments::command();
    program.build();
    let page = clap_mangen::Man::new(program.clone());
    let mut rendered = page.render(&mut bytes);
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let page = clap_mangen::Man::new(command.clone());
        rendered = rendered
            .and_then(|()| page.render_name_section(&mut bytes))
            .and_then(|()| page.render_synopsis_section(&mut bytes))
            .and_then(|()| page.render_description_section(&mut bytes))
            .and_then(|()| page.render_options_section(&mut bytes));
    }
    if rendered.is_err() {
        return MACHINE;
    }
    Reporter::new(arguments.format, "", &Bar::new(arguments.format)).say(&String::from_utf8_lossy(&bytes));
    DONE
}
