//! `import FILE`: what a file is taken for, and that nothing is guessed which only a person can say.

use partnerbook::{
    error::Kind,
    import::{FileKind, Sure},
    ops::{
        Cx, Outcome, Quiet,
        import::{proposal, proposal::Proposal},
        line::{join, run_line},
    },
    store::Origin,
    table::{self, List, Query},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::book::Book;

/// A folder for files, and a book with two partners and a customer.
struct Desk {
    folder: TempDir,
    book: Book,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            book: Book::with(&[
                "partner add \"Northwind Agency\"",
                "partner add \"Bluepeak Consulting\"",
                "customer add \"Acme Retail\" --domain acme.example",
            ]),
        }
    }

    /// A file, as it is written on a command line.
    fn put(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        join(&[path.display().to_string()])
    }

    /// What a file would be read as, with words after it.
    fn propose(&mut self, file: &str, more: &str) -> Proposal {
        let line = format!("import {file} {more}");
        let words = partnerbook::ops::line::split(&line).unwrap();
        let mut cx = Cx {
            store: &mut self.book.store,
            today: self.book.today,
            origin: Origin::Shell,
            command: String::new(),
            progress: &Quiet,
            stdin: None,
        };
        proposal(&words, &mut cx).unwrap()
    }
}

/// `header → field`, with a sign for how sure.
fn columns(proposal: &Proposal) -> Vec<String> {
    let columns = proposal.columns.iter();
    columns
        .map(|c| {
            let to = proposal.goes_to(c);
            format!("{} → {to} {}", c.header, c.mark())
                .trim()
                .to_owned()
        })
        .collect()
}

/// new, changed, unchanged, rejected.
fn counts(outcome: &Outcome) -> [u64; 4] {
    let report: Value = outcome.record.clone().expect("an import reports").json;
    ["new", "changed", "unchanged", "rejected"].map(|n| report[n].as_u64().unwrap())
}

#[test]
fn a_german_sheet_of_invoices_goes_in_by_its_name_alone() {
    let mut desk = Desk::new();
    let file = desk.put(
        "rechnungen.csv",
        "Rechnungsnummer;Kunde;Rechnungsdatum;Betrag (EUR);Bemerkung\n\
         R-1;Acme Retail;28.10.2026;1.200,50;\n\
         R-2;Acme Retail;03.11.2026;99,00;ok\n",
    );
    let told = desk.propose(&file, "");
    assert_eq!(told.kind, Some(FileKind::Revenue), "{}", told.because);
    assert!(told.choices.is_empty(), "{:?}", told.choices);
    assert_eq!(
        columns(&told)[..4],
        [
            "Rechnungsnummer → id ✓",
            "Kunde → customer ✓",
            "Rechnungsdatum → date ✓",
            "Betrag (EUR) → amount ✓"
        ]
    );
    assert_eq!(told.columns[1].why, "“Kunde” is German for customer");
    assert_eq!(
        told.columns[2].why,
        "“Rechnungsdatum” is German for invoice date; day first: only fit"
    );
    let done = desk.book.run(&format!("import {file}"));
    assert_eq!(counts(&done), [2, 0, 0, 0]);
    let lines = table::whole(
        desk.book.store.view(),
        &Query::new(List::Revenue, desk.book.today),
    )
    .unwrap();
    let shown = format!("{:?}", lines.rows).replace(',', "");
    assert!(
        shown.contains("1200.50 EUR") && shown.contains("99.00 EUR"),
        "{shown}"
    );
    assert_eq!(
        counts(&desk.book.run(&format!("import {file}"))),
        [0, 0, 2, 0]
    );
}

#[test]
fn what_is_proposed_is_a_command_line_that_does_the_same() {
    let mut desk = Desk::new();
    let file = desk.put(
        "ventes.csv",
        "N° de facture,Client,Date de paiement,\"Montant, payé\",Devise\n\
         F1,Acme Retail,2026-10-01,10.00,EUR\n",
    );
    let told = desk.propose(&file, "--where 'Devise=EUR'");
    let line = join(&told.words);
    assert!(line.starts_with("import revenue "), "{line}");
    let done = desk.book.run(&line);
    assert_eq!(counts(&done), [1, 0, 0, 0], "{line}");
}

#[test]
fn the_log_keeps_the_whole_command_line() {
    let mut desk = Desk::new();
    let file = desk.put("partners.csv", "Partner name,Website\nOpal,opal.example\n");
    let mut cx = Cx {
        store: &mut desk.book.store,
        today: desk.book.today,
        origin: Origin::Shell,
        command: String::new(),
        progress: &Quiet,
        stdin: None,
    };
    run_line(&mut cx, &format!("import {file}")).unwrap();
    let log = Query::new(List::History, desk.book.today);
    let log = table::whole(desk.book.store.view(), &log).unwrap();
    let told = format!("{:?}", log.rows[0].cells);
    assert!(
        told.contains("import partners") && told.contains("name=Partner name"),
        "{told}"
    );
}

#[test]
fn two_amounts_are_a_question_and_the_answer_is_words() {
    let mut desk = Desk::new();
    let file = desk.put(
        "invoices.csv",
        "Customer,Invoice date,Net amount,Gross amount\nAcme Retail,2026-10-01,100.00,119.00\n",
    );
    let told = desk.propose(&file, "");
    assert_eq!(told.choices.len(), 1, "{:?}", told.choices);
    let choice = &told.choices[0];
    assert_eq!(
        choice.question,
        "“Net amount” and “Gross amount” could each be amount."
    );
    assert_eq!(choice.answers[0].1, ["--map", "amount=Net amount"]);
    assert_eq!(told.columns[2].sure, Sure::Ask);
    let refused = desk.book.fails(&format!("import {file}"));
    assert_eq!(refused.kind, Kind::NotFound);
    assert!(
        refused.to_string().contains("--map 'amount=Net amount'"),
        "{refused}"
    );
    let line = format!("import {file} {}", join(&choice.answers[0].1));
    assert_eq!(counts(&desk.book.run(&line)), [1, 0, 0, 0]);
}

#[test]
fn a_column_of_customer_ids_makes_no_answer_of_a_bank() {
    let mut desk = Desk::new();
    for (name, text, says) in [
        (
            "a.csv",
            "id,customer_id,date,amount,status\n1,acme.example,2026-01-02,10,paid\n",
            "looks like revenue",
        ),
        (
            "b.csv",
            "subscription_id,customer_id,start_date,end_date,monthly_amount\n1,1,2018-11-01,2019-02-01,50\n",
            "looks like subscriptions",
        ),
        (
            "c.csv",
            "Transaction ID,Customer ID,Status,Gross,Currency,Date\nT1,P3,Success,10,USD,2026-01-02\n",
            "what PayPal answers",
        ),
    ] {
        let file = desk.put(name, text);
        let proposal = desk.propose(&file, "");
        assert!(proposal.because.contains(says), "{}", proposal.because);
    }
}

#[test]
fn a_list_of_companies_is_asked_about() {
    let mut desk = Desk::new();
    let file = desk.put("list.csv", "Name,Website\nOpal,opal.example\n");
    let told = desk.propose(&file, "");
    assert_eq!(told.kind, None);
    let offered: Vec<&str> = told.choices[0]
        .answers
        .iter()
        .map(|(_, words)| words[1].as_str())
        .collect();
    assert!(
        offered.contains(&"partners") && offered.contains(&"customers"),
        "{offered:?}"
    );
    assert!(offered.contains(&"accounts"), "{offered:?}");
    let told = desk.propose(&file, "--as partners");
    assert_eq!(told.kind, Some(FileKind::Partners));
    assert_eq!(told.columns[0].sure, Sure::Sure);
    // The name of the file is enough where it says so.
    let named = desk.put("our-customers.csv", "Name,Website\nOpal,opal.example\n");
    assert_eq!(desk.propose(&named, "").kind, Some(FileKind::Customers));
}

#[test]
fn a_date_that_reads_two_ways_is_asked_about_and_one_that_is_proved_is_not() {
    let mut desk = Desk::new();
    let head = "Invoice number,Customer,Payment date,Amount\n";
    let file = desk.put("a.csv", format!("{head}1,Acme Retail,03/04/2026,1.00\n"));
    let told = desk.propose(&file, "");
    assert_eq!(told.choices.len(), 1, "{:?}", told.choices);
    let says: Vec<&str> = told.choices[0]
        .answers
        .iter()
        .map(|a| a.0.as_str())
        .collect();
    assert_eq!(told.choices[0].about, "Payment date");
    assert_eq!(says.len(), 2, "{says:?}");
    assert!(desk.book.tries(&format!("import {file}")).is_err());
    let done = desk.book.run(&format!(
        "import {file} {}",
        join(&told.choices[0].answers[1].1)
    ));
    assert_eq!(counts(&done), [1, 0, 0, 0]);
    let file = desk.put(
        "b.csv",
        format!("{head}1,Acme Retail,03/04/2026,1.00\n2,Acme Retail,04/25/2026,1.00\n"),
    );
    let told = desk.propose(&file, "");
    assert!(told.choices.is_empty());
    assert_eq!(told.columns[2].why, "month first: only fit");
}

#[test]
fn the_name_of_a_file_names_the_partner() {
    let mut desk = Desk::new();
    let text =
        "Company,Website,Contact,E-mail,Stage\nOpal,opal.example,Ada,ada@opal.example,demo\n";
    let file = desk.put("northwind-agency-leads-2026-10.csv", text);
    let told = desk.propose(&file, "");
    assert_eq!(told.kind, Some(FileKind::Referrals), "{}", told.because);
    assert!(
        told.words.contains(&"partner=@file".to_owned()),
        "{:?}",
        told.words
    );
    assert_eq!(
        counts(&desk.book.run(&format!("import {file}"))),
        [1, 0, 0, 0]
    );
    assert!(format!("{:?}", desk.book.run("referral show R1")).contains("Northwind Agency"));
    // Nobody, or two: a person says who.
    let file = desk.put("leads-2026-10.csv", text);
    let told = desk.propose(&file, "");
    assert_eq!(told.choices.len(), 1);
    assert!(
        told.choices[0]
            .question
            .starts_with("No column is known to say which partner")
    );
    let file = desk.put("northwind-agency and bluepeak-consulting leads.csv", text);
    assert_eq!(desk.propose(&file, "").choices.len(), 1);
    let both = desk
        .book
        .fails(&format!("import referrals {file} --set partner=@file"));
    assert!(both.to_string().contains("several partners"), "{both}");
    let done = desk
        .book
        .run(&format!("import {file} --partner bluepeak-consulting"));
    assert_eq!(counts(&done), [1, 0, 0, 0]);
}

#[test]
fn what_the_person_says_goes_before_every_guess() {
    let mut desk = Desk::new();
    let file = desk.put(
        "sales.csv",
        "Customer,Date,Amount,Real amount,Status\nAcme Retail,2026-10-01,1.00,7.00,Paid\nAcme Retail,2026-10-02,2.00,8.00,Gift\n",
    );
    let line = format!(
        "import {file} --map 'amount=Real amount' --rule 'kind=gift where Status=Gift' --set currency=EUR"
    );
    let told = desk.propose(&file, "--map 'amount=Real amount'");
    assert_eq!(told.columns[3].why, "you said so");
    assert_eq!(told.columns[2].sure, Sure::Unused);
    assert_eq!(counts(&desk.book.run(&line)), [2, 0, 0, 0]);
    let lines = table::whole(
        desk.book.store.view(),
        &Query::new(List::Revenue, desk.book.today),
    )
    .unwrap();
    let shown = format!("{:?}", lines.rows);
    assert!(
        shown.contains("gift") && shown.contains("7.00 EUR"),
        "{shown}"
    );
}

#[test]
fn options_of_another_kind_are_refused() {
    let mut desk = Desk::new();
    let file = desk.put(
        "a.csv",
        "Customer,Date,Amount\nAcme Retail,2026-10-01,1.00\n",
    );
    let refused = desk
        .book
        .fails(&format!("import {file} --as revenue --stage-map a=b"));
    assert_eq!(refused.kind, Kind::Usage);
    assert!(refused.to_string().contains("--stage-map"), "{refused}");
    let unknown = desk.book.fails(&format!("import {file} --from strpe"));
    assert!(unknown.to_string().contains("strpe"), "{unknown}");
}

#[test]
fn the_proposal_can_be_seen_without_importing() {
    let mut desk = Desk::new();
    let file = desk.put(
        "invoices.csv",
        "Customer,Date,Amount\nAcme Retail,2026-10-01,1.00\n",
    );
    let done = desk.book.run(&format!("import {file} --propose"));
    let record = done.record.unwrap();
    assert_eq!(record.json["kind"], "revenue");
    assert_eq!(record.json["columns"][0]["field"], "customer");
    let text = record.lines.join("\n");
    assert!(
        text.contains("Your column") && text.contains("import revenue"),
        "{text}"
    );
    let lines = Query::new(List::Revenue, desk.book.today);
    assert!(
        table::whole(desk.book.store.view(), &lines)
            .unwrap()
            .rows
            .is_empty()
    );
}

#[test]
fn hostile_headers_and_values_are_only_shown() {
    let mut desk = Desk::new();
    let file = desk.put(
        "x.csv",
        "\"--yes\",\"a\u{202e}b\",\"=1+1\",\"; rm -rf\",\"x,y=z\"\n1,\u{1b}[31m,$(id),`x`,--dry-run\n",
    );
    let told = desk.propose(&file, "--as revenue");
    let mut words = told.words.clone();
    words.extend(["--map".to_owned(), "id=--yes".to_owned()]);
    assert!(!told.choices.is_empty());
    assert!(!told.lines().join("").contains('\u{1b}'));
    let mapped = desk.propose(
        &file,
        "--as revenue --map 'customer=\"x,y=z\"' --map id=--yes",
    );
    assert_eq!(mapped.goes_to(&mapped.columns[4]), "customer");
    assert_eq!(mapped.goes_to(&mapped.columns[0]), "id");
}
