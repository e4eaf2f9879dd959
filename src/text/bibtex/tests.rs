//! Entries that do not change, entries that are fixed, texts that are refused; and the elements of whole files.

use super::read::Broken;
use super::{Chunk, Element, Reader, key, sound};
use insta::assert_snapshot;
use proptest::prelude::*;

fn fixed(text: &str) -> String {
    match sound(text, 2021) {
        Ok(fixed) => {
            // A fixed entry is sound.
            assert_eq!(sound(&fixed, 1).as_deref(), Ok(&*fixed), "{text}");
            fixed.into_owned()
        }
        Err(why) => format!("no: {why}"),
    }
}

#[test]
fn sound_entries_do_not_change() {
    let sound = [
        "@misc{a:b/1, title = {T}}",
        "@Article { k-1 ,\n title = \"A {\"}B\" # \" c\", year = 2020, month = JAN, pages = {1--5, 7}, } ",
        "@misc{k, author = {{A, B, C, D} and Jones, Jr., E and others}, isbn = {978-3-16-148410-0}}",
        "@book{k, date = {1990-02/1991?}, year = 1990, month = 2, bdsk-file-1 = {x}, author+an = {1=me}}",
    ];
    for text in sound {
        assert_eq!(fixed(text), text.trim());
    }
    assert_eq!(
        sound.map(|text| key(text).map(|at| &text[at])),
        [Some("a:b/1"), Some("k-1"), Some("k"), Some("k")]
    );
}

#[test]
fn mistakes_with_one_possible_meaning_are_fixed() {
    assert_snapshot!(fixed("see\n@Article(König 1,\n title = {On\n@home}, title = {Another}, Year = \"in press 2015\",\n month = oct # \"~1--\" # nov, journal = jacm, % of ours\n pages={--7;,9} crossref = {p}, ISBN = {3-540-29073-7, 978-3-540-29073-5}, doi = {},"), @r"
    @Article{konig-1,
      title = {On @home},
      x-title = {Another},
      year = {2015},
      x-year = {in press 2015},
      month = oct,
      x-month = {oct~1--nov},
      journal = {jacm},
      pages = {7, 9},
      x-crossref = {p},
      isbn = {3-540-29073-7},
      x-isbn = {3-540-29073-7, 978-3-540-29073-5},
    }
    ");
    assert_snapshot!(fixed("@string{jacm = {Journal of the } # acm} @string{acm = {ACM}} @misc{, author = {Ada Byron,, and and Smith, A, B, C and Al Bo, Cy Do, Ed Fa, Gi Ho}, journal = jacm # \"!\", title = {T}}"), @r"
    @misc{paper,
      author = {Ada Byron and {Smith, A, B, C} and Al Bo and Cy Do and Ed Fa and Gi Ho},
      journal = {Journal of the acm!},
      title = {T},
    }
    ");
    assert_snapshot!(fixed("@misc{a b, date = {Spring 1998}, urldate = {yesterday}, month = {March}, isbn = {1}, crossref = {p}, title = {A\u{7}B}}"), @r"
    @misc{a-b,
      x-date = {Spring 1998},
      year = {1998},
      x-urldate = {yesterday},
      month = mar,
      x-isbn = {1},
      x-crossref = {p},
      title = {A B},
    }
    ");
    assert_snapshot!(fixed("@misc{k, date = {1998-05-02}, year = {1999}, month = jun, title = {xdata=p-title}, note = {n}, note = {n}}"), @r"
    @misc{k,
      date = {1998-05-02},
      x-year = {1999},
      x-month = {jun},
      x-title = {xdata=p-title},
      note = {n},
    }
    ");
    assert_snapshot!(fixed("@inproceedings{k, title = {T}, crossref = {p}"), @r"
    @inproceedings{k,
      title = {T},
      x-crossref = {p},
      year = {2021},
    }
    ");
}

/// Returns the elements of a text, one per line.
fn elements(text: &str) -> String {
    let value = |value: &[Chunk<'_>]| {
        value
            .iter()
            .map(|chunk| match chunk {
                Chunk::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                Chunk::Word(word) => format!("#{word}"),
            })
            .collect::<Vec<_>>()
            .join("+")
    };
    let element = |element| match element {
        Element::Entry(entry) => {
            let fields = entry.fields.iter().map(|field| format!("{}={}", field.name, value(&field.value)));
            assert!(
                text[entry.span.clone()].starts_with('@')
                    && text[entry.span.clone()].ends_with(['}', ')', ' ', '\n', ',']),
                "{:?}",
                &text[entry.span]
            );
            format!("{} {}: {}", entry.kind, &text[entry.key.clone()], fields.collect::<Vec<_>>().join("; "))
        }
        Element::Strings(fields) => {
            fields.iter().map(|field| format!("{}:={}", field.name, value(&field.value))).collect()
        }
        Element::Comment => "comment".to_owned(),
        Element::Text(range) => format!("text {}", text[range].trim()),
        Element::CommentedOut(_) => "commented out".to_owned(),
        Element::Broken(Broken { why, .. }) => format!("broken: {why}"),
    };
    Reader::new(text).map(element).collect::<Vec<_>>().join("\n")
}

#[test]
fn all_valid_bibtex_is_read() {
    for (text, expected) in [
        ("@article(k, title = {In (round) brackets})", "article k: title=In (round) brackets"),
        ("@article\n{\n k,\n title = {T}\n}", "article k: title=T"),
        ("@misc{\nk\n,title={T}}", "misc k: title=T"),
        (
            "@misc{a, title={A}}, @misc{b, title={B}}@misc{c, title={C}}",
            "misc a: title=A\nmisc b: title=B\nmisc c: title=C",
        ),
        (
            "@misc{k, title = \"{Warped \"Z + Missing\" Signal}\", year = 2014}",
            "misc k: title={Warped \"Z + Missing\" Signal}; year=#2014",
        ),
        ("@misc{k, title = \"The {\"}one{\"} and\"}", "misc k: title=The {\"}one{\"} and"),
        (
            "@misc{k, title = \"The \"one\" and only\", year = 1}",
            "misc k: title=The \"one\" and only; year=#1",
        ),
        (
            "@misc{k, note = {of\n@somebody (and others) and of\n@comment{ers} here.}, year = 1}",
            "misc k: note=of @somebody (and others) and of @comment{ers} here.; year=#1",
        ),
        (
            "@misc{k, % old\n %title={Old},\n title={New} % said\n, year = 1 % end\n}",
            "misc k: title=New; year=#1",
        ),
        (
            "@string{a = \"x\"} @string(b = a # { y})\n@misc{k, title = b # \"~\" # dec, doi = 10.1/x-y}",
            "a:=x\nb:=#a+y\nmisc k: title=#b+~+#dec; doi=#10.1/x-y",
        ),
        (
            "@comment{@misc{a, title={A}}} @preamble{\"x\" # \"@misc{\"}\n@misc{k, title={T}}",
            "comment\ncomment\nmisc k: title=T",
        ),
        ("@comment some words\n@misc{k, title={T}}", "text @comment some words\nmisc k: title=T"),
        (
            "words me@example.org (x)\n% @misc{a, title={A}}\n@misc{k, title={T}}\nyear = 3,",
            "text words me@example.org (x)\ncommented out\nmisc k: title=T\ntext year = 3,",
        ),
        (
            "@misc{, title={T}} @misc{title = {T}} @misc{a b=c/1, title={T}}",
            "misc : title=T\nmisc : title=T\nmisc a b=c/1: title=T",
        ),
        (
            "@article{10.1016/0196-6774(89)90038-2, t={T}} @misc{张三2020, t={T}} @misc{a{b}c, t={T}}",
            "article 10.1016/0196-6774(89)90038-2: t=T\nmisc 张三2020: t=T\nmisc a{b}c: t=T",
        ),
        (
            "@misc{k, título = {T}, year = , note = {a \\{ b}, day = 1}",
            "misc k: título=T; year=; note=a \\{ b; day=#1",
        ),
        ("\u{feff}@misc{k, title={T}}\r\n", "misc k: title=T"),
    ] {
        assert_eq!(elements(text), expected, "{text}");
    }
}

#[test]
fn a_broken_entry_does_not_affect_the_others() {
    let good = "@misc{b, title = {B},\n year = 2020}";
    for broken in [
        "@misc{a, title = {A, year = 2020}",
        "@misc{a, title = {A}, year = 2020",
        "@misc{a, title = \"A}, year = 2020}",
        "@misc{a, title = A B}",
        "@misc{a, title {A}}",
        "@misc{a, = {A}}",
        "@misc(a, title = {A}}",
        "@misc{a, title = {A}}, year = 2020}",
        "@misc{a title = {A}}",
        "@string{a = }",
        "@comment{ unclosed",
        "@misc{",
        "@",
    ] {
        let all = elements(&format!("{broken}\n\n{good}\n"));
        assert!(all.ends_with("misc b: title=B; year=#2020"), "{broken}: {all}");
        assert!(
            all.contains("broken")
                || all.contains("text")
                || all.contains("misc a")
                || broken.contains("string")
                || broken.contains("comment"),
            "{broken}: {all}"
        );
    }
}

#[test]
fn years_are_read_outside_commands() {
    let year = |text: &str| {
        fixed(&format!("@book{{k, title = {{T}}, year = {{{text}}}}}"))
            .split("year = ")
            .nth(1)
            .map(|rest| rest[..6].to_owned())
    };
    let years = [
        "{\\noopsort{1973c}}1981",
        "{\\noopsort{1973a}}{\\switchargs{--90}{1968}}",
        "2015--2016",
        "in press",
    ];
    assert_eq!(years.map(year).map(Option::unwrap), ["{1981}", "{1968}", "{2015}", "{in pr"]);
}

#[test]
fn what_cannot_be_read_is_reported() {
    let broken = [
        "",
        "words",
        "@misc{k}",
        "@misc{k, title = {T}}}}",
        "@misc{k, title = {T} @misc{l, title = {U}}",
        "@misc{k, title = {T}} @misc{l, title = {U}}",
        "@misc{k,\n title = {T\n}",
        "@misc{k, title = \"a}b{\"}",
        "@misc k",
        "@misc{k, title}",
        "@string{k = {T}}",
        "@misc{k, title = }",
        "@misc{k, title = {one \\{ brace}, year = 1999}",
    ];
    assert_snapshot!(broken.map(fixed).join("\n"), @r"
    no: it holds no entry
    no: it holds no entry
    no: its entry has no fields
    @misc{k,
      title = {T},
    }
    no: it holds 2 entries
    no: it holds 2 entries
    @misc{k,
      title = {T},
    }
    no: the value has a closing brace too many in its line 1
    no: expected `{` after the type of the entry in its line 1
    no: expected a field name and `=` in its line 1
    no: it holds no entry
    no: its entry has no fields
    no: it is not valid BibTeX
    ");
}

#[test]
fn isbns_dates_and_pages_are_checked() {
    use super::values::{is_date, is_isbn};
    let isbns = [
        "0-306-40615-2",
        "080442957X",
        "978 0 306 40615 7",
        "0-306-40615-3",
        "X80442957X",
        "977-0-306-40615-7",
        "",
    ];
    assert_eq!(isbns.map(is_isbn), [true, true, true, false, false, false, false]);
    let dates = ["1998", "1998-05", "1998-05-02", "1998/2001", "1998-21/..", "/1998", "199X", "1723~"];
    assert!(dates.iter().all(|date| is_date(date)));
    let none = ["", "98", "1998-13", "1998-02-30", "May 1998", "1998/1999/2000", "/", "X", "1998-5", "é998"];
    assert!(!none.iter().any(|date| is_date(date)));
}

/// Strings that refer to each other, and endless fields, are attacks.
#[test]
fn entries_do_not_grow_without_limit() {
    let strings = (1..2_000).map(|number| format!("@string{{s{number} = s{0} # s{0}}}", number - 1));
    let fields = (0..400).map(|number| format!("f{number} = s1999,"));
    let text = format!(
        "@string{{s0 = {{xx}}}}{}@misc{{k, title = {{T}}, {}}}",
        strings.collect::<String>(),
        fields.collect::<String>()
    );
    assert!(fixed(&text).len() < 3_000_000);
    let fields = (0..100_000).map(|number| format!("f{number} = 1,"));
    assert_eq!(
        fixed(&format!("@misc{{k, {}}}", fields.collect::<String>())),
        "no: the entry has more than 500 fields in its line 1"
    );
}

/// Elements of BibTeX entries, complete and partial.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("@article{k1, ".to_owned()),
        Just("@string{s = ".to_owned()),
        "(title|author|year|month|date|pages|isbn|crossref|journal|x-year) *= *",
        "[{}\"(),#=@%~ \n\\\\-]{1,4}",
        "(19|20)[0-9]{2}(-[0-9]{1,2})?",
        "(jan|March|s|978-3-16-148410-0|1--5|and|Byron, Ada|von der Au)",
        "[a-zé\u{7}\u{301}学 ]{0,6}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Every text is refused, or is sound after one fix, with its key in the range of `key`.
    #[test]
    fn any_text_is_fixed_or_refused(text in pieces(), begun in any::<bool>()) {
        let text = if begun { format!("@misc{{k, title = {{T}}, {text}}}") } else { text };
        if let Ok(fixed) = sound(&text, 2021) {
            let again = sound(&fixed, 1);
            prop_assert_eq!(again.as_deref(), Ok(&*fixed));
            let at = key(&fixed);
            prop_assert!(at.is_some_and(|at| super::is_key(&fixed[at])), "{}", fixed);
        }
    }
}

#[test]
fn a_value_ends_at_the_same_brace_for_every_tool() {
    for text in [
        "@misc{k, title = {a \\}}",
        "@misc{k, title = {{a \\} b}, year = {2020}}",
        "@misc{k, title = {a {\\} b}}",
    ] {
        assert!(sound(text, 2020).is_err(), "{text}");
    }
    for text in
        ["@misc{k, title = {a \\{b\\}}}", "@misc{k, title = {a \\\\}}", "@misc{k, title = {{\\\"o} \\'{e}}}"]
    {
        assert_eq!(sound(text, 2020).as_deref(), Ok(text));
    }
}
