//! `stats tax`: whom the US tax office is to hear of, by calendar year.

use chrono::Datelike;
use clap::Args;

use crate::{
    domain::tax::LAST_KNOWN_YEAR,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
    store::TaxYear,
    table,
};

/// US 1099-NEC threshold report: what partners in the US were paid in a calendar year
#[derive(Debug, Args)]
pub struct StatsTax {
    /// The calendar year; without it the year before this one until the end of January, then this one
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1990..=9998))]
    year: Option<i32>,
}

impl Operation for StatsTax {
    const SPEC: Spec = Spec {
        path: "stats tax",
        kind: Kind::Read,
        aliases: &["1099", "1099-nec"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        // The forms of a year are due at the end of the next January.
        let this = cx.today.year() - i32::from(cx.today.month() == 1);
        let found = cx.store.view().tax_year(self.year.unwrap_or(this))?;
        Ok(Outcome {
            said: said(&found),
            table: Some(table::tax(&found)?),
            ..Outcome::default()
        })
    }
}

/// What the figures are, what they leave out, and what they are not.
fn said(found: &TaxYear) -> String {
    let mut words = vec![format!(
        "Payouts paid in {}, in US dollars; reversed ones are out. 1099-NEC from {} on.",
        found.year,
        found.threshold.shown()
    )];
    if !found.known {
        words.push(format!(
            "The sums known here end with {LAST_KNOWN_YEAR}; from {} on the law indexes them: look up that of {}.",
            LAST_KNOWN_YEAR + 1,
            found.year
        ));
    }
    if found.rows.iter().any(|r| !r.processors.is_zero()) {
        words.push(
            "What processors such as PayPal paid they report themselves, on 1099-K: it is shown apart and not counted."
                .to_owned(),
        );
    }
    if found.elsewhere > 0 {
        let n = u64::try_from(found.elsewhere).unwrap_or(u64::MAX);
        words.push(format!(
            "{} in other countries left out.",
            args::counted(n, "partner", "partners")
        ));
    }
    words.push("This is no tax advice.".to_owned());
    words.join(" ")
}
