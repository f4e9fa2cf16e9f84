//! All that explains why something was earned, or nothing: judgements with their clauses, what stands beside a payment,
//! what was posted, held back and done. Reads only; words are for the layers above.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{
    View,
    column::{broken, day, sure_day},
    facts,
};
use crate::{
    domain::{
        because::Verdict, currency::Currency, day::Day, engine::explain_some, facts::Source,
        money::Money,
    },
    error::Result,
};

/// A clause of terms under which something was judged, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The agreement in the book.
    pub agreement: i64,
    /// The part it plays: `referral`, `agency` …
    pub role: String,
    /// First and last day of the agreement; open where nothing is said.
    pub term: (Option<Day>, Option<Day>),
    /// Name of the program.
    pub program: String,
    /// Short name of the program.
    pub slug: String,
    /// Version of its terms.
    pub version: i64,
    /// The whole terms, as they are written.
    pub terms: String,
    /// Days from a payment until its commission may be paid.
    pub hold_days: u32,
    /// The operation that made the agreement.
    pub op: i64,
}

/// A judgement and the clause it was judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What came of it.
    pub verdict: Verdict,
    /// The clause.
    pub clause: Clause,
}

/// Another payment of the same customer, on the same day or on the same invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Its id: `V5`.
    pub id: i64,
    /// What was paid for.
    pub kind: String,
    /// The day it was paid.
    pub day: Day,
    /// How much.
    pub money: Money,
    /// The referral it belongs to, if any.
    pub referral: Option<i64>,
}

/// A line of the ledger, in the few words a list of postings needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Its id: `L7`.
    pub id: i64,
    /// The agreement.
    pub agreement: i64,
    /// Whose it is.
    pub partner: i64,
    /// Their name.
    pub partner_name: String,
    /// accrual, refund, correction or adjustment.
    pub entry: String,
    /// How much.
    pub money: Money,
    /// Why it was posted.
    pub reason: String,
    /// The operation that posted it.
    pub op: i64,
}

/// What a person decided shall not be owed although the terms say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    /// Whose it would have been.
    pub partner_name: String,
    /// Since when.
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// An operation of the log, for a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Its number: `H12`.
    pub id: i64,
    /// When, UTC, RFC 3339.
    pub at: String,
    /// By whom.
    pub who: String,
    /// What happened, in its own words.
    pub summary: String,
    /// The file it read, if it read one.
    pub file: Option<String>,
}

/// At most so many payments are told beside one.
const BESIDE: i64 = 50;

impl View<'_> {
    /// How the facts, as they stand, judge things on one referral: a judgement for each thing asked for and each clause
    /// of the referral's agreements.
    pub fn judged(&self, referral: i64, asked: &dyn Fn(Source) -> bool) -> Result<Vec<Judged>> {
        let terms = facts::all_terms(self.conn)?;
        let clauses = self.clauses_of(referral)?;
        let linked = clauses.values().any(|(terms_id, _)| {
            terms
                .get(terms_id)
                .is_some_and(facts::Version::reaches_others)
        });
        let referrals = if linked {
            self.referrals_sharing_partners(referral)?
        } else {
            vec![referral]
        };
        let facts = facts::load(self.conn, &terms, &referrals)?;
        let verdicts = explain_some(&facts, referral, asked)?;
        Ok(verdicts
            .into_iter()
            .filter_map(|verdict| {
                let (_, clause) = clauses.get(&facts::agreement_of(verdict.agreement))?;
                Some(Judged {
                    clause: clause.clone(),
                    verdict,
                })
            })
            .collect())
    }

    /// The terms of a referral's agreements and where they come from, in the order they were made.
    pub fn clauses(&self, referral: i64) -> Result<Vec<Clause>> {
        let found = self.clauses_of(referral)?;
        Ok(found.into_values().map(|(_, clause)| clause).collect())
    }

    /// Where the agreements of a referral come from, by agreement: the id of the terms, and the rest.
    fn clauses_of(&self, referral: i64) -> Result<BTreeMap<i64, (i64, Clause)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT a.id, a.terms_id, a.role, a.starts, a.ends, p.name, p.slug, t.version, t.text, t.hold_days, a.op
             FROM agreement a JOIN terms t ON t.id = a.terms_id JOIN program p ON p.id = t.program_id
             WHERE a.referral_id = ?1",
        )?;
        let rows = q.query_map([referral], |r| {
            let agreement = r.get(0)?;
            let clause = Clause {
                agreement,
                role: r.get(2)?,
                term: (day(r, 3)?, day(r, 4)?),
                program: r.get(5)?,
                slug: r.get(6)?,
                version: r.get(7)?,
                terms: r.get(8)?,
                hold_days: r.get(9)?,
                op: r.get(10)?,
            };
            Ok((agreement, (r.get(1)?, clause)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The referral and all others on which a partner of its agreements has a share: what volume and activity look at.
    fn referrals_sharing_partners(&self, referral: i64) -> Result<Vec<i64>> {
        let mut q = self.conn.prepare_cached(
            "SELECT ?1 UNION SELECT b.referral_id FROM agreement a JOIN agreement_share s ON s.agreement_id = a.id
             JOIN agreement_share o ON o.partner_id = s.partner_id JOIN agreement b ON b.id = o.agreement_id WHERE a.referral_id = ?1",
        )?;
        let ids = q.query_map([referral], |r| r.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Other payments of the customer of a revenue line, on the same day or on the same invoice, by id. The invoice is
    /// what stands before the last `/`, `:` or `#` of the line's name in the outside world. At most 50.
    pub fn beside(&self, line: i64) -> Result<Vec<Beside>> {
        let name: Option<String> = self
            .conn
            .prepare_cached("SELECT external_id FROM revenue_line WHERE id = ?1")?
            .query_row([line], |r| r.get(0))
            .optional()?
            .flatten();
        let invoice = name.as_deref().and_then(invoice_of);
        let mut q = self.conn.prepare_cached(
            "SELECT o.id, o.kind, o.day, o.minor, o.currency, o.referral_id
             FROM revenue_line v JOIN revenue_line o ON o.customer_id = v.customer_id AND o.id <> v.id
             WHERE v.id = ?1 AND o.refund_of IS NULL
               AND (o.day = v.day OR (?2 IS NOT NULL AND substr(o.external_id, 1, length(?2)) = ?2))
             ORDER BY o.day, o.id LIMIT ?3",
        )?;
        let rows = q.query_map(params![line, invoice, BESIDE], |r| {
            Ok(Beside {
                id: r.get(0)?,
                kind: r.get(1)?,
                day: sure_day(r, 2)?,
                money: amount(r, 3)?,
                referral: r.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every line of the ledger that was posted for a thing, oldest first: the first posting and what corrected it.
    pub fn postings_for(&self, of: Source) -> Result<Vec<Posting>> {
        let (source, id) = match of {
            Source::Line(id) => ("line", id),
            Source::Referral(id) => ("event", id),
        };
        let mut q = self.conn.prepare_cached(
            "SELECT c.id, c.agreement_id, c.partner_id, n.name, c.entry, c.minor, c.currency, c.reason, c.op
             FROM commission c JOIN partner n ON n.id = c.partner_id WHERE c.source = ?1 AND c.source_id = ?2 ORDER BY c.id",
        )?;
        let rows = q.query_map(params![source, id], |r| {
            Ok(Posting {
                id: r.get(0)?,
                agreement: r.get(1)?,
                partner: r.get(2)?,
                partner_name: r.get(3)?,
                entry: r.get(4)?,
                money: amount(r, 5)?,
                reason: r.get(7)?,
                op: r.get(8)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Since when and why a person holds a line back, if one does.
    pub fn line_blocked(&self, line: i64) -> Result<Option<(Day, String)>> {
        Ok(self
            .conn
            .prepare_cached("SELECT on_day, reason FROM commission_block WHERE commission_id = ?1")?
            .query_row([line], |r| Ok((sure_day(r, 0)?, r.get(1)?)))
            .optional()?)
    }

    /// What a person decided shall not be owed on a payment, or on the payment that it gives back, oldest first.
    pub fn voids_on(&self, line: i64) -> Result<Vec<Voided>> {
        let mut q = self.conn.prepare_cached(
            "SELECT n.name, v.on_day, v.reason FROM commission_void v JOIN partner n ON n.id = v.partner_id
             WHERE v.source = 'line' AND v.source_id IN (SELECT ?1 UNION SELECT refund_of FROM revenue_line WHERE id = ?1)
             ORDER BY v.id",
        )?;
        let rows = q.query_map([line], |r| {
            Ok(Voided {
                partner_name: r.get(0)?,
                on: sure_day(r, 1)?,
                reason: r.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Since when and why a person decided that what a line is for, or the payment it gives back, shall not be owed,
    /// if one did.
    pub fn line_voided(&self, line: i64) -> Result<Option<(Day, String)>> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT v.on_day, v.reason FROM commission c JOIN commission_void v ON v.source = c.source
                   AND (v.source_id = c.source_id OR (c.source = 'line'
                     AND v.source_id = (SELECT refund_of FROM revenue_line WHERE id = c.source_id))) AND v.agreement_id = c.agreement_id AND v.partner_id = c.partner_id
                 WHERE c.id = ?1",
            )?
            .query_row([line], |r| Ok((sure_day(r, 0)?, r.get(1)?)))
            .optional()?)
    }

    /// The operation that brought a revenue line.
    pub fn revenue_op(&self, line: i64) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached("SELECT op FROM revenue_line WHERE id = ?1")?
            .query_row([line], |r| r.get(0))
            .optional()?)
    }

    /// Operations of the log by number, oldest first, each once.
    pub fn deeds(&self, ids: &[i64]) -> Result<Vec<Deed>> {
        let mut q = self.conn.prepare_cached(
            "SELECT DISTINCT o.id, o.at, o.who, o.summary, o.file FROM json_each(?1) t JOIN operation o ON o.id = t.value ORDER BY o.id",
        )?;
        let rows = q.query_map([facts::id_list(ids)], |r| {
            Ok(Deed {
                id: r.get(0)?,
                at: r.get(1)?,
                who: r.get(2)?,
                summary: r.get(3)?,
                file: r.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The tax form a partner has on file, such as `W-9`.
    pub fn tax_form(&self, partner: i64) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached("SELECT tax_form FROM partner WHERE id = ?1")?
            .query_row([partner], |r| r.get(0))
            .optional()?
            .flatten())
    }
}

/// An amount from two columns next to each other that are always there.
fn amount(r: &Row<'_>, at: usize) -> rusqlite::Result<Money> {
    let currency =
        Currency::from_code(r.get_ref(at + 1)?.as_str()?).map_err(|e| broken(at + 1, e))?;
    Ok(Money::new(r.get(at)?, currency))
}

/// The invoice in the name of one of its lines: `in_8Qk2/` of `in_8Qk2/3`.
fn invoice_of(name: &str) -> Option<&str> {
    let end = name.rfind(['/', ':', '#'])?;
    (end > 0).then(|| &name[..=end])
}

#[cfg(test)]
mod tests {
    use super::invoice_of;

    #[test]
    fn the_invoice_is_what_stands_before_the_lines_own_number() {
        assert_eq!(invoice_of("in_8Qk2/3"), Some("in_8Qk2/"));
        assert_eq!(invoice_of("in_8Qk2:a:3"), Some("in_8Qk2:a:"));
        assert_eq!(invoice_of("in_8Qk2"), None);
        assert_eq!(invoice_of("/3"), None);
    }
}
