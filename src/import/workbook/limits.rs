//! How large a workbook may be: counted while it unfolds, before a word of it is read, and never by what it says of itself.

use std::{
    fmt::Display,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use crate::error::{Error, Result};

/// Most bytes of a workbook's file, which is held in memory.
pub(in crate::import) const FILE_BYTES: u64 = 64 << 20;
/// Most parts of a workbook.
const PARTS: usize = 2_000;
/// Most bytes of all parts together, unfolded.
const UNFOLDED: u64 = 64 << 20;
/// How many times its size a part may unfold to; small parts may do so more often.
const RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;
/// What stands at the end of a zip, after at most 64 KB of remarks.
const END: usize = 22 + (64 << 10);
const DOCTYPE: &[u8] = b"<!DOCTYPE";

/// Which program's workbook it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// Unfolds every part once, keeping nothing, and says which kind of workbook it is.
pub(super) fn look_through(bytes: &[u8], name: &str) -> Result<Kind> {
    if !few_parts(bytes) {
        return Err(too_large(name, &format!("holds more than {PARTS} parts")));
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(name, &e))?;
    if zip.len() > PARTS {
        return Err(too_large(name, &format!("holds more than {PARTS} parts")));
    }
    let (mut total, mut names) = (0, Vec::new());
    let mut chunk = vec![0; 64 << 10];
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(_) => password(name),
            e => broken(name, &e),
        })?;
        if part.encrypted() {
            return Err(password(name));
        }
        let part_name = part
            .name()
            .map_err(|e| broken(name, &e))?
            .to_ascii_lowercase();
        let folded = part.compressed_size();
        let xml = matches!(part_name.rsplit_once('.'), Some((_, "xml" | "rels")));
        let manifest = part_name == "meta-inf/manifest.xml";
        let (mut unfolded, mut tail) = (0_u64, Vec::new());
        loop {
            let n = part.read(&mut chunk).map_err(|e| broken(name, &e))?;
            if n == 0 {
                break;
            }
            unfolded += n as u64;
            total += n as u64;
            if total > UNFOLDED {
                return Err(too_large(name, "unfolds into more than 64 MB"));
            }
            if unfolded > SMALL && unfolded > folded.saturating_mul(RATIO) {
                return Err(too_large(
                    name,
                    &format!("has a part that unfolds to more than {RATIO} times its size"),
                ));
            }
            if xml {
                tail.extend_from_slice(&chunk[..n]);
                if holds(&tail, DOCTYPE) {
                    return Err(Error::refused(format!(
                        "{name} holds a document type, which no workbook needs."
                    ))
                    .means("Nothing was imported.")
                    .hint("Open it in a spreadsheet program, save it again and import that."));
                }
                if manifest && holds(&tail, b"encryption-data") {
                    return Err(password(name));
                }
                // What may begin in this piece and end in the next.
                tail.drain(..tail.len().saturating_sub(DOCTYPE.len() * 2));
            }
        }
        names.push(part_name);
    }
    let has = |wanted: &str| names.iter().any(|n| n == wanted);
    if has("xl/workbook.bin") {
        return Err(
            Error::refused(format!("{name} is a binary workbook (XLSB)."))
                .means("Nothing was imported.")
                .hint("Save it as .xlsx or “CSV UTF-8” and import that."),
        );
    }
    if has("content.xml") {
        Ok(Kind::Ods)
    } else if has("[content_types].xml") {
        Ok(Kind::Xlsx)
    } else {
        Err(Error::refused(format!("{name} is a zip and no workbook."))
            .means("Nothing was imported.")
            .hint("Unpack it and import the file in it."))
    }
}

/// Whether the zip says it has no more parts than it may; one with the marks of a very large zip does not.
fn few_parts(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(END)..];
    let counts = end
        .windows(22)
        .filter(|w| w.starts_with(b"PK\x05\x06"))
        .map(|w| usize::from(u16::from_le_bytes([w[10], w[11]])));
    !holds(end, b"PK\x06\x07") && counts.max().is_none_or(|n| n <= PARTS)
}

fn holds(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len())
        .any(|w| w[0].eq_ignore_ascii_case(&word[0]) && w.eq_ignore_ascii_case(word))
}

fn too_large(name: &str, what: &str) -> Error {
    Error::refused(format!("{name} {what}, so it was not opened."))
        .means("Nothing was imported.")
        .hint("Save the sheet as “CSV UTF-8” and import that: a CSV may be of any size.")
}

fn password(name: &str) -> Error {
    Error::refused(format!("{name} is protected with a password."))
        .means("Nothing was imported.")
        .hint("Save it without a password and import that.")
}

/// The error of a workbook whose insides do not hold together.
pub(super) fn broken(name: &str, why: &impl Display) -> Error {
    Error::refused(format!("{name} cannot be read as a workbook: {why}."))
        .means("Nothing was imported.")
        .hint("Open it in a spreadsheet program, save it again, or save the sheet as “CSV UTF-8”.")
}
