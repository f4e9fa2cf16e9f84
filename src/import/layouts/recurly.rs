//! Recurly: its tables as warehouses have them, in whole money; versions of one record may follow each other.
//!
//! A credit invoice is a refund of what was paid out of it. Credit that another invoice was paid with is none: that invoice
//! says itself what was paid in money.

use super::{Extra, KnownLayout, SKIP_ZERO, only};
use crate::import::FileKind;

/// Every layout of this program.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Recurly invoices",
        program: "recurly",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["account_id"],
            &["state"],
            &["number"],
            &["currency"],
            &["paid"],
            &["total"],
            &["balance"],
            &["refundable_amount", "collection_method"],
        ],
        lacks: &["unit_amount"],
        map: &[
            ("id", &["id"]),
            ("date", &["closed_at", "created_at"]),
            ("amount", &["paid"]),
            ("currency", &["currency"]),
            ("customer", &["account_id"]),
            ("refund", &["type"]),
            ("refund_of", &["previous_invoice_id"]),
            ("their_status", &["state"]),
        ],
        // Charge invoices end as paid, those of old sites as collected, credit invoices as closed.
        words: &[
            only("state", "state in (paid, collected, closed)"),
            SKIP_ZERO,
        ],
    },
    KnownLayout {
        name: "Recurly line items",
        program: "recurly",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["account_id"],
            &["invoice_id"],
            &["type"],
            &["state"],
            &["origin"],
            &["currency"],
            &["amount"],
            &["unit_amount"],
            &["refund"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            ("date", &["created_at"]),
            ("amount", &["amount"]),
            ("currency", &["currency"]),
            ("customer", &["account_id"]),
            ("period_start", &["start_date"]),
            ("period_end", &["end_date"]),
            ("refund", &["refund"]),
            ("known_as", &["invoice_id"]),
            ("their_status", &["state"]),
        ],
        words: &[
            only("state", "state=invoiced"),
            // Credit that moves from one invoice to the next is no money.
            only("origin", "origin!=carryforward"),
            SKIP_ZERO,
        ],
    },
    KnownLayout {
        name: "Recurly transactions",
        program: "recurly",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["account_id"],
            &["invoice_id"],
            &["original_transaction_id"],
            &["type"],
            &["status"],
            &["success"],
            &["currency"],
            &["amount"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            ("date", &["collected_at", "created_at"]),
            ("amount", &["amount"]),
            ("currency", &["currency"]),
            ("customer", &["account_id"]),
            ("refund", &["type"]),
            ("refund_of", &["original_transaction_id"]),
            ("known_as", &["invoice_id"]),
            ("their_status", &["status"]),
        ],
        words: &[
            only("type", "type in (purchase, capture, refund)"),
            only("status", "status=success"),
        ],
    },
    KnownLayout {
        name: "Recurly subscriptions",
        program: "recurly",
        kind: FileKind::Subscriptions,
        marks: &[
            &["id"],
            &["account_id"],
            &["plan_id", "plan_code"],
            &["state"],
            &["activated_at"],
            &["current_period_started_at"],
            &["current_period_ends_at"],
            &["unit_amount"],
            &["subtotal"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            ("customer", &["account_id"]),
            ("start", &["activated_at"]),
            ("trial_end", &["trial_ends_at"]),
            ("end", &["expires_at"]),
            ("cancelled", &["canceled_at"]),
            ("current_start", &["current_period_started_at"]),
            ("current_end", &["current_period_ends_at"]),
            // The subtotal has quantity and add-ons in it.
            ("amount", &["subtotal"]),
            ("currency", &["currency"]),
            ("their_status", &["state"]),
        ],
        words: &[Extra::about("quantity", "--map", "quantity=")],
    },
];
