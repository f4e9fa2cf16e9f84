//! What a run would pay and whom it would leave out, with what a person should look at first; nothing is drafted here.

use std::collections::{BTreeMap, HashMap};

use super::{Account, FREE, View};
use crate::{
    domain::{
        currency::Currency,
        day::Day,
        money::{Money, Totals},
        payout::{Check, Due, Waits},
    },
    error::Result,
    store::{facts::id_list, held_back::held_back_lines},
};

/// One partner and currency of a run that is not drafted yet.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// The partner's name.
    pub partner_name: String,
    /// What may be paid, and why the rest waits.
    pub due: Due,
    /// How many payable lines make it up.
    pub lines: i64,
    /// Of the balance, what the terms earned.
    pub earned: Money,
    /// Of the balance, what a person added or took away.
    pub adjusted: Money,
    /// The lowest minimum of the partner's programs in this currency, where one sets any.
    pub minimum: Option<Money>,
    /// Where the money would go.
    pub account: Account,
    /// What to look at before it is sent.
    pub checks: Vec<Check>,
}

impl RunRow {
    /// Why nothing would be paid, as a sentence; `None` where it would be.
    pub fn left_out(&self) -> Option<String> {
        self.due.waits.map(Waits::sentence)
    }
}

/// A partner and a currency.
type Purse = (i64, Currency);

impl View<'_> {
    /// What a run as of a day would hold for each partner (or these) and currency: those who are paid first, by name.
    /// Who has nothing payable and nothing on hold is not in it.
    pub fn run_preview(&self, partners: Option<&[i64]>, as_of: Day) -> Result<Vec<RunRow>> {
        let sums = self.payable_lines(partners, as_of)?;
        let mut held_back = self.held_back_sums(partners, as_of)?;
        let open = self.open_payouts(partners)?;
        let minimums = self.lowest_minimums()?;
        let mut rows = Vec::new();
        for due in self.dues(partners, as_of)? {
            if due.waits == Some(Waits::Settled) {
                continue;
            }
            let currency = due.balance.currency;
            let purse = (due.partner, currency);
            let (lines, adjusted) = sums.get(&purse).copied().unwrap_or_default();
            let adjusted = Money::new(adjusted, currency);
            let minimum = minimums.get(&due.partner).and_then(|m| least(m, currency));
            let account = self.account(due.partner)?;
            let mut checks = Vec::new();
            if due.waits.is_none() {
                checks.extend(account.missing());
                checks.extend(minimum.is_none().then_some(Check::NoMinimum));
            }
            checks.extend(open.get(&purse).map(|id| Check::StillOpen(*id)));
            checks.extend(
                held_back
                    .remove(&purse)
                    .map(|minor| Check::HeldBack(Money::new(minor, currency))),
            );
            rows.push(RunRow {
                partner_name: self.partner_name(due.partner)?,
                due,
                lines,
                earned: due.balance.checked_sub(adjusted)?,
                adjusted,
                minimum,
                account,
                checks,
            });
        }
        for ((partner, currency), minor) in held_back {
            rows.push(self.only_held_back(partner, Money::new(minor, currency))?);
        }
        rows.sort_by(|a, b| {
            let key = |r: &RunRow| (r.due.waits.is_some(), r.partner_name.to_lowercase());
            key(a).cmp(&key(b))
        });
        Ok(rows)
    }

    /// The row of a partner who has nothing but what a person holds back.
    fn only_held_back(&self, partner: i64, held_back: Money) -> Result<RunRow> {
        let zero = Money::zero(held_back.currency);
        Ok(RunRow {
            partner_name: self.partner_name(partner)?,
            due: Due {
                partner,
                balance: zero,
                pay: zero,
                held: zero,
                waits: Some(Waits::HeldBack(held_back)),
            },
            lines: 0,
            earned: zero,
            adjusted: zero,
            minimum: None,
            account: self.account(partner)?,
            checks: Vec::new(),
        })
    }

    fn partner_name(&self, partner: i64) -> Result<String> {
        Ok(self
            .conn
            .prepare_cached("SELECT name FROM partner WHERE id = ?1")?
            .query_row([partner], |r| r.get(0))?)
    }

    /// How many free lines are payable, and what of their sum a person added.
    fn payable_lines(
        &self,
        partners: Option<&[i64]>,
        as_of: Day,
    ) -> Result<BTreeMap<Purse, (i64, i64)>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT c.partner_id, c.currency, count(*), coalesce(sum(c.minor) FILTER (WHERE c.source = 'hand'), 0) FROM commission c
             WHERE (?1 IS NULL OR c.partner_id IN (SELECT value FROM json_each(?1))) AND c.payable_on <= ?2 AND {FREE} GROUP BY 1, 2"
        ))?;
        let mut rows = q.query((partners.map(id_list), as_of.to_string()))?;
        let mut sums = BTreeMap::new();
        while let Some(r) = rows.next()? {
            let purse = (r.get(0)?, Currency::from_code(r.get_ref(1)?.as_str()?)?);
            sums.insert(purse, (r.get(2)?, r.get(3)?));
        }
        Ok(sums)
    }

    /// What would be payable if no person held it back.
    fn held_back_sums(&self, partners: Option<&[i64]>, as_of: Day) -> Result<HashMap<Purse, i64>> {
        self.by_purse(
            concat!(
                "SELECT c.partner_id, c.currency, sum(c.minor) FROM (",
                held_back_lines!(),
                ") h JOIN commission c ON c.id = h.id
                 WHERE (?1 IS NULL OR c.partner_id IN (SELECT value FROM json_each(?1))) AND c.payable_on <= ?2
                   AND NOT EXISTS (SELECT 1 FROM payout_line l JOIN payout p ON p.id = l.payout_id
                                   WHERE l.commission_id = c.id AND p.state NOT IN ('failed', 'cancelled', 'reversed'))
                 GROUP BY 1, 2"
            ),
            partners,
            &as_of.to_string(),
        )
    }

    /// The newest payout of each purse that is under way.
    fn open_payouts(&self, partners: Option<&[i64]>) -> Result<HashMap<Purse, i64>> {
        self.by_purse(
            "SELECT p.partner_id, p.currency, max(p.id) FROM payout p
             WHERE (?1 IS NULL OR p.partner_id IN (SELECT value FROM json_each(?1)))
               AND p.state IN ('draft', 'approved', 'exported') AND ?2 = ?2 GROUP BY 1, 2",
            partners,
            "",
        )
    }

    fn by_purse(
        &self,
        sql: &str,
        partners: Option<&[i64]>,
        day: &str,
    ) -> Result<HashMap<Purse, i64>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let mut rows = q.query((partners.map(id_list), day))?;
        let mut found = HashMap::new();
        while let Some(r) = rows.next()? {
            let purse = (r.get(0)?, Currency::from_code(r.get_ref(1)?.as_str()?)?);
            found.insert(purse, r.get(2)?);
        }
        Ok(found)
    }
}

fn least(minimums: &Totals, currency: Currency) -> Option<Money> {
    minimums.iter().find(|least| least.currency == currency)
}
