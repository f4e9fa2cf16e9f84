//! The ledger, read: one line with everything that explains it, and the lines of a payout.

use rusqlite::{OptionalExtension, Row};

use super::View;
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        facts::Source,
        money::Money,
    },
    error::{Error, Result},
};

/// What a commission line is posted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PostedFor {
    /// A revenue line.
    Revenue(i64),
    /// The referral itself: a fixed sum.
    Referral(i64),
    /// What a person added.
    Adjustment(i64),
}

impl PostedFor {
    /// The word it is stored under.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Revenue(_) => "line",
            Self::Referral(_) => "event",
            Self::Adjustment(_) => "hand",
        }
    }

    /// The number of the row it is.
    pub fn id(self) -> i64 {
        let (Self::Revenue(id) | Self::Referral(id) | Self::Adjustment(id)) = self;
        id
    }

    /// Reads what is stored.
    pub(super) fn read(word: &str, id: i64) -> Result<Self> {
        match word {
            "line" => Ok(Self::Revenue(id)),
            "event" => Ok(Self::Referral(id)),
            "hand" => Ok(Self::Adjustment(id)),
            _ => Err(Error::failed(format!(
                "The ledger holds a line for “{word}”, which is nothing it knows."
            ))
            .hint("Run `partnerbook check`.")),
        }
    }
}

impl From<Source> for PostedFor {
    fn from(source: Source) -> Self {
        match source {
            Source::Line(id) => Self::Revenue(id),
            Source::Referral(id) => Self::Referral(id),
        }
    }
}

/// A commission line as posted, with where it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its id: `L7`.
    pub id: i64,
    /// Whose it is.
    pub partner: i64,
    /// The partner's name.
    pub partner_name: String,
    /// The referral it is earned on; 0 where a person added it for none.
    pub referral: i64,
    /// The referred company; empty if there is none, or an undo took the referral away.
    pub company: String,
    /// The agreement it is earned under; 0 where a person added it.
    pub agreement: i64,
    /// What it is posted for.
    pub source: PostedFor,
    /// accrual, refund, correction or adjustment.
    pub entry: String,
    /// The day it counts as.
    pub day: Day,
    /// The first day it may be paid.
    pub payable_on: Day,
    /// How much.
    pub money: Money,
    /// What the rate was put on.
    pub base: Money,
    /// The rate, frozen when posted.
    pub rate: String,
    /// The share, percent, frozen when posted.
    pub share: String,
    /// n of a window of months.
    pub month: Option<i64>,
    /// The window's months.
    pub months: Option<i64>,
    /// Why it was posted.
    pub reason: String,
    /// The operation that posted it.
    pub op: i64,
    /// The live payout it is in, with its state and the day it was paid.
    pub payout: Option<(i64, String, Option<Day>)>,
}

const LINE: &str = "SELECT c.id, c.partner_id, n.name, c.referral_id, coalesce(r.company, ''), c.agreement_id, c.source, c.source_id,
    c.entry, c.day, c.payable_on, c.minor, c.currency, c.base_minor, c.rate, c.share, c.month, c.months, c.reason, c.op,
    p.id, p.state, p.paid_on
  FROM commission c JOIN partner n ON n.id = c.partner_id LEFT JOIN referral r ON r.id = c.referral_id
  LEFT JOIN payout_line l ON l.commission_id = c.id
    AND (SELECT state FROM payout WHERE id = l.payout_id) NOT IN ('failed', 'cancelled', 'reversed')
  LEFT JOIN payout p ON p.id = l.payout_id";

fn read(r: &Row<'_>) -> Result<Line> {
    let currency = Currency::from_code(r.get_ref(12)?.as_str()?)?;
    let paid_on: Option<String> = r.get(22)?;
    let payout: Option<i64> = r.get(20)?;
    Ok(Line {
        id: r.get(0)?,
        partner: r.get(1)?,
        partner_name: r.get(2)?,
        referral: r.get(3)?,
        company: r.get(4)?,
        agreement: r.get(5)?,
        source: PostedFor::read(r.get_ref(6)?.as_str()?, r.get(7)?)?,
        entry: r.get(8)?,
        day: parse_iso(r.get_ref(9)?.as_str()?)?,
        payable_on: parse_iso(r.get_ref(10)?.as_str()?)?,
        money: Money::new(r.get(11)?, currency),
        base: Money::new(r.get(13)?, currency),
        rate: r.get(14)?,
        share: r.get(15)?,
        month: r.get(16)?,
        months: r.get(17)?,
        reason: r.get(18)?,
        op: r.get(19)?,
        payout: match payout {
            Some(id) => Some((
                id,
                r.get(21)?,
                paid_on.as_deref().map(parse_iso).transpose()?,
            )),
            None => None,
        },
    })
}

impl View<'_> {
    /// One commission line.
    pub fn commission(&self, id: i64) -> Result<Line> {
        self.conn
            .prepare_cached(&format!("{LINE} WHERE c.id = ?1"))?
            .query_row([id], |r| Ok(read(r)))
            .optional()?
            .unwrap_or_else(|| {
                Err(
                    Error::not_found(format!("There is no commission line L{id}."))
                        .hint("`partnerbook commission list` shows them."),
                )
            })
    }

    /// The lines a payout settles, by day. At most 10,000 are read: a payout pays one partner.
    pub fn payout_lines(&self, payout: i64) -> Result<Vec<Line>> {
        self.lines(&format!("{LINE} WHERE c.id IN (SELECT commission_id FROM payout_line WHERE payout_id = ?1) ORDER BY c.day, c.id LIMIT 10000"), payout)
    }

    fn lines(&self, sql: &str, of: i64) -> Result<Vec<Line>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let mut rows = q.query([of])?;
        let mut lines = Vec::new();
        while let Some(r) = rows.next()? {
            lines.push(read(r)?);
        }
        Ok(lines)
    }
}
