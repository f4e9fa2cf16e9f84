//! Registration numbers of companies, recognised by form and label and checked; must not look anything up.

use std::fmt;

use super::place::Place;

/// A registration number in the form it is compared in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Registration {
    /// The register.
    pub register: Register,
    /// The number in it: capital letters and digits only.
    pub number: String,
}

/// Who gave a registration number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Register {
    /// Dun & Bradstreet: nine digits.
    Duns,
    /// Legal entity identifier, ISO 17442: twenty signs with check digits.
    Lei,
    /// The tax office for value added tax of a country.
    Vat(Place),
    /// The French register, told at the level of the company: nine digits with a check digit.
    Siren,
    /// The company register of a country.
    Company(Place),
    /// The tax office of the United States (EIN): nine digits.
    Ein,
}

impl Register {
    /// What people call its number.
    pub fn word(self) -> &'static str {
        match self {
            Self::Duns => "DUNS",
            Self::Lei => "LEI",
            Self::Vat(_) => "VAT id",
            Self::Siren => "SIREN",
            Self::Company(_) => "company number",
            Self::Ein => "EIN",
        }
    }
}

impl fmt::Display for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.register.word(), self.number)
    }
}

impl Registration {
    /// The number a cell holds. `label`: what its column says it is, such as `DUNS` or `VAT number`; `country`: the
    /// account's, for numbers that say none. A LEI and a VAT id with its country need no label.
    ///
    /// None where the digits do not check, where it could be anything, and for what is no number (`n/a`, `000000000`).
    pub fn read(label: &str, text: &str, country: Option<Place>) -> Option<Self> {
        let written: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_uppercase();
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        let all_one = digits.chars().all(|c| digits.starts_with(c));
        if written.len() < 4 || written.len() > 24 || all_one {
            return None;
        }
        let label = label.to_ascii_lowercase();
        let says = |words: &[&str]| {
            let told = words.iter().any(|w| label.contains(w));
            told || words
                .iter()
                .any(|w| text.to_ascii_lowercase().starts_with(w))
        };
        let make = |register, number: &str| {
            Some(Self {
                register,
                number: number.to_owned(),
            })
        };
        if written.len() == 20 && is_lei(&written) {
            return make(Register::Lei, &written);
        }
        let bare = digits.len() == written.len();
        if says(&["duns", "d-u-n-s", "d&b"]) {
            return (digits.len() == 9)
                .then(|| make(Register::Duns, &digits))
                .flatten();
        }
        if says(&["siret", "siren"]) {
            return siren(&digits).and_then(|siren| make(Register::Siren, siren));
        }
        if says(&["ein", "fein", "tin"])
            && digits.len() == 9
            && country.is_none_or(|c| c.code() == "US")
        {
            return make(Register::Ein, &digits);
        }
        if let Some((place, number)) = vat(&written) {
            return make(Register::Vat(place), &number);
        }
        let country = country?;
        if says(&["vat", "ust", "tva", "btw", "iva", "moms", "nip", "gst"]) {
            return vat(&format!("{}{written}", vat_code(country)))
                .and_then(|(place, number)| make(Register::Vat(place), &number));
        }
        if says(&[
            "compan",
            "regist",
            "crn",
            "abn",
            "acn",
            "handelsregister",
            "hrb",
            "krs",
            "kvk",
            "organisation",
            "org",
        ]) && !(bare && digits.len() < 5)
        {
            return make(Register::Company(country), written.trim_start_matches('0'));
        }
        None
    }
}

/// Whether the check digits of a LEI are right (ISO 7064, mod 97-10).
fn is_lei(text: &str) -> bool {
    let value = |c: char| c.to_digit(36).unwrap_or(0);
    let rest = text.chars().fold(0, |rest, c| {
        let v = value(c);
        (rest * if v > 9 { 100 } else { 10 } + v) % 97
    });
    rest == 1 && text[18..].bytes().all(|b| b.is_ascii_digit())
}

/// The SIREN of a SIREN or a SIRET (which adds the establishment), if its check digit is right (Luhn).
fn siren(digits: &str) -> Option<&str> {
    let siren = digits.get(..9).filter(|_| matches!(digits.len(), 9 | 14))?;
    luhn(siren).then_some(siren)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let d = u32::from(b - b'0');
            if at % 2 == 0 {
                d
            } else {
                d * 2 / 10 + d * 2 % 10
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Greece writes EL before its VAT ids.
fn vat_code(country: Place) -> &'static str {
    if country.code() == "GR" {
        "EL"
    } else {
        country.code()
    }
}

/// The country and the rest of a VAT id of Europe, if it has the form of that country's.
fn vat(written: &str) -> Option<(Place, String)> {
    let (code, number) = written.split_at_checked(2)?;
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let fits = match code {
        "AT" => number.len() == 9 && number.starts_with('U'),
        "BG" => digits && matches!(number.len(), 9 | 10),
        "CY" => number.len() == 9 && !digits,
        "CZ" => digits && matches!(number.len(), 8..=10),
        "DE" | "EE" | "EL" | "PT" => digits && number.len() == 9,
        "DK" | "FI" | "HU" | "LU" | "MT" | "SI" => digits && number.len() == 8,
        "ES" => number.len() == 9,
        "FR" => {
            number.len() == 11
                && number[2..].bytes().all(|b| b.is_ascii_digit())
                && luhn(&number[2..])
        }
        "GB" | "XI" => digits && matches!(number.len(), 9 | 12),
        "HR" | "IT" | "LV" => digits && number.len() == 11,
        "IE" => matches!(number.len(), 8 | 9) && !digits,
        "LT" => digits && matches!(number.len(), 9 | 12),
        "NL" => number.len() == 12 && number.as_bytes()[9] == b'B',
        "NO" => number.len() >= 9 && number[..9].bytes().all(|b| b.is_ascii_digit()),
        "BE" | "PL" | "SK" => digits && number.len() == 10,
        "RO" => digits && matches!(number.len(), 2..=10),
        "SE" => digits && number.len() == 12,
        "CH" => number.starts_with('E') && number.len() >= 10,
        _ => false,
    };
    if !fits || !number.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let place = Place::coded(&match code {
        "EL" => "gr".to_owned(),
        "XI" => "gb".to_owned(),
        other => other.to_ascii_lowercase(),
    })?;
    // `CHE-123.456.788 MWST` and `NO 123 456 789 MVA` say their tax behind it.
    let number =
        number.trim_end_matches(|c: char| c.is_ascii_alphabetic() && matches!(code, "CH" | "NO"));
    Some((place, number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(label: &str, text: &str, country: &str) -> Option<String> {
        Registration::read(label, text, Place::country(country)).map(|r| r.to_string())
    }

    #[test]
    fn a_number_is_known_by_form_and_label() {
        assert_eq!(
            read("DUNS", "15-048-3782", "").as_deref(),
            Some("DUNS 150483782")
        );
        assert_eq!(
            read("", "529900T8BM49AURSDO55", "").as_deref(),
            Some("LEI 529900T8BM49AURSDO55")
        );
        assert_eq!(read("", "529900T8BM49AURSDO56", ""), None);
        assert_eq!(
            read("", "DE 136695976", "").as_deref(),
            Some("VAT id 136695976")
        );
        assert_eq!(
            read("VAT", "136 695 976", "Germany"),
            read("", "DE136695976", "")
        );
        assert_eq!(
            read("SIRET", "732 829 320 00074", "").as_deref(),
            Some("SIREN 732829320")
        );
        assert_eq!(read("SIREN", "732829321", ""), None);
        assert_eq!(
            read("Company number", "00445790", "GB"),
            read("company no", "445790", "UK")
        );
    }

    #[test]
    fn what_could_be_anything_is_nothing() {
        for (label, text) in [
            ("", "123456789"),
            ("DUNS", "n/a"),
            ("DUNS", "000000000"),
            ("Phone", "+49 30 1234567"),
            ("Company number", "12345678"),
        ] {
            assert_eq!(read(label, text, ""), None, "{label} {text}");
        }
    }
}
