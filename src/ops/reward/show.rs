//! `reward show`: one reward in full, for the shell and the detail pane.

use clap::Args;
use serde_json::json;

use crate::{
    domain::id::Noun,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args, facts::Lines},
    store::View,
};

/// One reward: what, to whom, what for, how far
#[derive(Debug, Args)]
pub struct RewardShow {
    /// A reward such as W1
    #[arg(value_name = "REWARD")]
    reward: String,
}

impl Operation for RewardShow {
    const SPEC: Spec = Spec {
        path: "reward show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let record = record(cx.store.view(), Noun::Reward.parse(&self.reward)?)?;
        Ok(Outcome {
            record: Some(record),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "reward", "reward")
    }
}

/// A reward in full.
fn record(view: View<'_>, id: i64) -> Result<Record> {
    let reward = view.reward(id)?;
    let known = &reward.known;
    let referral = known.referral.map(|r| view.referral(r)).transpose()?;
    let name = Noun::Reward.id(id).to_string();
    let mut lines = Lines::titled(&known.words(), &name);
    lines.fact("For", Some(&known.whom(&reward.partner_name)));
    lines.fact("Reason", Some(&known.reason));
    if let Some(referral) = &referral {
        let text = format!(
            "{} ({})",
            referral.known.company,
            Noun::Referral.id(referral.id)
        );
        lines.fact("Referral", Some(&text));
    }
    lines.fact("State", Some(&reward.phrase()));
    lines.fact("Their word", known.their_status.as_deref());
    lines.day("Promised", Some(known.promised_on));
    lines.day("Approved", reward.approved_on);
    lines.day("Given", reward.given_on);
    lines.fact("Reference", reward.reference.as_deref());
    lines.fact("Known as", known.external_id.as_deref());
    let json = json!({
        "reward": name, "partner": reward.partner_slug, "partner_name": reward.partner_name, "rep": known.rep,
        "kind": known.kind.word(), "amount": known.money, "what": known.what, "reason": known.reason,
        "referral": known.referral.map(|r| Noun::Referral.id(r).to_string()), "state": reward.state.word(),
        "refused_because": reward.state_reason, "promised_on": known.promised_on, "approved_on": reward.approved_on,
        "given_on": reward.given_on, "reference": reward.reference, "external_id": known.external_id,
        "their_status": known.their_status,
        "payout": reward.payout.as_ref().map(|(p, _)| Noun::Payout.id(*p).to_string()),
    });
    Ok(Record {
        lines: lines.done(),
        json,
    })
}
