//! What of the payable commission lines is not paid yet because a partner's balance is too little, and one partner's sums
//! in words. Adds nothing up itself.

use super::{Cell, Query, footer};
use crate::{
    domain::{
        day::Day,
        money::Money,
        payout::Waits,
        query::{Atom, Term},
    },
    error::{Error, Result},
    store::View,
};

/// Of the commission lines that fit, what is payable and under a minimum, per currency (`COMMISSION_RULES R11`).
pub fn waiting(view: View<'_>, query: &Query) -> Result<Vec<Money>> {
    let mut asked = query.clone();
    asked.filter.terms.push(Term {
        not: false,
        atom: Atom::Is(vec!["waiting"]),
    });
    let sums = footer(view, &asked)?;
    Ok(sums.into_iter().flat_map(|(_, sums)| sums).collect())
}

/// The sums of one partner's lines among those that fit, in words: `payable $93.75 (under $100.00 minimum)`.
pub fn partner_sums(
    view: View<'_>,
    query: &Query,
    partner: i64,
    today: Day,
) -> Result<Vec<String>> {
    let own = format!(
        "{} partner_slug:{}",
        query.text,
        view.partner(partner)?.slug
    );
    let asked = query
        .clone()
        .typed(&own, today)
        .map_err(|e| Error::usage(e.to_string()))?;
    let sums = footer(view, &asked)?;
    let waiting = if sums.iter().any(|(label, _)| label == "payable") {
        view.waiting(&asked.wanted(), &[partner])?
    } else {
        std::collections::HashMap::new()
    };
    let words = |(label, sums): (String, Vec<Money>)| {
        if label != "payable" {
            return format!("{label} {}", Cell::Amounts(sums).shown());
        }
        let each = sums.iter().map(|money| {
            let why = match waiting.get(&(partner, money.currency)) {
                Some(Waits::UnderMinimum(least)) => format!(" (under {} minimum)", least.shown()),
                Some(_) => " (waits)".to_owned(),
                None => String::new(),
            };
            format!("{}{why}", money.shown())
        });
        format!("payable {}", each.collect::<Vec<_>>().join("  "))
    };
    Ok(sums.into_iter().map(words).collect())
}
