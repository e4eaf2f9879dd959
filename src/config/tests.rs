//! `site.toml` in, problems or settings out.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::diagnostic::lines;
use crate::source::Texts;

/// Returns the settings in `text`, and its problems.
fn check(text: &str) -> (Option<Site>, String) {
    let file: FilePath = "site.toml".into();
    let checked = parse(&file, text);
    (checked.value, lines::render(&checked.diagnostics, &Texts::from([(file, text.into())])))
}

fn problems(text: &str) -> String {
    check(text).1
}

/// Returns the problems of a text that follows the required settings.
fn problems_beside(text: &str) -> String {
    problems(&format!("title = \"T\"\nbase_url = \"https://a.org\"\n{text}"))
}

fn site(text: &str) -> Site {
    let (site, problems) = check(text);
    assert_eq!(problems, "");
    site.unwrap()
}

#[test]
fn two_settings_are_enough() {
    let site = site("title = \"Papers\"\nbase_url = \"https://papers.example.org\"\n");
    assert_eq!(site, Site::default());
}

#[test]
fn a_site_that_needs_a_newer_version_has_no_other_problem() {
    let newer = "new = 1\ntitle = 7\noffprint = \"99.1\"\n[broken\n";
    let expected = format!(
        "site.toml:3:12: error[newer-version]: this site requires Offprint 99.1 or newer; this is Offprint {}\n  hint: install a newer version: {}/releases\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY")
    );
    assert_eq!(problems(newer), expected);
    for text in ["offprint = \"0.0.1\"\n", "offprint = \"0.1\"\n", "offprint = \"\"\n"] {
        assert_eq!(problems_beside(text), "", "{text}");
    }
    assert_snapshot!(problems_beside("offprint = \"1\"\n"), @"
    site.toml:3:12: error[setting-value]: `offprint` is not a version
      hint: write two or three numbers, such as `0.1`
    ");
    assert_snapshot!(problems_beside("offprint = 99.1\n"), @"site.toml:3:12: error[setting-type]: `offprint`: expected a string, found `99.1`");
}

#[test]
fn every_setting_arrives() {
    let text = r#"
offprint = "0.1"
title = "Papers  of\tus"
base_url = "https://User.github.io/papers"
description = "About"
language = "pt-BR"
entry_language = "en"
author = "A"
theme = "dark-2"
strict_topics = true
cname = "user.github.io"

[params]
accent = "teal"
since = 2020-01-02
nested = { list = [1, 2.5, true] }

[repository]
url = "https://github.com/user/papers/"
branch = "next"
path = "site"

[feeds]
items = 1_0
topics = false

[pages]
per_page = 0x14

[trending]
days = 3

[math.macros]
R = '\mathbb{R}'
'\E' = '\mathbb{E}'

[[menu]]
label = "About"
url = "about/"

[limits]
authors = 10
"#;
    let site = site(text);
    assert_eq!(
        (site.origin(), site.root(), site.url()),
        ("https://user.github.io", "/papers/", "https://user.github.io/papers/")
    );
    assert_snapshot!(serde_json::to_string_pretty(&site).unwrap(), @r##"
    {
      "offprint": "0.1",
      "title": "Papers of us",
      "base_url": "https://user.github.io/papers/",
      "description": "About",
      "language": "pt-BR",
      "entry_language": "en",
      "author": "A",
      "theme": "dark-2",
      "strict_topics": true,
      "cname": "user.github.io",
      "repository": {
        "url": "https://github.com/user/papers",
        "branch": "next",
        "path": "site",
        "forms": false,
        "history": false
      },
      "archive": {
        "by": "day"
      },
      "feeds": {
        "items": 10,
        "formats": [
          "rss"
        ],
        "topics": false,
        "authors": true,
        "organizations": true,
        "days": true,
        "weeks": true,
        "code": true,
        "history": "auto",
        "full_text": true,
        "hub": "",
        "query": []
      },
      "pages": {
        "weeks": true,
        "months": true,
        "archive": true,
        "trending": true,
        "stats": true,
        "reading": true,
        "for_you": true,
        "topics": true,
        "authors": true,
        "organizations": true,
        "venues": true,
        "votes": true,
        "per_page": 20,
        "authors_from": 0,
        "related": 6,
        "elsewhere": true,
        "excerpt": 320,
        "remote_images": false
      },
      "cards": {
        "site": true,
        "days": true,
        "papers": false,
        "accent": "#145764"
      },
      "search": {
        "enabled": true
      },
      "data": {
        "papers": "auto",
        "abstracts": "auto",
        "bibtex": "auto",
        "days": "auto",
        "topics": "auto",
        "citations": "auto",
        "markdown": false,
        "llms": true,
        "freshness": true
      },
      "email": {
        "form": "",
        "field": "email",
        "from": "",
        "to": "",
        "smtp": "",
        "unsubscribe": "",
        "per_minute": 60
      },
      "comments": {
        "provider": "",
        "repo": "",
        "repo_id": "",
        "category": "Announcements",
        "category_id": "",
        "label": "",
        "mapping": "id"
      },
      "trending": {
        "days": 3,
        "half_life": 7,
        "papers": 50
      },
      "math": {
        "macros": {
          "E": "\\mathbb{E}",
          "R": "\\mathbb{R}"
        }
      },
      "check": {
        "allow": []
      },
      "build": {
        "fsync": false
      },
      "limits": {
        "entry_kilobytes": 512,
        "page_kilobytes": 2000,
        "file_megabytes": 256,
        "authors": 10,
        "topics": 100,
        "dates": 100,
        "aliases": 100,
        "keywords": 500,
        "links": 100,
        "line_characters": 2000,
        "growth_megabytes": 32
      },
      "import": {
        "hf_url": "https://huggingface.co",
        "arxiv_url": "https://export.arxiv.org",
        "doi_url": "https://doi.org",
        "timeout": 30,
        "collect": {
          "hf": false,
          "arxiv": "",
          "days": 3,
          "most": 100,
          "votes": 0,
          "images": false,
          "ruled": false,
          "include": {},
          "exclude": {}
        },
        "rules": []
      },
      "params": {
        "accent": "teal",
        "nested": {
          "list": [
            1,
            2.5,
            true
          ]
        },
        "since": "2020-01-02"
      },
      "menu": [
        {
          "label": "About",
          "url": "about/"
        }
      ]
    }
    "##);
}

#[test]
fn missing_settings_are_reported() {
    assert_eq!(check("").0, None);
    assert_snapshot!(problems(""), @r#"
    site.toml: error[missing-setting]: `base_url` is missing
      hint: add `base_url = "https://papers.example.org/"` at the top
    site.toml: error[missing-setting]: `title` is missing
      hint: add `title = "Papers"` at the top
    "#);
    assert_snapshot!(problems("title = 1\nbase_url = 'papers.example.org'"), @"
    site.toml:1:9: error[setting-type]: `title`: expected a string, found `1`
    site.toml:2:12: error[setting-value]: `base_url` is not an absolute http or https URL
      hint: write `https://papers.example.org`
    ");
    assert_snapshot!(problems("[[menu]]\nlabel = ''\n[[menu]]\n"), @r#"
    site.toml: error[missing-setting]: `base_url` is missing
      hint: add `base_url = "https://papers.example.org/"` at the top
    site.toml: error[missing-setting]: `title` is missing
      hint: add `title = "Papers"` at the top
    site.toml:1:1: error[missing-setting]: `menu.url` is missing
      hint: add `url = "about/"`
    site.toml:2:9: error[setting-value]: `menu.label` is empty
    site.toml:3:1: error[missing-setting]: `menu.label` is missing
      hint: add `label = "About"`
    site.toml:3:1: error[missing-setting]: `menu.url` is missing
      hint: add `url = "about/"`
    "#);
}

#[test]
fn unknown_keys_are_pointed_at_on_every_level() {
    assert_snapshot!(problems_beside("
auhtor = 'A'
per_page = 3
colour = 'red'
[page]
[find]
[pages]
per_pag = 3
title = 'x'
items = 3
papers.x = 3
[[menu]]
labl = 'x'
label = 'x'
url = 'x'
[feeds.more]
"), @r#"
    site.toml:4:1: error[unknown-setting]: `auhtor` is not a setting
      hint: did you mean `author`?
    site.toml:5:1: error[unknown-setting]: `per_page` is not a setting
      hint: `per_page` belongs under `[pages]`
    site.toml:6:1: error[unknown-setting]: `colour` is not a setting
    site.toml:7:2: error[unknown-setting]: `page` is not a setting
      hint: did you mean `pages`?
    site.toml:8:2: error[unknown-setting]: `find` is not a setting
    site.toml:10:1: error[unknown-setting]: `pages.per_pag` is not a setting
      hint: did you mean `per_page`?
    site.toml:11:1: error[unknown-setting]: `pages.title` is not a setting
      hint: `title` belongs at the top, before the first section or under `[feeds.query]`
    site.toml:12:1: error[unknown-setting]: `pages.items` is not a setting
      hint: `items` belongs under `[feeds]`
    site.toml:13:1: error[unknown-setting]: `pages.papers` is not a setting
      hint: `papers` belongs under `[cards]` or under `[data]` or under `[trending]`
    site.toml:15:1: error[unknown-setting]: `menu.labl` is not a setting
      hint: did you mean `label`?
    site.toml:18:8: error[unknown-setting]: `feeds.more` is not a setting
    "#);
}

#[test]
fn all_wrong_types_are_reported_at_once() {
    assert_snapshot!(problems_beside("
description = 3
strict_topics = 'true'
theme = ['default']
feeds = 3
[pages]
per_page = 'many'
excerpt = '320'
weeks = 1
authors_from = 1.5
authors = 2024-01-01
[[repository]]
[menu]
[math]
macros = { R = 1, 'a1' = 'x' }
[params]
odd = [nan, 99999999999999999999]
"), @r#"
    site.toml:4:15: error[setting-type]: `description`: expected a string, found `3`
    site.toml:5:17: error[setting-type]: `strict_topics`: expected `true` or `false`, found `"true"`
      hint: omit the quotes: `true`
    site.toml:6:9: error[setting-type]: `theme`: expected a string, found a list
    site.toml:7:9: error[setting-type]: `feeds`: expected a table, found `3`
    site.toml:9:12: error[setting-type]: `pages.per_page`: expected an integer, found `"many"`
    site.toml:10:11: error[setting-type]: `pages.excerpt`: expected an integer, found `"320"`
      hint: omit the quotes: `320`
    site.toml:11:9: error[setting-type]: `pages.weeks`: expected `true` or `false`, found `1`
    site.toml:12:16: error[setting-type]: `pages.authors_from`: expected an integer, found `1.5`
    site.toml:13:11: error[setting-type]: `pages.authors`: expected `true` or `false`, found the date `2024-01-01`
    site.toml:14:1: error[setting-type]: `repository`: expected a table, found a list
      hint: write `[repository]` with single brackets
    site.toml:15:1: error[setting-type]: `menu`: expected a list of tables, found a table
      hint: write `[[menu]]` with double brackets
    site.toml:17:16: error[setting-type]: `math.macros.R`: expected a string, found `1`
    site.toml:17:19: error[setting-value]: `math.macros.a1` is not a valid command name
      hint: use letters only
    site.toml:19:8: error[setting-value]: `params.odd` is not a finite number
    site.toml:19:13: error[setting-value]: `params.odd` is out of range (64-bit integers)
    "#);
}

#[test]
fn values_out_of_bounds_are_refused() {
    assert_snapshot!(problems_beside("
language = 'en_US'
theme = '../evil'
cname = 'https://papers.example.org/'
[repository]
url = 'git@github.com:user/papers.git'
branch = 'a b'
path = '../..'
[feeds]
items = 0
[pages]
per_page = 1001
excerpt = -1
[limits]
authors = 9999999999999999999999999999999999999999999
[[menu]]
label = 'x'
url = 'javascript:alert(1)'
"), @"
    site.toml:4:12: error[setting-value]: `language` is not a language tag
      hint: write `en-US`
    site.toml:5:9: error[setting-value]: `theme` is not a valid name of a directory in `themes/`
      hint: use at most 100 letters, digits, `-` and `_`
    site.toml:6:9: error[setting-value]: `cname` is not a host name
      hint: write the host name only: `papers.example.org`
    site.toml:8:7: error[setting-value]: `repository.url` is not an absolute http or https URL
      hint: write the URL that a browser shows, such as `https://github.com/user/papers`
    site.toml:9:10: error[setting-value]: `repository.branch` is not a valid branch name
    site.toml:10:8: error[setting-value]: `repository.path` is not a directory in the repository
      hint: write a path such as `docs/papers`
    site.toml:12:9: error[setting-value]: `feeds.items`: expected an integer from 1 to 1000, found `0`
    site.toml:14:12: error[setting-value]: `pages.per_page`: expected an integer from 1 to 1000, found `1001`
    site.toml:15:11: error[setting-value]: `pages.excerpt`: expected an integer from 0 to 100000, found `-1`
    site.toml:17:11: error[setting-value]: `limits.authors`: expected an integer from 1 to 1000000, found a number with more digits
    site.toml:20:7: error[setting-value]: `menu.url` is not a link
      hint: write an http, https or mailto URL, or a path such as `about/`
    ");
}

#[test]
fn every_syntax_error_is_reported() {
    assert_snapshot!(problems("title = Papers\nbase_url = \"https://a.org\nauhtor = 'x'\n[pages\nper_page = 3\nper_pag = 4\n[feeds]\nitems =\ntopics = true\ntopics = false\n"), @r#"
    site.toml:1:9: error[settings-syntax]: expected quotes around the text
      hint: write `"Papers"`
    site.toml:2:26: error[settings-syntax]: not valid TOML: invalid basic string, expected `"`
    site.toml:3:1: error[unknown-setting]: `auhtor` is not a setting
      hint: did you mean `author`?
    site.toml:4:7: error[settings-syntax]: not valid TOML: unclosed table, expected `]`
    site.toml:8:8: error[settings-syntax]: the value is missing
    site.toml:10:1: error[settings-syntax]: this key is already set
      hint: remove one of the two lines
    "#);
    assert_snapshot!(problems("\u{feff}title = 1\nbase_url = 'https://a.org'"), @"site.toml:1:10: error[setting-type]: `title`: expected a string, found `1`");
    assert_eq!(check("title = 'T'\nbase_url = 'https://a.org'\nx").0, None);
}

#[test]
fn a_cname_that_is_not_the_host_is_reported() {
    assert_snapshot!(problems_beside("cname = 'b.org'"), @"
    site.toml:3:9: warning[cname-elsewhere]: `cname` is `b.org`, but the host of `base_url` is `a.org`
      hint: links use `base_url`: write the same host in both
    ");
    assert_snapshot!(problems_beside("cname = 'A.org'"), @"");
}

#[test]
fn the_base_url_can_be_overridden() {
    let mut site = Site::default();
    site.override_base_url("http://127.0.0.1:1111/x").unwrap();
    assert_eq!(site.url(), "http://127.0.0.1:1111/x/");
    let problem = site.override_base_url("nowhere").unwrap_err();
    assert_snapshot!(lines::render(&[*problem], &Texts::new()), @"error[setting-value]: the base URL `nowhere` is not an absolute http or https URL");
    assert_eq!(site.url(), "http://127.0.0.1:1111/x/");
}

proptest! {
    #[test]
    fn any_text_can_be_parsed(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn any_sequence_of_tokens_can_be_parsed(parts in prop::collection::vec(prop::sample::select(vec![
        "title", "base_url", "pages", "per_page", "menu", "params", "math", "macros", "label", " = ", ".", "[", "]", "[[", "]]",
        "{", "}", ",", "\"", "'", "\"\"\"", "'''", "\n", "\r\n", "1", "-0", "1e999", "nan", "true", "2024-01-01", "#", "\\", "ü", "\0", "\u{feff}", "https://a.org",
    ]), 0..40)) {
        let (site, problems) = check(&parts.concat());
        prop_assert!(site.is_some() || problems.contains("error"));
    }
}
