//! Layers of themes: which wins, and what is told of those that are wrong.

use crate::source::Sources;
use crate::{Request, diagnostic, prepare, render};
use std::collections::{BTreeMap, BTreeSet};

const SITE: &str = "title = \"T\"\nbase_url = \"https://example.org/\"\n";

/// Builds the home page of a site with these files; what is wrong with it comes in the second place.
fn home(site: &str, files: &[(&str, &str)]) -> (Option<String>, String) {
    let files = files.iter().map(|(path, text)| (*path, text.as_bytes()));
    let sources = Sources::in_memory(
        files.chain([("site.toml", site.as_bytes())]).map(|(path, text)| (path, text.to_vec())),
    );
    let checked = prepare(&sources, &Request::default(), &());
    let mut problems = checked.diagnostics;
    let texts = crate::content::places::settle(&sources, &mut problems);
    let page = checked.value.map(|prepared| {
        let views = prepared.views();
        match render::render(&crate::plan::Page::Home, &views, &prepared.theme, &sources) {
            Ok(bytes) => String::from_utf8(bytes.as_ref().to_vec()).unwrap(),
            Err(render::RenderError::Template(error)) => format!("fails: {}", error.0.message),
            Err(error) => panic!("{error:?}"),
        }
    });
    (page, diagnostic::lines::render(&problems, &texts))
}

#[test]
fn the_nearest_layer_wins() {
    let themed = format!("{SITE}theme = \"near\"\n");
    let far = ("themes/far/templates/home.html", "far {{ theme.a }} {{ theme.b }} {{ theme.accent }}");
    let near = [
        ("themes/near/theme.toml", "extends = \"far\"\n[params]\na = 1\n"),
        ("themes/far/theme.toml", "[params]\na = 2\nb = 3\n"),
        far,
    ];
    assert_eq!(home(&themed, &near), (Some("far 1 3 teal".into()), String::new()));
    let own = [near.as_slice(), &[("templates/home.html", "{% include \"far/home.html\" %} and the site's")]]
        .concat();
    let with_params = format!("{themed}[params]\nb = \"own\"\n");
    assert_eq!(home(&with_params, &own), (Some("far 1 own teal and the site's".into()), String::new()));
}

#[test]
fn a_layer_extends_the_file_it_replaces() {
    let own = [(
        "templates/home.html",
        "{% extends \"default/home.html\" %}{% block main %}before {{ super() }}{% endblock main %}",
    )];
    let (page, told) = home(SITE, &own);
    let page = page.unwrap();
    assert_eq!(told, "");
    assert!(page.contains("before ") && page.contains("<h1 class=\"name\">"), "{page}");
}

#[test]
fn an_asset_of_the_site_stands_in_for_the_themes_and_has_a_name_of_its_own() {
    let style = |files: &[(&str, &str)]| {
        let page = home(SITE, files).0.unwrap();
        page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let (plain, own, other) =
        (style(&[]), style(&[("static/style.css", "a{}")]), style(&[("static/style.css", "b{}")]));
    assert!(
        [&plain, &own, &other].iter().all(|url| url.starts_with("/assets/style.") && url.ends_with(".css")),
        "{plain} {own} {other}"
    );
    assert!(plain != own && own != other);
}

#[test]
fn what_is_wrong_with_a_theme_is_told_with_its_place() {
    let told = |site: &str, files: &[(&str, &str)]| {
        let (page, told) = home(site, files);
        assert!(page.is_none(), "{told}");
        told
    };
    assert!(told(&format!("{SITE}theme = \"defualt\"\n"), &[]).contains("did you mean `default`?"));
    let broken = told(SITE, &[("templates/home.html", "x\n{% if %}"), ("templates/day.html", "{{ ")]);
    assert!(
        broken.contains("templates/home.html:2:") && broken.contains("templates/day.html:1:"),
        "{broken}"
    );
    let circle = [("themes/a/theme.toml", "extends = \"b\"\n"), ("themes/b/theme.toml", "extends = \"a\"\n")];
    assert!(told(&format!("{SITE}theme = \"a\"\n"), &circle).contains("theme-circle"));
    assert!(
        told(&format!("{SITE}theme = \"a\"\n"), &[("themes/a/theme.toml", "extend = \"b\"\n")])
            .contains("did you mean `extends`?")
    );
    assert!(told(SITE, &[("templates/home.html", "{% extends \"none.html\" %}")]).contains("none.html"));
}

#[test]
fn a_template_that_asks_for_what_is_not_there_is_told_of_and_harms_nothing() {
    let (page, told) = home(SITE, &[("templates/home.html", "{{ nobody.knows }}")]);
    assert_eq!(told, "");
    assert!(page.unwrap().starts_with("fails: Variable `nobody` is not defined"));
}

/// The texts of the default theme in one language: key to text, as far as `toml` can show it.
fn texts_of(file: &str) -> BTreeMap<String, crate::config::toml::Value> {
    let (_, text) = super::builtin::FILES.iter().find(|(path, _)| *path == file).unwrap();
    let tree = crate::config::toml::read(&file.into(), text);
    assert!(tree.broken.is_empty(), "{:?}", tree.broken);
    tree.table.entries.into_iter().map(|entry| (entry.key, entry.node.value)).collect()
}

/// Returns all `{names}` in a value.
fn names_in(value: &crate::config::toml::Value) -> BTreeSet<String> {
    let shown = format!("{value:?}");
    // What `Debug` writes in braces begins with a space.
    let names = shown.split('{').skip(1).filter_map(|part| part.split_once('}'));
    names.map(|(name, _)| name.to_owned()).filter(|name| !name.contains(' ')).collect()
}

#[test]
fn every_language_has_every_text() {
    let english = texts_of("i18n/en.toml");
    let others = super::builtin::FILES.iter().map(|(path, _)| *path);
    for file in others.filter(|path| path.starts_with("i18n/") && *path != "i18n/en.toml") {
        let other = texts_of(file);
        assert_eq!(other.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{file}");
        for (key, value) in &other {
            let (own, model) = (names_in(value), names_in(&english[key]));
            let dates = ["date", "date_short", "date_long", "month_of_year"].contains(&key.as_str());
            // A form of one need not name the number, and a date names what its language says.
            assert!(dates || own == model, "{file}: {key}: {own:?} {model:?}");
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "it reads the program's own sources")]
fn every_text_is_shown_and_every_text_shown_is_there() {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (path, text) in super::builtin::FILES {
        if path.starts_with("templates/") {
            used.extend(super::texts::used(text).map(str::to_owned));
        }
    }
    assert!(used.remove("script_words"));
    let known: BTreeSet<String> = texts_of("i18n/en.toml").into_keys().collect();
    let unknown: Vec<_> = used.difference(&known).collect();
    assert!(unknown.is_empty(), "templates show texts that are not in en.toml: {unknown:?}");

    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = files.filter(|file| file.path().extension().is_some_and(|end| end == "rs"));
    let program: String = files.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect();
    let script = super::builtin::FILES.iter().find(|(path, _)| *path == "static/offprint.js").unwrap().1;
    for key in known.iter().filter(|key| !used.contains(*key)) {
        let word = key.strip_prefix("script_").map(|word| format!("words.{word}"));
        let shown = word.map_or(program.contains(&format!("\"{key}\"")), |word| script.contains(&word));
        assert!(shown, "nothing shows the text `{key}`");
    }
}

#[test]
fn the_script_has_the_english_words() {
    let script = super::builtin::FILES.iter().find(|(path, _)| *path == "static/offprint.js").unwrap().1;
    for (key, value) in texts_of("i18n/en.toml") {
        if let (Some(word), crate::config::toml::Value::Text(text)) = (key.strip_prefix("script_"), &value) {
            assert!(script.contains(&format!("{word}: '{text}'")), "{word}");
        }
    }
}

#[test]
fn words_are_in_the_language_of_the_site() {
    let paper = |site: &str, files: &[(&str, &str)]| {
        let entry = ("content/papers/a.md", "---\ntitle: A\ndate: 2026-04-15\n---\nText.\n");
        home(&format!("{SITE}{site}"), &[files, &[entry]].concat())
    };
    let (page, told) = paper("language = \"zh-CN\"\n", &[]);
    let page = page.unwrap();
    assert_eq!(told, "");
    for text in ["2026年4月15日 星期三", "<li>1 篇论文", "data-words=\"{", "收藏"] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    // The site has the last word, key by key, and what a language lacks is English.
    let own = [("i18n/fr.toml", "papers = { one = \"{n} article\", other = \"{n} articles\" }\n")];
    let (page, told) = paper("language = \"fr\"\n", &own);
    let page = page.unwrap();
    assert!(page.contains("1 article<") && page.contains(">Topics<"), "{page}");
    assert!(told.contains("i18n/fr.toml: warning[missing-text]"), "{told}");
    let (page, told) = paper("", &[("i18n/en.toml", "latest = \"Today\"\nscript_copy = \"Get\"\n")]);
    let page = page.unwrap();
    assert_eq!(told, "");
    assert!(page.contains(">Today<") && page.contains("Get"), "{page}");
}

#[test]
fn texts_that_are_wrong_are_told_with_their_place() {
    let told = home(
        SITE,
        &[
            ("i18n/en.toml", "latset = \"x\"\nrss_of = \"RSS: {titel}\"\n"),
            ("i18n/de.toml", "papers = { viele = \"x\" }\nmonths = [\"a\"]\n"),
            ("i18n/readme.md", ""),
        ],
    )
    .1;
    insta::assert_snapshot!(told, @r"
    i18n/de.toml:1:10: error[text-type]: the text `papers` wants a text, or a table of plurals (`one`, `other` …) that has `other`
    i18n/de.toml:2:10: error[text-type]: the text `months` wants a list of 12 texts
    i18n/en.toml:1:10: warning[unknown-text]: no template shows a text `latset`
      hint: did you mean `latest`?
    i18n/en.toml:2:10: warning[unfilled-text]: nothing fills in `{titel}` in this text
      hint: this text knows {title}
    i18n/readme.md: warning[unused-file]: nothing reads this file
      hint: texts of a language are in i18n/LANG.toml, such as i18n/fr.toml
    ");
}
