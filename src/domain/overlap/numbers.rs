//! Registration numbers of an account as one text that can be kept, both ways; must not judge whether a number is right.

use crate::domain::matching::{Place, Register, Registration};

/// Registration numbers as they are kept: `duns:150483782 vat:DE123456789`; nothing where there are none.
pub fn kept_numbers(all: &[Registration]) -> Option<String> {
    let mut words: Vec<String> = all
        .iter()
        .map(|r| match r.register {
            Register::Duns => format!("duns:{}", r.number),
            Register::Lei => format!("lei:{}", r.number),
            Register::Siren => format!("siren:{}", r.number),
            Register::Ein => format!("ein:{}", r.number),
            Register::Vat(place) => format!("vat-{}:{}", place.code(), r.number),
            Register::Company(place) => format!("company-{}:{}", place.code(), r.number),
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The numbers of such a text; words that are none are passed over.
pub fn numbers_of(kept: &str) -> Vec<Registration> {
    kept.split_whitespace().filter_map(number).collect()
}

fn number(word: &str) -> Option<Registration> {
    let (register, number) = word.split_once(':')?;
    let (register, place) = match register.split_once('-') {
        Some((register, code)) => (register, Place::country(code)),
        None => (register, None),
    };
    let register = match (register, place) {
        ("duns", _) => Register::Duns,
        ("lei", _) => Register::Lei,
        ("siren", _) => Register::Siren,
        ("ein", _) => Register::Ein,
        ("vat", Some(place)) => Register::Vat(place),
        ("company", Some(place)) => Register::Company(place),
        _ => return None,
    };
    Some(Registration {
        register,
        number: number.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_kept_is_read_back() {
        let place = Place::country("DE");
        let all: Vec<Registration> = [
            Registration::read("DUNS", "15-048-3782", None),
            Registration::read("VAT number", "DE136695976", place),
            Registration::read("company number", "HRB 6684", place),
        ]
        .into_iter()
        .flatten()
        .collect();
        assert!(all.len() >= 2, "{all:?}");
        let kept = kept_numbers(&all).unwrap_or_default();
        let back = numbers_of(&kept);
        assert_eq!(kept_numbers(&back), Some(kept));
        assert!(all.iter().all(|r| back.contains(r)));
        assert_eq!(kept_numbers(&[]), None);
    }
}
