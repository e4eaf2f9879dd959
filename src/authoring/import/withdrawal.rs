//! Withdrawals: notices instead of an abstract, in a comment, or before a title.
//!
//! A notice is at the beginning of a sentence. "We study withdrawn papers" is not a notice, and a paper that was
//! withdrawn from a conference does not count as withdrawn.

use super::record::Record;
use crate::yaml::document::Value;
use chrono::NaiveDate;

/// Why and when a paper was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The notice, on one line; may be empty.
    pub reason: String,
    pub date: Option<NaiveDate>,
}

impl Withdrawal {
    /// Returns the value of `withdrawn:`.
    pub(super) fn value(&self) -> Value {
        let date = self.date.map(|date| date.to_string());
        match (self.reason.as_str(), date) {
            ("", None) => Value::Plain("true".to_owned()),
            ("", Some(date)) => Value::map([("date", Value::from(date))]),
            (reason, None) => Value::from(reason),
            (reason, Some(date)) => {
                Value::map([("reason", Value::from(reason)), ("date", Value::from(date))])
            }
        }
    }
}

/// If the text after a notice has at most this many characters, the whole abstract is the notice.
const REST: usize = 300;

/// Marks a record as withdrawn if its abstract, its title or a comment is a notice. `day` is the day of the newest
/// version.
///
/// Returns whether the comment was used.
pub(super) fn mark(record: &mut Record, comment: &str, day: Option<NaiveDate>) -> bool {
    if ![comment, &record.abstract_, &record.title].into_iter().any(has_verb) {
        return false;
    }
    let comment = words(comment);
    let of_comment = sentences(&comment).find(|sentence| is_notice(sentence)).map(|sentence| {
        let at = sentence.as_ptr() as usize - comment.as_ptr() as usize;
        &comment[at..]
    });
    let text = words(&record.abstract_);
    let of_abstract = sentences(&text).next().filter(|sentence| is_notice(sentence));
    let rest = of_abstract.map_or(0, |notice| text.chars().count() - notice.chars().count());
    record.is_notice = of_abstract.is_some() && rest <= REST;
    let of_abstract = of_abstract.map(|notice| if record.is_notice { text.as_str() } else { notice });
    let of_title = title_notice(&record.title);
    let used = of_comment.is_some();
    // The longest notice gives the reason.
    let notices = [of_comment, of_abstract, of_title].into_iter().flatten();
    let Some(notice) = notices.max_by_key(|notice| notice.len()) else { return false };
    let reason = notice.trim_end_matches('.');
    let says_more = reason.split_whitespace().count() > 2 || of_title == Some(notice);
    let reason = if says_more { reason.to_owned() } else { String::new() };
    record.withdrawn = Some(Withdrawal { reason, date: day });
    used
}

/// Returns whether a text has the stem of a verb of every notice. Most texts have none, and are not split into words.
fn has_verb(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts = |at: usize, stem: &str| {
        bytes.get(at..at + stem.len()).is_some_and(|word| word.eq_ignore_ascii_case(stem.as_bytes()))
    };
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'w' | b'W' => starts(at, "withdr"),
        b'r' | b'R' => starts(at, "retract") || starts(at, "removed"),
        _ => false,
    })
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits a text on one line after full stops and semicolons.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    // The full stop of a number ends no sentence: `arXiv:2401.10016`.
    let is_number = move |at: usize| text[at + 1..].starts_with(|next: char| next.is_ascii_digit());
    let mut start = 0;
    let ends =
        text.match_indices(['.', ';', '!']).filter(move |&(at, _)| !is_number(at)).map(|(at, _)| at + 1);
    ends.chain([text.len()])
        .map(move |end| text[std::mem::replace(&mut start, end)..end].trim().trim_end_matches(';'))
        .filter(|part| !part.is_empty())
}

/// Returns the notice before a title, as written by publishers.
fn title_notice(title: &str) -> Option<&'static str> {
    let title = title.trim_start_matches(['[', '(', '*']);
    let starts = |word: &str| {
        title.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && title[word.len()..].trim_start_matches([']', ')', '*', ' ']).starts_with([':', '-', '–', '—'])
            || title.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
                && title[word.len()..].starts_with([']', ')'])
    };
    // `On margins [withdrawn]`
    let ends = |word: &str| {
        let end = title.trim_end_matches(['.', ' ']).strip_suffix([']', ')']);
        let at = end.and_then(|end| end.len().checked_sub(word.len() + 1));
        end.zip(at).is_some_and(|(end, at)| {
            at > 0
                && end
                    .get(at..)
                    .is_some_and(|last| last.starts_with(['[', '(']) && last[1..].eq_ignore_ascii_case(word))
        })
    };
    [
        "Retracted article",
        "Retracted chapter",
        "Retracted paper",
        "Retracted",
        "Withdrawn article",
        "Withdrawn",
    ]
    .into_iter()
    .find(|word| starts(word) || ends(word))
}

/// Returns whether a sentence means that this paper is withdrawn.
fn is_notice(sentence: &str) -> bool {
    const PAPERS: [&str; 19] = [
        "paper",
        "article",
        "submission",
        "manuscript",
        "work",
        "preprint",
        "pre-print",
        "note",
        "version",
        "document",
        "draft",
        "report",
        "letter",
        "thesis",
        "e-print",
        "eprint",
        "publication",
        "contribution",
        "chapter",
    ];
    const BETWEEN: [&str; 16] = [
        "has",
        "have",
        "had",
        "was",
        "is",
        "are",
        "being",
        "been",
        "now",
        "temporarily",
        "voluntarily",
        "permanently",
        "hereby",
        "formally",
        "arxiv",
        "original",
    ];
    let lower = sentence.to_lowercase();
    let plain =
        |word: &str| word.trim_matches(|char: char| !char.is_alphanumeric() && char != '-').to_owned();
    // Each word, and whether a punctuation mark follows it: `withdrawn: Theorem 1 is wrong`.
    let (words, marked): (Vec<String>, Vec<bool>) = lower
        .split(' ')
        .map(|raw| (plain(raw), raw.ends_with([':', ',', '.', ')', ']', '-', '–', '!'])))
        .filter(|(word, _)| !word.is_empty())
        .unzip();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let is_verb =
        |word: &str| matches!(word, "withdrawn" | "retracted" | "withdraw" | "retract" | "withdrew");
    // A withdrawal from a conference does not count, nor does a paper about withdrawn items.
    let is_from_here = |at: usize| {
        matches!(
            (word(at), word(at + 1), word(at + 2)),
            ("from", "arxiv", _)
                | ("from", "the", "arxiv")
                | ("from", "publication", _)
                | (
                    "" | "by"
                        | "due"
                        | "because"
                        | "as"
                        | "since"
                        | "for"
                        | "pending"
                        | "at"
                        | "and"
                        | "after"
                        | "owing"
                        | "on"
                        | "until"
                        | "in"
                        | "with"
                        | "it"
                        | "this"
                        | "see",
                    ..,
                )
        )
    };
    // "Due to an error in Lemma 2, we are withdrawing this paper"
    let is_act = |at: usize| {
        matches!(word(at), "withdraw" | "withdrawing" | "withdrew" | "retract" | "retracting")
            && matches!(word(at + 1), "this" | "the" | "our" | "my")
            && PAPERS.contains(&word(at + 2))
    };
    let is_of_author = |at: usize| {
        (at.saturating_sub(4)..at).any(|at| matches!(word(at), "we" | "i" | "author" | "authors"))
            && !(at.saturating_sub(4)..at).any(|at| {
                matches!(word(at), "not" | "never" | "cannot" | "should" | "could" | "might" | "must")
            })
    };
    if (0..words.len()).any(|at| is_act(at) && is_of_author(at)) {
        return true;
    }
    // "This paper has been superseded by arXiv:2401.10016 and is withdrawn"
    let is_last = |at: usize| {
        at + 1 == words.len()
            && at > 2
            && word(at) == "withdrawn"
            && matches!(word(at - 1), "is" | "was" | "been")
            && matches!(word(0), "this" | "the")
            && PAPERS.contains(&word(1))
    };
    if is_last(words.len().saturating_sub(1)) && !words.iter().any(|word| word == "not" || word == "if") {
        return true;
    }
    let mut at = 0;
    if matches!((word(0), word(1), word(2)), ("arxiv", "admin", "note") | ("please", "note", "that" | "this"))
    {
        at = if word(2) == "this" { 2 } else { 3 };
    }
    while matches!(
        word(at),
        "note"
            | "comment"
            | "comments"
            | "remark"
            | "this"
            | "the"
            | "our"
            | "my"
            | "present"
            | "above"
            | "original"
            | "arxiv"
    ) {
        at += 1;
    }
    // "The authors have withdrawn this paper", "We withdraw this submission"
    if matches!(word(at), "author" | "authors" | "we" | "i" | "author(s)" | "author(s") {
        let verb = (at + 1..at + 5).find(|&at| is_verb(word(at)));
        return verb.is_some_and(|verb| {
            (at + 1..verb).all(|at| {
                BETWEEN.contains(&word(at)) || matches!(word(at), "wish" | "wishes" | "to" | "would" | "like")
            }) && matches!(word(verb + 1), "this" | "the" | "our" | "my" | "it" | "")
                && (PAPERS.contains(&word(verb + 2))
                    || matches!(word(verb + 1), "it" | "")
                    || PAPERS.contains(&word(verb + 3)))
        });
    }
    if PAPERS.contains(&word(at)) {
        at += 1;
    } else if at > 0 && !is_verb(word(at)) {
        return false;
    }
    while BETWEEN.contains(&word(at)) {
        at += 1;
    }
    match word(at) {
        "removed" => word(at + 1) == "by" && word(at + 2) == "arxiv",
        verb => {
            let is_marked = marked.get(at).copied().unwrap_or_default();
            is_verb(verb) && verb.ends_with(['n', 'd']) && (is_marked || is_from_here(at + 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(abstract_: &str, comment: &str) -> Record {
        let mut record = Record { abstract_: abstract_.to_owned(), ..Record::default() };
        mark(&mut record, comment, None);
        record
    }

    fn reason(abstract_: &str, comment: &str) -> Option<String> {
        marked(abstract_, comment).withdrawn.map(|withdrawn| withdrawn.reason)
    }

    #[test]
    fn a_notice_is_found_in_abstract_and_comment() {
        for notice in [
            "This paper has been withdrawn by the author due to a crucial error in Lemma 3",
            "This submission has been withdrawn by arXiv administrators because it contains a fictitious author",
            "The paper was withdrawn because of a gap",
            "This article has been temporarily withdrawn, pending revision",
            "Withdrawn due to an error in Section 2",
            "Paper withdrawn: Theorem 1 is wrong",
            "The authors have withdrawn this paper because of a mistake",
            "We withdraw this paper since the proof has a gap",
            "I have withdrawn this submission for now",
            "The manuscript is retracted owing to plagiarism",
            "This submission has been removed by arXiv administrators",
            "arXiv admin note: This submission has been withdrawn due to disputed authorship",
            "I am withdrawing this paper because of an error in Lemma 2",
            "Due to an error in the experiments, we withdraw this paper",
            "This paper is contained in arXiv:2401.10016 and is withdrawn",
        ] {
            assert_eq!(reason(notice, "").as_deref(), Some(notice), "{notice}");
            assert!(marked(notice, "").is_notice);
            assert_eq!(
                reason("We prove it.", &format!("12 pages; {notice}.")).as_deref(),
                Some(notice),
                "{notice}"
            );
        }
        assert_eq!(reason("We prove it.", "Withdrawn").as_deref(), Some(""));
        assert_eq!(
            reason("This paper is withdrawn by the authors because of a gap.", "withdrawn").as_deref(),
            Some("This paper is withdrawn by the authors because of a gap")
        );
    }

    #[test]
    fn papers_about_withdrawals_are_not_withdrawn() {
        for text in [
            "We study withdrawn papers. This paper was withdrawn by nobody.",
            "Retracted papers are cited for years.",
            "Withdrawn patients were excluded.",
            "The paper studies how troops were withdrawn.",
            "This paper was withdrawn from NeurIPS 2020 and improved.",
            "The authors have withdrawn blood from mice.",
            "The author wishes to thank everyone.",
            "We do not withdraw this paper.",
            "This paper was not withdrawn",
            "We ask when an author should retract the paper that nobody reads.",
            "This work removed by hand what was left.",
            "",
        ] {
            assert_eq!(reason(text, ""), None, "{text}");
            assert_eq!(
                reason("", text).filter(|_| !text.contains("This paper was withdrawn by nobody")),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn an_abstract_below_a_notice_stays_an_abstract() {
        let text = format!(
            "This paper has been withdrawn by the author. {}",
            "We prove a hard thing in three steps. ".repeat(20)
        );
        let record = marked(&text, "");
        assert!(!record.is_notice);
        assert_eq!(record.withdrawn.unwrap().reason, "This paper has been withdrawn by the author");
    }

    #[test]
    fn a_publisher_marks_the_title() {
        let title = |title: &str| {
            let mut record = Record { title: title.to_owned(), ..Record::default() };
            mark(&mut record, "", None);
            record.withdrawn.map(|withdrawn| withdrawn.reason)
        };
        assert_eq!(title("RETRACTED: A cure for all").as_deref(), Some("Retracted"));
        assert_eq!(title("RETRACTED ARTICLE: A cure").as_deref(), Some("Retracted article"));
        assert_eq!(title("[Withdrawn] A cure").as_deref(), Some("Withdrawn"));
        assert_eq!(title("A cure [withdrawn]").as_deref(), Some("Withdrawn"));
        assert_eq!(title("Retracted papers and their fate"), None);
        assert_eq!(title("Withdrawn"), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,60}|(this|paper|has been|withdrawn|by|\\.|;|é| |\\n){0,20}") {
            let _ = marked(&text, &text);
        }
    }
}
