//! Partners, referrals, customers, revenue and programs by command line: what a person relies on.

use partnerbook::error::Kind;
use serde_json::json;

use crate::book::Book;

/// A program, a partner in it, and one referral that was won in March.
const DAY: &[&str] = &[
    "program add Referral --terms '25% of base for 12 months' --hold-days 30",
    "partner add Quillfield --program referral --owner Ana",
    "referral add 'Vale Robotics' -p quillfield --domain https://www.valerobotics.com/about --on 2026-01-10",
    "referral win R1 --on 2026-03-01",
];

fn usd(amount: &str) -> serde_json::Value {
    json!([{ "amount": amount, "currency": "USD" }])
}

#[test]
fn only_a_name_is_needed_and_the_next_step_is_said() {
    let mut book = Book::new();
    let said = book.says("partner add 'Müller & Söhne GmbH'");
    assert!(said.starts_with("Added Müller & Söhne GmbH. Next: partnerbook referral add COMPANY --partner muller-sohne-gmbh"), "{said}");
    let e = book.fails("partner add 'MÜLLER & SÖHNE GMBH'");
    assert_eq!(e.kind, Kind::Refused);
    assert!(e.message.contains("muller-sohne-gmbh"), "{e}");
    assert_eq!(book.fails("partner add '  '").kind, Kind::Refused);
    assert_eq!(
        book.fails("partner add X --email nobody").kind,
        Kind::Refused
    );
    assert_eq!(book.fails("partner add X --kin agency").kind, Kind::Usage);
}

#[test]
fn everything_said_of_a_partner_is_shown_and_can_be_emptied() {
    let mut book = Book::with(&[
        "partner add Northwind --kind Agency --email a@northwind-agency.com --contact 'Ana Ruiz <ana@northwind-agency.com>' --site northwind-agency.com \
         --country de --owner Bo --source fair --tag big,eu --pay-by Wise --pay-to pay@example.com --since 2025-01-01 --note 'pays late' --external-id N1",
        "partner add Leaf --invited-by northwind",
    ]);
    let p = book.json("partner show N1");
    for (field, value) in [
        ("kind", "agency"),
        ("email", "a@northwind-agency.com"),
        ("domain", "northwind-agency.com"),
        ("country", "DE"),
        ("owner", "Bo"),
        ("source", "fair"),
        ("payout_method", "wise"),
        ("since", "2025-01-01"),
        ("note", "pays late"),
        ("state", "active"),
    ] {
        assert_eq!(p[field], value, "{field}");
    }
    assert_eq!(p["tags"], json!(["big", "eu"]));
    assert_eq!(
        p["contacts"],
        json!([{ "name": "Ana Ruiz", "email": "ana@northwind-agency.com", "role": null }])
    );
    assert_eq!(book.json("partner show leaf")["invited_by"], "northwind");
    let e = book.fails("partner edit northwind --invited-by leaf");
    assert!(e.message.contains("invited"), "{e}");
    book.run("partner edit northwind leaf --owner Cy --untag big --clear note --clear email");
    let p = book.json("partner show northwind");
    assert_eq!(
        (&p["owner"], &p["note"], &p["tags"]),
        (&json!("Cy"), &json!(null), &json!(["eu"]))
    );
    assert_eq!(book.json("partner show leaf")["owner"], "Cy");
    assert!(
        book.says("partner edit leaf --owner Cy")
            .contains("nothing changed")
    );
    book.run("partner note leaf called, wants a call back --on -3d");
    assert_eq!(
        book.json("partner show leaf")["notes"],
        json!([{ "on": "2026-11-20", "kind": null, "minutes": null, "text": "called, wants a call back" }])
    );
}

#[test]
fn a_partner_is_found_by_any_clear_name_and_never_by_an_unclear_one() {
    let mut book = Book::with(&[
        "partner add 'Acme North'",
        "partner add 'Acme South'",
        "partner add Zoë",
    ]);
    assert_eq!(book.json("partner show north")["partner"], "acme-north");
    assert_eq!(book.json("partner show zoe")["name"], "Zoë");
    let e = book.fails("partner show acme");
    assert_eq!(e.kind, Kind::NotFound);
    assert!(
        e.hint
            .unwrap()
            .contains("acme-north (Acme North), acme-south (Acme South)")
    );
    let e = book.fails("partner show acme-nroth");
    assert_eq!(
        (e.kind, e.hint.as_deref()),
        (Kind::NotFound, Some("Did you mean acme-north?"))
    );
    assert_eq!(book.fails("partner show 100%").kind, Kind::NotFound);
}

#[test]
fn states_move_by_the_rules_and_keep_their_reason() {
    let mut book = Book::with(&["partner add A --state prospect", "partner add B"]);
    assert!(
        book.fails("partner state ended a --reason x")
            .message
            .contains("cannot become ended")
    );
    assert!(
        book.fails("partner state paused b")
            .message
            .contains("--reason")
    );
    book.run("partner state active a");
    assert_eq!(book.json("partner show a")["since"], "2026-11-23");
    book.run("partner state ended a b --reason 'no leads'");
    assert_eq!(book.json("partner show b")["state_reason"], "no leads");
    assert_eq!(book.fails("referral add Co -p b").kind, Kind::Refused);
    book.run("partner state active b");
    book.run("referral add Co -p b");
    assert!(
        book.fails("partner delete b")
            .message
            .contains("1 referral")
    );
    book.run("partner delete a");
    assert_eq!(book.fails("partner show a").kind, Kind::NotFound);
}

#[test]
fn a_win_makes_a_customer_and_its_payments_earn() {
    let mut book = Book::with(DAY);
    let said = book.says("revenue add C1 1,000 --on 2026-03-05");
    assert!(said.contains("Posted 1 commission line: $250.00"), "{said}");
    let r = book.json("referral show R1");
    assert_eq!(
        (&r["stage"], &r["won_on"], &r["customer"]),
        (&json!("won"), &json!("2026-03-01"), &json!("C1"))
    );
    assert_eq!(
        (&r["owner"], &r["domain"]),
        (&json!("Ana"), &json!("valerobotics.com"))
    );
    assert_eq!(
        (&r["revenue"], &r["commission"]),
        (&usd("1000.00"), &usd("250.00"))
    );
    assert_eq!(r["qualified_on"], "2026-03-01");
    let p = book.json("partner show quillfield");
    assert_eq!(p["money"]["payable"], usd("250.00"));
    assert_eq!(
        book.json("customer show valerobotics.com")["revenue"],
        usd("1000.00")
    );
    // The thirteenth month earns nothing; that is said.
    book.today = partnerbook::domain::day::parse_iso("2027-06-01").unwrap();
    let said = book.says("revenue add C1 1,000 --on 2027-03-05");
    assert!(said.contains("earns no commission"), "{said}");
}

#[test]
fn the_program_may_come_last() {
    let mut book = Book::with(&[
        "partner add A",
        "partner add B",
        "referral add One -p a --on 2026-01-10",
        "referral add Two -p b --on 2026-01-10",
        "referral win R1 --on 2026-02-01",
        "revenue add One 100 --on 2026-02-02",
    ]);
    let said = book.says("program add Referral --terms '25% of base for 12 months' --enrol-all");
    assert!(
        said.contains(
            "enrolled 2 partners; referrals got 2 agreements. Posted 1 commission line: $25.00."
        ),
        "{said}"
    );
    let said = book.says("program enrol referral --all");
    assert!(said.contains("nothing changed"), "{said}");
    assert_eq!(
        book.json("referral show R1")["agreements"][0]["shares"],
        "A 100%"
    );
}

#[test]
fn enrolling_later_pays_for_what_earned_nothing_and_twice_for_nothing() {
    let mut book = Book::with(&[
        "program add One --terms '25% of base'",
        "program add Two --terms '10% of base'",
        "partner add A",
        "referral add Co -p a --on 2026-01-10",
        "referral win R1 --on 2026-02-01",
        "revenue add Co 100 --on 2026-02-02",
    ]);
    assert!(book.says("program enrol one a").contains("$25.00"));
    // Its referral has its agreement; a second program is for what comes.
    let said = book.says("program enrol two a");
    assert!(!said.contains("Posted"), "{said}");
    book.run("referral add Next -p a");
    assert_eq!(
        book.json("referral show R2")["agreements"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    book.run("program leave two a --on yesterday");
    book.run("referral add Third -p a");
    assert_eq!(
        book.json("referral show R3")["agreements"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(book.fails("program leave two a").kind, Kind::Refused);
}

#[test]
fn new_terms_leave_running_agreements_alone_unless_they_apply_to_payments() {
    let mut book = Book::with(DAY);
    book.run("program terms referral '20% of base' --from 2026-06-01");
    book.run("revenue add C1 100 --on 2026-06-15");
    assert_eq!(book.json("referral show R1")["commission"], usd("25.00"));
    book.run("referral add Other -p quillfield --on 2026-06-01");
    assert_eq!(
        book.json("referral show R2")["agreements"][0]["terms"],
        "20% of base"
    );
    let e = book.fails("program terms referral '5% of base' --from 2026-06-01");
    assert!(e.message.contains("must start after it"), "{e}");
    let said =
        book.says("program terms referral '10% of base' --from 2026-06-10 --applies 'lines from'");
    assert!(
        said.contains("Posted 2 commission lines: -$15.00"),
        "{said}"
    );
    let r = book.json("referral show R1");
    assert_eq!(r["commission"], usd("10.00"));
    assert_eq!(
        (&r["agreements"][0]["ends"], &r["agreements"][1]["starts"]),
        (&json!("2026-06-09"), &json!("2026-06-10"))
    );
    // A referral that is logged late has the terms of its day, and the later ones from theirs on.
    book.run("referral add Late -p quillfield --on 2026-02-01");
    let late = book.json("referral show R3")["agreements"].clone();
    assert_eq!(
        (&late[0]["terms"], &late[0]["ends"]),
        (&json!("25% of base for 12 months"), &json!("2026-06-09"))
    );
    assert_eq!(
        (&late[1]["terms"], &late[1]["starts"]),
        (&json!("10% of base"), &json!("2026-06-10"))
    );
    assert_eq!(late.as_array().unwrap().len(), 2);
}

#[test]
fn terms_that_cannot_be_read_are_refused_at_the_word() {
    let mut book = Book::new();
    let e = book.fails("program add X --terms '25% off base'");
    assert_eq!(e.kind, Kind::Refused);
    assert_eq!(e.means.as_deref(), Some("25% off base\n    ^^^"));
    assert_eq!(book.fails("program show x").kind, Kind::NotFound);
    assert_eq!(
        book.fails("program add X --terms '25% of base' --minimum 1,23")
            .kind,
        Kind::Refused
    );
    book.run("program add X --terms '25% of base' --minimum 100 --minimum '50 EUR'");
    let p = book.json("program show x");
    assert_eq!(
        p["minimums"],
        json!([{ "amount": "50.00", "currency": "EUR" }, { "amount": "100.00", "currency": "USD" }])
    );
    assert_eq!(p["versions"][0]["hold_days"], 30);
}

#[test]
fn a_company_is_registered_once_and_the_first_one_earns() {
    let mut book = Book::with(DAY);
    book.run("partner add Rival --program referral");
    let e = book.fails("referral add 'Vale (UK)' -p rival --domain valerobotics.com");
    assert_eq!(e.kind, Kind::Refused);
    assert!(e.message.contains("R1 from Quillfield"), "{e}");
    book.run("referral add Fern -p quillfield");
    let e = book.fails("referral add FERN -p rival");
    assert!(e.means.unwrap().contains("protected until 21 Feb 2027"));
    // Case and accents make no other company.
    book.run("referral add 'Müller Söhne' -p quillfield --on 2026-01-01");
    book.run("referral win R3 --on 2026-01-02");
    assert!(
        book.fails("referral add 'MULLER SOHNE' -p rival")
            .message
            .contains("was won already, as R3")
    );
    assert_eq!(book.json("customer show 'müller söh'")["customer"], "C2");
    assert_eq!(book.json("referral show 'MÜLLER SÖHNE'")["referral"], "R3");
    // The same name at another domain is another company.
    book.run("referral add Vale -p rival --domain valeother.com");
    let said = book.says("referral add Fern -p rival --if-duplicate add");
    assert!(
        said.contains("Mind that Fern is open already, as R2 from Quillfield."),
        "{said}"
    );
    book.run("customer add Oak --domain oakgarden.com");
    assert!(
        book.fails("referral add Oaks -p rival --domain www.oakgarden.com")
            .message
            .contains("customer already (C3)")
    );
    book.run("referral lose R4 --reason budget");
    book.run("referral add Vale -p quillfield --domain valeother.com");
    book.run("referral extend R2");
    assert_eq!(
        book.json("referral show R2")["protected_until"],
        "2027-03-23"
    );
    assert_eq!(book.fails("referral extend R2").kind, Kind::Refused);
}

#[test]
fn referrals_move_step_by_step_with_their_history() {
    let mut book = Book::with(&[
        "partner add A",
        "referral add Co -p a --on 2026-10-01 --value 5k",
        "referral add Do -p a --on 2026-10-01",
    ]);
    book.run("referral stage next R1 R2 --on 2026-10-05");
    book.run("referral stage qualified R1 --on 2026-10-10");
    book.run("referral stage trial R1 --on -2d");
    let e = book.fails("referral stage next R1");
    assert!(e.message.contains("last open stage"), "{e}");
    book.run("referral stage back R1");
    let r = book.json("referral show R1");
    assert_eq!(
        (&r["stage"], &r["qualified_on"], &r["touched_on"]),
        (
            &json!("proposal"),
            &json!("2026-10-10"),
            &json!("2026-11-23")
        )
    );
    assert_eq!(
        r["expected"],
        json!({ "amount": "5000.00", "currency": "USD" })
    );
    let stages: Vec<&str> = r["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["stage"].as_str().unwrap())
        .collect();
    assert_eq!(
        stages,
        ["new", "accepted", "qualified", "trial", "proposal"]
    );
    assert!(
        book.fails("referral stage won R1 --on tomorrow")
            .message
            .contains("still to come")
    );
    assert!(
        book.fails("referral stage won R1 --on 2026-09-01")
            .message
            .contains("submitted")
    );
    assert!(
        book.fails("referral stage lost R1")
            .message
            .contains("--reason")
    );
    assert_eq!(
        book.fails("referral stage quallified R1").hint.as_deref(),
        Some("Did you mean qualified?")
    );
    // One that cannot move keeps all where they are.
    book.run("referral reject R2 --reason spam");
    book.fails("referral stage demo R1 R2");
    assert_eq!(book.json("referral show R1")["stage"], "proposal");
    book.run("referral reopen R2");
    let r = book.json("referral show R2");
    assert_eq!(
        (&r["stage"], &r["reason"], &r["closed_on"]),
        (&json!("accepted"), &json!(null), &json!(null))
    );
    book.run("referral introduce R1 R2 --on -1d");
    book.run("referral ask R1");
    book.run("referral note R1 'spoke to them' --next 'send offer' --next-on +7d");
    let r = book.json("referral show R1");
    assert_eq!(
        (&r["introduced_on"], &r["asked_on"], &r["next_on"]),
        (
            &json!("2026-11-22"),
            &json!("2026-11-23"),
            &json!("2026-11-30")
        )
    );
}

#[test]
fn a_win_by_mistake_can_be_opened_again_until_it_was_paid_for() {
    let mut book = Book::with(DAY);
    book.run("referral reopen R1 --stage demo");
    assert_eq!(book.json("referral show R1")["won_on"], json!(null));
    book.run("referral win R1 --on 2026-03-01");
    book.run("revenue add C1 10 --on 2026-03-02");
    assert!(
        book.fails("referral reopen R1")
            .message
            .contains("paid for")
    );
    assert_eq!(
        book.fails("referral lose R1 --reason x").kind,
        Kind::Refused
    );
}

#[test]
fn a_split_is_shared_to_the_cent_and_must_be_whole() {
    let mut book = Book::with(&[
        "program add P --terms '25% of base'",
        "partner add A --program p",
        "partner add B",
        "referral add Co -p a --split a:70,b:30 --on 2026-01-01",
        "referral win R1 --on 2026-02-01",
        "revenue add Co 0.14 --on 2026-02-01",
    ]);
    // 25 % of 14 cents is 3.5, rounded to 4: 2.8 and 1.2.
    assert_eq!(book.json("partner show a")["money"]["earned"], usd("0.03"));
    assert_eq!(book.json("partner show b")["money"]["earned"], usd("0.01"));
    assert!(
        book.fails("referral add Do -p a --split a:70,b:20")
            .message
            .contains("100")
    );
    assert!(
        book.fails("referral add Do -p a --split a:50,a:50")
            .message
            .contains("twice")
    );
    assert!(
        book.fails("referral add Do -p b --split a:50,b:50")
            .message
            .contains("no agreement to split")
    );
}

#[test]
fn refunds_follow_their_line_and_never_exceed_it() {
    let mut book = Book::with(DAY);
    book.run("revenue add C1 100 --on 2026-04-01 --external-id INV-1");
    assert!(
        book.fails("revenue add C1 5 --external-id INV-1")
            .message
            .contains("INV-1")
    );
    assert!(
        book.fails("revenue add C1 101 --refund-of INV-1")
            .message
            .contains("$100.00 is left")
    );
    assert!(
        book.fails("revenue add C1 -1 --refund-of V1 --on 2026-03-31")
            .message
            .contains("cannot be refunded")
    );
    assert!(
        book.fails("revenue add C1 '1 EUR' --refund-of V1")
            .message
            .contains("not in EUR")
    );
    let said = book.says("revenue add C1 -40 --refund-of V1 --on 2026-04-05");
    assert!(said.contains("-$10.00"), "{said}");
    assert!(
        book.fails("revenue add C1 60.01 --refund-of V1")
            .message
            .contains("$60.00 is left")
    );
    assert!(
        book.fails("revenue add C1 1 --refund-of V2")
            .message
            .contains("not a payment")
    );
    assert!(
        book.fails("revenue void V1 --reason x")
            .hint
            .unwrap()
            .contains("refunds first")
    );
    book.run("revenue add C1 60 --refund-of V1");
    assert_eq!(
        book.json("partner show quillfield")["money"]["earned"],
        usd("0.00")
    );
    let said = book.says("revenue void V1 V2 V3 --reason 'test data'");
    assert!(
        said.starts_with("Voided 3 revenue lines: test data."),
        "{said}"
    );
    assert_eq!(book.json("customer show C1")["revenue_lines"], 0);
    assert_eq!(
        book.json("partner show quillfield")["money"]["earned"],
        usd("0.00")
    );
}

#[test]
fn linking_a_customer_moves_what_earned_for_nobody() {
    let mut book = Book::with(&[
        "program add P --terms '25% of base'",
        "partner add A --program p",
        "customer add Co --domain cocompany.com --started 2026-01-01",
        "revenue add Co 100 --on 2026-02-01",
        "referral add Co -p a --if-duplicate add --on 2026-01-01",
    ]);
    let said = book.says("referral win R1 --on 2026-01-15");
    assert!(said.contains("C1 Co is linked to it, and 1 of its revenue lines earn on it. Posted 1 commission line: $25.00."), "{said}");
    assert_eq!(book.json("customer show C1")["partner"], "A");
    assert!(book.says("customer link C1 --clear").contains("-$25.00"));
    assert!(
        book.says("customer link C1 --referral R1")
            .contains("$25.00")
    );
    book.run("referral add Other -p a");
    assert!(
        book.fails("customer link C1 --referral R2")
            .message
            .contains("linked to R1 already")
    );
    book.run("customer churn C1 --on -1d");
    assert_eq!(book.json("customer show C1")["churned_on"], "2026-11-22");
    book.run("customer edit C1 --plan Pro --clear churned");
    assert_eq!(book.json("customer show C1")["churned_on"], json!(null));
}

#[test]
fn a_referral_may_change_hands_and_the_ledger_follows() {
    let mut book = Book::with(DAY);
    book.run("partner add Rival --program referral");
    book.run("revenue add C1 100 --on 2026-04-01");
    book.run("referral edit R1 --partner rival");
    assert_eq!(
        book.json("partner show quillfield")["money"]["earned"],
        usd("0.00")
    );
    assert_eq!(
        book.json("partner show rival")["money"]["earned"],
        usd("25.00")
    );
    book.run("undo");
    assert_eq!(
        book.json("partner show quillfield")["money"]["earned"],
        usd("25.00")
    );
}

#[test]
fn every_change_can_be_taken_back_and_the_book_stays_whole() {
    let mut book = Book::with(DAY);
    book.run("revenue add C1 100 --on 2026-04-01");
    book.run("pipeline edit --add 'security review:demo' --rename trial:pilot --remove accepted --order new,qualified,demo,'security review',proposal,pilot");
    let stages = book.json("pipeline show");
    assert_eq!(stages[3]["stage"], "security review");
    assert_eq!(book.fails("pipeline edit --remove won").kind, Kind::Refused);
    assert_eq!(book.fails("pipeline edit --add next").kind, Kind::Refused);
    for _ in 0..4 {
        book.run("undo");
        let report = book.store.check().unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
    assert_eq!(book.fails("referral show R1").kind, Kind::NotFound);
    // The ledger has lines of this partner, so it stays.
    assert!(book.fails("undo").message.contains("ledger speaks of it"));
    for _ in 0..4 {
        book.run("redo");
    }
    assert_eq!(
        book.json("partner show quillfield")["money"]["earned"],
        usd("25.00")
    );
    assert!(book.store.check().unwrap().findings.is_empty());
}

#[test]
fn hostile_names_are_kept_as_they_are() {
    let mut book = Book::new();
    for name in [
        "Robert'); DROP TABLE partner;--",
        "=1+1",
        "<b>x</b>",
        "株式会社",
    ] {
        book.run(&format!("partner add \"{name}\""));
        let shown = book.json(&format!("partner show \"{name}\""));
        assert_eq!(shown["name"], name);
    }
    assert_eq!(
        book.fails("partner add \"a\u{1b}[31mb\"").kind,
        Kind::Refused
    );
}

#[test]
fn names_that_differ_in_a_sign_are_different_partners() {
    let mut book = Book::with(&["partner add C"]);
    assert!(book.says("partner add 'C++'").starts_with("Added C++."));
    book.run("partner add 'C#'");
    for name in ["C", "C++", "C#", "c++"] {
        let shown = book.json(&format!("partner show '{name}'"));
        assert_eq!(
            shown["name"].as_str().unwrap().to_lowercase(),
            name.to_lowercase()
        );
    }
    assert_eq!(book.fails("partner add 'c++'").kind, Kind::Refused);
    assert_eq!(book.fails("partner show 'C+'").kind, Kind::NotFound);
}

#[test]
fn a_mail_provider_or_shared_host_is_no_companys_domain() {
    let mut book = Book::with(DAY);
    for site in ["gmail.com", "https://www.yahoo.com/", "acme.wordpress.com"] {
        let e = book.fails(&format!("referral add Co -p quillfield --domain {site}"));
        assert!(e.message.contains("identifies none"), "{e}");
        let e = book.fails(&format!("customer add Co --domain {site}"));
        assert!(e.message.contains("identifies none"), "{e}");
    }
}

#[test]
fn a_change_of_partner_says_what_becomes_of_the_agreement() {
    let mut book = Book::with(DAY);
    book.run("partner add Ann --program referral --since 2025-01-01");
    book.run("partner add Cy");
    book.run("referral add Fern -p ann --split ann:70,quillfield:30");
    assert_eq!(
        book.says("referral edit R2 --partner quillfield"),
        "Changed R2 Fern; its agreement (Ann 70%, Quillfield 30%) was replaced by the new partner's terms."
    );
    assert_eq!(
        book.says("referral edit R2 --partner cy"),
        "Changed R2 Fern; it earns nothing now: Cy is in no program with terms for it."
    );
}

#[test]
fn another_day_of_submission_chooses_the_terms_anew_unless_they_were_split() {
    let mut book = Book::with(DAY);
    book.run("partner add Bo");
    book.run("program terms referral '30% of base' --from 2026-06-01");
    book.run("referral add Fern -p quillfield --on 2026-05-01");
    book.run("referral add Opal -p quillfield --on 2026-05-01 --split quillfield:50,bo:50");
    assert_eq!(
        book.says("referral edit R2 --submitted 2026-06-02"),
        "Changed R2 Fern; by that day it earns by Referral version 2 instead of Referral version 1."
    );
    assert_eq!(book.json("referral show R2")["agreements"][0]["version"], 2);
    assert!(
        book.says("referral edit R3 --submitted 2026-06-02")
            .contains("its agreement stays, because it is split")
    );
    assert_eq!(
        book.says("referral edit R2 --submitted 2026-06-03"),
        "Changed R2 Fern."
    );
}

#[test]
fn days_that_cannot_be_are_refused_when_edited_too() {
    let mut book = Book::with(DAY);
    for day in [
        "--won 2026-11-24",
        "--submitted 2027-01-01",
        "--qualified 2027-01-01",
    ] {
        let e = book.fails(&format!("referral edit R1 {day}"));
        assert!(e.message.contains("is still to come"), "{e}");
    }
    for day in ["--won 2026-01-09", "--submitted 2026-03-02"] {
        let e = book.fails(&format!("referral edit R1 {day}"));
        assert!(e.message.contains("before it was submitted"), "{e}");
    }
    let e = book.fails("revenue add C1 5 --on 1999-12-31");
    assert!(e.message.contains("is the year right?"), "{e}");
}
