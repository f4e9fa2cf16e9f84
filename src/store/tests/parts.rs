//! A book walked in parts gives the answers of the book as a whole: also where terms look at a partner's other referrals.

use super::{ask, day, founding, payment};
use crate::{
    domain::{engine::owed, rate::Rate, terms::Terms},
    store::{Applies, NewCustomer, NewPartner, NewReferral, NewTerms, Replay, Store, facts},
};

/// Four partners, each with three customers of three payments; every second referral is shared with the next partner.
fn book(terms: &str) -> Store {
    let mut store = Store::in_memory(&founding(), &ask()).unwrap();
    let half = Rate::parse("50").unwrap();
    store
        .write(&ask(), |tx| {
            let program = tx.add_program("Agency", "referral")?;
            tx.add_terms(&NewTerms {
                program,
                text: terms.to_owned(),
                from: None,
                applies: Applies::NewReferrals,
                hold_days: 30,
            })?;
            let mut partners = Vec::new();
            for name in ["Ann", "Bob", "Cid", "Dan"] {
                let partner = tx.add_partner(&NewPartner {
                    name: name.to_owned(),
                    ..NewPartner::default()
                })?;
                tx.enrol(partner, program, None)?;
                partners.push(partner);
            }
            for n in 0..12_usize {
                let (partner, next) = (partners[n % 4], partners[(n + 1) % 4]);
                let referral = tx.add_referral(&NewReferral {
                    partner,
                    company: format!("Company {n}"),
                    stage: "won".to_owned(),
                    submitted_on: Some(day("2026-01-05")),
                    won_on: Some(day(&format!("2026-0{}-01", 1 + n % 6))),
                    ..NewReferral::default()
                })?;
                let shared = [(partner, half), (next, half)];
                tx.agree(referral, if n % 2 == 0 { &shared } else { &[] })?;
                let customer = tx.add_customer(&NewCustomer {
                    name: format!("Company {n}"),
                    referral: Some(referral),
                    ..NewCustomer::default()
                })?;
                for (at, on) in ["2026-07-01", "2026-07-15", "2026-08-02"]
                    .iter()
                    .enumerate()
                {
                    let minor = 10_007 + 3_331 * i64::try_from(n + at).unwrap_or(0);
                    tx.add_revenue(&payment(customer, on, minor))?;
                }
            }
            Ok(("Set the book up".to_owned(), ()))
        })
        .unwrap();
    store
}

#[test]
fn the_parts_add_up_to_the_whole() {
    let all = [
        "20% of base",
        "5% from 0, 10% from 300, 20% from 700 USD of base a month (graduated)",
        "20% of base while 2 wins in 120 days, otherwise 5%",
    ];
    for old in all {
        let store = book(old);
        let view = store.view();
        let ids: Vec<i64> = (1..=12).collect();
        let terms = facts::all_terms(view.conn).unwrap();
        let whole = owed(&facts::load(view.conn, &terms, &ids).unwrap()).unwrap();
        let earned: i64 = whole.iter().map(|a| a.money.minor).sum();
        for new in all {
            let mut parts = 0;
            let asked = Replay {
                program: 1,
                terms: Terms::parse(new).unwrap(),
                applies: Applies::LinesFrom,
                from: None,
                to: None,
                partner: None,
                most: 5,
                today: day("2026-11-23"),
            };
            let report = view
                .replay(&asked, &mut |_, _| {
                    parts += 1;
                    Ok(())
                })
                .unwrap();
            assert!(parts > 3, "the book has several parts");
            let (was, would, _) = report.totals().unwrap();
            let minor =
                |sums: &crate::domain::money::Totals| -> i64 { sums.iter().map(|m| m.minor).sum() };
            assert_eq!(minor(&was), earned, "{old}");
            let other = book(new);
            let stands = owed(
                &facts::load(
                    other.view().conn,
                    &facts::all_terms(other.view().conn).unwrap(),
                    &ids,
                )
                .unwrap(),
            )
            .unwrap();
            let wanted: i64 = stands.iter().map(|a| a.money.minor).sum();
            assert_eq!(minor(&would), wanted, "{old} to {new}");
        }
    }
}
