//! `status`: the first screen as text, for the shell and for screen readers.

use clap::Args;
use serde_json::json;

use crate::{
    domain::{day::shown, money::Totals},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Spec},
    store::Home,
};

/// What needs you today, and how the program stands
#[derive(Debug, Args)]
pub struct Status {}

impl Operation for Status {
    const SPEC: Spec = Spec {
        path: "status",
        kind: Kind::Read,
        aliases: &["today"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let home = cx.store.view().home(cx.today)?;
        let json = json!({
            "program": home.program, "as_of": cx.today, "open": home.open, "new": home.new, "stale": home.stale,
            "won_this_quarter": home.won, "won_last_quarter": home.won_before,
            "payable": amounts(&home.payable), "held": amounts(&home.held), "blocked": amounts(&home.blocked), "next_free": home.next_free,
            "pipeline": home.pipeline.iter().map(|(stage, n)| json!({ "stage": stage, "count": n })).collect::<Vec<_>>(),
            "needs": home.needs.iter().map(|n| json!({ "urgent": n.urgent, "what": n.what })).collect::<Vec<_>>(),
        });
        let mut lines = vec![
            format!("{}, {}", home.program, shown(cx.today)),
            String::new(),
        ];
        lines.extend(needs(&home));
        lines.extend([
            String::new(),
            format!(
                "Open referrals  {}: {} new, {} stale",
                home.open, home.new, home.stale
            ),
            format!(
                "Won             {} this quarter, {} the last",
                home.won, home.won_before
            ),
            format!("Payable now     {}", words(&home.payable)),
            format!("On hold         {}", words(&home.held)),
        ]);
        if home.blocked.iter().any(|m| !m.is_zero()) {
            lines.push(format!("Blocked         {}", home.blocked.shown()));
        }
        Ok(Outcome {
            record: Some(Record { lines, json }),
            ..Outcome::default()
        })
    }
}

fn needs(home: &Home) -> Vec<String> {
    if home.needs.is_empty() {
        return vec!["Nothing needs you today.".to_owned()];
    }
    let line = |n: &crate::store::Need| format!("{} {}", if n.urgent { "!" } else { "~" }, n.what);
    home.needs.iter().map(line).collect()
}

fn words(totals: &Totals) -> String {
    if totals.is_empty() {
        "nothing".to_owned()
    } else {
        totals.shown()
    }
}

fn amounts(totals: &Totals) -> Vec<crate::domain::money::Money> {
    totals.iter().collect()
}
