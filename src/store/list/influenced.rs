//! What partners helped to win without bringing it: deals and their revenue, per partner. Whoever brought a deal has not
//! also helped with it; several may have helped with one, so these sums are never added up over partners.

use std::collections::HashMap;

use rusqlite::types::Value as Bound;

use super::{
    Wanted,
    run::{json, sure_money},
};
use crate::{
    domain::{money::Totals, performance::Window},
    error::Result,
    store::View,
};

/// Deals a partner helped with: the referral (`r`) and the customer (`c`) of each, so far as there is one, those it brought
/// itself left out.
const HELPED: &str = "WITH helped AS (
     SELECT i.partner_id AS p, i.customer_id AS c, k.referral_id AS r FROM influence i JOIN customer k ON k.id = i.customer_id
      WHERE i.on_day <= :as_of
     UNION SELECT i.partner_id, k.id, i.referral_id FROM influence i LEFT JOIN customer k ON k.referral_id = i.referral_id
      WHERE i.referral_id IS NOT NULL AND i.on_day <= :as_of),
   deal AS (SELECT h.p, h.c, h.r, x.won_on, k.started_on, k.id IS NOT NULL OR x.won_on IS NOT NULL AS won
     FROM helped h LEFT JOIN referral x ON x.id = h.r LEFT JOIN customer k ON k.id = h.c WHERE x.partner_id IS NOT h.p)";

/// What a partner helped with: how many deals were won, and what their customers paid.
pub(super) type Influenced = HashMap<i64, (i64, Totals)>;

impl View<'_> {
    /// Deals won in a window that partners helped with, and the revenue of the window on them; these partners or all.
    pub(super) fn influenced(
        self,
        wanted: &Wanted<'_>,
        window: Window,
        only: Option<&[i64]>,
    ) -> Result<Influenced> {
        let day = |day: Option<crate::domain::day::Day>| {
            Bound::Text(day.map(|d| d.to_string()).unwrap_or_default())
        };
        let binds = [
            (":first".to_owned(), day(window.period.from)),
            (
                ":last".to_owned(),
                day(window.period.to.or(Some(window.as_of))),
            ),
            (":ids".to_owned(), only.map_or(Bound::Null, json)),
        ];
        let whose = "(:ids IS NULL OR p IN (SELECT value FROM json_each(:ids)))";
        // A customer since nobody knows when counts in all time, like a referral without a day.
        let won = format!(
            "{HELPED} SELECT p, count(DISTINCT coalesce('r' || r, 'c' || c)) FROM deal
             WHERE won AND coalesce(won_on, started_on, '') BETWEEN :first AND :last AND {whose} GROUP BY p"
        );
        let mut found = Influenced::new();
        for (partner, count) in self.list_ask(&won, wanted, &binds, |r| {
            Ok((r.get::<_, i64>(0)?, r.get(1)?))
        })? {
            found.entry(partner).or_default().0 = count;
        }
        let paid = format!(
            "{HELPED} SELECT p, sum(minor), currency FROM
               (SELECT DISTINCT deal.p AS p, v.id, v.minor AS minor, v.currency AS currency
                FROM deal JOIN revenue_line v ON v.customer_id = deal.c WHERE v.day BETWEEN :first AND :last)
             WHERE {whose} GROUP BY p, currency"
        );
        for (partner, sum) in self.list_ask(&paid, wanted, &binds, |r| {
            Ok((r.get::<_, i64>(0)?, sure_money(r, 1)?))
        })? {
            found.entry(partner).or_default().1.add(sum)?;
        }
        Ok(found)
    }
}
