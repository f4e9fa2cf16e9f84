//! Asks the book for a list: the order of its rows, the rows that are visible, the sums below them, or all at once.

use super::{
    List, Query, Row, Table, commissions, computed, customers, history, links, partners, payouts,
    programs, referrals, revenue, rewards, signups,
};
use crate::{
    domain::money::{Money, Totals},
    error::Result,
    store::View,
};

/// Rows that are fetched at once for a whole table.
const CHUNK: usize = 1000;

/// Ids of all rows that fit, in order; `limit:` in the filter counts.
pub fn order(view: View<'_>, query: &Query) -> Result<Vec<i64>> {
    ids(view, query, query.filter.limit)
}

/// Ids of the first `n` rows: quick where the list's own order has an index, so that a first frame need not wait.
pub fn first(view: View<'_>, query: &Query, n: usize) -> Result<Vec<i64>> {
    let n = query.filter.limit.map_or(n, |limit| limit.min(n));
    ids(view, query, Some(n))
}

fn ids(view: View<'_>, query: &Query, limit: Option<usize>) -> Result<Vec<i64>> {
    let wanted = query.wanted();
    match query.list.source() {
        Some(_) if query.list == List::Referrals && wanted.sort.is_empty() => {
            view.referral_order(&wanted, limit)
        }
        Some(source) => view.list_order(source, &wanted, limit),
        None => {
            let rows = computed::all(view, query)?;
            Ok(rows
                .iter()
                .map(|row| row.id)
                .take(limit.unwrap_or(usize::MAX))
                .collect())
        }
    }
}

/// Rows by their ids, in that order, as cells of the list's columns. Ids that are gone are left out.
pub fn rows(view: View<'_>, query: &Query, ids: &[i64]) -> Result<Vec<Row>> {
    let wanted = query.wanted();
    let as_of = query.seen_on().0;
    Ok(match query.list {
        List::Partners => cells(view.partner_rows(&wanted, ids)?, partners::row),
        List::Referrals => cells(view.referral_rows(&wanted, ids)?, |r| {
            referrals::row(r, as_of)
        }),
        List::Customers => cells(view.customer_rows(&wanted, ids)?, customers::row),
        List::Revenue => cells(view.revenue_rows(&wanted, ids)?, revenue::row),
        List::Commissions => cells(view.commission_rows(&wanted, ids)?, |m| {
            commissions::row(m, as_of)
        }),
        List::PayoutLines => cells(
            view.commission_rows(&wanted, ids)?,
            commissions::row_of_payout,
        ),
        List::Payouts => cells(view.payout_rows(&wanted, ids)?, payouts::row),
        List::Rewards => cells(view.reward_rows(&wanted, ids)?, rewards::row),
        List::Links => cells(view.link_rows(&wanted, ids)?, links::row),
        List::SignUps => cells(view.sign_up_rows(&wanted, ids)?, signups::row),
        List::Programs => cells(view.program_rows(&wanted, ids)?, programs::row),
        List::History => cells(view.operation_rows(&wanted, ids)?, history::row),
        List::Performance
        | List::Overlaps
        | List::OverlapAccounts
        | List::Missed
        | List::Unlisted => computed::some(view, query, ids)?,
    })
}

fn cells<T>(rows: Vec<T>, cell: impl Fn(T) -> Row) -> Vec<Row> {
    rows.into_iter().map(cell).collect()
}

/// How many commission lines that fit each partner has, by short name, in the list's own order.
pub fn runs(view: View<'_>, query: &Query) -> Result<Vec<(String, usize)>> {
    view.commission_runs(&query.wanted())
}

/// Sums of all rows that fit, per label and currency; `limit:` does not count.
pub fn footer(view: View<'_>, query: &Query) -> Result<Vec<(String, Vec<Money>)>> {
    summed(view, query, None)
}

/// Sums of some rows only: those that are picked, or those shown of a list that was cut.
pub fn footer_of(view: View<'_>, query: &Query, ids: &[i64]) -> Result<Vec<(String, Vec<Money>)>> {
    summed(view, query, Some(ids))
}

fn summed(
    view: View<'_>,
    query: &Query,
    only: Option<&[i64]>,
) -> Result<Vec<(String, Vec<Money>)>> {
    let totals = match (query.list.source(), only) {
        (Some(source), _) => view.list_sums(source, &query.wanted(), only)?,
        (None, Some(ids)) => computed::sums(query.list, &computed::some(view, query, ids)?)?,
        (None, None) => computed::sums(query.list, &computed::all(view, query)?)?,
    };
    Ok(plain(totals))
}

fn plain(totals: Vec<(String, Totals)>) -> Vec<(String, Vec<Money>)> {
    totals
        .into_iter()
        .map(|(label, totals)| (label, totals.iter().collect()))
        .collect()
}

/// The whole table, as commands return it. The sums are those of the rows in it.
pub fn whole(view: View<'_>, query: &Query) -> Result<Table> {
    let columns = query.list.columns().to_vec();
    if query.list.source().is_none() {
        let rows = computed::all(view, query)?;
        let footer = plain(computed::sums(query.list, &rows)?);
        return Ok(Table {
            columns,
            rows,
            footer,
        });
    }
    let ids = order(view, query)?;
    let mut all = Vec::with_capacity(ids.len());
    for some in ids.chunks(CHUNK) {
        all.extend(rows(view, query, some)?);
    }
    let footer = match query.filter.limit {
        Some(_) => footer_of(view, query, &ids)?,
        None => footer(view, query)?,
    };
    Ok(Table {
        columns,
        rows: all,
        footer,
    })
}
