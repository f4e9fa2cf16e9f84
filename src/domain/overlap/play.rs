//! The four lists people ask of an overlap, each with what to do with it; must not look at any account.

use super::Standing;

/// A list of accounts both have, chosen for what can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Play {
    /// Customers of both.
    Customers,
    /// Our open opportunities that are their customers.
    Opportunities,
    /// Our prospects that are their customers.
    Prospects,
    /// Our customers that are their prospects: leads we could give.
    Leads,
}

impl Play {
    /// Every one.
    pub const ALL: [Self; 4] = [
        Self::Opportunities,
        Self::Prospects,
        Self::Leads,
        Self::Customers,
    ];

    /// As it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Opportunities => "opportunities",
            Self::Prospects => "prospects",
            Self::Leads => "leads",
        }
    }

    /// The play of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|play| play.word() == word)
    }

    /// What the accounts are to us, and what to them.
    pub fn cell(self) -> (Standing, Standing) {
        match self {
            Self::Customers => (Standing::Customer, Standing::Customer),
            Self::Opportunities => (Standing::Opportunity, Standing::Customer),
            Self::Prospects => (Standing::Prospect, Standing::Customer),
            Self::Leads => (Standing::Customer, Standing::Prospect),
        }
    }

    /// Which accounts, after their number: `9 open deals of yours are their customers`.
    pub fn which(self, count: u64) -> String {
        let one = count == 1;
        let (ours, theirs) = match self {
            Self::Customers => (("customer", "customers"), "customer"),
            Self::Opportunities => (("open deal", "open deals"), "customer"),
            Self::Prospects => (("prospect", "prospects"), "customer"),
            Self::Leads => (("customer", "customers"), "prospect"),
        };
        if one {
            format!("{count} {} of yours is their {theirs}", ours.0)
        } else {
            format!("{count} {} of yours are their {theirs}s", ours.1)
        }
    }

    /// What to do with them.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Customers => "sell more together",
            Self::Opportunities => "ask for help to win them",
            Self::Prospects => "ask for introductions",
            Self::Leads => "leads you could give",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_play_is_a_cell_of_its_own_and_says_what_it_is() {
        let mut cells: Vec<_> = Play::ALL.iter().map(|p| p.cell()).collect();
        cells.sort();
        cells.dedup();
        assert_eq!(cells.len(), 4);
        assert_eq!(
            Play::Leads.which(1),
            "1 customer of yours is their prospect"
        );
        assert_eq!(
            Play::Opportunities.which(9),
            "9 open deals of yours are their customers"
        );
        assert!(Play::ALL.iter().all(|p| Play::parse(p.word()) == Some(*p)));
    }
}
