//! Where the bytes of a file come from, and what kind of table they are; refuses what is none before a row of it is read.
//!
//! A text is read twice, so that memory stays small whatever its size: once to hash and check it, once for its rows.
//! The second reading is hashed as well, so a file that changes in between is refused. Workbooks and JSON are read once,
//! and their rows set down.

use std::{
    fs::File,
    io::{Cursor, ErrorKind, Read, Seek},
    path::Path,
};

use encoding_rs::{Encoding, UTF_8};
use sha2::{Digest, Sha256};

use super::{
    delimiter,
    encoding::{self, Decoded},
    hashed::{Hashed, hex},
    json_rows,
    rows::Rows,
    spool::Spooled,
    text_check::{Check, Trouble},
    workbook,
};
use crate::{
    error::{Error, Result},
    text::clean,
};

/// Most bytes taken from standard input, which cannot be read twice and so is held in memory.
const STDIN_BYTES: u64 = 256 << 20;
const CHUNK: usize = 256 << 10;
/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// How much is looked at to tell what a file is.
const HEAD: u64 = 4 << 10;

/// What the person says about a file before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape<'a> {
    /// Its encoding; without it a text is UTF-8, or UTF-16 that can be told.
    pub encoding: Option<&'static Encoding>,
    /// Which sheet of a workbook.
    pub sheet: Option<&'a str>,
    /// Whether amounts are written with a decimal comma: then the numbers of workbooks and JSON get one too.
    pub comma: bool,
}

/// A file that was read once and found to be a table.
pub struct Source {
    /// Its name, without the folders, on one line; `-` for standard input.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// How many bytes its rows are, as [`Rows::bytes`] counts them.
    pub bytes: u64,
    /// Line ends in it: no fewer than its rows.
    pub lines: u64,
    /// What the person should know of how it was read.
    pub notes: Vec<String>,
    body: Body,
}

enum Body {
    Text(From, &'static Encoding),
    Rows(Spooled),
}

enum From {
    File(File),
    Memory(Vec<u8>),
}

impl From {
    /// The bytes from the start.
    fn read(&mut self) -> Result<Box<dyn Read + '_>> {
        Ok(match self {
            Self::Memory(bytes) => Box::new(Cursor::new(bytes.as_slice())),
            Self::File(file) => {
                file.rewind()?;
                Box::new(file)
            }
        })
    }
}

impl Source {
    /// Opens `path`, or standard input for `-`, and reads it through. `tell` is called with the bytes read so far and
    /// may stop it. Errors: no such file, not a regular file, not the encoding it is said to be, a NUL in it, a workbook
    /// beyond the limits.
    pub fn open(
        path: &Path,
        stdin: Option<&mut dyn Read>,
        shape: &Shape<'_>,
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
            return Self::of(From::Memory(bytes), "-", shape, tell);
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
                .hint("Name a table (CSV, XLSX, ODS or JSON), or `-` for standard input."));
        }
        let file = File::open(path).map_err(|e| cannot(&e))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy();
        Self::of(From::File(file), &clean(&name), shape, tell)
    }

    /// The same for bytes that are at hand already.
    pub fn from_bytes(
        name: &str,
        bytes: Vec<u8>,
        shape: &Shape<'_>,
        tell: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Self> {
        Self::of(From::Memory(bytes), name, shape, tell)
    }

    /// Whether it is text, and neither a workbook nor JSON.
    pub fn is_text(&self) -> bool {
        matches!(self.body, Body::Text(..))
    }

    /// What may stand between its cells, by the words of `--delimiter`, where its header has two of them equally often.
    pub fn delimiters(&mut self) -> Result<Vec<&'static str>> {
        let Body::Text(from, encoding) = &mut self.body else {
            return Ok(Vec::new());
        };
        Ok(delimiter::tied(&start(from, encoding, &self.sha256)?))
    }

    fn of(
        mut from: From,
        name: &str,
        shape: &Shape<'_>,
        tell: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Self> {
        let mut head = Vec::new();
        from.read()?.take(HEAD).read_to_end(&mut head)?;
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Self::of_workbook(from, name, shape);
        }
        if head.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(Error::refused(format!(
                "{name} is an old workbook (.xls) or one with a password."
            ))
            .means("Nothing was imported.")
            .hint("Save it as .xlsx without a password, or as “CSV UTF-8”, and import that."));
        }
        if let Some(sheet) = shape.sheet {
            return Err(Error::usage(format!(
                "{name} is no workbook, so it has no sheet “{sheet}”."
            )));
        }
        let mut source = Self::of_text(from, name, shape, &head, tell)?;
        let json = Path::new(name).extension().is_some_and(|e| {
            let known = ["json", "ndjson", "jsonl"];
            known.iter().any(|json| e.eq_ignore_ascii_case(json))
        });
        if let Body::Text(from, encoding) = &mut source.body {
            let start = start(from, encoding, &source.sha256)?;
            // A byte order mark is no JSON.
            let mark = if start.starts_with(MARK) {
                MARK.len()
            } else {
                0
            };
            let start = &start[mark..];
            if json_rows::begins(start) || (json && !start.is_empty()) {
                let mut text = again(from, encoding, &source.sha256)?;
                text.read_exact(&mut [0; MARK.len()][..mark])?;
                let (rows, notes) = json_rows::read(text, name, shape.comma)?;
                (source.bytes, source.lines) = (rows.bytes, rows.rows);
                source.notes.extend(notes);
                source.body = Body::Rows(rows);
            }
        }
        Ok(source)
    }

    /// A text in the encoding that was named, or in UTF-8 or UTF-16 that can be told.
    fn of_text(
        mut from: From,
        name: &str,
        shape: &Shape<'_>,
        head: &[u8],
        tell: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Self> {
        let wide = encoding::utf16_of(head);
        let encoding = match (shape.encoding, wide) {
            // Which end comes first is said by the file itself.
            (Some(named), Some(wide)) if named.name().starts_with("UTF-16") => wide,
            (Some(named), _) => named,
            (None, wide) => wide.unwrap_or(UTF_8),
        };
        if let Some(named) = shape.encoding
            && encoding != UTF_8
            && wide.is_none()
        {
            let check = check(&mut from, UTF_8, tell)?;
            if check.trouble().is_none() && check.words.shown().is_some() {
                return Err(Error::refused(format!(
                    "{name} is UTF-8 text, and as {} its letters would be wrong.",
                    named.name()
                ))
                .means("Nothing was imported.")
                .hint("Leave out --encoding."));
            }
        }
        let check = check(&mut from, encoding, tell)?;
        if let Some(trouble) = check.trouble() {
            return Err(not_text(&mut from, name, shape, trouble)?);
        }
        let mut notes = Vec::new();
        if encoding != UTF_8 {
            let words = check.words.shown();
            let words = words.map_or(String::new(), |words| format!(": {words}"));
            notes.push(format!("read as {}{words}", encoding.name()));
        }
        Ok(Self {
            name: name.to_owned(),
            bytes: check.bytes,
            lines: check.lines,
            sha256: check.sha256(),
            notes,
            body: Body::Text(from, encoding),
        })
    }

    fn of_workbook(mut from: From, name: &str, shape: &Shape<'_>) -> Result<Self> {
        if shape.encoding.is_some() {
            return Err(Error::usage(format!(
                "{name} is a workbook, which needs no --encoding."
            )));
        }
        let mut bytes = Vec::new();
        let most = workbook::FILE_BYTES;
        from.read()?.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(
                Error::refused(format!("{name} is a workbook of more than 64 MB."))
                    .means("Nothing was imported.")
                    .hint(
                        "Save the sheet as “CSV UTF-8” and import that: a CSV may be of any size.",
                    ),
            );
        }
        let sha256 = hex(&Sha256::digest(&bytes));
        let opened = workbook::read(&bytes, name, shape.sheet, shape.comma)?;
        Ok(Self {
            name: name.to_owned(),
            sha256,
            bytes: opened.rows.bytes,
            lines: opened.rows.rows,
            notes: opened.notes,
            body: Body::Rows(opened.rows),
        })
    }

    /// Its rows from the first on. `delimiter`: what stands between the cells of a text, if the person said.
    pub fn rows(&mut self, delimiter: Option<u8>) -> Result<Rows<'_>> {
        match &mut self.body {
            Body::Rows(_) if delimiter.is_some() => Err(Error::usage(format!(
                "{} is no text whose cells something stands between.",
                self.name
            ))
            .hint("Leave out --delimiter.")),
            Body::Rows(spooled) => {
                let header = spooled.header.clone();
                Ok(Rows::spooled(spooled.read()?, header))
            }
            Body::Text(from, encoding) => {
                Rows::text(again(from, encoding, &self.sha256)?, delimiter)
            }
        }
    }
}

/// A text again as UTF-8, from the start. At its end it must be what was checked.
fn again<'a>(
    from: &'a mut From,
    encoding: &'static Encoding,
    sha256: &'a str,
) -> Result<Box<dyn Read + 'a>> {
    let bytes = Hashed::again(from.read()?, sha256);
    Ok(if encoding == UTF_8 {
        Box::new(bytes)
    } else {
        Box::new(Decoded::new(bytes, encoding))
    })
}

/// What a text begins with, as UTF-8.
fn start(from: &mut From, encoding: &'static Encoding, sha256: &str) -> Result<Vec<u8>> {
    let mut start = Vec::new();
    again(from, encoding, sha256)?
        .take(HEAD)
        .read_to_end(&mut start)?;
    Ok(start)
}

/// Reads all of a text once, as the encoding gives it.
fn check(
    from: &mut From,
    encoding: &'static Encoding,
    tell: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<Check> {
    let mut hashed = Hashed::first(from.read()?);
    let mut check = Check::new();
    let mut chunk = vec![0; CHUNK];
    {
        let mut decoded;
        let mut told = 0;
        let reader: &mut dyn Read = if encoding == UTF_8 {
            &mut hashed
        } else {
            decoded = Decoded::new(&mut hashed, encoding);
            &mut decoded
        };
        loop {
            match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => {
                    check.take(&chunk[..n]);
                    told += n as u64;
                    tell(told)?;
                }
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) if e.kind() == ErrorKind::InvalidData => {
                    check.undecoded(&e.to_string());
                    break;
                }
                Err(e) => {
                    return Err(Error::failed(format!(
                        "The file could not be read to its end: {e}."
                    ))
                    .means("Nothing was imported.")
                    .hint("Import it again once it is whole and no longer written to."));
                }
            }
        }
    }
    check.done(hashed.sha256());
    Ok(check)
}

/// Why a file is no text, with the encoding it may be in if that can be told.
fn not_text(from: &mut From, name: &str, shape: &Shape<'_>, trouble: &Trouble) -> Result<Error> {
    let mut means = "Nothing was imported.".to_owned();
    let mut hint = "Save it as “CSV UTF-8” and import that.".to_owned();
    if shape.encoding.is_none() && trouble.is_of_encoding {
        let looked = || encoding::looked_at(from.read()?);
        if let Some(likely) = encoding::suggest(looked)?.first() {
            let called = likely.encoding.name();
            means = format!(
                "Nothing was imported. As {called} it would read {}.",
                likely.words
            );
            hint = format!(
                "If those letters are right, add --encoding {called}; if not, name another such as latin1, windows-1251 or koi8-r, or save it as “CSV UTF-8”."
            );
        }
    }
    Ok(Error::refused(format!("{name} {}.", trouble.what))
        .means(means)
        .hint(hint))
}
