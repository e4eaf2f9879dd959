//! Pictures of papers and logos of organizations: requested, made small, and written below `static/images/`.
//!
//! A picture that cannot be used is reported, and the import goes on. A picture that an import has added, or that the
//! entry has, is not requested again.

use super::{Importer, read};
use crate::authoring::entry_writer::Failure;
use crate::authoring::import::catalogue::EntryLocation;
use crate::authoring::import::organizations::{self, Logo};
use crate::authoring::import::picture::{self, Use};
use crate::authoring::import::record::Record;
use crate::authoring::import::report::{Fate, NO_KEY};
use crate::text::slug;
use crate::yaml::document::Value;
use std::collections::BTreeMap;

/// Requests a picture by its address.
pub type GetPicture<'a> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'a;

/// The pictures of an import.
pub(super) struct Pictures<'a> {
    get: &'a mut GetPicture<'a>,
    /// The number of requests in a row that failed.
    failed: u32,
    /// New logos by handle; `None` for an organization that has one, or whose logo cannot be used.
    logos: BTreeMap<String, Option<Logo>>,
    /// The content of the file of organizations; `None` if it cannot be edited.
    organizations: Option<Value>,
}

/// After this many requests in a row without an answer, no further picture is requested.
const PATIENCE: u32 = 5;

/// The maximum number of pictures of one paper to try.
const TRIES: usize = 3;

/// The field of the report.
const FIELD: &str = "thumbnail";

impl<'a> Importer<'a> {
    /// Adds pictures to the papers that are imported.
    pub fn with_pictures(mut self, get: &'a mut GetPicture<'a>) -> Importer<'a> {
        let organizations = organizations::read(read(self.sources, organizations::FILE).as_deref()).ok();
        if organizations.is_none() {
            let why = "the file cannot be edited, so no logos are added";
            self.skip(organizations::FILE.to_owned(), why.to_owned());
        }
        self.pictures = Some(Pictures { get, failed: 0, logos: BTreeMap::new(), organizations });
        self
    }

    /// Adds the picture of a paper to its record, and writes the file. Does the same for the logo of its organization.
    pub(super) fn illustrate(
        &mut self,
        record: &mut Record,
        place: Option<&EntryLocation>,
    ) -> Result<(), Failure> {
        let Some(mut pictures) = self.pictures.take() else {
            if !record.pictures.is_empty() || record.has_video {
                self.ledger.note("mediaUrls", Fate::Dropped, NO_KEY, &record.id);
            }
            return Ok(());
        };
        let done =
            self.add_teaser(&mut pictures, record, place).and_then(|()| self.add_logo(&mut pictures, record));
        self.pictures = Some(pictures);
        done
    }

    fn add_teaser(
        &mut self,
        pictures: &mut Pictures<'_>,
        record: &mut Record,
        place: Option<&EntryLocation>,
    ) -> Result<(), Failure> {
        if record.pictures.is_empty() {
            if record.has_video {
                let why = "the teaser is a video, from which Offprint takes no picture";
                self.ledger.note(FIELD, Fate::Dropped, why, &record.id);
            }
            return Ok(());
        }
        if self.has_picture(record, place) {
            return Ok(());
        }
        let name = place.and_then(|place| self.id_of_entry(place)).unwrap_or_else(|| record.id.clone());
        for url in record.pictures.clone().iter().take(TRIES) {
            if let Some(path) =
                self.fetch(pictures, url, Use::Teaser, &format!("papers/{name}"), &record.id)?
            {
                self.ledger.note(FIELD, Fate::Kept, "", &record.id);
                record.thumbnail = path;
                break;
            }
        }
        Ok(())
    }

    /// Returns whether a paper had a picture before, or has one that was written by hand.
    fn has_picture(&mut self, record: &Record, place: Option<&EntryLocation>) -> bool {
        let raw = place.and_then(|place| self.raw(place));
        let id = raw.as_ref().and_then(|raw| raw.id.clone()).unwrap_or_else(|| record.id.clone());
        let of = |importer: &mut Self, id: &str| {
            importer
                .said_of(id)
                .get(importer.source.name())
                .is_some_and(|said| said.fields.contains_key(FIELD))
        };
        raw.is_some_and(|raw| raw.thumbnail.is_some()) || of(self, &id) || of(self, &record.id)
    }

    fn add_logo(&mut self, pictures: &mut Pictures<'_>, record: &Record) -> Result<(), Failure> {
        let Some(organization) = record.organization.as_ref().filter(|_| !record.logo.is_empty()) else {
            return Ok(());
        };
        let handle = &organization.handle;
        let Some(known) = pictures.organizations.as_ref().filter(|_| !pictures.logos.contains_key(handle))
        else {
            return Ok(());
        };
        let file = slug::slug(handle);
        let logo = match organizations::has_logo(known, handle) || file.is_empty() {
            true => None,
            false => self
                .fetch(pictures, &record.logo, Use::Logo, &format!("organizations/{file}"), handle)?
                .map(|url| Logo { name: organization.name.clone(), url }),
        };
        pictures.logos.insert(handle.clone(), logo);
        Ok(())
    }

    /// Writes the new logos to the file of organizations.
    pub(super) fn save_logos(&mut self) -> Result<(), Failure> {
        let Some(pictures) = self.pictures.take() else { return Ok(()) };
        let logos: BTreeMap<String, Logo> =
            pictures.logos.into_iter().filter_map(|(handle, logo)| Some((handle, logo?))).collect();
        match organizations::with_logos(read(self.sources, organizations::FILE).as_deref(), &logos) {
            Ok(Some(text)) => {
                self.outcome.change(&format!("logos in {}", organizations::FILE));
                self.put(organizations::FILE, &text)
            }
            Ok(None) => Ok(()),
            Err(why) => {
                self.skip(organizations::FILE.to_owned(), why.words().to_owned());
                Ok(())
            }
        }
    }

    /// Requests a picture and writes it. Returns its path on the site; `None` if it cannot be used.
    fn fetch(
        &mut self,
        pictures: &mut Pictures<'_>,
        url: &str,
        for_use: Use,
        name: &str,
        owner: &str,
    ) -> Result<Option<String>, Failure> {
        if pictures.failed >= PATIENCE {
            let why = "not requested, since the requests before it failed";
            self.ledger.note(FIELD, Fate::Dropped, why, owner);
            return Ok(None);
        }
        let small = match (pictures.get)(url) {
            Ok(bytes) => {
                pictures.failed = 0;
                picture::small(&bytes, for_use).map_err(|why| (why, "a picture that cannot be used"))
            }
            Err(why) => {
                pictures.failed += 1;
                Err((why, "a picture that cannot be fetched"))
            }
        };
        match small {
            Ok(small) => {
                let path = format!("images/{name}.{}", small.extension);
                self.outcome.change(&format!("picture static/{path}"));
                self.put_bytes(&format!("static/{path}"), &small.bytes)?;
                Ok(Some(format!("/{path}")))
            }
            Err((why, what)) => {
                self.ledger.note(FIELD, Fate::Dropped, what, &format!("{owner}: {why}"));
                Ok(None)
            }
        }
    }
}
