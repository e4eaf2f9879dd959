//! Content as written: the types that `serde` reads, each with a shape that explains misfits.
//!
//! Everything is optional and unchecked here. Scalars are read as text, so that an unquoted `2503.02130` keeps its
//! zero. The keys of a paper are in `keys.rs`.

pub(crate) use super::keys::{PAPER, PAPERS, RawMany, RawPaper};

use crate::yaml::shape::Shape;
use serde::de::{
    Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor, value::MapAccessDeserializer,
};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A type that YAML is read as, and its shape.
pub(super) trait Shaped {
    const SHAPE: Shape;
}

impl Shaped for String {
    const SHAPE: Shape = Shape::Text;
}

impl Shaped for u32 {
    const SHAPE: Shape = Shape::Count;
}

impl Shaped for bool {
    const SHAPE: Shape = Shape::Flag;
}

impl Shaped for Free {
    const SHAPE: Shape = Shape::Free;
}

impl Shaped for OneOrMany {
    const SHAPE: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text)]);
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}

impl<T: Shaped> Shaped for Table<T> {
    const SHAPE: Shape = Shape::Table(&T::SHAPE);
}

impl<T: Shaped> Shaped for TextOr<T> {
    const SHAPE: Shape = Shape::Either(&[Shape::Text, T::SHAPE]);
}

/// Declares mappings, whose keys may all be absent.
macro_rules! mappings {
    ($( $(#[doc = $doc:literal])+ $name:ident { $($key:ident: $type:ty),* $(,)? } )*) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $( pub $key: Option<$type>, )*
        }

        impl Shaped for $name {
            const SHAPE: Shape = Shape::Record(&[$( (stringify!($key), <$type as Shaped>::SHAPE) ),*]);
        }
    )* };
}

mappings! {
    /// An author, where more than the name is known.
    RawAuthor {
        name: String,
        family: String,
        given: String,
        suffix: String,
        collaboration: bool,
        orcid: String,
        url: String,
        affiliation: String,
    }

    /// An organization that is spelled out where it is used.
    RawOrganization { handle: String, name: String, url: String }

    /// Where a paper and what belongs to it are found: ids or URLs.
    RawLinks {
        arxiv: String,
        doi: String,
        pdf: String,
        html: String,
        code: String,
        project: String,
        data: String,
        model: String,
        demo: String,
        video: String,
        slides: String,
        poster: String,
        other: Vec<RawLink>,
    }

    /// A link with a label of its own.
    RawLink { label: String, url: String }

    /// Why and when a paper was withdrawn.
    RawWithdrawn { reason: String, date: String }

    /// The front matter of a plain page.
    RawPage {
        title: String,
        description: String,
        weight: u32,
        updated: String,
        draft: bool,
        aliases: Vec<String>,
    }

    /// The front matter of a day's note.
    RawNote { draft: bool }

    /// A topic of `topics.yaml`: a mapping, or just its name.
    RawTopic { name: String, description: String, aliases: Vec<String>, parent: String }

    /// An organization of `organizations.yaml`: a mapping, or just its name.
    RawOrganizationRecord { name: String, url: String, logo: String }

    /// A person of `authors.yaml`: a mapping, or just the name.
    RawPerson { name: String, aliases: Vec<String>, orcid: String, url: String }

    /// A file of `metrics/`.
    RawMetrics { as_of: String, papers: Table<Option<RawCounts>> }

    /// What machines count of one paper.
    RawCounts { upvotes: u32, comments: u32, stars: u32 }
}

pub(crate) type RawTopics = Table<Option<TextOr<RawTopic>>>;
pub(crate) type RawOrganizations = Table<Option<TextOr<RawOrganizationRecord>>>;
pub(crate) type RawPeople = Table<Option<TextOr<RawPerson>>>;

pub(crate) static PAGE: Shape = RawPage::SHAPE;
pub(crate) static NOTE: Shape = RawNote::SHAPE;
pub(crate) static TOPICS: Shape = RawTopics::SHAPE;
pub(crate) static ORGANIZATIONS: Shape = RawOrganizations::SHAPE;
pub(crate) static PEOPLE: Shape = RawPeople::SHAPE;
pub(crate) static METRICS: Shape = RawMetrics::SHAPE;

/// The size of a value: the number of its values, and their bytes.
pub(super) trait Extent {
    fn extent(&self) -> (usize, usize);
}

impl Extent for bool {
    fn extent(&self) -> (usize, usize) {
        (1, 0)
    }
}

impl Extent for String {
    fn extent(&self) -> (usize, usize) {
        (1, self.len())
    }
}

impl Extent for Vec<String> {
    fn extent(&self) -> (usize, usize) {
        // Each item has a cost besides its text, as in `tree.rs`.
        (self.len(), self.iter().map(|text| text.len() + 8).sum())
    }
}

impl Extent for OneOrMany {
    fn extent(&self) -> (usize, usize) {
        self.0.extent()
    }
}

impl Extent for TextOr<RawOrganization> {
    fn extent(&self) -> (usize, usize) {
        match self {
            TextOr::Text(handle) => handle.extent(),
            TextOr::More(more) => {
                let texts = [&more.handle, &more.name, &more.url];
                (1, texts.into_iter().flatten().map(String::len).sum())
            }
        }
    }
}

/// Text, or a mapping that says more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TextOr<T> {
    Text(String),
    More(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Seen<T> {
            type Value = TextOr<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("text or a mapping")
            }
            // Numbers and flags are refused, because their text is lost here. The careful reader still has it.
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::More)
            }
        }
        deserializer.deserialize_any(Seen(PhantomData))
    }
}

/// One text, or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = OneOrMany;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("text or a list")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(OneOrMany(vec![text.to_owned()]))
            }
            /// Accepts a year. Any other number may have been written differently.
            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                match number {
                    1000..=9999 => Ok(OneOrMany(vec![number.to_string()])),
                    _ => Err(E::invalid_type(Unexpected::Unsigned(number), &self)),
                }
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(OneOrMany(all))
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

/// A mapping from names to values of one form. A repeated name is an error; no value is lost silently.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Table<T>(pub BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Seen<T> {
            type Value = Table<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                pairs(map).map(Table)
            }
        }
        deserializer.deserialize_map(Seen(PhantomData))
    }
}

fn pairs<'de, T: Deserialize<'de>, A: MapAccess<'de>>(mut map: A) -> Result<BTreeMap<String, T>, A::Error> {
    let mut all = BTreeMap::new();
    while let Some((name, value)) = map.next_entry::<String, T>()? {
        if all.insert(name, value).is_some() {
            return Err(A::Error::custom("a key is repeated"));
        }
    }
    Ok(all)
}

/// Anything.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Free(pub serde_json::Value);

impl<'de> Deserialize<'de> for Free {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = serde_json::Value;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("anything")
            }
            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(serde_json::Value::Null)
            }
            fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
                Ok(flag.into())
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(number.into())
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(number.into())
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                Ok(number.into())
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(text.into())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(Free(item)) = items.next_element()? {
                    all.push(item);
                }
                Ok(all.into())
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let all = pairs::<Free, A>(map)?;
                Ok(all.into_iter().map(|(name, Free(value))| (name, value)).collect())
            }
        }
        deserializer.deserialize_any(Seen).map(Free)
    }
}
