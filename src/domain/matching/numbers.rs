//! Numbers in names, however they are written (1st, First, Forty-Four, III); must not judge whether they tell two companies apart.

/// Words that say how many or the how-manieth, up to twenty and by tens.
const UNITS: &[(&str, &str, u32)] = &[
    ("one", "first", 1),
    ("two", "second", 2),
    ("three", "third", 3),
    ("four", "fourth", 4),
    ("five", "fifth", 5),
    ("six", "sixth", 6),
    ("seven", "seventh", 7),
    ("eight", "eighth", 8),
    ("nine", "ninth", 9),
    ("ten", "tenth", 10),
    ("eleven", "eleventh", 11),
    ("twelve", "twelfth", 12),
    ("thirteen", "thirteenth", 13),
    ("fourteen", "fourteenth", 14),
    ("fifteen", "fifteenth", 15),
    ("sixteen", "sixteenth", 16),
    ("seventeen", "seventeenth", 17),
    ("eighteen", "eighteenth", 18),
    ("nineteen", "nineteenth", 19),
    ("twenty", "twentieth", 20),
    ("thirty", "thirtieth", 30),
    ("forty", "fortieth", 40),
    ("fourty", "fourtieth", 40),
    ("fifty", "fiftieth", 50),
    ("sixty", "sixtieth", 60),
    ("seventy", "seventieth", 70),
    ("eighty", "eightieth", 80),
    ("ninety", "ninetieth", 90),
];

/// Words before which or after which a single letter is a Roman number.
const COUNTED: &[&str] = &[
    "fund",
    "funds",
    "phase",
    "part",
    "class",
    "series",
    "number",
    "no",
    "nr",
    "volume",
    "unit",
    "trust",
    "portfolio",
    "feeder",
    "spv",
    "tranche",
];

/// The words with every number written in digits.
pub(super) fn in_digits(words: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut tens: Option<u32> = None;
    for (at, word) in words.iter().enumerate() {
        let counted = at > 0 && COUNTED.contains(&words[at - 1].as_str());
        let number = in_words(word)
            .or_else(|| ordinal(word))
            .or_else(|| roman(word, at > 0, counted));
        let (Some(number), true) = (number.or_else(|| word.parse().ok()), word.len() <= 12) else {
            tens = None;
            out.push(word.clone());
            continue;
        };
        // `forty four`, `forty 4`
        if let (Some(ten), 1..=9, Some(last)) = (tens, number, out.last_mut()) {
            *last = (ten + number).to_string();
            tens = None;
            continue;
        }
        tens = in_words(word).filter(|n| *n >= 20);
        // Written numbers keep their zeros: `007` is no 7.
        out.push(if word.bytes().all(|b| b.is_ascii_digit()) {
            word.clone()
        } else {
            number.to_string()
        });
    }
    out
}

/// Whether a word of [`in_digits`] is a number.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn in_words(word: &str) -> Option<u32> {
    UNITS
        .iter()
        .find(|(one, first, _)| word == *one || word == *first)
        .map(|(_, _, n)| *n)
}

/// `1st`, `22nd`, `3rd`, `4th`.
fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    digits.parse().ok()
}

/// A Roman number up to 39. Those of one letter, and `xx`, count only behind a word that is counted; none begins a name.
fn roman(word: &str, inside: bool, counted: bool) -> Option<u32> {
    if !inside || word.len() > 7 || !word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        return None;
    }
    if !counted && (word.len() == 1 || matches!(word, "ix" | "xx" | "xxx" | "vi" | "xi")) {
        return None;
    }
    let tens = word.bytes().take_while(|b| *b == b'x').count();
    let ones = &word[tens..];
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
        .iter()
        .position(|r| *r == ones)?;
    u32::try_from(tens * 10 + ones)
        .ok()
        .filter(|n| tens <= 3 && *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> String {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        in_digits(&words).join(" ")
    }

    #[test]
    fn a_number_is_one_however_it_is_written() {
        assert_eq!(
            digits("first international bank"),
            digits("1st international bank")
        );
        assert_eq!(digits("brigade forty four"), "brigade 44");
        assert_eq!(digits("brigade forty 4"), "brigade 44");
        assert_eq!(digits("three percenters"), "3 percenters");
        assert_eq!(digits("growth fund ii"), "growth fund 2");
        assert_eq!(digits("growth fund i"), "growth fund 1");
        assert_eq!(digits("agent 007"), "agent 007");
    }

    #[test]
    fn letters_that_are_no_number_stay() {
        for name in [
            "space x",
            "x corp",
            "ams ix",
            "vi systems",
            "iv therapy",
            "i robot",
            "malcolm x",
        ] {
            assert_eq!(digits(name), name);
        }
    }
}
