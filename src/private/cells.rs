//! Who may learn what about which accounts: rules per cell of the matrix turned into the rows of an answer; must not
//! know how rows are sealed.

use std::collections::HashSet;

use super::{
    label::{Fields, Label},
    response::Row,
    scope::{Scope, Scopes},
};

/// How much of a cell is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing: it is as if the accounts were not there.
    Hidden,
    /// Only how many match.
    Counts,
    /// Which match, with these fields.
    Matches(Fields),
}

/// A rule: what accounts of ours that are `ours` tell where the other side says it is `theirs` to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What the account is to the one who asks; `None` for whatever it is.
    pub theirs: Option<Scope>,
    /// What it is to us; `None` for whatever it is.
    pub ours: Option<Scope>,
    /// How much is shared.
    pub level: Level,
}

impl Cell {
    /// Everything alike, whatever it is to either.
    pub fn everywhere(level: Level) -> Self {
        Self {
            theirs: None,
            ours: None,
            level,
        }
    }
}

/// An account of the answerer's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What the caller knows it by; comes back when the exchange is closed.
    pub id: String,
    /// What it is to us.
    pub scope: Scope,
    /// The keys it is compared by (`d:acme.com`, `n:acme|us`).
    pub keys: Vec<String>,
    /// How much of it may be shared, where that is decided for this account; else the rules say it.
    pub level: Option<Level>,
    /// All that could be said about it.
    pub label: Label,
}

/// The rows of an answer: for each account and each scope asked about, what the first rule that speaks of that cell
/// lets be told. Cells without a rule are hidden. Where accounts share a key, the first by precedence stands for all.
pub fn rows(accounts: &[Account], rules: &[Cell], asked: Scopes, counts_only: bool) -> Vec<Row> {
    let mut order: Vec<&Account> = accounts.iter().collect();
    order.sort_by_key(|account| account.scope);
    let (mut taken, mut rows) = (HashSet::new(), Vec::new());
    for account in order {
        for theirs in asked.iter() {
            let rule = rules.iter().find(|rule| {
                rule.theirs.is_none_or(|s| s == theirs)
                    && rule.ours.is_none_or(|s| s == account.scope)
            });
            // A rule says in which cells anything is told; the account's own level, how much of it.
            let level = match (rule.map(|rule| rule.level), account.level) {
                (Some(Level::Matches(_) | Level::Counts), Some(own)) => Some(own),
                (rule, _) => rule,
            };
            let fields = match level {
                Some(Level::Matches(fields)) => Some(fields),
                Some(Level::Counts) if counts_only => Some(Fields::default()),
                _ => None,
            };
            for key in &account.keys {
                // Also where it is hidden: then nothing weaker with the same key tells of it.
                let first = taken.insert((theirs, key.as_str()));
                if let Some(fields) = fields.filter(|_| first) {
                    rows.push(Row {
                        account: account.id.clone(),
                        scope: theirs,
                        key: key.clone(),
                        label: account.label.only(fields),
                    });
                }
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private::label::LabelField;

    fn account(id: &str, scope: Scope, key: &str) -> Account {
        let mut label = Label::default();
        label.say(LabelField::Rep, "Ada");
        label.say(LabelField::Stage, "Won");
        Account {
            id: id.to_owned(),
            scope,
            keys: vec![key.to_owned()],
            level: None,
            label,
        }
    }

    #[test]
    fn a_cell_tells_its_own_fields_and_what_has_no_rule_is_hidden() {
        let rep: Fields = [LabelField::Rep].into_iter().collect();
        let rules = [
            Cell {
                theirs: Some(Scope::Open),
                ours: Some(Scope::Customer),
                level: Level::Matches(rep),
            },
            Cell {
                theirs: Some(Scope::Customer),
                ours: None,
                level: Level::Counts,
            },
        ];
        let accounts = [
            account("1", Scope::Open, "d:a.com"),
            account("2", Scope::Customer, "d:a.com"),
            account("3", Scope::Prospect, "d:b.com"),
        ];
        let asked: Scopes = [Scope::Customer, Scope::Open].into_iter().collect();
        let labelled = rows(&accounts, &rules, asked, false);
        assert_eq!(labelled.len(), 1);
        assert_eq!(
            (labelled[0].account.as_str(), labelled[0].scope),
            ("2", Scope::Open)
        );
        assert_eq!(labelled[0].label.get(LabelField::Rep), Some("Ada"));
        assert_eq!(labelled[0].label.get(LabelField::Stage), None);

        let counted = rows(&accounts, &rules, asked, true);
        let seen: Vec<_> = counted
            .iter()
            .map(|r| (r.account.as_str(), r.scope))
            .collect();
        assert_eq!(
            seen,
            [
                ("2", Scope::Customer),
                ("2", Scope::Open),
                ("3", Scope::Customer)
            ]
        );
    }

    #[test]
    fn a_hidden_cell_before_a_general_rule_stays_hidden() {
        let rules = [
            Cell {
                theirs: None,
                ours: Some(Scope::Prospect),
                level: Level::Hidden,
            },
            Cell::everywhere(Level::Matches(Fields::default())),
        ];
        let accounts = [
            account("1", Scope::Prospect, "d:a.com"),
            account("2", Scope::Customer, "d:b.com"),
        ];
        let asked: Scopes = [Scope::Any].into_iter().collect();
        let told = rows(&accounts, &rules, asked, false);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].account, "2");
    }

    #[test]
    fn what_is_hidden_as_a_customer_is_not_told_as_a_prospect() {
        let rules = [
            Cell {
                theirs: None,
                ours: Some(Scope::Customer),
                level: Level::Hidden,
            },
            Cell::everywhere(Level::Matches(Fields::default())),
        ];
        let accounts = [
            account("1", Scope::Prospect, "d:a.com"),
            account("2", Scope::Customer, "d:a.com"),
        ];
        let asked: Scopes = [Scope::Any].into_iter().collect();
        assert_eq!(rows(&accounts, &rules, asked, false), []);
    }
}
