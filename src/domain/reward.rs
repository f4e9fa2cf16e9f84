//! Rewards beside commission: their kinds and states, and what a partner allows its people to take; nothing is stored
//! here.

use std::fmt;

/// What a reward is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RewardKind {
    /// Money: goes through the ledger and a payout.
    #[default]
    Cash,
    /// A gift card.
    GiftCard,
    /// A note to a rep's manager that counts towards the rep's quota.
    QuotaRelief,
    /// A present.
    Gift,
    /// Things with our name on them.
    Swag,
    /// Credit on the partner's own account with us.
    Credit,
    /// A reseller's discount.
    Discount,
}

impl RewardKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Cash,
        Self::GiftCard,
        Self::QuotaRelief,
        Self::Gift,
        Self::Swag,
        Self::Credit,
        Self::Discount,
    ];

    /// As it is stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::GiftCard => "gift card",
            Self::QuotaRelief => "quota relief",
            Self::Gift => "gift",
            Self::Swag => "swag",
            Self::Credit => "credit",
            Self::Discount => "discount",
        }
    }

    /// As it is typed: one word.
    pub fn typed(self) -> &'static str {
        match self {
            Self::GiftCard => "gift-card",
            Self::QuotaRelief => "quota-relief",
            other => other.word(),
        }
    }

    /// The kind of a word as stored or typed, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        let word = plain(word);
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for RewardKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// How far a reward is (DESIGN §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RewardState {
    /// Somebody said it will come.
    #[default]
    Promised,
    /// It may be given; cash is in the ledger.
    Approved,
    /// The partner or its rep has it.
    Given,
    /// It will not come, for a reason.
    Refused,
}

impl RewardState {
    /// Every state, in the order a reward meets them.
    pub const ALL: [Self; 4] = [Self::Promised, Self::Approved, Self::Given, Self::Refused];

    /// As it is stored, typed and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Promised => "promised",
            Self::Approved => "approved",
            Self::Given => "given",
            Self::Refused => "refused",
        }
    }

    /// The state of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

impl fmt::Display for RewardState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What a partner lets its people take from us: many employers forbid cash, some everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpiffPolicy {
    /// Anything.
    Allowed,
    /// Anything but cash.
    NoCash,
    /// Nothing.
    None,
}

impl SpiffPolicy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::Allowed, Self::NoCash, Self::None];

    /// As it is stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::NoCash => "no cash",
            Self::None => "none",
        }
    }

    /// The policy of a word as stored or typed, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        let word = plain(word);
        Self::ALL.into_iter().find(|policy| policy.word() == word)
    }

    /// Whether a rep may take a reward of this kind.
    pub fn allows(self, kind: RewardKind) -> bool {
        match self {
            Self::Allowed => true,
            Self::NoCash => kind != RewardKind::Cash,
            Self::None => false,
        }
    }

    /// What may be done instead of a reward that is not allowed, as a sentence.
    pub fn instead(self) -> &'static str {
        match self {
            Self::Allowed => "Every kind of reward is allowed.",
            Self::NoCash => {
                "A gift card, a quota relief note, a gift or swag would be allowed; so would cash to the partner itself, without --rep."
            }
            Self::None => "Reward the partner itself, without --rep.",
        }
    }
}

impl fmt::Display for SpiffPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word without case, with blanks for hyphens.
fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_back_as_stored_and_as_typed() {
        for kind in RewardKind::ALL {
            assert_eq!(RewardKind::parse(kind.word()), Some(kind));
            assert_eq!(RewardKind::parse(kind.typed()), Some(kind));
        }
        assert_eq!(RewardKind::parse("Gift Card"), Some(RewardKind::GiftCard));
        assert_eq!(RewardKind::parse("gold"), None);
        for state in RewardState::ALL {
            assert_eq!(RewardState::parse(state.word()), Some(state));
        }
        for policy in SpiffPolicy::ALL {
            assert_eq!(SpiffPolicy::parse(policy.word()), Some(policy));
        }
    }

    #[test]
    fn no_cash_forbids_cash_only_and_none_forbids_all() {
        let allowed = |policy: SpiffPolicy| {
            RewardKind::ALL
                .into_iter()
                .filter(|kind| policy.allows(*kind))
                .count()
        };
        assert_eq!(SpiffPolicy::ALL.map(allowed), [7, 6, 0]);
        assert!(!SpiffPolicy::NoCash.allows(RewardKind::Cash));
    }
}
