//! Stripe, what its dashboard exports: in whole money; payments that were refunded say so on their own row.
//!
//! What was not paid, or paid in test mode, is left out by conditions that can be seen.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// Every layout of this program.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Stripe payments",
        program: "stripe",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["Created date (UTC)", "Created (UTC)"],
            &["Amount"],
            &["Amount Refunded"],
            &["Currency"],
            &["Status"],
            &["Captured", "Mode", "Converted Amount"],
        ],
        lacks: &["object", "livemode"],
        map: &[
            ("id", &["id"]),
            ("date", &["Created date (UTC)", "Created (UTC)"]),
            ("amount", &["Amount"]),
            ("currency", &["Currency"]),
            ("refunded_total", &["Amount Refunded"]),
            ("refunded_on", &["Refunded date (UTC)"]),
            ("disputed_total", &["Disputed Amount"]),
            ("dispute_status", &["Dispute Status"]),
            ("customer", &["Customer ID"]),
            ("customer_name", &["Customer Name", "Customer Description"]),
            ("customer_email", &["Customer Email"]),
            ("known_as", &["Invoice ID"]),
            ("their_status", &["Status"]),
        ],
        words: &[
            only(
                "Status",
                "Status in (Paid, Refunded, Partial refund, Partially refunded, Succeeded, paid, refunded, succeeded)",
            ),
            only("Captured", "Captured!=false"),
            only("Captured", "Captured!=FALSE"),
            only("Mode", "Mode!=Test"),
            only("Mode", "Mode!=test"),
        ],
    },
    KnownLayout {
        name: "Stripe invoices",
        program: "stripe",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["Customer", "Customer ID"],
            &["Number"],
            &["Currency"],
            &["Amount Due"],
            &["Amount Paid"],
            &["Paid At (UTC)", "Finalized At (UTC)", "Date (UTC)"],
            &["Subscription", "Billing", "Charge", "Closed"],
        ],
        lacks: &["object", "livemode"],
        map: &[
            ("id", &["id"]),
            (
                "date",
                &["Paid At (UTC)", "Finalized At (UTC)", "Date (UTC)"],
            ),
            ("amount", &["Amount Paid"]),
            ("currency", &["Currency"]),
            ("customer", &["Customer", "Customer ID"]),
            ("customer_name", &["Customer Name", "Customer Description"]),
            ("customer_email", &["Customer Email"]),
            ("period_start", &["Minimum Line Item Period Start (UTC)"]),
            ("period_end", &["Maximum Line Item Period End (UTC)"]),
            ("known_as", &["Charge"]),
            ("their_status", &["Status"]),
        ],
        words: &[
            only("Status", "Status in (paid, Paid)"),
            only("Paid", "Paid!=false"),
            only("Paid", "Paid!=FALSE"),
            SKIP_ZERO,
        ],
    },
    KnownLayout {
        name: "Stripe subscriptions",
        program: "stripe",
        kind: FileKind::Subscriptions,
        marks: &[
            &["id"],
            &["Customer ID"],
            &["Plan"],
            &["Quantity"],
            &["Interval"],
            &["Amount"],
            &["Status"],
            &["Current Period Start (UTC)"],
            &["Start Date (UTC)", "Start (UTC)", "Created (UTC)"],
        ],
        lacks: &["object", "livemode"],
        map: &[
            ("id", &["id"]),
            ("customer", &["Customer ID"]),
            ("customer_name", &["Customer Name", "Customer Description"]),
            ("customer_email", &["Customer Email"]),
            (
                "start",
                &["Start Date (UTC)", "Start (UTC)", "Created (UTC)"],
            ),
            ("trial_end", &["Trial End (UTC)"]),
            ("end", &["Ended At (UTC)"]),
            ("cancelled", &["Canceled At (UTC)"]),
            ("current_start", &["Current Period Start (UTC)"]),
            ("current_end", &["Current Period End (UTC)"]),
            ("amount", &["Amount"]),
            ("currency", &["Currency"]),
            ("quantity", &["Quantity"]),
            ("interval", &["Interval"]),
            ("their_status", &["Status"]),
        ],
        words: &[],
    },
];

const SKIP_ZERO: Extra = Extra::always("--skip-zero", "");

const fn only(column: &'static str, value: &'static str) -> Extra {
    Extra {
        column,
        option: "--where",
        value,
    }
}
