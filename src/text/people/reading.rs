//! One piece of a list, read as a name or as several.

use super::pieces::braced;
use super::shapes::{
    COMPOUND, SURNAMES, has_letter, is_affiliation, is_group_word, is_initials, is_suffix, is_vancouver,
    of_vancouver, starts_small, tidy,
};
use super::{Form, People, Person};
use crate::text::name_parts::{self, is_cjk};

/// A part of a name between commas.
struct Part {
    text: String,
    words: usize,
}

/// What the rest of a list says about two parts with a comma between them: one name, or two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Separation {
    /// The list has nothing else.
    Alone,
    /// The other names have no comma: `Jane Doe, John Smith and Ann Roe`.
    LikelyList,
    /// The other names have no comma, and `and` comes after one: `Jane Doe, John Smith, and Ann Roe`.
    List,
    /// Other names have a comma, too.
    Strict,
}

pub(super) struct Reading<'r> {
    pub(super) form: Form,
    pub(super) separation: Separation,
    pub(super) clean: &'r mut dyn FnMut(&str) -> String,
    pub(super) all: &'r mut People,
}

impl Reading<'_> {
    /// Reads one piece: a name, or several. `is_weak` says that `&` separates it from the last one.
    pub(super) fn piece(&mut self, text: &str, is_weak: bool) {
        if let Some(inner) = braced(text) {
            let name = self.cleaned(inner);
            return self.group(name);
        }
        let raw = by_commas(text);
        if let Some([family, given, suffix]) = extended(&raw) {
            let [family, given, suffix] = [family, given, suffix].map(|part| self.cleaned(&part));
            return self.person(&family, &given, &suffix);
        }
        let parts: Vec<Part> = raw
            .iter()
            .map(|part| self.cleaned(part))
            .map(|text| Part { words: text.split(' ').filter(|word| !word.is_empty()).count(), text })
            .collect();
        let parts: Vec<Part> = parts.into_iter().filter(|part| has_letter(&part.text)).collect();
        match parts.as_slice() {
            [] => {
                let text = text.trim();
                self.all.dropped.extend((!text.is_empty()).then(|| text.to_owned()));
            }
            [one] if is_weak && one.words < 2 && !is_cjk(&one.text) => {
                // `Barnes & Noble`
                match self
                    .all
                    .people
                    .last_mut()
                    .filter(|last| last.family.is_empty() && !last.name.contains(' '))
                {
                    Some(last) => {
                        last.name = format!("{} & {}", last.name, one.text);
                        last.is_group = true;
                    }
                    None => self.spoken(&one.text, &raw),
                }
            }
            [one] => self.spoken(&one.text, &raw),
            parts => self.parts(text, parts),
        }
    }

    fn cleaned(&mut self, text: &str) -> String {
        let text = (self.clean)(text.trim());
        let tidy = tidy(&text);
        if tidy.len() < text.len()
            && has_letter(tidy)
            && text.contains(|char: char| char.is_ascii_digit() || char == ':')
        {
            self.all.dropped.push(text.clone());
        }
        tidy.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Adds a name in spoken order.
    fn spoken(&mut self, name: &str, raw: &[&str]) {
        // `Donatella {Della Porta}`: braces join the family name.
        if let [raw] = raw
            && let Some((given, family)) =
                raw.trim_end().strip_suffix('}').and_then(|raw| raw.rsplit_once('{'))
            && given.ends_with(|char: char| char.is_whitespace() || char == '~')
            && family.contains(' ')
            && !family.starts_with('\\')
        {
            let (given, family) = (self.cleaned(given), self.cleaned(family));
            return self.person(&family, &given, "");
        }
        // `The X Collaboration: L. Adel`, `J. Bond for the X Collaboration`
        for (sign, is_group_first) in
            [(": ", true), (" on behalf of ", false), (" (for ", false), (" for the ", false), (" (", false)]
        {
            let Some((first, second)) = name.split_once(sign) else { continue };
            let second = second.trim_end_matches(')');
            let second = second.strip_prefix("on behalf of ").unwrap_or(second);
            let second = second.strip_prefix("the ").unwrap_or(second);
            let group = if is_group_first { first } else { second };
            let is_group = name_parts::is_group(group) && !(sign == " (" && is_affiliation(group));
            if !is_group || first.is_empty() || second.is_empty() {
                continue;
            }
            for part in [first, second] {
                match part == group {
                    true => self.group(part.to_owned()),
                    false => self.all.people.push(Person { name: part.to_owned(), ..Person::default() }),
                }
            }
            return;
        }
        let name = match name.strip_suffix(')').and_then(|name| name.split_once(" (")) {
            Some((before, inside)) if is_affiliation(inside) => {
                self.all.dropped.push(name.to_owned());
                before
            }
            _ => name,
        };
        let name = match name.split_once(' ') {
            // `育伟 杨` may be either order; the family name comes first where both are written.
            Some((family, given)) if is_cjk(family) && is_cjk(given) => {
                return self.person(family, given, "");
            }
            _ => name,
        };
        if name_parts::is_group(name) {
            return self.group(name.to_owned());
        }
        self.all.people.push(Person { name: name.to_owned(), ..Person::default() });
    }

    fn group(&mut self, name: String) {
        match has_letter(&name) {
            true => self.all.people.push(Person { name, is_group: true, ..Person::default() }),
            false => self.all.dropped.extend((!name.is_empty()).then_some(name)),
        }
    }

    fn person(&mut self, family: &str, given: &str, suffix: &str) {
        if let Some((given, inside)) = given.strip_suffix(')').and_then(|given| given.split_once(" (")) {
            // `Zhang, San (张三)`
            let (given, is_dropped) = (given.trim(), is_affiliation(inside));
            self.person(family, given, suffix);
            if is_dropped {
                self.all.dropped.push(inside.to_owned());
            } else if let Some(person) = self.all.people.last_mut() {
                person.name = format!("{} ({inside})", person.name);
            }
            return;
        }
        if is_group_word(family) && !given.is_empty() {
            // `Collaboration, ATLAS`
            return self.group(format!("{given} {family}"));
        }
        let name = name_parts::shown(family, given, suffix);
        let (family, given, suffix) = (family.to_owned(), given.to_owned(), suffix.to_owned());
        self.all.people.push(Person { name, family, given, suffix, is_group: false });
    }

    /// Adds parts separated by commas: the parts of one name, or several names.
    fn parts(&mut self, text: &str, parts: &[Part]) {
        let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        if texts.iter().all(|text| is_cjk(text)) {
            return self.cjk(text, &texts);
        }
        match texts.as_slice() {
            [name, suffix] if is_suffix(suffix) => {
                return self
                    .all
                    .people
                    .push(Person { name: format!("{name} {suffix}"), ..Person::default() });
            }
            [family, suffix, given] if is_suffix(suffix) => return self.person(family, given, suffix),
            [family, given, suffix] if is_suffix(suffix) => return self.person(family, given, suffix),
            _ => {}
        }
        let are_long = parts.iter().all(|part| part.words > 1);
        if texts.len() >= 2 && texts.iter().all(|text| is_vancouver(text)) {
            return texts.iter().for_each(|name| self.vancouver(name));
        }
        match texts.as_slice() {
            [family, given] => {
                let is_list = self.form == Form::Plain
                    || matches!(self.separation, Separation::List | Separation::LikelyList);
                if are_long && !is_initials(given) && is_list && !starts_small(family) {
                    texts.iter().for_each(|name| self.spoken(name, &[]));
                    if self.form == Form::BibTex && self.separation == Separation::LikelyList {
                        self.doubt(text, 2);
                    }
                    return;
                }
                self.person(family, given, "");
                if are_long
                    && self.separation == Separation::Alone
                    && self.form == Form::BibTex
                    && !is_initials(given)
                    && !starts_small(family)
                {
                    self.doubt(text, 1);
                }
            }
            _ if texts.len().is_multiple_of(2)
                && texts.iter().skip(1).step_by(2).all(|part| is_initials(part)) =>
            {
                texts.chunks(2).for_each(|pair| self.person(pair[0], pair[1], ""));
            }
            _ if are_long => texts.iter().for_each(|name| self.spoken(name, &[])),
            [family, suffix, given] if self.form == Form::BibTex => {
                self.person(family, given, suffix);
                if !starts_small(suffix) {
                    self.doubt(text, 1);
                }
            }
            _ => {
                let are_pairs = texts.len().is_multiple_of(2) && parts.iter().all(|part| part.words == 1);
                let before = self.all.people.len();
                match are_pairs {
                    true => texts.chunks(2).for_each(|pair| self.person(pair[0], pair[1], "")),
                    false => texts.iter().for_each(|name| self.spoken(name, &[])),
                }
                self.doubt(text, self.all.people.len() - before);
            }
        }
    }

    /// `谢昕,王小增` is two people, and `杨, 育伟` is one.
    fn cjk(&mut self, text: &str, parts: &[&str]) {
        let count = |part: &str| part.chars().count();
        let is_family = |part: &str| count(part) == 1 || COMPOUND.contains(&part);
        match *parts {
            [family, given] if is_family(family) => return self.person(family, given, ""),
            [family, given] => {
                let are_whole = (2..=4).contains(&count(family)) && (2..=4).contains(&count(given));
                let is_tight = !text.contains(", ") && !text.contains(",\n");
                let have_surnames = parts
                    .iter()
                    .all(|part| part.chars().next().is_some_and(|first| SURNAMES.contains(first)));
                if !(are_whole && (is_tight || have_surnames || text.contains('，'))) {
                    self.person(family, given, "");
                    return self.doubt(text, 1);
                }
            }
            // `杨, 育伟, 蔡, 洪`
            _ if parts.len().is_multiple_of(2) && parts.iter().step_by(2).all(|part| is_family(part)) => {
                return parts.chunks(2).for_each(|pair| self.person(pair[0], pair[1], ""));
            }
            _ => {}
        }
        parts
            .iter()
            .for_each(|name| self.all.people.push(Person { name: (*name).to_owned(), ..Person::default() }));
    }

    fn vancouver(&mut self, name: &str) {
        match of_vancouver(name) {
            Some((family, given)) => self.person(family, given, ""),
            None => self.spoken(name, &[]),
        }
    }

    /// Reports how the last names were split.
    fn doubt(&mut self, text: &str, count: usize) {
        let people = &self.all.people;
        let names: Vec<&str> =
            people[people.len().saturating_sub(count)..].iter().map(|person| person.name.as_str()).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.all.ambiguous.push(format!("{text} → {}", names.join("; ")));
    }
}

/// Splits a name at the commas outside braces.
fn by_commas(name: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let has_pairs = name.matches('(').count() == name.matches(')').count();
    let is_border = |char: char| {
        depth += i32::from(char == '{') - i32::from(char == '}');
        depth += i32::from(char == '(' && has_pairs) - i32::from(char == ')' && has_pairs);
        matches!(char, ',' | '，') && depth <= 0
    };
    name.split(is_border).collect()
}

/// Returns family name, given names and suffix of a name in biblatex's extended form: `given=Jan, prefix=van der,
/// family=Berg`.
fn extended(parts: &[&str]) -> Option<[String; 3]> {
    let (mut family, mut given, mut suffix, mut prefix) = ("", "", "", "");
    for part in parts {
        let (key, value) = part.split_once('=')?;
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "family" => family = value,
            "given" => given = value,
            "suffix" => suffix = value,
            "prefix" => prefix = value,
            key if key.ends_with("-i")
                || ["useprefix", "id", "hash", "sortingnamekeytemplatename"].contains(&key) => {}
            _ => return None,
        }
    }
    let family = [prefix, family].join(" ");
    (!family.trim().is_empty()).then(|| [family.trim().to_owned(), given.to_owned(), suffix.to_owned()])
}
