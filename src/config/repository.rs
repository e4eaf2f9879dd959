//! Links to where an entry is edited on its forge.

use super::Repository;
use super::address::encode;

impl Repository {
    /// Returns the address at which a file of the site, named by its path below the site's folder, is edited in the
    /// browser. Returns nothing where no repository is set, or its forge has no such pages.
    ///
    /// A forge that is not known by its name is taken to be shaped like GitHub, as most are.
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
        let place: Vec<String> = parts.map(encode).collect();
        Some(format!("{}/{action}/{}", self.url, place.join("/")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(url: &str, branch: &str, path: &str) -> Option<String> {
        let repository = Repository { url: url.into(), branch: branch.into(), path: path.into() };
        repository.edit_url("content/papers/a b#1.md")
    }

    #[test]
    fn each_forge_has_its_shape() {
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
    fn branches_and_folders_are_part_of_the_way() {
        let url = edit("https://github.com/u/p", "release/1", "docs/my site").unwrap();
        assert_eq!(url, "https://github.com/u/p/edit/release/1/docs/my%20site/content/papers/a%20b%231.md");
    }

    #[test]
    fn without_a_forge_there_is_no_link() {
        assert_eq!(edit("", "main", ""), None);
        assert_eq!(edit("https://git.sr.ht/~u/p", "main", ""), None);
        assert_eq!(edit("https://bitbucket.org/u/p", "main", ""), None);
    }
}
