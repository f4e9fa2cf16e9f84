//! How alike two names are, from 0 to 1, and why; must not decide whether two accounts are one.

use rapidfuzz::distance::{jaro_winkler, osa};

use super::{
    generic::{is_generic, mean_the_same},
    name::Name,
    numbers::is_number,
};

/// What two names have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Equal once the legal form and signs are gone.
    Strict,
    /// Equal but for blanks.
    Squashed,
    /// One is what the other says in brackets or after `dba`, or they are equal without their brackets.
    Alias,
    /// Equal without words that say little, or without a place.
    Brief,
    /// One is the first letters of the other.
    Acronym,
    /// One holds the whole of the other.
    Prefix,
    /// Written much alike.
    Close,
    /// Nothing that could be told in a word.
    Other,
}

/// How alike two names are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// What they have in common.
    pub likeness: Likeness,
    /// From 0 (nothing) to 1 (equal).
    pub score: f32,
}

/// What a word weighs in a name: rare words more than common ones.
pub(super) type Weigh<'a> = &'a dyn Fn(&str) -> f32;

/// The weight of a word where nothing is known of how common it is.
pub fn plain_weight(word: &str) -> f32 {
    if is_generic(word) { 0.35 } else { 1.0 }
}

/// Whether the numbers in two names say that they are two: `Fund II` and `Fund III`.
pub fn numbers_differ(a: &Name, b: &Name) -> bool {
    !a.numbers.is_empty() && !b.numbers.is_empty() && a.numbers != b.numbers
}

/// Whether the places in two names say that they are two: `Acme (UK)` and `Acme (Germany)`.
pub fn places_differ(a: &Name, b: &Name) -> bool {
    !a.places.is_empty() && !b.places.is_empty() && !a.places.iter().any(|p| b.places.contains(p))
}

/// How alike two names are. Symmetric. Words of the same rarity weigh the same.
pub fn alike(a: &Name, b: &Name) -> Alike {
    alike_by(a, b, &plain_weight)
}

/// [`alike`] with the weights of words given.
pub(super) fn alike_by(a: &Name, b: &Name, weigh: Weigh<'_>) -> Alike {
    let found = in_one_script(a, b, weigh);
    // Latin letters are tried only where one of the two is written in them.
    let (one, other) = (a.latin(), b.latin());
    let found = match (one, other) {
        (Some(a), None) => better(found, in_one_script(&a, b, weigh)),
        (None, Some(b)) => better(found, in_one_script(a, &b, weigh)),
        _ => found,
    };
    held_back(a, b, found)
}

fn better(a: Alike, b: Alike) -> Alike {
    // What was found in other letters is a little less sure.
    if b.score - 0.05 > a.score {
        Alike {
            likeness: b.likeness.max(Likeness::Alias),
            score: b.score - 0.05,
        }
    } else {
        a
    }
}

/// The score less what speaks against it.
fn held_back(a: &Name, b: &Name, mut found: Alike) -> Alike {
    if numbers_differ(a, b) {
        found.score *= 0.5;
    } else if a.numbers != b.numbers && found.likeness != Likeness::Alias {
        // `Fund I` is what `Fund` may be; no other number is.
        let first = a.numbers.iter().chain(&b.numbers).all(|n| n == "1");
        found.score -= if first { 0.02 } else { 0.15 };
    }
    if places_differ(a, b) {
        found.score -= 0.2;
    }
    if let (Some(one), Some(other)) = (a.form, b.form)
        && one.clashes(other)
    {
        found.score -= if one.trades() == other.trades() {
            0.03
        } else {
            0.25
        };
    }
    found.score = found.score.clamp(0.0, 1.0);
    found
}

fn in_one_script(a: &Name, b: &Name, weigh: Weigh<'_>) -> Alike {
    let some = |likeness, score| Alike { likeness, score };
    if a.is_empty() || b.is_empty() {
        return some(Likeness::Other, 0.0);
    }
    if a.strict == b.strict {
        return some(Likeness::Strict, 1.0);
    }
    if a.squashed == b.squashed {
        return some(Likeness::Squashed, 0.98);
    }
    // `SiemensAG`: the form without a blank.
    if a.whole() == b.squashed || b.whole() == a.squashed {
        return some(Likeness::Squashed, 0.96);
    }
    if is_alias(a, b) || is_alias(b, a) {
        return some(Likeness::Alias, 0.92);
    }
    let close = close(a, b, weigh);
    if !a.brief.is_empty() && a.brief.concat() == b.brief.concat() {
        return some(Likeness::Brief, close.max(brief_score(a, b)));
    }
    if is_acronym(a, b) || is_acronym(b, a) {
        return some(Likeness::Acronym, close.max(0.8));
    }
    if is_prefix(a, b) || is_prefix(b, a) {
        return some(Likeness::Prefix, close.max(0.7));
    }
    some(
        if close >= 0.7 {
            Likeness::Close
        } else {
            Likeness::Other
        },
        close,
    )
}

/// Names that are equal but for words that say little: the more such words only one has, the less alike.
fn brief_score(a: &Name, b: &Name) -> f32 {
    let only = |one: &[String], other: &[String]| one.iter().filter(|w| !other.contains(w)).count();
    let (x, y) = (only(a.core(), b.core()), only(b.core(), a.core()));
    // Words on both sides that differ (Acme Software, Acme Consulting) tell two apart more than one that is left away.
    let letters: usize = a.brief.iter().map(|w| w.chars().count()).sum();
    let short = if letters < 4 { 0.1 } else { 0.0 };
    (if x > 0 && y > 0 {
        0.74
    } else if x + y <= 1 {
        0.88
    } else {
        0.82
    }) - short
}

fn is_alias(a: &Name, b: &Name) -> bool {
    let bare = |n: &Name| {
        if n.bare.is_empty() {
            n.strict.concat()
        } else {
            n.bare.concat()
        }
    };
    // A place in brackets that only one has is no alias: `Deutsche Bank (Schweiz)` is a part of `Deutsche Bank`.
    let same_bare = a.places == b.places && bare(a) == bare(b);
    same_bare
        || a.aliases.iter().any(|alias| {
            alias.concat().len() >= 2 && (alias == b.core() || b.aliases.contains(alias))
        })
}

/// Whether `short` is the first letters of `long`: three or more, or two where they are all of the name.
fn is_acronym(short: &Name, long: &Name) -> bool {
    let [one] = short.core() else {
        return short.core().len() > 1
            && short.core().iter().all(|w| w.len() == 1 || w == "and")
            && short.acronym.is_some()
            && short.acronym == long.acronym;
    };
    long.core().len() > 1
        && one.chars().count() >= 2
        && long.acronym.as_ref().is_some_and(|letters| letters == one)
}

/// Whether `long` begins with all words of `short`, or has two or more of them in a row, and they say who it is.
fn is_prefix(short: &Name, long: &Name) -> bool {
    let (few, many) = (short.core(), long.core());
    let inside = || few.len() > 1 && many.windows(few.len()).any(|part| part == few);
    few.len() < many.len() && is_telling(few) && (many.starts_with(few) || inside())
}

/// Whether words say who it is by themselves.
pub(super) fn is_telling(words: &[String]) -> bool {
    words
        .iter()
        .any(|w| w.chars().count() >= 3 && !is_generic(w) && !is_number(w))
}

/// Likeness of names that are not equal: word by word, and letter by letter.
fn close(a: &Name, b: &Name, weigh: Weigh<'_>) -> f32 {
    if a.is_wordless() || b.is_wordless() {
        return by_letters(&a.squashed, &b.squashed) * 0.9;
    }
    let words = by_words(a.core(), b.core(), weigh);
    let letters = by_letters(&a.squashed, &b.squashed);
    // One long word with a slip, or a blank in another place, is seen in the letters.
    let long = a.squashed.len().min(b.squashed.len()) >= 6;
    let slips = osa::distance(a.squashed.chars(), b.squashed.chars());
    let slip = long && slips <= 1 && a.numbers == b.numbers;
    let whole = 0.75 * words + 0.25 * letters;
    if slip { whole.max(0.9) } else { whole }
}

fn by_letters(a: &str, b: &str) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a likeness between 0 and 1 needs no more digits"
    )]
    let found = jaro_winkler::similarity(a.chars(), b.chars()) as f32;
    found
}

/// The share of weight that finds a partner in the other name. Words that differ on both sides count more against it.
pub(super) fn by_words(a: &[String], b: &[String], weigh: Weigh<'_>) -> f32 {
    let total: f32 = a.iter().chain(b).map(|w| weigh(w)).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (i, one) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate() {
            let like = word_like(one, other);
            if like > 0.0 {
                pairs.push((like, i, j));
            }
        }
    }
    pairs.sort_by(|x, y| {
        y.0.total_cmp(&x.0)
            .then(x.1.abs_diff(x.2).cmp(&y.1.abs_diff(y.2)))
            .then((x.1, x.2).cmp(&(y.1, y.2)))
    });
    let (mut left, mut right) = (vec![true; a.len()], vec![true; b.len()]);
    let mut met = 0.0;
    for (like, i, j) in pairs {
        if left[i] && right[j] {
            (left[i], right[j]) = (false, false);
            met += like * (weigh(&a[i]) + weigh(&b[j]));
        }
    }
    let open = |words: &[String], open: &[bool]| -> f32 {
        words
            .iter()
            .zip(open)
            .filter(|(_, o)| **o)
            .map(|(w, _)| weigh(w))
            .sum()
    };
    let against = open(a, &left).min(open(b, &right));
    ((met - against) / total).max(0.0)
}

/// How alike two words are: 1 if equal, 0 if a slip of the pen does not explain the difference.
fn word_like(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    if is_number(a) || is_number(b) {
        return 0.0;
    }
    if mean_the_same(a, b) {
        return 0.95;
    }
    let (short, long) = (
        a.chars().count().min(b.chars().count()),
        a.chars().count().max(b.chars().count()),
    );
    let slips = osa::distance(a.chars(), b.chars());
    let allowed = match short {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    if slips <= allowed {
        #[expect(clippy::cast_precision_loss, reason = "words are short")]
        return 1.0 - 1.2 * slips as f32 / long as f32;
    }
    // An abbreviation: `intl` and `international`, `univ` and `university`.
    if short >= 3 && long >= short + 3 && abbreviates(a, b) {
        0.85
    } else {
        0.0
    }
}

/// Whether one word is the beginning of the other, or its first letter, others in order, and its last.
fn abbreviates(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if long.starts_with(short) {
        return short.chars().count() >= 4;
    }
    let mut rest = long.chars();
    short.chars().next() == long.chars().next()
        && short.chars().last() == long.chars().last()
        && short.chars().count() >= 4
        && short.chars().all(|c| rest.any(|d| d == c))
        && is_generic(short) == is_generic(long)
        && short
            .chars()
            .skip(1)
            .all(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(a: &str, b: &str) -> Alike {
        let found = alike(&Name::of(a), &Name::of(b));
        let back = alike(&Name::of(b), &Name::of(a));
        assert!((found.score - back.score).abs() < 1e-6, "{a} {b}");
        found
    }

    #[test]
    fn names_that_mean_one_company_are_alike() {
        for (a, b, likeness) in [
            ("Acme, Inc.", "ACME", Likeness::Strict),
            ("Wal-Mart", "Walmart", Likeness::Squashed),
            (
                "International Business Machines (IBM)",
                "IBM",
                Likeness::Alias,
            ),
            ("Acme Technologies", "Acme", Likeness::Brief),
            (
                "IBM Corp",
                "International Business Machines",
                Likeness::Acronym,
            ),
            ("Siemens Healthineers", "Siemens", Likeness::Prefix),
            ("Crystalord Ltd", "Cristalord Limited", Likeness::Close),
            ("Газпром", "Gazprom JSC", Likeness::Alias),
            (
                "First Bank Int'l",
                "First Bank International",
                Likeness::Brief,
            ),
        ] {
            let found = like(a, b);
            assert_eq!(found.likeness, likeness, "{a} {b} {}", found.score);
            assert!(found.score >= 0.7, "{a} {b} {}", found.score);
        }
    }

    #[test]
    fn names_that_only_look_alike_are_not() {
        for (a, b) in [
            ("Government of Estonia", "Government of Ethiopia"),
            ("Growth Fund II", "Growth Fund III"),
            ("Acme (UK) Ltd", "Zap (UK) Ltd"),
            ("BWI Industries", "BAE Industries"),
            ("Alpha Labs", "Alpine Labs"),
            ("Tactical Kittens", "Tactical Missiles"),
        ] {
            assert!(like(a, b).score < 0.7, "{a} {b} {}", like(a, b).score);
        }
    }
}
