//! Reads the facts of a set of referrals into the shape the engine takes.

use std::collections::BTreeMap;

use rusqlite::{Connection, Params};

use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        facts::{AgreementFact, Facts, LineFact, ReferralFact, Status},
        money::Money,
        plan::{Plan, Reach},
        rate::Rate,
        terms::Terms,
    },
    error::{Error, Result},
};

/// How many clauses one terms may have: an agreement on terms of several clauses becomes one fact per clause.
const CLAUSES: i64 = 64;

/// What [`load_lines`] reads of a line `l`.
macro_rules! line_columns {
    () => {
        "SELECT l.id, coalesce(l.external_id, printf('%012d', l.id)), l.referral_id, l.day, l.kind, l.minor, l.currency, l.refund_of, l.period_months"
    };
}
pub(super) use line_columns;

/// A version of terms, read.
pub(super) struct Version {
    pub(super) text: String,
    pub(super) clauses: Vec<Plan>,
    pub(super) hold_days: u32,
}

/// Every version of terms in the book, by id. There are few.
pub(super) fn all_terms(conn: &Connection) -> Result<BTreeMap<i64, Version>> {
    let mut q = conn.prepare_cached("SELECT id, text, hold_days FROM terms")?;
    let mut rows = q.query([])?;
    let mut all = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let text: String = r.get(1)?;
        let terms = Terms::parse(&text).map_err(|e| {
            Error::failed(format!(
                "The terms “{text}” in the book cannot be read: {e}"
            ))
        })?;
        all.insert(
            r.get(0)?,
            Version {
                text,
                clauses: terms.into_plans(),
                hold_days: r.get(2)?,
            },
        );
    }
    Ok(all)
}

impl Version {
    /// Whether what it owes on one referral depends on others of the same partner.
    pub(super) fn reaches_others(&self) -> bool {
        self.clauses.iter().any(|p| p.reach() == Reach::Partner)
    }
}

/// Ids as the JSON list that `json_each` takes: one bound parameter, however many there are.
pub(super) fn id_list(ids: &[i64]) -> String {
    let mut list = String::with_capacity(ids.len() * 8 + 2);
    list.push('[');
    for id in ids {
        if list.len() > 1 {
            list.push(',');
        }
        list.push_str(&id.to_string());
    }
    list.push(']');
    list
}

/// The agreement behind a fact's agreement id.
pub(super) fn agreement_of(fact: i64) -> i64 {
    fact / CLAUSES
}

/// The version of terms behind a fact's plan id.
pub(super) fn terms_of(fact: i64) -> i64 {
    fact / CLAUSES
}

/// The facts of some referrals.
pub(super) fn load(
    conn: &Connection,
    terms: &BTreeMap<i64, Version>,
    referrals: &[i64],
) -> Result<Facts> {
    load_with(conn, terms, referrals, referrals)
}

/// The facts of some referrals, and the revenue of some of them.
pub(super) fn load_with(
    conn: &Connection,
    terms: &BTreeMap<i64, Version>,
    referrals: &[i64],
    with_lines: &[i64],
) -> Result<Facts> {
    let mut facts = load_whole_with(conn, referrals, with_lines)?;
    put_on_plans(&mut facts, terms);
    Ok(facts)
}

/// Facts as the engine takes them, from facts whose agreements are on whole terms.
pub(super) fn put_on_plans(facts: &mut Facts, terms: &BTreeMap<i64, Version>) {
    for (id, version) in terms {
        add_plans(facts, *id, &version.clauses);
    }
    facts.agreements = by_clause(&facts.agreements, &|id| {
        terms.get(&id).map_or(0, |v| v.clauses.len())
    });
}

/// Puts the clauses of terms among the plans of facts.
pub(super) fn add_plans(facts: &mut Facts, terms: i64, clauses: &[Plan]) {
    for (n, plan) in (0..CLAUSES).zip(clauses) {
        facts.plans.insert(terms * CLAUSES + n, plan.clone());
    }
}

/// Agreements on whole terms as one fact a clause; `clauses` says how many clauses terms have.
pub(super) fn by_clause(
    agreements: &[AgreementFact],
    clauses: &dyn Fn(i64) -> usize,
) -> Vec<AgreementFact> {
    let mut found = Vec::with_capacity(agreements.len());
    for a in agreements {
        for (n, _) in (0..CLAUSES).zip(0..clauses(a.plan)) {
            found.push(AgreementFact {
                id: a.id * CLAUSES + n,
                plan: a.plan * CLAUSES + n,
                ..a.clone()
            });
        }
    }
    found
}

/// The facts of some referrals with their agreements as the book has them: the plan of each is the id of its terms, and
/// no plans are there yet.
pub(super) fn load_whole(conn: &Connection, referrals: &[i64]) -> Result<Facts> {
    load_whole_with(conn, referrals, referrals)
}

fn load_whole_with(conn: &Connection, referrals: &[i64], with_lines: &[i64]) -> Result<Facts> {
    let mut facts = load_agreed(conn, &id_list(referrals))?;
    let lines = concat!(
        line_columns!(),
        " FROM json_each(?1) t JOIN revenue_line l ON l.referral_id = t.value"
    );
    let with_lines = id_list(with_lines);
    load_lines(conn, lines, [&with_lines], &mut facts)?;
    Ok(facts)
}

/// Some referrals and who earns what on them, without revenue.
pub(super) fn load_agreed(conn: &Connection, ids: &str) -> Result<Facts> {
    let mut facts = Facts::default();
    let mut q = conn.prepare_cached(
        "SELECT r.id, s.kind, r.submitted_on, r.qualified_on, r.won_on FROM json_each(?1) t
         JOIN referral r ON r.id = t.value JOIN stage s ON s.name = r.stage",
    )?;
    let mut rows = q.query([ids])?;
    while let Some(r) = rows.next()? {
        facts.referrals.push(ReferralFact {
            id: r.get(0)?,
            status: Status::of_stage(r.get_ref(1)?.as_str()?),
            submitted_on: maybe_day(r.get_ref(2)?.as_str_or_null()?)?,
            qualified_on: maybe_day(r.get_ref(3)?.as_str_or_null()?)?,
            won_on: maybe_day(r.get_ref(4)?.as_str_or_null()?)?,
        });
    }
    load_agreements(conn, ids, &mut facts)?;
    Ok(facts)
}

/// The revenue lines of a query, which begins with [`line_columns`].
pub(super) fn load_lines(
    conn: &Connection,
    sql: &str,
    which: impl Params,
    facts: &mut Facts,
) -> Result<()> {
    let mut q = conn.prepare_cached(sql)?;
    let mut rows = q.query(which)?;
    while let Some(r) = rows.next()? {
        facts.lines.push(LineFact {
            id: r.get(0)?,
            order: r.get(1)?,
            referral: r.get(2)?,
            day: parse_iso(r.get_ref(3)?.as_str()?)?,
            kind: r.get(4)?,
            money: Money::new(r.get(5)?, Currency::from_code(r.get_ref(6)?.as_str()?)?),
            refund_of: r.get(7)?,
            period_months: r.get(8)?,
        });
    }
    Ok(())
}

fn load_agreements(conn: &Connection, ids: &str, facts: &mut Facts) -> Result<()> {
    let mut q = conn.prepare_cached(
        "SELECT a.id, a.referral_id, a.terms_id, a.starts, a.ends, s.partner_id, s.share
         FROM json_each(?1) t JOIN agreement a ON a.referral_id = t.value JOIN agreement_share s ON s.agreement_id = a.id
         ORDER BY a.referral_id, a.id, s.position",
    )?;
    let mut rows = q.query([ids])?;
    let agreements = &mut facts.agreements;
    while let Some(r) = rows.next()? {
        let (id, partner, share) = (r.get(0)?, r.get(5)?, Rate::parse(r.get_ref(6)?.as_str()?)?);
        match agreements.last_mut() {
            Some(a) if a.id == id => a.split.push((partner, share)),
            _ => agreements.push(AgreementFact {
                id,
                referral: r.get(1)?,
                plan: r.get(2)?,
                split: vec![(partner, share)],
                starts: maybe_day(r.get_ref(3)?.as_str_or_null()?)?,
                ends: maybe_day(r.get_ref(4)?.as_str_or_null()?)?,
            }),
        }
    }
    Ok(())
}

fn maybe_day(text: Option<&str>) -> Result<Option<Day>> {
    Ok(text.map(parse_iso).transpose()?)
}
