//! What a second source says of deals, partners and companies: nothing is there twice, and nothing is left behind by what
//! did not go in.

use super::{
    imports::{Files, counts, report},
    program::Desk,
    pty::Start,
};
use crate::book::Book;
use partnerbook::{
    ops::Outcome,
    table::{self, List, Query},
};

const LEADS: &str = "lead_id,partner,company,website,stage,submitted,won\n\
    L1,Northwind,Globex,globex.com,won,2026-02-01,2026-03-03\n\
    L2,Northwind,Initech,,demo,2026-02-05,\n";
/// The same two deals as a CRM has them, and one it alone has.
const DEALS: &str = "deal_id,partner,company,website,contact_email,stage,created,close_date\n\
    901,Northwind,Globex Inc,https://www.globex.com,hank@globex.com,won,2026-02-10,2026-03-05\n\
    902,Northwind,Initech,,bill@initech.com,won,2026-02-11,2026-04-01\n\
    903,Northwind,Hooli,,gavin@hooli.com,open,2026-05-01,\n";

struct Sources {
    book: Book,
    files: Files,
}

impl Sources {
    fn new() -> Self {
        let mut one = Self {
            book: Book::with(&[
                "program add Referral --terms '25% of base for 12 months' --hold-days 30",
                "partner add Northwind --site northwind.io",
            ]),
            files: Files::new(),
        };
        one.book.run("program enrol referral northwind");
        one
    }

    fn take(&mut self, name: &str, text: &str, more: &str) -> Outcome {
        let file = self.files.put(name, text);
        self.book.run(&format!(
            "import referrals {file} --stage-map open=new {more}"
        ))
    }

    /// Company, domain, stage and other id of every referral.
    fn referrals(&self) -> Vec<String> {
        let query = Query::new(List::Referrals, self.book.today);
        let table = table::whole(self.book.store.view(), &query).unwrap();
        let at = |key: &str| table.columns.iter().position(|c| c.key == key).unwrap();
        let keys = ["company", "domain", "stage", "external_id"].map(at);
        let mut all: Vec<String> = table
            .rows
            .iter()
            .map(|row| keys.map(|k| row.cells[k].plain()).join(" "))
            .collect();
        all.sort();
        all
    }

    fn sound(&mut self) {
        assert_eq!(self.book.store.check().unwrap().findings, []);
    }
}

#[test]
fn a_deal_of_a_crm_after_the_lead_of_a_form_is_asked_about_and_is_one_if_the_person_says_so() {
    let mut one = Sources::new();
    one.take("leads.csv", LEADS, "");
    let tried = one.take("deals.csv", DEALS, "");
    assert_eq!(counts(&tried), [1, 0, 0, 2]);
    let questions = tried.trial.unwrap().questions;
    assert_eq!(
        questions[0].question,
        "“901” on line 2 (Globex Inc) looks like a referral of the same partner that another source brought: R1 Globex \
         (L1), won on 3 Mar 2026, from leads.csv. Is it the same deal?"
    );
    let words: Vec<String> = questions[0]
        .answers
        .iter()
        .map(|(_, w)| w.join(" "))
        .collect();
    assert_eq!(
        words,
        [
            "--same referral:901=R1",
            "--same referral:901=new",
            "--same referral:901=skip"
        ]
    );
    let same = "--same referral:901=R1 --same referral:902=R2";
    let done = one.take("deals.csv", DEALS, same);
    assert_eq!(counts(&done), [1, 2, 0, 0], "{}", report(&done));
    // The day it was won first stays; what was open went forward, and what was empty is filled.
    let both = [
        "Globex globex.com won L1",
        "Hooli hooli.com new 903",
        "Initech initech.com won L2",
    ];
    assert_eq!(one.referrals(), both);
    let won = one.book.json("referral show R1")["won_on"].clone();
    assert_eq!(won, "2026-03-03");
    // A further deal of the CRM is a further deal.
    let further = DEALS.replace("90", "91");
    let tried = one.take("deals.csv", &further, "--dry-run");
    assert_eq!(counts(&tried), [3, 0, 0, 0]);
    // Nobody is asked again, and neither file takes back what the other said.
    for (name, text) in [("deals.csv", DEALS), ("leads.csv", LEADS)] {
        let again = one.take(name, text, "");
        assert_eq!(again.op, None, "{name}: {}", report(&again));
    }
    assert_eq!(one.referrals(), both);
    // Revenue that names the deal of the CRM earns on the one referral.
    let paid = one.files.put(
        "paid.csv",
        "id,deal_id,date,amount\nI1,901,2026-04-05,100.00\n",
    );
    one.book.run(&format!("import revenue {paid}"));
    let posted = one.book.json("referral show R1").to_string();
    assert!(posted.contains("25.00"), "{posted}");
    one.sound();
    one.book.run("undo");
    one.book.run("undo");
    assert_eq!(one.referrals().len(), 2);
    one.sound();
}

#[test]
fn a_renewal_is_another_deal_and_many_are_asked_about_together() {
    let mut one = Sources::new();
    one.take("leads.csv", LEADS, "");
    let done = one.take("deals.csv", DEALS, "--same referral:*=new");
    assert_eq!(counts(&done), [3, 0, 0, 0]);
    assert_eq!(one.referrals().len(), 5);
    // Another deal of the same source is another deal.
    let more = DEALS.replace("90", "91");
    assert_eq!(counts(&one.take("deals.csv", &more, ""))[3], 0);

    let mut one = Sources::new();
    let many = |id: &str| -> String {
        let rows: Vec<String> = (1..=6)
            .map(|n| format!("{id}{n},Northwind,Company {n},company{n}.com,demo,2026-02-0{n}"))
            .collect();
        format!(
            "id,partner,company,domain,stage,submitted\n{}\n",
            rows.join("\n")
        )
    };
    one.take("a.csv", &many("L-"), "");
    let tried = one.take("b.csv", &many("X-"), "");
    let questions = tried.trial.unwrap().questions;
    assert_eq!(questions.len(), 1);
    assert!(
        questions[0]
            .question
            .starts_with("6 rows of the file look like")
    );
    let done = one.take("b.csv", &many("X-"), "--same referral:*=same");
    assert_eq!(counts(&done)[..2], [0, 0], "{}", report(&done));
    assert_eq!(one.referrals().len(), 6);
    assert_eq!(one.take("b.csv", &many("X-"), "").op, None);
    one.sound();
}

#[test]
fn the_address_of_the_contact_tells_the_company_unless_it_is_anybodys_or_the_partners() {
    let mut one = Sources::new();
    one.take(
        "leads.csv",
        "id,partner,company,email,submitted\nL1,Northwind,Hooli,gavin@mail.hooli.com,2026-02-01\n\
         L2,Northwind,Pied,richard@gmail.com,2026-02-01\nL3,Northwind,Raviga,ana@northwind.io,2026-02-01\n",
        "",
    );
    assert_eq!(
        one.referrals(),
        ["Hooli hooli.com new L1", "Pied  new L2", "Raviga  new L3"]
    );
}

const NEW_PARTNER: &str = "id,partner,company,domain,stage,submitted,won\n\
    D1,Blue Peak,Globex,globex.com,won,2026-02-01,2026-03-03\n";

#[test]
fn a_new_partner_goes_into_the_only_program_and_its_deals_earn() {
    let mut one = Sources::new();
    let tried = one.take("deals.csv", NEW_PARTNER, "--add-partners --dry-run");
    let said = "1 new partner is enrolled in Referral";
    assert!(report(&tried)["remark"].to_string().contains(said));
    let done = one.take("deals.csv", NEW_PARTNER, "--add-partners");
    assert!(
        report(&done)["remark"].to_string().contains(said),
        "{}",
        report(&done)
    );
    let paid = one.files.put(
        "paid.csv",
        "id,referral,date,amount\nI1,D1,2026-04-05,100.00\n",
    );
    let earned = one.book.run(&format!("import revenue {paid}"));
    assert_eq!(report(&earned)["posted"]["lines"], 1);

    let mut one = Sources::new();
    let done = one.take("deals.csv", NEW_PARTNER, "--add-partners --program none");
    let remark = report(&done)["remark"].to_string();
    assert!(
        remark.contains("1 won referral earns nothing yet"),
        "{remark}"
    );
}

#[test]
fn with_several_programs_it_is_asked_which() {
    let desk = Desk::new();
    for name in ["Referral", "Agency"] {
        desk.ok(&["program", "add", name, "--terms", "25% of base"]);
    }
    let file = desk.file("deals.csv", NEW_PARTNER);
    let args = ["import", "referrals", &file, "--add-partners"];
    let refused = desk.run(&args);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(
        refused
            .err
            .contains("--program referral or --program agency or --program none"),
        "{refused:?}"
    );
    assert_eq!(desk.ok(&["partner", "list", "--json"]).trim(), "[]");
    let book = desk.book().display().to_string();
    let pty = Start::at(desk.home()).program(&[&["--db", &*book][..], &args].concat());
    pty.shows("Which program is it in?");
    pty.keys("2\r");
    assert_eq!(pty.end(), 0);
    let page = desk.ok(&["partner", "show", "blue-peak", "--json"]);
    assert!(page.contains("Agency"), "{page}");
}

#[test]
fn a_row_that_is_left_out_leaves_no_partner_and_no_customer_behind() {
    // A payment that says more was given back than it can: its customer is new, and so is the one of a good row.
    let mut book = Book::new();
    let files = Files::new();
    let file = files.put(
        "pay.csv",
        "id,customer,date,amount,refunded,refunded_on\n\
         P1,Vale,2026-02-01,10.00,4.00,2026-01-01\n\
         P2,Vale,2026-02-02,20.00,0,\n\
         P3,Opal,2026-02-01,10.00,4.00,2026-01-01\n",
    );
    let done = book.run(&format!(
        "import revenue {file} --map refunded_total=refunded,refunded_on=refunded_on --add-customers --skip-bad"
    ));
    assert_eq!(counts(&done), [1, 0, 0, 2], "{}", report(&done));
    let report = report(&done);
    let made: Vec<&str> = report["made"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["name"].as_str().unwrap())
        .collect();
    assert_eq!(made, ["Vale"]);
    let customers =
        table::whole(book.store.view(), &Query::new(List::Customers, book.today)).unwrap();
    assert_eq!(customers.rows.len(), 1);
    assert_eq!(super::billing_files::sums(&book), "20.00 USD");
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn a_partners_list_is_not_taken_for_our_customers_without_asking() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let list = "Company,Website\nGlobex,globex.com\nInitech,initech.com\n";
    let file = desk.file("northwind-customers.csv", list);
    let refused = desk.run(&["import", &file, "--yes"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(
        refused.err.contains("--as accounts --partner northwind"),
        "{refused:?}"
    );
    assert_eq!(desk.ok(&["customer", "list", "--json"]).trim(), "[]");
    desk.ok(&[
        "import",
        &file,
        "--as",
        "accounts",
        "--partner",
        "northwind",
        "--yes",
    ]);
    let log = desk.ok(&["history", "--json"]);
    assert!(log.contains("overlap load northwind"), "{log}");
    // And by its own command, without a word on which column is which.
    let other = desk.file(
        "list.csv",
        "Firm,Homepage\nHooli,hooli.com\nInitech,initech.com\n",
    );
    desk.ok(&["overlap", "load", "northwind", &other, "--yes"]);
    let shown = desk.ok(&["history", "--json"]);
    assert!(shown.contains("--map"), "{shown}");
}

#[test]
fn rewards_exported_and_imported_again_change_nothing_also_cash_that_was_paid() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    desk.ok(&[
        "reward",
        "add",
        "northwind",
        "gift-card",
        "50 EUR",
        "--reason",
        "a demo",
        "--on",
        "2026-09-01",
    ]);
    desk.ok(&["reward", "approve", "W1"]);
    desk.ok(&["reward", "give", "W1"]);
    desk.ok(&[
        "reward",
        "add",
        "northwind",
        "cash",
        "100 USD",
        "--reason",
        "a win",
        "--on",
        "2026-09-01",
    ]);
    desk.ok(&["reward", "approve", "W2", "--on", "2026-09-02"]);
    desk.ok(&["payout", "new", "--yes"]);
    desk.ok(&["payout", "approve", "P1", "--yes"]);
    desk.ok(&["payout", "paid", "P1", "--yes"]);
    let before = desk.ok(&["export", "rewards"]);
    assert_eq!(before.matches(",given,").count(), 2, "{before}");
    for format in ["csv", "json"] {
        let file = desk
            .path(&format!("rewards.{format}"))
            .display()
            .to_string();
        desk.ok(&["export", "rewards", "--format", format, "--out", &file]);
        let said = desk.run(&["import", "rewards", &file, "--yes"]);
        assert_eq!(said.code, 0, "{format}: {said:?}");
        assert!(said.err.contains("othing"), "{format}: {said:?}");
        assert_eq!(desk.ok(&["export", "rewards"]), before);
    }
}
