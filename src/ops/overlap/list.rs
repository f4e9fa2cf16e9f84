//! `overlap list`: the accounts of one region, cell or play of an overlap, what each is to us and what to them.

use clap::{Args, ValueEnum};

use crate::{
    domain::{
        overlap::{Play, Standing},
        query,
    },
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    table::{self, List, Query, Region},
};

/// Which accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Both,
    Ours,
    Theirs,
}

/// Accounts you have in common with a partner, or that only one of you has
#[derive(Debug, Clone, Args)]
pub struct OverlapList {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// Words to look for, field:value, ranges a..b, not:term
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Columns to sort by, such as -our_value,account
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Accounts of both, only ours, or only theirs
    #[arg(long, value_enum, default_value = "both")]
    region: Which,
    /// What they are to you and to the partner, such as customer:prospect or any:customer
    #[arg(long, value_name = "OURS:THEIRS", conflicts_with = "play")]
    cell: Option<String>,
    /// Your customers or open opportunities or prospects that are their customers; or leads: their prospects that are your customers
    #[arg(long, value_name = "NAME", value_parser = ["customers", "opportunities", "prospects", "leads"])]
    play: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// What an account is to one side; none: anything.
fn side(word: &str) -> Result<Option<Standing>> {
    if word.eq_ignore_ascii_case("any") || word.is_empty() {
        return Ok(None);
    }
    Standing::parse(word).map(Some).ok_or_else(|| {
        Error::usage(format!(
            "“{word}” is none of customer, opportunity, prospect, other, any."
        ))
    })
}

impl OverlapList {
    fn standings(&self) -> Result<[Option<Standing>; 2]> {
        if let Some(play) = self.play.as_deref().and_then(Play::parse) {
            let (ours, theirs) = play.cell();
            return Ok([Some(ours), Some(theirs)]);
        }
        let Some(cell) = &self.cell else {
            return Ok([None, None]);
        };
        let (ours, theirs) = cell.split_once(':').ok_or_else(|| {
            Error::usage(format!(
                "“{cell}” is no cell; write what they are to you and to them, such as customer:prospect."
            ))
        })?;
        Ok([side(ours)?, side(theirs)?])
    }
}

impl Operation for OverlapList {
    const SPEC: Spec = Spec {
        path: "overlap list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        let mut asked =
            Query::new(List::OverlapAccounts, cx.today).typed(&self.query.join(" "), cx.today)?;
        asked.of = Some(partner);
        asked.cell = self.standings()?;
        asked.region = match self.region {
            Which::Both => Region::Both,
            Which::Ours => Region::Ours,
            Which::Theirs => Region::Theirs,
        };
        if let Some(keys) = &self.sort {
            let vocabulary = List::OverlapAccounts.vocabulary();
            asked.sort = query::parse(&format!("sort:{keys}"), &vocabulary, cx.today)?.sort;
        }
        if self.limit.is_some() {
            asked.filter.limit = self.limit;
        }
        Ok(Outcome {
            table: Some(table::whole(view, &asked)?),
            ..Outcome::default()
        })
    }
}
