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
        (
            "ledger",
            "INSERT INTO adjustment (partner_id, kind, day, minor, currency, reason, op) VALUES (1, 'bonus', '2026-11-01', 100, 'USD', 'x', 1)",
        ),
        (
            "ledger",
            "INSERT INTO commission_void (source, source_id, agreement_id, partner_id, on_day, reason, op) VALUES ('line', 1, 1, 1, '2026-11-01', 'x', 1)",
        ),
        (
            "voids",
            "INSERT INTO commission_void (source, source_id, agreement_id, partner_id, on_day, reason, op) VALUES ('line', 99, 1, 1, '2026-11-01', 'x', 1)",
        ),
        (
            "blocks",
            "INSERT INTO commission_block (commission_id, on_day, reason, op) VALUES (1, '2026-11-01', 'x', 1)",
        ),
        (
            "days",
            "INSERT INTO commission_block (commission_id, on_day, reason, op) VALUES (1, '2026-02-30', 'x', 1)",
        ),
        (
            "links",
            "INSERT INTO commission_block (commission_id, on_day, reason, op) VALUES (99, '2026-11-01', 'x', 1)",
        ),
        (
            "days",
            "INSERT INTO payout_run (as_of, op) VALUES ('2026-13-01', 1)",
        ),
        (
            "rewards",
            "INSERT INTO partner (name, slug, op) VALUES ('Other', 'other', 1);
             INSERT INTO adjustment (partner_id, kind, day, minor, currency, reason, op) VALUES (1, 'reward', '2026-11-01', 100, 'USD', 'x', 1);
             INSERT INTO reward (partner_id, kind, minor, currency, reason, promised_on, adjustment_id, op)
             VALUES (2, 'cash', 100, 'USD', 'x', '2026-11-01', 1, 1)",
        ),
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
