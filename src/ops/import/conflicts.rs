//! Companies of a file of referrals that another partner holds already, or the same partner by another answer to a form:
//! noted for the person, never decided here.

use crate::{
    error::Result,
    store::{Holder, Holders, NewReferral, Tx},
};

/// How many are told; the rest are counted.
const SHOWN: usize = 5;
/// What a referral came by that a form brought.
const FORM: &str = "form";

/// Who holds which company, and which rows came too late.
pub(super) struct Conflicts {
    holders: Holders,
    others: Noted,
    again: Noted,
}

/// Rows to tell of: the first ones in words, the rest counted.
#[derive(Default)]
struct Noted {
    shown: Vec<String>,
    count: usize,
}

impl Noted {
    fn add(&mut self, words: impl FnOnce() -> String) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(words());
        }
    }

    /// All of it in one line, if there is anything.
    fn said(&self, what: &str) -> Option<String> {
        let more = match self.count - self.shown.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let are = match self.count {
            0 => return None,
            1 => "1 company is".to_owned(),
            n => format!("{n} companies are"),
        };
        Some(format!("{are} {what}: {}{more}", self.shown.join(", ")))
    }
}

impl Conflicts {
    pub(super) fn new(tx: &Tx<'_>) -> Result<Self> {
        Ok(Self {
            holders: tx.view().holders()?,
            others: Noted::default(),
            again: Noted::default(),
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
        let (first, company) = (holder.referral, &to.company);
        if first == id {
            return;
        }
        if holder.partner != to.partner {
            let who = self.holders.name(holder.partner);
            let words = || format!("line {line} {company} (R{first}, {who})");
            self.others.add(words);
        } else if to.came_by.as_deref() == Some(FORM) {
            // A CRM has a deal for each renewal; a form is filled in twice by mistake.
            self.again
                .add(|| format!("line {line} {company} (R{first})"));
        }
    }

    /// All of it, if there is anything.
    pub(super) fn said(&self) -> Option<String> {
        let others = self.others.said("referred by another partner already");
        let again = self
            .again
            .said("referred by the same partner already")
            .map(|said| {
                format!("{said}; --same \"referral:COMPANY=skip\" (or its id) leaves a row out")
            });
        let all: Vec<String> = others.into_iter().chain(again).collect();
        (!all.is_empty()).then(|| all.join(". "))
    }
}
