//! Finds what browsers would reject in the templates and styles of a site: inline scripts and styles, files of other hosts, and addresses
//! that ignore the path of the site.
//!
//! It reads templates as text, so each problem has its place. It does not know which pages exist: it returns the links to them.

use super::layers::{self, COMPILED_IN};
use super::problems;
use crate::config::Site;
use crate::content::InnerLink;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::{FilePath, Sources, Span};
use std::ops::Range;

/// Problems, and the links to files of the site.
#[derive(Debug, Default)]
pub struct Found {
    /// The problems.
    pub problems: Vec<Diagnostic>,
    /// The links.
    pub links: Vec<InnerLink>,
}

/// Checks the site's own templates and styles, and those of themes in `themes/`.
pub fn lint(sources: &Sources, site: &Site) -> Found {
    let layers = layers::stack(sources, site).layers;
    let mut found = Found::default();
    let head = layers.iter().flat_map(|layer| &layer.templates).find(|(name, ..)| name == "frame/head.html");
    let has_policy = head.is_none_or(|(.., text)| text.contains(".csp") || text.contains("/frame/head.html"));
    for (name, path, text) in layers.iter().flat_map(|layer| &layer.templates) {
        // Messages are not pages.
        if !path.starts_with(COMPILED_IN) && name.ends_with(".html") && !name.starts_with("digest") {
            Reader { file: path, text, site, has_policy, found: &mut found }.template();
        }
    }
    for (layer, styles) in layers.iter().map(|layer| (layer, layer.statics.iter())) {
        for (name, bytes) in styles.filter(|(name, _)| name.ends_with(".css")) {
            let is_site = bytes.is_none();
            let file: FilePath = match is_site {
                true => format!("static/{name}").into(),
                false => format!("themes/{}/static/{name}", layer.name).into(),
            };
            // Built-in files are not files of the site.
            if !sources.contains(&file) {
                continue;
            }
            let is_asset =
                !is_site || layers[1..].iter().any(|layer| layer.statics.iter().any(|(own, _)| own == name));
            // The addresses in a style begin at its folder in the output.
            let folder = match (is_asset, name.rsplit_once('/')) {
                (true, _) => "assets/".to_owned(),
                (false, Some((folder, _))) => format!("{folder}/"),
                (false, None) => String::new(),
            };
            let text = sources.text(&file).unwrap_or_default();
            Reader { file: &file, text: &text, site, has_policy, found: &mut found }.style(&folder);
        }
    }
    found
}

/// The byte that replaces expressions of templates, so that their quotes and brackets are not markup.
const EXPRESSION: u8 = 1;

struct Reader<'a> {
    file: &'a FilePath,
    text: &'a str,
    site: &'a Site,
    has_policy: bool,
    found: &'a mut Found,
}

/// An element's start tag.
struct Tag<'a> {
    name: String,
    span: Range<usize>,
    /// Lower-case name, value, and the range of the value.
    attributes: Vec<(String, &'a [u8], Range<usize>)>,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> &[u8] {
        self.attributes.iter().find(|(own, ..)| own == name).map_or(b"", |(_, value, _)| value)
    }
}

impl Reader<'_> {
    fn place(&self, range: &Range<usize>) -> Location {
        Location::Span(Span { file: self.file.clone(), start: range.start, end: range.end })
    }

    fn template(&mut self) {
        let masked = masked(self.text);
        let mut at = 0;
        while let Some(tag) = next_tag(&masked, at) {
            at = tag.span.end;
            if self.has_policy {
                self.inline(&tag);
            }
            for (name, value, range) in &tag.attributes {
                if loads(&tag, name) && is_remote(value) {
                    let is_shown = self.site.pages.remote_images && tag.name == "img";
                    if self.has_policy && !is_shown && !self.is_form_of_site(value) {
                        let place = self.place(range);
                        self.found.problems.push(problems::remote(place, &self.text[range.clone()]));
                    }
                } else if ["href", "src", "action", "poster"].contains(&name.as_str()) {
                    self.address(value, range, tag.name == "img");
                }
            }
            if ["script", "style"].contains(&tag.name.as_str()) {
                at = find(&masked, format!("</{}", tag.name).as_bytes(), at).unwrap_or(masked.len());
            }
        }
    }

    /// Reports scripts and styles within the page.
    fn inline(&mut self, tag: &Tag<'_>) {
        let kind = String::from_utf8_lossy(tag.get("type")).to_ascii_lowercase();
        let is_data = kind.contains("json") || kind.starts_with("text/") && !kind.contains("javascript");
        if tag.name == "script" && tag.get("src").is_empty() && !is_data {
            self.found.problems.push(problems::inline(self.place(&tag.span), "this script", "mine.js"));
        }
        if tag.name == "style" {
            self.found.problems.push(problems::inline(self.place(&tag.span), "this style", "mine.css"));
        }
        for (name, value, range) in &tag.attributes {
            let is_handler = name.len() > 4
                && name.starts_with("on")
                && name.bytes().all(|byte| byte.is_ascii_lowercase());
            let is_script = ["href", "src", "action"].contains(&name.as_str())
                && value.to_ascii_lowercase().starts_with(b"javascript:");
            if is_handler || is_script {
                self.found.problems.push(problems::inline(
                    self.place(range),
                    &format!("the script in `{name}`"),
                    "mine.js",
                ));
            } else if name == "style" {
                self.found.problems.push(problems::inline(
                    self.place(range),
                    "the style in `style`",
                    "mine.css",
                ));
            }
        }
    }

    fn is_form_of_site(&self, value: &[u8]) -> bool {
        !self.site.email.form.is_empty() && value == self.site.email.form.as_bytes()
    }

    /// Checks an address that is a link, or the file of an image.
    fn address(&mut self, value: &[u8], range: &Range<usize>, image: bool) {
        let written = &self.text[range.clone()];
        let literal = !value.contains(&EXPRESSION);
        let target = match written.strip_prefix('/') {
            Some(rest) if literal && !rest.starts_with('/') => {
                if self.site.root() != "/" {
                    let place = self.place(range);
                    self.found.problems.push(problems::without_root(place, written, self.site.root()));
                    return;
                }
                rest
            }
            Some(_) => return,
            None => {
                let Some(rest) = after_root(written) else { return };
                if value[value.len() - rest.len()..].contains(&EXPRESSION) {
                    return;
                }
                rest
            }
        };
        self.link(target, range, image, written);
    }

    fn link(&mut self, target: &str, range: &Range<usize>, image: bool, written: &str) {
        let target = target.split(['#', '?']).next().unwrap_or_default().to_owned();
        let place = self.place(range);
        self.found.links.push(InnerLink { target, image, place, written: written.to_owned() });
    }

    /// Checks the addresses in a style, which is published in `folder`.
    fn style(&mut self, folder: &str) {
        let masked = without_comments(self.text);
        for range in addresses(&masked) {
            let (written, place) = (&self.text[range.clone()], self.place(&range));
            let lower = written.to_ascii_lowercase();
            if is_remote(lower.as_bytes()) {
                if self.has_policy && !(self.site.pages.remote_images && lower.starts_with("https:")) {
                    self.found.problems.push(problems::remote(place, written));
                }
            } else if lower.starts_with('#') || lower.contains(':') || written.is_empty() {
                // Within the page, or `data:`.
            } else if let Some(rest) = written.strip_prefix('/') {
                match self.site.root() {
                    "/" => self.link(rest, &range, true, written),
                    root => self.found.problems.push(problems::without_root(place, written, root)),
                }
            } else if let Some(target) = joined(folder, written) {
                self.link(&target, &range, true, written);
            }
        }
    }
}

/// Returns the text after `{{ site.root }}`.
fn after_root(written: &str) -> Option<&str> {
    let (expression, rest) = written.strip_prefix("{{")?.split_once("}}")?;
    (expression.trim_matches(['-', ' ']) == "site.root").then_some(rest)
}

/// Returns whether a browser loads the address of an attribute with the page, or sends a form to it.
fn loads(tag: &Tag<'_>, attribute: &str) -> bool {
    const LOADED: [&str; 5] = ["stylesheet", "preload", "modulepreload", "icon", "manifest"];
    match (tag.name.as_str(), attribute) {
        ("link", "href") => {
            let rel = String::from_utf8_lossy(tag.get("rel")).to_ascii_lowercase();
            rel.split_whitespace().any(|word| LOADED.contains(&word))
        }
        ("form", "action") | ("object", "data") | ("video", "poster") => true,
        ("script" | "img" | "iframe" | "video" | "audio" | "source" | "embed" | "track" | "input", "src") => {
            true
        }
        _ => false,
    }
}

fn is_remote(value: &[u8]) -> bool {
    let value = value.to_ascii_lowercase();
    [b"http://" as &[u8], b"https://", b"//"].iter().any(|start| value.starts_with(start))
}

/// Returns a path relative to a folder as a path from the root; `None` if it leaves the site.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let found =
        bytes.get(from..)?.windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))?;
    Some(from + found)
}

/// Returns a template as bytes of the same length, with spaces in place of comments and statements, and [`EXPRESSION`] in place of
/// expressions.
fn masked(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (open, close, by) in
        [("{#", "#}", b' '), ("<!--", "-->", b' '), ("{%", "%}", b' '), ("{{", "}}", EXPRESSION)]
    {
        let mut at = 0;
        while let Some(start) = find(&bytes, open.as_bytes(), at) {
            let end = find(&bytes, close.as_bytes(), start + 2).map_or(bytes.len(), |end| end + close.len());
            bytes[start..end].fill(by);
            at = end;
        }
    }
    bytes
}

fn without_comments(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while let Some(start) = find(&bytes, b"/*", at) {
        at = find(&bytes, b"*/", start + 2).map_or(bytes.len(), |end| end + 2);
        bytes[start..at].fill(b' ');
    }
    bytes
}

/// Returns the ranges of the addresses in `url(…)` and `@import "…"`.
fn addresses(style: &[u8]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for start in [b"url(" as &[u8], b"@import"] {
        let mut at = 0;
        while let Some(found) = find(style, start, at) {
            at = found + start.len();
            let spaces = style[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let mut begin = at + spaces;
            let quote = style.get(begin).copied().filter(|byte| b"\"'".contains(byte));
            begin += usize::from(quote.is_some());
            // `@import url(…)` is found as `url(…)`.
            if start.starts_with(b"@") && quote.is_none() {
                continue;
            }
            let is_end = |byte: &u8| match quote {
                Some(quote) => *byte == quote,
                None => *byte == b')' || byte.is_ascii_whitespace(),
            };
            let length = style[begin.min(style.len())..].iter().take_while(|byte| !is_end(byte)).count();
            ranges.push(begin.min(style.len())..(begin + length).min(style.len()));
        }
    }
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// Returns the next start tag at or after a place.
fn next_tag(bytes: &[u8], from: usize) -> Option<Tag<'_>> {
    let mut start = from;
    loop {
        start += bytes.get(start..)?.iter().position(|byte| *byte == b'<')?;
        if bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
            break;
        }
        start += 1;
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
    let word = |at: usize| bytes[at..].iter().take_while(|byte| is_name(byte)).count();
    let lower = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]).to_ascii_lowercase();
    let mut at = start + 1 + word(start + 1);
    let mut tag = Tag { name: lower(start + 1..at), span: start..at, attributes: Vec::new() };
    while at < bytes.len() && bytes[at] != b'>' {
        let length = word(at);
        if length == 0 {
            at += 1;
            continue;
        }
        let name = lower(at..at + length);
        at += length;
        let mut value = at..at;
        if bytes.get(at) == Some(&b'=') {
            let quote = bytes.get(at + 1).copied().filter(|byte| b"\"'".contains(byte));
            let begin = at + 1 + usize::from(quote.is_some());
            let is_end = |byte: &u8| match quote {
                Some(quote) => *byte == quote,
                None => *byte == b'>' || byte.is_ascii_whitespace(),
            };
            let end = begin + bytes[begin..].iter().take_while(|byte| !is_end(byte)).count();
            value = begin..end;
            at = end + usize::from(quote.is_some());
        }
        tag.attributes.push((name, &bytes[value.clone()], value));
    }
    tag.span.end = (at + 1).min(bytes.len());
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::lines;

    /// Returns what is found in the files of a site below `/papers/`.
    fn found(files: &[(&str, &str)]) -> (String, Vec<String>) {
        let mut site = Site::default();
        site.override_base_url("https://example.org/papers/").unwrap();
        site.theme = "mine".to_owned();
        let all = files.iter().map(|(path, text)| (*path, text.as_bytes()));
        let sources =
            Sources::in_memory(all.chain([("themes/mine/theme.toml", b"name = \"mine\"" as &[u8])]));
        let Found { problems, links } = lint(&sources, &site);
        let texts = files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
        (lines::render(&problems, &texts), links.into_iter().map(|link| link.target).collect())
    }

    #[test]
    fn scripts_and_styles_that_the_policy_blocks_are_found() {
        let template = "{# <style> #}<p style=\"{{ \"a>b\" }}\" onclick='go()' once=1>\n<script>1 < 2 <style></script>\n\
            <script type=\"application/ld+json\">{}</script><script src=\"{{ assets[\"a.js\"] }}\"></script>\n\
            <a href=\"JavaScript:x\">{% if a > \"<style>\" %}<style>p {}</style>{% endif %}<!-- <style> -->\n";
        let (problems, links) =
            found(&[("templates/paper.html", template), ("templates/digest.html", "<p style=\"x\">")]);
        insta::assert_snapshot!(problems, @r#"
        templates/paper.html:1:24: warning[blocked-by-policy]: browsers block the style in `style`: pages allow only scripts and styles in files
          hint: put it into static/mine.css of the theme, and write <link rel="stylesheet" href="{{ assets["mine.css"] }}">
        templates/paper.html:1:46: warning[blocked-by-policy]: browsers block the script in `onclick`: pages allow only scripts and styles in files
          hint: put it into static/mine.js of the theme, and write <script defer src="{{ assets["mine.js"] }}"></script>
        templates/paper.html:2:1: warning[blocked-by-policy]: browsers block this script: pages allow only scripts and styles in files
          hint: put it into static/mine.js of the theme, and write <script defer src="{{ assets["mine.js"] }}"></script>
        templates/paper.html:4:10: warning[blocked-by-policy]: browsers block the script in `href`: pages allow only scripts and styles in files
          hint: put it into static/mine.js of the theme, and write <script defer src="{{ assets["mine.js"] }}"></script>
        templates/paper.html:4:46: warning[blocked-by-policy]: browsers block this style: pages allow only scripts and styles in files
          hint: put it into static/mine.css of the theme, and write <link rel="stylesheet" href="{{ assets["mine.css"] }}">
        "#);
        assert!(links.is_empty());
        let own = ("templates/frame/head.html", "<!doctype html><html><head>");
        assert_eq!(found(&[own, ("templates/paper.html", template)]).0, "", "this site has no policy");
    }

    #[test]
    fn files_of_other_hosts_are_found() {
        let template = "<link rel=\"stylesheet\" href=\"https://fonts.example.com/a.css\"><link rel=canonical href=https://a.org/>\n\
            <img src=\"//cdn.example.com/a.png\"><script src=https://cdn.example.com/a.js></script><a href=\"https://a.org/\">a</a>\n";
        let style = "/* url(https://no.example.com/) */@import \"https://a.org/b.css\";@font-face{src:url( 'https://a.org/f.woff2')}\n\
            p{background:url(data:image/png;base64,AA==)}";
        let (problems, _) =
            found(&[("templates/home.html", template), ("themes/mine/static/mine.css", style)]);
        insta::assert_snapshot!(problems, @r#"
        templates/home.html:1:30: warning[blocked-by-policy]: browsers block `https://fonts.example.com/a.css`: pages load no files from other hosts
          hint: put the file into static/, and use its address there
        templates/home.html:2:11: warning[blocked-by-policy]: browsers block `//cdn.example.com/a.png`: pages load no files from other hosts
          hint: put the file into static/, and use its address there
        templates/home.html:2:48: warning[blocked-by-policy]: browsers block `https://cdn.example.com/a.js`: pages load no files from other hosts
          hint: put the file into static/, and use its address there
        themes/mine/static/mine.css:1:44: warning[blocked-by-policy]: browsers block `https://a.org/b.css`: pages load no files from other hosts
          hint: put the file into static/, and use its address there
        themes/mine/static/mine.css:1:86: warning[blocked-by-policy]: browsers block `https://a.org/f.woff2`: pages load no files from other hosts
          hint: put the file into static/, and use its address there
        "#);
    }

    #[test]
    fn addresses_that_ignore_the_path_are_found_and_others_are_links() {
        let template = "<a href=\"/about/\">a</a><a href=\"{{ site.root }}about/#x\">b</a><a href=\"{{ p.url }}\">c</a>\n\
            <img src=\"{{site.root}}mark.svg\"><a href=\"{{ site.root }}{{ x }}\">d</a><a href=\"{{ x }}/y\">e</a>\n";
        let files = [
            ("templates/home.html", template),
            ("themes/mine/static/mine.css", "a{b:url(/a.png) url(../b.png) url(c.png) url(#d)}"),
            ("static/own/x.css", "a{b:url(y.png)}"),
        ];
        let (problems, links) = found(&files);
        insta::assert_snapshot!(problems, @r#"
        templates/home.html:1:10: warning[without-root]: `/about/` ignores the path of the site, `/papers/`
          hint: write `{{ site.root }}about/`
        themes/mine/static/mine.css:1:9: warning[without-root]: `/a.png` ignores the path of the site, `/papers/`
          hint: write a relative address, such as `../a.png`
        "#);
        assert_eq!(links, ["about/", "mark.svg", "own/y.png", "b.png", "assets/c.png"]);
    }
}
