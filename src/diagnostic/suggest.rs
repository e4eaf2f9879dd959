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

fn fold(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, '-' | ' ') { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
    fn a_tie_is_broken_the_same_way_in_any_order() {
        assert_eq!(nearest("cat", ["car", "bat"].into_iter()), Some("bat"));
        assert_eq!(nearest("cat", ["bat", "car"].into_iter()), Some("bat"));
    }
}
