//! Where the bytes of a file come from; refuses what is no text file before a line of it is read.
//!
//! A file is read twice, so that memory stays small whatever its size: once to hash and check it, once for its rows.
//! The second reading is hashed as well, so a file that changes in between is refused.

use std::{
    fs::File,
    io::{Cursor, ErrorKind, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// Most bytes taken from standard input, which cannot be read twice and so is held in memory.
const STDIN_BYTES: u64 = 256 << 20;
const CHUNK: usize = 256 << 10;

/// A file that was read once: known to be UTF-8 text without NUL.
pub struct Source {
    /// Its name, without the folders; `-` for standard input.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Line ends in it: no fewer than its rows.
    pub lines: u64,
    from: From,
}

enum From {
    File(File),
    Memory(Vec<u8>),
}

impl Source {
    /// Opens `path`, or standard input for `-`, and reads it through. `tell` is called with the bytes read so far and
    /// may stop it. Errors: no such file, not a regular file, not UTF-8, a NUL in it.
    pub fn open(
        path: &Path,
        stdin: Option<&mut dyn Read>,
        tell: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Self> {
        if path.as_os_str() == "-" {
            let stdin = stdin
                .ok_or_else(|| Error::usage("There is no standard input here: name a file."))?;
            let mut bytes = Vec::new();
            stdin.take(STDIN_BYTES + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > STDIN_BYTES {
                return Err(Error::refused("Standard input is longer than 256 MB.")
                    .hint("Save it to a file and import that."));
            }
            return Self::from_bytes("-", bytes, tell);
        }
        let shown = path.display();
        let cannot = |e: &std::io::Error| match e.kind() {
            ErrorKind::NotFound => Error::not_found(format!("There is no file {shown}.")),
            _ => Error::failed(format!("The file {shown} cannot be read: {e}.")),
        };
        // Looked at before it is opened: opening a pipe would wait for its other end.
        let meta = std::fs::metadata(path).map_err(|e| cannot(&e))?;
        if !meta.is_file() {
            let what = if meta.is_dir() {
                "a folder"
            } else {
                "no regular file"
            };
            return Err(Error::refused(format!("{shown} is {what}."))
                .hint("Name a CSV file, or `-` for standard input."));
        }
        let file = File::open(path).map_err(|e| cannot(&e))?;
        let name = path
            .file_name()
            .map_or_else(|| shown.to_string(), |n| n.to_string_lossy().into_owned());
        let mut check = Check::new(&name);
        let mut reader = &file;
        let mut chunk = vec![0; CHUNK];
        loop {
            let n = match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => n,
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) => return Err(cannot(&e)),
            };
            check.take(&chunk[..n])?;
            tell(check.bytes)?;
        }
        check.done(From::File(file))
    }

    /// The same for bytes that are at hand already.
    pub fn from_bytes(
        name: &str,
        bytes: Vec<u8>,
        tell: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Self> {
        let mut check = Check::new(name);
        for chunk in bytes.chunks(CHUNK) {
            check.take(chunk)?;
            tell(check.bytes)?;
        }
        check.done(From::Memory(bytes))
    }

    /// The bytes again, from the start, for the rows. At their end they must be what was checked.
    pub fn read(&mut self) -> Result<impl Read + '_> {
        let inner: Box<dyn Read + '_> = match &mut self.from {
            From::Memory(bytes) => Box::new(Cursor::new(bytes.as_slice())),
            From::File(file) => {
                use std::io::Seek;
                file.rewind()?;
                Box::new(file)
            }
        };
        Ok(Again {
            inner,
            hash: Sha256::new(),
            want: &self.sha256,
        })
    }
}

/// The second reading: refuses a file that is not what it was.
struct Again<'a> {
    inner: Box<dyn Read + 'a>,
    hash: Sha256,
    want: &'a str,
}

impl Read for Again<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        self.hash.update(&into[..n]);
        if n == 0 && !into.is_empty() && hex(&self.hash.clone().finalize()) != self.want {
            return Err(std::io::Error::other(
                "the file changed while it was being read",
            ));
        }
        Ok(n)
    }
}

/// Checks text as it comes by: hash, lines, UTF-8, no NUL.
struct Check<'n> {
    name: &'n str,
    hash: Sha256,
    bytes: u64,
    lines: u64,
    /// The start of a character whose end is in the next chunk.
    split: Vec<u8>,
}

impl<'n> Check<'n> {
    fn new(name: &'n str) -> Self {
        Self {
            name,
            hash: Sha256::new(),
            bytes: 0,
            lines: 1,
            split: Vec::new(),
        }
    }

    fn take(&mut self, chunk: &[u8]) -> Result<()> {
        if self.bytes == 0 && (chunk.starts_with(&[0xFF, 0xFE]) || chunk.starts_with(&[0xFE, 0xFF]))
        {
            return Err(self.refused("is UTF-16 text, and only UTF-8 is read"));
        }
        self.hash.update(chunk);
        self.bytes += chunk.len() as u64;
        let joined: Vec<u8>;
        let text = if self.split.is_empty() {
            chunk
        } else {
            let mut whole = std::mem::take(&mut self.split);
            whole.extend_from_slice(chunk);
            joined = whole;
            &joined
        };
        let good = match std::str::from_utf8(text) {
            Ok(_) => text.len(),
            // A character cut off at the end of the chunk: at most three bytes, looked at again with the next one.
            Err(e) if e.error_len().is_none() => e.valid_up_to(),
            Err(e) => {
                let line = self.lines + line_ends(&text[..e.valid_up_to()]);
                let byte = text[e.valid_up_to()];
                return Err(self.refused(&format!(
                    "is not UTF-8 text (byte 0x{byte:02X} at line {line})"
                )));
            }
        };
        if let Some(at) = text[..good].iter().position(|b| *b == 0) {
            let line = self.lines + line_ends(&text[..at]);
            return Err(self.refused(&format!("holds a NUL character at line {line}")));
        }
        self.lines += line_ends(&text[..good]);
        self.split = text[good..].to_vec();
        Ok(())
    }

    fn done(self, from: From) -> Result<Source> {
        if let Some(byte) = self.split.first() {
            let line = self.lines;
            return Err(self.refused(&format!(
                "is not UTF-8 text (byte 0x{byte:02X} at line {line})"
            )));
        }
        Ok(Source {
            name: self.name.to_owned(),
            sha256: hex(&self.hash.finalize()),
            bytes: self.bytes,
            lines: self.lines,
            from,
        })
    }

    fn refused(&self, what: &str) -> Error {
        Error::refused(format!("{} {what}.", self.name))
            .means("Nothing was imported.")
            .hint("Save it as “CSV UTF-8” and import that.")
    }
}

/// Line feeds, and carriage returns that no line feed follows.
fn line_ends(text: &[u8]) -> u64 {
    let pairs = text.iter().zip(text.iter().skip(1).chain(b" "));
    pairs.fold(0, |n, (byte, next)| {
        n + u64::from(*byte == b'\n' || (*byte == b'\r' && *next != b'\n'))
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut out, byte| {
            write!(out, "{byte:02x}").expect("writing to a string cannot fail");
            out
        })
}
