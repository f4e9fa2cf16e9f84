//! The forms in which a company's name is compared; must not decide whether two names mean one company.

use super::{
    forms::{self, Form},
    generic::{is_generic, is_small},
    numbers::{in_digits, is_number},
    place::Place,
    words::{Aside, Parts, is_wordless},
};

/// A name in the forms it is compared in. All are folded; numbers are in digits but in `squashed`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The words, legal form and a leading `the` gone, words in brackets kept.
    pub strict: Vec<String>,
    /// As `strict`, in one word and with numbers as they are written: `Wal-Mart` and `Walmart` are alike.
    pub squashed: String,
    /// Without what stands in brackets, where that is something.
    pub bare: Vec<String>,
    /// Without words that say little (group, technologies, …) and places; empty where nothing else is there.
    pub brief: Vec<String>,
    /// The first letters of its words, where there are two or more.
    pub acronym: Option<String>,
    /// Other names that stand beside it in brackets or after `dba`, each as `strict` is.
    pub aliases: Vec<Vec<String>>,
    /// The numbers in it, sorted.
    pub numbers: Vec<String>,
    /// The places in its brackets or at its end.
    pub places: Vec<Place>,
    /// Its legal form, if it has one.
    pub form: Option<Form>,
    /// As `squashed`, with the legal form that stands behind it.
    whole: Option<String>,
}

impl Name {
    /// A name, in the forms it is compared in. Nothing but signs gives an empty one.
    pub fn of(raw: &str) -> Self {
        let parts = Parts::of(raw);
        let mut main = parts.main;
        let whole = main.concat();
        let form = forms::strip(&mut main);
        without_the(&mut main);
        let written = main.clone();
        let main = in_digits(&main);
        let mut name = Self {
            form,
            whole: form.map(|_| whole),
            ..Self::default()
        };
        let mut strict = main.clone();
        let mut squashed = written.concat();
        for Aside { mut words, alias } in parts.asides {
            if let Some(place) = Place::named(&words) {
                name.places.push(place);
                strict.extend(words);
                continue;
            }
            if alias {
                forms::strip(&mut words);
                without_the(&mut words);
            } else {
                strict.extend(in_digits(&words));
                squashed.push_str(&words.concat());
                forms::strip(&mut words);
            }
            name.aliases.push(in_digits(&words));
        }
        name.squashed = if name.places.is_empty() {
            squashed
        } else {
            strict.concat()
        };
        let (core, place) = without_place(&main);
        name.places.extend(place);
        name.brief = core.iter().filter(|w| !is_generic(w)).cloned().collect();
        name.acronym = acronym(&written);
        name.numbers = strict.iter().filter(|w| is_number(w)).cloned().collect();
        name.numbers.sort();
        name.places.sort();
        if strict.len() > main.len() {
            name.bare = main;
        }
        name.strict = strict;
        name
    }

    /// The name in the form that is told apart most, as one text.
    pub fn strict_key(&self) -> String {
        self.strict.join(" ")
    }

    /// The name without blanks, its legal form behind it as it was written.
    pub(super) fn whole(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.squashed)
    }

    /// Whether nothing of the name is left to compare.
    pub fn is_empty(&self) -> bool {
        self.squashed.is_empty()
    }

    /// The words that say who it is: without brackets where there are any.
    pub(super) fn core(&self) -> &[String] {
        if self.bare.is_empty() {
            &self.strict
        } else {
            &self.bare
        }
    }

    /// The name in Latin letters, where it is written in others.
    pub(super) fn latin(&self) -> Option<Self> {
        let other = |c: char| c.is_alphabetic() && !c.is_ascii();
        if !self.strict.iter().any(|w| w.chars().any(other)) {
            return None;
        }
        let latin = |words: &[String]| -> Vec<String> {
            words
                .iter()
                .map(|w| deunicode::deunicode(w).to_lowercase().replace(' ', ""))
                .filter(|w| !w.is_empty())
                .collect()
        };
        Some(Self {
            strict: latin(&self.strict),
            squashed: latin(&self.strict).concat(),
            bare: latin(&self.bare),
            brief: latin(&self.brief),
            aliases: self.aliases.iter().map(|a| latin(a)).collect(),
            acronym: None,
            ..self.clone()
        })
    }

    /// Whether it is written in a script without blanks, so that its letters count, not its words.
    pub(super) fn is_wordless(&self) -> bool {
        self.squashed.chars().any(is_wordless)
    }
}

fn without_the(words: &mut Vec<String>) {
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
}

/// The words before a place that ends the name, and that place: `acme deutschland`, `acme united kingdom`.
fn without_place(words: &[String]) -> (&[String], Option<Place>) {
    for long in (1..=3.min(words.len().saturating_sub(1))).rev() {
        let at = words.len() - long;
        if let Some(place) = Place::named(&words[at..]) {
            return (&words[..at], Some(place));
        }
    }
    (words, None)
}

fn acronym(words: &[String]) -> Option<String> {
    let telling: Vec<&String> = words.iter().filter(|w| !is_small(w)).collect();
    if telling.len() < 2 {
        return None;
    }
    Some(telling.iter().filter_map(|w| w.chars().next()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(raw: &str) -> String {
        Name::of(raw).strict_key()
    }

    #[test]
    fn one_name_however_it_is_written() {
        assert_eq!(strict("The Coca-Cola Company"), strict("Coca Cola Co."));
        assert_eq!(strict("Nestlé S.A."), "nestle");
        assert_eq!(strict("1st Data Corp"), strict("First Data"));
        assert_eq!(strict("Johnson & Johnson"), strict("Johnson and Johnson"));
        assert_ne!(strict("Growth Fund II LP"), strict("Growth Fund III LP"));
        assert_eq!(
            Name::of("Wal-Mart").squashed,
            Name::of("Walmart Inc").squashed
        );
        assert_eq!(
            Name::of("OneMedical").squashed,
            Name::of("One Medical").squashed
        );
    }

    #[test]
    fn what_stands_beside_a_name_is_known() {
        let name = Name::of("Deutsche Bank (Schweiz) AG");
        assert_eq!(
            name.places.iter().map(|p| p.code()).collect::<Vec<_>>(),
            ["CH"]
        );
        assert_eq!(name.bare.join(" "), "deutsche bank");
        assert_eq!(name.strict_key(), "deutsche bank schweiz");
        let name = Name::of("IBM (International Business Machines)");
        assert_eq!(
            name.aliases,
            [vec!["international", "business", "machines"]]
        );
        assert_eq!(
            Name::of("International Business Machines Corp.")
                .acronym
                .as_deref(),
            Some("ibm")
        );
        assert_eq!(Name::of("Procter & Gamble").acronym.as_deref(), Some("pg"));
    }

    #[test]
    fn brief_names_lack_what_says_little() {
        assert_eq!(Name::of("Acme Technologies Group Ltd").brief, ["acme"]);
        assert_eq!(Name::of("Acme Deutschland GmbH").brief, ["acme"]);
        assert!(Name::of("Global Solutions").brief.is_empty());
    }

    #[test]
    fn other_letters_have_a_latin_form() {
        let latin = Name::of("ООО «Газпром»").latin().expect("Cyrillic");
        assert_eq!(latin.strict_key(), "gazprom");
        assert!(Name::of("Nestlé").latin().is_none());
    }
}
