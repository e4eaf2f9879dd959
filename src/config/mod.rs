//! The settings of a site, in `site.toml`.
//!
//! `site.rs` declares each setting with its type, default and meaning. This room does not know the disk or what the settings are for.

mod archive;
mod base_url;
mod comments;
mod email;
mod feeds;
mod filter;
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

pub(crate) use archive::By;
pub(crate) use base_url::BaseUrl;
pub use comments::Mapping;
pub(crate) use comments::Provider;
pub use email::{MailServer, Security};
pub(crate) use feeds::FeedFormat;
pub(crate) use filter::{Filter, Word};
pub(crate) use kinds::{Wish, json_map};
pub(crate) use problems::NEWER_VERSION;
pub(crate) use reference::{Setting, is_list};
pub use reference::{reference, reference_markdown, template};
pub use site::{Cards, Comments, Email, Feeds, Import, Limits, Math, Pages, Site};
pub(crate) use site::{ImportRule, Repository, Trending};

use crate::diagnostic::{Checked, Diagnostic, Location};
use crate::source::FilePath;

/// Returns the settings in `text`, and all problems; `file` is the path in the problems.
///
/// An invalid setting gets its default, so that one run reports all problems. The value is `None` if the text is not TOML, or if a required
/// setting is missing or invalid; then at least one problem is an error. If the text requires a newer version of the program, that is the only
/// problem.
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
    // Values next to a syntax error may be wrong.
    let mut diagnostics = problems::certain(diagnostics, &broken, text);
    diagnostics.extend(broken);
    Checked { value: None, diagnostics }
}

impl Site {
    /// Returns scheme, host and port: `https://user.github.io`.
    pub fn origin(&self) -> &str {
        self.base_url.origin()
    }

    /// Returns the path of the base URL, which begins and ends with `/`.
    pub fn root(&self) -> &str {
        self.base_url.root()
    }

    /// Returns the base URL, which ends in `/`.
    pub fn url(&self) -> &str {
        self.base_url.url()
    }

    /// Replaces `base_url`.
    ///
    /// # Errors
    /// If `url` is not an absolute http or https URL without query, fragment and user. The settings are then unchanged.
    pub fn override_base_url(&mut self, url: &str) -> Result<(), Box<Diagnostic>> {
        self.base_url =
            BaseUrl::parse(url).map_err(|refusal| Box::new(problems::bad_override(url, refusal)))?;
        Ok(())
    }
}

/// Warns if `cname` is not the host of `base_url`.
fn cname_elsewhere(site: &Site, table: &toml::Table) -> Option<Diagnostic> {
    let node = table.get("cname")?;
    let elsewhere = !site.cname.is_empty() && site.cname != site.base_url.host();
    elsewhere.then(|| problems::cname_elsewhere(node, &site.cname, site.base_url.host()))
}

/// Returns whether a text has the form of a BCP 47 language tag.
pub fn is_language(text: &str) -> bool {
    text::language(text).is_ok()
}
