//! The default theme, compiled in: a site without `themes/` builds.

/// A file of the default theme: its path below the theme's folder, and its text.
pub(super) type File = (&'static str, &'static str);

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../themes/default/", $path)))),*]
    };
}

pub(super) const FILES: &[File] = files![
    "theme.toml",
    "i18n/de.toml",
    "i18n/en.toml",
    "i18n/zh.toml",
    "static/favicon.svg",
    "static/offprint.js",
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
    "templates/sitemap-index.xml",
    "templates/sitemap.xml",
    "templates/stats.html",
    "templates/topic.html",
    "templates/topics.html",
    "templates/trending.html",
];

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn every_file_of_the_default_theme_is_compiled_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let on_disk: std::collections::BTreeSet<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| Some(entry.path().strip_prefix(&folder).ok()?.to_string_lossy().into_owned()))
            .collect();
        let compiled_in = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(on_disk, compiled_in);
    }
}
