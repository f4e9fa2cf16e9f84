//! What is owed from month to month: opening, what moved it, closing. No dates are judged and nothing is looked up here.

use std::collections::BTreeMap;

use super::{currency::Currency, ledger::LedgerError, money::Money, month::Month};

/// What moves what is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Commission earned.
    Earned,
    /// Commission taken off because revenue was given back.
    Refund,
    /// The difference after facts or terms were corrected.
    Correction,
    /// Added or written off by a person.
    Adjustment,
    /// Paid out.
    Paid,
    /// A payout that came back.
    Returned,
}

impl Kind {
    /// The kind by the ledger's word for it; what the ledger may name later is an adjustment.
    pub fn of(word: &str) -> Self {
        match word {
            "accrual" => Self::Earned,
            "refund" => Self::Refund,
            "correction" => Self::Correction,
            "paid" => Self::Paid,
            "returned" => Self::Returned,
            _ => Self::Adjustment,
        }
    }

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Earned => "commission",
            Self::Refund => "refund",
            Self::Correction => "correction",
            Self::Adjustment => "adjustment",
            Self::Paid => "payout",
            Self::Returned => "payout taken back",
        }
    }
}

/// A sum that moved in a month, or before the first month that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The month; `None`: before all that is shown.
    pub month: Option<Month>,
    /// What it was.
    pub kind: Kind,
    /// What is owed grew by this much: payouts are negative.
    pub money: Money,
}

/// One month of one currency. Every figure is signed: opening and all that moved add up to closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthRoll {
    /// The month.
    pub month: Month,
    /// Owed before it.
    pub opening: Money,
    /// Commission earned.
    pub earned: Money,
    /// Taken off by refunds.
    pub refunds: Money,
    /// Moved by corrections.
    pub corrections: Money,
    /// Added or written off by a person.
    pub adjustments: Money,
    /// Paid out: negative.
    pub paid: Money,
    /// Came back.
    pub returned: Money,
    /// Owed after it.
    pub closing: Money,
}

impl MonthRoll {
    fn new(month: Month, opening: Money) -> Self {
        let zero = Money::zero(opening.currency);
        Self {
            month,
            opening,
            earned: zero,
            refunds: zero,
            corrections: zero,
            adjustments: zero,
            paid: zero,
            returned: zero,
            closing: opening,
        }
    }

    fn add(&mut self, kind: Kind, money: Money) -> Result<(), LedgerError> {
        let sum = match kind {
            Kind::Earned => &mut self.earned,
            Kind::Refund => &mut self.refunds,
            Kind::Correction => &mut self.corrections,
            Kind::Adjustment => &mut self.adjustments,
            Kind::Paid => &mut self.paid,
            Kind::Returned => &mut self.returned,
        };
        *sum = sum.checked_add(money)?;
        self.closing = self.closing.checked_add(money)?;
        Ok(())
    }
}

/// The months of each currency, by currency and time, from the first that moved (or `first`, where there was something
/// before) to the last that moved or `last`, whichever is later: months in which nothing moved are there too.
pub fn roll(
    moves: &[Move],
    first: Option<Month>,
    last: Option<Month>,
) -> Result<Vec<MonthRoll>, LedgerError> {
    let mut before: BTreeMap<Currency, Money> = BTreeMap::new();
    let mut months: BTreeMap<(Currency, Month), Vec<(Kind, Money)>> = BTreeMap::new();
    for one in moves {
        let currency = one.money.currency;
        let opening = before.entry(currency).or_insert(Money::zero(currency));
        match one.month {
            None => *opening = opening.checked_add(one.money)?,
            Some(month) => months
                .entry((currency, month))
                .or_default()
                .push((one.kind, one.money)),
        }
    }
    let mut all = Vec::new();
    for (currency, mut owed) in before {
        let busy: Vec<Month> = months
            .keys()
            .filter(|(of, _)| *of == currency)
            .map(|(_, month)| *month)
            .collect();
        let begins = first.filter(|_| !owed.is_zero()).into_iter();
        let Some(start) = begins.chain(busy.first().copied()).min() else {
            continue;
        };
        let end = busy.last().copied().into_iter().chain(last).max();
        let mut month = start;
        while Some(month) <= end {
            let mut row = MonthRoll::new(month, owed);
            for (kind, money) in months.remove(&(currency, month)).unwrap_or_default() {
                row.add(kind, money)?;
            }
            owed = row.closing;
            all.push(row);
            month = month.next();
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::parse("USD").unwrap())
    }

    fn moved(month: &str, kind: Kind, minor: i64) -> Move {
        Move {
            month: Month::parse(month).ok(),
            kind,
            money: usd(minor),
        }
    }

    #[test]
    fn each_month_opens_with_what_the_one_before_closed_with() {
        let moves = [
            moved("", Kind::Earned, 500),
            moved("2026-03", Kind::Earned, 1000),
            moved("2026-03", Kind::Refund, -200),
            moved("2026-05", Kind::Paid, -1300),
            moved("2026-05", Kind::Returned, 100),
        ];
        let month = |text| Month::parse(text).ok();
        let rows = roll(&moves, month("2026-02"), month("2026-06")).unwrap();
        let told: Vec<_> = rows
            .iter()
            .map(|r| (r.month.to_string(), r.opening.minor, r.closing.minor))
            .collect();
        assert_eq!(
            told,
            [
                ("2026-02".to_owned(), 500, 500),
                ("2026-03".to_owned(), 500, 1300),
                ("2026-04".to_owned(), 1300, 1300),
                ("2026-05".to_owned(), 1300, 100),
                ("2026-06".to_owned(), 100, 100),
            ]
        );
        assert_eq!(
            (rows[3].paid, rows[3].returned, rows[1].refunds),
            (usd(-1300), usd(100), usd(-200))
        );
        // Without anything before, it begins with the first month that moved.
        let rows = roll(&moves[1..], month("2026-01"), None).unwrap();
        assert_eq!((rows.len(), rows[0].month), (3, month("2026-03").unwrap()));
        assert!(roll(&[], None, month("2026-01")).unwrap().is_empty());
    }
}
