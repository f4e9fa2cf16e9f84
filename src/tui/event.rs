//! What comes to the screen and what it asks for: events in, effects out. Holds values only; does nothing.

use std::sync::Arc;

use clap::ArgMatches;

use super::{chord::Chord, field::quoted, files::Files, guard::Signal};
use crate::{
    domain::{day::Day, money::Money, overlap::Groups},
    error::{Error, Result},
    ops::{
        Entry, Outcome, Record,
        import::{folder::Dropped, proposal::Proposal},
        line::Request,
        registry,
        sheet::Sheet,
    },
    store::{Home, OverlapPage, Pair, RunPage},
    table::{Query, Row},
};

/// Something happened.
#[derive(Debug)]
pub enum Event {
    /// A key.
    Key(Chord),
    /// Text pasted: never read as keys.
    Paste(String),
    /// The window has another size: columns, rows.
    Resize(u16, u16),
    /// What was asked for is here.
    Loaded(Ticket, Result<Answer>),
    /// An operation wants to be confirmed before it runs.
    Asks(Box<Job>, String),
    /// An operation has ended.
    Ran(Box<Job>, Result<Outcome>),
    /// An operation tells how far it is: done, total (0: unknown), and both in words.
    Progress(u64, u64, String),
    /// A signal that does not end the program.
    Signal(Signal),
    /// The book was written to, by us or by another window.
    Changed,
}

/// Something to be done outside the screen's thread.
#[derive(Debug)]
pub enum Effect {
    /// Read from the book; an older question of the same slot need not be answered any more.
    Fetch(Ticket, Want),
    /// Run an operation.
    Run(Box<Job>),
    /// Ask the running operation to stop.
    Cancel,
    /// Look now whether the book was written to.
    Look,
    /// Put text on the clipboard of the terminal.
    Copy(String),
    /// Stop until `fg`.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}

/// Who asked, and the how-manieth question it was: late answers are told from current ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket {
    /// The screen's number.
    pub screen: u64,
    /// Which of its questions.
    pub slot: u8,
    /// Grows with each question.
    pub turn: u64,
}

/// The slot of totals: whatever else is asked goes first.
pub const SUMS: u8 = 6;

/// The slot of previews: they may take long, so what is asked beside them goes first.
pub const PREVIEW: u8 = 8;

/// The slot of proposals: a whole file is read for them.
pub const PROPOSAL: u8 = 11;

/// A question to the book. Equal questions have equal answers until the book changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Want {
    /// The ids of a whole list in order.
    Order(Query),
    /// The totals of a whole list: the slowest question, so the last.
    Sums(Query),
    /// These rows of a list.
    Rows(Query, Vec<i64>),
    /// All these rows, because they were picked.
    Names(Query, Vec<i64>),
    /// One thing in full: the reading operation and the name to give it.
    Record(&'static str, String),
    /// The same, laid out as a sheet where the operation gives one.
    Sheet(&'static str, String),
    /// The totals of groups of a list: each by a row of it.
    Groups(Query, Vec<i64>),
    /// How many rows of commission lines each partner has, in the list's order.
    Heads(Query),
    /// The front page.
    Home(Day),
    /// Records whose name holds this text: noun and text.
    Picks(&'static str, String),
    /// What a command line would do.
    Preview(String),
    /// A payout run, with what decides about it.
    Run(i64),
    /// What a pasted e-mail says of a lead.
    Lead(String),
    /// What a file seems to be: the file, and what the person decided about it.
    Proposal(Vec<String>),
    /// Files that complete a path.
    Files(String),
    /// Whether a pasted text names a file.
    Pasted(String),
    /// The overlap with a partner: numbers, matrix, what waits.
    Overlap(i64, Groups),
    /// Pairs of a partner that wait to be settled.
    Maybes(i64),
}

impl Want {
    /// One question of each kind stands at a time.
    pub fn slot(&self) -> u8 {
        match self {
            Self::Order(_) => 0,
            Self::Rows(..) => 1,
            Self::Names(..) => 2,
            Self::Record(..) | Self::Sheet(..) => 3,
            Self::Home(_) => 4,
            Self::Picks(..) => 5,
            Self::Sums(_) => SUMS,
            Self::Groups(..) => 7,
            Self::Preview(_) => PREVIEW,
            Self::Heads(_) => 9,
            Self::Run(_) => 10,
            Self::Lead(_) => 14,
            Self::Proposal(_) => PROPOSAL,
            Self::Files(_) => 12,
            Self::Pasted(_) => 13,
            Self::Overlap(..) => 15,
            Self::Maybes(_) => 16,
        }
    }
}

/// Totals by label, currencies apart.
pub type Sums = Vec<(String, Vec<Money>)>;

/// An answer.
#[derive(Debug, Clone)]
pub enum Answer {
    /// To [`Want::Order`].
    Order(Arc<Vec<i64>>),
    /// To [`Want::Order`], before the whole answer: the first ids, so that something is seen at once.
    First(Vec<i64>),
    /// To [`Want::Sums`]; and what of it is payable, but waits under a minimum.
    Sums(Sums, Vec<Money>),
    /// To [`Want::Groups`], by row: its group's sums in words.
    Groups(Vec<(i64, Vec<String>)>),
    /// To [`Want::Heads`]: partners by short name.
    Heads(Vec<(String, usize)>),
    /// To [`Want::Rows`] and [`Want::Names`].
    Rows(Vec<Row>),
    /// To [`Want::Record`].
    Record(Record),
    /// To [`Want::Sheet`], with the record it lays out.
    Sheet(Box<Sheet>, Record),
    /// To [`Want::Home`].
    Home(Box<Home>),
    /// To [`Want::Picks`].
    Picks(Vec<Pick>),
    /// To [`Want::Preview`]: what it would do, or why it would be refused; nothing where it does not say.
    Preview(Option<std::result::Result<Record, Error>>),
    /// To [`Want::Run`].
    Run(Box<RunPage>),
    /// To [`Want::Lead`]: the values of the form's fields, by argument.
    Lead(Vec<(&'static str, String)>),
    /// To [`Want::Proposal`].
    Proposal(Box<Proposal>),
    /// To [`Want::Files`].
    Files(Box<Files>),
    /// To [`Want::Pasted`].
    Pasted(Option<Dropped>),
    /// To [`Want::Overlap`].
    Overlap(Box<OverlapPage>),
    /// To [`Want::Maybes`].
    Maybes(Vec<Pair>),
}

/// A record that a field may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// How it is written on a command line.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What it is.
    pub noun: &'static str,
    /// Its id.
    pub id: i64,
}

/// An operation with its arguments, on its way to the writer.
#[derive(Clone)]
pub struct Job {
    /// The operation.
    pub entry: &'static Entry,
    /// Its arguments.
    pub matches: ArgMatches,
    /// The same as a command line, for the log.
    pub command: String,
    /// The person has said yes.
    pub confirmed: bool,
    /// It came from the form on top, which stays open until it is done.
    pub from_form: bool,
    /// The number of the screen that waits for what comes of it.
    pub screen: Option<u64>,
}

impl Job {
    /// An operation with these words, as they would be typed in the shell; `None` where it does not take them.
    pub fn of(path: &str, words: &[String]) -> Option<Box<Self>> {
        let entry = registry::find(path)?;
        let line = std::iter::once(entry.spec.path.to_owned()).chain(words.iter().cloned());
        let matches = (entry.command)().try_get_matches_from(line).ok()?;
        let mut command = entry.spec.path.to_owned();
        for word in words {
            command.push(' ');
            command.push_str(&quoted(word));
        }
        Some(Box::new(Self {
            entry,
            matches,
            command,
            confirmed: false,
            from_form: false,
            screen: None,
        }))
    }

    /// An operation from a whole command line in words. Errors: the operation does not take them.
    pub fn of_line(words: &[String]) -> Result<Box<Self>> {
        let is = |path: &str| {
            let path: Vec<&str> = path.split(' ').collect();
            words.len() >= path.len() && words.iter().zip(&path).all(|(w, p)| w == p)
        };
        let entry = registry::all()
            .filter(|e| is(e.spec.path))
            .max_by_key(|e| e.spec.path.len())
            .ok_or_else(|| Error::usage(format!("There is no command `{}`.", words.join(" "))))?;
        let after = words.get(entry.spec.path.split(' ').count()..);
        Self::of(entry.spec.path, after.unwrap_or_default()).ok_or_else(|| {
            // What clap has to say about it is said where the whole line is parsed.
            let refused = Request::of(words.to_vec()).err();
            refused.unwrap_or_else(|| Error::usage("This command line is not understood."))
        })
    }
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job")
            .field("command", &self.command)
            .field("confirmed", &self.confirmed)
            .finish_non_exhaustive()
    }
}
