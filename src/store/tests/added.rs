//! Payments that come in bulk to referrals the ledger knows: worked out by themselves, and never otherwise than if all
//! were worked out from nothing.

use super::*;

/// Lines in bulk: day, kind, amount, the line given back.
fn come(desk: &mut Desk, lines: &[(&str, &str, i64, Option<i64>)]) -> i64 {
    let customer = desk.customer;
    let done = desk.store.write(
        &Ask {
            bulk: true,
            ..ask()
        },
        |tx| {
            for (on, kind, minor, refund_of) in lines {
                tx.add_revenue(&NewRevenue {
                    kind: (*kind).to_owned(),
                    refund_of: *refund_of,
                    ..payment(customer, on, *minor)
                })?;
            }
            Ok(("Lines".to_owned(), ()))
        },
    );
    desk.in_order();
    done.unwrap().op.unwrap()
}

#[test]
fn later_payments_add_their_own_commission_and_move_nothing_else() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    come(
        &mut desk,
        &[
            ("2026-05-01", "base", 20_000, None),
            ("2026-03-01", "base", 4_000, None),
            ("2026-05-01", "usage", 50_000, None),
            // The twelve months are over.
            ("2027-03-01", "base", 70_000, None),
            // A discount.
            ("2026-06-01", "base", -2_000, None),
        ],
    );
    assert_eq!(desk.earned(), 2_500 + 5_000 + 1_000 - 500);
    assert_eq!(desk.count("SELECT count(*) FROM commission"), 4);
}

#[test]
fn a_payment_before_the_first_one_moves_the_months_of_all() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    desk.pays("2027-02-20", 8_000);
    assert_eq!(desk.earned(), 2_500 + 2_000);
    come(&mut desk, &[("2026-02-15", "base", 4_000, None)]);
    assert_eq!(desk.earned(), 2_500 + 1_000);
}

#[test]
fn what_is_not_paid_on_begins_no_months() {
    let mut desk = Desk::new();
    come(&mut desk, &[("2026-02-01", "usage", 9_000, None)]);
    assert_eq!(desk.earned(), 0);
    come(&mut desk, &[("2026-03-10", "base", 4_000, None)]);
    come(
        &mut desk,
        &[
            ("2027-03-09", "base", 4_000, None),
            ("2027-03-10", "base", 4_000, None),
        ],
    );
    assert_eq!(desk.earned(), 2_000);
    // Before the first that is paid on, after the first of all.
    come(&mut desk, &[("2026-02-20", "base", 4_000, None)]);
    assert_eq!(desk.earned(), 2_000);
}

#[test]
fn refunds_that_come_with_payments_give_back_what_was_earned() {
    let mut desk = Desk::new();
    let line = desk.pays("2026-03-01", 10_000);
    come(
        &mut desk,
        &[
            ("2026-04-01", "base", 10_000, None),
            ("2026-04-02", "base", -4_000, Some(line)),
        ],
    );
    assert_eq!(desk.earned(), 5_000 - 1_000);
    let op = come(&mut desk, &[("2026-06-01", "base", 10_000, None)]);
    come(&mut desk, &[("2026-06-02", "base", -6_000, Some(line))]);
    assert_eq!(desk.earned(), 5_000);
    // What came to one line is taken back alone.
    desk.store.undo(&ask(), Some(op)).unwrap();
    assert_eq!(desk.earned(), 2_500);
    desk.in_order();
}

#[test]
fn each_rule_of_terms_has_months_of_its_own() {
    let mut desk = Desk::new();
    desk.store
        .write(&ask(), |tx| {
            tx.add_terms(&NewTerms {
                program: 1,
                text: "25% of base for 12 months; 10% of usage for 2 months".to_owned(),
                from: Some(day("2026-01-01")),
                applies: Applies::LinesFrom,
                hold_days: 30,
            })?;
            Ok(("New terms".to_owned(), ()))
        })
        .unwrap();
    desk.pays("2026-02-01", 10_000);
    come(
        &mut desk,
        &[
            ("2026-05-01", "usage", 10_000, None),
            ("2026-05-02", "base", 10_000, None),
        ],
    );
    come(
        &mut desk,
        &[
            ("2026-06-30", "usage", 10_000, None),
            ("2026-07-01", "usage", 10_000, None),
        ],
    );
    // One month earlier: the line of the end of June is out of the two months.
    come(&mut desk, &[("2026-04-15", "usage", 10_000, None)]);
}
