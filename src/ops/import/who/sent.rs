//! The partner a row is of: by what it calls them, by the code of a link, or by the address it came from.

use super::{Meant, Stop, Who};
use crate::{
    error::Result,
    import::{Mapping, Row},
    ops::import::reading::Reading,
    store::{Found, Noun, Senders, Tx},
};

/// The flag that lets partners be made that are missing.
const ADD: &str = "--add-partners";

/// Fields of a row that can say which partner it is of.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Places {
    /// What the partner is called.
    pub(in super::super) name: usize,
    /// The code of a link.
    pub(in super::super) code: Option<usize>,
    /// An address of theirs, or of somebody there.
    pub(in super::super) email: Option<usize>,
}

/// Partners as rows of other kinds of files speak of them.
pub(in super::super) struct Sent {
    pub(in super::super) who: Who,
    senders: Senders,
    at: Places,
    add: bool,
}

impl Sent {
    /// `add`: whether partners the book does not have are to be made.
    pub(in super::super) fn new(
        tx: &Tx<'_>,
        mapping: &Mapping,
        reading: &Reading,
        at: Places,
        add: bool,
    ) -> Result<Self> {
        let needed = [at.code, at.email].into_iter().flatten();
        let senders = if needed.into_iter().any(|field| mapping.says(field)) {
            tx.view().senders()?
        } else {
            Senders::default()
        };
        Ok(Self {
            who: Who::new(tx, Noun::Partner, reading)?,
            senders,
            at,
            add,
        })
    }

    /// The partner of a row; nothing where it calls them nothing and neither code nor address leads to one.
    pub(in super::super) fn of(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
    ) -> Result<Option<Meant>, Stop> {
        let called = row.text(self.at.name)?;
        let known =
            |who: &Who, text: &str| who.settles(text) || who.names.partner(text) != Found::None;
        if let Some(name) = called.as_deref().filter(|name| known(&self.who, name)) {
            return self.meant(tx, row, self.at.name, name).map(Some);
        }
        if let Some(at) = self.at.code {
            let code = row.raw(at);
            if let Some(found) = self.senders.by_code(code) {
                return Ok(Some(Meant::Known(found)));
            }
            if !code.is_empty()
                && let Found::One(found) = self.who.names.partner(code)
            {
                return Ok(Some(Meant::Known(found)));
            }
        }
        if let Some(at) = self.at.email {
            let email = row.raw(at);
            if !email.is_empty()
                && (self.who.settles(email) || self.who.names.by_alias(email).is_some())
            {
                return self.meant(tx, row, at, email).map(Some);
            }
            match self.senders.by_email(email) {
                Found::One(found) => return Ok(Some(Meant::Known(found))),
                Found::Many => {
                    return Err(row.refuse(at, "is the address of several partners").into());
                }
                Found::None => {}
            }
        }
        match called {
            Some(name) => self.meant(tx, row, self.at.name, &name).map(Some),
            None => Ok(None),
        }
    }

    /// Why a row is of nobody, where [`Self::of`] found nothing. Whose an address is that leads nowhere can be asked.
    pub(in super::super) fn nobody(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Meant, Stop> {
        let filled = |at: Option<usize>| at.filter(|at| !row.raw(*at).is_empty());
        if let Some(at) = filled(self.at.email) {
            let email = row.text(at)?.unwrap_or_else(|| row.raw(at).to_owned());
            // An address alone is no reason to make a partner, unless a person says so.
            return self.who.meant(tx, row, at, &email, ("", false));
        }
        if let Some(at) = filled(self.at.code) {
            return Err(row.refuse(at, "is the code of no partner").into());
        }
        Err(row
            .refuse(self.at.name, "is empty, and it is needed")
            .into())
    }

    /// The partner that is meant, made if they are new. To be called last: a row that is refused for something else
    /// must leave no partner behind.
    pub(in super::super) fn settled(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        meant: Meant,
    ) -> Result<i64, Stop> {
        if let Meant::Known(id) = meant {
            return Ok(id);
        }
        let address = self.at.email.map(|at| row.text(at)).transpose()?.flatten();
        let name = row.text(self.at.name)?.or(address).unwrap_or_default();
        Ok(self.who.add_partner(tx, name)?)
    }

    fn meant(&mut self, tx: &Tx<'_>, row: &Row<'_>, at: usize, text: &str) -> Result<Meant, Stop> {
        self.who.meant(tx, row, at, text, (ADD, self.add))
    }
}
