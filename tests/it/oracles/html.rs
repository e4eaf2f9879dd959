//! HTML made from untrusted text: allowed elements and attributes, and nothing else.

use scraper::{ElementRef, Html, Selector};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Elements that markdown and raw HTML of entries may become.
#[rustfmt::skip]
const TEXT_ELEMENTS: [&str; 50] = [
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead",
];
#[rustfmt::skip]
const MORE_TEXT_ELEMENTS: [&str; 10] = [
    "ruby", "rt", "rp", "bdo", "time", "tr", "u", "ul", "var", "wbr",
];

/// Attributes of those elements; `href` and `src` are checked by their values.
#[rustfmt::skip]
const TEXT_ATTRIBUTES: [&str; 26] = [
    "open", "type", "value", "reversed", "datetime", "href", "rel", "src", "alt", "title", "class", "id", "role", "tabindex", "aria-label", "lang", "dir", "start",
    "colspan", "rowspan", "scope", "width", "height", "aria-describedby", "loading", "decoding",
];

/// Elements of MathML Core, all of them without behaviour.
#[rustfmt::skip]
const MATH_ELEMENTS: [&str; 30] = [
    "math", "mrow", "mi", "mo", "mn", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded",
    "mphantom", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none",
    "mtable", "mtr", "mtd", "menclose", "semantics", "merror", "mlabeledtr",
];

/// Attributes of those elements.
#[rustfmt::skip]
const MATH_ATTRIBUTES: [&str; 35] = [
    "id", "alttext", "display", "mathvariant", "stretchy", "fence", "separator", "form", "lspace", "rspace", "minsize",
    "maxsize", "symmetric", "largeop", "movablelimits", "accent", "accentunder", "displaystyle", "scriptlevel",
    "linethickness", "width", "height", "depth", "voffset", "columnalign", "rowalign", "columnspacing", "rowspacing",
    "notation", "class", "columnspan", "rowspan", "mathcolor", "mathbackground", "tabindex",
];

/// Returns whether an address in an attribute runs something or has another scheme. Browsers ignore controls and spaces
/// in a scheme.
fn is_dangerous_address(value: &str) -> bool {
    let address: String = value.chars().filter(|char| !char.is_control() && !char.is_whitespace()).collect();
    let address = address.to_ascii_lowercase();
    let scheme_end = address.find(['/', '?', '#', '\\']).unwrap_or(address.len());
    let is_scheme = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.'))
    };
    match address[..scheme_end].split_once(':').filter(|(name, _)| is_scheme(name)) {
        Some((scheme, _)) => !matches!(scheme, "http" | "https" | "mailto"),
        None => address.len() > 1 && address.chars().take(2).all(|char| matches!(char, '/' | '\\')),
    }
}

/// Checks HTML made of a text: only the elements and attributes above, ids with `prefix`, no address that runs. Parsing
/// what a browser would serialize gives the same elements again, so that no second parser sees others.
///
/// # Panics
/// If the HTML holds anything else.
pub fn fragment(html: &str, prefix: &str) {
    let document = Html::parse_fragment(html);
    let elements = |document: &Html| -> Vec<String> {
        let elements = document.root_element().descendants().filter_map(ElementRef::wrap);
        elements.map(|element| element.value().name().to_owned()).collect()
    };
    for element in document.root_element().descendants().filter_map(ElementRef::wrap).skip(1) {
        let name = element.value().name();
        let is_math = *element.value().name.ns == *"http://www.w3.org/1998/Math/MathML";
        let is_known = match is_math {
            true => MATH_ELEMENTS.contains(&name),
            false => TEXT_ELEMENTS.contains(&name) || MORE_TEXT_ELEMENTS.contains(&name),
        };
        assert!(is_known, "<{name}> in {html}");
        for (key, value) in element.value().attrs() {
            let is_known =
                if is_math { MATH_ATTRIBUTES.contains(&key) } else { TEXT_ATTRIBUTES.contains(&key) };
            assert!(is_known, "<{name} {key}={value:?}> in {html}");
            assert!(
                !matches!(key, "href" | "src") || !is_dangerous_address(value),
                "<{name} {key}={value:?}> in {html}"
            );
            assert!(
                key != "id" || value.starts_with(prefix),
                "the id {value:?} does not begin with {prefix:?} in {html}"
            );
        }
    }
    let again = Html::parse_fragment(&document.root_element().inner_html());
    assert_eq!(elements(&document), elements(&again), "a second parser sees other elements in {html}");
    let control = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
    assert!(!html.contains(control), "a control character in {html:?}");
}

/// Elements of a page of the default theme. Any other element came out of an entry.
#[rustfmt::skip]
const PAGE_ELEMENTS: [&str; 53] = [
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "p", "nav", "ul", "li", "main", "ol",
    "article", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "details", "summary", "pre", "code", "dl", "dt",
    "dd", "time", "footer", "bdi", "small", "span", "img", "strong", "em", "del", "table", "thead", "tbody", "tr", "th",
    "td", "caption", "blockquote", "hr", "br", "sup", "sub", "i",
];
/// Elements that raw HTML of entries adds to those.
#[rustfmt::skip]
const RAW_ELEMENTS: [&str; 21] = [
    "ruby", "rt", "rp", "bdo", "b", "abbr", "cite", "dfn", "figcaption", "figure", "ins", "kbd", "mark", "q", "s", "samp", "tfoot", "u", "var",
    "wbr", "noscript",
];

/// The theme has some active elements itself; texts of entries are in none of them.
pub const OWN: &str = "head > script[src], [data-follow], main [data-do], main label:has(> [data-do]), #said button, #follows form, #follows form *, .foot form, .foot form *, #export button, [data-for=keys] input, form#search, form#search *, #picked button, #picked input, #picked label, #more, .asked > .density, .asked > .density *, [data-for=recent] button, form.find, form.find *, .my button, .tools > .density, .tools > .density *, .note > .more, .note > .more input";
/// Drawings of the theme, and elements that it has in one place.
const DRAWN: &str = "aside.beside, aside.facets, svg.columns, svg.columns *, svg.bar, svg.bar *, main > noscript, main template, #keys kbd, #keys label";

/// Checks a page of a site below `/h/`: nothing in it runs, sends, loads from another host or replaces what the theme
/// made.
///
/// # Panics
/// If it holds anything else; the message begins with `path`.
pub fn page(path: &str, html: &str) {
    static SELECTORS: OnceLock<(Selector, Vec<(&str, Selector)>)> = OnceLock::new();
    let (own, once) = SELECTORS.get_or_init(|| {
        let parse = |css: &str| Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"));
        let once = ["html > head > title", "body > main", "body > footer.foot", "body > header.top"];
        (parse(&format!("{OWN}, {DRAWN}")), once.map(|css| (css, parse(css))).into())
    });
    let document = Html::parse_document(html);
    let is_redirect = html.contains("http-equiv=\"refresh\"");
    let own: HashSet<_> = document.select(own).map(|element| element.id()).collect();
    for element in document.tree.nodes().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        let attr = |key: &str| element.value().attr(key);
        let is_own = own.contains(&element.id());
        let is_math = *element.value().name.ns == *"http://www.w3.org/1998/Math/MathML";
        let is_known = PAGE_ELEMENTS.contains(&name)
            || RAW_ELEMENTS.contains(&name)
            || (is_math && MATH_ELEMENTS.contains(&name));
        assert!(is_own || is_known, "{path}: <{name}>");
        if name == "script" {
            let is_data = attr("type") == Some("application/ld+json");
            assert!(is_own || is_data, "{path}: a script that is not the theme's");
            assert!(
                is_data || attr("src").is_some_and(|src| src.starts_with("/h/assets/")),
                "{path}: a script from elsewhere"
            );
            assert!(is_data || element.text().all(str::is_empty), "{path}: a script inside the page");
            let data: String = element.text().collect();
            assert!(
                !is_data || serde_json::from_str::<serde_json::Value>(&data).is_ok(),
                "{path}: JSON-LD that is not JSON: {data}"
            );
        }
        for (key, value) in element.value().attrs() {
            assert!(
                !key.starts_with("on") && key != "style" && key != "srcdoc",
                "{path}: <{name} {key}={value:?}>"
            );
            assert!(!is_math || MATH_ATTRIBUTES.contains(&key), "{path}: <{name} {key}={value:?}>");
            let is_address =
                matches!(key, "href" | "src" | "action" | "formaction" | "xlink:href" | "poster" | "data");
            assert!(!is_address || !is_dangerous_address(value), "{path}: <{name} {key}={value:?}>");
        }
        if name == "img"
            || (name == "link" && !is_redirect && !matches!(attr("rel"), Some("canonical" | "alternate")))
        {
            let address = attr("src").or(attr("href")).unwrap_or_default();
            assert!(address.starts_with("/h/"), "{path}: <{name}> loads {address:?} from another host");
        }
        let refreshes = attr("http-equiv").is_some_and(|key| key.eq_ignore_ascii_case("refresh"));
        assert!(name != "meta" || !refreshes || is_redirect, "{path}: it leads elsewhere");
    }
    // A text that closes its element early leaves text after the page, or a second unique element.
    for (css, selector) in once {
        let count = document.select(selector).count();
        assert!(
            count == 1 || (is_redirect && *css != "body > main" && count <= 1),
            "{path}: {count} of {css}"
        );
    }
}

/// Checks the HTML of an item of a feed: readers of feeds show it with no policy at all.
pub fn feed_item(path: &str, html: &str) {
    let document = Html::parse_fragment(html);
    for element in document.root_element().descendants().filter_map(ElementRef::wrap).skip(1) {
        let name = element.value().name();
        let is_math = *element.value().name.ns == *"http://www.w3.org/1998/Math/MathML";
        let is_known = TEXT_ELEMENTS.contains(&name)
            || MORE_TEXT_ELEMENTS.contains(&name)
            || (is_math && MATH_ELEMENTS.contains(&name));
        assert!(is_known, "{path}: <{name}> in {html}");
        for (key, value) in element.value().attrs() {
            assert!(
                !key.starts_with("on") && !matches!(key, "style" | "srcdoc"),
                "{path}: <{name} {key}={value:?}>"
            );
            assert!(
                !matches!(key, "href" | "src") || !is_dangerous_address(value),
                "{path}: <{name} {key}={value:?}>"
            );
        }
    }
}
