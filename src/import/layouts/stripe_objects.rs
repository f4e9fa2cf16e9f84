//! Stripe, its objects as the API and warehouses have them: in minor units by Stripe's own decimals.
//!
//! What was not paid, or paid in test mode, is left out by conditions that can be seen.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// Every layout of its objects.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Stripe charges, as a warehouse has them",
        lacks: &["object"],
        words: &[
            only("status", "status=succeeded"),
            only("captured", CAPTURED),
            only("livemode", LIVE),
            UNITS,
        ],
        ..CHARGES
    },
    KnownLayout {
        name: "Stripe charges, as the API has them",
        marks: &[
            &["object"],
            &["id"],
            &["amount"],
            &["amount_refunded"],
            &["captured"],
            &["created"],
            &["currency"],
            &["status"],
        ],
        lacks: &[],
        words: &[
            only("object", "object=charge"),
            only("status", "status=succeeded"),
            only("captured", CAPTURED),
            only("livemode", LIVE),
            UNITS,
            UNIX,
        ],
        ..CHARGES
    },
    KnownLayout {
        name: "Stripe refunds, as a warehouse has them",
        lacks: &["object", "amount_refunded"],
        words: &[only("status", "status=succeeded"), IS_REFUND, UNITS],
        ..REFUNDS
    },
    KnownLayout {
        name: "Stripe refunds, as the API has them",
        marks: &[
            &["object"],
            &["id"],
            &["charge"],
            &["amount"],
            &["currency"],
            &["created"],
            &["reason"],
            &["status"],
        ],
        lacks: &["amount_refunded"],
        words: &[
            only("object", "object=refund"),
            only("status", "status=succeeded"),
            IS_REFUND,
            UNITS,
            UNIX,
        ],
        ..REFUNDS
    },
    KnownLayout {
        name: "Stripe invoices, as a warehouse has them",
        lacks: &["object"],
        words: &[
            only("status", "status=paid"),
            only("livemode", LIVE),
            NO_START,
            NO_END,
            SKIP_ZERO,
            UNITS,
        ],
        ..INVOICES
    },
    KnownLayout {
        name: "Stripe invoices, as the API has them",
        marks: &[
            &["object"],
            &["id"],
            &["amount_due"],
            &["amount_paid"],
            &["amount_remaining"],
            &["currency"],
            &["billing_reason"],
            &["status"],
        ],
        lacks: &[],
        words: &[
            only("object", "object=invoice"),
            only("status", "status=paid"),
            only("livemode", LIVE),
            NO_START,
            NO_END,
            SKIP_ZERO,
            UNITS,
            UNIX,
        ],
        ..INVOICES
    },
    KnownLayout {
        name: "Stripe invoice line items, as a warehouse has them",
        program: "stripe",
        kind: FileKind::Revenue,
        marks: &[
            &["id", "unique_id"],
            &["invoice_id"],
            &["amount"],
            &["currency"],
            &["period_start"],
            &["period_end"],
            &["proration"],
            &["subscription_item_id", "plan_id", "price_id"],
        ],
        lacks: &["object", "amount_paid"],
        map: &[
            ("id", &["id", "unique_id"]),
            (
                "date",
                &["paid_at", "invoice_date", "created", "date", "period_start"],
            ),
            ("amount", &["amount"]),
            ("currency", &["currency"]),
            ("customer", &["customer_id", "customer"]),
            ("customer_name", &["customer_name"]),
            ("customer_email", &["customer_email"]),
            ("period_start", &["period_start"]),
            ("period_end", &["period_end"]),
            ("known_as", &["invoice_id"]),
        ],
        words: &[only("livemode", LIVE), SKIP_ZERO, UNITS],
    },
    KnownLayout {
        name: "Stripe subscriptions, as the API has them",
        program: "stripe",
        kind: FileKind::Subscriptions,
        marks: &[
            &["object"],
            &["id"],
            &["customer"],
            &["plan.amount"],
            &["plan.interval"],
            &["current_period_start"],
            &["start_date"],
            &["status"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            ("customer", &["customer"]),
            ("start", &["start_date"]),
            ("trial_end", &["trial_end"]),
            ("end", &["ended_at"]),
            ("cancelled", &["canceled_at"]),
            ("current_start", &["current_period_start"]),
            ("current_end", &["current_period_end"]),
            ("amount", &["plan.amount"]),
            ("currency", &["currency", "plan.currency"]),
            ("quantity", &["quantity"]),
            ("interval", &["plan.interval"]),
            ("interval_count", &["plan.interval_count"]),
            ("their_status", &["status"]),
        ],
        words: &[
            only("object", "object=subscription"),
            only("livemode", LIVE),
            UNITS,
            UNIX,
        ],
    },
];

const CHARGES: KnownLayout = KnownLayout {
    name: "Stripe charges",
    program: "stripe",
    kind: FileKind::Revenue,
    marks: &[
        &["id"],
        &["amount"],
        &["amount_refunded"],
        &["captured"],
        &["created"],
        &["currency"],
        &["customer_id"],
        &["status"],
    ],
    lacks: &[],
    map: &[
        ("id", &["id"]),
        ("date", &["created"]),
        ("amount", &["amount"]),
        ("currency", &["currency"]),
        ("refunded_total", &["amount_refunded"]),
        ("customer", &["customer_id", "customer"]),
        (
            "customer_name",
            &["billing_details.name", "billing_detail_name"],
        ),
        (
            "customer_email",
            &[
                "billing_details.email",
                "billing_detail_email",
                "receipt_email",
            ],
        ),
        ("known_as", &["invoice_id", "invoice"]),
        ("their_status", &["status"]),
    ],
    words: &[],
};

const REFUNDS: KnownLayout = KnownLayout {
    name: "Stripe refunds",
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
    ],
    lacks: &[],
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

const INVOICES: KnownLayout = KnownLayout {
    name: "Stripe invoices",
    program: "stripe",
    kind: FileKind::Revenue,
    marks: &[
        &["id"],
        &["customer_id"],
        &["amount_due"],
        &["amount_paid"],
        &["amount_remaining"],
        &["currency"],
        &["status"],
        &["billing_reason", "attempt_count"],
    ],
    lacks: &[],
    map: &[
        ("id", &["id"]),
        (
            "date",
            &[
                "status_transitions_paid_at",
                "paid_at",
                "created",
                "date",
                "period_end",
            ],
        ),
        ("amount", &["amount_paid"]),
        ("currency", &["currency"]),
        ("customer", &["customer_id", "customer"]),
        ("customer_name", &["customer_name"]),
        ("customer_email", &["customer_email"]),
        ("known_as", &["charge_id", "charge"]),
        ("their_status", &["status"]),
    ],
    words: &[],
};

const LIVE: &str = "livemode in (true, TRUE, True)";
const CAPTURED: &str = "captured in (true, TRUE, True)";
const SKIP_ZERO: Extra = Extra::always("--skip-zero", "");
const UNITS: Extra = Extra::always("--units", "stripe");
const UNIX: Extra = Extra::always("--date-format", "unix");
/// A refund that names no charge is a refund all the same.
const IS_REFUND: Extra = Extra::always("--set", "refund=yes");
/// The period of an invoice object is the one before; only its lines have the one that is paid for.
const NO_START: Extra = Extra::about("period_start", "--map", "period_start=");
const NO_END: Extra = Extra::about("period_end", "--map", "period_end=");

const fn only(column: &'static str, value: &'static str) -> Extra {
    Extra {
        column,
        option: "--where",
        value,
    }
}
