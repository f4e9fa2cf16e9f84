//! Which column is which field, told from headers and values, each with a reason and how sure it is; must not decide what
//! only the person can.

mod meant;
mod place;

use std::collections::HashSet;

pub use meant::meanings;

use super::{
    Field, FileKind, Holds,
    heading::{plain, words},
    survey::{Fit, Survey, Surveyed},
    synonyms::{self, Known, Language, Meaning},
};
use crate::text::nearest;

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// The person or a known layout says so, or nothing else is possible.
    Sure,
    /// Likely, and worth a look.
    Guess,
    /// The person must decide.
    Ask,
    /// Nothing is taken from it.
    Unused,
}

/// Where a column goes to, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The field: its place in the list of fields.
    pub field: Option<usize>,
    /// How sure that is.
    pub sure: Sure,
    /// Why it goes there, or does not.
    pub why: String,
    /// By what it was found; `None` where it was not.
    pub by: Option<By>,
}

/// By what a column was found to be a field, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The header is the name of the field.
    Name,
    /// The header can mean nothing else in this kind of file.
    Like,
    /// The header means it, in some language.
    Word,
    /// A word of the header means it.
    Part,
    /// The header is nearly a name of it.
    Likeness,
    /// Its values can be nothing else.
    Values,
}

/// Columns that could equally be one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The field.
    pub field: usize,
    /// The columns, in the order of the file.
    pub columns: Vec<usize>,
}

/// What is decided already, so that it is not guessed.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    /// Fields that have their column or value, or shall have none.
    pub fields: HashSet<usize>,
    /// Columns that have their field.
    pub columns: HashSet<usize>,
    /// Only headers that mean a field as a whole count: the rest of a known layout is what it is.
    pub whole: bool,
}

/// Where every column goes to, as far as it can be told.
#[derive(Debug, Clone, Default)]
pub struct Guess {
    /// One for each column.
    pub places: Vec<Place>,
    /// What the person must decide.
    pub ties: Vec<Tie>,
}

/// A column that could be a field.
#[derive(Debug, Clone)]
struct Candidate {
    column: usize,
    field: usize,
    by: By,
    fit: Fit,
    /// The lower, the better; equal ranks of one field are a tie.
    rank: (u8, u8),
    why: String,
}

/// Words that make another amount or day of one: `Tax amount`, `Due date`.
const OTHER: [&str; 44] = [
    "tax",
    "vat",
    "gst",
    "fee",
    "fees",
    "discount",
    "commission",
    "refund",
    "refunded",
    "balance",
    "converted",
    "due",
    "subtotal",
    "shipping",
    "tip",
    "mwst",
    "ust",
    "steuer",
    "rabatt",
    "tva",
    "remise",
    "iva",
    "impuesto",
    "descuento",
    "imposta",
    "sconto",
    "btw",
    "korting",
    "moms",
    "podatek",
    "rabat",
    "dph",
    "sleva",
    "ндс",
    "скидка",
    "updated",
    "modified",
    "birth",
    "birthday",
    "period",
    "last",
    "next",
    "until",
    "expires",
];

/// Whether a header speaks of another amount or day than the one that counts.
pub fn speaks_of_other(header: &str) -> bool {
    words(header).iter().any(|w| OTHER.contains(&w.as_str()))
}

/// Guesses where the columns go.
pub fn guess(
    kind: FileKind,
    fields: &[Field],
    header: &[String],
    survey: &Survey,
    decided: &Decided,
) -> Guess {
    let mut candidates = Vec::new();
    for (column, name) in header.iter().enumerate() {
        let Some(values) = survey.columns.get(column) else {
            continue;
        };
        if decided.columns.contains(&column) {
            continue;
        }
        let read = Header::of(name);
        for (at, field) in fields.iter().enumerate() {
            if decided.fields.contains(&at) {
                continue;
            }
            let found = read.is(kind, field, values);
            candidates.extend(
                found
                    .filter(|f| !decided.whole || f.by <= By::Word)
                    .map(|found| {
                        let none = found.fit == Fit::None;
                        let rank = found.by as u8 + if none { 3 } else { 0 };
                        let empty = if values.filled == 0 { 10 } else { 0 };
                        let fit = u8::from(found.fit != Fit::All && found.by > By::Like);
                        Candidate {
                            column,
                            field: at,
                            by: found.by,
                            fit: found.fit,
                            rank: (rank + empty, found.preference * 2 + fit),
                            why: found.why,
                        }
                    }),
            );
        }
    }
    place::place(fields, header, survey, candidates, decided)
}

/// A header, taken apart once.
struct Header<'h> {
    name: &'h str,
    plain: String,
    words: Vec<String>,
    whole: &'static [Known],
    within: Vec<Known>,
}

/// How a header is a field.
struct Match {
    by: By,
    fit: Fit,
    preference: u8,
    why: String,
}

impl<'h> Header<'h> {
    fn of(name: &'h str) -> Self {
        let whole = synonyms::whole(name);
        Self {
            name,
            plain: plain(name),
            words: words(name),
            whole,
            within: if whole.is_empty() {
                synonyms::within(name)
            } else {
                Vec::new()
            },
        }
    }

    /// Whether it is a field, and how.
    fn is(&self, kind: FileKind, field: &Field, values: &Surveyed) -> Option<Match> {
        let fit = values.fit(field.holds);
        let told = |else_: String| values.told(field.holds).unwrap_or(else_);
        let but = |why: &str| match (fit, field.holds) {
            (Fit::None, Holds::Name | Holds::Word) => format!("{why}, but its values look odd"),
            (Fit::None, holds) => format!("{why}, but not all are {}", meant::held(holds)),
            _ => told(why.to_owned()),
        };
        let of = |by, preference, why| {
            Some(Match {
                by,
                fit,
                preference,
                why,
            })
        };
        if self.plain.is_empty() {
            return None;
        }
        if self.plain == plain(field.name) {
            return of(By::Name, 0, but("same name"));
        }
        let brackets_off = self.words.concat();
        let like = |name: &&str| plain(name) == self.plain || plain(name) == brackets_off;
        if brackets_off == plain(field.name) || field.like.iter().any(like) {
            let is = format!("“{}” is {}", self.name, field.name);
            return of(By::Like, 0, but(&is));
        }
        let wanted = meanings(kind, field.name);
        let prefers = |known: &Known| {
            let at = wanted.iter().position(|m| *m == known.meaning)?;
            Some((u8::try_from(at).unwrap_or(u8::MAX), *known))
        };
        // What does not hold its values is not taken for it by a word alone.
        if fit == Fit::None {
            return None;
        }
        if let Some((preference, known)) = self.whole.iter().filter_map(prefers).min_by_key(|p| p.0)
        {
            let mut why = self.in_words(&known);
            if let Some(days) = values
                .told(Holds::Day)
                .filter(|_| field.holds == Holds::Day)
            {
                why = format!("{why}; {days}");
            }
            return of(By::Word, preference, why);
        }
        let mut parts = self.within.iter();
        if self.whole.is_empty()
            && let Some((preference, known)) = parts.find_map(prefers)
            && self.speaks_of(kind, field, known.meaning)
        {
            let why = format!("“{}” in the header", known.word);
            return of(By::Part, preference, told(why));
        }
        let unknown = self.whole.is_empty() && self.within.is_empty();
        let typed = !matches!(
            field.holds,
            Holds::Name | Holds::Text | Holds::Id | Holds::Word
        );
        if unknown && (!typed || fit == Fit::All) {
            let names = [field.name].into_iter().chain(field.like.iter().copied());
            let long = self.plain.chars().count() >= 4;
            if let Some(name) = nearest(&self.plain, names).filter(|_| long) {
                return of(By::Likeness, 0, format!("nearly “{name}”"));
            }
        }
        self.by_values(field, values, fit)
            .and_then(|why| of(By::Values, 0, why))
    }

    /// Whether its values alone say that it is a field.
    fn by_values(&self, field: &Field, values: &Surveyed, fit: Fit) -> Option<String> {
        let telling = match field.holds {
            Holds::Email | Holds::Site | Holds::Currency => self.whole.is_empty(),
            Holds::Day => field.needed && self.whole.is_empty(),
            Holds::Amount => field.needed && self.whole.is_empty() && values.decimals > 0,
            _ => false,
        };
        let other = self.words.iter().any(|w| OTHER.contains(&w.as_str()));
        (telling && fit == Fit::All && !other)
            .then(|| values.told(field.holds))
            .flatten()
    }

    /// `“Firma” is German for company`.
    fn in_words(&self, known: &Known) -> String {
        let means = meant::called(known.meaning);
        match known.language {
            Language::English => format!("“{}” says {means}", self.name),
            Language::Named(language) => format!("“{}” is {language} for {means}", self.name),
        }
    }

    /// Whether a word within it makes it a field: not `Tax amount` an amount, nor `Partner e-mail` the e-mail of a lead.
    fn speaks_of(&self, kind: FileKind, field: &Field, meaning: Meaning) -> bool {
        if matches!(field.holds, Holds::Amount | Holds::Day)
            && self.words.iter().any(|w| OTHER.contains(&w.as_str()))
        {
            return false;
        }
        let says = |meaning| self.within.iter().any(|k| k.meaning == meaning);
        if meaning.is_somebody() {
            // “Partner e-mail” is an e-mail; “customer name” and “partner code” are who.
            return self.within.iter().all(|k| k.meaning.is_somebody());
        }
        let partners = matches!(kind, FileKind::Partners | FileKind::Contacts);
        if partners {
            !says(Meaning::Customer)
        } else {
            !says(Meaning::Partner)
        }
    }
}

#[cfg(test)]
mod tests;
