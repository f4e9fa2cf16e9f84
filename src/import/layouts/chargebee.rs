//! Chargebee: its objects as warehouses (`id`, `customer_id`) and as lists of its API (`invoice.id`) have them, in minor
//! units.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// Every layout of this program.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Chargebee invoices, as a warehouse has them",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["customer_id"],
            &["status"],
            &["price_type"],
            &["currency_code"],
            &["total"],
            &["amount_paid"],
            &["amount_due"],
        ],
        lacks: &["invoice.id"],
        map: &[
            ("id", &["id"]),
            ("date", &["paid_at", "date"]),
            ("amount", &["amount_paid"]),
            ("currency", &["currency_code"]),
            ("customer", &["customer_id"]),
            ("their_status", &["status"]),
        ],
        words: &[only("status", "status=paid"), SKIP_ZERO, MINOR],
    },
    KnownLayout {
        name: "Chargebee invoices, as the API has them",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            &["invoice.id"],
            &["invoice.customer_id"],
            &["invoice.status"],
            &["invoice.currency_code"],
            &["invoice.total"],
            &["invoice.amount_paid"],
        ],
        lacks: &[],
        map: &[
            ("id", &["invoice.id"]),
            ("date", &["invoice.paid_at", "invoice.date"]),
            ("amount", &["invoice.amount_paid"]),
            ("currency", &["invoice.currency_code"]),
            ("customer", &["invoice.customer_id"]),
            ("their_status", &["invoice.status"]),
        ],
        words: &[
            only("invoice.status", "invoice.status=paid"),
            SKIP_ZERO,
            MINOR,
            UNIX,
        ],
    },
    KnownLayout {
        name: "Chargebee transactions, as a warehouse has them",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["customer_id"],
            &["type"],
            &["date"],
            &["status"],
            &["amount"],
            &["currency_code"],
            &["payment_method", "gateway"],
        ],
        lacks: &["price_type"],
        map: &[
            ("id", &["id"]),
            ("date", &["date"]),
            ("amount", &["amount"]),
            ("currency", &["currency_code"]),
            ("customer", &["customer_id"]),
            ("refund", &["type"]),
            (
                "refund_of",
                &["reference_transaction_id", "refunded_txn_id"],
            ),
            ("their_status", &["status"]),
        ],
        words: &[
            only("type", "type in (payment, refund)"),
            only("status", "status=success"),
            MINOR,
        ],
    },
    KnownLayout {
        name: "Chargebee transactions, as the API has them",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            &["transaction.id"],
            &["transaction.customer_id"],
            &["transaction.type"],
            &["transaction.date"],
            &["transaction.status"],
            &["transaction.amount"],
            &["transaction.currency_code"],
        ],
        lacks: &[],
        map: &[
            ("id", &["transaction.id"]),
            ("date", &["transaction.date"]),
            ("amount", &["transaction.amount"]),
            ("currency", &["transaction.currency_code"]),
            ("customer", &["transaction.customer_id"]),
            ("refund", &["transaction.type"]),
            (
                "refund_of",
                &[
                    "transaction.reference_transaction_id",
                    "transaction.refunded_txn_id",
                ],
            ),
            ("their_status", &["transaction.status"]),
        ],
        words: &[
            only("transaction.type", "transaction.type in (payment, refund)"),
            only("transaction.status", "transaction.status=success"),
            MINOR,
            UNIX,
        ],
    },
    KnownLayout {
        name: "Chargebee subscriptions, as a warehouse has them",
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

const SKIP_ZERO: Extra = Extra::always("--skip-zero", "");
const MINOR: Extra = Extra::always("--units", "minor");
const UNIX: Extra = Extra::always("--date-format", "unix");

const fn only(column: &'static str, value: &'static str) -> Extra {
    Extra {
        column,
        option: "--where",
        value,
    }
}
