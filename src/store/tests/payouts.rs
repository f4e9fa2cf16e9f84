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
fn what_is_held_back_is_in_no_payout_and_the_preview_says_so() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    let block = |desk: &mut Desk| step(desk, |tx| tx.block_commission(&[1], "disputed"));
    assert!(block(&mut desk).is_err(), "it is in a payout");
    let cancelled = step(&mut desk, |tx| tx.cancel_payout(payout, None)).unwrap();
    block(&mut desk).unwrap();
    assert!(desk.pay_out("2026-11-23").is_empty());
    let preview = desk
        .store
        .view()
        .run_preview(None, day("2026-11-23"))
        .unwrap();
    assert_eq!(
        preview[0].left_out().as_deref(),
        Some("$25.00 is held back.")
    );
    desk.pays("2026-04-01", 10_000);
    let next = desk.pay_out("2026-11-23")[0];
    assert_eq!(desk.store.view().payout(next).unwrap().money, usd(2_500));
    assert!(
        desk.store.undo(&ask(), cancelled).is_err(),
        "the cancelled one would hold the line again"
    );
    desk.in_order();
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
