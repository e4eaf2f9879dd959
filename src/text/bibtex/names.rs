//! Names in the syntax of BibTeX.

/// Returns whether tools accept each name in a list: none is empty, and none has too many commas.
pub(super) fn is_list(list: &str) -> bool {
    pieces(list).iter().all(|name| is_name(name))
}

/// Returns a list in which each name is valid. Surplus commas at the ends are removed, and a list separated by commas
/// becomes one separated by `and`. Any other name with too many commas is put in braces, as the name of a group.
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

/// Returns the names of a list, including empty ones.
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

/// Splits a name at the commas outside braces.
fn by_commas(name: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let is_border = |char: char| {
        depth += i32::from(char == '{') - i32::from(char == '}');
        char == ',' && depth <= 0
    };
    name.split(is_border).map(str::trim).collect()
}
