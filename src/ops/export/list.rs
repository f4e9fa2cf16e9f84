//! `export partners`, `export referrals` …: a whole list as CSV or JSON.

use clap::{Args, ValueEnum};

use super::target::Target;
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::{self, List, Query, Table, csv, json},
};

/// How a list is written, and where.
#[derive(Debug, Args)]
struct Wanted {
    /// Only rows that fit: words, field:value, ranges a..b, sort:-key
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// CSV for spreadsheets, or JSON
    #[arg(long, value_enum, default_value = "csv")]
    format: ListFormat,
    #[command(flatten)]
    target: Target,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// Comma separated, safe to open in a spreadsheet.
    Csv,
    /// A list of objects.
    Json,
}

impl ListFormat {
    /// A table as it is written.
    pub(super) fn text(self, table: &Table) -> Result<String> {
        match self {
            Self::Csv => csv::text(table),
            Self::Json => Ok(json::text(&json::array(table))),
        }
    }
}

impl Wanted {
    fn write(&self, list: List, cx: &Cx<'_>) -> Result<Outcome> {
        let asked = Query::new(list, cx.today).typed(&self.query.join(" "), cx.today)?;
        let table = table::whole(cx.store.view(), &asked)?;
        let text = self.format.text(&table)?;
        self.target.put(
            text,
            &format!(
                "{} rows of {}",
                table.rows.len(),
                list.title().to_lowercase()
            ),
        )
    }
}

/// One operation for each list: the same but for its name.
macro_rules! export {
    ($name:ident, $path:literal, $list:ident, $about:literal) => {
        #[doc = $about]
        #[derive(Debug, Args)]
        pub struct $name {
            #[command(flatten)]
            wanted: Wanted,
        }

        impl Operation for $name {
            const SPEC: Spec = Spec {
                path: $path,
                kind: Kind::Files,
                aliases: &[],
            };

            fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
                self.wanted.write(List::$list, cx)
            }

            fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
                self.wanted.target.question()
            }
        }
    };
}

export!(
    ExportPartners,
    "export partners",
    Partners,
    "Write partners as CSV or JSON"
);
export!(
    ExportReferrals,
    "export referrals",
    Referrals,
    "Write referrals as CSV or JSON"
);
export!(
    ExportCustomers,
    "export customers",
    Customers,
    "Write customers as CSV or JSON"
);
export!(
    ExportRevenue,
    "export revenue",
    Revenue,
    "Write revenue lines as CSV or JSON"
);
export!(
    ExportCommissions,
    "export commissions",
    Commissions,
    "Write commission lines as CSV or JSON"
);
export!(
    ExportPayouts,
    "export payouts",
    Payouts,
    "Write payouts as CSV or JSON"
);
export!(
    ExportRewards,
    "export rewards",
    Rewards,
    "Write rewards as CSV or JSON"
);
export!(
    ExportLinks,
    "export links",
    Links,
    "Write coded links as CSV or JSON"
);
