//! Where templates write a part of their output. A template is its literal parts and the tags of the engine between them; only the literal
//! parts are compared with the output.

use std::ops::Range;

/// A place in one of several templates: the index of the template, and a range of its text.
type Place = (usize, Range<usize>);

/// Before a fault, at most this number of bytes of the output is compared.
const WINDOW: usize = 2_000;
/// The minimum length of a literal part that is compared: shorter ones are everywhere.
const SHORTEST: usize = 3;

/// Returns the place that writes `output[at..]`, for the first of `faults` that a template writes. The templates are sorted by relevance.
pub(super) fn find(templates: &[&str], output: &str, faults: &[usize]) -> Option<Place> {
    let tags = || faults.iter().filter_map(|&at| Some((at, tag(output, at)?)));
    for (at, tag) in tags() {
        let found: Vec<Place> = all(templates, |template| exact(template, output, at, tag)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Some(one.clone()),
            many => {
                let is_one = |place: &Place| many.contains(place);
                return unbalanced(templates, tag).find(is_one).or_else(|| many.first().cloned());
            }
        }
    }
    let unbalanced = tags().find_map(|(_, tag)| unbalanced(templates, tag).next());
    unbalanced.or_else(|| near(templates, output, *faults.first()?))
}

fn all<'t>(
    templates: &'t [&str],
    ranges: impl Fn(&'t str) -> Vec<Range<usize>> + 't,
) -> impl Iterator<Item = Place> + 't {
    let texts = templates.iter().enumerate();
    texts.flat_map(move |(index, text)| ranges(text).into_iter().map(move |range| (index, range)))
}

/// Returns the start of the tag at an offset of the output, with its name: `</div`.
fn tag(output: &str, at: usize) -> Option<&str> {
    let rest = output.get(at..)?.strip_prefix('<')?;
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, ':' | '-' | '_' | '!' | '?');
    let end = name.find(|char| !is_name(char)).unwrap_or(name.len());
    (end > 0).then(|| &output[at..at + 1 + (rest.len() - name.len()) + end])
}

/// Returns the literal parts of a template, without white space at both ends, which the engine may remove.
fn literals(template: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < template.len() {
        let rest = &template[at..];
        let tags = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        let next = tags.iter().filter_map(|(open, close)| Some((rest.find(open)?, *close))).min();
        let (end, after) = match next {
            Some((end, close)) => {
                (at + end, rest[end..].find(close).map_or(template.len(), |length| at + end + length + 2))
            }
            None => (template.len(), template.len()),
        };
        let text = &template[at..end];
        let start = at + (text.len() - text.trim_start().len());
        if !text.trim().is_empty() {
            parts.push(start..start + text.trim().len());
        }
        at = after;
    }
    parts
}

/// Returns where a literal part of the template may have written the tag at this offset.
fn exact(template: &str, output: &str, at: usize, tag: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for part in literals(template) {
        let text = &template[part.clone()];
        for (index, _) in text.match_indices(tag) {
            let start = at.checked_sub(index).and_then(|start| output.get(start..));
            if start.is_some_and(|output| output.starts_with(text)) {
                found.push(part.start + index..part.start + index + tag.len());
            }
        }
    }
    found
}

/// Returns the tags with the name of `tag` that have no counterpart in their own template.
fn unbalanced<'t>(templates: &'t [&str], tag: &str) -> impl Iterator<Item = Place> + 't {
    let name = tag.trim_start_matches(['<', '/']).to_owned();
    all(templates, move |template| {
        let (mut open, mut alone) = (Vec::new(), Vec::new());
        for part in literals(template) {
            for (index, _) in template[part.clone()].match_indices(&name) {
                let at = part.start + index;
                let is_whole =
                    !template[at + name.len()..].starts_with(|char: char| char.is_ascii_alphanumeric());
                let before = &template[..at];
                match (before.ends_with('<'), before.ends_with("</")) {
                    (true, _) if is_whole => open.push(at - 1..at + name.len()),
                    (_, true) if is_whole && open.pop().is_none() => alone.push(at - 2..at + name.len()),
                    _ => {}
                }
            }
        }
        alone.extend(open.into_iter().rev());
        alone
    })
}

/// Returns the place of the literal part that the output has last before an offset, or of the expression after it.
fn near(templates: &[&str], output: &str, at: usize) -> Option<Place> {
    let from = output.floor_char_boundary(at.saturating_sub(WINDOW));
    let mut best: Option<(usize, usize, Place)> = None;
    for (index, template) in templates.iter().enumerate() {
        for part in literals(template) {
            let text = &template[part.clone()];
            let to = output.floor_char_boundary(at.saturating_add(text.len()).min(output.len()));
            let Some(start) = output[from..to].rfind(text).filter(|_| text.len() >= SHORTEST) else {
                continue;
            };
            let start = from + start;
            if best.as_ref().is_some_and(|(other, length, _)| (*other, *length) >= (start, text.len())) {
                continue;
            }
            let inside = text.floor_char_boundary((at - start).min(text.len()));
            let begin = part.start + inside;
            let rest = &template[begin..];
            let length = match rest.trim_start().starts_with("{{") {
                true => rest.find("}}").map_or(rest.len(), |end| end + 2),
                false => rest.chars().next().map_or(0, char::len_utf8),
            };
            best = Some((start, text.len(), (index, begin..begin + length)));
        }
    }
    best.map(|(_, _, place)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text from the found place to the end of its line.
    fn found(template: &str, output: &str, at: &str) -> String {
        let (_, range) = find(&[template], output, &[output.find(at).unwrap()]).unwrap();
        template[range.start..].lines().next().unwrap().to_owned()
    }

    #[test]
    fn a_tag_is_found_where_the_template_writes_it_out() {
        let template =
            "{% block main %}\n<div>{{ a }}</div>\n<p>{{ b }}</p></div> here\n<div>x</div>\n{% endblock %}";
        let output = "<main>\n<div>1</div>\n<p>2</p></div> here\n<div>x</div>\n</main>";
        assert_eq!(found(template, output, "</div> here"), "</div> here");
        let template = "<ul>{% for a in list %}<li>{{ a }}</li>{% endfor %}\n<b>{{ c }}\n<i>d</i>";
        assert_eq!(found(template, "<ul><li>1</li>\n<b>2\n<i>d</i>", "<b>"), "<b>{{ c }}");
    }

    #[test]
    fn of_equal_tags_the_one_without_a_counterpart_is_found() {
        let template = "<div>{{ a }}</div>\n<div>{{ b }}</div>{{ c }}</div> third\n";
        let output = "<body><div>1</div>\n<div>2</div>3</div> third\n</body>";
        assert_eq!(found(template, output, "</div> third"), "</div> third");
        let template = "{{ a }}</div>{{ b }}\n<div>{{ c }}</div>";
        assert_eq!(found(template, "1</div>2\n<div>3</div>", "</div>2"), "</div>{{ b }}");
    }

    #[test]
    fn a_fault_in_a_value_is_found_after_the_text_before_it() {
        let template =
            "<rss>{% for item in feed.items %}<title>{{ item.title | safe }}</title>{% endfor %}</rss>";
        assert_eq!(
            found(template, "<rss><title>AT&T</title></rss>", "&T"),
            "{{ item.title | safe }}</title>{% endfor %}</rss>"
        );
        let template = "{\"a\": {{ a | json }},\n\"b\": {{ b | json }},\n}\n";
        assert_eq!(found(template, "{\"a\": 1,\n\"b\": 2,\n}\n", "}\n"), "}");
    }
}
