//! Checks what only readers of the published site would notice: links of the theme and the settings, and files that browsers block.

use crate::config::toml::{self, Table, Value};
use crate::content::InnerLink;
use crate::diagnostic::{Diagnostic, Location};
use crate::site::plan::links;
use crate::source::{FilePath, Sources, Span};
use crate::{Prepared, theme};

/// Returns problems with the site's own templates and styles, with `[[menu]]` in site.toml, and with the logos of organizations.
pub fn check_own(sources: &Sources, prepared: &Prepared) -> Vec<Diagnostic> {
    let mut found = theme::lint(sources, &prepared.site);
    found.links.extend(menu(sources));
    found.links.extend(logos(sources, prepared));
    found.problems.extend(links::dead(&prepared.plan.outline, &prepared.plan.outputs, &found.links));
    found.problems
}

/// Returns the links of `[[menu]]` to this site.
fn menu(sources: &Sources) -> Vec<InnerLink> {
    let path: FilePath = "site.toml".into();
    let text = sources.text(&path).unwrap_or_default();
    let toml::Tree { table, .. } = toml::read(&path, &text);
    let Some(Value::List(items)) = table.get("menu").map(|node| &node.value) else { return Vec::new() };
    let url = |item: &toml::Node| match &item.value {
        Value::Table(table) => url_of(table),
        _ => None,
    };
    items.iter().filter_map(url).collect()
}

fn url_of(item: &Table) -> Option<InnerLink> {
    let node = item.get("url")?;
    let Value::Text(url) = &node.value else { return None };
    let is_elsewhere = url.contains("://") || url.starts_with("mailto:");
    let target = url.split(['#', '?']).next().unwrap_or_default().trim_start_matches('/').to_owned();
    let place = Location::Span(node.span.clone());
    (!is_elsewhere).then(|| InnerLink { target, image: false, place, written: url.clone() })
}

/// Returns the links to the logos of organizations in this site.
fn logos(sources: &Sources, prepared: &Prepared) -> Vec<InnerLink> {
    let files = ["content/organizations.yaml", "content/organizations.yml"];
    let Some(file) = files.into_iter().find(|file| sources.contains(file)) else { return Vec::new() };
    let text = sources.text(file).unwrap_or_default();
    let logos = prepared.archive.organizations.iter().filter_map(|organization| organization.logo.as_deref());
    let link = |logo: &str| {
        let target = logo.strip_prefix('/').unwrap_or(logo).to_owned();
        let place = match text.find(logo) {
            Some(start) => Location::Span(Span { file: file.into(), start, end: start + logo.len() }),
            None => Location::File(file.into()),
        };
        InnerLink { target, image: true, place, written: logo.to_owned() }
    };
    logos.filter(|logo| !logo.contains("://")).map(link).collect()
}
