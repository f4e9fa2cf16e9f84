//! Pairs that may be the same and wait for a person: the review queue, and what an explicit search found.

use rusqlite::params;

use super::{Account, candidates::party, link_up, links::PROBABLE};
use crate::{
    domain::{
        matching::{Rule, Tier},
        overlap::Kind,
    },
    error::Result,
    store::{Tx, View},
};

/// The tiers a person may switch on.
const PROBABLE_TIERS: [Tier; 2] = [Tier::C, Tier::CMail];

/// A pair of accounts and why it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Ours.
    pub ours: Account,
    /// Theirs.
    pub theirs: Account,
    /// The tier of the rule.
    pub tier: String,
    /// Whether it counts as an account in common.
    pub counts: bool,
    /// The same account, or parent and child.
    pub kind: Kind,
    /// The rule.
    pub rule: String,
    /// What speaks for it, a line each.
    pub evidence: Vec<String>,
    /// How sure it is, in thousandths.
    pub score: i64,
}

impl Pair {
    /// Its rule in words, after `because`.
    pub fn because(&self) -> &str {
        Rule::of_word(&self.rule).map_or(self.rule.as_str(), |rule| rule.said())
    }
}

impl View<'_> {
    /// Pairs that may be the same, most worth settling first: by score times value at stake, then by score, then by key.
    pub fn maybe_matches(&self, partner: i64, limit: usize) -> Result<Vec<Pair>> {
        // Worth is compared across currencies as plain numbers: it only sorts.
        self.pairs(
            "WHERE o.partner_id = ?1 AND o.counts = 0 AND o.open = 1
             ORDER BY o.score * max(1, coalesce((SELECT max(scaled(v.minor, v.currency)) FROM account_value v
               WHERE v.account_id IN (o.ours, o.theirs)), 1)) DESC, o.score DESC,
               (SELECT key FROM account WHERE id = o.ours), (SELECT key FROM account WHERE id = o.theirs) LIMIT ?2",
            partner,
            i64::try_from(limit).unwrap_or(i64::MAX),
        )
    }

    /// How many pairs wait for a person.
    pub fn maybe_count(&self, partner: i64) -> Result<u64> {
        Ok(self.pairs_waiting(partner)?.0)
    }

    /// How many of those are probable: they would count if a person said that such pairs do.
    pub fn probable_count(&self, partner: i64) -> Result<u64> {
        Ok(self.pairs_waiting(partner)?.1)
    }

    /// How many pairs wait for a person, and how many of them are probable.
    pub fn pairs_waiting(&self, partner: i64) -> Result<(u64, u64)> {
        let [one, other] = PROBABLE_TIERS.map(Tier::word);
        let (all, probable): (i64, i64) = self
            .conn
            .prepare_cached(
                "SELECT count(*), coalesce(sum(tier IN (?2, ?3)), 0) FROM overlap WHERE partner_id = ?1 AND counts = 0 AND open = 1",
            )?
            .query_row(params![partner, one, other], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let number = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok((number(all), number(probable)))
    }

    /// How many pairs of each tier there are, with one partner or with all: those that count and those that wait; the
    /// surest tier first.
    pub fn pairs_by_tier(&self, partner: Option<i64>) -> Result<Vec<(Tier, u64, u64)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT tier, sum(counts), sum(open) FROM overlap WHERE ?1 IS NULL OR partner_id = ?1 GROUP BY tier",
        )?;
        let mut rows = q.query([partner])?;
        let mut all: Vec<(Tier, u64, u64)> = Tier::ALL.iter().map(|t| (*t, 0, 0)).collect();
        while let Some(r) = rows.next()? {
            let tier = Tier::of_word(r.get_ref(0)?.as_str()?);
            if let Some(one) = all.iter_mut().find(|(t, ..)| Some(*t) == tier) {
                one.1 = u64::try_from(r.get::<_, i64>(1)?).unwrap_or(0);
                one.2 = u64::try_from(r.get::<_, i64>(2)?).unwrap_or(0);
            }
        }
        Ok(all)
    }

    /// Whether probable pairs count in this book.
    pub fn probable_counts(&self) -> Result<bool> {
        Ok(self.setting(PROBABLE)?.as_deref() == Some("yes"))
    }

    /// How many pairs an explicit search found and nobody settled.
    pub fn searched_count(&self, partner: i64) -> Result<u64> {
        let count: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM overlap WHERE partner_id = ?1 AND searched = 1")?
            .query_row([partner], |r| r.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The pairs of one account of ours with a partner's: those that count first, then the surest.
    pub fn pairs_of_ours(&self, partner: i64, ours: i64) -> Result<Vec<Pair>> {
        self.pairs(
            "WHERE o.partner_id = ?1 AND o.ours = ?2 ORDER BY o.counts DESC, o.score DESC, o.theirs",
            partner,
            ours,
        )
    }

    /// The pairs of one account of a partner's with ours, in the same order.
    pub fn pairs_of_theirs(&self, partner: i64, theirs: i64) -> Result<Vec<Pair>> {
        self.pairs(
            "WHERE o.partner_id = ?1 AND o.theirs = ?2 ORDER BY o.counts DESC, o.score DESC, o.ours",
            partner,
            theirs,
        )
    }

    fn pairs(&self, which: &str, partner: i64, second: i64) -> Result<Vec<Pair>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT o.ours, o.theirs, o.tier, o.counts, o.kind, o.rule, o.score FROM overlap o {which}"
        ))?;
        let mut rows = q.query(params![partner, second])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let (ours, theirs): (i64, i64) = (r.get(0)?, r.get(1)?);
            let kind = Kind::of_word(r.get_ref(4)?.as_str()?).unwrap_or(Kind::Same);
            let rule: String = r.get(5)?;
            let evidence = match (party(self.conn, ours)?, party(self.conn, theirs)?) {
                (Some(our), Some(their)) => link_up::why(&our.1, &their.1, &rule, kind),
                _ => Vec::new(),
            };
            all.push(Pair {
                ours: self.overlap_account(ours)?,
                theirs: self.overlap_account(theirs)?,
                tier: r.get(2)?,
                counts: r.get(3)?,
                kind,
                rule,
                evidence,
                score: r.get(6)?,
            });
        }
        Ok(all)
    }
}

impl Tx<'_> {
    /// Says whether probable pairs count, with every partner.
    pub fn let_probable_count(&self, counts: bool) -> Result<()> {
        self.set(PROBABLE, if counts { "yes" } else { "no" })
    }
}
