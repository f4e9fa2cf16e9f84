//! How a partner does, in numbers, over a period and as of a day; figures come in, rates and days come out.

use chrono::{Datelike, Days};

use super::{
    day::Day,
    money::{Money, Totals},
    month::Month,
    period::Period,
    plan::{ActiveBy, Activity},
};

/// Fewer referrals than this say little about a share.
const FEW: i64 = 5;

/// A partner whose terms have no activity rule counts as active for so many days after a win.
const ACTIVE_DAYS: u32 = 365;

/// How many months the small chart shows.
pub const MONTHS: usize = 12;

/// A partner in numbers. Sums are per currency and never mixed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Performance {
    /// The partner's id.
    pub partner: i64,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// Agency, technology, affiliate …
    pub kind: Option<String>,
    /// active, paused …
    pub state: String,
    /// Our person.
    pub owner: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Words, separated by one space.
    pub tags: Option<String>,
    /// Referrals submitted in the period; those without a day count in all time only.
    pub referrals: i64,
    /// Referrals qualified in the period.
    pub qualified: i64,
    /// Referrals won in the period.
    pub won: i64,
    /// Deals of others, or of nobody, won in the period that the partner helped with.
    pub influenced: i64,
    /// Revenue of the period on those; never summed over partners, for several may have helped with one.
    pub influenced_revenue: Totals,
    /// Of the referrals submitted in the period, those won by the day.
    pub converted: i64,
    /// Days from submitted to won, of those won in the period: the median, of an even number the mean of the middle two,
    /// rounded down.
    pub median_days: Option<i64>,
    /// Revenue of the period on the partner's referrals.
    pub revenue: Totals,
    /// What the partner's customers pay a month, as of the day.
    pub mrr: Totals,
    /// Commission dated in the period.
    pub earned: Totals,
    /// Commission on hold on the day.
    pub held: Totals,
    /// Commission past its hold on the day, less what was paid by then (`COMMISSION_RULES R11`); below zero after refunds.
    pub payable: Totals,
    /// Paid by the day and not reversed by then.
    pub paid: Totals,
    /// The last referral submitted by the day.
    pub last_submitted: Option<Day>,
    /// The last day on which the partner counts as active, seen from the day.
    pub active_until: Option<Day>,
    /// Referrals submitted in each of twelve months, that of the day last.
    pub months: [i64; MONTHS],
}

impl Performance {
    /// Converted of submitted, in tenths of a percent, and whether the sample is small; `None` of no referrals.
    pub fn conversion(&self) -> Option<(i64, bool)> {
        (self.referrals > 0).then(|| {
            let tenths = (self.converted * 2000 + self.referrals) / (self.referrals * 2);
            (tenths, self.referrals < FEW)
        })
    }
}

/// What a line makes a month: its amount over the months it pays for, half a minor unit rounded away from zero.
pub fn monthly(amount: Money, months: i64) -> Money {
    let months = i128::from(months.max(1));
    let minor = i128::from(amount.minor);
    let size = (2 * minor.abs() + months) / (2 * months);
    // No larger than the amount itself, so it fits.
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    Money::new(if minor < 0 { -size } else { size }, amount.currency)
}

/// The days asked about: what happened from `period.from` to `period.to`, nothing after `as_of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The period, cut at `as_of`.
    pub period: Period,
    /// The day on which the rest is judged.
    pub as_of: Day,
    /// Whether the period was all time, so that what has no day counts, too.
    pub all: bool,
}

impl Window {
    /// A period seen from a day.
    pub fn new(period: Period, as_of: Day) -> Self {
        let to = period.to.map_or(as_of, |to| to.min(as_of));
        Self {
            period: Period {
                from: period.from,
                to: Some(to),
            },
            as_of,
            all: period == Period::ALL,
        }
    }
}

/// Counts the referrals of one partner, one by one, in any order.
#[derive(Debug, Clone)]
pub struct Tally {
    window: Window,
    /// The rule that says how long the partner stays active.
    rule: Activity,
    days: Vec<i64>,
    /// The latest days that count for the rule, newest first, no more than it asks for.
    latest: Vec<Day>,
    counts: Performance,
}

impl Tally {
    /// Nothing counted yet; without a rule in the partner's terms, one win in 365 days is what active means.
    pub fn new(window: Window, rule: Option<Activity>) -> Self {
        Self {
            window,
            rule: rule.unwrap_or(Activity {
                days: ACTIVE_DAYS,
                count: 1,
                by: ActiveBy::Won,
            }),
            days: Vec::new(),
            latest: Vec::new(),
            counts: Performance::default(),
        }
    }

    /// Counts a referral. A rejected one counts as submitted, never as won or for activity (`COMMISSION_RULES R5`).
    pub fn add(
        &mut self,
        submitted: Option<Day>,
        qualified: Option<Day>,
        won: Option<Day>,
        rejected: bool,
    ) {
        let Window { period, as_of, all } = self.window;
        let by_then = |day: &Day| *day <= as_of;
        let counts = &mut self.counts;
        let won = won.filter(|_| !rejected).filter(by_then);
        if submitted.map_or(all, |day| period.holds(day)) {
            counts.referrals += 1;
            counts.converted += i64::from(won.is_some());
        }
        counts.qualified += i64::from(qualified.is_some_and(|day| period.holds(day)));
        if let Some(day) = won.filter(|day| period.holds(*day)) {
            counts.won += 1;
            if let Some(from) = submitted.filter(|from| *from <= day) {
                self.days.push((day - from).num_days());
            }
        }
        let submitted = submitted.filter(by_then);
        counts.last_submitted = counts.last_submitted.max(submitted);
        if let Some(day) = submitted {
            let back = Month::of(as_of).since(Month::of(day));
            if let Some(slot) = usize::try_from(back).ok().filter(|back| *back < MONTHS) {
                counts.months[MONTHS - 1 - slot] += 1;
            }
        }
        let counting = match self.rule.by {
            ActiveBy::Won => won,
            ActiveBy::Submitted => submitted.filter(|_| !rejected),
        };
        if let Some(day) = counting {
            let at = self.latest.partition_point(|other| *other > day);
            self.latest.insert(at, day);
            self.latest.truncate(self.rule.count as usize);
        }
    }

    /// The counts; the caller knows the partner and its money.
    pub fn done(mut self) -> Performance {
        self.days.sort_unstable();
        let (n, days) = (self.days.len(), &self.days);
        self.counts.median_days = match n {
            0 => None,
            n if n % 2 == 1 => Some(days[n / 2]),
            n => Some(i64::midpoint(days[n / 2 - 1], days[n / 2])),
        };
        // D days counting both ends: a day w counts up to w + D - 1 (R5).
        self.counts.active_until = self
            .latest
            .get((self.rule.count as usize).saturating_sub(1))
            .and_then(|w| {
                w.checked_add_days(Days::new(u64::from(self.rule.days.saturating_sub(1))))
            });
        self.counts
    }
}

/// The days of a window cut into whole months and the days at its ends, so that kept month sums can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Whole months, first and last; `None` as first: from the beginning. Nothing if there is no whole month.
    pub months: Option<(Option<Month>, Month)>,
    /// Days before and after them.
    pub days: Vec<Period>,
}

impl Cut {
    /// Cuts from a day (or the beginning) to a day.
    pub fn of(from: Option<Day>, to: Day) -> Self {
        if from.is_some_and(|from| from > to) {
            return Self {
                months: None,
                days: Vec::new(),
            };
        }
        let first = from.map(|day| {
            let month = Month::of(day);
            if day.day() == 1 { month } else { month.next() }
        });
        let month = Month::of(to);
        let last = if month.last() == to {
            month
        } else {
            month.prev()
        };
        let Some(from) = from else {
            let rest = (last != month).then(|| Period::days(month.first(), to));
            return Self {
                months: Some((None, last)),
                days: rest.into_iter().collect(),
            };
        };
        match first {
            Some(first) if first <= last => {
                let mut days = Vec::new();
                if from < first.first() {
                    days.push(Period::days(from, first.prev().last()));
                }
                if to > last.last() {
                    days.push(Period::days(last.next().first(), to));
                }
                Self {
                    months: Some((Some(first), last)),
                    days,
                }
            }
            _ => Self {
                months: None,
                days: vec![Period::days(from, to)],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{currency::Currency, day::parse_iso};

    fn on(iso: &str) -> Day {
        parse_iso(iso).unwrap()
    }

    fn tally(period: Period, rule: Option<Activity>, rows: &[(&str, &str)]) -> Performance {
        let mut tally = Tally::new(Window::new(period, on("2026-11-23")), rule);
        for (submitted, won) in rows {
            let day = |text: &str| (!text.is_empty()).then(|| on(text));
            tally.add(day(submitted), None, day(won), false);
        }
        tally.done()
    }

    #[test]
    fn conversion_is_of_the_referrals_of_the_period_and_never_over_a_hundred() {
        let rows = [
            ("2025-12-20", "2026-01-10"),
            ("2026-02-01", "2026-03-01"),
            ("2026-03-01", ""),
            ("", ""),
        ];
        let year = Period::days(on("2026-01-01"), on("2026-12-31"));
        let found = tally(year, None, &rows);
        assert_eq!((found.referrals, found.won, found.converted), (2, 2, 1));
        assert_eq!(found.conversion(), Some((500, true)));
        assert_eq!(found.median_days, Some(24));
        assert_eq!(found.months, [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(tally(Period::ALL, None, &rows).referrals, 4);
        assert_eq!(tally(year, None, &[]).conversion(), None);
    }

    #[test]
    fn a_partner_is_active_as_long_as_its_rule_says() {
        let wins = [
            ("2026-01-01", "2026-02-01"),
            ("2026-01-01", "2026-06-30"),
            ("2026-11-01", "2026-12-24"),
        ];
        assert_eq!(
            tally(Period::ALL, None, &wins).active_until,
            Some(on("2027-06-29"))
        );
        let rule = |count, by| {
            Some(Activity {
                days: 30,
                count,
                by,
            })
        };
        let until = |rule| tally(Period::ALL, rule, &wins).active_until;
        assert_eq!(until(rule(2, ActiveBy::Won)), Some(on("2026-03-02")));
        assert_eq!(until(rule(3, ActiveBy::Won)), None);
        assert_eq!(until(rule(3, ActiveBy::Submitted)), Some(on("2026-01-30")));
    }

    #[test]
    fn a_month_of_a_prepaid_year_is_its_twelfth() {
        let usd = Currency::parse("USD").unwrap();
        assert_eq!(monthly(Money::new(120_000, usd), 12).minor, 10_000);
        assert_eq!(monthly(Money::new(1_006, usd), 12).minor, 84);
        assert_eq!(monthly(Money::new(1_005, usd), 12).minor, 84);
        assert_eq!(monthly(Money::new(500, usd), 1).minor, 500);
    }

    #[test]
    fn a_window_is_cut_into_months_and_days_without_a_gap() {
        let mut day = on("2025-12-28");
        while day < on("2026-03-03") {
            for length in 0..70 {
                let to = day + Days::new(length);
                let cut = Cut::of(Some(day), to);
                let mut count: i64 = cut
                    .days
                    .iter()
                    .map(|p| (p.to.unwrap() - p.from.unwrap()).num_days() + 1)
                    .sum();
                if let Some((Some(first), last)) = cut.months {
                    count += (last.last() - first.first()).num_days() + 1;
                }
                assert_eq!(count, length.cast_signed() + 1, "{day} to {to}: {cut:?}");
            }
            day = day.succ_opt().unwrap();
        }
        let cut = Cut::of(None, on("2026-11-23"));
        assert_eq!(cut.months, Some((None, Month::parse("2026-10").unwrap())));
        assert_eq!(cut.days, [Period::days(on("2026-11-01"), on("2026-11-23"))]);
    }
}
