//! The explicit search for pairs whose names share no key: run over both whole sides, what it finds kept until a list or
//! an account changes. Nothing of it is in the log: it can be had again.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::{
    OURS,
    account::{MADE, Made},
    link_up::{self, Link, Party},
    links,
};
use crate::{
    error::{Error, Result},
    store::{Store, Watch},
};

impl Store {
    /// Looks at the names of a partner's accounts and ours letter by letter. `watch` is told how far it is, and may stop
    /// it. Returns how many pairs wait for a person because of it.
    pub fn search_overlap(&mut self, partner: i64, watch: &dyn Watch) -> Result<u64> {
        let tx = self
            .conn
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let (ours, theirs) = (parties(&tx, OURS)?, parties(&tx, partner)?);
        let said = links::said(&tx, partner)?;
        let go_on = |done, all| match watch.tell(done, all, "accounts") {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        };
        let found = link_up::search(&ours, &theirs, &said, &go_on);
        let mut found = found.map_err(|_| Error::stopped())?;
        // What counts, and what a person settled, is kept by keys and decisions alone.
        found.retain(|l: &Link| l.open);
        tx.prepare_cached("DELETE FROM overlap WHERE partner_id = ?1 AND searched = 1")?
            .execute([partner])?;
        links::write(&tx, partner, &found, true)?;
        let kept: i64 = tx.query_row(
            "SELECT count(*) FROM overlap WHERE partner_id = ?1 AND searched = 1",
            [partner],
            |r| r.get(0),
        )?;
        tx.commit()?;
        Ok(u64::try_from(kept).unwrap_or(0))
    }
}

/// All accounts of a side, in the order of their keys.
fn parties(conn: &Connection, side: i64) -> Result<Vec<Party>> {
    let mut q = conn.prepare_cached(&format!(
        "SELECT {MADE} FROM account a WHERE a.partner_id = ?1 ORDER BY a.key"
    ))?;
    let mut rows = q.query([side])?;
    let mut all = Vec::new();
    while let Some(r) = rows.next()? {
        all.push(Party::of(r.get(0)?, &Made::read(r)?));
    }
    Ok(all)
}
