//! What should stand beside what is posted: the difference, line by line, with why. Reads the ledger, writes nothing.

use std::collections::{BTreeMap, HashMap, HashSet, hash_map::Entry};

use rusqlite::Connection;

use super::quick::ByNumbers;
use crate::{
    domain::{
        currency::Currency,
        day::{Day, add_days, parse_iso},
        engine::Accrual,
        facts::Facts,
        ledger::LedgerError,
    },
    error::Result,
    store::{
        adjustment::Adjustment,
        commission::PostedFor,
        facts::{Version, agreement_of, id_list, terms_of},
        void::Voids,
    },
};

/// What a sum in the ledger is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Thing {
    pub(super) source: PostedFor,
    pub(super) agreement: i64,
    pub(super) partner: i64,
    pub(super) currency: Currency,
}

/// A thing and the day it counts as: what moves to another day is taken back on the old one and posted on the new.
type Key = (Thing, Day);

/// What the ledger holds under a key.
struct Stands {
    minor: i64,
    payable_on: Day,
    referral: i64,
}

impl Stands {
    /// One more line under the same key.
    fn add(&mut self, line: &Self) -> Result<()> {
        self.minor = self
            .minor
            .checked_add(line.minor)
            .ok_or_else(|| LedgerError::too_large("A sum"))?;
        if line.payable_on < self.payable_on {
            self.payable_on = line.payable_on;
            self.referral = line.referral;
        }
        Ok(())
    }
}

/// What should stand under a key.
struct Wanted<'a> {
    minor: i64,
    from: From<'a>,
}

#[derive(Clone, Copy)]
enum From<'a> {
    Accrual(&'a Accrual),
    Adjustment(&'a Adjustment),
}

/// Why a line is posted.
#[derive(Clone, Copy)]
pub(super) enum Why<'a> {
    /// It is owed, and nothing was posted for it before; with the text of its terms.
    Owed(&'a Accrual, &'a str),
    /// It is owed, and something else was posted for it before.
    Changed(&'a Accrual),
    /// A person added it.
    Added(&'a Adjustment),
    /// What a person added is there again.
    AddedAgain,
    /// A person voided it.
    Voided(&'a str),
    /// What it was posted for is gone, or earns nothing.
    Gone,
}

/// One line that the ledger lacks.
pub(super) struct Delta<'a> {
    pub(super) thing: Thing,
    pub(super) referral: i64,
    pub(super) day: Day,
    pub(super) payable_on: Day,
    pub(super) minor: i64,
    pub(super) why: Why<'a>,
}

/// Both sides of a batch.
#[derive(Default)]
pub(super) struct Difference<'a> {
    stands: HashMap<Key, Stands, ByNumbers>,
    wanted: HashMap<Key, Wanted<'a>, ByNumbers>,
    voided: HashMap<Thing, &'a str>,
    /// The version of terms of each agreement.
    terms: HashMap<i64, i64, ByNumbers>,
}

const STANDS: &str = "SELECT c.source, c.source_id, c.agreement_id, c.partner_id, c.currency, c.day, c.minor, c.payable_on, c.referral_id";

impl<'a> Difference<'a> {
    /// What is posted for some referrals.
    pub(super) fn stands_for_referrals(
        &mut self,
        conn: &Connection,
        referrals: &[i64],
    ) -> Result<()> {
        self.read(
            conn,
            &format!(
                "{STANDS} FROM json_each(?1) t JOIN commission c ON c.referral_id = t.value
                 WHERE c.source <> 'hand'"
            ),
            referrals,
        )
    }

    /// What is posted for some adjustments.
    pub(super) fn stands_for_adjustments(&mut self, conn: &Connection, ids: &[i64]) -> Result<()> {
        self.read(
            conn,
            &format!(
                "{STANDS} FROM json_each(?1) t JOIN commission c ON c.source = 'hand' AND c.source_id = t.value"
            ),
            ids,
        )
    }

    fn read(&mut self, conn: &Connection, sql: &str, ids: &[i64]) -> Result<()> {
        let mut q = conn.prepare_cached(sql)?;
        let mut rows = q.query([id_list(ids)])?;
        while let Some(r) = rows.next()? {
            let thing = Thing {
                source: PostedFor::read(r.get_ref(0)?.as_str()?, r.get(1)?)?,
                agreement: r.get(2)?,
                partner: r.get(3)?,
                currency: Currency::from_code(r.get_ref(4)?.as_str()?)?,
            };
            let stands = Stands {
                minor: r.get(6)?,
                payable_on: parse_iso(r.get_ref(7)?.as_str()?)?,
                referral: r.get(8)?,
            };
            // Added up here: SQL would sort every line for it.
            match self
                .stands
                .entry((thing, parse_iso(r.get_ref(5)?.as_str()?)?))
            {
                Entry::Vacant(first) => {
                    first.insert(stands);
                }
                Entry::Occupied(mut sum) => sum.get_mut().add(&stands)?,
            }
        }
        Ok(())
    }

    /// One accrual of the engine, unless a person voided what it is for, or the line that it refunds.
    pub(super) fn want(&mut self, accrual: &'a Accrual, voids: &'a Voids) -> Result<()> {
        let thing = Thing {
            source: accrual.source.into(),
            agreement: agreement_of(accrual.agreement),
            partner: accrual.partner,
            currency: accrual.money.currency,
        };
        let refunded = accrual.figures.refund_of.map(PostedFor::Revenue);
        let voided = [Some(thing.source), refunded]
            .into_iter()
            .flatten()
            .find_map(|source| voids.reason(source, thing.agreement, thing.partner));
        if let Some(reason) = voided {
            self.voided.insert(thing, reason);
            return Ok(());
        }
        let wanted = self.wanted.entry((thing, accrual.day)).or_insert(Wanted {
            minor: 0,
            from: From::Accrual(accrual),
        });
        // Several clauses of one terms may pay on one line: one sum stands for all.
        wanted.minor = wanted
            .minor
            .checked_add(accrual.money.minor)
            .ok_or_else(|| LedgerError::too_large("A commission"))?;
        Ok(())
    }

    /// One adjustment, unless a person voided it.
    pub(super) fn add(&mut self, adjustment: &'a Adjustment, voids: &'a Voids) {
        let known = &adjustment.known;
        let thing = Thing {
            source: PostedFor::Adjustment(adjustment.id),
            agreement: 0,
            partner: known.partner,
            currency: known.money.currency,
        };
        if let Some(reason) = voids.reason(thing.source, 0, thing.partner) {
            self.voided.insert(thing, reason);
            return;
        }
        let wanted = Wanted {
            minor: known.money.minor,
            from: From::Adjustment(adjustment),
        };
        self.wanted.insert((thing, known.day), wanted);
    }

    /// Notes which terms each agreement is on.
    pub(super) fn name_terms(&mut self, facts: &Facts) {
        self.terms = facts
            .agreements
            .iter()
            .map(|a| (agreement_of(a.id), terms_of(a.plan)))
            .collect();
    }

    /// The lines that the ledger lacks, by day.
    pub(super) fn deltas<'t>(mut self, terms: &'t BTreeMap<i64, Version>) -> Result<Vec<Delta<'t>>>
    where
        'a: 't,
    {
        let known: HashSet<Thing, ByNumbers> =
            self.stands.keys().map(|(thing, _)| *thing).collect();
        let mut deltas = Vec::new();
        for ((thing, day), wanted) in &self.wanted {
            let before = self.stands.remove(&(*thing, *day)).map_or(0, |s| s.minor);
            let minor = wanted
                .minor
                .checked_sub(before)
                .ok_or_else(|| LedgerError::too_large("A correction"))?;
            if minor == 0 {
                continue;
            }
            let again = known.contains(thing);
            let delta = match wanted.from {
                From::Accrual(accrual) => {
                    let version = self
                        .terms
                        .get(&thing.agreement)
                        .and_then(|id| terms.get(id));
                    Delta {
                        thing: *thing,
                        referral: accrual.referral,
                        day: *day,
                        payable_on: add_days(*day, version.map_or(0, |v| v.hold_days))?,
                        minor,
                        why: if again {
                            Why::Changed(accrual)
                        } else {
                            Why::Owed(accrual, version.map_or("terms", |v| v.text.as_str()))
                        },
                    }
                }
                From::Adjustment(adjustment) => Delta {
                    thing: *thing,
                    referral: adjustment.known.referral.unwrap_or(0),
                    day: *day,
                    payable_on: *day,
                    minor,
                    why: if again {
                        Why::AddedAgain
                    } else {
                        Why::Added(adjustment)
                    },
                },
            };
            deltas.push(delta);
        }
        for ((thing, day), left) in self.stands.iter().filter(|(_, s)| s.minor != 0) {
            deltas.push(Delta {
                thing: *thing,
                referral: left.referral,
                day: *day,
                payable_on: left.payable_on,
                minor: left
                    .minor
                    .checked_neg()
                    .ok_or_else(|| LedgerError::too_large("A correction"))?,
                why: self.voided.get(thing).map_or(Why::Gone, |r| Why::Voided(r)),
            });
        }
        deltas.sort_unstable_by_key(|d| (d.day, d.thing));
        Ok(deltas)
    }
}
