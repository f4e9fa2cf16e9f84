//! What new terms would mean, told before they are published: in words, on one customer, and on history. Writes nothing.

use std::collections::BTreeSet;

use crate::{
    domain::{
        day::{Day, shown},
        money::Money,
        month::Month,
        terms::Terms,
    },
    error::{Error, Result},
    ops::{Cx, Record, args::counted, program::example, sheet::Row},
    store::{Applies, NewTerms, Partner, Program, Replay, ReplayReport},
    text,
};

/// A book with more referrals is not worked through at every key: `program test` does it when asked.
const LARGE: i64 = 20_000;
/// Cells of a partner's name.
const NAME: usize = 24;

/// What the terms would mean.
pub fn told(
    cx: &mut Cx<'_>,
    program: &Program,
    new: &NewTerms,
    partner: Option<&Partner>,
) -> Result<Record> {
    let view = cx.store.view();
    let terms = super::super::read(&new.text)?;
    let mut lines = vec![terms.in_words()];
    let tried = example::of(view, &terms, cx.today)?;
    lines.push(format!("Try it: {}", tried.title));
    lines.extend(tried.rows.iter().map(flat));
    if !view.terms(program.id)?.is_empty() {
        lines.extend(history(cx, program, new, &terms, partner)?);
    }
    Ok(Record {
        lines,
        json: serde_json::Value::Null,
    })
}

/// A row of an example in one line.
fn flat(row: &Row) -> String {
    let parts = [row.words.as_str(), row.amount.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    format!("  {}", parts.join(" = "))
}

/// The days that are worked out again, and how to call them.
fn days(new: &NewTerms, today: Day) -> (Option<Day>, Option<Day>, String) {
    let what = match new.applies {
        Applies::NewReferrals => ("referrals submitted since", "referrals submitted in"),
        Applies::LinesFrom => ("payments since", "payments of"),
    };
    match new.from {
        // Terms from a day that has passed change what is owed already, just so.
        Some(from) if from < today => {
            let words = format!("Published, they change {} {}", what.0, shown(from));
            (Some(from), None, words)
        }
        None => (
            None,
            None,
            format!("Published, they change {} the start", what.0),
        ),
        // Terms from today on have no past; the last year shows what they would have made.
        Some(_) => {
            let from = Month::of(today).moved(-11).first();
            let words = format!(
                "Had they held for {} the last 12 months (since {})",
                what.1,
                shown(from)
            );
            (Some(from), Some(today), words)
        }
    }
}

/// What history would have cost, per partner and in all.
fn history(
    cx: &Cx<'_>,
    program: &Program,
    new: &NewTerms,
    terms: &Terms,
    partner: Option<&Partner>,
) -> Result<Vec<String>> {
    let view = cx.store.view();
    if view.referral_count()? > LARGE {
        return Ok(vec![format!(
            "This book is too large to work its history out while you type: partnerbook program test {} \"{terms}\"",
            program.slug
        )]);
    }
    let (from, to, words) = days(new, cx.today);
    let asked = Replay {
        program: program.id,
        terms: terms.clone(),
        applies: new.applies,
        from,
        to,
        partner: partner.map(|p| p.id),
        most: 0,
        today: cx.today,
    };
    let progress = cx.progress;
    let report = view.replay(&asked, &mut |_, _| {
        if progress.stop() {
            Err(Error::stopped())
        } else {
            Ok(())
        }
    })?;
    let differ: BTreeSet<i64> = report
        .partners
        .iter()
        .filter(|p| !p.change.is_zero())
        .map(|p| p.partner)
        .collect();
    if differ.is_empty() {
        return Ok(vec![format!("{words}: nothing would differ.")]);
    }
    let (old, now, change) = report.totals()?;
    let concerned = counted(differ.len() as u64, "partner", "partners");
    let sum: Vec<String> = change.iter().filter(|m| !m.is_zero()).map(signed).collect();
    let sum = match sum.as_slice() {
        [] => "no difference in all".to_owned(),
        some => some.join("  "),
    };
    let differ = match report.things {
        1 => "1 commission differs".to_owned(),
        all => format!("{} of {all} commissions differ", report.differing),
    };
    let mut lines = vec![
        format!("{words}:"),
        format!("  {sum} for {concerned}; {differ}."),
    ];
    lines.extend(table(
        &report,
        &[old, now, change].map(|t| t.iter().collect()),
    ));
    Ok(lines)
}

/// `+$120.00`, `-$60.00`.
fn signed(money: Money) -> String {
    let plus = if money.minor > 0 { "+" } else { "" };
    format!("{plus}{}", money.shown())
}

/// A line per partner and currency that differs, sums first.
fn table(report: &ReplayReport, sums: &[Vec<Money>; 3]) -> Vec<String> {
    let mut rows: Vec<[String; 4]> =
        vec![["", "as it is", "with these", "difference"].map(String::from)];
    let [old, now, change] = sums;
    for ((old, now), change) in old.iter().zip(now).zip(change) {
        rows.push([
            "All together".to_owned(),
            old.shown(),
            now.shown(),
            signed(*change),
        ]);
    }
    for one in report.partners.iter().filter(|p| !p.change.is_zero()) {
        let name = text::cut(&one.name, NAME);
        rows.push([name, one.old.shown(), one.new.shown(), signed(one.change)]);
    }
    let wide = |i: usize| {
        let cells = rows.iter().map(|r: &[String; 4]| text::width(&r[i]));
        cells.max().unwrap_or(0)
    };
    let widths = [wide(0), wide(1), wide(2), wide(3)];
    rows.iter()
        .map(|[name, old, new, change]| {
            format!(
                "  {}  {}  {}  {}",
                text::pad_right(name, widths[0]),
                text::pad_left(old, widths[1]),
                text::pad_left(new, widths[2]),
                text::pad_left(change, widths[3])
            )
        })
        .collect()
}
