//! How a file is to be read: the arguments every import shares.

use std::path::PathBuf;

use clap::Args;

use crate::{
    domain::{currency::Currency, typed_money::DecimalMark},
    error::{Error, Result},
    import::{Amounts, DateFormat, HeaderAt, Shape, Wishes, delimiter, encoding},
    ops::{Choice, Cx, Outcome},
};

/// How a file is to be read.
#[derive(Debug, Clone, Default, Args)]
pub struct Reading {
    /// CSV, XLSX, ODS or JSON file, or - for standard input
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
    /// Who is who: partner:TEXT=PARTNER or customer:TEXT=CUSTOMER; new and skip stand for nobody, * for all others
    #[arg(long, value_name = "NOUN:TEXT=RECORD")]
    pub same: Vec<String>,
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
    /// The encoding of a text that is not UTF-8, such as windows-1252 or koi8-r
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Which sheet of a workbook; the first with rows if not given
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The line or row the header is on, if titles above it are not told from it
    #[arg(long, value_name = "N", conflicts_with = "no_header")]
    pub header_row: Option<u64>,
    /// The file has no header: its columns are A, B, C and so on
    #[arg(long)]
    pub no_header: bool,
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

    /// What the file is said to be.
    pub(in crate::ops) fn shape(&self) -> Result<Shape<'_>> {
        Ok(Shape {
            encoding: self.encoding.as_deref().map(encoding::parse).transpose()?,
            sheet: self.sheet.as_deref(),
            comma: self.decimal == Some(','),
        })
    }

    pub(in crate::ops) fn header(&self) -> HeaderAt {
        match self.header_row {
            Some(line) => HeaderAt::Line(line),
            None if self.no_header => HeaderAt::Nowhere,
            None => HeaderAt::Found,
        }
    }

    /// What must be asked before a file is taken in, found by a dry run of the same. Nothing where nothing is to be
    /// asked: a dry run shows questions by itself, `--skip-bad` and `--rejects` say what becomes of such rows, and
    /// standard input cannot be read twice.
    pub(in crate::ops) fn asked(
        &self,
        cx: &mut Cx<'_>,
        run: impl FnOnce(Self, &mut Cx<'_>) -> Result<Outcome>,
    ) -> Result<Vec<Choice>> {
        let settled = self.dry_run || self.skip_bad || self.rejects.is_some();
        if settled || self.file.as_os_str() == "-" {
            return Ok(Vec::new());
        }
        let dry = Self {
            dry_run: true,
            ..self.clone()
        };
        let trial = run(dry, cx)?.trial;
        Ok(trial.map(|t| t.questions).unwrap_or_default())
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
