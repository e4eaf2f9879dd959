//! One input of the table at one size, for a tool that counts instructions: see `benches/growth.sh`.
//!
//! ```text
//! growth                     names of all inputs, each with its command where it is one
//! growth NAME SIZE           reads the input
//! growth NAME SIZE FOLDER    writes the site that its command is run on
//! ```

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement for the terminal"
)]

#[path = "growth/cases.rs"]
mod cases;

use cases::{CASES, Kind};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(name) = arguments.first() else {
        for case in CASES {
            let command = match case.kind {
                Kind::Command(_, command) => command.join(" "),
                _ => String::new(),
            };
            println!("{} {command}", case.name);
        }
        return;
    };
    let case = CASES.iter().find(|case| case.name == name).unwrap();
    let size = arguments[1].parse().unwrap();
    match arguments.get(2) {
        Some(folder) => case.site(size, folder.as_ref()).unwrap(),
        None => case.run(size),
    }
}
