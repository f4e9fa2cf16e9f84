//! What a single value looks like: an address, a code, a number with decimals; must not decide what it is worth.

use super::Holds;
use crate::domain::{currency::Currency, identity::domain_key};

/// How many decimals a number has, by the last mark in it; 0 where the mark may part thousands, or it is no number.
pub(super) fn decimals(text: &str) -> usize {
    let text = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let before = &text[..text.len() - digits];
    if !before.ends_with(['.', ',']) {
        return 0;
    }
    let whole = before.trim_end_matches(['.', ',']);
    let number = whole.ends_with(|c: char| c.is_ascii_digit());
    if number && digits != 3 { digits } else { 0 }
}

/// Whether a value is what a field of this kind holds; only for what can be told from one value.
pub(super) fn is(holds: Holds, value: &str) -> bool {
    match holds {
        Holds::Email => is_email(value),
        Holds::Site => !value.contains([' ', '@']) && value.contains('.') && is_site(value),
        Holds::Currency => value.len() == 3 && Currency::parse(value).is_ok(),
        Holds::Count => {
            let digits = value.bytes().all(|b| b.is_ascii_digit());
            digits && value.parse::<u32>().is_ok_and(|n| n > 0)
        }
        Holds::Yes => {
            let words = ["1", "0", "true", "false", "yes", "no", "y", "n", "t", "f"];
            words.iter().any(|w| w.eq_ignore_ascii_case(value))
        }
        _ => false,
    }
}

fn is_email(value: &str) -> bool {
    let Some((name, host)) = value.split_once('@') else {
        return false;
    };
    let plain = |text: &str| {
        !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "@,;".contains(c))
    };
    plain(name) && plain(host) && host.contains('.') && !host.starts_with('.')
}

fn is_site(value: &str) -> bool {
    domain_key(value).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_counted_whatever_their_mark() {
        for (text, n) in [
            ("1200.00", 2),
            ("$1,200.00", 2),
            ("1.200,00 €", 2),
            ("(45.1)", 1),
            ("1,234", 0),
            ("640 EUR", 0),
            ("in_8Qk2", 0),
            ("", 0),
        ] {
            assert_eq!(decimals(text), n, "{text}");
        }
    }
}
