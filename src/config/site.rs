//! The declarations of all settings.
//!
//! The comments are the documentation: in settings.md, and in the `site.toml` of a new site.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use super::archive::{BY, By};
use super::base_url::BaseUrl;
use super::comments::{MAPPINGS, Mapping, PROVIDERS, Provider};
use super::email;
use super::feeds::{FORMATS, FeedFormat};
use super::filter::{Filter, Matching};
use super::kinds::{
    Address, Anything, In, ListOf, Macros, Number, OneOf, SomeOf, Switch, Text, Warnings, WhereRoom, Wish,
};
use super::section::settings;
use super::text;
use super::toml::Table;
use super::version;

const LINE: Text = Text("", text::line);

settings! {
    /// The settings of a site, as `site.toml` holds them.
    pub struct Site {
        /// The minimum version of Offprint, such as `0.3`. An older version reports that and stops. Empty: any version.
        offprint: String = "".into(), Text("a version such as `0.3`", version::text);
        /// The title of the site, on every page and in every feed.
        title: String = "Papers".into(), Text("not empty", text::title), required;
        /// The URL of the site. It may have a path, as in `https://user.github.io/papers/`.
        base_url: BaseUrl = BaseUrl::example(), Address, required;
        /// One sentence about the site, for search engines and feed readers.
        description: String = "".into(), LINE;
        /// The language of the interface. `de`, `en` and `zh` are built in; add others in `i18n/`.
        language: String = "en".into(), Text("a language tag such as `en` or `pt-BR`", text::language);
        /// The language of most entries, if it is not the language of the site. `lang` in an entry overrides it.
        entry_language: String = "".into(), Text("a language tag such as `en`", text::language_or_none);
        /// The owner of the site.
        author: String = "".into(), LINE;
        /// The theme: the name of a directory in `themes/`, or one of the built-in themes `default` and `listing` (compact).
        theme: String = "default".into(), Text("letters, digits, `-` and `_`", text::folder_name);
        /// Whether a topic that is not in `content/topics.yaml` is an error. Otherwise it is a warning.
        strict_topics: bool = false, Switch;
        /// A custom domain for GitHub Pages, written to `/CNAME`.
        cname: String = "".into(), Text("such as `papers.example.org`", text::host);
        /// The repository of the entries, for links that edit them.
        repository: Repository = Repository::default(), In(PhantomData);
        /// The shape of the archive.
        archive: Shape = Shape::default(), In(PhantomData);
        /// Feeds.
        feeds: Feeds = Feeds::default(), In(PhantomData);
        /// Pages and lists.
        pages: Pages = Pages::default(), In(PhantomData);
        /// Social cards: preview images of pages.
        cards: Cards = Cards::default(), In(PhantomData);
        /// Search.
        search: Search = Search::default(), In(PhantomData);
        /// Data files for programs.
        data: Data = Data::default(), In(PhantomData);
        /// Subscription by e-mail.
        email: Email = Email::default(), In(PhantomData);
        /// Comments on papers.
        comments: Comments = Comments::default(), In(PhantomData);
        /// The page of trending papers.
        trending: Trending = Trending::default(), In(PhantomData);
        /// Formulas.
        math: Math = Math::default(), In(PhantomData);
        /// Reports of problems.
        check: Check = Check::default(), In(PhantomData);
        /// Writing the output directory.
        build: Build = Build::default(), In(PhantomData);
        /// Limits of one entry or file, since entries may come from untrusted contributors. A larger value is an error.
        limits: Limits = Limits::default(), In(PhantomData);
        /// Importing papers.
        import: Import = Import::default(), In(PhantomData);
        /// Parameters of the theme. See the documentation of the theme.
        params: Table = Table::default(), Anything;
        /// Additional links in the navigation, in this order.
        menu: Vec<MenuItem> = Vec::new(), ListOf(PhantomData);
    }

    /// The repository of the entries.
    pub struct Repository {
        /// The URL of the repository in a browser, such as `https://github.com/user/papers`. Without it, pages have no "Edit this page" link.
        url: String = "".into(), Text("an http or https URL", text::repository);
        /// The branch for edits.
        branch: String = "main".into(), Text("", text::branch);
        /// The site directory in the repository, if it is not the root.
        path: String = "".into(), Text("", text::inner_path);
        /// Whether papers have a "Correct this paper" link. The repository must be on GitHub and have the issue form `correct.yml`, with the
        /// fields `id`, `title` and `what`.
        forms: bool = false, Switch;
        /// Whether pages show when and by whom their file was last changed, from the Git history. Requires Git and a complete history: in a
        /// workflow, set `fetch-depth: 0` for `actions/checkout`.
        history: bool = false, Switch;
    }

    /// The shape of the archive.
    pub struct Shape {
        /// The shortest period with pages. With `year`, a paper of 2026 is listed on `/2026/` and has no day, also if its date has one.
        by: By = By::Day, OneOf(BY);
    }

    /// Feeds.
    pub struct Feeds {
        /// The number of papers in a feed, newest first. A feed has whole days, so it may have more.
        items: usize = 50, Number(1, 1000);
        /// The formats of the feeds of topics, authors, organizations, venues and lists: RSS 2.0, Atom 1.0, JSON Feed 1.1. The feed of the site
        /// has all of them.
        formats: Vec<FeedFormat> = vec![FeedFormat::Rss], SomeOf(FORMATS);
        /// A feed for each topic.
        topics: bool = true, Switch;
        /// A feed for each author with a page.
        authors: bool = true, Switch;
        /// A feed for each organization.
        organizations: bool = true, Switch;
        /// Feeds with one item per day instead of one per paper: of the site, and of each topic that has a feed.
        days: bool = true, Switch;
        /// Feeds with one item per ISO week, likewise.
        weeks: bool = true, Switch;
        /// The list of papers with code, `/lists/code/`, and its feeds. It exists if a paper has code.
        code: bool = true, Switch;
        /// All papers, as one feed per month: `/history/2026-04.xml`. A feed reader can follow these back to the first paper. With `"auto"`, as
        /// long as the site fits on GitHub Pages.
        history: Wish = Wish::WhereRoom, WhereRoom;
        /// Whether items contain the full abstract. Otherwise they contain its beginning.
        full_text: bool = true, Switch;
        /// The WebSub hub, such as `https://pubsubhubbub.appspot.com/`. Feeds name it, and `offprint ping` notifies it of changed feeds.
        hub: String = "".into(), Text("an http or https URL", text::hub);
        /// Lists of papers that match a filter.
        query: Vec<FeedQuery> = Vec::new(), ListOf(PhantomData);
    }

    /// A list of papers that match a filter: a page `/lists/NAME/`, and feeds.
    pub struct FeedQuery {
        /// The name in addresses.
        name: String = "agents-with-code".into(), Text("at most 100 lower-case letters, digits and `-`", text::slug), required;
        /// The title of the page and of the feeds.
        title: String = "Agents with code".into(), Text("not empty", text::title), required;
        /// The papers of the list. A paper must match every key, each by one of its values. Empty: all papers.
        include: Filter = Filter::default(), Matching;
        /// Papers that are not in the list: those that match any key.
        exclude: Filter = Filter::default(), Matching;
    }

    /// Pages.
    pub struct Pages {
        /// A page for each week.
        weeks: bool = true, Switch;
        /// A page for each month.
        months: bool = true, Switch;
        /// The calendar of all days.
        archive: bool = true, Switch;
        /// The page of trending papers.
        trending: bool = true, Switch;
        /// The page of statistics: papers per month, topics over time, most frequent authors.
        stats: bool = true, Switch;
        /// The page of the reading list, which is stored in the browser.
        reading: bool = true, Switch;
        /// The page of new papers near the saved papers and follows of the reader. These stay in the browser. Papers also state their meaning
        /// then, as 64 digits.
        for_you: bool = true, Switch;
        /// A page for each topic, and a list of all topics.
        topics: bool = true, Switch;
        /// A page for each author, and a list of all authors.
        authors: bool = true, Switch;
        /// A page for each organization, and a list of all organizations.
        organizations: bool = true, Switch;
        /// A page for each venue with ten or more papers, and a list of these venues.
        venues: bool = true, Switch;
        /// Lists by votes for each week, month, topic and organization, and for authors with ten or more papers if the site has room.
        votes: bool = true, Switch;
        /// The number of papers on one page of a list.
        per_page: usize = 50, Number(1, 1000);
        /// The minimum number of papers for an author page. 0: chosen automatically, so that the site fits on GitHub Pages.
        authors_from: usize = 0, Number(0, 1_000_000);
        /// The number of related papers on the page of a paper. 0: none.
        related: usize = 6, Number(0, 20);
        /// Whether papers link to the same paper at Hugging Face, alphaXiv, Semantic Scholar, OpenReview and DBLP.
        elsewhere: bool = true, Switch;
        /// The number of characters from the abstract in lists, where a paper has no summary. 0: lists have no abstracts.
        excerpt: usize = 320, Number(0, 100_000);
        /// Whether images from other hosts are shown. Otherwise they are links.
        remote_images: bool = false, Switch;
    }

    /// Social cards: the preview images that messengers and social networks show for a link.
    pub struct Cards {
        /// A card for the site, used by all pages without a card.
        site: bool = true, Switch;
        /// A card for each day, with the date and the first papers.
        days: bool = true, Switch;
        /// A card for each paper; about 10 kB per paper.
        papers: bool = false, Switch;
        /// The accent colour of the cards.
        accent: String = "#145764".into(), Text("a colour such as `#145764`", text::colour);
    }

    /// Search, which runs in the browser without a server.
    pub struct Search {
        /// The search page and its index.
        enabled: bool = true, Switch;
    }

    /// Data files for programs and reference managers. With `"auto"`, files are written as long as the site fits on GitHub Pages.
    pub struct Data {
        /// All papers as JSON Lines: `/data/papers.jsonl`.
        papers: Wish = Wish::WhereRoom, WhereRoom;
        /// Whether `papers.jsonl` and `papers.bib` contain abstracts.
        abstracts: Wish = Wish::WhereRoom, WhereRoom;
        /// All papers as BibTeX: `/data/papers.bib`.
        bibtex: Wish = Wish::WhereRoom, WhereRoom;
        /// The papers of each day as JSON: `/data/days/2026-03-05.json`.
        days: Wish = Wish::WhereRoom, WhereRoom;
        /// The papers of each topic as JSON: `/data/topics/agents.json`.
        topics: Wish = Wish::WhereRoom, WhereRoom;
        /// BibTeX, RIS and CSL-JSON files of each day and topic.
        citations: Wish = Wish::WhereRoom, WhereRoom;
        /// The page of each paper as Markdown: `/papers/ID/index.md`.
        markdown: bool = false, Switch;
        /// `/llms.txt`: an overview of the site for language models.
        llms: bool = true, Switch;
        /// `/freshness.json`: the dates of the newest paper and of the feeds, for monitoring.
        freshness: bool = true, Switch;
    }

    /// Subscription by e-mail: the form of a provider that sends the feed as messages, and the digests that `offprint digest` sends.
    pub struct Email {
        /// The `action` URL of the provider's form, such as `https://buttondown.com/api/emails/embed-subscribe/NAME`. Adds a form to every page.
        form: String = "".into(), Text("an http or https URL", text::form_address);
        /// The name of the form field for the e-mail address: `email` for most providers, `EMAIL` for some.
        field: String = "email".into(), Text("letters, digits, `-`, `_`, `.`, `[` and `]`", text::field);
        /// The sender of digests, such as `Papers <papers@example.org>`.
        from: String = "".into(), Text("an e-mail address", email::mailbox);
        /// The mailing list that `offprint digest --send` sends to, unless it is given a file of addresses.
        to: String = "".into(), Text("an e-mail address", email::mailbox);
        /// The mail server: `smtp://smtp.example.org:587` uses STARTTLS, `smtps://smtp.example.org:465` uses TLS. `smtp+plain://localhost:25` is
        /// for servers on the same machine. User and password come from the environment.
        smtp: String = "".into(), Text("an smtp or smtps URL", email::server);
        /// Where readers unsubscribe: an https or mailto URL. `{address}` becomes the address of the reader. Required for a file of addresses.
        unsubscribe: String = "".into(), Text("an https or mailto URL", email::unsubscribe);
        /// The maximum number of messages per minute.
        per_minute: usize = 60, Number(1, 6000);
    }

    /// Comments on papers, stored in a GitHub repository by a service. They load only on request of the reader.
    pub struct Comments {
        /// The service: giscus uses discussions, utterances uses issues. Empty: no comments.
        provider: Provider = Provider::None, OneOf(PROVIDERS);
        /// The repository for the comments, such as `user/papers`. Default: `repository.url`, if it is on GitHub.
        repo: String = "".into(), Text("`user/papers`", text::repository_name);
        /// The id of the repository, for giscus. Get it from https://giscus.app.
        repo_id: String = "".into(), Text("", text::key);
        /// The category of the discussions, for giscus. Use one in which only maintainers and giscus can start discussions.
        category: String = "Announcements".into(), LINE;
        /// The id of the category, for giscus. Get it from https://giscus.app.
        category_id: String = "".into(), Text("", text::key);
        /// The label of the issues, for utterances.
        label: String = "".into(), LINE;
        /// How comments are assigned to papers: by the id of the paper, which works after the site moves, or by the path of its page.
        mapping: Mapping = Mapping::Id, OneOf(MAPPINGS);
    }

    /// Trending papers.
    pub struct Trending {
        /// The number of days to consider, back from the newest day of the archive.
        days: usize = 30, Number(1, 36_500);
        /// The half-life of a vote, in days.
        half_life: usize = 7, Number(1, 36_500);
        /// The number of papers on the page.
        papers: usize = 50, Number(1, 1000);
    }

    /// Formulas.
    pub struct Math {
        /// Additional LaTeX commands, such as `{ R = "\\mathbb{R}" }`.
        macros: BTreeMap<String, String> = BTreeMap::new(), Macros;
    }

    /// Reports of problems.
    pub struct Check {
        /// Warnings that are not reported, such as `["empty-abstract"]`. The id of a warning is in the brackets of its report.
        allow: Vec<String> = Vec::new(), Warnings;
    }

    /// Writing the output directory.
    pub struct Build {
        /// Whether a build flushes files to disk before and after it publishes them. Every file is then complete after a power failure. For
        /// servers that publish the output directory directly.
        fsync: bool = false, Switch;
    }

    /// Limits of one entry or file.
    pub struct Limits {
        /// The maximum size of one entry.
        entry_kilobytes: usize = 512, Number(1, 1_000_000);
        /// The maximum size of one page.
        page_kilobytes: usize = 2000, Number(1, 1_000_000);
        /// The maximum size of one file.
        file_megabytes: usize = 256, Number(1, 4096);
        /// The maximum number of authors of a paper. The first 1,000 are linked and cited; the others appear on its page and in its data.
        authors: usize = 20_000, Number(1, 1_000_000);
        /// The maximum number of topics of a paper.
        topics: usize = 100, Number(1, 1_000_000);
        /// The maximum number of days of a paper, under `date`.
        dates: usize = 100, Number(1, 1_000_000);
        /// The maximum number of aliases of a paper or page.
        aliases: usize = 100, Number(1, 1_000_000);
        /// The maximum number of keywords of a paper.
        keywords: usize = 500, Number(1, 1_000_000);
        /// The maximum number of links of a paper under `other`.
        links: usize = 100, Number(1, 1_000_000);
        /// The maximum number of characters of a title, name, topic, keyword, venue or label.
        line_characters: usize = 2000, Number(1, 1_000_000);
        /// The maximum size that one entry adds to the site: an estimate for a site with this entry only, with at least 4 kB per file. A file
        /// with many papers may add 500 times its size to that.
        growth_megabytes: usize = 32, Number(1, 1_000_000);
    }

    /// Importing papers.
    pub struct Import {
        /// The server for the daily papers of `offprint import hf`.
        hf_url: String = "https://huggingface.co".into(), Text("an http or https URL", text::repository);
        /// The server for arXiv papers, for `offprint import arxiv` and `offprint new`.
        arxiv_url: String = "https://export.arxiv.org".into(), Text("an http or https URL", text::repository);
        /// The server for papers with a DOI, for `offprint new`.
        doi_url: String = "https://doi.org".into(), Text("an http or https URL", text::repository);
        /// The timeout of a request in seconds.
        timeout: usize = 30, Number(1, 600);
        /// The sources of `offprint collect`.
        collect: Collect = Collect::default(), In(PhantomData);
        /// Rules that assign topics to imported papers. A paper gets the topic of every rule that it matches.
        rules: Vec<ImportRule> = Vec::new(), ListOf(PhantomData);
    }

    /// The sources of `offprint collect`, which a workflow can run daily.
    pub struct Collect {
        /// Whether to import the daily papers of Hugging Face.
        hf: bool = false, Switch;
        /// An arXiv query, such as `cat:cs.CL AND all:"tool use"`. Empty: no query.
        arxiv: String = "".into(), LINE;
        /// The number of days to look back, including today.
        days: usize = 3, Number(1, 60);
        /// The maximum number of results of the arXiv query.
        most: usize = 100, Number(1, 2000);
        /// The minimum number of votes of a daily paper of Hugging Face.
        votes: usize = 0, Number(0, 1_000_000);
        /// Whether to store teaser images of the daily papers, and logos of organizations, in `static/images/`.
        images: bool = false, Switch;
        /// Whether to import only papers that match a rule under `[[import.rules]]`.
        ruled: bool = false, Switch;
        /// The papers to import: a paper must match every key, each by one of its values. Empty: all papers.
        include: Filter = Filter::default(), Matching;
        /// Papers that are not imported: those that match any key.
        exclude: Filter = Filter::default(), Matching;
    }

    /// A rule that assigns a topic to imported papers. A paper must match the category, the keyword and the filter, if they are set.
    pub struct ImportRule {
        /// The slug or name of the topic.
        topic: String = "language-models".into(), Text("not empty", text::title), required;
        /// An arXiv category, such as `cs.CL`. `cs` includes all its subcategories.
        category: String = "".into(), LINE;
        /// Words in the title, abstract or keywords. Letter case is ignored.
        keyword: String = "".into(), LINE;
        /// A filter: a paper must match every key, each by one of its values.
        include: Filter = Filter::default(), Matching;
        /// Papers to which the rule does not apply: those that match any key.
        exclude: Filter = Filter::default(), Matching;
    }

    /// A link in the navigation.
    pub struct MenuItem {
        /// The text of the link.
        label: String = "About".into(), Text("not empty", text::title), required;
        /// The target of the link: a URL, or a path from the root of the site.
        url: String = "about/".into(), Text("an http, https or mailto URL, or a path", text::link), required;
    }
}
