//! `stats as-of`: what each partner had earned, was paid and was owed on a day.

use clap::Args;

use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
    store::Moment,
    table,
};

/// What was earned, paid and owed on a day, per partner and currency
#[derive(Debug, Args)]
pub struct StatsAsOf {
    /// The day: today, -30d, 2026-10-31
    #[arg(value_name = "DAY", default_value = "today")]
    day: String,
    /// Only what had been recorded in the book by the end of this day: -7d, 2026-11-05
    #[arg(long, value_name = "DAY")]
    known: Option<String>,
}

impl Operation for StatsAsOf {
    const SPEC: Spec = Spec {
        path: "stats as-of",
        kind: Kind::Read,
        aliases: &["balances"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let moment = Moment {
            day: args::day(Some(&self.day), cx.today)?.unwrap_or(cx.today),
            known: args::day(self.known.as_deref(), cx.today)?,
        };
        let clock = match moment.known {
            None => "as the book knows it now".to_owned(),
            Some(day) => format!(
                "as far as it had been recorded by the end of {} (UTC)",
                shown(day)
            ),
        };
        Ok(Outcome {
            said: format!("What is dated {} or before, {clock}.", shown(moment.day)),
            table: Some(table::balances(&cx.store.view().balances_at(moment)?)?),
            ..Outcome::default()
        })
    }
}
