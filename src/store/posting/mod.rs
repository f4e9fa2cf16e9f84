//! From facts to the ledger: what should stand is compared with what is posted, and the difference is posted as new
//! lines with their reason. Posted lines never change, and doing it again posts nothing.

mod added;
mod difference;
mod line;
mod linked;
mod quick;
mod touched;

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use super::{
    Posted, Tx,
    aside::SetAside,
    bulk::Marks,
    facts::{self, Version},
    void::Voids,
    watch::{Unwatched, Watch},
};
use crate::{
    domain::{engine::owed, money::Money},
    error::Result,
};
use difference::Difference;
use line::Writer;
use linked::{Batch, Linked};

pub(super) use touched::TABLES;

/// Referrals for which setting the ledger's indexes aside is worth it.
const MANY: u64 = if cfg!(test) { 2 } else { 2_000 };
/// Adjustments that are looked at together.
const ADJUSTMENTS: usize = 20_000;

/// Posts what the operation's facts owe beyond what is posted.
pub(super) fn bring_up_to_date(
    conn: &Connection,
    op: i64,
    marks: Option<&Marks>,
    watch: &dyn Watch,
) -> Result<Posted> {
    touched::by_changes(conn, op)?;
    if let Some(marks) = marks {
        touched::by_bulk(conn, marks)?;
    }
    let posted = settle(conn, Some((op, marks)), watch)?;
    touched::forget(conn)?;
    Ok(posted)
}

/// What a recalculation of the whole book would post; nothing, in a book that is right. Posts nothing itself.
pub(super) fn would_post(conn: &Connection) -> Result<Posted> {
    conn.execute_batch(TABLES)?;
    touched::forget(conn)?;
    touched::everything(conn, None)?;
    let posted = settle(conn, None, &Unwatched);
    touched::forget(conn)?;
    posted
}

/// Notes the referrals of rows that an earlier operation brought in bulk, before an undo takes them away.
pub(super) fn touch_bulk(conn: &Connection, op: i64) -> Result<()> {
    touched::by_ranges(conn, op, &Linked::of(&facts::all_terms(conn)?))
}

/// How much a recalculation looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recalculated {
    /// Referrals.
    pub referrals: u64,
    /// Revenue lines on them.
    pub lines: u64,
}

impl Tx<'_> {
    /// Has everything (or what these partners have a share in) worked out from nothing at the end of the operation; the
    /// difference to what is posted is posted.
    pub fn recalculate(&self, partners: Option<&[i64]>) -> Result<Recalculated> {
        touched::everything(self.conn, partners)?;
        let count = |sql: &str| -> Result<u64> {
            Ok(self
                .conn
                .query_row(sql, [], |r| r.get::<_, i64>(0))?
                .try_into()
                .unwrap_or(0))
        };
        Ok(Recalculated {
            referrals: count(
                "SELECT count(*) FROM temp.touched_referral t JOIN referral r ON r.id = t.id",
            )?,
            lines: count(
                "SELECT count(*) FROM temp.touched_referral t JOIN revenue_line v ON v.referral_id = t.id",
            )?,
        })
    }
}

/// Works out what is touched and posts (with an operation) or only counts (without) what the ledger lacks.
fn settle(
    conn: &Connection,
    op: Option<(i64, Option<&Marks>)>,
    watch: &dyn Watch,
) -> Result<Posted> {
    let terms: BTreeMap<i64, Version> = facts::all_terms(conn)?;
    let linked = Linked::of(&terms);
    touched::widen(conn, &linked)?;
    let voids = Voids::all(conn)?;
    // A ledger without a line has nothing to compare with.
    let fresh = !conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM commission)")?
        .query_row([], |r| r.get::<_, bool>(0))?;
    let in_bulk = matches!(op, Some((_, Some(_))));
    let all = touched::count(conn)?;
    let aside = if fresh && in_bulk && all >= MANY {
        SetAside::take(conn, "commission", "")?
    } else {
        SetAside::default()
    };
    let mut writer = op
        .map(|(op, marks)| Writer::new(conn, op, marks))
        .transpose()?;
    let mut posted = Posted::default();
    let mut partners = HashSet::new();
    let mut take = |difference: Difference<'_>| -> Result<()> {
        for delta in difference.deltas(&terms)? {
            posted.lines += 1;
            partners.insert(delta.thing.partner);
            posted
                .sums
                .add(Money::new(delta.minor, delta.thing.currency))?;
            if let Some(writer) = &mut writer {
                writer.post(&delta)?;
            }
        }
        Ok(())
    };
    let marks = op.and_then(|(_, marks)| marks).filter(|_| !fresh);
    let mut batches = linked.batches(conn, marks.map(|m| m.of("revenue_line")))?;
    let mut done = 0;
    while let Some(batch) = batches.pop_front() {
        watch.tell(done, all, "referrals")?;
        done += batch.referrals.len() as u64;
        let (facts, left) = batch.facts(conn, &terms, &linked)?;
        if !left.is_empty() {
            batches.push_back(Batch::alone(left));
        }
        let accruals = owed(&facts)?;
        let mut difference = Difference::default();
        if !fresh && batch.may_stand() {
            difference.stands_for_referrals(conn, &batch.referrals)?;
        }
        for accrual in accruals.iter().filter(|a| batch.posts(a)) {
            difference.want(accrual, &voids)?;
        }
        difference.name_terms(&facts);
        take(difference)?;
    }
    aside.put_back(conn)?;
    let mut q = conn.prepare_cached("SELECT id FROM temp.touched_adjustment ORDER BY id")?;
    let touched: Vec<i64> = q
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for ids in touched.chunks(ADJUSTMENTS) {
        let adjustments = super::adjustment::by_ids(conn, ids)?;
        let mut difference = Difference::default();
        difference.stands_for_adjustments(conn, ids)?;
        for adjustment in &adjustments {
            difference.add(adjustment, &voids);
        }
        take(difference)?;
    }
    posted.partners = partners.len() as u64;
    Ok(posted)
}
