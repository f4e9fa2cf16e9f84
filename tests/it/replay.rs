//! Other terms tried on history: what would have been owed, to the cent, with nothing changed.

use crate::book::Book;

/// Two partners, three customers, a refund, a yearly prepayment, tax.
const FACTS: &[&str] = &[
    "referral add Cobalt -p northwind --on 2026-01-05",
    "referral add Dune -p kestrel --on 2026-02-05",
    "referral add Ember -p northwind --on 2026-06-01",
    "referral stage qualified R3 --on 2026-06-03",
    "referral win R1 --on 2026-01-20",
    "referral win R2 --on 2026-02-20",
    "referral win R3 --on 2026-06-20",
    "revenue add Cobalt 1000.01 --on 2026-01-31",
    "revenue add Cobalt 900 --on 2026-02-28",
    "revenue add Cobalt 150 --on 2026-02-28 --kind tax",
    "revenue add Cobalt 400 --on 2026-03-10 --refund-of V2",
    "revenue add Dune 1200 --on 2026-02-25 --period-months 12",
    "revenue add Ember 77.77 --on 2026-06-30",
    "revenue add Ember 5000 --on 2026-07-31",
];

fn book(terms: &str) -> Book {
    let program = format!("program add Agency --terms \"{terms}\" --enrol-all");
    let mut book = Book::with(&["partner add Northwind", "partner add Kestrel", &program]);
    for line in FACTS {
        book.run(line);
    }
    book
}

/// What the ledger of a book holds, by partner.
fn ledger(book: &mut Book) -> Vec<(String, String)> {
    let table = book.run("stats partners --sort partner").table.unwrap();
    let at = |key: &str| table.columns.iter().position(|c| c.key == key).unwrap();
    let (name, earned) = (at("partner"), at("earned"));
    table
        .rows
        .iter()
        .map(|r| (r.cells[name].shown(), r.cells[earned].shown()))
        .collect()
}

#[test]
fn the_sums_are_those_of_a_book_that_had_the_other_terms_all_along() {
    let all = [
        "25% of base for 12 months",
        "20% of base while 1 win in 60 days, otherwise 5%",
        "5% from 0, 10% from 1000, 20% from 2000 USD of base a month (graduated)",
        "5% from 0, 15% from 1000 USD of base, tax a month (whole)",
        "100% of base for 1 month, per month; 50 USD per lead; 20 USD per conversion",
    ];
    let mut books: Vec<Book> = all.iter().map(|terms| book(terms)).collect();
    let stands: Vec<_> = books.iter_mut().map(ledger).collect();
    for (old, book) in books.iter_mut().enumerate() {
        for (new, terms) in all.iter().enumerate() {
            let outcome = book.run(&format!("program test agency \"{terms}\""));
            let mut told: Vec<(String, String, String)> = outcome
                .table
                .unwrap()
                .rows
                .iter()
                .map(|r| (r.cells[0].shown(), r.cells[1].shown(), r.cells[2].shown()))
                .collect();
            told.sort();
            let was: Vec<_> = told.iter().map(|t| (t.0.clone(), t.1.clone())).collect();
            let would: Vec<_> = told.iter().map(|t| (t.0.clone(), t.2.clone())).collect();
            assert_eq!(was, stands[old], "{} as it is", all[old]);
            assert_eq!(would, stands[new], "{} to {terms}", all[old]);
        }
        assert_eq!(ledger(book), stands[old], "nothing is changed by a test");
    }
}

#[test]
fn only_payments_of_the_days_are_counted_and_differ() {
    let mut book = book("10% of base");
    let json = book.json("program test agency \"20% of base\" --from 2026-06-01 --to 2026-06-30");
    assert_eq!(json["totals"]["now"][0]["amount"], "7.78");
    assert_eq!(json["totals"]["then"][0]["amount"], "15.55");
    assert_eq!(json["totals"]["difference"][0]["amount"], "7.77");
    assert_eq!(
        (json["commissions"].clone(), json["differing"].clone()),
        (1.into(), 1.into())
    );
    assert_eq!(json["lines"][0]["earned_on"], "V6");
}

#[test]
fn new_referrals_are_those_handed_in_from_the_day_on() {
    let mut book = book("10% of base");
    let json = book
        .json("program test agency \"20% of base\" --applies \"new referrals\" --from 2026-06-01");
    assert_eq!(json["totals"]["now"][0]["amount"], "507.78");
    assert_eq!(json["totals"]["then"][0]["amount"], "1015.55");
    let same = book
        .json("program test agency \"20% of base\" --applies \"new referrals\" --from 2026-07-01");
    assert_eq!(same["commissions"], 0);
}

#[test]
fn the_lines_that_differ_most_come_first() {
    let mut book = book("10% of base");
    let table = book
        .run("program test agency \"20% of base\" --lines 2")
        .table
        .unwrap();
    let lines: Vec<String> = table.rows.iter().map(|r| r.cells[0].shown()).collect();
    assert_eq!(lines, ["V7", "V5"]);
    assert_eq!(table.rows[0].cells[6].shown(), "$500.00");
}

#[test]
fn one_partner_can_be_tried_alone() {
    let mut book = book("10% of base");
    let table = book
        .run("program test agency \"20% of base\" --partner kestrel")
        .table
        .unwrap();
    let rows: Vec<String> = table.rows.iter().map(|r| r.cells[3].shown()).collect();
    assert_eq!(rows, ["$120.00"]);
}

#[test]
fn one_amount_is_worked_out_beside_the_terms_as_they_are() {
    let mut book = book("10% of base");
    let outcome =
        book.run("program test agency \"25% of base; 50 USD per conversion\" --amount 2412");
    let text = outcome.sheet.unwrap().text().join("\n");
    for words in [
        "25% × $2,412.00 = $603.00",
        "$653.00",
        "As it is",
        "10% × $2,412.00 = $241.20",
    ] {
        assert!(text.contains(words), "no “{words}” in\n{text}");
    }
}

#[test]
fn wrong_terms_and_days_are_refused_with_the_place() {
    let mut book = book("10% of base");
    let e = book.fails("program test agency \"20% on base\"");
    assert!(
        e.means.is_some_and(|m| m.contains('^')),
        "points at the word"
    );
    let e = book.fails("program test agency \"20% of base\" --from 2026-06-01 --to 2026-05-01");
    assert!(e.message.contains("before"), "{}", e.message);
    assert!(
        book.fails("program test nowhere \"20% of base\"")
            .message
            .contains("nowhere")
    );
}

#[test]
fn trying_terms_for_new_referrals_says_what_publishing_them_does_to_a_split_referral() {
    let mut book = Book::with(&[
        "program add Ref --terms '20% of base' --hold-days 0",
        "partner add P --program ref",
        "partner add Q",
        "referral add C1 -p P --on 2026-01-05",
        "referral win R1 --on 2026-01-06",
        "revenue add C1 100 --on 2026-02-01",
        "referral split R1 p=60 q=40",
    ]);
    let differs = |book: &mut Book, applies: &str| {
        let tried = book.json(&format!(
            "program test ref '10% of base' --from 2026-01-01 --applies '{applies}'"
        ));
        tried.to_string().contains("-6.00")
    };
    // What a person agreed for one referral is no matter of new referrals, but of payments.
    assert!(!differs(&mut book, "new referrals"));
    assert!(differs(&mut book, "lines from"));
}
