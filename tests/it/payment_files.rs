//! Payouts on their way to the bank and back: written to files, paid by others, recorded when the answer says so.

use std::{os::unix::fs::PermissionsExt, path::Path};

use partnerbook::error::Kind;
use serde_json::Value;

use crate::{book::Book, program::Desk};

/// Four partners with something to be paid, each in its own way.
const MONTH: &[&str] = &[
    "program add Referral --terms '25% of base' --hold-days 0",
    "partner add Northwind --program referral --pay-by paypal --pay-to pay@northwind.example",
    "partner add Birch --program referral --pay-by wise --pay-to pay@birch.example",
    "partner add Oak --program referral --pay-by bank --pay-to 'NL91 ABNA 0417 1643 00'",
    "partner add Kestrel --program referral",
    "referral add Acme -p northwind --on 2026-01-10",
    "referral win R1 --on 2026-02-01",
    "referral add Vale -p birch --on 2026-01-10",
    "referral win R2 --on 2026-02-01",
    "referral add Tern -p oak --on 2026-01-10",
    "referral win R3 --on 2026-02-01",
    "referral add Lumen -p kestrel --on 2026-01-10",
    "referral win R4 --on 2026-02-01",
    "revenue add Acme 1000 --on 2026-03-05",
    "revenue add Vale 400 --on 2026-03-05",
    "revenue add Tern '640 EUR' --on 2026-03-05",
    "revenue add Lumen 200 --on 2026-03-05",
    "config set pay.name 'Test GmbH'",
    "config set pay.iban 'de89 3704 0044 0532 0130 00'",
    "payout new",
];

/// P1 Northwind $250.00, P2 Birch $100.00, P3 Oak €160.00, P4 Kestrel $50.00 without an account.
struct Office {
    book: Book,
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        Self {
            book: Book::with(MONTH),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn approved() -> Self {
        let mut office = Self::new();
        office.book.run("payout approve run-1");
        office
    }

    fn exported() -> Self {
        let mut office = Self::approved();
        let outcome = office.export("run-1");
        assert!(outcome.rejected, "Kestrel has no account");
        office
    }

    fn export(&mut self, what: &str) -> partnerbook::ops::Outcome {
        let line = format!(
            "payout export {what} --out '{}'",
            self.folder.path().display()
        );
        self.book.run(&line)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn files(&self) -> Vec<String> {
        names(self.folder.path())
    }

    /// An answer in a file, as a command line that reads it.
    fn answer(&self, text: &str) -> String {
        let path = self.path("results.csv");
        std::fs::write(&path, text).unwrap();
        format!("import results '{}'", path.display())
    }

    fn states(&mut self) -> Vec<String> {
        (1..=4)
            .map(|n| {
                self.book.json(&format!("payout show P{n}"))["state"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }

    fn in_order(&mut self) {
        assert_eq!(self.book.store.check().unwrap().findings, []);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn approved_payouts_are_written_each_its_own_way_and_nothing_is_paid_by_that() {
    let mut office = Office::approved();
    let outcome = office.export("run-1");
    assert_eq!(
        office.files(),
        ["paypal-usd.csv", "sepa-eur.xml", "wise-usd.csv"]
    );
    assert_eq!(
        office.text("paypal-usd.csv"),
        "pay@northwind.example,250.00,USD,P1,\"Test: commission, payout P1\",PAYPAL\r\n"
    );
    assert!(
        office
            .text("sepa-eur.xml")
            .contains("<InstdAmt Ccy=\"EUR\">160.00</InstdAmt>")
    );
    assert!(
        outcome.said.contains("Nothing is paid by that"),
        "{}",
        outcome.said
    );
    assert!(outcome.rejected);
    let left = &outcome.record.unwrap().json["left"];
    assert_eq!(left[0]["payout"], "P4");
    assert!(
        left[0]["reason"]
            .as_str()
            .unwrap()
            .contains("partner edit kestrel --pay-by")
    );
    assert_eq!(
        office.states(),
        ["exported", "exported", "exported", "approved"]
    );
    assert_eq!(office.book.json("payout show P1")["paid_on"], Value::Null);
    let mode = std::fs::metadata(office.path("sepa-eur.xml"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(
        mode & 0o777,
        0o600,
        "a list of accounts is its owner's only"
    );
    office.in_order();
}

#[test]
fn drafts_wait_for_their_approval() {
    let mut office = Office::new();
    let outcome = office.export("P1");
    assert!(outcome.rejected && outcome.op.is_none());
    assert!(
        outcome
            .record
            .unwrap()
            .lines
            .join("\n")
            .contains("not approved yet")
    );
    assert_eq!(office.files(), [""; 0]);
    assert_eq!(office.states()[0], "draft");
    office.export("run-1 --approve");
    assert_eq!(
        office.states(),
        ["exported", "exported", "exported", "draft"],
        "what is in no file stays a draft"
    );
    office.in_order();
}

#[test]
fn a_payout_that_is_in_a_file_is_not_written_again_unless_asked() {
    let mut office = Office::exported();
    let again = office.export("P1");
    assert!(again.rejected && again.op.is_none());
    assert!(
        again
            .record
            .unwrap()
            .lines
            .join("\n")
            .contains("is in paypal-usd.csv since 23 Nov 2026 already")
    );
    let outcome = office.export("P1 --again");
    assert!(!outcome.rejected);
    assert_eq!(office.states()[0], "exported");
}

#[test]
fn exporting_can_be_undone() {
    let mut office = Office::exported();
    let said = office.book.says("undo");
    assert_eq!(
        office.states(),
        ["approved", "approved", "approved", "approved"]
    );
    assert!(
        said.contains(
            "paypal-usd.csv is still where it was written: make sure that nothing is paid from it."
        ),
        "{said}"
    );
    let again = office.book.says("redo");
    assert!(!again.contains("still where"), "{again}");
    let other = office.book.says("undo");
    assert!(other.contains("paypal-usd.csv"), "{other}");
    office.in_order();
}

#[test]
fn a_folder_that_cannot_be_written_leaves_the_book_and_the_disk_as_they_were() {
    let mut office = Office::approved();
    // A folder where the last of the files should go: those before it must go away again, and what was there come back.
    std::fs::create_dir(office.path("sepa-eur.xml")).unwrap();
    std::fs::write(office.path("paypal-usd.csv"), "mine").unwrap();
    let line = format!(
        "payout export run-1 --out '{}'",
        office.folder.path().display()
    );
    let error = office.book.fails(&line);
    assert!(
        error.to_string().contains("No payment file is left behind"),
        "{error}"
    );
    assert_eq!(office.files(), ["paypal-usd.csv", "sepa-eur.xml"]);
    assert_eq!(office.text("paypal-usd.csv"), "mine");
    assert_eq!(office.states(), ["approved"; 4]);
}

#[test]
fn what_was_taken_back_since_keeps_a_payout_out_of_the_file() {
    let mut office = Office::approved();
    office.book.run("revenue add Acme -500 --on 2026-03-20");
    let outcome = office.export("P1 P2");
    let left = outcome.record.unwrap().json["left"].clone();
    assert_eq!(left[0]["payout"], "P1");
    assert!(left[0]["reason"].as_str().unwrap().contains("taken back"));
    assert_eq!(office.states()[..2], ["approved", "exported"]);
}

#[test]
fn the_provider_says_what_was_paid_and_the_same_file_again_changes_nothing() {
    let mut office = Office::exported();
    let line = office.answer(
        "Transaction ID,Recipient identifier,Payment amount,Currency,Status,Customer ID,Date\n\
         8AB1,pay@northwind.example,250.00,USD,Success,P1,2026-11-23 10:00:00\n\
         8AB2,else@example.com,9.99,USD,Success,INV-7,2026-11-23\n",
    );
    let dry = office.book.run(&format!("{line} --dry-run"));
    assert!(dry.said.contains("nothing was saved"), "{}", dry.said);
    assert_eq!(office.states()[0], "exported");
    let outcome = office.book.run(&line);
    assert!(outcome.said.contains("1 paid, $250.00"), "{}", outcome.said);
    assert!(!outcome.rejected, "rows about something else are no fault");
    let paid = office.book.json("payout show P1");
    assert_eq!(
        (&paid["state"], &paid["paid_on"], &paid["reference"]),
        (&"paid".into(), &"2026-11-23".into(), &"8AB1".into())
    );
    let again = office.book.run(&line);
    assert_eq!(again.op, None);
    assert!(again.said.contains("says nothing new"), "{}", again.said);
    office.in_order();
}

#[test]
fn failed_payouts_are_payable_again_and_waiting_ones_stay() {
    let mut office = Office::exported();
    let line = office.answer("payout,status,date,reference,reason\nP1,failed,2026-11-23,,Account closed\nP2,pending,,,\n");
    office.book.run(&line);
    assert_eq!(office.states()[..2], ["failed", "exported"]);
    assert_eq!(
        office.book.json("payout show P1")["reason"],
        "Account closed"
    );
    office.book.run("payout new");
    let fresh = office.book.json("payout show P5");
    assert_eq!(
        (&fresh["state"], &fresh["amount"]["amount"]),
        (&"draft".into(), &"250.00".into())
    );
    assert_eq!(office.book.run(&line).op, None);
    office.in_order();
}

#[test]
fn what_does_not_agree_is_refused_row_by_row_and_the_rest_is_recorded() {
    let mut office = Office::exported();
    let line = office.answer(
        "payout,status,date,reference,amount,currency\n\
         P1,paid,2026-11-23,T1,249.99,USD\n\
         P2,paid,2026-11-23,T2,100.00,EUR\n\
         P3,paid,2026-11-23,T3,160.00,EUR\n\
         P9,paid,2026-11-23,T4,1.00,USD\n\
         P4,paid,2026-11-24,T5,50.00,USD\n",
    );
    let outcome = office.book.run(&line);
    assert!(outcome.rejected);
    assert_eq!(
        office.states(),
        ["exported", "exported", "paid", "approved"]
    );
    let said = outcome.record.unwrap().lines.join("\n");
    for part in [
        "P1 is $250.00, and this says $249.99",
        "P2 is $100.00, and this says 100.00 EUR",
        "There is no payout P9",
        "24 Nov 2026 is in the future",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    // The same payout with another reference may have been paid twice; a contradiction is nobody's answer.
    let line = office.answer("payout,status,date,reference\nP3,paid,2026-11-23,T9\nP1,paid,2026-11-23,A\nP1,failed,2026-11-23,A\n");
    let outcome = office.book.run(&line);
    assert_eq!(outcome.op, None);
    let said = outcome.record.unwrap().lines.join("\n");
    assert!(
        said.contains("may have been paid twice") && said.contains("do not say the same"),
        "{said}"
    );
    assert_eq!(office.states()[0], "exported");
    office.in_order();
}

#[test]
fn a_paid_row_without_a_day_needs_one_to_be_said() {
    let mut office = Office::exported();
    let line = office.answer("payout,status\nP1,paid\n");
    assert!(office.book.run(&line).rejected);
    office.book.run(&format!("{line} --on yesterday"));
    assert_eq!(office.book.json("payout show P1")["paid_on"], "2026-11-22");
    let error = office.book.fails("import results -");
    assert_eq!(error.kind, Kind::Usage);
}

#[test]
fn the_account_one_pays_from_is_checked_when_it_is_set() {
    let mut book = Book::new();
    for (line, why) in [
        ("config set pay.iban DE89370400440532013001", "check digits"),
        ("config set pay.iban TR330006100519786457841326", "SEPA"),
        ("config set pay.bic COBA", "not a BIC"),
        ("config set pay.name 株式会社", "Latin"),
        ("config set pay.currency XXQ", "XXQ"),
    ] {
        let error = book.fails(line);
        assert!(error.to_string().contains(why), "{line}: {error}");
    }
    assert!(
        book.says("config set pay.iban de89370400440532013000")
            .contains("DE89 3704 0044 0532 0130 00")
    );
    book.run("config set pay.bic cobadeffxxx");
    book.run("config set pay.currency eur");
    let settings = book.json("config list");
    assert_eq!(
        (
            &settings["pay.bic"],
            &settings["pay.currency"],
            &settings["pay.name"]
        ),
        (&"COBADEFFXXX".into(), &"EUR".into(), &Value::Null)
    );
}

#[test]
fn files_that_are_there_and_money_are_asked_about() {
    let desk = Desk::new();
    for line in MONTH {
        let words = words(line);
        desk.ok(&words);
    }
    desk.ok(&["payout", "approve", "P1"]);
    desk.file("paypal-usd.csv", "mine");
    let asked = desk.run(&["payout", "export", "P1"]);
    assert_eq!(asked.code, 7, "{asked:?}");
    assert_eq!(
        std::fs::read_to_string(desk.path("paypal-usd.csv")).unwrap(),
        "mine"
    );
    let said = desk.run(&["payout", "export", "P1", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        std::fs::read_to_string(desk.path("paypal-usd.csv"))
            .unwrap()
            .starts_with("pay@northwind")
    );
    let again = desk.run(&["payout", "export", "P1", "--again", "--force"]);
    assert_eq!(again.code, 7, "writing twice is asked about: {again:?}");
    assert_eq!(desk.run(&["payout", "export", "P4"]).code, 4);
    let answer = desk.file(
        "answer.csv",
        "payout,status,date,reference\nP1,paid,2026-11-23,T1\nP2,paid,2026-11-23,T2\n",
    );
    assert_eq!(desk.run(&["import", "results", &answer]).code, 7);
    let said = desk.run(&["import", "results", &answer, "--yes"]);
    assert_eq!(
        said.code, 0,
        "a draft that was paid by hand is recorded: {said:?}"
    );
    assert!(said.out.contains("(was draft)"), "{}", said.out);
    desk.check();
}

/// A line as a shell splits it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in line.split('\'').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
