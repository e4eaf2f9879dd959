//! What a site's own templates write: XML that readers of feeds accept, HTML whose elements close, JSON that parses.
//!
//! The templates that are compiled in are tested; those of a site are not, and one bare `&` in a feed loses all its readers.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Something wrong in an output.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    /// The offsets in the output that may be at fault, the most likely first.
    pub(super) at: Vec<usize>,
}

impl Fault {
    fn new(message: impl Into<String>, at: impl IntoIterator<Item = usize>) -> Fault {
        Fault { message: message.into(), at: at.into_iter().collect() }
    }

    /// Returns the fault of an end tag at `at` that does not close the innermost of the open elements.
    fn mismatch(message: impl Into<String>, name: &str, at: usize, around: &[Element]) -> Fault {
        let open = around.last().map(|element| element.at);
        // If it closes an outer element, the inner one was probably not closed.
        match around.iter().any(|element| element.name == name) {
            true => Fault::new(message, open.into_iter().chain([at])),
            false => Fault::new(message, [at].into_iter().chain(open)),
        }
    }
}

/// An open element, and the offset of its tag.
struct Element {
    name: String,
    at: usize,
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
        Some("json") => json(output, 0),
        _ => None,
    }
}

fn xml(output: &str) -> Option<Fault> {
    let declaration = "<?xml";
    if output.trim_start().starts_with(declaration) && !output.starts_with(declaration) {
        return Some(Fault::new("`<?xml` is not at the start", output.find(declaration)));
    }
    let mut reader = Reader::from_str(output);
    let mut around: Vec<Element> = Vec::new();
    let mut roots = Vec::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let wrong = match reader.read_event() {
            Ok(Event::Start(tag)) => {
                roots.extend(around.is_empty().then_some(at));
                around.push(Element { name: tag.name().as_ref().to_owned(), at });
                bad_attribute(&tag)
            }
            Ok(Event::Empty(tag)) => {
                roots.extend(around.is_empty().then_some(at));
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
                return match (roots.as_slice(), around.last()) {
                    ([_], None) => None,
                    (_, Some(open)) => {
                        Some(Fault::new(format!("`<{}>` is not closed", open.name), [open.at]))
                    }
                    (roots, None) => {
                        let message = format!("expected one element around all, found {}", roots.len());
                        Some(Fault::new(message, roots.last().copied()))
                    }
                };
            }
            Ok(_) => None,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(at);
                let end = output.get(at..).and_then(|rest| rest.strip_prefix("</")).unwrap_or_default();
                let name =
                    end.split(|char: char| char == '>' || char.is_whitespace()).next().unwrap_or_default();
                let words = error.to_string();
                let words = words.strip_prefix("ill-formed document: ").unwrap_or(&words);
                return Some(match name {
                    "" => Fault::new(words, [at]),
                    name => Fault::mismatch(words, name, at, &around),
                });
            }
        };
        if let Some(message) = wrong {
            return Some(Fault::new(message, [at]));
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
    let mut around: Vec<Element> = Vec::new();
    let mut rest = output;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let at = output.len() - rest.len();
        if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else {
                return Some(Fault::new("a comment is not closed", [at]));
            };
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
            return Some(Fault::new(format!("the tag `<{name}` is not closed"), [at]));
        };
        let closes_itself = rest[..end].ends_with("/>")
            && around.iter().any(|element| element.name == "svg" || element.name == "math");
        let tag = &rest[..end];
        rest = &rest[end..];
        if RAW.contains(&name.as_str()) && !is_end && !closes_itself {
            let closing = format!("</{name}");
            let Some(length) = rest
                .as_bytes()
                .windows(closing.len())
                .position(|bytes| bytes.eq_ignore_ascii_case(closing.as_bytes()))
            else {
                return Some(Fault::new(format!("`<{name}>` is not closed"), [at]));
            };
            if name == "script"
                && tag.ends_with("application/ld+json\">")
                && let Some(fault) = json(&rest[..length], at + end)
            {
                return Some(fault);
            }
            rest = &rest[length..];
        } else if CLOSED.contains(&name.as_str()) {
            match is_end {
                false if !closes_itself => around.push(Element { name, at }),
                false => {}
                true if around.last().is_some_and(|element| element.name == name) => drop(around.pop()),
                true => {
                    let message = match around.last() {
                        Some(open) => format!("`</{name}>` comes before `</{}>`", open.name),
                        None => format!("`</{name}>` closes nothing"),
                    };
                    return Some(Fault::mismatch(message, &name, at, &around));
                }
            }
        }
    }
    let open = around.last()?;
    Some(Fault::new(format!("`<{}>` is not closed", open.name), [open.at]))
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

/// Checks JSON that begins at `start` of the output.
fn json(text: &str, start: usize) -> Option<Fault> {
    let error = serde_json::from_str::<serde_json::Value>(text).err()?;
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (before + error.column().saturating_sub(1)).min(text.len());
    // The words end in a place in the output.
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or(&words);
    Some(Fault::new(format!("it is not JSON: {words}"), [start + text.floor_char_boundary(at)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the message, and the output from the first offset.
    fn fault_of(template: &str, output: &str) -> String {
        let fault = check(template, output);
        fault.map_or_else(
            || "sound".to_owned(),
            |fault| format!("{} at {}", fault.message, &output[fault.at[0]..]),
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
            fault_of("rss.xml", "<rss><title>AT&T <b>labs</b></title></rss>")
                .ends_with(" at &T <b>labs</b></title></rss>")
        );
        assert!(fault_of("rss.xml", "<rss><title>a<br></title></rss>").ends_with(" at <br></title></rss>"));
        assert!(fault_of("rss.xml", "<rss><title>a</p></title></rss>").ends_with(" at </p></title></rss>"));
        assert_eq!(
            fault_of("rss.xml", "<rss><title>&nbsp;</title></rss>"),
            "`&nbsp;` is not known in XML at &nbsp;</title></rss>"
        );
        assert_eq!(
            fault_of("rss.xml", "<rss><a href=\"?a=1&b=2\"/></rss>"),
            "`&` does not begin a reference such as `&amp;` at <a href=\"?a=1&b=2\"/></rss>"
        );
        assert_eq!(fault_of("rss.xml", "<rss>"), "`<rss>` is not closed at <rss>");
        assert_eq!(fault_of("rss.xml", "<a/><b/>"), "expected one element around all, found 2 at <b/>");
        assert_eq!(
            fault_of("rss.xml", "\n<?xml version=\"1.0\"?><rss/>"),
            "`<?xml` is not at the start at <?xml version=\"1.0\"?><rss/>"
        );
    }

    #[test]
    fn html_closes_what_it_opens() {
        let page = "<!doctype html><html><head><title>a<b</title><script>if (a<b) {}</script></head><body><ul><li>one<li>two</ul><p>x<br><svg><path d=\"\"/></svg></body></html>";
        assert_eq!(fault_of("home.html", page), "sound");
        assert_eq!(fault_of("home.html", "<main><div><p>x</div></main>"), "sound");
        assert_eq!(
            fault_of("home.html", "<main><div></main>"),
            "`</main>` comes before `</div>` at <div></main>"
        );
        assert_eq!(
            fault_of("home.html", "<main></div></main>"),
            "`</div>` comes before `</main>` at </div></main>"
        );
        assert_eq!(fault_of("home.html", "<section>"), "`<section>` is not closed at <section>");
        assert_eq!(fault_of("home.html", "<b></b></div>"), "`</div>` closes nothing at </div>");
        assert_eq!(
            fault_of("home.html", "<script type=\"application/ld+json\">{\"a\": }</script>"),
            "it is not JSON: expected value at }</script>"
        );
    }

    #[test]
    fn json_parses() {
        assert_eq!(fault_of("feed.json", "{\"a\": [1]}"), "sound");
        assert_eq!(fault_of("feed.json", "{\n\"a\": 1,\n}"), "it is not JSON: trailing comma at }");
    }
}
