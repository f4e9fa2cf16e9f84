//! What other programs call the state of a payment: only whether money came at all is judged here.

use crate::import::{Refused, Row};

/// Words, without case and punctuation, that say of a payment that it was not made, not yet, or not in the end.
const NOT_PAID: &[&str] = &[
    "authorized",
    "blocked",
    "canceled",
    "cancelled",
    "declined",
    "draft",
    "error",
    "expired",
    "failed",
    "failure",
    "incomplete",
    "notpaid",
    "open",
    "overdue",
    "pastdue",
    "paymentdue",
    "pending",
    "processing",
    "rejected",
    "requiresaction",
    "requirescapture",
    "requiresconfirmation",
    "requirespaymentmethod",
    "scheduled",
    "uncaptured",
    "uncollectible",
    "unpaid",
    "void",
    "voided",
];

/// The state a row gives in its own words; refused where they say that nothing was paid.
pub(super) fn read(row: &Row<'_>, field: usize) -> Result<Option<String>, Refused> {
    let Some(theirs) = row.text(field)? else {
        return Ok(None);
    };
    let plain: String = theirs
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if NOT_PAID.contains(&plain.as_str()) {
        let column = row.mapping.heading(field);
        return Err(row.refuse(
            field,
            format!(
                "is no state of money that came; leave such rows out with --where \"{column}!={theirs}\", or take them \
                 all as paid with --set their_status="
            ),
        ));
    }
    Ok(Some(theirs))
}
