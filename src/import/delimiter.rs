//! Which character stands between the cells: read off the header or named by the person; never guessed on a tie.

use crate::error::{Error, Result};

/// What may stand between cells, and how it is called.
const KNOWN: [(u8, &str); 4] = [
    (b',', "comma"),
    (b';', "semicolon"),
    (b'\t', "tab"),
    (b'|', "pipe"),
];

/// A delimiter as a person names it: `,`, `;`, `|`, `tab`, `comma`, `semicolon`, `pipe`.
pub fn parse(text: &str) -> Result<u8> {
    let text = if text == "\\t" { "tab" } else { text };
    KNOWN
        .iter()
        .find(|(byte, word)| text.eq_ignore_ascii_case(word) || text.as_bytes() == [*byte])
        .map(|(byte, _)| *byte)
        .ok_or_else(|| {
            Error::usage(format!("“{text}” is no delimiter."))
                .hint("Use comma, semicolon, tab or pipe.")
        })
}

/// How many lines may stand above the table.
const TITLES: usize = 30;

/// The delimiter of a table's start: that of its first line; where that has none, as a title, that of the first two
/// lines in a row with equally many. Error: two of them stand there equally often.
pub fn of_header(start: &[u8]) -> Result<u8> {
    deciding(start).map_or(Ok(b','), |counts| of_counts(&counts))
}

/// The counts that decide: none where a table has one column, whatever stands between cells.
fn deciding(start: &[u8]) -> Option<Counts> {
    let lines = lines(start);
    let has = |counts: &Counts| counts.iter().any(|n| *n > 0);
    let first = lines.first()?;
    if has(first) {
        return Some(*first);
    }
    let mut pairs = lines.iter().zip(lines.iter().skip(1));
    pairs
        .find(|(a, b)| has(a) && (0..KNOWN.len()).any(|i| a[i] > 0 && a[i] == b[i]))
        .map(|(a, _)| *a)
}

/// How often each delimiter stands on a line.
type Counts = [usize; KNOWN.len()];

/// The counts of the first lines; what is in quotes does not count.
fn lines(start: &[u8]) -> Vec<Counts> {
    let (mut all, mut counts, mut quoted, mut any) = (Vec::new(), [0; KNOWN.len()], false, false);
    for byte in start {
        match byte {
            b'"' => (quoted, any) = (!quoted, true),
            b'\n' | b'\r' if !quoted => {
                if any {
                    all.push(counts);
                }
                (counts, any) = ([0; KNOWN.len()], false);
                if all.len() == TITLES {
                    return all;
                }
            }
            _ if quoted => {}
            byte => {
                any = true;
                if let Some(i) = KNOWN.iter().position(|(known, _)| known == byte) {
                    counts[i] += 1;
                }
            }
        }
    }
    if any {
        all.push(counts);
    }
    all
}

fn of_counts(counts: &Counts) -> Result<u8> {
    match best(counts).as_slice() {
        [one] => Ok(KNOWN[*one].0),
        [a, b, ..] => Err(Error::refused(format!(
            "The header has as many {}s as {}s, so the columns cannot be told apart.",
            KNOWN[*a].1, KNOWN[*b].1
        ))
        .means("Nothing was imported.")
        .hint(format!(
            "Add --delimiter {} or --delimiter {}.",
            KNOWN[*a].1, KNOWN[*b].1
        ))),
        [] => Ok(b','),
    }
}

/// The delimiters that stand there most often.
fn best(counts: &Counts) -> Vec<usize> {
    let most = counts.iter().copied().max().unwrap_or(0);
    (0..KNOWN.len()).filter(|i| counts[*i] == most).collect()
}

/// The words for the delimiters that stand equally often where [`of_header`] looks; nothing where one is the most frequent.
pub(super) fn tied(start: &[u8]) -> Vec<&'static str> {
    let Some(counts) = deciding(start) else {
        return Vec::new();
    };
    let best = best(&counts);
    let words = best.iter().map(|i| KNOWN[*i].1);
    if best.len() > 1 {
        words.collect()
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn header_decides_and_a_tie_is_refused() {
        assert_eq!(of_header(b"a;b;c,d\n1,2,3").unwrap(), b';');
        assert_eq!(of_header(b"\"a,b,c,d\"\tb\n").unwrap(), b'\t');
        assert_eq!(of_header(b"name\nA, B").unwrap(), b',');
        // Below a title, and not in a list of one column.
        assert_eq!(of_header(b"Report\n\na;b;c\n1;2;3\n").unwrap(), b';');
        assert_eq!(of_header(b"name\nSmith; Co\nVale\n").unwrap(), b',');
        let tie = of_header(b"a,b;c\n").unwrap_err();
        assert!(tie.to_string().contains("--delimiter semicolon"), "{tie}");
        assert_eq!(tied(b"a,b;c\n"), ["comma", "semicolon"]);
        assert!(tied(b"a,b,c;d\n").is_empty() && tied(b"a\n").is_empty());
    }

    #[test]
    fn words_and_signs_are_understood() {
        assert_eq!(parse("tab").unwrap(), b'\t');
        assert_eq!(parse(";").unwrap(), b';');
        assert!(parse("x").is_err());
    }
}
