//! `site.toml` in, problems or settings out.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::diagnostic::lines;
use crate::source::Texts;

/// The one place that knows how settings are read: tests speak only of text.
fn check(text: &str) -> (Option<Site>, String) {
    let file: FilePath = "site.toml".into();
    let checked = parse(&file, text);
    (checked.value, lines::render(&checked.diagnostics, &Texts::from([(file, text.into())])))
}

fn problems(text: &str) -> String {
    check(text).1
}

/// Problems of a site that has what it needs.
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
fn every_setting_arrives() {
    let text = r#"
title = "Papers  of\tus"
base_url = "https://User.github.io/papers"
description = "About"
language = "pt-BR"
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
    assert_snapshot!(serde_json::to_string_pretty(&site).unwrap(), @r#"
    {
      "title": "Papers of us",
      "base_url": "https://user.github.io/papers/",
      "description": "About",
      "language": "pt-BR",
      "author": "A",
      "theme": "dark-2",
      "strict_topics": true,
      "cname": "user.github.io",
      "repository": {
        "url": "https://github.com/user/papers",
        "branch": "next",
        "path": "site"
      },
      "feeds": {
        "items": 10,
        "topics": false,
        "authors": true,
        "organizations": true,
        "days": true,
        "full_text": true
      },
      "pages": {
        "weeks": true,
        "months": true,
        "archive": true,
        "trending": true,
        "topics": true,
        "authors": true,
        "organizations": true,
        "per_page": 20,
        "authors_from": 1,
        "excerpt": 320,
        "remote_images": false
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
      "limits": {
        "entry_kilobytes": 512,
        "file_megabytes": 256,
        "authors": 10
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
    "#);
}

#[test]
fn what_is_required_is_asked_for() {
    assert_eq!(check("").0, None);
    assert_snapshot!(problems(""), @r#"
    site.toml: error[missing-setting]: `base_url` is missing
      hint: add `base_url = "https://papers.example.org/"`
    site.toml: error[missing-setting]: `title` is missing
      hint: add `title = "Papers"`
    "#);
    assert_snapshot!(problems("title = 1\nbase_url = 'papers.example.org'"), @"
    site.toml:1:9: error[setting-type]: `title` wants a string, this is a number
    site.toml:2:12: error[setting-value]: `base_url` is not an absolute http or https address
      hint: write `https://papers.example.org`
    ");
    assert_snapshot!(problems("[[menu]]\nlabel = ''\n[[menu]]\n"), @r#"
    site.toml: error[missing-setting]: `base_url` is missing
      hint: add `base_url = "https://papers.example.org/"`
    site.toml: error[missing-setting]: `title` is missing
      hint: add `title = "Papers"`
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
[search]
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
"), @"
    site.toml:4:1: error[unknown-setting]: `auhtor` is not a setting
      hint: did you mean `author`?
    site.toml:5:1: error[unknown-setting]: `per_page` is not a setting
      hint: `per_page` belongs under `[pages]`
    site.toml:6:1: error[unknown-setting]: `colour` is not a setting
    site.toml:7:2: error[unknown-setting]: `page` is not a setting
      hint: did you mean `pages`?
    site.toml:8:2: error[unknown-setting]: `search` is not a setting
    site.toml:10:1: error[unknown-setting]: `pages.per_pag` is not a setting
      hint: did you mean `per_page`?
    site.toml:11:1: error[unknown-setting]: `pages.title` is not a setting
      hint: `title` belongs at the top, before the first section
    site.toml:12:1: error[unknown-setting]: `pages.items` is not a setting
      hint: `items` belongs under `[feeds]`
    site.toml:13:1: error[unknown-setting]: `pages.papers` is not a setting
      hint: `papers` belongs under `[trending]`
    site.toml:15:1: error[unknown-setting]: `menu.labl` is not a setting
      hint: did you mean `label`?
    site.toml:18:8: error[unknown-setting]: `feeds.more` is not a setting
    ");
}

#[test]
fn all_wrong_types_are_told_in_one_go() {
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
"), @"
    site.toml:4:15: error[setting-type]: `description` wants a string, this is a number
    site.toml:5:17: error[setting-type]: `strict_topics` wants `true` or `false`, this is a string
      hint: write it without quotes: `true`
    site.toml:6:9: error[setting-type]: `theme` wants a string, this is a list
    site.toml:7:9: error[setting-type]: `feeds` wants a table, this is a number
    site.toml:9:12: error[setting-type]: `pages.per_page` wants a number, this is a string
    site.toml:10:11: error[setting-type]: `pages.excerpt` wants a number, this is a string
      hint: write it without quotes: `320`
    site.toml:11:9: error[setting-type]: `pages.weeks` wants `true` or `false`, this is a number
    site.toml:12:16: error[setting-type]: `pages.authors_from` wants a whole number, this is the fraction 1.5
    site.toml:13:11: error[setting-type]: `pages.authors` wants `true` or `false`, this is a date
    site.toml:14:1: error[setting-type]: `repository` wants a table, this is a list
      hint: write `[repository]`, in single brackets
    site.toml:15:1: error[setting-type]: `menu` wants a list of tables, this is a table
      hint: write `[[menu]]`, in double brackets
    site.toml:17:16: error[setting-type]: `math.macros.R` wants a string, this is a number
    site.toml:17:19: error[setting-value]: `math.macros.a1` cannot be the name of a command
      hint: letters alone are possible
    site.toml:19:8: error[setting-value]: `params.odd` is not a number a page can show
    site.toml:19:13: error[setting-value]: `params.odd` is beyond all bounds
    ");
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
    site.toml:5:9: error[setting-value]: `theme` is not the name of a folder in `themes/`
      hint: letters, digits, `-` and `_` are possible, at most 100
    site.toml:6:9: error[setting-value]: `cname` is not a host name
      hint: write the name alone: `papers.example.org`
    site.toml:8:7: error[setting-value]: `repository.url` is not an absolute http or https address
      hint: write the address that a browser shows, such as `https://github.com/user/papers`
    site.toml:9:10: error[setting-value]: `repository.branch` is not the name of a branch
    site.toml:10:8: error[setting-value]: `repository.path` is not a folder inside the repository
      hint: write a path such as `docs/papers`
    site.toml:12:9: error[setting-value]: `feeds.items` is 0
      hint: a number from 1 to 1000 is possible
    site.toml:14:12: error[setting-value]: `pages.per_page` is 1001
      hint: a number from 1 to 1000 is possible
    site.toml:15:11: error[setting-value]: `pages.excerpt` is -1
      hint: a number from 0 to 100000 is possible
    site.toml:17:11: error[setting-value]: `limits.authors` is beyond all bounds
      hint: a number from 1 to 1000000 is possible
    site.toml:20:7: error[setting-value]: `menu.url` is not a link
      hint: write an http, https or mailto address, or a path such as `about/`
    ");
}

#[test]
fn broken_toml_is_shown_in_every_place() {
    assert_snapshot!(problems("title = Papers\nbase_url = \"https://a.org\nauhtor = 'x'\n[pages\nper_page = 3\nper_pag = 4\n[feeds]\nitems =\ntopics = true\ntopics = false\n"), @r#"
    site.toml:1:9: error[settings-syntax]: this is not TOML: string values must be quoted, expected literal string
    site.toml:2:26: error[settings-syntax]: this is not TOML: invalid basic string, expected `"`
    site.toml:3:1: error[unknown-setting]: `auhtor` is not a setting
      hint: did you mean `author`?
    site.toml:4:7: error[settings-syntax]: this is not TOML: unclosed table, expected `]`
    site.toml:8:8: error[settings-syntax]: this is not TOML: string values must be quoted, expected literal string
    site.toml:10:1: error[settings-syntax]: this is not TOML: duplicate key
    "#);
    assert_eq!(check("title = 'T'\nbase_url = 'https://a.org'\nx").0, None);
}

#[test]
fn a_domain_that_links_do_not_lead_to_is_noticed() {
    assert_snapshot!(problems_beside("cname = 'b.org'"), @"
    site.toml:3:9: warning[cname-elsewhere]: `cname` is b.org, but `base_url` is on a.org
      hint: links lead to `base_url`: name the same host in both
    ");
    assert_snapshot!(problems_beside("cname = 'A.org'"), @"");
}

#[test]
fn another_address_can_be_given_on_the_way() {
    let mut site = Site::default();
    site.override_base_url("http://127.0.0.1:1111/x").unwrap();
    assert_eq!(site.url(), "http://127.0.0.1:1111/x/");
    let problem = site.override_base_url("nowhere").unwrap_err();
    assert_snapshot!(lines::render(&[*problem], &Texts::new()), @"error[setting-value]: --base-url is not an absolute http or https address");
    assert_eq!(site.url(), "http://127.0.0.1:1111/x/");
}

#[test]
fn the_template_holds_every_setting_and_means_the_defaults() {
    let text = template("It's \"mine\"", "https://a.org/x");
    let expected = |text: &str| {
        let site = site(text);
        assert_eq!((site.title.as_str(), site.url()), ("It's \"mine\"", "https://a.org/x/"));
        assert_eq!(Site { title: "Papers".into(), base_url: BaseUrl::example(), ..site }, Site::default());
    };
    expected(&text);
    // The same with every line put to use.
    let used: Vec<&str> = text
        .lines()
        .map(|line| {
            line.strip_prefix('#').filter(|rest| rest.starts_with(char::is_alphabetic)).unwrap_or(line)
        })
        .collect();
    assert_ne!(used.join("\n"), text.trim_end());
    expected(&used.join("\n"));
    for setting in reference() {
        let name = setting.key.rsplit('.').next().unwrap();
        let line = |line: &&str| {
            line.starts_with(&format!("{name} = ")) || line.starts_with(&format!("# {name} = "))
        };
        assert!(used.iter().any(|used| line(&used) || *used == format!("[{name}]")), "{}", setting.key);
    }
}

#[test]
fn the_template_reads_well() {
    assert_snapshot!(template("Papers", "https://papers.example.org/"), @r#"
    # The settings of this site. A line that begins with `#` and a key shows a default:
    # take the `#` away to change it.

    # The name of the site, shown on every page and in every feed. (not empty)
    title = "Papers"

    # Where the site will live; it may have a path, as in `https://user.github.io/papers/`. (an absolute
    # http or https address)
    base_url = "https://papers.example.org/"

    # One sentence about the site, for search engines and feed readers.
    #description = ""

    # The language of the site. (a language tag such as `en` or `pt-BR`)
    #language = "en"

    # Who runs the site.
    #author = ""

    # The theme: a folder in `themes/`, or the built-in `default`. (letters, digits, `-` and `_`)
    #theme = "default"

    # Whether a topic that is not in `content/topics.yaml` is an error; otherwise it is a warning.
    #strict_topics = false

    # The domain of its own that GitHub Pages should serve the site on; written to `/CNAME`. (a host
    # name)
    #cname = ""

    # Where the entries are kept, for the links that edit them.
    [repository]

    # The repository as a browser shows it, such as `https://github.com/user/papers`. Without it, pages
    # have no "Edit this page". (an absolute http or https address)
    #url = ""

    # The branch that edits are made to. (a branch)
    #branch = "main"

    # The folder of the site inside the repository, where that is not its root. (a path)
    #path = ""

    # What feeds there are and how much they hold.
    [feeds]

    # The newest papers a feed holds. (1 to 1000)
    #items = 50

    # A feed for each topic.
    #topics = true

    # A feed for each author who has a page.
    #authors = true

    # A feed for each organization.
    #organizations = true

    # A feed with one item a day, for people who do not want one a paper.
    #days = true

    # Whether items hold the whole abstract; otherwise they hold its beginning.
    #full_text = true

    # What pages there are and how much they hold.
    [pages]

    # A page for each week.
    #weeks = true

    # A page for each month.
    #months = true

    # The calendar of all days.
    #archive = true

    # The page of trending papers.
    #trending = true

    # A page for each topic, and one of all topics.
    #topics = true

    # A page for each author, and one of all authors.
    #authors = true

    # A page for each organization, and one of all organizations.
    #organizations = true

    # The papers on one page of a list. (1 to 1000)
    #per_page = 50

    # An author gets a page from this many papers on. (1 to 1000000)
    #authors_from = 1

    # The characters of an abstract that lists show; 0 for none. (0 to 100000)
    #excerpt = 320

    # Whether images from other hosts are shown; otherwise they become links.
    #remote_images = false

    # The page of papers that many people like at the moment.
    [trending]

    # How many days count, back from the newest day of the archive. (1 to 36500)
    #days = 30

    # After this many days a vote counts half. (1 to 36500)
    #half_life = 7

    # The papers the page shows. (1 to 1000)
    #papers = 50

    # Formulas.
    [math]

    # Commands of your own, as in `{ R = "\\mathbb{R}" }`, beside those that are built in. (command name
    # = its replacement)
    #macros = {}

    # What one entry or file may hold, since entries come from strangers. More is an error.
    [limits]

    # The size of one entry. (1 to 1000000)
    #entry_kilobytes = 512

    # The size of one file. (1 to 4096)
    #file_megabytes = 256

    # The authors of one paper. (1 to 1000000)
    #authors = 5000

    # Parameters of the theme; its documentation names them.
    [params]

    # More links in the site's navigation, in this order.
    # [[menu]]
    # label = "About"
    # url = "about/"
    "#);
}

#[test]
fn the_reference_names_every_setting() {
    assert_snapshot!(reference_markdown(), @r#"
    A site is set up in `site.toml`. Two settings are required; every other has a default.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `title` | text, not empty | required | The name of the site, shown on every page and in every feed. |
    | `base_url` | text, an absolute http or https address | required | Where the site will live; it may have a path, as in `https://user.github.io/papers/`. |
    | `description` | text | `""` | One sentence about the site, for search engines and feed readers. |
    | `language` | text, a language tag such as `en` or `pt-BR` | `"en"` | The language of the site. |
    | `author` | text | `""` | Who runs the site. |
    | `theme` | text, letters, digits, `-` and `_` | `"default"` | The theme: a folder in `themes/`, or the built-in `default`. |
    | `strict_topics` | boolean | `false` | Whether a topic that is not in `content/topics.yaml` is an error; otherwise it is a warning. |
    | `cname` | text, a host name | `""` | The domain of its own that GitHub Pages should serve the site on; written to `/CNAME`. |

    ## `[repository]`

    Where the entries are kept, for the links that edit them.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `url` | text, an absolute http or https address | `""` | The repository as a browser shows it, such as `https://github.com/user/papers`. Without it, pages have no "Edit this page". |
    | `branch` | text, a branch | `"main"` | The branch that edits are made to. |
    | `path` | text, a path | `""` | The folder of the site inside the repository, where that is not its root. |

    ## `[feeds]`

    What feeds there are and how much they hold.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `items` | integer, 1 to 1000 | `50` | The newest papers a feed holds. |
    | `topics` | boolean | `true` | A feed for each topic. |
    | `authors` | boolean | `true` | A feed for each author who has a page. |
    | `organizations` | boolean | `true` | A feed for each organization. |
    | `days` | boolean | `true` | A feed with one item a day, for people who do not want one a paper. |
    | `full_text` | boolean | `true` | Whether items hold the whole abstract; otherwise they hold its beginning. |

    ## `[pages]`

    What pages there are and how much they hold.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `weeks` | boolean | `true` | A page for each week. |
    | `months` | boolean | `true` | A page for each month. |
    | `archive` | boolean | `true` | The calendar of all days. |
    | `trending` | boolean | `true` | The page of trending papers. |
    | `topics` | boolean | `true` | A page for each topic, and one of all topics. |
    | `authors` | boolean | `true` | A page for each author, and one of all authors. |
    | `organizations` | boolean | `true` | A page for each organization, and one of all organizations. |
    | `per_page` | integer, 1 to 1000 | `50` | The papers on one page of a list. |
    | `authors_from` | integer, 1 to 1000000 | `1` | An author gets a page from this many papers on. |
    | `excerpt` | integer, 0 to 100000 | `320` | The characters of an abstract that lists show; 0 for none. |
    | `remote_images` | boolean | `false` | Whether images from other hosts are shown; otherwise they become links. |

    ## `[trending]`

    The page of papers that many people like at the moment.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `days` | integer, 1 to 36500 | `30` | How many days count, back from the newest day of the archive. |
    | `half_life` | integer, 1 to 36500 | `7` | After this many days a vote counts half. |
    | `papers` | integer, 1 to 1000 | `50` | The papers the page shows. |

    ## `[math]`

    Formulas.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `macros` | table, command name = its replacement | `{}` | Commands of your own, as in `{ R = "\\mathbb{R}" }`, beside those that are built in. |

    ## `[limits]`

    What one entry or file may hold, since entries come from strangers. More is an error.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `entry_kilobytes` | integer, 1 to 1000000 | `512` | The size of one entry. |
    | `file_megabytes` | integer, 1 to 4096 | `256` | The size of one file. |
    | `authors` | integer, 1 to 1000000 | `5000` | The authors of one paper. |

    ## `[params]`

    Parameters of the theme; its documentation names them.

    Any keys and values are possible: what the theme asks for.

    ## `[[menu]]`

    More links in the site's navigation, in this order.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `label` | text, not empty | required | The words of the link. |
    | `url` | text, an http, https or mailto address, or a path | required | Where it leads: an address, or a path from the site's root. |
    "#);
    let per_page = reference().into_iter().find(|setting| setting.key == "pages.per_page").unwrap();
    assert_eq!(
        (per_page.kind, per_page.default.as_str(), per_page.rule.as_str()),
        ("integer", "50", "1 to 1000")
    );
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn no_soup_of_toml_is_too_odd(parts in prop::collection::vec(prop::sample::select(vec![
        "title", "base_url", "pages", "per_page", "menu", "params", "math", "macros", "label", " = ", ".", "[", "]", "[[", "]]",
        "{", "}", ",", "\"", "'", "\"\"\"", "'''", "\n", "\r\n", "1", "-0", "1e999", "nan", "true", "2024-01-01", "#", "\\", "ü", "\0", "\u{feff}", "https://a.org",
    ]), 0..40)) {
        let (site, problems) = check(&parts.concat());
        prop_assert!(site.is_some() || problems.contains("error"));
    }
}
