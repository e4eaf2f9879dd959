//! What follows from the table of all kinds of file.

use super::*;

/// Connects a kind with its place in the table.
pub trait Registered: Kind {
    fn page(id: Self::Id) -> Page;
}

macro_rules! kinds {
    ($($name:ident = $kind:ty,)*) => {
        /// A file of the site: its kind, and which of that kind it is.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Page {
            $($name(<$kind as Kind>::Id),)*
        }

        $(impl Registered for $kind {
            fn page(id: Self::Id) -> Page {
                Page::$name(id)
            }
        })*

        impl Page {
            /// Returns what the report of the site's size counts it under.
            pub fn group(&self) -> &'static str {
                match self { $(Page::$name(_) => <$kind>::GROUP,)* }
            }

            /// Returns the settings of which each switches it off.
            pub fn switches(&self) -> &'static [Switch] {
                match self { $(Page::$name(_) => <$kind>::SWITCHES,)* }
            }

            /// Returns the template that makes it, if one does.
            pub fn template(&self) -> Option<&'static str> {
                match self { $(Page::$name(_) => <$kind>::TEMPLATE,)* }
            }

            /// Tells whether it is a feed of papers, whose items settings make more or fewer, longer or shorter.
            pub fn is_feed_of_papers(&self) -> bool {
                match self { $(Page::$name(_) => <$kind>::IS_FEED_OF_PAPERS,)* }
            }

            fn base(&self) -> Base {
                match self { $(Page::$name(_) => <$kind>::BASE,)* }
            }

            fn fold(&self, records: &Records<'_>, base: Fold) -> u64 {
                match self { $(Page::$name(id) => {
                    base.with(stringify!($name)).with(&<$kind>::inputs(id, records)).get()
                })* }
            }

            fn make(&self, records: &Records<'_>, shared: &Shared<'_>) -> Made {
                match self { $(Page::$name(id) => <$kind>::make(&<$kind>::inputs(id, records), shared),)* }
            }

            /// Changes each field of what this file is made of to what it is in another file of its kind.
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

        /// The templates that a theme needs for the kinds of file.
        pub fn templates() -> impl Iterator<Item = &'static str> {
            let all = [$(<$kind>::TEMPLATE),*];
            let mut known = HashSet::new();
            all.into_iter().flatten().filter(move |name| known.insert(*name))
        }

        /// What the report of the site's size counts, each once: what there is one of at the end.
        pub fn groups() -> Vec<&'static str> {
            let mut groups = Vec::new();
            $(if !groups.contains(&<$kind>::GROUP) {
                groups.push(<$kind>::GROUP);
            })*
            groups.sort_by_key(|group| *group == OTHER);
            groups
        }

        /// Every setting that switches kinds of file off, each once.
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

        /// Claims the files of all kinds. The navigation leads to those of them that there are.
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
