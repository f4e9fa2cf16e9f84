//! Two headers compared: whether a file has the columns another one had. Knows no file and chooses no column.

use crate::text::fold;

/// The column that says why a row was refused, in the file of refused rows: part of no header, so that the file is
/// known again when it is fed again.
pub const REJECTED_BECAUSE: &str = "rejected_because";

/// Whether a header is that column.
pub fn is_reason(header: &str) -> bool {
    let rest = header.trim().strip_prefix(REJECTED_BECAUSE);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}

/// That column with the words by which its rows are read again: `rejected_because (import revenue --map …)`.
pub fn reason_with(words: &str) -> String {
    format!("{REJECTED_BECAUSE} ({words})")
}

/// Those words.
pub fn reason_says(header: &str) -> Option<&str> {
    let rest = header.trim().strip_prefix(REJECTED_BECAUSE)?;
    rest.trim().strip_prefix('(')?.strip_suffix(')')
}

/// How a header differs from the one it is compared with; order and case are no difference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Columns that are not there any more, as they were called.
    pub gone: Vec<String>,
    /// Columns that came, as they are called now.
    pub new: Vec<String>,
    /// How many are in both.
    pub both: usize,
}

impl Drift {
    /// Compares the header of a file with the one before.
    pub fn of(before: &[String], now: &[String]) -> Self {
        let mut rest: Vec<(String, &String)> = named(now).collect();
        let mut drift = Self::default();
        for (name, as_it_was) in named(before) {
            match rest.iter().position(|(other, _)| *other == name) {
                Some(at) => {
                    rest.remove(at);
                    drift.both += 1;
                }
                None => drift.gone.push(as_it_was.clone()),
            }
        }
        drift.new = rest.into_iter().map(|(_, h)| h.clone()).collect();
        drift
    }

    /// Whether both have the same columns.
    pub fn is_none(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty()
    }

    /// `without Owner, with Region and Tier`: what changed, for the middle of a sentence.
    pub fn said(&self) -> String {
        let some = |word: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{word} {}", listed(names)))
        };
        [some("without", &self.gone), some("with", &self.new)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" and ")
    }
}

/// Names in a row, the first ten of them: `“Owner”, “Tier”`.
pub fn listed(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let mut all: Vec<String> = names.iter().take(SHOWN).map(|n| format!("“{n}”")).collect();
    if let Some(more) = names.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        all.push(format!("{more} more"));
    }
    all.join(", ")
}

fn named(header: &[String]) -> impl Iterator<Item = (String, &String)> {
    header
        .iter()
        .map(|h| (fold(h.trim()), h))
        .filter(|(name, _)| !name.is_empty() && !is_reason(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn order_case_and_the_reason_of_a_refusal_are_no_difference() {
        let drift = Drift::of(
            &header(&["Paid At", "Amount", "Amount"]),
            &header(&[REJECTED_BECAUSE, "amount", " AMOUNT", "paid at", ""]),
        );
        assert!(drift.is_none(), "{drift:?}");
        assert_eq!(drift.both, 3);
    }

    #[test]
    fn the_reason_of_a_refusal_carries_how_its_rows_are_read() {
        let header = reason_with("import revenue --map 'amount=Net (EUR)'");
        assert!(is_reason(&header) && is_reason(REJECTED_BECAUSE));
        assert_eq!(
            reason_says(&header),
            Some("import revenue --map 'amount=Net (EUR)'")
        );
        assert_eq!(reason_says(REJECTED_BECAUSE), None);
        assert!(!is_reason("rejected_because_of"));
    }

    #[test]
    fn what_went_and_what_came_is_named_as_the_files_have_it() {
        let drift = Drift::of(&header(&["A", "Owner"]), &header(&["a", "Tier", "A"]));
        assert_eq!(drift.gone, ["Owner"]);
        assert_eq!(drift.new, ["Tier", "A"]);
        assert_eq!(drift.said(), "without “Owner” and with “Tier”, “A”");
    }
}
