//! `overlap matrix`, `overlap reps`, `overlap who`, `overlap changes`: an overlap in tables. Read only.

use clap::Args;

use super::{chosen::groups, rules};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    table::{self, Shown, Table},
};

/// What accounts in common are to you, by what they are to a partner; each account counted once
#[derive(Debug, Clone, Args)]
pub struct OverlapMatrix {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// What your open opportunities in each cell are worth, each once, instead of how many accounts
    #[arg(long, conflicts_with = "share")]
    value: bool,
    /// What share of your accounts of the row each cell is
    #[arg(long)]
    share: bool,
    /// Count parents and children as accounts in common, where you said that they belong to one group
    #[arg(long)]
    affiliates: bool,
}

/// Which of your people and which of a partner's have accounts in common
#[derive(Debug, Clone, Args)]
pub struct OverlapReps {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
}

/// Which partners have an account, and what it is to each
#[derive(Debug, Clone, Args)]
pub struct OverlapWho {
    /// The account: a website, a name, C12 or R7
    #[arg(value_name = "ACCOUNT")]
    account: String,
}

/// What is new on a partner's lists and what is gone, since the version before
#[derive(Debug, Clone, Args)]
pub struct OverlapChanges {
    /// Whose lists
    #[arg(value_name = "PARTNER")]
    partner: String,
}

fn told(table: Table) -> Outcome {
    Outcome {
        table: Some(table),
        ..Outcome::default()
    }
}

impl Operation for OverlapMatrix {
    const SPEC: Spec = Spec {
        path: "overlap matrix",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        let shown = match (self.value, self.share) {
            (true, _) => Shown::Value,
            (_, true) => Shown::Share,
            _ => Shown::Counts,
        };
        let matrix = view.overlap_matrix(partner, groups(self.affiliates))?;
        let mut outcome = told(table::matrix(&matrix, shown));
        let slug = view.partner(partner)?.slug;
        outcome.said = rules::waiting(view, partner, &slug)?.unwrap_or_default();
        Ok(outcome)
    }
}

impl Operation for OverlapReps {
    const SPEC: Spec = Spec {
        path: "overlap reps",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        Ok(told(table::reps(view.overlap_reps(partner)?)))
    }
}

impl Operation for OverlapWho {
    const SPEC: Spec = Spec {
        path: "overlap who",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match selection.noun {
            "referral" => args::selected_one(selection, "referral", "account"),
            _ => args::selected_one(selection, "customer", "account"),
        }
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let covered = cx.store.view().overlap_who(&self.account)?;
        if covered.is_empty() {
            return Ok(Outcome {
                said: format!("No partner has “{}” on a list.", self.account.trim()),
                table: Some(table::who(covered)),
                ..Outcome::default()
            });
        }
        Ok(told(table::who(covered)))
    }
}

impl Operation for OverlapChanges {
    const SPEC: Spec = Spec {
        path: "overlap changes",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        let changes = view.overlap_changes(partner)?;
        let mut outcome = told(table::list_changes(&changes));
        if changes.is_empty() {
            outcome.said = String::from(
                "Each list was loaded once, so there is no version before to compare it with.",
            );
        }
        Ok(outcome)
    }
}
