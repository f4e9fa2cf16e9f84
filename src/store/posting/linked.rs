//! Which terms look at more than one referral, and how what is touched is parted into batches that fit in memory and
//! still see all they look at. Works nothing out.

use std::collections::{BTreeMap, VecDeque};

use rusqlite::Connection;

use super::added;
use crate::{
    domain::{
        engine::Accrual,
        facts::{Facts, Source},
        plan::Plan,
    },
    error::Result,
    store::facts::{self, Version, id_list},
};

/// Referrals that are worked out together: bounds the memory, and few enough that what is put in order stays near the
/// processor. One partner's worth may go beyond it.
const CHUNK: usize = if cfg!(test) { 3 } else { 2_000 };
/// The same bound in shares of the partners that are looked at.
const CHUNK_SHARES: i64 = if cfg!(test) { 3 } else { 20_000 };

/// The versions of terms that look at more than one referral.
pub(super) struct Linked {
    all: Vec<i64>,
    tiered: Vec<i64>,
}

/// Referrals to post for, worked out together.
pub(super) struct Batch {
    /// Their ids, in order.
    pub(super) referrals: Vec<i64>,
    sees: Sees,
}

/// What must be seen to work a batch out.
#[derive(Clone, Copy, PartialEq)]
enum Sees {
    /// The referrals themselves.
    Alone,
    /// Of the referrals themselves, the payments that came after this line, and the one that began their months.
    After(i64),
    /// Other referrals too: their terms look at them.
    Around,
}

impl Linked {
    /// Those among the book's versions.
    pub(super) fn of(terms: &BTreeMap<i64, Version>) -> Self {
        let which = |holds: &dyn Fn(&Version) -> bool| {
            terms
                .iter()
                .filter(|(_, v)| holds(v))
                .map(|(id, _)| *id)
                .collect()
        };
        Self {
            all: which(&Version::reaches_others),
            tiered: which(&|v| v.clauses.iter().any(|p| matches!(p, Plan::Tiered(_)))),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn list(&self) -> String {
        id_list(&self.all)
    }

    pub(super) fn tiered_list(&self) -> String {
        id_list(&self.tiered)
    }

    /// The touched referrals in batches: those that stand alone by number, the others by their first-named partner.
    /// `last`: the newest line that is not of this operation, where only what it adds need be worked out.
    pub(super) fn batches(&self, conn: &Connection, last: Option<i64>) -> Result<VecDeque<Batch>> {
        let linked = self.list();
        // Without such terms nobody is to be looked up.
        let mut q = conn.prepare_cached(if self.is_empty() {
            "SELECT t.id, t.adds FROM temp.touched_referral t WHERE ?1 = '[]' ORDER BY t.id"
        } else {
            "SELECT t.id, t.adds FROM temp.touched_referral t
             WHERE NOT EXISTS (SELECT 1 FROM agreement a WHERE a.referral_id = t.id AND a.terms_id IN (SELECT value FROM json_each(?1)))
             ORDER BY t.id"
        })?;
        let (mut alone, mut added) = (Vec::new(), Vec::new());
        let mut rows = q.query([&linked])?;
        while let Some(r) = rows.next()? {
            let to = if last.is_some() && r.get(1)? {
                &mut added
            } else {
                &mut alone
            };
            to.push(r.get(0)?);
        }
        let after = last.map_or(Sees::Alone, Sees::After);
        let mut batches: VecDeque<Batch> = [(alone, Sees::Alone), (added, after)]
            .iter()
            .flat_map(|(all, sees)| all.chunks(CHUNK).map(|ids| Batch::of(ids.to_vec(), *sees)))
            .collect();
        if self.is_empty() {
            return Ok(batches);
        }
        let mut q = conn.prepare_cached(
            "SELECT min(s.partner_id), a.referral_id FROM temp.touched_referral t CROSS JOIN agreement a ON a.referral_id = t.id
             CROSS JOIN agreement_share s ON s.agreement_id = a.id
             WHERE a.terms_id IN (SELECT value FROM json_each(?1))
               AND s.position = (SELECT min(m.position) FROM agreement_share m WHERE m.agreement_id = a.id)
             GROUP BY a.referral_id ORDER BY 1, 2",
        )?;
        let mut size =
            conn.prepare_cached("SELECT count(*) FROM agreement_share WHERE partner_id = ?1")?;
        let mut rows = q.query([&linked])?;
        let (mut batch, mut weight, mut last) = (Vec::new(), 0_i64, None);
        while let Some(r) = rows.next()? {
            let (partner, referral): (i64, i64) = (r.get(0)?, r.get(1)?);
            if last != Some(partner) {
                if weight > CHUNK_SHARES {
                    batches.push_back(Batch::around(std::mem::take(&mut batch)));
                    weight = 0;
                }
                weight += size.query_row([partner], |r| r.get::<_, i64>(0))?;
                last = Some(partner);
            }
            batch.push(referral);
        }
        if !batch.is_empty() {
            batches.push_back(Batch::around(batch));
        }
        Ok(batches)
    }
}

impl Batch {
    fn of(referrals: Vec<i64>, sees: Sees) -> Self {
        Self { referrals, sees }
    }

    fn around(mut referrals: Vec<i64>) -> Self {
        referrals.sort_unstable();
        Self::of(referrals, Sees::Around)
    }

    /// Referrals of which everything is to be seen.
    pub(super) fn alone(referrals: Vec<i64>) -> Self {
        Self::of(referrals, Sees::Alone)
    }

    /// Whether something may be posted for it already.
    pub(super) fn may_stand(&self) -> bool {
        !matches!(self.sees, Sees::After(_))
    }

    /// Whether an accrual is to be posted, and is not only there because it was looked at.
    pub(super) fn posts(&self, accrual: &Accrual) -> bool {
        match self.sees {
            Sees::Alone => true,
            Sees::After(last) => matches!(accrual.source, Source::Line(id) if id > last),
            Sees::Around => self.referrals.binary_search(&accrual.referral).is_ok(),
        }
    }

    /// The facts of the batch, and of all referrals on which the first-named partners of its linked agreements have a
    /// share: with them the engine's answers for the batch are those for the whole book. Referrals of which more must be
    /// seen than the batch does are left out, and returned.
    pub(super) fn facts(
        &self,
        conn: &Connection,
        terms: &BTreeMap<i64, Version>,
        linked: &Linked,
    ) -> Result<(Facts, Vec<i64>)> {
        match self.sees {
            Sees::Alone => Ok((facts::load(conn, terms, &self.referrals)?, Vec::new())),
            Sees::After(last) => added::load(conn, terms, &self.referrals, last),
            Sees::Around => Ok((self.facts_around(conn, terms, linked)?, Vec::new())),
        }
    }

    fn facts_around(
        &self,
        conn: &Connection,
        terms: &BTreeMap<i64, Version>,
        linked: &Linked,
    ) -> Result<Facts> {
        let mut q = conn.prepare_cached(
            "SELECT value FROM json_each(?1)
             UNION SELECT b.referral_id FROM
              (SELECT DISTINCT s.partner_id FROM json_each(?1) t CROSS JOIN agreement a ON a.referral_id = t.value
               CROSS JOIN agreement_share s ON s.agreement_id = a.id
               WHERE a.terms_id IN (SELECT value FROM json_each(?2))
                 AND s.position = (SELECT min(m.position) FROM agreement_share m WHERE m.agreement_id = a.id)) f
              CROSS JOIN agreement_share o ON o.partner_id = f.partner_id CROSS JOIN agreement b ON b.id = o.agreement_id",
        )?;
        let around: Vec<i64> = q
            .query_map([id_list(&self.referrals), linked.list()], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        // Revenue of others counts to volume only; wins are on the referrals themselves.
        let lines = if linked.tiered.is_empty() {
            &self.referrals
        } else {
            &around
        };
        facts::load_with(conn, terms, &around, lines)
    }
}
