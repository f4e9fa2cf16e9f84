//! Facts to money, by difference.

use super::*;

#[test]
fn a_payment_is_posted_with_its_hold_and_its_month() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_002);
    let line = desk.store.view().commission(1).unwrap();
    assert_eq!(
        (line.money, line.base, line.rate.as_str()),
        (usd(2_501), usd(10_002), "25%")
    );
    assert_eq!(
        (line.day, line.payable_on),
        (day("2026-03-01"), day("2026-03-31"))
    );
    assert_eq!((line.month, line.months), (Some(1), Some(12)));
    desk.in_order();
}

#[test]
fn posting_again_posts_nothing() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let done = desk.store.write(&ask(), |tx| {
        tx.set("contact", "Sam Rivera")?;
        Ok(("Set the contact".to_owned(), ()))
    });
    assert_eq!(done.unwrap().posted.lines, 0);
    assert_eq!(desk.count("SELECT count(*) FROM commission"), 1);
}

#[test]
fn an_earlier_payment_that_comes_late_moves_the_window() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    desk.pays("2027-02-15", 10_000);
    assert_eq!(desk.earned(), 5_000);
    // Twelve months from 10 Jan 2026 end before 15 Feb 2027: what was posted for it is taken back by a new line.
    desk.pays("2026-01-10", 10_000);
    assert_eq!(desk.earned(), 5_000);
    assert_eq!(
        desk.count("SELECT count(*) FROM commission WHERE entry = 'correction' AND minor = -2500"),
        1
    );
    desk.in_order();
}

#[test]
fn a_refund_after_payout_leaves_a_negative_balance_that_later_commission_eats_up() {
    let mut desk = Desk::new();
    let first = desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    desk.mark_paid(payout).unwrap();
    desk.revenue("2026-04-01", -10_000, Some(first)).unwrap();
    assert_eq!(desk.earned(), 0);
    assert!(
        desk.pay_out("2026-11-23").is_empty(),
        "nothing is paid below zero"
    );
    desk.pays("2026-05-01", 30_000);
    let next = desk.pay_out("2026-11-23")[0];
    assert_eq!(desk.store.view().payout(next).unwrap().money, usd(5_000));
    desk.in_order();
}

#[test]
fn a_payout_is_paid_once() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    desk.mark_paid(payout).unwrap();
    let again = desk.mark_paid(payout).unwrap_err();
    assert!(again.message.contains("paid already"), "{again}");
    assert!(
        desk.pay_out("2026-11-23").is_empty(),
        "its lines are in no other payout"
    );
}

#[test]
fn held_lines_and_balances_under_the_minimum_wait() {
    let mut desk = Desk::new();
    desk.pays("2026-11-01", 10_000);
    assert!(
        desk.pay_out("2026-11-23").is_empty(),
        "held until 1 December"
    );
    desk.pays("2026-08-01", 10_000);
    desk.store
        .write(&ask(), |tx| {
            Ok(("Minimum".to_owned(), tx.set_minimum(1, usd(10_000))?))
        })
        .unwrap();
    assert!(desk.pay_out("2026-11-23").is_empty(), "$25 is under $100");
    desk.store
        .write(&ask(), |tx| {
            Ok(("Minimum".to_owned(), tx.set_minimum(1, usd(2_500))?))
        })
        .unwrap();
    assert_eq!(desk.pay_out("2026-11-23").len(), 1);
}

#[test]
fn a_reversed_payout_frees_its_lines_and_stays_in_the_books() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    desk.mark_paid(payout).unwrap();
    desk.store
        .write(&ask(), |tx| {
            Ok((
                "Reversed".to_owned(),
                tx.reverse_payout(payout, day("2026-11-10"), "bounced")?,
            ))
        })
        .unwrap();
    assert_eq!(desk.store.view().payout(payout).unwrap().state, "reversed");
    assert_eq!(desk.pay_out("2026-11-23").len(), 1);
    desk.in_order();
}

#[test]
fn why_explains_a_line_to_the_cent() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_002);
    let line = desk.store.view().commission(1).unwrap();
    let judged = desk.store.view().judged(line.referral, &|_| true).unwrap();
    let said = judged[0].verdict.lines().join("\n");
    for part in ["25%", "$100.02", "$25.01", "Month 1 of 12"] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let mut desk = Desk::new();
    let before = desk.facts();
    let new = payment(desk.customer, "2026-03-01", 10_000);
    let done = desk
        .store
        .write(&Ask { dry: true, ..ask() }, |tx| {
            Ok(("Would add".to_owned(), tx.add_revenue(&new)?))
        })
        .unwrap();
    assert_eq!((done.op, done.posted.lines), (None, 1));
    assert_eq!((desk.facts(), desk.earned()), (before, 0));
    desk.in_order();
}

#[test]
fn a_payment_that_moves_to_another_day_is_held_anew() {
    let mut desk = Desk::new();
    let line = desk.pays("2026-03-01", 10_000);
    let moved = NewRevenue {
        referral: Some(1),
        ..payment(desk.customer, "2026-11-20", 10_000)
    };
    desk.store
        .write(&ask(), |tx| {
            Ok(("Moved".to_owned(), tx.set_revenue(line, &moved)?))
        })
        .unwrap();
    assert_eq!(desk.earned(), 2_500);
    assert!(
        desk.pay_out("2026-11-23").is_empty(),
        "held until 20 December"
    );
    assert_eq!(desk.pay_out("2026-12-20").len(), 1);
    desk.in_order();
}

#[test]
fn nothing_is_paid_before_its_hold_ends() {
    let mut desk = Desk::new();
    desk.pays("2026-10-20", 10_000);
    let payout = desk.pay_out("2026-12-01")[0];
    let early = desk.mark_paid(payout).unwrap_err();
    assert!(
        early.message.contains("payable from 19 Nov 2026"),
        "{early}"
    );
}

#[test]
fn sums_beyond_what_can_be_held_are_refused_whole() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let (before, customer) = (desk.facts(), desk.customer);
    // More than ten thousand of the largest lines there are: far beyond any business.
    let refused = desk
        .store
        .write(
            &Ask {
                bulk: true,
                ..ask()
            },
            |tx| {
                for _ in 0..10_300 {
                    tx.add_revenue(&payment(customer, "2026-03-01", 900_000_000_000_000))?;
                }
                Ok(("Too much".to_owned(), ()))
            },
        )
        .unwrap_err();
    assert_eq!(refused.kind, crate::error::Kind::Refused);
    assert!(refused.message.contains("too large"), "{refused}");
    assert_eq!((desk.facts(), desk.earned()), (before, 2_500));
    desk.in_order();
}
