//! Exports of programs for sales, of forms and of affiliate programs: what becomes of them in a book.

use std::path::{Path, PathBuf};

use partnerbook::{
    domain::{currency::Currency, document::Document},
    import::{FileKind, layouts},
    ops::{Cx, Outcome, Quiet, line::Request},
    store::{Ask, Founding, Origin, Store},
};
use serde_json::Value;

use crate::{book::Book, imports::Files};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/crm")
        .join(name)
}

/// The header of a file, as the layouts see it.
fn header(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    if text.starts_with('{') {
        let json: Value = serde_json::from_str(&text).unwrap();
        let mut names = Vec::new();
        for (name, value) in json["data"][0].as_object().unwrap() {
            match value.as_object() {
                Some(inner) => names.extend(inner.keys().map(|k| format!("{name}.{k}"))),
                None => names.push(name.clone()),
            }
        }
        return names;
    }
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect()
}

/// The name of the layout a file of ours is known by.
fn known(name: &str) -> &'static str {
    let header = header(&data(name));
    let found = layouts::recognise(&header);
    let layout = found.first();
    layout
        .unwrap_or_else(|| panic!("{name} is not known: {header:?}"))
        .name
}

/// `import FILE` of a file of ours, with more words.
fn read(book: &mut Book, name: &str, more: &str) -> Outcome {
    book.run(&format!("import '{}' {more}", data(name).display()))
}

fn run(book: &mut Book, words: Vec<String>) -> Outcome {
    let mut cx = Cx {
        store: &mut book.store,
        today: book.today,
        origin: Origin::Shell,
        command: String::new(),
        progress: &Quiet,
        stdin: None,
    };
    let line = words.join(" ");
    let request = Request::of(words).unwrap_or_else(|e| panic!("{line}\n{e}"));
    request
        .run(&mut cx)
        .unwrap_or_else(|e| panic!("{line}\n{e}"))
}

/// Imports a file of ours; what it is known as, and new, changed, unchanged, rejected.
fn import(book: &mut Book, name: &str, more: &str) -> (&'static str, [u64; 4]) {
    (known(name), counts(&read(book, name, more)))
}

fn counts(outcome: &Outcome) -> [u64; 4] {
    let json = &outcome.record.as_ref().expect("an import reports").json;
    ["new", "changed", "unchanged", "rejected"].map(|n| json[n].as_u64().unwrap())
}

fn said(outcome: &Outcome) -> String {
    outcome.record.as_ref().unwrap().lines.join("\n")
}

/// A book with two partners and a program.
fn book() -> Book {
    Book::with(&[
        "partner add Northwind --site northwind.example",
        "partner add Quillfield --email office@quillfield.example",
    ])
}

#[test]
fn every_layout_comes_to_a_command_line_that_can_be_run() {
    let folder = tempfile::tempdir().unwrap();
    for layout in layouts::all() {
        let mut names: Vec<&str> = Vec::new();
        let marks = layout.marks.iter().map(|names| names[0]);
        let mapped = layout.map.iter().map(|(_, names)| names[0]);
        let asked = layout
            .words
            .iter()
            .map(|w| w.column)
            .filter(|c| !c.is_empty());
        // A column that a word maps beside another is always there with it.
        let beside = layout.words.iter().filter(|w| w.option == "--map");
        let beside = beside
            .filter_map(|w| w.value.split_once('='))
            .map(|(_, c)| c);
        for name in marks.chain(mapped).chain(asked).chain(beside) {
            let name = name.trim_start_matches('~');
            if !names.iter().any(|n| n.eq_ignore_ascii_case(name)) {
                names.push(name);
            }
        }
        let header: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let file = folder.path().join("export.csv");
        let mut csv = csv::Writer::from_path(&file).unwrap();
        csv.write_record(&header).unwrap();
        csv.write_record(header.iter().map(|_| "x")).unwrap();
        csv.flush().unwrap();
        let found = layouts::recognise(&header);
        assert!(
            found.iter().any(|l| l.name == layout.name),
            "{}: {header:?}",
            layout.name
        );
        let mut words: Vec<String> = layout
            .kind
            .command()
            .split(' ')
            .map(str::to_owned)
            .collect();
        words.push(file.display().to_string());
        words.extend(layout.words(&header));
        words.push("--dry-run".to_owned());
        // The row is nonsense and is refused; every option, field, column and word was understood before.
        run(&mut Book::new(), words);
    }
}

#[test]
fn hubspot_deals_come_in_by_label_and_by_internal_id() {
    let mut book = book();
    let done = read(&mut book, "hubspot_deals.csv", "");
    assert_eq!(counts(&done), [4, 0, 0, 0]);
    assert!(
        said(&done).contains("qualifiedtobuy is qualified (1 row)"),
        "{}",
        said(&done)
    );
    let acme = book.json("referral show Acme");
    assert_eq!(acme["stage"], "qualified");
    assert_eq!(acme["their_status"], "qualifiedtobuy");
    assert_eq!(acme["submitted_on"], "2026-10-01");
    assert_eq!(
        acme["won_on"],
        Value::Null,
        "an open deal's close date is a hope"
    );
    // Where no company is linked, the deal's name stands for it.
    assert_eq!(
        book.json("referral show Globex")["company"],
        "Globex - Renewal"
    );
    let won = book.json("referral show Initech");
    assert_eq!(
        (&won["stage"], &won["won_on"]),
        (&"won".into(), &"2026-10-20".into())
    );
    assert_eq!(won["expected"]["currency"], "EUR");
    assert_eq!(won["external_id"], "9003");
    let lost = book.json("referral show Umbrella");
    assert_eq!(
        (&lost["stage"], &lost["reason"]),
        (&"lost".into(), &"No budget".into())
    );
    assert_eq!(import(&mut book, "hubspot_deals.csv", "").1, [0, 0, 4, 0]);
}

#[test]
fn ones_own_stages_go_before_the_programs() {
    let mut book = book();
    let map = "--stage-map 'Contract Sent=trial'";
    assert_eq!(import(&mut book, "hubspot_deals.csv", map).1, [4, 0, 0, 0]);
    assert_eq!(book.json("referral show Globex")["stage"], "trial");
}

#[test]
fn a_stage_nobody_knows_is_one_problem_whatever_the_words() {
    let mut book = book();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("d.csv");
    std::fs::write(
        &file,
        "partner,company,stage\nNorthwind,A,Simmering\nNorthwind,B,\"Hot, boiling\"\n",
    )
    .unwrap();
    let held = book.run(&format!("import referrals {}", file.display()));
    let json = held.record.unwrap().json;
    let reasons: Vec<&Value> = (0..2).map(|n| &json["rejects"][n]["reason"]).collect();
    assert_eq!(reasons[0], reasons[1]);
    assert!(reasons[0].as_str().unwrap().starts_with("is no stage here"));
    let mapped = "--stage-map 'Simmering=demo,Hot, boiling=trial'";
    book.run(&format!("import referrals {} {mapped}", file.display()));
    assert_eq!(book.json("referral show B")["stage"], "trial");
}

#[test]
fn hubspot_people_and_companies_find_their_place() {
    let mut book = book();
    assert_eq!(
        import(&mut book, "hubspot_contacts.csv", ""),
        ("HubSpot contacts", [3, 0, 0, 0])
    );
    let people = &book.json("partner show quillfield")["contacts"];
    assert_eq!(
        people[0]["name"], "Baraka Said",
        "by the domain of the address"
    );
    let people = &book.json("partner show northwind")["contacts"];
    assert_eq!(people[0]["role"], "Partner manager");
    assert_eq!(people[1]["name"], "hello@northwind.example");
    let (name, counted) = import(&mut book, "hubspot_companies.csv", "");
    assert_eq!((name, counted), ("HubSpot companies", [1, 0, 0, 0]));
    assert_eq!(
        book.json("customer show Initech")["domain"],
        "initech.example"
    );
}

#[test]
fn salesforce_says_whether_a_stage_of_ones_own_is_won() {
    let mut book = book();
    let (name, counted) = import(&mut book, "salesforce_opportunities.csv", "");
    assert_eq!((name, counted), ("Salesforce opportunities", [4, 0, 0, 0]));
    let open = book.json("referral show Cyberdyne");
    assert_eq!(
        (&open["stage"], &open["their_status"]),
        (&"new".into(), &"Solution Validation".into())
    );
    let won = book.json("referral show Vandelay");
    assert_eq!(
        (&won["stage"], &won["won_on"]),
        (&"won".into(), &"2026-11-03".into())
    );
    assert_eq!(won["their_status"], "Signed by legal");
    let lost = book.json("referral show Soylent");
    assert_eq!(
        (&lost["stage"], &lost["reason"]),
        (&"lost".into(), &"Price".into())
    );
}

#[test]
fn salesforce_reports_and_leads_come_in() {
    let mut book = book();
    let (name, counted) = import(&mut book, "salesforce_report.csv", "");
    assert_eq!(
        (name, counted),
        ("Salesforce opportunity report", [2, 0, 0, 0])
    );
    let bank = book.json("referral show Aurora");
    assert_eq!(
        (&bank["stage"], &bank["owner"]),
        (&"proposal".into(), &"Maya Chen".into())
    );
    assert_eq!(bank["expected"]["amount"], "450000.00");
    let (name, counted) = import(&mut book, "salesforce_leads.csv", "");
    assert_eq!((name, counted), ("Salesforce leads", [3, 0, 0, 0]));
    let ada = book.json("referral show Analytical");
    assert_eq!(
        (&ada["contact"], &ada["domain"]),
        (&"Ada Byron".into(), &"engines.example".into())
    );
    let grace = book.json("referral show Compilers");
    assert_eq!(
        (&grace["stage"], &grace["qualified_on"]),
        (&"qualified".into(), &"2026-11-10".into())
    );
    assert_eq!(book.json("referral show Bombe")["stage"], "rejected");
}

#[test]
fn answers_to_a_form_find_the_partner_by_who_sent_them() {
    let mut book = book();
    book.run("partner edit northwind --contact 'Nia Odhiambo <nia@northwind.example>'");
    let done = read(&mut book, "google_form.csv", "--skip-bad");
    assert_eq!(counts(&done), [2, 0, 0, 2]);
    let json = &done.record.as_ref().unwrap().json;
    let reason = |n: usize| json["rejects"][n]["reason"].as_str().unwrap().to_owned();
    assert!(
        reason(0).starts_with("is empty"),
        "free mail names no company: {}",
        reason(0)
    );
    assert!(reason(1).contains("no partner"), "{}", reason(1));
    let tyrell = book.json("referral show Tyrell");
    assert_eq!(
        (&tyrell["partner"], &tyrell["came_by"]),
        (&"northwind".into(), &"form".into())
    );
    assert_eq!(tyrell["email"], "eldon@tyrell.example");
    assert!(tyrell["note"].as_str().unwrap().contains("Ask for Eldon."));
    // The company is called by the address of the person there, and the report says so.
    let batty = book.json("referral show batty");
    assert_eq!(
        (&batty["company"], &batty["partner"]),
        (&"batty.example".into(), &"quillfield".into())
    );
    assert!(
        said(&done).contains("called by the domain"),
        "{}",
        said(&done)
    );
    let (name, counted) = import(&mut book, "typeform.csv", "");
    assert_eq!((name, counted), ("Typeform answers", [1, 0, 0, 0]));
    let wallace = book.json("referral show Wallace");
    assert_eq!(
        (&wallace["external_id"], &wallace["contact"]),
        (&"a1b2c3".into(), &"Niander W".into())
    );
}

#[test]
fn affiliates_keep_the_state_their_program_gave_them() {
    let mut book = Book::new();
    let (name, counted) = import(&mut book, "rewardful_affiliates.csv", "");
    assert_eq!((name, counted), ("Rewardful affiliates", [3, 0, 0, 0]));
    let rick = book.json("partner show 'Rick Deckard'");
    assert_eq!(
        (&rick["state"], &rick["their_status"]),
        (&"active".into(), &Value::Null)
    );
    assert_eq!(
        (&rick["kind"], &rick["payout_reference"]),
        (&"affiliate".into(), &"pay@blade.example".into())
    );
    let rachael = book.json("partner show Rachael");
    assert_eq!(
        (&rachael["state"], &rachael["their_status"]),
        (&"paused".into(), &"disabled".into())
    );
    assert!(
        rachael["state_reason"]
            .as_str()
            .unwrap()
            .contains("disabled")
    );
    assert_eq!(
        book.json("partner show gaff@lapd.example")["state"],
        "paused"
    );
    assert_eq!(
        import(&mut book, "rewardful_affiliates.csv", "").1,
        [0, 0, 3, 0]
    );
    let (name, counted) = import(&mut book, "rewardful_referrals.json", "");
    assert_eq!((name, counted), ("Rewardful referrals", [2, 0, 0, 0]));
    let zhora = book.json("referral show Zhora");
    assert_eq!(
        (&zhora["partner_name"], &zhora["won_on"]),
        (&"Rick Deckard".into(), &"2025-06-10".into())
    );
    assert_eq!(zhora["their_status"], "conversion");
    let (name, counted) = import(&mut book, "dub_partners.csv", "");
    assert_eq!((name, counted), ("Dub partners", [3, 0, 0, 0]));
    assert_eq!(book.json("partner show 'Chew Eyes'")["state"], "ended");
    assert_eq!(book.json("partner show Bryant")["state"], "applied");
}

#[test]
fn sales_come_in_and_what_the_other_program_made_of_them_does_not() {
    let mut book = Book::with(&["program add Affiliates --terms '25% of base for 12 months'"]);
    import(
        &mut book,
        "rewardful_affiliates.csv",
        "--program affiliates",
    );
    import(&mut book, "rewardful_referrals.json", "");
    assert_eq!(known("rewardful_sales.csv"), "Rewardful sales");
    let done = read(&mut book, "rewardful_sales.csv", "--add-customers");
    assert_eq!(counts(&done)[3], 0, "{}", said(&done));
    // 25 % of 99.00, once: the second sale was given back in full. Rewardful's 29.70 is nowhere.
    let earned = book.json("partner show 'Rick Deckard'")["money"]["earned"].clone();
    assert_eq!(
        earned,
        serde_json::json!([{ "amount": "24.75", "currency": "USD" }])
    );
    assert!(book.store.check().unwrap().findings.is_empty());
    let again = import(&mut book, "rewardful_sales.csv", "--add-customers").1;
    assert_eq!((again[0], again[1], again[3]), (0, 0, 0));
    let (name, counted) = import(&mut book, "dub_sales.csv", "--add-customers");
    assert_eq!((name, counted), ("Dub sales", [1, 0, 0, 0]));
}

#[test]
fn people_are_known_by_address_and_else_by_name() {
    let mut book = book();
    book.run("partner edit northwind --contact 'Nia O. <nia@northwind.example>'");
    let line = format!("import contacts {}", data("contacts.csv").display());
    let done = book.run(&line);
    assert_eq!(counts(&done), [2, 1, 0, 0]);
    assert_eq!(counts(&book.run(&line)), [0, 0, 3, 0]);
    let people = book.json("partner show northwind")["contacts"].clone();
    assert_eq!(people[0]["name"], "Nia Odhiambo");
    assert_eq!(people.as_array().unwrap().len(), 2);
    book.run("undo");
    assert_eq!(
        book.json("partner show northwind")["contacts"][0]["name"],
        "Nia O."
    );
}

#[test]
fn rewards_come_in_as_far_as_they_are() {
    let mut book = book();
    let line = format!("import rewards {}", data("rewards.csv").display());
    let done = book.run(&line);
    assert_eq!(counts(&done), [4, 0, 0, 0], "{}", said(&done));
    assert_eq!(counts(&book.run(&line)), [0, 0, 4, 0]);
    let card = book.json("reward show W1");
    assert_eq!(
        (&card["state"], &card["their_status"]),
        (&"given".into(), &"sent".into())
    );
    assert_eq!(
        (&card["given_on"], &card["reference"]),
        (&"2026-09-05".into(), &"order 4417".into())
    );
    // Approved cash is owed, and goes into the next payout.
    let cash = book.json("reward show W2");
    assert_eq!(cash["state"], "approved");
    assert_eq!(
        book.json("partner show northwind")["money"]["payable"][0]["amount"],
        "250.00"
    );
    let hold = book.json("reward show W3");
    assert_eq!(
        (&hold["state"], &hold["their_status"]),
        (&"promised".into(), &"on hold".into())
    );
    assert_eq!(book.json("reward show W4")["refused_because"], "declined");
    assert!(book.store.check().unwrap().findings.is_empty());
    book.run("undo");
    assert!(
        book.fails("reward show W1")
            .to_string()
            .contains("no reward")
    );
}

#[test]
fn cash_that_was_paid_elsewhere_stays_out() {
    let mut book = book();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.csv");
    std::fs::write(
        &file,
        "partner,kind,value,reason,state,date,paid_on\nNorthwind,cash,100,Bounty,paid,2026-01-01,2026-01-05\n",
    )
    .unwrap();
    let held = book.run(&format!("import rewards {}", file.display()));
    assert!(held.rejected);
    assert!(said(&held).contains("paid elsewhere"), "{}", said(&held));
}

#[test]
fn what_was_done_is_taken_once_and_twice_where_it_was_done_twice() {
    let mut book = book();
    import(&mut book, "hubspot_deals.csv", "");
    let line = format!("import activities {}", data("activities.csv").display());
    assert_eq!(counts(&book.run(&line)), [4, 0, 0, 0]);
    assert_eq!(counts(&book.run(&line)), [0, 0, 4, 0]);
    let notes = book.json("referral show Acme")["notes"].clone();
    assert_eq!(notes[0]["kind"], "meeting");
    assert_eq!(notes[0]["minutes"], 45);
    let shown = book
        .run("referral show Acme")
        .record
        .unwrap()
        .lines
        .join("\n");
    assert!(
        shown.contains("meeting, 45 min: Went through the pipeline"),
        "{shown}"
    );
    assert_eq!(
        book.json("partner show northwind")["notes"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    // With ids, what changed is changed.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    let write =
        |text: &str| std::fs::write(&file, format!("id,partner,date,note\n{text}\n")).unwrap();
    write("A1,Quillfield,2026-11-09,Called");
    let line = format!("import activities {}", file.display());
    assert_eq!(counts(&book.run(&line)), [1, 0, 0, 0]);
    write("A1,Quillfield,2026-11-10,Called back");
    assert_eq!(counts(&book.run(&line)), [0, 1, 0, 0]);
    assert_eq!(
        book.json("partner show quillfield")["notes"][0]["on"],
        "2026-11-10"
    );
}

#[test]
fn what_files_brought_travels_with_the_whole_book() {
    let mut book = book();
    import(&mut book, "hubspot_deals.csv", "");
    import(&mut book, "rewardful_affiliates.csv", "");
    for (kind, name) in [
        ("contacts", "contacts.csv"),
        ("rewards", "rewards.csv"),
        ("activities", "activities.csv"),
    ] {
        book.run(&format!("import {kind} {}", data(name).display()));
    }
    let before = book.store.view().document().unwrap();
    let mut json = Vec::new();
    partnerbook::export::book::write(&before, &mut json).unwrap();
    let doc = Document::parse(&json).unwrap();
    let founding = Founding {
        name: "New".to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    let ask = Ask::new(Origin::Shell, "import book", book.today);
    let mut other = Store::in_memory(&founding, &ask).unwrap();
    let taken = other.write(&ask, |tx| {
        tx.take_in(&doc)?;
        Ok((String::new(), ()))
    });
    taken.unwrap();
    assert_eq!(other.view().document().unwrap(), before);
    assert!(other.check().unwrap().findings.is_empty());
    let text = String::from_utf8(json).unwrap();
    for kept in [
        "qualifiedtobuy",
        "\"minutes\":45",
        "RW1",
        "Head of partnerships",
    ] {
        assert!(text.contains(kept), "{kept}");
    }
}

#[test]
fn every_kind_of_file_that_is_recognised_has_its_command() {
    for layout in layouts::all() {
        assert!(
            matches!(
                layout.kind,
                FileKind::Partners
                    | FileKind::Contacts
                    | FileKind::Referrals
                    | FileKind::Customers
                    | FileKind::Revenue
                    | FileKind::Subscriptions
                    | FileKind::Visits
            ),
            "{}",
            layout.name
        );
    }
}

#[test]
fn who_a_partner_is_once_said_holds_for_every_kind_of_file() {
    let (files, mut book) = (Files::new(), book());
    let people = files.put("people.csv", "partner,name\nNW,Nia Odhiambo\n");
    let held = book.run(&format!("import contacts {people}"));
    let json = &held.record.as_ref().unwrap().json;
    assert_eq!(json["questions"][0]["about"], "NW");
    assert_eq!(counts(&held), [0, 0, 0, 1]);
    let said = format!("import contacts {people} --same partner:NW=northwind");
    assert_eq!(counts(&book.run(&said)), [1, 0, 0, 0]);
    let calls = files.put("calls.csv", "partner,date,text\nNW,2026-11-01,Call\n");
    let gifts = files.put(
        "gifts.csv",
        "partner,kind,what,reason,promised\nNW,gift,mug,thanks,2026-11-01\nNewcomer,gift,mug,thanks,2026-11-01\n",
    );
    let done = book.run(&format!("import activities {calls}"));
    assert_eq!(counts(&done), [1, 0, 0, 0], "{}", self::said(&done));
    let done = book.run(&format!("import rewards {gifts} --add-partners"));
    assert_eq!(counts(&done), [2, 0, 0, 0], "{}", self::said(&done));
    assert_eq!(book.json("partner show Newcomer")["name"], "Newcomer");
    // The second time nothing is new, and nobody is made again.
    let again = book.run(&format!("import rewards {gifts} --add-partners"));
    assert_eq!(counts(&again), [0, 0, 2, 0], "{}", self::said(&again));
}
