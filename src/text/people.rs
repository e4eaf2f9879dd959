//! Lists of people, as BibTeX, publishers, forms and people write them, split into names.
//!
//! One splitter serves all sources and forms. It reads `Last, First`, names separated by `and`, commas, semicolons or
//! `&`, Vancouver style, Chinese, Japanese and Korean lists, and every form of "et al.". A list with two possible
//! meanings is split in the more probable way, and reported. This module does not know entries.

use super::name_parts::{self, Name, is_cjk};

/// A person or a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name in spoken order.
    pub name: String,
    /// The family name; empty if the list does not identify it.
    pub family: String,
    /// Given names; empty if not known.
    pub given: String,
    /// Suffix such as `Jr.`; may be empty.
    pub suffix: String,
    /// Whether it is a collaboration, a company or a committee.
    pub is_group: bool,
}

/// A list of people, split.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The people, in order.
    pub people: Vec<Person>,
    /// Whether the list says that there are more.
    pub has_others: bool,
    /// Parts of the list with two possible meanings, and how each was split.
    pub ambiguous: Vec<String>,
    /// Dropped parts that do not belong to a name: `:`, DBLP's `0001`.
    pub dropped: Vec<String>,
}

/// The source of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// BibTeX: `and` separates names, and a comma separates the parts of one.
    BibTex,
    /// Plain text by a person or a program: a comma separates names, unless it must separate the parts of one.
    Plain,
}

/// Splits a list of people. `clean` converts a part of the list from LaTeX or HTML to text.
pub fn read(text: &str, form: Form, clean: &mut dyn FnMut(&str) -> String) -> People {
    let text = unwrapped(text.trim());
    let pieces = pieces(text);
    let is_alone = pieces.len() == 1;
    let mut all = People::default();
    // Some exporters put every name into braces; elsewhere, braces mark the name of a group.
    let are_all_braced = pieces.len() > 1 && pieces.iter().all(|piece| braced(piece.text).is_some());
    for (index, piece) in pieces.iter().enumerate() {
        let mut text = piece.text;
        if is_others(text) {
            all.has_others = true;
            continue;
        }
        if let Some(first) = before_others(text) {
            all.has_others = true;
            text = first;
        }
        let inner = if are_all_braced { braced(text) } else { None };
        let mut reader = Reading { form, is_alone, clean: &mut *clean, all: &mut all };
        let is_known = piece.is_weak && index > 0;
        match inner {
            Some(inner) if inner.contains(',') => reader.piece(inner, is_known),
            _ => reader.piece(text, is_known),
        }
    }
    vancouver(&mut all);
    all
}

/// Returns the list within braces around all of it: `{Smith, John and Doe, Jane}`. A group has no commas.
fn unwrapped(text: &str) -> &str {
    match braced(text) {
        Some(inner) => match pieces(inner) {
            pieces if pieces.len() > 1 && pieces.iter().all(|piece| piece.text.contains(',')) => inner,
            _ => text,
        },
        None => text,
    }
}

/// A name of a list, or several of them.
struct Piece<'t> {
    text: &'t str,
    /// Whether it is separated from the piece before by `&`, which names of companies have, too.
    is_weak: bool,
}

/// Splits a list at `and`, `;`, `&` and their like, outside of braces.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let (mut start, mut depth, mut is_weak) = (0, 0_i32, false);
    let mut push = |from: usize, to: usize, is_weak: bool| {
        let text = text[from..to].trim_matches(|char: char| char.is_whitespace() || ",，".contains(char));
        if !text.is_empty() {
            pieces.push(Piece { text, is_weak });
        }
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let found = match bytes[at] {
            b'{' => {
                depth += 1;
                None
            }
            b'}' => {
                depth -= 1;
                None
            }
            _ if depth > 0 => None,
            b';' if !ends_entity(&text[start..at]) => Some((1, false)),
            b'&' if is_blank_before(text, at) && is_blank(bytes.get(at + 1)) => Some((1, true)),
            b'\\' if rest.starts_with("\\&") && is_blank_before(text, at) && is_blank(bytes.get(at + 2)) => {
                Some((2, true))
            }
            b'a' | b'A' if is_blank_before(text, at) => {
                let is_and = rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("and"))
                    && is_blank(bytes.get(at + 3));
                is_and.then_some((3, false))
            }
            0xe3 | 0xef => {
                ["、", "；"].iter().find(|sign| rest.starts_with(**sign)).map(|sign| (sign.len(), false))
            }
            _ => None,
        };
        match found {
            Some((len, weak)) => {
                push(start, at, is_weak);
                (start, is_weak) = (at + len, weak);
                at += len;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    push(start, text.len(), is_weak);
    pieces
}

fn is_blank(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'~' || *byte == b'{')
}

fn is_blank_before(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_none_or(|char| char.is_whitespace() || char == '~' || char == ',' || char == '}')
}

/// Returns whether a semicolon would end an entity: `&amp;`.
fn ends_entity(before: &str) -> bool {
    let start = before.floor_char_boundary(before.len().saturating_sub(8));
    before[start..].rsplit_once('&').is_some_and(|(_, name)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

/// Returns the content of braces around the whole text, if there are any.
fn braced(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_i32;
    let is_one = inner.bytes().all(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth >= 0
    });
    // `{\"O}` is a letter.
    (is_one && depth == 0 && !inner.starts_with('\\')).then_some(inner)
}

/// Returns whether a name means that there are more.
fn is_others(text: &str) -> bool {
    let text = braced(text).unwrap_or(text);
    name_parts::is_and_others(text)
        || matches!(text.trim(), "..." | "…" | "\\ldots" | "\\dots")
        || ["u.a.", "u. a.", "и др.", "и др", "y otros", "e outros", "et coll.", "i in.", "ほか", "他", "외"]
            .iter()
            .any(|others| text.to_lowercase() == *others)
}

/// Returns the name before `et al.` or its like: `Smith, J., et al.`, `王小增等`.
fn before_others(text: &str) -> Option<&str> {
    if let Some(first) = text.strip_suffix("等人").or(text.strip_suffix('等')) {
        let first = first.trim_end_matches([',', '，', ' ']);
        let letters: Vec<char> = first.rsplit([',', '，', '、']).next().unwrap_or(first).chars().collect();
        return (letters.len() >= 2 && is_cjk(&first.replace([',', '，', ' '], ""))).then_some(first);
    }
    let end = text.trim_end_matches(['.', ' ', ',', '}', '{']);
    let bytes = end.as_bytes();
    for form in ["et al", "et. al", "et.al", "etal", "et alii", "et alia", "and others"] {
        let Some(at) = end.len().checked_sub(form.len()).filter(|&at| end.is_char_boundary(at)) else {
            continue;
        };
        let is_word = at > 0 && !bytes[at - 1].is_ascii_alphanumeric() && bytes[at - 1] < 0x80;
        if is_word && end[at..].eq_ignore_ascii_case(form) {
            let first = end[..at].trim_end_matches([' ', ',', ';', '~', '{', '\n', '\t', '\r']);
            return Some(first).filter(|first| !first.is_empty());
        }
    }
    None
}

/// A part of a name between commas.
struct Part {
    text: String,
    words: usize,
}

struct Reading<'r> {
    form: Form,
    /// Whether the list has one piece only.
    is_alone: bool,
    clean: &'r mut dyn FnMut(&str) -> String,
    all: &'r mut People,
}

impl Reading<'_> {
    /// Reads one piece: a name, or several. `is_weak` says that `&` separates it from the last one.
    fn piece(&mut self, text: &str, is_weak: bool) {
        if let Some(inner) = braced(text) {
            let name = self.cleaned(inner);
            return self.group(name);
        }
        let raw = by_commas(text);
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
            if !name_parts::is_group(group) || first.is_empty() || second.is_empty() {
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
                let is_list = are_long && !is_initials(given) && self.form == Form::Plain;
                if is_list {
                    return texts.iter().for_each(|name| self.spoken(name, &[]));
                }
                self.person(family, given, "");
                if are_long
                    && self.is_alone
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
        match name.rsplit_once(' ') {
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
    let is_border = |char: char| {
        depth += i32::from(char == '{') - i32::from(char == '}');
        matches!(char, ',' | '，') && depth <= 0
    };
    name.split(is_border).collect()
}

/// Reorders names in Vancouver style, if all names of a list are in it: `Smith JA and Doe B`.
fn vancouver(all: &mut People) {
    let are_all = all.people.len() > 1
        && all
            .people
            .iter()
            .all(|person| person.is_group || (person.family.is_empty() && is_vancouver(&person.name)));
    for person in all.people.iter_mut().filter(|person| are_all && !person.is_group) {
        if let Some((family, given)) = person.name.clone().rsplit_once(' ') {
            *person = Person {
                name: name_parts::shown(family, given, ""),
                family: family.to_owned(),
                given: given.to_owned(),
                ..Person::default()
            };
        }
    }
}

/// Returns whether a name is in Vancouver style: initials without full stops after a name with small letters, `Smith
/// JA`.
fn is_vancouver(name: &str) -> bool {
    let Some((family, given)) = name.rsplit_once(' ') else { return false };
    let is_given = given.chars().count() <= 3 && given.chars().all(char::is_uppercase) && !is_suffix(given);
    is_given
        && !family.contains('.')
        && family.split(' ').all(|word| word.chars().count() > 1 && word.chars().any(char::is_lowercase))
}

/// Returns whether a text is initials: `J.`, `A. B.`, `J.-P.`, `JA`.
fn is_initials(text: &str) -> bool {
    let mut words = text.split([' ', '-', '.']).filter(|word| !word.is_empty());
    let is_one = |word: &str| word.chars().count() <= 2 && word.chars().all(char::is_uppercase);
    words.all(is_one) && !is_suffix(text)
}

fn is_suffix(text: &str) -> bool {
    matches!(
        text.trim_end_matches('.'),
        "Jr" | "Sr" | "jr" | "sr" | "II" | "III" | "IV" | "V" | "PhD" | "Ph.D" | "MD" | "Jnr" | "Snr"
    )
}

fn starts_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

fn has_letter(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Returns a name without footnote marks, DBLP's number and signs at its ends.
fn tidy(text: &str) -> &str {
    let is_mark = |char: char| {
        char.is_whitespace()
            || matches!(
                char,
                ',' | ';' | ':' | '*' | '†' | '‡' | '§' | '¶' | '⁎' | '∗' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'
            )
    };
    let mut text = text.trim_matches(is_mark);
    // `$^{1,2}$`
    while let Some(start) = text.strip_suffix('$').and_then(|text| text.rfind('$')) {
        if !text[start + 1..].trim_start().starts_with('^') {
            break;
        }
        text = text[..start].trim_end_matches(is_mark);
    }
    match text.rsplit_once(' ') {
        Some((name, number))
            if number.len() == 4
                && number.starts_with("00")
                && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            name.trim_end_matches(is_mark)
        }
        _ => text,
    }
}

impl Person {
    /// Returns whether an entry has to state the parts of the name, because they do not follow from the name.
    pub fn needs_parts(&self) -> bool {
        if self.family.is_empty() {
            return false;
        }
        match name_parts::parts(&self.name) {
            Name::Group(_) => !(self.given.is_empty() && self.suffix.is_empty()),
            Name::Person { given, particle, family, suffix } => {
                let family = if particle.is_empty() { family } else { [particle, family].join(" ") };
                (family, given, suffix) != (self.family.clone(), self.given.clone(), self.suffix.clone())
            }
        }
    }

    /// Returns whether an entry has to state that the name is that of a group.
    pub fn needs_group(&self) -> bool {
        self.is_group && !matches!(name_parts::parts(&self.name), Name::Group(_))
    }
}

/// Chinese family names of two characters, and frequent Korean ones.
const COMPOUND: [&str; 16] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "公孙", "慕容",
    "令狐", "남궁", "황보",
];

/// The hundred most frequent family names of China.
const SURNAMES: &str = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(people: &People) -> String {
        let name = |person: &Person| {
            let parts = [&person.family, &person.given, &person.suffix].map(|part| part.as_str()).join("|");
            match (person.is_group, person.family.is_empty()) {
                (true, _) => format!("={}", person.name),
                (false, true) => person.name.clone(),
                (false, false) => parts.trim_end_matches('|').to_owned(),
            }
        };
        let mut names: Vec<String> = people.people.iter().map(name).collect();
        names.extend(people.has_others.then(|| "+".to_owned()));
        names.extend((!people.ambiguous.is_empty()).then(|| "?".to_owned()));
        names.join("; ")
    }

    fn bibtex(text: &str) -> String {
        show(&read(text, Form::BibTex, &mut |text| text.replace(['{', '}'], "")))
    }

    fn plain(text: &str) -> String {
        show(&read(text, Form::Plain, &mut str::to_owned))
    }

    #[test]
    fn family_names_of_several_words_survive() {
        for (text, expected) in [
            ("Jimeno Yepes, Antonio and Knuth, Donald E.", "Jimeno Yepes|Antonio; Knuth|Donald E."),
            ("{Della Porta}, Donatella", "Della Porta|Donatella"),
            ("Donatella {Della Porta}", "Della Porta|Donatella"),
            ("van der Berg, Jr., Jan", "van der Berg|Jan|Jr."),
            ("King, Martin Luther, Jr.", "King|Martin Luther|Jr."),
            ("'t Hooft, Gerard", "'t Hooft|Gerard"),
            ("Aubignac, abbé d', François Hédelin", "Aubignac|François Hédelin|abbé d'"),
            ("Ludwig van Beethoven AND Ada Byron", "Ludwig van Beethoven; Ada Byron"),
            ("Knuth, D. E.\n  and\n\tBibby, Duane", "Knuth|D. E.; Bibby|Duane"),
        ] {
            assert_eq!(bibtex(text), expected, "{text}");
        }
    }

    #[test]
    fn chinese_japanese_and_korean_names_have_no_space_and_the_family_name_first() {
        let people = read("杨, 育伟 and 山田 太郎 and 김, 철수", Form::BibTex, &mut str::to_owned);
        let names: Vec<&str> = people.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["杨育伟", "山田太郎", "김철수"]);
        for (text, expected) in [
            ("谢昕,王小增", "谢昕; 王小增"),
            ("谢昕，王小增", "谢昕; 王小增"),
            ("谢昕、王小增、李四", "谢昕; 王小增; 李四"),
            ("谢昕, 王小增, 李四", "谢昕; 王小增; 李四"),
            ("谢昕; 王小增；李四", "谢昕; 王小增; 李四"),
            ("欧阳, 娜娜", "欧阳|娜娜"),
            ("杨, 育伟, 蔡, 洪", "杨|育伟; 蔡|洪"),
            ("山田, 太郎", "山田|太郎; ?"),
            ("谢昕,王小增等", "谢昕; 王小增; +"),
            ("张三 and 等", "张三; +"),
            ("王等", "王等"),
        ] {
            assert_eq!(bibtex(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_by_other_separators_are_split_or_reported() {
        for (text, expected) in [
            ("Yara Bengali, Ann Courvoil, Ivo Goodfriend", "Yara Bengali; Ann Courvoil; Ivo Goodfriend"),
            ("T. N. Kip, and M. Well, and A. Third", "T. N. Kip; M. Well; A. Third"),
            ("Smith, John; Doe, Ann", "Smith|John; Doe|Ann"),
            ("Smith, John & Doe, Ann", "Smith|John; Doe|Ann"),
            ("Smith, John \\& Doe, Ann", "Smith|John; Doe|Ann"),
            ("Smith, J., Doe, A. B., Roe, C.", "Smith|J.; Doe|A. B.; Roe|C."),
            ("Smith, J., Doe, A. B.", "Smith|J.; Doe|A. B."),
            ("Smith JA, van der Berg B, Roe C", "Smith|JA; van der Berg|B; Roe|C"),
            ("Smith JA and Doe B", "Smith|JA; Doe|B"),
            ("Barnes & Noble", "=Barnes & Noble"),
            ("AT{\\&}T", "AT\\&T"),
            ("Yara Bengali, Ann Courvoil", "Yara Bengali|Ann Courvoil; ?"),
            ("García Márquez, Gabriel José and Doe, Ann", "García Márquez|Gabriel José; Doe|Ann"),
            ("Smith, John, Doe, Jane", "Smith|John; Doe|Jane; ?"),
            ("{Smith, John and Doe, Jane}", "Smith|John; Doe|Jane"),
            ("{Smith, John} and {Doe, Jane}", "Smith|John; Doe|Jane"),
        ] {
            assert_eq!(bibtex(text), expected, "{text}");
        }
    }

    #[test]
    fn a_person_writes_names_with_commas_between() {
        for (text, expected) in [
            ("Ada Lovelace, Charles Babbage and Alan Turing", "Ada Lovelace; Charles Babbage; Alan Turing"),
            ("Ada Lovelace, Charles Babbage, and Alan Turing", "Ada Lovelace; Charles Babbage; Alan Turing"),
            ("Ada Lovelace, Charles Babbage", "Ada Lovelace; Charles Babbage"),
            ("Lovelace, Ada", "Lovelace|Ada"),
            ("Lovelace, A.", "Lovelace|A."),
            ("Martin Luther King, Jr.", "Martin Luther King Jr."),
            ("Lovelace, Ada, Babbage, Charles", "Lovelace|Ada; Babbage|Charles; ?"),
            ("Ada Lovelace et al.", "Ada Lovelace; +"),
            ("Ada Lovelace", "Ada Lovelace"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn every_form_of_et_al_means_others_and_is_not_an_author() {
        for text in [
            "Smith, John and others",
            "Smith, John and et al.",
            "Smith, John and {et al.}",
            "Smith, John et al.",
            "Smith, John, et al.",
            "Smith, John and et. al",
            "Smith, John and ...",
            "Smith, John; et al",
            "Smith, John and u.a.",
            "Smith, John and others and",
        ] {
            assert_eq!(bibtex(text), "Smith|John; +", "{text}");
        }
        assert_eq!(bibtex("Metal, Ann"), "Metal|Ann");
    }

    #[test]
    fn remnants_are_dropped_and_groups_are_recognized() {
        for (text, expected) in [
            ("Wei Xample 0001 and Ann Other", "Wei Xample; Ann Other"),
            ("Xample 0001, Wei", "Xample|Wei"),
            (": and Ann Other*", "Ann Other"),
            ("Ann Other$^{1,2}$ and Bo Ek¹", "Ann Other; Bo Ek"),
            ("{ATLAS Collaboration} and {OpenAI}", "=ATLAS Collaboration; =OpenAI"),
            ("{Barnes and Noble} and Ann Other", "=Barnes and Noble; Ann Other"),
            ("The X Collaboration: L. Adel and J. Bond", "=The X Collaboration; L. Adel; J. Bond"),
            ("J. Bond for the X Collaboration", "J. Bond; =X Collaboration"),
            ("J. Bond (on behalf of the X Collaboration)", "J. Bond; =X Collaboration"),
        ] {
            assert_eq!(bibtex(text), expected, "{text}");
        }
        let people = read(": and Wei Xample 0001", Form::BibTex, &mut str::to_owned);
        assert_eq!(people.dropped, [":", "Wei Xample 0001"]);
    }

    #[test]
    fn parts_are_written_only_if_the_name_would_be_read_differently() {
        let needs = |text: &str| {
            let people = read(text, Form::BibTex, &mut str::to_owned);
            people.people.iter().map(Person::needs_parts).collect::<Vec<_>>()
        };
        assert_eq!(
            needs("Knuth, Donald E. and van Beethoven, Ludwig and Ford, II, Henry"),
            [false, false, false]
        );
        assert_eq!(
            needs("Jimeno Yepes, Antonio and 杨, 育伟 and Nguyen, Thi Minh Khai"),
            [true, true, false]
        );
    }

    proptest! {
        #[test]
        fn no_letter_of_a_list_is_lost(text in "\\PC{0,40}|(Ada|Smith|J\\.|谢昕| and |, |; | & |et al\\.|\\{|\\}|:|0001|等|Jr\\.){0,12}") {
            for form in [Form::BibTex, Form::Plain] {
                let people = read(&text, form, &mut str::to_owned);
                let mut all: String = people.people.iter().map(|person| person.name.as_str()).collect();
                all.extend(people.dropped.iter().map(String::as_str));
                for word in ["Ada", "Smith", "谢昕"] {
                    prop_assert_eq!(all.contains(word), text.contains(word), "{}", text);
                }
            }
        }
    }
}
