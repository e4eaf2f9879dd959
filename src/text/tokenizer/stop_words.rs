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
pub fn stop_word(word: &str) -> Option<StopWord> {
    let letter = usize::from(word.bytes().next().filter(u8::is_ascii_lowercase)? - b'a');
    let of_letter = &WORDS[LETTERS[letter]..LETTERS[letter + 1]];
    of_letter.iter().find(|(stop_word, _)| *stop_word == word).map(|(_, degree)| *degree)
}

/// Tells whether the search index leaves a word out.
pub fn is_function_word(word: &str) -> bool {
    stop_word(word) >= Some(Function)
}

/// Where the words of each letter begin in [`WORDS`]; every word of every text is looked for there.
const LETTERS: [usize; 27] = {
    let mut starts = [WORDS.len(); 27];
    let mut at = WORDS.len();
    while at > 0 {
        at -= 1;
        // None begins with anything but a small letter; a test says so.
        let mut letter = (WORDS[at].0.as_bytes()[0] - b'a') as usize;
        loop {
            starts[letter] = at;
            if letter == 0 {
                break;
            }
            letter -= 1;
        }
    }
    starts
};

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
    fn stop_words_are_found_by_their_first_letter() {
        assert!(WORDS.is_sorted_by_key(|(word, _)| word));
        assert!(WORDS.iter().all(|(word, _)| word.starts_with(|char: char| char.is_ascii_lowercase())));
        assert!(WORDS.iter().all(|(word, degree)| stop_word(word) == Some(*degree)));
        assert!(["", "zebra", "agent", "Über", "7", "thesis"].iter().all(|word| stop_word(word).is_none()));
        assert!(is_function_word("the") && is_function_word("we") && !is_function_word("about"));
    }
}
