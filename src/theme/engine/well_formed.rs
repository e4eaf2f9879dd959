//! What a site's own templates write: XML that readers of feeds accept, HTML whose elements close, JSON that parses.
//!
//! The templates that are compiled in are tested; those of a site are not, and one bare `&` in a feed loses all its readers.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Something wrong in an output.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    /// The elements around it, outermost first.
    pub(super) around: Vec<String>,
    /// The tag at fault, if it is in none of them.
    tag: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>, around: Vec<String>) -> Fault {
        Fault { message: message.into(), around, tag: None }
    }

    /// Returns where a template has the fault, as far as it writes the tags out.
    pub(super) fn place(&self, template: &str) -> Option<Range<usize>> {
        let tag = self.tag.as_deref().and_then(|tag| template.rfind(tag).map(|at| at..at + tag.len()));
        tag.or_else(|| place(template, &self.around))
    }
}

/// Returns what is wrong with the output of a template, given its name. The parts around pages, whose elements close in other parts, are
/// looked at in the pages.
pub(super) fn check(template: &str, output: &str) -> Option<Fault> {
    if template.starts_with("frame/") {
        return None;
    }
    match template.rsplit_once('.').map(|(_, kind)| kind) {
        Some("xml") => xml(output),
        Some("html") => html(output),
        Some("json") => json(output).map(|message| Fault::new(message, Vec::new())),
        _ => None,
    }
}

/// Returns where a template opens the elements, as far as it writes their tags out.
fn place(template: &str, around: &[String]) -> Option<Range<usize>> {
    let mut found = None;
    let mut at = 0;
    for name in around {
        let tag = |start: usize| {
            let after = template[start + 1 + name.len()..].chars().next();
            after.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'))
        };
        let opening = format!("<{name}");
        let start =
            template[at..].match_indices(&opening).map(|(start, _)| at + start).find(|start| tag(*start));
        if let Some(start) = start {
            found = Some(start..start + opening.len());
            at = start + opening.len();
        }
    }
    found
}

fn xml(output: &str) -> Option<Fault> {
    let declaration = "<?xml";
    if output.trim_start().starts_with(declaration) && !output.starts_with(declaration) {
        let tag = Some(declaration.to_owned());
        return Some(Fault { tag, ..Fault::new("`<?xml` is not at the start", Vec::new()) });
    }
    let mut reader = Reader::from_str(output);
    let mut around: Vec<String> = Vec::new();
    let mut roots = 0;
    loop {
        let wrong = match reader.read_event() {
            Ok(Event::Start(tag)) => {
                roots += usize::from(around.is_empty());
                around.push(tag.name().as_ref().to_owned());
                bad_attribute(&tag)
            }
            Ok(Event::Empty(tag)) => {
                roots += usize::from(around.is_empty());
                bad_attribute(&tag)
            }
            Ok(Event::End(_)) => {
                around.pop();
                None
            }
            Ok(Event::GeneralRef(name)) => {
                let name: &str = &name;
                let known = name.starts_with('#') || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos");
                (!known).then(|| format!("`&{name};` is not known in XML"))
            }
            Ok(Event::Text(text)) if around.is_empty() && !text.trim().is_empty() => {
                Some("there is text outside of the document's element".to_owned())
            }
            Ok(Event::Eof) => {
                return match (roots, around.is_empty()) {
                    (1, true) => None,
                    (_, false) => {
                        let open = around.last().map_or("", String::as_str);
                        Some(Fault::new(format!("`<{open}>` is not closed"), around.clone()))
                    }
                    (count, true) => {
                        Some(Fault::new(format!("expected one element around all, found {count}"), around))
                    }
                };
            }
            Ok(_) => None,
            Err(error) => Some(error.to_string()),
        };
        if let Some(message) = wrong {
            return Some(Fault::new(message, around));
        }
    }
}

fn bad_attribute(tag: &quick_xml::events::BytesStart<'_>) -> Option<String> {
    tag.attributes().find_map(|attribute| match attribute {
        Ok(attribute) if attribute.value.contains('<') => {
            Some("`<` is not allowed in an attribute".to_owned())
        }
        Ok(attribute) => bare_ampersand(&attribute.value),
        Err(error) => Some(error.to_string()),
    })
}

/// Says where `&` does not begin a reference.
fn bare_ampersand(text: &str) -> Option<String> {
    text.match_indices('&').find_map(|(at, _)| {
        let end = text[at + 1..].find(';').filter(|end| *end <= 32);
        let name = end.map_or("", |end| &text[at + 1..at + 1 + end]);
        let sound = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        (!sound).then(|| "`&` does not begin a reference such as `&amp;`".to_owned())
    })
}

/// Elements of HTML whose end tag may not be omitted; others close when their parent does.
#[rustfmt::skip]
const CLOSED: &[&str] = &[
    "a", "abbr", "article", "aside", "b", "bdi", "bdo", "blockquote", "button", "cite", "code", "del", "details", "dialog", "div", "dl", "em",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "iframe", "ins", "kbd", "label",
    "main", "mark", "math", "menu", "nav", "noscript", "object", "ol", "picture", "pre", "q", "s", "samp", "section", "select", "small", "span",
    "strong", "sub", "summary", "sup", "svg", "table", "template", "u", "ul", "var", "video",
];
/// Elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "textarea", "title"];

fn html(output: &str) -> Option<Fault> {
    let mut around: Vec<String> = Vec::new();
    let mut rest = output;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else { return fault("a comment is not closed", around) };
            rest = &comment[end + 3..];
            continue;
        }
        let is_end = rest.starts_with("</");
        let inner = &rest[1 + usize::from(is_end)..];
        let length = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = inner[..length].to_ascii_lowercase();
        if name.is_empty() {
            rest = &rest[1..];
            continue;
        }
        let Some(end) = tag_end(rest) else {
            let tag = Some(format!("<{name}"));
            return Some(Fault { tag, ..Fault::new(format!("the tag `<{name}` is not closed"), around) });
        };
        let closes_itself =
            rest[..end].ends_with("/>") && around.iter().any(|name| name == "svg" || name == "math");
        rest = &rest[end..];
        if RAW.contains(&name.as_str()) && !is_end && !closes_itself {
            let closing = format!("</{name}");
            let Some(end) = rest
                .as_bytes()
                .windows(closing.len())
                .position(|bytes| bytes.eq_ignore_ascii_case(closing.as_bytes()))
            else {
                return fault(&format!("`<{name}>` is not closed"), around);
            };
            if name == "script"
                && output[..output.len() - rest.len()].ends_with("application/ld+json\">")
                && let Some(message) = json(&rest[..end])
            {
                around.push(name);
                return fault(&message, around);
            }
            rest = &rest[end..];
        } else if CLOSED.contains(&name.as_str()) {
            match is_end {
                false if !closes_itself => around.push(name),
                false => {}
                true if around.last() == Some(&name) => drop(around.pop()),
                true => {
                    let message = match around.last() {
                        Some(open) => format!("`</{name}>` comes before `</{open}>`"),
                        None => format!("`</{name}>` closes nothing"),
                    };
                    let tag = around.is_empty().then(|| format!("</{name}"));
                    return Some(Fault { tag, ..Fault::new(message, around) });
                }
            }
        }
    }
    match around.last() {
        Some(open) => fault(&format!("`<{open}>` is not closed"), around.clone()),
        None => None,
    }
}

fn fault(message: &str, around: Vec<String>) -> Option<Fault> {
    Some(Fault::new(message, around))
}

fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn json(output: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(output).err().map(|error| format!("it is not JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(template: &str, output: &str) -> String {
        check(template, output).map_or_else(
            || "sound".to_owned(),
            |fault| format!("{} in {}", fault.message, fault.around.join(" ")),
        )
    }

    #[test]
    fn xml_has_one_element_around_all_and_no_bare_marks() {
        assert_eq!(
            fault_of(
                "rss.xml",
                "<?xml version=\"1.0\"?>\n<rss><channel><title>A &amp; B &#38;</title><x y=\"1\"/></channel></rss>\n"
            ),
            "sound"
        );
        assert!(
            fault_of("rss.xml", "<rss><channel><title>AT&T <b>labs</b></title></channel></rss>")
                .ends_with(" in rss channel title")
        );
        assert!(fault_of("rss.xml", "<rss><title>a<br></title></rss>").ends_with(" in rss title br"));
        assert_eq!(
            fault_of("rss.xml", "<rss><title>&nbsp;</title></rss>"),
            "`&nbsp;` is not known in XML in rss title"
        );
        assert!(fault_of("rss.xml", "<rss><a href=\"?a=1&b=2\"/></rss>").starts_with("`&` does not begin"));
        assert_eq!(fault_of("rss.xml", "<rss>"), "`<rss>` is not closed in rss");
        assert_eq!(fault_of("rss.xml", "<a/><b/>"), "expected one element around all, found 2 in ");
    }

    #[test]
    fn html_closes_what_it_opens() {
        let page = "<!doctype html><html><head><title>a<b</title><script>if (a<b) {}</script></head><body><ul><li>one<li>two</ul><p>x<br><svg><path d=\"\"/></svg></body></html>";
        assert_eq!(fault_of("home.html", page), "sound");
        assert_eq!(fault_of("home.html", "<main><div><p>x</div></main>"), "sound");
        assert_eq!(
            fault_of("home.html", "<main><div></main>"),
            "`</main>` comes before `</div>` in main div"
        );
        assert_eq!(fault_of("home.html", "<section>"), "`<section>` is not closed in section");
        assert_eq!(fault_of("home.html", "</div>"), "`</div>` closes nothing in ");
        assert!(
            fault_of("home.html", "<script type=\"application/ld+json\">{\"a\": }</script>")
                .starts_with("it is not JSON")
        );
    }

    #[test]
    fn the_place_is_where_the_template_opens_the_element() {
        let template = "<rss>{% for item in feed.items %}<item>\n<title>{{ item.title | safe }}</title>";
        let around = ["rss", "channel", "item", "title"].map(str::to_owned);
        assert_eq!(place(template, &around).map(|range| &template[range]), Some("<title"));
        assert_eq!(place("{% include \"x\" %}", &around), None);
        let template = "{% extends \"base.html\" %}\n<p>a</p>\n</div>";
        let fault = check("paper.html", "<p>a</p></div>").unwrap();
        assert_eq!(fault.place(template).map(|range| &template[range]), Some("</div"));
        let fault = check("rss.xml", "\n<?xml version=\"1.0\"?><rss/>").unwrap();
        assert_eq!(fault.place("\n<?xml version=\"1.0\"?><rss/>"), Some(1..6));
    }
}
