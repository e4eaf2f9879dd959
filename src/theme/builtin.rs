//! The themes that are compiled in: a site without `themes/` builds.

/// A file of a theme: its path below the theme's folder, and its text.
pub(super) type File = (&'static str, &'static str);

macro_rules! files {
    ($theme:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../themes/", $theme, "/", $path)))),*]
    };
}

/// The themes by name.
pub(super) const THEMES: &[(&str, &[File])] = &[("default", FILES), ("listing", LISTING)];

/// Returns the files of a theme that is compiled in.
pub(super) fn theme(name: &str) -> Option<&'static [File]> {
    THEMES.iter().find(|(own, _)| *own == name).map(|(_, files)| *files)
}

/// Returns a file of such a theme; empty where there is none.
pub(super) fn text(theme: &str, file: &str) -> &'static str {
    let files = self::theme(theme).unwrap_or_default();
    files.iter().find(|(path, _)| *path == file).map_or("", |(_, text)| text)
}

const LISTING: &[File] = files![
    "listing":
    "theme.toml",
    "static/listing.css",
    "templates/components/card.html",
    "templates/frame/head.html",
];

pub(super) const FILES: &[File] = files![
    "default":
    "theme.toml",
    "i18n/de.toml",
    "i18n/en.toml",
    "i18n/zh.toml",
    "static/comments.js",
    "static/favicon.svg",
    "static/offprint.js",
    "static/search.js",
    "static/style.css",
    "static/theme.js",
    "templates/404.html",
    "templates/archive.html",
    "templates/author.html",
    "templates/authors.html",
    "templates/base.html",
    "templates/components/card.html",
    "templates/components/charts.html",
    "templates/components/parts.html",
    "templates/components/rows.html",
    "templates/day.html",
    "templates/digest.xml",
    "templates/feeds.html",
    "templates/frame/foot.html",
    "templates/frame/head.html",
    "templates/frame/nav.html",
    "templates/home.html",
    "templates/organization.html",
    "templates/organizations.html",
    "templates/page.html",
    "templates/paper.html",
    "templates/period.html",
    "templates/reading.html",
    "templates/redirect.html",
    "templates/robots.txt",
    "templates/rss.xml",
    "templates/search.html",
    "templates/sitemap-index.xml",
    "templates/sitemap.xml",
    "templates/stats.html",
    "templates/topic.html",
    "templates/topics.html",
    "templates/trending.html",
];

#[cfg(test)]
mod tests {
    use super::THEMES;

    #[test]
    fn every_file_of_a_theme_is_compiled_in() {
        for (name, files) in THEMES {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(name);
            let on_disk: std::collections::BTreeSet<String> = walkdir::WalkDir::new(&folder)
                .into_iter()
                .filter_map(Result::ok)
                .filter(|entry| entry.file_type().is_file())
                .filter_map(|entry| {
                    Some(entry.path().strip_prefix(&folder).ok()?.to_string_lossy().into_owned())
                })
                .collect();
            let compiled_in = files.iter().map(|(path, _)| (*path).to_owned()).collect();
            assert_eq!(on_disk, compiled_in);
        }
    }
}
