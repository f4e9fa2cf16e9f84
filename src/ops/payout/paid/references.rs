//! The references of payments as typed: one for all, or one for a payout or partner by name.

use std::collections::BTreeMap;

use crate::{
    domain::id::Noun,
    error::{Error, Result},
    store::{Payout, View},
    text::check_name,
};

/// The bank's references of payouts.
#[derive(Default)]
pub(super) struct References {
    all: Option<String>,
    of: BTreeMap<i64, String>,
}

impl References {
    /// Reads `TRN-1` (for all) and `northwind=TRN-1` or `P3=TRN-1` (for one of these payouts).
    pub fn read(typed: &[String], view: View<'_>, payouts: &[Payout]) -> Result<Self> {
        let mut read = Self::default();
        for text in typed {
            let Some((whose, reference)) = text.split_once('=') else {
                if read.all.replace(check_name(text)?).is_some() {
                    return Err(twice("all of them")
                        .hint("For one of several, say whose: --reference northwind=TRN-1."));
                }
                continue;
            };
            let id = whose_payout(whose.trim(), view, payouts)?;
            if read.of.insert(id, check_name(reference)?).is_some() {
                return Err(twice(&Noun::Payout.id(id).to_string()));
            }
        }
        Ok(read)
    }

    /// The reference of one payout.
    pub fn of(&self, payout: i64) -> Option<String> {
        self.of.get(&payout).or(self.all.as_ref()).cloned()
    }
}

fn twice(whose: &str) -> Error {
    Error::usage(format!("There are two references for {whose}."))
}

fn whose_payout(whose: &str, view: View<'_>, payouts: &[Payout]) -> Result<i64> {
    if let Some(id) = Noun::Payout.read(whose) {
        return if payouts.iter().any(|p| p.id == id) {
            Ok(id)
        } else {
            Err(Error::refused(format!(
                "There is a reference for P{id}, which is not among these payouts."
            ))
            .means("Nothing was changed."))
        };
    }
    let partner = view.find_partner(whose).map_err(|e| {
        e.hint(format!(
            "Before “=” stands a payout or a partner. A reference that holds “=” is written with its payout: P3={whose}=…"
        ))
    })?;
    let theirs: Vec<i64> = payouts
        .iter()
        .filter(|p| p.partner == partner)
        .map(|p| p.id)
        .collect();
    match theirs.as_slice() {
        [one] => Ok(*one),
        [] => Err(Error::refused(format!(
            "There is a reference for {whose}, who has no payout among these."
        ))
        .means("Nothing was changed.")),
        [first, ..] => Err(Error::refused(format!(
            "{whose} has {} payouts among these; it is not clear which the reference is for.",
            theirs.len()
        ))
        .means("Nothing was changed.")
        .hint(format!("Say which payout: --reference P{first}=…"))),
    }
}
