//! The hosts of a site: the files that check and publish it on each, and what its owner has to do there.
//!
//! This module does not know the other files of a new site.

/// Where a site is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// GitHub Pages, with workflows and issue forms.
    GitHub,
    /// GitLab Pages.
    GitLab,
    /// Codeberg Pages, or another host with Forgejo Actions.
    Codeberg,
    /// A web server that gets the files of a build.
    Plain,
}

/// A file for a host: its path from the root of the repository, and its text.
type HostFile = (&'static str, &'static str);

const GITHUB: &[HostFile] = &[
    (".github/workflows/publish.yml", include_str!("files/workflows/publish.yml")),
    (".github/workflows/check.yml", include_str!("files/workflows/check.yml")),
    (".github/workflows/collect.yml", include_str!("files/workflows/collect.yml")),
    (".github/workflows/digest.yml", include_str!("files/workflows/digest.yml")),
    (".github/workflows/propose.yml", include_str!("files/workflows/propose.yml")),
    (".github/dependabot.yml", include_str!("files/dependabot.yml")),
    (".github/ISSUE_TEMPLATE/add.yml", include_str!("files/forms/add.yml")),
    (".github/ISSUE_TEMPLATE/correct.yml", include_str!("files/forms/correct.yml")),
];
const GITLAB: &[HostFile] = &[(".gitlab-ci.yml", include_str!("files/gitlab/ci.yml"))];
const CODEBERG: &[HostFile] = &[
    (".forgejo/workflows/publish.yml", include_str!("files/forgejo/publish.yml")),
    (".forgejo/workflows/check.yml", include_str!("files/forgejo/check.yml")),
];

impl Host {
    /// Returns the host of a repository, by the name of its server. GitHub if there is no repository yet.
    pub fn of(repository: &str) -> Host {
        let server =
            repository.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(rest));
        let has = |names: &[&str]| names.iter().any(|name| server.contains(name));
        match () {
            () if repository.is_empty() || has(&["github"]) => Host::GitHub,
            () if has(&["gitlab"]) => Host::GitLab,
            () if has(&["codeberg", "forgejo"]) => Host::Codeberg,
            () => Host::Plain,
        }
    }

    /// Returns the files that belong at the root of the repository.
    pub fn files(self) -> &'static [HostFile] {
        match self {
            Host::GitHub => GITHUB,
            Host::GitLab => GITLAB,
            Host::Codeberg => CODEBERG,
            Host::Plain => &[],
        }
    }

    /// Returns how to add or correct a paper without Git, as a line of the README; may be empty.
    pub fn forms(self) -> &'static str {
        match self {
            Host::GitHub => {
                "- Without Git: open an issue with the form \"Add a paper\" or \"Correct a paper\". A workflow makes a pull request from it.\n"
            }
            _ => "",
        }
    }

    /// Returns what checks a change, as a paragraph of the README.
    pub fn checks(self) -> &'static str {
        match self {
            Host::GitHub => {
                "A workflow checks every pull request. Problems appear in the diff, and the summary of the check lists all changes. You can download the built site there."
            }
            Host::GitLab => "A pipeline checks every merge request. Its log lists all problems.",
            Host::Codeberg => "A workflow checks every pull request. Its log lists all problems.",
            Host::Plain => "Run `offprint check` before you publish a change.",
        }
    }

    /// Returns how to publish the site, as the end of the README.
    pub fn setup(self) -> &'static str {
        match self {
            Host::GitHub => include_str!("files/setup/github.md"),
            Host::GitLab => include_str!("files/setup/gitlab.md"),
            Host::Codeberg => include_str!("files/setup/codeberg.md"),
            Host::Plain => include_str!("files/setup/plain.md"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_of_a_repository_decides_the_host() {
        for (repository, host) in [
            ("", Host::GitHub),
            ("https://github.com/ada/papers", Host::GitHub),
            ("https://gitlab.com/ada/github-papers", Host::GitLab),
            ("https://gitlab.example.edu/group/sub/papers", Host::GitLab),
            ("https://codeberg.org/ada/papers", Host::Codeberg),
            ("https://git.example.org/gitlab/papers", Host::Plain),
        ] {
            assert_eq!(Host::of(repository), host, "{repository}");
        }
    }
}
