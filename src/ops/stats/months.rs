//! `stats months`: what is owed from month to month, from opening to closing.

use clap::Args;

use crate::{
    domain::{month::Month, period::Period, roll::roll},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table,
};

/// What was owed at each month's start and end, and what moved it; every figure signed
#[derive(Debug, Args)]
pub struct StatsMonths {
    /// Which months: 2026, 2026-Q3, ytd, 2026-01..2026-10
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
}

impl Operation for StatsMonths {
    const SPEC: Spec = Spec {
        path: "stats months",
        kind: Kind::Read,
        aliases: &["month"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let mut period = match &self.period {
            Some(text) => Period::parse(text, cx.today)?,
            None => Period::ALL,
        };
        // Months to come have not closed.
        period.to = Some(period.to.map_or(cx.today, |to| to.min(cx.today)));
        let moves = cx.store.view().moved_by_month(period)?;
        let rows = roll(&moves, period.from.map(Month::of), period.to.map(Month::of))?;
        Ok(Outcome {
            table: Some(table::months(&rows)?),
            ..Outcome::default()
        })
    }
}
