//! Exports of other programs, known by their headers: which column is which there, and what their words mean here.
//!
//! A layout comes to words of a command line, so whatever it does can be seen, typed and changed. One file a family of
//! programs; the headers are facts about those programs.

mod affiliate;
mod affiliate_sales;
mod chargebee;
mod crm;
mod forms;
mod hubspot;
mod recurly;
mod salesforce;
pub mod statuses;
mod stripe;
mod stripe_objects;

use super::{
    FileKind,
    heading::{pair, plain},
};
use crate::text::fold;

/// An export of another program.
#[derive(Debug, Clone, Copy)]
pub struct KnownLayout {
    /// What it is called: `Stripe payments`.
    pub name: &'static str,
    /// The program, as `--from` has it: `stripe`.
    pub program: &'static str,
    /// What its rows are.
    pub kind: FileKind,
    /// Columns it always has, each by the headers it may go by. The more there are, the surer it is. A name that begins
    /// with `~` is any header with those words in it: the headers of a form are its questions.
    pub marks: &'static [&'static [&'static str]],
    /// Headers it never has: they tell it from its siblings.
    pub lacks: &'static [&'static str],
    /// Fields, and the headers they may come from: the first that is there is taken. A field that is there again comes
    /// from the later headers where none of the earlier ones is there; words in a header take no column that another
    /// field has.
    pub map: &'static [(&'static str, &'static [&'static str])],
    /// What else it needs.
    pub words: &'static [Extra],
}

/// Words a layout adds to the command line, where the column they are about is there.
#[derive(Debug, Clone, Copy)]
pub struct Extra {
    /// The column; empty where it is about none.
    pub column: &'static str,
    /// An option: `--where`.
    pub option: &'static str,
    /// Its value: `Status!=Failed`; empty for an option without one.
    pub value: &'static str,
}

impl Extra {
    /// Words that a file of this layout always needs; an empty value for an option without one.
    const fn always(option: &'static str, value: &'static str) -> Self {
        Self::about("", option, value)
    }

    /// Words that are needed where the column is there.
    const fn about(column: &'static str, option: &'static str, value: &'static str) -> Self {
        Self {
            column,
            option,
            value,
        }
    }

    /// Whether the column it is about is there, and the one it maps.
    fn fits(&self, header: &[String]) -> bool {
        let there = |name: &str| name.is_empty() || column(header, name, &[]).is_some();
        let mapped = match (self.option, self.value.split_once('=')) {
            ("--map", Some((_, mapped))) => mapped,
            _ => "",
        };
        there(self.column) && there(mapped)
    }
}

/// Rows of zero, such as invoices of a trial, say nothing of money.
const SKIP_ZERO: Extra = Extra::always("--skip-zero", "");

/// Only rows that fit a condition on a column, where it is there.
const fn only(column: &'static str, condition: &'static str) -> Extra {
    Extra::about(column, "--where", condition)
}

/// Every layout that is known.
pub fn all() -> impl Iterator<Item = &'static KnownLayout> {
    let families = [
        hubspot::LAYOUTS,
        salesforce::LAYOUTS,
        crm::LAYOUTS,
        affiliate::LAYOUTS,
        affiliate_sales::LAYOUTS,
        forms::LAYOUTS,
        stripe::LAYOUTS,
        stripe_objects::LAYOUTS,
        recurly::LAYOUTS,
        chargebee::LAYOUTS,
    ];
    families.into_iter().flatten()
}

/// The layouts a header fits, the surest first: all their marks are there, and nothing they lack.
pub fn recognise(header: &[String]) -> Vec<&'static KnownLayout> {
    let mut found: Vec<&KnownLayout> = all().filter(|layout| layout.fits(header)).collect();
    found.sort_by_key(|layout| std::cmp::Reverse(layout.marks.len()));
    found
}

impl KnownLayout {
    /// Whether a header is its.
    pub fn fits(&self, header: &[String]) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| column(header, name, &[]).is_some());
        self.marks.iter().all(|names| has(names)) && !has(self.lacks)
    }

    /// The words of the command line it comes to for this header.
    pub fn words(&self, header: &[String]) -> Vec<String> {
        let mut words = Vec::new();
        let (mut fields, mut taken) = (Vec::new(), Vec::new());
        for (field, names) in self.map {
            if fields.contains(field) {
                continue;
            }
            if let Some(found) = names.iter().find_map(|name| column(header, name, &taken)) {
                words.extend(["--map".to_owned(), pair(field, found)]);
                fields.push(field);
                taken.push(found);
            }
        }
        for extra in self.words {
            if extra.fits(header) {
                words.push(extra.option.to_owned());
                if !extra.value.is_empty() {
                    words.push(extra.value.to_owned());
                }
            }
        }
        words
    }
}

/// The header of a column as it stands in the file; words are not looked for in `taken`.
fn column<'h>(header: &'h [String], name: &str, taken: &[&str]) -> Option<&'h str> {
    let found = if let Some(words) = name.strip_prefix('~') {
        header.iter().find(|h| {
            let said = words_of(h);
            !taken.contains(&h.as_str()) && words.split(' ').all(|w| said.iter().any(|s| s == w))
        })
    } else {
        let wanted = plain(name);
        // A name of signs only, such as `#`, is compared as it stands.
        header
            .iter()
            .find(|h| h.trim() == name || (!wanted.is_empty() && plain(h) == wanted))
    };
    found.map(String::as_str)
}

/// The words of a question, folded and without what hangs on them: `company's` is `company`.
fn words_of(header: &str) -> Vec<String> {
    fold(header)
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|w| w.split(['\'', '’']).next().unwrap_or(w).to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(header: &str) -> (Vec<&'static str>, String) {
        let header: Vec<String> = header.split('|').map(str::to_owned).collect();
        let found = recognise(&header);
        let words = found.first().map_or(Vec::new(), |l| l.words(&header));
        (found.iter().map(|l| l.name).collect(), words.join(" "))
    }

    #[test]
    fn no_two_layouts_have_one_name() {
        let mut names: Vec<&str> = all().map(|l| l.name).collect();
        let many = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), many);
    }

    #[test]
    fn a_form_is_read_by_the_words_of_its_questions() {
        let (names, said) = words(
            "Timestamp|Email Address|Your company|Which company would you like to refer?|Company website|Contact's email|Anything else we should know?",
        );
        assert_eq!(names, ["Google Forms answers"]);
        for wanted in [
            "company=Which company would you like to refer?",
            "partner=Your company",
            "partner_email=Email Address",
            "email=Contact's email",
            "domain=Company website",
            "note=Anything else we should know?",
            "submitted=Timestamp",
        ] {
            assert!(said.contains(wanted), "{wanted} is missing: {said}");
        }
    }

    #[test]
    fn a_sign_alone_is_a_header() {
        let (names, said) = words("#|Company name|Work email|Submit Date (UTC)|Network ID");
        assert_eq!(names, ["Typeform answers"]);
        assert!(said.contains("id=#"), "{said}");
        assert_eq!(
            words("|Company name|Submit Date (UTC)|Network ID").0.len(),
            0
        );
    }
}
