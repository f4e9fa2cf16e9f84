//! The states of a partner and which may follow which; nothing is stored or shown here.

use std::fmt;

/// Where we stand with a partner (DESIGN §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PartnerState {
    /// We would like to have them.
    Prospect,
    /// They would like to join.
    Applied,
    /// Looked at and found fit.
    Qualified,
    /// Works with us.
    #[default]
    Active,
    /// Stopped for a while, for a reason.
    Paused,
    /// Over, for a reason; records stay, and what is owed stays owed.
    Ended,
    /// We said no, for a reason.
    Declined,
}

impl PartnerState {
    /// Every state, in the order a partner meets them.
    pub const ALL: [Self; 7] = [
        Self::Prospect,
        Self::Applied,
        Self::Qualified,
        Self::Active,
        Self::Paused,
        Self::Ended,
        Self::Declined,
    ];

    /// As it is stored, typed and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Prospect => "prospect",
            Self::Applied => "applied",
            Self::Qualified => "qualified",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
            Self::Declined => "declined",
        }
    }

    /// The state of a word, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.word().eq_ignore_ascii_case(word.trim()))
    }

    /// Whether somebody will ask why, so that a reason must be kept.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Paused | Self::Ended | Self::Declined)
    }

    /// Whether new referrals may be logged for such a partner. Whoever is not active yet may bring one: that is how
    /// many become active.
    pub fn may_refer(self) -> bool {
        !matches!(self, Self::Ended | Self::Declined)
    }

    /// Whether a partner in this state may go to `to`.
    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }

    /// The states that may follow this one.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Prospect => &[Self::Applied, Self::Qualified, Self::Active, Self::Declined],
            Self::Applied => &[
                Self::Prospect,
                Self::Qualified,
                Self::Active,
                Self::Declined,
            ],
            Self::Qualified => &[Self::Prospect, Self::Applied, Self::Active, Self::Declined],
            Self::Active => &[Self::Paused, Self::Ended],
            Self::Paused => &[Self::Active, Self::Ended],
            Self::Ended => &[Self::Active, Self::Prospect],
            Self::Declined => &[Self::Prospect, Self::Applied, Self::Active],
        }
    }
}

impl fmt::Display for PartnerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for state in PartnerState::ALL {
            assert_eq!(PartnerState::parse(state.word()), Some(state));
        }
        assert_eq!(PartnerState::parse(" Active "), Some(PartnerState::Active));
        assert_eq!(PartnerState::parse("gone"), None);
    }

    #[test]
    fn who_worked_with_us_is_ended_and_never_declined() {
        assert!(PartnerState::Active.may_become(PartnerState::Ended));
        assert!(!PartnerState::Active.may_become(PartnerState::Declined));
        assert!(!PartnerState::Active.may_become(PartnerState::Active));
        assert!(PartnerState::Ended.may_become(PartnerState::Active));
    }
}
