//! Names of topics, people and organizations as inputs.
//!
//! They do not include counts of papers: otherwise one more paper would change every file that names its topic.

use super::Records;
use crate::archive::{OrganizationId, PersonId, TopicId};
use crate::site::inputs::{InputHasher, Inputs};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $id:ident in $hashes:ident {
        $($(#[$of_part:meta])* fn $part:ident($records:pat, $record:ident) -> $type:ty { $($value:tt)* })*
    })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'a> {
            records: &'a Records<'a>,
            id: $id,
        }

        impl<'a> $name<'a> {
            pub(super) fn new(records: &'a Records<'a>, id: $id) -> $name<'a> {
                $name { records, id }
            }

            /// Returns the index in the archive. It identifies the record and must not be shown.
            pub(in crate::site) fn place(self) -> usize {
                self.id.0 as usize
            }

            $($(#[$of_part])*
            pub fn $part(self) -> $type {
                let ($records, $record) = (self.records, &self.records.archive.$hashes[self.place()]);
                $($value)*
            })*
        }

        impl Inputs for $name<'_> {
            fn hash(&self, into: &mut InputHasher) {
                into.number(self.records.hashes().$hashes[self.place()]);
            }

            #[cfg(test)]
            fn seen(&self) -> String {
                [$(format!("{:?}", self.$part())),*].join(" ")
            }
        }
    )* };
}

names! {
    TopicInput: TopicId in topics {
        fn slug(_, topic) -> &'a str { &topic.slug }
        fn name(_, topic) -> &'a str { &topic.name }
    }

    PersonInput: PersonId in people {
        fn slug(_, person) -> &'a str { &person.slug }
        fn name(_, person) -> &'a str { &person.name }
        /// Returns whether the person has a page.
        fn has_page(records, person) -> bool { records.outline.has_page(person) }
    }

    OrganizationInput: OrganizationId in organizations {
        fn slug(_, organization) -> &'a str { &organization.slug }
        fn handle(_, organization) -> &'a str { &organization.handle }
        fn name(_, organization) -> &'a str { &organization.name }
        fn logo(_, organization) -> Option<&'a str> { organization.logo.as_deref() }
    }
}

#[derive(Clone, Copy)]
pub struct Counted<N> {
    pub name: N,
    pub count: usize,
}

impl<N: Inputs> Inputs for Counted<N> {
    fn hash(&self, into: &mut InputHasher) {
        self.name.hash(into);
        self.count.hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{} {}", self.name.seen(), self.count)
    }
}
