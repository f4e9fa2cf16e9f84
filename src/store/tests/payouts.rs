//! The steps of a payout in the tables: runs, what is held back, and that each step goes back to the very rows.

use super::*;
use crate::store::Refreshed;

fn step<T>(
    desk: &mut Desk,
    work: impl FnOnce(&crate::store::Tx<'_>) -> Result<T>,
) -> Result<Option<i64>> {
    let done = desk
        .store
        .write(&ask(), |tx| Ok(("A step".to_owned(), work(tx)?)))?;
    Ok(done.op)
}

#[test]
fn a_run_is_made_where_something_is_drafted_and_nowhere_else() {
    let mut desk = Desk::new();
    assert!(desk.pay_out("2026-11-23").is_empty());
    assert_eq!(desk.count("SELECT count(*) FROM payout_run"), 0);
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    let view = desk.store.view();
    assert_eq!(view.payout(payout).unwrap().run, Some(1));
    assert_eq!(view.run_payouts(1).unwrap(), [payout]);
    assert!(view.run_payouts(2).is_err());
    let payee = &view.payees(&[payout]).unwrap()[0];
    assert_eq!(
        (payee.payout.id, payee.account.method.as_deref()),
        (payout, None)
    );
}

#[test]
fn a_payout_with_a_line_that_is_held_back_is_not_approved() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    step(&mut desk, |tx| {
        tx.conn.execute(
            "INSERT INTO commission_block (commission_id, on_day, reason, op) VALUES (1, '2026-11-23', 'disputed', ?1)",
            [tx.op],
        )?;
        Ok(())
    })
    .unwrap();
    let refused = step(&mut desk, |tx| tx.approve_payout(payout)).unwrap_err();
    assert!(
        refused.message.contains("L1, which is held back"),
        "{refused}"
    );
    assert!(desk.mark_paid(payout).is_err());
}

#[test]
fn every_step_before_the_money_goes_back_to_the_very_rows() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    desk.pays("2026-04-01", 10_000);
    let mut seen = vec![desk.facts()];
    let steps: [fn(&crate::store::Tx<'_>, i64) -> Result<()>; 4] = [
        |tx, id| tx.refresh_payout(id).map(|_| ()),
        |tx, id| tx.approve_payout(id).map(|_| ()),
        |tx, id| tx.mark_exported(id, "wise-usd.csv").map(|_| ()),
        |tx, id| tx.mark_failed(id, day("2026-11-22"), "closed").map(|_| ()),
    ];
    for take in steps {
        step(&mut desk, |tx| take(tx, payout)).unwrap();
        seen.push(desk.facts());
    }
    let last = seen.pop().unwrap();
    for before in seen.iter().rev() {
        desk.store.undo(&ask(), None).unwrap();
        assert_eq!(&desk.facts(), before);
        desk.in_order();
    }
    for _ in steps {
        desk.store.redo(&ask()).unwrap();
    }
    assert_eq!(desk.facts(), last);
    desk.in_order();
}

#[test]
fn making_a_payout_anew_that_is_up_to_date_leaves_no_trace() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    let done = desk
        .store
        .write(&ask(), |tx| {
            Ok(("Refreshed".to_owned(), tx.refresh_payout(payout)?))
        })
        .unwrap();
    assert_eq!((done.op, done.value), (None, Refreshed::Same));
}
