//! Who earns what on a referral: terms of one's own, splits by role, agreements by hand, and their days.

use partnerbook::error::Kind;
use serde_json::{Value, json};

use crate::book::Book;

/// A program that leaves an agency 30 %, who refers, an agency, and a third partner in the program.
const SPLIT: &[&str] = &[
    "program add Referral --terms '25% of base for 12 months' --hold-days 0",
    "program split referral referral:70 agency:30",
    "partner add Northwind --program referral",
    "partner add Bluepeak",
    "partner add Acme --program referral",
];

/// The same without a split, one referral of Northwind's, won in January and paid 100.00 in March.
const PLAIN: &[&str] = &[
    "program add Referral --terms '25% of base for 12 months' --hold-days 0",
    "partner add Northwind --program referral",
    "partner add Bluepeak",
    "referral add Fern -p northwind --on 2026-01-10",
    "referral win R1 --on 2026-01-20",
    "revenue add C1 100 --on 2026-03-05",
];

fn earned(book: &mut Book, partner: &str) -> String {
    let shown = book.json(&format!("partner show {partner}"));
    match shown["money"]["earned"].as_array().unwrap().as_slice() {
        [] => "0.00".to_owned(),
        [one] => one["amount"].as_str().unwrap().to_owned(),
        many => panic!("{many:?}"),
    }
}

/// Terms, first day, last day and shares of a referral's agreements.
fn agreements(book: &mut Book, referral: &str) -> Vec<Value> {
    let shown = book.json(&format!("referral show {referral}"));
    let all = shown["agreements"].as_array().unwrap();
    all.iter()
        .map(|a| json!([a["terms"], a["starts"], a["ends"], a["shares"]]))
        .collect()
}

/// Lines that must be refused with exit code 4, saying this, and change nothing.
fn refused(book: &mut Book, lines: &[(&str, &str)]) {
    for (line, words) in lines {
        let before = state(book);
        let e = book.fails(line);
        assert_eq!(
            (e.kind, e.kind.exit_code()),
            (Kind::Refused, 4),
            "{line}: {e}"
        );
        assert!(e.to_string().contains(words), "{line}: {e}");
        assert_eq!(state(book), before, "{line}");
    }
}

fn state(book: &mut Book) -> Vec<Value> {
    let lines = [
        "program show referral",
        "referral show R1",
        "partner show northwind",
        "partner show bluepeak",
    ];
    let mut all: Vec<Value> = lines.iter().map(|line| book.json(line)).collect();
    let log = book.run("history").table.unwrap();
    all.push(json!(format!("{log:?}")));
    all
}

#[test]
fn an_agency_gets_its_part_where_there_is_one_and_who_referred_all_where_there_is_none() {
    let mut book = Book::with(SPLIT);
    book.run("referral add Fern -p northwind --with agency=bluepeak --on 2026-01-10");
    book.run("referral win R1 --on 2026-01-20");
    assert_eq!(
        agreements(&mut book, "R1")[0][3],
        "Northwind 70%, Bluepeak 30%"
    );
    book.run("revenue add C1 100 --on 2026-03-05");
    assert_eq!(earned(&mut book, "northwind"), "17.50");
    assert_eq!(earned(&mut book, "bluepeak"), "7.50");
    book.run("referral add Opal -p acme --on 2026-01-10");
    book.run("referral win R2 --on 2026-01-20");
    book.run("revenue add C2 100 --on 2026-03-05");
    assert_eq!(earned(&mut book, "acme"), "25.00");
    assert_eq!(agreements(&mut book, "R2")[0][3], "Acme 100%");
}

#[test]
fn an_agency_that_comes_later_or_goes_changes_the_parts_by_difference() {
    let mut book = Book::with(SPLIT);
    book.run("referral add Fern -p northwind --on 2026-01-10");
    book.run("referral win R1 --on 2026-01-20");
    book.run("revenue add C1 100 --on 2026-03-05");
    let said = book.says("referral with R1 agency=bluepeak");
    assert!(
        said.starts_with("R1 Fern: agency Bluepeak. Posted 2 commission lines"),
        "{said}"
    );
    assert_eq!(earned(&mut book, "northwind"), "17.50");
    assert_eq!(earned(&mut book, "bluepeak"), "7.50");
    assert_eq!(
        book.json("referral show R1")["roles"],
        json!([{ "role": "agency", "partner": "bluepeak" }])
    );
    book.run("referral with R1 --without agency");
    assert_eq!(earned(&mut book, "northwind"), "25.00");
    assert_eq!(earned(&mut book, "bluepeak"), "0.00");
    // Who refers and delivers has both parts, in one share.
    book.run("referral with R1 --role agency=northwind");
    assert_eq!(agreements(&mut book, "R1")[0][3], "Northwind 100%");
    assert!(
        book.says("referral with R1 agency=northwind")
            .contains("nothing changed")
    );
    book.run("undo");
    book.run("undo");
    assert_eq!(earned(&mut book, "bluepeak"), "7.50");
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn parts_of_one_partner_in_two_roles_add_up_exactly() {
    let mut book = Book::with(&[
        "program add Referral --terms '25% of base' --hold-days 0",
        "program split referral agency:33.333333333333 closer:0.1 referral:66.566666666667",
        "partner add Northwind --program referral",
        "partner add Bluepeak",
        "referral add Fern -p northwind --with agency=bluepeak --with closer=bluepeak",
    ]);
    // Who referred is named first whatever the order typed: its wins and volume are the ones that count.
    assert_eq!(
        agreements(&mut book, "R1")[0][3],
        "Northwind 66.566666666667%, Bluepeak 33.433333333333%"
    );
    book.run("referral with R1 --without closer");
    assert_eq!(
        agreements(&mut book, "R1")[0][3],
        "Northwind 66.666666666667%, Bluepeak 33.333333333333%"
    );
}

#[test]
fn a_new_split_of_a_program_is_for_what_comes() {
    let mut book = Book::with(SPLIT);
    book.run("referral add Fern -p northwind --with agency=bluepeak");
    book.run("program split referral referral:50 agency:50");
    book.run("referral add Opal -p northwind --with agency=bluepeak");
    assert_eq!(
        agreements(&mut book, "R1")[0][3],
        "Northwind 70%, Bluepeak 30%"
    );
    assert_eq!(
        agreements(&mut book, "R2")[0][3],
        "Northwind 50%, Bluepeak 50%"
    );
    assert_eq!(
        book.json("program show referral")["split"],
        json!([{ "role": "referral", "share": "50" }, { "role": "agency", "share": "50" }])
    );
    book.run("program split referral --clear");
    book.run("referral add Jade -p northwind");
    assert_eq!(agreements(&mut book, "R3")[0][3], "Northwind 100%");
}

#[test]
fn a_split_is_changed_on_a_referral_and_stays_as_a_person_said() {
    let mut book = Book::with(PLAIN);
    book.run("referral split R1 northwind=60 bluepeak=40");
    assert_eq!(earned(&mut book, "northwind"), "15.00");
    assert_eq!(earned(&mut book, "bluepeak"), "10.00");
    assert!(
        book.says("referral split R1 northwind:60,bluepeak:40 --program referral")
            .contains("nothing changed")
    );
    // Neither new terms nor another day undo what a person agreed: payments from then on are shared as before.
    book.run("program terms referral '10% of base' --from 2026-06-01 --applies 'lines from'");
    assert_eq!(earned(&mut book, "northwind"), "15.00");
    book.run("revenue add C1 100 --on 2026-06-10");
    assert_eq!(earned(&mut book, "northwind"), "21.00");
    assert_eq!(earned(&mut book, "bluepeak"), "14.00");
    let said = book.says("referral edit R1 --submitted 2026-01-11");
    assert!(
        said.contains("its agreement stays, because it is split"),
        "{said}"
    );
    book.run("program split referral referral:70 agency:30");
    let said = book.says("referral with R1 agency=bluepeak");
    assert!(
        said.contains("stays, because it was split by hand"),
        "{said}"
    );
    assert_eq!(earned(&mut book, "bluepeak"), "14.00");
    assert_eq!(
        book.json("referral show R1")["agreements"][0]["by_hand"],
        true
    );
}

#[test]
fn a_referral_and_an_agency_fee_may_go_to_one_partner() {
    let mut book = Book::with(PLAIN);
    book.run("program add Agency --terms '10% of base' --hold-days 0");
    let said = book.says("referral agree R1 agency --role agency");
    assert!(
        said.starts_with("R1 Fern earns by Agency as agency: 10% of base, for Northwind 100%"),
        "{said}"
    );
    assert_eq!(earned(&mut book, "northwind"), "35.00");
    // Under one program too, for another role; the same fee twice is refused.
    book.run("referral agree R1 referral --role delivery --from 2026-04-01");
    refused(
        &mut book,
        &[
            (
                "referral agree R1 agency --role agency",
                "at that time already",
            ),
            ("referral agree R1 referral", "at that time already"),
        ],
    );
    book.run("revenue add C1 100 --on 2026-04-05");
    assert_eq!(earned(&mut book, "northwind"), "95.00");
    assert_eq!(agreements(&mut book, "R1").len(), 3);
}

#[test]
fn an_agencys_fee_does_not_stand_in_the_way_of_the_rule() {
    let mut book = Book::with(&[
        "program add Referral --terms '25% of base' --hold-days 0",
        "program add Agency --terms '10% of base' --hold-days 0",
        "partner add Northwind",
        "partner add Bluepeak",
        "referral add Fern -p northwind --on 2026-01-10",
        "referral win R1 --on 2026-01-20",
        "revenue add C1 100 --on 2026-03-05",
        "referral agree R1 agency --partner bluepeak",
    ]);
    assert_eq!(earned(&mut book, "bluepeak"), "10.00");
    assert_eq!(earned(&mut book, "northwind"), "0.00");
    book.run("program enrol referral northwind");
    assert_eq!(earned(&mut book, "northwind"), "25.00");
    // The agency keeps its fee when the referral changes hands.
    book.run("partner add Acme --program referral");
    book.run("referral edit R1 --partner acme");
    assert_eq!(earned(&mut book, "northwind"), "0.00");
    assert_eq!(earned(&mut book, "acme"), "25.00");
    assert_eq!(earned(&mut book, "bluepeak"), "10.00");
}

#[test]
fn terms_of_its_own_hold_for_one_partner_from_their_day_on() {
    let mut book = Book::with(PLAIN);
    book.run("partner add Acme --program referral");
    book.run(
        "program terms referral '40% of base' --partner northwind --from 2026-06-01 --hold-days 7",
    );
    book.run("referral add Opal -p northwind --on 2026-05-31");
    book.run("referral add Jade -p northwind --on 2026-06-01");
    book.run("referral add Ruby -p acme --on 2026-06-01");
    let general = "25% of base for 12 months";
    for (referral, terms) in [
        ("R1", general),
        ("R2", general),
        ("R3", "40% of base"),
        ("R4", general),
    ] {
        assert_eq!(agreements(&mut book, referral)[0][0], terms, "{referral}");
    }
    assert_eq!(
        book.json("referral show R3")["agreements"][0]["own_terms"],
        true
    );
    let northwind = book.json("partner show northwind")["terms"][0].clone();
    assert_eq!(
        (&northwind["terms"], &northwind["own_terms"]),
        (&json!("40% of base"), &json!(true))
    );
    assert_eq!(book.json("partner show acme")["terms"][0]["terms"], general);
    let own = book.json("program show referral")["own_terms"][0].clone();
    assert_eq!(
        (&own["partner"], &own["hold_days"], &own["agreements"]),
        (&json!("northwind"), &json!(7), &json!(1))
    );
    // Back to what everybody has.
    book.run("program terms referral --partner northwind --like-everybody --from 2026-08-01");
    book.run("referral add Onyx -p northwind --on 2026-08-01");
    assert_eq!(agreements(&mut book, "R5")[0][0], general);
}

#[test]
fn a_partner_may_be_enrolled_on_terms_of_its_own() {
    let mut book = Book::with(&[
        "program add Referral --terms '25% of base' --hold-days 0",
        "partner add Northwind",
        "referral add Fern -p northwind --on 2026-01-10",
        "referral win R1 --on 2026-01-20",
        "revenue add C1 100 --on 2026-03-05",
    ]);
    let said = book.says("program enrol referral northwind --terms '50% of base'");
    assert!(
        said.contains("Enrolled Northwind in Referral, on terms of its own: 50% of base"),
        "{said}"
    );
    assert_eq!(earned(&mut book, "northwind"), "50.00");
    // Who is in it already keeps what was agreed so far.
    book.run("program enrol referral northwind --terms '60% of base'");
    book.run("referral add Opal -p northwind");
    assert_eq!(agreements(&mut book, "R1")[0][0], "50% of base");
    assert_eq!(agreements(&mut book, "R2")[0][0], "60% of base");
}

#[test]
fn terms_for_all_payments_move_only_those_they_are_for() {
    let mut book = Book::with(PLAIN);
    book.run("partner add Acme --program referral");
    book.run("referral add Ruby -p acme --on 2026-01-10");
    book.run("program terms referral '40% of base' --partner northwind --from 2026-03-01 --applies 'lines from'");
    assert_eq!(
        agreements(&mut book, "R1"),
        [
            json!([
                "25% of base for 12 months",
                null,
                "2026-02-28",
                "Northwind 100%"
            ]),
            json!(["40% of base", "2026-03-01", null, "Northwind 100%"]),
        ]
    );
    assert_eq!(agreements(&mut book, "R2").len(), 1);
    assert_eq!(earned(&mut book, "northwind"), "40.00");
    book.run("program terms referral '10% of base' --from 2026-05-01 --applies 'lines from'");
    assert_eq!(agreements(&mut book, "R1").len(), 2);
    assert_eq!(agreements(&mut book, "R2").len(), 2);
}

/// What is agreed in the end does not depend on what was known first: one by one, all at once, or terms afterwards.
#[test]
fn agreements_are_the_same_in_whatever_order_things_are_told() {
    const START: &[&str] = &[
        "program add Referral --terms '25% of base for 12 months' --hold-days 0",
        "program split referral referral:70 agency:30",
        "partner add Northwind",
        "partner add Acme",
        "partner add Bluepeak",
        // Enrolled for the time being from today only: what is older earns nothing yet.
        "program enrol referral northwind acme --from today",
    ];
    const ENROL: &[&str] = &["program enrol referral northwind acme --from 2025-01-01"];
    const TERMS: &[&str] = &[
        "program terms referral '40% of base' --partner northwind --from 2026-04-01",
        "program terms referral '20% of base' --from 2026-07-01 --applies 'lines from'",
        "program terms referral '45% of base' --partner northwind --from 2026-09-01 --applies 'lines from'",
        "program terms referral '15% of base' --from 2026-10-01",
    ];
    let mut referrals = Vec::new();
    for (n, day) in [
        "01-05", "04-01", "05-10", "07-01", "08-20", "09-01", "10-15",
    ]
    .iter()
    .enumerate()
    {
        referrals.push(format!(
            "referral add 'North {n}' -p northwind --on 2026-{day}"
        ));
        referrals.push(format!(
            "referral add 'Acme {n}' -p acme --with agency=bluepeak --on 2026-{day}"
        ));
    }
    let referrals: Vec<&str> = referrals.iter().map(String::as_str).collect();
    let told = |parts: &[&[&str]]| {
        let mut book = Book::with(&parts.concat());
        let all: Vec<Vec<Value>> = (1..=referrals.len())
            .map(|n| agreements(&mut book, &format!("R{n}")))
            .collect();
        assert_eq!(book.store.check().unwrap().findings, []);
        all
    };
    let one_by_one = told(&[START, ENROL, TERMS, &referrals]);
    let all_at_once = told(&[START, TERMS, &referrals, ENROL]);
    let terms_afterwards = told(&[START, ENROL, &referrals, TERMS]);
    assert_eq!(one_by_one, all_at_once);
    assert_eq!(one_by_one, terms_afterwards);
    let acme =
        |terms: &str, from: Value, to: Value| json!([terms, from, to, "Acme 70%, Bluepeak 30%"]);
    assert_eq!(
        one_by_one[1],
        [
            acme(
                "25% of base for 12 months",
                json!(null),
                json!("2026-06-30")
            ),
            acme("20% of base", json!("2026-07-01"), json!(null)),
        ]
    );
    // Northwind's first referral was moved with everybody's, until terms of its own began for all payments.
    let days: Vec<_> = one_by_one[0]
        .iter()
        .map(|a| (&a[0], &a[1], &a[2]))
        .collect();
    assert_eq!(
        days,
        [
            (
                &json!("25% of base for 12 months"),
                &json!(null),
                &json!("2026-06-30")
            ),
            (
                &json!("20% of base"),
                &json!("2026-07-01"),
                &json!("2026-08-31")
            ),
            (&json!("45% of base"), &json!("2026-09-01"), &json!(null)),
        ]
    );
}

#[test]
fn an_agreement_ends_to_the_day() {
    let mut book = Book::with(PLAIN);
    let said = book.says("referral end R1 --on 2026-06-30");
    assert!(
        said.starts_with("R1 Fern earns until 30 Jun 2026, by 1 agreement"),
        "{said}"
    );
    book.run("revenue add C1 100 --on 2026-06-30");
    book.run("revenue add C1 100 --on 2026-07-01");
    assert_eq!(earned(&mut book, "northwind"), "50.00");
    book.run("referral end R1 --on 2026-07-01");
    assert_eq!(earned(&mut book, "northwind"), "75.00");
    // A term of its own: both days are in it.
    book.run("program add Agency --terms '10% of base' --hold-days 0");
    book.run("referral agree R1 agency -p bluepeak --from 2026-06-30 --to 2026-06-30");
    assert_eq!(earned(&mut book, "bluepeak"), "10.00");
    book.run("referral end R1 --role agency --on 2026-07-01");
    assert_eq!(earned(&mut book, "bluepeak"), "20.00");
    refused(
        &mut book,
        &[(
            "referral end R1 --program agency --on 2026-06-29",
            "It starts on 30 Jun 2026, so it cannot end on 29 Jun 2026.",
        )],
    );
}

#[test]
fn a_program_ends_for_new_partners_and_if_asked_for_payments_too() {
    let mut book = Book::with(PLAIN);
    let said = book.says("program end referral --on 2026-06-30");
    assert!(
        said.starts_with("Referral ends on 30 Jun 2026, for 1 partner."),
        "{said}"
    );
    refused(
        &mut book,
        &[
            (
                "program enrol referral bluepeak",
                "ended on 30 Jun 2026; nobody can be enrolled after it",
            ),
            (
                "program enrol referral --all",
                "nobody can be enrolled after it",
            ),
        ],
    );
    book.run("referral add Late -p northwind --on 2026-07-01");
    assert_eq!(agreements(&mut book, "R2"), Vec::<Value>::new());
    book.run("referral add InTime -p northwind --on 2026-06-30");
    assert_eq!(agreements(&mut book, "R3").len(), 1);
    book.run("revenue add C1 100 --on 2026-07-05");
    assert_eq!(earned(&mut book, "northwind"), "50.00");
    book.run("program end referral --on 2026-06-30 --stop");
    assert_eq!(earned(&mut book, "northwind"), "25.00");
    // What is told later ends that day too.
    book.run("referral add Forgotten -p northwind --on 2026-02-01");
    assert_eq!(agreements(&mut book, "R4")[0][2], "2026-06-30");
    refused(
        &mut book,
        &[(
            "referral agree R1 referral -p bluepeak",
            "nothing is earned under it",
        )],
    );
    book.run("undo");
    book.run("undo");
    assert_eq!(earned(&mut book, "northwind"), "50.00");
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut book = Book::with(PLAIN);
    book.run("program split referral referral:70 agency:30");
    book.run("program terms referral '20% of base' --from 2026-06-01");
    book.run("program terms referral '40% of base' --partner northwind --from 2026-08-01");
    refused(
        &mut book,
        &[
            (
                "program split referral referral:70 agency:20",
                "do not sum to 100%",
            ),
            ("program split referral agency:100", "needs “referral”"),
            (
                "program split referral referral:50 referral:50",
                "named twice",
            ),
            (
                "program split referral referral:120 agency:30",
                "not a percentage",
            ),
            (
                "referral split R1 northwind=70 bluepeak=20",
                "do not sum to 100%",
            ),
            (
                "referral split R1 northwind=70 bluepeak=40",
                "do not sum to 100%",
            ),
            ("referral split R1 northwind=50 northwind=50", "named twice"),
            (
                "referral split R1 northwind=100 --role agency",
                "has no such agreement",
            ),
            ("referral with R1 agancy=bluepeak", "Did you mean agency?"),
            ("referral with R1 referral=bluepeak", "referral edit"),
            (
                "referral agree R1 referral -p bluepeak --from 2026-03-01 --to 2026-02-28",
                "cannot end on 28 Feb 2026",
            ),
            (
                "referral agree R1 referral -p bluepeak --from 2026-02-30",
                "2026-02-30",
            ),
            (
                "program terms referral '5% of base' --from 2026-06-01",
                "Version 2 of the terms starts on 1 Jun 2026",
            ),
            (
                "program terms referral '5% of base' --from 2026-13-01",
                "2026-13-01",
            ),
            (
                "program terms referral '5% of base' --partner northwind --from 2026-08-01",
                "Version 3 of the terms of Northwind starts on 1 Aug 2026",
            ),
            (
                "program terms referral '5% of base' --partner northwind --from 2026-07-01",
                "must start after it, not on 1 Jul 2026",
            ),
            (
                "program terms referral '5% of base' --partner bluepeak",
                "Bluepeak is not in Referral",
            ),
            (
                "program terms referral '5% off base' --partner northwind",
                "Did you mean “of”?",
            ),
        ],
    );
}

#[test]
fn a_kind_of_revenue_that_looks_like_a_slip_is_pointed_at() {
    let mut book = Book::with(&["partner add Northwind"]);
    let said = book.says("program add Referral --terms '25% of bsae' --enrol-all");
    assert!(said.contains("it pays on “bsae”, not on “base”"), "{said}");
    let own = book.says("program enrol referral northwind --terms '30% of usgae'");
    assert!(own.contains("not on “usage”"), "{own}");
    let fine = book.says("program terms referral '25% of base and seats'");
    assert!(!fine.contains("Look at it"), "{fine}");
}

#[test]
fn leaving_and_ending_can_be_undone_and_redone() {
    let mut book = Book::with(PLAIN);
    for line in [
        "program leave referral northwind --on 2026-10-01",
        "program end referral --on 2026-10-01",
        "program end referral --on 2026-02-01 --stop",
        "program enrol referral bluepeak --from 2026-05-01",
    ] {
        let before = earned(&mut book, "northwind");
        book.run(line);
        let after = earned(&mut book, "northwind");
        book.run("undo");
        assert_eq!(earned(&mut book, "northwind"), before, "{line}");
        book.run("redo");
        assert_eq!(earned(&mut book, "northwind"), after, "{line}");
        book.run("undo");
        assert_eq!(book.store.check().unwrap().findings, [], "{line}");
    }
    book.run("program enrol referral bluepeak --from 2026-05-01");
    book.run("program enrol referral bluepeak --from 2026-03-01");
    book.run("undo");
    assert_eq!(book.store.check().unwrap().findings, []);
}
