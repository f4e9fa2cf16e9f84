//! Headers of columns: compared without case and punctuation, taken apart into words, and named on a command line.

use crate::{
    error::{Error, Result},
    text::fold,
};

/// `a=X,b=Y` in pairs. A comma inside a column's name is kept where what follows has no equals sign, and anything is
/// kept in double quotes.
pub fn pairs(typed: &[String]) -> Result<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = Vec::new();
    for one in typed {
        let mut first = true;
        for piece in pieces(one) {
            match (piece.split_once('='), first) {
                (Some((field, column)), _) => {
                    found.push((field.trim().to_owned(), column.trim().to_owned()));
                }
                (None, false) => {
                    if let Some(last) = found.last_mut() {
                        last.1 = format!("{},{piece}", last.1);
                    }
                }
                (None, true) => {
                    return Err(Error::usage(format!("“{one}” is not field=Column."))
                        .hint("Write it like --map name=Company,owner=\"Account manager\"."));
                }
            }
            first = false;
        }
    }
    for (_, column) in &mut found {
        *column = unquoted(column);
    }
    Ok(found)
}

/// A pair as [`pairs`] reads it back, whatever the header is.
pub fn pair(field: &str, header: &str) -> String {
    let plain = !header.contains(',') && !header.starts_with('"') && header.trim() == header;
    if plain {
        format!("{field}={header}")
    } else {
        format!("{field}={}", quoted(header))
    }
}

/// A name in double quotes, its own quotes doubled.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What stands in double quotes, or the text as it is, trimmed.
pub(super) fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    inner.map_or_else(|| text.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Parts between commas; a comma after `="` and before the closing quote parts nothing.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut quoted, mut before) = (0, false, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '"' if quoted || before == '=' => quoted = !quoted,
            ',' if !quoted => {
                pieces.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
        // A doubled quote within quotes goes on with them.
        before = if c == '"' && !quoted { '=' } else { c };
    }
    if quoted {
        // A quote that is never closed is no quote.
        return text.split(',').collect();
    }
    pieces.push(&text[from..]);
    pieces
}

/// A header without case, accents, blanks and punctuation: `Close Date` is `close_date`.
pub fn plain(header: &str) -> String {
    fold(header)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The words of a header, folded: `Paid At (UTC)` is paid, at; `companyName` is company, name. What stands in brackets is
/// about the values and is left out, unless there is nothing else.
pub fn words(header: &str) -> Vec<String> {
    let mut open = 0_usize;
    let outside: String = header
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '（' => open += 1,
                ')' | ']' | '）' => {
                    open = open.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            open == 0
        })
        .collect();
    let text = if outside.trim().is_empty() {
        header
    } else {
        &outside
    };
    let mut apart = String::with_capacity(text.len() + 4);
    let mut lower = false;
    for c in text.chars() {
        if c.is_uppercase() && lower {
            apart.push(' ');
        }
        lower = c.is_lowercase() || c.is_ascii_digit();
        apart.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    // However it is written, an e-mail is one word.
    let apart = format!(" {} ", fold(&apart)).replace(" e mail", " email");
    apart.split_whitespace().map(str::to_owned).collect()
}

/// What stands in brackets in a header: `Amount (EUR)` says EUR.
pub fn bracketed(header: &str) -> Option<&str> {
    let from = header.find(['(', '['])?;
    let to = header[from..].find([')', ']'])?;
    Some(header[from + 1..from + to].trim())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_comma_in_a_column_is_kept() {
        let found = pairs(&["name=Last, First,owner=O".to_owned()]).unwrap();
        assert_eq!(
            found,
            [
                ("name".into(), "Last, First".into()),
                ("owner".into(), "O".into())
            ]
        );
    }

    #[test]
    fn headers_come_apart_into_words() {
        assert_eq!(words("Paid At (UTC)"), ["paid", "at"]);
        assert_eq!(words("companyName"), ["company", "name"]);
        assert_eq!(words("CUSTOMER_E-Mail"), ["customer", "email"]);
        assert_eq!(words("(none)"), ["none"]);
        assert_eq!(bracketed("Betrag (EUR)"), Some("EUR"));
    }

    proptest! {
        #[test]
        fn any_header_can_be_named(header in "[a-c=,\" é)(]{1,12}", next in "[a-c=,\"]{1,6}") {
            prop_assume!(header.trim() == header && next.trim() == next);
            let typed = [pair("amount", &header), pair("date", &next)];
            let read = pairs(&typed).unwrap();
            prop_assert_eq!(&read, &[("amount".to_owned(), header), ("date".to_owned(), next)]);
        }
    }
}
