//! `overlap match`: looks at names letter by letter for pairs that share nothing else, and puts them into the review.

use clap::Args;
use serde_json::json;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, Watched},
};

/// Look for accounts whose names are only alike; they count once you settle them
#[derive(Debug, Clone, Args)]
pub struct OverlapMatch {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
}

impl Operation for OverlapMatch {
    const SPEC: Spec = Spec {
        path: "overlap match",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        let known = view.partner(partner)?;
        let watched = Watched(cx.progress);
        let found = cx.store.search_overlap(partner, &watched)?;
        let said = match found {
            0 => "No names that are only alike.".to_owned(),
            1 => format!(
                "1 pair may be the same account. Look at it with `partnerbook overlap review {}`.",
                known.slug
            ),
            n => format!(
                "{n} pairs may be the same account. Look at them with `partnerbook overlap review {}`.",
                known.slug
            ),
        };
        Ok(Outcome {
            record: Some(Record {
                lines: vec![said],
                json: json!({ "partner": known.slug, "found": found }),
            }),
            ..Outcome::default()
        })
    }
}
