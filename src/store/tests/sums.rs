//! The kept totals are added to, and always what a summing from nothing would give.

use super::*;

#[test]
fn a_payment_that_is_taken_back_leaves_no_month_behind() {
    let mut desk = Desk::new();
    desk.pays("2026-02-10", 10_000);
    let months = |desk: &Desk| desk.count("SELECT count(*) FROM partner_month");
    assert_eq!(months(&desk), 1);
    let op = desk
        .store
        .write(&ask(), |tx| {
            tx.add_revenue(&payment(1, "2027-06-10", 10_000))?;
            Ok(("Beyond the window".to_owned(), ()))
        })
        .unwrap()
        .op;
    assert_eq!(months(&desk), 2);
    desk.store.undo(&ask(), op).unwrap();
    assert_eq!(months(&desk), 1);
    desk.in_order();
}

#[test]
fn a_month_that_comes_to_nothing_stands_as_long_as_its_lines() {
    let mut desk = Desk::new();
    let line = desk.pays("2026-02-10", 10_000);
    desk.revenue("2026-02-20", -10_000, Some(line)).unwrap();
    assert_eq!(
        desk.count("SELECT count(*) FROM partner_month WHERE revenue = 0 AND earned = 0"),
        1
    );
    desk.in_order();
}

#[test]
fn revenue_goes_with_its_referral_to_another_partner() {
    let mut desk = Desk::new();
    desk.pays("2026-02-10", 10_000);
    desk.store
        .write(&ask(), |tx| {
            let other = tx.add_partner(&NewPartner {
                name: "Other Agency".to_owned(),
                ..NewPartner::default()
            })?;
            tx.conn
                .execute("UPDATE referral SET partner_id = ?1", [other])?;
            Ok(("Moved".to_owned(), ()))
        })
        .unwrap();
    assert_eq!(
        desk.count("SELECT revenue FROM partner_total WHERE partner_id = 2"),
        10_000
    );
    assert_eq!(
        desk.count("SELECT revenue FROM partner_total WHERE partner_id = 1"),
        0
    );
    desk.in_order();
}

#[test]
fn an_empty_ledger_that_is_filled_at_once_has_its_indexes_after_it() {
    let mut desk = Desk::new();
    let customer = desk.customer;
    let indexes = |desk: &Desk| {
        desk.count(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'commission'",
        )
    };
    let before = indexes(&desk);
    let bulk = Ask {
        bulk: true,
        ..ask()
    };
    let fill = |desk: &mut Desk, dry: bool| {
        let ask = Ask {
            dry,
            ..bulk.clone()
        };
        desk.store
            .write(&ask, |tx| {
                for n in 0..4 {
                    let referral = tx.add_referral(&NewReferral {
                        partner: 1,
                        company: format!("Company {n}"),
                        stage: "won".to_owned(),
                        submitted_on: Some(day("2026-01-05")),
                        won_on: Some(day("2026-02-01")),
                        ..NewReferral::default()
                    })?;
                    tx.agree(referral, &[])?;
                    tx.add_revenue(&NewRevenue {
                        referral: Some(referral),
                        ..payment(customer, "2026-03-01", 10_000)
                    })?;
                }
                Ok(("Filled".to_owned(), ()))
            })
            .unwrap()
            .posted
            .lines
    };
    assert_eq!((fill(&mut desk, true), indexes(&desk)), (4, before));
    assert_eq!((fill(&mut desk, false), indexes(&desk)), (4, before));
    assert_eq!(desk.earned(), 10_000);
    desk.in_order();
    desk.pays("2026-04-01", 10_000);
    desk.in_order();
}

#[test]
fn sums_that_grow_beyond_what_can_be_held_line_by_line_are_refused_too() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    // As if a great deal had been paid before.
    desk.store
        .conn
        .execute_batch("UPDATE partner_month SET revenue = 9223372036854775000")
        .unwrap();
    let refused = desk.revenue("2026-03-02", 10_000, None).unwrap_err();
    assert!(refused.message.contains("too large"), "{refused}");
    assert_eq!(desk.earned(), 2_500);
}
