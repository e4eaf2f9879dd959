//! The words of the project: plain technical English in messages, help, pages, comments and names.
//!
//! A failure prints `file:line: kind: phrase → what to write`. Code in backticks counts as one word, and code blocks of
//! pages are not read.

mod texts;

use std::collections::BTreeSet;
use std::sync::LazyLock;
use texts::{Kind, Text};

/// Phrases to avoid, and what to write.
///
/// A phrase is a list of words. `a|b` is one of several words, `*` any word, `!a|b` any other word, or the end of the
/// text. A first word `<!a|b` looks at the word before the phrase and is not part of it.
const RETIRED: [(&str, &str); 33] = [
    ("told", "reported, listed, shown"),
    ("tells", "reports, shows, returns"),
    ("tell|telling of", "report"),
    ("stand|stands|stood !for|alone|by|ins", "is, appears, is listed"),
    ("<!can|could|may|might|would lead|leads to|nowhere|elsewhere|here|there|outside|anywhere", "links to"),
    ("hang|hangs|hung on|upon|from", "depends on"),
    ("so many !that !that !that", "count, number of"),
    ("how many|much there is|are", "count, number of"),
    ("whoever|whomever", "the caller, the reader, the build"),
    ("caller|function|module|file|page|build|process|thread|program|command|test who", "that"),
    ("mend|mends|mended|mending", "fix"),
    ("lacks|lacked|lacking", "is missing, does not have"),
    ("<!a|the|for|of lack !of", "is missing, do not have"),
    ("way|ways to value|values|it", "path"),
    ("way|ways to a|the|its|each|every value|values|key|keys|place", "path"),
    ("kept in|by cache", "cached"),
    ("kept in|by * cache", "cached"),
    (
        "<!who|user|users|reader|readers|author|authors|owner|everyone|anybody wants|wanted",
        "requires, expects",
    ),
    ("by itself|themselves", "on its own, automatically"),
    ("in brief", "compact"),
    ("put|puts|putting in place !of", "move to the output directory, publish"),
    ("put|puts|putting * in place !of", "move to the output directory, publish"),
    ("put|puts|putting * * in place !of", "move to the output directory, publish"),
    ("put|puts|putting * * * in place !of", "move to the output directory, publish"),
    (NO_ARTICLE, "is not a"),
    ("beyond all bounds", "out of range"),
    ("stumble|stumbles over", "say what is not valid"),
    ("the sake of", "so that, for"),
    ("speak|speaks|speaking|spoke of", "mention, report"),
    ("ask|asks nobody|nothing", "do not use, do not require"),
    ("leave|leaves * away", "omit"),
    ("holds|hold nothing up", "does not block"),
    ("nobody's business", "not used by"),
];

/// Negation with "no" after "is". Allowed after "there", and before a comparison such as "longer".
const NO_ARTICLE: &str = "<!there|here is|are|was|were no \
    !longer|more|less|fewer|larger|smaller|better|worse|different|shorter|greater|newer|older|earlier|later|faster|slower|one|matter|.|,|;|:|)|¶";

/// The words that a phrase can begin with. Most words begin none, so this saves most of the work.
static FIRST_WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let first = |phrase: &'static str| phrase.split_whitespace().find(|word| !word.starts_with('<')).unwrap();
    RETIRED.iter().flat_map(|(phrase, _)| first(phrase).split('|')).collect()
});

/// Texts that may have a phrase: file, words around it, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Words of the longest sentence in messages, hints and help.
const LONGEST: usize = 25;

/// A word of a text, in lower case, or another character; and its line.
type Word = (String, usize);

/// Returns the words of a text. A blank line is the word `¶`.
fn words(text: &str, first_line: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (line, content) in (first_line..).zip(text.split('\n')) {
        if content.trim().is_empty() {
            words.push(("¶".to_owned(), line));
            continue;
        }
        let mut word = String::new();
        for char in content.chars().chain([' ']) {
            let is_inside = char.is_alphanumeric() || (matches!(char, '\'' | '’' | '-') && !word.is_empty());
            if is_inside {
                word.extend(char.to_lowercase());
                continue;
            }
            let whole = std::mem::take(&mut word);
            let whole = whole.trim_end_matches(['\'', '’', '-']);
            if !whole.is_empty() {
                words.push((whole.to_owned(), line));
            }
            if !char.is_whitespace() {
                words.push((char.to_string(), line));
            }
        }
    }
    words
}

/// Returns how many words from `at` the phrase covers, if it is there.
fn matched(words: &[Word], at: usize, phrase: &str) -> Option<usize> {
    let word = |at: usize| words.get(at).map_or("", |(word, _)| word.as_str());
    let is_one_of = |word: &str, choices: &str| choices.split('|').any(|choice| choice == word);
    let mut len = 0;
    for pattern in phrase.split_whitespace() {
        if let Some(others) = pattern.strip_prefix("<!") {
            if at > 0 && is_one_of(word(at - 1), others) {
                return None;
            }
            continue;
        }
        let next = word(at + len);
        let fits = match pattern.strip_prefix('!') {
            Some(others) => !is_one_of(next, others),
            None if pattern == "*" => next.starts_with(char::is_alphanumeric),
            None => is_one_of(next, pattern),
        };
        if !fits {
            return None;
        }
        len += 1;
    }
    Some(len)
}

/// Returns the retired phrases of a text: line, phrase with the words around it, and what to write.
fn retired(text: &str, first_line: usize) -> Vec<(usize, String, &'static str)> {
    let words = words(text, first_line);
    let around = |at: usize, len: usize| {
        let shown = &words[at.saturating_sub(3)..(at + len + 3).min(words.len())];
        shown.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
    };
    let mut found = Vec::new();
    for at in 0..words.len() {
        if !FIRST_WORDS.contains(words[at].0.as_str()) {
            continue;
        }
        let rule =
            RETIRED.iter().find_map(|(phrase, instead)| Some((matched(&words, at, phrase)?, *instead)));
        if let Some((len, instead)) = rule {
            found.push((words[at].1, around(at, len), instead));
        }
    }
    found
}

/// Returns the sentences of a text that have more than [`LONGEST`] words: count and beginning. Code in backticks is one
/// word.
fn long_sentences(text: &str) -> Vec<(usize, String)> {
    let parts = text.split('`').enumerate().map(|(at, part)| if at % 2 == 1 { "x" } else { part });
    let text = parts.collect::<Vec<_>>().join("`");
    let mut long = Vec::new();
    for paragraph in text.split("\n\n") {
        let ends = |word: &&str| word.trim_end_matches([')', '"', '`']).ends_with(['.', '!', '?', ';']);
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        for sentence in words.split_inclusive(|word| ends(word)) {
            let count = sentence.iter().filter(|word| word.contains(char::is_alphanumeric)).count();
            if count > LONGEST {
                long.push((count, sentence[..8].join(" ")));
            }
        }
    }
    long
}

/// Returns whether the program prints the text as a message, hint or help.
fn is_printed(text: &Text) -> bool {
    // A text with markup or several lines is a file that the program writes.
    let is_sentence = !text.text.contains(['<', '\t', '\n']);
    match text.kind {
        Kind::Message => is_sentence,
        Kind::Doc => text.file == "src/cli/args.rs",
        _ => false,
    }
}

#[test]
fn no_text_has_a_retired_phrase() {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for Text { file, line, kind, text } in texts::all() {
        for (line, phrase, instead) in retired(&text, line) {
            match EXCEPTIONS.iter().position(|(of, words, _)| *of == file && phrase.contains(words)) {
                Some(at) => _ = used.insert(at),
                None => faults.push(format!("{file}:{line}: {kind:?}: {phrase} → {instead}")),
            }
        }
    }
    assert!(faults.is_empty(), "{} retired phrases:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(used.len(), EXCEPTIONS.len(), "an exception is not needed");
}

#[test]
fn no_sentence_that_the_program_prints_has_more_than_25_words() {
    let printed = texts::all().into_iter().filter(is_printed);
    let faults: Vec<String> = printed
        .flat_map(|Text { file, line, text, .. }| {
            let long = long_sentences(&text).into_iter();
            long.map(move |(count, start)| format!("{file}:{line}: {count} words: {start} …"))
        })
        .collect();
    assert!(faults.is_empty(), "{} long sentences:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_retired_phrase_is_found_across_lines_and_in_names() {
    let source = "//! A file is\n//! told.\n\n/// Works by\n/// itself.\nfn wants_it() {\n    f(\"it hangs on {told}\");\n    let (a, told) = b;\n}\nconst SO_MANY: u8 = 1;\nstruct SoMany;\n";
    let found: Vec<(usize, String)> = texts::rust(source, true)
        .into_iter()
        .flat_map(|(_, line, text)| retired(&text, line))
        .map(|(line, phrase, _)| (line, phrase))
        .collect();
    let expected = [
        (2, "a file is told ."),
        (4, "works by itself ."),
        (6, "wants it"),
        (7, "it hangs on { }"),
        (8, "( a , told )"),
        (10, "so many"),
        (11, "so many"),
    ];
    assert_eq!(found, expected.map(|(line, phrase)| (line, phrase.to_owned())));
}

#[test]
fn good_english_has_no_retired_phrase() {
    for text in [
        "There is no file, and it is no longer than that. Is there a reason? No.",
        "The letters stand for a name. Whoa. A user wants to read it, or a reader wanted it.",
        "So many papers that the page has parts. A lack of room.",
        "Errors lead the list. A way to find it. Kept for a day, then removed.",
        "Replaces the file in place. It updates values in place. Put a list in place of it.",
        "A typo can lead to errors.",
    ] {
        assert_eq!(retired(text, 1), []);
    }
}

#[test]
fn a_rule_finds_its_own_phrase() {
    for (phrase, _) in RETIRED {
        let sample: Vec<&str> = phrase
            .split_whitespace()
            .filter(|word| !word.starts_with(['<', '!']))
            .map(|word| if word == "*" { "x" } else { word.split('|').next().unwrap() })
            .collect();
        assert_eq!(retired(&sample.join(" "), 1).len(), 1, "{phrase}");
    }
}

#[test]
fn a_long_sentence_is_one_of_more_than_25_words() {
    let words = |count: usize| vec!["word"; count].join(" ");
    assert_eq!(long_sentences(&words(25)), []);
    assert_eq!(long_sentences(&words(26))[0].0, 26);
    assert_eq!(long_sentences(&format!("{}. {}; {}", words(20), words(20), words(20))), []);
    assert_eq!(long_sentences(&format!("{} site.toml {}", words(20), words(20))).len(), 1);
    assert_eq!(long_sentences(&format!("{} `{}`", words(24), words(9))), []);
}
