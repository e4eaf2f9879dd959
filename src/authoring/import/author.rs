//! A person or a collaboration named by a source, in the form of an entry.
//!
//! It does not know how sources write names.

use crate::text::name_parts::{self, Name};
use crate::text::people::Person;
use crate::yaml::document::Value;

/// An author or an editor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// The name as displayed.
    pub name: String,
    /// The family name, if the source gives the name in parts. If it is empty, the other parts are empty too.
    pub family: String,
    /// Given names; may be empty.
    pub given: String,
    /// Suffix such as `Jr.`; may be empty.
    pub suffix: String,
    /// Whether it is a collaboration, and not a person.
    pub collaboration: bool,
    /// ORCID; may be empty.
    pub orcid: String,
    /// Affiliation; may be empty.
    pub affiliation: String,
}

impl From<String> for Author {
    fn from(name: String) -> Author {
        Author { name, ..Author::default() }
    }
}

impl From<Person> for Author {
    fn from(person: Person) -> Author {
        let (needs_parts, collaboration) = (person.needs_parts(), person.needs_group());
        let Person { name, family, given, suffix, .. } = person;
        match needs_parts {
            true => Author { name, family, given, suffix, collaboration, ..Author::default() },
            false => Author { name, collaboration, ..Author::default() },
        }
    }
}

impl Author {
    /// Returns a person, given the parts of the name. Commas are not valid in parts of a name and become spaces.
    pub fn person(family: &str, given: &str, suffix: &str) -> Author {
        let part = |text: &str| text.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let [mut family, mut given, mut suffix] = [family, given, suffix].map(part);
        if family.is_empty() {
            std::mem::swap(&mut family, &mut given);
        }
        if given.is_empty() {
            // A suffix is valid only with a given name and a family name.
            family = [std::mem::take(&mut family), std::mem::take(&mut suffix)].join(" ").trim().to_owned();
        }
        let name = name_parts::shown(&family, &given, &suffix);
        Author { name, family, given, suffix, ..Author::default() }
    }

    /// Returns a collaboration.
    pub fn collaboration(name: &str) -> Author {
        Author { name: name.to_owned(), collaboration: true, ..Author::default() }
    }
}

/// Returns a list of people as written in an entry.
pub(super) fn people(people: &[Author], others: bool) -> Value {
    let others = others.then(|| Value::from(AND_OTHERS));
    people.iter().map(Author::value).chain(others).collect()
}

/// The last item of a list of authors that is not complete.
const AND_OTHERS: &str = "and others";

impl Author {
    /// Returns the name, or a mapping if more is known. The parts of a name are omitted if they follow from the name.
    fn value(&self) -> Value {
        let (given, family, suffix) = (self.given.clone(), self.family.clone(), self.suffix.clone());
        let is_plain = family.is_empty()
            || name_parts::parts(&self.name)
                == Name::Person { given, particle: String::new(), family, suffix };
        let is_derived = !is_plain && self.name == name_parts::shown(&self.family, &self.given, &self.suffix);
        let part = |text: &str| (!is_plain && !text.is_empty()).then(|| Value::from(text));
        let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
        let fields = [
            ("name", text(&self.name).filter(|_| !is_derived)),
            ("family", part(&self.family)),
            ("given", part(&self.given)),
            ("suffix", part(&self.suffix)),
            ("collaboration", self.collaboration.then(|| Value::Plain("true".to_owned()))),
            ("orcid", text(&self.orcid)),
            ("affiliation", text(&self.affiliation)),
        ];
        let fields: Vec<(&str, Value)> =
            fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        match fields.as_slice() {
            [("name", name)] => name.clone(),
            _ => Value::map(fields),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns an author as written in an entry: a name, or keys and values.
    fn written(author: &Author) -> String {
        match author.value() {
            Value::Map(pairs, _) => {
                let text = |value: &Value| value.text().unwrap_or_default().to_owned();
                pairs
                    .iter()
                    .map(|(key, item)| format!("{key}={}", text(&item.value)))
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            name => name.text().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn the_parts_of_a_name_are_written_if_they_do_not_follow_from_it() {
        let person = |family, given, suffix| written(&Author::person(family, given, suffix));
        assert_eq!(person("Byron", "Ada", ""), "Ada Byron");
        assert_eq!(person("King", "Martin Luther", "Jr."), "Martin Luther King Jr.");
        assert_eq!(person("Jimeno Yepes", "Antonio", ""), "family=Jimeno Yepes given=Antonio");
        assert_eq!(person("van der Berg", "Jan", "Jr."), "family=van der Berg given=Jan suffix=Jr.");
        assert_eq!(person("谢", "昕", ""), "family=谢 given=昕");
        assert_eq!(person("", "Plato", ""), "family=Plato");
        // Values that are not valid in an entry are changed to valid ones.
        assert_eq!(
            person("Aubignac", "François", "abbé d', x"),
            "family=Aubignac given=François suffix=abbé d' x"
        );
        assert_eq!(person("King", "", "Jr."), "family=King Jr.");
        assert_eq!(written(&Author::collaboration("ATLAS")), "name=ATLAS collaboration=true");
        let known = Author { orcid: "0000-0002-1825-0097".to_owned(), ..Author::person("Byron", "Ada", "") };
        assert_eq!(written(&known), "name=Ada Byron orcid=0000-0002-1825-0097");
        let other = Author { name: "A. Byron".to_owned(), ..Author::person("Byron", "Ada", "") };
        assert_eq!(written(&other), "name=A. Byron family=Byron given=Ada");
    }

    #[test]
    fn a_list_that_is_not_complete_ends_in_and_others() {
        let value = people(&[Author::person("Byron", "Ada", "")], true);
        let texts: Vec<Option<&str>> = value.items().iter().map(|item| item.value.text()).collect();
        assert_eq!(texts, [Some("Ada Byron"), Some("and others")]);
    }
}
