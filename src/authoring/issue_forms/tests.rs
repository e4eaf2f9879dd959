//! Tests that apply a form to an entry.

use super::form::{self, ADD, CORRECT, Form, Issue};
use super::*;
use insta::assert_snapshot;
use proptest::prelude::*;

/// Returns the event of an issue whose form has these values. The other fields are empty.
fn event(form: &[(&str, &str)], values: &[(&str, &str)]) -> Vec<u8> {
    let value = |name: &str| {
        values.iter().find(|(field, _)| *field == name).map_or("_No response_", |(_, value)| value)
    };
    let body: Vec<String> =
        form.iter().map(|(name, heading)| format!("### {heading}\n\n{}", value(name))).collect();
    serde_json::json!({ "action": "opened", "issue": { "number": 12, "body": body.join("\n\n") } })
        .to_string()
        .into_bytes()
}

fn fields(values: &[(&str, &str)]) -> Fields {
    match form::read(&event(&ADD, values)).unwrap().form.unwrap() {
        Form::Add(_, fields) | Form::Correct(_, _, fields) => fields,
    }
}

#[test]
fn an_edit_counts_only_where_the_author_made_it_and_the_issue_is_open() {
    let refused = |event: serde_json::Value| form::read(event.to_string().as_bytes()).unwrap().refused;
    let issue = |state| serde_json::json!({ "number": 1, "body": "", "state": state, "user": { "id": 5 } });
    let of = |action, sender: serde_json::Value, state| {
        refused(serde_json::json!({ "action": action, "sender": sender, "issue": issue(state) }))
    };
    let user = |id: u64| serde_json::json!({ "id": id, "login": "ada" });
    assert_eq!(of("edited", user(5), "open"), None);
    for sender in [user(6), serde_json::json!({ "login": "ada" }), serde_json::Value::Null] {
        assert_eq!(of("edited", sender.clone(), "open"), Some("was not edited by its author"), "{sender}");
        // Adding a label, for example, is an action of somebody else: the workflow of a site may wait for a label.
        assert_eq!(of("labeled", sender.clone(), "open"), None);
        assert_eq!(of("opened", sender, "open"), None);
    }
    assert_eq!(of("edited", user(5), "closed"), Some("is closed"));
    // Two unknown users are not the same user.
    let nobody =
        serde_json::json!({ "action": "edited", "sender": {}, "issue": { "number": 1, "user": {} } });
    assert_eq!(refused(nobody), Some("was not edited by its author"));
}

#[test]
fn authors_of_a_form_are_split_in_every_notation() {
    for (written, names) in [
        ("Ada Lovelace, Charles Babbage and Alan Turing", "Ada Lovelace; Charles Babbage; Alan Turing"),
        ("Ada Lovelace\nCharles Babbage", "Ada Lovelace; Charles Babbage"),
        ("- Lovelace, Ada\n- Babbage, Charles", "Ada Lovelace; Charles Babbage"),
        ("Ada Lovelace; Charles Babbage & Alan Turing", "Ada Lovelace; Charles Babbage; Alan Turing"),
        ("谢昕，王小增", "谢昕; 王小增"),
        ("Ada Lovelace et al.", "Ada Lovelace; and others"),
    ] {
        let authors = fields(&[("authors", written)]).authors;
        let found: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!(found.join("; "), names, "{written}");
    }
}

#[test]
fn an_ambiguous_list_of_authors_is_named() {
    let of = |written: &str| fields(&[("authors", written)]).ambiguous.join("; ");
    assert_eq!(
        of("Lovelace, Ada, Babbage, Charles"),
        "Lovelace, Ada, Babbage, Charles → Ada Lovelace; Charles Babbage"
    );
    assert_eq!(of("Lovelace, Ada\nBabbage, Charles"), "");
}

#[test]
fn a_form_becomes_an_entry() {
    let fields = fields(&[
        ("title", "2BP: 2-Stage\nBackpropagation"),
        ("authors", "- Christopher Rae\n\n* James Richings"),
        ("topics", "Training, efficiency"),
        (
            "links",
            "code: https://github.com/a/b\nhttps://arxiv.org/abs/2405.18047\nBlog post: https://a.org/x",
        ),
        ("abstract", "One.\n\n### Authors\n\nTwo."),
    ]);
    let changed =
        apply("content/papers/2405.18047.md", &blank("2405.18047", "2026-03-05"), None, &fields).unwrap();
    assert_snapshot!(changed.text, @r#"
    ---
    id: "2405.18047"
    title: "2BP: 2-Stage Backpropagation"
    authors:
      - Christopher Rae
      - James Richings
    date: 2026-03-05
    topics: [training, efficiency]
    links:
      arxiv: https://arxiv.org/abs/2405.18047
      code: https://github.com/a/b
      other:
        - label: Blog post
          url: https://a.org/x
    ---

    One.

    ### Authors

    Two.
    "#);
}

#[test]
fn a_correction_changes_only_its_fields() {
    let entry = "---\nid: a\ntitle: Old # why\nauthors:\n  - name: Ada\n    orcid: \"0000-0002-1825-0097\"\n  - Bob\ndate: 2026-03-05\n---\n\nText.\n";
    let form = form::read(&event(
        &CORRECT,
        &[("id", "a"), ("title", "Old"), ("what", "Bob is Rob"), ("authors", "Ada\nRob")],
    ));
    let Some(Form::Correct(id, what, fields)) = form.unwrap().form else { panic!() };
    assert_eq!((id.as_str(), what.as_str()), ("a", "Bob is Rob"));
    let changed = apply("content/papers/a.md", entry, None, &fields).unwrap();
    assert_eq!(changed.fields, ["authors"]);
    assert_eq!(changed.text, entry.replace("Bob", "Rob"));
    let many = "date: 2026-03-05\npapers:\n  - id: a\n    title: A\n\n  - id: b\n    title: B\n";
    let changed =
        apply("content/papers/day.yaml", many, Some(1), &Fields { title: "C".into(), ..Fields::default() });
    assert_eq!(changed.unwrap().text, many.replace("B", "C"));
    let same =
        apply("content/papers/a.md", entry, None, &Fields { title: "Old".into(), ..Fields::default() })
            .unwrap();
    assert_eq!((same.text.as_str(), same.fields.len()), (entry, 0));
}

#[test]
fn a_correction_names_what_it_removes() {
    let entry = "---\nid: a\ntitle: A\nauthors:\n  - name: Ada\n    orcid: \"0000-0002-1825-0097\"\n  - Bob\n  - Wei Li\n  - Wei Li\ntopics: [training, vision]\nlinks:\n  arxiv: \"2405.18047\"\n  code: https://github.com/a/b\ndate: 2026-03-05\n---\n\nText.\n";
    let removed =
        |values: &[(&str, &str)]| apply("content/papers/a.md", entry, None, &fields(values)).unwrap().removed;
    let list = |key, values: &[&str]| (key, values.iter().map(|&value| value.to_owned()).collect::<Vec<_>>());
    assert_eq!(removed(&[("authors", "Bob\nWei Li\nEve")]), [list("authors", &["Ada", "Wei Li"])]);
    assert_eq!(removed(&[("topics", "Vision, agents")]), [list("topics", &["training"])]);
    let links = [("links", "code: https://github.com/a/c\nBlog: https://a.org/x")];
    assert_eq!(removed(&links), [list("links", &["code: https://github.com/a/b"])]);
    // Another order, other spellings of a topic and more values remove nothing.
    let more = [("authors", "Wei Li\nWei Li\nBob\nAda\nEve"), ("topics", "Vision, Training, agents")];
    assert_eq!(removed(&more), []);
}

#[test]
fn an_issue_with_another_text_has_no_form() {
    let read = |body: &str| {
        form::read(serde_json::json!({ "issue": { "number": 1, "body": body } }).to_string().as_bytes())
    };
    for body in ["", "Hello", "### Title\n\nx", "### arXiv id, DOI or address\n\n2405.18047"] {
        assert_eq!(read(body), Ok(Issue { number: 1, refused: None, form: None }), "{body}");
    }
    for event in ["", "[]", "{}", "{\"issue\": {}}", "{\"issue\": 1}"] {
        assert!(form::read(event.as_bytes()).is_err(), "{event}");
    }
    assert_eq!(
        form::read(b"{\"issue\": {\"number\": 1, \"body\": null}}"),
        Ok(Issue { number: 1, refused: None, form: None })
    );
}

proptest! {
    /// Any text of a form becomes the value of its field and nothing else.
    #[test]
    fn a_form_can_only_fill_its_fields(title in "\\PC{0,40}", what in "(\\PC|\n|---|: |#|'|\"|\u{1b}){0,60}") {
        let form = form::read(&event(&ADD, &[("title", &title), ("authors", &what), ("summary", &what), ("abstract", &what), ("links", &what)]));
        let Some(Form::Add(_, fields)) = form.unwrap().form else { return Ok(()) };
        let changed = apply("content/papers/a.md", &blank("a", "2026-03-05"), None, &fields).unwrap();
        let parts = Parts::split("content/papers/a.md", &changed.text).unwrap().unwrap();
        let meaning = formatter::meaning(parts.yaml, &PAPER).unwrap();
        let keys: Vec<&String> = meaning.as_object().unwrap().keys().collect();
        prop_assert!(keys.iter().all(|key| ["id", "date", "title", "authors", "summary", "links"].contains(&key.as_str())), "{keys:?}");
        prop_assert_eq!(meaning.get("title").and_then(|title| title.as_str()).unwrap_or_default(), fields.title);
    }
}
