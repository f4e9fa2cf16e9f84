//! The sales behind the commissions of affiliate programs: who paid, when and how much. What such a program worked out as
//! commission, and the state of that commission, are not read: this book works it out from its own terms, and a sale
//! stands whatever became of a commission.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// Amounts in the smallest unit of their currency, as programs keep them inside.
const MINOR: Extra = Extra::always("--units", "minor");

/// The state such a file has is the commission's: it says nothing of the money that came.
const NO_STATE: Extra = Extra::always("--map", "their_status=");

/// Sales as affiliate programs export them.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Rewardful sales",
        program: "rewardful",
        kind: FileKind::Revenue,
        marks: &[
            &["sale.sale_amount_cents"],
            &["currency", "sale.currency"],
            &["created_at", "sale.charged_at"],
        ],
        lacks: &[],
        map: &[
            ("id", &["sale.stripe_charge_id", "sale.id", "id"]),
            ("customer", &["sale.referral.stripe_customer_id"]),
            ("customer_email", &["sale.referral.customer.email"]),
            ("customer_name", &["sale.referral.customer.name"]),
            ("date", &["sale.charged_at", "created_at"]),
            ("amount", &["sale.sale_amount_cents"]),
            ("currency", &["sale.currency", "currency"]),
            ("refunded_total", &["sale.refund_amount_cents"]),
        ],
        words: &[NO_STATE, MINOR],
    },
    KnownLayout {
        name: "FirstPromoter sales",
        program: "firstpromoter",
        kind: FileKind::Revenue,
        marks: &[
            &["original_sale_amount"],
            &["original_sale_currency"],
            &["created_at"],
            &["commission_type"],
        ],
        lacks: &[],
        map: &[
            ("id", &["event_id", "id"]),
            ("customer", &["referral.uid"]),
            ("customer_email", &["referral.email"]),
            ("date", &["created_at"]),
            ("amount", &["original_sale_amount"]),
            ("currency", &["original_sale_currency"]),
        ],
        words: &[
            NO_STATE,
            MINOR,
            // A commission somebody gave by hand has no sale behind it.
            Extra::about("commission_type", "--where", "commission_type=sale"),
        ],
    },
    KnownLayout {
        name: "PartnerStack sales",
        program: "partnerstack",
        kind: FileKind::Revenue,
        marks: &[
            &["reward_status"],
            &["transaction.amount"],
            &["transaction.currency"],
            &["created_at"],
        ],
        lacks: &[],
        map: &[
            ("id", &["transaction.key", "key"]),
            (
                "customer",
                &["customer.external_key", "customer.customer_key"],
            ),
            ("customer_email", &["customer.email"]),
            ("date", &["created_at"]),
            ("amount", &["transaction.amount"]),
            ("currency", &["transaction.currency"]),
        ],
        words: &[NO_STATE, MINOR],
    },
    KnownLayout {
        name: "Tapfiliate sales",
        program: "tapfiliate",
        kind: FileKind::Revenue,
        marks: &[
            &["commissions.conversion_sub_amount", "conversion_sub_amount"],
            &["customer.customer_id", "conversion.customer.customer_id"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            (
                "customer",
                &["customer.customer_id", "conversion.customer.customer_id"],
            ),
            ("date", &["commissions.created_at", "created_at"]),
            (
                "amount",
                &["commissions.conversion_sub_amount", "conversion_sub_amount"],
            ),
            ("currency", &["commissions.currency", "currency"]),
        ],
        words: &[NO_STATE],
    },
    KnownLayout {
        name: "Dub sales",
        program: "dub",
        kind: FileKind::Revenue,
        marks: &[
            &["ID"],
            &["Type"],
            &["Amount"],
            &["Earnings"],
            &["Currency"],
            &["Created at"],
        ],
        lacks: &[],
        map: &[
            ("id", &["ID"]),
            (
                "customer",
                &["Customer external ID", "Stripe customer ID", "Customer ID"],
            ),
            ("customer_email", &["Customer email"]),
            ("customer_name", &["Customer name"]),
            ("date", &["Created at"]),
            ("amount", &["Amount"]),
            ("currency", &["Currency"]),
        ],
        words: &[
            NO_STATE,
            MINOR,
            // Clicks, leads and bonuses have no sale behind them.
            Extra::about("Type", "--where", "Type=sale"),
            // These say something of the sale itself: it was given back, or is there twice.
            Extra::about("Status", "--where", "Status!=refunded"),
            Extra::about("Status", "--where", "Status!=duplicate"),
        ],
    },
];
