//! Tests of the conversion from LaTeX to Unicode and markdown.

use super::*;
use proptest::prelude::*;

fn fixed(kind: Kind, text: &str) -> String {
    fix(text, kind, false).text
}

#[test]
fn accents_become_letters() {
    for (name, expected) in [
        (r#"Erd{\"o}s"#, "Erdös"),
        (r"C. Bal\'azs", "C. Balázs"),
        (r"Garc{\'\i}a M{\'{\i}}guez", "García Míguez"),
        (r"{\L}ukasz \v{S}t\v ep\'an", "Łukasz Štěpán"),
        (r#"Stra\ss e \O{}rsted {\AA}ngstr\"om"#, "Straße Ørsted Ångström"),
        (r"Fran\c{c}ois \c Ca\u{g}r{\i}", "François Çağrı"),
        (r"Adser{\`a}", "Adserà"),
        (r"Jo{\~a}o~Silva", "João Silva"),
    ] {
        assert_eq!(fixed(Kind::Name, name), expected, "{name}");
    }
}

#[test]
fn a_letter_may_have_several_accents() {
    for (name, expected) in [
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        (r"Nguy\~{\^{e}}n", "Nguyễn"),
        (r"Nguy{\^{\~e}}n", "Nguyễn"),
        (r"Xu{\^a}n Th{\'{\u a}}ng", "Xuân Thắng"),
        (r"Th\d{\^o}ng", "Thộng"),
        (r"Garc\'{\i}a", "García"),
        (r"\'{\'{\'{\'{\'{e}}}}}", r"\'\'\'\'é"),
    ] {
        assert_eq!(fix(name, Kind::Name, true).text, expected, "{name}");
    }
    let many = r"\'".repeat(50_000);
    assert!(fix(&many, Kind::Name, true).text.len() <= many.len());
}

#[test]
fn outside_formulas_the_else_part_of_ifmmode_counts() {
    let fixed = |text: &str| fix(text, Kind::Name, true).text;
    assert_eq!(fixed(r"Ne\ifmmode \check{c}\else \v{c}\fi{}as"), "Nečas");
    assert_eq!(fixed(r"Zadro\ifmmode \dot{z}\else \.{z}\fi{}ny"), "Zadrożny");
    assert_eq!(fixed(r"a\ifmmode b"), r"a\ifmmode b");
}

#[test]
fn html_and_jats_become_text_and_markdown() {
    let fixed = |kind, text: &str| fix(text, kind, true).text;
    for (title, expected) in [
        ("The <i>Drosophila</i> &amp; H<sub>2</sub>O", "The Drosophila & H₂O"),
        ("{\\textless}i{\\textgreater}In vivo{\\textless}/i{\\textgreater} work", "In vivo work"),
        ("$<$i$>$In vivo$<$/i$>$ work", "In vivo work"),
        ("&lt;b&gt;Bold&lt;/b&gt; &#8211; &eacute;t&#xe9;", "Bold – été"),
        ("A <b> in a <CLS> token with $a<b$ and AT&T;", "A <b> in a <CLS> token with $a<b$ and AT&T;"),
        ("x<sup>th</sup> of <mml:math><mml:mi>n</mml:mi></mml:math>", "x$^{\\text{th}}$ of n"),
        ("Science {\\&}amp; Art", "Science & Art"),
    ] {
        assert_eq!(fixed(Kind::Title, title), expected, "{title}");
    }
    for (text, expected) in [
        (
            "<jats:title>Abstract</jats:title><jats:p>We <jats:italic>see</jats:italic> H<jats:sub>2</jats:sub>.</jats:p><jats:p>And <CLS>.</jats:p>",
            "We *see* H<sub>2</sub>.\n\nAnd \\<CLS>.",
        ),
        (
            "<p>One</p><jats:sec><jats:title>Methods</jats:title><p>Two</p></jats:sec>",
            "One\n\n**Methods**\n\nTwo",
        ),
        (
            "see <a href=\"https://example.org/x\">our page</a> {\\textless}CLS{\\textgreater}",
            "see [our page](https://example.org/x) \\<CLS>",
        ),
    ] {
        assert_eq!(fixed(Kind::Prose, text), expected, "{text}");
    }
    assert_eq!(fixed(Kind::Name, "Ada Byron<sup>1,2</sup>"), "Ada Byron");
}

#[test]
fn titles_lose_markup_and_keep_formulas() {
    for (title, expected) in [
        ("Calculation at Tevatron and\n  LHC energies", "Calculation at Tevatron and LHC energies"),
        (
            r"A {BERT} for \emph{all} $\alpha_{\text{x}}$ at 10\%",
            r"A BERT for all $\alpha_{\text{x}}$ at 10%",
        ),
        (r"At 360{\deg} with {\alpha}-synuclein", "At 360° with α-synuclein"),
        (r"Of x^{\deg}, {\unknown} and $5{\mu}$", r"Of x^{\deg}, {\unknown} and $5{\mu}$"),
        (r"b\textbraceleft{}v\textbraceright{} and x\textasciicircum{}2", "b{v} and x^2"),
        ("Pages 1--10 --- a story", "Pages 1–10 — a story"),
        ("The ``big'' one", "The “big” one"),
        (r"\(O(n)\) time", "$O(n)$ time"),
        ("Use --fast or not", "Use --fast or not"),
        ("For $200k or $300k", "For $200k or $300k"),
    ] {
        assert_eq!(fixed(Kind::Title, title), expected, "{title}");
    }
}

#[test]
fn abstracts_become_markdown() {
    for (text, expected) in [
        ("  One\ntwo.\n  Three\nfour.\n", "One two.\n\nThree four."),
        (
            r"Methods (\eg~CNNs, \ie transformers) by Smith \etal. work",
            "Methods (e.g. CNNs, i.e. transformers) by Smith et al. work",
        ),
        (r"a \textbf{bold} and \emph{lean} \texttt{x\_y}", "a **bold** and *lean* `x_y`"),
        (
            r"see \href{https://a.org/x\_y}{our page} or \url{https://b.org}.",
            "see [our page](https://a.org/x_y) or https://b.org.",
        ),
        ("the <CLS> token, A* and B*", "the \\<CLS> token, A\\* and B\\*"),
        ("http://a.org/~user about ~5 in Fig.~3", "http://a.org/~user about ~5 in Fig. 3"),
        ("# Not a heading", "\\# Not a heading"),
        ("set {a, b} and $\\{a\\}$", "set {a, b} and $\\{a\\}$"),
        ("(~100M words), Fig.~2, about~5", "(~100M words), Fig. 2, about 5"),
        ("an <em>update</em> of H<sub>2</sub>O by <ACTOR>", "an *update* of H<sub>2</sub>O by \\<ACTOR>"),
    ] {
        assert_eq!(fixed(Kind::Prose, text), expected, "{text}");
    }
}

#[test]
fn uncertain_commands_do_not_change_and_are_reported() {
    let fixed = fix(r"our \method and \cite{x} cost \$5", Kind::Prose, false);
    assert_eq!(fixed.text, r"our \method and \cite{x} cost \$5");
    assert_eq!(fixed.unsure, ["\\method", "\\cite"]);
    assert_eq!(fix(r"360{\foo} views", Kind::Prose, false).text, r"360{\foo} views");
    assert_eq!(
        fix(r"a sum \begin{x}a_{\ell}b <v\\ \end{x}, 5\%", Kind::Prose, true).text,
        r"a sum \begin{x}a_{\ell}b <v\\ \end{x}, 5%"
    );
    assert_eq!(fix("size 2^{128} of {GPT}", Kind::Title, true).text, "size 2^{128} of GPT");
    assert_eq!(fix(r"\tilde{O}(k)", Kind::Prose, true).text, r"\tilde{O}(k)");
    assert_eq!(fix("sim4times", Kind::Prose, false).text, "sim4times");
}

#[test]
fn an_address_ends_before_braces() {
    assert_eq!(fix("http://\\{}", Kind::Name, false).text, "http://\\");
}

proptest! {
    #[test]
    fn texts_without_signs_are_copied(text in "\\PC{0,40}|([a-z]|-| |'|h|http://x|[0-9]\\.|#|>|&|\n|é|\\[|\\(|\\)){0,30}") {
        for kind in [Kind::Title, Kind::Name, Kind::Prose] {
            let joined = joined(&markup::plain(&text, kind), kind);
            if !has_signs(&joined) {
                let mut fixing = Fixing::new(&joined, kind, true);
                fixing.span(0, fixing.chars.len(), 0);
                prop_assert_eq!(&fixing.out, &joined);
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}|(<i>|</i>|&lt;|<jats:p>|\\\\|\\{|\\}|\\$|~|-|`|'|\"|\\n|  |é|emph|href|http://|c|i|x|\\*|_|<|\\(|\\)|\\[|\\]){0,40}") {
        for kind in [Kind::Title, Kind::Name, Kind::Prose] {
            for is_tex in [false, true] {
                let _ = fix(&text, kind, is_tex);
            }
        }
    }
}

proptest! {
    #[test]
    fn groups_close_where_a_walk_finds_it(text in "[{}\\\\a\n]{0,60}") {
        let fixing = Fixing::new(&text, Kind::Prose, false);
        let to = fixing.chars.len();
        let walked = |at: usize| {
            let mut depth = 0_usize;
            for end in at..to {
                match fixing.at(end) {
                    Some('{') if !fixing.is_escaped(end) => depth += 1,
                    Some('}') if !fixing.is_escaped(end) => depth -= 1,
                    Some('\n') => return None,
                    _ => {}
                }
                if depth == 0 {
                    return Some(end);
                }
            }
            None
        };
        for at in (0..to).filter(|&at| fixing.at(at) == Some('{') && !fixing.is_escaped(at)) {
            prop_assert_eq!(fixing.closing(at, to), walked(at));
        }
    }
}
