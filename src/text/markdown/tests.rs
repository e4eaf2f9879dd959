//! Guarantees for readers of a page, for any input.

mod hostile;
mod oracle;

use super::html::{Piece, pieces, tag_name};
use super::reread::Excerpt;
use super::*;

fn renderer() -> &'static Markdown {
    static RENDERER: std::sync::OnceLock<Markdown> = std::sync::OnceLock::new();
    RENDERER.get_or_init(|| Markdown::new(&Options::default()).0)
}

fn keep(_: &str, _: LinkKind) -> Option<String> {
    None
}

fn how() -> Block<'static> {
    Block { id_prefix: "p-", heading_base: 2, language: "", rewrite: &keep }
}

fn block(source: &str) -> String {
    renderer().block(source, &how()).html
}

fn title(source: &str) -> String {
    renderer().title(source).html
}

fn text(source: &str) -> String {
    plain_text(&block(source))
}

fn formulas(source: &str) -> usize {
    block(source).matches("<math").count()
}

#[test]
fn amounts_of_money_are_not_formulas() {
    for source in [
        "It costs $200k, or US$5 or $10.",
        "costs $5 and $10 more",
        "between $1M-$2M a year",
        "from $200k/$300k to $1.47 million",
        "A$10/US$7, and C$5,$6",
        "(approx. $630K). Our few-step distillation",
        "environments for <$10 in compute cost, not $1,000",
        "The prices ($5, $6) are low",
        "Earn $1 Million from Freelance, $2 Million from",
        "set $HOME and $PATH first",
    ] {
        assert_eq!(formulas(source), 0, "{source}");
        assert_eq!(text(source), source);
        assert_eq!(plain_text(&title(source)), source);
    }
}

#[test]
fn formulas_beside_money_are_formulas() {
    assert_eq!(formulas("We pay $5 for $k$ and $10 for $n$ in $O(n)$"), 3);
    assert_eq!(formulas("$k$, $5$, $10^3$, $O(n)$, $304$ ACL, $1{,}084$"), 6);
    assert_eq!(formulas(r"2.6$\sim$3.1, z$\sim$0.7, st by $\sim$$4\times$, $35$$\%$"), 6);
    assert_eq!(formulas("the $n$th, $k$-means, $ x $ spaced, and (\\(T\\)) as LaTeX writes"), 4);
    assert_eq!(formulas(r"A \$5 note and \$k\$"), 0);
    assert_eq!(text(r"A \$5 note"), "A $5 note");
}

#[test]
fn markdown_cannot_break_a_formula() {
    assert_eq!(text(r"$a_1 * b_2 * c_3$ and $x_i \\ y_j$ _em_"), r"$a_1 * b_2 * c_3$ and $x_i \\ y_j$ em");
    assert_eq!(text("We have $a\n+ b$ and\n$$\nx\n- y\n$$ done"), "We have $a + b$ and $x - y$ done");
    assert_eq!(formulas("| a | b |\n|---|---|\n| $|x|$ | $\\|y\\|$ |"), 2);
    assert_eq!(formulas(r"$\text{if $x$ is even}$ here"), 1);
    assert!(block("$$E = mc^2$$").contains(r#"<math alttext="E = mc^2" display="block">"#));
    assert_eq!(formulas("> $$\n> a + b\n> $$"), 1);
    assert_eq!(formulas("`$x$` and ``$y$``\n\n```\n$z$\n```\n\n    $w$"), 0);
    assert_eq!(text("Use `$HOME` with $x$"), "Use $HOME with $x$");
}

#[test]
fn titles_are_text_and_formulas() {
    assert_eq!(title("*Not* _em_ & `code` <b>"), "*Not* _em_ &amp; `code` &lt;b&gt;");
    assert_eq!(title("10\\% better\n  with \\alpha"), "10% better with \\alpha");
    assert_eq!(title("safe \u{202e}evil\u{2066}\0"), "safe evil");
    assert_eq!(title("$\\ell_1$-regularised").matches("<math").count(), 1);
}

#[test]
fn unrenderable_formulas_are_shown_and_reported() {
    let rendered = renderer().block(r"Let $\frac{a$ and $\ours$ be.", &how());
    let marked = r#"<code class="tex">\ours</code>"#;
    assert!(rendered.html.contains(marked), "{}", rendered.html);
    let ours = rendered.problems.iter().find(|problem| problem.source == r"\ours").unwrap();
    assert_eq!((ours.kind, ours.range.clone()), (ProblemKind::Math, 18..25));
    let part = renderer().block(r"$\mathcal{O}(|\act|)$", &how());
    assert!(part.html.contains(r"<mtext><code>\act</code></mtext>") && part.problems.len() == 1);
}

#[test]
fn broken_latex_is_shown_as_written() {
    assert_eq!(
        text(r#"\textbf{X} \eg~ 10\% {\"o} \cite{x} a -- b"#),
        r#"\textbf{X} \eg~ 10% {"o} \cite{x} a – b"#
    );
    assert_eq!(
        text("p<0.05, a<b and ~5 to ~10 or 2~x~3, snake_case_name"),
        "p<0.05, a<b and ~5 to ~10 or 2~x~3, snake_case_name"
    );
    assert_eq!(text("emits <think> tokens </think> and <EOS>"), "emits <think> tokens </think> and <EOS>");
    assert_eq!(text("<think>\nreason *well*\n</think>"), "<think> reason well </think>");
}

#[test]
fn quotation_marks_of_latex_are_not_code() {
    assert_eq!(text("to ``game'' a ``*test* $k$-set'' now"), "to “game” a “test $k$-set” now");
    assert_eq!(block("``a '' b`` and ``x``").matches("<code>").count(), 2);
}

#[test]
fn nearly_all_real_formulas_render() {
    let sample = include_str!("../../../tests/data/formulas.jsonl");
    let formulas: Vec<String> = sample.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let fails = |tex: &&String| renderer().formulas.write(tex, false, &mut String::new()).is_err();
    let failed: Vec<_> = formulas.iter().filter(fails).collect();
    assert!(formulas.len() > 300 && failed.len() * 100 <= formulas.len(), "{failed:?}");
}

#[test]
fn common_shorthands_render() {
    for tex in [
        r"\bigO{n \log n}",
        r"\bigO(n)",
        r"\nicefrac{1}{2}",
        r"x_\NP",
        r"\E_{x\sim\mathcal{D}}",
        r"\widetilde{O}(\eps^{-2})",
        r"\sqrtT",
        r"\mathbbR^n",
        r"\bW_t",
        r"\norm{x}_2",
        r"5%",
        r"\textbf{77%}",
        r"\text{a_b}",
        r"a \mod b",
        r"\unicode{x2014}",
        r"\bm{x}\smash{y}",
        r"\textcolor{red}{x}",
        r"\dim \Hull(C)",
        r"x^\R",
        r"\mathds{1}",
        r"\argmin_\theta",
    ] {
        let mut html = String::new();
        assert_eq!(renderer().formulas.write(tex, false, &mut html), Ok(()), "{tex}: {html}");
        assert!(!html.contains("style=") && !html.contains("xmlns"), "{html}");
    }
}

#[test]
fn a_site_defines_macros_and_invalid_ones_are_reported() {
    let macros = [
        ("vv", r"\mathbf{#1}_{\eps}"),
        ("loop", r"\loop x"),
        ("bad1", "x"),
        ("open", "{x"),
        ("R", r"\mathrm{R}"),
    ];
    let macros = macros.map(|(name, body)| (name.to_owned(), body.to_owned())).into();
    let (markdown, problems) = Markdown::new(&Options { macros, remote_images: false });
    let names: Vec<_> = problems.iter().map(|problem| problem.name.as_str()).collect();
    assert_eq!(names, ["bad1", "open"]);
    assert!(markdown.title(r"$\vv x$ in $\R$").problems.is_empty());
    assert_eq!(markdown.title(r"$\loop$").problems[0].reason, "macros call each other too deeply");
}

/// Inline styles are replaced by classes, which `style.css` defines.
#[test]
fn cells_of_a_formula_are_aligned_as_written() {
    let cells = |source: &str| {
        let html = block(&format!("$${source}$$"));
        let tags = html.split('<').filter(|tag| tag.starts_with("mt") && tag.contains("class"));
        tags.map(|tag| tag.split('>').next().unwrap_or("").to_owned()).collect::<Vec<_>>().join(" | ")
    };
    insta::assert_snapshot!(
        [
            cells(r"\begin{aligned} a &= b \end{aligned}"),
            cells(r"\begin{cases} 1 & x \end{cases}"),
            cells(r"\begin{array}{|l|c} \hline 1 & x \end{array}"),
            cells(r"\sum_{\substack{i \\ j}} i"),
        ]
        .join("\n"),
        @r#"
    mtd class="m-r m-pr" | mtd class="m-l m-pl"
    mtd class="m-l m-pr" | mtd class="m-l m-pr m-in"
    mtable class="m-bl m-bt" displaystyle="false" | mtd class="m-l m-br"
    mtd class="m-pb" | mtd class="m-pb"
    "#
    );
    assert!(!block(r"$$\begin{aligned} {a & b} \end{aligned}$$").contains("<code"));
}

#[test]
fn modest_html_survives_beside_formulas_and_code() {
    let html = block(
        "H<sub>2</sub>O, $x_1$ and <kbd>q</kbd>\n\n```rust\nlet x = 1;\n```\n\n| a |\n|---|\n| 1 |\n\n# Top\n\nnote[^1]\n\n[^1]: end",
    );
    for part in [
        "H<sub>2</sub>O",
        "<math alttext=\"x_1\">",
        "<kbd>q</kbd>",
        "<span class=\"c-k\">let</span>",
        "class=\"table\"",
        "<h2 id=\"p-top\">",
        "id=\"p-fnref-1\"",
        "href=\"#p-fn-1\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains(clean::is_dropped));
    let removed = renderer().block("a <video src=x></video> b <b onclick=y>c</b>", &how());
    assert_eq!(removed.problems.iter().filter(|problem| problem.kind == ProblemKind::Html).count(), 2);
}

#[test]
fn links_are_filtered_rewritten_and_listed() {
    let rewrite = |url: &str, kind: LinkKind| {
        (kind == LinkKind::Link && url.starts_with('/')).then(|| format!("/base{url}"))
    };
    let how = Block { id_prefix: "", heading_base: 2, language: "", rewrite: &rewrite };
    let source = "[a](/x) [b](https://e.org/a b) <m@e.org> ![i](i.png \"t\") ![r](https://e.org/r.png) <a href=\"/raw\">r</a>";
    let plain = source.replace(" <a href=\"/raw\">r</a>", "");
    let expected = "<a href=\"/base/x\">a</a> [b](https://e.org/a b) <a href=\"mailto:m@e.org\">m@e.org</a> \
        <img src=\"i.png\" alt=\"i\" title=\"t\" loading=\"lazy\"> <a href=\"https://e.org/r.png\" rel=\"nofollow\">r</a>";
    assert_eq!(renderer().block(&plain, &how).html, format!("<p>{expected}</p>\n"));
    let raw = renderer().block(source, &how);
    assert_eq!(raw.html.trim(), format!("<p>{expected} <a href=\"/base/raw\">r</a></p>"));
    let urls: Vec<_> =
        raw.links.iter().map(|link| (link.url.as_str(), &source[link.range.clone()])).collect();
    assert_eq!(urls[0], ("/x", "[a](/x)"));
    assert_eq!(urls.last(), Some(&("/raw", "/raw")));
    assert_eq!(urls.len(), 5);
    assert!(block("[x](//evil.org/y)").contains("href=\"https://evil.org/y\" rel=\"nofollow\""));
    assert!(block("[](https://e.org)").contains(">https://e.org</a>"));
}

#[test]
fn headings_have_unique_anchors_and_are_never_empty() {
    let rendered =
        renderer().block("# One *two*\n\n# One two\n\n###### Deep $x_1$\n\n#\n\n## Own {#My-Id}", &how());
    let seen: Vec<_> = rendered.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    let expected = [
        (2, "p-one-two", "One two"),
        (2, "p-one-two-1", "One two"),
        (6, "p-deep-x_1", "Deep $x_1$"),
        (3, "p-my-id", "Own"),
    ];
    assert_eq!(seen, expected);
    assert_eq!(rendered.html.matches("<h").count(), 4);
}

#[test]
fn footnotes_go_to_the_end_in_order_of_use() {
    let html = block("b[^b] a[^a] b[^b]\n\n[^a]: the *a*\n[^b]: the b");
    assert!(html.find("the b") < html.find("the <em>a</em>"));
    for part in ["id=\"p-fnref-1\"", "id=\"p-fnref-1-2\"", "id=\"p-fn-2\"", "href=\"#p-fnref-2\""] {
        assert_eq!(html.matches(part).count(), 1, "{part} in {html}");
    }
    // The second definition of a note is text without an id.
    let html = block("b[^b]\n\n[^b]: one\n\n[^b]: two");
    assert!(html.contains("one") && html.contains("<li><p>two</p></li>"), "{html}");
}

#[test]
fn blocks_of_an_author_are_words_in_a_text_of_one_line() {
    let html = |text: &str| renderer().inline(text, &how()).html;
    assert_eq!(html("a<table><tr><td>b</td><td>*c*</td></tr></table>"), "a b <em>c</em>");
    assert_eq!(html("<details><summary>More</summary> of it</details>"), "More of it");
    assert_eq!(html("<b>bold</b> and <i>x</i>"), "<b>bold</b> and <i>x</i>");
}

#[test]
fn a_summary_is_one_line() {
    let html = renderer().inline("# Head\n\nWe *do*\nit:\n\n- one\n- two\n\n```\ncode\n```", &how()).html;
    assert_eq!(html, "Head We <em>do</em> it: one two <code>code</code>");
}

#[test]
fn code_is_highlighted_with_our_classes() {
    let html = block("```python\ndef f(x): # c\n    return \"s\" + 1\n```");
    for part in [
        "<span class=\"c-k\">def",
        "<span class=\"c-c\"># c",
        "<span class=\"c-s\">\"s",
        "<span class=\"c-n\">1",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(block("```nosuch\n<x>\n```").contains(">&lt;x&gt;\n</code></pre>"));
    assert!(!block(&format!("```rust\n{}```", "let x = 1;\n".repeat(7000))).contains("c-k"));
}

#[test]
fn excerpts_end_between_words_with_tags_closed() {
    let html = block(
        "# H\n\nSome **bold words** and [a link](https://e.org) with $x^2$ in it.\n\n```\ncode\n```\n\nMore.",
    );
    let cut = |limit| excerpt(&html, limit);
    assert_eq!(cut(11), Excerpt { html: "H Some <strong>bold</strong>".into(), cut: true });
    assert_eq!(cut(30).html, "H Some <strong>bold words</strong> and a link");
    let all = cut(1000);
    assert!(!all.cut && all.html.ends_with("in it. More.") && !all.html.contains("code"), "{all:?}");
    assert_eq!(all.html.matches("</math>").count(), 1);
    assert_eq!(excerpt("<p>我们提出了一种方法</p>", 4), Excerpt { html: "我们提出".into(), cut: true });
    assert_eq!(excerpt("<p>a &amp; b</p>", 3), Excerpt { html: "a &amp;".into(), cut: true });
}

#[test]
fn plain_text_contains_formulas_as_source() {
    let html = block("A *b* &amp; `c<d`, $x < y$ and $\\ours$.\n\nNext[^1] one.\n\n[^1]: note");
    assert_eq!(plain_text(&html), "A b & c<d, $x < y$ and $\\ours$. Next one. note");
}

#[test]
fn feeds_get_absolute_addresses_and_no_mathml() {
    let html = block("[a](/x) [b](y/../z?q#f) [c](#top) ![i](i.png) $a<b$\n\n# H\n\n```rust\nlet x;\n```");
    let feed = feed_html(&html, "https://h.org", "https://h.org/papers/1/");
    let expected = "<p><a href=\"https://h.org/x\">a</a> <a href=\"https://h.org/papers/1/z?q#f\">b</a> \
        <a href=\"https://h.org/papers/1/#top\">c</a> <img src=\"https://h.org/papers/1/i.png\" alt=\"i\"> $a&lt;b$</p>\n\
        <h2>H</h2>\n<pre><code>let x;\n</code></pre>\n";
    assert_eq!(feed, expected);
}

#[test]
fn the_highest_heading_is_one_level_below_the_pages() {
    for source in ["# a\n\n### b", "## a\n\n#### b", "a\n=\n\n### b"] {
        let rendered = renderer().block(source, &how());
        let levels: Vec<u8> = rendered.headings.iter().map(|heading| heading.level).collect();
        assert_eq!(levels, [2, 4], "{source}");
    }
}

#[test]
fn addresses_in_a_text_are_links() {
    assert_eq!(
        block(
            "Code: https://example.org/a_b--c, [see www.example.org](https://example.org) and `https://example.org`."
        ),
        "<p>Code: <a href=\"https://example.org/a_b--c\" rel=\"nofollow\">https://example.org/a_b--c</a>, \
         <a href=\"https://example.org\" rel=\"nofollow\">see www.example.org</a> and <code>https://example.org</code>.</p>\n"
    );
    assert_eq!(block("**https://example.org/x**").matches("<a ").count(), 1);
    assert_eq!(block("| a |\n|---|\n| https://example.org/x |").matches("<a ").count(), 1);
    assert_eq!(block("<a href=\"https://example.org\">at https://example.org</a>").matches("<a ").count(), 1);
    assert_eq!(
        block("[^1]: https://example.org/note\n\nText[^1]").matches("https://example.org/note\"").count(),
        1
    );
    assert!(block("代码：https://example.org/x。").contains("example.org/x</a>。"));
    assert!(block(r"Code at \url{https://example.org/x}.").contains(">https://example.org/x</a>."));
    assert!(block(r"The \href{https://example.org/x}{code}.").contains(">code</a>."));
    assert!(block("mail ada@example.org").contains("href=\"mailto:ada@example.org\""));
    assert!(!title("https://example.org/x").contains("<a"));
}

#[test]
fn a_line_break_between_ideographs_is_not_a_space() {
    assert_eq!(text("显著降低显\n存占用，\n并且\nfast\n推理"), "显著降低显存占用，并且 fast 推理");
    assert_eq!(text("> 显著降低显\n> **存占**用"), "显著降低显存占用");
    assert_eq!(text("한국어\n문장"), "한국어 문장");
    assert_eq!(plain_text(&renderer().inline("降低显\n存占用", &how()).html), "降低显存占用");
}

#[test]
fn emphasis_works_in_text_without_spaces() {
    for (source, expected) in [
        ("**注意：**以下", "<strong>注意：</strong>以下"),
        ("这是**「重要」**的", "这是<strong>「重要」</strong>的"),
        ("使用**PyTorch (v2)**训练", "使用<strong>PyTorch (v2)</strong>训练"),
        ("见**[文档](https://example.org)**了解", "</a></strong>了解"),
        ("用**`code`**的", "用<strong><code>code</code></strong>的"),
        ("*（斜体）*文字", "<em>（斜体）</em>文字"),
        ("**“引用”**的", "<strong>“引用”</strong>的"),
        ("⸱ **a(b)**は", "⸱"),
    ] {
        assert!(block(source).contains(expected), "{source}: {}", block(source));
    }
    assert_eq!(text("`**注意：**以下`"), "**注意：**以下");
    assert_eq!(text("2 * 3 * 4 和 a*b"), "2 * 3 * 4 和 a*b");
}

#[test]
fn marks_that_are_not_quotation_marks_do_not_change() {
    assert_eq!(text("他说\"你好\"。再见"), "他说\"你好\"。再见");
    assert_eq!(
        text("rock 'n' roll in the '90s, 6'2\" tall, it's \"so\""),
        "rock ’n’ roll in the ’90s, 6'2\" tall, it’s “so”"
    );
    assert!(block("[文](https://example.org \"标题\")").contains("title=\"标题\""));
    assert_eq!(block("<span title=\"标题\">文</span>"), "<p><span title=\"标题\">文</span></p>\n");
}

#[test]
fn environments_are_formulas_without_dollars() {
    let equation = block(
        "We minimise\n\n\\begin{equation}\n  L_1 = \\sum_{i=1}^{n} w_i \\, \\ell_i\n\\end{equation}\n\nand",
    );
    assert!(equation.contains("display=\"block\"") && !equation.contains("begin</"), "{equation}");
    for name in [
        "equation*",
        "align",
        "align*",
        "gather",
        "gather*",
        "multline",
        "multline*",
        "eqnarray",
        "eqnarray*",
        "displaymath",
        "flalign",
    ] {
        let source =
            format!("\\begin{{{name}}}\n  a_1 &= b_1 * c_1 \\\\\n\n  a_2 &= b_2 * c_2\n\\end{{{name}}}");
        let source = if name.contains("gather")
            || name.contains("mult")
            || name.contains("display")
            || name.contains("equation")
        {
            source.replace('&', "")
        } else {
            source
        };
        let rendered = renderer().block(&source, &how());
        assert!(rendered.html.contains("<math") && rendered.problems.is_empty(), "{name}: {rendered:?}");
    }
    for inner in ["split", "alignedat", "smallmatrix", "multlined", "cases*"] {
        let count = if inner == "alignedat" { "{1}" } else { "" };
        let rows = if inner == "multlined" { "a \\\\ b" } else { "a &= b \\\\ &= c" };
        let source =
            format!("\\begin{{equation}}\\begin{{{inner}}}{count} {rows} \\end{{{inner}}}\\end{{equation}}");
        let rendered = renderer().block(&source, &how());
        assert!(rendered.html.contains("<mtable") && rendered.problems.is_empty(), "{inner}: {rendered:?}");
    }
    let rendered = renderer().block("\\begin{tabular}{l}\na\\,b \\\\\n\\end{tabular}", &how());
    assert!(rendered.html.contains("a\\,b \\\\"), "{}", rendered.html);
    assert_eq!(rendered.problems.len(), 1);
    assert_eq!(formulas("```math\nx^2\n```\n\nand $`a_b`$ here"), 2);
    assert_eq!(block("10\\,GB and a\\_b"), "<p>10\u{202f}GB and a_b</p>\n");
}

#[test]
fn references_to_equations_are_their_numbers() {
    let source = "\\begin{equation}\na = 1 \\label{eq:a}\n\\end{equation}\n\n$$\\begin{align}\nb &= 2 \\\\\nc &= 3 \\label{unread}\n\\end{align}$$\n\n$$d \\tag{*}\\label{star}$$\n\nBy \\eqref{unread}, $\\ref{eq:a}$, \\ref{star} and $x \\eqref{eq:a}$.";
    let rendered = renderer().block(source, &how());
    assert!(rendered.problems.is_empty(), "{:?}", rendered.problems);
    for expected in [
        "<a href=\"#p-eq-2\">(3)</a>",
        "<a href=\"#p-eq-1\">1</a>",
        "<a href=\"#p-eq-3\">*</a>",
        "<math id=\"p-eq-2\" ",
    ] {
        assert!(rendered.html.contains(expected), "{expected}: {}", rendered.html);
    }
    let unknown = renderer().block("See \\ref{nowhere}.", &how());
    assert!(unknown.html.contains("<code>\\ref{nowhere}</code>") && unknown.problems.len() == 1);
}

#[test]
fn texts_that_share_a_page_share_numbers_and_labels_of_equations() {
    let equation = |label: &str| format!("\\begin{{equation}}\nx \\label{{{label}}}\n\\end{{equation}}\n\n");
    let (a, b) = (Block { id_prefix: "a-", ..how() }, Block { id_prefix: "b-", ..how() });
    let first = equation("one") + &equation("both") + "By \\eqref{two}, \\ref{both} and $x \\ref{two}$.";
    let second = equation("two") + &equation("both") + "By \\eqref{one}, \\ref{both} and \\ref{none}.";
    let [first, second] = renderer().blocks([(&first, &a), (&second, &b)]);
    for expected in
        ["<a href=\"#b-eq-1\">(3)</a>", "<a href=\"#a-eq-2\">2</a>", "id=\"a-eq-1\"", "<mtext>3</mtext>"]
    {
        assert!(first.html.contains(expected), "{expected}: {}", first.html);
    }
    for expected in ["<a href=\"#a-eq-1\">(1)</a>", "<a href=\"#b-eq-2\">4</a>", "id=\"b-eq-1\""] {
        assert!(second.html.contains(expected), "{expected}: {}", second.html);
    }
    assert_eq!((first.problems.len(), second.problems.len()), (0, 1));
}

/// HTML of texts that share a page, with prefixes `a-`, `b-`…, and their dead links.
fn connected(sources: &[&str]) -> (Vec<String>, Vec<String>) {
    let prefixes: Vec<String> =
        (b'a'..).map(|letter| format!("{}-", char::from(letter))).take(sources.len()).collect();
    let render = |(source, prefix): (&&str, &String)| {
        renderer().block(source, &Block { id_prefix: prefix, heading_base: 2, language: "", rewrite: &keep })
    };
    let mut rendered: Vec<Rendered> = sources.iter().zip(&prefixes).map(render).collect();
    let mut texts: Vec<(&str, &mut Rendered)> =
        prefixes.iter().map(String::as_str).zip(&mut rendered).collect();
    let dead = connect(&mut texts, |_, _| None).into_iter().map(|(_, link, _)| link.url).collect();
    (rendered.into_iter().map(|text| text.html).collect(), dead)
}

#[test]
fn links_within_a_page_know_github_s_anchors() {
    let headings =
        "# What's new\n\n# my_function\n\n# Files & skills\n\n# Setup\n\n# Setup\n\n# Ünïcode 中文\n\n";
    for (written, id) in [
        ("whats-new", "a-whats-new"),
        ("my_function", "a-my_function"),
        ("files--skills", "a-files--skills"),
        ("files-skills", "a-files--skills"),
        ("setup", "a-setup"),
        ("setup-1", "a-setup-1"),
        ("Setup", "a-setup"),
        ("u\u{308}ni\u{308}code-中文", "a-ünïcode-中文"),
        ("%C3%BCn%C3%AFcode-%E4%B8%AD%E6%96%87", "a-ünïcode-中文"),
    ] {
        let (html, dead) = connected(&[&format!("{headings}[x](#{written})")]);
        assert!(html[0].contains(&format!("<a href=\"#{id}\">")), "{written}: {}", html[0]);
        assert!(html[0].contains(&format!("id=\"{id}\"")) && dead.is_empty(), "{written}");
    }
    let (html, dead) = connected(&[
        "[own](#main) [other](#notes) [dead](#nowhere) [top](#)\n\n# Main",
        "# Main\n\n# Notes\n\n[x](#main)",
    ]);
    assert!(html[0].contains("href=\"#a-main\"") && html[0].contains("href=\"#b-notes\""), "{html:?}");
    assert!(html[1].contains("href=\"#b-main\"") && dead == ["#nowhere"], "{html:?} {dead:?}");
    let (html, dead) = connected(&[
        "<a name=\"appendix\"></a>Text[^1] and [it](#appendix), <h3 id=\"mine\">Mine</h3> <a href=\"#mine\">there</a>\n\n[^1]: Note",
    ]);
    assert!(
        html[0].contains("<span id=\"a-appendix\"></span>") && html[0].contains("href=\"#a-appendix\""),
        "{html:?}"
    );
    assert!(
        html[0].contains("<h3 id=\"a-mine\">") && html[0].contains("href=\"#a-mine\"") && dead.is_empty(),
        "{html:?} {dead:?}"
    );
    assert!(html[0].contains("href=\"#a-fn-1\""));
}

#[test]
fn a_text_of_one_line_has_no_ids() {
    let how = Block { id_prefix: "", ..how() };
    let html = renderer().inline("<b id=main>x</b> <a name=list></a>y", &how).html;
    assert_eq!(html, "<b>x</b> y");
}

/// Scripts find their elements by attributes that begin with `data-`, so no text may have one.
#[test]
fn html_of_a_text_has_no_data_attributes() {
    let source = "<div data-for=\"search\" DATA-LOAD='{}' id=results class=tools>a <b data-x-y=1>b</b></div>\n\nAn <em data-for=status>inline</em> element, <img src=/a.png data-for=more alt=\"\"> and\n\n<details open data-for=\"keys\"><summary data-for>s</summary>d</details>\n\n| a |\n| - |\n| <span data-for=list>c</span> |\n";
    let html = block(source);
    assert!(
        html.contains("inline") && html.contains("<details open") && !html.to_lowercase().contains("data-"),
        "{html}"
    );
    assert!(!html.contains("tools") && !html.contains("id=\"results\""), "{html}");
}

#[test]
fn harmless_html_survives_and_the_rest_is_reported() {
    for (source, expected) in [
        ("<details open><summary>s</summary>\n\nx\n\n</details>", "<details open"),
        ("<ol start=\"3\" type=\"a\"><li value=\"5\">five</li></ol>", "<li value=\"5\">"),
        ("<ol start=\"3\" type=\"a\" reversed><li>x</li></ol>", "type=\"a\""),
        ("<p align=\"center\">x</p>", "<p class=\"center\">"),
        ("<img src=\"/q.png\" alt=\"q\" width=\"50%\" align=\"right\">", "class=\"w50 right\""),
        ("<img src='/q.png' alt='q' width=120px height=80>", "height=\"80\" width=\"120\""),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>かん</rt>"),
        ("<time datetime=\"2026-01-01\">x</time> <bdo dir=\"rtl\">abc</bdo>", "<bdo dir=\"rtl\">"),
        (
            "<table><tr><td align=\"right\">1</td><td style=\"text-align:right\">2</td></tr></table>",
            "<td class=\"right\">2",
        ),
        ("<img src=\"/q.png\" alt=\"q\" style=\"width: 50%; text-align: center;\">", "class=\"w50 center\""),
        ("<table width=\"100%\"><tr><td width=\"30%\">1</td></tr></table>", "<td class=\"w33\">"),
        ("<ins datetime=\"2026-01-01\">x</ins>", "<ins datetime="),
        ("<center>x</center>", "<div class=\"center\">x</div>"),
        ("<dl><dt>t</dt><dd>m</dd></dl>", "<dl><dt>t</dt><dd>m</dd></dl>"),
    ] {
        let rendered = renderer().block(source, &how());
        assert!(rendered.html.contains(expected), "{source}: {}", rendered.html);
        assert!(rendered.problems.is_empty(), "{source}: {:?}", rendered.problems);
    }
    for source in [
        "<video src=x></video>",
        "<p style=\"color:red\">x</p>",
        "<table border=1><tr><td>x</td></tr></table>",
        "<p onclick=x>x</p>",
        "a <a href=\"javascript:x\">b</a>",
        "<p class=x>y</p>",
        "<img src=\"/a.png\" width=\"5em\">",
        "<picture><img src=\"/a.png\"></picture>",
    ] {
        assert!(!renderer().block(source, &how()).problems.is_empty(), "{source}");
    }
    let rendered = renderer().block("<p class=x>y</p> <font color=red>z</font>", &how());
    let removed: Vec<&str> = rendered.problems.iter().map(|problem| &*problem.reason).collect();
    assert_eq!(removed.join("; "), "the attribute `class=\"x\"`, `<font>`");
}

#[test]
fn quotation_marks_are_of_the_text_s_language() {
    let in_language = |language| {
        let how = Block { language, ..how() };
        plain_text(&renderer().block("\"It's 'so'\", rock 'n' roll", &how).html)
    };
    assert_eq!(in_language("de"), "„It’s ‚so‘“, rock ’n’ roll");
    assert_eq!(in_language("ru"), "«It’s „so“», rock ’n’ roll");
    assert_eq!(in_language("en"), "“It’s ‘so’”, rock ’n’ roll");
}

#[test]
fn a_quotation_mark_after_a_number_means_inches() {
    assert_eq!(
        plain_text(&block("A 27\" screen, \"5\" and \"top 10\".\n\n\"open\n\n3\" disk")),
        "A 27\" screen, “5” and “top 10”. “open 3\" disk"
    );
}

#[test]
fn struck_text_may_end_with_full_width_punctuation() {
    assert_eq!(block("前~~删除。~~后"), "<p>前<del>删除。</del>后</p>\n");
}

#[test]
fn spaces_and_commands_of_latex_keep_their_backslash_or_become_spaces() {
    assert_eq!(block("10\\:000 a\\;b c\\!d"), "<p>10\u{202f}000 a\u{202f}b c\\!d</p>\n");
    assert_eq!(block("Wow\\! \\: x"), "<p>Wow! : x</p>\n");
    let rendered = renderer().block("See \\cite{a}, Erd\\H{o}s, \\d{3}, \\begin{x} and $\\text{a}$.", &how());
    for source in ["\\cite{a}", "\\H{o}", "\\begin{x}"] {
        assert!(rendered.html.contains(&format!("<code>{source}</code>")), "{source}: {}", rendered.html);
    }
    assert_eq!(rendered.problems.len(), 3);
    assert!(rendered.html.contains(", \\d{3}, "), "{}", rendered.html);
    let html = block("$$x \\label{a}$$ Eq.~\\eqref{a}");
    assert!(html.contains("Eq. <a href=\"#p-eq-1\">(1)</a>"), "{html}");
}

#[test]
fn anchors_have_hyphens_as_written() {
    let html = block("# A -- B\n\n[x](#a----b)");
    assert!(html.contains("id=\"p-a----b\"") && html.contains(">A – B</h"), "{html}");
}

#[test]
fn alerts_have_a_name_and_a_label() {
    assert_eq!(
        block("> [!NOTE]\n> Text"),
        "<blockquote class=\"note\">\n<p><strong>Note</strong></p>\n<p>Text</p>\n</blockquote>\n"
    );
    assert_eq!(block("> [!NO]\n> Text"), "<blockquote>\n<p>[!NO]\nText</p>\n</blockquote>\n");
}

#[test]
fn equations_of_a_group_have_a_letter_after_its_number() {
    let source = "\\begin{subequations} \\label{group}\n\\begin{align}\na &= 1 \\label{one} \\\\\nb &= 2 \\label{two}\n\\end{align}\n\\end{subequations}\n\n\\begin{equation}\nc \\label{three}\n\\end{equation}\n\nBy \\ref{group}, \\eqref{one}, \\cref{two} and \\autoref{three}.";
    let rendered = renderer().block(source, &how());
    assert!(rendered.problems.is_empty(), "{:?}", rendered.problems);
    assert_eq!(plain_text(&rendered.html).rsplit("By ").next(), Some("1, (1a), (1b) and (2)."));
    let several = "\\begin{subequations}\n\\begin{align}a\\end{align}\nso\n\\begin{align}b\\end{align}\n\\end{subequations}";
    let rendered = renderer().block(several, &how());
    assert!(rendered.html.contains("so") && rendered.problems.len() == 1, "{rendered:?}");
}

#[test]
fn inner_environments_texts_between_rows_and_signs_as_tags_are_formulas() {
    for source in [
        "\\begin{alignedat}{2}\na &= b & \\quad c &= d \\\\\ne &= f & g &= h\n\\end{alignedat}",
        "\\begin{align}\na &= b \\intertext{so that}\nc &= d\n\\end{align}",
        "\\begin{gather}\nx = 1 \\tag{$\\star$} \\\\\ny = 2 \\notag\n\\end{gather}",
        "\\begin{equation}\nx = 1 \\tag{é}\n\\end{equation}",
    ] {
        let rendered = renderer().block(source, &how());
        assert!(
            rendered.html.contains("<mtable") || rendered.html.contains("<math"),
            "{source}: {rendered:?}"
        );
        assert!(rendered.problems.is_empty(), "{source}: {:?}", rendered.problems);
    }
    assert!(block("$$\\begin{align}\na \\intertext{so that} c\n\\end{align}$$").contains("so that"));
}

#[test]
fn a_heading_in_html_has_an_anchor_like_one_in_markdown() {
    let mut rendered = renderer().block(
        "# Set up\n\n<h2>Set <em>up</em> &amp; run</h2>\n\n<h3>Set up</h3>\n\n<h3 id=\"mine\">Set up</h3>\n\n[a](#set-up--run) [b](#set-up-1) [c](#mine)",
        &how(),
    );
    let dead = connect(&mut [("p-", &mut rendered)], |_, _| None);
    assert!(dead.is_empty(), "{dead:?}");
    for expected in
        ["<h2 id=\"p-set-up\">", "<h2 id=\"p-set-up--run\">", "<h3 id=\"p-set-up-1\">", "<h3 id=\"p-mine\">"]
    {
        assert!(rendered.html.contains(expected), "{expected}: {}", rendered.html);
    }
}

#[test]
fn an_excerpt_has_no_ids() {
    let html = block("$$x \\label{a} \\tag{1}$$\n\nBy \\eqref{a} and <em id=\"b\">b</em>");
    assert!(html.contains("id=\"p-eq-1\"") && html.contains("id=\"p-b\""), "{html}");
    assert!(!excerpt(&html, 200).html.contains("id="), "{}", excerpt(&html, 200).html);
}

#[test]
fn measures_ends_of_strands_and_shortened_words_have_no_quotation_marks() {
    assert_eq!(
        plain_text(&block("'Twas 5' 10\" tall; the 5'-end, a 3'UTR; 'tis 'em, the dogs' bowls and 'so'")),
        "’Twas 5' 10\" tall; the 5'-end, a 3'UTR; ’tis ’em, the dogs’ bowls and ‘so’"
    );
}
