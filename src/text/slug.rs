//! Short names for files and for typing; must not touch the file system.

use super::fold;

/// Most bytes of a [`slug`].
pub const SLUG_BYTES: usize = 60;

/// A short name of `[a-z0-9-]`, 1 to 60 long, safe as a file name on every system.
///
/// A name without any Latin letter or digit becomes `n-` and eight hex digits that depend on the name
/// alone, so that two such partners still differ. Names Windows reserves (`con`, `lpt1`) get `x-`.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !matches!(c, '\'' | '’' | '.') && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.truncate(SLUG_BYTES);
    let out = out.trim_end_matches('-');
    if out.is_empty() {
        return format!("n-{:08x}", fingerprint(text));
    }
    if is_reserved(out) {
        format!("x-{out}")
    } else {
        out.to_string()
    }
}

fn is_reserved(name: &str) -> bool {
    let numbered = |stem| {
        name.strip_prefix(stem)
            .is_some_and(|n: &str| n.len() == 1 && n.as_bytes()[0].is_ascii_digit())
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// FNV-1a: stable for ever, which the standard hasher is not.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_file_names() {
        assert_eq!(slug("Müller & Söhne GmbH"), "muller-sohne-gmbh");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("McDonald's Inc."), "mcdonalds-inc");
        assert_eq!(slug("CON"), "x-con");
        assert_eq!(slug("lpt1"), "x-lpt1");
    }

    #[test]
    fn names_without_latin_letters_still_differ() {
        assert_ne!(slug("株式会社"), slug("有限会社"));
        assert!(slug("").starts_with("n-"));
    }

    proptest! {
        #[test]
        fn a_slug_is_always_a_good_file_name(text in any::<String>()) {
            let name = slug(&text);
            prop_assert!((1..=SLUG_BYTES).contains(&name.len()));
            prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!name.starts_with('-') && !name.ends_with('-'));
        }
    }
}
