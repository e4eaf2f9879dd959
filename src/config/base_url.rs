//! The base URL of a site, and absolute URLs in general.

use serde::{Serialize, Serializer};
use url::{Position, Url};

use super::problems::Refusal;
use crate::text::percent;

/// The base URL of a site: an absolute http or https URL that ends in `/`, without query, fragment or user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: String,
    /// The number of bytes of `url` before its path.
    origin: usize,
}

impl BaseUrl {
    /// Returns the normal form of a URL: lower-case host, no default port, no `.`, `..` or empty segments in the path,
    /// special characters percent-encoded, a `/` at the end.
    ///
    /// # Errors
    /// If the text is not an absolute http or https URL, or has a query, fragment or user.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let url = absolute_url(text)?;
        let mut normal = url[..Position::BeforePath].to_owned();
        let origin = normal.len();
        // Without empty segments, since a path that begins with two slashes would be another host.
        for part in url.path().split('/').filter(|part| !part.is_empty()) {
            normal.push('/');
            normal.push_str(&percent::written_segment(part));
        }
        normal.push('/');
        Ok(BaseUrl { url: normal, origin })
    }

    /// Returns a URL for tests and examples.
    pub(super) fn example() -> Self {
        let origin = "https://papers.example.org";
        BaseUrl { url: format!("{origin}/"), origin: origin.len() }
    }

    /// Returns scheme, host and port: `https://user.github.io`.
    pub fn origin(&self) -> &str {
        &self.url[..self.origin]
    }

    /// Returns the path, which begins and ends with `/`.
    pub fn root(&self) -> &str {
        &self.url[self.origin..]
    }

    /// Returns the URL, which ends in `/`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the host without its port.
    pub fn host(&self) -> &str {
        let host = self.origin().split_once("://").map_or("", |(_, host)| host);
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        }
    }
}

impl Serialize for BaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.url)
    }
}

/// Parses an absolute http or https URL without query, fragment and user.
pub(super) fn absolute_url(text: &str) -> Result<Url, Refusal> {
    // The parser corrects these characters as browsers do; in settings they are mistakes.
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err(Refusal::new("contains a space, a backslash or a control character"));
    }
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https")) {
        let refusal = Refusal::new("is not an absolute http or https URL");
        let looks_like_host =
            scheme.is_none() && !text.starts_with('/') && text.contains('.') && !text.contains('@');
        return Err(if looks_like_host { refusal.hint(format!("write `https://{text}`")) } else { refusal });
    }
    let url = Url::parse(text).map_err(|error| Refusal::new(format!("is not a valid URL: {error}")))?;
    // The parser accepts `https:///x` as the host `x`.
    if text.split_once("://").is_some_and(|(_, rest)| rest.starts_with('/')) {
        return Err(Refusal::new("has no host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new("must not contain a user or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Refusal::new("must not contain a query or fragment"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(text: &str) -> String {
        match BaseUrl::parse(text) {
            Ok(url) => format!("{} {}", url.origin(), url.root()),
            Err(refusal) => refusal.why + &refusal.hint.map(|hint| format!(" ({hint})")).unwrap_or_default(),
        }
    }

    #[test]
    fn a_url_has_one_normal_form() {
        assert_eq!(parts("https://user.github.io"), "https://user.github.io /");
        assert_eq!(parts("https://User.GitHub.io:443/papers"), "https://user.github.io /papers/");
        assert_eq!(parts("HTTP://localhost:1111/a/./b/../c/"), "http://localhost:1111 /a/c/");
        assert_eq!(parts("https://bücher.example/ä"), "https://xn--bcher-kva.example /%C3%A4/");
        assert_eq!(parts("https://a.org/it's%20\"100%\"<b>"), "https://a.org /it%27s%20%22100%25%22%3Cb%3E/");
        assert_eq!(parts("http://[::1]:80/x"), "http://[::1] /x/");
    }

    #[test]
    fn a_path_cannot_become_a_host() {
        assert_eq!(parts("https://a.org//evil.org//x"), "https://a.org /evil.org/x/");
    }

    #[test]
    fn invalid_base_urls_are_refused() {
        insta::assert_snapshot!(
            [
                "", "papers.example.org", "/papers/", "ftp://a.org/", "file:///etc", "https://", "https:///a.org",
                "https://a.org/?q", "https://a.org/#top", "https://me@a.org/", "https://me:pw@a.org/", "https://@a.org/",
                "https://a b.org/", "https://a.org\\b", "https://a.org:99999/", "https://[::1/", "javascript:alert(1)",
            ]
            .map(|text| format!("{text:24} {}", parts(text)))
            .join("\n"),
            @r"
                                 is not an absolute http or https URL
        papers.example.org       is not an absolute http or https URL (write `https://papers.example.org`)
        /papers/                 is not an absolute http or https URL
        ftp://a.org/             is not an absolute http or https URL
        file:///etc              is not an absolute http or https URL
        https://                 is not a valid URL: empty host
        https:///a.org           has no host
        https://a.org/?q         must not contain a query or fragment
        https://a.org/#top       must not contain a query or fragment
        https://me@a.org/        must not contain a user or password
        https://me:pw@a.org/     must not contain a user or password
        https://@a.org/          https://a.org /
        https://a b.org/         contains a space, a backslash or a control character
        https://a.org\b          contains a space, a backslash or a control character
        https://a.org:99999/     is not a valid URL: invalid port number
        https://[::1/            is not a valid URL: invalid IPv6 address
        javascript:alert(1)      is not an absolute http or https URL
        "
        );
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(path in "\\PC{0,40}", host in "[a-z]{1,5}(\\.[a-z]{1,5}){0,2}") {
            if let Ok(url) = BaseUrl::parse(&format!("https://{host}/{path}")) {
                prop_assert!(url.root().starts_with('/') && url.root().ends_with('/') && !url.root().contains("//"));
                prop_assert!(url.url().is_ascii());
                prop_assert_eq!(BaseUrl::parse(url.url()).unwrap(), url);
            }
        }
    }
}
