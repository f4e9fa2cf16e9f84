//! Two records that are one: what moves, what stands in the way, and that the ledger follows.

use serde_json::json;

use crate::{
    book::Book,
    who_is_this::{Files, counts},
};

fn whole(book: &mut Book) {
    let report = book.store.check().unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

/// Northwind, and NW that is the same: each brought a customer that pays.
fn two() -> Book {
    Book::with(&[
        "program add Referral --terms '10% of base for 12 months' --hold-days 0",
        "partner add Northwind --program referral --email jo@northwind.example",
        "partner add 'NW Agency' --program referral --site nw.example --external-id P9 --country US",
        "referral add Acme --partner northwind --domain acme.com --on 2026-01-02",
        "referral add Birch --partner nw-agency --domain birch.example --on 2026-01-02",
        "referral win Acme --on 2026-02-01",
        "referral win Birch --on 2026-02-01",
        "revenue add acme.com 100 --on 2026-03-01",
        "revenue add birch.example 200 --on 2026-03-01",
        "partner note nw-agency 'met in Rome'",
    ])
}

fn earned(book: &mut Book, partner: &str) -> String {
    let money = book.json(&format!("partner show {partner}"))["money"].clone();
    money["earned"].to_string()
}

#[test]
fn what_one_earned_is_the_others_and_can_be_taken_back() {
    let mut book = two();
    let before = book.store.view().document().unwrap();
    let said = book.says("partner merge nw-agency northwind");
    assert!(
        said.contains("Merged NW Agency into Northwind: 1 referral, 1 share of commission"),
        "{said}"
    );
    assert!(said.contains("Posted 2 commission lines"), "{said}");
    whole(&mut book);
    assert!(
        earned(&mut book, "northwind").contains("30.00"),
        "{}",
        earned(&mut book, "northwind")
    );
    let one = book.json("partner show northwind");
    assert_eq!(
        (&one["country"], &one["external_id"], &one["email"]),
        (&json!("US"), &json!("P9"), &json!("jo@northwind.example"))
    );
    assert_eq!(
        one["aliases"],
        json!(["northwind.example", "nw agency", "nw-agency"])
    );
    assert_eq!(one["notes"][0]["text"], "met in Rome");
    assert_eq!(
        book.json("referral show Birch")["partner_name"],
        "Northwind"
    );
    // The ledger speaks of it, so it stays: ended, owed nothing, found by none of its names.
    assert_eq!(
        book.json("partner show 'NW Agency (now northwind)'")["state"],
        "ended"
    );
    assert_eq!(book.json("partner show P9")["partner"], "northwind");
    book.run("undo");
    whole(&mut book);
    let after = book.store.view().document().unwrap();
    assert_eq!(after.partners, before.partners);
    assert_eq!(after.referrals, before.referrals);
    assert!(after.aliases.is_empty());
    assert!(earned(&mut book, "nw-agency").contains("20.00"));
    book.run("redo");
    whole(&mut book);
    assert!(earned(&mut book, "northwind").contains("30.00"));
    let run = book.run("payout new --as-of 2026-11-23");
    assert!(run.said.contains("30.00"), "{}", run.said);
    whole(&mut book);
}

#[test]
fn a_partner_the_ledger_does_not_know_is_gone() {
    let files = Files::new();
    let mut book = two();
    book.run("partner add Twin --email al@twin.example");
    book.run("partner merge twin northwind");
    assert!(
        book.fails("partner show 'Twin (now'")
            .message
            .contains("No partner")
    );
    assert_eq!(book.json("partner show Twin")["name"], "Northwind");
    // Its rows in files are the other's.
    let file = files.put(
        "r.csv",
        "partner,company\nTwin,Opal\nal@twin.example,Fern\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import referrals {file}"))),
        [2, 0, 0, 0]
    );
    let file = files.put("p.csv", "name,email\nTwin,al@twin.example\n");
    assert_eq!(
        counts(&book.run(&format!("import partners {file}"))),
        [0, 0, 1, 0]
    );
    whole(&mut book);
    book.run("undo");
    book.run("undo");
    assert_eq!(book.json("partner show twin")["name"], "Twin");
    whole(&mut book);
}

#[test]
fn money_that_left_or_is_about_to_stands_in_the_way() {
    let mut book = two();
    book.run("payout new --partner nw-agency --as-of 2026-11-23");
    let e = book.fails("partner merge nw-agency northwind");
    assert!(
        e.message
            .contains("payouts in the name of NW Agency: P1 (draft)"),
        "{}",
        e.message
    );
    assert!(
        e.hint
            .clone()
            .unwrap_or_default()
            .contains("partner merge northwind nw-agency"),
        "{:?}",
        e.hint
    );
    // The other way round nothing stands in the way.
    book.run("partner merge northwind nw-agency");
    whole(&mut book);
    book.run("undo");
    book.run("payout cancel P1");
    book.run("partner merge nw-agency northwind");
    whole(&mut book);
    book.run("undo");
    book.run("commission block L2 --reason 'under review'");
    let e = book.fails("partner merge nw-agency northwind");
    assert!(e.message.contains("is held back: L2"), "{}", e.message);
    assert!(
        book.fails("partner merge northwind northwind")
            .message
            .contains("one partner already")
    );
}

#[test]
fn shares_on_one_referral_become_one() {
    let mut book = two();
    book.run("partner add Third --program referral");
    book.run("referral split Acme northwind:50,nw-agency:20,third:30");
    whole(&mut book);
    book.run("partner merge nw-agency northwind");
    whole(&mut book);
    assert!(
        earned(&mut book, "northwind").contains("27.00"),
        "{}",
        earned(&mut book, "northwind")
    );
    book.run("undo");
    whole(&mut book);
    assert!(earned(&mut book, "northwind").contains("5.00"));
    book.run("redo");
    whole(&mut book);
}

#[test]
fn lists_enrolments_and_people_come_together() {
    let files = Files::new();
    let mut book = two();
    let list = files.put("l.csv", "name,site\nAcme,acme.com\n");
    for partner in ["northwind", "nw-agency"] {
        book.run(&format!("overlap load {partner} {list}"));
    }
    book.run("program add Second --terms '5% of base' --kind affiliate");
    book.run("program enrol second nw-agency");
    book.run("commission adjust nw-agency 5 --kind bonus --reason thanks");
    book.run("reward add nw-agency gift --what hamper --reason 'a good year'");
    let said = book.says("partner merge nw-agency northwind");
    assert!(
        said.contains("1 adjustment") && said.contains("1 reward") && said.contains("2 programs"),
        "{said}"
    );
    whole(&mut book);
    assert_eq!(
        book.json("partner show northwind")["terms"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert!(
        earned(&mut book, "northwind").contains("35.00"),
        "{}",
        earned(&mut book, "northwind")
    );
    book.run("undo");
    whole(&mut book);
    book.run("redo");
    whole(&mut book);
}

#[test]
fn two_customers_become_one_and_the_same_files_change_nothing() {
    let files = Files::new();
    let mut book = two();
    let list = files.put(
        "c.csv",
        "id,name,domain,country,plan\nK1,Vale,vale.example,,Pro\nK2,Vale Robotics,valerobotics.example,US,Basic\n",
    );
    let pay = files.put(
        "v.csv",
        "customer,date,amount\nVale,2026-03-01,10\nVale Robotics,2026-03-01,10\nK2,2026-03-02,10\nvalerobotics.example,2026-03-03,5\n",
    );
    book.run(&format!("import customers {list}"));
    book.run(&format!("import revenue {pay}"));
    let said = book.says("customer merge K2 K1");
    assert!(said.contains("3 payments"), "{said}");
    whole(&mut book);
    let vale = book.json("customer show K1");
    assert_eq!(
        (&vale["name"], &vale["country"], &vale["plan"]),
        (&json!("Vale"), &json!("US"), &json!("Pro"))
    );
    assert_eq!(vale["revenue_lines"], 4);
    assert_eq!(
        counts(&book.run(&format!("import customers {list}"))),
        [0, 0, 2, 0]
    );
    assert_eq!(
        counts(&book.run(&format!("import revenue {pay}"))),
        [0, 0, 4, 0]
    );
    book.run("undo");
    whole(&mut book);
    assert_eq!(book.json("customer show K2")["revenue_lines"], 3);
    book.run("redo");
    whole(&mut book);
    assert_eq!(book.json("customer show K2")["name"], "Vale");
}

#[test]
fn payments_of_a_customer_nobody_brought_earn_for_who_brought_the_other() {
    let mut book = two();
    book.run("customer add 'Acme Corporation'");
    book.run("revenue add 'Acme Corporation' 300 --on 2026-04-01");
    assert!(earned(&mut book, "northwind").contains("10.00"));
    book.run("customer merge 'Acme Corporation' acme.com");
    whole(&mut book);
    assert!(
        earned(&mut book, "northwind").contains("40.00"),
        "{}",
        earned(&mut book, "northwind")
    );
    book.run("undo");
    whole(&mut book);
    assert!(earned(&mut book, "northwind").contains("10.00"));
}
