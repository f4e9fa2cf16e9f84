//! `forecast`: what running agreements will owe, month by month, with what it assumes in words; nothing is written.

use clap::Args;
use serde_json::{Value, json};

use super::{Cx, Entry, Kind, Operation, Outcome, Record, Selection, Spec, args};
use crate::{
    domain::money::{Money, Totals},
    error::{Error, Result},
    store::{By, Forecast as Asked, ForecastReport},
    table,
};

/// The operations of this file.
pub const OPERATIONS: &[Entry] = &[Entry::of::<Forecast>()];

/// What running agreements will owe in the months ahead, under stated assumptions
#[derive(Debug, Args)]
pub struct Forecast {
    /// How many months from the next one on
    #[arg(long, value_name = "COUNT", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// Only what this partner will earn
    #[arg(short, long, value_name = "PARTNER")]
    partner: Option<String>,
    /// A row for each program or partner of a month
    #[arg(long, value_name = "WHAT", value_parser = ["program", "partner"])]
    by: Option<String>,
    /// Leave out churn: no customer goes
    #[arg(long)]
    no_churn: bool,
    /// Wins a month of each partner whose terms ask for activity; they keep it active and pay nothing themselves
    #[arg(long, value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1000))]
    wins: u32,
}

impl Operation for Forecast {
    const SPEC: Spec = Spec {
        path: "forecast",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = self
            .partner
            .as_deref()
            .map(|p| view.find_partner(p))
            .transpose()?;
        let asked = Asked {
            today: cx.today,
            months: self.months,
            partner,
            by: match self.by.as_deref() {
                Some("program") => Some(By::Program),
                Some(_) => Some(By::Partner),
                None => None,
            },
            churn: !self.no_churn,
            wins: self.wins,
        };
        let progress = cx.progress;
        let report = view.forecast(&asked, &mut |done, total| {
            if progress.stop() {
                return Err(Error::stopped());
            }
            progress.tell(done, total, "parts of the book");
            Ok(())
        })?;
        let assumed = assumptions(&asked, &report);
        let json = json_of(&asked, &report, &assumed)?;
        let first = report.assume.first().shown();
        let mut lines = vec![format!(
            "What running agreements will owe from {first} to {}: an estimate.",
            report.assume.last().shown()
        )];
        lines.extend(assumed.iter().map(|a| format!("- {a}")));
        Ok(Outcome {
            record: Some(Record { lines, json }),
            table: Some(table::forecast::forecast(
                &report,
                asked.by,
                partner.is_some(),
            )?),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}

/// What the forecast goes by, a sentence each.
fn assumptions(asked: &Asked, report: &ForecastReport) -> Vec<String> {
    let now = report.assume.first().prev();
    let churn = report.churn;
    let observed = format!(
        "{} a month, as in the last 12 full months ({} lost of {})",
        churn.shown(),
        args::counted(churn.lost, "customer", "customers"),
        args::counted(churn.months, "customer month", "customer months")
    );
    let churn = match (asked.churn, churn.lost) {
        (false, _) => format!("Churn: left out; nobody goes. Observed: {observed}."),
        (true, 0) => "Churn: none, as in the last 12 full months.".to_owned(),
        (true, _) => format!("Churn: {observed}."),
    };
    let wins = match asked.wins {
        0 => "New wins: none, so partners whose terms ask for activity stop when their last win is too old.".to_owned(),
        n => format!("New wins: {n} a month of each partner whose terms ask for activity; what those customers would pay is not in it."),
    };
    vec![
        format!(
            "Revenue: every customer of a referral pays each month what it paid in {}, less refunds; who began in {} goes on as in that month.",
            now.prev().shown(),
            now.shown()
        ),
        "Payments for several months come again when those months end.".to_owned(),
        "Customers who have churned pay nothing more.".to_owned(),
        churn,
        wins,
        "Months, activity, tiers, splits and ends are those of the agreements as they stand; no new ones are made.".to_owned(),
        format!("{} is not finished and not in it.", now.shown()),
    ]
}

fn json_of(asked: &Asked, report: &ForecastReport, assumed: &[String]) -> Result<Value> {
    let list = |sums: &Totals| sums.iter().collect::<Vec<Money>>();
    let (mut revenue, mut owed) = (Totals::new(), Totals::new());
    let mut rows = Vec::new();
    for one in &report.rows {
        revenue.add_all(&one.revenue)?;
        owed.add_all(&one.owed)?;
        let mut row = json!({ "month": one.month, "owed": list(&one.owed) });
        if let Value::Object(row) = &mut row {
            match asked.by {
                Some(By::Program) => row.insert("program".to_owned(), json!(one.name)),
                Some(By::Partner) => row.insert("partner".to_owned(), json!(one.name)),
                None if asked.partner.is_none() => {
                    row.insert("revenue".to_owned(), json!(list(&one.revenue)))
                }
                None => None,
            };
        }
        rows.push(row);
    }
    Ok(json!({
        "assumptions": assumed,
        "churn": {
            "lost": report.churn.lost, "customer_months": report.churn.months, "applied": asked.churn,
        },
        "wins": asked.wins, "months": rows, "totals": { "owed": list(&owed) },
    }))
}
