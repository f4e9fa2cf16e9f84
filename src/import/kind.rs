//! What the rows of a file are.

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Partners.
    Partners,
    /// People at partners.
    Contacts,
    /// Deals, leads or form answers, with the partner who brought them.
    Referrals,
    /// Customers.
    Customers,
    /// What was paid: invoices, charges, refunds, lines of invoices.
    Revenue,
    /// Subscriptions, each of which stands for the lines it was billed by.
    Subscriptions,
    /// A partner's list of accounts.
    Accounts,
    /// Clicks on coded links, and the sign-ups after them.
    Visits,
    /// What is given to partners beside commission.
    Rewards,
    /// Calls, meetings, trainings: what was done with a partner or on a referral.
    Activities,
    /// What a bank or provider answers to a payment file.
    Results,
}

impl FileKind {
    /// All of them, in the order a person is asked.
    pub const ALL: [Self; 11] = [
        Self::Partners,
        Self::Contacts,
        Self::Referrals,
        Self::Customers,
        Self::Revenue,
        Self::Subscriptions,
        Self::Accounts,
        Self::Visits,
        Self::Rewards,
        Self::Activities,
        Self::Results,
    ];

    /// The word of `--as` and of the command that reads it: `import revenue`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Partners => "partners",
            Self::Contacts => "contacts",
            Self::Referrals => "referrals",
            Self::Customers => "customers",
            Self::Revenue => "revenue",
            Self::Subscriptions => "subscriptions",
            Self::Accounts => "accounts",
            Self::Visits => "visits",
            Self::Rewards => "rewards",
            Self::Activities => "activities",
            Self::Results => "results",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The command that reads it.
    pub fn command(self) -> String {
        match self {
            Self::Accounts => "overlap load".to_owned(),
            kind => format!("import {}", kind.word()),
        }
    }
}
