//! The record that a row of partners or customers is about: by id, by what a person said, by address, by name. A row that
//! is only like a record makes a question.

use super::{Meant, No, Who, asked, said::Target};
use crate::{
    domain::alike::Look,
    error::Result,
    import::Row,
    ops::import::intake::Stop,
    store::{Found, Noun, Tx},
};

/// What a row says of the record it is about.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Told<'a> {
    pub(in super::super) id: Option<&'a str>,
    pub(in super::super) name: &'a str,
    pub(in super::super) domain: Option<&'a str>,
    pub(in super::super) email: Option<&'a str>,
}

/// The record a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Subject {
    /// The record; `None`: a new one.
    pub(in super::super) id: Option<i64>,
    /// It goes by another name here, as a person said: the row fills what is empty and replaces nothing.
    pub(in super::super) by_alias: bool,
    /// It was told by its address and is called a little differently: its name in the book stays.
    pub(in super::super) keeps_name: bool,
}

impl Subject {
    const NEW: Self = Self {
        id: None,
        by_alias: false,
        keeps_name: false,
    };

    fn known(id: i64) -> Self {
        Self {
            id: Some(id),
            ..Self::NEW
        }
    }

    fn aliased(id: i64) -> Self {
        Self {
            by_alias: true,
            ..Self::known(id)
        }
    }
}

impl Who {
    /// The record a row is about.
    pub(in super::super) fn subject(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        at: usize,
        told: Told<'_>,
    ) -> Result<Subject, Stop> {
        self.of_row(tx, row.record.line, told)
            .map_err(|no| match no {
                No::Out => Stop::Out,
                No::Whole(e) => e.into(),
                No::Later(reason) => Stop::Later(row.refuse(at, reason)),
                No::Because(reason) => row.refuse(at, reason).into(),
            })
    }

    fn of_row(&mut self, tx: &Tx<'_>, line: u64, told: Told<'_>) -> Result<Subject, No> {
        if let Some(found) = told.id.and_then(|id| self.names.by_id(id)) {
            return Ok(Subject::known(found));
        }
        let target = self.said.of(self.noun, told.name).cloned();
        match &target {
            Some(Target::Skip) => return Err(No::Out),
            Some(Target::Record(name)) => {
                let id = self.target(tx, name)?;
                self.remember(tx, told.name, id)?;
                return Ok(Subject::aliased(id));
            }
            _ => {}
        }
        let texts = [told.id, Some(told.name), told.domain, told.email];
        let alias = texts
            .into_iter()
            .flatten()
            .find_map(|t| self.names.by_alias(t));
        if let Some(id) = alias {
            return Ok(Subject::aliased(id));
        }
        let new = matches!(target, Some(Target::New))
            || self.said.others(self.noun) == Some(&Target::New);
        let found = match self.noun {
            Noun::Partner => self.partner(tx, line, told, new)?,
            Noun::Customer => self.customer(told),
        };
        let found = match found {
            Found::One(id) => Some(id).filter(|id| !self.other(tx, *id, told).unwrap_or(false)),
            Found::Many if told.id.is_some() || new => None,
            Found::Many => {
                let those = tx.view().namesakes(self.noun, told.name)?;
                let word = self.noun.word();
                let or = match self.noun {
                    Noun::Partner => "map their ids",
                    Noun::Customer => "map their ids or domains",
                };
                let because = format!("is the name of several {word}s; {or}");
                self.asked.note(tx, told.name, line, &because, &those)?;
                return Err(No::Because(because));
            }
            Found::None => None,
        };
        if let Some(id) = found {
            let partner = self.noun == Noun::Partner;
            let keeps_name = partner && self.names.by_name(told.name) != Found::One(id);
            return Ok(Subject {
                keeps_name,
                ..Subject::known(id)
            });
        }
        if !new {
            self.expect_nobody_like(tx, line, told)?;
        }
        Ok(Subject::NEW)
    }

    /// Whether a record that a row tells of, and that nothing in the book is, may be made.
    pub(in super::super) fn newcomer(
        &mut self,
        tx: &Tx<'_>,
        line: u64,
        told: Told<'_>,
        (flag, add): (&str, bool),
    ) -> Result<Meant, No> {
        let others = self.said.others(self.noun);
        let new = matches!(self.said.of(self.noun, told.name), Some(Target::New))
            || others == Some(&Target::New);
        if !new && others == Some(&Target::Skip) {
            return Err(No::Out);
        }
        if !new && !add {
            return Err(self.unknown(tx, line, told.name, flag)?);
        }
        if !new {
            self.expect_nobody_like(tx, line, told)?;
        }
        Ok(Meant::New)
    }

    /// Nothing in the book looks like a record that is to be made, but what is another one for certain.
    fn expect_nobody_like(&mut self, tx: &Tx<'_>, line: u64, told: Told<'_>) -> Result<(), No> {
        let mut others = Vec::new();
        for (id, _) in self.names.look_alikes(told.name) {
            if self.other(tx, id, told)? {
                others.push(id);
            }
        }
        self.expect_unlike(tx, line, told.name, |id| !others.contains(&id))
    }

    /// A partner by what a row tells: e-mail, domain where the name fits, name.
    fn partner(&mut self, tx: &Tx<'_>, line: u64, told: Told<'_>, new: bool) -> Result<Found, No> {
        let by_email = told.email.map_or(Found::None, |e| self.names.by_email(e));
        let by_domain = told.domain.map_or(Found::None, |d| self.names.by_domain(d));
        let by_name = self.names.by_name(told.name);
        if by_name != Found::None {
            return Ok(by_name);
        }
        for found in [by_email, by_domain] {
            let Found::One(id) = found else { continue };
            if self.other(tx, id, told)? {
                continue;
            }
            let theirs = tx.view().partner(id)?;
            if Look::of(told.name)
                .like(&Look::of(&theirs.known.name))
                .is_some()
            {
                return Ok(found);
            }
            if new {
                continue;
            }
            // People of one company may each be a partner: only the person knows.
            let because = format!(
                "has the e-mail or domain of “{}” ({}), and another name; say whether it is the same",
                theirs.known.name, theirs.slug
            );
            self.asked.note(tx, told.name, line, &because, &[id])?;
            return Err(No::Because(format!(
                "{because}: {}",
                asked::words(self.noun, told.name, &theirs.slug)
            )));
        }
        Ok(Found::None)
    }

    /// A customer by what a row tells: domain, else name.
    fn customer(&self, told: Told<'_>) -> Found {
        match told.domain.map_or(Found::None, |d| self.names.by_domain(d)) {
            // Several accounts on one domain are told apart by their names.
            Found::None | Found::Many => self.names.by_name(told.name),
            one @ Found::One(_) => one,
        }
    }

    /// Whether a record is another one for certain: it has another id, or (a customer) another domain.
    fn other(&self, tx: &Tx<'_>, id: i64, told: Told<'_>) -> Result<bool> {
        let (external, domain) = match self.noun {
            Noun::Partner => {
                let theirs = tx.view().partner(id)?;
                (theirs.known.external_id, None)
            }
            Noun::Customer => {
                let theirs = tx.view().customer(id)?.known;
                (theirs.external_id, theirs.domain)
            }
        };
        let differ =
            |a: Option<&str>, b: Option<&str>| matches!((a, b), (Some(a), Some(b)) if a != b);
        Ok(differ(told.id, external.as_deref()) || differ(told.domain, domain.as_deref()))
    }
}
