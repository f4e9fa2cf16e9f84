//! Amounts as people and other programs write them, with symbols, groups and a currency; read or refused, never guessed.

mod sign;

use self::sign::{FIRST, YENS, leading, trailing};
use super::currency::Currency;
use super::ledger::{Code, LedgerError};
use super::money::Money;

/// Which mark stands before the decimals; the other one then only groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1,234.56`
    #[default]
    Point,
    /// `1.234,56`
    Comma,
}

impl Money {
    /// An amount as a person types it; without a currency of its own it is in `default`.
    ///
    /// `1200`, `1,200.00`, `1.2k`, `3m`, `$640`, `€640`, `640 EUR`, `EUR 640`, `(45.00)`. The point is the decimal
    /// mark; `1.234,56` and `1,23` are refused. Errors: `bad_amount`, `too_many_decimals`, `bad_currency`, `too_large`.
    pub fn parse_typed(text: &str, default: Currency) -> Result<Self, LedgerError> {
        read(text, default, DecimalMark::Point, true)
    }

    /// An amount of a file whose decimal mark the user named, in the row's currency or agreeing with it.
    ///
    /// As [`Money::parse_typed`], without `k` and `m`; another currency than the row's is `bad_currency`.
    pub fn parse_marked(
        text: &str,
        currency: Currency,
        mark: DecimalMark,
    ) -> Result<Self, LedgerError> {
        let money = read(text, currency, mark, false)?;
        if money.currency == currency {
            return Ok(money);
        }
        let message = format!(
            "“{}” says {}, but the row is in {currency}.",
            text.trim(),
            money.currency
        );
        Err(LedgerError::new(Code::BadCurrency, message))
    }
}

fn read(
    text: &str,
    default: Currency,
    mark: DecimalMark,
    short: bool,
) -> Result<Money, LedgerError> {
    let bad = || {
        let like = match mark {
            DecimalMark::Point => "1,200.00",
            DecimalMark::Comma => "1.200,00",
        };
        LedgerError::new(
            Code::BadAmount,
            format!(
                "“{}” is not an amount; write it like {like} or 640 EUR.",
                text.trim()
            ),
        )
    };
    // A word alone is no currency either.
    if !text.contains(char::is_numeric) {
        return Err(bad());
    }
    let Bare {
        negative,
        currency,
        digits: mut rest,
    } = bare(text, default)?.ok_or_else(bad)?;
    let mut shift = 0;
    if short {
        let end = rest.trim_end_matches(['k', 'K', 'm', 'M']);
        shift = match &rest[end.len()..] {
            "" => 0,
            "k" | "K" => 3,
            "m" | "M" => 6,
            _ => return Err(bad()),
        };
        rest = end;
    }
    let (whole, decimals) = parts(rest, mark).ok_or_else(bad)?;
    // `1.2k`: the decimal mark moves three places; what is left behind it stays decimals.
    let moved = decimals.len().min(shift);
    let whole = format!("{whole}{:0<shift$}", &decimals[..moved]);
    Money::from_parts(
        negative,
        &whole,
        &decimals[moved..],
        currency.unwrap_or(default),
    )
}

/// An amount without its sign and currency.
struct Bare<'t> {
    negative: bool,
    currency: Option<Currency>,
    digits: &'t str,
}

/// Takes sign, parentheses and currency off; `None` where they contradict themselves.
fn bare(text: &str, default: Currency) -> Result<Option<Bare<'_>>, LedgerError> {
    let mut rest = text.trim();
    let mut negative = false;
    if let Some(inner) = in_parentheses(rest) {
        (negative, rest) = (true, inner);
    }
    let mut currency = None;
    // A minus and a currency in front, in either order, each at most once.
    for _ in 0..2 {
        if let Some(after) = rest.strip_prefix(['-', '−']) {
            // A dash with a blank behind it is more likely a dash.
            if negative || after.starts_with(char::is_whitespace) {
                return Ok(None);
            }
            (negative, rest) = (true, after);
        } else if let (None, Some((found, after))) = (currency, leading(rest, default)?) {
            (currency, rest) = (Some(found), after);
        }
    }
    if let Some((found, before)) = trailing(rest, default)? {
        if currency.is_some_and(|first| first != found) {
            return Ok(None);
        }
        (currency, rest) = (Some(found), before);
    }
    // The currency may stand outside: `$(45.00)`, `(45.00) EUR`.
    if let Some(inner) = in_parentheses(rest) {
        if negative {
            return Ok(None);
        }
        (negative, rest) = (true, inner);
    }
    Ok(Some(Bare {
        negative,
        currency,
        digits: rest,
    }))
}

fn in_parentheses(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    Some(inner.trim())
}

/// What an amount says about its decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Only with a point as decimal mark is it an amount: `1,234.56`, `12.5`.
    Point,
    /// Only with a comma: `1.234,56`, `12,5`.
    Comma,
    /// The same amount with either: `1234`, `1 234`.
    Plain,
    /// One amount with a point and another with a comma: `1,234`.
    Either,
}

/// What an amount says about its decimal mark; `None` where it is no amount with either. Which decimals its currency
/// has plays no part.
pub fn marks(text: &str) -> Option<Marks> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Only a dollar makes `$` a currency, only a krone `kr`; which currency it is does not matter here.
    let read = |code: &&str| bare(text, Currency::from_code(code).ok()?).ok()?;
    let digits = FIRST.iter().find_map(read)?.digits;
    match (
        parts(digits, DecimalMark::Point),
        parts(digits, DecimalMark::Comma),
    ) {
        (Some(point), Some(comma)) if point == comma => Some(Marks::Plain),
        (Some(_), Some(_)) => Some(Marks::Either),
        (Some(_), None) => Some(Marks::Point),
        (None, Some(_)) => Some(Marks::Comma),
        (None, None) => None,
    }
}

/// The currency that an amount names beyond doubt, by its code or a symbol; `None` where it names none. `$` names the
/// book's dollar `default`, if that is a dollar; `¥` the yen or yuan that `default` is.
pub fn named_currency(text: &str, default: Currency) -> Option<Currency> {
    let found = bare(text, default).ok()??.currency?;
    let shared = text.contains('¥') && !YENS.contains(&default.code());
    (!shared).then_some(found)
}

/// The digits before and after the decimal mark, groups of three checked and taken out.
fn parts(text: &str, mark: DecimalMark) -> Option<(String, &str)> {
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, decimals) = match text.split_once(point) {
        Some((_, "")) => return None,
        Some(found) => found,
        None => (text, ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let separator = whole
        .chars()
        .find(|found| [group, ' ', '\u{a0}', '\u{202f}', '\'', '’'].contains(found));
    let groups: Vec<&str> = match separator {
        Some(separator) => whole.split(separator).collect(),
        None => vec![whole],
    };
    let (first, others) = groups.split_first()?;
    // No group begins with a zero: `0,123` is no thousand.
    let grouped = others.is_empty()
        || (first.len() <= 3
            && !first.starts_with('0')
            && others.iter().all(|part| part.len() == 3));
    let shaped =
        !first.is_empty() && grouped && groups.iter().all(|part| digits(part)) && digits(decimals);
    shaped.then(|| (groups.concat(), decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cur(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn people_may_type_amounts_their_way() {
        let typed =
            |text: &str| Money::parse_typed(text, cur("USD")).map(|money| format!("{money:?}"));
        for (text, plain) in [
            ("1200", "1200.00 USD"),
            ("1,200.00", "1200.00 USD"),
            ("1.2k", "1200.00 USD"),
            ("1.2345k", "1234.50 USD"),
            ("3M", "3000000.00 USD"),
            ("1.2k EUR", "1200.00 EUR"),
            ("$640", "640.00 USD"),
            ("€640", "640.00 EUR"),
            ("640 EUR", "640.00 EUR"),
            ("eur 640", "640.00 EUR"),
            ("640€", "640.00 EUR"),
            ("-$5.00", "-5.00 USD"),
            ("$-5.00", "-5.00 USD"),
            ("−5.00", "-5.00 USD"),
            ("(45.00)", "-45.00 USD"),
            ("1'234.50", "1234.50 USD"),
            ("¥1,000", "1000 JPY"),
            ("1 234.56 ₽", "1234.56 RUB"),
            ("1 995.00 Kč", "1995.00 CZK"),
            ("zł14.90", "14.90 PLN"),
            ("(R$ 528.00)", "-528.00 BRL"),
            ("12.50 грн.", "12.50 UAH"),
            ("US$ 5", "5.00 USD"),
            ("-CA$7.10", "-7.10 CAD"),
            ("1200 TL", "1200.00 TRY"),
        ] {
            assert_eq!(typed(text).as_deref(), Ok(plain), "{text}");
        }
        assert_eq!(
            Money::parse_typed("$5", cur("CAD")).unwrap().currency,
            cur("CAD")
        );
        for bad in [
            "",
            "-",
            "1.234,56",
            "1,23",
            "1,234,56",
            "1,23.45",
            "1.2.3",
            "1e3",
            "=1+1",
            "n/a",
            "NaN",
            "10.005",
            "--5",
            "- 5",
            "(-5)",
            "€5 USD",
            "5 XXX",
            "12,34,567",
            "1 23",
            "k",
            "$",
            "1.2kk",
            "¥1.5",
            ",5",
            ".5",
            "5.",
            "USD",
            "50,- Kč",
            "5 kr",
            "Kč",
            "5 zł EUR",
            "5xKč",
            "5 лв",
            "Frau 5",
        ] {
            assert!(typed(bad).is_err(), "{bad}: {:?}", typed(bad));
        }
    }

    #[test]
    fn a_sign_of_several_currencies_is_that_of_the_book_or_none() {
        for (text, code, plain) in [
            ("1 200.50 kr", "SEK", "1200.50"),
            ("kr. 1,200.50", "DKK", "1200.50"),
            ("Fr. 45.00", "CHF", "45.00"),
            ("45.00 lei", "RON", "45.00"),
            ("Rs. 1,200", "INR", "1200.00"),
            ("R 99.90", "ZAR", "99.90"),
        ] {
            let read = Money::parse_typed(text, cur(code));
            assert_eq!(read.map(Money::plain).as_deref(), Ok(plain), "{text}");
            assert_eq!(named_currency(text, cur(code)), Some(cur(code)), "{text}");
            let e = Money::parse_typed(text, cur("USD")).unwrap_err();
            assert_eq!(e.code, Code::BadCurrency, "{text}");
            assert!(e.message.contains(code), "{}", e.message);
            assert!(marks(text).is_some(), "{text}");
        }
        assert_eq!(named_currency("5 Kč", cur("USD")), Some(cur("CZK")));
    }

    #[test]
    fn files_are_read_by_the_mark_the_user_named() {
        let read = |text: &str, mark| Money::parse_marked(text, cur("EUR"), mark).map(Money::plain);
        for text in [
            "1.234,56",
            "1.234,56 €",
            "1 234,56",
            "1\u{a0}234,56",
            "1\u{202f}234,56 €",
            "1234,56",
        ] {
            assert_eq!(
                read(text, DecimalMark::Comma).as_deref(),
                Ok("1234.56"),
                "{text}"
            );
        }
        assert!(read("1,234", DecimalMark::Comma).is_err());
        assert!(read("1.234,56", DecimalMark::Point).is_err());
        assert!(read("1.2k", DecimalMark::Point).is_err());
        assert_eq!(
            read("$5", DecimalMark::Point).unwrap_err().code,
            Code::BadCurrency
        );
        assert_eq!(read("5.00 EUR", DecimalMark::Point).as_deref(), Ok("5.00"));
    }
}
