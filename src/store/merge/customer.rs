//! Two customers that are one.

use rusqlite::params;

use super::{Merged, overlap};
use crate::{
    error::{Error, Result},
    store::{Customer, Noun, Tx, View},
};

impl View<'_> {
    /// What merging a customer into another would move; refused where it cannot be.
    pub fn customer_merge(&self, from: &Customer, into: &Customer) -> Result<Merged> {
        if from.id == into.id {
            return Err(
                Error::refused("That is one customer already.").means("Nothing was changed.")
            );
        }
        let lines: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM revenue_line WHERE customer_id = ?1")?
            .query_row([from.id], |r| r.get(0))?;
        let mut notes = Vec::new();
        if let (Some(theirs), Some(own)) = (from.known.referral, into.known.referral)
            && theirs != own
        {
            notes.push(format!(
                "{} stays brought by R{own}; what {} paid on R{theirs} goes on earning there.",
                into.known.name, from.known.name
            ));
        }
        for (without, with) in [(from, into), (into, from)] {
            if let (None, Some(referral)) = (without.known.referral, with.known.referral) {
                let nobodys = self.lines_of_nobody(without.id)?;
                if nobodys > 0 {
                    notes.push(format!(
                        "{nobodys} of the payments of {}, which earned for nobody, earn on R{referral} then.",
                        without.known.name
                    ));
                }
            }
        }
        let aliases = self.aliases(Noun::Customer, from.id)?.len() as u64;
        Ok(Merged {
            moves: vec![
                (lines.unsigned_abs(), "payment", "payments"),
                (aliases, "other name", "other names"),
            ],
            notes,
        })
    }

    fn lines_of_nobody(&self, customer: i64) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT count(*) FROM revenue_line WHERE customer_id = ?1 AND referral_id IS NULL",
            )?
            .query_row([customer], |r| r.get(0))?)
    }
}

impl Tx<'_> {
    /// Merges a customer into another: its payments move, what is empty there is filled, its names become other names of
    /// that one, and it is gone. Payments go on earning on the referrals they earn on.
    pub fn merge_customer(&self, from: i64, into: i64) -> Result<Merged> {
        let (from, into) = (self.view().customer(from)?, self.view().customer(into)?);
        let merged = self.view().customer_merge(&from, &into)?;
        let names = [
            Some(from.known.name.clone()),
            from.known.external_id.clone(),
            from.known.domain.clone(),
        ];
        if let (None, Some(referral)) = (from.known.referral, into.known.referral) {
            self.link_customer(from.id, referral)?;
        }
        self.conn.execute(
            "UPDATE revenue_line SET customer_id = ?2 WHERE customer_id = ?1",
            params![from.id, into.id],
        )?;
        self.conn.execute(
            "UPDATE alias SET record_id = ?2 WHERE noun = 'customer' AND record_id = ?1",
            params![from.id, into.id],
        )?;
        overlap::customers(self, from.id, into.id)?;
        self.conn
            .execute("DELETE FROM customer WHERE id = ?1", [from.id])?;
        let to = into.known.filled_from(&from.known);
        self.set_customer(into.id, &to)?;
        if let (Some(referral), None) = (to.referral, into.known.referral) {
            // Payments that earned for nobody earn for whoever brought it.
            self.link_customer(into.id, referral)?;
        }
        let own = [Some(to.name.clone()), to.external_id, to.domain];
        for name in names.into_iter().filter(|n| !own.contains(n)).flatten() {
            self.inherit(Noun::Customer, &name, into.id)?;
        }
        Ok(merged)
    }
}
