//! Says whether a file may be written over; a book never is, whatever a person says yes to. Must not write anything.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use crate::error::{Error, Result};

/// What every SQLite file begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// What SQLite keeps beside a file while it is written to.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// Whether something may be put in the place of `path`. Errors: it is a folder, a device or a pipe, a book or another
/// database, or what SQLite keeps beside one.
pub fn may_be_replaced(path: &Path) -> Result<()> {
    let shown = path.display();
    let refuse = |what: String, hint: &str| {
        Err(Error::refused(what)
            .means("Nothing was written.")
            .hint(hint))
    };
    let meta = match std::fs::metadata(path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) => {
            return Err(Error::failed(format!("{shown} cannot be looked at: {e}."))
                .means("Nothing was written."));
        }
    };
    if meta.is_dir() {
        return refuse(format!("{shown} is a folder."), "Name a file.");
    }
    if !meta.is_file() {
        return refuse(
            format!("{shown} is no ordinary file, and cannot be replaced by one."),
            "Name a file.",
        );
    }
    if is_database(path) {
        return refuse(
            format!("{shown} is a book or another database, which is never written over."),
            "Name another file.",
        );
    }
    if database_beside(path).is_some_and(|book| is_database(&book)) {
        return refuse(
            format!("{shown} belongs to the book beside it."),
            "Name another file.",
        );
    }
    Ok(())
}

fn is_database(path: &Path) -> bool {
    let mut head = Vec::new();
    // What cannot be read is not known to be a book; writing will say what is wrong with it.
    let read = File::open(path).and_then(|f| f.take(SQLITE.len() as u64).read_to_end(&mut head));
    read.is_ok() && head == SQLITE
}

/// The file that `path` is kept beside, if its name says so.
fn database_beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let own = BESIDE.iter().find_map(|end| name.strip_suffix(end))?;
    Some(path.with_file_name(own))
}
