//! The people and the organization of an entry.

use super::EntryReader;
use super::text::{line_of, one_line};
use crate::content::paper::{Author, AuthorDetails, OrganizationName};
use crate::content::problems;
use crate::content::raw::{RawAuthor, RawOrganization, TextOr};
use crate::diagnostic::Diagnostic;
use crate::text::{identifier, name_parts};

impl EntryReader<'_> {
    /// Reads the people of a list. Returns also whether the last item says that there are more.
    pub(super) fn people(
        &self,
        key: &str,
        people: Vec<TextOr<RawAuthor>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Vec<Author>, bool) {
        let last = people.len().saturating_sub(1);
        let (mut all, mut others) = (Vec::with_capacity(people.len()), false);
        for (index, person) in people.into_iter().enumerate() {
            let place = || self.origin.item(key, index);
            let person = match person {
                TextOr::Text(name) if name_parts::is_and_others(&name) => {
                    others = index == last && !all.is_empty();
                    if !others {
                        diagnostics.push(problems::others_first(place(), &name));
                    }
                    continue;
                }
                TextOr::Text(name) => RawAuthor { name: Some(name), ..RawAuthor::default() },
                TextOr::More(person) => person,
            };
            all.extend(self.person(key, index, person, diagnostics));
        }
        (all, others)
    }

    fn person(
        &self,
        key: &str,
        index: usize,
        raw: RawAuthor,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Author> {
        let place = || self.origin.item(key, index);
        let line_of = |text: Option<String>| line_of(text.map(|text| self.folds.remove(text)));
        let field = |field| self.origin.item_field(&[key], index, field);
        let (family, given, suffix) = (line_of(raw.family), line_of(raw.given), line_of(raw.suffix));
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let name = line_of(raw.name).or_else(|| {
            family.as_ref().map(|family| name_parts::shown(family, &part(&given), &part(&suffix)))
        });
        let Some(name) = name else {
            if !self.misfits.contains(key) {
                diagnostics.push(problems::nameless_author(place()));
            }
            return None;
        };
        if let Some(first) = name_parts::before_et_al(&name) {
            diagnostics.push(problems::et_al(place(), &name, first));
        }
        let parts = [("family", &family), ("given", &given), ("suffix", &suffix)];
        // Each part of a name requires the previous one.
        for pair in parts.windows(2) {
            if let [(before, None), (part, Some(_))] = pair {
                diagnostics.push(problems::incomplete_name(field(part), part, before));
            }
        }
        for (part, text) in parts {
            if let Some(text) = text.as_deref().filter(|text| text.contains(',')) {
                diagnostics.push(problems::comma_in_name(field(part), part, text));
            }
        }
        let collaboration = raw.collaboration == Some(true);
        if collaboration && family.is_some() {
            diagnostics.push(problems::person_as_collaboration(field("family")));
        }
        let orcid = raw.orcid.and_then(|orcid| {
            identifier::orcid(&orcid)
                .or_else(|| self.report(diagnostics, problems::bad_orcid(field("orcid"), &orcid)))
        });
        let url = raw.url.and_then(|url| self.url_at(field("url"), url, diagnostics));
        let affiliation = line_of(raw.affiliation);
        let details = AuthorDetails { family, given, suffix, collaboration, orcid, url, affiliation };
        let details = (details != AuthorDetails::default()).then(|| Box::new(details));
        Some(Author { name, details })
    }

    pub(super) fn organization(
        &self,
        organization: TextOr<RawOrganization>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<OrganizationName> {
        let organization = match organization {
            TextOr::Text(handle) => RawOrganization { handle: Some(handle), ..RawOrganization::default() },
            TextOr::More(organization) => organization,
        };
        let handle = organization.handle.or(organization.name.clone()).unwrap_or_default();
        let handle = one_line(&self.folds.remove(handle));
        if handle.is_empty() && self.misfits.contains("organization") {
            return None;
        }
        if handle.is_empty() {
            return self
                .report(diagnostics, problems::nameless_organization(self.origin.key("organization")));
        }
        let url = organization
            .url
            .and_then(|url| self.url_at(self.origin.within("organization", "url"), url, diagnostics));
        let name = line_of(organization.name.map(|name| self.folds.remove(name)));
        Some(OrganizationName { handle, name, url })
    }

    pub(super) fn counts(&self, count: Option<u32>, names: usize, diagnostics: &mut Vec<Diagnostic>) {
        if let Some(count) = count.filter(|&count| (count as usize) < names) {
            diagnostics.push(problems::fewer_authors_than_names(
                self.origin.key("author_count"),
                count,
                names,
            ));
        }
    }
}
