//! Names that may mean the same though they are not equal: what makes a question to the person, never a match.

use unicode_security::skeleton as confusable;

use super::{
    identity::name_key,
    matching::{is_generic, strip_forms},
};
use crate::text::{fold, slips};

/// Why two names look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// They look the same and are written with other letters: `аcme` in Cyrillic and `acme`.
    Letters,
    /// They differ in punctuation, blanks or the legal form: `Acme, Inc.` and `ACME`.
    Form,
    /// They differ in words that say little: `Northwind` and `Northwind Agency`.
    Filler,
    /// They differ in one letter: `Northwnd` and `Northwind`.
    Slip,
}

/// A slip counts in names of so many letters or more: shorter ones differ by one letter as often as not.
const LONG_ENOUGH: usize = 6;

/// The forms in which a name is compared with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Letters, digits and the signs + and # only, legal form gone.
    pub loose: String,
    /// As `loose`, words that say little gone too; empty where nothing else is there.
    pub brief: String,
    /// What it looks like, whatever letters it is written with.
    pub skeleton: String,
}

impl Look {
    /// How a name is compared.
    pub fn of(name: &str) -> Self {
        // `C`, `C++` and `C#` are three.
        let signs: String = name.chars().filter(|c| matches!(c, '+' | '#')).collect();
        let key = name_key(name);
        let mut words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        strip_forms(&mut words);
        let telling = words.iter().filter(|w| !is_generic(w)).map(String::as_str);
        Self {
            loose: words.concat() + &signs,
            brief: telling.collect::<String>() + &signs,
            skeleton: skeleton(name),
        }
    }

    /// Why another name looks like this one; nothing where it does not, or is the same as identity.
    pub fn like(&self, other: &Self) -> Option<Alike> {
        if self.loose == other.loose {
            return Some(Alike::Form);
        }
        // What looks alike in plain letters (m and rn, 1 and l) is told apart by whoever types it.
        let plain = self.loose.is_ascii() && other.loose.is_ascii();
        if !plain && self.skeleton == other.skeleton {
            return Some(Alike::Letters);
        }
        if !self.brief.is_empty() && self.brief == other.brief {
            return Some(Alike::Filler);
        }
        one_slip(&self.loose, &other.loose).then_some(Alike::Slip)
    }
}

/// What a text looks like: letters of other scripts that look the same come out the same.
pub fn skeleton(text: &str) -> String {
    let like: String = confusable(&fold(text)).collect();
    fold(&like).split_whitespace().collect()
}

/// Whether one letter is wrong, missing, too much or swapped with its neighbour. Digits tell apart.
fn one_slip(a: &str, b: &str) -> bool {
    let digits = |t: &str| t.chars().filter(|c| c.is_numeric()).collect::<String>();
    let (one, other): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    one.len().min(other.len()) >= LONG_ENOUGH
        && one.len().abs_diff(other.len()) <= 1
        && digits(a) == digits(b)
        && slips(&one, &other) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(a: &str, b: &str) -> Option<Alike> {
        Look::of(a).like(&Look::of(b))
    }

    #[test]
    fn a_name_written_another_way_is_alike() {
        assert_eq!(like("Acme, Inc.", "ACME"), Some(Alike::Form));
        assert_eq!(like("A.C.M.E. Corp", "acme"), Some(Alike::Form));
        assert_eq!(like("Müller & Co. KG", "Muller GmbH"), Some(Alike::Form));
        assert_eq!(like("North wind", "Northwind"), Some(Alike::Form));
        assert_eq!(like("Northwind Agency", "Northwind"), Some(Alike::Filler));
        assert_eq!(like("Nortwind", "Northwind"), Some(Alike::Slip));
    }

    #[test]
    fn the_same_look_in_other_letters_is_alike() {
        assert_eq!(like("\u{430}cme", "acme"), Some(Alike::Letters));
        assert_eq!(like("Ѕtripe", "Stripe"), Some(Alike::Letters));
        assert_eq!(skeleton("аpple"), skeleton("Apple"));
    }

    #[test]
    fn other_names_are_not() {
        for (a, b) in [
            ("Acme", "Acne"),
            ("Customer 1001", "Customer 1002"),
            ("Alpha Labs", "Alpha Foods"),
            ("Group", "Agency"),
            ("Brightside", "Brightline"),
            ("C", "D"),
            ("C", "C++"),
            ("C#", "C++"),
        ] {
            assert_eq!(like(a, b), None, "{a} {b}");
        }
    }
}
