//! How each field of a file is written: the format of its days, the decimal mark of its amounts. Found by a look at all
//! rows, unless it was said; what fits two ways is left open here.

use super::{
    DateFormat, Field, Holds, Mapping, Record, Rows,
    fit::{DayFit, DayVerdict, MarkFit, MarkVerdict},
};
use crate::{domain::typed_money::DecimalMark, error::Result};

/// How many rows go by between two looks at whether to stop.
const ROWS_A_LOOK: u64 = 10_000;

/// How each field is written, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    days: Vec<Option<DateFormat>>,
    marks: Vec<Option<DecimalMark>>,
}

/// A field whose values can be read in two ways, or only in one that must be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its place among the fields.
    pub field: usize,
    /// What it may be.
    pub may_be: MayBe,
}

/// What a field whose values can be read in two ways may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayBe {
    /// Days: never [`DayVerdict::One`] or empty.
    Days(DayVerdict),
    /// Amounts such as this one.
    Amounts(String),
}

impl Written {
    /// Nothing is known of any field.
    pub fn unknown(fields: &[Field]) -> Self {
        Self {
            days: vec![None; fields.len()],
            marks: vec![None; fields.len()],
        }
    }

    /// How the days of a field are written; ISO where nothing is known.
    pub fn days(&self, field: usize) -> &DateFormat {
        static ISO: DateFormat = DateFormat::Iso;
        self.days
            .get(field)
            .and_then(Option::as_ref)
            .unwrap_or(&ISO)
    }

    /// The decimal mark of the amounts of a field, if it is known.
    pub fn mark(&self, field: usize) -> Option<DecimalMark> {
        self.marks.get(field).copied().flatten()
    }

    /// Says how the days of a field are written.
    pub fn set_days(&mut self, field: usize, format: DateFormat) {
        self.days[field] = Some(format);
    }

    /// Says which decimal mark the amounts of a field have.
    pub fn set_mark(&mut self, field: usize, mark: DecimalMark) {
        self.marks[field] = Some(mark);
    }

    /// Whether rows must be looked at to know how they are written.
    pub fn lacks(&self, mapping: &Mapping) -> bool {
        let mut fields = 0..mapping.fields.len();
        fields.any(|f| mapping.column_of(f).is_some() && self.open(mapping, f))
    }

    fn open(&self, mapping: &Mapping, field: usize) -> bool {
        match mapping.fields[field].holds {
            Holds::Day => self.days[field].is_none(),
            Holds::Amount => self.marks[field].is_none(),
            _ => false,
        }
    }

    /// Looks at all rows that count and fills in what they settle; gives what they do not. `tell` is called now and then
    /// with the bytes read, and may stop it.
    pub fn find(
        &mut self,
        mapping: &Mapping,
        mut rows: Rows<'_>,
        tell: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Vec<Open>> {
        let (mut days, mut marks) = (Vec::new(), Vec::new());
        for (at, field) in mapping.fields.iter().enumerate() {
            let Some(column) = mapping.column_of(at).filter(|_| self.open(mapping, at)) else {
                continue;
            };
            match field.holds {
                Holds::Day => days.push((at, column, DayFit::default())),
                _ => marks.push((at, column, MarkFit::default())),
            }
        }
        let (mut record, mut n) = (Record::default(), 0_u64);
        while rows.next(&mut record)? {
            n += 1;
            if n.is_multiple_of(ROWS_A_LOOK) {
                tell(rows.bytes())?;
            }
            // What is refused or left out says nothing of the others.
            if record.len() != mapping.headers.len() || !mapping.wants(&record) {
                continue;
            }
            for (_, column, fit) in &mut days {
                fit.see(record.cell(*column));
            }
            for (_, column, fit) in &mut marks {
                fit.see(record.cell(*column));
            }
        }
        let mut open = Vec::new();
        for (field, _, fit) in &days {
            match fit.verdict() {
                DayVerdict::Empty => {}
                DayVerdict::One(format) => self.days[*field] = Some(format),
                asked => open.push(Open {
                    field: *field,
                    may_be: MayBe::Days(asked),
                }),
            }
        }
        for (field, _, fit) in &marks {
            match fit.verdict() {
                MarkVerdict::Empty => {}
                MarkVerdict::One(mark) => self.marks[*field] = Some(mark),
                MarkVerdict::Either(text) => open.push(Open {
                    field: *field,
                    may_be: MayBe::Amounts(text),
                }),
            }
        }
        Ok(open)
    }

    /// What was found beyond what was known, where it is not the usual way: `“Paid At” is day/month/year`.
    pub fn found(&self, known: &Self, mapping: &Mapping) -> Vec<String> {
        let mut notes = Vec::new();
        for field in 0..mapping.fields.len() {
            let header = mapping.heading(field);
            if let Some(format) = &self.days[field]
                && known.days[field].is_none()
                && *format != DateFormat::Iso
            {
                notes.push(format!("“{header}” is {}", format.called()));
            }
            if known.marks[field].is_none() && self.marks[field] == Some(DecimalMark::Comma) {
                notes.push(format!("“{header}” has a decimal comma"));
            }
        }
        notes
    }
}
