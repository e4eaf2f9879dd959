//! Logos of organizations, added to `content/organizations.yaml`.

use crate::authoring::formatter;
use crate::content::raw::ORGANIZATIONS;
use crate::yaml::document::Value;
use crate::yaml::write;
use std::collections::BTreeMap;

/// The file of organizations.
pub(super) const FILE: &str = "content/organizations.yaml";

/// The name and the logo of an organization.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Logo {
    pub name: String,
    /// The path of the picture on the site.
    pub url: String,
}

/// Returns whether the file has a logo for a handle.
pub(super) fn has_logo(root: &Value, handle: &str) -> bool {
    root.get(handle).and_then(|known| known.get("logo")).is_some_and(|logo| !logo.is_null())
}

/// Returns the content of the file.
///
/// # Errors
/// If the file cannot be edited: the reason.
pub(super) fn read(old: Option<&str>) -> Result<Value, formatter::Why> {
    formatter::read(old.unwrap_or_default())
}

/// Returns the text of the file with these logos, by handle; `None` if it has them all. Other values do not change.
///
/// # Errors
/// If the file cannot be edited: the reason.
pub(super) fn with_logos(
    old: Option<&str>,
    logos: &BTreeMap<String, Logo>,
) -> Result<Option<String>, formatter::Why> {
    let mut root = read(old)?;
    let mut is_changed = false;
    for (handle, Logo { name, url }) in logos {
        if has_logo(&root, handle) {
            continue;
        }
        let logo = || Value::from(url.as_str());
        match root.item_mut(handle).map(|item| &mut item.value) {
            Some(known @ Value::Map(..)) => known.set("logo", logo()),
            // Only its name.
            Some(known) => {
                let name = known.text().unwrap_or(name).to_owned();
                *known = Value::map([("name", Value::from(name)), ("logo", logo())]);
            }
            None if name.is_empty() || name == handle => root.set(handle, Value::map([("logo", logo())])),
            None => {
                root.set(handle, Value::map([("name", Value::from(name.as_str())), ("logo", logo())]));
            }
        }
        is_changed = true;
    }
    Ok(is_changed.then(|| write::write(&root, &ORGANIZATIONS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logos_are_added_and_other_values_stay() {
        let logo = |name: &str, url: &str| Logo { name: name.to_owned(), url: url.to_owned() };
        let logos = BTreeMap::from([
            ("ours".to_owned(), logo("Ours", "/o.webp")),
            ("text".to_owned(), logo("Theirs", "/t.webp")),
            ("known".to_owned(), logo("Known", "/k.webp")),
            ("new".to_owned(), logo("New One", "/n.webp")),
        ]);
        let old = "# ours\nours:\n  name: Our Lab\n  url: https://example.org/\ntext: A Name\nknown:\n  logo: /own.png\n";
        let new = with_logos(Some(old), &logos).unwrap().unwrap();
        assert_eq!(
            new,
            "# ours\nours:\n  name: Our Lab\n  url: https://example.org/\n  logo: /o.webp\ntext:\n  name: A Name\n  logo: /t.webp\nknown:\n  logo: /own.png\nnew:\n  name: New One\n  logo: /n.webp\n"
        );
        assert_eq!(with_logos(Some(&new), &logos), Ok(None));
        assert!(with_logos(Some("- a\n"), &logos).is_err());
    }
}
