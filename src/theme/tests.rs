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

#[test]
fn parameters_have_types_and_reach_the_style() {
    let themed = |params: &str| home(&format!("{SITE}[params]\n{params}"), &[]);
    let (page, told) = themed("accent = \"plam\"\nmeasure = 90\ndensty = \"airy\"\ndensity = \"thick\"\n");
    assert!(page.is_none());
    insta::assert_snapshot!(told, @r"
    site.toml:4:10: error[param-type]: the parameter `accent` wants `teal`, `blue`, `violet`, `plum`, `rust`, `green`, a colour such as `#1a5fb4`, or `light-dark(#1a5fb4, #99c1f1)`
      hint: did you mean `plum`?
    site.toml:5:11: error[param-type]: the parameter `measure` wants a number from 24 to 60
    site.toml:6:1: warning[unknown-param]: the theme has no parameter `densty`
      hint: did you mean `density`?
    site.toml:7:11: error[param-type]: the parameter `density` wants one of `airy`, `compact`
    ");
    let (page, told) = themed("accent = \"#ffe066\"\n");
    assert!(page.is_some() && told.contains("warning[low-contrast]"), "{told}");
    let style = |params: &str| {
        let site = format!("{SITE}[params]\n{params}");
        let sources = Sources::in_memory([("site.toml", site.into_bytes())]);
        let theme = prepare(&sources, &Request::default(), &()).value.unwrap().theme;
        String::from_utf8(theme.assets["style.css"].bytes.to_vec()).unwrap()
    };
    let own = style("accent = \"light-dark(#1a5fb4, #99c1f1)\"\nmeasure = 40\n");
    assert!(own.ends_with("\n:root{--accent:light-dark(#1a5fb4, #99c1f1);--measure:40rem}\n"));
    assert_eq!(style("accent = \"plum\"\n"), style(""));
}

#[test]
fn a_theme_declares_parameters_and_a_child_sets_them() {
    let themed = format!("{SITE}theme = \"near\"\n");
    let files = |near: &'static str, far: &'static str| {
        [
            ("themes/near/theme.toml", near),
            ("themes/far/theme.toml", far),
            ("templates/home.html", "{{ theme.shown }} {{ theme.columns }}"),
        ]
    };
    let far = "[params.shown]\ntype = \"switch\"\n[params.columns]\ntype = \"number\"\ndefault = 2\nmin = 1\nmax = 3\n";
    let near = "extends = \"far\"\n[params]\nshown = true\n";
    assert_eq!(home(&themed, &files(near, far)), (Some("true 2".into()), String::new()));
    let told = home(&themed, &files("extends = \"far\"\n[params]\ncolumns = 9\n", far)).1;
    assert!(told.contains("themes/near/theme.toml:3:11: error[param-type]"), "{told}");
    let told = home(&themed, &files(near, "[params.shown]\ntype = \"swich\"\ndefalt = 1\n")).1;
    assert!(told.contains("did you mean `switch`?") && told.contains("did you mean `default`?"), "{told}");
}

#[test]
fn a_declaration_is_held_to_its_type() {
    let declared = "[params.a]\ntype = 3\n[params.b]\ntype = \"number\"\nmin = \"a\"\nmax = 1\ndefault = 5\n[params.c]\ntype = \"choice\"\n[params.d]\ntype = \"choice\"\nchoices = [1, \"a\"]\ndefault = \"b\"\n[params.e]\ntype = \"number\"\nmin = 5\nmax = 1\n[params.f]\ntype = \"switch\"\nchoices = [\"a\"]\ncss = 3\n[params.g]\ntype = \"text\"\ncss = \"color\"\nunit = \"}\"\n[params.h]\ntype = \"colour\"\ndefault = \"#fff\"\n";
    let told = home(&format!("{SITE}theme = \"a\"\n"), &[("themes/a/theme.toml", declared)]).1;
    insta::assert_snapshot!(told, @r#"
    themes/a/theme.toml:2:8: error[setting-type]: `type` wants text
    themes/a/theme.toml:5:7: error[param-type]: `min` wants a number
    themes/a/theme.toml:7:11: error[param-type]: the default of `b` wants a number up to 1
    themes/a/theme.toml:8:1: error[param-type]: there is nothing to choose for `c`
      hint: name what there is: `choices = ["one", "other"]`
    themes/a/theme.toml:12:12: error[param-type]: `choices` wants a list of texts
    themes/a/theme.toml:13:11: error[param-type]: the default of `d` wants one of `a`
    themes/a/theme.toml:16:7: error[param-type]: `min` wants a number that is not above `max`
    themes/a/theme.toml:20:1: error[unknown-setting]: a parameter of type `switch` has no `choices`
      hint: `choices` goes with the type `choice` or `colour`
    themes/a/theme.toml:21:7: error[setting-type]: `css` wants text
    themes/a/theme.toml:24:7: error[param-type]: `css` wants the name of a custom property, such as `--accent`
    themes/a/theme.toml:25:8: error[param-type]: `unit` wants a unit of CSS, such as `rem` or `%`
    themes/a/theme.toml:28:11: warning[low-contrast]: `#fff` is hard to read on a light page: its contrast is below 4.5
      hint: give each its own: `light-dark(#1a5fb4, #99c1f1)`
    "#);
}

#[test]
fn pictures_are_files_of_the_site_or_of_its_theme() {
    let page = |logo: &str, files: &[(&str, &str)]| {
        let site = format!("{SITE}theme = \"a\"\n[params]\nlogo = \"{logo}\"\n");
        home(&site, &[files, &[("themes/a/static/own.svg", "<svg/>")]].concat())
    };
    let (of_theme, told) = page("own.svg", &[]);
    assert_eq!(told, "");
    assert!(of_theme.unwrap().contains("<img class=\"logo\" src=\"/assets/own."));
    let (of_site, told) = page("my mark.svg", &[("static/my mark.svg", "<svg/>")]);
    assert_eq!(told, "");
    assert!(of_site.unwrap().contains("src=\"/my mark.svg\""));
    let told = |logo: &str| page(logo, &[("static/mark.svg", "<svg/>")]).1;
    insta::assert_snapshot!(["mrak.svg", "/static/mark.svg", "mark.txt", "https://example.org/a.svg"].map(told).concat(), @r"
    site.toml:5:8: error[missing-image]: there is no `mrak.svg` in the static/ of the site or of its theme
      hint: did you mean `mark.svg`?
    site.toml:5:8: error[missing-image]: there is no `/static/mark.svg` in the static/ of the site or of its theme
      hint: without the folder: `mark.svg`
    site.toml:5:8: error[missing-image]: `mark.txt` is no picture, which `logo` wants
      hint: names of pictures end in one of avif, gif, ico, jpeg, jpg, png, svg, webp
    site.toml:5:8: error[missing-image]: the picture `logo` is not a file of the site
      hint: pages load nothing from elsewhere: put it into static/ and give its name
    ");
    // By day and by night.
    let two = format!("{SITE}theme = \"listing\"\n[params]\nlogo = \"a.svg\"\nlogo_dark = \"b.svg\"\n");
    let page = home(&two, &[("static/a.svg", ""), ("static/b.svg", "")]).0.unwrap();
    assert!(page.contains("by-day\" src=\"/a.svg\"") && page.contains("by-night\" src=\"/b.svg\""), "{page}");
}

#[test]
fn an_override_with_a_slip_in_its_name_is_told() {
    let told = home(
        SITE,
        &[
            ("templates/papper.html", "x"),
            ("templates/own/part.html", "y"),
            ("templates/day.html", "{% include \"own/part.html\" %}"),
        ],
    )
    .1;
    insta::assert_snapshot!(told, @r"
    templates/papper.html: warning[unused-file]: no page uses this template
      hint: did you mean `paper.html`?
    ");
}

#[test]
fn the_listing_is_there_for_every_site() {
    let entry = ("content/papers/a.md", "---\ntitle: A\ndate: 2026-04-15\n---\nText.\n");
    let (page, told) = home(&format!("{SITE}theme = \"listing\"\n"), &[entry]);
    let page = page.unwrap();
    assert_eq!(told, "");
    assert!(
        page.contains("/assets/listing.") && page.contains("class=\"rust\"") && page.contains("<details>"),
        "{page}"
    );
}

#[test]
fn templates_are_tried_where_the_site_has_no_page_for_them() {
    let told = |files: &[(&'static str, &'static str)]| {
        let site = [("site.toml", SITE)];
        let sources = Sources::in_memory(
            files.iter().chain(&site).map(|(path, text)| (*path, text.as_bytes().to_vec())),
        );
        let mut problems =
            crate::try_templates(&sources, &Request::default(), &crate::archive::Archive::default());
        let texts = crate::content::places::settle(&sources, &mut problems);
        diagnostic::lines::render(&problems, &texts)
    };
    // The sample is sound, and so is the default theme on it.
    assert_eq!(told(&[("templates/404.html", "x")]), "");
    let told = told(&[("templates/organization.html", "a\n{{ organization.nmae }}")]);
    assert!(told.starts_with("templates/organization.html:2:"), "{told}");
}

#[test]
fn the_sample_is_an_archive_without_problems() {
    let files = crate::sample::FILES.iter().chain(&[("site.toml", SITE)]);
    let sources = Sources::in_memory(files.map(|(path, text)| (*path, text.as_bytes().to_vec())));
    let checked = prepare(&sources, &Request::default(), &());
    let told: Vec<_> = checked.diagnostics.iter().filter(|problem| problem.is_error()).collect();
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(checked.value.unwrap().archive.papers.len(), 16);
}

#[test]
fn the_texts_of_the_default_theme_are_sound_when_they_stand_in_a_site() {
    let files = super::builtin::FILES.iter().filter(|(path, _)| path.starts_with("i18n/"));
    let files: Vec<(String, &str)> = files.map(|(path, text)| ((*path).to_owned(), *text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    assert_eq!(home(SITE, &files).1, "");
}
