//! What a single value looks like: an amount, an address, a code; must not decide what it is worth.

use super::Holds;
use crate::domain::{currency::Currency, identity::domain_key};

/// How a number may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// With a point before its decimals.
    pub(super) point: bool,
    /// With a comma before its decimals.
    pub(super) comma: bool,
    /// How many decimals it has, by whichever reading fits.
    pub(super) decimals: usize,
}

impl Number {
    /// No number at all.
    pub(super) const NONE: Self = Self {
        point: false,
        comma: false,
        decimals: 0,
    };
}

/// How a number with signs, a currency and marks between thousands may be read; none if it is no number.
pub(super) fn number(text: &str) -> Option<Number> {
    let mut rest = text.trim();
    if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        rest = inner;
    }
    let rest = rest.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
    let first = text.find(rest)?;
    let (before, after) = (&text[..first], &text[first + rest.len()..]);
    if !is_sign(before) || !is_sign(after) || !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let point = decimals(rest, '.', ',');
    let comma = decimals(rest, ',', '.');
    let decimals = point.or(comma)?;
    Some(Number {
        point: point.is_some(),
        comma: comma.is_some(),
        // Read with the other mark it may have fewer.
        decimals: comma.map_or(decimals, |comma| comma.min(decimals)),
    })
}

/// Whether what stands beside a number is a sign, a bracket, or a currency.
fn is_sign(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 3
        && text.chars().count() <= 8
        && text.chars().all(|c| {
            c.is_alphabetic()
                || c.is_whitespace()
                || "()-+−.".contains(c)
                || Currency::all().any(|money| money.symbol().is_some_and(|s| s.contains(c)))
        })
}

/// The number of decimals where `mark` stands before them and `group` (or a blank, or an apostrophe) only parts
/// thousands.
fn decimals(text: &str, mark: char, group: char) -> Option<usize> {
    let (whole, decimals) = match text.split_once(mark) {
        Some((_, decimals)) if decimals.is_empty() => return None,
        Some((whole, decimals)) => (whole, decimals),
        None => (text, ""),
    };
    if !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_mark = |c: char| c == group || c.is_whitespace() || matches!(c, '\'' | '’');
    let mut groups = whole.split(is_mark);
    let first = groups.next()?;
    let digits = |g: &str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let (mut all, mut any) = (digits(first), false);
    let mut longest = first.len();
    for group in groups {
        any = true;
        all &= digits(group);
        // The last group has three; Indian groups before it have two.
        longest = group.len();
        all &= matches!(group.len(), 2 | 3);
    }
    let grouped = !any || (longest == 3 && first.len() <= 3);
    (all && grouped).then_some(decimals.len())
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
    fn numbers_are_told_with_their_marks() {
        let read = |text| number(text).map(|n| (n.point, n.comma, n.decimals));
        assert_eq!(read("1200.00"), Some((true, false, 2)));
        assert_eq!(read("$1,200.00"), Some((true, false, 2)));
        assert_eq!(read("1.200,00 €"), Some((false, true, 2)));
        assert_eq!(read("(45.10)"), Some((true, false, 2)));
        assert_eq!(read("1 234 567"), Some((true, true, 0)));
        assert_eq!(read("1,234"), Some((true, true, 0)));
        assert_eq!(read("-12,5"), Some((false, true, 1)));
        assert_eq!(read("EUR 640"), Some((true, true, 0)));
        for none in [
            "",
            "-",
            "in_8Qk2",
            "12 Acme Street",
            "2026-01-05",
            "x",
            "1.2.3,4,5",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
