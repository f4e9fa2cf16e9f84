//! `commission why`: every cent explains itself.

use clap::Args;
use serde_json::json;

use crate::{
    domain::{
        day::{Day, shown},
        id::Noun,
    },
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec},
    store::{Line, PostedFor, View},
};

/// One commission line: how it was worked out and where it is
#[derive(Debug, Args)]
pub struct CommissionWhy {
    /// A commission line such as L7
    #[arg(value_name = "LINE")]
    line: String,
}

impl Operation for CommissionWhy {
    const SPEC: Spec = Spec {
        path: "commission why",
        kind: Kind::Read,
        aliases: &["show"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let record = record(
            cx.store.view(),
            Noun::Commission.parse(&self.line)?,
            cx.today,
        )?;
        Ok(Outcome {
            record: Some(record),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match (selection.noun, selection.names.as_slice()) {
            ("commission", [name]) => vec![("line", name.clone())],
            _ => Vec::new(),
        }
    }
}

/// Where a line is on a day, in a sentence.
pub fn standing(line: &Line, today: Day) -> String {
    match &line.payout {
        Some((payout, _, Some(on))) => format!("Paid on {} in P{payout}.", shown(*on)),
        Some((payout, state, None)) => format!("In payout P{payout} ({state})."),
        None if line.payable_on > today => {
            let days = (line.payable_on - line.day).num_days();
            format!(
                "Held until {}: {days} days after {}.",
                shown(line.payable_on),
                shown(line.day)
            )
        }
        None => format!("Payable since {}.", shown(line.payable_on)),
    }
}

/// A line in full, for the shell and the detail pane: what was posted, why, what corrected it since, where it is.
pub fn record(view: View<'_>, id: i64, today: Day) -> Result<Record> {
    let line = view.commission(id)?;
    let company = if line.company.is_empty() {
        "a referral that was taken back"
    } else {
        line.company.as_str()
    };
    let earned_on = match line.source {
        PostedFor::Revenue(id) => Noun::Revenue.id(id).to_string(),
        PostedFor::Referral(id) => Noun::Referral.id(id).to_string(),
        PostedFor::Adjustment(_) => "an adjustment".to_owned(),
    };
    let mut lines = vec![
        format!(
            "{}  {}  to {}",
            Noun::Commission.id(id),
            line.money.shown(),
            line.partner_name
        ),
        format!(
            "For        {company} ({}), earned on {earned_on} of {}",
            Noun::Referral.id(line.referral),
            shown(line.day)
        ),
        format!(
            "Posted     {} by {}: {}",
            line.entry,
            Noun::Operation.id(line.op),
            line.reason
        ),
        format!("Now        {}", standing(&line, today)),
        String::new(),
    ];
    let verdicts = view.verdicts(&line)?;
    if verdicts.is_empty() {
        lines.push(
            "What it was earned on is no longer in the book, so nothing is owed on it today."
                .to_owned(),
        );
    }
    for verdict in &verdicts {
        lines.push(verdict.clause.clone());
        lines.extend(verdict.lines().into_iter().map(|l| format!("  {l}")));
    }
    let alike = view.postings_like(&line)?;
    if alike.len() > 1 {
        lines.push(String::new());
        lines.push("All that was posted for this:".to_owned());
        for l in &alike {
            let here = if l.id == id { " (this line)" } else { "" };
            lines.push(format!(
                "  {:<6} {:>14}  {}: {}{here}",
                Noun::Commission.id(l.id).to_string(),
                l.money.shown(),
                l.entry,
                l.reason
            ));
        }
    }
    let json = json!({
        "line": Noun::Commission.id(id).to_string(), "partner": line.partner_name, "company": line.company,
        "referral": Noun::Referral.id(line.referral).to_string(), "earned_on": earned_on, "day": line.day, "payable_on": line.payable_on,
        "amount": line.money, "base": line.base, "rate": line.rate, "share": line.share, "month": line.month, "months": line.months,
        "entry": line.entry, "reason": line.reason, "operation": Noun::Operation.id(line.op).to_string(), "standing": standing(&line, today),
        "payout": line.payout.as_ref().map(|(id, ..)| Noun::Payout.id(*id).to_string()),
        "verdicts": verdicts, "postings": alike.iter().map(|l| Noun::Commission.id(l.id).to_string()).collect::<Vec<_>>(),
    });
    Ok(Record { lines, json })
}
