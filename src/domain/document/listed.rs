//! A list of records that says, when one of them cannot be read, which one it was.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::DocumentError;

/// Marks an error whose text begins with a path; never part of what a person sees.
const PLACED: char = '\u{1}';

/// The name of the list a record is in.
pub trait InList {
    /// As in the document.
    const LIST: &'static str;
}

/// Records in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Listed<T>(pub Vec<T>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Listed<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> From<Vec<T>> for Listed<T> {
    fn from(records: Vec<T>) -> Self {
        Self(records)
    }
}

impl<'de, T: Deserialize<'de> + InList> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + InList> de::Visitor<'de> for Each<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list of {}", T::LIST)
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut records = Vec::new();
                loop {
                    match list.next_element() {
                        Ok(Some(record)) => records.push(record),
                        Ok(None) => return Ok(records),
                        Err(e) => {
                            let (at, said) = (records.len(), e.to_string());
                            let said = match said.strip_prefix(PLACED) {
                                Some(deeper) => format!("{PLACED}{}[{at}].{deeper}", T::LIST),
                                None => format!("{PLACED}{}[{at}]: {said}", T::LIST),
                            };
                            return Err(de::Error::custom(said));
                        }
                    }
                }
            }
        }
        from.deserialize_seq(Each(PhantomData)).map(Self)
    }
}

/// The error of the reader with its path taken out of the text.
pub(super) fn placed(e: &serde_json::Error) -> DocumentError {
    let said = e.to_string();
    let (path, message) = match said.strip_prefix(PLACED).and_then(|s| s.split_once(": ")) {
        Some((path, message)) => (path, message),
        None => ("", said.as_str()),
    };
    // What else could be there is in the schema; the list of it would bury what is wrong.
    let message = match message.split_once(", expected one of") {
        Some((wrong, rest)) => format!(
            "{wrong}{}",
            rest.find(" at line ").map_or("", |at| &rest[at..])
        ),
        None => message.to_owned(),
    };
    DocumentError::at(path, format!("{}.", message.trim_end_matches('.')))
}
