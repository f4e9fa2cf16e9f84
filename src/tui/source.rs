//! Where a screen's questions are answered: the book, behind a trait so that tests answer them in place.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    event::{Answer, Pick, Want},
    files,
};
use crate::{
    domain::{day::Day, query},
    error::{Error, Kind, Result},
    ops::{
        Cx, Outcome, Progress, Quiet,
        import::{self, folder, proposal::Proposal},
        line::Request,
        referral::from_email,
        registry,
    },
    store::{Origin, Reader, Store, View},
    table::{self, List, Query},
};

/// How many records a field offers.
const OFFERED: usize = 8;

/// Most pairs that are settled in one sitting.
const MOST_MAYBES: usize = 200;

/// How many ids come ahead of a whole list.
const FIRST: usize = 200;

/// Answers questions.
pub trait Source {
    /// Answers one.
    fn answer(&mut self, want: &Want) -> Result<Answer>;
    /// The beginning of an answer, where it can be had much sooner than the whole.
    fn first(&mut self, _: &Want) -> Option<Answer> {
        None
    }
    /// A number that changes when somebody has written to the book.
    fn version(&mut self) -> Result<i64>;
}

/// The book on disk: connections of its own, for reading only.
pub struct Book {
    reader: Reader,
    store: Store,
    today: Day,
    /// Where `~` is.
    home: Option<PathBuf>,
    /// Set when the question under way need not be answered any more.
    stop: Arc<AtomicBool>,
}

/// Progress that nobody watches, of work that may be stopped.
struct Stoppable<'a>(&'a AtomicBool);

impl Progress for Stoppable<'_> {
    fn tell(&self, _: u64, _: u64, _: &str) {}

    fn stop(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl Book {
    /// Opens it.
    pub fn open(path: &Path, today: Day) -> Result<Self> {
        Ok(Self {
            reader: Reader::open(path)?,
            store: Store::open_for_reading(path)?,
            today,
            home: directories::UserDirs::new().map(|dirs| dirs.home_dir().to_path_buf()),
            stop: Arc::default(),
        })
    }

    /// A way to stop the question under way, from another thread.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let handle = self.reader.interrupt();
        let stop = Arc::clone(&self.stop);
        move || {
            stop.store(true, Ordering::SeqCst);
            handle.interrupt();
        }
    }
}

impl Source for Book {
    fn answer(&mut self, want: &Want) -> Result<Answer> {
        match want {
            Want::Record(path, name) => record(&mut self.store, self.today, path, name),
            Want::Sheet(path, name) => sheet(&mut self.store, self.today, path, name),
            Want::Preview(line) => {
                self.stop.store(false, Ordering::SeqCst);
                preview(&mut self.store, self.today, line, &Stoppable(&self.stop))
            }
            Want::Proposal(words) => {
                self.stop.store(false, Ordering::SeqCst);
                let proposal =
                    proposal(&mut self.store, self.today, words, &Stoppable(&self.stop))?;
                Ok(Answer::Proposal(Box::new(proposal)))
            }
            Want::Files(typed) => {
                let home = self.home.as_deref();
                let files = files::offered(self.reader.view(), self.today, typed, home)?;
                Ok(Answer::Files(Box::new(files)))
            }
            Want::Pasted(text) => Ok(Answer::Pasted(folder::dropped(text, self.home.as_deref()))),
            want => look(self.reader.view(), self.today, want),
        }
    }

    fn first(&mut self, want: &Want) -> Option<Answer> {
        match want {
            // Only a list's own order has an index to follow; anything else costs as much as the whole.
            Want::Order(query) if query.filter.is_empty() && query.sort.is_empty() => {
                table::first(self.reader.view(), query, FIRST)
                    .ok()
                    .map(Answer::First)
            }
            _ => None,
        }
    }

    fn version(&mut self) -> Result<i64> {
        self.reader.version()
    }
}

/// Answers a question from a view of the book.
pub fn look(view: View<'_>, today: Day, want: &Want) -> Result<Answer> {
    Ok(match want {
        Want::Order(query) => Answer::Order(Arc::new(table::order(view, query)?)),
        Want::Sums(query) => sums(view, query)?,
        Want::Rows(query, ids) | Want::Names(query, ids) => {
            Answer::Rows(table::rows(view, query, ids)?)
        }
        Want::Groups(query, rows) => Answer::Groups(groups(view, today, query, rows)?),
        Want::Heads(query) => Answer::Heads(table::runs(view, query)?),
        Want::Overlap(partner, groups) => {
            Answer::Overlap(Box::new(view.overlap_page(*partner, *groups)?))
        }
        Want::Maybes(partner) => Answer::Maybes(view.maybe_matches(*partner, MOST_MAYBES)?),
        Want::Run(run) => Answer::Run(Box::new(view.run_page(*run, today)?)),
        Want::Lead(text) => Answer::Lead(from_email::of(text.as_bytes(), view)?.values(view)?),
        Want::Home(day) => Answer::Home(Box::new(view.home(*day)?)),
        // The palette asks for anything: a few of each.
        Want::Picks("any", text) => {
            let mut all = Vec::new();
            for noun in ["partner", "referral", "customer"] {
                all.extend(picks(view, today, noun, text)?.into_iter().take(4));
            }
            Answer::Picks(all)
        }
        Want::Picks(noun, text) => Answer::Picks(picks(view, today, noun, text)?),
        Want::Record(..)
        | Want::Sheet(..)
        | Want::Preview(_)
        | Want::Proposal(_)
        | Want::Files(_)
        | Want::Pasted(_) => {
            return Err(Error::failed("This question needs the whole book."));
        }
    })
}

fn sums(view: View<'_>, query: &Query) -> Result<Answer> {
    let sums = table::footer(view, query)?;
    let payable = query.list == List::Commissions && sums.iter().any(|(l, _)| l == "payable");
    let waiting = if payable {
        table::waiting(view, query)?
    } else {
        Vec::new()
    };
    Ok(Answer::Sums(sums, waiting))
}

/// The totals of the partners that some commission lines belong to.
fn groups(
    view: View<'_>,
    today: Day,
    query: &Query,
    rows: &[i64],
) -> Result<Vec<(i64, Vec<String>)>> {
    rows.iter()
        .map(|row| {
            let partner = view.commission(*row)?.partner;
            Ok((*row, table::partner_sums(view, query, partner, today)?))
        })
        .collect()
}

/// Runs a reading operation such as `partner show` for the record it shows.
pub fn record(store: &mut Store, today: Day, path: &str, name: &str) -> Result<Answer> {
    let outcome = show(store, today, path, name)?;
    Ok(Answer::Record(outcome.record.unwrap_or_default()))
}

/// Runs a reading operation for its sheet; for its record, where it has none.
fn sheet(store: &mut Store, today: Day, path: &str, name: &str) -> Result<Answer> {
    let outcome = show(store, today, path, name)?;
    Ok(match outcome.sheet {
        Some(sheet) => Answer::Sheet(sheet, outcome.record.unwrap_or_default()),
        None => Answer::Record(outcome.record.unwrap_or_default()),
    })
}

fn show(store: &mut Store, today: Day, path: &str, name: &str) -> Result<Outcome> {
    let entry = registry::find(path)
        .ok_or_else(|| Error::failed(format!("There is no command `{path}`.")))?;
    let matches = (entry.command)()
        .try_get_matches_from([path, "--", name])
        .map_err(|e| Error::usage(e.to_string()))?;
    let mut cx = Cx {
        store,
        today,
        origin: Origin::Screen,
        command: format!("{path} {name}"),
        progress: &Quiet,
        stdin: None,
    };
    (entry.run)(&matches, &mut cx)
}

/// What a command line would do. One that cannot be read yet says nothing: it is still being typed.
/// `progress` may stop it with the error of work that was stopped.
pub fn preview(
    store: &mut Store,
    today: Day,
    line: &str,
    progress: &dyn Progress,
) -> Result<Answer> {
    let Ok(request) = Request::parse(line) else {
        return Ok(Answer::Preview(None));
    };
    let mut cx = Cx {
        store,
        today,
        origin: Origin::Screen,
        command: line.to_owned(),
        progress,
        stdin: None,
    };
    match request.preview(&mut cx).transpose() {
        // Not an answer: whoever stopped it asks again, or asks something else.
        Some(Err(e)) if e.kind == Kind::Interrupted => Err(e),
        shown => Ok(Answer::Preview(shown)),
    }
}

/// What a file seems to be: its name, and what the person decided about it. `progress` may stop it.
fn proposal(
    store: &mut Store,
    today: Day,
    words: &[String],
    progress: &dyn Progress,
) -> Result<Proposal> {
    let mut cx = Cx {
        store,
        today,
        origin: Origin::Screen,
        command: format!("import {}", words.join(" ")),
        progress,
        stdin: None,
    };
    let line: Vec<String> = std::iter::once("import".to_owned())
        .chain(words.iter().cloned())
        .collect();
    import::proposal(&line, &mut cx)
}

/// The list a noun's records are in.
pub fn list_of(noun: &str) -> Option<List> {
    Some(match noun {
        "partner" => List::Partners,
        "referral" => List::Referrals,
        "customer" => List::Customers,
        "program" => List::Programs,
        "payout" => List::Payouts,
        "reward" => List::Rewards,
        "link" => List::Links,
        "signup" => List::SignUps,
        "commission" => List::Commissions,
        _ => return None,
    })
}

/// Records of a noun whose text holds what was typed, the first few.
fn picks(view: View<'_>, today: Day, noun: &'static str, text: &str) -> Result<Vec<Pick>> {
    let Some(list) = list_of(noun) else {
        return Ok(Vec::new());
    };
    let mut ask = Query::new(list, today);
    // Each word as plain text: what is being typed into a field is a name, not a filter.
    let words: Vec<String> = text
        .split_whitespace()
        .map(|w| format!("\"{}\"", w.replace(['"', '\\'], "")))
        .collect();
    ask.filter = query::parse(&words.join(" "), &list.vocabulary(), today)
        .map_err(|e| Error::usage(e.to_string()))?;
    let ids: Vec<i64> = table::first(view, &ask, OFFERED)?;
    let columns = list.columns();
    let at = |key: &str| columns.iter().position(|c| c.key == key);
    let handle = list.handle().and_then(at);
    let label = at("name")
        .or_else(|| at("company"))
        .or_else(|| at("partner"));
    Ok(table::rows(view, &ask, &ids)?
        .into_iter()
        .filter_map(|row| {
            let cell = |i: Option<usize>| i.and_then(|i| row.cells.get(i)).map(table::Cell::shown);
            Some(Pick {
                name: cell(handle)?,
                label: cell(label).unwrap_or_default(),
                noun,
                id: row.id,
            })
        })
        .collect())
}
