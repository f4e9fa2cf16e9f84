//! One row as typed cells: text, days, amounts, counts, each read or refused with its column and reason.

use std::cell::Cell;

use super::{Amounts, Holds, Mapping, Record, Written};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        money::Money,
        typed_money::named_currency,
    },
    text::{check_name, check_note},
};

/// Why a row cannot be taken: the column, what stands there, the reason. Becomes a [`super::Reject`] with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Header of the column; empty where it is the whole row.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it cannot be taken: the rest of a sentence, without a full stop.
    pub reason: String,
}

/// A row and how to read it.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    /// The cells.
    pub record: &'r Record,
    /// Which is which.
    pub mapping: &'r Mapping,
    /// How the days and amounts of each field are written.
    pub written: &'r Written,
    /// How amounts are to be taken.
    pub amounts: Amounts,
    /// Records that the book has stay as they are: counts the rows that say something new of one.
    pub keeps: Option<&'r Cell<u64>>,
}

impl Row<'_> {
    /// What the row says about a field; empty where it says nothing.
    pub fn raw(&self, field: impl Into<usize> + Copy) -> &str {
        self.mapping.value(self.record, field.into())
    }

    /// A refusal because of a field.
    pub fn refuse(&self, field: impl Into<usize> + Copy, reason: impl Into<String>) -> Refused {
        Refused {
            column: self.mapping.heading(field.into()).to_owned(),
            value: self.raw(field).to_owned(),
            reason: reason.into(),
        }
    }

    /// One line of text: a name, a word, an id.
    pub fn text(&self, field: impl Into<usize> + Copy) -> Result<Option<String>, Refused> {
        let raw = self.raw(field);
        if raw.is_empty() {
            return Ok(None);
        }
        check_name(raw)
            .map(Some)
            .map_err(|e| self.refuse(field, reason(&e)))
    }

    /// Text that must be there.
    pub fn needed(&self, field: impl Into<usize> + Copy) -> Result<String, Refused> {
        self.text(field)?
            .ok_or_else(|| self.refuse(field, "is empty, and it is needed"))
    }

    /// Text of several lines.
    pub fn note(&self, field: impl Into<usize> + Copy) -> Result<Option<String>, Refused> {
        let note = check_note(self.raw(field)).map_err(|e| self.refuse(field, reason(&e)))?;
        Ok((!note.is_empty()).then_some(note))
    }

    /// A day.
    pub fn day(&self, field: impl Into<usize> + Copy) -> Result<Option<Day>, Refused> {
        let raw = self.raw(field);
        if raw.is_empty() {
            return Ok(None);
        }
        // What the person typed for all rows is not written as the file writes its days.
        if !self.mapping.is_cell(self.record, field.into())
            && let Ok(day) = parse_iso(raw)
        {
            return Ok(Some(day));
        }
        let format = self.written.days(field.into());
        format
            .read(raw)
            .map(Some)
            .map_err(|e| self.refuse(field, e))
    }

    /// The currency of the row: of its field, or else the one its amounts name, or else that of rows that name none.
    pub fn currency(&self, field: impl Into<usize> + Copy) -> Result<Currency, Refused> {
        match self.raw(field) {
            "" if self.amounts.said => Ok(self.amounts.currency),
            "" => {
                let mut fields = (0..self.mapping.fields.len())
                    .filter(|f| self.mapping.fields[*f].holds == Holds::Amount);
                let named = fields.find_map(|f| named_currency(self.raw(f), self.amounts.currency));
                Ok(named.unwrap_or(self.amounts.currency))
            }
            code => Currency::parse(code)
                .map_err(|e| self.refuse(field, e.message.trim_end_matches('.'))),
        }
    }

    /// An amount in a currency.
    pub fn amount(
        &self,
        field: impl Into<usize> + Copy,
        currency: Currency,
    ) -> Result<Option<Money>, Refused> {
        let raw = self.raw(field);
        if raw.is_empty() {
            return Ok(None);
        }
        let amounts = Amounts {
            mark: self.written.mark(field.into()).or(self.amounts.mark),
            ..self.amounts
        };
        amounts
            .read(raw, currency)
            .map(Some)
            .map_err(|e| self.refuse(field, e))
    }

    /// A whole number above zero.
    pub fn count(&self, field: impl Into<usize> + Copy) -> Result<Option<u32>, Refused> {
        let raw = self.raw(field);
        if raw.is_empty() {
            return Ok(None);
        }
        let digits = raw.bytes().all(|b| b.is_ascii_digit());
        match raw.parse::<u32>() {
            Ok(n) if n > 0 && digits => Ok(Some(n)),
            _ => Err(self.refuse(field, "is not a whole number above zero")),
        }
    }

    /// Yes or no; empty is no.
    pub fn yes(&self, field: impl Into<usize> + Copy) -> Result<bool, Refused> {
        match self.raw(field).to_lowercase().as_str() {
            "1" | "true" | "yes" | "y" | "t" => Ok(true),
            "" | "0" | "false" | "no" | "n" | "f" => Ok(false),
            _ => Err(self.refuse(field, "is neither yes nor no (1 or 0, true or false)")),
        }
    }
}

/// An error's message as the rest of a sentence.
fn reason(e: &impl std::fmt::Display) -> String {
    e.to_string().trim_end_matches('.').to_owned()
}
