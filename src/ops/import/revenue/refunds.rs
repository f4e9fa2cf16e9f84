//! Refunds that a file tells as the total given back of a payment: taken by difference, and known again when the refund
//! itself comes in another file. Nothing is given back twice.

use super::{At, Revenue, shown};
use crate::{
    domain::money::Money,
    import::{Refused, Row},
    ops::import::{
        intake::{Edit, Fate, Stop},
        report::edits,
    },
    store::{NewRevenue, Tx},
};

/// What an id of a refund that was found by difference holds between the payment's id and the total.
const MARK: &str = "/refund/";

/// How a dispute ended.
enum Dispute {
    /// The money is gone.
    Lost,
    /// Nobody knows yet.
    Open,
    /// The money stayed, or its refund is told as one.
    Nothing,
}

impl Dispute {
    /// From their word for it, without case and punctuation.
    fn of(theirs: &str) -> Self {
        let plain: String = theirs
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match plain.as_str() {
            "lost" | "accepted" => Self::Lost,
            "won" | "prevented" | "warningclosed" | "chargerefunded" => Self::Nothing,
            _ => Self::Open,
        }
    }
}

/// What was given back of a payment, of the line the book has it as: the same where both are as much; its share where
/// the line is less, as one without tax; nothing known where it is more.
fn part_of(total: Money, paid: Money, there: Money) -> Option<Money> {
    if there == paid {
        return Some(total);
    }
    let less = there.currency == paid.currency && there.minor > 0 && there.minor < paid.minor;
    if !less {
        return None;
    }
    // Rounded to the nearest; all of it is all of it.
    let part = i128::from(total.minor) * i128::from(there.minor) * 2 + i128::from(paid.minor);
    let minor = i64::try_from(part / (i128::from(paid.minor) * 2)).ok()?;
    Some(Money::new(minor, total.currency))
}

impl Revenue {
    /// The total given back of a payment, where the file has such a column: an empty cell is nothing given back.
    /// A dispute that was lost took its amount back as well.
    pub(super) fn total(&mut self, row: &Row<'_>, paid: Money) -> Result<Option<Money>, Refused> {
        let says = |at: At| row.mapping.says(at.into());
        if !says(At::RefundedTotal) && !says(At::DisputedTotal) {
            return Ok(None);
        }
        let of = |at: At| -> Result<Money, Refused> {
            Ok(row
                .amount(at, paid.currency)?
                .unwrap_or(Money::zero(paid.currency)))
        };
        let mut total = of(At::RefundedTotal)?;
        let disputed = of(At::DisputedTotal)?;
        if disputed.minor > 0 {
            match Dispute::of(row.raw(At::DisputeStatus)) {
                Dispute::Lost => {
                    total = total.checked_add(disputed).map_err(|e| {
                        row.refuse(At::DisputedTotal, e.message.trim_end_matches('.'))
                    })?;
                }
                Dispute::Open => self.disputed += 1,
                Dispute::Nothing => {}
            }
        }
        if total.minor < 0 {
            return Err(row.refuse(
                At::RefundedTotal,
                "is negative, and a total that was given back is not",
            ));
        }
        if total.minor > paid.minor.max(0) {
            return Err(row.refuse(
                At::RefundedTotal,
                format!("is more than was paid ({})", paid.shown()),
            ));
        }
        Ok(Some(total))
    }

    /// Adds what was given back of a line beyond what the book knows. `again`: an earlier row of the file spoke of the
    /// line.
    pub(super) fn give_back(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        line: i64,
        total: Money,
        (fate, again): (Fate, bool),
    ) -> Result<Fate, Stop> {
        let known = Money::new(-tx.view().refunded(line)?, total.currency);
        if total == known {
            return Ok(fate);
        }
        if total.minor < known.minor {
            return Err(row
                .refuse(
                    At::RefundedTotal,
                    format!(
                        "is less than the book has as given back of V{line} ({}); if a refund came back, void it there",
                        known.shown()
                    ),
                )
                .into());
        }
        if again {
            return Err(row
                .refuse(
                    At::RefundedTotal,
                    "stands on two lines of this file with different values",
                )
                .into());
        }
        let dated = row.day(At::RefundedOn)?;
        if dated.is_some_and(|day| day > tx.today) {
            return Err(row.refuse(At::RefundedOn, "is in the future").into());
        }
        let day = dated.unwrap_or(tx.today);
        let before = tx.view().revenue(line)?;
        let of = &before.known;
        let external_id = of
            .external_id
            .as_ref()
            .map(|id| format!("{id}{MARK}{}", total.minor));
        let more = total
            .checked_sub(known)
            .map_err(crate::error::Error::from)?;
        let money = more.negated().map_err(crate::error::Error::from)?;
        // A refund of that total may be there with less of it, where a file of refunds took its part.
        let same = match &external_id {
            Some(id) => tx.view().line(id)?,
            None => None,
        };
        if let Some(same) = same {
            let mut to = tx.view().revenue(same)?.known;
            to.money = to
                .money
                .checked_add(money)
                .map_err(crate::error::Error::from)?;
            tx.set_revenue(same, &to)?;
        } else {
            let id = tx.add_revenue(&NewRevenue {
                external_id,
                day,
                money,
                refund_of: Some(line),
                their_status: None,
                ..of.clone()
            })?;
            self.spoken.note(id);
        }
        self.given_back += 1;
        self.dated_today += u64::from(dated.is_none());
        let edit = Edit {
            field: "given back",
            before: known.shown(),
            after: total.shown(),
        };
        Ok(match fate {
            Fate::Same => Fate::Changed(format!("V{line} {}", before.customer_name), vec![edit]),
            Fate::Changed(name, mut all) => {
                all.push(edit);
                Fate::Changed(name, all)
            }
            other => other,
        })
    }

    /// A payment of `paid` that the book has as line `line` of another record: only what was given back of it can be new.
    pub(super) fn lies_there(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        line: i64,
        paid: Money,
    ) -> Result<Fate, Stop> {
        let there = tx.view().revenue(line)?.known.money;
        let total = self.total(row, paid)?;
        match total.and_then(|total| part_of(total, paid, there)) {
            Some(total) => {
                let again = self.spoken.met(line);
                self.give_back(tx, row, line, total, (Fate::Same, again))
            }
            None => Ok(Fate::Same),
        }
    }

    /// Whether the book has a refund under the other id it is known as: of a credit invoice and the transaction that paid
    /// it out, one is enough.
    pub(super) fn is_given_back(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<bool, Stop> {
        let line = |at: At| -> Result<Option<i64>, Stop> {
            let id = row.text(at)?;
            Ok(id.map_or(Ok(None), |id| tx.view().line(&id))?)
        };
        let there = match (line(At::Id)?, line(At::KnownAs)?) {
            (None, Some(there)) => tx.view().revenue(there)?.known.money.minor < 0,
            _ => false,
        };
        self.elsewhere += u64::from(there);
        Ok(there)
    }

    /// A refund with an id of its own that the book has as part of a total: the line becomes that refund, on its own
    /// day; what is left of the total stays. Nothing where no total can hold it.
    pub(super) fn part_of_total(
        &mut self,
        tx: &Tx<'_>,
        new: &NewRevenue,
        payment: i64,
    ) -> Result<Option<Fate>, Stop> {
        let before = tx.view().revenue(payment)?;
        let Some(start) = before.known.external_id.map(|id| format!("{id}{MARK}")) else {
            return Ok(None);
        };
        // A total cannot hold what was given back after it was told.
        let mut totals = tx.view().refunds_of(payment)?;
        totals.retain(|total| {
            let id = total.external_id.as_ref();
            total.day >= new.day && id.is_some_and(|id| id.starts_with(&start))
        });
        if let Some(whole) = totals.iter().find(|t| t.minor == new.money.minor) {
            let was = tx.view().revenue(whole.id)?;
            let to = NewRevenue {
                external_id: new.external_id.clone(),
                day: new.day,
                their_status: new.their_status.clone(),
                ..was.known.clone()
            };
            tx.set_revenue(was.id, &to)?;
            let changes = edits(shown(tx, &was.known)?, shown(tx, &to)?);
            let name = format!("V{} {}", was.id, was.customer_name);
            return Ok(Some(Fate::Changed(name, changes)));
        }
        let Some(total) = totals.iter().find(|t| t.minor < new.money.minor) else {
            return Ok(None);
        };
        let mut rest = tx.view().revenue(total.id)?.known;
        rest.money = rest
            .money
            .checked_sub(new.money)
            .map_err(crate::error::Error::from)?;
        tx.set_revenue(total.id, &rest)?;
        let made = tx.add_revenue(new)?;
        self.spoken.note(made);
        self.parts += 1;
        Ok(Some(Fate::New))
    }

    /// What a person should know of refunds and rows that say nothing of their own.
    pub(super) fn said(&self, today: crate::domain::day::Day) -> Option<String> {
        let mut said = Vec::new();
        let many =
            |n: u64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        if self.given_back > 0 {
            let what = many(self.given_back, "refund was", "refunds were");
            let day = match self.dated_today {
                0 => String::new(),
                n => format!(
                    ", {n} of them on {} because the file has no day for them",
                    crate::domain::day::shown(today)
                ),
            };
            said.push(format!("{what} found in totals given back{day}."));
        }
        if self.parts > 0 {
            let what = many(self.parts, "refund was", "refunds were");
            said.push(format!("{what} part of totals the book had already."));
        }
        if self.elsewhere > 0 {
            let what = many(self.elsewhere, "row is", "rows are");
            said.push(format!(
                "{what} in the book under another id and left as there."
            ));
        }
        if self.disputed > 0 {
            let what = many(self.disputed, "payment is", "payments are");
            said.push(format!(
                "{what} disputed, and how that ends is open: nothing is given back of them until it is lost."
            ));
        }
        if self.zeros > 0 {
            let what = many(self.zeros, "row of zero was", "rows of zero were");
            said.push(format!("{what} passed over."));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}
