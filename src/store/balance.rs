//! What each partner had earned, was paid and was owed on a day, by the facts or by what was known of them then.

use rusqlite::named_params;

use super::{View, column::broken};
use crate::{
    domain::{currency::Currency, day::Day, money::Money},
    error::Result,
};

/// The moment that is asked about: two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Facts dated on this day or before count.
    pub day: Day,
    /// Only what was in the book by the end of this day (UTC, the clock of the log) counts; `None`: all that is in it.
    pub known: Option<Day>,
}

/// A partner's balance in one currency. What is owed is held, blocked, payable or in a payout that is not paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The partner's id.
    pub partner: i64,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// Everything earned, refunds and corrections taken off.
    pub earned: Money,
    /// Everything paid, what came back taken off.
    pub paid: Money,
    /// Earned less paid (`COMMISSION_RULES R11`).
    pub owed: Money,
    /// Waits for its payable day.
    pub held: Money,
    /// Held back by a person.
    pub blocked: Money,
    /// May be paid.
    pub payable: Money,
    /// In payouts that were not paid.
    pub in_payout: Money,
}

/// Rows as they were when operation `:cut` was the newest: what was changed since is read from the log, as it was before
/// the first of those changes. The casts give both arms one affinity: without it SQLite joins them without an index.
const BALANCES: &str = "
  WITH later AS MATERIALIZED (
    SELECT tbl, row_id, min(id) AS id FROM change
     WHERE op > :cut AND tbl IN ('payout', 'payout_line', 'commission_block') GROUP BY 1, 2),
  y AS MATERIALIZED (
    SELECT id, partner_id, currency, minor, as_of, state, paid_on, reversed_on FROM payout
     WHERE op <= :cut AND id NOT IN (SELECT row_id FROM later WHERE tbl = 'payout')
    UNION ALL
    SELECT c.row_id, CAST(c.before ->> 'partner_id' AS INTEGER), CAST(c.before ->> 'currency' AS TEXT), CAST(c.before ->> 'minor' AS INTEGER), CAST(c.before ->> 'as_of' AS TEXT),
           CAST(c.before ->> 'state' AS TEXT), CAST(c.before ->> 'paid_on' AS TEXT), CAST(c.before ->> 'reversed_on' AS TEXT)
      FROM later JOIN change c ON c.id = later.id WHERE later.tbl = 'payout' AND c.before IS NOT NULL),
  l AS (
    SELECT payout_id, commission_id FROM payout_line
     WHERE op <= :cut AND id NOT IN (SELECT row_id FROM later WHERE tbl = 'payout_line')
    UNION ALL
    SELECT CAST(c.before ->> 'payout_id' AS INTEGER), CAST(c.before ->> 'commission_id' AS INTEGER)
      FROM later JOIN change c ON c.id = later.id WHERE later.tbl = 'payout_line' AND c.before IS NOT NULL),
  b AS MATERIALIZED (
    SELECT commission_id, on_day FROM commission_block
     WHERE op <= :cut AND id NOT IN (SELECT row_id FROM later WHERE tbl = 'commission_block')
    UNION ALL
    SELECT CAST(c.before ->> 'commission_id' AS INTEGER), CAST(c.before ->> 'on_day' AS TEXT)
      FROM later JOIN change c ON c.id = later.id WHERE later.tbl = 'commission_block' AND c.before IS NOT NULL),
  placed AS MATERIALIZED (
    SELECT l.commission_id, max(coalesce(y.paid_on <= :day, 0)) AS paid FROM l JOIN y ON y.id = l.payout_id
     WHERE (y.as_of <= :day OR y.paid_on <= :day)
       AND (y.state IN ('draft', 'approved', 'exported', 'paid')
         OR (y.state = 'reversed' AND y.paid_on <= :day AND y.reversed_on > :day))
     GROUP BY 1),
  lines AS (
    SELECT m.partner_id, m.currency, m.minor,
           CASE WHEN placed.paid THEN 0 WHEN placed.commission_id IS NOT NULL THEN 1 WHEN b.commission_id IS NOT NULL THEN 2
                WHEN m.payable_on > :day THEN 3 ELSE 4 END AS place
      FROM commission m LEFT JOIN placed ON placed.commission_id = m.id
      LEFT JOIN b ON b.commission_id = m.id AND b.on_day <= :day
     WHERE m.day <= :day AND m.op <= :cut),
  sums AS (
    SELECT partner_id, currency, sum(minor) AS earned, 0 AS paid, sum(iif(place = 3, minor, 0)) AS held,
           sum(iif(place = 2, minor, 0)) AS blocked, sum(iif(place = 4, minor, 0)) AS payable, sum(iif(place = 1, minor, 0)) AS placed
      FROM lines GROUP BY 1, 2
    UNION ALL
    SELECT partner_id, currency, 0, sum(minor), 0, 0, 0, 0 FROM y
     WHERE paid_on <= :day AND (state = 'paid' OR (state = 'reversed' AND reversed_on > :day)) GROUP BY 1, 2)
  SELECT p.id, p.name, p.slug, s.currency, sum(s.earned), sum(s.paid), sum(s.held), sum(s.blocked), sum(s.payable), sum(s.placed)
    FROM sums s JOIN partner p ON p.id = s.partner_id GROUP BY p.id, s.currency ORDER BY p.name COLLATE NOCASE, p.id, s.currency";

impl View<'_> {
    /// Every balance at a moment: partners by name, currencies by code. Partners that never earned are not among them.
    pub fn balances_at(&self, moment: Moment) -> Result<Vec<Balance>> {
        let cut = match moment.known {
            Some(day) => self.newest_by(day)?,
            None => i64::MAX,
        };
        let mut q = self.conn.prepare_cached(BALANCES)?;
        let mut rows = q.query(named_params! { ":cut": cut, ":day": moment.day.to_string() })?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let currency =
                Currency::from_code(r.get_ref(3)?.as_str()?).map_err(|e| broken(3, e))?;
            let sum = |at| -> Result<Money> { Ok(Money::new(r.get(at)?, currency)) };
            let (earned, paid) = (sum(4)?, sum(5)?);
            all.push(Balance {
                partner: r.get(0)?,
                name: r.get(1)?,
                slug: r.get(2)?,
                earned,
                paid,
                owed: earned.checked_sub(paid)?,
                held: sum(6)?,
                blocked: sum(7)?,
                payable: sum(8)?,
                in_payout: sum(9)?,
            });
        }
        Ok(all)
    }

    /// The newest operation in the log at the end of a day (UTC); 0 where there was none. The log is in the order things
    /// were done, so a clock that was once wrong does not mix up what came before what.
    fn newest_by(&self, day: Day) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT coalesce(max(id), 0) FROM operation WHERE substr(at, 1, 10) <= ?1",
            )?
            .query_row([day.to_string()], |r| r.get(0))?)
    }
}
