use std::path::Path;

use proptest::prelude::*;

use super::super::path::{OutPath, below};

#[test]
fn paths_of_a_site_are_accepted_unchanged() {
    for path in [
        "index.html",
        "papers/2403.01230/index.html",
        ".nojekyll",
        "CNAME",
        "topics/größe/feed.xml",
        "papers/con-text/index.html",
        "papers/.hidden",
        "com10",
        "a b",
        "x.offprint",
        "a/.offprint",
        "~ada/index.html",
        "papers/con-/index.html",
        "é/\u{1f9ea}.txt",
        ".gitignore",
    ] {
        assert_eq!(OutPath::new(path).unwrap().as_str(), path);
    }
    assert!(OutPath::new(&"a".repeat(255)).is_ok());
}

#[test]
fn invalid_paths_are_refused() {
    for path in [
        "",
        "/",
        "/etc/passwd",
        "a//b",
        "a/",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        ".",
        "a\\b",
        "..\\a",
        "C:/a",
        "C:a",
        "a\nb",
        "a\0b",
        "a\u{85}b",
        "con",
        "papers/NUL",
        "aux.html",
        "Com1.txt",
        "lpt¹",
        "nul .txt",
        "a.",
        "a /b",
        "a/...",
        ".offprint",
        ".offprint-new/lock",
        ".Offprint",
        "a?b",
        "a*",
        "<a>",
        "a|b",
        "\"a\"",
        "a\u{200b}.",
        "\u{200b}",
        ".\u{200d}.",
        "a/.git/hooks/x",
        ".GI\u{200c}T",
        "GIT~1/config",
        "organi~1/index.html",
        ".off\u{ad}print",
        "n\u{2060}ul",
        "a\u{ffff}",
        "\u{fdd0}",
    ] {
        let refused = OutPath::new(path);
        assert!(refused.is_err(), "{path:?}");
        assert!(refused.unwrap_err().to_string().contains(" is not a valid path in the site: "));
    }
    assert!(OutPath::new(&"a".repeat(256)).is_err());
    assert!(OutPath::new(&"a/".repeat(500)).is_err());
}

#[test]
fn a_path_knows_its_folder() {
    assert_eq!(OutPath::new("papers/1/Index.HTML").unwrap().folder(), "papers/1");
    assert_eq!(OutPath::new(".nojekyll").unwrap().folder(), "");
}

proptest! {
    #[test]
    fn no_path_leaves_the_output_directory(text in r"([a-c.:/\\ ~]|\.\./|/\.|\PC){0,30}") {
        if let Ok(path) = OutPath::new(&text) {
            prop_assert_eq!(path.as_str(), &text);
            let place = below(Path::new("/out"), path.as_str());
            prop_assert!(place.starts_with("/out") && place != Path::new("/out"));
            let is_plain = |part| matches!(part, std::path::Component::Normal(_));
            prop_assert!(place.components().skip(1).all(is_plain));
        }
    }
}
