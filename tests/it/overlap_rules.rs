//! What counts as an account in common and who says so; parents with children; greenfield; lists in their order; exports.

use partnerbook::{table::json, tui::event::Event};

use crate::{
    book::Book,
    desk::Desk,
    imports::{Files, report},
    private_overlap::{THEIRS, acme, carried, request, said},
    program,
};

/// A program with two partners, three customers, a referral and two prospects of ours; Northwind's list of customers.
fn book(files: &Files) -> Book {
    let mut book = Book::with(&[
        "partner add Northwind --email ann@northwind.example",
        "partner add Quill",
        "customer add \"Delmar Foods\" --started 2026-02-01",
        "customer add \"Acme Germany\" --domain acme.de --started 2026-02-01",
        "customer add Birch --domain birch.example --started 2026-02-01",
    ]);
    let ours = files.put(
        "targets.csv",
        "name,site\nOpal,opal.example\nFern,fern.example\nElm,elm.example\n",
    );
    book.run(&format!("overlap load us {ours} --as prospects"));
    let theirs = files.put(
        "n.csv",
        "name,site,rep\nDelmar Foods Inc.,,Zoe\nAcme Corporation,acme.com,Zoe\nBirch,birch.example,Zoe\nOpal,opal.example,Bo\nGingko,gingko.example,Bo\n",
    );
    book.run(&format!(
        "overlap load northwind {theirs} --as-of 2026-11-02"
    ));
    let quill = files.put("q.csv", "name,site\nFern,fern.example\n");
    book.run(&format!("overlap load quill {quill}"));
    book
}

/// What a line says, its record included.
fn words(book: &mut Book, line: &str) -> String {
    let outcome = book.run(line);
    let lines = outcome.record.map_or(Vec::new(), |record| record.lines);
    format!("{}{}", outcome.said, lines.join("\n"))
}

/// The rows of a table.
fn rows(book: &mut Book, line: &str) -> serde_json::Value {
    json::array(&book.run(line).table.unwrap())
}

fn accounts(book: &mut Book, line: &str) -> Vec<String> {
    let rows = rows(book, line);
    let rows = rows.as_array().unwrap();
    let name = |row: &serde_json::Value| row["account"].as_str().unwrap().to_owned();
    let mut names: Vec<String> = rows.iter().map(name).collect();
    names.sort();
    names
}

#[test]
fn probable_pairs_count_once_you_say_so_and_undo_takes_it_back() {
    let files = Files::new();
    let mut book = book(&files);
    assert_eq!(book.json("overlap show northwind")["both"], 2);
    assert_eq!(book.json("overlap show northwind")["probable"], 1);
    for line in ["overlap show northwind", "overlap review northwind"] {
        let said = words(&mut book, line);
        assert!(said.contains("1 probable one waits for your yes"), "{said}");
    }
    let matrix = book.run("overlap matrix northwind");
    assert!(
        matrix.said.contains("overlap probable yes"),
        "{}",
        matrix.said
    );
    let said = book.run("overlap probable yes");
    assert!(said.said.contains("1 pair now"), "{}", said.said);
    assert!(said.op.is_some());
    assert_eq!(book.json("overlap show northwind")["both"], 3);
    assert_eq!(book.json("overlap show northwind")["probable"], 0);
    assert!(
        book.run("overlap probable yes").op.is_none(),
        "said already: nothing to keep"
    );
    book.run("undo");
    assert_eq!(book.json("overlap show northwind")["both"], 2);
    book.run("redo");
    // A list that comes after it is read by the same rule.
    let next = files.put("next.csv", "name\nDelmar Foods Ltd\n");
    book.run(&format!("overlap load quill {next} --replace"));
    assert_eq!(book.json("overlap show quill")["both"], 1);
    book.run("overlap probable no");
    assert_eq!(book.json("overlap show quill")["both"], 0);
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn the_rules_are_there_to_be_read_with_what_each_found() {
    let files = Files::new();
    let mut book = book(&files);
    let rules = rows(&mut book, "overlap rules");
    let tier = |word: &str| {
        let all = rules.as_array().unwrap();
        all.iter().find(|r| r["tier"] == word).unwrap().clone()
    };
    assert_eq!(tier("A")["counts"], "yes");
    assert_eq!(tier("A")["counting"], 3);
    assert_eq!(tier("C")["counts"], "if you say so");
    assert_eq!(tier("C")["waiting"], 1);
    assert_eq!(tier("D")["counts"], "pair by pair");
    assert_eq!(rows(&mut book, "overlap rules quill")[0]["counting"], 1);
}

#[test]
fn parents_and_children_count_only_where_they_are_asked_for() {
    let files = Files::new();
    let mut book = book(&files);
    book.run("overlap affiliate northwind acme.de acme.com");
    assert_eq!(book.json("overlap show northwind")["both"], 2);
    assert_eq!(
        accounts(&mut book, "overlap list northwind --play customers"),
        ["Birch"]
    );
    let rolled = "overlap list northwind --play customers --affiliates";
    assert_eq!(accounts(&mut book, rolled), ["Acme Germany", "Birch"]);
    let found = rows(&mut book, &format!("{rolled} rule:affiliate"));
    assert_eq!(found[0]["their_name"], "Acme Corporation");
    assert_eq!(book.json("overlap show northwind --affiliates")["both"], 3);
    let customers = |rows: &serde_json::Value| rows[0]["customer"].clone();
    assert_eq!(customers(&rows(&mut book, "overlap matrix northwind")), 1);
    assert_eq!(
        customers(&rows(&mut book, "overlap matrix northwind --affiliates")),
        2
    );
    let only = "overlap list northwind --region theirs";
    assert!(accounts(&mut book, only).contains(&"Acme Corporation".to_owned()));
    let only = "overlap list northwind --region theirs --affiliates";
    assert!(!accounts(&mut book, only).contains(&"Acme Corporation".to_owned()));
}

#[test]
fn every_account_in_common_says_why_and_can_be_answered() {
    let files = Files::new();
    let mut book = book(&files);
    let why = words(&mut book, "overlap why northwind C3");
    assert!(why.contains("one account, and counted"), "{why}");
    assert!(why.contains("Because: the same website"), "{why}");
    assert!(why.contains("website birch.example on both"), "{why}");
    let maybe = words(&mut book, "overlap why northwind 'Delmar Foods'");
    assert!(maybe.contains("not counted until you say so"), "{maybe}");
    book.run("overlap different northwind C3 birch.example --note 'Birch of Leeds'");
    assert_eq!(book.json("overlap show northwind")["both"], 1);
    let why = words(&mut book, "overlap why northwind C3");
    assert!(
        why.contains("that it is not the same as Birch: Birch of Leeds"),
        "{why}"
    );
    let alone = words(&mut book, "overlap why northwind gingko.example");
    assert!(alone.contains("no account of yours"), "{alone}");
}

#[test]
fn what_you_settled_is_listed_with_why_and_how_to_take_it_back() {
    let files = Files::new();
    let mut book = book(&files);
    let none = book.says("overlap settled northwind");
    assert!(none.contains("You settled no pair"), "{none}");
    book.run("overlap affiliate northwind acme.de acme.com --note 'their parent'");
    book.run("overlap same northwind C1 'Delmar Foods Inc.'");
    let settled = rows(&mut book, "overlap settled northwind");
    assert_eq!(settled[0]["verdict"], "the same");
    assert_eq!(settled[1]["ours"], "Acme Germany");
    assert_eq!(settled[1]["verdict"], "one group");
    assert_eq!(settled[1]["note"], "their parent");
    // It holds and is told though their list has the account no more; ours is named as ever.
    let next = files.put("next.csv", "name,site\nBirch,birch.example\n");
    book.run(&format!("overlap load northwind {next} --replace"));
    let settled = rows(&mut book, "overlap settled northwind");
    assert_eq!(settled[1]["ours_named"], "acme.de");
    assert!(
        settled[1]["theirs"].as_str().unwrap().contains("acme.com"),
        "{settled}"
    );
}

#[test]
fn greenfield_is_theirs_alone_and_uncovered_is_what_no_partner_has() {
    let files = Files::new();
    let mut book = book(&files);
    assert_eq!(
        accounts(&mut book, "overlap list northwind --play greenfield"),
        ["Acme Corporation", "Delmar Foods Inc.", "Gingko"]
    );
    assert_eq!(
        accounts(
            &mut book,
            "overlap list northwind --region ours --cell prospect:any"
        ),
        ["Elm", "Fern"],
        "Quill has Fern, Northwind has not"
    );
    assert_eq!(
        accounts(&mut book, "overlap list northwind --play uncovered"),
        ["Elm"]
    );
    assert_eq!(
        accounts(&mut book, "overlap list northwind --region uncovered"),
        ["Acme Germany", "Delmar Foods", "Elm"]
    );
}

#[test]
fn a_list_that_is_older_than_the_one_there_is_refused_and_so_is_one_of_tomorrow() {
    let files = Files::new();
    let mut book = book(&files);
    let old = files.put("old.csv", "name,site\nBirch,birch.example\n");
    let load = format!("overlap load northwind {old} --replace");
    let refused = book.fails(&format!("{load} --as-of 2026-10-01"));
    assert!(refused.message.contains("2 Nov 2026"), "{refused}");
    assert!(
        refused.to_string().contains("Nothing was loaded"),
        "{refused}"
    );
    assert_eq!(book.json("overlap show northwind")["theirs"], 3);
    let refused = book.fails(&format!("{load} --as-of 2027-01-01"));
    assert!(refused.message.contains("still to come"), "{refused}");
    // Beside it, under a name of its own, it may stand.
    book.run(&format!(
        "overlap load northwind {old} --as 'October' --as-of 2026-10-01"
    ));
    book.run(&load);
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn the_columns_of_a_list_of_ours_are_told_as_those_of_a_partner_are() {
    let files = Files::new();
    let mut book = book(&files);
    let text = "Organisation,Homepage,Sales person\nGingko,https://gingko.example,Ana\nHazel,https://hazel.example,Bo\n";
    let partners = files.put("a.csv", text);
    let done = book.run(&format!("overlap load quill {partners} --as prospects"));
    assert_eq!(report(&done)["new"], 2, "{}", report(&done));
    let ours = files.put("b.csv", text);
    book.run(&format!("overlap load us {ours} --as Market"));
    assert_eq!(
        accounts(&mut book, "overlap list northwind account:gingko"),
        ["Gingko"]
    );
}

#[test]
fn a_column_that_says_what_each_account_is_is_asked_about_so_that_no_lead_becomes_a_customer() {
    let files = Files::new();
    let mut book = book(&files);
    let file = files.put(
        "crm.csv",
        "Account Name,Domain,Sales Rep,Status\nElm,elm.example,Zoe,Lead\nFern,fern.example,Zoe,Customer\nOpal,opal.example,Bo,Former customer\n",
    );
    let asked = book.fails(&format!("overlap load quill {file}"));
    assert!(
        asked.message.contains(
            "“Status” says Lead, Customer, Former customer. Is that what each account is?"
        ),
        "{asked}"
    );
    assert!(
        asked.to_string().contains("--map standing=Status"),
        "{asked}"
    );
    book.run(&format!(
        "overlap load quill {file} --map standing=Status --replace"
    ));
    let rows = rows(&mut book, "overlap matrix quill");
    let prospects = &rows[2];
    assert_eq!(prospects["ours"], "prospect");
    assert_eq!(prospects["customer"], 1, "{prospects}");
    assert_eq!(prospects["prospect"], 1, "{prospects}");
    assert_eq!(prospects["other"], 1, "{prospects}");
    // The other columns are told as before.
    let reps = book.run("overlap reps quill").table.unwrap();
    assert_eq!(reps.rows.len(), 2);
    // Who says what the list is, is not asked.
    book.run(&format!("overlap load northwind {file} --as opportunities"));
}

#[test]
fn a_list_that_is_imported_says_what_its_accounts_are_and_touches_no_other_list() {
    let files = Files::new();
    let mut book = book(&files);
    let file = files.put("list.csv", "Company,Website\nElm,elm.example\n");
    let import = format!("import {file} --as accounts --partner northwind");
    let asked = book.fails(&import);
    assert!(asked.message.contains("What are all of them?"), "{asked}");
    book.run(&format!("{import} --set standing=prospects"));
    let shown = book.json("overlap show northwind");
    let lists = shown["lists"].as_array().unwrap();
    let rows: Vec<_> = lists.iter().map(|l| (&l["kind"], &l["rows"])).collect();
    assert_eq!(rows.len(), 2, "{shown}");
    assert_eq!(
        lists[0]["rows"], 5,
        "their customers are as they were: {shown}"
    );
    assert_eq!(lists[1]["kind"], "prospects");
    // The name of a file may say it; a list of ours is offered as well.
    let leads = files.put("quill-leads.csv", "Company,Website\nElm,elm.example\n");
    book.run(&format!("import {leads} --as accounts"));
    assert_eq!(
        book.json("overlap show quill")["lists"][1]["kind"],
        "prospects"
    );
    let plain = files.put("plain.csv", "Company,Website\nElm,elm.example\n");
    let asked = book.fails(&format!(
        "import {plain} --as accounts --set standing=customers"
    ));
    assert!(asked.to_string().contains("a list of your own"), "{asked}");
}

#[test]
fn who_helped_did_so_once_there_was_an_opportunity_to_help_with() {
    let files = Files::new();
    let mut book = Book::with(&[
        "partner add Northwind",
        "customer add Birch --domain birch.example --started 2026-05-01",
    ]);
    let ours = files.put(
        "o.csv",
        "name,site,opened\nBirch,birch.example,2026-03-01\n",
    );
    book.run(&format!("overlap load us {ours} --as opportunities"));
    let theirs = files.put("n.csv", "name,site,since\nBirch,birch.example,2020-01-05\n");
    book.run(&format!("overlap load northwind {theirs}"));
    let said = book.says("overlap confirm northwind C1 --as influence");
    assert!(said.contains("since 1 Mar 2026"), "{said}");
}

#[test]
fn a_cell_is_written_to_a_file_for_oneself_and_for_the_partner_as_far_as_it_may_be_told() {
    let files = Files::new();
    let mut book = book(&files);
    let out = files.path("own.csv");
    book.run(&format!(
        "export accounts northwind --cell prospect:any sort:account --out {}",
        out.display()
    ));
    let own = files.read("own.csv");
    assert!(own.contains("Opal") && !own.contains("Birch"), "{own}");
    book.run("overlap share northwind customers overlapping");
    book.run("overlap share northwind prospects overlapping");
    let told = book.run("export overlap northwind --play customers");
    let told = told.raw.unwrap();
    assert!(told.contains("Birch") && !told.contains("Opal"), "{told}");
    book.run("overlap share northwind customers hidden");
    let refused = book.fails("export overlap northwind --play customers");
    assert!(refused.message.contains("nothing to write"), "{refused}");
    book.fails("export overlap northwind --play greenfield");
}

#[test]
fn of_a_private_comparison_only_what_both_have_is_known_and_that_is_said() {
    let (acme, globex) = (acme(), program::Desk::empty());
    assert_eq!(request(&acme, &[]).code, 0);
    let file = carried(&acme, &globex, "globex.1.request");
    let list = globex.file("list.csv", THEIRS);
    globex.ok(&["--yes", "overlap", "answer", &file, "--list", &list]);
    let file = carried(&globex, &acme, "globex.2.response");
    acme.ok(&["overlap", "open", &file]);
    let shown = said(&acme.run(&["overlap", "show", "globex"]));
    assert!(
        shown.contains("Of theirs only what both have is known."),
        "{shown}"
    );
    assert!(
        shown.contains("not known: the lists were compared privately"),
        "{shown}"
    );
    assert!(!shown.contains("All of theirs are yours"), "{shown}");
    let green = said(&acme.run(&["overlap", "list", "globex", "--play", "greenfield"]));
    assert!(
        green.contains("what only they have is not known"),
        "{green}"
    );
}

/// The same program with the screens open on it.
fn desk(files: &Files) -> Desk {
    let ours = files.put(
        "t.csv",
        "name,site,owner\nOpal,opal.example,Ana\nElm,elm.example,Ana\n",
    );
    let theirs = files.put(
        "n.csv",
        "name,site,rep\nDelmar Foods Inc.,,Zoe\nAcme Corporation,acme.com,Zoe\nBirch,birch.example,Zoe\nOpal,opal.example,Bo\n",
    );
    let lines = [
        "partner add Northwind --email ann@northwind.example".to_owned(),
        "program add Referral --terms \"25% of base for 12 months\" --enrol-all".to_owned(),
        "customer add \"Delmar Foods\" --started 2026-02-01".to_owned(),
        "customer add \"Acme Germany\" --domain acme.de --started 2026-02-01".to_owned(),
        "customer add Birch --domain birch.example --started 2026-02-01 --owner Ana".to_owned(),
        "referral add Hazel --partner northwind --domain hazel.example".to_owned(),
        format!("overlap load us {ours} --as prospects"),
        format!("overlap load northwind {theirs} --as-of 2026-11-02"),
        "overlap affiliate northwind acme.de acme.com".to_owned(),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    Desk::after(&lines)
}

#[test]
fn in_the_screens_a_key_counts_affiliates_and_another_the_probable_ones() {
    let files = Files::new();
    let mut desk = desk(&files);
    desk.keys("5 <enter>")
        .sees("Their customers of 2 Nov 2026.")
        .sees("1 of them is probable, waits for your yes: P")
        .misses("Acme Germany");
    desk.keys("A")
        .sees("affiliates counted")
        .sees("Acme Germany");
    desk.keys("A").misses("Acme Germany");
    desk.keys("P").sees("Say whether probable pairs count");
    desk.keys("y e s <ctrl-s>")
        .sees("Delmar Foods")
        .misses("waits for your yes");
    desk.keys("u").sees("waits for your yes");
}

#[test]
fn in_the_screens_reps_changes_coverage_and_unlisted_referrals_are_a_key_away() {
    let files = Files::new();
    let mut desk = desk(&files);
    desk.keys("5 <enter> R").sees("Your owner").sees("Zoe");
    desk.keys("<esc> w")
        .sees("Matched by")
        .sees("Northwind  customer");
    desk.keys("<esc> c").sees("no version before");
    desk.keys("<esc> e").sees("website birch.example on both");
    desk.keys("<esc> D").sees("one group");
    desk.keys("<esc> n")
        .sees("Not on their lists")
        .sees("Hazel")
        .sees("Is Hazel an account of yours?");
    desk.keys("a <ctrl-s>").sees("is on none of the lists");
    desk.keys("<esc>").sees("asked 21 Nov 2026");
    desk.keys("<esc> <shift-tab> <shift-tab>")
        .sees("> 1 prospect of yours no partner has")
        .sees("Elm");
    desk.keys("X").sees("uncovered");
    desk.keys("<esc> I").sees("import").sees("accounts");
}

#[test]
fn in_the_screens_a_list_of_the_partner_looked_at_is_loaded_step_by_step() {
    let files = Files::new();
    let mut desk = desk(&files);
    let list = files.put("list.csv", "Company,Website\nElm,elm.example\n");
    desk.keys("5 <enter> I");
    desk.feed(Event::Paste(list));
    desk.sees("What are all of them?").misses("Whose list");
    desk.keys("<enter> 3").sees("All is set");
    desk.keys(") ) <enter>").sees("is in");
    assert_eq!(
        desk.rows("overlap list northwind --cell prospect:prospect"),
        1
    );
}
