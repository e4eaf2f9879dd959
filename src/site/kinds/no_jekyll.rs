//! `.nojekyll`: GitHub Pages serves the files unchanged.

use super::*;

pub struct NoJekyll;

impl Kind for NoJekyll {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const BASE: Base = Base::None;

    fn plan(planning: &mut Planning<'_>) {
        planning.claim_unless_static::<NoJekyll>(".nojekyll", ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), _: &Shared<'_>) -> Made {
        Made::Bytes(Vec::new())
    }
}
