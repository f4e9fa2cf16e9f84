//! Payments that came to referrals the ledger knows: worked out without what stands already, where that cannot move by
//! them. Decides what is seen, works nothing out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, params};

use crate::{
    domain::{day::Day, facts::Facts, plan::Plan},
    error::{Error, Result},
    store::facts::{Version, id_list, line_columns, load_agreed, load_lines, put_on_plans},
};

/// The lines of some referrals after a line.
const NEW: &str = concat!(
    line_columns!(),
    " FROM json_each(?1) t CROSS JOIN revenue_line l ON l.referral_id = t.value AND +l.id > ?2"
);

/// The first payment for some kinds of each referral up to that line.
const FIRST: &str = concat!(
    line_columns!(),
    " FROM json_each(?1) t CROSS JOIN revenue_line l ON l.id =
       (SELECT o.id FROM revenue_line o WHERE o.referral_id = t.value AND o.minor > 0 AND +o.id <= ?2
          AND o.kind IN (SELECT value FROM json_each(?3)) ORDER BY o.day LIMIT 1)"
);

/// The facts by which the lines after line `last` earn, for referrals to which nothing else came; and the referrals of
/// which all lines must be seen. A new line earns by its referral, its agreements and itself, and by the payment that
/// began the months of its plans (`COMMISSION_RULES R4`); it moves nothing else unless it gives another line back (R7),
/// or comes before that payment.
pub(super) fn load(
    conn: &Connection,
    terms: &BTreeMap<i64, Version>,
    referrals: &[i64],
    last: i64,
) -> Result<(Facts, Vec<i64>)> {
    let ids = id_list(referrals);
    let mut facts = load_agreed(conn, &ids)?;
    let mut whole: HashSet<i64> = HashSet::new();
    // By referral, then by what is paid for: the payment that began the months.
    let mut first: HashMap<(i64, &[String]), Day> = HashMap::new();
    let mut seen: HashSet<i64> = HashSet::new();
    for kinds in beginnings(terms) {
        let mut found = Facts::default();
        let words = serde_json::to_string(kinds).map_err(|e| Error::failed(e.to_string()))?;
        load_lines(conn, FIRST, params![ids, last, words], &mut found)?;
        for line in found.lines {
            first.insert((line.referral, kinds), line.day);
            if seen.insert(line.id) {
                facts.lines.push(line);
            }
        }
    }
    let begun = facts.lines.len();
    load_lines(conn, NEW, params![ids, last], &mut facts)?;
    let mut earliest: HashMap<i64, Day> = HashMap::new();
    for line in &facts.lines[begun..] {
        if line.refund_of.is_some() {
            whole.insert(line.referral);
        }
        let day = earliest.entry(line.referral).or_insert(line.day);
        *day = line.day.min(*day);
    }
    for agreement in &facts.agreements {
        let moves = |plan: &Plan| {
            let Some(scope) = plan.scope().filter(|s| s.months.is_some()) else {
                return false;
            };
            let first = first.get(&(agreement.referral, &*scope.kinds));
            let new = earliest.get(&agreement.referral);
            first.is_none_or(|first| new.is_some_and(|new| new < first))
        };
        let version = terms.get(&agreement.plan);
        if version.is_none_or(|v| v.clauses.iter().any(moves)) {
            whole.insert(agreement.referral);
        }
    }
    facts.referrals.retain(|one| !whole.contains(&one.id));
    facts
        .agreements
        .retain(|one| !whole.contains(&one.referral));
    facts.lines.retain(|one| !whole.contains(&one.referral));
    put_on_plans(&mut facts, terms);
    let mut whole: Vec<i64> = whole.into_iter().collect();
    whole.sort_unstable();
    Ok((facts, whole))
}

/// What is paid for by plans that have months, once each.
fn beginnings(terms: &BTreeMap<i64, Version>) -> BTreeSet<&[String]> {
    let clauses = terms.values().flat_map(|version| &version.clauses);
    clauses
        .filter_map(|plan| plan.scope().filter(|scope| scope.months.is_some()))
        .map(|scope| &*scope.kinds)
        .collect()
}
