//! The settings of a site: `site.toml`, checked whole.
//!
//! Every setting has a type, a default and a meaning, declared once in `site.rs`. It knows nothing of the disk, nor
//! of what the settings are for.

mod base_url;
mod comments;
mod kinds;
mod problems;
mod reference;
mod repository;
mod section;
mod site;
#[cfg(test)]
mod tests;
mod text;
pub mod toml;
pub mod version;

pub use base_url::BaseUrl;
pub use comments::{Mapping, Provider};
pub use kinds::{Wish, json_map};
pub use problems::NEWER_VERSION;
pub use reference::{Setting, is_list, reference, reference_markdown, template};
pub use site::{
    Cards, Collect, Comments, Data, Feeds, Import, ImportRule, Limits, Math, MenuItem, Pages, Repository,
    Site, Trending,
};

use crate::diagnostic::{Checked, Diagnostic, Location};
use crate::source::FilePath;

/// Returns the settings that `text` holds, with every problem in it; `file` is what the problems call it.
///
/// A setting that is wrong has its default, so that more problems can be found. There are no settings where the text
/// is not TOML, or a required setting is missing or wrong; some error then says so. A text that asks for a newer version of the program has no
/// other problem than that.
pub fn parse(file: &FilePath, text: &str) -> Checked<Option<Site>> {
    let toml::Tree { table, broken } = toml::read(file, text);
    if let Some(problem) = version::too_old(&table, "this site") {
        return Checked { value: None, diagnostics: vec![problem] };
    }
    let mut diagnostics = Vec::new();
    let site: Option<Site> = section::read(&table, "", Location::File(file.clone()), &mut diagnostics);
    if let Some(site) = &site {
        diagnostics.extend(cname_elsewhere(site, &table));
        diagnostics.extend(comments::incomplete(site, &table));
    }
    if broken.is_empty() {
        return Checked { value: site, diagnostics };
    }
    // What stands where the text broke may be read as anything, or not at all.
    let mut diagnostics = problems::certain(diagnostics, &broken, text);
    diagnostics.extend(broken);
    Checked { value: None, diagnostics }
}

impl Site {
    /// Returns scheme, host and port: `https://user.github.io`.
    pub fn origin(&self) -> &str {
        self.base_url.origin()
    }

    /// Returns the path below which the site lives; it begins and ends with `/`.
    pub fn root(&self) -> &str {
        self.base_url.root()
    }

    /// Returns the site's absolute address, which ends in `/`.
    pub fn url(&self) -> &str {
        self.base_url.url()
    }

    /// Puts another address in the place of `base_url`, as `--base-url` asks; a bad one changes nothing.
    pub fn override_base_url(&mut self, url: &str) -> Result<(), Box<Diagnostic>> {
        self.base_url = BaseUrl::parse(url).map_err(|refusal| Box::new(problems::bad_override(refusal)))?;
        Ok(())
    }
}

/// Warns of a domain that the links of the site do not lead to.
fn cname_elsewhere(site: &Site, table: &toml::Table) -> Option<Diagnostic> {
    let node = table.get("cname")?;
    let elsewhere = !site.cname.is_empty() && site.cname != site.base_url.host();
    elsewhere.then(|| problems::cname_elsewhere(node, &site.cname, site.base_url.host()))
}

/// Tells whether a text has the shape of a language tag.
pub fn is_language(text: &str) -> bool {
    text::language(text).is_ok()
}
