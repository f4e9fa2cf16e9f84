//! Balances at a moment where the log has to be asked: lines held back and let go again.

use super::*;
use crate::store::{Balance, Moment};

fn on(iso: &str, known: Option<&str>, desk: &Desk) -> Balance {
    let moment = Moment {
        day: day(iso),
        known: known.map(day),
    };
    let all = desk.store.view().balances_at(moment).unwrap();
    assert_eq!(all.len(), 1);
    all[0].clone()
}

#[test]
fn a_blocked_line_is_blocked_from_its_day_and_as_long_as_was_known() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let at = |iso: &str| Ask {
        at: Some(format!("{iso}T23:59:59Z")),
        ..Ask::new(Origin::Shell, "a test", day(iso))
    };
    desk.store
        .write(&at("2190-04-10"), |tx| {
            tx.conn.execute(
                "INSERT INTO commission_block (commission_id, on_day, reason, op) VALUES (1, '2026-04-10', 'a doubt', ?1)",
                [tx.op],
            )?;
            Ok((String::new(), ()))
        })
        .unwrap();
    let figures = |b: &Balance| (b.held, b.blocked, b.payable);
    let nothing = usd(0);
    let owed = usd(2_500);
    assert_eq!(
        figures(&on("2026-03-30", None, &desk)),
        (owed, nothing, nothing)
    );
    assert_eq!(
        figures(&on("2026-04-09", None, &desk)),
        (nothing, nothing, owed)
    );
    assert_eq!(
        figures(&on("2026-04-10", None, &desk)),
        (nothing, owed, nothing)
    );
    desk.store
        .write(&at("2190-04-20"), |tx| {
            tx.conn.execute("DELETE FROM commission_block", [])?;
            Ok((String::new(), ()))
        })
        .unwrap();
    assert_eq!(
        figures(&on("2026-04-10", None, &desk)),
        (nothing, nothing, owed)
    );
    let known = |iso| figures(&on("2026-04-10", Some(iso), &desk));
    assert_eq!(known("2190-04-09"), (nothing, nothing, owed));
    assert_eq!(known("2190-04-10"), (nothing, owed, nothing));
    assert_eq!(known("2190-04-19"), (nothing, owed, nothing));
    assert_eq!(known("2190-04-20"), (nothing, nothing, owed));
}
