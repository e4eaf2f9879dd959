//! Layers of themes: which wins, and what is told of those that are wrong.

use crate::source::Sources;
use crate::{Request, diagnostic, prepare, render};

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
