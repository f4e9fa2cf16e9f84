//! What an account is to whoever lists it; must not look at any account.

/// What an account is to us, or to a partner. Ordered: what holds first counts where several hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// A customer.
    Customer,
    /// An open opportunity.
    Opportunity,
    /// A prospect.
    Prospect,
    /// On a list that is none of these.
    Other,
}

impl Standing {
    /// Every one, in order.
    pub const ALL: [Self; 4] = [
        Self::Customer,
        Self::Opportunity,
        Self::Prospect,
        Self::Other,
    ];

    /// 1 to 4, as it is stored.
    pub fn number(self) -> i64 {
        match self {
            Self::Customer => 1,
            Self::Opportunity => 2,
            Self::Prospect => 3,
            Self::Other => 4,
        }
    }

    /// Its place in [`Standing::ALL`].
    pub fn place(self) -> usize {
        match self {
            Self::Customer => 0,
            Self::Opportunity => 1,
            Self::Prospect => 2,
            Self::Other => 3,
        }
    }

    /// The standing of a stored number.
    pub fn of_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.number() == number)
    }

    /// One such account: `customer`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Opportunity => "opportunity",
            Self::Prospect => "prospect",
            Self::Other => "other",
        }
    }

    /// A list of them, as it is typed and stored: `customers`.
    pub fn list(self) -> &'static str {
        match self {
            Self::Customer => "customers",
            Self::Opportunity => "opportunities",
            Self::Prospect => "prospects",
            Self::Other => "other",
        }
    }

    /// The standing of a word, either way.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|s| s.word().eq_ignore_ascii_case(word) || s.list().eq_ignore_ascii_case(word))
    }

    /// What a word of a CRM's export says: `Customer`, `Closed won`, `Open opportunity`, `Lead`.
    pub fn told(word: &str) -> Option<Self> {
        let word = crate::text::fold(word);
        let words: Vec<&str> = word
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        let has = |any: &[&str]| words.iter().any(|w| any.contains(w));
        // Who left is neither; who is lost is a prospect at best, and nobody said so.
        if has(&[
            "former",
            "churned",
            "lost",
            "ex",
            "not",
            "non",
            "no",
            "cancelled",
            "canceled",
        ]) {
            return Some(Self::Other);
        }
        if has(&[
            "customer",
            "customers",
            "client",
            "clients",
            "won",
            "subscriber",
            "active",
        ]) {
            return Some(Self::Customer);
        }
        if has(&[
            "opportunity",
            "opportunities",
            "opp",
            "opps",
            "deal",
            "deals",
            "open",
            "pipeline",
            "negotiation",
            "proposal",
        ]) {
            return Some(Self::Opportunity);
        }
        if has(&[
            "prospect",
            "prospects",
            "lead",
            "leads",
            "target",
            "targets",
            "prospecting",
        ]) {
            return Some(Self::Prospect);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_an_export_say_what_an_account_is() {
        for (word, standing) in [
            ("Customer", Standing::Customer),
            ("Closed Won", Standing::Customer),
            ("Open opportunity", Standing::Opportunity),
            ("prospecting", Standing::Prospect),
            ("Lead", Standing::Prospect),
            ("Former customer", Standing::Other),
            ("Closed lost", Standing::Other),
        ] {
            assert_eq!(Standing::told(word), Some(standing), "{word}");
        }
        assert_eq!(Standing::told("Enterprise"), None);
    }

    #[test]
    fn what_is_stored_is_read_back() {
        for standing in Standing::ALL {
            assert_eq!(Standing::of_number(standing.number()), Some(standing));
            assert_eq!(Standing::parse(standing.list()), Some(standing));
            assert_eq!(Standing::ALL[standing.place()], standing);
        }
    }
}
