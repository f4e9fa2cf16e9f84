//! Where a payout's money goes: the partner's account as the book knows it; whether a bank takes it is not judged here.

use rusqlite::OptionalExtension;

use super::{Payout, View};
use crate::{domain::payout::Check, error::Result};

/// A payout and the account it goes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Payee {
    /// What is paid.
    pub payout: Payout,
    /// Where to.
    pub account: Account,
}

/// A partner's account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// `PayPal`, Wise, bank transfer … as it was typed.
    pub method: Option<String>,
    /// Account number, address or handle the method pays to.
    pub to: Option<String>,
    /// The name the account is in, where it is not the partner's.
    pub name: Option<String>,
    /// BIC of the bank.
    pub bic: Option<String>,
    /// The partner's e-mail.
    pub email: Option<String>,
    /// The partner's country.
    pub country: Option<String>,
}

impl Account {
    /// What is missing before money can go there. `PayPal` and Wise also pay to an e-mail address.
    pub fn missing(&self) -> Option<Check> {
        let Some(method) = &self.method else {
            return Some(Check::NoMethod);
        };
        let method = method.to_lowercase();
        let by_email =
            self.email.is_some() && (method.contains("paypal") || method.contains("wise"));
        (self.to.is_none() && !by_email).then_some(Check::NoAccount)
    }
}

impl View<'_> {
    /// These payouts in this order, each with the account it goes to.
    pub fn payees(&self, payouts: &[i64]) -> Result<Vec<Payee>> {
        let each = |id: &i64| {
            let payout = self.payout(*id)?;
            let account = self.account(payout.partner)?;
            Ok(Payee { payout, account })
        };
        payouts.iter().map(each).collect()
    }

    /// A partner's account.
    pub(super) fn account(&self, partner: i64) -> Result<Account> {
        let found = self
            .conn
            .prepare_cached(
                "SELECT payout_method, payout_reference, payout_name, payout_bic, email, country FROM partner WHERE id = ?1",
            )?
            .query_row([partner], |r| {
                Ok(Account {
                    method: r.get(0)?,
                    to: r.get(1)?,
                    name: r.get(2)?,
                    bic: r.get(3)?,
                    email: r.get(4)?,
                    country: r.get(5)?,
                })
            })
            .optional()?;
        Ok(found.unwrap_or_default())
    }
}
