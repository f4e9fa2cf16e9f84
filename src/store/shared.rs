//! Our accounts as a partner could be told of them: which lists each stands in, and whether the partner has it too. What of
//! it is told is decided in `domain::sharing`.

use super::{
    View,
    column::{broken, day},
};
use crate::{
    domain::{day::Day, money::Totals, overlap::Standing},
    error::Result,
};

/// An account of ours, with what decides whether a partner is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldAccount {
    /// Its id among the kept accounts.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its website's domain.
    pub domain: Option<String>,
    /// What it is to us.
    pub standing: Standing,
    /// Whether the partner has it too.
    pub common: bool,
    /// The lists of ours it stands in.
    pub lists: Vec<String>,
    /// Our person.
    pub owner: Option<String>,
    /// How far it is.
    pub stage: Option<String>,
    /// What its open opportunities are worth.
    pub value: Totals,
    /// Customer since, or the first day of the open deal.
    pub since: Option<Day>,
}

impl View<'_> {
    /// Every account of ours as it could be told to a partner, by name. None while no partner's list is in the book.
    pub fn accounts_to_tell(&self, partner: i64) -> Result<Vec<ToldAccount>> {
        let mut q = self.conn.prepare_cached(
            "SELECT u.id, u.name, u.domain, u.standing, u.referral_id IS NOT NULL,
               EXISTS (SELECT 1 FROM overlap o WHERE o.partner_id = ?1 AND o.ours = u.id AND o.counts = 1),
               (SELECT json_group_array(list) FROM (
                  SELECT coalesce(l.name, l.kind) AS list FROM population l CROSS JOIN population_account a
                      ON a.population_id = l.id AND a.domain = u.domain AND a.gone_on IS NULL WHERE l.partner_id IS NULL
                  UNION SELECT coalesce(l.name, l.kind) FROM population_account a CROSS JOIN population l
                      ON l.id = a.population_id AND l.partner_id IS NULL WHERE a.id = u.row_id AND a.gone_on IS NULL)),
               u.owner, u.stage, coalesce(u.since, u.opened_on)
             FROM account u WHERE u.partner_id = 0 ORDER BY u.name COLLATE NOCASE, u.key",
        )?;
        let rows = q.query_map([partner], |r| {
            let named: String = r.get(6)?;
            let mut lists: Vec<String> = serde_json::from_str(&named).map_err(|e| broken(6, e))?;
            let standing = Standing::of_number(r.get(3)?).unwrap_or(Standing::Other);
            let is = [
                (standing != Standing::Other).then_some(standing.list()),
                r.get::<_, bool>(4)?.then_some(Standing::Opportunity.list()),
            ];
            for list in is.into_iter().flatten() {
                if lists.iter().all(|l| l != list) {
                    lists.push(list.to_owned());
                }
            }
            Ok(ToldAccount {
                id: r.get(0)?,
                name: r.get(1)?,
                domain: r.get(2)?,
                standing,
                common: r.get(5)?,
                lists,
                owner: r.get(7)?,
                stage: r.get(8)?,
                value: Totals::new(),
                since: day(r, 9)?,
            })
        })?;
        let mut all = Vec::new();
        for row in rows {
            let mut account = row?;
            account.value = self.account_value(account.id)?;
            all.push(account);
        }
        Ok(all)
    }
}
