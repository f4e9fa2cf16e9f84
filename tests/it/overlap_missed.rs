//! Credit that was missed: which customers are asked about, what confirming one does to the ledger, and what is shared.

use crate::book::Book;

/// A book with a partner on 25 %, four customers of ours and the partner's list of three of them.
fn book() -> (Book, tempfile::TempDir) {
    let files = tempfile::tempdir().unwrap();
    let list = files.path().join("theirs.csv");
    std::fs::write(
        &list,
        "Name,Website,Rep,Since\n\
         Acme,acme.example,Ann,2026-01-05\n\
         Birch,birch.example,Ann,2026-03-10\n\
         Delmar,delmar.example,Bo,\n\
         Elm,elm.example,Bo,2026-09-01\n",
    )
    .unwrap();
    let ours = files.path().join("open.csv");
    std::fs::write(
        &ours,
        "Name,Website,Opened\nAcme,acme.example,2026-02-01\nBirch,birch.example,2026-02-01\n",
    )
    .unwrap();
    let mut book = Book::with(&[
        "partner add \"Northwind\" --email ann@northwind.example",
        "partner add \"Bluepeak\"",
        "program add Referral --terms \"25% of base for 12 months\" --enrol-all",
        "customer add Acme --domain acme.example --started 2026-05-01",
        "customer add Birch --domain birch.example --started 2026-05-01",
        "customer add Delmar --domain delmar.example --started 2026-05-01",
        "customer add Elm --domain elm.example --started 2026-05-01",
        "revenue add C1 1000 --on 2026-06-01",
    ]);
    book.run(&format!("overlap load northwind {}", list.display()));
    book.run(&format!(
        "overlap load us {} --as opportunities",
        ours.display()
    ));
    (book, files)
}

fn column(book: &mut Book, line: &str, key: &str) -> Vec<String> {
    let table = book.run(line).table.expect("a table");
    let at = table.columns.iter().position(|c| c.key == key).unwrap();
    table.rows.iter().map(|r| r.cells[at].shown()).collect()
}

#[test]
fn the_days_say_what_may_be_asked_and_who_came_later_is_not_asked() {
    let (mut book, _files) = book();
    let names = column(&mut book, "overlap missed northwind", "customer");
    assert_eq!(names, ["Acme", "Birch", "Delmar"]);
    let verdicts = column(&mut book, "overlap missed northwind", "verdict");
    assert_eq!(
        verdicts,
        ["may have brought it", "may have helped", "date unknown"]
    );
    let asks = column(&mut book, "overlap missed", "question");
    assert_eq!(asks[0], "Did you bring us Acme?");
    let nothing = book.fails("overlap ask northwind C4");
    assert!(nothing.message.contains("nothing to ask"), "{nothing}");
}

#[test]
fn asking_keeps_the_question_and_drafts_a_message_and_earns_nothing() {
    let (mut book, _files) = book();
    let asked = book.run("overlap ask northwind C1 C3");
    assert!(asked.said.contains("Nothing was sent"), "{}", asked.said);
    let lines = asked.record.unwrap().lines;
    assert_eq!(lines[0], "To: ann@northwind.example");
    assert!(lines.iter().any(|l| l.contains("Did you bring us Acme?")));
    assert!(
        lines
            .iter()
            .any(|l| l.contains("Since when is Delmar yours"))
    );
    let states = column(&mut book, "overlap missed northwind", "state");
    assert!(states[0].contains("asked 23 Nov 2026"), "{states:?}");
    assert!(states[1].contains("to ask"), "{states:?}");
    assert_eq!(book.run("commission list").table.unwrap().rows.len(), 0);
}

#[test]
fn confirming_makes_the_referral_and_the_ledger_follows_and_undo_takes_all_back() {
    let (mut book, _files) = book();
    let said = book.says("overlap confirm northwind C1");
    assert!(
        said.contains("R1, handed in on 1 Feb 2026 and won on 1 May 2026"),
        "{said}"
    );
    assert!(said.contains("Posted 1 commission line: $250.00"), "{said}");
    let referral = book.json("referral show R1");
    assert_eq!(referral["came_by"], "list");
    assert_eq!(
        column(&mut book, "overlap missed northwind", "customer").len(),
        2
    );
    assert!(book.run("check").said.is_empty() || !book.run("check").problems);
    book.run("undo");
    assert_eq!(
        column(&mut book, "overlap missed northwind", "customer").len(),
        3
    );
    assert_eq!(book.run("referral list").table.unwrap().rows.len(), 0);
    assert!(!book.run("check").problems);
}

#[test]
fn what_the_days_do_not_say_is_asked_of_the_person() {
    let (mut book, _files) = book();
    let open = book.fails("overlap confirm northwind C3");
    assert!(
        open.to_string().contains("--as source or --as influence"),
        "{open}"
    );
    let helped = book.says("overlap confirm northwind C3 --as influence --on 2026-04-01");
    assert!(helped.contains("earns nothing"), "{helped}");
    let who = book.run("customer influence C3").record.unwrap().lines;
    assert!(who[0].starts_with("Northwind since 1 Apr 2026"), "{who:?}");
    assert_eq!(
        column(&mut book, "overlap missed northwind", "customer").len(),
        2
    );
}

#[test]
fn what_was_refused_stands_last_and_what_another_brought_can_only_be_helped_with() {
    let (mut book, _files) = book();
    book.run("overlap refuse northwind C1 --note \"we met them at a fair\"");
    let names = column(&mut book, "overlap missed northwind", "customer");
    assert_eq!(names, ["Birch", "Delmar", "Acme"]);
    book.run("referral add Birch --partner bluepeak --on 2026-02-01 --if-duplicate add");
    book.run("referral win R1 --customer C2 --on 2026-05-01");
    let error = book.fails("overlap confirm northwind C2 --as source");
    assert!(error.message.contains("brought by Bluepeak"), "{error}");
    book.run("overlap confirm northwind C2");
    let refused = book.fails("customer influence C2 bluepeak");
    assert!(refused.message.contains("more than helping"), "{refused}");
}

#[test]
fn a_referral_for_an_account_they_never_listed_is_told_too() {
    let (mut book, _files) = book();
    book.run("referral add Zebra --partner northwind --domain zebra.example --on 2026-10-01");
    book.run("referral add Elm --partner northwind --domain elm.example --if-duplicate add");
    let found = column(&mut book, "overlap missed northwind --unlisted", "company");
    assert_eq!(found, ["Zebra"]);
    book.run("overlap ask northwind R1");
    let said = book.says("overlap refuse northwind R1");
    assert!(said.contains("still earns as it did"), "{said}");
}

#[test]
fn the_lists_people_ask_for_are_cells_of_the_matrix() {
    let (mut book, _files) = book();
    let play = column(
        &mut book,
        "overlap list northwind --play customers",
        "account",
    );
    assert_eq!(play, ["Acme", "Birch", "Delmar", "Elm"]);
    let none = column(
        &mut book,
        "overlap list northwind --cell prospect:any",
        "account",
    );
    assert!(none.is_empty());
    assert_eq!(
        column(&mut book, "overlap matrix northwind", "customer")[0],
        "4"
    );
    assert_eq!(
        column(&mut book, "overlap matrix northwind --share", "any")[0],
        "100%"
    );
    let reps = column(&mut book, "overlap reps northwind", "rep");
    assert_eq!(reps, ["Ann", "Bo"]);
    let who = column(&mut book, "overlap who acme.example", "partner");
    assert_eq!(who, ["Northwind"]);
    assert!(
        book.says("overlap changes northwind")
            .contains("loaded once")
    );
    assert!(
        book.fails("overlap list northwind --cell customer")
            .message
            .contains("no cell")
    );
}

#[test]
fn sharing_says_what_a_partner_may_be_told() {
    let (mut book, _files) = book();
    let levels = column(&mut book, "overlap shares northwind", "level");
    assert_eq!(levels, ["counts", "counts", "counts"]);
    book.run("overlap share everyone customers hidden");
    let said = book.says("overlap share northwind customers overlapping --fields owner,since");
    assert!(said.contains("name, site, owner, since"), "{said}");
    assert_eq!(
        column(&mut book, "overlap shares northwind", "level")[0],
        "overlapping"
    );
    assert_eq!(
        column(&mut book, "overlap shares bluepeak", "level")[0],
        "hidden"
    );
    book.run("overlap share northwind customers --clear");
    assert_eq!(
        column(&mut book, "overlap shares northwind", "level")[0],
        "hidden"
    );
    book.run("undo");
    assert_eq!(
        column(&mut book, "overlap shares northwind", "level")[0],
        "overlapping"
    );
    assert!(
        book.fails("overlap share northwind customers counts --fields owner")
            .message
            .contains("no account is named")
    );
}

#[test]
fn who_brings_and_who_helps_are_counted_side_by_side_and_revenue_is_summed_once() {
    let (mut book, _files) = book();
    book.run("overlap confirm northwind C1");
    book.run("customer influence C1 bluepeak --on 2026-03-01 --why \"joined the demo\"");
    let of = |book: &mut Book, key: &str| column(book, "stats partners --sort partner", key);
    assert_eq!(of(&mut book, "partner"), ["Bluepeak", "Northwind"]);
    assert_eq!(of(&mut book, "won"), ["0", "1"]);
    assert_eq!(of(&mut book, "influenced"), ["1", "0"]);
    assert_eq!(of(&mut book, "influenced_revenue"), ["$1,000.00", ""]);
    assert_eq!(of(&mut book, "revenue"), ["", "$1,000.00"]);
    let footer = book.run("stats partners").table.unwrap().footer;
    let revenue = footer.iter().find(|(label, _)| label == "revenue").unwrap();
    assert_eq!(revenue.1.len(), 1);
    assert_eq!(revenue.1[0].shown(), "$1,000.00");
    // The same deal said twice, of the customer and of its referral, is one.
    book.run("referral influence R1 bluepeak --on 2026-03-01");
    assert_eq!(of(&mut book, "influenced"), ["1", "0"]);
    assert_eq!(of(&mut book, "influenced_revenue"), ["$1,000.00", ""]);
}

#[test]
fn a_file_for_a_partner_holds_only_what_it_may_be_told() {
    let (mut book, _files) = book();
    book.run("customer add Secret --domain secret.example --started 2026-01-01");
    let none = book.fails("export overlap northwind");
    assert!(none.message.contains("nothing to write"), "{none}");
    book.run("overlap share northwind customers overlapping --fields since");
    let text = book.run("export overlap northwind").raw.unwrap();
    assert!(
        text.contains("Delmar,delmar.example,,,,2026-05-01"),
        "{text}"
    );
    assert!(!text.contains("Secret"), "{text}");
    // Acme is an open opportunity as well: what was said of that list holds for it, too.
    book.run("overlap share northwind opportunities hidden");
    let text = book.run("export overlap northwind").raw.unwrap();
    assert!(!text.contains("Acme"), "{text}");
    book.run("overlap share northwind customers everything");
    let text = book.run("export overlap northwind").raw.unwrap();
    assert!(text.contains("Secret,secret.example,,,,"), "{text}");
}
