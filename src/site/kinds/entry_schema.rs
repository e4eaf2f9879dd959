//! `data/schema.json`: the schema of entries, for editors.

use super::*;
use crate::content::schema;

pub struct EntrySchema;

impl Kind for EntrySchema {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const BASE: Base = Base::None;

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<EntrySchema>("data/schema.json", ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), _: &Shared<'_>) -> Made {
        schema::text(None).into()
    }
}
