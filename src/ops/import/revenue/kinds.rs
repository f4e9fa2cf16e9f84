//! What a row pays for: the file's own word, or the base where the word says only that it is a payment. Kinds nobody is
//! paid for are told, for they earn nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::At;
use crate::{
    domain::{ledger::LedgerError, plan::BASE, terms::Terms},
    error::Result,
    import::{Refused, Row},
    ops::{
        args::counted,
        import::words::{Became, Words},
    },
    store::Tx,
};

/// Words for a payment as such: what it is for, they do not say.
const PAYMENTS: [&str; 9] = [
    "charge",
    "invoice",
    "order",
    "payment",
    "purchase",
    "sale",
    "sales",
    "subscription",
    "transaction",
];
/// So many kinds are named.
const NAMED: usize = 5;

/// Whether a word says only that something was paid.
pub(super) fn is_payment(word: &str) -> bool {
    PAYMENTS.contains(&word)
}

/// The kinds of a file.
pub(super) struct Kinds {
    words: Words,
    /// Those that some terms name.
    paid: BTreeSet<String>,
    became: Became,
    /// Rows of the others.
    unpaid: BTreeMap<String, u64>,
    /// The line that was counted last: rows that wait are read twice.
    line: u64,
}

impl Kinds {
    pub(super) fn new(tx: &Tx<'_>, words: Words) -> Result<Self> {
        let view = tx.view();
        let mut paid = BTreeSet::new();
        for program in view.programs()? {
            let own = view.own_terms(program.id)?;
            for version in view.terms(program.id)?.into_iter().chain(own) {
                let terms = Terms::parse(&version.known.text).map_err(LedgerError::from)?;
                for plan in terms.plans() {
                    match plan.scope() {
                        Some(scope) => paid.extend(scope.kinds.iter().cloned()),
                        None => paid.extend([BASE.to_owned()]),
                    }
                }
            }
        }
        Ok(Self {
            words,
            paid,
            became: Became::default(),
            unpaid: BTreeMap::new(),
            line: 0,
        })
    }

    /// What a row pays for.
    pub(super) fn of(&mut self, row: &Row<'_>) -> Result<String, Refused> {
        let raw = row.raw(At::Kind);
        if raw.is_empty() {
            return Ok(BASE.to_owned());
        }
        let said = self.words.get(raw).map(str::to_owned);
        let own = row.text(At::Kind)?.unwrap_or_default().to_lowercase();
        // A list of our own has our kinds.
        let is_base = is_payment(&own) && !self.paid.contains(&own) && !row.mapping.own;
        let kind = match said {
            Some(said) => said,
            None if is_base => BASE.to_owned(),
            None => own,
        };
        if row.record.line > self.line {
            self.line = row.record.line;
            self.became.note(raw, &kind);
            if !self.paid.is_empty() && !self.paid.contains(&kind) {
                *self.unpaid.entry(kind.clone()).or_default() += 1;
            }
        }
        Ok(kind)
    }

    /// What a person should know of them.
    pub(super) fn said(&self) -> Option<String> {
        let unpaid = self.unpaid.iter().next().map(|(first, _)| {
            let all = self.unpaid.iter().take(NAMED);
            let named: Vec<String> = all
                .map(|(kind, rows)| format!("{kind} ({})", counted(*rows, "row", "rows")))
                .collect();
            let more = match self.unpaid.len() - named.len() {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            format!(
                "No terms pay on {}{more}: they earn nothing; --kind-map \"{first}={BASE}\" counts them as {BASE}.",
                named.join(", ")
            )
        });
        let all: Vec<String> = self
            .became
            .said("Kinds")
            .into_iter()
            .chain(unpaid)
            .collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
}
