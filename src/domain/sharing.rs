//! What a partner may be told of an account of ours; the one place that decides it. Reads no book and writes no file.

use std::fmt;

/// How much of a list of ours a partner may be told. Ordered: each tells all that the one before it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Nothing, not even how many accounts it has.
    Hidden,
    /// Numbers only. What holds where nobody has said anything.
    #[default]
    Counts,
    /// The accounts that both have.
    Overlapping,
    /// Every account.
    Everything,
}

impl Level {
    /// Every level, from the least.
    pub const ALL: [Self; 4] = [
        Self::Hidden,
        Self::Counts,
        Self::Overlapping,
        Self::Everything,
    ];

    /// As it is typed and stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Counts => "counts",
            Self::Overlapping => "overlapping",
            Self::Everything => "everything",
        }
    }

    /// The level of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// What it means, as the second half of a sentence about a list.
    pub fn means(self) -> &'static str {
        match self {
            Self::Hidden => "nothing of it is told",
            Self::Counts => "only how many accounts it has and how many both have",
            Self::Overlapping => "the accounts both have",
            Self::Everything => "every account of it",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What may be told of an account beside its name and site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Our person.
    Owner,
    /// How far it is.
    Stage,
    /// What it is worth.
    Value,
    /// Since when it is what it is.
    Since,
}

impl Detail {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Stage, Self::Value, Self::Since];

    /// As it is typed and stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Stage => "stage",
            Self::Value => "value",
            Self::Since => "since",
        }
    }

    /// The detail of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What was said about a list: how much of it, and with what beside name and site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sharing {
    /// How much.
    pub level: Level,
    /// Beside name and site; in order, each once.
    pub details: Vec<Detail>,
}

/// What somebody said about one list of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// For this partner; none: for every partner not named.
    pub partner: Option<i64>,
    /// `customers`, `opportunities`, `prospects`, or the name of a list of ours; case does not count.
    pub population: String,
    /// What was said.
    pub sharing: Sharing,
}

/// What holds for a list towards a partner: what was said of this partner, else what was said of everyone; `None` where
/// nobody said anything.
pub fn said<'a>(rules: &'a [Rule], partner: i64, population: &str) -> Option<&'a Sharing> {
    let of = |whose: Option<i64>| {
        let same = |rule: &&Rule| {
            rule.partner == whose && rule.population.to_lowercase() == population.to_lowercase()
        };
        rules.iter().find(same).map(|rule| &rule.sharing)
    };
    of(Some(partner)).or_else(|| of(None))
}

/// What holds for an account that stands in several lists: the least that was said of any of them, so that what is
/// hidden in one list stays hidden although it is in another. Lists nobody spoke of do not count beside those somebody
/// did; where nobody spoke of any, only counts are told.
pub fn of_account<'a>(
    rules: &[Rule],
    partner: i64,
    populations: impl IntoIterator<Item = &'a str>,
) -> Sharing {
    let mut least: Option<Sharing> = None;
    for sharing in populations
        .into_iter()
        .filter_map(|population| said(rules, partner, population))
    {
        least = Some(match least {
            None => sharing.clone(),
            Some(so_far) => Sharing {
                level: so_far.level.min(sharing.level),
                details: (so_far.details.into_iter())
                    .filter(|one| sharing.details.contains(one))
                    .collect(),
            },
        });
    }
    least.unwrap_or_default()
}

impl Sharing {
    /// What may be told of one account beside name and site; `None`: the account itself may not be named. `common` says
    /// whether the partner has it too.
    pub fn tells(&self, common: bool) -> Option<&[Detail]> {
        let named = match self.level {
            Level::Hidden | Level::Counts => false,
            Level::Overlapping => common,
            Level::Everything => true,
        };
        named.then_some(self.details.as_slice())
    }

    /// Whether the account may be counted in a number the partner is told.
    pub fn counts(&self) -> bool {
        self.level > Level::Hidden
    }

    /// `overlapping with owner, stage`.
    pub fn shown(&self) -> String {
        if self.details.is_empty() || self.level < Level::Overlapping {
            return self.level.to_string();
        }
        let words: Vec<&str> = self.details.iter().map(|d| d.word()).collect();
        format!("{} with {}", self.level, words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(partner: Option<i64>, population: &str, level: Level, details: &[Detail]) -> Rule {
        Rule {
            partner,
            population: population.to_owned(),
            sharing: Sharing {
                level,
                details: details.to_vec(),
            },
        }
    }

    #[test]
    fn where_nobody_said_anything_only_counts_are_told() {
        let sharing = of_account(&[], 1, ["customers"]);
        assert_eq!(sharing.level, Level::Counts);
        assert!(sharing.counts());
        assert_eq!(sharing.tells(true), None);
    }

    #[test]
    fn what_was_said_of_a_partner_wins_over_what_was_said_of_everyone() {
        let rules = [
            rule(None, "customers", Level::Overlapping, &[]),
            rule(Some(2), "Customers", Level::Hidden, &[]),
        ];
        assert_eq!(
            of_account(&rules, 1, ["customers"]).level,
            Level::Overlapping
        );
        let hidden = of_account(&rules, 2, ["customers"]);
        assert_eq!((hidden.level, hidden.counts()), (Level::Hidden, false));
    }

    #[test]
    fn an_account_of_both_is_named_at_overlapping_and_any_other_only_at_everything() {
        let some = Sharing {
            level: Level::Overlapping,
            details: vec![Detail::Owner],
        };
        assert_eq!(some.tells(true), Some(&[Detail::Owner][..]));
        assert_eq!(some.tells(false), None);
        let all = Sharing {
            level: Level::Everything,
            details: Vec::new(),
        };
        assert_eq!(all.tells(false), Some(&[][..]));
    }

    #[test]
    fn an_account_in_two_lists_is_told_of_as_the_stricter_one_says() {
        let rules = [
            rule(
                None,
                "customers",
                Level::Everything,
                &[Detail::Owner, Detail::Value],
            ),
            rule(None, "targets", Level::Overlapping, &[Detail::Value]),
            rule(None, "secret", Level::Hidden, &[]),
        ];
        let both = of_account(&rules, 1, ["customers", "Targets"]);
        assert_eq!(both.level, Level::Overlapping);
        assert_eq!(both.details, [Detail::Value]);
        let hidden = of_account(&rules, 1, ["customers", "secret"]);
        assert_eq!(hidden.level, Level::Hidden);
        // Nobody spoke of prospects: what was said of customers stands.
        let open = of_account(&rules, 1, ["customers", "prospects"]);
        assert_eq!(open.level, Level::Everything);
    }
}
