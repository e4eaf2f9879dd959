//! The documentation matches the program.

use std::collections::BTreeSet;
use std::path::Path;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Compares the part of a page between two markers with its source. Writes the part if OFFPRINT_UPDATE is set.
fn check_part(path: &str, name: &str, made: &str) {
    let page = text(path);
    let (begin, end) = (format!("[//]: # ({name}: begin)"), format!("[//]: # ({name}: end)"));
    let (before, rest) = page.split_once(&begin).unwrap();
    let (found, after) = rest.split_once(&end).unwrap();
    if std::env::var_os("OFFPRINT_UPDATE").is_some() {
        let new = format!("{before}{begin}\n\n{}\n\n{end}{after}", made.trim());
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), new).unwrap();
        return;
    }
    assert_eq!(found.trim(), made.trim(), "OFFPRINT_UPDATE=1 cargo test docs:: updates {path}");
}

#[test]
fn the_settings_page_matches_the_declared_settings() {
    check_part("content/pages/docs/settings.md", "settings", &offprint::config::reference_markdown());
}

#[test]
fn the_commands_page_matches_the_help_of_the_commands() {
    check_part("content/pages/docs/commands.md", "commands", &offprint::cli::reference_markdown());
}

#[test]
fn the_documented_keys_of_a_paper_match_their_declaration() {
    let path = "content/pages/docs/entries.md";
    check_part(path, "keys", &offprint::content::schema::keys_markdown());
    check_part(path, "shared keys", &offprint::content::schema::shared_keys_markdown());
}

#[test]
fn the_page_of_interface_words_has_every_text_of_the_default_theme() {
    check_part("content/pages/docs/words.md", "words", &words_markdown(&text("themes/default/i18n/en.toml")));
}

#[test]
fn the_page_of_templates_has_every_component_with_its_arguments() {
    check_part("content/pages/docs/templates.md", "components", &components_markdown());
}

/// Returns a table of the components of the default theme. The comment before a component says what it shows.
fn components_markdown() -> String {
    let mut table = String::from("| component | file | what it shows |\n| --- | --- | --- |\n");
    let folder = "themes/default/templates/components";
    for name in crate::support::tree(&crate::support::repository(folder)).keys() {
        let file = text(&format!("{folder}/{name}"));
        let mut comment = String::new();
        for line in file.lines() {
            if let Some(rest) = line.strip_prefix("{#- ") {
                comment = rest.trim_end_matches(" -#}").replace('|', "\\|");
            } else if let Some((component, _)) =
                line.strip_prefix("{%- component ").and_then(|rest| rest.split_once(" -%}"))
            {
                assert!(!comment.is_empty(), "{component} has no comment");
                table += &format!("| `{component}` | `components/{name}` | {comment} |\n");
                comment.clear();
            }
        }
    }
    table
}

/// Returns a table of texts for each section of a file of `i18n/`, below the section's comments.
fn words_markdown(file: &str) -> String {
    let cell = |value: &toml::Value| match value {
        toml::Value::Table(forms) => {
            let forms = forms.iter().map(|(form, text)| format!("{form}: `{}`", text.as_str().unwrap()));
            forms.collect::<Vec<_>>().join("<br>")
        }
        toml::Value::Array(items) => {
            items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(", ")
        }
        text => format!("`{}`", text.as_str().unwrap()),
    };
    let mut page = String::new();
    for section in file.split("\n\n").skip(1) {
        let mut comments = section.lines().filter_map(|line| line.strip_prefix("# "));
        page += &format!("# {}\n\n", comments.next().unwrap());
        page += &comments.map(|comment| format!("{comment}\n\n")).collect::<String>();
        page += "| key | English |\n| --- | --- |\n";
        let texts: toml::Table = toml::from_str(section).unwrap();
        for key in
            section.lines().filter_map(|line| line.split(" = ").next()).filter(|key| !key.starts_with('#'))
        {
            page += &format!("| `{key}` | {} |\n", cell(&texts[key]).replace('|', "\\|"));
        }
        page.push('\n');
    }
    page
}

#[test]
fn the_custom_properties_of_the_themes_are_documented() {
    let mut known = BTreeSet::new();
    for (theme, style) in [("default", "style.css"), ("listing", "listing.css")] {
        let css = text(&format!("themes/{theme}/static/{style}"));
        let mut rows = "| property | default | what it sets |\n| --- | --- | --- |\n".to_owned();
        for line in css.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(" */")) {
            let (declaration, comment) = line.split_once("; /* ").unwrap();
            let (name, value) = declaration.split_once(": ").unwrap();
            rows += &format!("| `--{name}` | `{value}` | {comment} |\n");
            known.insert(name.to_owned());
        }
        check_part("content/pages/docs/themes.md", &format!("properties of {theme}"), &rows);
        let is_name = |char: char| char.is_ascii_alphanumeric() || char == '-';
        for used in css.split("--").skip(1).filter_map(|rest| rest.split(|char| !is_name(char)).next()) {
            assert!(known.contains(used), "{style}: `--{used}` has no comment");
        }
    }
}

/// Every link of a page has a file as its target, and every anchor a heading.
#[test]
fn no_link_of_the_documentation_is_broken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![
        "README.md".into(),
        "CONTRIBUTING.md".into(),
        "ARCHITECTURE.md".into(),
        "CHANGELOG.md".into(),
        "SECURITY.md".into(),
    ];
    for file in walkdir::WalkDir::new(root.join("content/pages")) {
        let file = file.unwrap();
        if file.path().extension().is_some_and(|extension| extension == "md") {
            files.push(file.path().strip_prefix(root).unwrap().to_path_buf());
        }
    }
    let slugs = |page: &str| -> BTreeSet<String> {
        let headings =
            page.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#'));
        headings.map(|heading| offprint::text::slug::slug(heading.trim())).collect()
    };
    let mut broken = BTreeSet::new();
    for file in files {
        let page = text(file.to_str().unwrap());
        let mut is_code = false;
        let lines = page.lines().filter(|line| {
            let is_fence = line.trim_start().starts_with("```");
            is_code ^= is_fence;
            !is_fence && !is_code
        });
        for link in lines.flat_map(|line| line.split("](").skip(1)).filter_map(|rest| rest.split(')').next())
        {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            if path.contains("://") || path.starts_with("mailto:") || path.starts_with('/') {
                continue;
            }
            let target = if path.is_empty() {
                root.join(&file)
            } else {
                root.join(&file).parent().unwrap().join(path)
            };
            let is_there = target.exists()
                && (anchor.is_empty() || slugs(&std::fs::read_to_string(&target).unwrap()).contains(anchor));
            if !is_there {
                broken.insert(format!("{}: {link}", file.display()));
            }
        }
    }
    assert_eq!(broken, BTreeSet::new());
    // The index links to every page.
    let index = text("content/pages/docs.md");
    for page in std::fs::read_dir(root.join("content/pages/docs")).unwrap() {
        let name = page.unwrap().file_name();
        assert!(index.contains(&format!("(docs/{})", name.to_string_lossy())), "{name:?}");
    }
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = text("README.md");
    assert!(readme.contains("cargo run --release -- build"));
    assert!(readme.contains("cargo test"));
}

/// SECURITY.md names only tests that exist.
#[test]
fn every_test_that_the_threat_model_names_exists() {
    let page = text("SECURITY.md");
    let defences = page.split_once("## Defences").unwrap().1.split_once("\n## ").unwrap().0;
    let mut named = 0;
    for row in defences.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let tests = row.split(" | ").nth(1).unwrap_or_else(|| panic!("{row}"));
        let mut file = String::new();
        for name in tests.split('`').skip(1).step_by(2) {
            if name.contains('/') {
                assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(name).exists(), "there is no {name}");
                file = text(name);
                named += 1;
            } else if name.contains('_') {
                assert!(file.contains(&format!("fn {name}()")), "there is no test {name}: {row}");
                named += 1;
            }
        }
    }
    assert!(named > 15, "{named}");
}

/// The search page has placeholder cards for its script, so a theme may use any value of a card there.
#[test]
fn a_card_with_every_value_that_the_documentation_names_is_a_search_result_too() {
    use crate::support::{build, copy, fixture, put, text as of};
    let page = text("content/pages/docs/templates.md");
    let values = |kind: &str| -> Vec<(String, bool)> {
        let (_, rest) = page.split_once(&format!("\n## {kind}\n")).unwrap();
        let rows = rest.split("\n## ").next().unwrap().lines();
        let rows = rows.filter_map(|row| row.strip_prefix("| `")?.split(" | ").next());
        let names = rows.flat_map(|cell| cell.split(", ").map(|name| name.trim_matches('`').to_owned()));
        names.map(|name| (name.trim_end_matches('?').to_owned(), name.ends_with('?'))).collect()
    };
    let mut card = "{%- component card(p, h=2, day=false, @t) -%}<article class=\"card\"><h2>".to_owned();
    let all: Vec<_> = values("paper ref").into_iter().chain(values("card")).collect();
    assert!(all.len() > 15, "{all:?}");
    for (name, is_optional) in all {
        let shown = match name.as_str() {
            "date" => values("date").iter().map(|(key, _)| format!("{{{{ p.date.{key} }}}}")).collect(),
            "published" => "{{ p.published.iso }}".to_owned(),
            "organization" => "{{ p.organization.name }}".to_owned(),
            "topics" => "{% for x in p.topics %}{{ x.slug }} {{ x.name }}{% endfor %}".to_owned(),
            _ => format!("{{{{ p.{name} }}}}"),
        };
        card += &if is_optional { format!("{{% if p.{name} %}}{shown}{{% endif %}}") } else { shown };
    }
    card += "</h2></article>{% endcomponent card -%}";
    let site = copy(&fixture("week"));
    put(site.path(), "templates/components/card.html", card);
    let built = build(site.path(), &offprint::Request::default());
    let search = of(&built.tree, "search/index.html");
    assert_eq!(search.matches("<template><article class=\"card\"><h2>x-id").count(), 4, "{search}");
    for placeholder in ["x-title", "x-by", "x-date", "x-text", "x-topic", "?q=x-url", "?q=x-day", "x-lang"] {
        assert!(search.contains(placeholder), "{placeholder}");
    }
}
