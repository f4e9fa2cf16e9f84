//! From facts to the ledger: what should stand is compared with what is posted, and the difference is posted as new
//! lines with their reason. Posted lines never change, and doing it again posts nothing.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::{Posted, facts};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, add_days, parse_iso},
        engine::{Accrual, owed},
        facts::Source,
        money::Money,
    },
    error::Result,
};

/// Referrals whose facts are worked out together when no terms look at other referrals: bounds the memory.
const CHUNK: usize = 20_000;

const TOUCHED_BY_CHANGES: &str = "
  INSERT OR IGNORE INTO temp.touched_referral
  SELECT row_id FROM change WHERE op = ?1 AND tbl = 'referral'
  UNION SELECT json_extract(before, '$.referral_id') FROM change
   WHERE op = ?1 AND tbl IN ('agreement', 'revenue_line') AND json_extract(before, '$.referral_id') IS NOT NULL
  UNION SELECT json_extract(after, '$.referral_id') FROM change
   WHERE op = ?1 AND tbl IN ('agreement', 'revenue_line') AND json_extract(after, '$.referral_id') IS NOT NULL
  UNION SELECT a.referral_id FROM change c JOIN agreement a ON a.id = json_extract(coalesce(c.after, c.before), '$.agreement_id')
   WHERE c.op = ?1 AND c.tbl = 'agreement_share'";

/// One line that the ledger lacks.
struct Delta<'a> {
    key: Key,
    accrual: Option<&'a Accrual>,
    day: Day,
    payable_on: Day,
    minor: i64,
    again: bool,
}

/// What a sum in the ledger is for: source (true: a revenue line), its id, agreement, partner, currency, and the day it
/// counts as. A fact that moves to another day is taken back on the old one and posted on the new.
type Key = (bool, i64, i64, i64, Currency, Day);

/// The key without its day: the same thing, whenever it counts.
fn thing(key: &Key) -> (bool, i64, i64, i64, Currency) {
    (key.0, key.1, key.2, key.3, key.4)
}

/// What the ledger holds under a key.
struct Stands {
    minor: i64,
    payable_on: Day,
    referral: i64,
}

/// Posts what the operation's facts owe beyond what is posted.
pub(super) fn bring_up_to_date(conn: &Connection, op: i64, bulk: bool) -> Result<Posted> {
    conn.prepare_cached(TOUCHED_BY_CHANGES)?.execute([op])?;
    if bulk {
        touch_new(conn, op)?;
    }
    let posted = settle(conn, Some(op))?;
    conn.prepare_cached("DELETE FROM temp.touched_referral")?
        .execute([])?;
    Ok(posted)
}

/// What a recalculation of the whole book would post; nothing, in a book that is right. Posts nothing itself.
pub(super) fn would_post(conn: &Connection) -> Result<Posted> {
    conn.execute_batch("CREATE TEMP TABLE IF NOT EXISTS touched_referral (id INTEGER PRIMARY KEY);
                        DELETE FROM temp.touched_referral; INSERT INTO temp.touched_referral SELECT id FROM referral
                        UNION SELECT referral_id FROM commission WHERE source <> 'hand'")?;
    let posted = settle(conn, None);
    conn.execute_batch("DELETE FROM temp.touched_referral")?;
    posted
}

/// Notes the referrals of rows that this operation brought in bulk: they are not in `change`, but carry its number.
fn touch_new(conn: &Connection, op: i64) -> Result<()> {
    conn.execute(
        "INSERT OR IGNORE INTO temp.touched_referral
         SELECT id FROM referral WHERE op = ?1 UNION SELECT referral_id FROM agreement WHERE op = ?1
         UNION SELECT referral_id FROM revenue_line WHERE op = ?1 AND referral_id IS NOT NULL",
        [op],
    )?;
    Ok(())
}

/// Notes the referrals of rows that an earlier operation brought in bulk, before an undo takes them away.
pub(super) fn touch_bulk(conn: &Connection, op: i64) -> Result<()> {
    conn.execute(
        "INSERT OR IGNORE INTO temp.touched_referral
         SELECT r.id FROM bulk b JOIN referral r ON r.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'referral'
         UNION SELECT a.referral_id FROM bulk b JOIN agreement a ON a.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'agreement'
         UNION SELECT l.referral_id FROM bulk b JOIN revenue_line l ON l.id BETWEEN b.first_id AND b.last_id
          WHERE b.op = ?1 AND b.tbl = 'revenue_line' AND l.referral_id IS NOT NULL",
        [op],
    )?;
    // Who shares in them must be known before the shares go: wins count for other referrals of theirs.
    widen(conn, None, &linked(&facts::all_terms(conn)?))
}

/// The versions of terms that look at more than one referral.
fn linked(terms: &BTreeMap<i64, facts::Version>) -> Vec<i64> {
    terms
        .iter()
        .filter(|(_, v)| v.reaches_others())
        .map(|(id, _)| *id)
        .collect()
}

/// Works out the touched referrals and posts (with an operation) or only counts (without) what the ledger lacks.
fn settle(conn: &Connection, op: Option<i64>) -> Result<Posted> {
    let terms = facts::all_terms(conn)?;
    let linked = linked(&terms);
    widen(conn, op, &linked)?;
    let mut q = conn.prepare_cached("SELECT id FROM temp.touched_referral ORDER BY id")?;
    let touched: Vec<i64> = q
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // Terms that look at other referrals need them in the same calculation.
    let size = if linked.is_empty() {
        CHUNK
    } else {
        touched.len().max(1)
    };
    let mut posted = Posted::default();
    for chunk in touched.chunks(size) {
        let facts = facts::load(conn, &terms, chunk)?;
        let accruals = owed(&facts)?;
        let of_agreement: BTreeMap<i64, (i64, i64)> = facts
            .agreements
            .iter()
            .map(|a| (facts::agreement_of(a.id), (a.referral, a.plan)))
            .collect();
        let mut stands = posted_sums(conn, chunk)?;
        let mut wanted: BTreeMap<Key, (i64, &Accrual)> = BTreeMap::new();
        for accrual in &accruals {
            let (is_line, source) = match accrual.source {
                Source::Line(id) => (true, id),
                Source::Referral(id) => (false, id),
            };
            let key = (
                is_line,
                source,
                facts::agreement_of(accrual.agreement),
                accrual.partner,
                accrual.money.currency,
                accrual.day,
            );
            wanted.entry(key).or_insert((0, accrual)).0 += accrual.money.minor;
        }
        let known: BTreeSet<_> = stands.keys().map(thing).collect();
        let mut deltas = Vec::new();
        for (key, (minor, accrual)) in &wanted {
            let before = stands.remove(key);
            let delta = minor - before.as_ref().map_or(0, |s| s.minor);
            if delta != 0 {
                let hold = of_agreement
                    .get(&key.2)
                    .and_then(|(_, plan)| terms.get(&facts::terms_of(*plan)))
                    .map_or(0, |v| v.hold_days);
                let referral = of_agreement
                    .get(&key.2)
                    .map_or(0, |(referral, _)| *referral);
                let delta = Delta {
                    key: *key,
                    accrual: Some(accrual),
                    day: accrual.day,
                    payable_on: add_days(accrual.day, hold)?,
                    minor: delta,
                    again: known.contains(&thing(key)),
                };
                deltas.push((referral, delta));
            }
        }
        for (key, left) in stands.into_iter().filter(|(_, s)| s.minor != 0) {
            let delta = Delta {
                key,
                accrual: None,
                day: key.5,
                payable_on: left.payable_on,
                minor: -left.minor,
                again: true,
            };
            deltas.push((left.referral, delta));
        }
        deltas.sort_by_key(|(_, d)| (d.day, thing(&d.key)));
        for (referral, delta) in &deltas {
            posted.lines += 1;
            posted.sums.add(Money::new(delta.minor, delta.key.4))?;
            if let Some(op) = op {
                post(conn, op, *referral, delta, &of_agreement, &terms)?;
            }
        }
    }
    Ok(posted)
}

/// Adds the referrals whose commission depends on the touched ones: those of partners whose terms look at a month's
/// volume or at recent wins.
fn widen(conn: &Connection, op: Option<i64>, linked: &[i64]) -> Result<()> {
    if linked.is_empty() {
        return Ok(());
    }
    let list = linked
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",");
    let first_named = format!(
        "SELECT s.partner_id FROM agreement a JOIN agreement_share s ON s.agreement_id = a.id
         WHERE a.terms_id IN ({list}) AND s.position = (SELECT min(position) FROM agreement_share m WHERE m.agreement_id = a.id)"
    );
    let sql = format!(
        "INSERT OR IGNORE INTO temp.touched_referral
         SELECT a.referral_id FROM agreement_share s JOIN agreement a ON a.id = s.agreement_id
         WHERE s.partner_id IN ({first_named}) AND s.partner_id IN (
           SELECT n.partner_id FROM temp.touched_referral t JOIN agreement b ON b.referral_id = t.id JOIN agreement_share n ON n.agreement_id = b.id
           UNION SELECT json_extract(coalesce(c.after, c.before), '$.partner_id') FROM change c WHERE c.op = ?1 AND c.tbl = 'agreement_share')"
    );
    while conn.prepare_cached(&sql)?.execute([op])? > 0 {}
    Ok(())
}

fn posted_sums(conn: &Connection, referrals: &[i64]) -> Result<BTreeMap<Key, Stands>> {
    let mut q = conn.prepare_cached(
        "SELECT c.source = 'line', c.source_id, c.agreement_id, c.partner_id, c.currency, c.day, sum(c.minor), min(c.payable_on), c.referral_id
         FROM json_each(?1) t JOIN commission c ON c.referral_id = t.value
         WHERE c.source <> 'hand' GROUP BY 1, 2, 3, 4, 5, 6",
    )?;
    let mut rows = q.query([facts::id_list(referrals)])?;
    let mut sums = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let key = (
            r.get(0)?,
            r.get(1)?,
            r.get(2)?,
            r.get(3)?,
            Currency::from_code(r.get_ref(4)?.as_str()?)?,
            parse_iso(r.get_ref(5)?.as_str()?)?,
        );
        sums.insert(
            key,
            Stands {
                minor: r.get(6)?,
                payable_on: parse_iso(r.get_ref(7)?.as_str()?)?,
                referral: r.get(8)?,
            },
        );
    }
    Ok(sums)
}

fn post(
    conn: &Connection,
    op: i64,
    referral: i64,
    delta: &Delta<'_>,
    agreements: &BTreeMap<i64, (i64, i64)>,
    terms: &BTreeMap<i64, facts::Version>,
) -> Result<()> {
    let (is_line, source, agreement, partner, currency) = thing(&delta.key);
    let refund = delta.accrual.is_some_and(|a| a.figures.refund_of.is_some());
    let entry = match (delta.again, refund) {
        (true, _) => "correction",
        (false, true) => "refund",
        (false, false) => "accrual",
    };
    let clause = agreements
        .get(&agreement)
        .and_then(|(_, plan)| terms.get(&facts::terms_of(*plan)))
        .map(|v| v.text.as_str());
    let reason = match (delta.accrual, clause) {
        (None, _) => format!("H{op} took away what it was earned on"),
        (Some(_), _) if delta.again => format!("H{op} changed what it is worked out from"),
        (Some(a), Some(text)) if refund => format!(
            "refund of V{}: {text}",
            a.figures.refund_of.unwrap_or_default()
        ),
        (Some(_), text) => text.unwrap_or("terms").to_owned(),
    };
    let figures = delta.accrual.map(|a| &a.figures);
    let month = figures.and_then(|f| f.month);
    conn.prepare_cached(
        "INSERT INTO commission (partner_id, referral_id, agreement_id, source, source_id, entry, day, payable_on, currency, minor,
           base_minor, rate, share, month, months, reason, op)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        partner,
        referral,
        agreement,
        if is_line { "line" } else { "event" },
        source,
        entry,
        delta.day.to_string(),
        delta.payable_on.to_string(),
        currency.code(),
        delta.minor,
        figures.map_or(0, |f| f.base),
        figures.and_then(|f| f.rate).map_or_else(String::new, |r| r.to_string()),
        figures.map_or_else(String::new, |f| f.share.number()),
        month.map(|m| m.0),
        month.map(|m| m.1),
        reason,
        op
    ])?;
    Ok(())
}
