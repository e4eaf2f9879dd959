//! Suggestions for mistyped names.

/// The longest name that gets a suggestion, in bytes. Longer ones are not typing errors, and expensive to compare.
const LONGEST: usize = 128;

/// Returns the candidate that is most similar to `wrong`; `None` if none is similar.
///
/// The measure is the optimal string alignment distance, at most a third of the length of the longer name. Letter case
/// is ignored, and `-`, `_` and a space are equal. Of two candidates with the same distance, the first in byte order is
/// returned.
pub fn nearest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.len() > LONGEST {
        return None;
    }
    let wrong = fold(wrong);
    let length = wrong.chars().count();
    candidates
        .filter(|candidate| candidate.len() <= LONGEST)
        .filter_map(|candidate| {
            let folded = fold(candidate);
            let other = folded.chars().count();
            let allowed = length.max(other).max(3) / 3;
            // At least one letter must match; otherwise all one-letter names would be similar.
            let near = |distance: usize| distance <= allowed && distance < length.min(other);
            // The distance is at least the difference of the lengths.
            if length.abs_diff(other) > allowed {
                return None;
            }
            let distance = strsim::osa_distance(&wrong, &folded);
            near(distance).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of comparisons for one kind of problem: enough for 100 wrong names and 1,000 known ones.
const COMPARISONS: usize = 100_000;

/// [`nearest`] for many wrong names and many candidates, both untrusted. After a fixed number of comparisons it returns
/// no more suggestions, so that the work does not grow with the product of the two numbers.
#[derive(Debug)]
pub struct Suggester {
    left: usize,
}

impl Default for Suggester {
    fn default() -> Suggester {
        Suggester { left: COMPARISONS }
    }
}

impl Suggester {
    /// Returns the result of [`nearest`], or `None` after the last comparison. The first name is always compared with
    /// all candidates.
    pub fn nearest<'a>(&mut self, wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        if self.left == 0 {
            return None;
        }
        let mut compared = 0;
        let nearest = nearest(wrong, candidates.inspect(|_| compared += 1));
        self.left = self.left.saturating_sub(compared);
        nearest
    }
}

fn fold(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, '-' | ' ') { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::{COMPARISONS, Suggester, nearest};

    const KEYS: [&str; 6] = ["title", "base_url", "per_page", "topics", "days", "url"];

    fn meant(wrong: &str) -> Option<&'static str> {
        nearest(wrong, KEYS.into_iter())
    }

    #[test]
    fn typing_errors_get_a_suggestion() {
        assert_eq!(meant("titel"), Some("title"));
        assert_eq!(meant("baseurl"), Some("base_url"));
        assert_eq!(meant("topic"), Some("topics"));
        assert_eq!(meant("prepage"), Some("per_page"));
    }

    #[test]
    fn case_and_separators_are_ignored() {
        assert_eq!(meant("Title"), Some("title"));
        assert_eq!(meant("BASE-URL"), Some("base_url"));
        assert_eq!(meant("per page"), Some("per_page"));
    }

    #[test]
    fn names_without_a_similar_candidate_get_no_suggestion() {
        assert_eq!(meant("colour"), None);
        assert_eq!(meant("x"), None);
        assert_eq!(meant(""), None);
        assert_eq!(meant(&"title".repeat(1000)), None);
    }

    #[test]
    fn the_number_of_comparisons_is_limited() {
        let known: Vec<String> = (0..COMPARISONS / 3 + 1).map(|number| format!("name-{number}")).collect();
        let mut suggester = Suggester::default();
        let mut compared = 0;
        let answers: Vec<bool> = (0..1000)
            .map(|_| {
                suggester
                    .nearest("nam-1", known.iter().inspect(|_| compared += 1).map(String::as_str))
                    .is_some()
            })
            .collect();
        assert_eq!(answers.iter().filter(|found| **found).count(), 3);
        assert!(answers[..3].iter().all(|found| *found));
        assert_eq!(compared, 3 * known.len());
    }

    #[test]
    fn a_tie_does_not_depend_on_the_order() {
        assert_eq!(nearest("cat", ["car", "bat"].into_iter()), Some("bat"));
        assert_eq!(nearest("cat", ["bat", "car"].into_iter()), Some("bat"));
    }
}
