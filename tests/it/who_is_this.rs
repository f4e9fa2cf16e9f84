//! Who is this? Files find partners and customers by what tells most, ask about what is only like one, remember the
//! answer, and never make anything twice.

use std::path::PathBuf;

use partnerbook::{
    domain::day::parse_iso,
    ops::{Choice, Outcome},
    store::Origin,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::book::Book;

pub struct Files(TempDir);

impl Files {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn put(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

/// new, changed, unchanged, rejected.
pub fn counts(outcome: &Outcome) -> [u64; 4] {
    let trial = outcome.trial.as_ref().expect("an import has a trial");
    [trial.new, trial.changed, trial.same, trial.rejected]
}

fn questions(outcome: &Outcome) -> Vec<Choice> {
    outcome.trial.clone().unwrap().questions
}

fn reasons(outcome: &Outcome) -> Vec<String> {
    let trial = outcome.trial.clone().unwrap();
    trial.problems.into_iter().map(|p| p.reason).collect()
}

/// What the book says of itself, without numbers of records: what two ways to the same facts must agree on.
fn facts(book: &mut Book) -> Value {
    let doc = serde_json::to_value(book.store.view().document().unwrap()).unwrap();
    let customer = |id: &Value| {
        let all = doc["customers"].as_array().unwrap();
        let one = all.iter().find(|c| c["id"] == *id).unwrap();
        json!([one["name"], one["domain"], one["external_id"]])
    };
    let mut lists = serde_json::Map::new();
    for list in [
        "partners",
        "customers",
        "referrals",
        "revenue",
        "commissions",
        "aliases",
    ] {
        let mut rows: Vec<Value> = doc[list].as_array().unwrap().clone();
        for row in &mut rows {
            if !row["customer"].is_null() {
                row["customer"] = customer(&row["customer"]);
            }
            let row = row.as_object_mut().unwrap();
            for number in [
                "id",
                "referral",
                "of",
                "agreement",
                "agreements",
                "refund_of",
                "history",
            ] {
                row.remove(number);
            }
        }
        rows.sort_by_key(Value::to_string);
        lists.insert(list.to_owned(), rows.into());
    }
    lists.into()
}

fn whole(book: &mut Book) {
    let report = book.store.check().unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn a_name_that_is_only_like_one_is_a_question_and_the_answer_is_remembered() {
    let files = Files::new();
    let mut book = Book::with(&["partner add 'Northwind Agency'"]);
    let file = files.put(
        "r.csv",
        "partner,company\nNORTHWIND,Vale\nNorthwind,Birch\nnorthwind agency,Opal\n",
    );
    let held = book.run(&format!("import referrals {file}"));
    assert_eq!(counts(&held), [1, 0, 0, 2]);
    let asked = questions(&held);
    assert_eq!(asked.len(), 1);
    assert_eq!(
        asked[0].question,
        "“NORTHWIND” (2 rows, first on line 2) is no partner in the book."
    );
    let answers: Vec<(&str, &str)> = asked[0]
        .answers
        .iter()
        .map(|(said, words)| (said.as_str(), words[1].as_str()))
        .collect();
    assert_eq!(
        answers,
        [
            (
                "Northwind Agency (northwind-agency)",
                "partner:NORTHWIND=northwind-agency"
            ),
            ("a new partner", "partner:NORTHWIND=new"),
            ("leave its rows out", "partner:NORTHWIND=skip"),
        ]
    );
    // The same is asked of whoever is there, and nothing where the rows may be rejected.
    assert_eq!(held.questions(), asked);
    let skipped = book.run(&format!("import referrals {file} --skip-bad --dry-run"));
    assert!(skipped.questions().is_empty());

    let done = book.run(&format!(
        "import referrals {file} --same partner:NORTHWIND=northwind-agency"
    ));
    assert_eq!(counts(&done), [3, 0, 0, 0]);
    assert_eq!(
        book.json("partner show northwind-agency")["aliases"],
        json!(["northwind"])
    );
    // From now on nobody has to say it, in files and on command lines.
    assert_eq!(
        counts(&book.run(&format!("import referrals {file}"))),
        [0, 0, 3, 0]
    );
    assert_eq!(
        book.json("partner show NorthWind")["name"],
        "Northwind Agency"
    );
    // What was remembered goes with the import.
    book.run("undo");
    assert_eq!(
        book.json("partner show northwind-agency")["aliases"],
        json!([])
    );
    book.run("redo");
    whole(&mut book);
}

#[test]
fn an_answer_can_be_a_new_one_or_leave_its_rows_out() {
    let files = Files::new();
    let mut book = Book::with(&["partner add Quillfield"]);
    let file = files.put(
        "r.csv",
        "partner,company\nQuilfield,Vale\nZeta,Birch\nQuillfield,Opal\n",
    );
    let held = book.run(&format!("import referrals {file} --add-partners"));
    assert!(reasons(&held)[0].contains("looks like “Quillfield” (quillfield), one letter apart"));
    let skipped = book.run(&format!(
        "import referrals {file} --same partner:Quilfield=skip --same partner:Zeta=new"
    ));
    assert_eq!(counts(&skipped), [2, 0, 0, 0]);
    let made = book.run(&format!("import referrals {file} --same 'partner:*=new'"));
    assert_eq!(counts(&made), [1, 0, 2, 0]);
    let made = made.trial.unwrap().made;
    assert_eq!(
        (made[0].noun, made[0].name.as_str(), made[0].rows),
        ("partner", "Quilfield", 1)
    );
    assert_eq!(
        counts(&book.run(&format!("import referrals {file}"))),
        [0, 0, 3, 0]
    );
}

#[test]
fn what_says_nothing_about_who_is_refused() {
    let files = Files::new();
    let mut book = Book::with(&["partner add Quillfield"]);
    let file = files.put("r.csv", "partner,company\nX,Vale\n");
    for wrong in [
        "partner:X",
        "X=quillfield",
        "payout:X=P1",
        "'partner:*=quillfield'",
        "partner:=new",
    ] {
        let e = book.fails(&format!("import referrals {file} --same {wrong}"));
        assert!(
            e.message.contains("does not say who is who"),
            "{wrong}: {}",
            e.message
        );
    }
    let held = book.run(&format!("import referrals {file} --same partner:X=nobody"));
    assert_eq!(
        reasons(&held),
        ["shall be “nobody”, which is no partner in the book"]
    );
    let e = book.fails(&format!(
        "import referrals {file} --same partner:X=new --same partner:x=skip"
    ));
    assert!(e.message.contains("two things"), "{}", e.message);
}

#[test]
fn partners_are_known_by_id_address_and_name_and_people_of_one_company_are_asked_about() {
    let files = Files::new();
    let mut book = Book::with(&[
        "partner add 'Northwind Agency' --site https://www.northwind.example --email jo@northwind.example",
        "partner add 'Al Doe' --email al@gmail.com",
    ]);
    // Called a little differently, at the same site: the same, and its name in the book stays.
    let file = files.put(
        "p.csv",
        "name,site,country\nNorthwind,northwind.example/about,US\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import partners {file}"))),
        [0, 1, 0, 0]
    );
    assert_eq!(
        book.json("partner show northwind-agency")["name"],
        "Northwind Agency"
    );
    assert_eq!(
        counts(&book.run(&format!("import partners {file}"))),
        [0, 0, 1, 0]
    );
    // Another person at that company may be a partner of their own; a mail provider's domain tells nothing.
    let file = files.put(
        "q.csv",
        "name,email\nMia Poe,mia@northwind.example\nBo Lee,bo@gmail.com\n",
    );
    let held = book.run(&format!("import partners {file}"));
    assert_eq!(counts(&held), [1, 0, 0, 1]);
    assert!(
        questions(&held)[0]
            .question
            .contains("has the e-mail or domain of “Northwind Agency”")
    );
    assert_eq!(
        counts(&book.run(&format!(
            "import partners {file} --same 'partner:Mia Poe=new'"
        ))),
        [2, 0, 0, 0]
    );
    assert_eq!(
        counts(&book.run(&format!("import partners {file}"))),
        [0, 0, 2, 0]
    );
    // A cell may hold the address of a partner.
    let file = files.put(
        "r.csv",
        "partner,company\nbo@gmail.com,Vale\nal@gmail.com,Birch\nxy@gmail.com,Opal\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import referrals {file} --skip-bad"))),
        [2, 0, 0, 1]
    );
}

#[test]
fn one_name_on_two_domains_is_two_customers_and_a_row_of_another_name_only_fills() {
    let files = Files::new();
    let mut book = Book::new();
    let file = files.put(
        "c.csv",
        "name,domain,country\nACME Inc,acme.com,\nACME Inc,acme.de,DE\n\"Acme, Inc.\",acme.fr,FR\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import customers {file}"))),
        [3, 0, 0, 0]
    );
    assert_eq!(
        counts(&book.run(&format!("import customers {file}"))),
        [0, 0, 3, 0]
    );
    // Without a domain it could be any of them.
    let pay = files.put("v.csv", "customer,date,amount\nAcme Inc,2026-01-05,10\n");
    let held = book.run(&format!("import revenue {pay} --add-customers"));
    assert_eq!(counts(&held), [0, 0, 0, 1]);
    let offered: Vec<String> = questions(&held)[0]
        .answers
        .iter()
        .map(|(said, _)| said.clone())
        .collect();
    assert_eq!(offered[..2], ["ACME Inc (C1)", "ACME Inc (C2)"]);
    // A row of another name that a person said: fills what is empty, replaces nothing, in either order of rows.
    let file = files.put(
        "d.csv",
        "name,domain,country,plan\nAcme Ltd Worldwide,,US,Pro\nACME Inc,acme.com,GB,\n",
    );
    let words = "--same 'customer:Acme Ltd Worldwide=C1'";
    book.run(&format!("import customers {file} {words}"));
    let acme = book.json("customer show C1");
    assert_eq!(
        (&acme["name"], &acme["country"], &acme["plan"]),
        (&json!("ACME Inc"), &json!("GB"), &json!("Pro"))
    );
    assert_eq!(
        counts(&book.run(&format!("import customers {file} {words}"))),
        [0, 0, 2, 0]
    );
    assert_eq!(
        counts(&book.run(&format!("import customers {file}"))),
        [0, 0, 2, 0]
    );
    whole(&mut book);
}

#[test]
fn two_rows_of_a_file_can_be_said_to_be_one_whichever_comes_first() {
    for rows in [
        "Vale Robotics,\nVale Robotic,US\n",
        "Vale Robotic,US\nVale Robotics,\n",
    ] {
        let files = Files::new();
        let mut book = Book::new();
        let file = files.put("c.csv", &format!("name,country\n{rows}"));
        let held = book.run(&format!("import customers {file}"));
        assert_eq!(counts(&held), [1, 0, 0, 1]);
        let words = "--same 'customer:Vale Robotic=Vale Robotics'";
        assert_eq!(
            counts(&book.run(&format!("import customers {file} {words}"))),
            [1, 1, 0, 0]
        );
        let vale = book.json("customer show C1");
        assert_eq!(
            (&vale["name"], &vale["country"]),
            (&json!("Vale Robotics"), &json!("US"))
        );
        assert_eq!(
            counts(&book.run(&format!("import customers {file}"))),
            [0, 0, 2, 0]
        );
    }
}

#[test]
fn letters_that_only_look_the_same_are_told() {
    let files = Files::new();
    let mut book = Book::with(&["partner add acme", "customer add Stripe"]);
    let said = book.says("partner add \u{430}cme");
    assert!(
        said.contains("looks like “acme” (acme), written with other letters"),
        "{said}"
    );
    let said = book.says("customer add \u{405}tripe");
    assert!(
        said.contains("looks like “Stripe” (C1), written with other letters"),
        "{said}"
    );
    let file = files.put("p.csv", "name\n\u{430}\u{441}me\n");
    let held = book.run(&format!("import partners {file}"));
    assert!(
        reasons(&held)[0].contains("written with other letters"),
        "{:?}",
        reasons(&held)
    );
}

#[test]
fn other_names_are_listed_added_and_forgotten_and_belong_to_one_record() {
    let mut book = Book::with(&[
        "partner add Quillfield",
        "partner add Northwind",
        "customer add Vale --domain vale.example",
    ]);
    book.run("partner alias quillfield QF 'Quill Field'");
    assert_eq!(
        book.json("partner alias quillfield")["aliases"],
        json!(["qf", "quill field"])
    );
    assert_eq!(book.json("partner show qf")["name"], "Quillfield");
    book.run("partner alias quillfield --forget QF");
    assert_eq!(
        book.json("partner alias quillfield")["aliases"],
        json!(["quill field"])
    );
    assert!(
        book.fails("partner alias quillfield --forget QF")
            .message
            .contains("no other name")
    );
    let e = book.fails("partner alias quillfield northwind");
    assert!(
        e.message.contains("is the name, id or domain of northwind"),
        "{}",
        e.message
    );
    book.run("customer alias C1 'Vale & Sons'");
    assert!(
        book.fails("partner add 'Quill Field'")
            .message
            .contains("Quillfield")
    );
    // The whole book takes them along.
    let doc = book.store.view().document().unwrap();
    assert_eq!(doc.aliases.len(), 2);
    let mut other = Book::new();
    let today = parse_iso(crate::book::TODAY).unwrap();
    let ask = partnerbook::store::Ask::new(Origin::Shell, "import book", today);
    other
        .store
        .write(&ask, |tx| {
            tx.take_in(&doc)?;
            Ok((String::new(), ()))
        })
        .unwrap();
    assert_eq!(other.store.view().document().unwrap(), doc);
    // A record that goes takes its names with it, and what names it cannot be pulled from under them.
    let made = book.run("partner add Mistake").op.unwrap();
    book.run("partner alias mistake Fehler");
    let e = book.fails(&format!("undo H{made}"));
    assert!(e.message.contains("stands on it"), "{}", e.message);
    book.run("partner delete mistake");
    whole(&mut book);
    book.run("undo");
    assert_eq!(book.json("partner show Fehler")["name"], "Mistake");
    whole(&mut book);
}

/// Rows of one export: customers with payments, some with an id, some with a domain, some with a name only.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = (0_u8..6, 1_u8..28, 1_u16..500).prop_map(|(who, day, amount)| {
        let customer = match who {
            0 => "acme.com".to_owned(),
            1 => "Acme".to_owned(),
            2 => "ACME GmbH".to_owned(),
            n => format!("Buyer {}", ["Elm", "Ash", "Oak"][usize::from(n) - 3]),
        };
        (customer, day, amount)
    });
    proptest::collection::vec(row, 1..14).prop_map(|rows| {
        let each = rows.into_iter().enumerate();
        each.map(|(n, (customer, day, amount))| {
            format!("I{n},{customer},2026-03-{day:02},{amount}.00")
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn however_an_export_is_cut_the_book_is_the_same(
        rows in rows(), cuts in proptest::collection::vec((0_usize..14, 1_usize..14, any::<bool>()), 1..4),
    ) {
        let files = Files::new();
        let founded = || {
            let mut book = Book::with(&[
                "program add Referral --terms '10% of base for 12 months' --hold-days 0",
                "partner add Quill --program referral",
                "referral add Acme --partner quill --domain acme.com --on 2026-01-02",
                "referral win Acme --on 2026-02-01",
                "customer add 'Buyer Elm'",
            ]);
            book.today = parse_iso(crate::book::TODAY).unwrap();
            book
        };
        let words = "--add-customers --same 'customer:ACME GmbH=Acme'";
        let head = "id,customer,date,amount\n";
        let mut one = founded();
        let file = files.put("all.csv", &format!("{head}{}\n", rows.join("\n")));
        prop_assert_eq!(counts(&one.run(&format!("import revenue {file} {words}")))[3], 0);
        let before = facts(&mut one);
        prop_assert_eq!(counts(&one.run(&format!("import revenue {file} {words}")))[0], 0);
        prop_assert_eq!(&facts(&mut one), &before);

        let mut other = founded();
        let mut parts: Vec<Vec<String>> = cuts
            .iter()
            .map(|(from, len, backwards)| {
                let mut part: Vec<String> = rows.iter().skip(*from).take(*len).cloned().collect();
                if *backwards { part.reverse(); }
                part
            })
            .collect();
        parts.push(rows.iter().rev().cloned().collect());
        for (n, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
            let file = files.put(&format!("{n}.csv"), &format!("{head}{}\n", part.join("\n")));
            let done = other.run(&format!("import revenue {file} {words}"));
            prop_assert_eq!(counts(&done)[3], 0);
        }
        prop_assert_eq!(facts(&mut other), before);
        whole(&mut other);
    }
}

#[test]
fn who_paid_is_told_by_the_address_of_the_won_referrals_contact() {
    let files = Files::new();
    let mut book = Book::with(&[
        "program add referral --terms '20% of base for 12 months'",
        "partner add Northwind --site northwind.example.com",
    ]);
    let leads = files.put(
        "leads.csv",
        "partner,company,email,stage,won\nNorthwind,Acme Retail,ap@acmeretail.com,won,2026-09-01\nNorthwind,Opal Legal,ann@example.com,won,2026-09-01\n",
    );
    book.run("program enrol referral northwind");
    assert_eq!(
        counts(&book.run(&format!("import referrals {leads}"))),
        [2, 0, 0, 0]
    );
    let paid = files.put(
        "paid.csv",
        "id,customer_id,customer_email,date,amount\nch_1,cus_1,billing@acmeretail.com,2026-10-01,1200\n",
    );
    let done = book.run(&format!("import revenue {paid}"));
    assert_eq!(counts(&done), [1, 0, 0, 0]);
    let posted = done.trial.unwrap().posted;
    assert_eq!(posted.0, 1);
    assert_eq!(posted.2[0].to_string(), "$240.00");
}
