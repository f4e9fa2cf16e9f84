//! `commission why`: every cent explains itself.

use clap::Args;
use serde_json::json;

use crate::{
    domain::{
        day::{Day, shown},
        id::Noun,
        payout::Waits,
    },
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args},
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

/// Where a line is on a day, in a sentence: paid, held back, on hold, or payable and perhaps waiting.
fn standing(view: View<'_>, line: &Line, today: Day) -> Result<String> {
    if let Some((payout, state, paid)) = &line.payout {
        return Ok(match paid {
            Some(on) => format!("Paid on {} in P{payout}.", shown(*on)),
            None => format!("In payout P{payout} ({state})."),
        });
    }
    if let Some(held) = view.held_back(line.id)? {
        let with = if held.by == line.id {
            String::new()
        } else {
            format!(" with {}", Noun::Commission.id(held.by))
        };
        return Ok(format!(
            "Blocked{with} since {}: {}",
            shown(held.on),
            held.reason
        ));
    }
    if line.payable_on > today {
        let days = (line.payable_on - line.day).num_days();
        let from = shown(line.day);
        return Ok(format!(
            "Held until {}: {} after {from}.",
            shown(line.payable_on),
            args::counted(days.unsigned_abs(), "day", "days"),
        ));
    }
    let since = format!("Payable since {}.", shown(line.payable_on));
    let dues = view.dues(Some(&[line.partner]), today)?;
    let waits = dues
        .iter()
        .find(|due| due.balance.currency == line.money.currency)
        .and_then(|due| due.waits);
    Ok(match waits {
        Some(why @ (Waits::UnderMinimum(_) | Waits::Negative(_))) => {
            format!("{since} It waits. {}", why.sentence())
        }
        _ => since,
    })
}

/// What a line is for, in a few words.
fn earned(line: &Line, earned_on: &str) -> String {
    let day = shown(line.day);
    let referral = Noun::Referral.id(line.referral);
    let known = !line.company.is_empty();
    match line.source {
        PostedFor::Adjustment(_) if line.referral == 0 => {
            format!("{}, added by hand for {day}", line.partner_name)
        }
        PostedFor::Adjustment(_) if known => {
            format!("{} ({referral}), added by hand for {day}", line.company)
        }
        _ if known => format!(
            "{} ({referral}), earned on {earned_on} of {day}",
            line.company
        ),
        _ => format!("a referral that was taken back ({referral}), earned on {earned_on} of {day}"),
    }
}

/// A line in full, for the shell and the detail pane: what was posted, why, what corrected it since, where it is.
pub fn record(view: View<'_>, id: i64, today: Day) -> Result<Record> {
    let line = view.commission(id)?;
    let blocked = view.held_back(id)?.map(|held| held.reason);
    let standing = standing(view, &line, today)?;
    let by_hand = matches!(line.source, PostedFor::Adjustment(_));
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
        format!("For        {}", earned(&line, &earned_on)),
        format!(
            "Posted     {} by {}: {}",
            line.entry,
            Noun::Operation.id(line.op),
            line.reason
        ),
        format!("Now        {standing}"),
        String::new(),
    ];
    let verdicts = view.verdicts(&line)?;
    if by_hand {
        lines.push("No rule earned it: a person added it.".to_owned());
    } else if verdicts.is_empty() {
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
        "referral": (line.referral != 0).then(|| Noun::Referral.id(line.referral).to_string()), "earned_on": earned_on, "day": line.day, "payable_on": line.payable_on,
        "amount": line.money, "base": line.base, "rate": line.rate, "share": line.share, "month": line.month, "months": line.months,
        "entry": line.entry, "reason": line.reason, "operation": Noun::Operation.id(line.op).to_string(), "standing": standing, "blocked": blocked,
        "payout": line.payout.as_ref().map(|(id, ..)| Noun::Payout.id(*id).to_string()),
        "verdicts": verdicts, "postings": alike.iter().map(|l| Noun::Commission.id(l.id).to_string()).collect::<Vec<_>>(),
    });
    Ok(Record { lines, json })
}
