//! Companies of a file of referrals that another partner holds already: noted for the person, never decided here.

use crate::{
    error::Result,
    store::{Holder, Holders, NewReferral, Tx},
};

/// How many are told; the rest are counted.
const SHOWN: usize = 5;

/// Who holds which company, and which rows came too late.
pub(super) struct Conflicts {
    holders: Holders,
    shown: Vec<String>,
    count: usize,
}

impl Conflicts {
    pub(super) fn new(tx: &Tx<'_>) -> Result<Self> {
        Ok(Self {
            holders: tx.view().holders()?,
            shown: Vec::new(),
            count: 0,
        })
    }

    /// Looks at a row that went in as referral `id`.
    pub(super) fn note(&mut self, line: u64, id: i64, to: &NewReferral) {
        let Some(domain) = &to.domain else { return };
        if !self.holders.counts(&to.stage) {
            return;
        }
        let Some(holder) = self.holders.of(domain) else {
            let holder = Holder {
                referral: id,
                partner: to.partner,
            };
            self.holders.add(domain, holder);
            return;
        };
        if holder.partner == to.partner || holder.referral == id {
            return;
        }
        self.count += 1;
        if self.shown.len() < SHOWN {
            let who = self.holders.name(holder.partner);
            self.shown.push(format!(
                "line {line} {} (R{}, {who})",
                to.company, holder.referral
            ));
        }
    }

    /// All of it in one line, if there is anything.
    pub(super) fn said(&self) -> Option<String> {
        let more = match self.count - self.shown.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let are = match self.count {
            0 => return None,
            1 => "1 company is".to_owned(),
            n => format!("{n} companies are"),
        };
        Some(format!(
            "{are} referred by another partner already: {}{more}",
            self.shown.join(", ")
        ))
    }
}
