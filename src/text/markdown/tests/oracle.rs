//! Formulas of strangers, checked with an independent HTML parser.
//!
//! Browsers and feed readers act on the parsed result, so these tests compare that and not the bytes.

use std::collections::BTreeSet;

use proptest::prelude::*;
use scraper::{ElementRef, Html};

use super::*;

/// The allowed content of a formula, as `element` and `element attribute`. It is independent of the checker's own
/// table.
const FORMULA: &str = "math|math id|math alttext|math display|mi|mi mathvariant|mn|mo|mo stretchy|mo lspace|mo rspace|mo form|mo symmetric|mo largeop\
    |mo movablelimits|mo minsize|mo maxsize|mrow|mrow displaystyle|mrow scriptlevel|msub|msup|msubsup|mspace|mspace width|mfrac\
    |mfrac linethickness|mover|mover accent|munder|munder accentunder|munderover|msqrt|mroot|mtext|mstyle|mstyle displaystyle|mtable\
    |mtable displaystyle|mtable scriptlevel|mtable class|mtr|mtd|mtd class|mpadded|mpadded width|mpadded height|mphantom|menclose\
    |menclose notation|mmultiscripts|mprescripts|b|i|em|code|s|u";

/// The allowed result for text around formulas: our markup, and raw HTML after the sanitiser.
const TEXT: &str = "p|br|hr|em|strong|del|code|code class|a|a href|a rel|a title|img|img src|img alt|img title|img loading|ul|ol|ol start|li\
    |blockquote|pre|pre tabindex|h2|h2 id|h3|h3 id|h4|h4 id|h5|h5 id|h6|h6 id|b|i|s|u|sub|sup|span";

/// Returns the elements and attributes that a parser finds in HTML.
fn found(html: &str) -> BTreeSet<String> {
    let document = Html::parse_fragment(html);
    let elements = document.root_element().descendants().filter_map(ElementRef::wrap).skip(1);
    elements
        .flat_map(|element| {
            let name = element.value().name();
            let attributes = element.value().attrs().map(move |(attribute, _)| format!("{name} {attribute}"));
            [name.to_owned()].into_iter().chain(attributes)
        })
        .collect()
}

fn check(html: &str, lists: &[&str]) {
    let allowed: BTreeSet<&str> = lists.iter().flat_map(|list| list.split('|')).collect();
    for thing in found(html) {
        assert!(allowed.contains(thing.as_str()), "<{thing}> in {html}");
    }
}

/// Asserts that for a formula at every place where an entry can have one.
fn check_formula(tex: &str) {
    let lists = [FORMULA, TEXT];
    let title = title(&format!("Of ${tex}$"));
    check(&title, &lists);
    let summary = renderer().inline(&format!("We ${tex}$ do"), &how()).html;
    check(&summary, &lists);
    for source in
        [format!("We ${tex}$ do"), format!("$${tex}$$"), format!("*a* \\({tex}\\)\n\n\\[{tex}\\]\n\nb")]
    {
        let html = block(&source);
        check(&html, &lists);
        check(&excerpt(&html, 40).html, &lists);
        check(&feed_html(&html, "https://h.org", "https://h.org/p/"), &[TEXT]);
    }
    check(&feed_html(&title, "https://h.org", "https://h.org/p/"), &[TEXT]);
    // Beside raw HTML, formulas bypass the sanitiser.
    check(&block(&format!("<i>a</i> ${tex}$ <b>b</b>")), &lists);
}

#[test]
fn markup_in_a_formula_is_text() {
    for tex in [
        r"\operatorname{<script>alert(1)</script>}",
        r"\operatorname*{<script>alert(1)</script>}",
        r"\operatorname{<img/src=x/onerror=alert(1)>}_{x}",
        r"\operatorname*{</mo></math><svg/onload=alert(1)>}",
        r"\operatorname{<!--}",
        r"\operatorname{<style>}\operatorname{</style>}",
        r"\operatorname{\lt script\gt alert(1)\lt/script\gt}",
        r"\operatorname{\unicode{x3c}script\unicode{x3e}}",
        r"\operatorname{\textless script\textgreater}",
        r"\operatorname{\text{<script>}}",
        r"\operatorname{{<}script>}",
        r"\text{\operatorname{<script>}}",
        r"\not\operatorname{<script>}",
        r"\operatorname{\not<script>}",
        r"\\operatorname{<script>}",
        r"\poly{<script>}",
        r"\mathrm{<script>}",
        r"\mathop{<script>}",
        r"\text{<script>alert(1)</script>}",
        r"\texttt{</code></mtext></math><img src=x onerror=alert(1)>}",
        r"\tag{<script>}x",
        r#"\begin{equation}\label{x"><script>}\tag{<b>}x\end{equation}"#,
        r#"\begin{array}{c"><script>}x\end{array}"#,
        r#"\begin{<script>}x\end{<script>}"#,
        r#"\hspace{1em"onclick="alert(1)}x"#,
        r#"\rule{1em"onclick="x}{1em}"#,
        r#"\genfrac{<}{>}{1pt"x="}{0}{a}{b}"#,
        r#"\color{red"onclick="x}y"#,
        r"\definecolor{<b>}{HTML}{ff0000}\color{<b>}x",
        r#"\left<\middle>\right. \big< \bigl\lt"#,
        r"\<script> \>",
        r"\unicode{60}script\unicode{62}",
        r"&lt;script&gt; \&lt;script\&gt;",
        r"\cancel{<b>}\xcancel{x}\boxed{<i>}",
        r"\mathchoice{<}{>}{<}{>}",
    ] {
        check_formula(tex);
    }
}

fn hostile_tex() -> impl Strategy<Value = String> {
    #[rustfmt::skip]
    let bits = prop::sample::select(vec![
        "\\operatorname{", "\\operatorname*{", "\\operatorname", "\\text{", "\\texttt{", "\\textsc{", "\\mathrm{", "\\mathbb{", "\\mathop{",
        "\\not", "\\label{", "\\tag{", "\\hspace{", "\\color{", "\\textcolor{", "\\style{", "\\class{", "\\cssId{", "\\htmlData{", "\\html{",
        "\\href{", "\\url{", "\\eqref{", "\\unicode{x3c}", "\\unicode{", "\\begin{array}{", "\\begin{", "\\end{", "\\end{array}",
        "\\begin{equation}", "\\end{equation}", "\\begin{cases}", "\\end{cases}", "\\frac", "\\dfrac", "\\cfrac", "\\dbinom", "\\genfrac",
        "\\left", "\\right", "\\middle", "\\big", "\\sum_", "\\lim", "\\sqrt[", "\\overset", "\\cancel{", "\\bcancel", "\\boxed", "\\phantom",
        "\\hat", "\\xrightarrow[", "\\substack{", "\\sideset", "\\displaystyle", "\\mathchoice", "\\rule{", "\\poly{", "\\def", "\\nosuch",
        "\\lt", "\\gt", "\\&", "\\#", "\\%", "\\_", "\\{", "\\}", "\\\\", "\\", "<", ">", "</", "/>", "<script>", "</math>", "</mo>", "</mtext>",
        "<img/src=x/onerror=alert(1)>", "<!--", "-->", "<svg/onload=", "<style>", "<a/href=", "&", "&lt;", "&#60;", "&amp;", "#", "\"", "'", "`",
        "=", "{", "}", "[", "]", "(", ")", "^", "_", "|", ".", ",", ":", ";", "1em", "red", " ", "\n", "x", "1", "é", "我", "\u{202e}", "\u{1}",
        "\u{fdd3}", "\u{fdd5}lt;", "\u{338}", "\u{fe00}",
    ]);
    prop::collection::vec(bits, 0..14).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_formula_puts_markup_into_a_page(tex in hostile_tex()) {
        check_formula(&tex);
    }

    #[test]
    fn the_name_of_an_operator_is_shown_as_written(
        marks in prop::collection::vec(prop::sample::select(vec!["<", ">", "\\&", "\\lt ", "\\gt ", "script", "/", "a", "lt;", "amp;", "!", "x="]), 1..8),
        star in prop::sample::select(vec!["", "*"]),
    ) {
        let written = marks.concat();
        let html = title(&format!("$\\operatorname{star}{{{written}}}$"));
        let text: String = Html::parse_fragment(&html).root_element().text().collect();
        let read = written.replace("\\&", "&").replace("\\lt ", "<").replace("\\gt ", ">");
        prop_assert_eq!(text, read, "{}", html);
    }
}
