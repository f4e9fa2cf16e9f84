//! Asks a list: its ids in order, its sums, and rows by their ids; each is one statement that is prepared once.

use std::collections::BTreeMap;

use rusqlite::{Row, types::Value as Bound};

use super::{Source, Wanted, compile};
use crate::{
    domain::{
        currency::Currency,
        money::{Money, Totals},
        period::Period,
    },
    error::Result,
    store::{View, as_of},
};

impl View<'_> {
    /// Ids of the whole list in order, or of its first `limit` rows.
    pub(crate) fn list_order(
        self,
        source: &Source,
        wanted: &Wanted<'_>,
        limit: Option<usize>,
    ) -> Result<Vec<i64>> {
        let conditions = compile::Conditions::new(source, wanted);
        let order = compile::order(source, wanted);
        let plain = wanted.filter.terms.is_empty()
            && wanted.sort.is_empty()
            && wanted.period == Period::ALL;
        let from = if plain && !source.own.is_empty() {
            source.own.to_owned()
        } else {
            conditions.from(source, &order)
        };
        let sql = format!(
            "SELECT {} FROM {from} WHERE {} ORDER BY {order} LIMIT :limit",
            source.id, conditions.sql
        );
        let mut binds = conditions.binds;
        binds.push(limit_of(limit));
        self.list_ask(&sql, wanted, &binds, |r| Ok(r.get(0)?))
    }

    /// Sums below the list, per label and currency: of all that fits, or of the rows named.
    pub(crate) fn list_sums(
        self,
        source: &Source,
        wanted: &Wanted<'_>,
        only: Option<&[i64]>,
    ) -> Result<Vec<(String, Totals)>> {
        let mut all = Vec::new();
        for sum in source.sums {
            let mut conditions = compile::Conditions::new(source, wanted);
            if let Some(ids) = only {
                conditions.and(&format!(
                    "{} IN (SELECT value FROM json_each(:ids))",
                    source.id
                ));
                conditions.binds.push((":ids".to_owned(), json(ids)));
            }
            let said = [sum.label, sum.minor, sum.currency, sum.joins].join(" ");
            let sql = format!(
                "SELECT {} AS label, sum({}), {} AS currency FROM {} {} WHERE {} GROUP BY 1, 3",
                sum.label,
                sum.minor,
                sum.currency,
                conditions.from(source, &said),
                sum.joins,
                conditions.sql
            );
            let mut found: BTreeMap<String, Totals> = BTreeMap::new();
            for (label, money) in self.list_ask(&sql, wanted, &conditions.binds, |r| {
                Ok((r.get::<_, String>(0)?, sure_money(r, 1)?))
            })? {
                found.entry(label).or_default().add(money)?;
            }
            for label in sum.labels {
                if let Some(totals) = found.remove(*label) {
                    all.push(((*label).to_owned(), totals));
                }
            }
        }
        Ok(all)
    }

    /// How many commission lines that fit each partner has, by short name, in the list's own order.
    pub(crate) fn commission_runs(self, wanted: &Wanted<'_>) -> Result<Vec<(String, usize)>> {
        let source = &super::COMMISSIONS;
        let conditions = compile::Conditions::new(source, wanted);
        let sql = format!(
            "SELECT p.slug, count(*) FROM {} WHERE {} GROUP BY p.id ORDER BY p.name COLLATE NOCASE, p.id",
            conditions.from(source, "p.id"),
            conditions.sql
        );
        self.list_ask(&sql, wanted, &conditions.binds, |r| {
            Ok((r.get(0)?, usize::try_from(r.get::<_, i64>(1)?).unwrap_or(0)))
        })
    }

    /// Rows by their ids, in that order; `sql` reads them `FROM json_each(:ids) j`. Rows that are gone are left out.
    pub(super) fn list_rows<T>(
        self,
        sql: &str,
        wanted: &Wanted<'_>,
        ids: &[i64],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.list_ask(sql, wanted, &[(":ids".to_owned(), json(ids))], read)
    }

    /// Any question with named values; those the statement does not name are passed over.
    pub(super) fn list_ask<T>(
        self,
        sql: &str,
        wanted: &Wanted<'_>,
        binds: &[(String, Bound)],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = if wanted.then {
            self.conn.prepare_cached(&as_of::asked_then(sql))?
        } else {
            self.conn.prepare_cached(sql)?
        };
        let as_of = Bound::Text(wanted.as_of.to_string());
        let of = wanted.of.map_or(Bound::Null, Bound::Integer);
        let usual = [(":as_of", &as_of), (":of", &of)];
        let named = binds.iter().map(|(name, value)| (name.as_str(), value));
        for (name, value) in usual.into_iter().chain(named) {
            if let Some(at) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(at, value)?;
            }
        }
        let mut rows = statement.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }
}

pub(super) fn limit_of(limit: Option<usize>) -> (String, Bound) {
    // To SQLite, -1 is no limit.
    let limit = limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1);
    (":limit".to_owned(), Bound::Integer(limit))
}

/// Ids as one value that SQL can read as a table.
pub(super) fn json(ids: &[i64]) -> Bound {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    Bound::Text(format!("[{}]", ids.join(",")))
}

/// An amount that is always there, from two columns next to each other.
pub(super) fn sure_money(row: &Row<'_>, at: usize) -> Result<Money> {
    let code = row.get_ref(at + 1)?.as_str()?;
    Ok(Money::new(row.get(at)?, Currency::from_code(code)?))
}
