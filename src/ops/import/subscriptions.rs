//! `import subscriptions`: what subscriptions billed, a revenue line for each period up to today, known again by the
//! subscription and the day the period began.

mod alike;
mod billed;

use clap::Args;

use self::{alike::Settled, billed::Subscription};
use super::{
    fields,
    intake::{Edit, Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    origin::Way,
    payer::{Payer, Payers},
    reading::Reading,
    report::edits,
    revenue,
    said::Said,
    trial::AllMade,
    twice::{Beside, Twice},
};
use crate::{
    domain::day::shown,
    error::{Error, Result},
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{NewRevenue, Revenue, Tx},
};

fields! {
    Id = "id" needed id ["subscription_id", "subscription", "external_id"];
    Referral = "referral" maybe id ["referral_id", "customer_ref", "deal_id", "opportunity_id"];
    Customer = "customer" maybe name ["customer_id", "customer_domain", "company", "account", "account_id"];
    CustomerName = "customer_name" maybe name ["account_name", "company_name"];
    CustomerEmail = "customer_email" maybe email ["billing_email"];
    CustomerSite = "customer_site" maybe site ["customer_website"];
    Start = "start" needed day ["start_date", "started_on", "started_at", "activated_at"];
    TrialEnd = "trial_end" maybe day ["trial_ends_at", "trial_end_date", "trial_ended_at"];
    End = "end" maybe day ["end_date", "ended_on", "ended_at", "expires_at"];
    Cancelled = "cancelled" maybe day ["cancelled_at", "canceled_at", "cancelled_on", "canceled_on"];
    CurrentStart = "current_start" maybe day ["current_period_start", "current_period_started_at", "current_term_start"];
    CurrentEnd = "current_end" maybe day ["current_period_end", "current_period_ends_at", "current_term_end"];
    Amount = "amount" needed amount ["monthly_amount", "price", "subtotal"];
    Currency = "currency" maybe currency [];
    Quantity = "quantity" maybe count ["seats", "qty"];
    Interval = "interval" maybe word ["billing_interval", "billing_period", "billing_cycle", "frequency"];
    IntervalCount = "interval_count" maybe count [];
    Kind = "kind" maybe word ["category"];
    Status = "their_status" maybe word ["status", "state"];
}

/// The fields that say who pays.
const WHO: [usize; 4] = [
    At::Customer as usize,
    At::CustomerName as usize,
    At::CustomerEmail as usize,
    At::CustomerSite as usize,
];

/// Read subscriptions from a file: a revenue line for each period they billed up to today
///
/// A period is billed on its first day, from the start or the end of the trial, and not on or after the end. Where the
/// file has the current period, nothing after it is taken, and a new amount is that of the current period and on; where
/// it has not, the amount is that of every period.
#[derive(Debug, Clone, Args)]
pub struct ImportSubscriptions {
    #[command(flatten)]
    reading: Reading,
    /// Add customers the book does not have yet, also those no partner referred
    #[arg(long)]
    add_customers: bool,
    /// What becomes of periods that look like money the book has from another source
    #[arg(long, value_enum, value_name = "WHAT")]
    twice: Option<Twice>,
}

impl Operation for ImportSubscriptions {
    const SPEC: Spec = Spec {
        path: "import subscriptions",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        Ok(self.reading.confirm())
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        Opened::choices(FIELDS, &self.reading, cx)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let noun = Noun {
            one: "subscription",
            many: "subscriptions",
        };
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            let says = |at: usize| mapping.says(at);
            if !says(At::Referral.into()) && !WHO.into_iter().any(says) {
                return Err(Error::refused("No column of the file says who subscribed.")
                    .means("Nothing was imported.")
                    .hint("Say it with --map customer=COLUMN or --map referral=COLUMN."));
            }
            Ok(Subscriptions {
                payers: Payers::new(tx, self.add_customers, &self.reading)?,
                beside: Beside::new(tx, Way::Periods, &self.reading, self.twice)?,
                spoken: Spoken::default(),
                lines: 0,
                silent: 0,
                moved: 0,
            })
        })
    }
}

struct Subscriptions {
    payers: Payers,
    beside: Beside,
    spoken: Spoken,
    /// Revenue lines that were added.
    lines: u64,
    /// Subscriptions that billed nothing.
    silent: u64,
    /// Subscriptions that bill on other days than their start says.
    moved: u64,
}

impl Intake for Subscriptions {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        self.take_in_turn(tx, row, Turn::First)
    }

    fn take_late(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        self.take_in_turn(tx, row, Turn::Last)
    }

    fn forget(&mut self, mark: u64) {
        self.payers.forget(mark);
    }

    fn remarks(&self) -> Option<String> {
        let mut said = Vec::new();
        let count =
            |n: u64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        if self.lines > 0 {
            let lines = count(self.lines, "revenue line is", "revenue lines are");
            said.push(format!("{lines} what they billed."));
        }
        if self.silent > 0 {
            let silent = count(self.silent, "subscription has", "subscriptions have");
            said.push(format!(
                "{silent} billed nothing: in trial, free, never paid, or ended as begun."
            ));
        }
        if self.moved > 0 {
            let moved = count(self.moved, "subscription bills", "subscriptions bill");
            said.push(format!(
                "{moved} on another day than at first: only the current period is taken."
            ));
        }
        said.extend(self.beside.said());
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn questions(&self) -> Vec<Choice> {
        let mut all = self.payers.questions();
        all.extend(self.beside.questions());
        all
    }

    fn made(&self) -> AllMade {
        self.payers.made()
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.payers.link(tx)
    }
}

/// When a row is taken.
#[derive(Clone, Copy)]
enum Turn {
    First,
    Last,
}

impl Subscriptions {
    /// Takes a row, at once or after all others.
    fn take_in_turn(&mut self, tx: &Tx<'_>, row: &Row<'_>, turn: Turn) -> Result<Fate, Stop> {
        let read = Subscription::read(row, tx.today)?;
        let said = Said::read(row, WHO)?;
        let referral = row.text(At::Referral)?;
        let payer = self
            .payers
            .of(tx, referral.as_deref(), &said)
            .map_err(|e| e.stop(row, At::Referral, Said::first(row, WHO)))?;
        let periods = read.periods(tx.today).map_err(Error::from)?;
        if periods.is_empty() {
            self.silent += 1;
            return Ok(Fate::Same);
        }
        let known = lines(tx, &read.id)?;
        let mut plan = read.plan(&periods, payer, &known).map_err(Error::from)?;
        self.without_same(tx, &mut plan.new)?;
        let settled = match turn {
            // Every period is compared at the end, so that the order of the rows does not matter.
            Turn::First if self.looks(tx, &plan.new)? => return Ok(Fate::Later(read.id)),
            Turn::First => Settled::default(),
            Turn::Last => self.settle(tx, row, &mut plan.new, payer)?,
        };
        self.moved += u64::from(read.moved(&periods));
        // A row goes in whole or not at all.
        tx.mark()?;
        let mut changes = Vec::new();
        for (before, to) in plan.changed {
            let equal = before.known == to;
            if self
                .spoken
                .judge(before.id, equal, row, At::Amount.into())?
            {
                changes.push((before, to));
            }
        }
        changes.extend(settled.replaced);
        let mut told = Self::change(tx, changes)?;
        let first = known.is_empty();
        let until = known.iter().map(|line| line.known.day).max();
        let added = self.add(tx, &plan.new, payer)?;
        if settled.out > 0 && added == 0 && told.is_empty() {
            return Err(Stop::Out);
        }
        if first && added > 0 && told.is_empty() {
            return Ok(Fate::New);
        }
        if let (Some(until), Some(last)) = (until, plan.new.last())
            && added > 0
        {
            told.push(Edit {
                field: "last billed",
                before: shown(until),
                after: shown(last.day),
            });
        }
        Ok(if told.is_empty() {
            Fate::Same
        } else {
            Fate::Changed(read.id, told)
        })
    }

    /// Writes lines that change; one edit for each field and line.
    fn change(tx: &Tx<'_>, changes: Vec<(Revenue, NewRevenue)>) -> Result<Vec<Edit>, Stop> {
        let mut all = Vec::new();
        for (before, to) in changes {
            tx.set_revenue(before.id, &to)?;
            let differ = edits(revenue::shown(tx, &before.known)?, revenue::shown(tx, &to)?);
            all.extend(differ.into_iter().map(|edit| Edit {
                before: format!("{} ({})", edit.before, shown(before.known.day)),
                ..edit
            }));
        }
        Ok(all)
    }

    /// Adds lines; how many were not there.
    fn add(&mut self, tx: &Tx<'_>, new: &[NewRevenue], payer: Payer) -> Result<u64, Stop> {
        let mut added = 0;
        for line in new {
            if let Some(id) = tx.add_payment(line)? {
                self.spoken.note(id);
                self.payers.paid(payer, line.referral);
                added += 1;
            }
        }
        self.lines += added;
        Ok(added)
    }
}

/// The lines of a subscription in the book, in the order of their days.
fn lines(tx: &Tx<'_>, id: &str) -> Result<Vec<Revenue>> {
    let ids = tx.view().lines_below(&format!("{id}/"))?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let line = tx.view().revenue(id)?;
        // A refund of a period is no period.
        if line.known.refund_of.is_none() {
            found.push(line);
        }
    }
    Ok(found)
}
