//! How the days and amounts of a file are written, told from all its rows; where they can be read in two ways, asked.

use super::Draft;
use crate::{
    domain::{currency::Currency, typed_money::DecimalMark},
    import::{
        DateFormat, Holds,
        fit::{DayVerdict, MarkVerdict},
        heading::bracketed,
        written::MayBe,
    },
    ops::import::{asked, given::Given},
};

/// The options that say how days and amounts are written.
const DAYS: &str = "--date-format";
const MARK: &str = "--decimal";

impl Draft<'_> {
    /// Whether it was said how a field is written, alone or with all others.
    fn is_said(&self, option: &str, field: &str) -> bool {
        let mut said = self.given().filter(|g| g.option == option);
        said.any(|g| {
            let value = g.value.as_deref().unwrap_or_default();
            value
                .split_once('=')
                .is_none_or(|(of, _)| of.trim() == field)
        })
    }

    /// Says how the days and amounts of every column are written where its rows prove it and it is not the usual way; asks
    /// where they do not.
    pub(super) fn tell_written(&mut self) {
        for at in 0..self.columns.len() {
            let Some(field) = self.columns[at].field.map(|f| &self.kind.fields[f]) else {
                continue;
            };
            let header = self.columns[at].header.clone();
            let values = &self.looked.survey.columns[at];
            match field.holds {
                Holds::Day if !self.is_said(DAYS, field.name) => match values.days.verdict() {
                    DayVerdict::Empty | DayVerdict::One(DateFormat::Iso) => {}
                    DayVerdict::One(format) => {
                        let said = format!("{}={format}", field.name);
                        self.found.push(Given::of(DAYS, said));
                    }
                    open => {
                        let choice = asked::of(&header, field.name, &MayBe::Days(open));
                        self.choices.push(choice);
                    }
                },
                Holds::Amount if !self.is_said(MARK, field.name) => match values.marks.verdict() {
                    MarkVerdict::Empty | MarkVerdict::One(DecimalMark::Point) => {}
                    MarkVerdict::One(DecimalMark::Comma) => {
                        let said = format!("{}=,", field.name);
                        self.found.push(Given::of(MARK, said));
                    }
                    MarkVerdict::Either(text) => {
                        let choice = asked::of(&header, field.name, &MayBe::Amounts(text));
                        self.choices.push(choice);
                    }
                },
                _ => {}
            }
        }
    }

    /// The currency that the header of an amount names, where no column does.
    pub(super) fn tell_currency(&mut self) {
        let currency = self.field("currency");
        if self.says("--currency") || currency.is_some_and(|field| self.has(field)) {
            return;
        }
        let amounts = self.columns.iter().filter(|c| {
            let field = c.field.map(|f| &self.kind.fields[f]);
            field.is_some_and(|f| f.holds == Holds::Amount)
        });
        let mut named: Vec<(String, &'static str)> = amounts
            .filter_map(|c| {
                let code = Currency::parse(bracketed(&c.header)?).ok()?;
                Some((c.header.clone(), code.code()))
            })
            .collect();
        named.dedup_by_key(|(_, code)| *code);
        if let [(header, code)] = named.as_slice() {
            self.notes.push(format!("“{header}” says {code}"));
            self.found.push(Given::of("--currency", *code));
        }
    }
}
