//! `overlap review`: pairs that may be the same account, most worth settling first, with what speaks for each.

use clap::Args;
use serde_json::json;

use super::rules;
use crate::{
    domain::{id::Noun, overlap::Kind as Relation},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec},
    store::{OverlapAccount, Pair},
};

/// Pairs that may be the same account, most at stake first
#[derive(Debug, Clone, Args)]
pub struct OverlapReview {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// At most so many pairs
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,
}

impl Operation for OverlapReview {
    const SPEC: Spec = Spec {
        path: "overlap review",
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
        let pairs = view.maybe_matches(partner, usize::from(self.limit))?;
        let all = view.maybe_count(partner)?;
        let mut lines = vec![match all {
            0 => format!("No pair of {} waits for you.", known.known.name),
            1 => format!("1 pair of {} may be the same account.", known.known.name),
            n => format!(
                "{n} pairs of {} may be the same account, most at stake first.",
                known.known.name
            ),
        }];
        if view.searched_count(partner)? == 0 {
            lines.push(format!(
                "Names that are only alike are looked at by `partnerbook overlap match {}`.",
                known.slug
            ));
        }
        lines.extend(rules::waiting(view, partner, &known.slug)?);
        for (n, pair) in (1..).zip(&pairs) {
            lines.push(String::new());
            lines.extend(shown(n, pair, &known.slug));
        }
        let json = json!({
            "partner": known.slug,
            "waiting": all,
            "pairs": pairs.iter().map(|p| json!({
                "ours": account(&p.ours), "theirs": account(&p.theirs), "tier": p.tier, "rule": p.rule,
                "may_be": p.kind.word(), "evidence": p.evidence, "score": p.score,
            })).collect::<Vec<_>>(),
        });
        Ok(Outcome {
            record: Some(Record { lines, json }),
            ..Outcome::default()
        })
    }
}

/// What an account is named by on a command line.
pub(super) fn named(account: &OverlapAccount) -> String {
    let id = |noun: Noun, id: Option<i64>| id.map(|id| noun.id(id).to_string());
    account
        .domain
        .clone()
        .or_else(|| id(Noun::Customer, account.customer))
        .or_else(|| id(Noun::Referral, account.referral))
        .or_else(|| account.row.map(|row| format!("A{row}")))
        .unwrap_or_else(|| account.name.clone())
}

/// An account as JSON.
pub(super) fn account(a: &OverlapAccount) -> serde_json::Value {
    json!({
        "name": a.name, "site": a.domain, "country": a.country, "standing": a.standing.word(), "owner": a.owner, "named": named(a),
        "value": a.value.shown(),
    })
}

fn shown(n: usize, pair: &Pair, slug: &str) -> Vec<String> {
    let (ours, theirs) = (&pair.ours, &pair.theirs);
    let side = |a: &OverlapAccount| {
        let value = if a.value.is_empty() {
            String::new()
        } else {
            format!(", {}", a.value.shown())
        };
        format!("{} ({}, {}{value})", a.name, named(a), a.standing.word())
    };
    let what = match pair.kind {
        Relation::Same => "the same",
        Relation::Affiliate => "of one group",
    };
    let because = pair.because();
    let mut lines = vec![format!(
        "{n}. {}  –  {}: perhaps {what}: {because} ({})",
        side(ours),
        side(theirs),
        pair.tier,
    )];
    lines.extend(pair.evidence.iter().map(|e| format!("   {e}")));
    lines.push(format!(
        "   partnerbook overlap same|different|affiliate {slug} {} {}",
        named(ours),
        named(theirs)
    ));
    lines
}
