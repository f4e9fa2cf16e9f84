//! Coded links, and the clicks and sign-ups that come by them: who is owed a sign-up, whatever order files come in, and
//! what waits for a person instead of becoming a referral by itself.

use std::path::PathBuf;

use partnerbook::{
    demo,
    domain::document::Document,
    error::Kind,
    export::book as written,
    ops::Outcome,
    store::{Ask, Origin},
};
use tempfile::TempDir;

use super::book::Book;

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

const CLICKS: &str = "id,at,code,visitor\n\
    c1,2026-09-01T10:00:00Z,northwind,v1\n\
    c2,2026-11-01T10:00:00Z,bluepeak,v1\n\
    c3,2026-06-01T10:00:00Z,northwind,v2\n\
    c4,2026-11-10T09:00:00Z,northwind,v3\n\
    c5,2026-11-10T09:00:00Z,nobodys,v4\n";
const SIGN_UPS: &str = "id,at,visitor,email,company,name\n\
    s1,2026-11-20T12:00:00Z,v1,jane@valerobotics.example,Vale Robotics,Jane Doe\n\
    s2,2026-11-20T12:00:00Z,v2,lee@birchhotels.example,Birch Hotels,Lee Park\n\
    s3,2026-11-21T12:00:00Z,v3,ana@northwind.example,,Ana Ruiz\n\
    s4,2026-11-21T13:00:00Z,v3,someone@gmail.com,,\n\
    s5,2026-11-21T14:00:00Z,v3,mia@opalworks.example,,Mia Wong\n\
    s6,2026-11-22T08:00:00Z,v4,omar@cobaltfoods.example,,\n";

fn book() -> Book {
    Book::with(&[
        "program add Referral --terms '25% of base for 12 months'",
        "partner add Northwind --contact 'Ana Ruiz <ana@northwind.example>'",
        "partner add Bluepeak",
        "program enrol referral northwind bluepeak",
        "config set links.url https://www.ours.example/start",
        "link new northwind",
        "link new bluepeak",
    ])
}

fn rows(outcome: Outcome, keys: &[&str]) -> Vec<String> {
    let table = outcome.table.unwrap();
    let at: Vec<usize> = keys
        .iter()
        .map(|key| table.columns.iter().position(|c| c.key == *key).unwrap())
        .collect();
    let shown = |r: &partnerbook::table::Row| {
        at.iter()
            .map(|i| r.cells[*i].plain())
            .collect::<Vec<_>>()
            .join("|")
    };
    table.rows.iter().map(shown).collect()
}

/// What became of every sign-up, by address, independent of numbers.
fn outcome(book: &mut Book) -> Vec<String> {
    let mut all = rows(
        book.run("link signups"),
        &["email", "link", "state", "flag"],
    );
    all.sort();
    all.extend(rows(
        book.run("referral list sort:company"),
        &["company", "partner", "submitted", "contact"],
    ));
    all
}

#[test]
fn a_link_is_made_with_the_partners_code_and_its_parameters_and_counted() {
    let mut book = book();
    let said = book.says(
        "link new northwind --campaign 'Spring Fair' --url https://www.ours.example/fair?x=1",
    );
    assert!(
        said.contains("https://www.ours.example/fair?x=1&ref=northwind-2&utm_source=northwind&utm_medium=partner&utm_campaign=Spring+Fair"),
        "{said}"
    );
    let taken = book.fails("link new bluepeak --code NORTHWIND");
    assert_eq!(taken.kind, Kind::Refused);
    assert!(
        taken.to_string().contains("is a link of Northwind already"),
        "{taken}"
    );
    assert_eq!(
        book.json("link show Northwind")["url"],
        "https://www.ours.example/start?ref=northwind"
    );
    let shown = book
        .run("partner show northwind")
        .record
        .unwrap()
        .lines
        .join("\n");
    assert!(shown.contains("northwind-2: 0 clicks"), "{shown}");
    book.run("link end northwind-2");
    assert_eq!(
        rows(book.run("link list is:open"), &["code"]),
        ["bluepeak", "northwind"]
    );
    book.run("undo");
    assert_eq!(rows(book.run("link list is:open"), &["code"]).len(), 3);
    let hangs = book.fails("partner delete bluepeak");
    assert!(hangs.to_string().contains("1 coded link"), "{hangs}");
    let mut bare = Book::with(&["partner add Northwind"]);
    assert!(
        bare.fails("link new northwind")
            .to_string()
            .contains("config set links.url")
    );
}

#[test]
fn sign_ups_become_referrals_of_the_last_click_in_the_window_and_the_rest_waits() {
    let files = Files::new();
    let mut book = book();
    book.run(&format!("import visits {}", files.put("c.csv", CLICKS)));
    let said = book.run(&format!("import visits {}", files.put("s.csv", SIGN_UPS)));
    let report = said.record.unwrap();
    assert_eq!(report.json["new"], 6);
    let remark = report.json["remark"].as_str().unwrap();
    assert!(
        remark.contains("2 sign-ups became referrals; 4 sign-ups need a look"),
        "{remark}"
    );
    assert_eq!(
        outcome(&mut book),
        [
            "ana@northwind.example|northwind|waiting|self-referral",
            "jane@valerobotics.example|bluepeak|referral|",
            "lee@birchhotels.example||waiting|no click in the window",
            "mia@opalworks.example|northwind|referral|",
            "omar@cobaltfoods.example||waiting|no click in the window",
            "someone@gmail.com|northwind|waiting|free mail",
            "opalworks.example|Northwind|2026-11-21|Mia Wong",
            "Vale Robotics|Bluepeak|2026-11-20|Jane Doe",
        ]
    );
    let r = book.json("referral show opalworks.example");
    assert_eq!(r["came_by"], "link");
    assert_eq!(r["domain"], "opalworks.example");
    assert_eq!(
        rows(
            book.run("link list"),
            &["code", "clicks", "signups", "referrals", "won"]
        ),
        ["bluepeak|1|1|1|0", "northwind|3|3|1|0"]
    );
    assert_eq!(
        rows(book.run("link signups flag:self"), &["email"]),
        ["ana@northwind.example"]
    );
    assert!(book.store.check().unwrap().findings.is_empty());
}

#[test]
fn the_order_of_files_decides_nothing_and_the_same_files_again_change_nothing() {
    let files = Files::new();
    let (c, s) = (files.put("c.csv", CLICKS), files.put("s.csv", SIGN_UPS));
    let mut first = book();
    first.run(&format!("import visits {c}"));
    first.run(&format!("import visits {s}"));
    let wanted = outcome(&mut first);
    let mut late = book();
    late.run(&format!("import visits {s}"));
    late.run(&format!("import visits {c}"));
    assert_eq!(outcome(&mut late), wanted);
    // One click a file, the newest first, and the sign-ups in between.
    let mut bits = book();
    let mut lines: Vec<&str> = CLICKS.lines().skip(1).collect();
    lines.reverse();
    for (n, line) in lines.iter().enumerate() {
        let one = files.put("one.csv", &format!("id,at,code,visitor\n{line}\n"));
        bits.run(&format!("import visits {one}"));
        if n == 1 {
            bits.run(&format!("import visits {s}"));
        }
    }
    assert_eq!(outcome(&mut bits), wanted);
    for file in [&c, &s, &c] {
        let again = bits.run(&format!("import visits {file}"));
        assert_eq!(again.op, None, "{}", again.said);
    }
}

#[test]
fn rows_without_ids_are_known_by_all_they_say() {
    let files = Files::new();
    let mut book = book();
    let file = files.put(
        "v.csv",
        "event,timestamp,landing_page,visitor_id,email\n\
         click,2026-11-01 10:00,https://www.ours.example/start?utm_source=x&ref=Northwind,v1,\n\
         click,2026-11-01 10:00,https://www.ours.example/r/bluepeak,v2,\n\
         lead,2026-11-01 11:00,,v1,jane@valerobotics.example\n",
    );
    assert_eq!(
        book.run(&format!("import visits {file}"))
            .record
            .unwrap()
            .json["new"],
        3
    );
    assert_eq!(
        rows(book.run("link list"), &["code", "clicks", "referrals"]),
        ["bluepeak|1|0", "northwind|1|1"]
    );
    assert_eq!(book.run(&format!("import visits {file}")).op, None);
    let bad = files.put("bad.csv", "at,page,email,kind\n2026-11-01,/x,,click\n2027-01-01,/?ref=a,,click\n2026-11-01,,a@b.example,sale\n");
    let report = book.run(&format!("import visits {bad}")).record.unwrap();
    assert_eq!(report.json["rejected"], 3);
}

#[test]
fn the_first_click_counts_if_the_book_says_so_and_changing_it_moves_what_nobody_has_touched() {
    let files = Files::new();
    let mut book = book();
    book.run(&format!("import visits {}", files.put("c.csv", CLICKS)));
    book.run(&format!("import visits {}", files.put("s.csv", SIGN_UPS)));
    let said = book.says("config set links.touch first");
    assert!(said.contains("1 referral went to"), "{said}");
    let vale = book.json("referral show 'Vale Robotics'");
    assert_eq!(vale["partner"], "northwind");
    book.run("undo");
    book.run("referral stage next 'Vale Robotics'");
    let said = book.says("config set links.touch first");
    assert!(said.contains("1 referral stays where it is"), "{said}");
    assert_eq!(
        book.json("referral show 'Vale Robotics'")["partner"],
        "bluepeak"
    );
    book.run("config set links.touch last");
    let said = book.says("config set links.window 365");
    assert!(said.contains("1 sign-up became a referral"), "{said}");
    for wrong in [
        "config set links.window soon",
        "config set links.touch middle",
        "config set links.url ours",
    ] {
        assert!(!book.fails(wrong).to_string().is_empty());
    }
}

#[test]
fn a_code_that_gets_its_link_later_counts_from_the_start() {
    let files = Files::new();
    let mut book = book();
    book.run(&format!("import visits {}", files.put("c.csv", CLICKS)));
    book.run(&format!("import visits {}", files.put("s.csv", SIGN_UPS)));
    let said = book.says("link new bluepeak --code Nobodys");
    assert!(
        said.contains("1 click in the book had its code already"),
        "{said}"
    );
    assert!(said.contains("1 sign-up became a referral"), "{said}");
    assert_eq!(
        book.json("referral show cobaltfoods.example")["partner"],
        "bluepeak"
    );
}

#[test]
fn a_company_signs_up_once_whoever_of_it_comes_and_a_known_one_waits_for_a_person() {
    let files = Files::new();
    let mut book = book();
    book.run("referral add 'Cobalt Foods' --partner bluepeak --domain cobaltfoods.example");
    let file = files.put(
        "s.csv",
        "at,code,email\n2026-11-02,northwind,a@valerobotics.example\n2026-11-03,northwind,b@valerobotics.example\n\
         2026-11-04,bluepeak,c@valerobotics.example\n2026-11-05,northwind,x@cobaltfoods.example\n2026-11-05,bluepeak,y@cobaltfoods.example\n\
         2026-11-06,gone,z@opalworks.example\n",
    );
    book.run(&format!("import visits {file} --set kind=sign-up"));
    assert_eq!(
        outcome(&mut book),
        [
            "a@valerobotics.example|northwind|referral|",
            "b@valerobotics.example|northwind|referral|",
            "c@valerobotics.example|bluepeak|waiting|known already",
            "x@cobaltfoods.example|northwind|waiting|known already",
            "y@cobaltfoods.example|bluepeak|referral|",
            "z@opalworks.example||waiting|unknown code",
            "Cobalt Foods|Bluepeak|2026-11-23|",
            "valerobotics.example|Northwind|2026-11-02|",
        ]
    );
}

#[test]
fn a_person_decides_on_what_waits_and_that_stays() {
    let files = Files::new();
    let mut book = book();
    book.run(&format!("import visits {}", files.put("c.csv", CLICKS)));
    let s = files.put("s.csv", SIGN_UPS);
    book.run(&format!("import visits {s}"));
    let id = |book: &mut Book, email: &str| {
        let found = book.run(&format!("link signups {email}"));
        rows(found, &["id"])[0].clone()
    };
    let own = id(&mut book, "ana@northwind.example");
    book.run(&format!("link refuse {own}"));
    let free = id(&mut book, "someone@gmail.com");
    let unnamed = book.fails(&format!("link accept {free}"));
    assert!(unnamed.to_string().contains("--company NAME"), "{unnamed}");
    let said = book.says(&format!("link accept {free} --company 'Corner Shop'"));
    assert!(said.contains("Corner Shop for Northwind"), "{said}");
    let nobody = id(&mut book, "lee@birchhotels.example");
    assert!(
        book.fails(&format!("link accept {nobody}"))
            .to_string()
            .contains("--partner PARTNER")
    );
    book.run(&format!("link accept {nobody} --partner bluepeak"));
    let before = outcome(&mut book);
    assert_eq!(book.run(&format!("import visits {s}")).op, None);
    book.run("config set links.window 365");
    assert_eq!(outcome(&mut book), before);
    assert!(
        book.fails(&format!("link refuse {free}"))
            .to_string()
            .contains("referral R")
    );
    assert_eq!(
        rows(book.run("link signups is:refused"), &["email"]),
        ["ana@northwind.example"]
    );
}

#[test]
fn an_import_of_visits_is_taken_back_whole_and_a_dry_run_saves_nothing() {
    let files = Files::new();
    let mut book = book();
    let c = files.put("c.csv", CLICKS);
    let s = files.put("s.csv", SIGN_UPS);
    book.run(&format!("import visits {c}"));
    let before = book.store.view().document().unwrap();
    let dry = book.run(&format!("import visits {s} --dry-run"));
    assert!(
        dry.record
            .unwrap()
            .lines
            .join("\n")
            .contains("2 sign-ups became referrals")
    );
    assert_eq!(book.store.view().document().unwrap(), before);
    book.run(&format!("import visits {s}"));
    book.run("undo");
    assert_eq!(book.store.view().document().unwrap(), before);
    book.run("redo");
    assert!(book.store.check().unwrap().findings.is_empty());
    assert_eq!(rows(book.run("referral list"), &["company"]).len(), 2);
}

#[test]
fn links_and_visits_travel_in_the_json_of_the_book() {
    let files = Files::new();
    let mut book = book();
    book.run(&format!("import visits {}", files.put("c.csv", CLICKS)));
    book.run(&format!("import visits {}", files.put("s.csv", SIGN_UPS)));
    let doc = book.store.view().document().unwrap();
    assert_eq!((doc.links.len(), doc.visits.len()), (2, 11));
    let mut bytes = Vec::new();
    written::write(&doc, &mut bytes).unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../assets/book.schema.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let wrong: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&json)
        .map(|e| format!("{e} at {}", e.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let read = Document::parse(&bytes).unwrap();
    let mut other = Book::new();
    let ask = Ask::new(Origin::Shell, "import book", other.today);
    other
        .store
        .write(&ask, |tx| Ok((String::new(), tx.take_in(&read)?)))
        .unwrap();
    assert_eq!(other.store.view().document().unwrap(), doc);
    // The same files again find everything there.
    assert_eq!(
        other
            .run(&format!("import visits {}", files.put("s.csv", SIGN_UPS)))
            .op,
        None
    );
    for (place, with) in [
        ("/visits/0/kind", "sale"),
        ("/visits/0/at", "soon"),
        ("/visits/0/id", "S2"),
        ("/links/0/id", "a b"),
        ("/links/1/id", "NORTHWIND"),
        ("/visits/0/link", "elsewhere"),
    ] {
        let mut bad = json.clone();
        *bad.pointer_mut(place).unwrap() = with.into();
        let bad = serde_json::to_vec(&bad).unwrap();
        let mut third = Book::new();
        let refused = Document::parse(&bad)
            .map_err(partnerbook::error::Error::from)
            .and_then(|doc| {
                third
                    .store
                    .write(&ask, |tx| Ok((String::new(), tx.take_in(&doc)?)))
            });
        assert!(refused.is_err(), "{place}");
    }
}

#[test]
fn the_example_program_has_links_with_sign_ups() {
    let mut book = Book::new();
    demo::fill(&mut book.store, book.today).unwrap();
    assert!(!rows(book.run("link list is:clicked"), &["code"]).is_empty());
    assert!(!rows(book.run("link signups is:flagged"), &["id"]).is_empty());
}
