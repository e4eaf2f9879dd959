//! Checks of text values: titles, languages, host names, links. Each function returns the text in normal form, or why it is not valid.

use super::base_url::absolute_url;
use super::problems::Refusal;
use crate::diagnostic::{WARNINGS, suggest};

type Result = std::result::Result<String, Refusal>;

/// Text on one line: line breaks and runs of spaces become one space.
pub(super) fn line(text: &str) -> Result {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // XML does not allow these characters, so feeds cannot contain them.
    if line.chars().any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        return Err(Refusal::new("contains a control character"));
    }
    Ok(line)
}

/// Text on one line that is not empty.
pub(super) fn title(text: &str) -> Result {
    let line = line(text)?;
    if line.is_empty() { Err(Refusal::new("is empty")) } else { Ok(line) }
}

/// A language tag, or the empty text.
pub(super) fn language_or_none(text: &str) -> Result {
    if text.is_empty() { Ok(String::new()) } else { language(text) }
}

/// A language tag in the form of BCP 47. Does not check that its parts are registered.
pub(super) fn language(text: &str) -> Result {
    let shaped = |text: &str| {
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or_default();
        (2..=8).contains(&first.len())
            && first.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
    };
    if shaped(text) {
        return Ok(text.to_owned());
    }
    let refusal = Refusal::new("is not a language tag");
    let dashed = text.replace('_', "-");
    Err(match shaped(&dashed) {
        true => refusal.hint(format!("write `{dashed}`")),
        false => refusal.hint("write a tag such as `en`, `pt-BR` or `zh-Hans`"),
    })
}

/// The name of a directory in `themes/`.
pub(super) fn folder_name(text: &str) -> Result {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !text.is_empty() && text.len() <= 100 && text.bytes().all(plain) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new("is not a valid name of a directory in `themes/`")
        .hint("use at most 100 letters, digits, `-` and `_`"))
}

/// A name in addresses.
pub(super) fn slug(text: &str) -> Result {
    if crate::text::slug::slug(text) == text && text.len() <= 100 && text.is_ascii() {
        return Ok(text.to_owned());
    }
    let refusal = Refusal::new("is not a valid name in addresses");
    let slug = crate::text::slug::slug(text);
    Err(match !text.trim().is_empty() && slug.is_ascii() && slug.len() <= 100 {
        true => refusal.hint(format!("write `{slug}`")),
        false => refusal.hint("use at most 100 lower-case letters, digits and `-`"),
    })
}

/// A CSS colour with six hexadecimal digits.
pub(super) fn colour(text: &str) -> Result {
    let is_colour = |digits: &str| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.strip_prefix('#').is_some_and(is_colour) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new("is not a colour").hint("write `#` and six hexadecimal digits, such as `#145764`"))
}

/// A host name with at least two labels, or the empty text.
pub(super) fn host(text: &str) -> Result {
    let host = text.to_ascii_lowercase();
    let part = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if host.is_empty() || (host.len() <= 253 && host.contains('.') && host.split('.').all(part)) {
        return Ok(host);
    }
    let refusal = Refusal::new("is not a host name");
    Err(match absolute_url(text).ok().and_then(|url| url.host_str().map(str::to_owned)) {
        Some(host) => refusal.hint(format!("write the host name only: `{host}`")),
        None => refusal.hint("write a name such as `papers.example.org`"),
    })
}

/// The URL of a repository in a browser, without `/` or `.git` at its end; or the empty text.
pub(super) fn repository(text: &str) -> Result {
    if text.is_empty() {
        return Ok(String::new());
    }
    let hint = "write the URL that a browser shows, such as `https://github.com/user/papers`";
    let url = absolute_url(text).map_err(|refusal| Refusal { hint: Some(hint.to_owned()), ..refusal })?;
    let url = url.as_str().trim_end_matches('/');
    Ok(url.strip_suffix(".git").unwrap_or(url).to_owned())
}

/// The owner and name of a repository on GitHub, or the empty text.
pub(super) fn repository_name(text: &str) -> Result {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('.') && name.bytes().all(plain);
    let is_both =
        |text: &str| text.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name));
    if text.is_empty() || is_both(text) {
        return Ok(text.to_owned());
    }
    let rest = text.trim_start_matches("https://").trim_start_matches("github.com/");
    let name = rest.trim_end_matches('/').trim_end_matches(".git");
    let refusal = Refusal::new("is not a repository on GitHub");
    Err(match is_both(name) {
        true => refusal.hint(format!("write `{name}`")),
        false => refusal.hint("write its owner and name, such as `user/papers`"),
    })
}

/// An id from a service, or the empty text.
pub(super) fn key(text: &str) -> Result {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=+/".contains(&byte)) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new("is not an id").hint("write what the service shows for your repository"))
}

/// The `action` URL of a form, or the empty text. It may have a query, which names the list for some providers.
pub(super) fn form_address(text: &str) -> Result {
    if text.is_empty() {
        return Ok(String::new());
    }
    let hint = "write the `action` URL of the provider's form, such as `https://example.com/subscribe`";
    let (address, query) = text.split_at(text.find('?').unwrap_or(text.len()));
    let url = absolute_url(address).map_err(|refusal| Refusal { hint: Some(hint.to_owned()), ..refusal })?;
    // The host is part of the Content Security Policy, where other characters have a meaning.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    let is_plain = url.host_str().is_some_and(|host| host.bytes().all(plain));
    if !is_plain || query.chars().any(|c| c.is_whitespace() || c.is_control() || c == '#') {
        return Err(Refusal::new("is not the URL of a form").hint(hint));
    }
    Ok(format!("{url}{query}"))
}

/// The URL of a WebSub hub, or the empty text.
pub(super) fn hub(text: &str) -> Result {
    if text.is_empty() {
        return Ok(String::new());
    }
    let hint = "write the URL of the hub, such as `https://pubsubhubbub.appspot.com/`";
    absolute_url(text)
        .map(|url| url.to_string())
        .map_err(|refusal| Refusal { hint: Some(hint.to_owned()), ..refusal })
}

/// The id of a warning.
pub(super) fn warning(text: &str) -> Result {
    if WARNINGS.contains(&text) {
        return Ok(text.to_owned());
    }
    let refusal = Refusal::new(format!("lists `{text}`, which is not the id of a warning"));
    Err(match suggest::nearest(text, WARNINGS.into_iter()) {
        Some(id) => refusal.hint(format!("did you mean `{id}`?")),
        None => refusal.hint("the id is in the brackets of the report, as in `warning[empty-abstract]`; errors cannot be hidden"),
    })
}

/// The name of a field of a form.
pub(super) fn field(text: &str) -> Result {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.[]".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new("is not the name of a form field")
        .hint("write the field name of the provider's form, such as `email`"))
}

/// The name of a branch, by the rules of Git (`git check-ref-format`).
pub(super) fn branch(text: &str) -> Result {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "~^:?*[\\".contains(c);
    let wrong = text.is_empty()
        || text.contains(odd)
        || text.contains("..")
        || text.contains("@{")
        || text.starts_with('-')
        || text.split('/').any(|part| part.is_empty() || part.starts_with('.') || part.ends_with(".lock"));
    if wrong { Err(Refusal::new("is not a valid branch name")) } else { Ok(text.to_owned()) }
}

/// A relative path of a directory, without `/` at either end; empty for the root.
pub(super) fn inner_path(text: &str) -> Result {
    let path = text.trim_matches('/');
    let stays = |part: &str| {
        !matches!(part, "" | "." | "..") && !part.contains(|c: char| c == '\\' || c.is_control())
    };
    if path.is_empty() || path.split('/').all(stays) {
        return Ok(path.to_owned());
    }
    Err(Refusal::new("is not a directory in the repository").hint("write a path such as `docs/papers`"))
}

/// The target of a link: an http, https or mailto URL, or a path from the root of the site.
pub(super) fn link(text: &str) -> Result {
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err(Refusal::new(
            "is not a link: it is empty, or contains a space, a backslash or a control character",
        ));
    }
    let scheme =
        text.find([':', '/', '?', '#']).filter(|&end| text[end..].starts_with(':')).map(|end| &text[..end]);
    let known = match scheme.map(str::to_ascii_lowercase).as_deref() {
        Some("http" | "https") => text.contains("://"),
        Some("mailto") => true,
        Some(_) => false,
        None => !text.starts_with("//"),
    };
    if known {
        return Ok(text.to_owned());
    }
    Err(Refusal::new("is not a link").hint("write an http, https or mailto URL, or a path such as `about/`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(check: fn(&str) -> Result, texts: &[&str]) -> String {
        let shown = |text: &&str| match check(text) {
            Ok(normal) if normal == *text => format!("{text:?}"),
            Ok(normal) => format!("{text:?} = {normal:?}"),
            Err(Refusal { why, hint: None }) => format!("{text:?} {why}"),
            Err(Refusal { why, hint: Some(hint) }) => format!("{text:?} {why}; {hint}"),
        };
        texts.iter().map(shown).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn titles_are_one_line_of_xml_characters() {
        insta::assert_snapshot!(all(title, &["Papers", " Two\n  lines ", "", " \t", "a\u{1}b", "a\u{ffff}"]), @r#"
        "Papers"
        " Two\n  lines " = "Two lines"
        "" is empty
        " \t" is empty
        "a\u{1}b" contains a control character
        "a\u{ffff}" contains a control character
        "#);
    }

    #[test]
    fn languages_have_the_form_of_a_tag() {
        insta::assert_snapshot!(all(language, &["en", "pt-BR", "zh-Hans-CN", "de-1996", "en_US", "e", "", "english please", "en-", "en-abcdefghi"]), @r#"
        "en"
        "pt-BR"
        "zh-Hans-CN"
        "de-1996"
        "en_US" is not a language tag; write `en-US`
        "e" is not a language tag; write a tag such as `en`, `pt-BR` or `zh-Hans`
        "" is not a language tag; write a tag such as `en`, `pt-BR` or `zh-Hans`
        "english please" is not a language tag; write a tag such as `en`, `pt-BR` or `zh-Hans`
        "en-" is not a language tag; write a tag such as `en`, `pt-BR` or `zh-Hans`
        "en-abcdefghi" is not a language tag; write a tag such as `en`, `pt-BR` or `zh-Hans`
        "#);
    }

    #[test]
    fn a_theme_cannot_leave_its_directory() {
        insta::assert_snapshot!(all(folder_name, &["default", "my-theme_2", "..", "a/b", "", "C:", ".git"]), @r#"
        "default"
        "my-theme_2"
        ".." is not a valid name of a directory in `themes/`; use at most 100 letters, digits, `-` and `_`
        "a/b" is not a valid name of a directory in `themes/`; use at most 100 letters, digits, `-` and `_`
        "" is not a valid name of a directory in `themes/`; use at most 100 letters, digits, `-` and `_`
        "C:" is not a valid name of a directory in `themes/`; use at most 100 letters, digits, `-` and `_`
        ".git" is not a valid name of a directory in `themes/`; use at most 100 letters, digits, `-` and `_`
        "#);
    }

    #[test]
    fn host_names_have_no_scheme_port_or_path() {
        insta::assert_snapshot!(all(host, &["", "Papers.Example.org", "localhost", "https://papers.example.org/x", "a..b", "-a.org", "a.org:80", "a_b.org"]), @r#"
        ""
        "Papers.Example.org" = "papers.example.org"
        "localhost" is not a host name; write a name such as `papers.example.org`
        "https://papers.example.org/x" is not a host name; write the host name only: `papers.example.org`
        "a..b" is not a host name; write a name such as `papers.example.org`
        "-a.org" is not a host name; write a name such as `papers.example.org`
        "a.org:80" is not a host name; write a name such as `papers.example.org`
        "a_b.org" is not a host name; write a name such as `papers.example.org`
        "#);
    }

    #[test]
    fn repositories_are_urls_of_a_browser() {
        insta::assert_snapshot!(all(repository, &["", "https://github.com/user/papers.git", "https://codeberg.org/user/papers/", "git@github.com:user/papers.git", "github.com/user/papers"]), @r#"
        ""
        "https://github.com/user/papers.git" = "https://github.com/user/papers"
        "https://codeberg.org/user/papers/" = "https://codeberg.org/user/papers"
        "git@github.com:user/papers.git" is not an absolute http or https URL; write the URL that a browser shows, such as `https://github.com/user/papers`
        "github.com/user/papers" is not an absolute http or https URL; write the URL that a browser shows, such as `https://github.com/user/papers`
        "#);
    }

    #[test]
    fn a_form_has_a_web_url() {
        insta::assert_snapshot!(all(form_address, &["", "https://buttondown.com/api/emails/embed-subscribe/me", "https://x.us1.list-manage.com/subscribe/post?u=1&id=2", "mailto:a@b.org", "/subscribe", "https://a;b/x", "https://a.org/?a b"]), @r#"
        ""
        "https://buttondown.com/api/emails/embed-subscribe/me"
        "https://x.us1.list-manage.com/subscribe/post?u=1&id=2"
        "mailto:a@b.org" is not an absolute http or https URL; write the `action` URL of the provider's form, such as `https://example.com/subscribe`
        "/subscribe" is not an absolute http or https URL; write the `action` URL of the provider's form, such as `https://example.com/subscribe`
        "https://a;b/x" is not the URL of a form; write the `action` URL of the provider's form, such as `https://example.com/subscribe`
        "https://a.org/?a b" is not the URL of a form; write the `action` URL of the provider's form, such as `https://example.com/subscribe`
        "#);
        insta::assert_snapshot!(all(field, &["email", "EMAIL", "fields[email]", "", "a b"]), @r#"
        "email"
        "EMAIL"
        "fields[email]"
        "" is not the name of a form field; write the field name of the provider's form, such as `email`
        "a b" is not the name of a form field; write the field name of the provider's form, such as `email`
        "#);
    }

    #[test]
    fn branch_names_follow_the_rules_of_git() {
        insta::assert_snapshot!(all(branch, &["main", "release/1.0", "", "a b", "a..b", "-x", "/a", "a/", ".a", "a.lock", "a:b"]), @r#"
        "main"
        "release/1.0"
        "" is not a valid branch name
        "a b" is not a valid branch name
        "a..b" is not a valid branch name
        "-x" is not a valid branch name
        "/a" is not a valid branch name
        "a/" is not a valid branch name
        ".a" is not a valid branch name
        "a.lock" is not a valid branch name
        "a:b" is not a valid branch name
        "#);
    }

    #[test]
    fn a_path_cannot_leave_the_repository() {
        insta::assert_snapshot!(all(inner_path, &["", "/", "docs/papers/", "..", "a/../b", "a//b", "a\\b"]), @r#"
        ""
        "/" = ""
        "docs/papers/" = "docs/papers"
        ".." is not a directory in the repository; write a path such as `docs/papers`
        "a/../b" is not a directory in the repository; write a path such as `docs/papers`
        "a//b" is not a directory in the repository; write a path such as `docs/papers`
        "a\\b" is not a directory in the repository; write a path such as `docs/papers`
        "#);
    }

    #[test]
    fn links_cannot_run_scripts() {
        insta::assert_snapshot!(all(link, &["https://a.org/?q#f", "mailto:me@a.org", "about/", "/about/", "#top", "?a:b", "javascript:alert(1)", "JavaScript:alert(1)", "data:x", "//evil.org", "https:a", "a b", ""]), @r##"
        "https://a.org/?q#f"
        "mailto:me@a.org"
        "about/"
        "/about/"
        "#top"
        "?a:b"
        "javascript:alert(1)" is not a link; write an http, https or mailto URL, or a path such as `about/`
        "JavaScript:alert(1)" is not a link; write an http, https or mailto URL, or a path such as `about/`
        "data:x" is not a link; write an http, https or mailto URL, or a path such as `about/`
        "//evil.org" is not a link; write an http, https or mailto URL, or a path such as `about/`
        "https:a" is not a link; write an http, https or mailto URL, or a path such as `about/`
        "a b" is not a link: it is empty, or contains a space, a backslash or a control character
        "" is not a link: it is empty, or contains a space, a backslash or a control character
        "##);
    }
}
