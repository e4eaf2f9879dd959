//! Everything that writes entries: import, the canonical form, automatic fixes, issue forms, a new site.

pub mod entry_writer;
pub mod fix;
pub mod formatter;
pub mod import;
pub mod issue_forms;
pub mod scaffold;
