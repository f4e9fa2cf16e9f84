//! Which referral brought a customer nobody was known to have brought, found in the lines of a file and linked at its end.

use super::{Before, Payer, Payers};
use crate::{error::Result, store::Tx};

impl Payers {
    /// Notes that a line of a payer went in: a customer nobody is known to have brought was brought by the earliest
    /// won referral that earns on a line of it.
    pub(in super::super) fn paid(&mut self, payer: Payer, referral: Option<i64>) {
        let Some(won) = referral.and_then(|r| self.leads.get(&r)) else {
            return;
        };
        if let Some(first) = self.to_link.get_mut(&payer.customer)
            && first.as_ref().is_none_or(|f| won < f)
        {
            self.before
                .push((payer.customer, Before::Known(first.clone())));
            *first = Some(won.clone());
        }
    }

    /// Forgets what the row `mark` made: it was taken back.
    pub(in super::super) fn forget(&mut self, mark: u64) {
        self.who.forget(mark);
        self.found.clear();
        while let Some((customer, was)) = self.before.pop() {
            match was {
                Before::Known(was) => self.to_link.insert(customer, was),
                Before::Nothing => self.to_link.remove(&customer),
            };
        }
    }

    /// Links customers to the referrals that brought them; their lines that earned for nobody follow.
    pub(in super::super) fn link(&mut self, tx: &Tx<'_>) -> Result<()> {
        let mut links: Vec<(i64, i64)> = self
            .to_link
            .drain()
            .filter_map(|(customer, won)| Some((customer, won?.id)))
            .collect();
        links.sort_unstable();
        for (customer, referral) in links {
            tx.link_customer(customer, referral)?;
        }
        Ok(())
    }
}
