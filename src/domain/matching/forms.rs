//! Legal forms of the world taken off names; must not decide what a difference of forms means.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::{is_wordless, words};
use crate::text::fold;

/// What a company is in law, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    /// The class all countries share: `LLC`, `JSC`, `LP`, `NGO`, …; `-` where it is open (`Inc.`, `Co.`).
    pub class: &'static str,
    /// The form as it is written where it is at home: `GmbH`.
    pub shown: &'static str,
}

impl Form {
    /// Whether two forms are known to be of different kinds: a foundation and a stock company.
    pub fn clashes(self, other: Self) -> bool {
        self.class != "-" && other.class != "-" && self.class != other.class
    }

    /// Whether it is a form of companies that trade, not of associations, offices or churches.
    pub fn trades(self) -> bool {
        !matches!(self.class, "NGO" | "SOE" | "REL" | "MIL")
    }
}

/// Spellings that are words or places as often as they are forms; never taken off an end.
static WORDS_TOO: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "ad ae anl asc at bt ca charity cooperation coop cooperative da dno ei ep esv et eu fie fma \
    ge gie gp htx ii ik ilp im in is jv kor kv lt mtu na ngo nl nonprofit npo ong ops osk pc pe \
    pmc pp pr ps pse psu rf rp rs sau sb sc scop sd sem sf sie sp sube tu uk unlimited us uu xt \
    yu ku ks kd od eg ets cic sti alap amba secs preduzetnik да но га во го од дс др ро пр \
    private proprietary corporate companies jointventure publicsectorenterprise holding"
        .split(' ')
        .collect()
});

/// Short forms that stand before names; long ones written out may stand there too.
static BEFORE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "ooo oao zao pao ao ojsc pjsc cjsc jsc llc pt ab as nv bv srl sia uab stichting tov ano ооо \
    оао зао пао ао нао тов тоо ано ип фгуп гуп муп ат пат прат тзов cv ud"
        .split(' ')
        .collect()
});

/// A form written out may be taken off the front from so many letters on.
const WRITTEN_OUT: usize = 14;
/// Most words of a form.
const MOST_WORDS: usize = 9;

static FORMS: LazyLock<FxHashMap<String, Form>> = LazyLock::new(|| {
    let mut forms = FxHashMap::default();
    for line in include_str!("../../../assets/legal_forms.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let mut cells = line.split('|');
        let (Some(class), Some(shown)) = (cells.next(), cells.next()) else {
            continue;
        };
        for spelling in std::iter::once(shown).chain(cells) {
            let key = words(&fold(spelling)).concat();
            if !key.is_empty() {
                forms.insert(key, Form { class, shown });
            }
        }
    }
    forms
});

/// Forms of scripts without blanks, the longest first.
static UNSPACED: LazyLock<Vec<(&'static str, Form)>> = LazyLock::new(|| {
    let whole = |key: &&String| key.chars().count() >= 2 && key.chars().all(is_wordless);
    let mut found: Vec<_> = FORMS
        .keys()
        .filter(whole)
        .map(|key| (key.as_str(), FORMS[key]))
        .collect();
    found.sort_by(|a, b| {
        b.0.chars()
            .count()
            .cmp(&a.0.chars().count())
            .then(a.0.cmp(b.0))
    });
    found
});

/// Whether words in brackets are a form, as in `(Pty) Ltd` and `Банк (ООО)`.
pub(super) fn is_bracketed(inside: &[String]) -> bool {
    let key = inside.concat();
    inside.len() <= 2
        && (key == "p" || FORMS.contains_key(&key))
        && !WORDS_TOO.contains(key.as_str())
        || matches!(key.as_str(), "private" | "proprietary")
}

/// Takes the legal forms off both ends of a name's folded words; tells the one that says most. Something always stays.
pub fn strip(words: &mut Vec<String>) -> Option<Form> {
    let mut found = unspaced(words);
    while let Some((long, form)) = at_end(words) {
        words.truncate(words.len() - long);
        while words.len() > 1
            && words
                .last()
                .is_some_and(|w| matches!(w.as_str(), "and" | "und" | "et" | "y" | "e"))
        {
            words.pop();
        }
        found = Some(better(found, form));
    }
    while let Some((long, form)) = at_front(words) {
        words.drain(..long);
        found = Some(better(found, form));
    }
    found
}

/// Of two forms of one name the one that says more.
fn better(before: Option<Form>, now: Form) -> Form {
    before.filter(|b| b.class != "-").unwrap_or(now)
}

fn at_end(words: &[String]) -> Option<(usize, Form)> {
    let most = MOST_WORDS.min(words.len().saturating_sub(1));
    (1..=most)
        .rev()
        .find_map(|long| form_of(&words[words.len() - long..]).map(|form| (long, form)))
}

fn at_front(words: &[String]) -> Option<(usize, Form)> {
    let most = MOST_WORDS.min(words.len().saturating_sub(1));
    (1..=most).rev().find_map(|long| {
        let form = form_of(&words[..long])?;
        let key: String = words[..long].concat();
        (key.chars().count() >= WRITTEN_OUT || BEFORE.contains(key.as_str()))
            .then_some((long, form))
    })
}

fn form_of(words: &[String]) -> Option<Form> {
    if words.iter().map(String::len).sum::<usize>() > 120 {
        return None;
    }
    let lookup = |key: &str| FORMS.get(key).copied().filter(|_| !WORDS_TOO.contains(key));
    match words {
        [one] => lookup(one),
        // Single letters already stand together: what is in several words must not be found in the middle of one.
        many => lookup(&many.concat()),
    }
}

/// Takes `株式会社` and the like off either end of a word.
fn unspaced(words: &mut [String]) -> Option<Form> {
    let mut found = None;
    for word in words.iter_mut().filter(|w| w.chars().any(is_wordless)) {
        for (form, meant) in UNSPACED.iter() {
            let rest = word.strip_suffix(form).or_else(|| word.strip_prefix(form));
            if let Some(rest) = rest.filter(|r| r.chars().count() >= 2) {
                *word = rest.to_owned();
                found = Some(*meant);
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(name: &str) -> String {
        let mut words = words(&fold(name));
        strip(&mut words);
        words.join(" ")
    }

    #[test]
    fn forms_of_the_world_go() {
        for name in [
            "Acme",
            "Acme Inc.",
            "ACME, L.L.C.",
            "Acme GmbH",
            "Acme Gmb H",
            "Acme GmbH & Co. KG",
            "Acme Sp. z o.o.",
            "Acme S.p.A.",
            "Acme S. A.",
            "OOO Acme",
            "Acme o.O.O.",
            "Acme Pty Ltd",
            "Acme Sdn. Bhd.",
            "Acme Co., Ltd.",
            "Acme & Co",
            "PT Acme Tbk",
            "Open Joint Stock Company Acme",
            "Societatea cu Răspundere Limitată Acme",
            "Acme Private Limited",
            "Acme A/S",
            "Acme Inc Corp",
            "Acme Public Limited Company",
            "Acme N.V.",
            "Stichting Acme",
            "Acme Kft.",
            "Acme K.K.",
            "Acme Ltda",
        ] {
            assert_eq!(stripped(name), "acme", "{name}");
        }
        assert_eq!(stripped("トヨタ自動車株式会社"), "トヨタ自動車");
        assert_eq!(stripped("삼성전자주식회사"), "삼성전자");
        assert_eq!(stripped("ООО «Ромашка»"), "ромашка");
    }

    #[test]
    fn what_is_a_word_or_all_there_is_stays() {
        for name in [
            "limited",
            "company",
            "bl packaging",
            "tele uk",
            "smart ad",
            "link in",
            "sc johnson",
            "the company store",
        ] {
            assert_eq!(stripped(name), name);
        }
    }

    #[test]
    fn kinds_of_companies_are_told_apart() {
        let form = |name: &str| strip(&mut words(&fold(name))).expect("a form");
        assert!(form("Acme AG").clashes(form("Acme GmbH")));
        assert!(!form("Acme AG").clashes(form("OAO Acme")));
        assert!(!form("Acme Inc").clashes(form("Acme GmbH")));
    }
}
