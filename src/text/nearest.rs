//! "Did you mean": the candidate closest to a mistyped word; must not guess when nothing is close.

use super::fold;

/// The candidate most like `word`, or none when all are far away. The first wins a tie.
///
/// Case and accents do not count; a slip (letter wrong, missing, extra, two swapped) counts one. Up to a
/// third of the letters may be slips; a word that begins exactly one candidate finds it too.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = fold(word).chars().collect();
    if typed.is_empty() {
        return None;
    }
    let allowed = (typed.len() / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    let mut begun: Option<&'a str> = None;
    let mut begun_count = 0;
    for candidate in candidates {
        let folded: Vec<char> = fold(candidate).chars().collect();
        if typed.len() >= 2 && folded.starts_with(&typed) {
            begun_count += 1;
            begun.get_or_insert(candidate);
        }
        if folded.len().abs_diff(typed.len()) > allowed {
            continue;
        }
        let slips = slips(&typed, &folded);
        // A word of one or two letters with every letter wrong is not a slip.
        if slips <= allowed && slips < typed.len() && best.is_none_or(|(least, _)| slips < least) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
        .or(if begun_count == 1 { begun } else { None })
}

/// Edits between two words, a swap of neighbours counted once.
pub fn slips(a: &[char], b: &[char]) -> usize {
    let mut older = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(older[j - 2] + 1);
            }
        }
        older = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 4] = ["partner", "payout", "referral", "revenue"];

    #[test]
    fn a_slip_finds_the_word_meant() {
        assert_eq!(nearest("partnr", WORDS), Some("partner"));
        assert_eq!(nearest("apyout", WORDS), Some("payout"));
        assert_eq!(nearest("REFERAL", WORDS), Some("referral"));
        assert_eq!(nearest("rev", WORDS), Some("revenue"));
    }

    #[test]
    fn nothing_near_finds_nothing() {
        assert_eq!(nearest("commission", WORDS), None);
        assert_eq!(nearest("re", WORDS), None);
        assert_eq!(nearest("", WORDS), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
