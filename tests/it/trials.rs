//! What an import says of a file before and after it is taken in: one set of figures for words, programs and screens.

use partnerbook::ops::{Outcome, import::trial::TrialResult};
use serde_json::json;
use tempfile::TempDir;

use crate::book::Book;

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn lines(outcome: &Outcome) -> Vec<String> {
    outcome.record.clone().unwrap().lines
}

fn has(outcome: &Outcome, words: &str) -> bool {
    lines(outcome).iter().any(|l| l.contains(words))
}

/// A book whose partners earn 10 % of what their customers pay.
fn earning(folder: &TempDir) -> Book {
    let mut book = Book::with(&["program add Referral --terms '10% of base for 12 months'"]);
    let partners = file(folder, "p.csv", "name\nNorthwind\nBluepeak\n");
    book.run(&format!("import partners {partners} --program referral"));
    let referrals = file(
        folder,
        "r.csv",
        "id,partner,company,submitted,won\n\
         D1,Northwind,Vale,2026-01-01,2026-02-01\n\
         D2,Bluepeak,Cobalt,2026-01-01,2026-02-01\n",
    );
    book.run(&format!("import referrals {referrals}"));
    book
}

const REVENUE: &str = "id,referral,date,amount\n\
    I1,D1,2026-03-01,100\n\
    I2,D1,2026-04-01,200\n\
    I3,D2,2026-03-05,1000\n";

#[test]
fn a_dry_run_says_what_would_be_posted_for_how_many_partners_and_the_real_one_posts_that() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = earning(&folder);
    let revenue = file(&folder, "v.csv", REVENUE);
    let dry = book.run(&format!("import revenue {revenue} --dry-run"));
    let words = "3 commission lines would be posted for 2 partners: $130.00";
    assert!(has(&dry, words), "{:?}", lines(&dry));
    let trial = dry.trial.clone().unwrap();
    assert_eq!((trial.new, trial.rows, trial.dry_run), (3, 3, true));
    assert!(!trial.saved && !trial.held_back);
    let real = book.run(&format!("import revenue {revenue}"));
    assert!(has(&real, "3 commission lines were posted for 2 partners"));
    let done = real.trial.unwrap();
    assert_eq!(done.posted, trial.posted);
    assert!(done.saved);
    // Every row is there to be looked at, field by field.
    let names: Vec<&str> = trial.fields.iter().map(|f| f.name).collect();
    assert_eq!(names, ["id", "referral", "date", "amount"]);
    assert_eq!(trial.lines[2].cells, ["I3", "D2", "2026-03-05", "1000"]);
    assert_eq!(trial.lines[2].line, 4);
    assert_eq!(trial.lines[2].result, TrialResult::New);
}

#[test]
fn rows_refused_for_one_reason_are_one_problem_with_the_words_that_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = earning(&folder);
    let revenue = file(
        &folder,
        "v.csv",
        "id,referral,date,amount\n\
         I1,D1,2026-03-01,100\n\
         I2,D1,2026-04-01,\"1.200,50\"\n\
         I3,D9,2026-03-05,10\n\
         I4,D2,2026-03-06,\"2.310,50\"\n",
    );
    let dry = book.run(&format!("import revenue {revenue} --dry-run --decimal ."));
    let trial = dry.trial.clone().unwrap();
    assert_eq!(trial.rejected, 3);
    let first = &trial.problems[0];
    assert_eq!((first.rows, first.column.as_str()), (2, "amount"));
    assert_eq!(first.first, (3, "1.200,50".to_owned()));
    let (words, says) = first.repair.clone().unwrap();
    assert_eq!(words, ["--decimal", ","]);
    assert_eq!(says, "read amounts with a decimal comma");
    assert_eq!(trial.problems[1].rows, 1, "another column, another problem");
    assert_eq!(trial.problems[1].repair, None);
    assert!(has(&dry, "2 rows, first line 3, column amount"));
    // The words do what they say, and the same in JSON.
    let mended = book.run(&format!("import revenue {revenue} --dry-run --decimal ,"));
    assert_eq!(mended.trial.unwrap().rejected, 1);
    let json = dry.record.unwrap().json;
    assert_eq!(json["problems"][0]["repair"]["words"], json!(words));
    assert_eq!(json["rejects"].as_array().unwrap().len(), 3);
}

#[test]
fn no_repair_is_offered_that_would_break_rows_that_are_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = earning(&folder);
    let revenue = file(
        &folder,
        "v.csv",
        "id,referral,date,amount\n\
         I1,D1,2026-03-01,100.50\n\
         I2,D1,2026-04-01,\"1.200,50\"\n",
    );
    let dry = book.run(&format!("import revenue {revenue} --dry-run --decimal ."));
    assert_eq!(dry.trial.unwrap().problems[0].repair, None);
}

#[test]
fn two_hundred_rows_are_kept_to_look_at_and_those_with_problems_are_among_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Book::new();
    let rows: String = (0..500)
        .map(|n| {
            if n % 50 == 49 {
                format!("Bad {n},31.31.2026\n")
            } else {
                format!("Good {n},2026-01-01\n")
            }
        })
        .collect();
    let customers = file(&folder, "c.csv", &format!("name,started\n{rows}"));
    let dry = book.run(&format!(
        "import customers {customers} --dry-run --date-format iso"
    ));
    let trial = dry.trial.unwrap();
    assert_eq!((trial.new, trial.rejected), (490, 10));
    assert_eq!(trial.lines.len(), 200);
    let bad = trial
        .lines
        .iter()
        .filter(|l| matches!(l.result, TrialResult::Rejected(..)));
    assert_eq!(bad.count(), 10);
    assert!(trial.lines.is_sorted_by_key(|l| l.line));
}

#[test]
fn the_same_file_again_names_the_import_it_was_and_an_undone_one_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = earning(&folder);
    let revenue = file(&folder, "v.csv", REVENUE);
    let first = book.run(&format!("import revenue {revenue}")).op.unwrap();
    let again = book.run(&format!("import revenue {revenue}"));
    assert_eq!(again.op, None);
    let said = format!("Nothing to do: this file was imported already as H{first} on ");
    assert!(again.said.starts_with(&said), "{}", again.said);
    assert!(has(
        &again,
        &format!("the same file was imported as H{first}")
    ));
    // The same bytes as something else are another import.
    let as_customers = book.run(&format!(
        "import customers {revenue} --map name=referral --dry-run"
    ));
    assert!(!has(&as_customers, "the same file"));
    book.run("undo");
    let new = book.run(&format!("import revenue {revenue}"));
    assert!(!has(&new, "the same file") && new.op.is_some());
}

#[test]
fn what_the_book_has_is_updated_or_stays_or_stops_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = earning(&folder);
    let revenue = file(&folder, "v.csv", REVENUE);
    book.run(&format!("import revenue {revenue}"));
    let longer = file(
        &folder,
        "w.csv",
        "id,referral,date,amount\n\
         I1,D1,2026-03-01,150\n\
         I2,D1,2026-04-01,200\n\
         I4,D2,2026-05-05,300\n",
    );
    let stop = book.run(&format!("import revenue {longer} --existing stop"));
    assert!(stop.rejected && stop.op.is_none());
    assert!(
        stop.said
            .starts_with("1 record of the book would change, so nothing was saved.")
    );
    assert!(has(&stop, "line 2, V1 Vale: amount $100.00 → $150.00"));
    assert!(stop.trial.unwrap().held_back);
    let skip = book.run(&format!("import revenue {longer} --existing skip"));
    assert!(
        skip.said
            .contains("1 new, 0 changed, 1 unchanged, 1 left as they are"),
        "{}",
        skip.said
    );
    let again = book.run(&format!("import revenue {longer} --existing skip"));
    assert!(again.op.is_none());
    assert!(
        again.said.contains("1 stays as they are") || again.said.contains("already"),
        "{}",
        again.said
    );
    let update = book.run(&format!("import revenue {longer}"));
    assert!(
        update.said.contains("0 new, 1 changed, 2 unchanged"),
        "{}",
        update.said
    );
    assert_eq!(book.store.check().unwrap().findings, []);
}
