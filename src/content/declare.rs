//! The macro that declares the keys of a paper, each once; see `keys.rs`.
//!
//! It generates the types that entries are read as, with their shapes; the struct of a checked paper, its stored form
//! and its comparison; and the tables of keys for schemas, exports and documentation.

/// Declares the keys of a paper, as `keys.rs` explains.
macro_rules! paper_keys {
    (
        $(
            $(#[doc = $doc:literal])+
            $key:ident: $raw:ty $(, $shared:ident)?, $about:literal
            $(=> { $( $(#[doc = $field_doc:literal])* $field:ident: $type:ty $(as $change:literal)? ),* $(,)? })?
            $(=> $kind:ident $(, data($export:ident, $position:ident, $data:literal))? $(, page($word:literal))?)?
            ;
        )*
        shown { $( $(#[doc = $shown_doc:literal])* $shown:ident: $shown_type:ty, )* }
        unshown { $( $(#[doc = $unshown_doc:literal])* $unshown:ident: $unshown_type:ty, )* }
    ) => {
        /// A paper as written.
        #[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct RawPaper {
            $( pub $key: Option<$raw>, )*
        }

        /// A YAML file of several papers, with defaults for all of them.
        #[derive(Debug, Default, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct RawMany {
            pub papers: Option<Vec<RawPaper>>,
            $($( #[doc = stringify!($shared)] pub $key: Option<$raw>, )?)*
        }

        pub(crate) static PAPER: Shape = Shape::Record(&[
            $( (name(stringify!($key)), <$raw as Shaped>::SHAPE), )*
        ]);

        /// A YAML file of several papers: `papers:`, and defaults beside it. A paper's own value takes precedence.
        pub(crate) static PAPERS: Shape = Shape::Record(&[
            ("papers", Shape::List(&PAPER)),
            $($( (paper_keys!(@name $shared $key), <$raw as Shaped>::SHAPE), )?)*
        ]);

        /// The keys that a file of papers may have beside `papers:`.
        pub(super) static SHARED: &[SharedKey] = &[$($(
            SharedKey {
                key: paper_keys!(@name $shared $key),
                is_own: |paper| paper.$key.is_some(),
                fill_in: |paper, file| {
                    if paper.$key.is_none() {
                        paper.$key.clone_from(&file.$key);
                    }
                },
                extent: |file| file.$key.as_ref().map(Extent::extent),
                forget: |file| file.$key = None,
            },
        )?)*];

        /// All keys, in the order in which they are written and documented.
        pub static KEYS: &[Key] = &[
            $( Key { key: name(stringify!($key)), about: $about, doc: &[$($doc),+] }, )*
        ];

        /// The plain keys among them.
        pub static PLAIN_KEYS: &[PlainKey] = &[$($(
            PlainKey {
                key: name(stringify!($key)),
                form: <$kind as KeyKind>::FORM,
                written: |paper| <$kind as KeyKind>::line(&paper.$key),
                value: |paper| <$kind as KeyKind>::value(&paper.$key),
                data: paper_keys!(@option $((InData::$export, Position::$position, $data))?),
                word: paper_keys!(@option $($word)?),
            },
        )?)*];

        /// A paper as its entry describes it, checked.
        #[derive(Debug, Clone, PartialEq)]
        pub struct PaperFacts {
            $( $(#[doc = $unshown_doc])* pub $unshown: $unshown_type, )*
            $(
                $($( $(#[doc = $field_doc])* pub $field: $type, )*)?
                $( #[doc = $about] pub $key: <$kind as KeyKind>::Value, )?
            )*
            $( $(#[doc = $shown_doc])* pub $shown: $shown_type, )*
        }

        /// The values of plain keys.
        pub(super) struct PlainValues {
            $($( pub $key: <$kind as KeyKind>::Value, )?)*
        }

        impl PlainValues {
            /// Takes the plain keys out of an entry and checks them.
            pub fn check(
                raw: &mut RawPaper,
                origin: &Origin,
                folds: &Folds<'_>,
                diagnostics: &mut Vec<Diagnostic>,
            ) -> PlainValues {
                PlainValues { $($(
                    $key: checked::<$kind>(raw.$key.take(), folds, || origin.key(name(stringify!($key))), diagnostics),
                )?)* }
            }
        }

        /// The values of all other fields.
        pub(super) struct SpecialValues {
            $( pub $unshown: $unshown_type, )*
            $($($( pub $field: $type, )*)?)*
            $( pub $shown: $shown_type, )*
        }

        impl PaperFacts {
            pub(super) fn new(special: SpecialValues, plain: PlainValues) -> PaperFacts {
                PaperFacts {
                    $( $unshown: special.$unshown, )*
                    $( $($( $field: special.$field, )*)? $( $key: <$kind as KeyKind>::Value::from(plain.$key), )? )*
                    $( $shown: special.$shown, )*
                }
            }

            /// Stores the fields that no page of the paper depends on.
            pub(super) fn put_unshown(&self, to: &mut Vec<u8>) {
                $( self.$unshown.put(to); )*
            }

            /// Stores the fields that pages show.
            pub(super) fn put_shown(&self, to: &mut Vec<u8>) {
                $( $($( self.$field.put(to); )*)? $( <$kind as KeyKind>::Value::put(&self.$key, to); )? )*
                $( self.$shown.put(to); )*
            }

            /// Reads the output of [`PaperFacts::put_unshown`] followed by [`PaperFacts::put_shown`]. Returns also the
            /// bytes of the latter.
            pub(super) fn take<'b>(from: &mut Bytes<'b>) -> Option<(PaperFacts, &'b [u8])> {
                $( let $unshown = Stored::take(from)?; )*
                let shown = from.left;
                let facts = PaperFacts {
                    $( $unshown, )*
                    $( $($( $field: Stored::take(from)?, )*)? $( $key: <<$kind as KeyKind>::Value as Stored>::take(from)?, )? )*
                    $( $shown: Stored::take(from)?, )*
                };
                Some((facts, &shown[..shown.len() - from.left.len()]))
            }

            /// Returns the names of the keys whose values differ between two papers, in the order of declaration.
            pub fn differing(&self, other: &PaperFacts) -> Vec<&'static str> {
                let differing = [$(
                    $($( (paper_keys!(@change $key $($change)?), self.$field != other.$field), )*)?
                    $( (name(stringify!($key)), <$kind as KeyKind>::Value::ne(&self.$key, &other.$key)), )?
                )*];
                let mut names: Vec<_> = differing.into_iter().filter_map(|(name, is)| is.then_some(name)).collect();
                names.dedup();
                names
            }
        }
    };
    (@name $shared:ident $key:ident) => { name(stringify!($key)) };
    (@change $key:ident) => { name(stringify!($key)) };
    (@change $key:ident $change:literal) => { $change };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
}
pub(super) use paper_keys;

/// Returns the name of a key that may be a keyword of Rust: `r#abstract`.
pub(super) const fn name(written: &'static str) -> &'static str {
    match written.as_bytes() {
        [b'r', b'#', ..] => written.split_at(2).1,
        _ => written,
    }
}
