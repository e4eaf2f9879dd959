//! Topics of a source, added to `content/topics.yaml`.

use crate::authoring::formatter;
use crate::content::raw::TOPICS;
use crate::yaml::document::Value;
use crate::yaml::write;
use std::collections::BTreeMap;

/// The file of the vocabulary.
pub(super) const FILE: &str = "content/topics.yaml";

/// Returns the text of the vocabulary with these topics, by slug, added at the end; `None` if it has them all.
///
/// # Errors
/// If the file cannot be edited: the reason.
pub(super) fn added(
    old: Option<&str>,
    names: &BTreeMap<String, String>,
) -> Result<Option<String>, formatter::Why> {
    let mut root = formatter::read(old.unwrap_or_default())?;
    let mut is_changed = false;
    for (slug, name) in names.iter().filter(|(slug, _)| !slug.is_empty()) {
        if root.get(slug).is_none() {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            root.set(slug, Value::from(name));
            is_changed = true;
        }
    }
    Ok(is_changed.then(|| write::write(&root, &TOPICS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_added_at_the_end() {
        let names = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(slug, name)| ((*slug).to_owned(), (*name).to_owned()))
                .collect::<BTreeMap<_, _>>()
        };
        let old = "# ours\nslam: SLAM\n";
        let new =
            added(Some(old), &names(&[("slam", "Slam"), ("visual-localization", "Visual Localization")]));
        let new = new.unwrap().unwrap();
        assert_eq!(new, "# ours\nslam: SLAM\nvisual-localization: Visual Localization\n");
        assert_eq!(added(Some(&new), &names(&[("slam", "SLAM")])), Ok(None));
        assert_eq!(added(None, &names(&[("a", "A")])), Ok(Some("a: A\n".to_owned())));
        assert!(added(Some("- a\n"), &names(&[("a", "A")])).is_err());
    }
}
