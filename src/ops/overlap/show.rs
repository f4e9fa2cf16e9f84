//! `overlap show`: the three numbers of a partner's lists and ours, with their shares and a drawing.

use clap::Args;
use serde_json::json;

use super::{chosen::groups, rules};
use crate::{
    domain::{
        day::shown,
        overlap::{Region, Venn},
    },
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args},
    store::Numbers,
    text::venn::{VennPicture, venn},
};

/// Size of the drawing, in cells.
const COLUMNS: usize = 72;
const ROWS: usize = 17;

/// Compare a partner's list of accounts with yours: three numbers and a drawing
#[derive(Debug, Clone, Args)]
pub struct OverlapShow {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// Draw with plain characters only
    #[arg(long)]
    ascii: bool,
    /// Count parents and children as accounts in common, where you said that they belong to one group
    #[arg(long)]
    affiliates: bool,
}

impl Operation for OverlapShow {
    const SPEC: Spec = Spec {
        path: "overlap show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.find_partner(&self.partner)?;
        let lists = super::lists(view, partner)?;
        let known = view.partner(partner)?;
        let name = known.known.name;
        let found = view.overlap_numbers(partner, groups(self.affiliates))?;
        let counts = found.venn();
        let nameless = view.our_accounts_without_website()?;
        let rows: i64 = lists.iter().map(|l| l.accounts).sum();

        let mut lines = vec![format!("Overlap with {name}")];
        for list in &lists {
            lines.push(format!(
                "  their {}: {} of {}, {}",
                list.called(),
                args::counted(list.accounts.unsigned_abs(), "row", "rows"),
                list.file,
                shown(list.as_of)
            ));
        }
        lines.push(String::new());
        lines.extend(venn(
            &VennPicture {
                ours: counts.ours,
                both: counts.both,
                both_theirs: counts.both_theirs,
                theirs: counts.theirs,
                theirs_known: counts.theirs_known,
                our_label: "Your accounts",
                their_label: "Their accounts",
                ascii: self.ascii,
            },
            COLUMNS,
            ROWS,
        ));
        lines.push(String::new());
        lines.extend(numbers(counts));
        lines.push(String::new());
        lines.push(both_ways(found));
        if nameless > 0 {
            lines.push(format!(
                "Without a website, and so found by name only: {nameless} of your accounts."
            ));
        }
        let maybe = view.maybe_count(partner)?;
        if maybe > 0 {
            lines.push(format!(
                "{} to settle: `partnerbook overlap review {}`.",
                args::counted(maybe, "maybe-match", "maybe-matches"),
                known.slug
            ));
        }
        lines.extend(rules::waiting(view, partner, &known.slug)?);
        let json = json!({
            "partner": name,
            "lists": lists.iter().map(|l| json!({
                "kind": l.kind, "name": l.called(), "as_of": l.as_of.to_string(), "file": l.file, "loaded_on": l.loaded_on.to_string(), "rows": l.accounts,
            })).collect::<Vec<_>>(),
            "ours": counts.ours, "both": counts.both, "theirs": counts.theirs_known.then_some(counts.theirs),
            "all_ours": counts.all_ours(), "all_theirs": counts.theirs_known.then(|| counts.all_theirs()), "their_rows": rows,
            "both_of_ours": counts.share_of_ours(Region::Both), "both_of_theirs": counts.share_of_theirs(Region::Both),
            "ours_in_common": found.ours, "theirs_in_common": found.theirs, "pairs": found.pairs,
            "ours_without_domain": nameless, "maybe": maybe, "probable": view.probable_count(partner)?,
        });
        Ok(Outcome {
            record: Some(Record { lines, json }),
            ..Outcome::default()
        })
    }
}

/// What is in common, as each side counts it: several accounts of one may be one of the other.
fn both_ways(found: Numbers) -> String {
    let yours = args::counted(found.ours, "account of yours is", "accounts of yours are");
    let theirs = args::counted(found.theirs, "account of theirs", "accounts of theirs");
    let pairs = args::counted(found.pairs, "pair", "pairs");
    format!("{yours} {theirs}, in {pairs}.")
}

/// The three numbers with their shares, one line each.
fn numbers(counts: Venn) -> Vec<String> {
    let regions = [
        (Region::Ours, "Only yours"),
        (Region::Both, "Both"),
        (Region::Theirs, "Only theirs"),
    ];
    regions
        .into_iter()
        .map(|(region, word)| {
            let share = |of: Option<String>, whose: &str| {
                of.map_or(String::new(), |s| format!("  {s:>6} of {whose}"))
            };
            let count = if region == Region::Theirs && !counts.theirs_known {
                "not known: the lists were compared privately".to_owned()
            } else {
                format!("{:>8}", counts.count(region))
            };
            format!(
                "  {word:<11} {count}{}{}",
                share(counts.share_of_ours(region), "yours"),
                share(counts.share_of_theirs(region), "theirs")
            )
        })
        .collect()
}
