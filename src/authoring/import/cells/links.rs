//! Links in the text of a row: of markdown, of HTML, and bare addresses.

/// Returns the links of a text, each with its label, and the text without them.
pub(in crate::authoring::import) fn links_in(text: &str) -> (Vec<(String, String)>, String) {
    let mut found = Vec::new();
    let mut left = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((label, url, after)) =
            markdown_link(rest).or_else(|| html_link(rest)).or_else(|| bare_link(rest))
        {
            let label = if label.contains("://") { "" } else { label };
            found.push((label.trim().trim_matches('*').trim().to_owned(), url.trim().to_owned()));
            rest = after;
            continue;
        }
        let len = rest.chars().next().map_or(1, char::len_utf8);
        left.push_str(&rest[..len]);
        rest = &rest[len..];
    }
    let left = left.replace("<br>", " ").replace("<br/>", " ").replace("<br />", " ");
    let left = left.trim_matches(|char: char| char.is_whitespace() || "*,;·/[]()".contains(char));
    (found, left.to_owned())
}

/// `[label](address)`, also with an image as its label.
fn markdown_link(text: &str) -> Option<(&str, &str, &str)> {
    let inner = text.strip_prefix('[').or(text.strip_prefix("!["))?;
    let mut depth = 1;
    let end = inner.char_indices().find_map(|(at, char)| {
        depth += i32::from(char == '[') - i32::from(char == ']');
        (depth == 0).then_some(at)
    })?;
    let url = inner[end + 1..].strip_prefix('(')?;
    let mut depth = 1;
    let close = url.char_indices().find_map(|(at, char)| {
        depth += i32::from(char == '(') - i32::from(char == ')');
        (depth == 0).then_some(at)
    })?;
    let address = url[..close].split_whitespace().next()?;
    address.contains([':', '/']).then(|| (&inner[..end], address, &url[close + 1..]))
}

/// `<a href="address">label</a>`
fn html_link(text: &str) -> Option<(&str, &str, &str)> {
    let inner = text.strip_prefix("<a ")?;
    let (tag, rest) = inner.split_once('>')?;
    let (_, url) = tag.split_once("href=")?;
    let quote = url.chars().next().filter(|char| matches!(char, '"' | '\''));
    let url = match quote {
        Some(quote) => url[1..].split(quote).next()?,
        None => url.split_whitespace().next()?,
    };
    let (label, after) = rest.split_once("</a>")?;
    Some((label, url, after))
}

fn bare_link(text: &str) -> Option<(&str, &str, &str)> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let end = text.find(|char: char| char.is_whitespace() || "|<>\",*".contains(char)).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ';', ')', ']']);
    Some(("", url, &text[url.len()..]))
}
