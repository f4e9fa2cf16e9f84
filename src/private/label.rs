//! What is said about a match: a few fields, padded so that all labels of a file are equally long; must not seal them.

use std::collections::BTreeMap;

use crate::text::check_name;

/// Labels are as long as a multiple of this.
const STEP: usize = 64;
/// The longest label of a file, in bytes, before sealing.
pub(super) const LONGEST: u16 = 512;

/// One thing that can be said about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelField {
    /// Its name, as the side that tells it writes it.
    Name,
    /// Its website.
    Site,
    /// What it is to the side that tells it: customer, open, prospect.
    Population,
    /// Who looks after it there.
    Rep,
    /// The stage of the opportunity.
    Stage,
    /// Since when it is what it is: a day or a month.
    Since,
    /// What it is worth, with its currency: `1200.00 USD`.
    Value,
}

impl LabelField {
    /// All, in the order they are listed.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Site,
        Self::Population,
        Self::Rep,
        Self::Stage,
        Self::Since,
        Self::Value,
    ];

    /// As a word of files and command lines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Site => "site",
            Self::Population => "population",
            Self::Rep => "rep",
            Self::Stage => "stage",
            Self::Since => "since",
            Self::Value => "value",
        }
    }

    /// For people who are asked whether it may be told.
    pub fn told(self) -> &'static str {
        match self {
            Self::Name => "its name as you write it",
            Self::Site => "its website",
            Self::Population => "whether it is your customer, open opportunity or prospect",
            Self::Rep => "who looks after it (a person's name)",
            Self::Stage => "the stage",
            Self::Since => "since when",
            Self::Value => "its value",
        }
    }

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// Several fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fields(u16);

impl Fields {
    /// From the two bytes of a file; `None` if they name one there is not.
    pub(super) fn read(bits: u16) -> Option<Self> {
        (bits >> LabelField::ALL.len() == 0).then_some(Self(bits))
    }

    pub(super) fn bits(self) -> u16 {
        self.0
    }

    /// Whether it is among them.
    pub fn has(self, field: LabelField) -> bool {
        self.0 & field.bit() != 0
    }

    /// Whether all of these are among `others`.
    pub fn within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// They, in the order they are listed.
    pub fn iter(self) -> impl Iterator<Item = LabelField> {
        LabelField::ALL.into_iter().filter(move |f| self.has(*f))
    }

    /// In words: `name, rep and stage`; `nothing` if there is none.
    pub fn words(self) -> String {
        let words: Vec<&str> = self.iter().map(LabelField::word).collect();
        if words.is_empty() {
            return "nothing".to_owned();
        }
        listed(&words)
    }
}

impl FromIterator<LabelField> for Fields {
    fn from_iter<I: IntoIterator<Item = LabelField>>(fields: I) -> Self {
        Self(fields.into_iter().fold(0, |bits, f| bits | f.bit()))
    }
}

/// `a, b and c`
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What one side says about an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label(BTreeMap<LabelField, String>);

impl Label {
    /// Says one thing; what is empty is not said.
    pub fn say(&mut self, field: LabelField, text: &str) {
        if !text.trim().is_empty() {
            self.0.insert(field, text.trim().to_owned());
        }
    }

    /// What is said; text from outside when the label came in a file.
    pub fn get(&self, field: LabelField) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    /// Only what may be told.
    #[must_use]
    pub fn only(&self, fields: Fields) -> Self {
        let kept = self.0.iter().filter(|(field, _)| fields.has(**field));
        Self(kept.map(|(f, text)| (*f, text.clone())).collect())
    }

    fn json(&self) -> String {
        let map: serde_json::Map<String, serde_json::Value> = self
            .0
            .iter()
            .map(|(field, text)| (field.word().to_owned(), text.clone().into()))
            .collect();
        serde_json::Value::Object(map).to_string()
    }

    /// Bytes it needs, its length before it.
    pub(super) fn size(&self) -> usize {
        self.json().len() + 2
    }

    /// Padded to `length`. Where that is too short, the longest text is shortened, and says so by its end.
    pub(super) fn padded(&self, length: usize) -> Vec<u8> {
        let mut label = self.clone();
        let mut json = label.json();
        while json.len() + 2 > length {
            let Some(longest) = label.0.values_mut().max_by_key(|text| text.len()) else {
                break;
            };
            let keep = longest.chars().count().saturating_sub(4);
            if keep == 0 {
                longest.clear();
            } else {
                *longest = longest.chars().take(keep).chain(['…']).collect();
            }
            label.0.retain(|_, text| !text.is_empty());
            json = label.json();
        }
        let mut bytes = u16::try_from(json.len())
            .unwrap_or_default()
            .to_le_bytes()
            .to_vec();
        bytes.extend(json.as_bytes());
        bytes.resize(length, 0);
        bytes
    }

    /// A padded label read back, whoever wrote it: `None` if it is not exactly one, or says what was not agreed on.
    pub(super) fn read(bytes: &[u8], agreed: Fields) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (json, padding) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        if padding.iter().any(|byte| *byte != 0) {
            return None;
        }
        let said: BTreeMap<String, String> = serde_json::from_slice(json).ok()?;
        let mut label = Self::default();
        for (word, text) in said {
            let field = LabelField::ALL.into_iter().find(|f| f.word() == word)?;
            if !agreed.has(field) {
                return None;
            }
            label.0.insert(field, check_name(&text).ok()?);
        }
        Some(label)
    }
}

/// How long the labels of a file are: the longest, rounded up, so that no single one shows.
pub(super) fn length<'a>(labels: impl Iterator<Item = &'a Label>) -> u16 {
    let longest = labels.map(Label::size).max().unwrap_or_default();
    let rounded = longest.max(1).next_multiple_of(STEP);
    u16::try_from(rounded).map_or(LONGEST, |l| l.min(LONGEST))
}

/// Whether a file may have labels of this length.
pub(super) fn is_length(length: u16) -> bool {
    length > 0 && length <= LONGEST && usize::from(length).is_multiple_of(STEP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn label(parts: &[(LabelField, &str)]) -> Label {
        let mut label = Label::default();
        for (field, text) in parts {
            label.say(*field, text);
        }
        label
    }

    #[test]
    fn what_was_not_agreed_on_is_no_label() {
        let said = label(&[(LabelField::Rep, "Ada"), (LabelField::Stage, "Won")]);
        let both: Fields = [LabelField::Rep, LabelField::Stage].into_iter().collect();
        let rep: Fields = [LabelField::Rep].into_iter().collect();
        assert_eq!(Label::read(&said.padded(128), both), Some(said.clone()));
        assert_eq!(Label::read(&said.padded(128), rep), None);
        assert_eq!(said.only(rep), label(&[(LabelField::Rep, "Ada")]));
    }

    #[test]
    fn what_is_too_long_is_shortened_and_says_so() {
        let long = "ü".repeat(300);
        let said = label(&[(LabelField::Name, &long), (LabelField::Rep, "Ada")]);
        let all: Fields = LabelField::ALL.into_iter().collect();
        let read = Label::read(&said.padded(128), all).unwrap();
        assert_eq!(read.get(LabelField::Rep), Some("Ada"));
        let name = read.get(LabelField::Name).unwrap();
        assert!(name.ends_with('…') && name.len() > 60, "{name}");
    }

    #[test]
    fn hidden_bytes_and_control_characters_are_refused() {
        let all: Fields = LabelField::ALL.into_iter().collect();
        let mut bytes = label(&[(LabelField::Rep, "Ada")]).padded(64);
        *bytes.last_mut().unwrap() = 1;
        assert_eq!(Label::read(&bytes, all), None);
        let json = br#"{"rep":"\u001b[2J"}"#;
        let mut bytes = vec![u8::try_from(json.len()).unwrap(), 0];
        bytes.extend(json);
        bytes.resize(64, 0);
        assert_eq!(Label::read(&bytes, all), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_label_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let all: Fields = LabelField::ALL.into_iter().collect();
            let _ = Label::read(&bytes, all);
        }

        #[test]
        fn a_label_comes_back_as_it_went(rep in "[a-zA-Zäß日 \"\\\\]{1,30}", stage in "[a-z]{0,20}") {
            let said = label(&[(LabelField::Rep, &rep), (LabelField::Stage, &stage)]);
            let all: Fields = LabelField::ALL.into_iter().collect();
            let length = usize::from(length([&said].into_iter()));
            let read = Label::read(&said.padded(length), all).unwrap();
            prop_assert_eq!(read.get(LabelField::Stage), said.get(LabelField::Stage));
            let squeezed = said.get(LabelField::Rep).map(|r| r.split_whitespace().collect::<Vec<_>>().join(" "));
            prop_assert_eq!(read.get(LabelField::Rep).map(str::to_owned), squeezed);
        }
    }
}
