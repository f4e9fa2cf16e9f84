//! Which accounts of an overlap are meant: a region, a cell or a play, groups together or apart. Reads no book.

use clap::{Args, ValueEnum};

use crate::{
    domain::{
        overlap::{Groups, Play, Standing},
        query,
    },
    error::{Error, Result},
    ops::Cx,
    table::{List, Query, Region},
};

/// Which accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Accounts of both.
    Both,
    /// Yours that are on none of the partner's lists.
    Ours,
    /// Theirs that are not yours.
    Theirs,
    /// Yours that no partner has on a list.
    Uncovered,
}

/// A cell of the matrix, or a list people ask for.
#[derive(Debug, Clone, Args)]
pub(in crate::ops) struct InCell {
    /// What they are to you and to the partner, such as customer:prospect or any:customer
    #[arg(long, value_name = "OURS:THEIRS", conflicts_with = "play")]
    cell: Option<String>,
    /// customers, opportunities or prospects of yours that are their customers; leads: customers of yours that are their prospects; greenfield: theirs that are not yours; uncovered: prospects of yours that no partner has
    #[arg(long, value_name = "NAME", value_parser = ["customers", "opportunities", "prospects", "leads", "greenfield", "uncovered"])]
    play: Option<String>,
}

/// Which accounts, in which order.
#[derive(Debug, Clone, Args)]
pub(in crate::ops) struct Chosen {
    /// Words to look for, field:value, ranges a..b, not:term
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Columns to sort by, such as -our_value,account
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Accounts of both, only yours, only theirs, or yours that no partner has
    #[arg(long, value_enum, default_value = "both")]
    region: Which,
    #[command(flatten)]
    within: InCell,
    /// Count parents and children as accounts in common, where you said that they belong to one group
    #[arg(long)]
    affiliates: bool,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Whether groups are counted together.
pub(in crate::ops) fn groups(affiliates: bool) -> Groups {
    if affiliates {
        Groups::Together
    } else {
        Groups::Apart
    }
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

impl InCell {
    /// Whether anything was said.
    pub(in crate::ops) fn is_said(&self) -> bool {
        self.cell.is_some() || self.play.is_some()
    }

    /// Asks for it: what the accounts are to both, and in which region they are.
    pub(in crate::ops) fn ask(&self, asked: &mut Query) -> Result<()> {
        match self.play.as_deref() {
            Some("greenfield") => asked.region = Region::Theirs,
            Some("uncovered") => {
                asked.region = Region::Ours;
                asked.uncovered = true;
                asked.cell = [Some(Standing::Prospect), None];
            }
            Some(play) => {
                if let Some(play) = Play::parse(play) {
                    let (ours, theirs) = play.cell();
                    asked.region = Region::Both;
                    asked.cell = [Some(ours), Some(theirs)];
                }
            }
            None => {}
        }
        let Some(cell) = &self.cell else {
            return Ok(());
        };
        let (ours, theirs) = cell.split_once(':').ok_or_else(|| {
            Error::usage(format!(
                "“{cell}” is no cell; write what they are to you and to them, such as customer:prospect."
            ))
        })?;
        asked.cell = [side(ours)?, side(theirs)?];
        Ok(())
    }
}

impl Chosen {
    /// The list that is asked for, of a partner's overlap.
    pub(in crate::ops) fn query(&self, partner: i64, cx: &Cx<'_>) -> Result<Query> {
        let mut asked =
            Query::new(List::OverlapAccounts, cx.today).typed(&self.query.join(" "), cx.today)?;
        asked.of = Some(partner);
        asked.groups = groups(self.affiliates);
        asked.uncovered = self.region == Which::Uncovered;
        asked.region = match self.region {
            Which::Both => Region::Both,
            Which::Ours | Which::Uncovered => Region::Ours,
            Which::Theirs => Region::Theirs,
        };
        self.within.ask(&mut asked)?;
        if let Some(keys) = &self.sort {
            let vocabulary = List::OverlapAccounts.vocabulary();
            asked.sort = query::parse(&format!("sort:{keys}"), &vocabulary, cx.today)?.sort;
        }
        if self.limit.is_some() {
            asked.filter.limit = self.limit;
        }
        Ok(asked)
    }
}
