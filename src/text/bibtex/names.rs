//! Names as BibTeX writes them.

/// Takes a list of names apart at its `and`s, those inside braces left alone; tells also whether there are `others`.
pub fn split(text: &str) -> (Vec<String>, bool) {
    let mut names = pieces(text);
    names.retain(|name| !name.is_empty());
    let has_others = names.last().is_some_and(|name| name == "others");
    if has_others {
        names.pop();
    }
    (names, has_others)
}

/// Returns a name in the order it is spoken: `Last, First` and `Last, Jr, First` are turned round.
pub fn in_order(name: &str) -> String {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for char in name.chars() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth <= 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(char);
        }
    }
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [last, first] => format!("{first} {last}"),
        [last, suffix, first] => format!("{first} {last} {suffix}"),
        _ => name.trim().to_owned(),
    }
}

/// Tells whether each of the names in a list is one to tools, with no more commas than a name has.
pub(super) fn is_list(list: &str) -> bool {
    pieces(list).iter().all(|name| is_name(name))
}

/// Returns a list in which each name is one: commas that lead nowhere go, a list by commas becomes one by `and`, and what else has too many
/// stands in braces, as the name of a group.
pub(super) fn fixed(list: &str) -> String {
    let mut all: Vec<String> = Vec::new();
    for name in pieces(list) {
        let name = name.trim_matches(|char: char| char == ',' || char.is_whitespace());
        if is_name(name) {
            all.push(name.to_owned());
            continue;
        }
        let parts = by_commas(name);
        let is_list = parts.len() > 3 && parts.iter().all(|part| part.split_whitespace().count() > 1);
        if is_list {
            all.extend(parts.into_iter().map(str::to_owned));
        } else if name.contains(char::is_alphanumeric) {
            all.push(["{", name, "}"].concat());
        }
    }
    all.join(" and ")
}

fn is_name(name: &str) -> bool {
    let commas = by_commas(name);
    let has_ends = commas.first().is_some_and(|part| !part.is_empty())
        && commas.last().is_some_and(|part| !part.is_empty());
    has_ends
        && commas.len() <= 3
        && name.contains(|char: char| !matches!(char, '{' | '}' | ',') && !char.is_whitespace())
}

/// The names of a list, the empty ones too.
fn pieces(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_i32;
    let mut name: Vec<&str> = Vec::new();
    for word in list.split_whitespace() {
        if depth <= 0 && word.eq_ignore_ascii_case("and") {
            names.push(std::mem::take(&mut name).join(" "));
            continue;
        }
        depth += word.matches('{').count() as i32 - word.matches('}').count() as i32;
        name.push(word);
    }
    names.push(name.join(" "));
    names
}

/// Takes a name apart at the commas outside of braces.
fn by_commas(name: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let is_border = |char: char| {
        depth += i32::from(char == '{') - i32::from(char == '}');
        char == ',' && depth <= 0
    };
    name.split(is_border).map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_turned_round() {
        let (names, others) =
            split("Knuth, Donald E. and {Barnes and Noble} AND van der Berg, Jr., Ann and others");
        assert_eq!(names, ["Knuth, Donald E.", "{Barnes and Noble}", "van der Berg, Jr., Ann"]);
        assert!(others);
        let turned: Vec<String> = names.iter().map(|name| in_order(name)).collect();
        assert_eq!(turned, ["Donald E. Knuth", "{Barnes and Noble}", "Ann van der Berg Jr."]);
        assert_eq!(split("").0, Vec::<String>::new());
    }
}
