//! Countries and regions, as a column or a name says them; must not judge whether two places are one market.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::words::words;
use crate::text::fold;

/// A country by its ISO 3166 code, or a region of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(&'static str);

impl Place {
    /// The code: `DE`; a region's name in lower case: `emea`.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The country a cell names, by code, three letters or name in one of many languages; none for regions and for what is
    /// no country.
    pub fn country(text: &str) -> Option<Self> {
        let key = words(&fold(text)).join(" ");
        // `n/a` is what cells without a country say; Namibia is `NA`.
        if key.is_empty() || text.contains('/') {
            return None;
        }
        let codes = || CODES.get(key.as_str()).copied();
        NAMES
            .get(key.as_str())
            .copied()
            .or_else(codes)
            .filter(|p| p.is_country())
    }

    /// The place some words of a name are, whole: `schweiz`, `united kingdom`, `emea`. Codes of two letters only where
    /// people write them as names: `uk`, `usa`.
    pub(super) fn named(words: &[String]) -> Option<Self> {
        match words {
            [one] => NAMES.get(one.as_str()).copied(),
            many => NAMES.get(many.join(" ").as_str()).copied(),
        }
    }

    /// The country that a code of two letters is.
    pub(super) fn coded(code: &str) -> Option<Self> {
        CODES.get(code).copied()
    }

    fn is_country(self) -> bool {
        self.0.len() == 2
    }
}

/// Regions that stand in names as countries do.
const REGIONS: &[&str] = &[
    "europe",
    "asia",
    "africa",
    "emea",
    "apac",
    "latam",
    "americas",
    "north america",
    "south america",
    "latin america",
    "middle east",
    "asia pacific",
    "benelux",
    "dach",
    "nordic",
    "nordics",
    "scandinavia",
    "oceania",
    "anz",
    "mena",
];

static NAMES: LazyLock<FxHashMap<String, Place>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    for (code, _, rest) in lines() {
        for name in rest.split('|') {
            let key = words(&fold(name)).join(" ");
            names.entry(key).or_insert(Place(code));
        }
    }
    for region in REGIONS {
        names.insert((*region).to_owned(), Place(region));
    }
    names
});

static CODES: LazyLock<FxHashMap<String, Place>> = LazyLock::new(|| {
    let both = lines().flat_map(|(two, three, _)| [(two, two), (three, two)]);
    both.filter(|(code, _)| *code != "-")
        .map(|(code, two)| (code.to_ascii_lowercase(), Place(two)))
        .collect()
});

fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("../../../assets/countries.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|line| {
            let (two, rest) = line.split_once('|')?;
            let (three, rest) = rest.split_once('|')?;
            Some((two, three, rest))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_code_and_by_name() {
        for text in [
            "DE",
            "de",
            "DEU",
            "Germany",
            "Deutschland",
            " allemagne ",
            "Германия",
            "ドイツ",
        ] {
            assert_eq!(Place::country(text).map(Place::code), Some("DE"), "{text}");
        }
        for text in [
            "US",
            "USA",
            "U.S.A.",
            "United States",
            "united states of america",
        ] {
            assert_eq!(Place::country(text).map(Place::code), Some("US"), "{text}");
        }
        assert_eq!(Place::country("UK").map(Place::code), Some("GB"));
        assert_eq!(
            Place::country("Korea, Republic of").map(Place::code),
            Some("KR")
        );
        for text in ["", "EMEA", "n/a", "Gotham", "-"] {
            assert_eq!(Place::country(text), None, "{text}");
        }
    }
}
