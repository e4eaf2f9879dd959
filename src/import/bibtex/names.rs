//! Names as BibTeX writes them.

/// Takes a list of names apart at its `and`s, those inside braces left alone; tells also whether there are `others`.
pub(super) fn split(text: &str) -> (Vec<String>, bool) {
    let mut names = Vec::new();
    let mut depth = 0_i32;
    let mut name: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        if depth <= 0 && word.eq_ignore_ascii_case("and") {
            names.push(std::mem::take(&mut name).join(" "));
            continue;
        }
        depth += word.matches('{').count() as i32 - word.matches('}').count() as i32;
        name.push(word);
    }
    names.push(name.join(" "));
    names.retain(|name| !name.is_empty());
    let has_others = names.last().is_some_and(|name| name == "others");
    if has_others {
        names.pop();
    }
    (names, has_others)
}

/// Returns a name in the order it is spoken: `Last, First` and `Last, Jr, First` are turned round.
pub(super) fn in_order(name: &str) -> String {
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
