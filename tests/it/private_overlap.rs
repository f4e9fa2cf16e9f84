//! Private comparison with the real program: a partner manager with a book, a partner with a book of their own, and a
//! partner who has nothing but the program and a list.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use crate::program::{Desk, Said};

pub const OURS: &str = "name,domain,country,owner\nVale Paint,vale.com,US,Ada\nQuillfield,quill.io,US,Ben\nNorth Wind,,DE,Ada\nSolo,solo.org,US,\n";
pub const THEIRS: &str = "company,website,country,owner,stage\nVale Paint Inc,https://www.vale.com,US,Grace,Negotiation\nNorth Wind,,DE,Linus,Won\nElse,else.net,US,Linus,Won\n";

pub fn said(said: &Said) -> String {
    format!("{}{}", said.out, said.err)
}

/// A book that knows Globex and has four customers.
pub fn acme() -> Desk {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Globex"]);
    let list = desk.file("customers.csv", OURS);
    desk.ok(&["import", "customers", &list, "--yes"]);
    desk
}

/// A file carried from one desk to another.
pub fn carried(from: &Desk, to: &Desk, name: &str) -> String {
    fs::copy(from.path(name), to.path(name)).unwrap();
    to.path(name).display().to_string()
}

pub fn request(acme: &Desk, more: &[&str]) -> Said {
    let out = acme.path("globex.1.request").display().to_string();
    let mut words = vec!["overlap", "request", "globex", "--out", &out];
    words.extend(more);
    acme.run(&words)
}

pub fn secrets(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_partner_with_nothing_but_a_list_answers_and_both_learn_what_both_have() {
    let (acme, globex) = (acme(), Desk::empty());
    let asked = request(
        &acme,
        &["--offer", "name,rep", "--purpose", "Spring campaign"],
    );
    assert!(asked.code == 0, "{}", said(&asked));
    let file = carried(&acme, &globex, "globex.1.request");
    let list = globex.file("list.csv", THEIRS);

    // Nothing is told before a person said yes, and what they say yes to is told.
    let unasked = globex.run(&["overlap", "answer", &file, "--list", &list]);
    assert_eq!(unasked.code, 7);
    let consent = said(&unasked);
    for part in [
        "asks to compare up to 500 accounts (customers) with 3 of yours, from list.csv.",
        "is only what they wrote",
        "Spring campaign",
        "who looks after it (a person's name)",
        "the stage",
        "Of all other accounts of yours they learn nothing, except that you compare at most 500.",
        "from which you learn the same accounts and of each name and rep",
        "may be a guess",
        "Nothing is sent",
    ] {
        assert!(consent.contains(part), "{part}\n{consent}");
    }
    assert!(!globex.path("globex.2.response").exists());

    let answered = globex.run(&["--yes", "overlap", "answer", &file, "--list", &list]);
    assert!(answered.code == 0, "{}", said(&answered));
    let file = carried(&globex, &acme, "globex.2.response");
    let opened = acme.run(&["overlap", "open", &file]);
    let text = said(&opened);
    assert!(
        text.contains("You and Globex both have 2 accounts."),
        "{text}"
    );
    assert!(
        text.contains("Vale Paint") && text.contains("rep Grace"),
        "{text}"
    );
    assert!(
        text.contains("North Wind") && text.contains("rep Linus"),
        "{text}"
    );
    assert!(!text.contains("Else"), "{text}");
    assert!(text.contains("compare the words of their key"), "{text}");

    // The list is in the book, as theirs.
    let list = said(&acme.run(&["overlap", "list", "globex"]));
    assert!(
        list.contains("Vale Paint") && list.contains("Grace"),
        "{list}"
    );

    let asked = acme.run(&["overlap", "finish", &file]);
    // By account nothing is shared with Globex yet.
    assert_eq!(asked.code, 4);
    assert!(
        said(&asked).contains("share none of them with Globex by account"),
        "{}",
        said(&asked)
    );
    acme.ok(&[
        "overlap",
        "share",
        "globex",
        "customers",
        "overlapping",
        "--fields",
        "owner",
    ]);
    let asked = acme.run(&["overlap", "finish", &file]);
    assert_eq!(asked.code, 7);
    assert!(
        said(&asked).contains("Globex learns which 2 accounts of theirs you have too"),
        "{}",
        said(&asked)
    );
    acme.ok(&["--yes", "overlap", "finish", &file]);
    let file = carried(&acme, &globex, "globex.3.finish");
    let closed = said(&globex.run(&["overlap", "close", &file]));
    assert!(
        closed.contains("Vale Paint Inc") && closed.contains("rep Ada"),
        "{closed}"
    );
}

#[test]
fn secrets_lie_beside_the_book_for_their_owner_only_and_go_when_they_served() {
    let (acme, globex) = (acme(), Desk::empty());
    assert!(request(&acme, &[]).code == 0);
    let folder = acme.path("book.pbk.private");
    assert_eq!(
        fs::metadata(&folder).unwrap().permissions().mode() & 0o777,
        0o700
    );
    let names = secrets(&folder);
    assert_eq!(names.len(), 2, "{names:?}");
    for name in &names {
        let mode = fs::metadata(folder.join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let file = carried(&acme, &globex, "globex.1.request");
    let list = globex.file("list.csv", THEIRS);
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    let file = carried(&globex, &acme, "globex.2.response");
    acme.ok(&["overlap", "open", &file]);
    assert_eq!(secrets(&folder), ["identity"]);
    // Opened once: the secret is gone, and so is what it could open.
    let again = acme.run(&["overlap", "open", &file]);
    assert_eq!(again.code, 3);
    assert!(said(&again).contains("Nothing is kept of this comparison here"));
}

#[test]
fn what_was_not_answered_in_time_is_erased() {
    let acme = acme();
    assert!(request(&acme, &["--until", "2026-11-30"]).code == 0);
    let folder = acme.path("book.pbk.private");
    assert_eq!(secrets(&folder).len(), 2);
    let mut later = acme.program(&["overlap", "key"]);
    assert!(
        later
            .env("PARTNERBOOK_TODAY", "2026-12-01")
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(secrets(&folder), ["identity"]);
}

#[test]
fn a_book_answers_with_what_it_shares_and_nothing_else() {
    let (acme, globex) = (acme(), Desk::new());
    globex.ok(&["partner", "add", "Acme"]);
    let list = globex.file("customers.csv", THEIRS);
    globex.ok(&["import", "customers", &list, "--yes"]);
    assert!(request(&acme, &["--offer", "nothing"]).code == 0);
    let file = carried(&acme, &globex, "globex.1.request");
    let nobody = globex.run(&["--yes", "overlap", "answer", &file]);
    assert!(
        said(&nobody).contains("--partner PARTNER"),
        "{}",
        said(&nobody)
    );
    // Only numbers are shared where nobody said anything.
    let nothing = globex.run(&["--yes", "overlap", "answer", &file, "--partner", "acme"]);
    assert_eq!(nothing.code, 4);
    assert!(
        said(&nothing).contains("overlap share acme"),
        "{}",
        said(&nothing)
    );
    assert!(!globex.path("globex.2.response").exists());
    globex.ok(&[
        "overlap",
        "share",
        "acme",
        "customers",
        "overlapping",
        "--fields",
        "owner",
    ]);
    let answered = globex.run(&["--yes", "overlap", "answer", &file, "--partner", "acme"]);
    assert!(answered.code == 0, "{}", said(&answered));
    assert!(
        said(&answered).contains("Call them and compare the words"),
        "{}",
        said(&answered)
    );
    let again = globex.run(&[
        "--yes",
        "overlap",
        "answer",
        &file,
        "--list",
        &list,
        "--out",
        &globex.path("x").display().to_string(),
    ]);
    assert!(
        said(&again).contains("was answered already"),
        "{}",
        said(&again)
    );

    let file = carried(&globex, &acme, "globex.2.response");
    let opened = said(&acme.run(&["overlap", "open", &file]));
    assert!(
        opened.contains("rep Grace") && !opened.contains("stage"),
        "{opened}"
    );
    let history = said(&globex.run(&["history"]));
    assert!(
        history.contains("Answered a private comparison of Acme"),
        "{history}"
    );
    let compared = globex.run(&["overlap", "key", "acme", "--compared"]);
    assert!(compared.code == 0, "{}", said(&compared));
    let key = said(&globex.run(&["overlap", "key", "acme"]));
    assert!(key.contains("compared on"), "{key}");
}

#[test]
fn too_much_asked_is_refused_and_can_be_allowed() {
    let (acme, globex) = (acme(), Desk::empty());
    let many: String = (0..1200)
        .map(|n| format!("Company {n},c{n}.com\n"))
        .collect();
    let list = acme.file("many.csv", format!("name,site\n{many}"));
    assert!(request(&acme, &["--list", &list]).code == 0);
    let file = carried(&acme, &globex, "globex.1.request");
    let list = globex.file("list.csv", THEIRS);
    let refused = globex.run(&["--yes", "overlap", "answer", &file, "--list", &list]);
    assert_eq!(refused.code, 4);
    assert!(
        said(&refused).contains("up to 2500 accounts, and you allow 1000"),
        "{}",
        said(&refused)
    );
    let allowed = globex.run(&[
        "--yes",
        "overlap",
        "answer",
        &file,
        "--list",
        &list,
        "--at-most",
        "2500",
    ]);
    assert!(allowed.code == 0, "{}", said(&allowed));
    let warned = globex.run(&[
        "overlap",
        "answer",
        &file,
        "--list",
        &list,
        "--at-most",
        "2500",
        "--out",
        "other",
    ]);
    assert!(said(&warned).contains("Look twice"), "{}", said(&warned));
}

#[test]
fn a_count_is_only_a_number() {
    let (acme, globex) = (acme(), Desk::empty());
    let few = request(&acme, &["--count"]);
    assert_eq!(few.code, 4);
    assert!(
        said(&few).contains("would tell which they are"),
        "{}",
        said(&few)
    );
    // With a name as well as a website: none is counted twice.
    let list = |from: usize, to: usize| {
        let rows: String = (from..to)
            .map(|n| format!("Company {n},c{n}.com\n"))
            .collect();
        format!("name,site\n{rows}")
    };
    let ours = acme.file("ours.csv", list(0, 40));
    assert!(request(&acme, &["--count", "--list", &ours]).code == 0);
    let file = carried(&acme, &globex, "globex.1.request");
    let theirs = globex.file("list.csv", list(30, 70));
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &theirs]);
    let file = carried(&globex, &acme, "globex.2.response");
    let opened = said(&acme.run(&["overlap", "open", &file]));
    assert!(
        opened.contains("You and Globex have 10 accounts in common."),
        "{opened}"
    );
    assert!(!opened.contains("c30.com"), "{opened}");
}

#[test]
fn a_file_that_is_none_or_was_damaged_is_refused_in_words() {
    let (acme, globex) = (acme(), Desk::empty());
    assert!(request(&acme, &[]).code == 0);
    let list = globex.file("list.csv", THEIRS);
    let not_ours = globex.run(&["--yes", "overlap", "answer", &list, "--list", &list]);
    assert_eq!(not_ours.code, 4);
    assert!(said(&not_ours).contains("This is no file of a private comparison."));
    let mut bytes = fs::read(acme.path("globex.1.request")).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let file = globex.file("globex.1.request", &bytes);
    let changed = globex.run(&["--yes", "overlap", "answer", &file, "--list", &list]);
    assert!(
        said(&changed).contains("The signature of the file is not right"),
        "{}",
        said(&changed)
    );
    bytes.pop();
    let file = globex.file("globex.1.request", &bytes);
    let cut = globex.run(&["--yes", "overlap", "answer", &file, "--list", &list]);
    assert!(
        said(&cut).contains("bytes long, and its head says"),
        "{}",
        said(&cut)
    );
}

#[test]
fn what_was_offered_is_told_in_the_third_file_and_no_more() {
    let (acme, globex) = (acme(), Desk::empty());
    let ours = acme.file("ours.csv", OURS);
    assert!(
        request(
            &acme,
            &["--offer", "rep", "--list", &ours, "--as", "customers"]
        )
        .code
            == 0
    );
    let file = carried(&acme, &globex, "globex.1.request");
    let list = globex.file("list.csv", THEIRS);
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    let file = carried(&globex, &acme, "globex.2.response");
    let opened = acme.run(&["overlap", "open", &file]);
    assert!(
        said(&opened).contains("overlap finish"),
        "{}",
        said(&opened)
    );
    acme.ok(&["--yes", "overlap", "finish", &file, "--list", &ours]);
    let file = carried(&acme, &globex, "globex.3.finish");
    let closed = said(&globex.run(&["overlap", "close", &file]));
    assert!(closed.contains("both have 2 accounts."), "{closed}");
    assert!(
        closed.contains("Vale Paint Inc") && closed.contains("rep Ada"),
        "{closed}"
    );
    assert!(!closed.contains("stage"), "{closed}");
    assert_eq!(globex.run(&["overlap", "close", &file]).code, 3);
}
