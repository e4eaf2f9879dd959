//! Styles, scripts and images of the theme.

use super::*;
use std::sync::Arc;

pub struct Assets;

inputs! {
    pub struct Asset {
        bytes: Arc<[u8]>,
    }
}

impl Kind for Assets {
    type Id = String;
    type Inputs<'a> = Asset;
    const GROUP: &'static str = STATIC;
    const BASE: Base = Base::None;

    fn plan(planning: &mut Planning<'_>) {
        for (name, asset) in &planning.theme.assets {
            let place = Some(Location::File(asset.file.clone()));
            planning.claim_named::<Assets>(&asset.path, name.clone(), place);
        }
    }

    fn inputs<'a>(name: &String, records: &'a Records<'a>) -> Asset {
        Asset { bytes: records.theme.assets[name].bytes.clone() }
    }

    fn make(asset: &Asset, _: &Shared<'_>) -> Made {
        Made::Shared(asset.bytes.clone())
    }
}
