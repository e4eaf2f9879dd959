//! Stop words of English: what says little of a text's subject. One list, of three degrees.

use StopWord::{Article, Common, Function};

/// How little a word says; each degree holds those below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopWord {
    /// No phrase has it at an end.
    Common,
    /// The search index leaves it out. There are few of these, so that names such as `You Only Look Once` keep theirs.
    Function,
    /// A citation key does not have it. Keys are promised for ever: a word that moves here or away changes them.
    Article,
}

/// Returns the degree of a stop word in lower case; `None` for all other words.
#[inline]
pub fn stop_word(word: &str) -> Option<StopWord> {
    let letter = usize::from(word.bytes().next().filter(u8::is_ascii_lowercase)? - b'a');
    let length = word.len();
    // Most words are not even as long as a stop word with that letter.
    if length > LONGEST || INDEX.lengths[letter] >> length & 1 == 0 {
        return None;
    }
    let bucket = letter * LONGEST + length - 1;
    let start = start_of(word.as_bytes());
    let alike = usize::from(INDEX.starts[bucket])..usize::from(INDEX.starts[bucket + 1]);
    let alike = INDEX.words[alike].iter().filter(|(own, _)| *own == start);
    alike.map(|(_, at)| WORDS[usize::from(*at)]).find(|(own, _)| *own == word).map(|(_, degree)| degree)
}

/// Tells whether the search index leaves a word out.
pub fn is_function_word(word: &str) -> bool {
    stop_word(word) >= Some(Function)
}

/// The bytes of the longest stop word.
const LONGEST: usize = 13;

/// The words by first letter and length: every word of every text is looked for there.
struct Index {
    /// For each letter the lengths of its words, as bits.
    lengths: [u16; 26],
    /// Where in `words` those of a letter and length start.
    starts: [u8; 26 * LONGEST + 1],
    /// How each begins, and its place in [`WORDS`].
    words: [(u64, u8); WORDS.len()],
}

const INDEX: Index = {
    let (mut lengths, mut starts, mut words) = ([0; 26], [0; 26 * LONGEST + 1], [(0, 0); WORDS.len()]);
    let (mut bucket, mut count) = (0, 0);
    while bucket < 26 * LONGEST {
        let mut at = 0;
        while at < WORDS.len() {
            let word = WORDS[at].0.as_bytes();
            // None is longer or begins with anything but a small letter; a test says so.
            if (word[0] - b'a') as usize * LONGEST + word.len() - 1 == bucket {
                lengths[bucket / LONGEST] |= 1 << word.len();
                words[count] = (start_of(word), at as u8);
                count += 1;
            }
            at += 1;
        }
        bucket += 1;
        starts[bucket] = count as u8;
    }
    Index { lengths, starts, words }
};

/// Returns how a word begins, as a number that tells apart all words of one length below nine bytes: numbers are compared faster than texts.
const fn start_of(word: &[u8]) -> u64 {
    if let Some(start) = word.first_chunk() {
        return u64::from_le_bytes(*start);
    }
    match (word.first_chunk(), word.last_chunk()) {
        // The two overlap, or meet.
        (Some(start), Some(end)) => {
            u32::from_le_bytes(*start) as u64 | (u32::from_le_bytes(*end) as u64) << 32
        }
        _ if word.is_empty() => 0,
        _ => word[0] as u64 | (word[word.len() / 2] as u64) << 8 | (word[word.len() - 1] as u64) << 16,
    }
}

/// In order.
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
