//! Bytes that are hashed as they go by: what is read twice must be the same both times.

use std::io::Read;

use sha2::{Digest, Sha256};

/// A reader that hashes what it gives.
pub(super) struct Hashed<'a> {
    inner: Box<dyn Read + 'a>,
    hash: Sha256,
    /// What it must come to at the end.
    want: Option<&'a str>,
}

impl<'a> Hashed<'a> {
    /// The first reading.
    pub(super) fn first(inner: Box<dyn Read + 'a>) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            want: None,
        }
    }

    /// A later reading: its end is an error where the hash is another.
    pub(super) fn again(inner: Box<dyn Read + 'a>, want: &'a str) -> Self {
        Self {
            want: Some(want),
            ..Self::first(inner)
        }
    }

    /// The hash of all that went by, in hex.
    pub(super) fn sha256(&self) -> String {
        hex(&self.hash.clone().finalize())
    }
}

impl Read for Hashed<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        self.hash.update(&into[..n]);
        let ended = n == 0 && !into.is_empty();
        if let Some(want) = self.want
            && ended
            && self.sha256() != want
        {
            return Err(std::io::Error::other(
                "the file changed while it was being read",
            ));
        }
        Ok(n)
    }
}

/// Bytes as figures.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut out, byte| {
            write!(out, "{byte:02x}").expect("writing to a string cannot fail");
            out
        })
}
