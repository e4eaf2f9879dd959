//! Redirects from old addresses.

use super::*;

pub struct Redirects;

inputs! {
    pub struct Redirect<'a> {
        to: &'a str,
    }
}

#[derive(Serialize)]
struct RedirectView {
    to: String,
    to_abs: String,
}

impl Kind for Redirects {
    type Id = String;
    type Inputs<'a> = Redirect<'a>;
    const GROUP: &'static str = "redirects";
    const TEMPLATE: Option<&'static str> = Some("redirect.html");
    const RANK: Rank = Rank::Named;

    fn plan(planning: &mut Planning<'_>) {
        let archive = planning.archive;
        let mut claim = |alias: &str, to: &str, place: Location| {
            let is_file = alias.ends_with(".html") || alias.ends_with(".htm") || alias.ends_with('/');
            let address = if is_file { alias.to_owned() } else { format!("{alias}/") };
            planning.claim_named::<Redirects>(&address, to.to_owned(), Some(place));
        };
        for paper in &archive.papers {
            for (index, alias) in paper.aliases.iter().enumerate() {
                claim(alias, &routes::paper(&paper.id), paper.origin.item("aliases", index));
            }
        }
        for page in &archive.pages {
            for (index, alias) in page.aliases.iter().enumerate() {
                claim(alias, &format!("{}/", page.slug), page.origin.item("aliases", index));
            }
        }
    }

    fn inputs<'a>(to: &'a String, _: &'a Records<'a>) -> Redirect<'a> {
        Redirect { to }
    }

    fn make(Redirect { to }: &Redirect<'_>, shared: &Shared<'_>) -> Made {
        let page = PageView { noindex: true, ..shared.head("redirect", "", to, shared.texts.get("moved")) };
        Made::Views(page.with("redirect", &RedirectView { to: shared.url(to), to_abs: shared.absolute(to) }))
    }
}
