//! Rows by the thousand: in the log as ranges, in the ledger like any other.

use super::*;
use crate::store::bulk::{agrees, by_json};

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
fn rows_are_proven_by_the_digests_of_older_books_too() {
    let mut desk = Desk::new();
    let op = many(&mut desk, 300);
    let range = || {
        let conn = &desk.store.conn;
        let sql = "SELECT first_id, last_id, sha256 FROM bulk WHERE tbl = 'revenue_line'";
        let row = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get::<_, String>(2)?));
        conn.query_row(sql, [], row).unwrap()
    };
    let (first, last, new) = range();
    let old = by_json(&desk.store.conn, "revenue_line", first, last, op).unwrap();
    assert_ne!(old, new);
    let both = |desk: &Desk| {
        [&old, &new].map(|digest| {
            let rows = ("revenue_line", first, last);
            agrees(&desk.store.conn, rows, op, digest).unwrap()
        })
    };
    assert_eq!(both(&desk), [true, true]);
    // What a later operation changes is proven as it was before.
    let ids = [first, first + 7];
    desk.store
        .write(&ask(), |tx| {
            for id in ids {
                let mut line = tx.view().revenue(id)?.known;
                line.money.minor += 1;
                tx.set_revenue(id, &line)?;
            }
            Ok(("changed".to_owned(), ()))
        })
        .unwrap();
    assert_eq!(both(&desk), [true, true]);
    desk.store
        .conn
        .execute_batch("UPDATE revenue_line SET kind = 'x' WHERE minor = 10100")
        .unwrap();
    assert_eq!(both(&desk), [false, false]);
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

#[test]
fn undoing_a_bulk_write_that_moves_no_money_takes_its_rows_all_the_same() {
    let mut desk = Desk::new();
    let done = desk
        .store
        .write(
            &Ask {
                bulk: true,
                ..ask()
            },
            |tx| {
                for n in 0..50 {
                    tx.add_partner(&NewPartner {
                        name: format!("Partner {n}"),
                        ..NewPartner::default()
                    })?;
                }
                Ok(("50 partners".to_owned(), ()))
            },
        )
        .unwrap();
    desk.store.undo(&ask(), done.op).unwrap();
    assert_eq!(desk.count("SELECT count(*) FROM partner"), 1);
    desk.in_order();
}

#[test]
fn a_change_that_was_taken_back_is_not_in_the_way_of_undoing_the_bulk() {
    let mut desk = Desk::new();
    let before = desk.facts();
    let op = many(&mut desk, 20);
    desk.store
        .write(&ask(), |tx| {
            Ok(("Void one".to_owned(), tx.void_revenue(3)?))
        })
        .unwrap();
    desk.store.undo(&ask(), None).unwrap();
    desk.store.undo(&ask(), Some(op)).unwrap();
    assert_eq!((desk.facts(), desk.earned()), (before, 0));
    desk.in_order();
}

#[test]
fn wins_that_came_in_bulk_stop_counting_when_they_are_taken_back() {
    let mut desk = Desk::new();
    let customer = desk
        .store
        .write(&ask(), |tx| {
            let program = tx.add_program("Lifetime", "referral")?;
            tx.add_terms(&NewTerms {
                program,
                text: "20% of base while 1 win in 365 days".to_owned(),
                from: None,
                applies: Applies::NewReferrals,
                hold_days: 0,
            })?;
            let partner = tx.add_partner(&NewPartner {
                name: "Bluepeak".to_owned(),
                ..NewPartner::default()
            })?;
            tx.enrol(partner, program, None)?;
            let old = tx.add_referral(&won(partner, "Old Customer", "2024-01-02"))?;
            tx.agree(old, &[])?;
            let new = NewCustomer {
                name: "Old Customer".to_owned(),
                referral: Some(old),
                ..NewCustomer::default()
            };
            let customer = tx.add_customer(&new)?;
            tx.add_revenue(&payment(customer, "2026-05-01", 10_000))?;
            Ok(("Lifetime while active".to_owned(), customer))
        })
        .unwrap()
        .value;
    assert_eq!(
        (desk.earned(), customer),
        (0, 2),
        "no win in a year earns nothing"
    );
    let wins = desk.store.write(
        &Ask {
            bulk: true,
            ..ask()
        },
        |tx| {
            for n in 0..30 {
                tx.add_referral(&won(2, &format!("Win {n}"), "2026-01-05"))?;
            }
            tx.agree_all()?;
            Ok(("30 wins".to_owned(), ()))
        },
    );
    assert_eq!(desk.earned(), 2_000);
    desk.store.undo(&ask(), wins.unwrap().op).unwrap();
    assert_eq!(desk.earned(), 0);
    desk.in_order();
}

fn won(partner: i64, company: &str, on: &str) -> NewReferral {
    NewReferral {
        partner,
        company: company.to_owned(),
        stage: "won".to_owned(),
        submitted_on: Some(day(on)),
        won_on: Some(day(on)),
        ..NewReferral::default()
    }
}
