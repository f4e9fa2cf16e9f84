//! What can be taken back, how, and what cannot.

use super::*;

#[test]
fn undo_restores_the_exact_rows_and_redo_puts_them_back() {
    let mut desk = Desk::new();
    let before = desk.facts();
    desk.pays("2026-03-01", 10_000);
    let after = desk.facts();
    desk.store.undo(&ask(), None).unwrap();
    assert_eq!((desk.facts(), desk.earned()), (before.clone(), 0));
    desk.in_order();
    desk.store.redo(&ask()).unwrap();
    assert_eq!((desk.facts(), desk.earned()), (after, 2_500));
    desk.store.undo(&ask(), None).unwrap();
    assert_eq!((desk.facts(), desk.earned()), (before, 0));
    desk.in_order();
}

#[test]
fn undo_walks_back_and_a_new_change_closes_the_way_forth() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    desk.pays("2026-04-01", 10_000);
    desk.store.undo(&ask(), None).unwrap();
    desk.store.undo(&ask(), None).unwrap();
    assert_eq!(desk.count("SELECT count(*) FROM revenue_line"), 0);
    desk.store.redo(&ask()).unwrap();
    desk.store.redo(&ask()).unwrap();
    assert_eq!(desk.count("SELECT count(*) FROM revenue_line"), 2);
    desk.store.undo(&ask(), None).unwrap();
    desk.pays("2026-05-01", 10_000);
    let closed = desk.store.redo(&ask()).unwrap_err();
    assert!(closed.message.contains("came after the undo"), "{closed}");
}

#[test]
fn undo_is_refused_where_later_work_stands_on_it() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    // H1 began the book, H2 set the desk up, H3 is the payment.
    let error = desk.store.undo(&ask(), Some(2)).unwrap_err();
    assert!(
        error.message.contains("H3") && error.message.contains("stands on it"),
        "{error}"
    );
    assert!(error.hint.unwrap().contains("undo H3"));
    desk.in_order();
}

#[test]
fn money_paid_is_never_undone() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    let drafted = desk.store.undo(&ask(), Some(3)).unwrap_err();
    assert!(
        drafted.message.contains("in payout P1 (draft)"),
        "{drafted}"
    );
    desk.mark_paid(payout).unwrap();
    let error = desk.store.undo(&ask(), None).unwrap_err();
    assert!(error.hint.unwrap().contains("payout reverse P1"));
    assert!(
        desk.store.undo(&ask(), Some(4)).is_err(),
        "the draft of a paid payout stays"
    );
    assert!(
        desk.store.undo(&ask(), Some(3)).is_err(),
        "the revenue it was paid on stays"
    );
    desk.in_order();
}

#[test]
fn a_draft_and_a_cancellation_can_be_undone() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let before = desk.facts();
    let payout = desk.pay_out("2026-11-23")[0];
    let drafted = desk.facts();
    desk.store
        .write(&ask(), |tx| {
            Ok(("Cancelled".to_owned(), tx.cancel_payout(payout, None)?))
        })
        .unwrap();
    desk.store.undo(&ask(), None).unwrap();
    assert_eq!(desk.facts(), drafted);
    desk.store.undo(&ask(), None).unwrap();
    assert_eq!(desk.facts(), before);
    desk.in_order();
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]
    #[test]
    fn any_story_of_payments_undos_and_payouts_checks_out(story in proptest::collection::vec((0_u8..7, 1_i64..50_000, 1_u32..28), 1..25)) {
        let mut desk = Desk::new();
        for (what, minor, d) in story {
            let on = format!("2026-{:02}-{d:02}", minor % 10 + 1);
            // Refusals are part of the story; what they must not do is leave a trace.
            let _ = match what {
                0 | 1 => desk.revenue(&on, minor, None).map(|_| ()),
                2 => {
                    let line = desk.count("SELECT coalesce(max(id), 0) FROM revenue_line WHERE minor > 0");
                    desk.revenue("2026-11-20", -minor, Some(line)).map(|_| ())
                }
                3 => desk.store.undo(&ask(), None).map(|_| ()),
                4 => desk.store.redo(&ask()).map(|_| ()),
                5 => { desk.pay_out("2026-11-23"); Ok(()) }
                _ => {
                    let payout = desk.count("SELECT coalesce(max(id), 0) FROM payout");
                    desk.mark_paid(payout)
                }
            };
        }
        proptest::prop_assert_eq!(desk.store.check().unwrap().findings, vec![]);
    }
}

#[test]
fn a_partner_is_never_in_a_program_twice_at_a_time() {
    let mut desk = Desk::new();
    let left = desk
        .store
        .write(&ask(), |tx| {
            Ok(("Left".to_owned(), tx.leave(1, 1, day("2026-05-31"))?))
        })
        .unwrap();
    let back = desk
        .store
        .write(&ask(), |tx| Ok(("Back".to_owned(), tx.enrol(1, 1, None)?)))
        .unwrap();
    assert!(back.value, "who left comes back");
    assert_eq!(
        desk.count("SELECT count(*) FROM enrolment WHERE from_day = '2026-11-23'"),
        1
    );
    let refused = desk.store.undo(&ask(), left.op).unwrap_err();
    assert!(
        refused
            .message
            .contains("in this program at that time already"),
        "{refused}"
    );
    desk.in_order();
}
