//! The line of totals below a spreadsheet's list, which is nobody. Only told, never taken away in silence.

use crate::import::heading::plain;

/// What such a line is called.
const CALLED: [&str; 12] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "somme",
    "suma",
    "totale",
    "итого",
];

/// Why a row of this name that says nothing by which somebody could be reached is not taken for one.
pub(super) const REASON: &str =
    "looks like the line of totals below the list; leave it out, or add that one by hand";

/// Whether a name is what a line of totals is called.
pub(super) fn is_called(name: &str) -> bool {
    let name = plain(name);
    CALLED.iter().any(|called| plain(called) == name)
}

#[cfg(test)]
mod tests {
    use super::is_called;

    #[test]
    fn a_line_of_totals_is_told_from_a_company_of_a_like_name() {
        assert!(is_called("TOTAL:") && is_called(" Grand Total ") && is_called("Summe"));
        assert!(!is_called("TotalEnergies") && !is_called("Summa AG"));
    }
}
