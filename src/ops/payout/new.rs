//! `payout new`.

use clap::Args;

use super::{run_id, which::partners};
use crate::{
    domain::{
        day::{Day, parse_typed, shown},
        payout::{Check, Waits},
    },
    error::{Error, Result},
    ops::{
        Cx, Kind, Operation, Outcome, Record, Selection, Spec,
        args::{self, counted},
    },
    store::RunRow,
    table,
};

/// So many partners are told by name; more are counted.
const BY_NAME: usize = 5;
/// Cells a form has for what it would do.
const FORM_WIDTH: usize = 72;

/// Draft payouts from payable lines: one for each partner and currency
#[derive(Debug, Args)]
pub struct PayoutNew {
    /// Only these partners; everyone if not given
    #[arg(long, value_name = "PARTNER")]
    partner: Vec<String>,
    /// Lines payable on this day or before; a day to come only with --preview
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    as_of: String,
    /// Add to this run, as of its day, instead of making a new one: run-4
    #[arg(long, value_name = "RUN")]
    into: Option<String>,
    /// Show who would get what, who is left out and why, and draft nothing
    #[arg(long)]
    preview: bool,
}

impl PayoutNew {
    /// Which partners (nobody named: all), which day, and which run that is there.
    fn read(&self, cx: &Cx<'_>) -> Result<(Option<Vec<i64>>, Day, Option<i64>)> {
        let view = cx.store.view();
        let only = partners(view, &self.partner)?;
        let only = (!only.is_empty()).then_some(only);
        let Some(into) = &self.into else {
            return Ok((only, parse_typed(&self.as_of, cx.today)?, None));
        };
        let run = run_id(into.trim()).ok_or_else(|| {
            Error::usage(format!("“{into}” is no payout run; one looks like run-4."))
        })?;
        Ok((only, view.payout_run(run)?.as_of, Some(run)))
    }
}

impl Operation for PayoutNew {
    const PREVIEWS: bool = true;
    const SPEC: Spec = Spec {
        path: "payout new",
        kind: Kind::Write,
        aliases: &["add"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (only, as_of, into) = self.read(cx)?;
        let rows = cx.store.view().run_preview(only.as_deref(), as_of)?;
        if self.preview {
            return previewed(&rows, as_of);
        }
        // A draft for a day to come would hold commission nobody may be paid today, and send it out in a file.
        if as_of > cx.today {
            return Err(Error::refused(format!(
                "{} is still to come: what is on hold until then may not be paid yet.",
                shown(as_of)
            ))
            .means("Nothing was drafted.")
            .hint("--preview shows what such a run would hold; draft it on the day."));
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            let made = match into {
                Some(run) => tx.draft_payouts_into(run, only.as_deref())?,
                None => tx.draft_payouts(only.as_deref(), as_of)?,
            };
            let payouts = made
                .iter()
                .map(|id| tx.view().payout(*id))
                .collect::<Result<Vec<_>>>()?;
            let run = payouts.first().and_then(|p| p.run);
            let summary = match run {
                Some(run) => format!(
                    "Drafted {} of {} as run-{run}",
                    counted(made.len() as u64, "payout", "payouts"),
                    super::sums(&payouts)?.shown()
                ),
                None => format!("Nothing is payable on {}", shown(as_of)),
            };
            Ok((summary, run))
        })?;
        let mut said = vec![format!("{}.", done.summary)];
        said.extend(left_out(&rows));
        if let Some(run) = done.value {
            said.extend(looks(&rows));
            said.push(format!(
                "To approve them: partnerbook payout approve run-{run}"
            ));
            said.push(format!(
                "When you have paid: partnerbook payout paid run-{run}"
            ));
        }
        Ok(Outcome {
            said: said.join("\n"),
            op: done.op,
            run: done.value,
            ..Outcome::default()
        })
    }

    fn preview(&self, cx: &mut Cx<'_>) -> Result<Option<Record>> {
        let (only, as_of, _) = self.read(cx)?;
        let rows = cx.store.view().run_preview(only.as_deref(), as_of)?;
        let seen = previewed(&rows, as_of)?;
        let mut lines: Vec<String> = seen.said.lines().map(ToOwned::to_owned).collect();
        if let Some(table) = seen.table.filter(|t| !t.rows.is_empty()) {
            let table = table::text::lines(&table, Some(FORM_WIDTH));
            lines.extend(table.lines().map(ToOwned::to_owned));
        }
        Ok(Some(Record {
            lines,
            ..Record::default()
        }))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "partner", "partner")
    }
}

fn previewed(rows: &[RunRow], as_of: Day) -> Result<Outcome> {
    let paid = rows.iter().filter(|r| r.due.waits.is_none()).count();
    let mut said = vec![match paid {
        0 => format!("Nothing is payable on {}.", shown(as_of)),
        n => format!(
            "A run as of {} would hold {}. Nothing was drafted.",
            shown(as_of),
            counted(n as u64, "payout", "payouts")
        ),
    }];
    said.extend(no_minimum(rows));
    Ok(Outcome {
        said: said.join("\n"),
        table: Some(table::run_preview(rows)?),
        ..Outcome::default()
    })
}

/// Who gets nothing though something stands, and why: a few by name, those with commission on hold only by number.
fn left_out(rows: &[RunRow]) -> Vec<String> {
    let mut said = Vec::new();
    let (mut named, mut more, mut held) = (0, 0_u64, Vec::new());
    for row in rows {
        match row.due.waits {
            None => {}
            Some(Waits::Held(day)) => held.push(day),
            Some(_) if named == BY_NAME => more += 1,
            Some(why) => {
                named += 1;
                let balance = match why {
                    Waits::HeldBack(_) => String::new(),
                    _ => format!(" {}", row.due.balance.shown()),
                };
                said.push(format!("{}{balance}: {}", row.partner_name, why.sentence()));
            }
        }
    }
    if more > 0 {
        said.push(format!(
            "… and {more} more: partnerbook payout new --preview"
        ));
    }
    if let Some(first) = held.iter().min() {
        said.push(format!(
            "{} on hold only, the first until {}.",
            counted(held.len() as u64, "balance is", "balances are"),
            shown(*first)
        ));
    }
    said
}

/// What to look at in what was drafted.
fn looks(rows: &[RunRow]) -> Vec<String> {
    let mut said: Vec<String> = no_minimum(rows).into_iter().collect();
    let warned: Vec<String> = rows
        .iter()
        .filter(|r| r.due.waits.is_none())
        .flat_map(|r| {
            let warns = r.checks.iter().filter(|c| c.warns());
            warns.map(|c| format!("! {}: {}", r.partner_name, c.sentence()))
        })
        .collect();
    said.extend(warned.iter().take(BY_NAME).cloned());
    if warned.len() > BY_NAME {
        said.push(format!("! … and {} more.", warned.len() - BY_NAME));
    }
    said
}

/// Currencies that are paid from the first cent, because no program of these partners says how little is too little.
fn no_minimum(rows: &[RunRow]) -> Option<String> {
    let mut codes: Vec<&str> = rows
        .iter()
        .filter(|r| r.due.waits.is_none() && r.checks.contains(&Check::NoMinimum))
        .map(|r| r.due.balance.currency.code())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    (!codes.is_empty()).then(|| {
        format!(
            "No program of theirs has a minimum for {}: it is paid from the first cent.",
            codes.join(", ")
        )
    })
}
