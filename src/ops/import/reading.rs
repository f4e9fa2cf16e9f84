//! How a file is to be read: the arguments every import shares.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    domain::{currency::Currency, typed_money::DecimalMark},
    error::{Error, Result},
    import::{
        Amounts, DateFormat, HeaderAt, Holds, Mapping, Shape, Units, Wishes, Written, delimiter,
        encoding, mapping::said_twice,
    },
};

/// How a file is to be read.
#[derive(Debug, Clone, Default, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
pub struct Reading {
    /// CSV, XLSX, ODS or JSON file, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which column is which field; several with commas between
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub map: Vec<String>,
    /// Only rows such as Stage=Won, Stage!=Lost, "Stage in (Won, Lost)" or "Refund is empty"
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    pub only: Vec<String>,
    /// The same value of a field for every row; partner=@file: the partner whom the file's name names
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// The value of a field where its cell is empty
    #[arg(long, value_name = "FIELD=VALUE")]
    pub default: Vec<String>,
    /// Who is who: partner:TEXT=PARTNER, customer:TEXT=CUSTOMER or referral:ID=R12; new and skip stand for nobody, * for all others
    #[arg(long, value_name = "NOUN:TEXT=RECORD")]
    pub same: Vec<String>,
    /// A value of a field for some rows, such as "stage=won where Status in (Closed Won, Paid)"; the first that fits
    #[arg(long, value_name = "FIELD=VALUE where COLUMN=VALUE")]
    pub rule: Vec<String>,
    /// Say what would happen and save nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How days are written, or those of one field: iso, dmy, mdy, ymd, named, excel, unix, unixms or a pattern such as %d.%m.%Y; found if not given
    #[arg(long, value_name = "[FIELD=]FORMAT")]
    pub date_format: Vec<String>,
    /// The decimal mark of amounts, or of one field: . or , (found if not given)
    #[arg(long, value_name = "[FIELD=]MARK")]
    pub decimal: Vec<String>,
    /// What one of an amount is: major (dollars), minor (cents), or stripe (cents as Stripe counts them)
    #[arg(long, value_name = "UNITS", default_value = "major")]
    pub units: Units,
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
    /// Read it as a saved mapping says; what is said beside goes before that
    #[arg(long, value_name = "NAME", overrides_with = "mapping")]
    pub mapping: Option<String>,
    /// Save how this file is read, for the next one of its source
    #[arg(long, value_name = "NAME")]
    pub save_mapping: Option<String>,
    /// Use the saved mapping although the file has other columns than those it was made for
    #[arg(long)]
    pub as_saved: bool,
    /// What becomes of records that the book has and a row says something new of
    #[arg(long, value_enum, value_name = "WHAT", default_value = "update")]
    pub existing: Existing,
}

/// What becomes of records that the book has and a row says something new of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Existing {
    /// They change
    #[default]
    Update,
    /// They stay as they are, and new ones are taken
    Skip,
    /// Nothing is saved, and they are listed
    Stop,
}

impl Reading {
    /// Whether the person says where a field comes from.
    pub(in crate::ops) fn says_of(&self, field: &str) -> bool {
        let named = |said: &str| {
            let name = said.split_once('=').map_or("", |(name, _)| name);
            name.trim().eq_ignore_ascii_case(field)
        };
        let maps = self.map.iter().flat_map(|said| said.split(','));
        maps.chain(self.set.iter().map(String::as_str)).any(named)
    }

    /// Whether every row shall say the same of a field.
    pub(in crate::ops) fn sets(&self, field: &str) -> bool {
        let name = |said: &String| said.split_once('=').map(|(name, _)| name.trim().to_owned());
        let mut names = self.set.iter().filter_map(name);
        names.any(|name| name.eq_ignore_ascii_case(field))
    }

    pub(in crate::ops) fn wishes(&self) -> Wishes {
        Wishes {
            map: self.map.clone(),
            only: self.only.clone(),
            set: self.set.clone(),
            default: self.default.clone(),
            rules: self.rule.clone(),
        }
    }

    /// How amounts are to be taken; the decimal mark if it was said for all of them.
    pub(in crate::ops) fn amounts(&self, book: Currency) -> Result<Amounts> {
        let currency = self.currency.as_deref().map(Currency::parse).transpose()?;
        Ok(Amounts {
            mark: self.mark()?,
            currency: currency.unwrap_or(book),
            said: currency.is_some(),
            units: self.units,
        })
    }

    /// The decimal mark that was said for all amounts.
    fn mark(&self) -> Result<Option<DecimalMark>> {
        let all = self.decimal.iter().find(|said| !said.contains('='));
        all.map(|said| mark(said)).transpose()
    }

    /// How fields are written, as far as the person says: for all of them, or for one.
    pub(in crate::ops) fn written(&self, mapping: &Mapping) -> Result<Written> {
        let mut written = Written::unknown(mapping.fields);
        once("--date-format", &self.date_format)?;
        once("--decimal", &self.decimal)?;
        // What is said of one field goes before what is said of all.
        for alone in [false, true] {
            for said in &self.date_format {
                let (field, format) = of_field(said, mapping, Holds::Day)?;
                if field.is_some() != alone {
                    continue;
                }
                let format: DateFormat = format
                    .parse()
                    .map_err(|e: String| Error::usage(format!("--date-format: {e}.")))?;
                for field in fields_of(mapping, field, Holds::Day) {
                    written.set_days(field, format.clone());
                }
            }
            for said in &self.decimal {
                let (field, sign) = of_field(said, mapping, Holds::Amount)?;
                if field.is_some() != alone {
                    continue;
                }
                let mark = mark(sign)?;
                for field in fields_of(mapping, field, Holds::Amount) {
                    written.set_mark(field, mark);
                }
            }
        }
        Ok(written)
    }

    pub(in crate::ops) fn delimiter(&self) -> Result<Option<u8>> {
        self.delimiter.as_deref().map(delimiter::parse).transpose()
    }

    /// What the file is said to be.
    pub(in crate::ops) fn shape(&self) -> Result<Shape<'_>> {
        Ok(Shape {
            encoding: self.encoding.as_deref().map(encoding::parse).transpose()?,
            sheet: self.sheet.as_deref(),
            comma: self.mark()? == Some(DecimalMark::Comma),
        })
    }

    pub(in crate::ops) fn header(&self) -> HeaderAt {
        match self.header_row {
            Some(line) => HeaderAt::Line(line),
            None if self.no_header => HeaderAt::Nowhere,
            None => HeaderAt::Found,
        }
    }

    /// Whether nobody is to be asked who is meant: a dry run shows such questions by itself, `--skip-bad` and `--rejects`
    /// say what becomes of rows nobody decides.
    pub(in crate::ops) fn settles(&self) -> bool {
        self.dry_run || self.skip_bad || self.rejects.is_some()
    }

    /// What must be asked first: only whether a file may be overwritten.
    pub(in crate::ops) fn confirm(&self) -> Option<String> {
        let to = self.rejects.as_ref().filter(|_| !self.dry_run);
        let to = to.filter(|to| to.exists())?;
        Some(format!(
            "The file {} exists. Overwrite it if rows are rejected?",
            to.display()
        ))
    }
}

/// The fields something is said of: one, or all that hold such values.
fn fields_of(mapping: &Mapping, one: Option<usize>, holds: Holds) -> impl Iterator<Item = usize> {
    let fields = mapping.fields;
    (0..fields.len()).filter(move |f| match one {
        Some(one) => one == *f,
        None => fields[*f].holds == holds,
    })
}

/// Refuses two different values for one field, or for all.
fn once(option: &str, said: &[String]) -> Result<()> {
    let parted = |said: &'_ str| -> (String, String) {
        let (field, how) = said.split_once('=').unwrap_or(("", said));
        (field.trim().to_lowercase(), how.trim().to_owned())
    };
    let mut before: Vec<(String, String)> = Vec::new();
    for one in said.iter().map(|said| parted(said)) {
        if let Some((field, how)) = before.iter().find(|b| b.0 == one.0 && b.1 != one.1) {
            return Err(said_twice(option, field, how, &one.1));
        }
        before.push(one);
    }
    Ok(())
}

/// `date=dmy` is said of a field, `dmy` of all.
fn of_field<'s>(
    said: &'s str,
    mapping: &Mapping,
    holds: Holds,
) -> Result<(Option<usize>, &'s str)> {
    let Some((name, what)) = said.split_once('=') else {
        return Ok((None, said.trim()));
    };
    let field = mapping.field(name.trim())?;
    if mapping.fields[field].holds != holds {
        let what = if holds == Holds::Day {
            "days"
        } else {
            "amounts"
        };
        return Err(Error::usage(format!("The field {name} holds no {what}.")));
    }
    Ok((Some(field), what.trim()))
}

fn mark(said: &str) -> Result<DecimalMark> {
    match said.trim() {
        "." => Ok(DecimalMark::Point),
        "," => Ok(DecimalMark::Comma),
        other => Err(Error::usage(format!("“{other}” is no decimal mark."))
            .hint("Use --decimal . or --decimal ,")),
    }
}
