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

/// The delimiter of a header line. Error: two of them stand there equally often.
pub fn of_header(start: &[u8]) -> Result<u8> {
    let mut counts = [0_usize; KNOWN.len()];
    let mut quoted = false;
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            byte => {
                if let Some(i) = KNOWN.iter().position(|(known, _)| known == byte) {
                    counts[i] += 1;
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let best: Vec<_> = (0..KNOWN.len()).filter(|i| counts[*i] == most).collect();
    match best.as_slice() {
        [one] => Ok(KNOWN[*one].0),
        // One column: whatever it is, it does not occur.
        _ if most == 0 => Ok(b','),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn header_decides_and_a_tie_is_refused() {
        assert_eq!(of_header(b"a;b;c,d\n1,2,3").unwrap(), b';');
        assert_eq!(of_header(b"\"a,b,c,d\"\tb\n").unwrap(), b'\t');
        assert_eq!(of_header(b"name\nA, B").unwrap(), b',');
        let tie = of_header(b"a,b;c\n").unwrap_err();
        assert!(tie.to_string().contains("--delimiter semicolon"), "{tie}");
    }

    #[test]
    fn words_and_signs_are_understood() {
        assert_eq!(parse("tab").unwrap(), b'\t');
        assert_eq!(parse(";").unwrap(), b';');
        assert!(parse("x").is_err());
    }
}
