//! Who is meant: from what a file calls a partner or a customer to the record in the book, to a new one, or to a question
//! to the person. What is only like a name is never taken for it.

mod asked;
mod row;
mod said;
mod sent;

use super::{
    intake::Stop,
    reading::Reading,
    trial::{AllMade, Made},
};
use crate::{
    domain::{alike::Alike, identity::match_key},
    error::Result,
    import::Row,
    ops::Choice,
    store::{Found, Known, Names, NewPartner, Noun, Tx},
    text::nearest,
};
use asked::Asked;
pub(super) use row::{Subject, Told};
pub(super) use said::{Of, Said, Target};
pub(super) use sent::{Places, Sent};

/// So many records that rows make beside their own kind are listed.
const LISTED: usize = 1000;
/// For so many unknown names the nearest one is looked for: a file of a million must not be compared with every name.
const NEAREST: usize = 200;

/// Whom a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// A record in the book.
    Known(i64),
    /// One that is to be made.
    New,
}

/// Partners or customers, what a person said of them, and what must be asked.
pub(super) struct Who {
    pub(super) noun: Noun,
    pub(super) names: Names,
    said: Said,
    asked: Asked,
    nearest: usize,
    made: Vec<(i64, Made)>,
    /// All that were made, also those that are not listed.
    ids: Vec<i64>,
    /// The mark of the row that last made something, and how much was listed and made before it.
    row: (u64, usize, usize),
}

impl Who {
    pub(super) fn new(tx: &Tx<'_>, noun: Noun, reading: &Reading) -> Result<Self> {
        Ok(Self {
            noun,
            names: match noun {
                Noun::Partner => tx.view().partner_names()?,
                Noun::Customer => tx.view().customer_names()?,
            },
            said: Said::parse(&reading.same)?,
            asked: Asked::new(noun),
            nearest: NEAREST,
            made: Vec::new(),
            ids: Vec::new(),
            row: (0, 0, 0),
        })
    }

    /// Whom a cell means. `add`: the flag that lets those be made that are missing, and whether it is given.
    pub(super) fn meant(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        at: usize,
        text: &str,
        add: (&str, bool),
    ) -> Result<Meant, Stop> {
        let line = row.record.line;
        self.of_text(tx, line, text, add).map_err(|no| match no {
            No::Out => Stop::Out,
            No::Whole(e) => e.into(),
            No::Later(reason) => Stop::Later(row.refuse(at, reason)),
            No::Because(reason) => row.refuse(at, reason).into(),
        })
    }

    /// The same where there is no one cell for it.
    pub(super) fn of_text(
        &mut self,
        tx: &Tx<'_>,
        line: u64,
        text: &str,
        (flag, add): (&str, bool),
    ) -> Result<Meant, No> {
        let target = self.said.of(self.noun, text).cloned();
        let word = self.noun.word();
        match &target {
            Some(Target::Skip) => return Err(No::Out),
            Some(Target::Record(name)) => {
                let id = self.target(tx, name)?;
                self.remember(tx, text, id)?;
                return Ok(self.known(id));
            }
            _ => {}
        }
        let found = match self.noun {
            Noun::Partner => self.names.partner(text),
            Noun::Customer => self.names.customer(text),
        };
        let new = matches!(target, Some(Target::New));
        match found {
            Found::One(id) => Ok(self.known(id)),
            Found::Many => {
                let those = tx.view().namesakes(self.noun, text)?;
                let because = format!("is what several {word}s are called; use their ids");
                self.asked.note(tx, text, line, &because, &those)?;
                Err(No::Because(because))
            }
            Found::None if new => Ok(Meant::New),
            Found::None if self.said.others(self.noun) == Some(&Target::Skip) => Err(No::Out),
            Found::None if add || self.said.others(self.noun).is_some() => {
                if self.said.others(self.noun).is_none() {
                    self.expect_unlike(tx, line, text, |_| true)?;
                }
                Ok(Meant::New)
            }
            Found::None => Err(self.unknown(tx, line, text, flag)?),
        }
    }

    /// Whether a person said which record a text means, or that its rows are left out.
    pub(super) fn settles(&self, text: &str) -> bool {
        matches!(
            self.said.of(self.noun, text),
            Some(Target::Record(_) | Target::Skip)
        )
    }

    /// The record a person named for a text, as they named it.
    pub(super) fn target_of(&self, text: &str) -> Option<String> {
        match self.said.of(self.noun, text)? {
            Target::Record(name) => Some(name.clone()),
            Target::New | Target::Skip => None,
        }
    }

    /// Notes one more row of a record.
    pub(super) fn again(&mut self, id: i64) {
        self.known(id);
    }

    /// Notes a record that a row made, or what it says of one beyond what was known.
    pub(super) fn add(&mut self, id: i64, known: Known<'_>) {
        self.names.add(id, known);
    }

    /// To be called before a row makes something beside its own record: if the row is refused after all, it is as if it
    /// had never been there.
    pub(super) fn begin(&mut self, tx: &Tx<'_>) -> Result<()> {
        let mark = tx.mark()?;
        if self.row.0 != mark {
            self.row = (mark, self.made.len(), self.ids.len());
            self.names.keep();
        }
        Ok(())
    }

    /// Forgets what the row `mark` made: it was taken back.
    pub(super) fn forget(&mut self, mark: u64) {
        if self.row.0 == mark {
            self.made.truncate(self.row.1);
            self.ids.truncate(self.row.2);
            self.names.take_back();
        }
    }

    /// Notes a record that was made because rows of another kind speak of it.
    pub(super) fn made(&mut self, id: i64, known: Known<'_>) {
        self.names.add_for_now(id, known);
        self.ids.push(id);
        if self.made.len() < LISTED {
            let made = Made {
                noun: self.noun.word(),
                name: known.name.to_owned(),
                rows: 1,
            };
            self.made.push((id, made));
        }
    }

    /// Adds a partner that rows of another kind speak of.
    pub(super) fn add_partner(&mut self, tx: &Tx<'_>, name: String) -> Result<i64> {
        let new = NewPartner {
            name,
            ..NewPartner::default()
        };
        self.begin(tx)?;
        let id = tx.add_partner(&new)?;
        let slug = tx.view().partner(id)?.slug;
        let known = Known {
            slug: Some(&slug),
            name: &new.name,
            ..Known::default()
        };
        self.made(id, known);
        Ok(id)
    }

    /// What was made.
    pub(super) fn all_made(&self) -> AllMade {
        let named = self.made.iter().map(|(_, made)| made.clone()).collect();
        AllMade::of(self.noun.word(), self.ids.len(), named)
    }

    /// The ids of what was made.
    pub(super) fn made_ids(&self) -> impl Iterator<Item = i64> {
        self.ids.iter().copied()
    }

    /// What only the person can say, most rows first.
    pub(super) fn questions(&self) -> Vec<Choice> {
        self.asked.questions()
    }

    fn known(&mut self, id: i64) -> Meant {
        // Ids only grow, and records are listed as they are made.
        if let Ok(at) = self.made.binary_search_by_key(&id, |(made, _)| *made) {
            self.made[at].1.rows += 1;
        }
        Meant::Known(id)
    }

    /// The record that a person named in `--same`.
    fn target(&self, tx: &Tx<'_>, name: &str) -> Result<i64, No> {
        let found = match self.noun {
            Noun::Partner => self.names.partner(name),
            Noun::Customer => {
                let number = name.strip_prefix(['C', 'c']).and_then(|n| n.parse().ok());
                match number.filter(|n| tx.view().customer(*n).is_ok()) {
                    Some(id) => Found::One(id),
                    None => self.names.customer(name),
                }
            }
        };
        let word = self.noun.word();
        match found {
            Found::One(id) => Ok(id),
            Found::Many => Err(No::Because(format!(
                "shall be “{name}”, which several {word}s are called"
            ))),
            Found::None => Err(No::Later(format!(
                "shall be “{name}”, which is no {word} in the book"
            ))),
        }
    }

    /// Remembers for the next file what a person said of a text.
    pub(super) fn remember(&mut self, tx: &Tx<'_>, text: &str, id: i64) -> Result<()> {
        if self.names.by_alias(text) != Some(id) {
            self.begin(tx)?;
            tx.remember(self.noun, text, id)?;
            self.names.add_alias_for_now(id, text);
        }
        Ok(())
    }

    /// Nothing in the book looks like a record that is to be made, of those that count.
    fn expect_unlike(
        &mut self,
        tx: &Tx<'_>,
        line: u64,
        text: &str,
        counts: impl Fn(i64) -> bool,
    ) -> Result<(), No> {
        let mut those = self.names.look_alikes(text);
        those.retain(|(id, _)| counts(*id));
        let Some((id, why)) = those.first().copied() else {
            return Ok(());
        };
        let (name, short) = asked::called(tx, self.noun, id)?;
        let how = match why {
            Alike::Letters => ", written with other letters",
            Alike::Form | Alike::Filler => "",
            Alike::Slip => ", one letter apart",
        };
        let because = format!("looks like “{name}” ({short}){how}");
        let ids: Vec<i64> = those.iter().map(|(id, _)| *id).collect();
        self.asked.note(tx, text, line, &because, &ids)?;
        Err(No::Because(format!(
            "{because}; say whether it is: {}, or =new",
            asked::words(self.noun, text, &short)
        )))
    }

    /// Why a text means nobody, with the nearest name and the words that would say so.
    fn unknown(&mut self, tx: &Tx<'_>, line: u64, text: &str, flag: &str) -> Result<No> {
        let word = self.noun.word();
        let because = format!("is no {word} in the book");
        let mut near: Vec<i64> = self
            .names
            .look_alikes(text)
            .iter()
            .map(|(id, _)| *id)
            .collect();
        if near.is_empty() && self.nearest > 0 && match_key(text).is_none() {
            self.nearest -= 1;
            let name = self
                .names
                .alike(text)
                .or_else(|| nearest(text, self.names.names()));
            if let Some(Found::One(id)) = name.map(|name| self.names.by_name(name)) {
                near.push(id);
            }
        }
        near.truncate(3);
        self.asked
            .note(tx, text, line, &format!("{because}."), &near)?;
        let hint = match near.first() {
            Some(id) => {
                let (name, short) = asked::called(tx, self.noun, *id)?;
                let words = asked::words(self.noun, text, &short);
                format!("; did you mean “{name}”? {words} says so")
            }
            None if flag.is_empty() => String::new(),
            None => format!("; {flag} adds those that are missing"),
        };
        Ok(No::Because(format!("{because}{hint}")))
    }
}

/// Why nobody is meant.
pub(super) enum No {
    /// The person left such rows out.
    Out,
    /// Perhaps a later row says who it is; the reason if none does.
    Later(String),
    /// It cannot be told.
    Because(String),
    /// The whole import ends.
    Whole(crate::error::Error),
}

impl From<crate::error::Error> for No {
    fn from(e: crate::error::Error) -> Self {
        Self::Whole(e)
    }
}
