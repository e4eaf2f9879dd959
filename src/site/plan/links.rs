//! Checks all links from content to this site.

use super::{Outline, Output, problems, routes};
use crate::archive::{Archive, PaperId};
use crate::content::InnerLink;
use crate::diagnostic::{Diagnostic, suggest};
use crate::text::{markdown, percent};
use std::collections::{HashMap, HashSet};

/// Suggestions are expensive in a large archive, and not read after this many broken links.
const MAX_SUGGESTIONS: usize = 20;

/// Reports broken links. `texts` returns the content with the anchors of a page; `None` if only the template has
/// anchors.
pub fn check<P>(
    archive: &Archive,
    outline: &Outline,
    outputs: &[Output<P>],
    texts: impl Fn(&P) -> Option<Texts>,
) -> Vec<Diagnostic> {
    let papers = archive.papers.iter().flat_map(|paper| &paper.inner_links);
    let notes = archive.days.iter().filter_map(|day| day.note.as_ref()).flat_map(|note| &note.inner_links);
    let pages = archive.pages.iter().flat_map(|page| &page.inner_links);
    let mut links = papers.chain(notes).chain(pages).peekable();
    if links.peek().is_none() {
        return Vec::new();
    }
    let files: HashMap<&str, &P> =
        outputs.iter().map(|output| (output.path.as_str(), &output.page)).collect();
    let mut anchors: HashMap<Texts, HashSet<&str>> = HashMap::new();
    let mut problems: Vec<Diagnostic> = Vec::new();
    for link in links {
        let (path, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
        let path = percent::decode(path.split('?').next().unwrap_or(path));
        let page = files
            .get(routes::file(&path).as_str())
            .or_else(|| files.get(format!("{path}/index.html").as_str()));
        match page {
            Some(page) if !fragment.is_empty() => {
                // Anchors in templates are not checked.
                let Some(texts) = texts(page) else { continue };
                let known = anchors.entry(texts).or_insert_with(|| texts.anchors(archive));
                if !known.contains(&*percent::decode(fragment)) {
                    problems.push(problems::broken_fragment(link, fragment));
                }
            }
            Some(_) => {}
            // The error of its entry is reported; the link is valid once that is fixed.
            None if is_left_out(archive, &path) => {}
            None => {
                let nearest = match problems.len() < MAX_SUGGESTIONS && !link.image {
                    true => nearest(&path, outline),
                    false => None,
                };
                problems.push(problems::broken_link(link, nearest.as_deref()));
            }
        }
    }
    problems
}

/// Reports links of the theme and the settings to paths that do not exist.
pub fn dead<P>(outline: &Outline, outputs: &[Output<P>], links: &[InnerLink]) -> Vec<Diagnostic> {
    if links.is_empty() {
        return Vec::new();
    }
    let files: HashSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let is_dead = |link: &&InnerLink| {
        let path = percent::decode(&link.target);
        !files.contains(&*routes::file(&path)) && !files.contains(&*format!("{path}/index.html"))
    };
    let dead = links.iter().filter(is_dead).take(MAX_SUGGESTIONS * 10);
    dead.map(|link| {
        problems::dead_link(link, nearest(&link.target, outline).filter(|_| !link.image).as_deref())
    })
    .collect()
}

fn is_left_out(archive: &Archive, path: &str) -> bool {
    let id = path.strip_prefix("papers/").map(|id| id.trim_end_matches('/'));
    id.is_some_and(|id| archive.left_out.contains(&id.to_ascii_lowercase()))
}

/// Returns the most similar address in the same folder.
fn nearest(path: &str, outline: &Outline) -> Option<String> {
    let split = |address: &'_ str| -> (String, String) {
        let address = address.trim_end_matches('/');
        let (folder, last) = address.rsplit_once('/').unwrap_or(("", address));
        (folder.to_owned(), last.to_owned())
    };
    let (folder, wrong) = split(path);
    let beside =
        outline.sitemap.iter().map(|(address, _)| split(address)).filter(|(other, _)| *other == folder);
    let names: Vec<String> = beside.map(|(_, name)| name).collect();
    let name = suggest::nearest(&wrong, names.iter().map(String::as_str))?;
    let slash = if folder.is_empty() { "" } else { "/" };
    Some(format!("{folder}{slash}{name}/"))
}

/// The content with the anchors of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Texts {
    Paper(PaperId),
    /// An index of [`Archive::pages`].
    Plain(usize),
}

impl Texts {
    /// Returns the ids in the texts, as a set for fast lookup.
    fn anchors(self, archive: &Archive) -> HashSet<&str> {
        let texts = match self {
            Texts::Paper(id) => {
                let paper = archive.paper(id);
                [paper.abstract_html.as_str(), paper.notes.as_ref().map_or("", |notes| &notes.html)]
            }
            Texts::Plain(index) => [archive.pages.get(index).map_or("", |page| page.html.as_str()), ""],
        };
        texts.into_iter().flat_map(markdown::ids).collect()
    }
}
