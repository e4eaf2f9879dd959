//! `offprint schema`: prints the JSON Schema of entries and settings.

use super::DONE;
use super::args::{Arguments, Schema, SchemaName};
use super::progress::Bar;
use super::report::Reporter;
use crate::content::schema;

pub(super) fn run(arguments: &Arguments, asked: &Schema) -> u8 {
    let bar = Bar::new(arguments.format);
    let part = asked.what.map(|what| match what {
        SchemaName::Paper => "paper",
        SchemaName::Day => "papers",
        SchemaName::Topics => "topics",
        SchemaName::Site => "site",
    });
    Reporter::new(arguments.format, "", &bar).say(&schema::text(part));
    DONE
}
