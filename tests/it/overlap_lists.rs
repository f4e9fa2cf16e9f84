//! Lists of accounts and what a person settles of them: versions, ours beside theirs, the review, who covers an account.

use std::sync::atomic::{AtomicBool, Ordering};

use partnerbook::{
    domain::{
        document::Document,
        overlap::{Groups, Standing},
    },
    error::Kind,
    export::book,
    ops::Progress,
};

use crate::{
    book::Book,
    imports::{Files, counts, report},
};

const CUSTOMERS: &str = "name,domain,country,owner\nAcme Corp,acme.com,US,Ana\nDelmar Foods,,US,Ana\nBirch,birch.co.uk,GB,Bo\n";

/// Stops as soon as it is told of this.
struct StopAt(&'static str, AtomicBool);
impl Progress for StopAt {
    fn tell(&self, _: u64, _: u64, what: &str) {
        if what == self.0 {
            self.1.store(true, Ordering::Relaxed);
        }
    }
    fn stop(&self) -> bool {
        self.1.load(Ordering::Relaxed)
    }
}

fn desk(files: &Files) -> Book {
    let mut book = Book::with(&["partner add Northwind", "partner add Quill"]);
    book.run(&format!(
        "import customers {}",
        files.put("c.csv", CUSTOMERS)
    ));
    book
}

#[test]
fn the_next_version_says_what_is_new_gone_and_changed_and_undo_takes_it_back() {
    let files = Files::new();
    let mut book = desk(&files);
    let first =
        "id,name,site,rep\n1,Acme Inc,acme.com,Zoe\n2,Opal,opal.io,Zoe\n3,Fern,fern.io,Bo\n";
    let one = files.put("one.csv", first);
    book.run(&format!("overlap load northwind {one} --as-of 2026-11-02"));
    let next = "id,name,site,rep\n1,Acme Inc,acme.com,Bo\n2,Opal Group,opal.io,Zoe\n4,Birch,birch.co.uk,Bo\n";
    let load = format!(
        "overlap load northwind {} --replace",
        files.put("two.csv", next)
    );
    let said = book.run(&format!("{load} --dry-run"));
    assert_eq!(counts(&said), [1, 2, 0, 0]);
    assert_eq!(book.json("overlap show northwind")["both"], 1);
    let done = book.run(&load);
    let text = report(&done).to_string();
    assert!(
        text.contains("1 new, 1 gone, 2 changed since the list of 2 Nov 2026"),
        "{text}"
    );
    assert_eq!(book.json("overlap show northwind")["both"], 2);
    book.run("undo");
    assert_eq!(book.json("overlap show northwind")["both"], 1);
    book.run("redo");
    assert_eq!(book.json("overlap show northwind")["both"], 2);
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn a_load_can_be_stopped_while_accounts_are_matched_and_the_book_is_as_before() {
    let files = Files::new();
    let mut book = desk(&files);
    let file = files.put("all.csv", "name,site\nAcme,acme.com\nBirch,birch.co.uk\n");
    let load = format!("overlap load northwind {file}");
    let before = format!("{:?}", book.run("history").table);
    for what in ["bytes", "accounts"] {
        let progress = StopAt(what, AtomicBool::new(false));
        let stopped = book.tries_watched(&load, &progress).unwrap_err();
        assert_eq!(stopped.kind, Kind::Interrupted, "{what}");
        assert_eq!(format!("{:?}", book.run("history").table), before);
        assert_eq!(book.store.check().unwrap().findings, []);
    }
    assert_eq!(counts(&book.run(&load)), [2, 0, 0, 0]);
}

#[test]
fn one_file_may_hold_customers_opportunities_and_prospects() {
    let files = Files::new();
    let mut book = desk(&files);
    let file = files.put(
        "all.csv",
        "name,site,relationship\nAcme,acme.com,Customer\nBirch,birch.co.uk,Open opportunity\nOpal,opal.io,Lead\n",
    );
    book.run(&format!("overlap load northwind {file}"));
    let partner = book.store.view().find_partner("northwind").unwrap();
    let lists = book.store.view().populations(partner).unwrap();
    let kinds: Vec<(&str, i64)> = lists
        .iter()
        .map(|l| (l.kind.as_str(), l.accounts))
        .collect();
    assert_eq!(
        kinds,
        [("customers", 1), ("opportunities", 1), ("prospects", 1)]
    );
    let matrix = book
        .store
        .view()
        .overlap_matrix(partner, Groups::Apart)
        .unwrap();
    assert_eq!(matrix.cell(Standing::Customer, Standing::Customer).ours, 1);
    assert_eq!(
        matrix.cell(Standing::Customer, Standing::Opportunity).ours,
        1
    );
    // An account that became a customer is on one list, not on two.
    let next = files.put(
        "next.csv",
        "name,site,relationship\nAcme,acme.com,Customer\nBirch,birch.co.uk,Customer\nOpal,opal.io,Lead\n",
    );
    book.run(&format!("overlap load northwind {next}"));
    let matrix = book
        .store
        .view()
        .overlap_matrix(partner, Groups::Apart)
        .unwrap();
    assert_eq!(matrix.cell(Standing::Customer, Standing::Customer).ours, 2);
    assert_eq!(
        matrix.cell(Standing::Customer, Standing::Opportunity).ours,
        0
    );
}

#[test]
fn a_list_of_ours_is_compared_as_well() {
    let files = Files::new();
    let mut book = desk(&files);
    let theirs = files.put("t.csv", "name,site\nOpal,opal.io\n");
    book.run(&format!("overlap load northwind {theirs}"));
    assert_eq!(book.json("overlap show northwind")["both"], 0);
    let ours = files.put(
        "targets.csv",
        "name,site,owner\nOpal GmbH,www.opal.io,Ana\n",
    );
    book.run(&format!("overlap load us {ours} --as prospects"));
    let partner = book.store.view().find_partner("northwind").unwrap();
    let matrix = book
        .store
        .view()
        .overlap_matrix(partner, Groups::Apart)
        .unwrap();
    assert_eq!(matrix.cell(Standing::Prospect, Standing::Customer).ours, 1);
    // A list with a name of its own counts as what is said.
    book.run(&format!(
        "overlap load us {ours} --as 'Top targets' --counts-as opportunities"
    ));
    let matrix = book
        .store
        .view()
        .overlap_matrix(partner, Groups::Apart)
        .unwrap();
    assert_eq!(
        matrix.cell(Standing::Opportunity, Standing::Customer).ours,
        1
    );
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn a_pair_that_waits_is_settled_once_and_stays_settled() {
    let files = Files::new();
    let mut book = desk(&files);
    // The same name, and no country or website to be sure by.
    let theirs = "name,site\nDelmar Foods Inc.,\nBirch Ltd,birch.example\n";
    let file = files.put("t.csv", theirs);
    book.run(&format!("overlap load northwind {file}"));
    assert_eq!(book.json("overlap show northwind")["both"], 0);
    let review = book.json("overlap review northwind");
    assert_eq!(review["waiting"], 2, "{review}");
    assert!(review["pairs"][0]["evidence"][0].is_string());
    book.run("overlap same northwind 'Delmar Foods' 'Delmar Foods Inc.'");
    book.run("overlap different northwind birch.co.uk birch.example --note 'Birch of Leeds'");
    assert_eq!(book.json("overlap review northwind")["waiting"], 0);
    assert_eq!(book.json("overlap show northwind")["both"], 1);
    let next = files.put("n.csv", format!("{theirs}Opal,opal.io\n"));
    book.run(&format!("overlap load northwind {next} --replace"));
    assert_eq!(book.json("overlap show northwind")["both"], 1);
    assert_eq!(book.json("overlap review northwind")["waiting"], 0);
    book.run("overlap undecide northwind birch.co.uk birch.example");
    assert_eq!(book.json("overlap review northwind")["waiting"], 1);
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn names_that_are_only_alike_are_found_by_a_search_and_count_once_settled() {
    let files = Files::new();
    let mut book = desk(&files);
    let file = files.put("t.csv", "name,site\nDelmar Fods Trading,\n");
    book.run(&format!("overlap load northwind {file}"));
    assert_eq!(book.json("overlap review northwind")["waiting"], 0);
    let found = report(&book.run("overlap match northwind"));
    assert_eq!(found["found"], 1, "{found}");
    assert_eq!(book.json("overlap review northwind")["waiting"], 1);
    assert_eq!(book.json("overlap show northwind")["both"], 0);
    book.run("overlap same northwind 'Delmar Foods' 'Delmar Fods Trading'");
    assert_eq!(book.json("overlap show northwind")["both"], 1);
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn who_among_all_partners_has_an_account() {
    let files = Files::new();
    let mut book = desk(&files);
    let file = files.put("t.csv", "name,site,rep\nAcme Inc,acme.com,Zoe\n");
    book.run(&format!("overlap load northwind {file} --as prospects"));
    book.run(&format!("overlap load quill {file} --as customers"));
    let found = book.store.view().overlap_who("acme.com").unwrap();
    let who: Vec<(&str, Standing)> = found
        .iter()
        .map(|c| (c.slug.as_str(), c.theirs.standing))
        .collect();
    assert_eq!(
        who,
        [
            ("quill", Standing::Customer),
            ("northwind", Standing::Prospect)
        ]
    );
    assert_eq!(book.store.view().overlap_who("Acme Corp").unwrap(), found);
}

#[test]
fn without_a_list_of_a_partner_nothing_is_kept() {
    let files = Files::new();
    let mut book = desk(&files);
    assert_eq!(book.store.view().account_of_customer(1).unwrap(), None);
    let file = files.put("t.csv", "name,site\nAcme Inc,acme.com\n");
    book.run(&format!("overlap load northwind {file}"));
    assert!(book.store.view().account_of_customer(1).unwrap().is_some());
    book.run("overlap forget northwind");
    assert_eq!(book.store.view().account_of_customer(1).unwrap(), None);
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn lists_versions_and_decisions_travel_in_the_whole_book() {
    let files = Files::new();
    let mut book = desk(&files);
    let one = files.put(
        "one.csv",
        "id,name,site,country,since,duns,aliases\n1,Acme Inc,acme.com,USA,2024-05-01,150483782,Acme;ACM\n2,Opal,opal.io,,,,\n",
    );
    book.run(&format!("overlap load northwind {one} --as-of 2026-11-02"));
    let two = files.put("two.csv", "id,name,site\n1,Acme Inc,acme.com\n3,Delmar,\n");
    book.run(&format!("overlap load northwind {two} --replace"));
    book.run(&format!(
        "overlap load us {two} --as Targets --counts-as prospects"
    ));
    book.run("overlap affiliate northwind 'Delmar Foods' Delmar --note 'one owner'");
    let before = book.store.view().document().unwrap();
    assert_eq!((before.populations.len(), before.decisions.len()), (2, 1));
    let mut bytes = Vec::new();
    book::write(&before, &mut bytes).unwrap();
    let doc = Document::parse(&bytes).unwrap();
    let mut other = Book::new();
    let ask = partnerbook::store::Ask::new(
        partnerbook::store::Origin::Shell,
        "import book",
        partnerbook::domain::day::parse_iso("2026-11-23").unwrap(),
    );
    other
        .store
        .write(&ask, |tx| {
            tx.take_in(&doc)?;
            Ok((String::new(), ()))
        })
        .unwrap();
    assert_eq!(other.store.view().document().unwrap(), before);
    assert_eq!(
        other.json("overlap show northwind")["both"],
        book.json("overlap show northwind")["both"]
    );
    assert_eq!(other.store.check().unwrap().findings, []);
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../assets/book.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let wrong: Vec<String> = schema.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn merging_partners_moves_their_lists_and_what_was_said_of_them() {
    let files = Files::new();
    let mut book = desk(&files);
    let theirs = files.put("t.csv", "name,site\nDelmar Foods Inc.,\n");
    book.run(&format!("overlap load northwind {theirs} --as prospects"));
    book.run(&format!(
        "overlap load northwind {theirs} --as Events --counts-as prospects"
    ));
    book.run(&format!(
        "overlap load quill {theirs} --as Fairs --counts-as prospects"
    ));
    book.run("overlap same northwind 'Delmar Foods' A1");
    book.run("partner merge northwind quill");
    let quill = book.store.view().find_partner("quill").unwrap();
    // Lists that are called otherwise stay beside each other, though they count as the same.
    assert_eq!(book.store.view().populations(quill).unwrap().len(), 3);
    assert_eq!(book.store.view().decisions(quill).unwrap().len(), 1);
    assert_eq!(book.json("overlap show quill")["both"], 1);
    assert_eq!(book.store.check().unwrap().findings, []);
    book.run("undo");
    assert_eq!(book.json("overlap show northwind")["both"], 1);
    assert_eq!(book.store.check().unwrap().findings, []);
}
