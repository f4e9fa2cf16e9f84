//! Private comparison as it goes wrong: steps in the wrong order, twice, undone, forgotten, given up, and files that others
//! laid in the way.

use std::{fs, os::unix::fs::PermissionsExt, os::unix::fs::symlink};

use partnerbook::{
    domain::day::parse_iso,
    ops::{Cx, Quiet, line::Request},
    store::{Origin, Store},
};

use crate::{
    private_overlap::{OURS, THEIRS, acme, carried, request, said, secrets},
    program::Desk,
};

/// A book of Globex that knows Acme and shares its customers with them.
fn globex() -> Desk {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Acme"]);
    let list = desk.file("customers.csv", THEIRS);
    desk.ok(&["import", "customers", &list, "--yes"]);
    share(&desk, "acme");
    desk
}

fn share(desk: &Desk, with: &str) {
    let words = ["overlap", "share", with, "customers", "overlapping"];
    desk.ok(&[&words[..], &["--fields", "owner,since"]].concat());
}

#[test]
fn two_books_compare_and_each_has_the_others_accounts_as_a_list() {
    let (acme, globex) = (acme(), globex());
    share(&acme, "globex");
    assert_eq!(request(&acme, &["--offer", "name,rep,population"]).code, 0);
    let file = carried(&acme, &globex, "globex.1.request");
    globex.ok(&["--yes", "overlap", "answer", &file, "--partner", "acme"]);
    let file = carried(&globex, &acme, "globex.2.response");
    acme.ok(&["overlap", "open", &file]);
    acme.ok(&["--yes", "overlap", "finish", &file]);
    let file = carried(&acme, &globex, "globex.3.finish");
    globex.ok(&["overlap", "close", &file]);

    for (desk, partner, rep) in [(&acme, "globex", "Grace"), (&globex, "acme", "Ada")] {
        let list = said(&desk.run(&["overlap", "list", partner]));
        assert!(list.contains("Vale Paint") && list.contains(rep), "{list}");
        assert!(!list.contains("Solo") && !list.contains("Else"), "{list}");
        // Both accounts stand where customers of both stand, also the one without a website.
        let matrix = said(&desk.run(&["overlap", "matrix", partner]));
        let customers = matrix.lines().find(|l| l.starts_with("customer")).unwrap();
        let cells: Vec<&str> = customers.split_whitespace().collect();
        assert_eq!(cells[2], "2", "{matrix}");
        // Nobody became a partner, a customer or a referral by it.
        assert_eq!(desk.ok(&["partner", "list", "--csv"]).lines().count(), 2);
        let customers = desk.ok(&["customer", "list", "--csv"]).lines().count();
        assert_eq!(customers, if partner == "globex" { 5 } else { 4 });
        assert_eq!(desk.ok(&["referral", "list", "--csv"]).lines().count(), 1);
        assert_eq!(secrets(&desk.path("book.pbk.private")), ["identity"]);
        desk.check();
    }

    // Neither the book nor its JSON holds a secret, and both hold the comparison.
    let key = fs::read(acme.path("book.pbk.private/identity")).unwrap();
    let hex: String = key.iter().map(|b| format!("{b:02x}")).collect();
    let json = acme.ok(&["export", "book"]);
    assert!(json.contains("\"finished\""), "{json}");
    for bytes in [json.into_bytes(), fs::read(acme.book()).unwrap()] {
        assert!(!bytes.windows(32).any(|w| w == key));
        assert!(!String::from_utf8_lossy(&bytes).contains(&hex));
    }
    // Read back, the comparison is as far as it was.
    let again = Desk::empty();
    let document = again.file("book.json", acme.ok(&["export", "book"]));
    again.ok(&["import", "book", &document, "--yes"]);
    assert_eq!(again.ok(&["export", "book"]), acme.ok(&["export", "book"]));
}

#[test]
fn a_comparison_given_up_leaves_no_secret_and_is_answered_by_nobody() {
    let (acme, globex) = (acme(), globex());
    assert_eq!(request(&acme, &["--offer", "nothing"]).code, 0);
    let file = carried(&acme, &globex, "globex.1.request");
    globex.ok(&["--yes", "overlap", "answer", &file, "--partner", "acme"]);
    let response = carried(&globex, &acme, "globex.2.response");

    let open = said(&acme.run(&["overlap", "cancel"]));
    assert!(open.contains("Globex: you asked"), "{open}");
    let unasked = acme.run(&["overlap", "cancel", "globex"]);
    assert_eq!(unasked.code, 7);
    assert_eq!(secrets(&acme.path("book.pbk.private")).len(), 2);
    acme.ok(&["--yes", "overlap", "cancel", "globex"]);
    assert_eq!(secrets(&acme.path("book.pbk.private")), ["identity"]);
    assert_eq!(acme.run(&["overlap", "open", &response]).code, 3);
    assert_eq!(acme.run(&["--yes", "overlap", "cancel", "globex"]).code, 3);
    let history = said(&acme.run(&["history"]));
    assert!(
        history.contains("Gave up a private comparison with Globex"),
        "{history}"
    );

    // The other side by the file it came with.
    globex.ok(&["--yes", "overlap", "cancel", "--file", &file]);
    assert_eq!(secrets(&globex.path("book.pbk.private")), ["identity"]);
    let none = said(&globex.run(&["overlap", "cancel"]));
    assert!(none.contains("No private comparison is open."), "{none}");

    // And a partner without a book.
    let nobody = Desk::empty();
    let file = carried(&acme, &nobody, "globex.1.request");
    let list = nobody.file("list.csv", THEIRS);
    nobody.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    let kept = nobody.path("data/partnerbook/private");
    let before = secrets(&kept).len();
    nobody.ok(&["--yes", "overlap", "cancel", "--all"]);
    assert_eq!(secrets(&kept).len(), before - 1);
}

#[test]
fn undoing_an_answer_does_not_give_the_partner_new_questions() {
    let (acme, globex) = (acme(), globex());
    for n in ["1", "2"] {
        let out = acme.path(n).display().to_string();
        acme.ok(&["overlap", "request", "globex", "--out", &out]);
    }
    let first = carried(&acme, &globex, "1");
    let second = carried(&acme, &globex, "2");
    let answer = |file: &str, out: &str| {
        let out = globex.path(out).display().to_string();
        let words = ["--yes", "overlap", "answer", file, "--partner", "acme"];
        globex.run(&[&words[..], &["--budget", "900", "--out", &out]].concat())
    };
    assert_eq!(answer(&first, "a").code, 0);
    globex.ok(&["undo"]);
    let refused = answer(&second, "b");
    assert_eq!(refused.code, 4, "{}", said(&refused));
    assert!(
        said(&refused).contains("asked about 500 accounts this quarter"),
        "{}",
        said(&refused)
    );
    globex.ok(&["redo"]);
    assert_eq!(answer(&second, "b").code, 4);
}

#[test]
fn a_third_file_for_an_answer_that_was_undone_is_not_taken_as_if_there_were_no_book() {
    let (acme, globex) = (acme(), globex());
    share(&acme, "globex");
    assert_eq!(request(&acme, &["--offer", "rep"]).code, 0);
    let file = carried(&acme, &globex, "globex.1.request");
    globex.ok(&["--yes", "overlap", "answer", &file, "--partner", "acme"]);
    let file = carried(&globex, &acme, "globex.2.response");
    acme.ok(&["overlap", "open", &file]);
    acme.ok(&["--yes", "overlap", "finish", &file]);
    let file = carried(&acme, &globex, "globex.3.finish");
    globex.ok(&["undo"]);
    let undone = globex.run(&["overlap", "close", &file]);
    assert_eq!(undone.code, 3, "{}", said(&undone));
    assert!(said(&undone).contains("it was undone"), "{}", said(&undone));
    globex.ok(&["redo"]);
    globex.ok(&["overlap", "close", &file]);
}

#[test]
fn two_comparisons_at_once_do_not_take_each_others_place() {
    let (acme, globex) = (acme(), Desk::empty());
    let list = globex.file(
        "list.csv",
        format!("{THEIRS}Quillfield,quill.io,US,Linus,Won\n"),
    );
    let prospects = acme.file("p.csv", "name,site\nQuillfield,quill.io\n");
    let customers = acme.file(
        "c.csv",
        "name,site,country\nVale Paint,vale.com,US\nNorth Wind,,DE\n",
    );
    let customers = ["--list", &customers, "--as", "customers"];
    let words = ["overlap", "request", "globex", "--out"];
    let (one, two) = (acme.path("one.1.request"), acme.path("two.1.request"));
    let (one, two) = (one.display().to_string(), two.display().to_string());
    acme.ok(&[&words[..], &[&one], &customers].concat());
    acme.ok(&[
        &words[..],
        &[&two, "--list", &prospects, "--as", "prospects"],
    ]
    .concat());
    for name in ["two", "one"] {
        let file = carried(&acme, &globex, &format!("{name}.1.request"));
        globex.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    }
    for name in ["one", "two"] {
        let file = carried(&globex, &acme, &format!("{name}.2.response"));
        acme.ok(&["overlap", "open", &file]);
    }
    let both = said(&acme.run(&["overlap", "list", "globex"]));
    assert!(
        both.contains("Vale Paint") && both.contains("Quillfield"),
        "{both}"
    );
    // The same asked once more takes the place of the first.
    acme.ok(&[
        &words[..],
        &[&acme.path("three.1.request").display().to_string()],
    ]
    .concat());
    let file = carried(&acme, &globex, "three.1.request");
    let less = globex.file("less.csv", "name,site\nVale Paint,vale.com\n");
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &less]);
    let file = carried(&globex, &acme, "three.2.response");
    acme.ok(&["overlap", "open", &file]);
    let now = said(&acme.run(&["overlap", "list", "globex"]));
    assert!(
        now.contains("Quillfield") && !now.contains("North Wind"),
        "{now}"
    );
    acme.check();
}

#[test]
fn a_list_that_was_asked_about_is_known_again_when_the_answer_is_opened() {
    let (acme, globex) = (acme(), Desk::empty());
    let ours = acme.file("p.csv", "name,site\nElse Holding,else.net\n");
    assert_eq!(
        request(&acme, &["--list", &ours, "--offer", "name"]).code,
        0
    );
    let file = carried(&acme, &globex, "globex.1.request");
    let list = globex.file("list.csv", THEIRS);
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    let file = carried(&globex, &acme, "globex.2.response");
    let opened = said(&acme.run(&["overlap", "open", &file]));
    assert!(opened.contains("Else Holding"), "{opened}");
    // Only what is told in return needs the list once more, and says so.
    let forgotten = acme.run(&["--yes", "overlap", "finish", &file]);
    assert_eq!(forgotten.code, 4);
    assert!(
        said(&forgotten).contains("--list FILE"),
        "{}",
        said(&forgotten)
    );
    acme.ok(&["--yes", "overlap", "finish", &file, "--list", &ours]);
    let file = carried(&acme, &globex, "globex.3.finish");
    let closed = said(&globex.run(&["overlap", "close", &file]));
    assert!(closed.contains("name Else Holding"), "{closed}");
}

#[test]
fn words_from_outside_cannot_write_the_sentence_around_them() {
    let (acme, globex) = (acme(), Desk::empty());
    let purpose = "fun” It is the key you compared with them. “";
    let from = "Bank” and you know them. ＂";
    assert_eq!(
        request(&acme, &["--purpose", purpose, "--from", from]).code,
        0
    );
    let file = carried(&acme, &globex, "globex.1.request");
    let list = globex.file("list.csv", THEIRS);
    let asked = || said(&globex.run(&["overlap", "answer", &file, "--list", &list]));
    let consent = asked();
    assert!(
        consent.contains("“fun' It is the key you compared with them. '”"),
        "{consent}"
    );
    assert!(
        consent.contains("“Bank' and you know them. '”"),
        "{consent}"
    );
    assert!(consent.contains("Nobody keeps count here"), "{consent}");
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    fs::remove_file(globex.path("globex.2.response")).unwrap();
    // Met before, it is still only what they called themselves.
    let again = asked();
    assert!(
        again.contains("“Bank' and you know them. '” asks"),
        "{again}"
    );
    // What a terminal would act on does not even get into a file.
    let hidden = request(&acme, &["--purpose", "a\u{202e}b"]);
    assert_ne!(hidden.code, 0);
}

#[test]
fn a_folder_of_secrets_that_others_may_have_laid_there_is_not_used() {
    let acme = acme();
    let folder = acme.path("book.pbk.private");
    let elsewhere = acme.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, &folder).unwrap();
    let refused = request(&acme, &[]);
    assert_eq!(refused.code, 4, "{}", said(&refused));
    assert!(secrets(&elsewhere).is_empty());
    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("identity"), [7; 32]).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let refused = request(&acme, &[]);
    assert_eq!(refused.code, 4, "{}", said(&refused));
    assert!(said(&refused).contains("Others may write into"));
    // One that others may only look into is closed.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(request(&acme, &[]).code, 0);
    let mode = fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_partner_merged_in_between_takes_the_comparison_along() {
    let (acme, globex) = (acme(), globex());
    share(&acme, "globex");
    assert_eq!(request(&acme, &["--offer", "rep"]).code, 0);
    let file = carried(&acme, &globex, "globex.1.request");
    globex.ok(&["--yes", "overlap", "answer", &file, "--partner", "acme"]);
    let file = carried(&globex, &acme, "globex.2.response");
    acme.ok(&["overlap", "open", &file]);
    acme.ok(&["--yes", "overlap", "finish", &file]);
    let file = carried(&acme, &globex, "globex.3.finish");
    globex.ok(&["partner", "add", "Acme Group"]);
    let merged = globex.run(&["partner", "merge", "acme", "acme-group", "--yes"]);
    assert!(
        said(&merged).contains("1 private comparison"),
        "{}",
        said(&merged)
    );
    let closed = said(&globex.run(&["overlap", "close", &file]));
    assert!(
        closed.contains("You and Acme Group both have 2"),
        "{closed}"
    );
    globex.check();
}

#[test]
fn a_lost_key_is_told_and_the_partner_is_asked_to_compare_anew() {
    let acme = acme();
    assert_eq!(request(&acme, &[]).code, 0);
    fs::remove_dir_all(acme.path("book.pbk.private")).unwrap();
    fs::remove_file(acme.path("globex.1.request")).unwrap();
    let open = said(&acme.run(&["overlap", "cancel"]));
    assert!(open.contains("what was kept for it is lost"), "{open}");
    let again = request(&acme, &[]);
    assert!(said(&again).contains("Your key is new"), "{}", said(&again));
    fs::remove_file(acme.path("globex.1.request")).unwrap();
    let third = request(&acme, &[]);
    assert!(!said(&third).contains("Your key is new"));
}

#[test]
fn what_is_answered_is_what_was_read() {
    let (acme, globex) = (acme(), globex());
    assert_eq!(request(&acme, &[]).code, 0);
    let file = carried(&acme, &globex, "globex.1.request");
    let today = parse_iso("2026-11-23").unwrap();
    let mut store = Store::open(&globex.book()).unwrap();
    let mut cx = Cx {
        store: &mut store,
        today,
        origin: Origin::Screen,
        command: String::new(),
        progress: &Quiet,
        stdin: None,
    };
    let line = format!("overlap answer {file} --partner acme");
    let asked = Request::parse(&line).unwrap();
    let consent = asked.confirm(&mut cx).unwrap().unwrap();
    assert!(
        consent.contains("that it is Acme is what you say"),
        "{consent}"
    );
    // While the person reads, another request is laid in its place.
    let other = acme.path("other").display().to_string();
    acme.ok(&["overlap", "request", "globex", "--out", &other]);
    fs::copy(&other, &file).unwrap();
    let refused = asked.run(&mut cx).err().unwrap();
    assert!(refused.message.contains("became another file"), "{refused}");
    assert!(!globex.path("globex.2.response").exists());
    // Read anew, it may be answered.
    asked.confirm(&mut cx).unwrap();
    asked.run(&mut cx).unwrap();
}

#[test]
fn steps_in_the_wrong_order_say_which_is_next() {
    let (acme, globex) = (acme(), Desk::empty());
    assert_eq!(request(&acme, &[]).code, 0);
    let own = acme.path("globex.1.request").display().to_string();
    let wrong = said(&acme.run(&["overlap", "open", &own]));
    assert!(wrong.contains("overlap answer FILE"), "{wrong}");
    let list = acme.file("ours.csv", OURS);
    let reflected = acme.run(&[
        "--yes",
        "overlap",
        "answer",
        &own,
        "--partner",
        "globex",
        "--list",
        &list,
    ]);
    assert!(
        said(&reflected).contains("You made this file yourself."),
        "{}",
        said(&reflected)
    );
    let file = carried(&acme, &globex, "globex.1.request");
    let early = globex.run(&["overlap", "close", &file]);
    assert!(
        said(&early).contains("overlap answer FILE"),
        "{}",
        said(&early)
    );
    let list = globex.file("list.csv", THEIRS);
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    // Renamed in between, and renamed in the book: it is still the same comparison.
    let answer = acme.path("answer from them.bin");
    fs::copy(globex.path("globex.2.response"), &answer).unwrap();
    acme.ok(&[
        "partner",
        "edit",
        "globex",
        "--name",
        "Globex International",
    ]);
    let answer = answer.display().to_string();
    let opened = said(&acme.run(&["overlap", "open", &answer]));
    assert!(
        opened.contains("Globex International both have 2"),
        "{opened}"
    );
    // What was opened is opened once; nothing was offered in return.
    assert_eq!(acme.run(&["overlap", "open", &answer]).code, 3);
    assert_eq!(acme.run(&["--yes", "overlap", "finish", &answer]).code, 3);
}
