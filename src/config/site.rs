//! Every setting there is: the one place to add one.
//!
//! What is written here is what readers of the documentation, of a new `site.toml` and of the code see.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use super::base_url::BaseUrl;
use super::comments::{MAPPINGS, Mapping, PROVIDERS, Provider};
use super::kinds::{Address, Anything, In, ListOf, Macros, Number, OneOf, Switch, Text, WhereRoom, Wish};
use super::section::settings;
use super::text;
use super::toml::Table;
use super::version;

const LINE: Text = Text("", text::line);

settings! {
    /// The settings of a site, as `site.toml` holds them.
    pub struct Site {
        /// The oldest version of Offprint that can build the site, such as `0.3`; an older one says so and stops, instead of naming keys that
        /// it does not know. Empty where any can.
        offprint: String = "".into(), Text("a version such as `0.3`", version::text);
        /// The name of the site, shown on every page and in every feed.
        title: String = "Papers".into(), Text("not empty", text::title), required;
        /// Where the site will live; it may have a path, as in `https://user.github.io/papers/`.
        base_url: BaseUrl = BaseUrl::example(), Address, required;
        /// One sentence about the site, for search engines and feed readers.
        description: String = "".into(), LINE;
        /// The language of the site. The words of its pages are there in `de`, `en` and `zh`; `i18n/` adds others.
        language: String = "en".into(), Text("a language tag such as `en` or `pt-BR`", text::language);
        /// The language that entries are written in, where most are in another than the site's. An entry's `lang` says otherwise.
        entry_language: String = "".into(), Text("a language tag such as `en`", text::language_or_none);
        /// Who runs the site.
        author: String = "".into(), LINE;
        /// The theme: a folder in `themes/`, or one that is built in: `default`, or the dense `listing`.
        theme: String = "default".into(), Text("letters, digits, `-` and `_`", text::folder_name);
        /// Whether a topic that is not in `content/topics.yaml` is an error; otherwise it is a warning.
        strict_topics: bool = false, Switch;
        /// The domain of its own that GitHub Pages should serve the site on; written to `/CNAME`.
        cname: String = "".into(), Text("such as `papers.example.org`", text::host);
        /// Where the entries are kept, for the links that edit them.
        repository: Repository = Repository::default(), In(PhantomData);
        /// What feeds there are and how much they hold.
        feeds: Feeds = Feeds::default(), In(PhantomData);
        /// What pages there are and how much they hold.
        pages: Pages = Pages::default(), In(PhantomData);
        /// Social cards: pictures of pages, for those who link to them.
        cards: Cards = Cards::default(), In(PhantomData);
        /// Searching the archive.
        search: Search = Search::default(), In(PhantomData);
        /// The archive as data.
        data: Data = Data::default(), In(PhantomData);
        /// Subscribing by e-mail.
        email: Email = Email::default(), In(PhantomData);
        /// Comments below papers.
        comments: Comments = Comments::default(), In(PhantomData);
        /// The page of papers that many people like at the moment.
        trending: Trending = Trending::default(), In(PhantomData);
        /// Formulas.
        math: Math = Math::default(), In(PhantomData);
        /// How a build writes the site.
        build: Build = Build::default(), In(PhantomData);
        /// What one entry or file may hold, since entries come from strangers. More is an error.
        limits: Limits = Limits::default(), In(PhantomData);
        /// Where papers are imported from, and what becomes of them.
        import: Import = Import::default(), In(PhantomData);
        /// Parameters of the theme; its documentation names them.
        params: Table = Table::default(), Anything;
        /// More links in the site's navigation, in this order.
        menu: Vec<MenuItem> = Vec::new(), ListOf(PhantomData);
    }

    /// Where the entries are kept.
    pub struct Repository {
        /// The repository as a browser shows it, such as `https://github.com/user/papers`. Without it, pages have no
        /// "Edit this page".
        url: String = "".into(), Text("an http or https address", text::repository);
        /// The branch that edits are made to.
        branch: String = "main".into(), Text("", text::branch);
        /// The folder of the site inside the repository, where that is not its root.
        path: String = "".into(), Text("", text::inner_path);
        /// Whether the repository is on GitHub and has the issue form `correct.yml`, with the fields `id`, `title` and `what`; then papers
        /// have "Correct this paper".
        forms: bool = false, Switch;
        /// Whether pages say when their file was changed last and by whom, as the git history has it. Git has to be there, and the history
        /// whole: in a workflow, `actions/checkout` needs `fetch-depth: 0`.
        history: bool = false, Switch;
    }

    /// Feeds.
    pub struct Feeds {
        /// The newest papers a feed holds.
        items: usize = 50, Number(1, 1000);
        /// A feed for each topic.
        topics: bool = true, Switch;
        /// A feed for each author who has a page.
        authors: bool = true, Switch;
        /// A feed for each organization.
        organizations: bool = true, Switch;
        /// A feed with one item a day, for people who do not want one a paper.
        days: bool = true, Switch;
        /// Whether items hold the whole abstract; otherwise they hold its beginning.
        full_text: bool = true, Switch;
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
        /// The page of charts: papers a month, topics over time, who wrote most.
        stats: bool = true, Switch;
        /// The page of what a reader keeps in the browser: a list to read, and which papers were read.
        reading: bool = true, Switch;
        /// A page for each topic, and one of all topics.
        topics: bool = true, Switch;
        /// A page for each author, and one of all authors.
        authors: bool = true, Switch;
        /// A page for each organization, and one of all organizations.
        organizations: bool = true, Switch;
        /// A page for each venue that ten papers or more name, and one of all those venues.
        venues: bool = true, Switch;
        /// Papers with the most votes, on a page of their own: of each week, month, topic and organization and, where there is room, of authors of ten papers or more.
        votes: bool = true, Switch;
        /// The papers on one page of a list.
        per_page: usize = 50, Number(1, 1000);
        /// An author gets a page from this many papers on; 0 for 1, or more where the site would outgrow GitHub Pages.
        authors_from: usize = 0, Number(0, 1_000_000);
        /// The related papers that a paper's page names; 0 for none.
        related: usize = 5, Number(0, 20);
        /// The characters of an abstract that lists show; 0 for none.
        excerpt: usize = 320, Number(0, 100_000);
        /// Whether images from other hosts are shown; otherwise they become links.
        remote_images: bool = false, Switch;
    }

    /// Social cards: the pictures that messengers and social networks show of a link. They are drawn by the build.
    pub struct Cards {
        /// One for the site, for all pages that have none of their own.
        site: bool = true, Switch;
        /// One for each day, with its date and first papers.
        days: bool = true, Switch;
        /// One for each paper; some 10 kB a paper.
        papers: bool = false, Switch;
        /// The colour of the site on its cards.
        accent: String = "#145764".into(), Text("a colour such as `#145764`", text::colour);
    }

    /// Searching the archive, in the browser: no server takes part.
    pub struct Search {
        /// The search page and its index.
        enabled: bool = true, Switch;
    }

    /// The archive as data, for programs and reference managers. With `"auto"`, a kind of file is there as long as the site keeps to what
    /// GitHub Pages takes; small archives have all of them.
    pub struct Data {
        /// Every paper as a line of JSON: `/data/papers.jsonl`.
        papers: Wish = Wish::WhereRoom, WhereRoom;
        /// Whether those lines hold the abstracts, and the entries of `papers.bib` too.
        abstracts: Wish = Wish::WhereRoom, WhereRoom;
        /// Every paper as BibTeX: `/data/papers.bib`.
        bibtex: Wish = Wish::WhereRoom, WhereRoom;
        /// The papers of each day as JSON: `/data/days/2026-03-05.json`.
        days: Wish = Wish::WhereRoom, WhereRoom;
        /// The papers of each topic as JSON: `/data/topics/agents.json`.
        topics: Wish = Wish::WhereRoom, WhereRoom;
        /// BibTeX, RIS and CSL-JSON of each day and topic, which their pages lead to.
        citations: Wish = Wish::WhereRoom, WhereRoom;
        /// Each paper's page as markdown too, beside it: `/papers/ID/index.md`.
        markdown: bool = false, Switch;
        /// `/llms.txt`: what there is and where, for language models.
        llms: bool = true, Switch;
        /// `/freshness.json`: how new the archive and its feeds are, for programs that watch it.
        freshness: bool = true, Switch;
    }

    /// Subscribing by e-mail, with a provider of your choice that turns the feed into messages.
    pub struct Email {
        /// Where the provider's form goes, such as `https://buttondown.com/api/emails/embed-subscribe/NAME`. With it, every page has a form.
        form: String = "".into(), Text("an http or https address", text::form_address);
        /// What the form calls the reader's address: `email` with most providers, `EMAIL` with some.
        field: String = "email".into(), Text("letters, digits, `-`, `_`, `.`, `[` and `]`", text::field);
    }

    /// Comments below papers, which a service keeps in a repository on GitHub. Nothing is loaded of them until a reader asks.
    pub struct Comments {
        /// The service: giscus keeps them as discussions, utterances as issues. Without one, there are no comments.
        provider: Provider = Provider::None, OneOf(PROVIDERS);
        /// The repository they are kept in, such as `user/papers`; that of the entries, where none is named and it is on GitHub.
        repo: String = "".into(), Text("`user/papers`", text::repository_name);
        /// The id of the repository, for giscus; https://giscus.app tells it.
        repo_id: String = "".into(), Text("", text::key);
        /// The category of its discussions, for giscus: one in which only maintainers and giscus begin discussions.
        category: String = "Announcements".into(), LINE;
        /// The id of the category, for giscus; https://giscus.app tells it.
        category_id: String = "".into(), Text("", text::key);
        /// A label for the issues, for utterances.
        label: String = "".into(), LINE;
        /// What comments are found by: the id of the paper, so that they stay with it when the site moves, or the path of its page.
        mapping: Mapping = Mapping::Id, OneOf(MAPPINGS);
    }

    /// Trending papers.
    pub struct Trending {
        /// How many days count, back from the newest day of the archive.
        days: usize = 30, Number(1, 36_500);
        /// After this many days a vote counts half.
        half_life: usize = 7, Number(1, 36_500);
        /// The papers the page shows.
        papers: usize = 50, Number(1, 1000);
    }

    /// Formulas.
    pub struct Math {
        /// Commands of your own, as in `{ R = "\\mathbb{R}" }`, beside those that are built in.
        macros: BTreeMap<String, String> = BTreeMap::new(), Macros;
    }

    /// Writing the site.
    pub struct Build {
        /// Whether a build waits until the disk has every file, before it puts files in place and after. Then a power failure leaves each
        /// file whole, old or new, as a killed build does. It is for a server that publishes the output folder itself.
        fsync: bool = false, Switch;
    }

    /// What one entry or file may hold.
    pub struct Limits {
        /// The size of one entry.
        entry_kilobytes: usize = 512, Number(1, 1_000_000);
        /// The size of one plain page.
        page_kilobytes: usize = 2000, Number(1, 1_000_000);
        /// The size of one file.
        file_megabytes: usize = 256, Number(1, 4096);
        /// The authors of one paper. The first 1,000 are linked and cited; the others are named on the paper's page and in its data.
        authors: usize = 20_000, Number(1, 1_000_000);
        /// The topics of one paper.
        topics: usize = 100, Number(1, 1_000_000);
        /// The days of one paper: the list under `date`.
        dates: usize = 100, Number(1, 1_000_000);
        /// The old addresses of one paper or page.
        aliases: usize = 100, Number(1, 1_000_000);
        /// The keywords of one paper.
        keywords: usize = 500, Number(1, 1_000_000);
        /// The links of one paper under `other`.
        links: usize = 100, Number(1, 1_000_000);
        /// The characters of a title, a name, a topic, a keyword, a venue or a label: of what lists and feeds repeat.
        line_characters: usize = 2000, Number(1, 1_000_000);
        /// How much one entry may add to the site, estimated as if the site held nothing else, with at least 4 kB for each file. A file of
        /// many papers may add 500 times its size to that.
        growth_megabytes: usize = 32, Number(1, 1_000_000);
    }

    /// Importing papers.
    pub struct Import {
        /// The host that `offprint import hf` asks for daily papers.
        hf_url: String = "https://huggingface.co".into(), Text("an http or https address", text::repository);
        /// The host that `offprint import arxiv` and `offprint new` ask for papers of arXiv.
        arxiv_url: String = "https://export.arxiv.org".into(), Text("an http or https address", text::repository);
        /// The host that `offprint new` asks for papers by their DOI.
        doi_url: String = "https://doi.org".into(), Text("an http or https address", text::repository);
        /// How many seconds an answer may take.
        timeout: usize = 30, Number(1, 600);
        /// What `offprint collect` looks for.
        collect: Collect = Collect::default(), In(PhantomData);
        /// Which topics imported papers get. Every rule that fits gives its topic.
        rules: Vec<ImportRule> = Vec::new(), ListOf(PhantomData);
    }

    /// What `offprint collect` looks for, which a workflow can run every day.
    pub struct Collect {
        /// Whether it takes the daily papers of Hugging Face.
        hf: bool = false, Switch;
        /// What it asks arXiv for, such as `cat:cs.CL AND all:"tool use"`; nothing where it is empty.
        arxiv: String = "".into(), LINE;
        /// How many days back it looks, today among them.
        days: usize = 3, Number(1, 60);
        /// The papers it takes of arXiv at most.
        most: usize = 100, Number(1, 2000);
        /// Only daily papers of Hugging Face with so many votes.
        votes: usize = 0, Number(0, 1_000_000);
        /// Only papers that one of the rules below gives a topic.
        ruled: bool = false, Switch;
    }

    /// A rule that gives imported papers a topic: those that fit its category and hold its keyword, as far as it names them.
    pub struct ImportRule {
        /// The topic, as a slug or a name.
        topic: String = "language-models".into(), Text("not empty", text::title), required;
        /// A category of arXiv such as `cs.CL`; `cs` stands for all below it.
        category: String = "".into(), LINE;
        /// Words that stand in the title, the abstract or the keywords, whatever their case.
        keyword: String = "".into(), LINE;
    }

    /// A link in the site's navigation.
    pub struct MenuItem {
        /// The words of the link.
        label: String = "About".into(), Text("not empty", text::title), required;
        /// Where it leads: an address, or a path from the site's root.
        url: String = "about/".into(), Text("an http, https or mailto address, or a path", text::link), required;
    }
}
