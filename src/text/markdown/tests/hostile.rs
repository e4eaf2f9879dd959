//! Attacks by authors of texts.

use proptest::prelude::*;

use super::*;

#[test]
fn hostile_formulas_are_cheap_and_harmless() {
    let (open, close) = ("{".repeat(3000), "}".repeat(900));
    let roots = r"\sqrt".repeat(700);
    let lefts = r"\left(".repeat(600);
    let tower = "x^{".repeat(1200);
    let hats = r"\hat ".repeat(700);
    let minus = r"\frac".repeat(700);
    let wide = r"\norm{".repeat(200) + &"}".repeat(200);
    for tex in [
        open,
        close,
        roots,
        lefts,
        tower,
        hats,
        minus,
        wide,
        "x".repeat(5000),
        r"\def\a{\a\a}\a".into(),
        r"\newcommand{\x}{\x\x}\x".into(),
        r"\href{javascript:alert(1)}{x} y".into(),
        r"\style{color:red}{x}".into(),
        r"\class{evil}{x}".into(),
        r#"\html{<script>alert(1)</script>}"#.into(),
        r#"\text{<img src=x onerror=alert(1)>"'}"#.into(),
        r"\url{javascript:alert(1)} z".into(),
        r"\unicode{x0}\unicode{x3c}script".into(),
        r"\label{x}\eqref{x}".into(),
        r"\color{red;background:url(x)}x".into(),
        r"\begin{array}{c}".repeat(50),
    ] {
        check_safe(&title(&format!("${tex}$")));
        check_safe(&block(&format!("$${tex}$$")));
    }
}

#[test]
fn deep_nesting_is_limited() {
    for unit in
        ["> ", "<div>", "<b>", "*", "- ", "[", "<table><tr><td>", "$\\text{", "`", "<details>", "![", "1. "]
    {
        let source = format!("<i>x</i>\n\n{}x{}", unit.repeat(10_000), "*".repeat(10_000));
        let html = block(&source);
        let mut depth = 0usize;
        let deepest = pieces(&html).map(|piece| {
            let Piece::Tag(tag) = piece else { return depth };
            depth = if tag.starts_with("</") { depth - 1 } else { depth + 1 };
            depth
        });
        assert!(deepest.max() < Some(3000), "{unit}");
        check_safe(&html);
    }
}

#[test]
fn scripts_do_not_survive() {
    for source in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#9;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "<javascript:alert(1)>",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "![x](javascript:alert(1))",
        "![\" onerror=alert(1) x=\"](a.png)",
        "[a](b \"\\\" onclick=alert(1)\")",
        "<iframe src=x></iframe>",
        "<form action=x><input></form>",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<style>*{x:y}</style>",
        "<b style=\"x\" class=\"c\" id=\"i\" onclick=alert(1)>b</b>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<div><script>\n\nalert(1)\n\n</script></div>",
        "<details open ontoggle=alert(1)>x</details>",
        "<a href='x' onmouseover='alert(1)'>y</a>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<p title='`><img src=x onerror=alert(1)>'>",
        "<table background=javascript:alert(1)><tr><td>x</td></tr></table>",
        "# <script>alert(1)</script> {#x\"onclick=alert(1) .c onload=y}",
        "```\"><script>alert(1)</script>\nx\n```",
        "[^\"><script>]\n\n[^\"><script>]: x",
        "<abbr title=\"&#xFDD1;0&#xFDD2;\">a</abbr> $\\text{ onclick=alert(1) x}$ <b>b</b>",
        "<abbr title=\"\u{fdd1}0\u{fdd2}\" class=\"\u{fdd0}table\">a</abbr> $x$",
        "<b class=\"&#xFDD0;evil\" id=\"&#64976;evil\">b</b>",
        "<b class=\"&#xFD&#xFDD0;D0;evil\">b</b>",
        "<b>&#xFDD1;0&#xFDD2;&#xFDD1;0</b> $x$",
        "<b id=\u{fdd0}evil>",
        "<a href=\"\u{1}javascript:alert(1)\">x</a>",
        "<div title=\"\n\n$x$ # H\n\n```\nc\n```\n\n\">y</div>",
        "<div title='\n\n| a |\n|--:|\n| b[^1] |\n\n[^1]: n\n\n'>y</div>",
    ] {
        let html = block(source);
        check_safe(&html);
        assert!(!html.contains("evil"), "{source}: {html}");
        check_safe(&renderer().inline(source, &how()).html);
        check_safe(&title(source));
    }
}

/// Asserts that tags balance and contain nothing that can run.
fn check_safe(html: &str) {
    let mut open = Vec::new();
    for piece in pieces(html) {
        let Piece::Tag(tag) = piece else { continue };
        let name = tag_name(tag);
        let lower = tag.to_ascii_lowercase();
        assert!(tag.ends_with('>'), "open tag {tag} in {html}");
        let banned = ["script", "iframe", "svg", "style", "form", "object", "embed", "base", "link", "meta"];
        assert!(!banned.contains(&name.trim_start_matches('/')), "{html}");
        let outside: String = lower.split('"').step_by(2).collect();
        assert!(!outside.contains(" on") && !outside.contains(" style"), "{tag} in {html}");
        for start in ["href=\"", "src=\""] {
            if let Some((_, value)) = lower.split_once(start) {
                let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                assert!(!value.starts_with("javascript:") && !value.starts_with("data:"), "{tag} in {html}");
            }
        }
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{html}"),
            None if matches!(name, "br" | "hr" | "img" | "wbr") || tag.ends_with("/>") => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} open in {html}");
    assert!(!html.contains(clean::is_dropped), "{html:?}");
}

fn hostile() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "`",
        "```",
        "\n",
        "\n\n",
        "    ",
        "<",
        ">",
        "</b>",
        "<b>",
        "<div>",
        "</div>",
        "<script>",
        "<think>",
        "<!--",
        "-->",
        "\"",
        "'",
        "&",
        "&#xFDD0;",
        "&#xFDD1;0&#xFDD2;",
        "\u{fdd1}0\u{fdd2}",
        "\u{1}",
        "\u{2}",
        "\u{3}",
        "\0",
        "[a](",
        "![",
        "](x)",
        ")",
        "]",
        "[^1]",
        "\n[^1]: n\n",
        "|a|b|\n|-|-|\n",
        "|",
        "# ",
        "- ",
        "- [x] ",
        "1. ",
        "> ",
        "~",
        "~~",
        "*",
        "**",
        "_",
        "\\",
        "\\frac",
        "{",
        "}",
        "^",
        "\\left(",
        "\\text{",
        "\\norm",
        "\\begin{array}{c}",
        "%",
        "é",
        "我",
        "\u{202e}",
        "x",
        "word ",
        " onclick=",
        "javascript:",
        "https://e.org",
        "<a href=",
        "<img src=",
        "<table>",
        "<td>",
        "<p>",
        "<details>",
        "\t",
        "{#id .c}",
        "\n---\n",
        "\\href{javascript:x}{y}",
        "<math>",
        "<code>",
        "<pre>",
    ]);
    prop::collection::vec(prop_oneof![4 => bits.prop_map(str::to_owned), 1 => ".{0,4}"], 0..40)
        .prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_input_breaks_a_page(source in hostile(), limit in 0usize..60) {
        let rendered = renderer().block(&source, &how());
        check_safe(&rendered.html);
        for (range, what) in rendered.problems.iter().map(|p| (&p.range, "problem")).chain(rendered.links.iter().map(|l| (&l.range, "link"))) {
            prop_assert!(source.get(range.clone()).is_some(), "{what} {range:?}");
        }
        check_safe(&renderer().inline(&source, &how()).html);
        check_safe(&title(&source));
        check_safe(&excerpt(&rendered.html, limit).html);
        check_safe(&feed_html(&rendered.html, "https://h.org", "https://h.org/p/"));
        plain_text(&rendered.html);
    }

    #[test]
    fn reading_again_never_panics(html in hostile(), limit in 0usize..40) {
        excerpt(&html, limit);
        plain_text(&html);
        feed_html(&html, "https://h.org", &html);
    }
}
