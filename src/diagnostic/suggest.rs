//! Did you mean …? The known name that is most like a mistyped one.
//!
//! It knows names only, not what they name.

/// Nobody mistypes a name of this many bytes; whoever sends one wants to see us busy.
const LONGEST: usize = 128;

/// Returns the candidate that `wrong` was most likely meant to be, or nothing if none is near.
///
/// Letter case does not count, and `-`, `_` and a space are one. A third of the letters may be wrong, missing,
/// too many or swapped with their neighbour. Of two that are equally near, the first in byte order is returned,
/// whatever the order of the candidates.
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
            // At least one letter has to be right, or every one-letter name would be like every other.
            let near = |distance: usize| distance <= allowed && distance < length.min(other);
            // Lengths that differ by more than that cannot be near: no need to compare the letters.
            if length.abs_diff(other) > allowed {
                return None;
            }
            let distance = strsim::osa_distance(&wrong, &folded);
            near(distance).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Comparisons that one kind of problem gets: with 1,000 known names, 100 wrong ones are compared with all of them.
const COMPARISONS: usize = 100_000;

/// [`nearest`] for any number of wrong names among any number of known ones, of which strangers may write both. It stops
/// suggesting after a fixed number of comparisons, so the work does not grow with the product of the two.
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
    /// Returns what [`nearest`] returns, or nothing once all comparisons are used up. The first name is always compared with all.
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
    fn a_slip_of_the_hand_is_understood() {
        assert_eq!(meant("titel"), Some("title"));
        assert_eq!(meant("baseurl"), Some("base_url"));
        assert_eq!(meant("topic"), Some("topics"));
        assert_eq!(meant("prepage"), Some("per_page"));
    }

    #[test]
    fn case_and_separators_do_not_count() {
        assert_eq!(meant("Title"), Some("title"));
        assert_eq!(meant("BASE-URL"), Some("base_url"));
        assert_eq!(meant("per page"), Some("per_page"));
    }

    #[test]
    fn what_is_far_from_everything_gets_no_suggestion() {
        assert_eq!(meant("colour"), None);
        assert_eq!(meant("x"), None);
        assert_eq!(meant(""), None);
        assert_eq!(meant(&"title".repeat(1000)), None);
    }

    #[test]
    fn many_wrong_names_among_many_known_ones_are_compared_so_often_and_no_more() {
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
    fn a_tie_is_broken_the_same_way_in_any_order() {
        assert_eq!(nearest("cat", ["car", "bat"].into_iter()), Some("bat"));
        assert_eq!(nearest("cat", ["bat", "car"].into_iter()), Some("bat"));
    }
}
