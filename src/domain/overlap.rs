//! Which accounts two lists have in common, and the three numbers of it; must not read lists or draw them.

mod numbers;
mod play;
mod standing;

use std::collections::BTreeMap;

pub use super::matching::{Relation as Kind, Verdict};
pub use numbers::{kept_numbers, numbers_of};
pub use play::Play;
pub use standing::Standing;

/// One row of a list as overlap sees it: who it is in its own list, and the key it is compared on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<Id> {
    /// The row's own identifier; ties are ordered by it.
    pub id: Id,
    /// What [`super::identity::match_key`] made of it; none where the row identifies nobody.
    pub key: Option<String>,
}

/// One account known on at least one side: every row of either list that carries its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account<Id> {
    /// The key; none for a row that identifies nobody and therefore stands alone.
    pub key: Option<String>,
    /// Our rows, ordered by id; empty where only they have the account.
    pub ours: Vec<Id>,
    /// Their rows, ordered by id; empty where only we have it.
    pub theirs: Vec<Id>,
}

/// Whether a parent of one side and its child on the other count as an account in common, where a person said that they
/// belong to one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Groups {
    /// Each company for itself.
    #[default]
    Apart,
    /// What was said to belong to one group counts as well.
    Together,
}

impl Groups {
    /// The other way.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Apart => Self::Together,
            Self::Together => Self::Apart,
        }
    }
}

/// One of the three parts of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Only on our list.
    Ours,
    /// On both lists.
    Both,
    /// Only on their list.
    Theirs,
}

/// The accounts of two lists, sorted into the three regions.
///
/// Accounts with a key come first, ordered by it; those without follow, ordered by id. The same lists in
/// another order give the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap<Id> {
    /// Accounts only on our list.
    pub ours: Vec<Account<Id>>,
    /// Accounts on both lists.
    pub both: Vec<Account<Id>>,
    /// Accounts only on their list.
    pub theirs: Vec<Account<Id>>,
}

impl<Id: Ord + Clone> Overlap<Id> {
    /// Compares two lists. A row without a key is an account of its own that matches nothing; rows of one
    /// list with the same key are one account.
    pub fn of(ours: &[Row<Id>], theirs: &[Row<Id>]) -> Self {
        let mut keyed: BTreeMap<&str, [Vec<Id>; 2]> = BTreeMap::new();
        let mut loose: [Vec<Id>; 2] = [Vec::new(), Vec::new()];
        for (side, list) in [ours, theirs].into_iter().enumerate() {
            for row in list {
                match row.key.as_deref() {
                    Some(key) => keyed.entry(key).or_default()[side].push(row.id.clone()),
                    None => loose[side].push(row.id.clone()),
                }
            }
        }
        let mut found = Self {
            ours: Vec::new(),
            both: Vec::new(),
            theirs: Vec::new(),
        };
        for (key, [mut ours, mut theirs]) in keyed {
            ours.sort();
            theirs.sort();
            let region = match (ours.is_empty(), theirs.is_empty()) {
                (_, true) => &mut found.ours,
                (true, false) => &mut found.theirs,
                (false, false) => &mut found.both,
            };
            region.push(Account {
                key: Some(key.to_string()),
                ours,
                theirs,
            });
        }
        let [mut loose_ours, mut loose_theirs] = loose;
        loose_ours.sort();
        loose_theirs.sort();
        found.ours.extend(loose_ours.into_iter().map(|id| Account {
            key: None,
            ours: vec![id],
            theirs: Vec::new(),
        }));
        found
            .theirs
            .extend(loose_theirs.into_iter().map(|id| Account {
                key: None,
                ours: Vec::new(),
                theirs: vec![id],
            }));
        found
    }

    /// The accounts of one region.
    pub fn region(&self, region: Region) -> &[Account<Id>] {
        match region {
            Region::Ours => &self.ours,
            Region::Both => &self.both,
            Region::Theirs => &self.theirs,
        }
    }

    /// Every pair of rows that match, ordered by key, then by our id, then by theirs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Id, &Id)> {
        self.both.iter().flat_map(|account| {
            let key = account.key.as_deref().unwrap_or_default();
            account
                .ours
                .iter()
                .flat_map(move |a| account.theirs.iter().map(move |b| (key, a, b)))
        })
    }

    /// The three numbers, in accounts.
    pub fn venn(&self) -> Venn {
        Venn {
            ours: self.ours.len() as u64,
            both: self.both.len() as u64,
            both_theirs: self.both.len() as u64,
            theirs: self.theirs.len() as u64,
            theirs_known: true,
        }
    }
}

/// The three numbers of an overlap, in accounts: only ours, both (as either side counts it), only theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Venn {
    /// Accounts only on our list.
    pub ours: u64,
    /// Accounts of ours on both lists.
    pub both: u64,
    /// Accounts of theirs on both lists: several may be one of ours, and one may be several.
    pub both_theirs: u64,
    /// Accounts only on their list.
    pub theirs: u64,
    /// Whether all of theirs is known; else only what both have is, as a private comparison tells it.
    pub theirs_known: bool,
}

impl Venn {
    /// All our accounts: only ours and both.
    pub fn all_ours(&self) -> u64 {
        self.ours + self.both
    }

    /// All their accounts: only theirs and both.
    pub fn all_theirs(&self) -> u64 {
        self.theirs + self.both_theirs
    }

    /// The number of one region.
    pub fn count(&self, region: Region) -> u64 {
        match region {
            Region::Ours => self.ours,
            Region::Both => self.both,
            Region::Theirs => self.theirs,
        }
    }

    /// What share of our accounts a region holds, as [`percent`]; none for the accounts only they have.
    pub fn share_of_ours(&self, region: Region) -> Option<String> {
        (region != Region::Theirs).then(|| percent(self.count(region), self.all_ours()))
    }

    /// What share of their accounts a region holds, as [`percent`]; none for the accounts only we have, and where all of
    /// theirs is not known.
    pub fn share_of_theirs(&self, region: Region) -> Option<String> {
        let part = match region {
            _ if !self.theirs_known => return None,
            Region::Ours => return None,
            Region::Both => self.both_theirs,
            Region::Theirs => self.theirs,
        };
        Some(percent(part, self.all_theirs()))
    }
}

/// `part` of `whole` in percent with one decimal, rounded half up: `22.8%`; `-` of nothing.
///
/// A share that is not nothing never reads `0.0%`, one that is not all never `100.0%`: `<0.1%`, `>99.9%`.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "-".to_string();
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    let tenths = (part * 2000 + whole) / (whole * 2);
    match tenths {
        0 if part > 0 => "<0.1%".to_string(),
        1000 if part < whole => ">99.9%".to_string(),
        _ => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(rows: &[(u32, &str)]) -> Vec<Row<u32>> {
        rows.iter()
            .map(|(id, key)| Row {
                id: *id,
                key: (!key.is_empty()).then(|| (*key).to_string()),
            })
            .collect()
    }

    #[test]
    fn three_regions_count_accounts_and_list_every_row() {
        let ours = list(&[(3, "acme.com"), (1, "acme.com"), (2, "birch.com"), (4, "")]);
        let theirs = list(&[
            (9, "acme.com"),
            (7, "delmar.com"),
            (8, "delmar.com"),
            (6, ""),
            (5, ""),
        ]);
        let found = Overlap::of(&ours, &theirs);
        assert_eq!(
            found.venn(),
            Venn {
                ours: 2,
                both: 1,
                both_theirs: 1,
                theirs: 3,
                theirs_known: true,
            }
        );
        assert_eq!(
            found.pairs().collect::<Vec<_>>(),
            [("acme.com", &1, &9), ("acme.com", &3, &9)]
        );
        assert_eq!(found.region(Region::Theirs)[0].theirs, [7, 8]);
        assert_eq!(found.region(Region::Theirs)[1].theirs, [5]);
    }

    #[test]
    fn rows_that_identify_nobody_match_nothing() {
        let found = Overlap::of(&list(&[(1, "")]), &list(&[(2, "")]));
        assert_eq!(
            found.venn(),
            Venn {
                ours: 1,
                both: 0,
                both_theirs: 0,
                theirs: 1,
                theirs_known: true,
            }
        );
    }

    #[test]
    fn shares_are_told_against_each_list() {
        let venn = Venn {
            ours: 318,
            both: 94,
            both_theirs: 94,
            theirs: 174,
            theirs_known: true,
        };
        assert_eq!(venn.share_of_ours(Region::Ours).as_deref(), Some("77.2%"));
        assert_eq!(venn.share_of_ours(Region::Both).as_deref(), Some("22.8%"));
        assert_eq!(venn.share_of_theirs(Region::Both).as_deref(), Some("35.1%"));
        assert_eq!(
            venn.share_of_theirs(Region::Theirs).as_deref(),
            Some("64.9%")
        );
        assert_eq!(venn.share_of_theirs(Region::Ours), None);
    }

    #[test]
    fn where_two_of_theirs_are_one_of_ours_each_side_counts_its_own() {
        let venn = Venn {
            ours: 3,
            both: 1,
            both_theirs: 2,
            theirs: 2,
            theirs_known: true,
        };
        assert_eq!((venn.all_ours(), venn.all_theirs()), (4, 4));
        assert_eq!(venn.share_of_ours(Region::Both).as_deref(), Some("25.0%"));
        assert_eq!(venn.share_of_theirs(Region::Both).as_deref(), Some("50.0%"));
    }

    #[test]
    fn little_is_not_nothing_and_nearly_all_is_not_all() {
        assert_eq!(percent(0, 0), "-");
        assert_eq!(percent(0, 5), "0.0%");
        assert_eq!(percent(1, 1_000_000), "<0.1%");
        assert_eq!(percent(999_999, 1_000_000), ">99.9%");
        assert_eq!(percent(5, 5), "100.0%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.0%");
    }

    proptest! {
        #[test]
        fn no_row_is_lost_and_order_does_not_matter(
            ours in prop::collection::vec("[a-d]{0,2}", 0..30),
            theirs in prop::collection::vec("[a-d]{0,2}", 0..30),
        ) {
            let rows = |keys: &[String]| -> Vec<Row<usize>> {
                keys.iter().enumerate().map(|(id, k)| Row { id, key: (!k.is_empty()).then(|| k.clone()) }).collect()
            };
            let (mut a, mut b) = (rows(&ours), rows(&theirs));
            let found = Overlap::of(&a, &b);
            let all = || found.ours.iter().chain(&found.both).chain(&found.theirs);
            prop_assert_eq!(all().map(|x| x.ours.len()).sum::<usize>(), a.len());
            prop_assert_eq!(all().map(|x| x.theirs.len()).sum::<usize>(), b.len());
            let swapped = Overlap::of(&b, &a).venn();
            prop_assert_eq!((swapped.ours, swapped.both, swapped.theirs), {
                let v = found.venn();
                (v.theirs, v.both_theirs, v.ours)
            });
            a.reverse();
            b.reverse();
            prop_assert_eq!(Overlap::of(&a, &b), found);
        }
    }
}
