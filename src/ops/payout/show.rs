//! `payout show`: one payout, or a run of them.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use super::run_id;
use crate::{
    domain::{day::shown, id::Noun, money::Totals},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args::counted},
    store::View,
};

/// One payout with its lines, or a whole run
#[derive(Debug, Args)]
pub struct PayoutShow {
    /// A payout such as P3, or a run such as run-4
    #[arg(value_name = "PAYOUT")]
    payout: String,
}

impl Operation for PayoutShow {
    const SPEC: Spec = Spec {
        path: "payout show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let record = match run_id(&self.payout) {
            Some(run) => run_record(view, run)?,
            None => record(view, Noun::Payout.parse(&self.payout)?)?,
        };
        Ok(Outcome {
            record: Some(record),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match (selection.noun, selection.names.as_slice()) {
            ("payout", [name]) => vec![("payout", name.clone())],
            _ => Vec::new(),
        }
    }
}

/// A payout in full, for the shell and the detail pane.
pub fn record(view: View<'_>, id: i64) -> Result<Record> {
    let p = view.payout(id)?;
    let settled = view.payout_lines(id)?;
    let mut lines = vec![
        format!("P{}  {}  {}", p.id, p.money.shown(), p.partner_name),
        format!("State      {}", p.state),
        format!("As of      {}", shown(p.as_of)),
    ];
    let back = if p.state == "failed" {
        "failed_on"
    } else {
        "reversed_on"
    };
    let run = p.run.map(|run| format!("run-{run}"));
    let facts = [
        ("Run", run.clone()),
        ("Approved", p.approved_on.map(shown)),
        ("Exported", p.exported_on.map(shown)),
        ("File", p.file.clone()),
        ("Paid on", p.paid_on.map(shown)),
        ("Method", p.method.clone()),
        ("Reference", p.reference.clone()),
        (
            if p.state == "failed" {
                "Failed"
            } else {
                "Reversed"
            },
            p.reversed_on.map(shown),
        ),
        ("Reason", p.reason.clone()),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            lines.push(format!("{label:<10} {value}"));
        }
    }
    lines.push(String::new());
    for line in &settled {
        lines.push(format!(
            "L{:<6} {}  {:>14}  {}",
            line.id,
            line.day,
            line.money.shown(),
            line.company
        ));
    }
    lines.push(format!(
        "{}, {}",
        counted(settled.len() as u64, "line", "lines"),
        p.money.shown()
    ));
    let each: Vec<_> =
        settled.iter().map(|l| json!({ "line": format!("L{}", l.id), "day": l.day, "company": l.company, "amount": l.money })).collect();
    let json = json!({
        "payout": Noun::Payout.id(p.id).to_string(), "run": run, "partner": p.partner_name, "amount": p.money, "state": p.state,
        "as_of": p.as_of, "approved_on": p.approved_on, "exported_on": p.exported_on, "file": p.file, "paid_on": p.paid_on,
        "method": p.method, "reference": p.reference, back: p.reversed_on, "reason": p.reason, "lines": each,
    });
    Ok(Record { lines, json })
}

/// A run in full: what it comes to, where each payout stands, and in which files.
fn run_record(view: View<'_>, id: i64) -> Result<Record> {
    let run = view.payout_run(id)?;
    let payouts = run
        .payouts
        .iter()
        .map(|id| view.payout(*id))
        .collect::<Result<Vec<_>>>()?;
    let mut states: BTreeMap<&str, (u64, Totals)> = BTreeMap::new();
    let mut files: BTreeMap<&str, (u64, Totals)> = BTreeMap::new();
    for p in &payouts {
        let sums = [(&mut states, Some(&p.state)), (&mut files, p.file.as_ref())];
        for (sums, key) in sums {
            if let Some(key) = key {
                let (n, totals) = sums.entry(key).or_default();
                *n += 1;
                totals.add(p.money)?;
            }
        }
    }
    let sum = |(n, totals): &(u64, Totals)| {
        format!("{}  {}", counted(*n, "payout", "payouts"), totals.shown())
    };
    let whole = (payouts.len() as u64, super::sums(&payouts)?);
    let mut lines = vec![
        format!("run-{id}  {}", sum(&whole)),
        format!("As of      {}", shown(run.as_of)),
    ];
    for (state, totals) in &states {
        lines.push(format!("{state:<10} {}", sum(totals)));
    }
    for (file, totals) in &files {
        lines.push(format!("File       {file}: {}", sum(totals)));
    }
    lines.push(String::new());
    for p in &payouts {
        let name = Noun::Payout.id(p.id).to_string();
        let file = p
            .file
            .as_ref()
            .map_or_else(String::new, |file| format!("  {file}"));
        let why = p
            .reason
            .as_ref()
            .map_or_else(String::new, |why| format!("  ({why})"));
        lines.push(format!(
            "{name:<6} {:>14}  {:<10} {}{file}{why}",
            p.money.shown(),
            p.state,
            p.partner_name
        ));
    }
    let each: Vec<_> = payouts
        .iter()
        .map(|p| {
            json!({ "payout": Noun::Payout.id(p.id).to_string(), "partner": p.partner_name, "amount": p.money, "state": p.state,
                "file": p.file, "paid_on": p.paid_on, "reference": p.reference, "reason": p.reason })
        })
        .collect();
    let listed = |sums: &BTreeMap<&str, (u64, Totals)>| {
        sums.iter()
            .map(|(key, (n, totals))| json!({ "name": key, "payouts": n, "sums": totals.iter().collect::<Vec<_>>() }))
            .collect::<Vec<_>>()
    };
    let json = json!({
        "run": format!("run-{id}"), "as_of": run.as_of, "sums": whole.1.iter().collect::<Vec<_>>(),
        "states": listed(&states), "files": listed(&files), "payouts": each,
    });
    Ok(Record { lines, json })
}
