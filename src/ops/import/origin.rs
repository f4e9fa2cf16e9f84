//! Which source a record comes from: the command that brought it, the columns that were read, the look of its id. Two
//! exports of one source in two months are one source; an invoice and its payment are of two.

use super::given::{self, Given};
use crate::{import::heading::plain, ops::line, store::Came};

/// How records come into a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Payments, each from a row of its own.
    Payments,
    /// Referrals, each from a row of its own.
    Referrals,
    /// Payments, as the periods of a subscription.
    Periods,
    /// By hand, or with a whole book.
    Other,
}

/// The fields whose columns tell one export from another.
const TELLING: [&str; 6] = ["id", "date", "amount", "partner", "company", "stage"];
/// Letters before a number that an id of a system begins with, at most: `INV-`, `ch_`.
const PREFIX: usize = 8;

/// Where the records of an operation come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    way: Way,
    /// The columns of the telling fields, as far as they were named.
    columns: Vec<(String, String)>,
}

/// How the ids of a system look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// There is none.
    None,
    /// Of a subscription and a day.
    Period,
    /// With a beginning that other systems have not: `ch_`, `INV-`.
    Begins(String),
    /// A number.
    Number,
    /// Anything else.
    Any,
}

impl Origin {
    /// Of rows that are read with these words of `--map`.
    pub(super) fn of(way: Way, maps: &[String]) -> Self {
        let maps: Vec<Given> = maps.iter().map(|m| Given::of("--map", m)).collect();
        let mut columns = given::maps(&maps).unwrap_or_default();
        columns.retain(|(field, header)| TELLING.contains(&field.as_str()) && !header.is_empty());
        for (_, header) in &mut columns {
            *header = plain(header);
        }
        columns.sort();
        Self { way, columns }
    }

    /// Of what an operation brought.
    pub(super) fn came(came: &Came) -> Self {
        let words = line::split(&came.command).unwrap_or_default();
        let at = words.iter().position(|w| w == "import");
        let kind = at.and_then(|at| words.get(at + 1)).map(String::as_str);
        let way = match kind {
            Some("revenue") => Way::Payments,
            Some("subscriptions") => Way::Periods,
            Some("referrals") => Way::Referrals,
            _ => Way::Other,
        };
        let maps = given::read(&words).into_iter();
        let maps = maps.filter(|g| g.option == "--map").filter_map(|g| g.value);
        Self::of(way, &maps.collect::<Vec<_>>())
    }

    /// Whether an id may be its own: the periods of a subscription are of a file of those, and what took their place is not.
    pub(super) fn may_give(&self, look: &Look) -> bool {
        match look {
            Look::Period => self.way != Way::Payments,
            Look::Begins(_) => self.way != Way::Periods,
            _ => true,
        }
    }

    /// Whether a record of `self` with such an id and one of `other` come from the same source, as far as can be told.
    pub(super) fn is_one_with(&self, look: &Look, other: &Self, theirs: &Look) -> bool {
        let named = |look: &Look| matches!(look, Look::Begins(_) | Look::Period);
        if named(look) && named(theirs) {
            return look == theirs;
        }
        if self.way != other.way {
            return false;
        }
        if self.columns.is_empty() || other.columns.is_empty() {
            return look == theirs && self.way != Way::Other;
        }
        self.columns == other.columns
    }
}

impl Look {
    pub(super) fn of(id: Option<&str>) -> Self {
        let Some(id) = id else { return Self::None };
        if id.rsplit_once('/').is_some_and(|(_, day)| is_day(day)) {
            return Self::Period;
        }
        if id.bytes().all(|b| b.is_ascii_digit()) {
            return Self::Number;
        }
        let letters = id.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 || letters > PREFIX {
            return Self::Any;
        }
        let (begin, rest) = id.split_at(letters);
        let begins = match rest.chars().next() {
            Some('_' | '-' | '#') => true,
            Some(_) => !rest.contains(|c: char| c.is_alphabetic()),
            None => false,
        };
        if begins {
            Self::Begins(begin.to_owned())
        } else {
            Self::Any
        }
    }
}

fn is_day(text: &str) -> bool {
    crate::domain::day::parse_iso(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(command: &str) -> Origin {
        Origin::came(&Came {
            command: command.to_owned(),
            file: None,
        })
    }

    fn one(a: (&Origin, &str), b: (&Origin, &str)) -> bool {
        let look = |id: &str| Look::of(Some(id).filter(|id| !id.is_empty()));
        a.0.is_one_with(&look(a.1), b.0, &look(b.1))
    }

    #[test]
    fn the_next_month_of_an_export_is_the_same_source() {
        let layout =
            came("import revenue jan.csv --map id=id,date=\"Created (UTC)\",amount=Amount");
        let next = Origin::of(
            Way::Payments,
            &["id=id,date=Created (UTC),amount=Amount".to_owned()],
        );
        assert!(one((&layout, "ch_1"), (&next, "ch_2")));
        assert!(one((&layout, ""), (&next, "")));
        assert!(one((&layout, "8fa3c"), (&next, "A31fz")));
        let plain = came("import revenue jan.csv");
        assert!(one(
            (&plain, "1001"),
            (&Origin::of(Way::Payments, &[]), "1002")
        ));
        assert!(one((&plain, "ch_1"), (&next, "ch_2")), "ids tell");
    }

    #[test]
    fn invoices_subscriptions_and_what_was_entered_by_hand_are_other_sources() {
        let plain = came("import revenue jan.csv");
        let ours = Origin::of(Way::Payments, &[]);
        assert!(!one((&plain, "in_1"), (&ours, "ch_1")));
        assert!(!one((&plain, ""), (&ours, "ch_1")));
        let periods = came("partnerbook import subscriptions subs.csv");
        assert!(!one((&periods, "sub_1/2026-01-05"), (&ours, "ch_1")));
        assert!(!one((&periods, "sub_1/2026-01-05"), (&ours, "")));
        assert!(!one((&came("revenue add acme 100"), ""), (&ours, "")));
        let other = Origin::of(Way::Payments, &["date=Belegdatum,amount=Betrag".to_owned()]);
        let bank = came("import revenue b.csv --map date=Booked,amount=Credit");
        assert!(!one((&bank, ""), (&other, "")));
    }
}
