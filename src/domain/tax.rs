//! US form 1099-NEC: from which sum on payments of a calendar year are reported; a dated table, no advice. No payment is
//! read here.

use super::{currency::Currency, ledger::LedgerError, money::Money};

/// First year, whole dollars: payments of that year and the next ones are reported from this sum on.
const THRESHOLDS: &[(i32, i64)] = &[(i32::MIN, 600), (2026, 2_000)];

/// The last year the law names a sum for; later ones are indexed, and this table must be looked at again.
pub const LAST_KNOWN_YEAR: i32 = 2026;

/// The sum from which on payments of a calendar year are reported, in US dollars.
///
/// # Errors
/// The list of currencies has no dollar.
pub fn threshold(year: i32) -> Result<Money, LedgerError> {
    let usd = Currency::from_code("USD")?;
    let units = THRESHOLDS
        .iter()
        .rev()
        .find(|(from, _)| *from <= year)
        .map_or(0, |(_, units)| *units);
    Ok(Money::new(units * usd.minor_per_unit(), usd))
}

/// Whether the table still names the year's sum, or only the last one it knows.
pub fn is_known(year: i32) -> bool {
    year <= LAST_KNOWN_YEAR
}

/// Where a partner is, for this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// In the United States: reported.
    UnitedStates,
    /// Nobody wrote down where: to be found out.
    Unknown,
    /// Elsewhere: not reported on this form.
    Elsewhere,
}

/// Where a partner is, from its country as it stands in the book.
pub fn home(country: Option<&str>) -> Home {
    let letters: String = country
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase();
    if country.unwrap_or_default().trim().is_empty() {
        return Home::Unknown;
    }
    match letters.as_str() {
        "us"
        | "usa"
        | "unitedstates"
        | "theunitedstates"
        | "unitedstatesofamerica"
        | "theunitedstatesofamerica"
        | "america" => Home::UnitedStates,
        _ => Home::Elsewhere,
    }
}

/// A tax form as it is kept: `w9` becomes `W-9`, `w8ben-e` becomes `W-8BEN-E`; other words stay.
pub fn form(typed: &str) -> String {
    let letters: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_uppercase();
    match letters.as_str() {
        "W9" => "W-9".to_owned(),
        "W8BEN" => "W-8BEN".to_owned(),
        "W8BENE" => "W-8BEN-E".to_owned(),
        "W8ECI" => "W-8ECI".to_owned(),
        "W8IMY" => "W-8IMY".to_owned(),
        "W8EXP" => "W-8EXP".to_owned(),
        _ => typed.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_hundred_dollars_until_2025_and_two_thousand_from_2026() {
        let shown = |year| threshold(year).map(Money::shown).unwrap_or_default();
        assert_eq!(shown(2012), "$600.00");
        assert_eq!(shown(2025), "$600.00");
        assert_eq!(shown(2026), "$2,000.00");
        assert_eq!(shown(2031), "$2,000.00");
        assert!(is_known(2026) && !is_known(2027));
    }

    #[test]
    fn a_country_is_known_by_any_of_its_usual_names() {
        for us in [
            "US",
            "usa",
            "U.S.A.",
            "United States",
            "United States of America",
        ] {
            assert_eq!(home(Some(us)), Home::UnitedStates, "{us}");
        }
        assert_eq!(home(Some("DE")), Home::Elsewhere);
        assert_eq!(home(Some("日本")), Home::Elsewhere);
        assert_eq!(home(Some(" ")), Home::Unknown);
        assert_eq!(home(None), Home::Unknown);
    }

    #[test]
    fn forms_get_their_usual_spelling() {
        assert_eq!(form("w9"), "W-9");
        assert_eq!(form("W-8 BEN-E"), "W-8BEN-E");
        assert_eq!(form("on paper"), "on paper");
    }
}
