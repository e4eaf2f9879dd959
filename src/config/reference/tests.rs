//! What settings say of themselves.

use insta::assert_snapshot;

use super::*;
use crate::config::parse;

#[test]
fn the_template_holds_every_setting_and_means_the_defaults() {
    let text = template(&[("title", "It's \"mine\""), ("base_url", "https://a.org/x")]);
    let expected = |text: &str| {
        let checked = parse(&"site.toml".into(), text);
        assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
        let site = checked.value.unwrap();
        assert_eq!((site.title.as_str(), site.url()), ("It's \"mine\"", "https://a.org/x/"));
        assert_eq!(
            Site { title: "Papers".into(), base_url: Site::default().base_url, ..site },
            Site::default()
        );
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
        assert!(used.iter().any(|used| line(used) || *used == format!("[{name}]")), "{}", setting.key);
    }
}

#[test]
fn the_template_reads_well() {
    assert_snapshot!(template(&[("title", "Papers"), ("base_url", "https://papers.example.org/")]), @r##"
    # The settings of this site. A line that begins with `#` and a key shows a default:
    # remove the `#` to change it.

    # The minimum version of Offprint, such as `0.3`. An older version reports that and stops. Empty:
    # any version. (a version such as `0.3`)
    #offprint = ""

    # The title of the site, on every page and in every feed. (not empty)
    title = "Papers"

    # The URL of the site. It may have a path, as in `https://user.github.io/papers/`. (an absolute http
    # or https URL)
    base_url = "https://papers.example.org/"

    # One sentence about the site, for search engines and feed readers.
    #description = ""

    # The language of the interface. `de`, `en` and `zh` are built in; add others in `i18n/`. (a
    # language tag such as `en` or `pt-BR`)
    #language = "en"

    # The language of most entries, if it is not the language of the site. `lang` in an entry overrides
    # it. (a language tag such as `en`)
    #entry_language = ""

    # The owner of the site.
    #author = ""

    # The theme: the name of a directory in `themes/`, or one of the built-in themes `default` and
    # `listing` (compact). (letters, digits, `-` and `_`)
    #theme = "default"

    # Whether a topic that is not in `content/topics.yaml` is an error. Otherwise it is a warning.
    #strict_topics = false

    # A custom domain for GitHub Pages, written to `/CNAME`. (such as `papers.example.org`)
    #cname = ""

    # The repository of the entries, for links that edit them.
    [repository]

    # The URL of the repository in a browser, such as `https://github.com/user/papers`. Without it,
    # pages have no "Edit this page" link. (an http or https URL)
    #url = ""

    # The branch for edits.
    #branch = "main"

    # The site directory in the repository, if it is not the root.
    #path = ""

    # Whether papers have a "Correct this paper" link. The repository must be on GitHub and have the
    # issue form `correct.yml`, with the fields `id`, `title` and `what`.
    #forms = false

    # Whether pages show when and by whom their file was last changed, from the Git history. Requires
    # Git and a complete history: in a workflow, set `fetch-depth: 0` for `actions/checkout`.
    #history = false

    # The shape of the archive.
    [archive]

    # The shortest period with pages. With `year`, a paper of 2026 is listed on `/2026/` and has no day,
    # also if its date has one. (`day` or `month` or `year`)
    #by = "day"

    # Feeds.
    [feeds]

    # The number of papers in a feed, newest first. A feed has whole days, so it may have more. (1 to
    # 1000)
    #items = 50

    # The formats of the feeds of topics, authors, organizations, venues and lists: RSS 2.0, Atom 1.0,
    # JSON Feed 1.1. The feed of the site has all of them. (`rss`, `atom`, `json`)
    #formats = ["rss"]

    # A feed for each topic.
    #topics = true

    # A feed for each author with a page.
    #authors = true

    # A feed for each organization.
    #organizations = true

    # Feeds with one item per day instead of one per paper: of the site, and of each topic that has a
    # feed.
    #days = true

    # Feeds with one item per ISO week, likewise.
    #weeks = true

    # The list of papers with code, `/lists/code/`, and its feeds. It exists if a paper has code.
    #code = true

    # All papers, as one feed per month: `/history/2026-04.xml`. A feed reader can follow these back to
    # the first paper. With `"auto"`, as long as the site fits on GitHub Pages. (`true`, `false` or
    # `"auto"`)
    #history = "auto"

    # Whether items contain the full abstract. Otherwise they contain its beginning.
    #full_text = true

    # The WebSub hub, such as `https://pubsubhubbub.appspot.com/`. Feeds name it, and `offprint ping`
    # notifies it of changed feeds. (an http or https URL)
    #hub = ""

    # Lists of papers that match a filter.
    # [[feeds.query]]
    # name = "agents-with-code"
    # title = "Agents with code"
    # include = {}
    # exclude = {}

    # Pages and lists.
    [pages]

    # A page for each week.
    #weeks = true

    # A page for each month.
    #months = true

    # The calendar of all days.
    #archive = true

    # The page of trending papers.
    #trending = true

    # The page of statistics: papers per month, topics over time, most frequent authors.
    #stats = true

    # The page of the reading list, which is stored in the browser.
    #reading = true

    # The page of new papers near the saved papers and follows of the reader. These stay in the browser.
    # Papers also state their meaning then, as 64 digits.
    #for_you = true

    # A page for each topic, and a list of all topics.
    #topics = true

    # A page for each author, and a list of all authors.
    #authors = true

    # A page for each organization, and a list of all organizations.
    #organizations = true

    # A page for each venue with ten or more papers, and a list of these venues.
    #venues = true

    # Lists by votes for each week, month, topic and organization, and for authors with ten or more
    # papers if the site has room.
    #votes = true

    # The number of papers on one page of a list. (1 to 1000)
    #per_page = 50

    # The minimum number of papers for an author page. 0: chosen automatically, so that the site fits on
    # GitHub Pages. (0 to 1000000)
    #authors_from = 0

    # The number of related papers on the page of a paper. 0: none. (0 to 20)
    #related = 6

    # Whether papers link to the same paper at Hugging Face, alphaXiv, Semantic Scholar, OpenReview and
    # DBLP.
    #elsewhere = true

    # The number of characters from the abstract in lists, where a paper has no summary. 0: lists have
    # no abstracts. (0 to 100000)
    #excerpt = 320

    # Whether images from other hosts are shown. Otherwise they are links.
    #remote_images = false

    # Social cards: preview images of pages.
    [cards]

    # A card for the site, used by all pages without a card.
    #site = true

    # A card for each day, with the date and the first papers.
    #days = true

    # A card for each paper; about 10 kB per paper.
    #papers = false

    # The accent colour of the cards. (a colour such as `#145764`)
    #accent = "#145764"

    # Search.
    [search]

    # The search page and its index.
    #enabled = true

    # Data files for programs.
    [data]

    # All papers as JSON Lines: `/data/papers.jsonl`. (`true`, `false` or `"auto"`)
    #papers = "auto"

    # Whether `papers.jsonl` and `papers.bib` contain abstracts. (`true`, `false` or `"auto"`)
    #abstracts = "auto"

    # All papers as BibTeX: `/data/papers.bib`. (`true`, `false` or `"auto"`)
    #bibtex = "auto"

    # The papers of each day as JSON: `/data/days/2026-03-05.json`. (`true`, `false` or `"auto"`)
    #days = "auto"

    # The papers of each topic as JSON: `/data/topics/agents.json`. (`true`, `false` or `"auto"`)
    #topics = "auto"

    # BibTeX, RIS and CSL-JSON files of each day and topic. (`true`, `false` or `"auto"`)
    #citations = "auto"

    # The page of each paper as Markdown: `/papers/ID/index.md`.
    #markdown = false

    # `/llms.txt`: an overview of the site for language models.
    #llms = true

    # `/freshness.json`: the dates of the newest paper and of the feeds, for monitoring.
    #freshness = true

    # Subscription by e-mail.
    [email]

    # The `action` URL of the provider's form, such as
    # `https://buttondown.com/api/emails/embed-subscribe/NAME`. Adds a form to every page. (an http or
    # https URL)
    #form = ""

    # The name of the form field for the e-mail address: `email` for most providers, `EMAIL` for some.
    # (letters, digits, `-`, `_`, `.`, `[` and `]`)
    #field = "email"

    # The sender of digests, such as `Papers <papers@example.org>`. (an e-mail address)
    #from = ""

    # The mailing list that `offprint digest --send` sends to, unless it is given a file of addresses.
    # (an e-mail address)
    #to = ""

    # The mail server: `smtp://smtp.example.org:587` uses STARTTLS, `smtps://smtp.example.org:465` uses
    # TLS. `smtp+plain://localhost:25` is for servers on the same machine. User and password come from
    # the environment. (an smtp or smtps URL)
    #smtp = ""

    # Where readers unsubscribe: an https or mailto URL. `{address}` becomes the address of the reader.
    # Required for a file of addresses. (an https or mailto URL)
    #unsubscribe = ""

    # The maximum number of messages per minute. (1 to 6000)
    #per_minute = 60

    # Comments on papers.
    [comments]

    # The service: giscus uses discussions, utterances uses issues. Empty: no comments. (`giscus` or
    # `utterances`)
    #provider = ""

    # The repository for the comments, such as `user/papers`. Default: `repository.url`, if it is on
    # GitHub. (`user/papers`)
    #repo = ""

    # The id of the repository, for giscus. Get it from https://giscus.app.
    #repo_id = ""

    # The category of the discussions, for giscus. Use one in which only maintainers and giscus can
    # start discussions.
    #category = "Announcements"

    # The id of the category, for giscus. Get it from https://giscus.app.
    #category_id = ""

    # The label of the issues, for utterances.
    #label = ""

    # How comments are assigned to papers: by the id of the paper, which works after the site moves, or
    # by the path of its page. (`id` or `pathname`)
    #mapping = "id"

    # The page of trending papers.
    [trending]

    # The number of days to consider, back from the newest day of the archive. (1 to 36500)
    #days = 30

    # The half-life of a vote, in days. (1 to 36500)
    #half_life = 7

    # The number of papers on the page. (1 to 1000)
    #papers = 50

    # Formulas.
    [math]

    # Additional LaTeX commands, such as `{ R = "\\mathbb{R}" }`. (command name = its replacement)
    #macros = {}

    # Reports of problems.
    [check]

    # Warnings that are not reported, such as `["empty-abstract"]`. The id of a warning is in the
    # brackets of its report. (ids of warnings)
    #allow = []

    # Writing the output directory.
    [build]

    # Whether a build flushes files to disk before and after it publishes them. Every file is then
    # complete after a power failure. For servers that publish the output directory directly.
    #fsync = false

    # Limits of one entry or file, since entries may come from untrusted contributors. A larger value is
    # an error.
    [limits]

    # The maximum size of one entry. (1 to 1000000)
    #entry_kilobytes = 512

    # The maximum size of one page. (1 to 1000000)
    #page_kilobytes = 2000

    # The maximum size of one file. (1 to 4096)
    #file_megabytes = 256

    # The maximum number of authors of a paper. The first 1,000 are linked and cited; the others appear
    # on its page and in its data. (1 to 1000000)
    #authors = 20000

    # The maximum number of topics of a paper. (1 to 1000000)
    #topics = 100

    # The maximum number of days of a paper, under `date`. (1 to 1000000)
    #dates = 100

    # The maximum number of aliases of a paper or page. (1 to 1000000)
    #aliases = 100

    # The maximum number of keywords of a paper. (1 to 1000000)
    #keywords = 500

    # The maximum number of links of a paper under `other`. (1 to 1000000)
    #links = 100

    # The maximum number of characters of a title, name, topic, keyword, venue or label. (1 to 1000000)
    #line_characters = 2000

    # The maximum size that one entry adds to the site: an estimate for a site with this entry only,
    # with at least 4 kB per file. A file with many papers may add 500 times its size to that. (1 to
    # 1000000)
    #growth_megabytes = 32

    # Importing papers.
    [import]

    # The server for the daily papers of `offprint import hf`. (an http or https URL)
    #hf_url = "https://huggingface.co"

    # The server for arXiv papers, for `offprint import arxiv` and `offprint new`. (an http or https
    # URL)
    #arxiv_url = "https://export.arxiv.org"

    # The server for papers with a DOI, for `offprint new`. (an http or https URL)
    #doi_url = "https://doi.org"

    # The timeout of a request in seconds. (1 to 600)
    #timeout = 30

    # The sources of `offprint collect`.
    [import.collect]

    # Whether to import the daily papers of Hugging Face.
    #hf = false

    # An arXiv query, such as `cat:cs.CL AND all:"tool use"`. Empty: no query.
    #arxiv = ""

    # The number of days to look back, including today. (1 to 60)
    #days = 3

    # The maximum number of results of the arXiv query. (1 to 2000)
    #most = 100

    # The minimum number of votes of a daily paper of Hugging Face. (0 to 1000000)
    #votes = 0

    # Whether to store teaser images of the daily papers, and logos of organizations, in
    # `static/images/`.
    #images = false

    # Whether to import only papers that match a rule under `[[import.rules]]`.
    #ruled = false

    # The papers to import: a paper must match every key, each by one of its values. Empty: all papers.
    # (`topics`, `keywords`, `words`, `authors`, `organizations`, `venues`, `votes`, `has`)
    #include = {}

    # Papers that are not imported: those that match any key. (`topics`, `keywords`, `words`, `authors`,
    # `organizations`, `venues`, `votes`, `has`)
    #exclude = {}

    # Rules that assign topics to imported papers. A paper gets the topic of every rule that it matches.
    # [[import.rules]]
    # topic = "language-models"
    # category = ""
    # keyword = ""
    # include = {}
    # exclude = {}

    # Parameters of the theme. See the documentation of the theme.
    [params]

    # Additional links in the navigation, in this order.
    # [[menu]]
    # label = "About"
    # url = "about/"
    "##);
}

#[test]
fn the_reference_names_every_setting() {
    assert_snapshot!(reference_markdown(), @r##"
    The settings of a site are in `site.toml`. Two are required; all others have a default.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `offprint` | text: a version such as `0.3` | `""` | The minimum version of Offprint, such as `0.3`. An older version reports that and stops. Empty: any version. |
    | `title` | text: not empty | required | The title of the site, on every page and in every feed. |
    | `base_url` | text: an absolute http or https URL | required | The URL of the site. It may have a path, as in `https://user.github.io/papers/`. |
    | `description` | text | `""` | One sentence about the site, for search engines and feed readers. |
    | `language` | text: a language tag such as `en` or `pt-BR` | `"en"` | The language of the interface. `de`, `en` and `zh` are built in; add others in `i18n/`. |
    | `entry_language` | text: a language tag such as `en` | `""` | The language of most entries, if it is not the language of the site. `lang` in an entry overrides it. |
    | `author` | text | `""` | The owner of the site. |
    | `theme` | text: letters, digits, `-` and `_` | `"default"` | The theme: the name of a directory in `themes/`, or one of the built-in themes `default` and `listing` (compact). |
    | `strict_topics` | boolean | `false` | Whether a topic that is not in `content/topics.yaml` is an error. Otherwise it is a warning. |
    | `cname` | text: such as `papers.example.org` | `""` | A custom domain for GitHub Pages, written to `/CNAME`. |

    ## `[repository]`

    The repository of the entries, for links that edit them.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `url` | text: an http or https URL | `""` | The URL of the repository in a browser, such as `https://github.com/user/papers`. Without it, pages have no "Edit this page" link. |
    | `branch` | text | `"main"` | The branch for edits. |
    | `path` | text | `""` | The site directory in the repository, if it is not the root. |
    | `forms` | boolean | `false` | Whether papers have a "Correct this paper" link. The repository must be on GitHub and have the issue form `correct.yml`, with the fields `id`, `title` and `what`. |
    | `history` | boolean | `false` | Whether pages show when and by whom their file was last changed, from the Git history. Requires Git and a complete history: in a workflow, set `fetch-depth: 0` for `actions/checkout`. |

    ## `[archive]`

    The shape of the archive.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `by` | text: `day` or `month` or `year` | `"day"` | The shortest period with pages. With `year`, a paper of 2026 is listed on `/2026/` and has no day, also if its date has one. |

    ## `[feeds]`

    Feeds.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `items` | integer: 1 to 1000 | `50` | The number of papers in a feed, newest first. A feed has whole days, so it may have more. |
    | `formats` | list of text: `rss`, `atom`, `json` | `["rss"]` | The formats of the feeds of topics, authors, organizations, venues and lists: RSS 2.0, Atom 1.0, JSON Feed 1.1. The feed of the site has all of them. |
    | `topics` | boolean | `true` | A feed for each topic. |
    | `authors` | boolean | `true` | A feed for each author with a page. |
    | `organizations` | boolean | `true` | A feed for each organization. |
    | `days` | boolean | `true` | Feeds with one item per day instead of one per paper: of the site, and of each topic that has a feed. |
    | `weeks` | boolean | `true` | Feeds with one item per ISO week, likewise. |
    | `code` | boolean | `true` | The list of papers with code, `/lists/code/`, and its feeds. It exists if a paper has code. |
    | `history` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | All papers, as one feed per month: `/history/2026-04.xml`. A feed reader can follow these back to the first paper. With `"auto"`, as long as the site fits on GitHub Pages. |
    | `full_text` | boolean | `true` | Whether items contain the full abstract. Otherwise they contain its beginning. |
    | `hub` | text: an http or https URL | `""` | The WebSub hub, such as `https://pubsubhubbub.appspot.com/`. Feeds name it, and `offprint ping` notifies it of changed feeds. |

    ## `[[feeds.query]]`

    Lists of papers that match a filter.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `name` | text: at most 100 lower-case letters, digits and `-` | required | The name in addresses. |
    | `title` | text: not empty | required | The title of the page and of the feeds. |
    | `include` | filter: `topics`, `keywords`, `words`, `authors`, `organizations`, `venues`, `votes`, `has` | `{}` | The papers of the list. A paper must match every key, each by one of its values. Empty: all papers. |
    | `exclude` | filter: `topics`, `keywords`, `words`, `authors`, `organizations`, `venues`, `votes`, `has` | `{}` | Papers that are not in the list: those that match any key. |

    ## `[pages]`

    Pages and lists.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `weeks` | boolean | `true` | A page for each week. |
    | `months` | boolean | `true` | A page for each month. |
    | `archive` | boolean | `true` | The calendar of all days. |
    | `trending` | boolean | `true` | The page of trending papers. |
    | `stats` | boolean | `true` | The page of statistics: papers per month, topics over time, most frequent authors. |
    | `reading` | boolean | `true` | The page of the reading list, which is stored in the browser. |
    | `for_you` | boolean | `true` | The page of new papers near the saved papers and follows of the reader. These stay in the browser. Papers also state their meaning then, as 64 digits. |
    | `topics` | boolean | `true` | A page for each topic, and a list of all topics. |
    | `authors` | boolean | `true` | A page for each author, and a list of all authors. |
    | `organizations` | boolean | `true` | A page for each organization, and a list of all organizations. |
    | `venues` | boolean | `true` | A page for each venue with ten or more papers, and a list of these venues. |
    | `votes` | boolean | `true` | Lists by votes for each week, month, topic and organization, and for authors with ten or more papers if the site has room. |
    | `per_page` | integer: 1 to 1000 | `50` | The number of papers on one page of a list. |
    | `authors_from` | integer: 0 to 1000000 | `0` | The minimum number of papers for an author page. 0: chosen automatically, so that the site fits on GitHub Pages. |
    | `related` | integer: 0 to 20 | `6` | The number of related papers on the page of a paper. 0: none. |
    | `elsewhere` | boolean | `true` | Whether papers link to the same paper at Hugging Face, alphaXiv, Semantic Scholar, OpenReview and DBLP. |
    | `excerpt` | integer: 0 to 100000 | `320` | The number of characters from the abstract in lists, where a paper has no summary. 0: lists have no abstracts. |
    | `remote_images` | boolean | `false` | Whether images from other hosts are shown. Otherwise they are links. |

    ## `[cards]`

    Social cards: preview images of pages.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `site` | boolean | `true` | A card for the site, used by all pages without a card. |
    | `days` | boolean | `true` | A card for each day, with the date and the first papers. |
    | `papers` | boolean | `false` | A card for each paper; about 10 kB per paper. |
    | `accent` | text: a colour such as `#145764` | `"#145764"` | The accent colour of the cards. |

    ## `[search]`

    Search.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `enabled` | boolean | `true` | The search page and its index. |

    ## `[data]`

    Data files for programs.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `papers` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | All papers as JSON Lines: `/data/papers.jsonl`. |
    | `abstracts` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | Whether `papers.jsonl` and `papers.bib` contain abstracts. |
    | `bibtex` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | All papers as BibTeX: `/data/papers.bib`. |
    | `days` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | The papers of each day as JSON: `/data/days/2026-03-05.json`. |
    | `topics` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | The papers of each topic as JSON: `/data/topics/agents.json`. |
    | `citations` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | BibTeX, RIS and CSL-JSON files of each day and topic. |
    | `markdown` | boolean | `false` | The page of each paper as Markdown: `/papers/ID/index.md`. |
    | `llms` | boolean | `true` | `/llms.txt`: an overview of the site for language models. |
    | `freshness` | boolean | `true` | `/freshness.json`: the dates of the newest paper and of the feeds, for monitoring. |

    ## `[email]`

    Subscription by e-mail.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `form` | text: an http or https URL | `""` | The `action` URL of the provider's form, such as `https://buttondown.com/api/emails/embed-subscribe/NAME`. Adds a form to every page. |
    | `field` | text: letters, digits, `-`, `_`, `.`, `[` and `]` | `"email"` | The name of the form field for the e-mail address: `email` for most providers, `EMAIL` for some. |
    | `from` | text: an e-mail address | `""` | The sender of digests, such as `Papers <papers@example.org>`. |
    | `to` | text: an e-mail address | `""` | The mailing list that `offprint digest --send` sends to, unless it is given a file of addresses. |
    | `smtp` | text: an smtp or smtps URL | `""` | The mail server: `smtp://smtp.example.org:587` uses STARTTLS, `smtps://smtp.example.org:465` uses TLS. `smtp+plain://localhost:25` is for servers on the same machine. User and password come from the environment. |
    | `unsubscribe` | text: an https or mailto URL | `""` | Where readers unsubscribe: an https or mailto URL. `{address}` becomes the address of the reader. Required for a file of addresses. |
    | `per_minute` | integer: 1 to 6000 | `60` | The maximum number of messages per minute. |

    ## `[comments]`

    Comments on papers.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `provider` | text: `giscus` or `utterances` | `""` | The service: giscus uses discussions, utterances uses issues. Empty: no comments. |
    | `repo` | text: `user/papers` | `""` | The repository for the comments, such as `user/papers`. Default: `repository.url`, if it is on GitHub. |
    | `repo_id` | text | `""` | The id of the repository, for giscus. Get it from https://giscus.app. |
    | `category` | text | `"Announcements"` | The category of the discussions, for giscus. Use one in which only maintainers and giscus can start discussions. |
    | `category_id` | text | `""` | The id of the category, for giscus. Get it from https://giscus.app. |
    | `label` | text | `""` | The label of the issues, for utterances. |
    | `mapping` | text: `id` or `pathname` | `"id"` | How comments are assigned to papers: by the id of the paper, which works after the site moves, or by the path of its page. |

    ## `[trending]`

    The page of trending papers.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `days` | integer: 1 to 36500 | `30` | The number of days to consider, back from the newest day of the archive. |
    | `half_life` | integer: 1 to 36500 | `7` | The half-life of a vote, in days. |
    | `papers` | integer: 1 to 1000 | `50` | The number of papers on the page. |

    ## `[math]`

    Formulas.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `macros` | table: command name = its replacement | `{}` | Additional LaTeX commands, such as `{ R = "\\mathbb{R}" }`. |

    ## `[check]`

    Reports of problems.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `allow` | list of text: ids of warnings | `[]` | Warnings that are not reported, such as `["empty-abstract"]`. The id of a warning is in the brackets of its report. |

    ## `[build]`

    Writing the output directory.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `fsync` | boolean | `false` | Whether a build flushes files to disk before and after it publishes them. Every file is then complete after a power failure. For servers that publish the output directory directly. |

    ## `[limits]`

    Limits of one entry or file, since entries may come from untrusted contributors. A larger value is an error.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `entry_kilobytes` | integer: 1 to 1000000 | `512` | The maximum size of one entry. |
    | `page_kilobytes` | integer: 1 to 1000000 | `2000` | The maximum size of one page. |
    | `file_megabytes` | integer: 1 to 4096 | `256` | The maximum size of one file. |
    | `authors` | integer: 1 to 1000000 | `20000` | The maximum number of authors of a paper. The first 1,000 are linked and cited; the others appear on its page and in its data. |
    | `topics` | integer: 1 to 1000000 | `100` | The maximum number of topics of a paper. |
    | `dates` | integer: 1 to 1000000 | `100` | The maximum number of days of a paper, under `date`. |
    | `aliases` | integer: 1 to 1000000 | `100` | The maximum number of aliases of a paper or page. |
    | `keywords` | integer: 1 to 1000000 | `500` | The maximum number of keywords of a paper. |
    | `links` | integer: 1 to 1000000 | `100` | The maximum number of links of a paper under `other`. |
    | `line_characters` | integer: 1 to 1000000 | `2000` | The maximum number of characters of a title, name, topic, keyword, venue or label. |
    | `growth_megabytes` | integer: 1 to 1000000 | `32` | The maximum size that one entry adds to the site: an estimate for a site with this entry only, with at least 4 kB per file. A file with many papers may add 500 times its size to that. |

    ## `[import]`

    Importing papers.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `hf_url` | text: an http or https URL | `"https://huggingface.co"` | The server for the daily papers of `offprint import hf`. |
    | `arxiv_url` | text: an http or https URL | `"https://export.arxiv.org"` | The server for arXiv papers, for `offprint import arxiv` and `offprint new`. |
    | `doi_url` | text: an http or https URL | `"https://doi.org"` | The server for papers with a DOI, for `offprint new`. |
    | `timeout` | integer: 1 to 600 | `30` | The timeout of a request in seconds. |

    ## `[import.collect]`

    The sources of `offprint collect`.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `hf` | boolean | `false` | Whether to import the daily papers of Hugging Face. |
    | `arxiv` | text | `""` | An arXiv query, such as `cat:cs.CL AND all:"tool use"`. Empty: no query. |
    | `days` | integer: 1 to 60 | `3` | The number of days to look back, including today. |
    | `most` | integer: 1 to 2000 | `100` | The maximum number of results of the arXiv query. |
    | `votes` | integer: 0 to 1000000 | `0` | The minimum number of votes of a daily paper of Hugging Face. |
    | `images` | boolean | `false` | Whether to store teaser images of the daily papers, and logos of organizations, in `static/images/`. |
    | `ruled` | boolean | `false` | Whether to import only papers that match a rule under `[[import.rules]]`. |
    | `include` | filter: `topics`, `keywords`, `words`, `authors`, `organizations`, `venues`, `votes`, `has` | `{}` | The papers to import: a paper must match every key, each by one of its values. Empty: all papers. |
    | `exclude` | filter: `topics`, `keywords`, `words`, `authors`, `organizations`, `venues`, `votes`, `has` | `{}` | Papers that are not imported: those that match any key. |

    ## `[[import.rules]]`

    Rules that assign topics to imported papers. A paper gets the topic of every rule that it matches.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `topic` | text: not empty | required | The slug or name of the topic. |
    | `category` | text | `""` | An arXiv category, such as `cs.CL`. `cs` includes all its subcategories. |
    | `keyword` | text | `""` | Words in the title, abstract or keywords. Letter case is ignored. |
    | `include` | filter: `topics`, `keywords`, `words`, `authors`, `organizations`, `venues`, `votes`, `has` | `{}` | A filter: a paper must match every key, each by one of its values. |
    | `exclude` | filter: `topics`, `keywords`, `words`, `authors`, `organizations`, `venues`, `votes`, `has` | `{}` | Papers to which the rule does not apply: those that match any key. |

    ## `[params]`

    Parameters of the theme. See the documentation of the theme.

    Accepts any keys and values: the parameters of the theme.

    ## `[[menu]]`

    Additional links in the navigation, in this order.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `label` | text: not empty | required | The text of the link. |
    | `url` | text: an http, https or mailto URL, or a path | required | The target of the link: a URL, or a path from the root of the site. |
    "##);
    let per_page = reference().into_iter().find(|setting| setting.key == "pages.per_page").unwrap();
    assert_eq!(
        (per_page.kind, per_page.default.as_str(), per_page.rule.as_str()),
        ("integer", "50", "1 to 1000")
    );
}
