//! Whether a partner may have brought a customer nobody credits it for: what the days say, and the question that follows.
//! An overlap is evidence to ask, never proof of a referral; nothing is looked up or written here.

use super::day::{Day, shown};

/// The days a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// Since when the account is the partner's, as its list says.
    pub theirs_since: Option<Day>,
    /// The first version of their list it was in: they had it by then, perhaps long before.
    pub seen_on_theirs: Option<Day>,
    /// The day our opportunity opened.
    pub opened_on: Option<Day>,
    /// The day it became our customer.
    pub customer_on: Option<Day>,
}

/// What the days say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It was theirs when our opportunity opened: they may have brought it.
    Source,
    /// It was theirs before it became our customer: they may have helped.
    Influence,
    /// A day is missing: only they can say.
    Unknown,
    /// It became theirs after it was our customer.
    Nothing,
}

impl Verdict {
    /// As lists show it.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Source => "may have brought it",
            Self::Influence => "may have helped",
            Self::Unknown => "date unknown",
            Self::Nothing => "came later",
        }
    }

    /// As it is kept with a question: `source`, `influence`, `unknown`.
    pub fn role(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Influence => "influence",
            Self::Unknown | Self::Nothing => "unknown",
        }
    }

    /// The verdict a kept role speaks of.
    pub fn of_role(role: &str) -> Self {
        match role {
            "source" => Self::Source,
            "influence" => Self::Influence,
            _ => Self::Unknown,
        }
    }
}

impl Dates {
    /// The day by which it certainly was theirs: what their list says, or else its first version with it.
    pub fn theirs_by(&self) -> Option<Day> {
        self.theirs_since.or(self.seen_on_theirs)
    }

    /// What the days say. `sourced` where somebody else brought the customer: then nobody else can have, only helped.
    pub fn verdict(&self, sourced: bool) -> Verdict {
        let Some(customer) = self.customer_on else {
            return Verdict::Unknown;
        };
        if self.theirs_since.is_some_and(|since| since > customer) {
            return Verdict::Nothing;
        }
        // The first version that has it says only that it was theirs by then.
        let by = self.theirs_by();
        if by.is_none_or(|day| day > customer) {
            return Verdict::Unknown;
        }
        match self.opened_on {
            Some(opened) if !sourced && by.is_some_and(|day| day <= opened) => Verdict::Source,
            // Theirs before it was ours; whether before our opportunity, the list's own day would have to say.
            Some(_) if !sourced && self.theirs_since.is_none() => Verdict::Unknown,
            None if !sourced => Verdict::Unknown,
            _ => Verdict::Influence,
        }
    }

    /// The days in words, as a clause: `theirs since 3 May 2025, our opportunity opened on 2 Jun 2025, …`.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        match (self.theirs_since, self.seen_on_theirs) {
            (Some(day), _) => parts.push(format!("theirs since {}", shown(day))),
            (None, Some(day)) => parts.push(format!("on their list by {}", shown(day))),
            (None, None) => parts.push("since when it is theirs is not known".to_owned()),
        }
        if let Some(day) = self.opened_on {
            parts.push(format!("our opportunity opened on {}", shown(day)));
        }
        match self.customer_on {
            Some(day) => parts.push(format!("our customer since {}", shown(day))),
            None => parts.push("since when it is our customer is not known".to_owned()),
        }
        parts.join(", ")
    }
}

/// The question to put to the partner about an account of both.
pub fn question(verdict: Verdict, account: &str) -> String {
    match verdict {
        Verdict::Source => format!("Did you bring us {account}?"),
        Verdict::Influence => format!("Did you help us win {account}?"),
        Verdict::Unknown | Verdict::Nothing => {
            format!("Since when is {account} yours, and did you bring or help us with it?")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::parse_iso;

    fn dates(since: &str, seen: &str, opened: &str, customer: &str) -> Dates {
        let day = |text: &str| (!text.is_empty()).then(|| parse_iso(text).unwrap());
        Dates {
            theirs_since: day(since),
            seen_on_theirs: day(seen),
            opened_on: day(opened),
            customer_on: day(customer),
        }
    }

    #[test]
    fn who_had_it_when_the_opportunity_opened_may_have_brought_it() {
        let same_day = dates("2026-02-01", "", "2026-02-01", "2026-05-01");
        assert_eq!(same_day.verdict(false), Verdict::Source);
        let after = dates("2026-02-02", "", "2026-02-01", "2026-05-01");
        assert_eq!(after.verdict(false), Verdict::Influence);
        let last = dates("2026-05-01", "", "2026-02-01", "2026-05-01");
        assert_eq!(last.verdict(false), Verdict::Influence);
        let late = dates("2026-05-02", "", "2026-02-01", "2026-05-01");
        assert_eq!(late.verdict(false), Verdict::Nothing);
    }

    #[test]
    fn a_day_that_is_missing_is_asked_for_and_never_guessed() {
        let no_since = dates("", "", "2026-02-01", "2026-05-01");
        assert_eq!(no_since.verdict(false), Verdict::Unknown);
        let seen_late = dates("", "2026-11-02", "2026-02-01", "2026-05-01");
        assert_eq!(seen_late.verdict(false), Verdict::Unknown);
        let seen_before = dates("", "2026-01-15", "2026-02-01", "2026-05-01");
        assert_eq!(seen_before.verdict(false), Verdict::Source);
        let seen_between = dates("", "2026-03-15", "2026-02-01", "2026-05-01");
        assert_eq!(seen_between.verdict(false), Verdict::Unknown);
        let no_opening = dates("2025-01-01", "", "", "2026-05-01");
        assert_eq!(no_opening.verdict(false), Verdict::Unknown);
        assert_eq!(
            dates("2025-01-01", "", "2026-01-01", "").verdict(false),
            Verdict::Unknown
        );
    }

    #[test]
    fn what_another_partner_brought_can_only_have_been_helped_along() {
        let early = dates("2025-01-01", "", "2026-02-01", "2026-05-01");
        assert_eq!(early.verdict(true), Verdict::Influence);
        let unopened = dates("2025-01-01", "", "", "2026-05-01");
        assert_eq!(unopened.verdict(true), Verdict::Influence);
    }

    #[test]
    fn the_question_never_claims_what_is_not_known() {
        assert_eq!(question(Verdict::Source, "Acme"), "Did you bring us Acme?");
        assert!(question(Verdict::Unknown, "Acme").starts_with("Since when"));
        let words = dates("", "2026-01-15", "", "2026-05-01").words();
        assert!(words.starts_with("on their list by "), "{words}");
    }
}
