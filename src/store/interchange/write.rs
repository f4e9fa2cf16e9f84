//! A document taken into a book that never held anything: rows with the numbers they had, references checked first.

mod links;
mod lists;
mod owed;
mod people;
mod programs;
mod referrals;

use std::collections::HashMap;

use super::{
    Tx, View,
    names::{Names, named, numbers},
};
use crate::{
    domain::document::{Document, DocumentError},
    error::{Error, Result},
    store::posting,
};

impl From<DocumentError> for Error {
    fn from(e: DocumentError) -> Self {
        Self::refused(format!("The file is not a book that can be read. {e}"))
            .means("Nothing was taken in.")
            .hint("Mend the file there, or write it anew with `partnerbook export book`.")
    }
}

impl View<'_> {
    /// Whether nothing but settings and stages was ever in this book.
    pub fn is_untouched(&self) -> Result<bool> {
        let used: i64 = self.conn.query_row(
            "SELECT count(*) FROM sqlite_sequence WHERE name NOT IN ('operation', 'change', 'bulk', 'setting', 'stage') AND seq > 0",
            [],
            |r| r.get(0),
        )?;
        Ok(used == 0)
    }
}

impl Tx<'_> {
    /// Takes a document in. The book must never have held anything, so that no number comes to mean two things. The
    /// ledger is taken as it was posted, and refused if its facts owe anything else; a document without one owes what its
    /// facts owe, posted after this as with every write.
    pub fn take_in(&self, doc: &Document) -> Result<()> {
        if !self.view().is_untouched()? {
            return Err(Error::refused("This book has held records already.")
                .means("Nothing was changed.")
                .hint(
                    "Read the file into a new book: `partnerbook --db new.pbk import book FILE`.",
                ));
        }
        let names = Names {
            partners: named("partners", doc.partners.iter().map(|p| &p.id))?,
            programs: named("programs", doc.programs.iter().map(|p| &p.id))?,
            terms: HashMap::new(),
            referrals: numbers("referrals", doc.referrals.iter().map(|r| r.id.0), 'R')?,
            customers: numbers("customers", doc.customers.iter().map(|r| r.id.0), 'C')?,
            revenue: numbers("revenue", doc.revenue.iter().map(|r| r.id.0), 'V')?,
            commissions: numbers("commissions", doc.commissions.iter().map(|r| r.id.0), 'L')?,
        };
        for (key, value) in &doc.settings {
            self.set(key, value)?;
        }
        self.take_stages(doc)?;
        for (n, p) in doc.partners.iter().enumerate() {
            self.take_partner(n, p, &names)?;
        }
        let names = self.take_programs(doc, names)?;
        self.take_enrolments(doc, &names)?;
        self.take_referrals(doc, &names)?;
        self.take_customers(doc, &names)?;
        for (n, v) in doc.revenue.iter().enumerate() {
            self.take_revenue(n, v, &names)?;
        }
        self.take_adjustments(doc, &names)?;
        self.take_ledger(doc, &names)?;
        self.take_payouts(doc, &names)?;
        self.take_rewards(doc, &names)?;
        self.take_links(doc, &names)?;
        self.take_lists(doc, &names)?;
        self.take_notes(doc, &names)?;
        self.take_aliases(doc, &names)?;
        self.owes_what_it_says(doc)
    }

    /// The ledger that came with the facts is the ledger of these facts.
    fn owes_what_it_says(&self, doc: &Document) -> Result<()> {
        if doc.commissions.is_empty() {
            return Ok(());
        }
        let more = posting::would_post(self.conn)?;
        if more.lines == 0 {
            return Ok(());
        }
        let said = format!(
            "What it says is owed is not what its facts owe: {} {}, together {}, would have to be added to it.",
            more.lines,
            if more.lines == 1 { "line" } else { "lines" },
            more.sums.shown()
        );
        Err(Error::from(DocumentError::at("commissions", said))
            .hint("Mend the file; or take commissions and payouts out of it, and the ledger is worked out from the facts."))
    }

    fn take_stages(&self, doc: &Document) -> Result<()> {
        if doc.stages.is_empty() || self.view().document()?.stages == doc.stages {
            return Ok(());
        }
        self.conn.execute("DELETE FROM stage", [])?;
        for (position, stage) in (1..).zip(doc.stages.iter()) {
            self.insert_stage(&stage.name, position, &stage.kind)?;
        }
        Ok(())
    }
}
