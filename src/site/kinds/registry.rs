//! Generates the code that depends on the table of kinds.

use super::*;

/// A kind in the table.
pub trait Registered: Kind {
    /// Returns the page with this id.
    fn page(id: Self::Id) -> Page;
}

macro_rules! kinds {
    ($($name:ident = $kind:ty,)*) => {
        /// A file of the site: its kind and id.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Page {
            $(
                #[doc = concat!("A file of kind `", stringify!($kind), "`, by its id.")]
                $name(<$kind as Kind>::Id),
            )*
        }

        $(impl Registered for $kind {
            fn page(id: Self::Id) -> Page {
                Page::$name(id)
            }
        })*

        impl Page {
            /// Returns the group in the report of the site's size.
            pub fn group(&self) -> &'static str {
                match self { $(Page::$name(_) => <$kind>::GROUP,)* }
            }

            /// Returns the settings that each switch the file off.
            pub fn switches(&self) -> &'static [Switch] {
                match self { $(Page::$name(_) => <$kind>::SWITCHES,)* }
            }

            /// Returns the template, if the file has one.
            pub fn template(&self) -> Option<&'static str> {
                match self { $(Page::$name(_) => <$kind>::TEMPLATE,)* }
            }

            /// Returns whether this is a feed of papers.
            pub fn is_feed_of_papers(&self) -> bool {
                match self { $(Page::$name(_) => <$kind>::IS_FEED_OF_PAPERS,)* }
            }

            fn base(&self) -> Base {
                match self { $(Page::$name(_) => <$kind>::BASE,)* }
            }

            fn fingerprint(&self, records: &Records<'_>, base: InputHasher) -> u64 {
                match self { $(Page::$name(id) => {
                    base.with(stringify!($name)).with(&<$kind>::inputs(id, records)).get()
                })* }
            }

            fn make(&self, records: &Records<'_>, shared: &Shared<'_>) -> Made {
                match self { $(Page::$name(id) => <$kind>::make(&<$kind>::inputs(id, records), shared),)* }
            }

            /// Tries each input of this file with its value from another file of the same kind.
            #[cfg(test)]
            fn mutants(
                &self,
                records: &Records<'_>,
                (other, of_other): (&Page, &Records<'_>),
                found: &mut Vec<crate::site::inputs::Mutant>,
            ) {
                match (self, other) {
                    $((Page::$name(a), Page::$name(b)) => {
                        <$kind>::inputs(a, records).mutants(&<$kind>::inputs(b, of_other), found)
                    })*
                    _ => {}
                }
            }
        }

        /// Returns the templates that a theme needs, each once.
        pub fn templates() -> impl Iterator<Item = &'static str> {
            let all = [$(<$kind>::TEMPLATE),*];
            let mut known = HashSet::new();
            all.into_iter().flatten().chain(message::TEMPLATES).filter(move |name| known.insert(*name))
        }

        /// Returns the groups in the report of the site's size, each once; single files come last.
        pub fn groups() -> Vec<&'static str> {
            let mut groups = Vec::new();
            $(if !groups.contains(&<$kind>::GROUP) {
                groups.push(<$kind>::GROUP);
            })*
            groups.sort_by_key(|group| *group == OTHER);
            groups
        }

        /// Returns every setting that switches kinds of files off, each once.
        pub fn switches() -> Vec<&'static str> {
            let all = [$(<$kind>::SWITCHES),*];
            let mut settings: Vec<&str> = Vec::new();
            for switch in all.into_iter().flatten() {
                if !settings.contains(&switch.setting) {
                    settings.push(switch.setting);
                }
            }
            settings
        }

        /// Claims the files of all kinds, and collects the navigation items of those that have files.
        fn plan_all(planning: &mut Planning<'_>) {
            $(if <$kind>::SWITCHES.iter().all(|switch| (switch.is_on)(planning.site)) {
                let before = planning.claims.len();
                <$kind>::plan(planning);
                planning.menu.extend(<$kind>::MENU.filter(|_| planning.claims.len() > before));
            })*
        }
    };
}

pub(super) use kinds;
