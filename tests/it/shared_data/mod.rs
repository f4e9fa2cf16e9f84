//! Facts held against files that are not ours to publish: real companies, official test files, hostile text.
//!
//! Read from `$PARTNERBOOK_SHARED`, or `../shared/data` beside the repository; skipped where absent.

mod billing;
mod crm;
mod matching;
mod maven_day;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;
use std::path::PathBuf;

use crate::skipped::skipped;
use partnerbook::domain::identity::{match_key, registrable_domain};
use partnerbook::domain::overlap::{Overlap, Row};
use partnerbook::text::{
    check_name, clean, clean_lines, csv_guard, csv_unguard, cut, fold, pad_right, slug, width, wrap,
};

/// Where the file or folder is, or a word that it is not here.
fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PARTNERBOOK_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let whole = root.join(path);
    if !whole.exists() {
        skipped(&format!("{path} is not here"));
        return None;
    }
    Some(whole)
}

/// The file as text; bytes that are not UTF-8 are replaced.
fn read(path: &str) -> Option<String> {
    let bytes = std::fs::read(shared(path)?).unwrap();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn json(path: &str) -> Option<serde_json::Value> {
    read(path).map(|text| serde_json::from_str(&text).expect("the file is JSON"))
}

fn rows(path: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let text = read(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    Some(
        reader
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("the file is CSV"),
    )
}

/// Every hostile string of the collections.
fn hostile() -> Vec<String> {
    let mut all = Vec::new();
    for (path, field) in [
        ("nasty/terminal/payloads.json", Some("payload")),
        ("nasty/blns/blns.json", None),
    ] {
        let Some(serde_json::Value::Array(items)) = json(path) else {
            continue;
        };
        let text = |item: serde_json::Value| {
            field
                .map_or(item.as_str(), |f| item[f].as_str())
                .map(str::to_string)
        };
        all.extend(items.into_iter().filter_map(text));
    }
    for path in [
        "nasty/csv_injection/csv-payload.txt",
        "nasty/unicode/UTF-8-test.txt",
    ] {
        all.extend(read(path).unwrap_or_default().lines().map(str::to_string));
    }
    all
}

/// Columns of the terminal the tests draw into.
const COLUMNS: u16 = 400;

/// Where the cursor of a real terminal stands after `text`, and whether that stayed in the first row.
fn cursor_after(text: &str) -> (usize, bool) {
    let cells = |n| NonZeroU16::new(n).expect("a size");
    let mut terminal = vt100::Parser::new(cells(3), cells(COLUMNS), 0);
    // This emulator takes a replacement character for broken bytes of its own and shows nothing.
    terminal.process(text.replace('\u{fffd}', "?").as_bytes());
    let (row, column) = terminal.screen().cursor_position();
    (usize::from(column), row == 0)
}

#[test]
fn hostile_text_is_inert_in_a_terminal_and_takes_the_cells_measured() {
    for text in hostile() {
        let shown = clean(&text);
        assert!(!shown.contains(char::is_control), "{text:?}");
        let unseen = |c: char| matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
        assert!(!shown.contains(unseen), "{text:?}");
        assert!(
            !clean_lines(&text).contains(|c: char| c.is_control() && c != '\n'),
            "{text:?}"
        );
        assert_eq!(clean(&shown), shown, "{text:?}");
        for cells in [0, 1, 7, 30] {
            assert!(width(&cut(&shown, cells)) <= cells);
            assert_eq!(width(&pad_right(&shown, cells)), cells, "{text:?}");
        }
        assert!(
            wrap(&shown, 20).iter().all(|line| width(line) <= 20),
            "{text:?}"
        );
        assert!(
            !fold(&text).is_empty() || text.chars().all(|c| !c.is_alphanumeric()),
            "{text:?}"
        );
        assert!(!slug(&text).is_empty());
        if width(&shown) < usize::from(COLUMNS) {
            assert_eq!(
                cursor_after(&shown),
                (width(&shown), true),
                "{text:?} as {shown:?}"
            );
        }
    }
}

#[test]
fn hostile_names_are_kept_as_they_came_and_disarmed_in_spreadsheets() {
    for text in hostile() {
        if let Ok(kept) = check_name(&text) {
            assert_eq!(kept, text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        let guarded = csv_guard(&text);
        assert_eq!(csv_unguard(&guarded), text);
        let number = text
            .trim_start_matches(['-', '+'])
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        assert!(
            number || !guarded.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{text:?}"
        );
    }
}

fn code_points(text: &str) -> String {
    let parse = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    text.split_whitespace().filter_map(parse).collect()
}

#[test]
fn days_and_amounts_are_their_value_or_refused_and_never_another_value() {
    use crate::days_and_amounts as check;
    let of = |name: &str| rows(&format!("nasty/{name}.csv"));
    if let Some(rows) = of("date_strict") {
        check::days_are_exactly(&rows);
    }
    if let Some(rows) = of("money_strict") {
        check::amounts_are_exactly(&rows);
    }
    if let Some(rows) = of("date_strings") {
        let read = check::days_are_never_others(&rows);
        assert!(read >= 20, "only {read} of {} days", rows.len());
    }
    if let Some(rows) = of("money_strings") {
        let read = check::amounts_are_never_others(&rows);
        assert!(read >= 250, "only {read} of {} amounts", rows.len());
    }
}

#[test]
fn every_emoji_takes_the_cells_a_terminal_gives_it() {
    let Some(list) = read("nasty/unicode/emoji-test.txt") else {
        return;
    };
    let mut wrong = Vec::new();
    for line in list
        .lines()
        .filter(|l| !l.starts_with('#') && l.contains(';'))
    {
        let emoji = code_points(line.split(';').next().unwrap_or_default());
        let shown = clean(&emoji);
        if cursor_after(&shown).0 != width(&shown) || shown.is_empty() {
            wrong.push(line.to_string());
        }
    }
    assert!(
        wrong.is_empty(),
        "{} emoji: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(10)]
    );
}

#[test]
fn a_cut_never_splits_what_unicode_holds_together() {
    let Some(list) = read("nasty/unicode/GraphemeBreakTest.txt") else {
        return;
    };
    for line in list.lines().filter(|l| l.starts_with('÷')) {
        let samples = line.split('#').next().unwrap_or_default();
        let parts: Vec<String> = samples
            .split('÷')
            .map(|p| code_points(&p.replace('×', " ")))
            .collect();
        let whole: String = parts.concat();
        let mut heads = vec![String::new()];
        for part in &parts {
            heads.push(format!("{}{part}", heads[heads.len() - 1]));
        }
        for cells in 1..6 {
            let shown = cut(&whole, cells);
            let kept = shown.strip_suffix('~').unwrap_or(&shown);
            assert!(kept == whole || heads.iter().any(|h| h == kept), "{line}");
        }
    }
}

#[test]
fn wide_and_narrow_are_as_unicode_says() {
    let Some(list) = read("nasty/unicode/EastAsianWidth.txt") else {
        return;
    };
    let mut checked = 0;
    for line in list.lines().filter(|l| !l.starts_with('#')) {
        let Some((range, kind)) = line.split('#').next().and_then(|l| l.split_once(';')) else {
            continue;
        };
        if !matches!(kind.trim(), "W" | "F") || line.contains("<reserved") {
            continue;
        }
        let (from, to) = range.split_once("..").unwrap_or((range, range));
        for c in [from, to].map(code_points) {
            let letter = c.chars().all(char::is_alphanumeric);
            if letter && clean(&c) == c {
                assert_eq!(width(&c), 2, "{line}");
                checked += 1;
            }
        }
    }
    assert!(checked > 50, "only {checked} checked");
}

#[test]
fn the_public_suffix_lists_own_tests_pass() {
    let Some(list) = read("match/psl/test_psl.txt") else {
        return;
    };
    let mut passed = 0;
    for line in list.lines().filter(|l| l.starts_with("checkPublicSuffix(")) {
        let inner = line
            .trim_start_matches("checkPublicSuffix(")
            .trim_end_matches(");");
        let (host, expected) = inner.split_once(", ").expect("two arguments");
        let text = |arg: &str| (arg != "null").then(|| arg.trim_matches('\'').to_string());
        let ascii = |host: String| idna::domain_to_ascii(&host).expect("a host of the list");
        let found = text(host).and_then(|h| registrable_domain(&h));
        assert_eq!(found, text(expected).map(ascii), "{line}");
        passed += 1;
    }
    assert_eq!(passed, 78);
}

#[test]
fn two_real_lists_overlap_on_exactly_the_domains_expected() {
    let (Some(ours), Some(theirs)) = (
        rows("match/yc/customers.csv"),
        rows("match/yc/partner_list.csv"),
    ) else {
        return;
    };
    let expected: BTreeSet<(String, String)> = rows("match/yc/expected_domain_pairs.csv")
        .expect("the answer lies beside the lists")
        .into_iter()
        .map(|row| (row["customer_id"].clone(), row["row"].clone()))
        .collect();
    let keyed = |list: &[BTreeMap<String, String>], id: &str| -> Vec<Row<String>> {
        list.iter()
            .map(|r| Row {
                id: r[id].clone(),
                key: match_key(&r["website"]),
            })
            .collect()
    };
    let overlap = Overlap::of(&keyed(&ours, "customer_id"), &keyed(&theirs, "row"));
    let found: BTreeSet<_> = overlap
        .pairs()
        .map(|(_, a, b)| (a.clone(), b.clone()))
        .collect();
    let wrong: Vec<_> = found.symmetric_difference(&expected).collect();
    assert!(wrong.is_empty(), "{} pairs differ: {wrong:?}", wrong.len());
    assert_eq!(found.len(), 1152);
}

#[test]
fn real_websites_give_the_domain_expected() {
    let Some(rows) = rows("match/yc/website_domains.csv") else {
        return;
    };
    for row in rows.iter().filter(|r| r["shared_host"].is_empty()) {
        let expected = Some(row["registrable_domain"].clone()).filter(|d| !d.is_empty());
        let found = match_key(&row["website"]);
        // lnkd.in shortens links; who stands behind one cannot be told.
        if expected.as_deref() != Some("lnkd.in") {
            assert_eq!(found, expected, "{}", row["website"]);
        }
    }
}
