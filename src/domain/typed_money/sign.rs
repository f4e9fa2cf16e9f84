//! Signs of currencies before and behind an amount, and which currency each is; one that several share is read only where
//! the currency is known otherwise.

use crate::domain::{
    currency::Currency,
    ledger::{Code, LedgerError},
};

/// Codes of currencies that people write as `$`.
const DOLLARS: &str = "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP";

/// Signs in letters, longer ones before those they begin or end with, and the currencies people write so.
const WORDS: &[(&str, &[&str])] = &[
    ("US$", &["USD"]),
    ("CA$", &["CAD"]),
    ("AU$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("NT$", &["TWD"]),
    ("MX$", &["MXN"]),
    ("R$", &["BRL"]),
    ("C$", &["CAD"]),
    ("A$", &["AUD"]),
    ("S$", &["SGD"]),
    ("Kč", &["CZK"]),
    ("zł", &["PLN"]),
    ("лв.", &["BGN"]),
    ("лв", &["BGN"]),
    ("руб.", &["RUB"]),
    ("руб", &["RUB"]),
    ("грн.", &["UAH"]),
    ("грн", &["UAH"]),
    ("Ft", &["HUF"]),
    ("TL", &["TRY"]),
    ("Rp", &["IDR"]),
    ("RM", &["MYR"]),
    ("S/", &["PEN"]),
    ("lei", &["RON", "MDL"]),
    ("kr.", &["SEK", "NOK", "DKK", "ISK"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("SFr.", &["CHF"]),
    ("Fr.", &["CHF", "XAF", "XOF", "XPF"]),
    ("Fr", &["CHF", "XAF", "XOF", "XPF"]),
    ("Rs.", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("Rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("R", &["ZAR"]),
];

/// So many letters a sign has at most: more of them are a word, and no file has few of those.
const LETTERS: usize = 3;

/// One currency of each family of signs, by which every sign is read.
pub(super) const FIRST: [&str; 6] = ["USD", "SEK", "CHF", "RON", "INR", "ZAR"];

/// The currency of a sign: the only one, or the one that is known. A single letter is too little to tell it by.
fn which(sign: &str, codes: &[&str], default: Currency) -> Result<Currency, LedgerError> {
    match codes {
        [one] if sign.len() > 1 => Currency::from_code(one).map_err(|_| {
            LedgerError::new(
                Code::BadCurrency,
                format!("“{sign}” is {one}, which is no currency in use any more."),
            )
        }),
        _ if codes.contains(&default.code()) => Ok(default),
        _ => Err(LedgerError::new(
            Code::BadCurrency,
            format!(
                "“{sign}” is written for {}: say which currency it is.",
                codes.join(", ")
            ),
        )),
    }
}

/// A text without a sign in front, whatever its case; a sign with a dollar in it has capitals.
fn without<'t>(text: &'t str, sign: &str) -> Option<&'t str> {
    let end = text.char_indices().nth(sign.chars().count());
    let end = end.map_or(text.len(), |(at, _)| at);
    same(&text[..end], sign).then(|| &text[end..])
}

/// A text without a sign at its end.
fn without_end<'t>(text: &'t str, sign: &str) -> Option<&'t str> {
    let length = sign.chars().count();
    let start = text.char_indices().rev().nth(length.checked_sub(1)?)?.0;
    same(&text[start..], sign).then(|| &text[..start])
}

fn same(text: &str, sign: &str) -> bool {
    if sign.contains('$') || sign.len() == 1 {
        text == sign
    } else {
        let (text, sign) = (text.chars(), sign.chars());
        text.flat_map(char::to_lowercase)
            .eq(sign.flat_map(char::to_lowercase))
    }
}

/// A currency in front: a symbol, or three letters and then no letter.
pub(super) fn leading(
    text: &str,
    default: Currency,
) -> Result<Option<(Currency, &str)>, LedgerError> {
    // Most amounts of a file are digits alone.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let letters = text.chars().take_while(|c| c.is_alphabetic()).count();
    for (sign, codes) in WORDS.iter().filter(|_| letters <= LETTERS) {
        // Its letters end where it does: `Frau` is no franc.
        if let Some(rest) = without(text, sign)
            && !rest.starts_with(char::is_alphabetic)
        {
            return Ok(Some((which(sign, codes, default)?, rest.trim_start())));
        }
    }
    if let Some(found) = text
        .chars()
        .next()
        .and_then(|symbol| by_symbol(symbol, default))
    {
        let after = text.chars().next().map_or(0, char::len_utf8);
        return Ok(Some((found, text[after..].trim_start())));
    }
    let end = text
        .find(|one: char| !one.is_ascii_alphabetic())
        .unwrap_or(text.len());
    match end {
        3 => Ok(Some((Currency::parse(&text[..3])?, text[3..].trim_start()))),
        _ => Ok(None),
    }
}

/// A currency behind: a symbol, or a code of three letters.
pub(super) fn trailing(
    text: &str,
    default: Currency,
) -> Result<Option<(Currency, &str)>, LedgerError> {
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let letters = text.trim_end_matches(['.', '$', '/']).chars().rev();
    let letters = letters.take_while(|c| c.is_alphabetic()).count();
    for (sign, codes) in WORDS.iter().filter(|_| letters <= LETTERS) {
        if let Some(rest) = without_end(text, sign)
            && !rest.ends_with(char::is_alphabetic)
        {
            return Ok(Some((which(sign, codes, default)?, rest.trim_end())));
        }
    }
    if let Some(symbol) = text.chars().next_back()
        && let Some(found) = by_symbol(symbol, default)
    {
        return Ok(Some((
            found,
            text[..text.len() - symbol.len_utf8()].trim_end(),
        )));
    }
    let letters = text
        .trim_end_matches(|one: char| one.is_ascii_alphabetic())
        .len();
    let word = &text[letters..];
    if word.len() == 3 {
        return Ok(Some((Currency::parse(word)?, text[..letters].trim_end())));
    }
    Ok(None)
}

/// Symbols that are read as well, though amounts in these currencies are shown with their code.
const READ: [(&str, &str); 7] = [
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₴", "UAH"),
    ("₦", "NGN"),
    ("₫", "VND"),
    ("₱", "PHP"),
    ("฿", "THB"),
];

/// Codes of currencies that people write as `¥`.
pub(super) const YENS: [&str; 2] = ["JPY", "CNY"];

/// What a symbol means; `¥` is a yen unless the default is the yuan; `$` is the default currency where that is itself a dollar.
fn by_symbol(symbol: char, default: Currency) -> Option<Currency> {
    if symbol.is_ascii_alphanumeric() {
        return None;
    }
    if symbol == '$' && DOLLARS.split(' ').any(|code| code == default.code()) {
        return Some(default);
    }
    if symbol == '¥' && YENS.contains(&default.code()) {
        return Some(default);
    }
    let mut buffer = [0; 4];
    let symbol: &str = symbol.encode_utf8(&mut buffer);
    let read = READ.iter().find(|(known, _)| *known == symbol);
    match read {
        Some((_, code)) => Currency::from_code(code).ok(),
        None => Currency::all().find(|currency| currency.symbol() == Some(symbol)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_has_more_letters_than_are_looked_at() {
        for (sign, _) in WORDS {
            let letters = sign.chars().filter(|c| c.is_alphabetic()).count();
            assert!(letters <= LETTERS, "{sign}");
            let other = sign.trim_start_matches(char::is_alphabetic);
            assert!(matches!(other, "" | "." | "$" | "/"), "{sign}");
        }
    }
}
