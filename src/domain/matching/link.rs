//! A link between an account of ours and one of theirs: how sure it is, by which rule; must not find links.

use super::likeness::Likeness;

/// How sure a link is. A and B count; C counts if a person switches it on; all others wait for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Certain.
    A,
    /// Likely.
    B,
    /// Probable: counts only if a person switches it on.
    C,
    /// As C, by the domain of an e-mail address.
    CMail,
    /// The same website and names that are unlike: parent, rename or error.
    AAsk,
    /// The same name and two websites.
    BAsk,
    /// To be looked at.
    D,
    /// To be looked at last.
    E,
}

impl Tier {
    /// Every tier, the surest first.
    pub const ALL: [Self; 8] = [
        Self::A,
        Self::B,
        Self::C,
        Self::CMail,
        Self::AAsk,
        Self::BAsk,
        Self::D,
        Self::E,
    ];

    /// Its sign: `A`, `B`, `C`, `C'`, `A'`, `B'`, `D`, `E`.
    pub fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::CMail => "C'",
            Self::AAsk => "A'",
            Self::BAsk => "B'",
            Self::D => "D",
            Self::E => "E",
        }
    }

    /// The tier of a sign that [`Tier::word`] gave.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.word() == word)
    }

    /// Whether links of it count as matches. `probable`: whether a person has switched C on.
    pub fn counts(self, probable: bool) -> bool {
        match self {
            Self::A | Self::B => true,
            Self::C | Self::CMail => probable,
            Self::AAsk | Self::BAsk | Self::D | Self::E => false,
        }
    }
}

/// What two linked accounts are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One company.
    Same,
    /// Parts of one group: parent and child, or sisters.
    Affiliate,
}

impl Relation {
    /// The word it is stored and shown as.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Affiliate => "affiliate",
        }
    }

    /// The relation of a word that [`Relation::word`] gave.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Same, Self::Affiliate]
            .into_iter()
            .find(|r| r.word() == word)
    }
}

/// The rule that made a link, or keeps two accounts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A person said so.
    Decided,
    /// A registration number is equal.
    Registration,
    /// The website is the same and the names support it.
    Site,
    /// The website is the same and the names do not support it.
    SiteOnly,
    /// The website is the same, and another account of yours with it is more alike.
    SiteShared,
    /// The strict name and the country are equal, on one account each.
    NameCountry,
    /// The strict name is equal, and the domain of an e-mail address is the other's.
    NameMail,
    /// The strict name is equal and the websites are two.
    NameOtherSite,
    /// The name is equal and a country is missing.
    Name,
    /// The domain of an e-mail address is the other's, and the names support it.
    Mail,
    /// The name is equal, and more than one account of a list bears it.
    NameShared,
    /// The name is equal and the countries are two.
    NameOtherCountry,
    /// The names are alike.
    Alike(Likeness),
    /// Registration numbers of one register are two.
    OtherRegistration,
    /// The numbers in the names are two.
    OtherNumber,
}

impl Rule {
    /// Its short name, as it is stored and filtered by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Registration => "registration",
            Self::Site => "website",
            Self::SiteOnly => "website-only",
            Self::SiteShared => "website-shared",
            Self::NameCountry => "name-country",
            Self::NameMail => "name-mail",
            Self::NameOtherSite => "name-other-website",
            Self::Name => "name",
            Self::Mail => "mail",
            Self::NameShared => "name-shared",
            Self::NameOtherCountry => "name-other-country",
            Self::Alike(likeness) => match likeness {
                Likeness::Strict => "alike-name",
                Likeness::Squashed => "alike-blanks",
                Likeness::Alias => "alias",
                Likeness::Brief => "brief-name",
                Likeness::Acronym => "acronym",
                Likeness::Prefix => "prefix",
                Likeness::Close | Likeness::Other => "close",
            },
            Self::OtherRegistration => "other-registration",
            Self::OtherNumber => "other-number",
        }
    }

    /// The rule of a word that [`Rule::word`] gave.
    pub fn of_word(word: &str) -> Option<Self> {
        let plain = [
            Self::Decided,
            Self::Registration,
            Self::Site,
            Self::SiteOnly,
            Self::SiteShared,
            Self::NameCountry,
            Self::NameMail,
            Self::NameOtherSite,
            Self::Name,
            Self::Mail,
            Self::NameShared,
            Self::NameOtherCountry,
            Self::OtherRegistration,
            Self::OtherNumber,
        ];
        let alike = [
            Likeness::Strict,
            Likeness::Squashed,
            Likeness::Alias,
            Likeness::Brief,
            Likeness::Acronym,
            Likeness::Prefix,
            Likeness::Close,
        ];
        plain
            .into_iter()
            .chain(alike.map(Self::Alike))
            .find(|r| r.word() == word)
    }
}

/// An account of ours and one of theirs, and how they belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Its place in our list.
    pub ours: u32,
    /// Its place in their list.
    pub theirs: u32,
    /// How sure it is.
    pub tier: Tier,
    /// By which rule.
    pub rule: Rule,
    /// What they are to each other; of links that wait for a person, what they may be.
    pub relation: Relation,
    /// How alike they are, from 0 to 1000: what the review queue sorts by.
    pub score: u16,
}

/// What a person said of two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// They are one company.
    Same,
    /// They are not.
    Different,
    /// They belong to one group.
    Affiliate,
}

impl Verdict {
    /// The word it is stored as.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Affiliate => "affiliate",
        }
    }

    /// The verdict of a word that [`Verdict::word`] gave.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Same, Self::Different, Self::Affiliate]
            .into_iter()
            .find(|v| v.word() == word)
    }
}

/// A decision that is remembered: about whom, by [`super::Known::decision_key`] of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decision {
    /// The key of our account.
    pub ours: String,
    /// The key of theirs.
    pub theirs: String,
    /// What was said.
    pub verdict: Verdict,
}
