//! The parts of a person's name, as RIS, CSL-JSON and BibTeX need them, and a name as it is shown, made of its parts.
//!
//! This module does not know entries. If only a whole name is known, its parts are guessed.

use super::others;

/// A name; that of a person is in parts.
#[derive(Debug, PartialEq, Eq)]
pub enum Name {
    /// A group, or a name without parts.
    Group(String),
    /// A person.
    Person {
        /// Given names; may be empty.
        given: String,
        /// `van`, `de la`
        particle: String,
        /// The family name.
        family: String,
        /// `Jr.`, `III`
        suffix: String,
    },
}

const SUFFIXES: [&str; 8] = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "V"];

/// Words in names of groups that names of people do not contain.
const GROUPS: [&str; 26] = [
    "team",
    "teams",
    "collaboration",
    "consortium",
    "group",
    "lab",
    "labs",
    "project",
    "initiative",
    "community",
    "university",
    "institute",
    "organization",
    "organisation",
    "association",
    "committee",
    "agency",
    "ministry",
    "foundation",
    "corporation",
    "commission",
    "society",
    "department",
    "alliance",
    "ltd.",
    "gmbh",
];

/// Reads a name as written: `Ludwig van Beethoven`, `Beethoven, Ludwig van`, `Martin Luther King Jr.`, `The Foo Team`.
pub fn parts(name: &str) -> Name {
    if is_group(name) {
        return Name::Group(words(name.split_whitespace()));
    }
    let by_comma: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let (family, suffix, given) = match *by_comma.as_slice() {
        [before, after] if SUFFIXES.contains(&after) => return natural(&[before, " ", after].concat()),
        [family, given] => (family, "", given),
        [family, first, second] if SUFFIXES.contains(&second) => (family, second, first),
        [family, suffix, given] => (family, suffix, given),
        _ => return natural(name),
    };
    let family: Vec<&str> = family.split_whitespace().collect();
    let given: Vec<&str> = given.split_whitespace().collect();
    // Particles may precede the family name or follow the given names.
    let before = family.iter().take(family.len() - 1).take_while(|word| is_particle(word)).count();
    let behind = given.iter().skip(1).rev().take_while(|word| is_particle(word)).count();
    let (given, trailing) = given.split_at(given.len() - behind);
    Name::Person {
        given: words(given.iter().copied()),
        particle: words(trailing.iter().chain(&family[..before]).copied()),
        family: words(family[before..].iter().copied()),
        suffix: suffix.to_owned(),
    }
}

/// Given names, particles, the family name, a suffix; in Chinese, Japanese and Korean the family name first.
fn natural(name: &str) -> Name {
    let words_of_name = name.split_whitespace().map(|word| word.trim_end_matches(','));
    let mut all: Vec<&str> = words_of_name.filter(|word| !word.is_empty()).collect();
    let suffix = match all.as_slice() {
        [_, _, .., last] if SUFFIXES.contains(last) => all.pop().unwrap_or_default(),
        _ => "",
    };
    if let &[family, given] = all.as_slice()
        && suffix.is_empty()
        && is_cjk(family)
        && is_cjk(given)
    {
        let (given, family) = (given.to_owned(), family.to_owned());
        return Name::Person { given, particle: String::new(), family, suffix: String::new() };
    }
    let Some(last) = all.len().checked_sub(1).filter(|&last| last > 0) else {
        return Name::Group(words(all.into_iter()));
    };
    let first = (1..last).find(|&at| is_particle(all[at])).unwrap_or(last);
    let end = (first..last).rev().find(|&at| is_particle(all[at])).map_or(first, |at| at + 1);
    Name::Person {
        given: words(all[..first].iter().copied()),
        particle: words(all[first..end].iter().copied()),
        family: words(all[end..].iter().copied()),
        suffix: suffix.to_owned(),
    }
}

/// Returns whether a name is that of a group, or a list of names: it has a word such as "Team" or "and", or several
/// commas.
pub fn is_group(name: &str) -> bool {
    let commas = name.bytes().filter(|&byte| byte == b',').count();
    let is_word = |word: &str| {
        let word = word.trim_end_matches(',');
        word.eq_ignore_ascii_case("and") || GROUPS.iter().any(|group| word.eq_ignore_ascii_case(group))
    };
    let has_word = name.split_whitespace().any(is_word);
    let is_list = commas > 2 || (commas == 2 && !name.split(',').any(|part| SUFFIXES.contains(&part.trim())));
    is_list || has_word || name.contains(['=', '@', ';'])
}

/// Returns whether a name ends in a suffix, which BibTeX would take for the family name.
pub fn has_suffix(name: &str) -> bool {
    name.rsplit_once(' ').is_some_and(|(before, last)| before.contains(' ') && SUFFIXES.contains(&last))
}

/// Returns the name of a person for citations.
pub fn family(name: &str) -> &str {
    let name = name.split(',').map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    let name = if has_suffix(name) { name.rsplit_once(' ').map_or(name, |(before, _)| before) } else { name };
    name.rsplit(' ').next().unwrap_or(name)
}

/// Returns a name for display: `Jan van der Berg Jr.`; in Chinese, Japanese and Korean without a space, the family name
/// first.
pub fn shown(family: &str, given: &str, suffix: &str) -> String {
    match is_cjk(family) && is_cjk(given) {
        true => [family, given, suffix].concat(),
        false => words([given, family, suffix].into_iter().filter(|part| !part.is_empty())),
    }
}

/// Returns whether a text is in Chinese, Japanese or Korean letters alone.
pub fn is_cjk(text: &str) -> bool {
    let is_letter = |char| matches!(char, '々' | '〇' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}');
    !text.is_empty() && text.chars().all(is_letter)
}

/// Returns whether an item of a list of authors means that there are more: `and others`, or a form of "et al.".
pub fn is_and_others(text: &str) -> bool {
    others::before(text) == Some("")
}

/// Returns the text before a final `et al.`; `None` without `et al.` or without text before it.
pub fn before_et_al(text: &str) -> Option<&str> {
    others::before(text).filter(|first| !first.is_empty())
}

fn is_particle(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

fn words<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts_of(name: &str) -> String {
        match parts(name) {
            Name::Group(name) => format!("={name}"),
            Name::Person { given, particle, family, suffix } => [given, particle, family, suffix].join("|"),
        }
    }

    #[test]
    fn names_have_parts() {
        let names = [
            ("Ada Byron", "Ada||Byron|"),
            ("Byron, Ada", "Ada||Byron|"),
            ("Ludwig van Beethoven", "Ludwig|van|Beethoven|"),
            ("Beethoven, Ludwig van", "Ludwig|van|Beethoven|"),
            ("van Beethoven, Ludwig", "Ludwig|van|Beethoven|"),
            (
                "Charles Louis Xavier Joseph de la Vallée Poussin",
                "Charles Louis Xavier Joseph|de la|Vallée Poussin|",
            ),
            ("Martin Luther King Jr.", "Martin Luther||King|Jr."),
            ("Martin Luther King, Jr.", "Martin Luther||King|Jr."),
            ("King, Jr., Martin Luther", "Martin Luther||King|Jr."),
            ("King, Martin Luther, Jr.", "Martin Luther||King|Jr."),
            ("Henry Ford II", "Henry||Ford|II"),
            ("李明", "=李明"),
            ("谢 昕", "昕||谢|"),
            ("김 민수", "민수||김|"),
            ("OpenAI", "=OpenAI"),
            ("The Foo and Bar Team", "=The Foo and Bar Team"),
            ("ATLAS Collaboration", "=ATLAS Collaboration"),
            ("a, b, c, d", "=a, b, c, d"),
            ("bell hooks", "bell||hooks|"),
            (",", "="),
            ("", "="),
            ("Byron,", "=Byron"),
            (", Ada Byron", "Ada||Byron|"),
            ("Ada , Byron", "Byron||Ada|"),
        ];
        for (name, wanted) in names {
            assert_eq!(parts_of(name), wanted, "{name}");
        }
    }

    #[test]
    fn a_name_is_shown_by_its_parts() {
        assert_eq!(shown("van der Berg", "Jan", "Jr."), "Jan van der Berg Jr.");
        assert_eq!(shown("Plato", "", ""), "Plato");
        assert_eq!(shown("谢", "昕", ""), "谢昕");
        assert_eq!(shown("谢", "Xin", ""), "Xin 谢");
    }

    #[test]
    fn people_are_cited_by_their_family() {
        let families = [
            "Ada Byron",
            "Byron, Ada",
            "Ludwig van Beethoven",
            "Martin Luther King Jr.",
            "OpenAI",
            ", x",
            "",
        ];
        assert_eq!(families.map(family), ["Byron", "Byron", "Beethoven", "King", "OpenAI", "x", ""]);
    }
}
