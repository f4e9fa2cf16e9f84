//! Operations on overlap: a partner's list of accounts loaded, compared with ours, listed, forgotten.

mod chosen;
mod columns;
mod compare;
mod credit;
mod draft;
mod forget;
mod grant;
mod guessed;
mod list;
pub(in crate::ops) mod load;
mod matrix;
mod missed;
pub(in crate::ops) mod private;
mod reach;
mod review;
mod rules;
mod search;
mod settle;
mod settled;
mod share;
mod shares;
mod show;
mod whose;
mod why;

pub(in crate::ops) use chosen::{Chosen, InCell};

use super::{Entry, Selection};
use crate::{
    error::{Error, Result},
    store::{Population, View},
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<load::OverlapLoad>(),
    Entry::of::<show::OverlapShow>(),
    Entry::of::<list::OverlapList>(),
    Entry::of::<matrix::OverlapMatrix>(),
    Entry::of::<matrix::OverlapReps>(),
    Entry::of::<matrix::OverlapWho>(),
    Entry::of::<why::OverlapWhy>(),
    Entry::of::<matrix::OverlapChanges>(),
    Entry::of::<compare::OverlapCompare>(),
    Entry::of::<forget::OverlapForget>(),
    Entry::of::<missed::OverlapMissed>(),
    Entry::of::<credit::OverlapAsk>(),
    Entry::of::<credit::OverlapConfirm>(),
    Entry::of::<credit::OverlapRefuse>(),
    Entry::of::<reach::OverlapIntro>(),
    Entry::of::<reach::OverlapOffer>(),
    Entry::of::<share::OverlapShare>(),
    Entry::of::<shares::OverlapShares>(),
    Entry::of::<rules::OverlapRules>(),
    Entry::of::<rules::OverlapProbable>(),
    Entry::of::<search::OverlapMatch>(),
    Entry::of::<review::OverlapReview>(),
    Entry::of::<settle::OverlapSame>(),
    Entry::of::<settle::OverlapDifferent>(),
    Entry::of::<settle::OverlapAffiliate>(),
    Entry::of::<settle::OverlapUndecide>(),
    Entry::of::<settled::OverlapSettled>(),
];

/// The lists of a partner; an error that says how to load one where there are none.
fn lists(view: View<'_>, partner: i64) -> Result<Vec<Population>> {
    let lists = view.populations(partner)?;
    if lists.is_empty() {
        let known = view.partner(partner)?;
        return Err(
            Error::not_found(format!("{} has no list of accounts yet.", known.known.name)).hint(
                format!(
                    "Load one with `partnerbook overlap load {} FILE`.",
                    known.slug
                ),
            ),
        );
    }
    Ok(lists)
}

/// The partner that was typed, who has a list; an error as [`lists`] gives it where there is none.
pub(in crate::ops) fn with_lists(view: View<'_>, typed: &str) -> Result<i64> {
    let partner = view.find_partner(typed)?;
    lists(view, partner)?;
    Ok(partner)
}

/// The selected partner, as an argument.
fn selected(selection: &Selection) -> Vec<(&'static str, String)> {
    match selection.names.first() {
        Some(name) if selection.noun == "partner" => vec![("partner", name.clone())],
        _ => Vec::new(),
    }
}
