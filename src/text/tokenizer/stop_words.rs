//! English stop words, in one list of three degrees.

use StopWord::{Article, Common, Function};

/// How little a word says about the subject of a text; each degree includes the later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopWord {
    /// Not at the start or end of a phrase.
    Common,
    /// Not in the search index. Few words, so that names such as `You Only Look Once` stay searchable.
    Function,
    /// Not in citation keys. These never change, so words must not be added or removed.
    Article,
}

/// Returns the degree of a lower-case stop word; `None` for other words.
#[inline]
pub fn stop_word(word: &str) -> Option<StopWord> {
    let letter = usize::from(word.bytes().next().filter(u8::is_ascii_lowercase)? - b'a');
    let length = word.len();
    // Most words are not as long as any stop word with the same first letter.
    if length > MAX_LENGTH || INDEX.lengths[letter] >> length & 1 == 0 {
        return None;
    }
    let bucket = letter * MAX_LENGTH + length - 1;
    let start = packed(word.as_bytes());
    let candidates = usize::from(INDEX.starts[bucket])..usize::from(INDEX.starts[bucket + 1]);
    let candidates = INDEX.words[candidates].iter().filter(|(own, _)| *own == start);
    candidates.map(|(_, at)| WORDS[usize::from(*at)]).find(|(own, _)| *own == word).map(|(_, degree)| degree)
}

/// Returns whether the search index omits a word.
pub fn is_function_word(word: &str) -> bool {
    stop_word(word) >= Some(Function)
}

/// Returns the words that the search index omits.
pub(super) fn function_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().filter(|(_, degree)| *degree >= Function).map(|(word, _)| *word)
}

const MAX_LENGTH: usize = 13;

/// An index of the words by first letter and length, since every word of every text is looked up.
struct Index {
    lengths: [u16; 26],
    /// The start of each pair of letter and length in `words`.
    starts: [u8; 26 * MAX_LENGTH + 1],
    /// The first and last bytes of each word, and its index in [`WORDS`].
    words: [(u64, u8); WORDS.len()],
}

const INDEX: Index = {
    let (mut lengths, mut starts, mut words) = ([0; 26], [0; 26 * MAX_LENGTH + 1], [(0, 0); WORDS.len()]);
    let (mut bucket, mut count) = (0, 0);
    while bucket < 26 * MAX_LENGTH {
        let mut at = 0;
        while at < WORDS.len() {
            let word = WORDS[at].0.as_bytes();
            // A test checks that no word is longer or starts with another character.
            if (word[0] - b'a') as usize * MAX_LENGTH + word.len() - 1 == bucket {
                lengths[bucket / MAX_LENGTH] |= 1 << word.len();
                words[count] = (packed(word), at as u8);
                count += 1;
            }
            at += 1;
        }
        bucket += 1;
        starts[bucket] = count as u8;
    }
    Index { lengths, starts, words }
};

/// Packs the bytes of a word into a number, for a fast comparison. It is unique among words of one length below nine
/// bytes.
const fn packed(word: &[u8]) -> u64 {
    if let Some(start) = word.first_chunk() {
        return u64::from_le_bytes(*start);
    }
    match (word.first_chunk(), word.last_chunk()) {
        // The two halves overlap or meet.
        (Some(start), Some(end)) => {
            u32::from_le_bytes(*start) as u64 | (u32::from_le_bytes(*end) as u64) << 32
        }
        _ if word.is_empty() => 0,
        _ => word[0] as u64 | (word[word.len() / 2] as u64) << 8 | (word[word.len() - 1] as u64) << 16,
    }
}

#[rustfmt::skip]
const WORDS: &[(&str, StopWord)] = &[
    ("a", Article), ("about", Common), ("above", Common), ("across", Common), ("after", Common),
    ("against", Common), ("all", Common), ("along", Common), ("also", Common), ("although", Common),
    ("among", Common), ("an", Article), ("and", Article), ("any", Common), ("approach", Common),
    ("approaches", Common), ("are", Article), ("as", Function), ("at", Function), ("based", Common),
    ("be", Function), ("because", Common), ("been", Common), ("before", Common), ("being", Common),
    ("between", Common), ("both", Common), ("but", Common), ("by", Function), ("can", Common), ("code", Common),
    ("could", Common), ("demonstrate", Common), ("demonstrates", Common), ("different", Common), ("do", Common),
    ("does", Common), ("due", Common), ("during", Common), ("each", Common), ("either", Common),
    ("even", Common), ("existing", Common), ("extensive", Common), ("few", Common), ("first", Common),
    ("for", Article), ("from", Function), ("further", Common), ("furthermore", Common), ("given", Common),
    ("had", Common), ("has", Common), ("have", Common), ("here", Common), ("how", Common), ("however", Common),
    ("https", Common), ("if", Common), ("in", Article), ("including", Common), ("into", Common),
    ("introduce", Common), ("introduces", Common), ("is", Article), ("it", Function), ("its", Function),
    ("itself", Common), ("may", Common), ("method", Common), ("methods", Common), ("might", Common),
    ("more", Common), ("moreover", Common), ("most", Common), ("much", Common), ("must", Common),
    ("new", Common), ("no", Common), ("nor", Common), ("not", Common), ("novel", Common), ("of", Article),
    ("often", Common), ("on", Article), ("one", Common), ("only", Common), ("or", Function), ("other", Common),
    ("our", Function), ("ours", Common), ("out", Common), ("over", Common), ("own", Common), ("paper", Common),
    ("per", Common), ("present", Common), ("presents", Common), ("propose", Common), ("proposed", Common),
    ("proposes", Common), ("recent", Common), ("recently", Common), ("result", Common), ("results", Common),
    ("same", Common), ("several", Common), ("should", Common), ("show", Common), ("shown", Common),
    ("shows", Common), ("significant", Common), ("significantly", Common), ("since", Common), ("so", Common),
    ("some", Common), ("such", Common), ("than", Common), ("that", Function), ("the", Article),
    ("their", Common), ("them", Common), ("then", Common), ("there", Common), ("these", Function),
    ("they", Common), ("this", Function), ("those", Common), ("through", Common), ("thus", Common),
    ("to", Article), ("too", Common), ("toward", Common), ("towards", Common), ("two", Common),
    ("under", Common), ("up", Common), ("upon", Common), ("use", Common), ("used", Common), ("uses", Common),
    ("using", Common), ("various", Common), ("very", Common), ("via", Common), ("was", Function),
    ("we", Function), ("well", Common), ("were", Common), ("what", Common), ("when", Common), ("where", Common),
    ("whether", Common), ("which", Function), ("while", Common), ("who", Common), ("whose", Common),
    ("why", Common), ("will", Common), ("with", Article), ("within", Common), ("without", Common),
    ("would", Common), ("yet", Common), ("you", Common), ("your", Common),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_found_by_first_letter_and_length() {
        assert!(WORDS.is_sorted_by_key(|(word, _)| word));
        assert!(WORDS.iter().all(|(word, _)| word.starts_with(|char: char| char.is_ascii_lowercase())));
        assert!(WORDS.iter().all(|(word, degree)| stop_word(word) == Some(*degree)));
        assert!(["", "zebra", "agent", "Über", "7", "thesis"].iter().all(|word| stop_word(word).is_none()));
        assert!(is_function_word("the") && is_function_word("we") && !is_function_word("about"));
    }
}
