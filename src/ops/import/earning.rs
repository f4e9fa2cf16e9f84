//! Won referrals of a file that nobody earns on, because their partner is in no program: told, never enrolled here.

use crate::{
    error::Result,
    store::{NewReferral, Tx},
};

/// So many are looked at: a file of more is no partner program.
const LOOKED_AT: usize = 5000;
/// So many partners are named.
const NAMED: usize = 3;

/// The won referrals that are new, and those without an agreement.
#[derive(Debug, Default)]
pub(super) struct Earning {
    won: Vec<(i64, i64)>,
    none: u64,
    partners: Vec<(i64, String)>,
}

impl Earning {
    /// Notes a referral that was made.
    pub(super) fn note(&mut self, id: i64, to: &NewReferral) {
        if to.won_on.is_some() && self.won.len() < LOOKED_AT {
            self.won.push((id, to.partner));
        }
    }

    /// Looks which of them earn nothing, once all agreements are made.
    pub(super) fn look(&mut self, tx: &Tx<'_>) -> Result<()> {
        for (id, partner) in std::mem::take(&mut self.won) {
            if !tx.view().referral_agreements(id)?.is_empty() {
                continue;
            }
            self.none += 1;
            if self.partners.iter().all(|(known, _)| *known != partner) {
                let name = tx.view().partner(partner)?.known.name;
                self.partners.push((partner, name));
            }
        }
        Ok(())
    }

    /// What it means, in one sentence.
    pub(super) fn said(&self) -> Option<String> {
        let (many, earns, its, it) = match self.none {
            0 => return None,
            1 => ("1 won referral".to_owned(), "earns", "its partner is", "it"),
            n => (
                format!("{n} won referrals"),
                "earn",
                "their partners are",
                "they",
            ),
        };
        let names: Vec<&str> = self.partners.iter().map(|(_, n)| n.as_str()).collect();
        let more = match names.len().saturating_sub(NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let names = names.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        Some(format!(
            "{many} {earns} nothing yet, for {its} in no program with terms: {names}{more}. Enrol them, and {it} will."
        ))
    }
}
