//! Chargebee: its objects as warehouses (`customer_id`) and as lists of its API (`invoice.customer_id`) have them, in minor
//! units.

use super::{Extra, KnownLayout, SKIP_ZERO, only};
use crate::import::FileKind;

/// Columns of an object by their names in a warehouse, and in a list of the API, which puts the object's before them.
macro_rules! of {
    ($object:literal: $($column:literal),+) => {
        &[$($column, concat!($object, ".", $column)),+]
    };
}

/// Every layout of this program.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Chargebee invoices",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            of!("invoice": "id"),
            of!("invoice": "customer_id"),
            of!("invoice": "status"),
            of!("invoice": "currency_code"),
            of!("invoice": "total"),
            of!("invoice": "amount_paid"),
            &["price_type", "invoice.id"],
            &["amount_due", "invoice.id"],
        ],
        lacks: &[],
        map: &[
            ("id", of!("invoice": "id")),
            ("date", of!("invoice": "paid_at", "date")),
            ("amount", of!("invoice": "amount_paid")),
            ("currency", of!("invoice": "currency_code")),
            ("customer", of!("invoice": "customer_id")),
            ("their_status", of!("invoice": "status")),
        ],
        words: &[
            only("status", "status=paid"),
            only("invoice.status", "invoice.status=paid"),
            SKIP_ZERO,
            MINOR,
            Extra::about("invoice.id", "--date-format", "unix"),
        ],
    },
    KnownLayout {
        name: "Chargebee transactions",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            of!("transaction": "id"),
            of!("transaction": "customer_id"),
            of!("transaction": "type"),
            of!("transaction": "date"),
            of!("transaction": "status"),
            of!("transaction": "amount"),
            of!("transaction": "currency_code"),
            &["payment_method", "gateway", "transaction.id"],
        ],
        lacks: &["price_type"],
        map: &[
            ("id", of!("transaction": "id")),
            ("date", of!("transaction": "date")),
            ("amount", of!("transaction": "amount")),
            ("currency", of!("transaction": "currency_code")),
            ("customer", of!("transaction": "customer_id")),
            ("refund", of!("transaction": "type")),
            (
                "refund_of",
                of!("transaction": "reference_transaction_id", "refunded_txn_id"),
            ),
            ("their_status", of!("transaction": "status")),
        ],
        words: &[
            only("type", "type in (payment, refund)"),
            only("transaction.type", "transaction.type in (payment, refund)"),
            only("status", "status=success"),
            only("transaction.status", "transaction.status=success"),
            MINOR,
            Extra::about("transaction.id", "--date-format", "unix"),
        ],
    },
    KnownLayout {
        name: "Chargebee credit notes",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            of!("credit_note": "id"),
            of!("credit_note": "customer_id"),
            of!("credit_note": "reference_invoice_id"),
            of!("credit_note": "type"),
            of!("credit_note": "status"),
            of!("credit_note": "currency_code"),
            // Only what really went back: the rest lowers what is still due.
            of!("credit_note": "amount_refunded"),
            &["total", "credit_note.id"],
            &["amount_allocated", "credit_note.id"],
        ],
        lacks: &[],
        map: &[
            ("id", of!("credit_note": "id")),
            ("date", of!("credit_note": "refunded_at", "date")),
            ("amount", of!("credit_note": "amount_refunded")),
            ("currency", of!("credit_note": "currency_code")),
            ("customer", of!("credit_note": "customer_id")),
            ("refund_of", of!("credit_note": "reference_invoice_id")),
            ("their_status", of!("credit_note": "status")),
        ],
        words: &[
            // What names no invoice went back all the same.
            Extra::always("--set", "refund=yes"),
            SKIP_ZERO,
            MINOR,
            Extra::about("credit_note.id", "--date-format", "unix"),
        ],
    },
    KnownLayout {
        name: "Chargebee subscriptions",
        program: "chargebee",
        kind: FileKind::Subscriptions,
        marks: &[
            &["id"],
            &["customer_id"],
            &["plan_id"],
            &["plan_amount", "plan_unit_price"],
            &["status"],
            &["billing_period_unit"],
            &["current_term_start"],
            &["currency_code"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            ("customer", &["customer_id"]),
            ("start", &["activated_at", "started_at", "start_date"]),
            ("trial_end", &["trial_end"]),
            ("cancelled", &["cancelled_at"]),
            ("current_start", &["current_term_start"]),
            ("current_end", &["current_term_end"]),
            ("amount", &["plan_unit_price", "plan_amount"]),
            ("currency", &["currency_code"]),
            ("interval", &["billing_period_unit"]),
            ("interval_count", &["billing_period"]),
            ("their_status", &["status"]),
        ],
        words: &[
            // A price is for one of the plan; an amount is for all of them.
            Extra::about("plan_unit_price", "--map", "quantity=plan_quantity"),
            MINOR,
        ],
    },
];

const MINOR: Extra = Extra::always("--units", "minor");
