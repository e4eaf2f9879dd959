//! What machines read in a paper's page, word by word.

use super::scholar;
use crate::Request;
use crate::export::bibtex;
use crate::source::Sources;
use insta::assert_snapshot;

/// Shows how one paper, given as YAML, is cited.
fn cite(paper: &str) -> String {
    let yaml = format!("date: 2026-03-05\npapers:\n  - {{abstract: x, {paper}}}\n");
    let site = b"title = \"T\"\nbase_url = \"https://example.org/p/\"\n".to_vec();
    let sources = Sources::in_memory([("site.toml", site), ("content/papers/all.yaml", yaml.into_bytes())]);
    let prepared = crate::prepare(&sources, &Request::default(), &()).value.unwrap();
    let paper = prepared.archive.papers.first().expect("a paper without errors");
    let record = scholar::json_ld(paper);
    format!("{}\n{record}", bibtex::entry(paper, "https://example.org/p/papers/x/"))
}

#[test]
fn a_paper_of_arxiv_is_cited_as_arxiv_does() {
    let paper = "id: \"1706.03762\", title: \"Attention Is All You Need: BERT & 50% of $O(n_i)$\", authors: [Ashish Vaswani, \"Łukasz Kaiser\"], published: 2017-06-12";
    assert_snapshot!(cite(paper), @r#"
    @misc{vaswani2017attention-1706.03762,
      title = {Attention Is All You Need: {BERT} \& 50\% of {$O(n_i)$}},
      author = {Ashish Vaswani and Łukasz Kaiser},
      year = {2017},
      month = {6},
      eprint = {1706.03762},
      archivePrefix = {arXiv},
      doi = {10.48550/arXiv.1706.03762},
      url = {https://arxiv.org/abs/1706.03762},
    }
    {"@context":"https://schema.org","@type":"ScholarlyArticle","headline":"Attention Is All You Need: BERT \u0026 50% of $O(n_i)$","author":[{"@type":"Person","name":"Ashish Vaswani"},{"@type":"Person","name":"Łukasz Kaiser"}],"datePublished":"2017-06-12","identifier":"https://doi.org/10.48550/arXiv.1706.03762"}
    "#);
}

#[test]
fn names_of_groups_and_venues_keep_their_form() {
    let paper = "id: x, title: \"A \\\\ {brace_} ~ 5^2 # $5\", authors: [\"Byron, Ada\", The Foo and Bar Team], venue: Journal of Foo & Bar, links: {doi: 10.1000/182}";
    assert_snapshot!(cite(paper), @r#"
    @article{byron2026brace-x,
      title = {A \textbackslash{} \textbraceleft{}brace\_\textbraceright{} \textasciitilde{} 5\textasciicircum{}2 \# \$5},
      author = {Byron, Ada and {The Foo and Bar Team}},
      year = {2026},
      month = {3},
      journal = {Journal of Foo \& Bar},
      doi = {10.1000/182},
      url = {https://example.org/p/papers/x/},
    }
    {"@context":"https://schema.org","@type":"ScholarlyArticle","headline":"A \\ {brace_} ~ 5^2 # $5","author":[{"@type":"Person","name":"Byron, Ada"},{"@type":"Person","name":"The Foo and Bar Team"}],"datePublished":"2026-03-05","identifier":"https://doi.org/10.1000/182","isPartOf":{"@type":"PublicationIssue","name":"Journal of Foo \u0026 Bar"}}
    "#);
}

#[test]
fn a_record_cannot_end_its_script() {
    let text =
        cite("id: x, title: \"</script><!-- & \\u2028 \\\" \", license: CC-BY-4.0, keywords: [\"]]>\"]");
    let record = text.lines().last().unwrap();
    assert!(!record.contains(['<', '>', '&', '\u{2028}']), "{record}");
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    assert_eq!(record["headline"], "</script><!-- & \"");
}

#[test]
fn a_long_title_is_a_short_headline_and_a_whole_name() {
    let title = "word ".repeat(40);
    let text = cite(&format!("id: x, title: \"{title}\""));
    let record: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(record["name"], title.trim());
    assert!(record["headline"].as_str().unwrap().chars().count() <= 110);
}
