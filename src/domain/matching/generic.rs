//! Words that stand in many names and tell none from another; must not be taken for legal forms.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Words that say little about who a company is.
static GENERIC: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "advisors advisory agency and app apps associates bros brothers business capital center \
    centre co com communications company consultancy consultants consulting corp corporation \
    creative development digital enterprise enterprises firm for foundation global group groupe \
    grupo gruppe gruppo holding holdings hq inc industries industry info interactive \
    international internet intl io lab laboratories labs limited llc ltd management marketing \
    media mobile net network networks of online org partner partners partnership platform \
    platforms pro products research resources service services software solution solutions sons \
    studio studios system systems team tech technologie technologies technology the trading \
    trust venture ventures web works worldwide"
        .split(' ')
        .collect()
});

/// Words that join others.
static SMALL: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "and of the for in on at de du des la le les und der die das et y e del do da van von fur &"
        .split(' ')
        .collect()
});

/// Whether a word says little about who a company is.
pub(super) fn is_generic(word: &str) -> bool {
    GENERIC.contains(word)
}

/// Whether a word only joins others: no letter of an acronym.
pub(super) fn is_small(word: &str) -> bool {
    SMALL.contains(word)
}

/// Words that mean the same, however a list writes them.
static ALIKE: LazyLock<FxHashMap<&str, usize>> = LazyLock::new(|| {
    [
        "university universitat universite universidad universidade universita universiteit universitet univ uni",
        "institute institut instituto istituto inst",
        "technical technische technique tecnica tecnico technology technologies technologie tech technological",
        "laboratory laboratories laboratoire laboratorio lab labs",
        "international internacional internationale intl",
        "solution solutions",
        "system systems",
        "service services",
        "network networks",
        "industry industries",
        "communication communications",
        "telecommunication telecommunications telecom telco",
        "research recherche forschung",
        "management mgmt",
        "manufacturing mfg",
        "association assoc assn",
        "department dept",
        "center centre zentrum centro",
        "group groupe gruppe grupo gruppo",
        "brothers bros",
        "saint st sankt",
        "national nationale nacional nazionale natl",
        "government govt",
        "engineering engineers engr eng",
        "pharmaceutical pharmaceuticals pharma",
        "america american",
    ]
    .into_iter()
    .enumerate()
    .flat_map(|(at, words)| words.split(' ').map(move |word| (word, at)))
    .collect()
});

/// Whether two words mean the same: `laboratories` and `labs`, `university` and `université`.
pub(super) fn mean_the_same(one: &str, other: &str) -> bool {
    ALIKE
        .get(one)
        .is_some_and(|at| ALIKE.get(other) == Some(at))
}
