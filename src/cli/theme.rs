//! `offprint theme`: lists, shows and copies the files of themes, and creates a theme.

use super::args::{Arguments, Theme, ThemeAction};
use super::progress::Bar;
use super::report::{self, Reporter};
use super::{DONE, MACHINE, USAGE, open_site, write_failed};
use crate::authoring::entry_writer::Failure;
use crate::authoring::scaffold::ground::{self, Placed, Refused};
use crate::config::{self, Site};
use crate::source::Sources;
use crate::theme::{self, ThemeFile};

pub(super) fn run(arguments: &Arguments, theme: &Theme) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let sources = Sources::discover(&arguments.site);
    // Without a site, the built-in themes are shown.
    let site = match sources.contains("site.toml") {
        true => match open_site(&sources, &reporter) {
            Some((site, _)) => site,
            None => return USAGE,
        },
        false => Site::default(),
    };
    let run =
        Run { arguments, reporter: &reporter, sources: &sources, files: theme::files(&sources, &site), site };
    match &theme.action {
        ThemeAction::List => run.list(),
        ThemeAction::Show { file } => run.show(file),
        ThemeAction::Copy { file } => run.copy(file),
        ThemeAction::New { name, extends } => run.create(name, extends),
    }
}

struct Run<'a> {
    arguments: &'a Arguments,
    reporter: &'a Reporter<'a>,
    sources: &'a Sources,
    files: Vec<ThemeFile>,
    site: Site,
}

impl Run<'_> {
    fn list(&self) -> u8 {
        let mut out = String::new();
        let names = theme::names(self.sources);
        let names: Vec<String> = names
            .into_iter()
            .map(|(name, is_built_in)| if is_built_in { format!("{name} (built in)") } else { name })
            .collect();
        out.push_str(&format!("themes: {}\n", names.join(", ")));
        out.push_str(&format!("files of `{}`, with their layers, the nearest first:\n", self.site.theme));
        let width = self.files.iter().map(|file| file.path.len()).max().unwrap_or(0);
        for same in self.files.chunk_by(|a, b| a.path == b.path) {
            let layers: Vec<&str> = same.iter().map(|file| file.layer.as_str()).collect();
            out.push_str(&format!("  {:width$}  {}\n", same[0].path, layers.join(", ")));
        }
        self.reporter.say(&out);
        DONE
    }

    fn find(&self, name: &str) -> Result<Vec<&ThemeFile>, u8> {
        let found = theme::named(&self.files, name);
        if found.is_empty() {
            let message = format!("the theme `{}` has no file `{name}`", self.site.theme);
            let hint = match theme::nearest(&self.files, name) {
                Some(path) => format!("did you mean `{path}`?"),
                None => "run `offprint theme list` to list all files".to_owned(),
            };
            self.reporter.error(&message, &hint);
            return Err(USAGE);
        }
        Ok(found)
    }

    fn show(&self, name: &str) -> u8 {
        let file = match self.find(name) {
            Ok(found) => found[0],
            Err(status) => return status,
        };
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                report::stdout(text);
                DONE
            }
            Err(_) => {
                let message = format!("`{}` of `{}` is not text", file.path, file.layer);
                self.reporter.error(&message, "open it with another program");
                USAGE
            }
        }
    }

    /// Copies a file to the theme of the site, or to the site if that theme is built in.
    fn copy(&self, name: &str) -> u8 {
        let own = format!("themes/{}/", self.site.theme);
        let has_theme = self.sources.below(&own).next().is_some();
        let (to, layer) = if has_theme { (own.as_str(), self.site.theme.as_str()) } else { ("", "site") };
        let found = match self.find(name) {
            Ok(found) => found,
            Err(status) => return status,
        };
        let Some(file) = found.iter().find(|file| file.layer != layer && file.layer != "site") else {
            self.reporter
                .error(&format!("`{}` is already a file of `{layer}`", found[0].path), "edit that file");
            return USAGE;
        };
        if file.path == "theme.toml" {
            let hint = "use `offprint theme new`, which creates one that extends the theme";
            self.reporter.error("the declaration of a theme cannot be copied", hint);
            return USAGE;
        }
        let Ok(text) = std::str::from_utf8(&file.bytes) else {
            self.reporter.error(&format!("`{}` is not text", file.path), "copy it with another program");
            return USAGE;
        };
        let path = format!("{to}{}", file.path);
        match self.put(&[(path.clone(), text.to_owned())]) {
            Ok(placed) if placed.new.is_empty() => {
                self.reporter
                    .error(&format!("`{path}` already exists"), "edit that file; nothing was changed");
                USAGE
            }
            Ok(_) => {
                self.reporter.say(&format!("{path}\n"));
                self.reporter.note(&format!(
                    "a copy gets no later changes of `{}`; to change a part, extend `{}/{}` and fill in a block\n",
                    file.layer,
                    file.layer,
                    file.path.split_once('/').map_or(file.path.as_str(), |(_, inner)| inner),
                ));
                DONE
            }
            Err(status) => status,
        }
    }

    fn create(&self, name: &str, extends: &str) -> u8 {
        let is_sound = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
        if name.is_empty() || !name.chars().all(is_sound) {
            self.reporter
                .error(&format!("`{name}` is not a name of a theme"), "use letters, digits, `-` and `_`");
            return USAGE;
        }
        let names = theme::names(self.sources);
        if name == "site" || names.iter().any(|(own, _)| own == name) {
            self.reporter.error(&format!("the name `{name}` is taken"), "choose another name");
            return USAGE;
        }
        if !names.iter().any(|(own, _)| own == extends) {
            let names: Vec<String> = names.iter().map(|(own, _)| format!("`{own}`")).collect();
            self.reporter.error(
                &format!("there is no theme `{extends}`"),
                &format!("extend one of {}", names.join(", ")),
            );
            return USAGE;
        }
        let extended = Site { theme: extends.to_owned(), ..self.site.clone() };
        let files = theme::files(self.sources, &extended);
        match self.put(&theme::new(name, extends, config::version::series(), &files)) {
            Ok(placed) => {
                let list: String = placed.new.iter().map(|path| format!("  {path}\n")).collect();
                self.reporter.say(&format!(
                    "{list}\nNext:\n  1. set `theme = \"{name}\"` at the top of site.toml\n  \
                     2. offprint serve                  preview the site while you edit\n  \
                     3. offprint theme list             find a file to change, then `offprint theme show FILE`\n"
                ));
                DONE
            }
            Err(status) => status,
        }
    }

    fn put(&self, files: &[(String, String)]) -> Result<Placed, u8> {
        let mut waits =
            |holder: &str| self.reporter.note(&format!("waiting: {holder} is writing to this site\n"));
        ground::put(&self.arguments.site, "", files, &mut waits).map_err(|refused| match refused {
            Refused::InTheWay(place) => {
                let message = format!("expected a directory at `{}`, found a file", place.display());
                self.reporter.error(&message, "remove it; nothing was written");
                USAGE
            }
            Refused::Claim(why) => {
                write_failed(&Failure { path: ".offprint/lock".to_owned(), why }, self.reporter)
            }
            Refused::Io(place, error) => {
                let message = format!("writing `{}` failed: {error}", place.display());
                self.reporter.error(&message, "the new files were removed");
                MACHINE
            }
        })
    }
}
