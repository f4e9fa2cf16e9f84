//! Other programs' words for ours: `Closed Won=won`, as the person said them; nothing is taken for like.

use std::collections::HashMap;

use crate::error::{Error, Result};

/// Words of a file and what they are here, without regard to case.
#[derive(Debug, Clone, Default)]
pub(super) struct Words(HashMap<String, String>);

impl Words {
    /// Reads `Engaging=demo,Closed Lost=lost`, several times. `flag` is for the error.
    pub(super) fn parse(flag: &str, typed: &[String]) -> Result<Self> {
        let mut words = HashMap::new();
        for one in typed.iter().flat_map(|t| t.split(',')) {
            let (theirs, ours) = one.split_once('=').ok_or_else(|| {
                Error::usage(format!("“{one}” is not THEIRS=OURS.")).hint(format!(
                    "Write it like {flag} \"Closed Won=won,Engaging=demo\"."
                ))
            })?;
            let before = words.insert(theirs.trim().to_lowercase(), ours.trim().to_owned());
            if before.is_some() {
                return Err(Error::usage(format!(
                    "{flag} names “{}” twice.",
                    theirs.trim()
                )));
            }
        }
        Ok(Self(words))
    }

    /// What a word of the file is here, if it was said.
    pub(super) fn get(&self, theirs: &str) -> Option<&str> {
        self.0
            .get(&theirs.trim().to_lowercase())
            .map(String::as_str)
    }

    /// What the words are here, for checking that each exists.
    pub(super) fn ours(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}
