//! What may be paid but waits all the same: a partner's payable lines together are too little, or less than nothing. It
//! judges as a payout run does (`COMMISSION_RULES R11`) and drafts nothing.

use std::collections::HashMap;

use super::{
    Wanted,
    commissions::{with_block, with_payout},
};
use crate::{
    domain::{
        currency::Currency,
        money::{Money, Totals},
        payout::{Claim, Waits, due},
    },
    error::Result,
    store::{View, held_back::held_back_lines},
};

/// What is payable on `:as_of` to each partner in each currency, and the lowest minimum of the partner's programs, where
/// the one is less than the other. `$who` narrows the lines to some partners.
macro_rules! waiting_purses {
    ($who:literal) => {
        concat!(
            "SELECT m.partner_id, m.currency, sum(m.minor) AS minor,
               (SELECT min(n.minor) FROM enrolment e JOIN minimum n ON n.program_id = e.program_id
                 WHERE e.partner_id = m.partner_id AND n.currency = m.currency) AS least
             FROM commission m ",
            with_payout!(),
            " ",
            with_block!(),
            " WHERE y.id IS NULL AND h.id IS NULL AND m.payable_on <= :as_of",
            $who,
            " GROUP BY 1, 2 HAVING sum(m.minor) < coalesce(least, 1)"
        )
    };
}

/// The purse `w` that line `m` waits with.
pub(super) const WITH_WAITING: &str = concat!(
    "LEFT JOIN (",
    waiting_purses!(""),
    ") w ON w.partner_id = m.partner_id AND w.currency = m.currency"
);

impl View<'_> {
    /// Of these partners, why nothing is paid though lines are payable, by partner and currency.
    pub(crate) fn waiting(
        self,
        wanted: &Wanted<'_>,
        partners: &[i64],
    ) -> Result<HashMap<(i64, Currency), Waits>> {
        let sql = waiting_purses!(" AND m.partner_id IN (SELECT value FROM json_each(:ids))");
        let purses = self.list_rows(sql, wanted, partners, |r| {
            // Currency stands before the amount here.
            let currency = Currency::from_code(r.get_ref(1)?.as_str()?)?;
            let least: Option<i64> = r.get(3)?;
            Ok((
                r.get(0)?,
                Money::new(r.get(2)?, currency),
                least.map(|minor| Money::new(minor, currency)),
            ))
        })?;
        let mut waiting = HashMap::new();
        for (partner, money, least) in purses {
            let claim = Claim {
                partner,
                payable_on: wanted.as_of,
                money,
            };
            let mut minimum = Totals::new();
            if let Some(least) = least {
                minimum.add(least)?;
            }
            for due in due([claim], [], wanted.as_of, &minimum)? {
                if let Some(why) = due.waits {
                    waiting.insert((partner, money.currency), why);
                }
            }
        }
        Ok(waiting)
    }
}
