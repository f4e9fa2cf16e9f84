//! `export overlap`: the accounts of ours a partner may be told of, as a file for that partner. What is hidden is not in it.

use std::collections::HashSet;

use clap::Args;

use super::target::Target;
use crate::{
    domain::sharing::{Detail, of_account},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args, overlap::InCell},
    table::{self, List, Query, Region, csv},
};

/// Write the accounts of yours that a partner may be told of, as CSV for that partner
#[derive(Debug, Clone, Args)]
pub struct ExportOverlap {
    /// For whom
    #[arg(value_name = "PARTNER")]
    partner: String,
    #[command(flatten)]
    within: InCell,
    #[command(flatten)]
    target: Target,
}

impl ExportOverlap {
    /// Which accounts of ours are in the cell that was asked for; none: all of them.
    fn chosen(&self, partner: i64, cx: &Cx<'_>) -> Result<Option<HashSet<i64>>> {
        if !self.within.is_said() {
            return Ok(None);
        }
        let mut asked = Query::new(List::OverlapAccounts, cx.today);
        asked.of = Some(partner);
        self.within.ask(&mut asked)?;
        if asked.region == Region::Theirs {
            return Err(
                Error::usage("Those are accounts of theirs, and none of yours to tell.")
                    .means("Nothing was written.")
                    .hint("For yourself: partnerbook export accounts PARTNER --play greenfield"),
            );
        }
        Ok(Some(
            table::order(cx.store.view(), &asked)?.into_iter().collect(),
        ))
    }
}

impl Operation for ExportOverlap {
    const SPEC: Spec = Spec {
        path: "export overlap",
        kind: Kind::Files,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        self.target.question()
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        let rules = view.sharing_rules()?;
        let chosen = self.chosen(partner.id, cx)?;
        let mut told = Vec::new();
        let mut kept = 0_u64;
        for account in view.accounts_to_tell(partner.id)? {
            if chosen
                .as_ref()
                .is_some_and(|ids| !ids.contains(&account.id))
            {
                continue;
            }
            let lists = account.lists.iter().map(String::as_str);
            let sharing = of_account(&rules, partner.id, lists);
            let Some(details) = sharing.tells(account.common).map(<[Detail]>::to_vec) else {
                kept += 1;
                continue;
            };
            told.push((account, details));
        }
        let name = &partner.known.name;
        if told.is_empty() {
            return Err(Error::refused(format!(
                "No account of yours may be told to {name}, so there is nothing to write."
            ))
            .means("Nothing was written.")
            .hint(format!(
                "See what may be told: partnerbook overlap shares {0}. To share the customers both have: partnerbook overlap share {0} customers overlapping",
                partner.slug
            )));
        }
        let count = args::counted(told.len() as u64, "account", "accounts");
        let text = csv::text(&table::told(told))?;
        let mut outcome = self.target.put(
            text,
            &format!("{count} for {name}, and kept back {kept} that are not shared with it,"),
        )?;
        if !outcome.said.is_empty() {
            outcome.said.push_str(" Nothing was sent.");
        }
        Ok(outcome)
    }
}
