//! One subscription as a row has it, and the periods it billed; nothing is written here.

use super::{At, Payer};
use crate::{
    domain::{
        billing::{Interval, whole_months},
        day::{Day, is_before_2000},
        ledger::LedgerError,
        money::{MAX_MINOR, Money},
    },
    import::{Refused, Row},
    store::{NewRevenue, Revenue},
};

/// States, without case and punctuation, in which nothing was ever billed.
const NEVER: &[&str] = &[
    "draft",
    "future",
    "incomplete",
    "incompleteexpired",
    "intrial",
    "notstarted",
    "pending",
    "trialing",
];
/// States in which the last period is billed and not paid.
const LATE: &[&str] = &["pastdue", "unpaid"];

/// A subscription.
pub(super) struct Subscription {
    pub(super) id: String,
    /// The first day it billed.
    first: Day,
    /// The day from which it bills no more.
    stop: Option<Day>,
    /// The period it is in, or was in at the end, as the file says.
    current: Option<(Day, Option<Day>)>,
    interval: Interval,
    /// What a period costs.
    money: Money,
    kind: String,
    never: bool,
    late: bool,
}

/// What is to be written for a subscription.
pub(super) struct Plan {
    pub(super) new: Vec<NewRevenue>,
    /// Lines of the book the row speaks of, and what they are by it.
    pub(super) changed: Vec<(Revenue, NewRevenue)>,
}

impl Subscription {
    pub(super) fn read(row: &Row<'_>, today: Day) -> Result<Self, Refused> {
        let id = row.needed(At::Id)?;
        let start = row.day(At::Start)?.ok_or_else(|| {
            row.refuse(
                At::Start,
                "is empty, and a subscription needs its first day",
            )
        })?;
        if is_before_2000(start) {
            return Err(row.refuse(At::Start, "is before 2000; is the year right?"));
        }
        let first = row.day(At::TrialEnd)?.map_or(start, |end| end.max(start));
        // What ended has ended by that day; what was only cancelled bills no period that begins afterwards.
        let stop = match row.day(At::End)? {
            Some(end) => Some((end, At::End)),
            None => row.day(At::Cancelled)?.map(|day| (day, At::Cancelled)),
        };
        if let Some((day, field)) = stop
            && day < start
        {
            return Err(row.refuse(field, format!("is before it began ({start})")));
        }
        let current = row.day(At::CurrentStart)?;
        let current_end = row.day(At::CurrentEnd)?;
        if current.is_some_and(|day| day > today) && first <= today {
            return Err(row.refuse(At::CurrentStart, "is in the future"));
        }
        let state = plain(row.raw(At::Status));
        Ok(Self {
            interval: interval(row, current.zip(current_end))?,
            money: money(row)?,
            kind: row
                .text(At::Kind)?
                .map_or("base".to_owned(), |k| k.to_lowercase()),
            id,
            first,
            stop: stop.map(|(day, _)| day),
            current: current.map(|start| (start, current_end)),
            never: NEVER.contains(&state.as_str()),
            late: LATE.contains(&state.as_str()),
        })
    }

    /// The first days of the periods it billed up to `today`.
    pub(super) fn periods(&self, today: Day) -> Result<Vec<Day>, LedgerError> {
        if self.never || self.money.is_zero() {
            return Ok(Vec::new());
        }
        let current = self.current.filter(|(start, _)| *start >= self.first);
        let known_until = self.current.and_then(|(_, end)| end);
        let billed = |day: Day| {
            day <= today
                && self.stop.is_none_or(|stop| day < stop)
                && known_until.is_none_or(|end| day < end)
        };
        let from = |first: Day| -> Result<Vec<Day>, LedgerError> {
            let mut days = Vec::new();
            for n in 0.. {
                match self.interval.nth(first, n)? {
                    day if billed(day) => days.push(day),
                    _ => break,
                }
            }
            Ok(days)
        };
        let mut days = from(self.first)?;
        if let Some((start, _)) = current
            && billed(start)
            && !days.contains(&start)
        {
            // It bills on another day than at first: what it billed before is not in the file.
            days = from(start)?;
        }
        if self.late {
            days.pop();
        }
        Ok(days)
    }

    /// Whether the periods begin later than the subscription did.
    pub(super) fn moved(&self, periods: &[Day]) -> bool {
        periods.first().is_some_and(|day| *day != self.first)
    }

    /// What the periods come to beside the lines the book has of it.
    pub(super) fn plan(
        &self,
        periods: &[Day],
        payer: Payer,
        known: &[Revenue],
    ) -> Result<Plan, LedgerError> {
        let mut plan = Plan {
            new: Vec::new(),
            changed: Vec::new(),
        };
        for day in periods {
            let line = payer.of(NewRevenue {
                external_id: Some(format!("{}/{day}", self.id)),
                customer: 0,
                referral: None,
                day: *day,
                kind: self.kind.clone(),
                money: self.money,
                period_months: self.interval.months(),
                refund_of: None,
                their_status: None,
            });
            if let Some(before) = known
                .iter()
                .find(|l| l.known.external_id == line.external_id)
            {
                let said = self.current.is_none_or(|(start, _)| *day >= start);
                if said {
                    plan.changed
                        .push((before.clone(), self.over(before, payer)));
                }
            } else if !self.covered(*day, known)? {
                plan.new.push(line);
            }
        }
        Ok(plan)
    }

    /// A line of the book with what the row says of it.
    fn over(&self, before: &Revenue, payer: Payer) -> NewRevenue {
        NewRevenue {
            customer: payer.customer,
            referral: if payer.named {
                payer.referral
            } else {
                before.known.referral
            },
            kind: self.kind.clone(),
            money: self.money,
            period_months: self.interval.months(),
            ..before.known.clone()
        }
    }

    /// Whether a line of the book pays for the day a period begins on, or for part of the period: a subscription whose
    /// billing day moved does not pay for the same days twice.
    fn covered(&self, day: Day, known: &[Revenue]) -> Result<bool, LedgerError> {
        let next = self.interval.nth(day, 1)?;
        for line in known {
            let start = line.known.day;
            let paid = match self.interval {
                Interval::Days(_) => self.interval,
                Interval::Months(_) => Interval::Months(line.known.period_months.max(1)),
            };
            if start < next && day < paid.nth(start, 1)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn interval(row: &Row<'_>, current: Option<(Day, Day)>) -> Result<Interval, Refused> {
    let count = row.count(At::IntervalCount)?.unwrap_or(1);
    let text = row.raw(At::Interval);
    if text.is_empty() {
        let months = current.and_then(|(start, end)| whole_months(start, end));
        return Ok(Interval::Months(months.unwrap_or(count)));
    }
    Interval::parse(text, count).ok_or_else(|| {
        row.refuse(
            At::Interval,
            "is no interval such as month, year or 3 months",
        )
    })
}

/// What a period costs: the amount, as many times as there are of it.
fn money(row: &Row<'_>) -> Result<Money, Refused> {
    let currency = row.currency(At::Currency)?;
    let each = row
        .amount(At::Amount, currency)?
        .ok_or_else(|| row.refuse(At::Amount, "is empty, and empty is not zero"))?;
    if each.minor < 0 {
        return Err(row.refuse(At::Amount, "is negative, and no subscription costs that"));
    }
    let quantity = row.count(At::Quantity)?.unwrap_or(1);
    let minor = each.minor.checked_mul(i64::from(quantity));
    minor
        .filter(|minor| *minor <= MAX_MINOR)
        .map(|minor| Money::new(minor, currency))
        .ok_or_else(|| row.refuse(At::Quantity, "makes the amount more than one line can hold"))
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
