//! The same money twice: payments of a file that look like payments another source brought. Finds them and asks; what
//! becomes of them is what the person says (`--twice`).

mod told;

use std::collections::{HashMap, HashSet, hash_map::Entry};

use clap::ValueEnum;

use super::{
    origin::{Look, Origin, Way},
    reading::Reading,
};
use crate::{
    domain::paid_twice::{Alike, Paid, alike, around},
    error::Result,
    import::Refused,
    ops::Choice,
    store::{NewRevenue, OtherIds, Received, Thing, Tx},
};
use told::Told;

/// What becomes of payments that look like payments the book has from another source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Twice {
    /// They are the same money, and are left out
    Skip,
    /// They are the same money, and take the place of those in the book
    Replace,
    /// They are other money, and are taken as well
    Keep,
    /// Those of the same amount are left out, the others are taken as well
    Exact,
}

/// So many different looks of ids are kept of an operation.
const LOOKS: usize = 8;

/// What becomes of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is taken like any other.
    Take,
    /// It is the money of this line, and left out.
    Out(i64),
    /// It takes the place of this line.
    Replace(i64),
    /// Only the person knows.
    Ask,
}

/// The payments of the book that a file is compared with.
pub(super) struct Beside {
    answer: Option<Twice>,
    ours: Origin,
    /// Whether there is anything to compare with.
    any: bool,
    /// Where operations brought theirs from, with the looks of the ids that were met.
    origins: HashMap<i64, (Origin, Vec<Look>)>,
    /// Lines that a payment of the file was found to be like: each is like one only.
    taken: HashSet<i64>,
    /// Payments by their ids that are lines without one, for refunds that name them.
    same: HashMap<String, i64>,
    /// Ids that a person said stand for others.
    ids: OtherIds,
    told: Told,
}

impl Beside {
    pub(super) fn new(
        tx: &Tx<'_>,
        way: Way,
        reading: &Reading,
        answer: Option<Twice>,
    ) -> Result<Self> {
        Ok(Self {
            any: answer != Some(Twice::Keep) && tx.view().has_revenue_but_of(tx.op)?,
            answer,
            ours: Origin::of(way, &reading.map),
            origins: HashMap::new(),
            taken: HashSet::new(),
            same: HashMap::new(),
            ids: if answer == Some(Twice::Keep) {
                OtherIds::default()
            } else {
                tx.view().other_ids(Thing::Revenue)?
            },
            told: Told::new(way),
        })
    }

    /// Whether the book has revenue of another source at all.
    pub(super) fn asks(&self) -> bool {
        self.any
    }

    /// How like a payment that is to be added is to one of another source; the surest wins.
    pub(super) fn looks(&mut self, tx: &Tx<'_>, new: &NewRevenue) -> Result<Option<Alike>> {
        Ok(self.find(tx, new)?.map(|(how, ..)| how))
    }

    /// What becomes of a payment on line `line` that is to be added. Those with [`Alike::Amount`] are to be settled
    /// before others, by day, so that the order of a file does not matter.
    pub(super) fn settle(&mut self, tx: &Tx<'_>, new: &NewRevenue, line: u64) -> Result<Verdict> {
        let Some((how, _, old, op)) = self.find(tx, new)? else {
            return Ok(Verdict::Take);
        };
        if (self.answer, how) == (Some(Twice::Exact), Alike::Time) {
            return Ok(Verdict::Take);
        }
        self.taken.insert(old);
        let verdict = match self.answer {
            None => {
                self.told.ask(tx, new, line, how, (old, op))?;
                return Ok(Verdict::Ask);
            }
            Some(Twice::Keep) => return Ok(Verdict::Take),
            Some(Twice::Replace) => Verdict::Replace(old),
            Some(Twice::Skip | Twice::Exact) => Verdict::Out(old),
        };
        if let (Verdict::Out(_), Some(id)) = (verdict, &new.external_id) {
            // The next file is not asked about again, and refunds that name it find what they give back.
            if let Some(first) = tx.view().revenue(old)?.known.external_id {
                self.is_also(tx, id, &first)?;
            } else {
                self.same.insert(id.clone(), old);
            }
        }
        self.told.settled(verdict);
        Ok(verdict)
    }

    /// From now on a payment's id stands for `first`, the id of a line of the book.
    pub(super) fn is_also(&mut self, tx: &Tx<'_>, id: &str, first: &str) -> Result<()> {
        if self.ids.first(id) != Some(first) {
            tx.same_as(Thing::Revenue, id, first)?;
            self.ids.add(id, first);
        }
        Ok(())
    }

    /// The line that a payment of this id was said to be.
    pub(super) fn same(&self, tx: &Tx<'_>, external: &str) -> Result<Option<i64>> {
        match self.ids.first(external) {
            Some(first) => tx.view().line(first),
            None => Ok(self.same.get(external).copied()),
        }
    }

    /// The question, if there is one.
    pub(super) fn questions(&self) -> Vec<Choice> {
        self.told.question().into_iter().collect()
    }

    /// What became of payments that are in the book already.
    pub(super) fn said(&self) -> Option<String> {
        self.told.said()
    }

    /// The line of another source that a payment is most like, and how: by amount, then by day.
    fn find(&mut self, tx: &Tx<'_>, new: &NewRevenue) -> Result<Option<(Alike, u64, i64, i64)>> {
        if !self.any || new.money.minor <= 0 || new.refund_of.is_some() {
            return Ok(None);
        }
        let lines = self.near(tx, new)?;
        if lines.is_empty() {
            return Ok(None);
        }
        let look = Look::of(new.external_id.as_deref());
        let paid = Paid {
            money: new.money,
            day: new.day,
            months: new.period_months,
            period: look == Look::Period,
        };
        let mut best = None;
        for old in lines {
            let one = self.origins.get(&old.op).is_none_or(|(origin, looks)| {
                let mut looks = looks.iter();
                looks.any(|theirs| self.ours.is_one_with(&look, origin, theirs))
            });
            if one {
                continue;
            }
            let Some(how) = alike(&paid, &old.paid) else {
                continue;
            };
            if how == Alike::Time && old.kind != new.kind {
                continue;
            }
            let days = paid.day.signed_duration_since(old.paid.day).num_days();
            let found = (how, days.unsigned_abs(), old.id, old.op);
            best = Some(best.map_or(found, |best| found.min(best)));
        }
        Ok(best)
    }

    /// The payments of the same customer around the same days, from other operations; where those come from is known
    /// then.
    fn near(&mut self, tx: &Tx<'_>, new: &NewRevenue) -> Result<Vec<Received>> {
        let days = around(new.day);
        let mut lines = tx.view().payments_but_of(tx.op, new.customer, days)?;
        // A line that was replaced has the id of this file, and says nothing of where the others came from.
        lines.retain(|one| !self.taken.contains(&one.id));
        for one in &mut lines {
            let (origin, looks) = match self.origins.entry(one.op) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let origin = Origin::came(&tx.view().came_with(one.op)?);
                    new.insert((origin, Vec::new()))
                }
            };
            let look = Look::of(one.external_id.as_deref());
            one.paid.period = look == Look::Period;
            if !looks.contains(&look) && looks.len() < LOOKS && origin.may_give(&look) {
                looks.push(look);
            }
        }
        Ok(lines)
    }
}

/// Why a payment that only the person can judge does not go in.
pub(super) fn undecided(column: &str, value: &str) -> Refused {
    Refused {
        column: column.to_owned(),
        value: value.to_owned(),
        reason: "looks like money the book has from another source; say --twice skip, --twice replace or --twice keep"
            .to_owned(),
    }
}
