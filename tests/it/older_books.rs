//! Books that an earlier version wrote: opened, brought up to date, and as whole as they were.

use partnerbook::{
    domain::day::parse_iso,
    store::{Ask, Origin, Store},
};

#[test]
fn a_book_of_version_1_opens_checks_clean_and_can_still_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.pbk");
    let old = rusqlite::Connection::open(&path).unwrap();
    let start = include_str!("../../assets/sql/0001_start.sql");
    let rows = include_str!("../data/book_v1.sql");
    old.execute_batch(&format!(
        "BEGIN; {start} {rows} PRAGMA application_id = 1346521905; PRAGMA user_version = 1; COMMIT;"
    ))
    .unwrap();
    drop(old);

    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.check().unwrap().findings, []);
    let ask = Ask::new(Origin::Shell, "undo", parse_iso("2026-11-23").unwrap());
    let undone = store.undo(&ask, None).unwrap();
    assert!(undone.summary.contains("20% of base"), "{}", undone.summary);
    store.redo(&ask).unwrap();
    let paid = store.undo(&ask, Some(10)).unwrap_err();
    assert!(paid.to_string().contains("paid"), "{paid}");
    assert_eq!(store.check().unwrap().findings, []);
}
