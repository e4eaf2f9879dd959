//! URLs of the repository: to edit a file, and to open the form that corrects a paper.

use super::Repository;
use crate::text::percent;

impl Repository {
    /// Returns the URL that edits a file of the site in the browser; `path` is below the site directory. Returns `None`
    /// without a repository, and for hosts without such pages.
    ///
    /// An unknown host is assumed to have the URLs of GitHub.
    pub fn edit_url(&self, path: &str) -> Option<String> {
        let host = self.url.split_once("://")?.1.split('/').next()?;
        let action = match host {
            "bitbucket.org" => return None,
            _ if host.ends_with("sr.ht") => return None,
            _ if host.contains("gitlab") => "-/edit",
            _ if ["codeberg", "gitea", "forgejo"].iter().any(|name| host.contains(name)) => "_edit",
            _ => "edit",
        };
        let parts = [self.branch.as_str(), &self.path, path];
        let parts = parts.iter().flat_map(|path| path.split('/')).filter(|part| !part.is_empty());
        let place: Vec<String> = parts.map(percent::segment).collect();
        Some(format!("{}/{action}/{}", self.url, place.join("/")))
    }
}

/// The maximum length of the title in a URL, in bytes: servers refuse URLs of more than about 8,000 bytes.
const TITLE: usize = 1000;

impl Repository {
    /// Returns the URL of the form that corrects a paper, with the id and title filled in. Returns `None` without such
    /// a form, and for hosts other than GitHub.
    pub fn correct_url(&self, id: &str, title: &str) -> Option<String> {
        let host = self.url.split_once("://")?.1.split('/').next()?;
        let others = ["bitbucket", "sr.ht", "gitlab", "codeberg", "gitea", "forgejo"];
        if !self.forms || others.iter().any(|other| host.contains(other)) {
            return None;
        }
        let mut len = 0;
        let whole = title.chars().take_while(|char| {
            // Percent-encoding may triple each byte.
            len += 3 * char.len_utf8();
            len <= TITLE
        });
        let title: String = whole.collect();
        let (id, title) = (percent::segment(id), percent::segment(&title));
        Some(format!("{}/issues/new?template=correct.yml&id={id}&title={title}", self.url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(url: &str, branch: &str, path: &str) -> Option<String> {
        let repository =
            Repository { url: url.into(), branch: branch.into(), path: path.into(), ..Repository::default() };
        repository.edit_url("content/papers/a b#1.md")
    }

    #[test]
    fn each_forge_has_its_url() {
        let url = |url| edit(url, "main", "").unwrap();
        assert_eq!(
            url("https://github.com/u/p"),
            "https://github.com/u/p/edit/main/content/papers/a%20b%231.md"
        );
        assert_eq!(
            url("https://gitlab.com/g/s/p"),
            "https://gitlab.com/g/s/p/-/edit/main/content/papers/a%20b%231.md"
        );
        assert_eq!(
            url("https://codeberg.org/u/p"),
            "https://codeberg.org/u/p/_edit/main/content/papers/a%20b%231.md"
        );
        assert_eq!(
            url("https://git.example.org/u/p"),
            "https://git.example.org/u/p/edit/main/content/papers/a%20b%231.md"
        );
    }

    #[test]
    fn the_url_has_the_branch_and_the_directory() {
        let url = edit("https://github.com/u/p", "release/1", "docs/my site").unwrap();
        assert_eq!(url, "https://github.com/u/p/edit/release/1/docs/my%20site/content/papers/a%20b%231.md");
    }

    #[test]
    fn a_form_has_the_id_and_a_title_of_limited_length() {
        let url = "https://github.com/u/p".to_owned();
        let mut repository = Repository { url, forms: true, ..Repository::default() };
        assert_eq!(
            repository.correct_url("2405.18047", "A & B: \"=1&id=2#\"").unwrap(),
            "https://github.com/u/p/issues/new?template=correct.yml&id=2405.18047&title=A%20%26%20B%3A%20%22%3D1%26id%3D2%23%22"
        );
        let long = repository.correct_url(&"i".repeat(100), &"漢".repeat(5000)).unwrap();
        assert!(long.len() < 1300 && long.ends_with("%E6%BC%A2"), "{}", long.len());
        repository.forms = false;
        assert_eq!(repository.correct_url("1", "t"), None);
        let elsewhere =
            Repository { url: "https://gitlab.com/u/p".into(), forms: true, ..Repository::default() };
        assert_eq!(elsewhere.correct_url("1", "t"), None);
    }

    #[test]
    fn without_a_forge_there_is_no_link() {
        assert_eq!(edit("", "main", ""), None);
        assert_eq!(edit("https://git.sr.ht/~u/p", "main", ""), None);
        assert_eq!(edit("https://bitbucket.org/u/p", "main", ""), None);
    }
}
