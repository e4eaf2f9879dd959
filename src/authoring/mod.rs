//! Everything that writes entries: import, the formatter, automatic fixes, issue forms and the scaffold of a new site.

pub mod entry_writer;
pub mod fix;
pub mod formatter;
pub mod import;
pub mod issue_forms;
pub(crate) mod scaffold;
