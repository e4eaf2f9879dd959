//! TeX to MathML by `math-core`, and a strict checker of its output.
//!
//! Only this file uses the MathML crate. The crate does not escape all of the untrusted TeX that it copies, so its
//! output is untrusted too. The checker accepts only the elements and attributes listed here, nested correctly. It
//! escapes text, and refuses a formula with anything else. This file does not know macros or how a refused formula is
//! shown.

use std::borrow::Cow;

use math_core::{LatexToMathML, MathDisplay};

use super::clean::{SPECIAL, is_dropped};
use super::expand::{command_name, group_end};

/// Reasons to refuse a formula.
const LINK_REASON: &str = "links and references do not belong in a formula";
const MARKUP_REASON: &str = "it would write markup into the page that a formula may not hold";

/// Stand-ins for `<`, `>` and `&` in names of operators, which the crate does not escape. They are noncharacters, which
/// authors' text cannot contain (see `is_dropped`).
const LESS: char = '\u{FDD3}';
const GREATER: char = '\u{FDD4}';
const AMPERSAND: char = '\u{FDD5}';

pub(super) struct Converter(LatexToMathML);

/// Why TeX did not become MathML.
pub(super) enum ConversionError {
    /// The crate does not accept it: the offending part of the TeX, and the message.
    Tex { culprit: String, message: String },
    /// The output is not allowed in a page.
    Refused(&'static str),
}

impl Converter {
    pub(super) fn new() -> Converter {
        Converter(LatexToMathML::default())
    }

    /// Appends the content of `<math>`. After an error, `out` may contain part of it.
    pub(super) fn write(&self, tex: &str, display: bool, out: &mut String) -> Result<(), ConversionError> {
        let tex = guard_names(tex);
        let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
        match self.0.convert_with_local_state(&tex, mode) {
            Ok(result) => read(&result.mathml, out).map_err(ConversionError::Refused),
            Err(error) => {
                let culprit = tex.get(error.0.clone()).unwrap_or("").to_owned();
                Err(ConversionError::Tex { culprit, message: error.to_string() })
            }
        }
    }
}

fn guard_names(tex: &str) -> Cow<'_, str> {
    const COMMAND: &str = "operatorname";
    if !tex.contains(COMMAND) {
        return Cow::Borrowed(tex);
    }
    let mut out = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        let name = command_name(&rest[at + 1..]);
        let end = at + 1 + name.len();
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        if name == COMMAND {
            let before = rest.len() - rest.trim_start_matches(['*', ' ', '\n', '\t']).len();
            let length = match &rest[before..] {
                group if group.starts_with('{') => group_end(group).unwrap_or(0),
                command if command.starts_with('\\') => 1 + command_name(&command[1..]).len(),
                token => token.chars().next().map_or(0, char::len_utf8),
            };
            guard_name(&rest[..before + length], &mut out);
            rest = &rest[before + length..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn guard_name(name: &str, out: &mut String) {
    let mut rest = name;
    while let Some(at) = rest.find(['<', '>', '\\']) {
        out.push_str(&rest[..at]);
        let command = if rest[at..].starts_with('\\') { command_name(&rest[at + 1..]) } else { "" };
        let length = 1 + command.len();
        match &rest[at..at + length] {
            "<" | "\\lt" => out.push(LESS),
            ">" | "\\gt" => out.push(GREATER),
            "\\&" => out.push(AMPERSAND),
            other => out.push_str(other),
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
}

/// The content model of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Elements only, such as a row or a fraction.
    Layout,
    /// Text only: an identifier, a number, an operator.
    Token,
    /// Text and inline HTML.
    Text,
    /// Inline HTML, nested.
    Inline,
    Table,
    Row,
    Cell,
    Empty,
}

/// The allowed elements: MathML Core, `menclose`, and HTML that styles text.
fn kind(element: &str) -> Option<Kind> {
    Some(match element {
        "mi" | "mo" | "mn" => Kind::Token,
        "mrow" | "msub" | "msup" | "msubsup" | "mfrac" | "mover" | "munder" | "munderover" | "msqrt"
        | "mroot" | "mpadded" | "mphantom" | "menclose" | "mmultiscripts" => Kind::Layout,
        "mspace" | "mprescripts" => Kind::Empty,
        "mtext" => Kind::Text,
        "b" | "i" | "em" | "code" | "s" | "u" | SPAN => Kind::Inline,
        "mtable" => Kind::Table,
        "mtr" => Kind::Row,
        "mtd" => Kind::Cell,
        _ => return None,
    })
}

const SPAN: &str = "span";

/// Returns whether `inner` is allowed in `outer`; `None` is the formula itself.
fn fits(inner: Kind, outer: Option<Kind>) -> bool {
    match outer {
        None | Some(Kind::Layout | Kind::Cell) => {
            matches!(inner, Kind::Layout | Kind::Token | Kind::Text | Kind::Table | Kind::Empty)
        }
        Some(Kind::Text | Kind::Inline) => inner == Kind::Inline,
        Some(Kind::Table) => inner == Kind::Row,
        Some(Kind::Row) => inner == Kind::Cell,
        Some(Kind::Token | Kind::Empty) => false,
    }
}

enum AttributeAction {
    Copy,
    Remove,
    /// Replaced by a class.
    Class,
    /// Moved to an `mstyle` around the element.
    Style,
}

/// The allowed attributes and their values.
fn attribute_action(element: &str, name: &str, value: &str) -> Option<AttributeAction> {
    let is_sound = match (element, name) {
        ("mo", "lspace" | "rspace" | "minsize" | "maxsize")
        | ("mspace", "width")
        | ("mpadded", "width" | "height")
        | ("mfrac", "linethickness") => is_length(value),
        ("mo", "stretchy" | "symmetric" | "largeop" | "movablelimits")
        | ("mover", "accent")
        | ("munder", "accentunder")
        | ("mrow" | "mtable" | "mfrac", "displaystyle") => matches!(value, "true" | "false"),
        ("mrow" | "mtable" | "mfrac", "scriptlevel") => matches!(value, "0" | "1" | "2"),
        ("mo", "form") => matches!(value, "prefix" | "infix" | "postfix"),
        ("mi", "mathvariant") => value == "normal",
        ("menclose", "notation") => value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' '),
        ("mtable" | "mtd", "style") => return Some(AttributeAction::Class),
        ("mrow" | "mspace" | "mfrac" | "mtext" | "mpadded" | SPAN, "style")
        | ("mrow" | SPAN, "class")
        | ("mtd", "id") => return Some(AttributeAction::Remove),
        _ => false,
    };
    match (element, name) {
        _ if !is_sound => None,
        // HTML checkers accept the attribute only on an element around the fraction.
        ("mfrac", "displaystyle") => Some(AttributeAction::Style),
        // A table is on its own line, and rows below a sum are small already.
        ("mfrac" | "mtable", "scriptlevel") if value != "2" => Some(AttributeAction::Remove),
        _ => Some(AttributeAction::Copy),
    }
}

fn is_length(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'%' | b'-'))
}

/// Appends the content of `mathml`, one `<math>` element, if all of it is allowed in a page.
fn read(mathml: &str, out: &mut String) -> Result<(), &'static str> {
    let body = mathml.strip_prefix("<math>").or_else(|| mathml.strip_prefix("<math display=\"block\">"));
    let source = body.and_then(|body| body.strip_suffix("</math>")).ok_or(MARKUP_REASON)?;
    let mut reader = Reader { source, at: 0, copied: 0, open: Vec::with_capacity(16), out };
    while let Some(byte) = reader.byte() {
        if byte == b'<' { reader.tag()? } else { reader.text()? }
    }
    if !reader.open.is_empty() {
        return Err(MARKUP_REASON);
    }
    reader.replace(source.len(), "");
    Ok(())
}

/// A checker of one pass. It copies most of a formula unchanged, in long pieces.
struct Reader<'a> {
    source: &'a str,
    at: usize,
    copied: usize,
    open: Vec<Open<'a>>,
    out: &'a mut String,
}

struct Open<'a> {
    name: &'a str,
    kind: Kind,
    /// Whether an `mstyle` of ours is around it.
    styled: bool,
}

impl<'a> Reader<'a> {
    /// Copies the source up to `start`, and writes `by` for the source from there to the current position.
    fn replace(&mut self, start: usize, by: &str) {
        self.out.push_str(&self.source[self.copied..start]);
        self.out.push_str(by);
        self.copied = self.at;
    }

    fn byte(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    /// Skips `byte`, or refuses the formula.
    fn expect(&mut self, byte: u8) -> Result<(), &'static str> {
        let is_next = self.byte() == Some(byte);
        self.at += usize::from(is_next);
        if is_next { Ok(()) } else { Err(MARKUP_REASON) }
    }

    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.byte().is_some_and(|byte| !ends(byte)) {
            self.at += 1;
        }
        &self.source[start..self.at]
    }

    fn name(&mut self) -> &'a str {
        self.until(|byte| !byte.is_ascii_lowercase())
    }

    /// Reads text up to the next tag, and escapes what is not escaped.
    fn text(&mut self) -> Result<(), &'static str> {
        let outer = self.open.last().map(|open| open.kind);
        if !matches!(outer, Some(Kind::Token | Kind::Text | Kind::Inline)) {
            return Err(MARKUP_REASON);
        }
        loop {
            self.until(|byte| SPECIAL[byte as usize]);
            let start = self.at;
            let rest = &self.source[start..];
            let Some(character) = rest.chars().next().filter(|character| *character != '<') else {
                return Ok(());
            };
            self.at += character.len_utf8();
            let by = match character {
                '&' => {
                    let known = ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;"];
                    if let Some(reference) = known.iter().find(|known| rest.starts_with(**known)) {
                        self.at = start + reference.len();
                        continue;
                    }
                    "&amp;"
                }
                '>' | GREATER => "&gt;",
                LESS => "&lt;",
                AMPERSAND => "&amp;",
                other if is_dropped(other) => "",
                _ => continue,
            };
            self.replace(start, by);
        }
    }

    fn tag(&mut self) -> Result<(), &'static str> {
        let start = self.at;
        self.at += 1;
        if self.byte() == Some(b'/') {
            self.at += 1;
            return self.close(start);
        }
        let name = self.name();
        let refusal = if matches!(name, "a" | "merror") { LINK_REASON } else { MARKUP_REASON };
        let kind = kind(name).ok_or(refusal)?;
        if !fits(kind, self.open.last().map(|open| open.kind)) {
            return Err(MARKUP_REASON);
        }
        let mut styled = false;
        while self.byte() == Some(b' ') {
            styled |= self.attribute(start, name)?;
        }
        if kind == Kind::Empty {
            self.expect(b'/')?;
            return self.expect(b'>');
        }
        self.expect(b'>')?;
        if name == SPAN {
            self.replace(start, "");
        }
        self.open.push(Open { name, kind, styled });
        Ok(())
    }

    /// Reads an end tag after its slash. It must match the innermost open element.
    fn close(&mut self, start: usize) -> Result<(), &'static str> {
        let open = self.open.pop().ok_or(MARKUP_REASON)?;
        if !self.source.as_bytes()[self.at..].starts_with(open.name.as_bytes()) {
            return Err(MARKUP_REASON);
        }
        self.at += open.name.len();
        self.expect(b'>')?;
        if open.name == SPAN {
            self.replace(start, "");
        } else if open.styled {
            self.replace(self.at, "</mstyle>");
        }
        Ok(())
    }

    /// Reads an attribute of the tag at `tag`. Returns whether it opened an `mstyle`.
    fn attribute(&mut self, tag: usize, element: &str) -> Result<bool, &'static str> {
        let start = self.at;
        self.at += 1;
        let name = self.name();
        self.expect(b'=')?;
        self.expect(b'"')?;
        let value = self.until(|byte| byte == b'"');
        self.expect(b'"')?;
        match attribute_action(element, name, value).ok_or(MARKUP_REASON)? {
            AttributeAction::Copy => {}
            _ if element == SPAN => {}
            AttributeAction::Remove => self.replace(start, ""),
            AttributeAction::Class => {
                let class = class(value);
                self.replace(start, &class);
            }
            AttributeAction::Style => {
                // Nothing of the tag may have been copied before the `mstyle`.
                let before = self.source.get(self.copied..tag).ok_or(MARKUP_REASON)?;
                self.out.extend([before, "<mstyle displaystyle=\"", value, "\">"]);
                self.copied = tag;
                self.replace(start, "");
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The styles of tables and cells that are preserved, as classes of `style.css`.
const CELL_CLASSES: [(&str, &str); 12] = [
    ("text-align:left", "m-l"),
    ("text-align:right", "m-r"),
    ("padding-left:0", "m-pl"),
    ("padding-right:0", "m-pr"),
    ("padding-left:1em", "m-in"),
    ("padding-top:0", "m-pb"),
    ("border-right:0.05em solid currentcolor", "m-br"),
    ("border-right:0.05em dashed currentcolor", "m-br"),
    ("border-left:0.05em solid currentcolor", "m-bl"),
    ("border-left:0.05em dashed currentcolor", "m-bl"),
    ("border-top:0.05em solid currentcolor", "m-bt"),
    ("border-top:0.05em dashed currentcolor", "m-bt"),
];

/// Returns the class attribute for a style, with a leading space; empty if there is none.
fn class(style: &str) -> String {
    let rules = style.split(';').map(|rule| rule.replace(": ", ":"));
    let classes: Vec<&str> = rules
        .filter_map(|rule| CELL_CLASSES.iter().find(|(known, _)| *known == rule))
        .map(|(_, class)| *class)
        .collect();
    if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(body: &str) -> Result<String, &'static str> {
        let mut out = String::new();
        read(&format!("<math>{body}</math>"), &mut out).map(|()| out)
    }

    fn convert(tex: &str) -> String {
        let mut out = String::new();
        let done = Converter::new().write(tex, false, &mut out);
        assert!(done.is_ok(), "{tex}");
        out
    }

    #[test]
    fn valid_mathml_is_copied_unchanged() {
        for body in [
            "",
            "<mi>x</mi>",
            "<mrow displaystyle=\"true\" scriptlevel=\"0\"><mi>x</mi></mrow>",
            "<msub><mi mathvariant=\"normal\">x</mi><mrow></mrow></msub>",
            "<mo stretchy=\"false\" lspace=\"0.2222em\" minsize=\"1.2em\">&lt;</mo>",
            "<mo form=\"prefix\" movablelimits=\"true\">lim\u{2009}inf</mo>",
            "<mspace width=\"-1.5e-7em\"/><mspace/>",
            "<mtext>a &quot;b&quot; &amp; <b><i>c&#39;s</i></b> <code>&lt;</code></mtext>",
            "<mmultiscripts><mi>x</mi><mprescripts/><mn>1</mn><mrow></mrow></mmultiscripts>",
            "<menclose notation=\"updiagonalstrike downdiagonalstrike\"><mi>x</mi></menclose>",
            "<mtable><mtr><mtd><mn>1</mn></mtd></mtr></mtable>",
        ] {
            assert_eq!(content(body).as_deref(), Ok(body));
        }
    }

    #[test]
    fn styles_become_classes_or_are_removed() {
        for (body, read) in [
            ("<mspace style=\"margin-left:-0.1667em;\"/>", "<mspace/>"),
            ("<mspace width=\"1rem\" style=\"width:1rem\"/>", "<mspace width=\"1rem\"/>"),
            ("<mrow style=\"color:#ff0000;\"><mi>x</mi></mrow>", "<mrow><mi>x</mi></mrow>"),
            ("<mrow class=\"menclose-updiagonalstrike\"></mrow>", "<mrow></mrow>"),
            ("<mtext style=\"font-size:50%\">x</mtext>", "<mtext>x</mtext>"),
            ("<mtext><span class=\"math-core-serif-font\">x</span>y</mtext>", "<mtext>xy</mtext>"),
            (
                "<mtable displaystyle=\"true\" scriptlevel=\"0\" style=\"border-top: 0.05em solid currentcolor;\"><mtr>\
                 <mtd id=\"eq:1\" style=\"text-align: left;justify-items: start;padding-left:1em;width: 50%\"></mtd></mtr></mtable>",
                "<mtable displaystyle=\"true\" class=\"m-bt\"><mtr><mtd class=\"m-l m-in\"></mtd></mtr></mtable>",
            ),
            (
                "<mfrac linethickness=\"0\" displaystyle=\"true\" scriptlevel=\"0\" style=\"padding-top: 0.1667em\"><mi>n</mi><mi>k</mi></mfrac>",
                "<mstyle displaystyle=\"true\"><mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac></mstyle>",
            ),
        ] {
            assert_eq!(content(body).as_deref(), Ok(read));
        }
    }

    #[test]
    fn unescaped_text_is_escaped() {
        let (less, greater, ampersand) = (LESS, GREATER, AMPERSAND);
        for (text, read) in [
            ("a > b", "a &gt; b"),
            ("a & b &nbsp; &#60; &lt", "a &amp; b &amp;nbsp; &amp;#60; &amp;lt"),
            ("&lt;&gt;&amp;&quot;&#39;", "&lt;&gt;&amp;&quot;&#39;"),
            (&format!("{less}b{greater}{ampersand}lt;"), "&lt;b&gt;&amp;lt;"),
            ("a\u{0}b\u{85}c\u{fdd0}d\u{1ffff}e", "abcde"),
            ("\u{1d482} é \u{fe00}", "\u{1d482} é \u{fe00}"),
        ] {
            assert_eq!(content(&format!("<mi>{text}</mi>")), Ok(format!("<mi>{read}</mi>")));
        }
    }

    #[test]
    fn unlisted_markup_refuses_the_formula() {
        for body in [
            "<script>alert(1)</script>",
            "<mo><script>alert(1)</script></mo>",
            "<mo><img/src=x/onerror=alert(1)></mo>",
            "<mtext><img src=\"x\"/></mtext>",
            "<mtext><mglyph></mglyph></mtext>",
            "<mtext><style></style></mtext>",
            "<annotation-xml></annotation-xml>",
            "<semantics></semantics>",
            "<maction></maction>",
            "<math></math>",
            "<svg></svg>",
            "<MI>x</MI>",
            "<mi:x>x</mi:x>",
            "<!--x-->",
            "<mi><!--x--></mi>",
            "<?x?>",
            "<![CDATA[x]]>",
            "<>",
            "< mi>x</mi>",
            "<mi onclick=\"alert(1)\">x</mi>",
            "<mi href=\"javascript:alert(1)\">x</mi>",
            "<mi xlink:href=\"x\">x</mi>",
            "<mi style=\"x\">x</mi>",
            "<mi id=\"x\">x</mi>",
            "<mi class=\"x\">x</mi>",
            "<mi dir=\"rtl\">x</mi>",
            "<mn mathvariant=\"normal\">x</mn>",
            "<mi mathvariant=\"bold\">x</mi>",
            "<mi mathvariant=normal>x</mi>",
            "<mi mathvariant='normal'>x</mi>",
            "<mi mathvariant>x</mi>",
            "<mi\tmathvariant=\"normal\">x</mi>",
            "<mi/mathvariant=\"normal\">x</mi>",
            "<mi  mathvariant=\"normal\">x</mi>",
            "<mi mathvariant=\"normal\"form=\"prefix\">x</mi>",
            "<mi mathvariant=\"normal>x</mi>",
            "<mspace width=\"url(x)\"/>",
            "<mspace width=\"1em;x:y\"/>",
            "<mrow scriptlevel=\"+1\"></mrow>",
            "<menclose notation=\"&quot;\"></menclose>",
            "<mfrac style=\"x\" displaystyle=\"true\"></mfrac>",
            "<mfrac displaystyle=\"true\" displaystyle=\"true\"></mfrac>",
            "x",
            "<mi>x",
            "</mi>",
            "<mi>x</mo>",
            "<mi>x</mi></mi>",
            "<mi>x</mi x>",
            "<mi>x</mi",
            "<mi",
            "<",
            "<mi/>",
            "<mrow>x</mrow>",
            "<mi><mn>1</mn></mi>",
            "<mo><b>x</b></mo>",
            "<mtext><mi>x</mi></mtext>",
            "<b>x</b>",
            "<mrow><span>x</span></mrow>",
            "<mspace></mspace>",
            "<mtr></mtr>",
            "<mtable><mtd></mtd></mtable>",
            "<mtable><mtr><mi>x</mi></mtr></mtable>",
            "<mtd></mtd>",
        ] {
            assert_eq!(content(body), Err(MARKUP_REASON), "{body}");
        }
        for body in ["<mtext><a href=\"#x\">x</a></mtext>", "<merror class=\"x\"><mtext>x</mtext></merror>"] {
            assert_eq!(content(body), Err(LINK_REASON), "{body}");
        }
        for whole in [
            "",
            "<math>",
            "</math>",
            "<math></math>x",
            "x<math></math>",
            "<math onclick=\"x\"></math>",
            "<div></div>",
        ] {
            assert_eq!(read(whole, &mut String::new()), Err(MARKUP_REASON), "{whole}");
        }
    }

    #[test]
    fn the_name_of_an_operator_is_text() {
        for (tex, text) in [
            (r"\operatorname{a<b}", "a&lt;b"),
            (r"\operatorname*{a>b}", "a&gt;b"),
            (r"\operatorname {a \lt b\gt c}", "a&lt;b&gt;c"),
            (r"\operatorname{\&lt;\&}", "&amp;lt;&amp;"),
            (r"\operatorname\&", "&amp;"),
            (r"\operatorname<", "&lt;"),
            (r"\operatorname{{<}{i}>}", "&lt;i&gt;"),
            (r"\operatorname{<script>alert(1)</script>}", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            (
                r"\operatorname*{</mo></math><img/src=x/onerror=alert(1)>}",
                "&lt;/mo&gt;&lt;/math&gt;&lt;img/src=x/onerror=alert(1)&gt;",
            ),
        ] {
            let mathml = convert(tex);
            let shown =
                mathml.strip_suffix("</mo>").and_then(|tag| tag.split_once('>')).map(|(_, text)| text);
            assert_eq!(shown, Some(text), "{mathml}");
        }
        assert_eq!(convert(r"a<b>\&"), "<mi>a</mi><mo>&lt;</mo><mi>b</mi><mo>&gt;</mo><mo>&amp;</mo>");
    }

    #[test]
    fn labels_leave_no_anchor() {
        assert!(!convert(r"\begin{equation} x \label{main} \end{equation}").contains("id="));
    }

    #[test]
    fn stand_ins_are_dropped_from_authors_text() {
        assert!([LESS, GREATER, AMPERSAND].into_iter().all(is_dropped));
    }
}
