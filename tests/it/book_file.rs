//! The book as a file: what is refused and left untouched, who may read it, and two windows at once.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    thread,
};

use partnerbook::{
    domain::{currency::Currency, day::parse_iso},
    error::{Error, Kind},
    store::{Ask, Founding, NewPartner, Origin, Reader, Store},
};

fn ask() -> Ask {
    Ask::new(Origin::Shell, "a test", parse_iso("2026-11-23").unwrap())
}

fn book(folder: &Path) -> PathBuf {
    let path = folder.join("day.pbk");
    let founding = Founding {
        name: "Tessera Partners".to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    Store::create(&path, &founding, &ask()).unwrap();
    path
}

fn add(store: &mut Store, name: &str) -> Result<(), Error> {
    let new = NewPartner {
        name: name.to_owned(),
        ..NewPartner::default()
    };
    store
        .write(&ask(), |tx| {
            Ok((format!("Added {name}"), tx.add_partner(&new)?))
        })
        .map(|_| ())
}

/// Opening `path` is refused as no book, with words that contain `says`, and its bytes stay as they are.
fn refused(path: &Path, says: &str) {
    let before = fs::read(path).ok();
    for error in [
        Store::open(path).err().unwrap(),
        Reader::open(path).err().unwrap(),
    ] {
        assert_eq!(error.kind, Kind::Unopenable, "{error}");
        assert!(
            error.to_string().contains(says),
            "{says:?} is not in: {error}"
        );
    }
    assert_eq!(
        fs::read(path).ok(),
        before,
        "{} was touched",
        path.display()
    );
}

#[test]
fn what_is_no_book_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    refused(&at("missing.pbk"), "partnerbook init");
    refused(folder.path(), "a folder");
    fs::write(at("empty.pbk"), "").unwrap();
    refused(&at("empty.pbk"), "empty file");
    fs::write(at("table.csv"), "name,site\nAcme,acme.example\n".repeat(9)).unwrap();
    refused(&at("table.csv"), "partnerbook import");
    fs::write(at("noise.pbk"), [7_u8; 5000]).unwrap();
    refused(&at("noise.pbk"), "not a partnerbook file");
}

#[test]
fn another_programs_database_and_a_newer_or_shorter_book_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(book(folder.path())).unwrap();
    let with = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        change(&mut bytes);
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    refused(
        &with("foreign.db", &|b| b[68..72].fill(0)),
        "another program",
    );
    refused(
        &with("newer.pbk", &|b| {
            b[60..64].copy_from_slice(&9_i32.to_be_bytes());
        }),
        "newer partnerbook",
    );
    refused(
        &with("short.pbk", &|b| b.truncate(b.len() / 2)),
        "pages are missing",
    );
    refused(
        &with("smashed.pbk", &|b| b[100..4000].fill(0xAA)),
        "damaged",
    );
}

#[test]
fn a_book_with_two_names_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    fs::hard_link(&path, folder.path().join("second.pbk")).unwrap();
    let error = Store::open(&path).err().unwrap();
    assert!(error.message.contains("two names"), "{error}");
}

#[test]
fn an_existing_file_is_never_overwritten_by_a_new_book() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let before = fs::read(&path).unwrap();
    let founding = Founding {
        name: "Other".to_owned(),
        currency: Currency::parse("EUR").unwrap(),
    };
    assert!(Store::create(&path, &founding, &ask()).is_err());
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_book_is_its_owners_alone_and_one_file_at_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let mut store = Store::open(&path).unwrap();
    add(&mut store, "Northwind Agency").unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    // A plain copy, while it is open, is a whole book.
    let copy = folder.path().join("copy.pbk");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing lies beside it"
    );
    let mut copied = Store::open(&copy).unwrap();
    assert!(copied.check().unwrap().findings.is_empty());
    assert_eq!(copied.view().find_partner("Northwind Agency").unwrap(), 1);
}

#[test]
fn two_windows_write_one_after_the_other_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let windows: Vec<_> = ["Left", "Right"]
        .map(|side| {
            let path = path.clone();
            thread::spawn(move || {
                let mut store = Store::open(&path).unwrap();
                for n in 0..15 {
                    add(&mut store, &format!("{side} {n}")).unwrap();
                }
            })
        })
        .into_iter()
        .collect();
    for window in windows {
        window.join().unwrap();
    }
    let mut store = Store::open(&path).unwrap();
    let report = store.check().unwrap();
    assert_eq!((report.operations, report.findings.len()), (31, 0));
}

#[test]
fn a_window_sees_what_another_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let window = Reader::open(&path).unwrap();
    let before = window.version().unwrap();
    assert!(window.view().find_partner("Late Partner").is_err());
    add(&mut Store::open(&path).unwrap(), "Late Partner").unwrap();
    assert_ne!(window.version().unwrap(), before);
    assert!(window.view().find_partner("Late Partner").is_ok());
}

#[test]
fn a_reader_is_not_kept_waiting_by_a_write_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let window = Reader::open(&path).unwrap();
    let mut store = Store::open(&path).unwrap();
    store
        .write(
            &Ask {
                bulk: true,
                ..ask()
            },
            |tx| {
                for n in 0..2_000 {
                    tx.add_partner(&NewPartner {
                        name: format!("Partner {n}"),
                        ..NewPartner::default()
                    })?;
                }
                // In the middle of the transaction the other window answers at once, with the last committed state.
                assert!(window.view().find_partner("Partner 7").is_err());
                Ok(("2,000 partners".to_owned(), ()))
            },
        )
        .unwrap();
    assert!(window.view().find_partner("Partner 7").is_ok());
}

#[test]
fn a_write_that_fails_half_way_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let mut store = Store::open(&path).unwrap();
    let failed = store.write(&ask(), |tx| {
        tx.add_partner(&NewPartner {
            name: "Half".to_owned(),
            ..NewPartner::default()
        })?;
        Err::<(String, ()), _>(Error::failed("The disk went away."))
    });
    assert!(failed.is_err());
    let report = store.check().unwrap();
    assert_eq!((report.operations, report.findings.len()), (1, 0));
    assert!(store.view().find_partner("Half").is_err());
}
