//! Rows read column by column as a document has them; which rows is said elsewhere.

use std::collections::HashMap;

use rusqlite::{Row, types::FromSql};

use super::super::View;
use crate::{
    domain::{
        currency::Currency,
        day::parse_iso,
        document::{On, Ref},
        money::Money,
    },
    error::Result,
};

/// A row with a cursor: columns are read in the order of the statement.
pub(super) struct Fields<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
}

impl Fields<'_, '_> {
    pub(super) fn take<T: FromSql>(&mut self) -> Result<T> {
        self.at += 1;
        Ok(self.row.get(self.at - 1)?)
    }

    pub(super) fn day(&mut self) -> Result<On> {
        Ok(On(parse_iso(&self.take::<String>()?)?))
    }

    pub(super) fn maybe_day(&mut self) -> Result<Option<On>> {
        Ok(self
            .take::<Option<String>>()?
            .map(|d| parse_iso(&d).map(On))
            .transpose()?)
    }

    /// Minor units, then the currency.
    pub(super) fn money(&mut self) -> Result<Money> {
        let minor = self.take()?;
        Ok(Money::new(
            minor,
            Currency::from_code(&self.take::<String>()?)?,
        ))
    }

    pub(super) fn maybe_money(&mut self) -> Result<Option<Money>> {
        let (minor, currency): (Option<i64>, Option<String>) = (self.take()?, self.take()?);
        Ok(match (minor, currency) {
            (Some(minor), Some(code)) => Some(Money::new(minor, Currency::from_code(&code)?)),
            _ => None,
        })
    }

    pub(super) fn number<const LETTER: char>(&mut self) -> Result<Ref<LETTER>> {
        Ok(Ref(self.take()?))
    }

    pub(super) fn maybe_number<const LETTER: char>(&mut self) -> Result<Option<Ref<LETTER>>> {
        Ok(self.take::<Option<i64>>()?.map(Ref))
    }
}

pub(super) fn money_of(f: &mut Fields<'_, '_>) -> Result<Money> {
    f.money()
}

pub(super) fn line_of(f: &mut Fields<'_, '_>) -> Result<Ref<'L'>> {
    f.number()
}

impl View<'_> {
    pub(super) fn all<T>(
        &self,
        sql: &str,
        mut read: impl FnMut(&mut Fields<'_, '_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let mut rows = q.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(&mut Fields { row, at: 0 })?);
        }
        Ok(all)
    }

    /// Rows that belong to another row, by its id; the statement's first column is that id.
    pub(super) fn by_owner<T>(
        &self,
        sql: &str,
        mut read: impl FnMut(&mut Fields<'_, '_>) -> Result<T>,
    ) -> Result<HashMap<i64, Vec<T>>> {
        let mut by: HashMap<i64, Vec<T>> = HashMap::new();
        self.all(sql, |f| {
            let owner = f.take()?;
            by.entry(owner).or_default().push(read(f)?);
            Ok(())
        })?;
        Ok(by)
    }
}
