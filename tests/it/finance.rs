//! Finance: what is owed comes out the same for a program of somebody else's, on any day, and by both clocks.

use std::{collections::BTreeMap, process::Command};

use partnerbook::{
    demo,
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        money::Money,
    },
    store::{Ask, Balance, Founding, Moment, NewRevenue, Origin, Payment, Store, Tx},
    table::{Cell, Table},
};

use crate::{
    book::{Book, TODAY},
    desk::Desk,
    program,
    skipped::skipped,
};

fn day(iso: &str) -> Day {
    parse_iso(iso).unwrap()
}

fn example() -> Book {
    let today = day(TODAY);
    let founding = Founding {
        name: demo::NAME.to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    let mut store = Store::in_memory(&founding, &Ask::new(Origin::Demo, "demo", today)).unwrap();
    demo::fill(&mut store, today).unwrap();
    Book { store, today }
}

/// Refunds, corrections, reversals, three currencies with 2, 0 and 3 decimals, and names made to break a journal.
fn hard() -> Book {
    let mut book = Book::with(&[
        "program add P --terms '25% of base' --hold-days 10",
        "partner add 'Ac;me | Ltd, [2026-01-01] date:2020-99-99' --program p",
        "partner add '  (x) * ! = 5 USD  ' --program p",
        "partner add '日本パートナーズ' --program p",
        "referral add '; comment' -p ac-me-ltd-2026-01-01-date-2020-99-99 --split ac-me-ltd-2026-01-01-date-2020-99-99:70,x-5-usd:30 --on 2026-01-01",
        "referral win R1 --on 2026-01-05",
        "referral add 'date:2020-13-45, a:b [2026-13-45]' -p x-5-usd --on 2026-01-01",
        "referral win R2 --on 2026-01-05",
        "referral add '\"quoted\" {1} @ 2 \u{202e}' -p n-f5b43c45 --on 2026-01-01",
        "referral win R3 --on 2026-01-05",
        "revenue add C1 1000.01 --on 2026-01-31",
        "revenue add C1 '100001 JPY' --on 2026-02-28",
        "revenue add C2 '12.345 KWD' --on 2026-02-28",
        "revenue add C2 3333.33 --on 2026-03-01",
        "revenue add C3 '7 JPY' --on 2026-03-31",
        "revenue add C3 9999999.99 --on 2026-04-30",
        "revenue add C1 400 --refund-of V1 --on 2026-05-01",
    ]);
    book.run("payout new --as-of 2026-05-20");
    for payout in ["P1", "P2", "P3", "P4"] {
        book.run(&format!(
            "payout paid {payout} --on 2026-05-21 --reference 'a;b [2026-99-99] date:x'"
        ));
    }
    book.run("payout reverse P1 --on 2026-07-01 --reason 'wrong; date:2020-99-99 | [x]'");
    book.run("revenue void V4 --reason double");
    book.run("revenue add C2 50 --on 2026-08-31");
    book.run("payout new --as-of 2026-11-01");
    book
}

/// What hledger says to a journal; `None` where it is not installed.
fn hledger(journal: &str, args: &[&str]) -> Option<String> {
    let found = Command::new("hledger").arg("--version").output();
    if !found.is_ok_and(|o| o.status.success()) {
        skipped("no hledger here to audit the journal with");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.journal");
    std::fs::write(&path, journal).unwrap();
    let said = Command::new("hledger")
        .env("LC_ALL", "C.UTF-8")
        .env("HOME", folder.path())
        .arg("-f")
        .arg(&path)
        .args(args)
        .output()
        .unwrap();
    assert!(
        said.status.success(),
        "hledger {args:?}: {}\n{journal}",
        String::from_utf8_lossy(&said.stderr)
    );
    Some(String::from_utf8(said.stdout).unwrap())
}

/// hledger's balances that are not zero: the last part of an account and a currency, and the amount.
fn balances(journal: &str, of: &str, more: &[&str]) -> Option<BTreeMap<(String, String), String>> {
    let args = [
        &["bal", of, "--flat", "-N", "-O", "csv", "--layout=bare"],
        more,
    ]
    .concat();
    let csv = hledger(journal, &args)?;
    let mut found = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(|c| c.trim_matches('"')).collect();
        let last = cells[0].rsplit(':').next().unwrap();
        if cells[2].trim_start_matches('-').parse::<f64>().unwrap() != 0.0 {
            found.insert((last.to_owned(), cells[1].to_owned()), cells[2].to_owned());
        }
    }
    Some(found)
}

fn table(book: &mut Book, line: &str) -> Table {
    book.run(line).table.unwrap()
}

fn at<'a>(table: &'a Table, row: usize, key: &str) -> &'a Cell {
    let column = table.columns.iter().position(|c| c.key == key).unwrap();
    &table.rows[row].cells[column]
}

fn money(cell: &Cell) -> Money {
    match cell {
        Cell::Money(money) => *money,
        other => panic!("{other:?} is no money"),
    }
}

/// A column of `stats as-of` in hledger's words: only what is not zero.
fn ours(table: &Table, key: &str, turned: bool) -> BTreeMap<(String, String), String> {
    (0..table.rows.len())
        .map(|row| {
            let sum = money(at(table, row, key));
            let sum = if turned { sum.negated().unwrap() } else { sum };
            let slug = at(table, row, "slug").plain();
            ((slug, sum.currency.code().to_owned()), sum)
        })
        .filter(|(_, sum)| !sum.is_zero())
        .map(|(key, sum)| (key, sum.plain()))
        .collect()
}

fn journal(book: &mut Book, line: &str) -> String {
    book.run(line).raw.unwrap()
}

#[test]
fn hledger_passes_the_journal_and_has_our_balances() {
    for (mut book, on) in [
        (example(), TODAY),
        (example(), "2026-08-15"),
        (hard(), TODAY),
        (hard(), "2026-06-30"),
        (Book::new(), TODAY),
    ] {
        let text = journal(&mut book, &format!("export journal --to {on}"));
        if hledger(&text, &["check", "-s", "ordereddates"]).is_none() {
            return;
        }
        let stood = table(&mut book, &format!("stats as-of {on}"));
        let owed = balances(&text, "liabilities:partners", &[]).unwrap();
        assert_eq!(owed, ours(&stood, "owed", true), "owed on {on}");
        let earned = balances(&text, "expenses:commission", &[]).unwrap();
        assert_eq!(earned, ours(&stood, "earned", false), "earned on {on}");
        let paid = balances(&text, "assets:payouts", &[]).unwrap();
        for ((_, code), sum) in &paid {
            let currency = Currency::parse(code).unwrap();
            let all = stood.footer.iter().find(|(label, _)| label == "paid");
            let all = all.unwrap().1.iter().find(|m| m.currency == currency);
            assert_eq!(*sum, all.unwrap().negated().unwrap().plain(), "on {on}");
        }
    }
}

#[test]
fn an_assertion_that_does_not_hold_is_found() {
    let text = journal(&mut hard(), "export journal");
    let broken = text.replacen("= -", "= -1", 1);
    assert_ne!(text, broken);
    for word in ["correction", "refund", "payout taken back"] {
        assert!(text.contains(&format!("| {word}")), "{word}");
    }
    assert!(text.contains("commodity 1000. JPY") && text.contains("commodity 1000.000 KWD"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.journal");
    std::fs::write(&path, broken).unwrap();
    let said = Command::new("hledger")
        .env("LC_ALL", "C.UTF-8")
        .arg("-f")
        .arg(&path)
        .args(["check", "-s"])
        .output();
    match said {
        Ok(said) => assert!(!said.status.success(), "hledger did not see it"),
        Err(_) => skipped("no hledger here to find a false assertion"),
    }
}

#[test]
fn months_close_where_the_journal_says_and_open_where_the_last_closed() {
    let mut book = hard();
    let text = journal(&mut book, "export journal");
    let months = table(&mut book, "stats months");
    let mut closed: BTreeMap<String, Money> = BTreeMap::new();
    assert!(months.rows.len() > 20);
    for row in 0..months.rows.len() {
        let figure = |key| money(at(&months, row, key));
        let code = at(&months, row, "currency").plain();
        let month = at(&months, row, "month").plain();
        let mut sum = figure("opening");
        if let Some(before) = closed.get(&code) {
            assert_eq!(sum, *before, "{month} {code}");
        }
        for key in [
            "earned",
            "refunds",
            "corrections",
            "adjustments",
            "paid",
            "returned",
        ] {
            sum = sum.checked_add(figure(key)).unwrap();
        }
        assert_eq!(sum, figure("closing"), "{month} {code}");
        closed.insert(code.clone(), sum);
        let next = partnerbook::domain::month::Month::parse(&month)
            .unwrap()
            .next()
            .first()
            .to_string();
        let (cur, end) = (format!("cur:{code}"), format!("-e{next}"));
        let Some(theirs) = balances(&text, "liabilities", &["--depth", "1", &cur, &end]) else {
            return;
        };
        let theirs = theirs.values().next().map_or("0", String::as_str);
        let theirs = Money::parse(theirs, sum.currency).unwrap();
        assert_eq!(theirs, sum.negated().unwrap(), "{month} {code}");
    }
    // A part of it is the same months.
    let part = table(&mut book, "stats months --period 2026-03..2026-06");
    let first = (0..months.rows.len())
        .find(|row| at(&months, *row, "month").plain() == "2026-03")
        .unwrap();
    assert_eq!(part.rows[0].cells, months.rows[first].cells);
}

#[test]
fn what_is_owed_is_held_blocked_payable_or_in_a_payout_on_every_day() {
    for mut book in [example(), hard()] {
        for on in [
            "2026-01-31",
            "2026-05-20",
            "2026-05-21",
            "2026-07-01",
            TODAY,
        ] {
            let stood = table(&mut book, &format!("stats as-of {on}"));
            for row in 0..stood.rows.len() {
                let figure = |key| money(at(&stood, row, key)).minor;
                let parts: i64 = ["held", "blocked", "payable", "in_payout"]
                    .map(figure)
                    .iter()
                    .sum();
                assert_eq!(parts, figure("owed"), "{on} {:?}", stood.rows[row]);
                assert_eq!(figure("earned") - figure("paid"), figure("owed"));
            }
        }
    }
}

#[test]
fn lists_as_of_a_day_agree_with_the_balances_of_that_day() {
    for mut book in [example(), hard()] {
        for on in ["2026-03-31", "2026-06-15", TODAY] {
            let stood = table(&mut book, &format!("stats as-of {on}"));
            let sum = |label: &str, table: &Table| -> Vec<Money> {
                let found = table.footer.iter().find(|(l, _)| l == label);
                found
                    .map(|(_, sums)| sums.iter().copied().filter(|m| !m.is_zero()).collect())
                    .unwrap_or_default()
            };
            let partners = table(&mut book, &format!("partner list --as-of {on}"));
            for label in ["earned", "owed"] {
                assert_eq!(sum(label, &partners), sum(label, &stood), "{label} {on}");
            }
            let lines = table(&mut book, &format!("commission list --as-of {on}"));
            assert_eq!(sum("held", &lines), sum("held", &stood), "held {on}");
            assert_eq!(sum("payable", &lines), sum("payable", &stood), "{on}");
            assert_eq!(sum("in payout", &lines), sum("in payouts", &stood), "{on}");
            let payouts = table(&mut book, &format!("payout list --as-of {on}"));
            assert_eq!(sum("paid", &payouts), sum("paid", &stood), "paid {on}");
            // The filter says it as well as the option.
            let typed = table(&mut book, &format!("payout list asof:{on}"));
            assert_eq!(typed, payouts);
        }
        // As of today, kept totals and those worked out are the same.
        assert_eq!(
            table(&mut book, "partner list --as-of today").footer,
            table(&mut book, "partner list").footer
        );
    }
}

#[test]
fn a_payout_reversed_later_was_paid_and_one_paid_later_was_open() {
    let mut book = hard();
    let mut state = |on: &str| {
        let list = table(&mut book, &format!("payout list id:P1 --as-of {on}"));
        (!list.rows.is_empty()).then(|| at(&list, 0, "state").plain())
    };
    assert_eq!(state("2026-05-19"), None);
    assert_eq!(state("2026-05-20").as_deref(), Some("draft"));
    assert_eq!(state("2026-05-21").as_deref(), Some("paid"));
    assert_eq!(state("2026-06-30").as_deref(), Some("paid"));
    assert_eq!(state("2026-07-01").as_deref(), Some("reversed"));
    assert!(
        book.fails("referral list asof:2026-05-01")
            .message
            .contains("cannot be shown as it stood")
    );
    assert!(
        book.fails("payout list asof:soon")
            .message
            .contains("takes one day")
    );
}

/// Writes on a day of the log's clock.
fn write(book: &mut Book, on: &str, work: impl FnOnce(&mut Tx<'_>)) {
    let ask = Ask {
        at: Some(format!("{on}T12:00:00Z")),
        ..Ask::new(Origin::Shell, "", day(on))
    };
    book.store
        .write(&ask, |tx| {
            work(tx);
            Ok((String::new(), ()))
        })
        .unwrap();
}

fn line(on: &str, minor: i64, refund_of: Option<i64>) -> NewRevenue {
    NewRevenue {
        external_id: None,
        customer: 1,
        referral: None,
        day: day(on),
        kind: "base".to_owned(),
        money: Money::new(minor, Currency::parse("USD").unwrap()),
        period_months: 1,
        refund_of,
        their_status: None,
    }
}

#[test]
fn what_was_known_on_a_day_is_what_the_book_said_on_that_day() {
    let mut book = Book::with(&[
        "program add P --terms '25% of base' --hold-days 10",
        "partner add A --program p",
        "referral add Co -p a --on 2026-01-01",
        "referral win R1 --on 2026-01-05",
    ]);
    // Seen on a day that has passed by then, on another, and on one after everything.
    let days = ["2026-02-20", "2026-05-10", TODAY];
    let look = |book: &Book, known: Option<Day>| -> Vec<Vec<Balance>> {
        days.iter()
            .map(|on| Moment {
                day: day(on),
                known,
            })
            .map(|moment| book.store.view().balances_at(moment).unwrap())
            .collect()
    };
    let mut told = Vec::new();
    let mut step = |book: &mut Book, on: &str, work: &mut dyn FnMut(&mut Tx<'_>)| {
        write(book, on, work);
        told.push((day(on), look(book, None)));
    };
    step(&mut book, "2026-02-01", &mut |tx| {
        tx.add_revenue(&line("2026-01-31", 100_000, None)).unwrap();
    });
    step(&mut book, "2026-02-15", &mut |tx| {
        tx.draft_payouts(None, day("2026-02-15")).unwrap();
    });
    step(&mut book, "2026-02-16", &mut |tx| {
        tx.cancel_payout(1, None).unwrap();
    });
    step(&mut book, "2026-02-17", &mut |tx| {
        tx.draft_payouts(None, day("2026-02-17")).unwrap();
    });
    step(&mut book, "2026-02-18", &mut |tx| {
        let payment = Payment {
            on: day("2026-02-18"),
            method: None,
            reference: None,
        };
        tx.mark_paid(2, &payment).unwrap();
    });
    step(&mut book, "2026-03-01", &mut |tx| {
        tx.add_revenue(&line("2026-02-10", -20_000, Some(1)))
            .unwrap();
    });
    step(&mut book, "2026-04-01", &mut |tx| {
        tx.reverse_payout(2, day("2026-03-20"), "bounced").unwrap();
    });
    step(&mut book, "2026-04-10", &mut |tx| {
        tx.draft_payouts(None, day("2026-04-10")).unwrap();
    });
    // What is undone was known until then.
    let ask = Ask {
        at: Some("2026-04-20T12:00:00Z".to_owned()),
        ..Ask::new(Origin::Shell, "undo", day("2026-04-20"))
    };
    book.store.undo(&ask, None).unwrap();
    told.push((day("2026-04-20"), look(&book, None)));
    write(&mut book, "2026-05-01", |tx| {
        tx.void_revenue(2).unwrap();
    });
    told.push((day("2026-05-01"), look(&book, None)));
    assert!(told.windows(2).any(|two| two[0].1 != two[1].1));
    for (known, said) in &told {
        assert_eq!(look(&book, Some(*known)), *said, "as known on {known}");
    }
    assert!(look(&book, Some(day("2026-01-01")))[2].is_empty());
    // On the line: one day, two answers, and the line says which.
    let now = book.run("stats as-of 2026-02-28");
    let then = book.run("stats as-of 2026-02-28 --known 2026-03-05");
    assert!(now.said.contains("as the book knows it now"));
    assert!(then.said.contains("recorded by the end of 5 Mar 2026"));
    assert_ne!(now.table, then.table);
}

#[test]
fn screens_of_money_go_back_to_a_day_and_say_so() {
    let mut desk = Desk::example();
    desk.keys("8").misses("as it stood");
    desk.keys("T 2026-06-30 <enter>")
        .sees("as it stood on 30 Jun 2026");
    desk.keys("<esc>").misses("as it stood");
    desk.keys("2 T 2026-06-30 <enter>")
        .sees("as it stood on 30 Jun 2026");
    desk.keys("7 T -90d <enter>")
        .sees("as it stood on 23 Aug 2026");
    // A list that has no past keeps to today.
    desk.keys("3 T").misses("asof:");
}

#[test]
fn a_journal_is_put_in_place_whole() {
    let desk = program::Desk::example();
    let path = desk.path("book.journal");
    let name = path.display().to_string();
    let said = desk.run(&["export", "journal", "--out", &name]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("transactions) to"), "{said:?}");
    let piped = desk.ok(&["export", "journal"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), piped);
    assert_ne!(desk.run(&["export", "journal", "--out", &name]).code, 0);
    desk.ok(&["export", "journal", "--out", &name, "--force"]);
}
