//! Standard input, kept as far as it was read: what it brings is looked at, asked about and read again like a file. Knows
//! nothing of what it is.

use std::io::{Read, Result, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

/// Kept in memory up to this size, in a nameless temporary file beyond it.
const IN_MEMORY: usize = 8 << 20;

/// What can be read from its first byte again.
pub trait Input: Read {
    /// The next byte read is the first one.
    fn again(&mut self);
}

/// A reader whose bytes are kept.
pub struct Kept<R> {
    from: R,
    bytes: SpooledTempFile,
    /// How many bytes are kept, and how many of them were given.
    held: u64,
    given: u64,
}

impl<R: Read> Kept<R> {
    /// Nothing is read before it is asked for.
    pub fn of(from: R) -> Self {
        Self {
            from,
            bytes: SpooledTempFile::new(IN_MEMORY),
            held: 0,
            given: 0,
        }
    }
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let read = if self.given < self.held {
            self.bytes.seek(SeekFrom::Start(self.given))?;
            self.bytes.read(into)?
        } else {
            let read = self.from.read(into)?;
            self.bytes.seek(SeekFrom::Start(self.held))?;
            self.bytes.write_all(&into[..read])?;
            self.held += read as u64;
            read
        };
        self.given += read as u64;
        Ok(read)
    }
}

impl<R: Read> Input for Kept<R> {
    fn again(&mut self) {
        self.given = 0;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_read_can_be_read_again_and_then_goes_on() {
        let mut input = Kept::of(&b"name\nVale\nQuill\n"[..]);
        let mut start = [0; 7];
        input.read_exact(&mut start).unwrap();
        for _ in 0..2 {
            input.again();
            let mut all = String::new();
            input.read_to_string(&mut all).unwrap();
            assert_eq!(all, "name\nVale\nQuill\n");
        }
    }
}
