//! Walks a book part by part, each part holding all the facts its answers depend on: bounded memory however large the
//! book is. What is done with a part is the caller's.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::facts;
use crate::{domain::facts::Facts, error::Result};

/// A part is closed once it has so many lines; one partner's, or one referral's, are never parted.
#[cfg(not(test))]
const LINES: i64 = 100_000;
/// Small enough that the tests' books have several parts.
#[cfg(test)]
const LINES: i64 = 4;
/// And once it has so many referrals or partners.
const ITEMS: usize = 20_000;

/// Which agreements are walked.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Which {
    /// Those of this program; of all, if nothing is said.
    pub program: Option<i64>,
    /// Those in which this partner has a share; all, if nothing is said.
    pub partner: Option<i64>,
    /// Whether what one referral owes may depend on others of the same partner.
    pub linked: bool,
}

/// A part of the book.
pub(super) struct Part {
    /// The facts, agreements on whole terms (`facts::load_whole`).
    pub facts: Facts,
    /// The partners whose agreements (naming them first) this part answers for; nothing: all of its agreements.
    firsts: Option<BTreeSet<i64>>,
}

impl Part {
    /// Whether this part answers for an agreement with this first-named partner; exactly one part does.
    pub fn answers_for(&self, first: i64) -> bool {
        self.firsts.as_ref().is_none_or(|f| f.contains(&first))
    }
}

const AGREEMENTS: &str = "FROM agreement a JOIN terms t ON t.id = a.terms_id
  JOIN agreement_share s ON s.agreement_id = a.id
   AND s.position = (SELECT min(position) FROM agreement_share m WHERE m.agreement_id = a.id)
  WHERE (?1 IS NULL OR t.program_id = ?1)
    AND (?2 IS NULL OR EXISTS (SELECT 1 FROM agreement_share x WHERE x.agreement_id = a.id AND x.partner_id = ?2))";

/// Hands the parts over one after the other. `tell` learns how many referrals or partners of how many are done.
pub(super) fn walk(
    conn: &Connection,
    which: Which,
    tell: &mut dyn FnMut(u64, u64) -> Result<()>,
    work: &mut dyn FnMut(Part) -> Result<()>,
) -> Result<()> {
    let key = if which.linked {
        "s.partner_id"
    } else {
        "a.referral_id"
    };
    let weight = if which.linked {
        // Every payment on a referral in which the partner has a share must be in the same part.
        "(SELECT count(*) FROM agreement_share o JOIN agreement b ON b.id = o.agreement_id
           JOIN revenue_line l ON l.referral_id = b.referral_id WHERE o.partner_id = k.id)"
    } else {
        "(SELECT count(*) FROM revenue_line l WHERE l.referral_id = k.id)"
    };
    let mut q = conn.prepare_cached(&format!(
        "SELECT k.id, {weight} FROM (SELECT DISTINCT {key} AS id {AGREEMENTS}) k ORDER BY k.id"
    ))?;
    let keys = q
        .query_map(params![which.program, which.partner], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?
        .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
    let total = keys.len() as u64;
    let mut done = 0;
    let mut part: Vec<i64> = Vec::new();
    let mut lines = 0;
    for (at, (key, weight)) in keys.iter().enumerate() {
        part.push(*key);
        lines += weight;
        let last = at + 1 == keys.len();
        if !last && lines < LINES && part.len() < ITEMS {
            continue;
        }
        tell(done, total)?;
        done += part.len() as u64;
        work(load(conn, which.linked, &part)?)?;
        part.clear();
        lines = 0;
    }
    tell(total, total)
}

fn load(conn: &Connection, linked: bool, keys: &[i64]) -> Result<Part> {
    if !linked {
        return Ok(Part {
            facts: facts::load_whole(conn, keys)?,
            firsts: None,
        });
    }
    let mut q = conn.prepare_cached(
        "SELECT DISTINCT b.referral_id FROM json_each(?1) k JOIN agreement_share o ON o.partner_id = k.value
         JOIN agreement b ON b.id = o.agreement_id ORDER BY 1",
    )?;
    let referrals = q
        .query_map([facts::id_list(keys)], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    Ok(Part {
        facts: facts::load_whole(conn, &referrals)?,
        firsts: Some(keys.iter().copied().collect()),
    })
}
