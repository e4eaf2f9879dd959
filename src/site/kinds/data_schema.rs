//! `data/records.schema.json`: the schema of the data files.

use super::*;
use crate::site::export;

pub struct DataSchema;

impl Kind for DataSchema {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const BASE: Base = Base::None;

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<DataSchema>(routes::DATA_SCHEMA, ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), _: &Shared<'_>) -> Made {
        export::schema().into()
    }
}
