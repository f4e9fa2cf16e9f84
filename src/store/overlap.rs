//! Overlap in the book: lists of either side by version, and the kept accounts, keys and pairs they come to. Which
//! accounts are the same is decided in `domain`, never here.

mod account;
mod build;
mod candidates;
mod changes;
mod decision;
mod link_up;
mod links;
mod loading;
mod maybe;
mod members;
mod numbers;
mod page;
mod population;
mod proof;
mod search;
mod touched;
mod who;

use rusqlite::Connection;

use super::watch::{Unwatched, Watch};
use crate::{domain::matching::KEYS_VERSION, error::Result};

pub use account::Account;
pub use changes::ListChange;
pub use decision::Decision;
pub use loading::{Loading, Taken, Tally};
pub use maybe::Pair;
pub use numbers::{Cell, Matrix, Numbers, OwnerRep};
pub use page::OverlapPage;
pub use population::{ListOf, NewAccount, Population};
pub use who::Covered;

pub(super) use proof::differences;
pub(super) use touched::{TABLES, by_ranges as touch_bulk};

/// The side that is ours, where partners are told by their ids.
pub(in crate::store) const OURS: i64 = 0;

/// Of what fills the kept tables: the match rules' own version, and ours; one more whenever ours changes.
const RULES: i64 = KEYS_VERSION as i64 * 1_000 + 1;

/// Whether a partner's list is in the book: without one nothing is kept.
fn has_lists(conn: &Connection) -> Result<bool> {
    let mut q = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM population WHERE partner_id IS NOT NULL)")?;
    Ok(q.query_row([], |r| r.get(0))?)
}

/// Whether the kept tables are filled, and by today's rules.
fn is_kept(conn: &Connection) -> Result<bool> {
    let mut q =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM overlap_rules WHERE version = ?1)")?;
    Ok(q.query_row([RULES], |r| r.get(0))?)
}

/// Brings the kept tables up to date with what an operation changed.
pub(super) fn bring_up_to_date(conn: &Connection, op: i64, watch: &dyn Watch) -> Result<()> {
    if !has_lists(conn)? {
        if filled(conn)? {
            empty(conn)?;
        }
    } else if is_kept(conn)? {
        touched::by_operation(conn, op)?;
        build::bring_up_to_date(conn, watch)?;
    } else {
        fill(conn, watch)?;
    }
    touched::forget(conn)
}

/// Fills the kept tables of a book that was written by an older program, or with other rules.
pub(super) fn mend(conn: &mut Connection) -> Result<()> {
    if !has_lists(conn)? || is_kept(conn)? {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    tx.execute_batch(TABLES)?;
    fill(&tx, &Unwatched)?;
    touched::forget(&tx)?;
    tx.commit()?;
    Ok(())
}

fn filled(conn: &Connection) -> Result<bool> {
    let mut q = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM overlap_rules)")?;
    Ok(q.query_row([], |r| r.get(0))?)
}

fn empty(conn: &Connection) -> Result<()> {
    Ok(conn.execute_batch(
        "DELETE FROM overlap; DELETE FROM account_key; DELETE FROM account_value; DELETE FROM account; DELETE FROM overlap_rules;",
    )?)
}

fn fill(conn: &Connection, watch: &dyn Watch) -> Result<()> {
    empty(conn)?;
    conn.prepare_cached("INSERT INTO overlap_rules (version) VALUES (?1)")?
        .execute([RULES])?;
    touched::everything(conn)?;
    build::bring_up_to_date(conn, watch)
}
