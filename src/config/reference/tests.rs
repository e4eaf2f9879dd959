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
    # take the `#` away to change it.

    # The oldest version of Offprint that can build the site, such as `0.3`; an older one says so and
    # stops, instead of naming keys that it does not know. Empty where any can. (a version such as
    # `0.3`)
    #offprint = ""

    # The name of the site, shown on every page and in every feed. (not empty)
    title = "Papers"

    # Where the site will live; it may have a path, as in `https://user.github.io/papers/`. (an absolute
    # http or https address)
    base_url = "https://papers.example.org/"

    # One sentence about the site, for search engines and feed readers.
    #description = ""

    # The language of the site. The words of its pages are there in `de`, `en` and `zh`; `i18n/` adds
    # others. (a language tag such as `en` or `pt-BR`)
    #language = "en"

    # The language that entries are written in, where most are in another than the site's. An entry's
    # `lang` says otherwise. (a language tag such as `en`)
    #entry_language = ""

    # Who runs the site.
    #author = ""

    # The theme: a folder in `themes/`, or one that is built in: `default`, or the dense `listing`.
    # (letters, digits, `-` and `_`)
    #theme = "default"

    # Whether a topic that is not in `content/topics.yaml` is an error; otherwise it is a warning.
    #strict_topics = false

    # The domain of its own that GitHub Pages should serve the site on; written to `/CNAME`. (such as
    # `papers.example.org`)
    #cname = ""

    # Where the entries are kept, for the links that edit them.
    [repository]

    # The repository as a browser shows it, such as `https://github.com/user/papers`. Without it, pages
    # have no "Edit this page". (an http or https address)
    #url = ""

    # The branch that edits are made to.
    #branch = "main"

    # The folder of the site inside the repository, where that is not its root.
    #path = ""

    # Whether the repository is on GitHub and has the issue form `correct.yml`, with the fields `id`,
    # `title` and `what`; then papers have "Correct this paper".
    #forms = false

    # Whether pages say when their file was changed last and by whom, as the git history has it. Git has
    # to be there, and the history whole: in a workflow, `actions/checkout` needs `fetch-depth: 0`.
    #history = false

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

    # The page of charts: papers a month, topics over time, who wrote most.
    #stats = true

    # The page of what a reader keeps in the browser: a list to read, and which papers were read.
    #reading = true

    # A page for each topic, and one of all topics.
    #topics = true

    # A page for each author, and one of all authors.
    #authors = true

    # A page for each organization, and one of all organizations.
    #organizations = true

    # A page for each venue that ten papers or more name, and one of all those venues.
    #venues = true

    # Papers with the most votes, on a page of their own: of each week, month, topic and organization
    # and, where there is room, of authors of ten papers or more.
    #votes = true

    # The papers on one page of a list. (1 to 1000)
    #per_page = 50

    # An author gets a page from this many papers on; 0 for 1, or more where the site would outgrow
    # GitHub Pages. (0 to 1000000)
    #authors_from = 0

    # The related papers that a paper's page names; 0 for none. (0 to 20)
    #related = 5

    # The characters of an abstract that lists show; 0 for none. (0 to 100000)
    #excerpt = 320

    # Whether images from other hosts are shown; otherwise they become links.
    #remote_images = false

    # Social cards: pictures of pages, for those who link to them.
    [cards]

    # One for the site, for all pages that have none of their own.
    #site = true

    # One for each day, with its date and first papers.
    #days = true

    # One for each paper; some 10 kB a paper.
    #papers = false

    # The colour of the site on its cards. (a colour such as `#145764`)
    #accent = "#145764"

    # Searching the archive.
    [search]

    # The search page and its index.
    #enabled = true

    # The archive as data.
    [data]

    # Every paper as a line of JSON: `/data/papers.jsonl`. (`true`, `false` or `"auto"`)
    #papers = "auto"

    # Whether those lines hold the abstracts, and the entries of `papers.bib` too. (`true`, `false` or
    # `"auto"`)
    #abstracts = "auto"

    # Every paper as BibTeX: `/data/papers.bib`. (`true`, `false` or `"auto"`)
    #bibtex = "auto"

    # The papers of each day as JSON: `/data/days/2026-03-05.json`. (`true`, `false` or `"auto"`)
    #days = "auto"

    # The papers of each topic as JSON: `/data/topics/agents.json`. (`true`, `false` or `"auto"`)
    #topics = "auto"

    # BibTeX, RIS and CSL-JSON of each day and topic, which their pages lead to. (`true`, `false` or
    # `"auto"`)
    #citations = "auto"

    # Each paper's page as markdown too, beside it: `/papers/ID/index.md`.
    #markdown = false

    # `/llms.txt`: what there is and where, for language models.
    #llms = true

    # `/freshness.json`: how new the archive and its feeds are, for programs that watch it.
    #freshness = true

    # Subscribing by e-mail.
    [email]

    # Where the provider's form goes, such as `https://buttondown.com/api/emails/embed-subscribe/NAME`.
    # With it, every page has a form. (an http or https address)
    #form = ""

    # What the form calls the reader's address: `email` with most providers, `EMAIL` with some.
    # (letters, digits, `-`, `_`, `.`, `[` and `]`)
    #field = "email"

    # Comments below papers.
    [comments]

    # The service: giscus keeps them as discussions, utterances as issues. Without one, there are no
    # comments. (`giscus` or `utterances`)
    #provider = ""

    # The repository they are kept in, such as `user/papers`; that of the entries, where none is named
    # and it is on GitHub. (`user/papers`)
    #repo = ""

    # The id of the repository, for giscus; https://giscus.app tells it.
    #repo_id = ""

    # The category of its discussions, for giscus: one in which only maintainers and giscus begin
    # discussions.
    #category = "Announcements"

    # The id of the category, for giscus; https://giscus.app tells it.
    #category_id = ""

    # A label for the issues, for utterances.
    #label = ""

    # What comments are found by: the id of the paper, so that they stay with it when the site moves, or
    # the path of its page. (`id` or `pathname`)
    #mapping = "id"

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

    # How a build writes the site.
    [build]

    # Whether a build waits until the disk has every file, before it puts files in place and after. Then
    # a power failure leaves each file whole, old or new, as a killed build does. It is for a server
    # that publishes the output folder itself.
    #fsync = false

    # What one entry or file may hold, since entries come from strangers. More is an error.
    [limits]

    # The size of one entry. (1 to 1000000)
    #entry_kilobytes = 512

    # The size of one plain page. (1 to 1000000)
    #page_kilobytes = 2000

    # The size of one file. (1 to 4096)
    #file_megabytes = 256

    # The authors of one paper. The first 1,000 are linked and cited; the others are named on the
    # paper's page and in its data. (1 to 1000000)
    #authors = 20000

    # The topics of one paper. (1 to 1000000)
    #topics = 100

    # The days of one paper: the list under `date`. (1 to 1000000)
    #dates = 100

    # The old addresses of one paper or page. (1 to 1000000)
    #aliases = 100

    # The keywords of one paper. (1 to 1000000)
    #keywords = 500

    # The links of one paper under `other`. (1 to 1000000)
    #links = 100

    # The characters of a title, a name, a topic, a keyword, a venue or a label: of what lists and feeds
    # repeat. (1 to 1000000)
    #line_characters = 2000

    # How much one entry may add to the site, estimated as if the site held nothing else, with at least
    # 4 kB for each file. A file of many papers may add 500 times its size to that. (1 to 1000000)
    #growth_megabytes = 32

    # Where papers are imported from, and what becomes of them.
    [import]

    # The host that `offprint import hf` asks for daily papers. (an http or https address)
    #hf_url = "https://huggingface.co"

    # The host that `offprint import arxiv` and `offprint new` ask for papers of arXiv. (an http or
    # https address)
    #arxiv_url = "https://export.arxiv.org"

    # The host that `offprint new` asks for papers by their DOI. (an http or https address)
    #doi_url = "https://doi.org"

    # How many seconds an answer may take. (1 to 600)
    #timeout = 30

    # What `offprint collect` looks for.
    [import.collect]

    # Whether it takes the daily papers of Hugging Face.
    #hf = false

    # What it asks arXiv for, such as `cat:cs.CL AND all:"tool use"`; nothing where it is empty.
    #arxiv = ""

    # How many days back it looks, today among them. (1 to 60)
    #days = 3

    # The papers it takes of arXiv at most. (1 to 2000)
    #most = 100

    # Only daily papers of Hugging Face with so many votes. (0 to 1000000)
    #votes = 0

    # Only papers that one of the rules below gives a topic.
    #ruled = false

    # Which topics imported papers get. Every rule that fits gives its topic.
    # [[import.rules]]
    # topic = "language-models"
    # category = ""
    # keyword = ""

    # Parameters of the theme; its documentation names them.
    [params]

    # More links in the site's navigation, in this order.
    # [[menu]]
    # label = "About"
    # url = "about/"
    "##);
}

#[test]
fn the_reference_names_every_setting() {
    assert_snapshot!(reference_markdown(), @r##"
    A site is set up in `site.toml`. Two settings are required; every other has a default.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `offprint` | text: a version such as `0.3` | `""` | The oldest version of Offprint that can build the site, such as `0.3`; an older one says so and stops, instead of naming keys that it does not know. Empty where any can. |
    | `title` | text: not empty | required | The name of the site, shown on every page and in every feed. |
    | `base_url` | text: an absolute http or https address | required | Where the site will live; it may have a path, as in `https://user.github.io/papers/`. |
    | `description` | text | `""` | One sentence about the site, for search engines and feed readers. |
    | `language` | text: a language tag such as `en` or `pt-BR` | `"en"` | The language of the site. The words of its pages are there in `de`, `en` and `zh`; `i18n/` adds others. |
    | `entry_language` | text: a language tag such as `en` | `""` | The language that entries are written in, where most are in another than the site's. An entry's `lang` says otherwise. |
    | `author` | text | `""` | Who runs the site. |
    | `theme` | text: letters, digits, `-` and `_` | `"default"` | The theme: a folder in `themes/`, or one that is built in: `default`, or the dense `listing`. |
    | `strict_topics` | boolean | `false` | Whether a topic that is not in `content/topics.yaml` is an error; otherwise it is a warning. |
    | `cname` | text: such as `papers.example.org` | `""` | The domain of its own that GitHub Pages should serve the site on; written to `/CNAME`. |

    ## `[repository]`

    Where the entries are kept, for the links that edit them.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `url` | text: an http or https address | `""` | The repository as a browser shows it, such as `https://github.com/user/papers`. Without it, pages have no "Edit this page". |
    | `branch` | text | `"main"` | The branch that edits are made to. |
    | `path` | text | `""` | The folder of the site inside the repository, where that is not its root. |
    | `forms` | boolean | `false` | Whether the repository is on GitHub and has the issue form `correct.yml`, with the fields `id`, `title` and `what`; then papers have "Correct this paper". |
    | `history` | boolean | `false` | Whether pages say when their file was changed last and by whom, as the git history has it. Git has to be there, and the history whole: in a workflow, `actions/checkout` needs `fetch-depth: 0`. |

    ## `[feeds]`

    What feeds there are and how much they hold.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `items` | integer: 1 to 1000 | `50` | The newest papers a feed holds. |
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
    | `stats` | boolean | `true` | The page of charts: papers a month, topics over time, who wrote most. |
    | `reading` | boolean | `true` | The page of what a reader keeps in the browser: a list to read, and which papers were read. |
    | `topics` | boolean | `true` | A page for each topic, and one of all topics. |
    | `authors` | boolean | `true` | A page for each author, and one of all authors. |
    | `organizations` | boolean | `true` | A page for each organization, and one of all organizations. |
    | `venues` | boolean | `true` | A page for each venue that ten papers or more name, and one of all those venues. |
    | `votes` | boolean | `true` | Papers with the most votes, on a page of their own: of each week, month, topic and organization and, where there is room, of authors of ten papers or more. |
    | `per_page` | integer: 1 to 1000 | `50` | The papers on one page of a list. |
    | `authors_from` | integer: 0 to 1000000 | `0` | An author gets a page from this many papers on; 0 for 1, or more where the site would outgrow GitHub Pages. |
    | `related` | integer: 0 to 20 | `5` | The related papers that a paper's page names; 0 for none. |
    | `excerpt` | integer: 0 to 100000 | `320` | The characters of an abstract that lists show; 0 for none. |
    | `remote_images` | boolean | `false` | Whether images from other hosts are shown; otherwise they become links. |

    ## `[cards]`

    Social cards: pictures of pages, for those who link to them.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `site` | boolean | `true` | One for the site, for all pages that have none of their own. |
    | `days` | boolean | `true` | One for each day, with its date and first papers. |
    | `papers` | boolean | `false` | One for each paper; some 10 kB a paper. |
    | `accent` | text: a colour such as `#145764` | `"#145764"` | The colour of the site on its cards. |

    ## `[search]`

    Searching the archive.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `enabled` | boolean | `true` | The search page and its index. |

    ## `[data]`

    The archive as data.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `papers` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | Every paper as a line of JSON: `/data/papers.jsonl`. |
    | `abstracts` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | Whether those lines hold the abstracts, and the entries of `papers.bib` too. |
    | `bibtex` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | Every paper as BibTeX: `/data/papers.bib`. |
    | `days` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | The papers of each day as JSON: `/data/days/2026-03-05.json`. |
    | `topics` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | The papers of each topic as JSON: `/data/topics/agents.json`. |
    | `citations` | boolean or text: `true`, `false` or `"auto"` | `"auto"` | BibTeX, RIS and CSL-JSON of each day and topic, which their pages lead to. |
    | `markdown` | boolean | `false` | Each paper's page as markdown too, beside it: `/papers/ID/index.md`. |
    | `llms` | boolean | `true` | `/llms.txt`: what there is and where, for language models. |
    | `freshness` | boolean | `true` | `/freshness.json`: how new the archive and its feeds are, for programs that watch it. |

    ## `[email]`

    Subscribing by e-mail.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `form` | text: an http or https address | `""` | Where the provider's form goes, such as `https://buttondown.com/api/emails/embed-subscribe/NAME`. With it, every page has a form. |
    | `field` | text: letters, digits, `-`, `_`, `.`, `[` and `]` | `"email"` | What the form calls the reader's address: `email` with most providers, `EMAIL` with some. |

    ## `[comments]`

    Comments below papers.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `provider` | text: `giscus` or `utterances` | `""` | The service: giscus keeps them as discussions, utterances as issues. Without one, there are no comments. |
    | `repo` | text: `user/papers` | `""` | The repository they are kept in, such as `user/papers`; that of the entries, where none is named and it is on GitHub. |
    | `repo_id` | text | `""` | The id of the repository, for giscus; https://giscus.app tells it. |
    | `category` | text | `"Announcements"` | The category of its discussions, for giscus: one in which only maintainers and giscus begin discussions. |
    | `category_id` | text | `""` | The id of the category, for giscus; https://giscus.app tells it. |
    | `label` | text | `""` | A label for the issues, for utterances. |
    | `mapping` | text: `id` or `pathname` | `"id"` | What comments are found by: the id of the paper, so that they stay with it when the site moves, or the path of its page. |

    ## `[trending]`

    The page of papers that many people like at the moment.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `days` | integer: 1 to 36500 | `30` | How many days count, back from the newest day of the archive. |
    | `half_life` | integer: 1 to 36500 | `7` | After this many days a vote counts half. |
    | `papers` | integer: 1 to 1000 | `50` | The papers the page shows. |

    ## `[math]`

    Formulas.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `macros` | table: command name = its replacement | `{}` | Commands of your own, as in `{ R = "\\mathbb{R}" }`, beside those that are built in. |

    ## `[build]`

    How a build writes the site.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `fsync` | boolean | `false` | Whether a build waits until the disk has every file, before it puts files in place and after. Then a power failure leaves each file whole, old or new, as a killed build does. It is for a server that publishes the output folder itself. |

    ## `[limits]`

    What one entry or file may hold, since entries come from strangers. More is an error.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `entry_kilobytes` | integer: 1 to 1000000 | `512` | The size of one entry. |
    | `page_kilobytes` | integer: 1 to 1000000 | `2000` | The size of one plain page. |
    | `file_megabytes` | integer: 1 to 4096 | `256` | The size of one file. |
    | `authors` | integer: 1 to 1000000 | `20000` | The authors of one paper. The first 1,000 are linked and cited; the others are named on the paper's page and in its data. |
    | `topics` | integer: 1 to 1000000 | `100` | The topics of one paper. |
    | `dates` | integer: 1 to 1000000 | `100` | The days of one paper: the list under `date`. |
    | `aliases` | integer: 1 to 1000000 | `100` | The old addresses of one paper or page. |
    | `keywords` | integer: 1 to 1000000 | `500` | The keywords of one paper. |
    | `links` | integer: 1 to 1000000 | `100` | The links of one paper under `other`. |
    | `line_characters` | integer: 1 to 1000000 | `2000` | The characters of a title, a name, a topic, a keyword, a venue or a label: of what lists and feeds repeat. |
    | `growth_megabytes` | integer: 1 to 1000000 | `32` | How much one entry may add to the site, estimated as if the site held nothing else, with at least 4 kB for each file. A file of many papers may add 500 times its size to that. |

    ## `[import]`

    Where papers are imported from, and what becomes of them.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `hf_url` | text: an http or https address | `"https://huggingface.co"` | The host that `offprint import hf` asks for daily papers. |
    | `arxiv_url` | text: an http or https address | `"https://export.arxiv.org"` | The host that `offprint import arxiv` and `offprint new` ask for papers of arXiv. |
    | `doi_url` | text: an http or https address | `"https://doi.org"` | The host that `offprint new` asks for papers by their DOI. |
    | `timeout` | integer: 1 to 600 | `30` | How many seconds an answer may take. |

    ## `[import.collect]`

    What `offprint collect` looks for.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `hf` | boolean | `false` | Whether it takes the daily papers of Hugging Face. |
    | `arxiv` | text | `""` | What it asks arXiv for, such as `cat:cs.CL AND all:"tool use"`; nothing where it is empty. |
    | `days` | integer: 1 to 60 | `3` | How many days back it looks, today among them. |
    | `most` | integer: 1 to 2000 | `100` | The papers it takes of arXiv at most. |
    | `votes` | integer: 0 to 1000000 | `0` | Only daily papers of Hugging Face with so many votes. |
    | `ruled` | boolean | `false` | Only papers that one of the rules below gives a topic. |

    ## `[[import.rules]]`

    Which topics imported papers get. Every rule that fits gives its topic.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `topic` | text: not empty | required | The topic, as a slug or a name. |
    | `category` | text | `""` | A category of arXiv such as `cs.CL`; `cs` stands for all below it. |
    | `keyword` | text | `""` | Words that stand in the title, the abstract or the keywords, whatever their case. |

    ## `[params]`

    Parameters of the theme; its documentation names them.

    Any keys and values are possible: what the theme asks for.

    ## `[[menu]]`

    More links in the site's navigation, in this order.

    | setting | kind | default | meaning |
    | --- | --- | --- | --- |
    | `label` | text: not empty | required | The words of the link. |
    | `url` | text: an http, https or mailto address, or a path | required | Where it leads: an address, or a path from the site's root. |
    "##);
    let per_page = reference().into_iter().find(|setting| setting.key == "pages.per_page").unwrap();
    assert_eq!(
        (per_page.kind, per_page.default.as_str(), per_page.rule.as_str()),
        ("integer", "50", "1 to 1000")
    );
}
