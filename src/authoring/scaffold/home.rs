//! The repository of a site and the address of its pages, in all common notations.
//!
//! It does not access the disk: the caller reads the files.

use crate::config::Repository;

/// The Git settings of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Git {
    /// The repository that is called `origin`, as a browser shows it.
    pub repository: Option<String>,
    /// The branch that is checked out.
    pub branch: Option<String>,
}

/// Returns the Git settings in the text of the files `config` and `HEAD`.
pub fn of_git(config: &str, head: &str) -> Git {
    let mut section = "";
    let mut url = None;
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[remote \"origin\"]"
            && let Some((key, value)) = line.split_once('=')
            && key.trim() == "url"
        {
            url = repository(value.trim());
        }
    }
    let branch = head.trim().strip_prefix("ref: refs/heads/").map(str::to_owned);
    Git { repository: url, branch }
}

/// Returns the address of a repository for browsers, given an address, a Git remote, or `OWNER/NAME` on GitHub.
pub fn repository(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    let text = text.strip_suffix(".git").unwrap_or(text);
    let (host, path) = match text.split_once("://") {
        Some(("https" | "http" | "ssh" | "git", rest)) => rest.split_once('/')?,
        Some(_) => return None,
        // A remote for SSH: `git@github.com:ada/papers`.
        None => match text.split_once(':') {
            Some((host, path)) if host.contains('@') => (host, path),
            Some(_) => return None,
            None => match text.split('/').count() {
                2 => ("github.com", text),
                3.. => text.split_once('/').filter(|(host, _)| host.contains('.'))?,
                _ => return None,
            },
        },
    };
    let is_sound = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let is_whole = is_sound(name)
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && path.contains('/')
        && path.split('/').all(is_sound);
    // The port of an SSH remote does not apply to browsers.
    let host = if text.starts_with("http") { host } else { name };
    is_whole.then(|| format!("https://{host}/{path}"))
}

/// Returns the address at which GitHub, GitLab or Codeberg publish the pages of a repository, if it is on one of these
/// hosts.
pub fn pages(repository: &str) -> Option<String> {
    let (host, path) = repository.split_once("://")?.1.split_once('/')?;
    let (owner, name) = path.split_once('/')?;
    let domain = match host {
        "github.com" => "github.io",
        "gitlab.com" => "gitlab.io",
        "codeberg.org" => "codeberg.page",
        _ => return None,
    };
    let root = format!("{}.{domain}", owner.to_ascii_lowercase());
    Some(match name.eq_ignore_ascii_case(&root) {
        true => format!("https://{root}/"),
        false => format!("https://{root}/{name}/"),
    })
}

/// Returns whether the forge of a repository fills in forms from the parameters of an address. True if there is no
/// repository yet.
pub fn has_forms(repository: &str) -> bool {
    let known = Repository { url: repository.to_owned(), forms: true, ..Repository::default() };
    repository.is_empty() || known.correct_url("", "").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_of_a_repository_gives_one_address() {
        for text in [
            "ada/papers",
            "https://github.com/ada/papers",
            "https://github.com/ada/papers.git",
            "https://token@github.com/ada/papers/",
            "git@github.com:ada/papers.git",
            "ssh://git@github.com:22/ada/papers.git",
            "github.com/ada/papers",
        ] {
            assert_eq!(repository(text).as_deref(), Some("https://github.com/ada/papers"), "{text}");
        }
        assert_eq!(
            repository("https://git.example.org:8443/a/b/c").as_deref(),
            Some("https://git.example.org:8443/a/b/c")
        );
        for text in
            ["", "papers", "/srv/papers.git", "../papers", "file:///srv/papers", "a/b c", "C:\\x", "a/\"b"]
        {
            assert_eq!(repository(text), None, "{text}");
        }
    }

    #[test]
    fn pages_have_the_address_of_the_forge() {
        let of = |text: &str| pages(&repository(text).unwrap());
        assert_eq!(of("Ada/Papers").as_deref(), Some("https://ada.github.io/Papers/"));
        assert_eq!(of("ada/ada.github.io").as_deref(), Some("https://ada.github.io/"));
        assert_eq!(of("https://gitlab.com/ada/papers").as_deref(), Some("https://ada.gitlab.io/papers/"));
        assert_eq!(of("https://git.example.org/ada/papers"), None);
    }

    #[test]
    fn only_some_forges_have_forms() {
        assert!(has_forms("") && has_forms("https://github.com/ada/papers"));
        assert!(!has_forms("https://gitlab.com/ada/papers"));
    }

    #[test]
    fn repository_and_branch_are_read_from_git() {
        let config = "[core]\n\tbare = false\n[remote \"up\"]\n\turl = git@github.com:x/y.git\n[remote \"origin\"]\n\turl = git@github.com:ada/papers.git\n\tfetch = +refs/heads/*\n";
        let git = of_git(config, "ref: refs/heads/next/1\n");
        assert_eq!(git.repository.as_deref(), Some("https://github.com/ada/papers"));
        assert_eq!(git.branch.as_deref(), Some("next/1"));
        assert_eq!(of_git("", "2e9ed8b\n"), Git::default());
    }
}
