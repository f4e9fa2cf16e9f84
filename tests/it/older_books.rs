//! Books that an earlier version wrote: opened, brought up to date, and as whole as they were.

use partnerbook::{
    domain::{day::parse_iso, overlap::Groups},
    store::{Ask, Origin, Store},
};

#[test]
fn a_book_of_version_2_opens_checks_clean_and_takes_files_of_today() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.pbk");
    let old = rusqlite::Connection::open(&path).unwrap();
    let start = include_str!("../../assets/sql/0001_start.sql");
    let owed = include_str!("../../assets/sql/0002_owed.sql");
    let rows = include_str!("../data/book_v2.sql");
    old.execute_batch(&format!(
        "BEGIN; PRAGMA defer_foreign_keys = ON; {start} {owed} {rows} PRAGMA application_id = 1346521905; PRAGMA user_version = 2; COMMIT;"
    ))
    .unwrap();
    drop(old);

    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.check().unwrap().findings, []);
    let today = parse_iso("2026-11-23").unwrap();
    let ask = |command: &str| Ask::new(Origin::Shell, command, today);
    assert!(store.view().mappings().unwrap().is_empty());
    // What the old program wrote is taken back and put again by this one.
    let undone = store.undo(&ask("undo"), None).unwrap();
    assert!(undone.summary.contains("W2"), "{}", undone.summary);
    store.redo(&ask("redo")).unwrap();
    assert_eq!(store.check().unwrap().findings, []);
    let file = folder.path().join("v.csv");
    std::fs::write(
        &file,
        "id,customer,date,amount\nI9,Vale Robotics,2026-11-01,100\n",
    )
    .unwrap();
    let line = format!("import revenue '{}' --save-mapping Bills", file.display());
    let mut cx = partnerbook::ops::Cx {
        store: &mut store,
        today,
        origin: Origin::Shell,
        command: String::new(),
        progress: &partnerbook::ops::Quiet,
        stdin: None,
    };
    let done = partnerbook::ops::line::run_line(&mut cx, &line).unwrap();
    assert!(done.said.contains("1 new"), "{}", done.said);
    assert_eq!(store.view().mappings().unwrap().len(), 1);
    assert_eq!(store.check().unwrap().findings, []);
}

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

#[test]
fn a_book_of_version_3_opens_with_its_lists_compared_by_the_rules_of_today() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.pbk");
    let old = rusqlite::Connection::open(&path).unwrap();
    let start = include_str!("../../assets/sql/0001_start.sql");
    let owed = include_str!("../../assets/sql/0002_owed.sql");
    let files = include_str!("../../assets/sql/0003_files.sql");
    let rows = include_str!("../data/book_v3.sql");
    old.execute_batch(&format!(
        "BEGIN; PRAGMA defer_foreign_keys = ON; {start} {owed} {files} {rows} PRAGMA application_id = 1346521905; PRAGMA user_version = 3; COMMIT;"
    ))
    .unwrap();
    drop(old);

    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.check().unwrap().findings, []);
    let partner = store.view().find_partner("northwind").unwrap();
    let numbers = store
        .view()
        .overlap_numbers(partner, Groups::Apart)
        .unwrap();
    assert_eq!((numbers.all_ours, numbers.all_theirs), (3, 4));
    assert_eq!((numbers.ours, numbers.theirs), (2, 2));
    // What it could not see: the same name without a website waits for a person.
    assert_eq!(store.view().maybe_count(partner).unwrap(), 1);
    let ask = Ask::new(Origin::Shell, "undo", parse_iso("2026-11-23").unwrap());
    let undone = store.undo(&ask, None).unwrap();
    assert!(undone.summary.contains("t2.csv"), "{}", undone.summary);
    assert_eq!(
        store
            .view()
            .overlap_numbers(partner, Groups::Apart)
            .unwrap()
            .ours,
        1
    );
    store.redo(&ask).unwrap();
    assert_eq!(
        store
            .view()
            .overlap_numbers(partner, Groups::Apart)
            .unwrap()
            .ours,
        2
    );
    assert_eq!(store.check().unwrap().findings, []);
}
