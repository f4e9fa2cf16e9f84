//! What one operation adds to the kept sums, read from the rows it made and changed: quick for one line of a partner
//! with half a million, and bounded in memory for ten million lines. Sums no partner from nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{CachedStatement, Connection, Row, ToSql, params};

use crate::{
    domain::{currency::Currency, day::parse_iso, ledger::LedgerError, month::Month},
    error::Result,
};

/// Sums that are gathered before they are written.
const GATHERED: usize = if cfg!(test) { 3 } else { 1 << 20 };

/// Rows of the operation in `tbl` that are in the log one by one. What came in bulk is read as it stands, with what the
/// same operation did to it after.
macro_rules! one_by_one {
    ($table:literal) => {
        concat!(
            "c.op = ?1 AND c.tbl = '",
            $table,
            "' AND NOT EXISTS (SELECT 1 FROM bulk b WHERE b.op = ?1 AND b.tbl = '",
            $table,
            "' AND c.row_id BETWEEN b.first_id AND b.last_id)"
        )
    };
}

/// Partner, day, currency, amount, 1 for what came and -1 for what went. A referral that went to another partner in the
/// same operation, or is gone, has both summed anew.
const REVENUE: &str = concat!(
    "SELECT r.partner_id, json_extract(c.before, '$.day'), json_extract(c.before, '$.currency'), json_extract(c.before, '$.minor'), -1
     FROM change c JOIN referral r ON r.id = json_extract(c.before, '$.referral_id') WHERE ",
    one_by_one!("revenue_line"),
    " UNION ALL
     SELECT r.partner_id, json_extract(c.after, '$.day'), json_extract(c.after, '$.currency'), json_extract(c.after, '$.minor'), 1
     FROM change c JOIN referral r ON r.id = json_extract(c.after, '$.referral_id') WHERE ",
    one_by_one!("revenue_line"),
);
const REVENUE_IN_BULK: &str = "SELECT r.partner_id, l.day, l.currency, l.minor, 1
     FROM bulk b CROSS JOIN revenue_line l ON l.id BETWEEN b.first_id AND b.last_id
     CROSS JOIN referral r ON r.id = l.referral_id WHERE b.op = ?1 AND b.tbl = 'revenue_line'";

/// The ledger only grows.
const EARNED: &str = "SELECT json_extract(after, '$.partner_id'), json_extract(after, '$.day'), json_extract(after, '$.currency'),
       json_extract(after, '$.minor'), 1 FROM change WHERE op = ?1 AND tbl = 'commission'";
const EARNED_IN_BULK: &str = "SELECT k.partner_id, k.day, k.currency, k.minor, 1
     FROM bulk b CROSS JOIN commission k ON k.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'commission'";

const PAID: &str = concat!(
    "SELECT json_extract(c.before, '$.partner_id'), json_extract(c.before, '$.currency'), json_extract(c.before, '$.minor'), -1
     FROM change c WHERE json_extract(c.before, '$.state') = 'paid' AND ",
    one_by_one!("payout"),
    " UNION ALL
     SELECT json_extract(c.after, '$.partner_id'), json_extract(c.after, '$.currency'), json_extract(c.after, '$.minor'), 1
     FROM change c WHERE json_extract(c.after, '$.state') = 'paid' AND ",
    one_by_one!("payout"),
    " UNION ALL
     SELECT p.partner_id, p.currency, p.minor, 1 FROM bulk b CROSS JOIN payout p ON p.id BETWEEN b.first_id AND b.last_id
     WHERE b.op = ?1 AND b.tbl = 'payout' AND p.state = 'paid'",
);

/// A sum that is not a whole number any more went beyond what can be held: then nothing is written.
const ADD_MONTH: &str = "INSERT INTO partner_month AS m (partner_id, month, currency, revenue, earned) VALUES (?1, ?2, ?3, ?4, ?5)
   ON CONFLICT (partner_id, month, currency) DO UPDATE SET revenue = m.revenue + excluded.revenue, earned = m.earned + excluded.earned
   WHERE typeof(m.revenue + excluded.revenue) = 'integer' AND typeof(m.earned + excluded.earned) = 'integer'";
const ADD_TOTAL: &str = "INSERT INTO partner_total AS m (partner_id, currency, revenue, earned, paid) VALUES (?1, ?2, ?3, ?4, ?5)
   ON CONFLICT (partner_id, currency) DO UPDATE SET revenue = m.revenue + excluded.revenue, earned = m.earned + excluded.earned,
     paid = m.paid + excluded.paid
   WHERE typeof(m.revenue + excluded.revenue) = 'integer' AND typeof(m.earned + excluded.earned) = 'integer'
     AND typeof(m.paid + excluded.paid) = 'integer'";

const NO_MONTH: &str = "SELECT revenue = 0 AND earned = 0 FROM partner_month WHERE partner_id = ?1 AND month = ?2 AND currency = ?3";
const NO_TOTAL: &str = "SELECT revenue = 0 AND earned = 0 AND paid = 0 FROM partner_total WHERE partner_id = ?1 AND currency = ?2";

/// What is added to one sum.
#[derive(Clone, Copy, Default)]
struct Added {
    revenue: i64,
    earned: i64,
    paid: i64,
    /// A row that is there for certain is behind it, so that the sum stands even if it is nothing.
    stands: bool,
}

/// What is added, by partner, month and currency.
struct Gathered<'a> {
    conn: &'a Connection,
    /// Partners that are summed anew anyway.
    whole: HashSet<i64>,
    months: HashMap<(i64, Month, Currency), Added>,
}

/// Adds what the operation made and changed to the sums of partners, and notes for summing anew whose sums may have
/// come to an end: a sum of nothing is kept as long as there is anything behind it.
pub(super) fn add(conn: &Connection, op: i64) -> Result<()> {
    let mut q = conn.prepare_cached("SELECT id FROM temp.touched_partner WHERE whole")?;
    let mut gathered = Gathered {
        conn,
        whole: q
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?,
        months: HashMap::new(),
    };
    for (sql, earned, stands) in [
        (REVENUE, false, false),
        (REVENUE_IN_BULK, false, true),
        (EARNED, true, true),
        (EARNED_IN_BULK, true, true),
    ] {
        let mut q = conn.prepare_cached(sql)?;
        let mut rows = q.query([op])?;
        while let Some(r) = rows.next()? {
            gathered.take(r, earned, stands)?;
            if gathered.months.len() >= GATHERED {
                gathered.write()?;
            }
        }
    }
    gathered.write()?;
    gathered.paid(op)
}

impl Gathered<'_> {
    fn take(&mut self, r: &Row<'_>, earned: bool, stands: bool) -> Result<()> {
        let month = Month::of(parse_iso(r.get_ref(1)?.as_str()?)?);
        let currency = Currency::from_code(r.get_ref(2)?.as_str()?)?;
        let minor = signed(r.get(3)?, r.get(4)?)?;
        let added = self.months.entry((r.get(0)?, month, currency)).or_default();
        let sum = if earned {
            &mut added.earned
        } else {
            &mut added.revenue
        };
        *sum = plus(*sum, minor)?;
        added.stands |= stands;
        Ok(())
    }

    /// Writes what is gathered, in the order the tables are in.
    fn write(&mut self) -> Result<()> {
        let mut months: Vec<_> = self.months.drain().collect();
        months.retain(|((partner, ..), _)| !self.whole.contains(partner));
        months.sort_unstable_by_key(|(key, _)| *key);
        let mut add_month = self.conn.prepare_cached(ADD_MONTH)?;
        let mut totals: BTreeMap<(i64, Currency), Added> = BTreeMap::new();
        for ((partner, month, currency), added) in months {
            let month = month.to_string();
            let sum = params![partner, month, currency.code(), added.revenue, added.earned];
            expect_held(add_month.execute(sum)?)?;
            if !added.stands {
                let key = params![partner, month, currency.code()];
                self.expect_something(partner, NO_MONTH, key)?;
            }
            let total = totals.entry((partner, currency)).or_default();
            total.revenue = plus(total.revenue, added.revenue)?;
            total.earned = plus(total.earned, added.earned)?;
            total.stands |= added.stands;
        }
        let mut add_total = self.conn.prepare_cached(ADD_TOTAL)?;
        for ((partner, currency), added) in totals {
            self.total(&mut add_total, partner, currency, added)?;
        }
        Ok(())
    }

    /// What was paid is in no month.
    fn paid(&mut self, op: i64) -> Result<()> {
        let mut totals: BTreeMap<(i64, Currency), Added> = BTreeMap::new();
        let mut q = self.conn.prepare_cached(PAID)?;
        let mut rows = q.query([op])?;
        while let Some(r) = rows.next()? {
            let currency = Currency::from_code(r.get_ref(1)?.as_str()?)?;
            let total = totals.entry((r.get(0)?, currency)).or_default();
            total.paid = plus(total.paid, signed(r.get(2)?, r.get(3)?)?)?;
        }
        let mut add_total = self.conn.prepare_cached(ADD_TOTAL)?;
        for ((partner, currency), added) in totals {
            if !self.whole.contains(&partner) {
                self.total(&mut add_total, partner, currency, added)?;
            }
        }
        Ok(())
    }

    fn total(
        &mut self,
        add_total: &mut CachedStatement<'_>,
        partner: i64,
        currency: Currency,
        added: Added,
    ) -> Result<()> {
        let code = currency.code();
        let sum = params![partner, code, added.revenue, added.earned, added.paid];
        expect_held(add_total.execute(sum)?)?;
        if !added.stands {
            self.expect_something(partner, NO_TOTAL, params![partner, code])?;
        }
        Ok(())
    }

    /// Notes a partner for summing anew if a sum of it came to nothing: perhaps nothing is behind it any more.
    fn expect_something(&mut self, partner: i64, sql: &str, key: &[&dyn ToSql]) -> Result<()> {
        let nothing: bool = self
            .conn
            .prepare_cached(sql)?
            .query_row(key, |r| r.get(0))?;
        if nothing {
            self.conn
                .prepare_cached(
                    "INSERT INTO temp.touched_partner (id, whole) VALUES (?1, 1) ON CONFLICT (id) DO UPDATE SET whole = 1",
                )?
                .execute([partner])?;
            self.whole.insert(partner);
        }
        Ok(())
    }
}

/// Whether a sum took what was added.
fn expect_held(written: usize) -> Result<()> {
    if written == 0 {
        return Err(LedgerError::too_large("A sum").into());
    }
    Ok(())
}

fn signed(minor: i64, sign: i64) -> Result<i64> {
    minor
        .checked_mul(sign)
        .ok_or_else(|| LedgerError::too_large("A sum").into())
}

fn plus(sum: i64, minor: i64) -> Result<i64> {
    sum.checked_add(minor)
        .ok_or_else(|| LedgerError::too_large("A sum").into())
}
