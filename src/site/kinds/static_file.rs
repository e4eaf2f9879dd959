//! Files of the site's `static/`, published unchanged.

use super::*;
use crate::source::FilePath;

pub struct StaticFiles;

inputs! {
    pub struct StaticFile {
        path: FilePath,
    }
}

impl Kind for StaticFiles {
    type Id = FilePath;
    type Inputs<'a> = StaticFile;
    const GROUP: &'static str = STATIC;
    const RANK: Rank = Rank::Named;
    const IS_FILE_NAME: bool = true;
    const BASE: Base = Base::None;

    fn plan(planning: &mut Planning<'_>) {
        for file in &planning.theme.files {
            let path = file.strip_prefix("static/").unwrap_or(file);
            planning.claim_named::<StaticFiles>(path, file.clone(), Some(Location::File(file.clone())));
        }
    }

    fn inputs<'a>(path: &FilePath, _: &'a Records<'a>) -> StaticFile {
        StaticFile { path: path.clone() }
    }

    fn make(file: &StaticFile, _: &Shared<'_>) -> Made {
        Made::File(file.path.clone())
    }
}
