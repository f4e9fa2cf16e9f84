//! What became of the programs of the example: new terms, terms of one partner's own, a split, and a program in steps that
//! nobody is in yet. All of it holds from today on, so that no sum of the example rests on it.

use super::{Made, ask};
use crate::{
    domain::{day::Day, rate::Rate},
    error::{Error, Result},
    store::{Applies, NewTerms, REFERRER, Store},
};

/// The partner of the cast that has terms of its own.
const FAVOURED: usize = 1;

/// Gives the programs new terms.
pub(super) fn renew(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    let programs = store.view().programs()?;
    let named = |slug: &str| {
        let found = programs.iter().find(|p| p.slug == slug);
        found
            .map(|p| p.id)
            .ok_or_else(|| Error::failed("The example lacks a program."))
    };
    let (referral, affiliate) = (named("referral")?, named("affiliate")?);
    let terms = |program: i64, text: &str, from: Option<Day>| NewTerms {
        program,
        text: text.to_owned(),
        from,
        applies: Applies::NewReferrals,
        hold_days: 30,
    };
    store.write(&ask("program terms affiliate", today), |tx| {
        let text = "20% of base while 1 win in 365 days, otherwise 5%";
        tx.add_terms(&terms(affiliate, text, Some(today)))?;
        if let Some(partner) = made.partners.get(FAVOURED) {
            let text = "30% of base for 12 months";
            tx.add_own_terms(&terms(referral, text, Some(today)), *partner)?;
        }
        let shares = [(REFERRER, "80"), ("agency", "20")];
        let shares = shares
            .iter()
            .map(|(role, share)| Ok(((*role).to_owned(), Rate::parse(share)?)))
            .collect::<Result<Vec<_>>>()?;
        tx.set_program_split(referral, &shares)?;
        let resellers = tx.add_program("Resellers", "reseller")?;
        let text = "10% from 0, 15% from 5000, 20% from 20000 USD of base a month (whole)";
        tx.add_terms(&terms(resellers, text, None))?;
        Ok(("Renewed the terms of the programs".to_owned(), ()))
    })?;
    Ok(())
}
