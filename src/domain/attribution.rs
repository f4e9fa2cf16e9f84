//! Which coded link brought a sign-up: the touches before it, a window, and the first or the last of them. Knows no people.

use std::fmt;

use super::day::{Day, parse_iso};

/// For how many days before a sign-up a click counts, where nothing else is set.
pub const WINDOW_DAYS: u32 = 90;
/// The longest window that can be set.
pub const LONGEST_WINDOW: u32 = 3650;

/// A moment as a file has it, in no particular zone: a day, and the time of day where one is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Seconds since midnight.
    second: Option<u32>,
}

impl Moment {
    /// The moment that a cell says, whose day has been read already.
    pub fn of(day: Day, cell: &str) -> Self {
        Self {
            day,
            second: clock_in(cell),
        }
    }

    /// Reads what [`fmt::Display`] writes: `2026-11-23`, `2026-11-23T10:00:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let day = parse_iso(text.get(..10)?).ok()?;
        let clock = match text.get(10..)? {
            "" => None,
            rest if rest.len() == 9 && rest.starts_with('T') => Some(clock_in(rest)?),
            _ => return None,
        };
        Some(Self { day, second: clock })
    }

    /// As early as it can have been.
    pub fn earliest(self) -> (Day, u32) {
        (self.day, self.second.unwrap_or(0))
    }

    /// As late as it can have been.
    fn latest(self) -> (Day, u32) {
        (self.day, self.second.unwrap_or(24 * 3600))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        match self.second {
            None => Ok(()),
            Some(s) => write!(f, "T{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60),
        }
    }
}

/// The time of day in a cell such as `2026-11-23 10:00`, `11/23/2026 3:05:09 PM`; seconds since midnight.
fn clock_in(cell: &str) -> Option<u32> {
    let at = cell.find(':')?;
    let head = cell[..at].trim_start();
    let hours = &head[head
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |i| i + char_len(head, i))..];
    let rest = &cell[at + 1..];
    let two = |text: &str| -> Option<u32> {
        let digits = text.get(..2)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())
            .flatten()
    };
    let hour: u32 = hours
        .parse()
        .ok()
        .filter(|_| (1..=2).contains(&hours.len()))?;
    let minute = two(rest)?;
    let (second, tail) = match rest.get(2..).and_then(|r| r.strip_prefix(':')) {
        Some(more) => (two(more)?, more.get(2..).unwrap_or_default()),
        None => (0, rest.get(2..).unwrap_or_default()),
    };
    let half = tail.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}')
    });
    let hour = match half.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// Which touch counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TouchRule {
    /// The first within the window.
    First,
    /// The last before the sign-up.
    #[default]
    Last,
}

impl TouchRule {
    /// The rule of a word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "first" => Some(Self::First),
            "last" => Some(Self::Last),
            _ => None,
        }
    }
}

/// A click on a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// When.
    pub at: Moment,
    /// Which link.
    pub link: i64,
}

/// The link that a sign-up is owed to: of its own code, or of a click no later than it and no more than `window` days
/// before. A sign-up's own code is its last touch. Of two at the same moment the link that was made first counts.
pub fn attribute(
    rule: TouchRule,
    window: u32,
    signed_up: Moment,
    own: Option<i64>,
    clicks: &[Touch],
) -> Option<i64> {
    let counts = |t: &&Touch| {
        let days = (signed_up.day - t.at.day).num_days();
        t.at.earliest() <= signed_up.latest() && days <= i64::from(window)
    };
    let within = clicks.iter().filter(counts);
    match rule {
        TouchRule::First => within
            .min_by_key(|t| (t.at.earliest(), t.link))
            .map(|t| t.link)
            .or(own),
        TouchRule::Last => own.or_else(|| {
            within
                .max_by_key(|t| (t.at.earliest(), std::cmp::Reverse(t.link)))
                .map(|t| t.link)
        }),
    }
}

/// Why a person should look at a sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Its code is of no link.
    UnknownCode,
    /// Nothing was clicked before it, or too long before.
    NoClick,
    /// It is the partner's own address, or of the partner's domain.
    SelfReferral,
    /// The company is a customer, or another partner's referral, already.
    KnownAlready,
    /// The partner has ended.
    PartnerEnded,
    /// The address is of free mail, so it does not say which company it is.
    FreeMail,
    /// Neither an address nor a company is said.
    NoCompany,
}

impl Flag {
    /// As it is stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown code",
            Self::NoClick => "no click in the window",
            Self::SelfReferral => "self-referral",
            Self::KnownAlready => "known already",
            Self::PartnerEnded => "partner ended",
            Self::FreeMail => "free mail",
            Self::NoCompany => "company unknown",
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // A test that unwraps says where it failed.
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn clicks(all: &[(&str, i64)]) -> Vec<Touch> {
        all.iter()
            .map(|(t, link)| Touch {
                at: at(t),
                link: *link,
            })
            .collect()
    }

    #[test]
    fn times_of_day_are_read_as_files_write_them() {
        let day = parse_iso("2026-11-23").unwrap();
        for (cell, shown) in [
            ("2026-11-23", "2026-11-23"),
            ("2026-11-23T10:00:59Z", "2026-11-23T10:00:59"),
            ("2026-11-23 9:05", "2026-11-23T09:05:00"),
            ("11/23/2026 3:05:09 PM", "2026-11-23T15:05:09"),
            ("23.11.2026 12:30 am", "2026-11-23T00:30:00"),
            ("2026-11-23T10:00:00.123+02:00", "2026-11-23T10:00:00"),
            ("2026-11-23 25:00", "2026-11-23"),
            ("12:é", "2026-11-23"),
        ] {
            let moment = Moment::of(day, cell);
            assert_eq!(moment.to_string(), shown, "{cell}");
            assert_eq!(Moment::parse(shown), Some(moment));
        }
    }

    #[test]
    fn the_first_or_the_last_click_within_the_window_counts() {
        let all = clicks(&[
            ("2026-08-01", 1),
            ("2026-10-01T10:00:00", 2),
            ("2026-11-01", 3),
            ("2026-11-24", 4),
        ]);
        let signed_up = at("2026-11-23T12:00:00");
        let owed = |rule, window| attribute(rule, window, signed_up, None, &all);
        assert_eq!(owed(TouchRule::Last, 90), Some(3));
        assert_eq!(owed(TouchRule::First, 90), Some(2));
        assert_eq!(owed(TouchRule::First, 200), Some(1));
        assert_eq!(owed(TouchRule::Last, 21), None);
        assert_eq!(owed(TouchRule::Last, 22), Some(3));
        assert_eq!(
            attribute(TouchRule::Last, 90, signed_up, Some(9), &all),
            Some(9)
        );
        assert_eq!(
            attribute(TouchRule::First, 90, signed_up, Some(9), &all),
            Some(2)
        );
    }

    #[test]
    fn a_day_without_a_time_takes_the_clicks_of_the_whole_day() {
        let all = clicks(&[("2026-11-23T18:00:00", 1)]);
        assert_eq!(
            attribute(TouchRule::Last, 0, at("2026-11-23"), None, &all),
            Some(1)
        );
        assert_eq!(
            attribute(TouchRule::Last, 0, at("2026-11-23T17:59:59"), None, &all),
            None
        );
    }
}
