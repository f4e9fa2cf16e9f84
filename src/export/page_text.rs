//! The partner page as plain text: the same facts for a letter or a screen reader; it reads no book and writes no file.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{
    arranged::{self, WORDS},
    place::MARKER,
};
use crate::{
    domain::{day::shown, money::Money},
    error::Result,
    store::statement::{Promise, Purse, Statement},
    text::{pad_left, pad_right, width, wrap},
};

/// How wide running text gets, in cells.
const WIDTH: usize = 78;

/// A statement as plain text. The same statement gives the same bytes.
pub fn text(statement: &Statement) -> Result<String> {
    let mut out = body(statement)?;
    push(
        &mut out,
        &format!(
            "Copy {} of {}, for {} alone.",
            snapshot(statement)?,
            shown(statement.as_of),
            statement.partner
        ),
    );
    push(
        &mut out,
        "It holds no contact details of customers, no notes of ours, and nothing about other partners.",
    );
    push(&mut out, MARKER);
    Ok(out)
}

/// Eight letters that name what a copy says: the same facts on the same day have the same.
pub(super) fn snapshot(statement: &Statement) -> Result<String> {
    let digest = Sha256::digest(body(statement)?.as_bytes());
    let mut name = String::new();
    for byte in digest.iter().take(4) {
        let _ = write!(name, "{byte:02X}");
    }
    Ok(name)
}

/// `1 payout`, `3 payouts`.
pub(super) fn payouts(n: usize) -> String {
    if n == 1 {
        "1 payout".to_owned()
    } else {
        format!("{n} payouts")
    }
}

/// When what is payable is paid.
pub(super) fn pay_words(s: &Statement) -> String {
    s.contact.pay_day.map_or_else(
        || "goes into the next payout".to_owned(),
        |day| format!("paid on day {day} of the month"),
    )
}

/// The way the partner is paid, as a sentence without any account; nothing where nothing is earned or known.
pub(super) fn paid_by(s: &Statement) -> Option<String> {
    let method = s.paid_by.filter(|_| !s.purses.is_empty())?;
    Some(format!("You are paid by {}.", method.name()))
}

/// Which version it is, since when, and for whom.
pub(super) fn version_words(t: &Promise) -> String {
    let own = if t.own { "your own terms, " } else { "" };
    let mut words = format!("{own}version {}", t.version);
    if let Some(from) = t.from {
        let _ = write!(words, ", since {}", shown(from));
    }
    words.push_str(match (t.for_new, t.referrals) {
        (true, _) => ", for new referrals",
        (false, _) => ", for referrals made under it",
    });
    let _ = match t.referrals {
        0 => Ok(()),
        1 => write!(words, "; 1 referral of yours"),
        n => write!(words, "; {n} referrals of yours"),
    };
    words
}

/// The hold and the minimum, in a sentence or two.
pub(super) fn hold_words(t: &Promise) -> String {
    let hold = match t.hold_days {
        0 => "Commission is payable at once.".to_owned(),
        1 => "Commission is payable 1 day after the customer paid.".to_owned(),
        n => format!("Commission is payable {n} days after the customer paid."),
    };
    if t.minimum.is_empty() {
        hold
    } else {
        let least: Vec<String> = t.minimum.iter().map(Money::shown).collect();
        format!(
            "{hold} The smallest payout is {}; less is carried over.",
            least.join(" or ")
        )
    }
}

fn body(s: &Statement) -> Result<String> {
    let mut out = String::new();
    push(
        &mut out,
        &format!("{}: {}", s.program, s.partner).to_uppercase(),
    );
    let mut head = format!("As of {}. Read-only copy.", shown(s.as_of));
    let whom: Vec<&str> = [&s.contact.name, &s.contact.email]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if !whom.is_empty() {
        let _ = write!(head, " Questions: {}", whom.join(", "));
    }
    push(&mut out, &head);

    title(&mut out, "MONEY");
    if s.purses.is_empty() {
        push(&mut out, "  Nothing has been earned yet.");
    }
    for purse in &s.purses {
        money(&mut out, s, purse);
    }
    if let Some(active) = &s.active {
        push(&mut out, &format!("  {}", active.sentence()));
    }
    if let Some(words) = paid_by(s) {
        push(&mut out, &format!("  {words}"));
    }
    if !s.coming.is_empty() {
        title(&mut out, "WHAT HAPPENS NEXT");
        table(
            &mut out,
            s.coming
                .iter()
                .map(|c| vec![L(shown(c.on)), L(c.what.clone())])
                .collect(),
        );
    }
    if !s.referrals.is_empty() {
        let c = arranged::counts(s);
        title(
            &mut out,
            &format!(
                "YOUR REFERRALS  ({} sent: {} open, {} won, {} closed)",
                c.all, c.open, c.won, c.closed
            ),
        );
        let rows = s.referrals.iter().map(|r| {
            let changed = r
                .changed_on
                .map_or_else(String::new, |d| format!("changed {}", shown(d)));
            vec![
                L(format!("R{}", r.id)),
                L(r.company.clone()),
                L(r.stage_words()),
                L(changed),
                L(r.outlook()),
            ]
        });
        table(&mut out, rows.collect());
    }
    if !s.customers.is_empty() {
        title(&mut out, "YOUR CUSTOMERS");
        let rows = s.customers.iter().map(|c| {
            let share = c
                .share
                .as_ref()
                .map_or_else(String::new, |share| format!(" (your share is {share}%)"));
            vec![
                L(c.company.clone()),
                L(format!("month {}", c.months_words())),
                L(c.last_words()),
                R(format!("you earned {}", c.earned.shown())),
                L(format!("{}{share}", c.state_words())),
            ]
        });
        table(&mut out, rows.collect());
    }
    for year in arranged::years(s)? {
        for month in &year.months {
            title(
                &mut out,
                &format!(
                    "COMMISSION, {}",
                    arranged::month_name(month.month).to_uppercase()
                ),
            );
            let mut rows: Vec<Vec<Field>> = Vec::new();
            for line in &month.lines {
                rows.push(vec![
                    L(shown(line.day)),
                    L(line.company.clone()),
                    R(line.amount.shown()),
                    L(line.state.phrase()),
                    L(line.reason.clone()),
                ]);
            }
            table(&mut out, rows);
            push(&mut out, &format!("  Sum {}", month.sum.shown()));
        }
        title(&mut out, &format!("COMMISSION OF {}", year.number));
        table(
            &mut out,
            year.sums
                .iter()
                .map(|(word, sum)| vec![L((*word).to_owned()), R(sum.shown())])
                .collect(),
        );
    }
    if !s.payouts.is_empty() {
        title(&mut out, "PAYOUTS");
        let rows = s.payouts.iter().map(|p| {
            let how: Vec<&str> = [&p.method, &p.reference]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            let lines = if p.lines == 1 {
                "1 line".to_owned()
            } else {
                format!("{} lines", p.lines)
            };
            vec![
                L(format!("P{}", p.id)),
                R(p.amount.shown()),
                R(lines),
                L(p.phrase()),
                L(how.join(" ")),
            ]
        });
        table(&mut out, rows.collect());
    }
    if !s.rewards.is_empty() {
        title(&mut out, "REWARDS");
        let rows = s.rewards.iter().map(|g| {
            vec![
                L(shown(g.on)),
                L(g.what.clone()),
                L(g.phrase()),
                L(g.reason.clone()),
            ]
        });
        table(&mut out, rows.collect());
    }
    if !s.terms.is_empty() {
        title(&mut out, "YOUR TERMS");
        for t in &s.terms {
            running(&mut out, &format!("{}, {}", t.program, version_words(t)));
            for words in [&t.words, &t.text, &hold_words(t)] {
                for line in wrap(words, WIDTH - 4) {
                    push(&mut out, &format!("    {line}"));
                }
            }
        }
    }
    title(&mut out, "WHAT THE WORDS MEAN");
    for (word, meaning) in WORDS {
        running(&mut out, &format!("{word}: {meaning}"));
    }
    push(&mut out, "");
    Ok(out)
}

fn money(out: &mut String, s: &Statement, p: &Purse) {
    let mut rows = vec![vec![
        L("Payable now".to_owned()),
        R(p.now.shown()),
        L(String::new()),
    ]];
    let why = match &p.waits {
        Some(why) => why.clone(),
        None if p.now.minor > 0 => pay_words(s),
        None => String::new(),
    };
    if let Some(last) = rows[0].last_mut() {
        *last = L(why);
    }
    if p.preparing.minor != 0 {
        rows.push(vec![
            L("In preparation".to_owned()),
            R(p.preparing.shown()),
            L(String::new()),
        ]);
    }
    let held: Vec<String> = p
        .held
        .iter()
        .take(3)
        .map(|(on, m)| format!("{} until {}", m.shown(), shown(*on)))
        .collect();
    let later = if p.held.len() > 3 {
        format!(" and {} later", p.held.len() - 3)
    } else {
        String::new()
    };
    rows.push(vec![
        L("On hold".to_owned()),
        R(p.on_hold.shown()),
        L(format!("{}{later}", held.join(", "))),
    ]);
    if p.held_back.minor != 0 {
        rows.push(vec![
            L("Held back".to_owned()),
            R(p.held_back.shown()),
            L("the lines below say why".to_owned()),
        ]);
    }
    let year = format!("Paid in {}", arranged::year_of(s.as_of));
    rows.push(vec![
        L(year),
        R(p.paid_this_year.shown()),
        L(payouts(p.payouts_this_year)),
    ]);
    rows.push(vec![
        L("Earned in all".to_owned()),
        R(p.earned.shown()),
        L(format!("{} of it paid", p.paid.shown())),
    ]);
    table(out, rows);
}

/// A field of a row: text to the left, figures to the right.
enum Field {
    L(String),
    R(String),
}
use Field::{L, R};

/// Rows with their columns lined up. Nothing is cut: a letter has no edge.
fn table(out: &mut String, rows: Vec<Vec<Field>>) {
    let mut widths: Vec<usize> = Vec::new();
    for row in &rows {
        for (at, L(text) | R(text)) in row.iter().enumerate() {
            match widths.get_mut(at) {
                Some(widest) => *widest = width(text).max(*widest),
                None => widths.push(width(text)),
            }
        }
    }
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(field, widest)| match field {
                L(text) => pad_right(text, *widest),
                R(text) => pad_left(text, *widest),
            })
            .collect();
        push(out, &format!("  {}", cells.join("  ")));
    }
}

fn title(out: &mut String, words: &str) {
    push(out, "");
    push(out, words);
}

fn running(out: &mut String, words: &str) {
    for line in wrap(words, WIDTH - 2) {
        push(out, &format!("  {line}"));
    }
}

/// One line, without spaces at its end.
fn push(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}
