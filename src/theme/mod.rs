//! The theme: templates, styles and parameters, merged from layers.
//!
//! A theme is a stack: the site's own `templates/` and `static/` on top, then the theme it chose, then what that extends, down to the
//! default theme. The nearest layer wins, file by file. Every template is compiled before a page is made. It knows nothing of the archive.

mod builtin;
mod declared;
mod engine;
mod layers;
mod params;
mod problems;
#[cfg(test)]
mod tests;
mod texts;
mod wording;

pub use engine::{Engine, PageError, View};
pub use problems::BROKEN;
pub use texts::Texts;

use crate::config::Site;
use crate::diagnostic::{Checked, Diagnostic, Location};
use crate::source::{FilePath, Sources, Span};
use std::collections::BTreeMap;
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The templates of a theme that is compiled in.
#[cfg(test)]
pub(crate) fn templates_compiled_in(name: &str) -> Vec<&'static str> {
    let files = builtin::theme(name).unwrap_or_default().iter();
    files.filter(|(path, _)| path.starts_with("templates/")).map(|(_, text)| *text).collect()
}

/// The folders of a site that a theme may be made of.
pub const FOLDERS: [&str; 4] = ["themes/", "templates/", "static/", "i18n/"];

/// Everything a page needs beside its own view.
#[derive(Debug, Clone)]
pub struct Theme {
    pub engine: Engine,
    /// The theme's parameters, the site's own over the defaults.
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The words of the interface, in the site's language.
    pub texts: Texts,
    /// Styles, scripts and pictures, by the name templates call them by.
    pub assets: BTreeMap<String, Asset>,
    /// Files of the site's `static/` that are no assets of the theme: published as they are, where they are.
    pub files: Vec<FilePath>,
}

impl Theme {
    /// Returns the theme with what every page sees.
    pub fn sharing(mut self, views: impl IntoIterator<Item = (&'static str, View)>) -> Theme {
        views.into_iter().for_each(|(name, view)| self.engine.share(name, view));
        self
    }

    /// Returns a digest of all that makes pages look as they do.
    pub fn digest(&self) -> u64 {
        // What the styles hold is in their names.
        let assets = self.assets.values().map(|asset| asset.path.as_str());
        let params = serde_json::Value::Object(self.params.clone()).to_string();
        let texts = self.texts.digest();
        assets
            .chain([params.as_str(), texts.as_str()])
            .fold(self.engine.digest(), |digest, text| xxh3_64_with_seed(text.as_bytes(), digest))
    }
}

/// A file of the theme that pages link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The file of the site that it is, or would be were the theme not built in.
    pub file: FilePath,
    /// Where it goes, with digits of its content in the name: hosts let browsers keep files, so new content needs a new name.
    pub path: String,
    pub bytes: Arc<[u8]>,
}

/// Loads the theme that the site chose. `pages` are the templates that its pages are made by.
pub fn load(sources: &Sources, site: &Site, pages: &[&str]) -> Checked<Theme> {
    let layers::Stack { layers, params, mut diagnostics } = layers::stack(sources, site);
    let (texts, wrong) = texts::texts(&layers, &site.language, || layers::setting(sources, "language"));
    diagnostics.extend(wrong);
    let Checked { value: mut engine, diagnostics: broken } = Engine::compile(&layers, texts.plurals(), pages);
    diagnostics.extend(broken);
    engine.share("t", View::of(&texts.view()));

    let own_style = params.style();
    let mut assets: BTreeMap<String, Asset> = BTreeMap::new();
    let mut files = Vec::new();
    for layer in layers.iter().rev() {
        for (name, bytes) in &layer.statics {
            let path: FilePath = format!("static/{name}").into();
            let file = match bytes {
                Some(_) => format!("themes/{}/static/{name}", layer.name).into(),
                None => path.clone(),
            };
            let bytes = match bytes {
                Some(bytes) => bytes.clone(),
                // What the site puts in a theme file's place is that file; all else is published under its own name.
                None if assets.contains_key(name) => match sources.bytes(&path) {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        diagnostics.push(problems::unreadable(&path, &error));
                        continue;
                    }
                },
                None => {
                    files.push(path);
                    continue;
                }
            };
            assets.insert(name.clone(), Asset { file, path: hashed(name, &bytes), bytes });
        }
    }
    files.sort();
    if let Some(style) = assets.get_mut("style.css").filter(|_| !own_style.is_empty()) {
        let bytes: Arc<[u8]> = [&*style.bytes, own_style.as_bytes()].concat().into();
        *style = Asset { file: style.file.clone(), path: hashed("style.css", &bytes), bytes };
    }
    let params = params.values(|file| {
        let path = assets.get(file).map_or(file, |asset| &asset.path);
        [site.root(), path].concat()
    });
    Checked { value: Theme { engine, params, texts, assets, files }, diagnostics }
}

/// Tells what lacks in other languages than the site's, and which texts no language has.
pub fn words(sources: &Sources, site: &Site) -> Vec<Diagnostic> {
    wording::words(&layers::stack(sources, site).layers, &site.language)
}

/// Puts blanks in the place of what templates show where something is wrong, so that what stands behind it can be tried. Tells whether there
/// was any such place.
pub fn leave_out(files: &mut [(FilePath, Arc<[u8]>)], wrong: &[Diagnostic]) -> bool {
    let mut is_any = false;
    for problem in wrong {
        let Location::Span(span) = &problem.place else { continue };
        let Some((_, bytes)) = files.iter_mut().find(|(path, _)| *path == span.file) else { continue };
        let Some(range) = std::str::from_utf8(bytes).ok().and_then(|text| shown(text, span)) else {
            continue;
        };
        let blank = |(at, byte): (usize, &u8)| match range.contains(&at) && *byte != b'\n' {
            true => b' ',
            false => *byte,
        };
        *bytes = bytes.iter().enumerate().map(blank).collect();
        is_any = true;
    }
    is_any
}

/// Returns the `{{ … }}` that a place stands in.
fn shown(text: &str, span: &Span) -> Option<std::ops::Range<usize>> {
    let before = text.get(..span.start)?;
    let start = before.rfind("{{")?;
    let is_within = !before[start..].contains("}}") && !before[start..].contains("{%");
    let end = span.start + text.get(span.start..)?.find("}}")? + 2;
    is_within.then_some(start..end)
}

/// Returns `assets/style.0123abcd.css` for `style.css`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let digits = xxh3_64(bytes) >> 32;
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{digits:08x}.{extension}"),
        None => format!("assets/{name}.{digits:08x}"),
    }
}
