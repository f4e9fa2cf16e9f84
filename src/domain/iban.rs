//! Account numbers a bank knows: IBAN (ISO 13616) and BIC (ISO 9362), read and checked; whose they are nobody here knows.

use std::fmt;

use crate::error::Error;

/// How long the IBANs of each country are: the register of ISO 13616.
const LENGTHS: &str = "
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28
    EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26
    IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28
    NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25
    SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

/// Countries of the European Economic Area: a SEPA transfer within it needs no BIC.
const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Countries outside it whose banks take SEPA transfers.
const SEPA_BESIDE: &[&str] = &[
    "AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA",
];

/// Why a text is no IBAN. The message is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IbanError {
    /// Not two letters, two digits, letters and digits.
    #[error("“{0}” is not an IBAN; one looks like DE89 3704 0044 0532 0130 00.")]
    Shape(String),
    /// No country of the register.
    #[error("“{0}” is not an IBAN: no country that has IBANs begins with {1}.")]
    Country(String, String),
    /// Too long or too short for its country.
    #[error("“{0}” is not an IBAN: those of {1} have {2} characters, and this has {3}.")]
    Length(String, String, usize, usize),
    /// A mistake in typing: the check digits say so.
    #[error(
        "“{0}” is not right: its check digits do not fit. A character is wrong or two are swapped."
    )]
    Check(String),
}

impl From<IbanError> for Error {
    fn from(e: IbanError) -> Self {
        Self::refused(e.to_string()).means("Nothing was changed.")
    }
}

/// An account number that holds together: known country, right length, check digits that fit (ISO 7064 mod 97-10).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

impl Iban {
    /// Reads one as it is typed or printed, with or without blanks, in either case.
    pub fn parse(text: &str) -> Result<Self, IbanError> {
        let shown = || shortened(text);
        let compact = compact(text);
        let bytes = compact.as_bytes();
        let shaped = compact.len() >= 5
            && bytes.iter().all(u8::is_ascii_alphanumeric)
            && bytes[..2].iter().all(u8::is_ascii_alphabetic)
            && bytes[2..4].iter().all(u8::is_ascii_digit);
        if !shaped {
            return Err(IbanError::Shape(shown()));
        }
        let country = &compact[..2];
        let Some(length) = length_in(country) else {
            return Err(IbanError::Country(shown(), country.to_owned()));
        };
        if compact.len() != length {
            return Err(IbanError::Length(
                shown(),
                country.to_owned(),
                length,
                compact.len(),
            ));
        }
        // 00, 01 and 99 would fit as well as 97, 98 and 02, and are never given out.
        if matches!(&compact[2..4], "00" | "01" | "99") || remainder(bytes) != 1 {
            return Err(IbanError::Check(shown()));
        }
        Ok(Self(compact))
    }

    /// Whether a text is meant as an IBAN, right or wrong: it begins like one and is long enough.
    pub fn is_meant(text: &str) -> bool {
        let compact = compact(text);
        let bytes = compact.as_bytes();
        bytes.len() >= 12
            && bytes.iter().all(u8::is_ascii_alphanumeric)
            && bytes[..2].iter().all(u8::is_ascii_alphabetic)
            && bytes[2..4].iter().all(u8::is_ascii_digit)
    }

    /// As files hold it: `DE89370400440532013000`.
    pub fn compact(&self) -> &str {
        &self.0
    }

    /// As people read it, in groups of four: `DE89 3704 0044 0532 0130 00`.
    pub fn shown(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 5 / 4);
        for (at, c) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push(' ');
            }
            text.push(c);
        }
        text
    }

    /// Enough of it to know it again, and not enough to use it: `DE89 … 3000`.
    pub fn masked(&self) -> String {
        format!("{} … {}", &self.0[..4], &self.0[self.0.len() - 4..])
    }

    /// The two letters of its country.
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// Whether its bank takes SEPA transfers.
    pub fn is_sepa(&self) -> bool {
        self.is_eea() || SEPA_BESIDE.contains(&self.country())
    }

    /// Whether its bank is in the European Economic Area, where a SEPA transfer needs no BIC.
    pub fn is_eea(&self) -> bool {
        EEA.contains(&self.country())
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown())
    }
}

/// The code of a bank: `COBADEFFXXX` or without the last three.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Bic(String);

impl Bic {
    /// Reads one in either case. Refused: what payment messages would refuse.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let code = compact(text);
        let bytes = code.as_bytes();
        let letter = |at: usize| bytes[at].is_ascii_uppercase();
        let either = |at: usize| letter(at) || bytes[at].is_ascii_digit();
        let sound = matches!(bytes.len(), 8 | 11)
            && (0..6).all(letter)
            && (6..bytes.len()).all(either)
            && !matches!(bytes[6], b'0' | b'1')
            && bytes[7] != b'O';
        if sound {
            return Ok(Self(code));
        }
        Err(Error::refused(format!(
            "“{}” is not a BIC; one has 8 or 11 characters and looks like COBADEFFXXX.",
            shortened(text)
        ))
        .means("Nothing was changed."))
    }

    /// As files hold it.
    pub fn code(&self) -> &str {
        &self.0
    }
}

/// How long the IBANs of a country are, if it has any.
fn length_in(country: &str) -> Option<usize> {
    LENGTHS
        .split_whitespace()
        .find_map(|entry| entry.strip_prefix(country)?.parse().ok())
}

/// Without blanks and in capitals.
fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Of a text that may be anything, as much as an error needs.
fn shortened(text: &str) -> String {
    text.trim().chars().take(50).collect()
}

/// The number that the first four characters behind the others make, letters as 10 to 35, divided by 97.
fn remainder(bytes: &[u8]) -> u32 {
    bytes[4..].iter().chain(&bytes[..4]).fold(0, |rest, byte| {
        if byte.is_ascii_digit() {
            (rest * 10 + u32::from(byte - b'0')) % 97
        } else {
            (rest * 100 + u32::from(byte - b'A') + 10) % 97
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    /// The examples of the register.
    const PUBLISHED: &[&str] = &[
        "AD12 0001 2030 2003 5910 0100",
        "AE07 0331 2345 6789 0123 456",
        "AT61 1904 3002 3457 3201",
        "BE68 5390 0754 7034",
        "BR18 0036 0305 0000 1000 9795 493C 1",
        "CH93 0076 2011 6238 5295 7",
        "CY17 0020 0128 0000 0012 0052 7600",
        "CZ65 0800 0000 1920 0014 5399",
        "DE89 3704 0044 0532 0130 00",
        "DK50 0040 0440 1162 43",
        "EE38 2200 2210 2014 5685",
        "ES91 2100 0418 4502 0005 1332",
        "FI21 1234 5600 0007 85",
        "FR14 2004 1010 0505 0001 3M02 606",
        "GB29 NWBK 6016 1331 9268 19",
        "GR16 0110 1250 0000 0001 2300 695",
        "HR12 1001 0051 8630 0016 0",
        "HU42 1177 3016 1111 1018 0000 0000",
        "IE29 AIBK 9311 5212 3456 78",
        "IS14 0159 2600 7654 5510 7303 39",
        "IT60 X054 2811 1010 0000 0123 456",
        "LT12 1000 0111 0100 1000",
        "LU28 0019 4006 4475 0000",
        "LV80 BANK 0000 4351 9500 1",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "NL91 ABNA 0417 1643 00",
        "NO93 8601 1117 947",
        "PL61 1090 1014 0000 0712 1981 2874",
        "PT50 0002 0123 1234 5678 9015 4",
        "RO49 AAAA 1B31 0075 9384 0000",
        "RS35 2600 0560 1001 6113 79",
        "SE45 5000 0000 0583 9825 7466",
        "SI56 2633 0001 2039 086",
        "SK31 1200 0000 1987 4263 7541",
        "TR33 0006 1005 1978 6457 8413 26",
    ];

    #[test]
    fn the_published_examples_are_read_and_printed_as_published() {
        for text in PUBLISHED {
            let iban = Iban::parse(text).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(iban.shown(), *text);
            assert_eq!(Iban::parse(iban.compact()).unwrap(), iban);
            assert_eq!(Iban::parse(&text.to_lowercase()).unwrap(), iban);
            assert!(Iban::is_meant(text));
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let why = |text: &str| Iban::parse(text).unwrap_err().to_string();
        assert!(why("DE89 3704 0044 0532 0130 01").contains("check digits"));
        assert!(why("DE89 3704 0044 0532 0130 0").contains("22 characters, and this has 21"));
        assert!(why("US89 3704 0044 0532 0130 00").contains("begins with US"));
        for text in [
            "",
            "DE",
            "ana@example.com",
            "12345678",
            "DÉ89370400440532013000",
        ] {
            assert!(why(text).contains("one looks like"), "{text}");
            assert!(!Iban::is_meant(text));
        }
    }

    #[test]
    fn sepa_is_more_than_the_economic_area() {
        let of = |text| Iban::parse(text).unwrap();
        let (german, swiss, turkish) = (
            of("DE89370400440532013000"),
            of("CH9300762011623852957"),
            of("TR330006100519786457841326"),
        );
        assert!(german.is_sepa() && german.is_eea());
        assert!(swiss.is_sepa() && !swiss.is_eea());
        assert!(!turkish.is_sepa());
        assert_eq!(german.masked(), "DE89 … 3000");
    }

    #[test]
    fn a_bic_has_eight_or_eleven_characters() {
        assert_eq!(Bic::parse("cobadeff xxx").unwrap().code(), "COBADEFFXXX");
        assert!(Bic::parse("NWBKGB2L").is_ok());
        for wrong in [
            "",
            "COBADEF",
            "COBADEFFXX",
            "C0BADEFF",
            "COBADE0F",
            "CÖBADEFF",
        ] {
            assert!(Bic::parse(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_swapped_are_always_found(n in 0..PUBLISHED.len(), at in 4usize..15, by in 1u8..10) {
            let iban = Iban::parse(PUBLISHED[n]).unwrap();
            let mut bytes = iban.compact().as_bytes().to_vec();
            if bytes[at].is_ascii_digit() {
                let mut changed = bytes.clone();
                changed[at] = b'0' + (bytes[at] - b'0' + by) % 10;
                prop_assert!(Iban::parse(std::str::from_utf8(&changed).unwrap()).is_err());
            }
            let digits = |n: usize| bytes.get(n).is_some_and(u8::is_ascii_digit);
            if digits(at) && digits(at + 1) && bytes[at] != bytes[at + 1] {
                bytes.swap(at, at + 1);
                prop_assert!(Iban::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>()) {
            let _ = Iban::parse(&text);
            let _ = Bic::parse(&text);
            let _ = Iban::is_meant(&text);
        }
    }
}
