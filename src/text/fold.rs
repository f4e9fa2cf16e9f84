//! Text folded for search and matching; must not be shown or stored in place of the original.

use unicode_normalization::UnicodeNormalization;

/// `text` without case, accents and look-alike forms: `MÜLLER` and `muller`, `Straße` and `strasse`,
/// full-width and plain letters come out alike. Blanks and punctuation stay; invisible characters go.
///
/// Only marks that are accents are removed: the voicing of kana and the vowels of the Indic scripts
/// make other words and stay.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    let base = text
        .nfkd()
        .filter(|c| !is_accent(*c) && !super::clean::is_invisible(*c));
    // Lower case may bring a mark of its own (İ), hence the second look at accents.
    for c in base.flat_map(char::to_lowercase).filter(|c| !is_accent(*c)) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            _ => out.push(c),
        }
    }
    out.nfc().collect()
}

/// Marks that are accents of Latin, Greek and Cyrillic, or the optional points of Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{64b}'..='\u{652}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_forms_do_not_matter() {
        assert_eq!(fold("MÜLLER Straße"), "muller strasse");
        assert_eq!(fold("Łódź Ørsted Æon"), "lodz orsted aeon");
        assert_eq!(fold("ＡＣＭＥ"), "acme");
        assert_eq!(fold("ﬁrst"), "first");
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("Ac\u{200b}me"), "acme");
        assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("σίσυφος"));
    }

    #[test]
    fn marks_that_make_another_word_stay() {
        assert_ne!(fold("ガ"), fold("カ"));
        assert_ne!(fold("कि"), fold("क"));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
