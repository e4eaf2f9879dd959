//! Web addresses: where the site lives, and how parts of addresses are written.
//!
//! It knows nothing of which setting an address is for.

use serde::{Serialize, Serializer};
use url::{Position, Url};

use super::problems::Refusal;
use crate::text::percent;

/// Where a site lives: an absolute http or https URL that ends in `/`, without query, fragment or user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: String,
    /// Bytes of `url` before its path.
    origin: usize,
}

impl BaseUrl {
    /// Returns the normal form of an address: lower-case host, no default port, no `.` or `..` or empty parts in
    /// the path, odd characters percent-encoded, a `/` at the end.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let url = absolute_url(text)?;
        let mut normal = url[..Position::BeforePath].to_owned();
        let origin = normal.len();
        // Empty parts are left out: a path that begins with two slashes would name another host.
        for part in url.path().split('/').filter(|part| !part.is_empty()) {
            normal.push('/');
            normal.push_str(&percent::written_segment(part));
        }
        normal.push('/');
        Ok(BaseUrl { url: normal, origin })
    }

    /// Returns an address for tests and examples.
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

    /// Returns the whole address, which ends in `/`.
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

/// Parses an http or https address that has no query, fragment or user.
pub(super) fn absolute_url(text: &str) -> Result<Url, Refusal> {
    // The parser fixes what browsers fix; in settings these are mistakes.
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err(Refusal::new("holds a space, a backslash or a control character"));
    }
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https")) {
        let refusal = Refusal::new("is not an absolute http or https address");
        let looks_like_host =
            scheme.is_none() && !text.starts_with('/') && text.contains('.') && !text.contains('@');
        return Err(if looks_like_host { refusal.hint(format!("write `https://{text}`")) } else { refusal });
    }
    let url = Url::parse(text).map_err(|error| Refusal::new(format!("is not an address: {error}")))?;
    // `https:///x` is fixed to the host `x`.
    if text.split_once("://").is_some_and(|(_, rest)| rest.starts_with('/')) {
        return Err(Refusal::new("has no host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new("may not hold a user or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Refusal::new("may not hold a `?` query or a `#` fragment"));
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
    fn an_address_has_one_normal_form() {
        assert_eq!(parts("https://user.github.io"), "https://user.github.io /");
        assert_eq!(parts("https://User.GitHub.io:443/papers"), "https://user.github.io /papers/");
        assert_eq!(parts("HTTP://localhost:1111/a/./b/../c/"), "http://localhost:1111 /a/c/");
        assert_eq!(parts("https://bücher.example/ä"), "https://xn--bcher-kva.example /%C3%A4/");
        assert_eq!(parts("https://a.org/it's%20\"100%\"<b>"), "https://a.org /it%27s%20%22100%25%22%3Cb%3E/");
        assert_eq!(parts("http://[::1]:80/x"), "http://[::1] /x/");
    }

    #[test]
    fn a_path_cannot_turn_into_a_host() {
        assert_eq!(parts("https://a.org//evil.org//x"), "https://a.org /evil.org/x/");
    }

    #[test]
    fn what_is_no_home_of_a_site_is_refused() {
        insta::assert_snapshot!(
            [
                "", "papers.example.org", "/papers/", "ftp://a.org/", "file:///etc", "https://", "https:///a.org",
                "https://a.org/?q", "https://a.org/#top", "https://me@a.org/", "https://me:pw@a.org/", "https://@a.org/",
                "https://a b.org/", "https://a.org\\b", "https://a.org:99999/", "https://[::1/", "javascript:alert(1)",
            ]
            .map(|text| format!("{text:24} {}", parts(text)))
            .join("\n"),
            @r"
                                 is not an absolute http or https address
        papers.example.org       is not an absolute http or https address (write `https://papers.example.org`)
        /papers/                 is not an absolute http or https address
        ftp://a.org/             is not an absolute http or https address
        file:///etc              is not an absolute http or https address
        https://                 is not an address: empty host
        https:///a.org           has no host
        https://a.org/?q         may not hold a `?` query or a `#` fragment
        https://a.org/#top       may not hold a `?` query or a `#` fragment
        https://me@a.org/        may not hold a user or password
        https://me:pw@a.org/     may not hold a user or password
        https://@a.org/          https://a.org /
        https://a b.org/         holds a space, a backslash or a control character
        https://a.org\b          holds a space, a backslash or a control character
        https://a.org:99999/     is not an address: invalid port number
        https://[::1/            is not an address: invalid IPv6 address
        javascript:alert(1)      is not an absolute http or https address
        "
        );
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own(path in "\\PC{0,40}", host in "[a-z]{1,5}(\\.[a-z]{1,5}){0,2}") {
            if let Ok(url) = BaseUrl::parse(&format!("https://{host}/{path}")) {
                prop_assert!(url.root().starts_with('/') && url.root().ends_with('/') && !url.root().contains("//"));
                prop_assert!(url.url().is_ascii());
                prop_assert_eq!(BaseUrl::parse(url.url()).unwrap(), url);
            }
        }
    }
}
