//! Compiles templates once; any thread renders them.

mod errors;
mod places;
mod well_formed;

use super::layers::{COMPILED_IN, Layer};
use super::problems;
use super::texts::{self, IS_ENGLISH, Plurals};
use crate::diagnostic::suggest::Suggester;
use crate::diagnostic::{Checked, Diagnostic, Location};
use crate::source::Span;
use crate::text::locale;
use errors::Files;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// All templates of all layers.
#[derive(Debug, Clone)]
pub struct Engine {
    tera: Tera,
    /// File and text by full name, to locate errors.
    files: Files,
    /// The prefixes of full names, nearest layer first.
    layers: Vec<String>,
    /// Whether templates of the site are among them, whose output nobody has tested.
    has_own: bool,
}

/// A value for templates, converted once and cheap to share between pages.
#[derive(Debug, Clone)]
pub struct View(Value);

impl View {
    /// Converts a value.
    pub fn new<T: Serialize>(value: &T) -> View {
        View(Value::from_serializable(value))
    }
}

/// A view inside another is shared, not copied.
impl Serialize for View {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A template error that prevented a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError(pub Box<Diagnostic>);

/// Templates that every theme needs besides those that kinds of page name.
const FRAME_TEMPLATES: [&str; 4] = ["base.html", "frame/foot.html", "frame/head.html", "frame/nav.html"];

impl Engine {
    /// Compiles the templates of all layers, nearest layer first. `pages` are the templates that pages need.
    pub(super) fn compile(layers: &[Layer], plurals: Plurals, pages: &[&str]) -> Checked<Engine> {
        let mut diagnostics = Vec::new();
        let mut files = BTreeMap::new();
        for layer in layers {
            for (name, path, text) in &layer.templates {
                files.insert(format!("{}/{name}", layer.name), (path.clone(), text.clone()));
            }
        }
        // Each on its own first, to report every broken template and not only the first.
        let mut sound: Vec<(&str, &str)> = Vec::new();
        for (name, (_, text)) in &files {
            match Tera::new().add_raw_template(name, text) {
                Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => {
                    diagnostics.extend(errors::diagnostics(&error, &files));
                }
                _ => sound.push((name, text)),
            }
        }
        let mut tera = Tera::new();
        tera.register_filter("fill", move |text: Value, values: Kwargs, _: &State<'_>| {
            fill(&plurals, &text, &values)
        });
        tera.register_filter("direction", |language: Value, values: Kwargs, _: &State<'_>| {
            let text: Option<&str> = values.get("text")?;
            Ok::<_, tera::Error>(locale::direction(language.as_str().unwrap_or(""), text.unwrap_or("")))
        });
        // Templates of JSON files are not escaped: each value is written by this filter.
        tera.register_filter("json", |value: Value, _: Kwargs, _: &State<'_>| {
            serde_json::to_string(&value).map_err(|error| tera::Error::message(error.to_string()))
        });
        let prefixes: Vec<String> = layers.iter().map(|layer| format!("{}/", layer.name)).collect();
        // This call fails only if there are templates already.
        let _ = tera.set_fallback_prefixes(prefixes.clone());
        tera.autoescape_on([".html", ".xml"]);
        if let Err(error) = tera.add_raw_templates(sound)
            && diagnostics.is_empty()
        {
            diagnostics.extend(errors::diagnostics(&error, &files));
        }
        if diagnostics.is_empty() {
            let mut needed: Vec<&str> = FRAME_TEMPLATES.iter().chain(pages).copied().collect();
            needed.sort_unstable();
            let missing = needed.iter().filter(|name| !tera.contains_template(name));
            diagnostics.extend(missing.map(|name| problems::missing_template(name)));
            diagnostics.extend(unused(layers, &needed));
        }
        let has_own = files.values().any(|(path, _)| !path.starts_with(COMPILED_IN));
        Checked { value: Engine { tera, files, layers: prefixes, has_own }, diagnostics }
    }

    pub(super) fn digest(&self) -> u64 {
        let mut digest = 0;
        for (name, (_, text)) in &self.files {
            digest = xxh3_64_with_seed(text.as_bytes(), xxh3_64_with_seed(name.as_bytes(), digest));
        }
        digest
    }

    /// Adds a value that every page sees.
    pub fn share(&mut self, name: &'static str, view: View) {
        self.tera.global_context().insert_value(name, view.0);
    }

    /// Renders a page.
    ///
    /// # Errors
    /// A template error, with its place in the template: for example a value that does not exist.
    pub fn render(
        &self,
        template: &str,
        views: impl IntoIterator<Item = (&'static str, View)>,
    ) -> Result<Vec<u8>, PageError> {
        let mut context = Context::new();
        for (name, view) in views {
            context.insert_value(name, view.0);
        }
        let mut bytes = Vec::with_capacity(8 << 10);
        let rendered = self.tera.render_to(template, &context, &mut bytes);
        rendered.map_err(|error| PageError(Box::new(self.diagnostic(template, &error))))?;
        if self.has_own {
            let output = String::from_utf8_lossy(&bytes);
            if let Some(fault) = well_formed::check(template, &output) {
                return Err(PageError(Box::new(self.malformed(template, &output, &fault))));
            }
        }
        Ok(bytes)
    }

    /// Returns a diagnostic for output that is not well-formed, at its place in the site's own templates.
    fn malformed(&self, template: &str, output: &str, fault: &well_formed::Fault) -> Diagnostic {
        let of_page = |name: &str| name.split_once('/').is_some_and(|(_, name)| name == template);
        let mut own: Vec<_> =
            self.files.iter().filter(|(_, (path, _))| !path.starts_with(COMPILED_IN)).collect();
        own.sort_by_key(|(name, _)| !of_page(name));
        let texts: Vec<&str> = own.iter().map(|(_, (_, text))| text.as_str()).collect();
        let found = places::find(&texts, output, &fault.at);
        let is_value =
            found.as_ref().is_some_and(|(index, range)| texts[*index][range.clone()].contains("{{"));
        let place = found.map(|(index, Range { start, end })| {
            Location::Span(Span { file: own[index].1.0.clone(), start, end })
        });
        problems::malformed(place, template, &fault.message, is_value)
    }

    /// Returns the diagnostic for an error. Without a known place, it points at the file of `template`.
    fn diagnostic(&self, template: &str, error: &tera::Error) -> Diagnostic {
        let mut diagnostic = errors::diagnostics(error, &self.files).swap_remove(0);
        let nearest = self.layers.iter().find_map(|layer| self.files.get(&format!("{layer}{template}")));
        if let (Location::Site, Some((path, _))) = (&diagnostic.place, nearest) {
            diagnostic.place = Location::File(path.clone());
        }
        diagnostic
    }
}

/// Reports templates that neither a page nor another template uses: most are overrides with a misspelled name.
fn unused(layers: &[Layer], needed: &[&str]) -> Vec<Diagnostic> {
    let all = || layers.iter().flat_map(|layer| &layer.templates);
    // Templates of the lowest layer are there to be used, and a name in two layers is an override.
    let lowest: Vec<&str> = layers
        .last()
        .map(|layer| layer.templates.iter().map(|(name, ..)| name.as_str()).collect())
        .unwrap_or_default();
    let known = || needed.iter().copied().chain(lowest.iter().copied());
    let named: HashSet<&str> = all().flat_map(|(_, _, text)| text.split('"').skip(1)).collect();
    let own: HashSet<&str> = known().collect();
    let is_used = |full: &str, name: &str, text: &str| {
        own.contains(name)
            || text.contains("{% component ")
            || text.contains("{%- component ")
            || [full, name].iter().any(|name| named.contains(name))
    };
    let mut suggester = Suggester::default();
    let mut diagnostics = Vec::new();
    for layer in layers {
        for (name, path, text) in &layer.templates {
            if !path.starts_with(COMPILED_IN) && !is_used(&format!("{}/{name}", layer.name), name, text) {
                diagnostics.push(problems::unused_template(path, suggester.nearest(name, known())));
            }
        }
    }
    diagnostics
}

/// Replaces `{names}` in a text. A text with plural forms uses the form for `n`.
fn fill(plurals: &Plurals, text: &Value, values: &Kwargs) -> Result<String, tera::Error> {
    let pattern = match text.as_map() {
        None => text.as_str(),
        Some(forms) => {
            let n: usize = values.must_get("n")?;
            let is_english = forms.get(&IS_ENGLISH.into()).is_some();
            let form = forms.get(&plurals.category(n, is_english).into());
            form.or_else(|| forms.get(&"other".into())).and_then(Value::as_str)
        }
    };
    let pattern =
        pattern.ok_or_else(|| tera::Error::message("`fill`: expected a text such as `t.papers`"))?;
    Ok(texts::filled(pattern, |name, out| {
        let value = values.iter().find(|(key, _)| key.as_str() == Some(name));
        if let Some((_, value)) = value {
            out.push_str(&value.to_string());
        }
        value.is_some()
    }))
}
