//! What rows of one kind of file can say: the name of each field, headers that mean it, what its cells hold.

/// A field that rows of one kind of file may say.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name: in `--map`, in errors.
    pub name: &'static str,
    /// Headers that can mean nothing else here.
    pub like: &'static [&'static str],
    /// A row without it is refused.
    pub needed: bool,
    /// What its cells hold: by it a column is told from others, and its days and amounts are read.
    pub holds: Holds,
}

impl Field {
    /// Fields any of which will do in place of this one: a name in two columns, a partner known by the sender's address,
    /// a company told from one.
    pub fn instead(&self) -> &'static [&'static str] {
        match self.name {
            "name" => &["first", "last"],
            "partner" => &["partner_email", "code", "referral"],
            "company" => &["deal", "domain", "email"],
            _ => &[],
        }
    }
}

/// What the cells of a field hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// An id of another program.
    Id,
    /// The name of somebody: a partner, a company, a person.
    Name,
    /// One of a few words: a stage, a kind, a country.
    Word,
    /// Text of any length.
    Text,
    /// A day, with or without a time of day.
    Day,
    /// An amount of money.
    Amount,
    /// The code of a currency.
    Currency,
    /// An e-mail address.
    Email,
    /// A website, host or domain.
    Site,
    /// A whole number above zero.
    Count,
    /// Yes or no.
    Yes,
}
