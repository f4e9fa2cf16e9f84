//! `payout show`.

use clap::Args;
use serde_json::json;

use crate::{
    domain::{day::shown, id::Noun},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec},
    store::View,
};

/// One payout with its lines
#[derive(Debug, Args)]
pub struct PayoutShow {
    /// A payout such as P3
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
        let record = record(cx.store.view(), Noun::Payout.parse(&self.payout)?)?;
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
    if let Some(on) = p.paid_on {
        lines.push(format!("Paid on    {}", shown(on)));
    }
    for (label, value) in [
        ("Method", &p.method),
        ("Reference", &p.reference),
        ("Reason", &p.reason),
    ] {
        if let Some(value) = value {
            lines.push(format!("{label:<10} {value}"));
        }
    }
    if let Some(on) = p.reversed_on {
        lines.push(format!("Reversed   {}", shown(on)));
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
    lines.push(format!("{} lines, {}", settled.len(), p.money.shown()));
    let each: Vec<_> =
        settled.iter().map(|l| json!({ "line": format!("L{}", l.id), "day": l.day, "company": l.company, "amount": l.money })).collect();
    let json = json!({
        "payout": Noun::Payout.id(p.id).to_string(), "partner": p.partner_name, "amount": p.money, "state": p.state, "as_of": p.as_of,
        "paid_on": p.paid_on, "method": p.method, "reference": p.reference, "reversed_on": p.reversed_on, "reason": p.reason, "lines": each,
    });
    Ok(Record { lines, json })
}
