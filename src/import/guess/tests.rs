//! What a person sees guessed: right where headers and values say so, asked or left where they do not.

use super::*;
use crate::import::{Mapping, Record, Wishes};

const fn field(name: &'static str, needed: bool, holds: Holds) -> Field {
    Field {
        name,
        like: &[],
        needed,
        holds,
    }
}

const REVENUE: &[Field] = &[
    field("id", false, Holds::Id),
    field("customer", true, Holds::Name),
    field("date", true, Holds::Day),
    field("amount", true, Holds::Amount),
    field("currency", false, Holds::Currency),
    field("note", false, Holds::Text),
];

/// Each column as `header → field? sure: why`.
fn guessed(header: &[&str], rows: &[&[&str]]) -> (Vec<String>, Guess) {
    let header: Vec<String> = header.iter().map(|h| (*h).to_owned()).collect();
    let text = rows
        .iter()
        .map(|row| row.join("|"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut table = crate::import::rows::Rows::text(
        Box::new(std::io::Cursor::new(format!("{text}\n").into_bytes())),
        Some(b'|'),
    )
    .expect("a table");
    let names = Record::of(1, header.iter().map(String::as_str));
    let all = Mapping::decide(&[], &names, &Wishes::default()).expect("a header");
    let survey = Survey::of(&mut table, &all, &mut |_| Ok(())).expect("a survey");
    let guess = guess(
        FileKind::Revenue,
        REVENUE,
        &header,
        &survey,
        &Decided::default(),
    );
    let shown = header
        .iter()
        .zip(&guess.places)
        .map(|(h, p)| {
            let to = p.field.map_or("-", |f| REVENUE[f].name);
            format!("{h} → {to} {:?}: {}", p.sure, p.why)
        })
        .collect();
    (shown, guess)
}

#[test]
fn headers_of_other_languages_are_told_with_the_language() {
    let (shown, guess) = guessed(
        &[
            "Rechnungs-Nr.",
            "Kunde",
            "Rechnungsdatum",
            "Betrag (EUR)",
            "Währung",
            "Notiz",
        ],
        &[&["R1", "Acme", "28.10.2026", "1.200,00", "EUR", "x"]],
    );
    assert_eq!(
        shown,
        [
            "Rechnungs-Nr. → id Sure: “Rechnungs-Nr.” is German for invoice number",
            "Kunde → customer Sure: “Kunde” is German for customer",
            "Rechnungsdatum → date Sure: “Rechnungsdatum” is German for invoice date; day first: only fit",
            "Betrag (EUR) → amount Sure: “Betrag (EUR)” is German for amount",
            "Währung → currency Sure: “Währung” is German for currency",
            "Notiz → note Sure: “Notiz” is German for note",
        ]
    );
    assert!(guess.ties.is_empty());
}

#[test]
fn two_columns_that_mean_one_field_are_asked_about() {
    let (shown, guess) = guessed(
        &["Kunde", "Datum", "Nettobetrag", "Bruttobetrag"],
        &[&["Acme", "2026-10-28", "100,00", "119,00"]],
    );
    assert_eq!(
        guess.ties,
        [Tie {
            field: 3,
            columns: vec![2, 3]
        }]
    );
    assert!(
        shown[2].contains("- Ask: could be amount, and so could “Bruttobetrag”"),
        "{shown:?}"
    );
}

#[test]
fn values_decide_between_headers_and_refuse_what_is_not_theirs() {
    // Only one of them holds amounts.
    let (shown, guess) = guessed(
        &["customer", "date", "Sale value", "Total value"],
        &[&["Acme", "2026-10-28", "high", "119.00"]],
    );
    assert!(guess.ties.is_empty(), "{shown:?}");
    assert_eq!(shown[3], "Total value → amount Sure: numbers, 2 decimals");
    assert!(shown[2].starts_with("Sale value → - Unused"), "{shown:?}");
    // A name of ours is kept, and said to look odd.
    let (shown, _) = guessed(
        &["customer", "date", "amount"],
        &[&["Acme", "soon", "1.00"]],
    );
    assert_eq!(
        shown[1],
        "date → date Guess: same name, but not all are days"
    );
}

#[test]
fn tax_and_due_dates_are_not_taken_for_what_was_paid() {
    let (shown, _) = guessed(
        &[
            "customer",
            "Due date",
            "Tax amount",
            "Paid on date",
            "Amount charged",
        ],
        &[&["Acme", "2026-11-28", "19.00", "2026-10-28", "119.00"]],
    );
    assert!(shown[1].contains("→ -"), "{shown:?}");
    assert!(shown[2].contains("→ -"), "{shown:?}");
    assert!(shown[3].contains("→ date"), "{shown:?}");
    assert!(shown[4].contains("→ amount"), "{shown:?}");
}

#[test]
fn likeness_and_values_alone_are_never_sure() {
    let (shown, _) = guessed(
        &["custmer", "A", "B", "C"],
        &[&["Acme", "2026-10-28", "119.00", "usd"]],
    );
    assert_eq!(shown[0], "custmer → customer Guess: nearly “customer”");
    assert_eq!(shown[1], "A → date Guess: days, year first");
    assert_eq!(shown[2], "B → amount Guess: numbers, 2 decimals");
    assert_eq!(shown[3], "C → currency Guess: 3-letter codes");
}

#[test]
fn hostile_headers_and_values_are_only_data() {
    let (shown, _) = guessed(
        &[
            "=cmd|'/c calc'!A1",
            "\u{202e}tnuoma",
            "--map",
            "'; DROP TABLE partner;--",
        ],
        &[&["\u{1b}[31m", "${jndi:ldap://x}", "--yes", "<script>"]],
    );
    assert!(
        shown
            .iter()
            .all(|s| s.contains("→ -") || s.contains("Guess")),
        "{shown:?}"
    );
}
