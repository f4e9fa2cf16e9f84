//! Rows by the thousand: in the log as ranges, in the ledger like any other.

use super::*;

fn many(desk: &mut Desk, n: i64) -> i64 {
    let customer = desk.customer;
    let done = desk.store.write(
        &Ask {
            bulk: true,
            file: Some(("lines.csv".to_owned(), "00".to_owned())),
            ..ask()
        },
        |tx| {
            for i in 0..n {
                tx.add_revenue(&payment(customer, "2026-03-01", 10_000 + i))?;
            }
            Ok((format!("{n} revenue lines"), ()))
        },
    );
    done.unwrap().op.unwrap()
}

#[test]
fn a_bulk_write_is_posted_summed_and_proven_like_any_other() {
    let mut desk = Desk::new();
    many(&mut desk, 300);
    assert_eq!(
        desk.count("SELECT count(*) FROM change WHERE tbl = 'revenue_line'"),
        0
    );
    assert_eq!(desk.count("SELECT count(*) FROM commission"), 300);
    assert_eq!(
        desk.count("SELECT earned FROM partner_total"),
        desk.earned()
    );
    desk.in_order();
    desk.store
        .conn
        .execute_batch("UPDATE revenue_line SET external_id = 'x' WHERE id = 7")
        .unwrap();
    assert!(
        desk.store
            .check()
            .unwrap()
            .findings
            .iter()
            .any(|f| f.check == "rows")
    );
}

#[test]
fn undoing_a_bulk_write_takes_all_its_rows_and_the_ledger_answers() {
    let mut desk = Desk::new();
    let before = desk.facts();
    let op = many(&mut desk, 300);
    desk.store.undo(&ask(), Some(op)).unwrap();
    assert_eq!((desk.facts(), desk.earned()), (before, 0));
    desk.in_order();
    let again = desk.store.redo(&ask()).unwrap_err();
    assert!(again.hint.unwrap().contains("Import lines.csv again"));
}

#[test]
fn a_later_change_to_one_of_its_rows_is_in_the_way_until_it_is_undone() {
    let mut desk = Desk::new();
    let op = many(&mut desk, 5);
    let later = desk
        .store
        .write(&ask(), |tx| {
            Ok(("Void one".to_owned(), tx.void_revenue(3)?))
        })
        .unwrap()
        .op
        .unwrap();
    desk.in_order();
    let refused = desk.store.undo(&ask(), Some(op)).unwrap_err();
    assert!(refused.message.contains(&format!("H{later}")), "{refused}");
}
