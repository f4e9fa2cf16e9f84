//! `link show`: one coded link in full, for the shell and the detail pane.

use clap::Args;
use serde_json::json;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args, facts::Lines},
    store::Link,
};

/// One coded link: its address, and what came of it
#[derive(Debug, Args)]
pub struct LinkShow {
    /// The link, by its code
    #[arg(value_name = "LINK")]
    link: String,
}

impl Operation for LinkShow {
    const SPEC: Spec = Spec {
        path: "link show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let record = record(&view.link(view.find_link(&self.link)?)?);
        Ok(Outcome {
            record: Some(record),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "link", "link")
    }
}

fn record(link: &Link) -> Record {
    let known = &link.known;
    let mut lines = Lines::titled(&link.partner_name, &known.code);
    lines.fact("Address", Some(&known.url));
    lines.fact("Campaign", known.campaign.as_deref());
    lines.day("Made", Some(known.made_on));
    lines.day("Ended", known.ended_on);
    lines.fact("Note", known.note.as_deref());
    lines.head("What came of it");
    lines.say(&came(link));
    let json = json!({
        "link": known.code, "partner": link.partner_slug, "partner_name": link.partner_name, "url": known.url,
        "campaign": known.campaign, "made_on": known.made_on, "ended_on": known.ended_on, "note": known.note,
        "clicks": link.clicks, "signups": link.signups, "referrals": link.referrals, "won": link.won,
    });
    Record {
        lines: lines.done(),
        json,
    }
}

/// `12 clicks, 3 sign-ups, 2 referrals, 1 won`.
pub(in crate::ops) fn came(link: &Link) -> String {
    let counted = |n: i64, one, many| args::counted(n.unsigned_abs(), one, many);
    format!(
        "{}, {}, {}, {} won",
        counted(link.clicks, "click", "clicks"),
        counted(link.signups, "sign-up", "sign-ups"),
        counted(link.referrals, "referral", "referrals"),
        link.won
    )
}
