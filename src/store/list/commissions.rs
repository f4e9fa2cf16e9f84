//! The list of commission lines, of all or of one payout; where a line stands on a day is worked out, never stored.

use super::{
    Field, Source, Sum, Wanted, field, field_by, filter, run::sure_money, waiting::WITH_WAITING,
};
use crate::{
    domain::{
        day::Day,
        id::Noun,
        money::Money,
        payout::Waits,
        query::FieldKind::{Day as DayKind, Id, Money as MoneyKind, Number, Tags, Text, Word},
    },
    error::Result,
    store::{
        View,
        column::{day, sure_day},
        held_back::held_back_lines,
    },
};

/// Where a commission line stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A person holds it back.
    Blocked,
    /// On hold until its payable day.
    Held,
    /// May be paid.
    Payable,
    /// In a payout that is not paid yet.
    InPayout { payout: i64 },
    /// Paid.
    Paid { payout: i64, on: Day },
}

impl Standing {
    /// The word for it in filters and files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Held => "held",
            Self::Payable => "payable",
            Self::InPayout { .. } => "in payout",
            Self::Paid { .. } => "paid",
        }
    }

    /// The payout it is in.
    pub(crate) fn payout(self) -> Option<i64> {
        match self {
            Self::InPayout { payout } | Self::Paid { payout, .. } => Some(payout),
            Self::Blocked | Self::Held | Self::Payable => None,
        }
    }
}

/// The payout `y` that holds line `m` on `:as_of`: a live one that was drafted for that day or before, or one that was
/// paid by then and reversed only later. The line can be in one live payout at most; a paid one speaks louder.
macro_rules! with_payout {
    () => {
        "LEFT JOIN payout y ON y.id = (SELECT x.id FROM payout_line l JOIN payout x ON x.id = l.payout_id
           WHERE l.commission_id = m.id AND (x.as_of <= :as_of OR x.paid_on <= :as_of)
             AND (x.state IN ('draft', 'approved', 'exported', 'paid')
               OR (x.state = 'reversed' AND x.paid_on <= :as_of AND x.reversed_on > :as_of))
           ORDER BY x.paid_on <= :as_of DESC, x.id DESC LIMIT 1)"
    };
}
pub(super) use with_payout;

/// The block `h` that holds line `m` back on `:as_of`; it is asked only where a person named a day of it or before.
macro_rules! with_block {
    () => {
        concat!(
            "LEFT JOIN (",
            held_back_lines!(),
            ") h ON h.id = m.id AND h.on_day <= :as_of"
        )
    };
}
pub(super) use with_block;

/// What belongs to line `m`. The customer of a flat fee is the company that was referred.
const JOINS: &[(&str, &str)] = &[
    ("p", "JOIN partner p ON p.id = m.partner_id"),
    ("r", "LEFT JOIN referral r ON r.id = m.referral_id"),
    (
        "v",
        "LEFT JOIN revenue_line v ON v.id = CASE m.source WHEN 'line' THEN m.source_id END",
    ),
    ("c", "LEFT JOIN customer c ON c.id = v.customer_id"),
    ("y", with_payout!()),
    ("h", with_block!()),
    ("w", WITH_WAITING),
];

const BY_PARTNER: &str = "m.partner_id IN (SELECT p.id FROM partner p WHERE ";
const COMPANY: &str = "coalesce(c.name, r.company)";
const STATE: &str =
    "CASE WHEN y.id IS NULL THEN CASE WHEN h.id IS NOT NULL THEN 'blocked' WHEN m.payable_on > :as_of THEN 'held' ELSE 'payable' END
                          WHEN y.paid_on <= :as_of THEN 'paid' ELSE 'in payout' END";

/// See [`Source`].
pub(crate) static COMMISSIONS: Source = Source {
    from: "commission m",
    joins: JOINS,
    by_partner: BY_PARTNER,
    own: "partner p CROSS JOIN commission m ON m.partner_id = p.id",
    id: "m.id",
    always: "",
    day: "m.day",
    text: &["p.name", COMPANY, "m.reason", "m.entry"],
    fields: FIELDS,
    is: &[
        (
            "payable",
            "y.id IS NULL AND h.id IS NULL AND m.payable_on <= :as_of",
        ),
        (
            "held",
            "y.id IS NULL AND h.id IS NULL AND m.payable_on > :as_of",
        ),
        (
            "hold",
            "y.id IS NULL AND h.id IS NULL AND m.payable_on > :as_of",
        ),
        (
            "waiting",
            "y.id IS NULL AND h.id IS NULL AND m.payable_on <= :as_of AND w.minor > 0",
        ),
        ("blocked", "y.id IS NULL AND h.id IS NOT NULL"),
        ("paid", "y.paid_on <= :as_of"),
        (
            "drafted",
            "y.id IS NOT NULL AND (y.paid_on IS NULL OR y.paid_on > :as_of)",
        ),
        (
            "open",
            "y.id IS NULL OR y.paid_on IS NULL OR y.paid_on > :as_of",
        ),
        ("refund", "m.entry = 'refund'"),
        ("correction", "m.entry = 'correction'"),
        ("negative", "m.minor < 0"),
    ],
    order: "p.name COLLATE NOCASE, p.id, m.day DESC, m.id DESC",
    sums: &[Sum {
        label: STATE,
        minor: "m.minor",
        currency: "m.currency",
        joins: "",
        labels: &["payable", "held", "blocked", "in payout", "paid"],
    }],
};

/// See [`Source`]: the lines of payout `:of`.
pub(crate) static PAYOUT_LINES: Source = Source {
    from: "commission m",
    joins: JOINS,
    by_partner: BY_PARTNER,
    own: "",
    id: "m.id",
    always: "m.id IN (SELECT o.commission_id FROM payout_line o WHERE o.payout_id = :of)",
    day: "",
    text: &[COMPANY, "m.reason", "m.entry"],
    fields: FIELDS,
    is: &[
        ("refund", "m.entry = 'refund'"),
        ("correction", "m.entry = 'correction'"),
        ("negative", "m.minor < 0"),
    ],
    order: "m.day, m.id",
    sums: &[Sum {
        label: "'commission'",
        minor: "m.minor",
        currency: "m.currency",
        joins: "",
        labels: &["commission"],
    }],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::Commission), "m.id"),
    field("partner", Text, "p.name"),
    field("company", Text, COMPANY),
    filter("customer", Text, COMPANY),
    field("day", DayKind, "m.day"),
    filter("period", DayKind, "m.day"),
    field("base", MoneyKind, "scaled(m.base_minor, m.currency)"),
    // As text, "9%" would come after "25%".
    field_by("rate", Word, "m.rate", "CAST(m.rate AS REAL)"),
    field("amount", MoneyKind, "scaled(m.minor, m.currency)"),
    filter("currency", Word, "m.currency"),
    field_by("why", Word, STATE, "m.payable_on"),
    field("state", Word, STATE),
    filter("status", Word, STATE),
    field("payable_on", DayKind, "m.payable_on"),
    field("payout", Id(Noun::Payout), "y.id"),
    field_by("share", Word, "m.share", "CAST(m.share AS REAL)"),
    filter("month", Number, "m.month"),
    field("entry", Word, "m.entry"),
    filter("reason", Text, "m.reason"),
    field("referral", Id(Noun::Referral), "nullif(m.referral_id, 0)"),
    filter(
        "paid",
        DayKind,
        "CASE WHEN y.paid_on <= :as_of THEN y.paid_on END",
    ),
    filter("tag", Tags, "p.tags"),
    filter("type", Word, "p.kind"),
    filter("partner_slug", Tags, "p.slug"),
];

/// A commission line in the list.
pub(crate) struct CommissionRow {
    pub id: i64,
    pub partner_id: i64,
    pub partner: String,
    /// Its short name.
    pub slug: String,
    pub company: Option<String>,
    pub day: Day,
    pub payable_on: Day,
    /// The amount the rate was put on.
    pub base: Money,
    pub rate: String,
    pub share: String,
    pub amount: Money,
    pub month: Option<i64>,
    pub months: Option<i64>,
    pub entry: String,
    pub reason: String,
    /// The referral it is earned on; none where a person added it for none.
    pub referral_id: Option<i64>,
    pub standing: Standing,
    /// Why it is held back, where it is.
    pub blocked: Option<String>,
    /// Why it is not paid though it is payable: what the partner may be paid is too little.
    pub waits: Option<Waits>,
}

const ROWS: &str = concat!(
    "SELECT m.id, p.name, coalesce(c.name, r.company), m.day, m.payable_on, m.base_minor, m.currency, m.rate, m.share, m.minor, m.currency,
            m.month, m.months, m.entry, m.reason, nullif(m.referral_id, 0), y.id, y.paid_on, h.reason, p.id, p.slug
     FROM json_each(:ids) j CROSS JOIN commission m ON m.id = j.value",
    " JOIN partner p ON p.id = m.partner_id LEFT JOIN referral r ON r.id = m.referral_id
     LEFT JOIN revenue_line v ON v.id = CASE m.source WHEN 'line' THEN m.source_id END
     LEFT JOIN customer c ON c.id = v.customer_id ",
    with_payout!(),
    " ",
    with_block!(),
    " ORDER BY j.key"
);

impl View<'_> {
    /// Commission lines by id, in that order.
    pub(crate) fn commission_rows(
        self,
        wanted: &Wanted<'_>,
        ids: &[i64],
    ) -> Result<Vec<CommissionRow>> {
        let mut rows = self.list_rows(ROWS, wanted, ids, |r| {
            let payable_on = sure_day(r, 4)?;
            let paid = day(r, 17)?.filter(|on| *on <= wanted.as_of);
            let blocked: Option<String> = r.get(18)?;
            let standing = match (r.get(16)?, paid) {
                (Some(payout), Some(on)) => Standing::Paid { payout, on },
                (Some(payout), None) => Standing::InPayout { payout },
                (None, _) if blocked.is_some() => Standing::Blocked,
                (None, _) if payable_on > wanted.as_of => Standing::Held,
                (None, _) => Standing::Payable,
            };
            Ok(CommissionRow {
                id: r.get(0)?,
                partner_id: r.get(19)?,
                partner: r.get(1)?,
                slug: r.get(20)?,
                company: r.get(2)?,
                day: sure_day(r, 3)?,
                payable_on,
                base: sure_money(r, 5)?,
                rate: r.get(7)?,
                share: r.get(8)?,
                amount: sure_money(r, 9)?,
                month: r.get(11)?,
                months: r.get(12)?,
                entry: r.get(13)?,
                reason: r.get(14)?,
                referral_id: r.get(15)?,
                standing,
                blocked,
                waits: None,
            })
        })?;
        let payable = |row: &CommissionRow| row.standing == Standing::Payable;
        let mut partners: Vec<i64> = rows
            .iter()
            .filter(|r| payable(r))
            .map(|r| r.partner_id)
            .collect();
        partners.sort_unstable();
        partners.dedup();
        if !partners.is_empty() {
            let waiting = self.waiting(wanted, &partners)?;
            for row in rows.iter_mut().filter(|r| payable(r)) {
                let purse = (row.partner_id, row.amount.currency);
                row.waits = waiting.get(&purse).copied();
            }
        }
        Ok(rows)
    }
}
