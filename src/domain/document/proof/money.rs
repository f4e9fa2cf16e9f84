//! The proofs of a document's money: shares, refunds, ledger lines and payouts are whole; works out no commission.

use std::collections::{HashMap, HashSet};

use super::{Document, DocumentError, Proof, once, word, wrong};
use crate::domain::{
    document::{Commission, Payout, Ref, Revenue, number_after},
    ledger::{Code, LedgerError},
    money::Money,
    rate::Rate,
    split,
};

const SOURCES: &[&str] = &["line", "event", "hand"];
const ENTRIES: &[&str] = &["accrual", "refund", "correction", "adjustment"];
const PAYOUTS: &[&str] = &[
    "draft",
    "approved",
    "exported",
    "paid",
    "failed",
    "cancelled",
    "reversed",
];

/// Shares are percentages of 100 together (`COMMISSION_RULES R8`); whose they are begins the sentence where not.
pub(super) fn shares<'d>(
    whose: &str,
    shares: impl Iterator<Item = &'d String>,
) -> Result<(), LedgerError> {
    let said = |e: LedgerError| LedgerError::new(Code::BadSplit, format!("{whose}: {}", e.message));
    let rates: Vec<Rate> = shares
        .map(|s| Rate::parse(s))
        .collect::<Result<_, _>>()
        .map_err(said)?;
    split::check(&rates).map_err(said)
}

/// Revenue lines: whole months, and refunds that fit what they give back (`COMMISSION_RULES R7`).
pub(super) fn revenue(doc: &Document) -> Proof {
    once("revenue", doc.revenue.iter().map(|v| &v.external_id))?;
    let by_id: HashMap<i64, &Revenue> = doc.revenue.iter().map(|v| (v.id.0, v)).collect();
    let mut given_back: HashMap<i64, i128> = HashMap::new();
    for (n, v) in doc.revenue.iter().enumerate() {
        if v.period_months == 0 {
            return wrong(
                format!("revenue[{n}].period_months"),
                format!("{} cannot be for 0 months.", v.id),
            );
        }
        // Lines of no referral earn nothing: what they say of each other is the person's own.
        let Some(of) = v
            .refund_of
            .filter(|_| v.referral.is_some())
            .and_then(|of| by_id.get(&of.0).copied())
        else {
            continue;
        };
        let sum = given_back.entry(of.id.0).or_default();
        *sum -= i128::from(v.amount.minor);
        if let Some((code, why)) = misfit(v, of, *sum) {
            let said = format!("{} {why}.", v.id);
            return Err(DocumentError::at(format!("revenue[{n}]"), said).coded(code));
        }
    }
    Ok(())
}

/// Why a refund does not fit the line it gives back; `sum` is what all its refunds so far come to.
fn misfit(v: &Revenue, of: &Revenue, sum: i128) -> Option<(Code, String)> {
    let why = if v.amount.minor >= 0 {
        "is a refund and must be negative".to_owned()
    } else if of.amount.minor <= 0 || of.refund_of.is_some() {
        format!("refunds {}, which is not a payment", of.id)
    } else if of.referral != v.referral {
        format!("refunds {} of another referral", of.id)
    } else if of.amount.currency != v.amount.currency {
        format!("is in another currency than {}, which it refunds", of.id)
    } else if v.day < of.day {
        format!("is dated before {}, which it refunds", of.id)
    } else if sum > i128::from(of.amount.minor) {
        let paid = of.amount.shown();
        let why = format!("makes the refunds of {} more than its {paid}", of.id);
        return Some((Code::RefundExceedsLine, why));
    } else {
        return None;
    };
    Some((Code::BadRefund, why))
}

/// What a ledger line is for: a revenue line or the referral, under an agreement; or an adjustment, under none.
pub(super) fn source(
    at: impl Fn(&str) -> String,
    source: &str,
    of: &str,
    agreement: Option<Ref<'A'>>,
) -> Proof {
    word(|| at("source"), source, SOURCES)?;
    let letter = match source {
        "line" => "V",
        "event" => "R",
        _ => "J",
    };
    if number_after(letter, of).is_none() {
        return wrong(
            at("of"),
            format!("“{of}” is no number of the form {letter}12."),
        );
    }
    match (source, agreement) {
        ("hand", Some(a)) => wrong(
            at("agreement"),
            format!("{a} is an agreement, and what a person added is under none."),
        ),
        ("line" | "event", None) => wrong(at("agreement"), "Its agreement is missing."),
        _ => Ok(()),
    }
}

/// Ledger lines: known words and amounts that are not nothing.
pub(super) fn commissions(doc: &Document) -> Proof {
    for (n, c) in doc.commissions.iter().enumerate() {
        let at = |field: &str| format!("commissions[{n}].{field}");
        source(at, &c.source, &c.of, c.agreement)?;
        word(|| at("entry"), &c.entry, ENTRIES)?;
        if c.source != "hand" && c.referral.is_none() {
            return wrong(at("referral"), "Its referral is missing.");
        }
        if c.amount.minor == 0 {
            return wrong(at("amount"), format!("{} is of no amount.", c.id));
        }
    }
    Ok(())
}

/// Payouts: each the sum of lines of its partner in its currency, none of them in two payouts that stand.
pub(super) fn payouts(doc: &Document) -> Proof {
    let lines: HashMap<i64, &Commission> = doc.commissions.iter().map(|c| (c.id.0, c)).collect();
    let mut ids = HashSet::new();
    let mut settled: HashMap<i64, &Payout> = HashMap::new();
    for (n, p) in doc.payouts.iter().enumerate() {
        let at = |field: &str| format!("payouts[{n}].{field}");
        if !ids.insert(p.id) {
            return wrong(at("id"), format!("{} is there twice.", p.id));
        }
        word(|| at("state"), &p.state, PAYOUTS)?;
        dates(n, p)?;
        let mut sum = 0_i128;
        let mut mine = HashSet::new();
        for (k, line) in p.lines.iter().enumerate() {
            let at = || format!("payouts[{n}].lines[{k}]");
            let Some(c) = lines.get(&line.0) else {
                return wrong(at(), format!("There is no {line} in the file."));
            };
            if c.partner != p.partner {
                return wrong(
                    at(),
                    format!(
                        "{} pays {}, but {line} is owed to {}.",
                        p.id, p.partner, c.partner
                    ),
                );
            }
            if c.amount.currency != p.amount.currency {
                return wrong(
                    at(),
                    format!("{line} is in another currency than {}.", p.id),
                );
            }
            if !mine.insert(line) {
                return wrong(at(), format!("{} has {line} twice.", p.id));
            }
            let stands = !matches!(p.state.as_str(), "failed" | "cancelled" | "reversed");
            if stands && let Some(other) = settled.insert(line.0, p) {
                return wrong(at(), format!("{line} is in {} already.", other.id));
            }
            sum += i128::from(c.amount.minor);
        }
        if sum != i128::from(p.amount.minor) {
            let lines = i64::try_from(sum).map_or_else(
                |_| "more than can be paid".to_owned(),
                |minor| Money::new(minor, p.amount.currency).shown(),
            );
            return wrong(
                at("amount"),
                format!(
                    "{} is {}, but its lines are {lines}.",
                    p.id,
                    p.amount.shown()
                ),
            );
        }
        if p.amount.minor <= 0 {
            return wrong(at("amount"), format!("{} pays nothing.", p.id));
        }
    }
    Ok(())
}

/// What was paid has its day; what came back has its day and reason.
fn dates(n: usize, p: &Payout) -> Result<(), DocumentError> {
    let missing = |field: &str, what: &str| {
        wrong(
            format!("payouts[{n}].{field}"),
            format!("{} is {}, but {what} is missing.", p.id, p.state),
        )
    };
    let back = p.state == "reversed";
    if (back || p.state == "paid") && p.paid_on.is_none() {
        return missing("paid_on", "the day it was paid");
    }
    if back && p.reversed_on.is_none() {
        return missing("reversed_on", "the day it came back");
    }
    if back && p.reason.is_none() {
        return missing("reason", "the reason it came back");
    }
    Ok(())
}
