//! What an account is found by, as numbers that can be kept and sorted; equal numbers only propose a pair, texts decide.

use super::account::Known;
use super::likeness::is_telling;

/// What a key was made from. The discriminants are stored: never give one another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum KeyKind {
    /// A registration number.
    Registration = 1,
    /// The website's domain.
    Site = 2,
    /// The e-mail address's domain.
    Mail = 3,
    /// The strict name.
    Strict = 4,
    /// The name without blanks.
    Squashed = 5,
    /// The name without words that say little.
    Brief = 6,
    /// The name without brackets, or another name beside it.
    Alias = 7,
    /// The first letters of the name, or a name of so few letters.
    Acronym = 8,
    /// What a decision is kept under.
    Decision = 9,
}

/// Which version of the rules made the keys: those of another are to be made anew.
pub const KEYS_VERSION: u32 = 1;

/// One key of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// A hash of the text that is the same on every machine.
    pub hash: u64,
    /// The account's place in its list.
    pub at: u32,
    /// What it was made from.
    pub kind: KeyKind,
}

/// The spaces keys meet in: a mail domain meets a website, an alias meets a name.
#[derive(Clone, Copy)]
enum Space {
    Registration = 1,
    Domain = 2,
    Strict = 3,
    Squashed = 4,
    Brief = 5,
    Acronym = 6,
    Decision = 7,
}

impl Known {
    /// Adds this account's keys to `keys`; `at` is its place in its list.
    pub fn keys(&self, at: u32, keys: &mut Vec<Key>) {
        let mut add = |kind, space: Space, text: &str| {
            keys.push(Key {
                hash: hash(space as u8, text),
                at,
                kind,
            });
        };
        for one in &self.registrations {
            add(KeyKind::Registration, Space::Registration, &one.to_string());
        }
        if let Some(site) = &self.site {
            add(KeyKind::Site, Space::Domain, site);
        }
        if let Some(mail) = self.mail.as_ref().filter(|m| self.site.as_ref() != Some(m)) {
            add(KeyKind::Mail, Space::Domain, mail);
        }
        if self.name.is_empty() {
            return;
        }
        add(KeyKind::Strict, Space::Strict, &self.name.strict_key());
        add(KeyKind::Squashed, Space::Squashed, &self.name.squashed);
        add(KeyKind::Decision, Space::Decision, &self.decision_key());
        if is_telling(&self.name.brief) {
            add(KeyKind::Brief, Space::Brief, &self.name.brief.concat());
        }
        if !self.name.bare.is_empty() {
            add(KeyKind::Alias, Space::Strict, &self.name.bare.join(" "));
        }
        let latin = self.name.latin();
        for name in self.aliases.iter().chain(&latin) {
            add(KeyKind::Alias, Space::Strict, &name.strict_key());
        }
        for words in self
            .name
            .aliases
            .iter()
            .chain(self.aliases.iter().flat_map(|n| &n.aliases))
        {
            add(KeyKind::Alias, Space::Strict, &words.join(" "));
        }
        let letters = self
            .name
            .acronym
            .as_ref()
            .filter(|a| a.chars().count() >= 3);
        if let Some(letters) = letters {
            add(KeyKind::Acronym, Space::Acronym, letters);
        } else if let [one] = self.name.core()
            && (3..=6).contains(&one.chars().count())
        {
            add(KeyKind::Acronym, Space::Acronym, one);
        }
    }
}

/// The hash a decision is found by.
pub(super) fn decision_hash(key: &str) -> u64 {
    hash(Space::Decision as u8, key)
}

/// FNV-1a with a last stir: the same on every machine and in every version, never zero.
fn hash(space: u8, text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in std::iter::once(space).chain(text.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash ^ (hash >> 33)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_stays_what_it_is() {
        assert_eq!(hash(2, "acme.com"), hash(2, "acme.com"));
        assert_ne!(hash(2, "acme.com"), hash(3, "acme.com"));
    }
}
