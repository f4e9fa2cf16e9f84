//! Two accounts judged: the tier, the rule and the relation of their link, or that they are apart; must not look for pairs.

use super::{
    account::{Known, label},
    likeness::{
        Alike, Likeness, Weigh, alike_by, by_words, numbers_differ, places_differ, plain_weight,
    },
    link::{Relation, Rule, Tier, Verdict},
    name::Name,
    registration::Registration,
};

/// What is known of a pair beside the two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// What a person said of it.
    pub decided: Option<Verdict>,
    /// Whether no other account of either list bears the strict name (in the same country, where both have one).
    pub sole_name: bool,
    /// The same of the name without blanks.
    pub sole_squashed: bool,
}

/// What comes of two accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Judged {
    /// They are linked.
    Linked {
        /// How sure it is.
        tier: Tier,
        /// By which rule.
        rule: Rule,
        /// What they are, or may be, to each other.
        relation: Relation,
        /// From 0 to 1.
        score: f32,
    },
    /// A rule keeps them apart, whatever else is alike.
    Apart(Rule),
    /// Nothing worth a look joins them.
    Unlike,
}

/// From which score on names alone are worth a look, and a first look.
pub const WORTH_A_LOOK: f32 = 0.65;
/// See [`WORTH_A_LOOK`].
pub const WORTH_A_FIRST_LOOK: f32 = 0.85;

/// What comes of an account of ours and one of theirs, by the rules alone.
pub fn judge(ours: &Known, theirs: &Known, beside: Beside) -> Judged {
    judge_by(ours, theirs, beside, &plain_weight, None)
}

/// [`judge`] with the weights of words, and how alike the letters of the two names are, where that was found.
pub(super) fn judge_by(
    ours: &Known,
    theirs: &Known,
    beside: Beside,
    weigh: Weigh<'_>,
    cosine: Option<f32>,
) -> Judged {
    let linked = |tier, rule, relation, score| Judged::Linked {
        tier,
        rule,
        relation,
        score,
    };
    match beside.decided {
        Some(Verdict::Same) => return linked(Tier::A, Rule::Decided, Relation::Same, 1.0),
        Some(Verdict::Affiliate) => {
            return linked(Tier::A, Rule::Decided, Relation::Affiliate, 1.0);
        }
        Some(Verdict::Different) => return Judged::Apart(Rule::Decided),
        None => {}
    }
    match registrations(&ours.registrations, &theirs.registrations) {
        Some(true) => return linked(Tier::A, Rule::Registration, Relation::Same, 1.0),
        Some(false) => return Judged::Apart(Rule::OtherRegistration),
        None => {}
    }
    let alike = likest(ours, theirs, weigh);
    let other_number = numbers_differ(&ours.name, &theirs.name);
    let sites = ours.site.as_ref().zip(theirs.site.as_ref());
    if let Some((site, _)) = sites.filter(|(a, b)| a == b) {
        return if !other_number && supports(ours, theirs, alike, site) {
            linked(Tier::A, Rule::Site, Relation::Same, 0.9 + 0.1 * alike.score)
        } else {
            linked(
                Tier::AAsk,
                Rule::SiteOnly,
                Relation::Same,
                0.6 + 0.3 * alike.score,
            )
        };
    }
    if other_number {
        return Judged::Apart(Rule::OtherNumber);
    }
    let two_sites = sites.is_some();
    let countries = ours.country.zip(theirs.country).map(|(a, b)| a == b);
    let mail = mails_meet(ours, theirs);
    let clash = ours
        .name
        .form
        .zip(theirs.name.form)
        .is_some_and(|(a, b)| a.clashes(b) && a.trades() != b.trades());
    match alike.likeness {
        Likeness::Strict if !clash => {
            let (same, affiliate) = (Relation::Same, Relation::Affiliate);
            match countries {
                _ if two_sites => linked(
                    Tier::BAsk,
                    Rule::NameOtherSite,
                    same,
                    if countries == Some(false) { 0.8 } else { 0.9 },
                ),
                _ if mail && beside.sole_name => linked(Tier::B, Rule::NameMail, same, 0.97),
                _ if !beside.sole_name => linked(Tier::D, Rule::NameShared, same, 0.85),
                Some(true) => linked(Tier::B, Rule::NameCountry, same, 0.97),
                Some(false) => linked(Tier::D, Rule::NameOtherCountry, affiliate, 0.8),
                None => linked(Tier::C, Rule::Name, same, 0.93),
            }
        }
        Likeness::Squashed
            if !clash && !two_sites && countries != Some(false) && beside.sole_squashed =>
        {
            linked(Tier::C, Rule::Name, Relation::Same, 0.92)
        }
        _ if mail && supported(&ours.name, &theirs.name, alike) => {
            linked(Tier::CMail, Rule::Mail, Relation::Same, 0.9)
        }
        likeness => {
            let telling = !matches!(likeness, Likeness::Close | Likeness::Other);
            let mut score = match cosine.filter(|_| !telling) {
                Some(cosine) => 0.7 * alike.score + 0.3 * cosine,
                None => alike.score,
            };
            if two_sites {
                score -= 0.1;
            }
            if countries == Some(false) {
                score -= 0.1;
            }
            let relation = relation(&ours.name, &theirs.name, likeness);
            let tier = match likeness {
                Likeness::Prefix => Tier::E,
                _ if score >= WORTH_A_FIRST_LOOK => Tier::D,
                _ => Tier::E,
            };
            let likeness = if likeness == Likeness::Other {
                Likeness::Close
            } else {
                likeness
            };
            if score < WORTH_A_LOOK {
                Judged::Unlike
            } else {
                linked(tier, Rule::Alike(likeness), relation, score)
            }
        }
    }
}

/// Parent and child, or sisters, rather than one company.
fn relation(ours: &Name, theirs: &Name, likeness: Likeness) -> Relation {
    let part = likeness == Likeness::Prefix
        || places_differ(ours, theirs)
        || ours.places.is_empty() != theirs.places.is_empty();
    if part {
        Relation::Affiliate
    } else {
        Relation::Same
    }
}

/// Whether a registration number is equal; whether one register has two. None where they share no register.
fn registrations(ours: &[Registration], theirs: &[Registration]) -> Option<bool> {
    let mut found = None;
    for one in ours {
        for other in theirs.iter().filter(|o| o.register == one.register) {
            if one == other {
                return Some(true);
            }
            found = Some(false);
        }
    }
    found
}

/// The best likeness among all names of the two.
pub(super) fn likest(ours: &Known, theirs: &Known, weigh: Weigh<'_>) -> Alike {
    let mut best = alike_by(&ours.name, &theirs.name, weigh);
    if ours.aliases.is_empty() && theirs.aliases.is_empty() {
        return best;
    }
    let names = |known: &'_ Known| -> Vec<Name> {
        std::iter::once(&known.name)
            .chain(&known.aliases)
            .cloned()
            .collect()
    };
    for one in names(ours) {
        for other in names(theirs) {
            let found = alike_by(&one, &other, weigh);
            // An alias is not the name: it never makes a strict match.
            let found = Alike {
                likeness: found.likeness.max(Likeness::Alias),
                score: found.score.min(0.95),
            };
            if found.score > best.score {
                best = found;
            }
        }
    }
    best
}

/// Whether two names do not speak against what another key says.
fn supported(ours: &Name, theirs: &Name, alike: Alike) -> bool {
    let letters = || {
        rapidfuzz::distance::jaro_winkler::similarity(
            ours.squashed.chars(),
            theirs.squashed.chars(),
        ) >= 0.75
    };
    alike.likeness != Likeness::Other
        || by_words(ours.core(), theirs.core(), &plain_weight) >= 0.35
        || letters()
}

/// Whether two names support that a website is of both: they are alike, or both are what the website is called.
fn supports(ours: &Known, theirs: &Known, alike: Alike, site: &str) -> bool {
    if ours.name.is_empty() || theirs.name.is_empty() || supported(&ours.name, &theirs.name, alike)
    {
        return true;
    }
    let label: String = label(site)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let called = |name: &Name| {
        let letters = name
            .acronym
            .as_ref()
            .is_some_and(|a| *a == label && a.len() >= 3);
        letters
            || name.squashed.len() >= 4
                && label.len() >= 4
                && (label.starts_with(&name.squashed) || name.squashed.starts_with(&label))
    };
    called(&ours.name) && called(&theirs.name)
}

/// Whether the domain of one's e-mail address is the website, or the e-mail domain, of the other.
fn mails_meet(ours: &Known, theirs: &Known) -> bool {
    let meets = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    meets(&ours.mail, &theirs.site)
        || meets(&ours.site, &theirs.mail)
        || meets(&ours.mail, &theirs.mail)
}

#[cfg(test)]
mod tests {
    use super::super::account::Account;
    use super::*;

    fn known(name: &str, site: &str, country: &str) -> Known {
        Known::of(&Account {
            name,
            site,
            country,
            ..Account::default()
        })
    }

    fn tier(a: &Known, b: &Known) -> Option<Tier> {
        let beside = Beside {
            sole_name: true,
            sole_squashed: true,
            decided: None,
        };
        match judge(a, b, beside) {
            Judged::Linked { tier, .. } => Some(tier),
            _ => None,
        }
    }

    #[test]
    fn the_rules_in_their_order() {
        let ours = known("Acme Inc", "acme.com", "US");
        assert_eq!(
            tier(&ours, &known("ACME", "https://www.acme.com/", "")),
            Some(Tier::A)
        );
        assert_eq!(
            tier(&ours, &known("Zebra Holding", "acme.com", "US")),
            Some(Tier::AAsk)
        );
        assert_eq!(tier(&ours, &known("ACME", "", "US")), Some(Tier::B));
        assert_eq!(
            tier(&ours, &known("ACME", "acme.de", "US")),
            Some(Tier::BAsk)
        );
        assert_eq!(tier(&ours, &known("ACME", "", "")), Some(Tier::C));
        assert_eq!(tier(&ours, &known("ACME", "", "DE")), Some(Tier::D));
        assert_eq!(tier(&ours, &known("Acme Group", "", "")), Some(Tier::D));
        assert_eq!(tier(&ours, &known("Bolt", "", "")), None);
    }

    #[test]
    fn numbers_keep_apart_and_registrations_decide() {
        let beside = Beside {
            sole_name: true,
            sole_squashed: true,
            decided: None,
        };
        let fund = |n: &str| known(&format!("Northwind Fund {n}"), "", "US");
        assert_eq!(
            judge(&fund("II"), &fund("III"), beside),
            Judged::Apart(Rule::OtherNumber)
        );
        assert_eq!(tier(&fund("II"), &fund("2")), Some(Tier::B));
        let duns = |name: &str, number: &str| Known {
            registrations: Registration::read("DUNS", number, None)
                .into_iter()
                .collect(),
            ..known(name, "acme.com", "")
        };
        assert_eq!(
            tier(&duns("Acme", "150483782"), &duns("Zebra", "15-048-3782")),
            Some(Tier::A)
        );
        assert_eq!(
            judge(
                &duns("Acme", "150483782"),
                &duns("Acme", "150483783"),
                beside
            ),
            Judged::Apart(Rule::OtherRegistration)
        );
    }

    #[test]
    fn what_a_person_said_stands_above_all() {
        let (a, b) = (known("Acme", "acme.com", ""), known("Acme", "acme.com", ""));
        let beside = |verdict| Beside {
            decided: Some(verdict),
            ..Beside::default()
        };
        assert_eq!(
            judge(&a, &b, beside(Verdict::Different)),
            Judged::Apart(Rule::Decided)
        );
        let Judged::Linked { relation, tier, .. } =
            judge(&a, &known("Bolt", "", ""), beside(Verdict::Affiliate))
        else {
            panic!("a decision links");
        };
        assert_eq!((relation, tier), (Relation::Affiliate, Tier::A));
    }
}
