//! Tiers and rules in words a person reads; must not judge any pair.

use super::{
    likeness::Likeness,
    link::{Rule, Tier},
};

impl Tier {
    /// What two accounts of it have in common.
    pub fn said(self) -> &'static str {
        match self {
            Self::A => {
                "You said so; or the same registration number; or the same website and names that go together."
            }
            Self::B => {
                "The same name in the same country, or with an e-mail address at the other's website; no second account bears it."
            }
            Self::C => "The same name, and a country missing on one side.",
            Self::CMail => "An e-mail address at the other's website, and names that go together.",
            Self::AAsk => "The same website and unlike names: a parent, a new name or an error.",
            Self::BAsk => "The same name and two websites.",
            Self::D => "Names that are alike, or that more than one account bears.",
            Self::E => "Names that are less alike, or one name in another: affiliates?",
        }
    }

    /// Whether a person may switch it on as a whole.
    pub fn is_probable(self) -> bool {
        self.counts(true) && !self.counts(false)
    }
}

impl Rule {
    /// What speaks for it, or against it, after `because`: `the same name, but two websites`.
    pub fn said(self) -> &'static str {
        match self {
            Self::Decided => "you said so",
            Self::Registration => "the same registration number",
            Self::Site => "the same website, and names that go together",
            Self::SiteOnly => "the same website, but unlike names",
            Self::SiteShared => {
                "the same website, but another account of yours with it has a name more alike"
            }
            Self::NameCountry => "the same name in the same country",
            Self::NameMail => "the same name, and an e-mail address at the other's website",
            Self::NameOtherSite => "the same name, but two websites",
            Self::Name => "the same name, but a country is missing",
            Self::Mail => "an e-mail address at the other's website, and names that go together",
            Self::NameShared => "the same name, but more than one account bears it",
            Self::NameOtherCountry => "the same name, but two countries",
            Self::Alike(likeness) => match likeness {
                Likeness::Strict => "the same name",
                Likeness::Squashed => "the same name but for blanks",
                Likeness::Alias => "one name is the other's other name",
                Likeness::Brief => "the same name but for common words",
                Likeness::Acronym => "one name is short for the other",
                Likeness::Prefix => "one name holds the other",
                Likeness::Close | Likeness::Other => "names that are alike",
            },
            Self::OtherRegistration => "two registration numbers",
            Self::OtherNumber => "two numbers in the names",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_probable_tiers_can_be_switched_on() {
        let probable: Vec<&str> = Tier::ALL
            .into_iter()
            .filter(|t| t.is_probable())
            .map(Tier::word)
            .collect();
        assert_eq!(probable, ["C", "C'"]);
    }
}
