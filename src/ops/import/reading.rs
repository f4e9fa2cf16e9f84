//! How a file is to be read: the arguments every import shares.

use std::path::PathBuf;

use clap::Args;

use crate::{
    domain::{currency::Currency, typed_money::DecimalMark},
    error::{Error, Result},
    import::{Amounts, DateFormat, Wishes, delimiter},
};

/// How a file is to be read.
#[derive(Debug, Clone, Default, Args)]
pub struct Reading {
    /// CSV file in UTF-8, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which column is which field; several with commas between
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub map: Vec<String>,
    /// Only rows such as Stage=Won, Stage!=Lost or "Stage in (Won, Lost)"
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    pub only: Vec<String>,
    /// The same value of a field for every row
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// The value of a field where its cell is empty
    #[arg(long, value_name = "FIELD=VALUE")]
    pub default: Vec<String>,
    /// Say what would happen and save nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How days are written: iso, dmy, mdy, ymd or a pattern such as %d.%m.%Y
    #[arg(long, value_name = "FORMAT", default_value = "iso")]
    pub date_format: DateFormat,
    /// The decimal mark of amounts: . or ,
    #[arg(long, value_name = "MARK")]
    pub decimal: Option<char>,
    /// Currency of rows that name none; the book's if not given
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// What stands between cells: comma, semicolon, tab or pipe; found from the header if not given
    #[arg(long, value_name = "CHAR")]
    pub delimiter: Option<String>,
    /// Write rejected rows to this file, to be mended and imported again
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Save the good rows even if others are rejected
    #[arg(long)]
    pub skip_bad: bool,
}

impl Reading {
    pub(in crate::ops) fn wishes(&self) -> Wishes {
        Wishes {
            map: self.map.clone(),
            only: self.only.clone(),
            set: self.set.clone(),
            default: self.default.clone(),
        }
    }

    pub(in crate::ops) fn amounts(&self, book: Currency) -> Result<Amounts> {
        let mark = match self.decimal {
            None => None,
            Some('.') => Some(DecimalMark::Point),
            Some(',') => Some(DecimalMark::Comma),
            Some(other) => {
                return Err(Error::usage(format!("“{other}” is no decimal mark."))
                    .hint("Use --decimal . or --decimal ,"));
            }
        };
        let currency = self.currency.as_deref().map(Currency::parse).transpose()?;
        Ok(Amounts {
            mark,
            currency: currency.unwrap_or(book),
        })
    }

    pub(in crate::ops) fn delimiter(&self) -> Result<Option<u8>> {
        self.delimiter.as_deref().map(delimiter::parse).transpose()
    }

    /// What must be asked first: only whether a file may be overwritten.
    pub(in crate::ops) fn confirm(&self) -> Option<String> {
        let to = self.rejects.as_ref().filter(|to| to.exists())?;
        Some(format!(
            "The file {} exists. Overwrite it if rows are rejected?",
            to.display()
        ))
    }
}
