//! The list of all authors, with a page per letter if it is long.

use super::*;
use crate::site::plan::{Letter, letters};
use std::cmp::Reverse;

pub struct AllAuthors;
pub struct Letters;

pub(super) const AUTHORS: Switch = Switch { setting: "[pages] authors", is_on: |site| site.pages.authors };

const LARGEST: usize = 60;

inputs! {
    pub struct AuthorsPage<'a> {
        from: usize,
        letters: Vec<LetterInput<'a>>,
        largest: Vec<Counted<PersonInput<'a>>>,
        is_paged: bool,
        is_letter: bool,
    }
}

inputs! {
    struct LetterInput<'a> {
        key: &'a str,
        label: String,
        count: usize,
        people: Vec<Counted<PersonInput<'a>>>,
    }
}

#[derive(Serialize)]
struct AuthorsView<'a> {
    count: usize,
    from: usize,
    letters: Vec<LetterView<'a>>,
    largest: Vec<CountedView<'a>>,
}

#[derive(Serialize)]
struct LetterView<'a> {
    letter: &'a str,
    id: &'a str,
    /// The page of this letter, if it has one; then `authors` is empty.
    url: Option<String>,
    count: usize,
    authors: Vec<CountedView<'a>>,
}

impl Kind for AllAuthors {
    type Id = ();
    type Inputs<'a> = AuthorsPage<'a>;
    const GROUP: &'static str = author::GROUP;
    const SWITCHES: &'static [Switch] = &[AUTHORS];
    const TEMPLATE: Option<&'static str> = Some("authors.html");
    const MENU: Option<Menu> = Some(Menu { section: "authors", label: "authors", address: routes::AUTHORS });

    fn plan(planning: &mut Planning<'_>) {
        if planning.archive.people.is_empty() {
            return;
        }
        planning.page::<AllAuthors>(routes::AUTHORS.into(), (), None);
        planning.outline.letters = letters(planning.archive, &planning.outline);
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> AuthorsPage<'a> {
        let (archive, outline) = (records.archive, records.outline);
        let is_paged = outline.has_letter_pages();
        let mut largest: Vec<_> = match is_paged {
            true => outline.letters.iter().flat_map(|letter| &letter.people).copied().collect(),
            false => Vec::new(),
        };
        let order = |&id: &PersonId| (Reverse(archive.person(id).papers.len()), id);
        if largest.len() > LARGEST {
            largest.select_nth_unstable_by_key(LARGEST, order);
            largest.truncate(LARGEST);
        }
        largest.sort_unstable_by_key(order);
        AuthorsPage {
            from: outline.authors_from.unwrap_or(1),
            letters: outline.letters.iter().map(|letter| letter_input(letter, is_paged, records)).collect(),
            largest: largest.into_iter().map(|id| records.counted_person(id)).collect(),
            is_paged,
            is_letter: false,
        }
    }

    fn make(page: &AuthorsPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

impl Kind for Letters {
    /// An index of [`crate::site::plan::Outline::letters`].
    type Id = usize;
    type Inputs<'a> = AuthorsPage<'a>;
    const GROUP: &'static str = author::GROUP;
    const SWITCHES: &'static [Switch] = &[AUTHORS];
    const TEMPLATE: Option<&'static str> = Some("authors.html");

    fn plan(planning: &mut Planning<'_>) {
        if planning.outline.has_letter_pages() {
            for index in 0..planning.outline.letters.len() {
                let address = routes::letter(&planning.outline.letters[index].key);
                planning.page::<Letters>(address, index, None);
            }
        }
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> AuthorsPage<'a> {
        AuthorsPage {
            from: records.outline.authors_from.unwrap_or(1),
            letters: vec![letter_input(&records.outline.letters[index], false, records)],
            largest: Vec::new(),
            is_paged: false,
            is_letter: true,
        }
    }

    fn make(page: &AuthorsPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

fn letter_input<'a>(letter: &'a Letter, is_paged: bool, records: &'a Records<'a>) -> LetterInput<'a> {
    let people = letter.people.iter().filter(|_| !is_paged);
    LetterInput {
        key: &letter.key,
        label: letter.label(),
        count: letter.people.len(),
        people: people.map(|&id| records.counted_person(id)).collect(),
    }
}

fn make(page: &AuthorsPage<'_>, shared: &Shared<'_>) -> Made {
    let letters = page.letters.iter().map(|letter| LetterView {
        letter: &letter.label,
        id: letter.key,
        url: page.is_paged.then(|| shared.url(&routes::letter(letter.key))),
        count: letter.count,
        authors: letter.people.iter().map(|&person| shared.counted_person(person)).collect(),
    });
    let view = AuthorsView {
        count: page.letters.iter().map(|letter| letter.count).sum(),
        from: page.from,
        letters: letters.collect(),
        largest: page.largest.iter().map(|&person| shared.counted_person(person)).collect(),
    };
    let texts = shared.texts;
    let head = match page.letters.first().filter(|_| page.is_letter) {
        Some(letter) => {
            let title = texts.fill("authors_of_letter", &[("letter", &letter.label)]);
            let head = shared.head("authors", "authors", &routes::letter(letter.key), &title);
            head.below(shared, [shared.step(texts.get("authors"), routes::AUTHORS)])
        }
        None => shared.head("authors", "authors", routes::AUTHORS, texts.get("authors")).below(shared, []),
    };
    Made::Views(head.with("authors", &view))
}
