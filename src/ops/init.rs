//! `init`: starts a book. Not in the registry, because it runs on no book yet.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches};

use crate::{
    domain::{currency::Currency, day::Day},
    error::{Error, Result},
    store::{Ask, Founding, Origin, Store},
    text::check_name,
};

/// Start a new book
#[derive(Debug, Args)]
pub struct Init {
    /// The file to make; your data folder if not given
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Name of your partner program, as partners see it
    #[arg(long, value_name = "TEXT", default_value = "Partner program")]
    name: String,
    /// Currency of amounts typed without one
    #[arg(long, value_name = "CODE", default_value = "USD")]
    currency: String,
}

impl Init {
    /// Reads it from parsed arguments.
    pub fn from(matches: &ArgMatches) -> Result<Self> {
        Self::from_arg_matches(matches).map_err(|e| Error::usage(e.to_string()))
    }

    /// Makes the book at `path`; says what happened and what comes next.
    pub fn start(&self, path: &Path, origin: Origin, today: Day) -> Result<String> {
        let founding = Founding {
            name: check_name(&self.name)?,
            currency: Currency::parse(&self.currency)?,
        };
        Store::create(path, &founding, &Ask::new(origin, "init", today))?;
        Ok(format!(
            "Started “{}” in {}.\nNext: partnerbook program add referral --terms \"25% of base for 12 months\" says what you pay;\nthen partnerbook import FILE, your partners first (--program referral enrols them).",
            founding.name,
            path.display()
        ))
    }
}
