//! Opening a book: the file is looked at before SQLite is, so that what is not ours is never touched.

use std::{
    fs::{File, OpenOptions},
    io::Read,
    os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit};

use super::{
    Reader, Store, journal, overlap, schema,
    write::{Ask, Tx},
};
use crate::{
    domain::currency::Currency,
    error::{Error, Kind, Result},
};

/// What a new book starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// Name of the partner program, as partners see it.
    pub name: String,
    /// Currency of amounts typed without one.
    pub currency: Currency,
}

/// The pipeline a new book starts with: name and kind.
const STAGES: &[(&str, &str)] = &[
    ("new", "open"),
    ("accepted", "open"),
    ("qualified", "open"),
    ("demo", "open"),
    ("proposal", "open"),
    ("trial", "open"),
    ("won", "won"),
    ("lost", "lost"),
    ("rejected", "rejected"),
    ("expired", "expired"),
];

impl Store {
    /// Makes a new book at `path`, which must not exist: readable and writable by its owner only.
    pub fn create(path: &Path, founding: &Founding, ask: &Ask) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| {
                Error::failed(format!(
                    "The folder {} cannot be made: {e}.",
                    folder.display()
                ))
            })?;
        }
        new_file(path)?;
        let made = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(|conn| Self::found(conn, founding, ask));
        if made.is_err() {
            // The file is ours and empty: leaving it would only be in the way.
            let _ = std::fs::remove_file(path);
        }
        made
    }

    /// A book in memory, for tests and the demo's first moments.
    pub fn in_memory(founding: &Founding, ask: &Ask) -> Result<Self> {
        let mut conn = Connection::open_in_memory()?;
        harden(&mut conn)?;
        Self::found(conn, founding, ask)
    }

    /// Writes the whole book to a new file, readable by its owner only. What is open stays open.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        new_file(path)?;
        let copied = self
            .conn
            .execute("VACUUM main INTO ?1", [path.to_string_lossy()]);
        if copied.is_err() {
            // Half a copy is no copy.
            let _ = std::fs::remove_file(path);
        }
        copied?;
        Ok(())
    }

    fn found(mut conn: Connection, founding: &Founding, ask: &Ask) -> Result<Self> {
        schema::migrate(&mut conn)?;
        journal::watch(&conn)?;
        let mut store = Self { conn };
        store.write(ask, |tx: &mut Tx<'_>| {
            tx.set("name", &founding.name)?;
            tx.set("currency", founding.currency.code())?;
            for (position, (name, kind)) in (1_i64..).zip(STAGES) {
                tx.insert_stage(name, position, kind)?;
            }
            Ok((format!("Started the book “{}”", founding.name), ()))
        })?;
        Ok(store)
    }

    /// Opens a book for writing, bringing an older format up to date.
    pub fn open(path: &Path) -> Result<Self> {
        let path = inspect(path)?;
        if path.metadata().is_ok_and(|m| m.nlink() > 1) {
            return Err(Error::new(Kind::Unopenable, format!("The file {} has two names (a hard link).", path.display()))
                .means("Writing through one name and reading through the other would damage it; nothing was touched.")
                .hint("Copy it to a new file and open that."));
        }
        let mut conn = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        schema::migrate(&mut conn)?;
        schema::expect_ours(&conn)?;
        journal::watch(&conn)?;
        overlap::mend(&mut conn)?;
        Ok(Self { conn })
    }
}

/// Makes an empty file that nobody else may read; what is there already is never touched.
fn new_file(path: &Path) -> Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => {
                Error::refused(format!("There is a file at {} already.", path.display()))
                    .means("It was not touched.")
                    .hint(format!(
                        "Open it with `partnerbook --db {}`, or choose another name.",
                        path.display()
                    ))
            }
            _ => Error::failed(format!("{} cannot be made: {e}.", path.display())),
        })?;
    Ok(())
}

impl Store {
    /// Opens a book for an operation that only reads: also where the file may not be written.
    pub fn open_for_reading(path: &Path) -> Result<Self> {
        Ok(Self {
            conn: Reader::open(path)?.conn,
        })
    }
}

impl Reader {
    /// Opens a book for reading only.
    pub fn open(path: &Path) -> Result<Self> {
        let path = inspect(path)?;
        let try_it = || {
            let conn = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            schema::expect_ours(&conn)?;
            Ok(conn)
        };
        // A journal left by a crash is played back by opening the book once for writing.
        let conn = try_it()
            .or_else(|e: Error| Store::open(&path).map_err(|_| e).and_then(|_| try_it()))?;
        Ok(Self { conn })
    }
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut conn = Connection::open_with_flags(path, flags)?;
    harden(&mut conn)?;
    Ok(conn)
}

/// Settings of every connection, in this order (design/reliability e). An operation that changes less than 192 MB (49,152
/// pages) takes nothing from readers until it is saved; a larger one writes ahead, so that its memory is bounded.
fn harden(conn: &mut Connection) -> Result<()> {
    conn.busy_handler(Some(wait_a_little))?;
    for (switch, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        conn.set_db_config(switch, on)?;
    }
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, 16 << 20)?;
    conn.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    conn.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0; PRAGMA cache_size = -65536; PRAGMA cache_spill = 49152; PRAGMA secure_delete = ON;
         PRAGMA recursive_triggers = ON;",
    )?;
    super::list::register(conn)?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(())
}

/// Waits in small even steps, so that no window starves; gives up after ten seconds.
fn wait_a_little(tries: i32) -> bool {
    std::thread::sleep(Duration::from_millis(5));
    tries < 2000
}

/// Says what is wrong with a path before SQLite opens it; returns the real path.
fn inspect(path: &Path) -> Result<PathBuf> {
    let shown = path.display();
    let refuse = |message: String| Error::new(Kind::Unopenable, message);
    let real = path.canonicalize().map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            refuse(format!("There is no book at {shown}.")).hint(format!(
                "Start one with `partnerbook init {shown}`, or look around with `partnerbook demo`."
            ))
        }
        _ => refuse(format!("{shown} cannot be opened: {e}.")),
    })?;
    let meta = real
        .metadata()
        .map_err(|e| refuse(format!("{shown} cannot be opened: {e}.")))?;
    let kind = meta.file_type();
    if !kind.is_file() {
        let what = if kind.is_dir() {
            "a folder"
        } else if kind.is_fifo() {
            "a pipe"
        } else {
            "not an ordinary file"
        };
        return Err(refuse(format!("{shown} is {what}, not a book.")));
    }
    let mut head = Vec::with_capacity(100);
    File::open(&real)
        .and_then(|f| f.take(100).read_to_end(&mut head))
        .map_err(|e| {
            refuse(format!("{shown} cannot be read: {e}.")).hint("Check that you may read it.")
        })?;
    if head.is_empty() {
        return Err(refuse(format!("{shown} is an empty file, not a book."))
            .hint("Remove it, or start a book under another name."));
    }
    if !head.starts_with(b"SQLite format 3\0") || head.len() < 100 {
        let import = head
            .iter()
            .all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
            && head.contains(&b',');
        let e = refuse(format!("{shown} is not a partnerbook file.")).means("It was not touched.");
        return Err(if import {
            e.hint("It looks like a table: did you mean `partnerbook import`?")
        } else {
            e
        });
    }
    let number =
        |at: usize| i32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if number(68) != schema::APPLICATION_ID {
        return Err(refuse(format!(
            "{shown} is another program's database, not a book."
        ))
        .means("It was not touched."));
    }
    let version = number(60);
    if version > schema::VERSION {
        return Err(refuse(format!(
            "{shown} was made by a newer partnerbook (format {version}; this one knows {}).",
            schema::VERSION
        ))
        .means("It was not touched.")
        .hint("Use the newer program."));
    }
    // With a journal beside it the file is mended first, and its length may differ until then.
    let page = u64::from(u16::from_be_bytes([head[16], head[17]]));
    let page = if page == 1 { 65_536 } else { page };
    let pages = u64::from(number(28).unsigned_abs());
    let journal = real.with_file_name(format!(
        "{}-journal",
        real.file_name().unwrap_or_default().to_string_lossy()
    ));
    if !journal.exists() && page > 0 && pages * page > meta.len() {
        let missing = pages - meta.len() / page;
        return Err(refuse(format!(
            "{shown} is damaged: {missing} of its {pages} pages are missing."
        ))
        .means("Nothing was written.")
        .hint("Put your last copy of it in its place."));
    }
    Ok(real)
}
