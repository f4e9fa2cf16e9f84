//! Writing: one transaction is one operation, logged, posted to the ledger, summed and chained before it is committed.

use std::cell::{Cell, RefCell};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{
    Store, View,
    aside::{SetAside, sort_on_disk},
    bulk::Marks,
    chain, held_back, overlap, posting, totals,
    watch::{Unwatched, Watch},
};
use crate::{
    domain::{day::Day, money::Totals},
    error::{Error, Kind, Result},
};

/// How much of the book is kept at hand, in kibibytes (as SQLite wants it: below zero).
const CACHE: i64 = -65_536;
/// The same while thousands of rows come in: they go to all places of its indexes.
const CACHE_IN_BULK: i64 = -131_072;

/// Where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A screen.
    Screen,
    /// A command line.
    Shell,
    /// The example program.
    Demo,
    /// The program itself, setting a book up.
    Setup,
}

impl Origin {
    /// As it is stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Shell => "shell",
            Self::Demo => "demo",
            Self::Setup => "setup",
        }
    }
}

/// What is asked of the book, for the log.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Where it came from.
    pub origin: Origin,
    /// The command line it stands for.
    pub command: String,
    /// The day it counts as.
    pub today: Day,
    /// The moment of it in UTC, RFC 3339; the clock's where none is given.
    pub at: Option<String>,
    /// The file that was read: its name and the SHA-256 of its bytes, in hex.
    pub file: Option<(String, String)>,
    /// Do everything, say what it would do, and write nothing.
    pub dry: bool,
    /// Keep new rows in the log as ranges instead of one change each: for thousands of rows.
    pub bulk: bool,
}

impl Ask {
    /// A plain request.
    pub fn new(origin: Origin, command: impl Into<String>, today: Day) -> Self {
        Self {
            origin,
            command: command.into(),
            today,
            at: None,
            file: None,
            dry: false,
            bulk: false,
        }
    }
}

/// What a write did.
#[derive(Debug, Clone)]
pub struct Done<T> {
    /// The operation's number; `None` if nothing changed or it was a dry run.
    pub op: Option<i64>,
    /// What happened, for a person.
    pub summary: String,
    /// What the ledger did in answer.
    pub posted: Posted,
    /// What the work returned.
    pub value: T,
}

/// Commission lines posted by an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted {
    /// How many lines.
    pub lines: u64,
    /// Of how many partners.
    pub partners: u64,
    /// Their sums, per currency.
    pub sums: Totals,
}

/// A write under way. Facts are changed through the methods of this type, in the files of their subjects.
pub struct Tx<'a> {
    pub(super) conn: &'a Connection,
    /// The operation under way: goes into every row it makes.
    pub op: i64,
    /// The day the operation counts as.
    pub today: Day,
    /// Whether what is written can be taken back to a mark.
    pub(super) marked: Cell<bool>,
    /// How many such marks were made.
    pub(super) marks: Cell<u64>,
    /// Indexes of the revenue lines that are not kept while the first lines come in.
    aside: RefCell<SetAside>,
}

impl Tx<'_> {
    /// Says that revenue lines are about to be looked for by their customer: a first import that never does so is spared
    /// the index until its end.
    pub fn expect_lines_by_customer(&self) -> Result<()> {
        let mut aside = self.aside.borrow_mut();
        aside.put_back_one(self.conn, "revenue_customer")
    }

    /// The book as it stands inside this write.
    pub fn view(&self) -> View<'_> {
        View { conn: self.conn }
    }

    /// Sets a setting of the book.
    pub fn set(&self, key: &str, value: &str) -> Result<()> {
        self.conn.prepare_cached("INSERT INTO setting (key, value, op) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET value = excluded.value, op = excluded.op WHERE value <> excluded.value")?
            .execute(params![key, value, self.op])?;
        Ok(())
    }

    pub(super) fn insert_stage(&self, name: &str, position: i64, kind: &str) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO stage (name, position, kind, op) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![name, position, kind, self.op])?;
        Ok(())
    }
}

/// What kind of entry the log gets.
#[derive(Clone, Copy)]
pub(super) enum Act {
    Do,
    Undo(i64),
    Redo(i64),
}

impl Act {
    fn columns(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Do => ("do", None),
            Self::Undo(op) => ("undo", Some(op)),
            Self::Redo(op) => ("redo", Some(op)),
        }
    }
}

impl Store {
    /// Runs `work` as one operation: one transaction, one log entry, the ledger brought up to date. If `work` fails or
    /// changes nothing, the book stays as it was and the log says nothing. `work` returns its summary and a value.
    pub fn write<T>(
        &mut self,
        ask: &Ask,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(String, T)>,
    ) -> Result<Done<T>> {
        self.act(ask, Act::Do, work)
    }

    /// The same, and once all of it stands but is not saved yet `agreed` is asked whether it shall be: an error of it
    /// leaves the book as it was. Until it answers nobody else can write, so it is for what a person waits for. `watch`
    /// is told how far the work is that follows from the facts, and may stop it.
    pub fn write_if<T>(
        &mut self,
        ask: &Ask,
        watch: &dyn Watch,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(String, T)>,
        agreed: impl FnOnce(&Done<T>) -> Result<()>,
    ) -> Result<Done<T>> {
        self.act_if(ask, Act::Do, watch, work, agreed)
    }

    pub(super) fn act<T>(
        &mut self,
        ask: &Ask,
        act: Act,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(String, T)>,
    ) -> Result<Done<T>> {
        self.act_if(ask, act, &Unwatched, work, |_| Ok(()))
    }

    fn act_if<T>(
        &mut self,
        ask: &Ask,
        act: Act,
        watch: &dyn Watch,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(String, T)>,
        agreed: impl FnOnce(&Done<T>) -> Result<()>,
    ) -> Result<Done<T>> {
        let uid = new_uid()?;
        if ask.bulk {
            sort_on_disk(&self.conn)?;
        }
        let cache = if ask.bulk { CACHE_IN_BULK } else { CACHE };
        self.conn.pragma_update(None, "cache_size", cache)?;
        let sql = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        sql.pragma_update(None, "defer_foreign_keys", true)?;
        let op = begin(&sql, &uid, ask, act)?;
        let marks = if ask.bulk {
            Some(Marks::set(&sql)?)
        } else {
            None
        };
        let aside = if ask.bulk {
            SetAside::of_lines(&sql)?
        } else {
            SetAside::default()
        };
        let mut tx = Tx {
            conn: &sql,
            op,
            today: ask.today,
            marked: Cell::new(false),
            marks: Cell::new(0),
            aside: aside.into(),
        };
        let (summary, value) = work(&mut tx)?;
        tx.aside.into_inner().put_back(&sql)?;
        let posted = posting::bring_up_to_date(&sql, op, marks.as_ref(), watch)?;
        held_back::expect_apart(&sql)?;
        let in_bulk = marks.map_or(Ok(0), |m| m.record(&sql, op))?;
        totals::refresh(&sql, op)?;
        overlap::bring_up_to_date(&sql, op, watch)?;
        let changes: i64 =
            sql.query_row("SELECT count(*) FROM change WHERE op = ?1", [op], |r| {
                r.get(0)
            })?;
        // Taking back a range of rows logs no change of its own, and is one all the same.
        let nothing = matches!(act, Act::Do) && changes == 0 && in_bulk == 0;
        let mut done = Done {
            op: None,
            summary,
            posted,
            value,
        };
        if nothing || ask.dry {
            return Ok(done);
        }
        let prev = chain::head(&sql, op)?;
        sql.execute(
            "UPDATE operation SET summary = ?2, prev = ?3 WHERE id = ?1",
            params![op, done.summary, prev],
        )?;
        let hash = chain::hash_of(&sql, op, &prev)?;
        sql.execute(
            "UPDATE operation SET hash = ?2 WHERE id = ?1",
            params![op, hash],
        )?;
        sql.execute("DELETE FROM temp.current", [])?;
        agreed(&done)?;
        if let Err(fault) = sql.commit() {
            self.settle(&uid, fault)?;
        }
        done.op = Some(op);
        Ok(done)
    }

    /// A fault at commit does not say whether the change was saved: the book does.
    fn settle(&mut self, uid: &str, fault: rusqlite::Error) -> Result<()> {
        let saved = self
            .conn
            .query_row("SELECT 1 FROM operation WHERE uid = ?1", [uid], |_| Ok(()))
            .optional();
        match saved {
            Ok(Some(())) if self.conn.is_autocommit() => Ok(()),
            Ok(_) => Err(fault.into()),
            Err(_) => Err(Error::new(
                Kind::Unknown,
                format!("The disk failed at the moment of saving: {fault}."),
            )
            .means(
                "It could not be found out whether the change was saved; the book itself is whole.",
            )
            .hint("Close and open it again, and look at `partnerbook history`.")),
        }
    }
}

fn begin(sql: &Transaction<'_>, uid: &str, ask: &Ask, act: Act) -> Result<i64> {
    let (word, about) = act.columns();
    let now = || chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let at = ask.at.clone().unwrap_or_else(now);
    let who = std::env::var("USER")
        .or_else(|_| std::env::var("LOGNAME"))
        .unwrap_or_else(|_| "somebody".to_owned());
    sql.execute(
        "INSERT INTO operation (uid, at, who, origin, act, about, command, summary, file, sha256, prev, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', ?8, ?9, '', '')",
        params![
            uid,
            at,
            who,
            ask.origin.word(),
            word,
            about,
            ask.command,
            ask.file.as_ref().map(|f| &f.0),
            ask.file.as_ref().map(|f| &f.1)
        ],
    )?;
    let op = sql.last_insert_rowid();
    sql.execute("DELETE FROM temp.current", [])?;
    sql.execute(
        "INSERT INTO temp.current (op, taking_back) VALUES (?1, 0)",
        [op],
    )?;
    Ok(op)
}

fn new_uid() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| Error::failed(format!("The system gave no random number: {e}.")))?;
    Ok(chain::hex(&bytes))
}
