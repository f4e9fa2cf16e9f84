//! What `check` finds when somebody else wrote into the file: a check that never fails is no check.

use super::*;

/// The findings after a change behind the program's back.
fn after(sql: &str) -> Vec<String> {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    let payout = desk.pay_out("2026-11-23")[0];
    desk.mark_paid(payout).unwrap();
    desk.in_order();
    desk.store.conn.execute_batch("DROP TRIGGER commission_stays; DROP TRIGGER payout_moves; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    desk.store.conn.execute_batch(sql).unwrap();
    desk.store
        .check()
        .unwrap()
        .findings
        .into_iter()
        .filter(|f| f.check != "structure")
        .map(|f| f.check.to_owned())
        .collect()
}

#[test]
fn every_kind_of_tampering_is_found_by_its_check() {
    for (check, sql) in [
        ("rows", "UPDATE revenue_line SET minor = minor + 1"),
        ("rows", "UPDATE partner SET name = 'Someone Else'"),
        ("rows", "UPDATE commission SET minor = minor + 1"),
        ("rows", "DELETE FROM customer"),
        (
            "rows",
            "INSERT INTO setting (key, value, op) VALUES ('x', 'y', 1)",
        ),
        (
            "log",
            "UPDATE change SET after = replace(after, '10000', '20000') WHERE tbl = 'revenue_line'",
        ),
        (
            "log",
            "UPDATE operation SET summary = 'nothing happened' WHERE id = 2",
        ),
        ("log", "DELETE FROM operation WHERE id = 3"),
        ("links", "DELETE FROM customer"),
        ("days", "UPDATE revenue_line SET day = '2026-02-31'"),
        ("payouts", "UPDATE payout SET minor = minor + 1"),
        (
            "payouts",
            "DELETE FROM payout_line WHERE 0; UPDATE payout SET currency = 'EUR'",
        ),
        ("ledger", "DELETE FROM agreement_share"),
        ("totals", "UPDATE partner_total SET earned = earned + 1"),
        ("totals", "DELETE FROM partner_count"),
    ] {
        let found = after(sql);
        assert!(
            found.iter().any(|f| f == check),
            "{sql}: expected {check}, found {found:?}"
        );
    }
}

#[test]
fn the_ledger_cannot_be_changed_or_deleted_even_by_sql() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    for sql in ["UPDATE commission SET minor = 1", "DELETE FROM commission"] {
        assert!(desk.store.conn.execute_batch(sql).is_err(), "{sql}");
    }
}
