//! What headers mean, in the languages people write them in; must not know which field a column goes to.
//!
//! A word stands here only if it means one thing at the head of a column. The words are facts about languages.

use std::{collections::HashMap, sync::LazyLock};

use super::heading::{plain, words};

mod words_of;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// Who brings customers.
    Partner,
    /// A company.
    Company,
    /// Who pays.
    Customer,
    /// The number or code of who pays.
    CustomerNumber,
    /// A name, of whatever.
    Name,
    /// A person.
    Person,
    /// A first name.
    First,
    /// A last name.
    Last,
    /// An e-mail address.
    Email,
    /// A website or domain.
    Site,
    /// A day of any meaning.
    Date,
    /// The day something was entered.
    Created,
    /// The day of an invoice.
    Invoiced,
    /// The day of a payment.
    PaidOn,
    /// The day something begins.
    Start,
    /// The day something ends.
    End,
    /// The day a deal was closed.
    Closed,
    /// An amount of money.
    Amount,
    /// A currency.
    Currency,
    /// A state.
    Status,
    /// The step of a deal.
    Stage,
    /// Text of any length.
    Note,
    /// Who looks after it on our side.
    Owner,
    /// A country.
    Country,
    /// The number of an invoice or payment.
    InvoiceNumber,
    /// A number or code of a record.
    Id,
    /// A kind.
    Kind,
    /// What was bought.
    Plan,
    /// A reason.
    Reason,
    /// Where money is sent.
    Account,
    /// The code of a bank.
    Bic,
    /// Labels.
    Tags,
    /// What no word means.
    Nothing,
    /// A telephone number: no field takes it, so it is not taken for one.
    Phone,
}

impl Meaning {
    /// Who it is about, rather than what of them: `Partner` in “partner e-mail”.
    pub fn is_somebody(self) -> bool {
        matches!(
            self,
            Self::Partner
                | Self::Company
                | Self::Customer
                | Self::CustomerNumber
                | Self::Person
                | Self::Name
                | Self::Id
                | Self::InvoiceNumber
        )
    }
}

/// A language headers are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Any other, by its English name.
    Named(&'static str),
}

/// A word that has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What it means.
    pub meaning: Meaning,
    /// In which language.
    pub language: Language,
    /// The word, as it is written there.
    pub word: &'static str,
}

/// Every word, by its plain form; a word of two languages belongs to the first.
static WHOLE: LazyLock<HashMap<String, Vec<Known>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Known>> = HashMap::new();
    for known in every() {
        let meanings = all.entry(plain(known.word)).or_default();
        if meanings.iter().all(|k| k.meaning != known.meaning) {
            meanings.push(known);
        }
    }
    all
});

/// Every word taken apart, the longest first.
static PARTS: LazyLock<Vec<(Vec<String>, Known)>> = LazyLock::new(|| {
    let mut all: Vec<(Vec<String>, Known)> = every().map(|k| (words(k.word), k)).collect();
    all.sort_by_key(|(words, _)| std::cmp::Reverse(words.concat().chars().count()));
    all
});

fn every() -> impl Iterator<Item = Known> {
    words_of::ALL.iter().flat_map(|(language, meanings)| {
        meanings.iter().flat_map(|(meaning, words)| {
            words.iter().map(|word| Known {
                meaning: *meaning,
                language: *language,
                word,
            })
        })
    })
}

/// What a header means as a whole; several where a word means several things. Brackets are left out of account.
pub fn whole(header: &str) -> &'static [Known] {
    let found = WHOLE.get(&plain(header));
    found
        .or_else(|| WHOLE.get(&words(header).concat()))
        .map_or(&[], Vec::as_slice)
}

/// What words within a header mean, the longest first; a word within a longer one that was found does not count.
pub fn within(header: &str) -> Vec<Known> {
    let header = words(header);
    let mut free = vec![true; header.len()];
    let mut found: Vec<Known> = Vec::new();
    for (part, known) in PARTS.iter() {
        let at = (0..header.len().saturating_sub(part.len() - 1)).find(|at| {
            let here = *at..at + part.len();
            header[here.clone()] == part[..] && free[here].iter().all(|f| *f)
        });
        let same = |k: &Known| plain(k.word) == part.concat();
        match at {
            Some(at) => {
                free[at..at + part.len()].fill(false);
                found.push(*known);
            }
            // The other meanings of the word that was found.
            None if found.last().is_some_and(same) => found.push(*known),
            // These scripts put no blank between words.
            None if is_unspaced(part)
                && found.iter().all(|k| !k.word.contains(known.word))
                && header.iter().any(|word| word.contains(&part[0])) =>
            {
                found.push(*known);
            }
            None => {}
        }
    }
    let mut seen = Vec::new();
    found.retain(|k| {
        let new = !seen.contains(&k.meaning);
        seen.push(k.meaning);
        new
    });
    found
}

fn is_unspaced(part: &[String]) -> bool {
    part.len() == 1 && part[0].chars().count() >= 2 && part[0].chars().all(|c| c >= '\u{2e80}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(found: &[Known]) -> Vec<Meaning> {
        found.iter().map(|k| k.meaning).collect()
    }

    #[test]
    fn headers_mean_the_same_in_every_language() {
        for (header, meaning) in [
            ("Firma", Meaning::Company),
            ("Société", Meaning::Company),
            ("empresa", Meaning::Company),
            ("Azienda", Meaning::Company),
            ("会社名", Meaning::Company),
            ("公司名称", Meaning::Company),
            ("Компания", Meaning::Company),
            ("Rechnungsnummer", Meaning::InvoiceNumber),
            ("N° de facture", Meaning::InvoiceNumber),
            ("Data faktury", Meaning::Invoiced),
            ("Сумма", Meaning::Amount),
            ("金额", Meaning::Amount),
            ("Belopp", Meaning::Amount),
            ("Beløb (DKK)", Meaning::Amount),
            ("Měna", Meaning::Currency),
            ("Valuta", Meaning::Currency),
            ("Adresse e-mail", Meaning::Email),
            ("Ел. пошта", Meaning::Email),
        ] {
            assert!(meanings(whole(header)).contains(&meaning), "{header}");
        }
    }

    #[test]
    fn words_within_a_header_count_by_the_longest() {
        assert_eq!(
            meanings(&within("Partner E-mail address")),
            [Meaning::Email, Meaning::Partner]
        );
        assert_eq!(meanings(&within("お支払い金額")), [Meaning::Amount]);
        assert!(within("Postleitzahl").is_empty());
    }

    #[test]
    fn no_word_is_there_twice_in_one_language() {
        for (language, meanings) in words_of::ALL {
            let mut seen = std::collections::HashSet::new();
            for (meaning, words) in *meanings {
                for word in *words {
                    let key = (plain(word), *meaning);
                    assert!(!key.0.is_empty() && seen.insert(key), "{language:?} {word}");
                }
            }
        }
    }
}
