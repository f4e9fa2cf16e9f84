//! What an account is to the one who has it, as far as a comparison goes; must not know lists or files.

/// What an account is to its owner. The order is the precedence: an account that is several is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A customer.
    Customer,
    /// An open opportunity.
    Open,
    /// A prospect.
    Prospect,
    /// Not said.
    Any,
}

impl Scope {
    /// All, in the order of precedence.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Open, Self::Prospect, Self::Any];

    /// What keys of this scope begin with, so that a key of one scope never matches one of another.
    pub(super) fn prefix(self) -> &'static [u8] {
        match self {
            Self::Customer => b"C|",
            Self::Open => b"O|",
            Self::Prospect => b"P|",
            Self::Any => b"A|",
        }
    }

    /// One byte in a state; also its bit in [`Scopes`].
    pub(super) fn bit(self) -> u8 {
        match self {
            Self::Customer => 1,
            Self::Open => 2,
            Self::Prospect => 4,
            Self::Any => 8,
        }
    }

    /// In words, of several: `customers`.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Customer => "customers",
            Self::Open => "open opportunities",
            Self::Prospect => "prospects",
            Self::Any => "accounts",
        }
    }

    /// As a word of files and command lines: `customer`, `open`, `prospect`; nothing where it is not said.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Open => "open",
            Self::Prospect => "prospect",
            Self::Any => "",
        }
    }
}

/// Several scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// From the byte of a file; `None` if it names none, or one there is not.
    pub(super) fn read(bits: u8) -> Option<Self> {
        (1..16).contains(&bits).then_some(Self(bits))
    }

    pub(super) fn bits(self) -> u8 {
        self.0
    }

    /// Whether it is among them.
    pub fn has(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// How many.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// They, in the order of precedence.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |s| self.has(*s))
    }

    /// In words: `customers and open opportunities`.
    pub fn words(self) -> String {
        let words: Vec<&str> = self.iter().map(Scope::plural).collect();
        super::label::listed(&words)
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, s| bits | s.bit()))
    }
}
