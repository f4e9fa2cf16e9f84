//! Numbers of an overlap: the three, the matrix of standings, owners by reps; counted from the kept pairs.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use super::OURS;
use crate::{
    domain::{
        currency::Currency,
        money::{Money, Totals},
        overlap::{Groups, Standing, Venn},
    },
    error::Result,
    store::View,
};

/// The numbers of an overlap with one partner. Several accounts of one side may be one of the other's, so each side counts
/// its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// All our accounts.
    pub all_ours: u64,
    /// All theirs.
    pub all_theirs: u64,
    /// Accounts of ours that are theirs, too.
    pub ours: u64,
    /// Accounts of theirs that are ours, too.
    pub theirs: u64,
    /// Pairs of one of ours and one of theirs.
    pub pairs: u64,
    /// Whether a list of theirs is known as it is; a private comparison tells only what both have.
    pub theirs_known: bool,
}

impl Numbers {
    /// Our accounts that are not theirs.
    pub fn only_ours(self) -> u64 {
        self.all_ours.saturating_sub(self.ours)
    }

    /// Their accounts that are not ours.
    pub fn only_theirs(self) -> u64 {
        self.all_theirs.saturating_sub(self.theirs)
    }

    /// The picture, with what is in common as either side counts it.
    pub fn venn(self) -> Venn {
        Venn {
            ours: self.only_ours(),
            both: self.ours,
            both_theirs: self.theirs,
            theirs: self.only_theirs(),
            theirs_known: self.theirs_known,
        }
    }
}

/// A cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Our accounts in it.
    pub ours: u64,
    /// Their accounts in it.
    pub theirs: u64,
    /// What the open opportunities of ours in it are worth, each once.
    pub value: Totals,
}

/// What our accounts in common are to us, by what they are to the partner.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// By our standing, then by theirs, in the order of [`Standing::ALL`].
    pub cells: [[Cell; 4]; 4],
    /// By our standing, each account once.
    pub rows: [Cell; 4],
    /// By their standing, each account once.
    pub columns: [Cell; 4],
    /// Of all, each account once.
    pub all: Cell,
    /// All our accounts by standing, in common or not.
    pub our_accounts: [u64; 4],
    /// All theirs.
    pub their_accounts: [u64; 4],
}

impl Matrix {
    /// A cell.
    pub fn cell(&self, ours: Standing, theirs: Standing) -> &Cell {
        &self.cells[ours.place()][theirs.place()]
    }
}

/// How many accounts one of our owners and one of their reps have together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerRep {
    /// Our owner.
    pub owner: Option<String>,
    /// Their rep.
    pub rep: Option<String>,
    /// Accounts of ours.
    pub accounts: u64,
    /// What their open opportunities are worth.
    pub value: Totals,
}

fn number(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// Distinct ids of what comes in runs or in any order: cheap where it comes sorted.
fn distinct(ids: &mut Vec<i64>) -> u64 {
    ids.sort_unstable();
    ids.dedup();
    ids.len() as u64
}

/// The pairs of a partner that count; what a person said to belong to one group where groups are counted together.
fn counted(groups: Groups) -> &'static str {
    match groups {
        Groups::Apart => "overlap INDEXED BY overlap_cell WHERE partner_id = ?1 AND counts = 1",
        Groups::Together => {
            "overlap WHERE partner_id = ?1 AND (counts = 1 OR kind = 'affiliate' AND open = 0)"
        }
    }
}

/// One side of pairs, by standing of both.
type ByCell = [[Vec<i64>; 4]; 4];

impl View<'_> {
    /// The numbers of the overlap with a partner.
    pub fn overlap_numbers(&self, partner: i64, groups: Groups) -> Result<Numbers> {
        self.numbers_beside(partner, groups, self.all_accounts(OURS)?.iter().sum())
    }

    /// The same, where all of ours are counted already.
    pub(in crate::store) fn numbers_beside(
        &self,
        partner: i64,
        groups: Groups,
        all_ours: u64,
    ) -> Result<Numbers> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let mut q = self
            .conn
            .prepare_cached(&format!("SELECT ours, theirs FROM {}", counted(groups)))?;
        let mut rows = q.query([partner])?;
        while let Some(r) = rows.next()? {
            ours.push(r.get(0)?);
            theirs.push(r.get(1)?);
        }
        let pairs = ours.len() as u64;
        Ok(Numbers {
            all_ours,
            all_theirs: self.all_accounts(partner)?.iter().sum(),
            ours: distinct(&mut ours),
            theirs: distinct(&mut theirs),
            pairs,
            theirs_known: self.theirs_known(partner)?,
        })
    }

    /// Whether a list of the partner's is known as it is; of a private comparison only what both have is.
    pub fn theirs_known(&self, partner: i64) -> Result<bool> {
        let mut q = self.conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM population WHERE partner_id = ?1 AND exchange_id IS NULL)",
        )?;
        Ok(q.query_row([partner], |r| r.get(0))?)
    }

    /// How many of our accounts have no website, and so are found by their names only.
    pub fn our_accounts_without_website(&self) -> Result<i64> {
        Ok(self
            .conn
            // Those with a website have keys that begin with `d:`; the index of the keys is enough to count the others.
            .prepare_cached(
                "SELECT (SELECT count(*) FROM account WHERE partner_id = 0 AND key < 'd:') +
                        (SELECT count(*) FROM account WHERE partner_id = 0 AND key >= 'd;')",
            )?
            .query_row([], |r| r.get(0))?)
    }

    /// All accounts of a side by standing.
    pub(in crate::store) fn all_accounts(&self, side: i64) -> Result<[u64; 4]> {
        let mut q = self.conn.prepare_cached(
            "SELECT standing, count(*) FROM account INDEXED BY account_standing WHERE partner_id = ?1 GROUP BY standing",
        )?;
        let mut rows = q.query([side])?;
        let mut all = [0; 4];
        while let Some(r) = rows.next()? {
            if let Some(standing) = Standing::of_number(r.get(0)?) {
                all[standing.place()] = number(r.get(1)?);
            }
        }
        Ok(all)
    }

    /// How many of our accounts of one standing no partner has.
    pub fn uncovered_count(&self, ours: Standing) -> Result<u64> {
        let mut covered = Vec::new();
        // A partner at a time, so that the index has the answer.
        let mut q = self.conn.prepare_cached(
            "SELECT o.ours FROM (SELECT DISTINCT partner_id AS id FROM population WHERE partner_id IS NOT NULL) p
             CROSS JOIN overlap o INDEXED BY overlap_cell ON o.partner_id = p.id AND o.counts = 1 AND o.our_standing = ?1",
        )?;
        let mut rows = q.query([ours.number()])?;
        while let Some(r) = rows.next()? {
            covered.push(r.get(0)?);
        }
        let all = self.all_accounts(OURS)?[ours.place()];
        Ok(all.saturating_sub(distinct(&mut covered)))
    }

    /// What the accounts in common are to us and to a partner.
    pub fn overlap_matrix(&self, partner: i64, groups: Groups) -> Result<Matrix> {
        let (mut ours, mut theirs): (ByCell, ByCell) = Default::default();
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT our_standing, their_standing, ours, theirs FROM {}",
            counted(groups)
        ))?;
        let mut rows = q.query([partner])?;
        while let Some(r) = rows.next()? {
            let standing = |at| -> Result<usize> {
                Ok(Standing::of_number(r.get(at)?)
                    .unwrap_or(Standing::Other)
                    .place())
            };
            let (our, their) = (standing(0)?, standing(1)?);
            ours[our][their].push(r.get(2)?);
            theirs[our][their].push(r.get(3)?);
        }
        let mut matrix = Matrix {
            our_accounts: self.all_accounts(OURS)?,
            their_accounts: self.all_accounts(partner)?,
            ..Matrix::default()
        };
        let worth = worth(self.conn, partner, groups)?;
        let cells = || (0..4).flat_map(|our| (0..4).map(move |their| (our, their)));
        for (our, their) in cells() {
            let cell = &mut matrix.cells[our][their];
            cell.ours = distinct(&mut ours[our][their]);
            cell.theirs = distinct(&mut theirs[our][their]);
            cell.value = sum(&worth, &[&ours[our][their]])?;
        }
        for at in 0..4 {
            let row: Vec<&Vec<i64>> = ours[at].iter().collect();
            let column: Vec<&Vec<i64>> = ours.iter().map(|r| &r[at]).collect();
            matrix.rows[at] = Cell {
                ours: merged(&row),
                // One of theirs stands once, so it is in one column of a row.
                theirs: (0..4).map(|their| matrix.cells[at][their].theirs).sum(),
                value: sum(&worth, &row)?,
            };
            matrix.columns[at] = Cell {
                ours: (0..4).map(|our| matrix.cells[our][at].ours).sum(),
                theirs: merged(&theirs.iter().map(|r| &r[at]).collect::<Vec<_>>()),
                value: sum(&worth, &column)?,
            };
        }
        let all: Vec<&Vec<i64>> = ours.iter().flatten().collect();
        matrix.all = Cell {
            ours: matrix.rows.iter().map(|c| c.ours).sum(),
            theirs: matrix.columns.iter().map(|c| c.theirs).sum(),
            value: sum(&worth, &all)?,
        };
        Ok(matrix)
    }

    /// Which of our owners and which of their reps have accounts in common: most first, then by name.
    pub fn overlap_reps(&self, partner: i64) -> Result<Vec<OwnerRep>> {
        let mut q = self.conn.prepare_cached(
            "SELECT DISTINCT our_owner, their_rep, ours FROM overlap WHERE partner_id = ?1 AND counts = 1",
        )?;
        let mut rows = q.query([partner])?;
        let mut found: BTreeMap<(Option<String>, Option<String>), Vec<i64>> = BTreeMap::new();
        while let Some(r) = rows.next()? {
            found
                .entry((r.get(0)?, r.get(1)?))
                .or_default()
                .push(r.get(2)?);
        }
        let worth = worth(self.conn, partner, Groups::Apart)?;
        let mut all = Vec::new();
        for ((owner, rep), accounts) in found {
            all.push(OwnerRep {
                owner,
                rep,
                accounts: accounts.len() as u64,
                value: sum(&worth, &[&accounts])?,
            });
        }
        all.sort_by_key(|r| std::cmp::Reverse(r.accounts));
        Ok(all)
    }
}

/// How many ids sorted lists have together, each once.
fn merged(lists: &[&Vec<i64>]) -> u64 {
    let filled: Vec<&&Vec<i64>> = lists.iter().filter(|l| !l.is_empty()).collect();
    match filled.as_slice() {
        [] => 0,
        [one] => one.len() as u64,
        many => {
            let mut all: Vec<i64> = many.iter().flat_map(|l| l.iter().copied()).collect();
            distinct(&mut all)
        }
    }
}

/// What our accounts in common are worth, those worth anything.
fn worth(conn: &Connection, partner: i64, groups: Groups) -> Result<Vec<(i64, Money)>> {
    let counts = match groups {
        Groups::Apart => "o.counts = 1",
        Groups::Together => "(o.counts = 1 OR o.kind = 'affiliate' AND o.open = 0)",
    };
    let mut q = conn.prepare_cached(&format!(
        "SELECT v.account_id, v.minor, v.currency FROM account_value v
         WHERE EXISTS (SELECT 1 FROM overlap o WHERE o.partner_id = ?1 AND o.ours = v.account_id AND {counts})
         ORDER BY v.account_id, v.currency"
    ))?;
    let mut rows = q.query([partner])?;
    let mut all = Vec::new();
    while let Some(r) = rows.next()? {
        let currency = Currency::from_code(r.get_ref(2)?.as_str()?)?;
        all.push((r.get(0)?, Money::new(r.get(1)?, currency)));
    }
    Ok(all)
}

/// The worth of some accounts, each once; `lists` are sorted.
fn sum(worth: &[(i64, Money)], lists: &[&Vec<i64>]) -> Result<Totals> {
    let mut totals = Totals::new();
    let mut met = HashSet::new();
    for list in lists {
        for (place, (id, money)) in worth.iter().enumerate() {
            if list.binary_search(id).is_ok() && met.insert(place) {
                totals.add(*money)?;
            }
        }
    }
    Ok(totals)
}
