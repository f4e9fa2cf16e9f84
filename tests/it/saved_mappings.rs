//! How a file is read, saved under a name: the same words next time, and never a guess where the columns changed.

use partnerbook::error::Kind;
use tempfile::TempDir;

use crate::book::Book;

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

const HEADER: &str = "Deal,Reseller,Firm,Handed In,Signed,Phase\n";
const AS: &str = "--map 'id=Deal,partner=Reseller,company=Firm' --map 'submitted=Handed In' \
    --map won=Signed --map stage=Phase --where 'Phase!=Junk' --stage-map Fertig=won,Offen=new";

fn rows(n: u32) -> String {
    format!(
        "{HEADER}D{n},Northwind,Firm {n},2026-01-02,2026-02-03,Fertig\nJ{n},Northwind,Junk,2026-01-02,,Junk\n"
    )
}

/// A book with one mapping, saved by an import.
fn saved(folder: &TempDir) -> Book {
    let mut book = Book::with(&["partner add Northwind"]);
    let first = file(folder, "crm-2026-01.csv", &rows(1));
    let done = book.run(&format!("import referrals {first} {AS} --save-mapping CRM"));
    let lines = done.record.unwrap().lines;
    let kept = lines.iter().find(|l| l.starts_with("mapping “CRM”"));
    assert!(
        kept.unwrap()
            .contains("nothing → --map id=Deal --map partner=Reseller"),
        "{lines:?}"
    );
    book
}

#[test]
fn a_mapping_saved_with_an_import_reads_the_next_file_and_the_log_has_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = saved(&folder);
    let next = file(&folder, "crm-2026-02.csv", &rows(2));
    let done = book.run(&format!("import referrals {next} --mapping crm"));
    assert!(done.said.contains("1 new"), "{}", done.said);
    let op = done.op.unwrap();
    let log = book.json(&format!("changes H{op}")).to_string() + &book.says("history");
    let shown = partnerbook::table::whole(
        book.store.view(),
        &partnerbook::table::Query::new(partnerbook::table::List::History, book.today),
    )
    .unwrap();
    let all = format!("{shown:?}{log}");
    assert!(
        !all.contains("--mapping"),
        "the log has the words themselves: {all}"
    );
    // What was run is what is logged: without the mapping it still means the same.
    book.run("mapping delete CRM");
    let again = book.run(&format!("import referrals {next} {AS}"));
    assert_eq!(again.op, None, "{}", again.said);
}

#[test]
fn what_is_said_beside_a_mapping_goes_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = saved(&folder);
    let next = file(
        &folder,
        "next.csv",
        "Deal,Reseller,Firm,Handed In,Signed,Phase\nD5,Northwind,Five,2026-01-02,2026-02-03,Offen\n",
    );
    let done = book.run(&format!(
        "import referrals {next} --mapping CRM --stage-map Offen=won --map company=Deal --dry-run"
    ));
    let trial = done.trial.unwrap();
    assert!(
        trial.mapping.contains(&"company ← Deal".to_owned()),
        "{:?}",
        trial.mapping
    );
    assert!(trial.mapping.contains(&"partner ← Reseller".to_owned()));
    assert_eq!((trial.new, trial.rejected), (1, 0), "{:?}", trial.problems);
}

#[test]
fn a_mapping_is_for_one_kind_of_file_and_its_name_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = saved(&folder);
    let next = file(&folder, "n.csv", &rows(2));
    let other = book.fails(&format!("import customers {next} --mapping CRM"));
    assert_eq!(other.kind, Kind::Usage);
    assert!(other.to_string().contains("import referrals"), "{other}");
    let none = book.fails(&format!("import referrals {next} --mapping CMR"));
    assert_eq!(none.kind, Kind::NotFound);
    assert!(none.to_string().contains("Did you mean CRM?"), "{none}");
}

#[test]
fn a_column_that_went_is_refused_by_name_and_one_that_came_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = saved(&folder);
    let gone = file(
        &folder,
        "gone.csv",
        "Deal,Partner Name,Firm,Handed In,Signed,Phase\nD7,Northwind,Seven,2026-01-02,2026-02-03,Fertig\n",
    );
    let refused = book.fails(&format!("import referrals {gone} --mapping CRM"));
    assert_eq!(refused.kind, Kind::NotFound);
    let said = refused.to_string();
    assert!(
        said.contains("no column “Reseller” any more")
            && said.contains("New in the file: “Partner Name”"),
        "{said}"
    );
    assert!(said.contains("nothing was guessed"), "{said}");
    let came = file(
        &folder,
        "came.csv",
        "Region,Deal,Reseller,Firm,Handed In,Signed,Phase\nEU,D8,Northwind,Eight,2026-01-02,2026-02-03,Fertig\n",
    );
    let open = book.fails(&format!("import referrals {came} --mapping CRM"));
    assert_eq!(open.kind, Kind::NotFound);
    assert!(
        open.to_string().contains("--mapping CRM --as-saved"),
        "{open}"
    );
    let yes = book.run(&format!(
        "import referrals {came} --mapping CRM --mapping CRM --as-saved"
    ));
    assert!(yes.said.contains("1 new"), "{}", yes.said);
    // None of it by the mapping: the columns are not known by themselves.
    let anew = book.fails(&format!("import referrals {came} --mapping CRM --mapping="));
    assert_eq!(anew.kind, Kind::Refused, "{anew}");
    // Order and case are no change.
    let shuffled = file(
        &folder,
        "shuffled.csv",
        "phase,signed,handed in,firm,reseller,deal\nFertig,2026-02-03,2026-01-02,Nine,Northwind,D9\n",
    );
    book.run(&format!("import referrals {shuffled} --mapping CRM"));
}

#[test]
fn mappings_are_recognised_by_their_columns_and_a_partners_by_the_files_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Book::with(&["partner add Northwind", "partner add Bluepeak"]);
    let sheet = file(&folder, "s.csv", "Firm,When\nAlpha,2026-01-02\n");
    let as_said = "--map company=Firm,submitted=When";
    for partner in ["northwind", "bluepeak"] {
        book.run(&format!(
            "import referrals {sheet} {as_said} --set partner={partner} --save-mapping 'From {partner}'"
        ));
    }
    let header = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let view = book.store.view();
    let found = |names: &[&str], file: &str| {
        view.mapping_for(&header(names), file)
            .unwrap()
            .map(|m| m.name)
    };
    assert_eq!(
        found(&["when", "FIRM"], "Northwind 2026-02.csv"),
        Some("From northwind".to_owned())
    );
    assert_eq!(
        found(&["Firm", "When"], "blue peak.csv"),
        Some("From bluepeak".to_owned())
    );
    assert_eq!(
        found(&["Firm", "When"], "leads.csv"),
        None,
        "two partners may fill in one form"
    );
    assert_eq!(found(&["Firm"], "northwind.csv"), None);
    let near = view
        .mapping_near(&header(&["Firm", "When", "Size"]), "northwind.csv")
        .unwrap();
    let (mapping, drift) = near.unwrap();
    assert_eq!(
        (mapping.name.as_str(), drift.new),
        ("From northwind", vec!["Size".to_owned()])
    );
}

#[test]
fn mappings_are_listed_shown_renamed_deleted_and_undone_with_their_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = saved(&folder);
    let shown = book.json("mapping show crm");
    assert_eq!(shown["kind"], "referrals");
    assert_eq!(shown["header"].as_array().unwrap().len(), 6);
    assert!(
        !shown["words"].to_string().contains("csv"),
        "no file's name: {shown}"
    );
    book.run("mapping rename CRM 'Old CRM'");
    assert_eq!(book.run("mapping list").table.unwrap().rows.len(), 1);
    let first = folder.path().join("crm-2026-01.csv");
    // Saving it again under its name replaces it, and says so.
    let again = book.run(&format!(
        "import referrals {} {AS} --default owner=Ada --save-mapping 'Old CRM'",
        first.display()
    ));
    let lines = again.record.unwrap().lines;
    assert!(
        lines
            .iter()
            .any(|l| l.starts_with("mapping “Old CRM”: --map id=Deal")),
        "{lines:?}"
    );
    book.run("undo");
    assert!(
        !book.json("mapping show 'Old CRM'")["words"]
            .to_string()
            .contains("Ada")
    );
    book.run("mapping delete 'old crm'");
    book.fails("mapping show 'Old CRM'");
    book.run("undo");
    book.run("undo");
    book.run("undo");
    book.fails("mapping show CRM");
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn a_dry_run_and_rejected_rows_save_no_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Book::with(&["partner add Northwind"]);
    let good = file(&folder, "g.csv", &rows(1));
    book.run(&format!(
        "import referrals {good} {AS} --save-mapping X --dry-run"
    ));
    let bad = file(
        &folder,
        "b.csv",
        &format!("{HEADER}D1,Nobody,F,2026-01-02,2026-02-03,Fertig\n"),
    );
    book.tries(&format!("import referrals {bad} {AS} --save-mapping X"))
        .unwrap();
    assert!(book.run("mapping list").table.unwrap().rows.is_empty());
}

#[test]
fn a_mapping_goes_out_with_the_book_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let book = saved(&folder);
    let doc = book.store.view().document().unwrap();
    assert_eq!(doc.mappings.len(), 1);
    assert_eq!(doc.mappings[0].name, "CRM");
    let mut copy = Book::new();
    let ask =
        partnerbook::store::Ask::new(partnerbook::store::Origin::Shell, "import book", copy.today);
    copy.store
        .write(&ask, |tx| Ok((String::new(), tx.take_in(&doc)?)))
        .unwrap();
    assert_eq!(copy.store.view().document().unwrap(), doc);
}
