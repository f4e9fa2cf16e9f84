//! A company's name cut into words: what is written beside it set apart, dots and signs settled; must not judge what a word means.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::fold;

use super::forms;

/// A name taken apart, before anything of it is weighed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// What the company is called first.
    pub main: Vec<String>,
    /// What stands in brackets beside it, and other names it is said to have.
    pub asides: Vec<Aside>,
}

/// Words beside a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    /// The words.
    pub words: Vec<String>,
    /// Whether it was said to be another name (`dba`, `formerly`); else it stands in brackets.
    pub alias: bool,
}

/// What says that another name follows.
const ALIAS_MARKS: &[&[&str]] = &[
    &["dba"],
    &["doing", "business", "as"],
    &["trading", "as"],
    &["formerly", "known", "as"],
    &["formerly"],
    &["previously", "known", "as"],
    &["previously"],
    &["also", "known", "as"],
    &["now", "known", "as"],
    &["fka"],
    &["aka"],
    &["nka"],
];

/// What says that the rest tells of others, not of this company.
const OTHERS_MARKS: &[&[&str]] = &[
    &["careof"],
    &["care", "of"],
    &["a", "division", "of"],
    &["a", "subsidiary", "of"],
    &["a", "unit", "of"],
    &["a", "member", "of"],
    &["a", "part", "of"],
];

/// Notes people leave in the name field of a CRM behind a dash or an asterisk: words they begin with.
static NOTES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "do dnc dup dupe duplicate inactive archived obsolete old merged closed test delete deleted \
    lost churned bankrupt see use wrong blocked on not vip"
        .split(' ')
        .collect()
});

impl Parts {
    /// Takes a name apart.
    pub fn of(raw: &str) -> Self {
        let folded = fold(raw);
        let text = without_note(&folded);
        let (outside, brackets) = brackets(text);
        let mut parts = Self::default();
        let mut words = words(&outside);
        for inside in brackets {
            let inside = self::words(&inside);
            if inside.is_empty() {
                continue;
            }
            // `Acme (Pty) Ltd`, `Банк (ООО)`: the form, put in brackets.
            if forms::is_bracketed(&inside) {
                words.extend(inside);
                continue;
            }
            let (inside, alias) = without_mark(inside);
            parts.asides.push(Aside {
                words: inside,
                alias,
            });
        }
        if let Some(at) = mark(&words, OTHERS_MARKS).filter(|(at, _)| *at > 0) {
            words.truncate(at.0);
        }
        if let Some((at, long)) =
            mark(&words, ALIAS_MARKS).filter(|(at, long)| *at > 0 && at + long < words.len())
        {
            let words = words.split_off(at).split_off(long);
            parts.asides.push(Aside { words, alias: true });
        }
        if words.is_empty() && !parts.asides.is_empty() {
            words = parts.asides.remove(0).words;
        }
        for half in halves(text) {
            parts.asides.push(Aside {
                words: half,
                alias: true,
            });
        }
        parts.main = words;
        parts
    }
}

/// `Tailornova/Couturme`: both are names. Each must be a word of its own: `A/S`, `T/A` and `24/7` are not.
fn halves(text: &str) -> Vec<Vec<String>> {
    if !text.contains('/') {
        return Vec::new();
    }
    let halves: Vec<&str> = text.split('/').map(str::trim).collect();
    let long = |half: &&str| half.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    if halves.len() != 2 || !halves.iter().all(long) || text.contains(['(', ':']) {
        return Vec::new();
    }
    halves.into_iter().map(words).collect()
}

/// The text before ` - DO NOT CALL` and the like.
fn without_note(text: &str) -> &str {
    if !text.contains(['-', '–', '—', '*', '/']) {
        return text;
    }
    for mark in [" - ", " – ", " — ", " * ", " ** ", " *** ", " // "] {
        if let Some((name, rest)) = text.split_once(mark)
            && !name.trim().is_empty()
            && rest
                .split(|c: char| !c.is_alphanumeric())
                .find(|w| !w.is_empty())
                .is_some_and(|w| NOTES.contains(w))
        {
            return name;
        }
    }
    text
}

/// The text outside brackets, and what each pair holds; a bracket that is not closed ends with the text.
fn brackets(text: &str) -> (String, Vec<String>) {
    if !text.contains(['(', '[', '{']) {
        return (text.to_owned(), Vec::new());
    }
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => {
                if depth == 0 {
                    inside.push(String::new());
                    outside.push(' ');
                }
                depth += 1;
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c => match inside.last_mut().filter(|_| depth > 0) {
                Some(last) => last.push(c),
                None => outside.push(c),
            },
        }
    }
    (outside, inside)
}

/// Where the first of these marks stands, and how many words it has.
fn mark(words: &[String], marks: &[&[&str]]) -> Option<(usize, usize)> {
    (0..words.len()).find_map(|at| {
        let here = |mark: &&&[&str]| {
            words.len() - at >= mark.len() && mark.iter().zip(&words[at..]).all(|(m, w)| m == w)
        };
        marks.iter().find(here).map(|mark| (at, mark.len()))
    })
}

/// Words in brackets without the mark they begin with, and whether there was one.
fn without_mark(mut words: Vec<String>) -> (Vec<String>, bool) {
    match mark(&words, ALIAS_MARKS) {
        Some((0, long)) if words.len() > long => (words.split_off(long), true),
        _ => (words, false),
    }
}

/// The words of a folded text: `&` is `and`, apostrophes vanish, single letters join, all other signs part.
pub(super) fn words(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut before = ' ';
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | '"' => continue,
            '&' => words.push("and".to_owned()),
            '+' => words.push("plus".to_owned()),
            '%' => words.push("percent".to_owned()),
            '#' if before.is_alphabetic() && !next.is_alphanumeric() => {
                words.push("sharp".to_owned());
            }
            // Version numbers and decimals are one word.
            '.' | ',' if open && before.is_ascii_digit() && next.is_ascii_digit() => {
                if c == '.'
                    && let Some(last) = words.last_mut()
                {
                    last.push(c);
                }
                before = c;
                continue;
            }
            // `a/s`, `d/b/a`, `c/o`: letters, not words.
            '/' if before.is_alphabetic()
                && next == 'o'
                && words.last().is_some_and(|w| w == "c") =>
            {
                chars.next();
                words.pop();
                words.push("careof".to_owned());
            }
            c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => {
                if !open {
                    words.push(String::new());
                }
                if let Some(last) = words.last_mut() {
                    last.push(c);
                }
                open = true;
                before = c;
                continue;
            }
            _ => {}
        }
        open = false;
        before = c;
    }
    joined(words)
}

/// Runs of single letters as one word: `s a` and `j p` come from `S.A.` and `J. P.`.
fn joined(words: Vec<String>) -> Vec<String> {
    let single =
        |w: &str| w.chars().count() == 1 && w.chars().all(char::is_alphabetic) && !is_whole(w);
    if !words.iter().any(|w| single(w)) {
        return words;
    }
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut run = false;
    for word in words {
        let letter = single(&word);
        match out.last_mut().filter(|_| letter && run) {
            Some(last) => last.push_str(&word),
            None => out.push(word),
        }
        run = letter;
    }
    out
}

/// Whether one sign is a word by itself: those of scripts that write words, not letters.
fn is_whole(word: &str) -> bool {
    word.chars().all(is_wordless)
}

/// Whether a script puts no blanks between words (Han, kana, Hangul as names use it).
pub(super) fn is_wordless(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main(raw: &str) -> String {
        Parts::of(raw).main.join(" ")
    }

    fn asides(raw: &str) -> Vec<String> {
        Parts::of(raw)
            .asides
            .iter()
            .map(|a| a.words.join(" "))
            .collect()
    }

    #[test]
    fn signs_are_settled() {
        assert_eq!(main("Procter & Gamble"), "procter and gamble");
        assert_eq!(main("McDonald's"), "mcdonalds");
        assert_eq!(main("J. P. Morgan"), "jp morgan");
        assert_eq!(main("A.B.C. Company"), "abc company");
        assert_eq!(main("Amazon.com, Inc."), "amazon com inc");
        assert_eq!(main("Coca-Cola"), "coca cola");
        assert_eq!(main("Web 2.0 Labs"), "web 2.0 labs");
        assert_eq!(main("Acme\u{200b} – Duplicate of 17"), "acme");
        assert_eq!(main("Acme Ltd. - DO NOT CALL"), "acme ltd");
        assert_eq!(main("Acme - Berlin"), "acme berlin");
        assert_ne!(main("C"), main("C++"));
        assert_ne!(main("C#"), main("C++"));
    }

    #[test]
    fn other_names_stand_aside() {
        assert_eq!(
            asides("IBM (International Business Machines)"),
            ["international business machines"]
        );
        assert_eq!(main("Alphabet (formerly Google)"), "alphabet");
        assert_eq!(asides("Alphabet (formerly Google)"), ["google"]);
        assert_eq!(asides("Acme Holdings d/b/a Zap"), ["zap"]);
        assert_eq!(main("Acme Holdings d/b/a Zap"), "acme holdings");
        assert_eq!(main("Acme c/o Zap Agency"), "acme");
        assert_eq!(asides("Tailornova/Couturme"), ["tailornova", "couturme"]);
        assert!(asides("Norden A/S").is_empty());
        assert_eq!(main("(Acme)"), "acme");
        assert_eq!(main("Acme (Pty) Ltd"), "acme ltd pty");
        assert_eq!(main("Acme (open"), "acme");
    }
}
