//! The words and phrases of a text that say most about its subject.

use super::rarity;
use crate::text::keyphrases::{self, Keyphrases, significant_words, spellings};

/// The words and phrases of a text, as it writes them.
pub struct Subjects<'t> {
    /// Sorted by id, each once.
    spellings: Vec<(u32, &'t str)>,
}

/// Words in more than one text of ten do not name a subject: the natural logarithm of ten, in sixteenths.
const MIN_RARITY: u32 = 37;

impl<'t> Subjects<'t> {
    /// Returns the words and phrases of a text.
    pub fn new(text: &'t str) -> Subjects<'t> {
        let mut spellings = spellings(text);
        // Sorting is stable, so the first spelling of each stays.
        spellings.sort_by_key(|(id, _)| *id);
        spellings.dedup_by_key(|(id, _)| *id);
        Subjects { spellings }
    }

    /// Returns at most `most` words and phrases that another text has too, those that say most first. No word occurs
    /// twice.
    pub fn shared_with(&self, other: &Keyphrases, most: usize) -> Vec<String> {
        let shared = self.spellings.iter().filter_map(|&(id, text)| Some((text, other.mark(id)?.weight())));
        let mut shared: Vec<(u32, &str)> =
            shared.filter_map(|(text, weight)| Some((specificity(text)? * (weight + 4), text))).collect();
        shared.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let (mut found, mut named) = (Vec::new(), Vec::new());
        for (_, text) in shared {
            let words: Vec<u32> = keyphrases::words(text).iter().map(|word| word.id).collect();
            if found.len() < most && !words.iter().any(|word| named.contains(word)) {
                named.extend(words);
                found.push(text.to_owned());
            }
        }
        found
    }
}

/// Returns the sum of the rarities of the words of a term; `None` if all are common.
fn specificity(term: &str) -> Option<u32> {
    let (mut sum, mut most) = (0, 0);
    significant_words(term, |_, word| {
        let rarity = rarity(word);
        sum += rarity;
        most = most.max(rarity);
    });
    (most >= MIN_RARITY).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> Vec<String> {
        Subjects::new(a).shared_with(&Keyphrases::new(b, "", &[]), 3)
    }

    #[test]
    fn a_phrase_is_named_instead_of_its_words() {
        assert_eq!(
            shared("Circuit topology by diffusion", "Diffusion of circuit topology"),
            ["Circuit topology", "diffusion"]
        );
    }

    #[test]
    fn common_words_are_not_subjects() {
        assert!(shared("A model of large data", "Large models, more data").is_empty());
        assert_eq!(shared("A model of quasars", "Quasars: a model"), ["quasars"]);
    }
}
