//! Numbers and days as a sheet stores them: floats and counts of days. Must not change a value anybody could mean.

use chrono::{NaiveDate, TimeDelta};

/// How many digits a spreadsheet shows at most.
const DIGITS: usize = 15;
/// What may be taken off a number as dust: far less than any money.
const DUST: f64 = 1e-9;
/// The last day a sheet knows, 9999-12-31, as its count.
const LAST_DAY: f64 = 2_958_466.0;

/// A number in its shortest form; where that is longer than a sheet shows and only dust makes it so, without the dust.
/// The second value says whether dust was taken off. What is no number stays as it is.
pub(super) fn shown(text: &str) -> (String, bool) {
    let Ok(value) = text.trim().parse::<f64>() else {
        return (text.to_owned(), false);
    };
    if !value.is_finite() {
        return (text.to_owned(), false);
    }
    // No minus before zero.
    let shortest = format!("{}", value + 0.0);
    let digits = shortest
        .trim_start_matches(['-', '0', '.'])
        .bytes()
        .filter(u8::is_ascii_digit)
        .count();
    if digits <= DIGITS {
        return (shortest, false);
    }
    let rounded = format!("{value:.*e}", DIGITS - 1)
        .parse::<f64>()
        .unwrap_or(value);
    let off = (rounded - value).abs();
    if off > 0.0 && off < DUST {
        (format!("{}", rounded + 0.0), true)
    } else {
        (shortest, false)
    }
}

/// A count of days as a day, with the time of day if there is one. None where it is only a time, or no day at all.
pub(super) fn day(text: &str, from_1904: bool) -> Option<String> {
    let serial = text.trim().parse::<f64>().ok()?;
    // Below 61 a sheet that counts from 1900 has a 29 February that never was.
    let first = if from_1904 { 1.0 } else { 61.0 };
    if !(first..LAST_DAY).contains(&serial) {
        return None;
    }
    let start = if from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)
    }?;
    #[allow(clippy::cast_possible_truncation)] // within the days of ten thousand years
    let seconds = (serial * 86_400.0).round() as i64;
    let at = start
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(TimeDelta::try_seconds(seconds)?)?;
    let pattern = if seconds % 86_400 == 0 {
        "%Y-%m-%d"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    Some(at.format(pattern).to_string())
}

/// Whether a number format shows days: it has a letter for year, month or day outside quotes and brackets.
pub(super) fn shows_days(format: &str) -> bool {
    let section = &mut format.chars();
    let (mut year_or_day, mut month, mut time) = (false, false, false);
    while let Some(c) = section.next() {
        match c.to_ascii_lowercase() {
            ';' => break,
            '\\' | '_' | '*' => {
                section.next();
            }
            '"' => {
                section.by_ref().find(|c| *c == '"');
            }
            '[' => {
                let inside: String = section.by_ref().take_while(|c| *c != ']').collect();
                time |= !inside.is_empty() && inside.chars().all(|c| "hmsHMS".contains(c));
            }
            'y' | 'd' => year_or_day = true,
            'm' => month = true,
            'h' | 's' => time = true,
            _ => {}
        }
    }
    year_or_day || (month && !time)
}

/// The same of a format that is known by its number alone.
pub(super) fn built_in_shows_days(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=54 | 57 | 58)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit_anybody_meant() {
        for (stored, want, dusted) in [
            ("0.30000000000000004", "0.3", true),
            ("1204.5", "1204.5", false),
            ("1.2E3", "1200", false),
            ("1e-7", "0.0000001", false),
            ("-0", "0", false),
            ("123456789012345", "123456789012345", false),
            // Sixteen digits that are no dust.
            ("1234567890123.4567", "1234567890123.4568", false),
            ("0.005", "0.005", false),
            ("#REF!", "#REF!", false),
            ("NaN", "NaN", false),
        ] {
            assert_eq!(shown(stored), (want.to_owned(), dusted), "{stored}");
        }
    }

    #[test]
    fn counts_of_days_are_days() {
        let of = |text| day(text, false);
        assert_eq!(of("46000").as_deref(), Some("2025-12-09"));
        assert_eq!(of("61").as_deref(), Some("1900-03-01"));
        assert_eq!(of("46000.5").as_deref(), Some("2025-12-09 12:00:00"));
        assert_eq!(of("45999.99999999999").as_deref(), Some("2025-12-09"));
        assert_eq!(day("44538", true).as_deref(), Some("2025-12-09"));
        for none in ["0.5", "60", "-1", "2958466", "1e300", "NaN", "x"] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn formats_of_days_are_told_from_formats_of_numbers() {
        for yes in [
            "yyyy-mm-dd",
            "d/m/yy h:mm",
            "[$-407]d. mmmm yyyy",
            "mmm",
            "[Red]mm/yy;@",
        ] {
            assert!(shows_days(yes), "{yes}");
        }
        for no in [
            "General",
            "0.00",
            "#,##0.00\\ \"days\"",
            "h:mm:ss",
            "[h]:mm",
            "[mm]:ss",
            "_-* #,##0.00_d",
            "0.00E+00",
        ] {
            assert!(!shows_days(no), "{no}");
        }
        assert!(built_in_shows_days(14) && !built_in_shows_days(4) && !built_in_shows_days(20));
    }
}
