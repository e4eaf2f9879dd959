//! Layers of themes: which one wins, and the problems reported.

use crate::site::kinds::{Page, RenderError};
use crate::source::Sources;
use crate::{Request, diagnostic, prepare};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the files of the default theme that are texts.
fn files_of_default() -> Vec<(&'static str, &'static str)> {
    let files = super::builtin::theme("default").unwrap().iter();
    files.filter_map(|&(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?))).collect()
}

fn text_of(file: &str) -> &'static str {
    files_of_default().into_iter().find(|(path, _)| *path == file).unwrap().1
}

const SITE: &str = "title = \"T\"\nbase_url = \"https://example.org/\"\n";

/// Returns the home page of a site with these files, and its problems.
fn home(site: &str, files: &[(&str, &str)]) -> (Option<String>, String) {
    let files = files.iter().map(|(path, text)| (*path, text.as_bytes()));
    let sources = Sources::in_memory(
        files.chain([("site.toml", site.as_bytes())]).map(|(path, text)| (path, text.to_vec())),
    );
    let checked = prepare(&sources, &Request::default(), &());
    let mut problems = checked.diagnostics;
    let texts = crate::content::places::settle(&sources, &mut problems);
    let page = checked.value.map(|prepared| match prepared.press().render(&Page::Home(()), &sources) {
        Ok(bytes) => String::from_utf8(bytes.as_ref().to_vec()).unwrap(),
        Err(RenderError::Template(error)) => format!("fails: {}", error.0.message),
        Err(error) => panic!("{error:?}"),
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
    let (page, reported) = home(SITE, &own);
    let page = page.unwrap();
    assert_eq!(reported, "");
    assert!(page.contains("before ") && page.contains("<h1 class=\"name\">"), "{page}");
}

#[test]
fn a_style_names_the_output_of_files_beside_it() {
    let style = "a {src: url(fonts/a.woff2)} b {src: url( \"b.png\" )} c {src: url(../x.png) url(none.png) url(data:,x) url(fonts/a.woff2";
    let files = [
        ("themes/t/static/t.css", style),
        ("themes/t/static/fonts/a.woff2", "A"),
        ("themes/t/static/b.png", "B"),
    ];
    let site = format!("{SITE}theme = \"t\"\n");
    let files = files.iter().map(|(path, text)| (*path, text.as_bytes().to_vec()));
    let sources = Sources::in_memory(files.chain([("site.toml", site.into_bytes())]));
    let prepared = prepare(&sources, &Request::default(), &()).value.unwrap();
    let assets = &prepared.theme.assets;
    let name = |file: &str| assets[file].path.strip_prefix("assets/").unwrap();
    let (a, b) = (name("fonts/a.woff2"), name("b.png"));
    let expected = format!(
        "a {{src: url({a})}} b {{src: url({b})}} c {{src: url(../x.png) url(none.png) url(data:,x) url({a}"
    );
    assert_eq!(std::str::from_utf8(&assets["t.css"].bytes).unwrap(), expected);
    let builtin = std::str::from_utf8(&assets["style.css"].bytes).unwrap();
    assert!(builtin.contains(&format!("url({})", name("serif.woff2"))));
}

#[test]
fn an_asset_of_the_site_replaces_the_themes_under_a_new_name() {
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
fn problems_of_a_theme_have_places() {
    let reported = |site: &str, files: &[(&str, &str)]| {
        let (page, reported) = home(site, files);
        assert!(page.is_none(), "{reported}");
        reported
    };
    assert!(reported(&format!("{SITE}theme = \"defualt\"\n"), &[]).contains("did you mean `default`?"));
    let broken = reported(SITE, &[("templates/home.html", "x\n{% if %}"), ("templates/day.html", "{{ ")]);
    assert!(
        broken.contains("templates/home.html:2:") && broken.contains("templates/day.html:1:"),
        "{broken}"
    );
    let circle = [("themes/a/theme.toml", "extends = \"b\"\n"), ("themes/b/theme.toml", "extends = \"a\"\n")];
    assert!(reported(&format!("{SITE}theme = \"a\"\n"), &circle).contains("theme-circle"));
    assert!(
        reported(&format!("{SITE}theme = \"a\"\n"), &[("themes/a/theme.toml", "extend = \"b\"\n")])
            .contains("did you mean `extends`?")
    );
    assert!(reported(SITE, &[("templates/home.html", "{% extends \"none.html\" %}")]).contains("none.html"));
}

#[test]
fn a_template_error_is_reported_without_a_page() {
    let (page, reported) = home(SITE, &[("templates/home.html", "{{ nobody.knows }}")]);
    assert_eq!(reported, "");
    assert!(page.unwrap().starts_with("fails: Variable `nobody` is not defined"));
}

fn texts_of(file: &str) -> BTreeMap<String, crate::config::toml::Value> {
    let tree = crate::config::toml::read(&file.into(), text_of(file));
    assert!(tree.broken.is_empty(), "{:?}", tree.broken);
    tree.table.entries.into_iter().map(|entry| (entry.key, entry.node.value)).collect()
}

fn names_in(value: &crate::config::toml::Value) -> BTreeSet<String> {
    let shown = format!("{value:?}");
    // Braces written by `Debug` are followed by a space.
    let names = shown.split('{').skip(1).filter_map(|part| part.split_once('}'));
    names.map(|(name, _)| name.to_owned()).filter(|name| !name.contains(' ')).collect()
}

#[test]
fn every_language_has_every_text() {
    let english = texts_of("i18n/en.toml");
    let others = files_of_default().into_iter().map(|(path, _)| path);
    for file in others.filter(|path| path.starts_with("i18n/") && *path != "i18n/en.toml") {
        let other = texts_of(file);
        assert_eq!(other.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{file}");
        for (key, value) in &other {
            let (own, model) = (names_in(value), names_in(&english[key]));
            let dates = ["date", "date_short", "date_long", "month_of_year"].contains(&key.as_str());
            // A singular form need not contain the number; a date may contain what its language needs.
            assert!(dates || own == model, "{file}: {key}: {own:?} {model:?}");
        }
    }
}

#[test]
fn traditional_chinese_has_no_simplified_characters() {
    const SIMPLIFIED: &str = "论这个为与后会体关发号图线页题标签时间录开载选订阅类组织构师网络简单档误过还进远连运区县书东车长门问闻数据库显浏览级约纪经结统继续维编缩词语说请读谢译证评识诉试话该详误调谁";
    let found: String =
        text_of("i18n/zh-Hant.toml").chars().filter(|char| SIMPLIFIED.contains(*char)).collect();
    assert_eq!(found, "");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "it reads the program's own sources")]
fn every_text_is_used_and_every_used_text_exists() {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (path, text) in files_of_default() {
        if path.starts_with("templates/") {
            used.extend(super::wording::used_keys(text).map(str::to_owned));
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
    let script = text_of("static/offprint.js");
    for key in known.iter().filter(|key| !used.contains(*key)) {
        let word = key.strip_prefix("script_").map(|word| format!("words.{word}"));
        let shown = word.map_or(program.contains(&format!("\"{key}\"")), |word| script.contains(&word));
        assert!(shown, "nothing shows the text `{key}`");
    }
}

#[test]
fn the_script_has_the_english_words() {
    let script = text_of("static/offprint.js");
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
    let (page, reported) = paper("language = \"zh-CN\"\n", &[]);
    let page = page.unwrap();
    assert_eq!(reported, "");
    for text in ["2026年4月15日 星期三", "<small>1 篇论文", "data-words=\"{", "收藏"] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    for traditional in ["zh-Hant", "zh-TW", "zh-HK"] {
        let (page, reported) = paper(&format!("language = \"{traditional}\"\n"), &[]);
        let page = page.unwrap();
        assert_eq!(reported, "", "{traditional}");
        assert!(page.contains("<small>1 篇論文") && !page.contains("论文"), "{traditional}\n{page}");
    }
    // The site overrides single keys. Keys that a language does not have are English.
    let own = [("i18n/fr.toml", "papers = { one = \"{n} article\", other = \"{n} articles\" }\n")];
    let (page, reported) = paper("language = \"fr\"\n", &own);
    let page = page.unwrap();
    assert!(page.contains("1 article<") && page.contains(">Topics<"), "{page}");
    assert!(reported.contains("i18n/fr.toml: warning[missing-text]"), "{reported}");
    let (page, reported) = paper("", &[("i18n/en.toml", "latest = \"Today\"\nscript_copy = \"Get\"\n")]);
    let page = page.unwrap();
    assert_eq!(reported, "");
    assert!(page.contains(">Today<") && page.contains("Get"), "{page}");
}

#[test]
fn invalid_texts_are_reported_with_places() {
    let reported = home(
        SITE,
        &[
            ("i18n/en.toml", "latset = \"x\"\nrss_of = \"RSS: {titel}\"\n"),
            ("i18n/de.toml", "papers = { viele = \"x\" }\nmonths = [\"a\"]\n"),
            ("i18n/readme.md", ""),
        ],
    )
    .1;
    insta::assert_snapshot!(reported, @"
    i18n/de.toml:1:10: error[text-type]: the text `papers`: expected a text, or a table of plurals (`one`, `other` …) that has `other`
    i18n/de.toml:2:10: error[text-type]: the text `months`: expected a list of 12 texts
    i18n/en.toml:1:10: warning[unknown-text]: no template uses the text `latset`
      hint: did you mean `latest`?
    i18n/en.toml:2:10: warning[unfilled-text]: `{titel}` is not a placeholder of this text
      hint: placeholders of this text: {title}
    i18n/readme.md: warning[unused-file]: this file is not used
      hint: name files with texts by their language, such as i18n/fr.toml
    ");
}

#[test]
fn parameters_have_types_and_reach_the_style() {
    let themed = |params: &str| home(&format!("{SITE}[params]\n{params}"), &[]);
    let (page, reported) =
        themed("accent = \"plam\"\nmeasure = 90\ndensty = \"airy\"\ndensity = \"thick\"\n");
    assert!(page.is_none());
    insta::assert_snapshot!(reported, @"
    site.toml:4:10: error[param-type]: the parameter `accent`: expected `teal`, `blue`, `violet`, `plum`, `rust`, `green`, a colour such as `#1a5fb4`, or `light-dark(#1a5fb4, #99c1f1)`
      hint: did you mean `plum`?
    site.toml:5:11: error[param-type]: the parameter `measure`: expected a number from 24 to 60
    site.toml:6:1: warning[unknown-param]: the theme has no parameter `densty`
      hint: did you mean `density`?
    site.toml:7:11: error[param-type]: the parameter `density`: expected one of `titles`, `summaries`, `abstracts`, `airy`, `compact`
    ");
    let (page, reported) = themed("accent = \"#ffe066\"\n");
    assert!(page.is_some() && reported.contains("warning[low-contrast]"), "{reported}");
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
    let reported = home(&themed, &files("extends = \"far\"\n[params]\ncolumns = 9\n", far)).1;
    assert!(reported.contains("themes/near/theme.toml:3:11: error[param-type]"), "{reported}");
    let reported = home(&themed, &files(near, "[params.shown]\ntype = \"swich\"\ndefalt = 1\n")).1;
    assert!(
        reported.contains("did you mean `switch`?") && reported.contains("did you mean `default`?"),
        "{reported}"
    );
}

#[test]
fn a_declaration_must_match_its_type() {
    let declared = "[params.a]\ntype = 3\n[params.b]\ntype = \"number\"\nmin = \"a\"\nmax = 1\ndefault = 5\n[params.c]\ntype = \"choice\"\n[params.d]\ntype = \"choice\"\nchoices = [1, \"a\"]\ndefault = \"b\"\n[params.e]\ntype = \"number\"\nmin = 5\nmax = 1\n[params.f]\ntype = \"switch\"\nchoices = [\"a\"]\ncss = 3\n[params.g]\ntype = \"text\"\ncss = \"color\"\nunit = \"}\"\n[params.h]\ntype = \"colour\"\ndefault = \"#fff\"\n";
    let reported = home(&format!("{SITE}theme = \"a\"\n"), &[("themes/a/theme.toml", declared)]).1;
    insta::assert_snapshot!(reported, @r#"
    themes/a/theme.toml:2:8: error[setting-type]: `type`: expected text
    themes/a/theme.toml:5:7: error[param-type]: `min`: expected a number
    themes/a/theme.toml:7:11: error[param-type]: the default of `b`: expected a number of at most 1
    themes/a/theme.toml:8:1: error[param-type]: the parameter `c` has no choices
      hint: add them: `choices = ["one", "other"]`
    themes/a/theme.toml:12:12: error[param-type]: `choices`: expected a list of texts
    themes/a/theme.toml:13:11: error[param-type]: the default of `d`: expected one of `a`
    themes/a/theme.toml:16:7: error[param-type]: `min`: expected a number that is not above `max`
    themes/a/theme.toml:20:1: error[unknown-setting]: a parameter of type `switch` has no `choices`
      hint: `choices` is for the type `choice` or `colour`
    themes/a/theme.toml:21:7: error[setting-type]: `css`: expected text
    themes/a/theme.toml:24:7: error[param-type]: `css`: expected the name of a custom property, such as `--accent`
    themes/a/theme.toml:25:8: error[param-type]: `unit`: expected a unit of CSS, such as `rem` or `%`
    themes/a/theme.toml:28:11: warning[low-contrast]: expected a contrast of at least 4.5 on a light page, found less for `#fff`
      hint: use one colour for light pages and one for dark pages: `light-dark(#1a5fb4, #99c1f1)`
    "#);
}

#[test]
fn images_are_files_of_the_site_or_of_its_theme() {
    let page = |logo: &str, files: &[(&str, &str)]| {
        let site = format!("{SITE}theme = \"a\"\n[params]\nlogo = \"{logo}\"\n");
        home(&site, &[files, &[("themes/a/static/own.svg", "<svg/>")]].concat())
    };
    let (of_theme, reported) = page("own.svg", &[]);
    assert_eq!(reported, "");
    assert!(of_theme.unwrap().contains("<img class=\"logo\" src=\"/assets/own."));
    let (of_site, reported) = page("my mark.svg", &[("static/my mark.svg", "<svg/>")]);
    assert_eq!(reported, "");
    assert!(of_site.unwrap().contains("src=\"/my mark.svg\""));
    let reported = |logo: &str| page(logo, &[("static/mark.svg", "<svg/>")]).1;
    insta::assert_snapshot!(["mrak.svg", "/static/mark.svg", "mark.txt", "https://example.org/a.svg"].map(reported).concat(), @"
    site.toml:5:8: error[missing-image]: there is no `mrak.svg` in static/ of the site or its theme
      hint: did you mean `mark.svg`?
    site.toml:5:8: error[missing-image]: there is no `/static/mark.svg` in static/ of the site or its theme
      hint: omit the directory: `mark.svg`
    site.toml:5:8: error[missing-image]: `logo`: expected an image, found `mark.txt`
      hint: image names end in one of avif, gif, ico, jpeg, jpg, png, svg, webp
    site.toml:5:8: error[missing-image]: the image `logo` is not a file of the site
      hint: put the file in static/ and write its name; pages load no files from other hosts
    ");
    let two = format!("{SITE}theme = \"listing\"\n[params]\nlogo = \"a.svg\"\nlogo_dark = \"b.svg\"\n");
    let page = home(&two, &[("static/a.svg", ""), ("static/b.svg", "")]).0.unwrap();
    assert!(page.contains("by-day\" src=\"/a.svg\"") && page.contains("by-night\" src=\"/b.svg\""), "{page}");
}

#[test]
fn a_misspelled_override_is_reported() {
    let reported = home(
        SITE,
        &[
            ("templates/papper.html", "x"),
            ("templates/own/part.html", "y"),
            ("templates/day.html", "{% include \"own/part.html\" %}"),
        ],
    )
    .1;
    insta::assert_snapshot!(reported, @r"
    templates/papper.html: warning[unused-file]: no page uses this template
      hint: did you mean `paper.html`?
    ");
}

#[test]
fn every_site_can_use_the_theme_listing() {
    let entry = ("content/papers/a.md", "---\ntitle: A\ndate: 2026-04-15\n---\nText.\n");
    let (page, reported) = home(&format!("{SITE}theme = \"listing\"\n"), &[entry]);
    let page = page.unwrap();
    assert_eq!(reported, "");
    assert!(
        page.contains("/assets/listing.") && page.contains("class=\"rust\"") && page.contains("<details>"),
        "{page}"
    );
}

fn tried(site: &str, files: &[(&str, &str)]) -> String {
    let settings = ("site.toml", site);
    let files = files.iter().chain([&settings]);
    let sources = Sources::in_memory(files.map(|(path, text)| (*path, text.as_bytes().to_vec())));
    let mut problems =
        crate::try_templates(&sources, &Request::default(), &crate::archive::Archive::default());
    let texts = crate::content::places::settle(&sources, &mut problems);
    diagnostic::lines::render(&problems, &texts)
}

#[test]
fn templates_without_pages_are_tried_too() {
    assert_eq!(tried(SITE, &[("templates/404.html", "x")]), "");
    let wrong = "{{ organization.nmae }} {{ organization.count }}\n{{ orders }}{{ page.titel }}{% if page.none %}{{ t.latset }}{% endif %}";
    let reported =
        tried(SITE, &[("templates/organization.html", wrong), ("templates/trending.html", "{{ t.latset }}")]);
    insta::assert_snapshot!(reported, @r#"
    templates/organization.html:1:17: error[template]: Field `nmae` is not defined
      hint: did you mean `name`?
      hint: there are count, handle, logo, name, order, orders, pager, papers, url_home
    templates/organization.html:2:4: error[template]: Variable `orders` is not defined
      hint: there are assets, frame, organization, page, site, t, theme
    templates/organization.html:2:21: error[template]: Field `titel` is not defined
      hint: did you mean `title`?
      hint: there are canonical, card, changed, correct_url, description, edit_url, feed, feeds, image, kind, noindex, section, title, trail, url
    templates/organization.html:2:52: warning[unknown-text]: there is no text `latset`
      hint: did you mean `latest`?
    templates/trending.html:1:6: error[template]: Field `latset` is not defined
      hint: did you mean `latest`?
    "#);
}

#[test]
fn template_errors_have_places() {
    let reported = |files: &[(&str, &str)]| home(SITE, files).1;
    let day = |text: &'static str| reported(&[("templates/day.html", text)]);
    let all = [
        day("x\n{{ day.count | shout }}{{ 1 is even_more }}{{ nothing() }}{{ <crad p={day}/> }}"),
        day("{% include \"dya.html\" %}{% include \"../../site.toml\" %}"),
        day("{% extends 'bsae.html' %}"),
        day("{% extends \"day.html\" %}"),
        reported(&[
            ("templates/day.html", "{% include \"a.html\" %}"),
            ("templates/a.html", "\n{% include 'site/day.html' %}"),
        ]),
        reported(&[
            ("templates/components/a.html", "{% component twice() %}{% endcomponent twice %}"),
            ("templates/components/b.html", "\n{% component twice() %}{% endcomponent twice %}"),
        ]),
    ];
    insta::assert_snapshot!(all.concat(), @r#"
    templates/day.html:2:16: error[template]: Unknown filter `shout`
      hint: templates have the filters and functions of Tera, and the filter `fill`
    templates/day.html:2:32: error[template]: Unknown test `even_more`
    templates/day.html:2:47: error[template]: Unknown function `nothing`
      hint: templates have the filters and functions of Tera, and the filter `fill`
    templates/day.html:2:62: error[template]: Unknown component `crad`
      hint: did you mean `card`?
    templates/day.html:1:12: error[template]: Unknown template `dya.html`
      hint: did you mean `day.html`?
    templates/day.html:1:36: error[template]: Unknown template `../../site.toml`
    templates/day.html:1:13: error[template]: it extends `bsae.html`, which does not exist
      hint: did you mean `base.html`?
    templates/day.html:1:13: error[template]: it extends itself, by way of others or not
      hint: site/day.html extends site/day.html
      hint: `default/day.html` is the `day.html` of the theme `default`, whatever takes its place
    templates/a.html:2:13: error[template]: it includes itself, by way of others or not
      hint: site/a.html includes site/day.html includes site/a.html
    templates/components/b.html:2:4: error[template]: Component `twice` is defined in both `site/components/a.html` and `site/components/b.html`
    "#);
    let (page, reported) = home(
        SITE,
        &[
            ("templates/home.html", "{{ <round/> }}"),
            (
                "templates/components/round.html",
                "{% component round() %}{{ <round/> }}{% endcomponent round %}",
            ),
        ],
    );
    assert_eq!(reported, "");
    assert!(page.unwrap().starts_with("fails: Maximum render recursion depth"));
}

#[test]
fn a_cycle_of_themes_is_the_only_problem_reported() {
    let circle = [("themes/a/theme.toml", "extends = \"b\"\n"), ("themes/b/theme.toml", "extends = \"a\"\n")];
    let themed = |name: &str| format!("{SITE}theme = \"{name}\"\n");
    insta::assert_snapshot!([home(&themed("a"), &circle).1, home(&themed("site"), &[]).1, home(&themed("listng"), &[]).1].concat(), @"
    themes/b/theme.toml:1:11: error[theme-circle]: the theme `a` extends itself, directly or through other themes
      hint: extend a theme that does not depend on this one, such as `default`
    site.toml:3:9: error[theme-circle]: a theme must not have the name `site`
      hint: rename it; `site` is reserved for the templates of the site
    site.toml:3:9: error[unknown-theme]: there is no theme `listng`
      hint: did you mean `listing`?
    ");
}

#[test]
fn texts_missing_in_other_languages_are_reported() {
    let files = [
        ("themes/a/theme.toml", "extends = \"b\"\n"),
        ("themes/a/i18n/de.toml", "mine = \"m\"\n"),
        ("themes/a/i18n/zh.toml", "rating = \"z\"\n"),
        ("themes/a/templates/404.html", "{{ t.mine }}{{ t.rating | fill(stars=1) }}"),
        ("themes/b/i18n/en.toml", "rating = \"{stars} stars\"\n"),
        ("themes/b/i18n/de.toml", "rating = \"{stars} Sterne\"\n"),
        ("i18n/en.toml", "rating = \"{star}\"\n"),
        ("i18n/fr.toml", "rating = \"{stars} étoiles\"\n"),
    ];
    let themed = format!("{SITE}theme = \"a\"\n");
    // A theme's file precedes its parent's: German is complete.
    let reported = tried(&themed, &files);
    let (french, rest) = reported.split_once('\n').unwrap();
    assert!(
        french.starts_with("i18n/fr.toml: warning[missing-text]") && !french.contains("`rating`"),
        "{french}"
    );
    insta::assert_snapshot!(rest, @"
    themes/a/i18n/de.toml:1:8: warning[missing-text]: the text `mine` has no English version
      hint: add it to i18n/en.toml, which is used where another language has no text
    themes/a/templates/404.html:1:6: error[template]: Field `mine` is not defined
    ");
    // Every build checks placeholders and the site's own language.
    insta::assert_snapshot!(home(&format!("{themed}language = \"zh\"\n"), &files).1, @"
    i18n/en.toml:1:10: warning[unfilled-text]: `{star}` is not a placeholder of this text
      hint: placeholders of this text: {stars}
    ");
}

#[test]
fn the_sample_is_an_archive_without_problems() {
    let files = crate::site::template_fixture::FILES.iter().chain(&[("site.toml", SITE)]);
    let sources = Sources::in_memory(files.map(|(path, text)| (*path, text.as_bytes().to_vec())));
    let checked = prepare(&sources, &Request::default(), &());
    let reported: Vec<_> = checked.diagnostics.iter().filter(|problem| problem.is_error()).collect();
    assert!(reported.is_empty(), "{reported:?}");
    assert_eq!(checked.value.unwrap().archive.papers.len(), 18);
}

#[test]
fn the_texts_of_the_default_theme_are_valid_in_a_site() {
    let files = files_of_default().into_iter().filter(|(path, _)| path.starts_with("i18n/"));
    let files: Vec<(&str, &str)> = files.collect();
    assert_eq!(home(SITE, &files).1, "");
}

/// Returns the problem of rendering a page of a site with one paper and this template.
fn fault(page: &Page, name: &str, text: &str) -> String {
    let paper = "{id: a, date: 2026-03-05, title: A & B}";
    let path = format!("templates/{name}");
    let sources = Sources::in_memory([
        ("site.toml", SITE.as_bytes()),
        ("content/papers/a.yaml", paper.as_bytes()),
        (path.as_str(), text.as_bytes()),
    ]);
    let prepared = prepare(&sources, &Request::default(), &()).value.unwrap();
    let Err(RenderError::Template(error)) = prepared.press().render(page, &sources) else {
        return String::from("sound");
    };
    let mut problems = vec![*error.0];
    let texts = crate::content::places::settle(&sources, &mut problems);
    diagnostic::lines::render(&problems, &texts)
}

#[test]
fn output_that_is_not_well_formed_is_reported_where_the_template_writes_it() {
    let home = |main: &str| {
        let text =
            format!("{{% extends \"base.html\" %}}\n{{% block main %}}\n{main}\n{{% endblock main %}}\n");
        fault(&Page::Home(()), "home.html", &text)
    };
    assert_eq!(home("<div>\n<p>{{ site.title }}</p></div>"), "sound");
    insta::assert_snapshot!(home("<div>\n<p>{{ site.title }}</p></div>\n</div>"), @"templates/home.html:5:1: error[template]: the output of this template is not well-formed: `</div>` comes before `</main>`");
    insta::assert_snapshot!(home("<p>{{ site.title }}</p>\n  <div>\n<section>{{ site.title }}</section>"), @"templates/home.html:4:3: error[template]: the output of this template is not well-formed: `</main>` comes before `</div>`");
    let feed = |item: &str| {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<rss><channel>\n{{% for item in feed.items %}}\n{item}\n{{% endfor %}}</channel></rss>\n"
        );
        fault(&Page::SiteFeed(()), "rss.xml", &text)
    };
    insta::assert_snapshot!(feed("<item>\n<title>{{ item.title | safe }}</title>\n</item>"), @r"
    templates/rss.xml:5:8: error[template]: the output of this template is not well-formed: entity or character reference not closed: `;` not found before end of input
      hint: text is escaped unless a template says `| safe`; use that only for values whose names end in `_html`
    ");
    insta::assert_snapshot!(feed("<item>\n<title>{{ item.title }}</title>\n</div>\n</item>"), @"templates/rss.xml:6:1: error[template]: the output of this template is not well-formed: expected `</item>`, but `</div>` was found");
    insta::assert_snapshot!(feed("<item>\n<title>{{ item.title }}\n</item>"), @"templates/rss.xml:5:1: error[template]: the output of this template is not well-formed: expected `</title>`, but `</item>` was found");
    let json = "{\n\"items\": [\n{% for item in feed.items %}{\"id\": {{ item.guid | json }},\n\"title\": \"{{ item.title }}\",\n}{% endfor %}\n]}";
    insta::assert_snapshot!(fault(&Page::SiteJson(()), "feed.json", json), @"templates/feed.json:5:1: error[template]: the output of this template is not well-formed: it is not JSON: trailing comma");
    let json = "{\n\"items\": [],\n\"title\": {{ feed.title }}\n}";
    insta::assert_snapshot!(fault(&Page::SiteJson(()), "feed.json", json), @r"
    templates/feed.json:3:9: error[template]: the output of this template is not well-formed: it is not JSON: expected value
      hint: write each value with the filter `json`: `{{ feed.title | json }}`
    ");
}
