//! `commission why`: every cent explains itself, and every payment that earned nothing says why not.

mod judged;
mod place;
mod posted;
mod referral;
mod revenue;

use clap::Args;
use serde_json::Value;

use crate::{
    domain::{day::Day, id::Noun},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, sheet::Sheet},
    store::View,
};

/// Why this amount: how a commission line was worked out, or why a payment or a referral earned nothing
#[derive(Debug, Args)]
pub struct CommissionWhy {
    /// A commission line such as L7, a payment such as V5, or a referral such as R3
    #[arg(value_name = "LINE", required_unless_present = "line")]
    what: Option<String>,
    /// The payment such as V5, also one that earned nothing
    #[arg(long, value_name = "REVENUE", conflicts_with = "what")]
    line: Option<String>,
}

impl Operation for CommissionWhy {
    const SPEC: Spec = Spec {
        path: "commission why",
        kind: Kind::Read,
        aliases: &["show"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let (sheet, json) = match (self.what, self.line) {
            (Some(what), _) => any(view, &what, cx.today)?,
            (None, Some(line)) => revenue::sheet(view, Noun::Revenue.parse(&line)?)?,
            (None, None) => return Err(Error::usage("Say which line: L7, V5 or R3.")),
        };
        Ok(Outcome {
            record: Some(Record {
                lines: sheet.flowing(),
                json,
            }),
            sheet: Some(Box::new(sheet)),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match (selection.noun, selection.names.as_slice()) {
            ("commission" | "revenue" | "referral", [name]) => vec![("what", name.clone())],
            _ => Vec::new(),
        }
    }
}

/// The sheet of whatever an id names.
fn any(view: View<'_>, what: &str, today: Day) -> Result<(Sheet, Value)> {
    if let Some(id) = Noun::Revenue.read(what) {
        return revenue::sheet(view, id);
    }
    if let Some(id) = Noun::Referral.read(what) {
        return referral::sheet(view, id);
    }
    posted::sheet(view, Noun::Commission.parse(what)?, today)
}
