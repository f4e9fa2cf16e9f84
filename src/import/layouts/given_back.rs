//! Credit notes and disputes of Stripe and Chargebee: money that went back, as refunds of the payment or invoice they name.
//!
//! Only what really went back: credit that lowers what is still due, and disputes that are open or won, are left out by
//! conditions that can be seen.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// Every layout of what went back.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Stripe disputes, as a warehouse has them",
        words: &[only("status", "status=lost"), IS_REFUND, UNITS],
        ..DISPUTES
    },
    KnownLayout {
        name: "Stripe disputes, as the API has them",
        marks: &[
            &["object"],
            &["id"],
            &["charge"],
            &["amount"],
            &["currency"],
            &["created"],
            &["reason"],
            &["status"],
            &["is_charge_refundable", "evidence_details.due_by"],
        ],
        lacks: &["amount_refunded"],
        words: &[
            only("object", "object=dispute"),
            only("status", "status=lost"),
            IS_REFUND,
            UNITS,
            UNIX,
        ],
        ..DISPUTES
    },
    KnownLayout {
        name: "Stripe credit notes, as a warehouse has them",
        words: &[
            only("status", "status=issued"),
            only("type", "type=post_payment"),
            IS_REFUND,
            UNITS,
        ],
        ..NOTES
    },
    KnownLayout {
        name: "Stripe credit notes, as the API has them",
        marks: &[
            &["object"],
            &["id"],
            &["invoice"],
            &["amount"],
            &["currency"],
            &["created"],
            &["type"],
            &["status"],
            &["voided_at", "out_of_band_amount", "discount_amount"],
        ],
        lacks: &["amount_paid"],
        words: &[
            only("object", "object=credit_note"),
            only("status", "status=issued"),
            only("type", "type=post_payment"),
            IS_REFUND,
            UNITS,
            UNIX,
        ],
        ..NOTES
    },
    KnownLayout {
        name: "Chargebee credit notes, as a warehouse has them",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            &["id"],
            &["customer_id"],
            &["reference_invoice_id"],
            &["type"],
            &["status"],
            &["currency_code"],
            &["total"],
            &["amount_refunded"],
            &["amount_allocated"],
        ],
        lacks: &["credit_note.id"],
        map: &[
            ("id", &["id"]),
            ("date", &["refunded_at", "date"]),
            ("amount", &["amount_refunded"]),
            ("currency", &["currency_code"]),
            ("customer", &["customer_id"]),
            ("refund_of", &["reference_invoice_id"]),
            ("their_status", &["status"]),
        ],
        words: &[IS_REFUND, SKIP_ZERO, MINOR],
    },
    KnownLayout {
        name: "Chargebee credit notes, as the API has them",
        program: "chargebee",
        kind: FileKind::Revenue,
        marks: &[
            &["credit_note.id"],
            &["credit_note.customer_id"],
            &["credit_note.reference_invoice_id"],
            &["credit_note.type"],
            &["credit_note.status"],
            &["credit_note.currency_code"],
            &["credit_note.amount_refunded"],
        ],
        lacks: &[],
        map: &[
            ("id", &["credit_note.id"]),
            ("date", &["credit_note.refunded_at", "credit_note.date"]),
            ("amount", &["credit_note.amount_refunded"]),
            ("currency", &["credit_note.currency_code"]),
            ("customer", &["credit_note.customer_id"]),
            ("refund_of", &["credit_note.reference_invoice_id"]),
            ("their_status", &["credit_note.status"]),
        ],
        words: &[IS_REFUND, SKIP_ZERO, MINOR, UNIX],
    },
];

const DISPUTES: KnownLayout = KnownLayout {
    name: "Stripe disputes",
    program: "stripe",
    kind: FileKind::Revenue,
    marks: &[
        &["id"],
        &["charge_id"],
        &["amount"],
        &["currency"],
        &["created"],
        &["reason"],
        &["status"],
        &[
            "is_charge_refundable",
            "evidence_details_due_by",
            "evidence_due_by",
        ],
    ],
    lacks: &["object", "amount_refunded"],
    map: &[
        ("id", &["id"]),
        ("date", &["created"]),
        ("amount", &["amount"]),
        ("currency", &["currency"]),
        ("refund_of", &["charge_id", "charge"]),
        ("their_status", &["status"]),
    ],
    words: &[],
};

const NOTES: KnownLayout = KnownLayout {
    name: "Stripe credit notes",
    program: "stripe",
    kind: FileKind::Revenue,
    marks: &[
        &["id"],
        &["invoice_id"],
        &["amount"],
        &["currency"],
        &["created"],
        &["type"],
        &["status"],
        &["voided_at", "out_of_band_amount", "discount_amount"],
    ],
    lacks: &["object", "amount_paid"],
    map: &[
        ("id", &["id"]),
        ("date", &["created"]),
        ("amount", &["amount"]),
        ("currency", &["currency"]),
        ("customer", &["customer_id", "customer"]),
        ("refund_of", &["invoice_id", "invoice"]),
        ("their_status", &["status"]),
    ],
    words: &[],
};

const SKIP_ZERO: Extra = Extra::always("--skip-zero", "");
const UNITS: Extra = Extra::always("--units", "stripe");
const MINOR: Extra = Extra::always("--units", "minor");
const UNIX: Extra = Extra::always("--date-format", "unix");
/// What names no payment went back all the same.
const IS_REFUND: Extra = Extra::always("--set", "refund=yes");

const fn only(column: &'static str, value: &'static str) -> Extra {
    Extra {
        column,
        option: "--where",
        value,
    }
}
