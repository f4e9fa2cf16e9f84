//! `overlap share`: says what a partner may be told of a list of ours; nothing is sent.

use clap::Args;

use crate::{
    domain::sharing::{Detail, Level, Sharing},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::View,
};

/// The word for every partner not named.
pub(super) const EVERYONE: &str = "everyone";

/// Say what a partner may be told of a list of yours
#[derive(Debug, Clone, Args)]
pub struct OverlapShare {
    /// The partner, or everyone
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// customers, opportunities, prospects, or the name of a list of yours
    #[arg(value_name = "LIST")]
    population: String,
    /// How much of it: nothing, numbers only, the accounts both have, every account
    #[arg(
        value_name = "LEVEL",
        required_unless_present = "clear",
        value_parser = ["hidden", "counts", "overlapping", "everything"]
    )]
    level: Option<String>,
    /// What is told beside name and site, such as owner,stage
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        value_parser = ["owner", "stage", "value", "since"]
    )]
    fields: Vec<String>,
    /// Take back what was said: what holds for everyone holds again, or else counts
    #[arg(long, conflicts_with_all = ["level", "fields"])]
    clear: bool,
}

/// The partner of a word, and how it is called in a sentence; none for everyone.
pub(super) fn whose(typed: &str, view: View<'_>) -> Result<(Option<i64>, String)> {
    if typed.trim().eq_ignore_ascii_case(EVERYONE) {
        return Ok((None, "every partner not named".to_owned()));
    }
    let id = view.find_partner(typed)?;
    Ok((Some(id), view.partner(id)?.known.name))
}

impl Operation for OverlapShare {
    const SPEC: Spec = Spec {
        path: "overlap share",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let (partner, called) = whose(&self.partner, view)?;
        let list = view.find_our_list(&self.population)?;
        let Some(level) = self.level.as_deref().and_then(Level::parse) else {
            let done = cx.store.write(&cx.ask(), |tx| {
                if !tx.clear_sharing(partner, &list)? {
                    return Err(Error::not_found(format!(
                        "Nothing was said about your {list} for {called}."
                    ))
                    .means("Nothing was changed."));
                }
                Ok((
                    format!("Took back what {called} may be told of your {list}"),
                    (),
                ))
            })?;
            return Ok(args::wrote(&done, ""));
        };
        if level < Level::Overlapping && !self.fields.is_empty() {
            return Err(Error::refused(format!(
                "At “{level}” no account is named, so there is nothing to tell of one."
            ))
            .means("Nothing was changed.")
            .hint("Leave --fields out, or share overlapping or everything."));
        }
        let sharing = Sharing {
            level,
            details: Detail::ALL
                .into_iter()
                .filter(|d| self.fields.iter().any(|f| f == d.word()))
                .collect(),
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.set_sharing(partner, &list, &sharing)?;
            let beside = match sharing.details.as_slice() {
                [] if level >= Level::Overlapping => ": name and site".to_owned(),
                [] => String::new(),
                details => {
                    let words: Vec<&str> = details.iter().map(|d| d.word()).collect();
                    format!(": name, site, {}", words.join(", "))
                }
            };
            Ok((
                format!(
                    "Of your {list}, {called} may be told: {}{beside}",
                    level.means()
                ),
                (),
            ))
        })?;
        Ok(args::wrote(&done, "Nothing was sent."))
    }
}
