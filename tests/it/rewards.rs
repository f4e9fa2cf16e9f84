//! Rewards as a partnerships manager relies on them: nobody gets what their employer forbids, cash is paid once and only
//! by a payout, and no text in a reward can do harm.

use partnerbook::{
    error::Kind,
    export::{page, page_text},
};

use super::{book::Book, desk, program::Desk};

fn book() -> Book {
    Book::with(&["partner add Northwind --pay-by paypal --pay-to pay@northwind.example"])
}

fn text(outcome: partnerbook::ops::Outcome) -> String {
    outcome.record.unwrap().lines.join("\n")
}

fn cell(book: &mut Book, line: &str, key: &str) -> Vec<String> {
    let table = book.run(line).table.unwrap();
    let at = table.columns.iter().position(|c| c.key == key).unwrap();
    table.rows.iter().map(|r| r.cells[at].shown()).collect()
}

#[test]
fn a_gift_is_promised_approved_and_given_with_its_day_and_reference() {
    let mut book = book();
    let said = book.says(
        "reward add northwind gift 80 --what 'a hamper' --reason 'ten years' --on 2026-11-02",
    );
    assert!(
        said.contains("gift $80.00: a hamper to Northwind (W1)"),
        "{said}"
    );
    assert!(said.contains("reward approve W1"), "{said}");
    let early = book.fails("reward give W1");
    assert_eq!(early.kind, Kind::Refused);
    assert!(early.to_string().contains("W1 is promised"), "{early}");
    book.run("reward approve W1 --on 2026-11-03");
    book.run("reward give W1 --on 2026-11-10 --reference 'order 77'");
    let shown = text(book.run("reward show w1"));
    for fact in [
        "Given on 10 Nov 2026",
        "order 77",
        "ten years",
        "3 Nov 2026",
    ] {
        assert!(shown.contains(fact), "{fact}\n{shown}");
    }
    let json = book.json("reward show W1");
    assert_eq!(json["state"], "given");
    assert_eq!(json["amount"]["amount"], "80.00");
    assert_eq!(book.fails("reward give W1").kind, Kind::Refused);
    book.run("undo");
    assert_eq!(book.json("reward show W1")["state"], "approved");
}

#[test]
fn a_partner_that_forbids_cash_to_its_people_makes_cash_refuse_and_says_what_would_do() {
    let mut book = book();
    book.run("partner edit northwind --spiff 'no cash' --spiff-note 'HR, 12 May'");
    let e = book.fails("reward add northwind cash 100 --rep 'Ann Lee' --reason 'first win'");
    assert_eq!(e.kind, Kind::Refused);
    let said = e.to_string();
    for fact in [
        "no cash",
        "HR, 12 May",
        "Ann Lee may not be given cash",
        "gift card",
    ] {
        assert!(said.contains(fact), "{fact}\n{said}");
    }
    book.run("reward add northwind gift-card 100 --rep 'Ann Lee' --reason 'first win'");
    book.run("reward add northwind cash 100 --reason 'to the company'");
    book.run("partner edit northwind --spiff none");
    let e = book.fails("reward add northwind swag --what cap --rep 'Ann Lee' --reason fair");
    assert!(e.to_string().contains("without --rep"), "{e}");
    let e = book.fails("reward approve W1");
    assert!(e.to_string().contains("“none”"), "{e}");
    assert_eq!(
        cell(&mut book, "reward list", "state"),
        ["◔ promised", "◔ promised"]
    );
}

#[test]
fn a_policy_nobody_asked_for_is_pointed_out_when_a_rep_is_promised_something() {
    let mut book = book();
    let said = book.says("reward add northwind cash 50 --rep Ann --reason win");
    assert!(
        said.contains("is not known") && said.contains("--spiff no-cash"),
        "{said}"
    );
    let said = book.says("reward add northwind cash 50 --reason win");
    assert!(!said.contains("not known"), "{said}");
    book.run("partner edit northwind --spiff allowed");
    let said = book.says("reward add northwind cash 50 --rep Ann --reason win");
    assert!(!said.contains("not known"), "{said}");
}

#[test]
fn approved_cash_is_owed_and_given_by_the_payout_that_pays_it() {
    let mut book = book();
    book.run("reward add northwind cash 100 --rep 'Ann Lee' --reason 'first win' --on 2026-11-02");
    let e = book.fails("reward give W1");
    assert!(
        e.to_string().contains("given by the payout")
            && e.to_string().contains("reward approve W1"),
        "{e}"
    );
    let said = book.says("reward approve W1 --on 2026-11-03");
    assert!(said.contains("Posted 1 commission line: $100.00"), "{said}");
    assert_eq!(cell(&mut book, "commission list", "amount"), ["$100.00"]);
    let e = book.fails("reward give W1");
    assert!(e.to_string().contains("payout new"), "{e}");
    book.run("payout new --partner northwind");
    let e = book.fails("reward give W1");
    assert!(e.to_string().contains("payout paid P1"), "{e}");
    let e = book.fails("reward refuse W1 --reason 'not fair'");
    assert!(
        e.to_string().contains("in payout P1 (draft)")
            && e.to_string().contains("payout cancel P1"),
        "{e}"
    );
    assert_eq!(book.json("reward show W1")["state"], "approved");
    book.run("payout paid P1 --on 2026-11-20");
    let shown = text(book.run("reward show W1"));
    assert!(
        shown.contains("Given on 20 Nov 2026 with payout P1"),
        "{shown}"
    );
    assert_eq!(cell(&mut book, "reward list is:given", "payout"), ["P1"]);
    assert_eq!(cell(&mut book, "reward list is:open", "id").len(), 0);
    book.run("payout reverse P1 --reason 'came back' --on 2026-11-21");
    assert_eq!(book.json("reward show W1")["state"], "approved");
    book.run("reward refuse W1 --reason 'account closed'");
    assert_eq!(book.json("reward show W1")["state"], "refused");
    let left = book.json("partner show northwind");
    assert!(!left.to_string().contains("100.00"), "{left}");
    assert!(!book.run("check").problems);
}

#[test]
fn refusing_approved_cash_takes_it_out_of_what_is_owed_and_undo_brings_it_back() {
    let mut book = book();
    book.run("reward add northwind cash '40 EUR' --reason fair");
    book.run("reward approve W1");
    let said = book.says("reward refuse W1 --reason 'no budget'");
    assert!(
        said.contains("-€40.00") || said.contains("−€40.00"),
        "{said}"
    );
    assert_eq!(book.json("reward show W1")["refused_because"], "no budget");
    book.run("undo");
    assert_eq!(book.json("reward show W1")["state"], "approved");
    book.run("undo");
    assert_eq!(book.json("reward show W1")["state"], "promised");
    book.run("redo");
    book.run("payout new --partner northwind");
    book.run("payout paid P1");
    assert_eq!(book.json("reward show W1")["payout"], "P1");
    assert!(!book.run("check").problems);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut book = book();
    book.run("partner add Leaf");
    book.run("referral add Acme --partner leaf");
    for line in [
        "reward add northwind cash --reason x",
        "reward add northwind cash 0 --reason x",
        "reward add northwind gift --reason x",
        "reward add northwind gift 5 --reason x --on 2026-11-24",
        "reward add northwind gift 5 --reason x --referral R1",
        "reward add northwind gift 5 --reason ''",
        "reward add northwind gift 5 --reason 'a\u{1b}[2Jb'",
    ] {
        assert_eq!(book.fails(line).kind, Kind::Refused, "{line}");
    }
    assert_eq!(
        book.fails("reward add northwind gold 5 --reason x").kind,
        Kind::Usage
    );
    assert_eq!(book.fails("reward show W9").kind, Kind::NotFound);
    assert_eq!(book.fails("reward add northwind gift 5").kind, Kind::Usage);
    book.run("reward add northwind credit 10 --reason 'each sign-up' --on 2026-11-10");
    assert_eq!(
        book.fails("reward approve W1 --on 2026-11-09").kind,
        Kind::Refused
    );
    assert_eq!(book.fails("partner delete northwind").kind, Kind::Refused);
    assert_eq!(cell(&mut book, "reward list", "id"), ["W1"]);
}

#[test]
fn the_list_sums_each_currency_by_state_and_finds_by_word() {
    let mut book = book();
    for line in [
        "reward add northwind gift 80 --reason a",
        "reward add northwind gift-card '50 EUR' --rep Ann --reason b",
        "reward add northwind discount --what '10% off renewals' --reason c",
        "reward add northwind credit 10 --reason d",
        "reward approve W2 W4",
        "reward give W4",
    ] {
        book.run(line);
    }
    let table = book.run("reward list").table.unwrap();
    let sums: Vec<String> = table
        .footer
        .iter()
        .map(|(label, m)| format!("{label} {}", m[0].shown()))
        .collect();
    assert_eq!(sums, ["promised $80.00", "approved €50.00", "given $10.00"]);
    assert_eq!(cell(&mut book, "reward list is:spiff", "id"), ["W2"]);
    assert_eq!(
        cell(&mut book, "reward list kind:discount", "what"),
        ["10% off renewals"]
    );
    assert_eq!(cell(&mut book, "reward list amount:60..", "id"), ["W1"]);
}

#[test]
fn a_partner_reads_what_was_given_and_no_note_or_account() {
    let mut book = book();
    for line in [
        "partner edit northwind --pay-by bank --pay-to DE89370400440532013000 --spiff allowed --spiff-note SECRET-POLICY",
        "reward add northwind gift-card 50 --rep 'Ann Lee' --reason 'first win'",
        "reward approve W1",
        "reward give W1 --reference SECRET-CARD",
        "reward add northwind gift 10 --reason SECRET-PROMISE",
        "reward add northwind gift 10 --reason SECRET-REFUSED",
        "reward refuse W3 --reason SECRET-WHY",
    ] {
        book.run(line);
    }
    let statement = book.store.view().statement(1, book.today).unwrap();
    for made in [
        page::html(&statement).unwrap(),
        page_text::text(&statement).unwrap(),
    ] {
        for fact in ["gift card $50.00", "to Ann Lee", "first win"] {
            assert!(made.contains(fact), "{fact}\n{made}");
        }
        for never in ["SECRET", "DE89", "3000"] {
            assert!(!made.contains(never), "{never}");
        }
    }
}

#[test]
fn hostile_text_in_a_reward_does_no_harm_anywhere() {
    const BAD: &str = "=cmd()<script>\u{202e}x\u{200b}";
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    desk.ok(&[
        "reward",
        "add",
        "northwind",
        "gift",
        "5",
        "--what",
        BAD,
        "--rep",
        BAD,
        "--reason",
        BAD,
    ]);
    desk.ok(&["reward", "approve", "W1"]);
    desk.ok(&["reward", "give", "W1", "--reference", BAD]);
    for args in [
        &["reward", "list"][..],
        &["reward", "list", "--json"],
        &["reward", "show", "W1"],
        &["reward", "show", "W1", "--json"],
        &["share", "page", "northwind", "--text"],
    ] {
        let said = desk.run(args);
        assert!(
            !said.out.contains('\u{202e}') && !said.err.contains('\u{202e}'),
            "{args:?} {said:?}"
        );
    }
    let csv = desk.ok(&["export", "rewards"]);
    assert!(csv.contains("'=cmd()"), "{csv}");
    let page = desk.path("pages");
    desk.ok(&[
        "share",
        "page",
        "northwind",
        "--out",
        &page.display().to_string(),
    ]);
    let mut html = String::new();
    for file in walk(&page) {
        html.push_str(&std::fs::read_to_string(file).unwrap());
    }
    assert!(
        html.contains("=cmd()") && !html.contains("<script"),
        "{html}"
    );
    assert!(!html.contains('\u{202e}'));
    desk.check();
}

fn walk(at: &std::path::Path) -> Vec<std::path::PathBuf> {
    if at.is_file() {
        return vec![at.to_path_buf()];
    }
    std::fs::read_dir(at)
        .unwrap()
        .flat_map(|entry| walk(&entry.unwrap().path()))
        .collect()
}

#[test]
fn accounts_that_cannot_be_paid_to_are_refused_when_they_are_typed() {
    let mut book = book();
    for line in [
        "partner edit northwind --pay-to northwind",
        "partner edit northwind --pay-by wise --pay-to 12345",
        "partner edit northwind --pay-by bank --pay-to DE88370400440532013000",
        "partner edit northwind --pay-bic DEUT",
    ] {
        assert_eq!(book.fails(line).kind, Kind::Refused, "{line}");
    }
    assert_eq!(
        book.fails("partner edit northwind --spiff maybe").kind,
        Kind::Usage
    );
    book.run("partner edit northwind --pay-by 'Bank transfer' --pay-to 'DE89 3704 0044 0532 0130 00' --pay-name 'Northwind Holding' --pay-bic deutdeff --tax-form w9 --spiff no-cash");
    let p = book.json("partner show northwind");
    for (field, value) in [
        ("payout_method", "bank"),
        ("payout_reference", "DE89 3704 0044 0532 0130 00"),
        ("payout_name", "Northwind Holding"),
        ("payout_bic", "DEUTDEFF"),
        ("tax_form", "W-9"),
        ("spiff_policy", "no cash"),
    ] {
        assert_eq!(p[field], value, "{field}");
    }
    book.run(
        "partner edit northwind --clear pay-name --clear pay-bic --clear tax-form --clear spiff",
    );
    let p = book.json("partner show northwind");
    for field in ["payout_name", "payout_bic", "tax_form", "spiff_policy"] {
        assert!(p[field].is_null(), "{field}");
    }
}

#[test]
fn the_screens_show_a_partners_rewards_and_what_one_is() {
    let mut desk = desk::Desk::after(&[
        "partner add Northwind",
        "reward add northwind gift 5 --what 'a mug' --reason fair --on 2026-11-20",
    ]);
    desk.keys("2 <enter> ( ( (")
        .sees("[Rewards]")
        .sees("W1")
        .sees("promised")
        .keys("<enter>")
        .sees("gift $5.00: a mug");
}

#[test]
fn payment_details_and_policies_come_in_by_import() {
    let desk = Desk::new();
    let file = desk.file(
        "partners.csv",
        "name,pay_by,pay_to,pay_name,bic,tax_form,spiff\nNorthwind,PayPal,pay@northwind.example,N Holding,deutdeff,w-9,No cash\nLeaf,wise,l@leaf.example,,no-bic,,\n",
    );
    let said = desk.run(&["import", "partners", &file]);
    assert!(format!("{said:?}").contains("BIC"), "{said:?}");
    // One wrong row keeps the whole file out.
    let right = std::fs::read_to_string(&file)
        .unwrap()
        .replace("no-bic", "");
    let file = desk.file("right.csv", right);
    desk.ok(&["import", "partners", &file]);
    let shown = desk.ok(&["partner", "show", "northwind"]);
    for fact in [
        "paypal, pay@northwind.example",
        "N Holding",
        "DEUTDEFF",
        "W-9",
        "no cash",
    ] {
        assert!(shown.contains(fact), "{fact}\n{shown}");
    }
}
