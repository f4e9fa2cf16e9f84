//! The book's promises, proven on a small program: what is owed, what comes back, what is refused, what is found.

mod added;
mod balances;
mod bulk;
mod ledger;
mod overlap;
mod parts;
mod payouts;
mod posting;
mod sums;
mod tampering;
mod undoing;

use super::{
    Applies, Ask, Founding, NewCustomer, NewPartner, NewReferral, NewRevenue, NewTerms, Origin,
    Payment, Store,
};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        money::Money,
    },
    error::Result,
};

/// A book with one program (25% of base for 12 months, 30 days' hold), one partner, one won referral and its customer.
struct Desk {
    store: Store,
    customer: i64,
}

fn day(iso: &str) -> Day {
    parse_iso(iso).unwrap()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::parse("USD").unwrap())
}

fn ask() -> Ask {
    Ask::new(Origin::Shell, "a test", day("2026-11-23"))
}

fn founding() -> Founding {
    Founding {
        name: "Tessera Partners".to_owned(),
        currency: Currency::parse("USD").unwrap(),
    }
}

impl Desk {
    fn new() -> Self {
        Self::on(Store::in_memory(&founding(), &ask()).unwrap())
    }

    fn on(mut store: Store) -> Self {
        let made = store
            .write(&ask(), |tx| {
                let program = tx.add_program("Referral", "referral")?;
                tx.add_terms(&NewTerms {
                    program,
                    text: "25% of base for 12 months".to_owned(),
                    from: None,
                    applies: Applies::NewReferrals,
                    hold_days: 30,
                })?;
                let partner = tx.add_partner(&NewPartner {
                    name: "Northwind Agency".to_owned(),
                    ..NewPartner::default()
                })?;
                tx.enrol(partner, program, None)?;
                let referral = tx.add_referral(&NewReferral {
                    partner,
                    company: "Acme Corp".to_owned(),
                    stage: "won".to_owned(),
                    submitted_on: Some(day("2026-01-05")),
                    won_on: Some(day("2026-02-01")),
                    ..NewReferral::default()
                })?;
                tx.agree(referral, &[])?;
                let customer = tx.add_customer(&NewCustomer {
                    name: "Acme Corp".to_owned(),
                    referral: Some(referral),
                    ..NewCustomer::default()
                })?;
                Ok(("Set the desk up".to_owned(), customer))
            })
            .unwrap();
        Self {
            store,
            customer: made.value,
        }
    }

    /// A base payment; returns the revenue line.
    fn pays(&mut self, on: &str, minor: i64) -> i64 {
        self.revenue(on, minor, None).unwrap()
    }

    fn revenue(&mut self, on: &str, minor: i64, refund_of: Option<i64>) -> Result<i64> {
        let new = NewRevenue {
            refund_of,
            ..payment(self.customer, on, minor)
        };
        Ok(self
            .store
            .write(&ask(), |tx| {
                Ok((format!("Revenue on {on}"), tx.add_revenue(&new)?))
            })?
            .value)
    }

    /// Sum of the ledger.
    fn earned(&self) -> i64 {
        self.store
            .conn
            .query_row("SELECT coalesce(sum(minor), 0) FROM commission", [], |r| {
                r.get(0)
            })
            .unwrap()
    }

    fn count(&self, sql: &str) -> i64 {
        self.store.conn.query_row(sql, [], |r| r.get(0)).unwrap()
    }

    fn pay_out(&mut self, as_of: &str) -> Vec<i64> {
        self.store
            .write(&ask(), |tx| {
                Ok(("Drafted".to_owned(), tx.draft_payouts(None, day(as_of))?))
            })
            .unwrap()
            .value
    }

    fn mark_paid(&mut self, payout: i64) -> Result<()> {
        let payment = Payment {
            on: day("2026-11-01"),
            method: Some("Wise".to_owned()),
            reference: None,
        };
        self.store
            .write(&ask(), |tx| {
                Ok((format!("Paid P{payout}"), tx.mark_paid(payout, &payment)?))
            })
            .map(|_| ())
    }

    fn in_order(&mut self) {
        assert_eq!(self.store.check().unwrap().findings, []);
    }

    /// Every fact row as JSON, to compare states of the book. The ledger and the log only grow.
    fn facts(&self) -> Vec<String> {
        let mut all = Vec::new();
        for table in super::schema::TRACKED
            .iter()
            .filter(|t| **t != "commission")
        {
            let json = super::journal::row_json(&self.store.conn, table, "t").unwrap();
            let mut q = self
                .store
                .conn
                .prepare(&format!(
                    "SELECT '{table} ' || {json} FROM {table} t ORDER BY id"
                ))
                .unwrap();
            all.extend(
                q.query_map([], |r| r.get::<_, String>(0))
                    .unwrap()
                    .map(std::result::Result::unwrap),
            );
        }
        all
    }
}

fn payment(customer: i64, on: &str, minor: i64) -> NewRevenue {
    NewRevenue {
        external_id: None,
        customer,
        referral: None,
        day: day(on),
        kind: "base".to_owned(),
        money: usd(minor),
        period_months: 1,
        refund_of: None,
        their_status: None,
    }
}
