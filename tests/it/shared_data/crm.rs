//! Real exports of programs for sales, which are not ours to publish: known by their headers, and read with known results.

use std::path::Path;

use partnerbook::{
    import::layouts,
    ops::{Cx, Outcome, Quiet, line::Request},
    store::Origin,
};

use super::shared;
use crate::book::Book;

fn header(path: &Path) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .unwrap();
    let header = reader.byte_headers().unwrap();
    header
        .iter()
        .map(|h| String::from_utf8_lossy(h).into_owned())
        .collect()
}

/// Imports a file by its layout, with more words, and without the conditions that `but` names.
fn import(book: &mut Book, path: &Path, more: &[&str], but: &str) -> Outcome {
    let header = header(path);
    let layout = layouts::recognise(&header)[0];
    let mut words: Vec<String> = layout
        .kind
        .command()
        .split(' ')
        .map(str::to_owned)
        .collect();
    words.push(path.display().to_string());
    let told = layout.words(&header);
    for pair in told.chunks(2) {
        if but.is_empty() || !pair[1].to_lowercase().replace('_', "").starts_with(but) {
            words.extend(pair.iter().cloned());
        }
    }
    words.extend(more.iter().map(|w| (*w).to_owned()));
    let mut cx = Cx {
        store: &mut book.store,
        today: book.today,
        origin: Origin::Shell,
        command: String::new(),
        progress: &Quiet,
        stdin: None,
    };
    let line = words.join(" ");
    let request = Request::of(words).unwrap();
    request
        .run(&mut cx)
        .unwrap_or_else(|e| panic!("{line}\n{e}"))
}

/// New, changed, unchanged, rejected, left out.
fn counts(outcome: &Outcome) -> [u64; 5] {
    let json = &outcome.record.as_ref().unwrap().json;
    ["new", "changed", "unchanged", "rejected", "left_out"].map(|n| json[n].as_u64().unwrap())
}

#[test]
fn real_exports_are_known_by_their_headers_and_nothing_else_is() {
    let known = [
        (
            "crm/hubspot_export/deal_data.csv",
            Some("HubSpot deals (warehouse)"),
        ),
        (
            "crm/hubspot_export/company_data.csv",
            Some("HubSpot companies (warehouse)"),
        ),
        (
            "crm/hubspot_export/contact_data.csv",
            Some("HubSpot contacts (warehouse)"),
        ),
        ("crm/hubspot_export/deal_stage_data.csv", None),
        ("crm/hubspot_export/deal_pipeline_stage_data.csv", None),
        ("crm/hubspot_export/deal_company_data.csv", None),
        ("crm/hubspot_export/owner_data.csv", None),
        (
            "crm/salesforce_export/sf_opportunity_data.csv",
            Some("Salesforce opportunities"),
        ),
        (
            "crm/salesforce_export/sf_account_data.csv",
            Some("Salesforce accounts"),
        ),
        (
            "crm/salesforce_export/sf_lead_data.csv",
            Some("Salesforce leads"),
        ),
        ("crm/salesforce_export/sf_user_data.csv", None),
        ("crm/salesforce_export/sf_contact_data.csv", None),
        (
            "crm/salesforce_export/sf_opportunity_line_item_data.csv",
            None,
        ),
        ("crm/maven_q1/sales_pipeline.csv", None),
        ("crm/maven_q1/accounts.csv", None),
        ("crm/maven_q1/sales_teams.csv", None),
        ("peers/import_columns.csv", None),
    ];
    for (path, name) in known {
        let Some(found) = shared(path) else { return };
        let first = layouts::recognise(&header(&found)).first().map(|l| l.name);
        assert_eq!(first, name, "{path}");
    }
}

#[test]
fn a_warehouse_of_hubspot_comes_in() {
    let Some(folder) = shared("crm/hubspot_export") else {
        return;
    };
    let mut book = Book::with(&["partner add SampleCompany"]);
    let deals = folder.join("deal_data.csv");
    let mine = ["--set", "partner=SampleCompany"];
    assert_eq!(
        counts(&import(&mut book, &deals, &mine, "")),
        [44, 0, 0, 0, 0]
    );
    assert_eq!(
        counts(&import(&mut book, &deals, &mine, "")),
        [0, 0, 44, 0, 0]
    );
    let one = book.json("referral show 1244495215");
    assert_eq!(one["company"], "1f03614fdf8999728ac2cfeb1c4b3984");
    assert_eq!(
        (&one["submitted_on"], &one["stage"]),
        (&"2019-12-04".into(), &"new".into())
    );
    let companies = folder.join("company_data.csv");
    assert_eq!(
        counts(&import(&mut book, &companies, &[], "")),
        [24, 0, 0, 0, 0]
    );
    let one = book.json("customer show 2182162682");
    assert_eq!(one["country"], "United States");
    // One of 22 people works at a company that is a partner.
    let people = folder.join("contact_data.csv");
    let done = import(&mut book, &people, &["--skip-bad"], "");
    assert_eq!(counts(&done), [1, 0, 0, 21, 0]);
    let trial = done.trial.unwrap();
    assert_eq!(trial.problems.len(), 1, "{:?}", trial.problems);
}

#[test]
fn a_warehouse_of_salesforce_comes_in() {
    let Some(folder) = shared("crm/salesforce_export") else {
        return;
    };
    let mut book = Book::with(&["partner add Blue"]);
    let deals = folder.join("sf_opportunity_data.csv");
    let mine = ["--set", "partner=Blue", "--skip-bad"];
    // Every deal of this export was deleted there.
    assert_eq!(
        counts(&import(&mut book, &deals, &mine, "")),
        [0, 0, 0, 0, 10]
    );
    // Two are old versions of rows; one was closed before it was entered.
    let done = import(&mut book, &deals, &mine, "isdeleted");
    assert_eq!(counts(&done), [7, 0, 0, 1, 2]);
    let big = book.json("referral show 006q000000HddohAAB");
    assert_eq!(
        (&big["stage"], &big["won_on"]),
        (&"won".into(), &"2018-12-19".into())
    );
    assert_eq!(big["expected"]["amount"], "24120000.00");
    assert_eq!(big["their_status"], "GavUFuuf4DrnQAoiRGlWpQ==");
    let lost = book.json("referral show 006q000000HK8jdAAD");
    assert_eq!(
        (&lost["stage"], &lost["closed_on"]),
        (&"lost".into(), &"2018-11-21".into())
    );
    let accounts = folder.join("sf_account_data.csv");
    assert_eq!(
        counts(&import(&mut book, &accounts, &[], "")),
        [1, 0, 0, 0, 9]
    );
    assert_eq!(
        counts(&import(&mut book, &accounts, &[], "isdeleted")),
        [6, 0, 1, 0, 3]
    );
    let leads = folder.join("sf_lead_data.csv");
    assert_eq!(
        counts(&import(&mut book, &leads, &mine, "")),
        [1, 0, 0, 0, 0]
    );
    let lead = book.json("referral show 00Q1G00000nDnM5UAK");
    assert_eq!(
        (&lead["stage"], &lead["their_status"]),
        (&"qualified".into(), &"Converted".into())
    );
    assert_eq!(lead["qualified_on"], "2019-11-11");
}

#[test]
fn the_first_quarter_of_a_real_crm_comes_in_as_files() {
    let Some(folder) = shared("crm/maven_q1") else {
        return;
    };
    let mut book = Book::new();
    book.today = partnerbook::domain::day::parse_iso("2017-06-30").unwrap();
    let file = |name: &str| folder.join(name).display().to_string();
    let lines = [
        format!(
            "import {} --as partners --map name=sales_agent,owner=manager",
            file("sales_teams.csv")
        ),
        format!("import {} --as customers", file("accounts.csv")),
        format!(
            "import {} --as referrals --map partner=sales_agent,submitted=engage_date --stage-map Engaging=demo --default 'company=Unknown account'",
            file("sales_pipeline.csv")
        ),
        format!(
            "import {} --as revenue --map referral=opportunity_id,customer= --where deal_stage=Won",
            file("sales_pipeline.csv")
        ),
    ];
    let mut all = |wanted: [[u64; 4]; 4]| {
        for (line, wanted) in lines.iter().zip(wanted) {
            let done = counts(&book.run(line));
            assert_eq!(done[..4], wanted, "{line}");
        }
    };
    all([[35, 0, 0, 0], [85, 0, 0, 0], [997, 0, 0, 0], [531, 0, 0, 0]]);
    all([[0, 0, 35, 0], [0, 0, 85, 0], [0, 0, 997, 0], [0, 0, 531, 0]]);
    assert_eq!(book.json("referral show 1C1I7A6R")["stage"], "won");
    assert!(book.store.check().unwrap().findings.is_empty());
}
