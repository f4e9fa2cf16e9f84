//! `overlap why`: which pairs an account is in with a partner, by which rule and on what evidence, and what a person said of
//! it. Read only.

use clap::Args;
use serde_json::json;

use super::review::{account, named};
use crate::{
    domain::{day::shown, overlap::Kind as Relation, overlap::Verdict},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec},
    store::{OverlapAccount, Pair, View},
};

/// Why an account counts as one that you and a partner both have, or does not: rule, evidence, and what you said of it
#[derive(Debug, Clone, Args)]
pub struct OverlapWhy {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// The account: your website, name, C12 or R7; or theirs, A33 for a row of their list
    #[arg(value_name = "ACCOUNT")]
    account: String,
}

/// The account that was typed, yours before theirs, and its pairs.
fn found(view: View<'_>, partner: i64, typed: &str) -> Result<(OverlapAccount, Vec<Pair>)> {
    match view.find_account(None, typed) {
        Ok(id) => Ok((view.overlap_account(id)?, view.pairs_of_ours(partner, id)?)),
        Err(none) => {
            let Ok(id) = view.find_account(Some(partner), typed) else {
                return Err(none);
            };
            Ok((
                view.overlap_account(id)?,
                view.pairs_of_theirs(partner, id)?,
            ))
        }
    }
}

/// A pair in lines.
fn told(pair: &Pair, slug: &str) -> Vec<String> {
    let side = |a: &OverlapAccount| format!("{} ({}, {})", a.name, named(a), a.standing.word());
    let is = match (pair.kind, pair.counts) {
        (Relation::Same, true) => "one account, and counted",
        (Relation::Same, false) => "perhaps one account; not counted until you say so",
        (Relation::Affiliate, _) => "of one group, not one account",
    };
    let mut lines = vec![
        format!("{}  –  {}: {is}.", side(&pair.ours), side(&pair.theirs)),
        format!(
            "  Because: {} (tier {}, {}% sure).",
            pair.because(),
            pair.tier,
            (pair.score + 5) / 10
        ),
    ];
    lines.extend(pair.evidence.iter().map(|e| format!("  - {e}")));
    lines.push(format!(
        "  Say otherwise: partnerbook overlap same|different|affiliate {slug} {} {}",
        named(&pair.ours),
        named(&pair.theirs)
    ));
    lines
}

impl Operation for OverlapWhy {
    const SPEC: Spec = Spec {
        path: "overlap why",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        let known = view.partner(partner)?;
        let (this, pairs) = found(view, partner, &self.account)?;
        let mut lines = Vec::new();
        if pairs.is_empty() {
            let other = if this.partner.is_some() {
                "no account of yours".to_owned()
            } else {
                format!("no account on the lists of {}", known.known.name)
            };
            lines.push(format!(
                "{} ({}) shares nothing with {other} by which it could be the same.",
                this.name,
                named(&this)
            ));
        }
        for pair in &pairs {
            lines.extend(told(pair, &known.slug));
        }
        let mut said = Vec::new();
        for decision in view.decisions(partner)? {
            let of_this = match this.partner {
                None => decision.ours_key == this.decision_key,
                Some(_) => decision.theirs_key == this.decision_key,
            };
            if !of_this {
                continue;
            }
            let what = match decision.verdict {
                Verdict::Same => "the same as",
                Verdict::Different => "not the same as",
                Verdict::Affiliate => "of one group with",
            };
            let (side, key) = match this.partner {
                None => (Some(partner), &decision.theirs_key),
                Some(_) => (None, &decision.ours_key),
            };
            let other = view
                .decided_account(side, key)?
                .map_or_else(|| key.replace('|', ", "), |a| a.name);
            let why = decision.note.map_or(String::new(), |n| format!(": {n}"));
            said.push(format!(
                "You said on {} that it is {what} {other}{why}.",
                shown(decision.on)
            ));
        }
        let json = json!({
            "partner": known.slug,
            "account": account(&this),
            "pairs": pairs.iter().map(|p| json!({
                "ours": account(&p.ours), "theirs": account(&p.theirs), "tier": p.tier, "rule": p.rule, "because": p.because(),
                "is": p.kind.word(), "counts": p.counts, "evidence": p.evidence, "score": p.score,
            })).collect::<Vec<_>>(),
            "said": said,
        });
        lines.extend(said);
        Ok(Outcome {
            record: Some(Record { lines, json }),
            ..Outcome::default()
        })
    }
}
