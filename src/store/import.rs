//! What imports ask of the book by the thousand: referrals and lines looked up, lines written with one statement each.
//! Every rule about single records stays with their own files.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::{
    NewRevenue, Thing, Tx, View,
    column::{iso_text, sure_day},
};
use crate::{
    domain::{
        day::Day,
        identity::{match_key, same_name},
        money::Money,
    },
    error::Result,
};

/// A won referral, as a source of customers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Won {
    /// The day it was won: the earliest brought the customer.
    pub on: Day,
    /// Ties go by external id, so that the order of a file does not matter.
    pub external: Option<String>,
    /// Its id.
    pub id: i64,
}

/// The earliest won referral of each company, by domain (or that of its contact's address) and by name.
#[derive(Debug, Default)]
pub struct Wins {
    domains: HashMap<String, Won>,
    names: HashMap<String, Won>,
}

impl Wins {
    /// The earliest of a domain, or else of a company's name.
    pub fn of(&self, domain: Option<&str>, name: Option<&str>) -> Option<&Won> {
        domain
            .and_then(|d| self.domains.get(d))
            .or_else(|| name.and_then(|n| self.names.get(&same_name(n))))
    }
}

/// A referral as revenue sees it.
#[derive(Debug, Clone)]
pub struct Lead {
    /// Its id.
    pub id: i64,
    /// The company.
    pub company: String,
    /// Its registrable domain.
    pub domain: Option<String>,
    /// Its stage.
    pub stage: String,
    /// The day it was won, if it was.
    pub won: Option<Day>,
    /// Its external id.
    pub external: Option<String>,
}

/// What tells a referral without an external id from others: partner, company as `same_name` has it, day of submission.
pub type LeadKey = (i64, String, Option<Day>);

/// What tells a revenue line without an external id from others.
#[derive(Debug, Clone, Copy)]
pub struct LineKey<'a> {
    /// Who paid.
    pub customer: i64,
    /// When.
    pub day: Day,
    /// For what.
    pub kind: &'a str,
    /// How much.
    pub money: Money,
}

impl View<'_> {
    /// The earliest won referral of every company.
    pub fn wins(&self) -> Result<Wins> {
        let mut wins = Wins::default();
        let mut q = self.conn.prepare(
            "SELECT r.id, r.company, r.domain, r.won_on, r.external_id, r.email, p.domain FROM referral r
             JOIN partner p ON p.id = r.partner_id WHERE r.won_on IS NOT NULL",
        )?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            let won = Won {
                on: sure_day(r, 3)?,
                external: r.get(4)?,
                id: r.get(0)?,
            };
            let given = r.get_ref(2)?.as_str_or_null()?.map(str::to_owned);
            // Where no site is known the contact's address tells the company, unless it is the partner's own.
            let partners = r.get_ref(6)?.as_str_or_null()?;
            let email = r.get_ref(5)?.as_str_or_null()?;
            let domain = given.or_else(|| {
                let told = match_key(email?)?;
                (Some(told.as_str()) != partners).then_some(told)
            });
            let name = Some(same_name(r.get_ref(1)?.as_str()?));
            for (map, key) in [(&mut wins.domains, domain), (&mut wins.names, name)] {
                let Some(key) = key else { continue };
                map.entry(key)
                    .and_modify(|first| {
                        if won < *first {
                            first.clone_from(&won);
                        }
                    })
                    .or_insert_with(|| won.clone());
            }
        }
        Ok(wins)
    }

    /// The referral of an external id, or of another id that a person said is the same.
    pub fn lead(&self, external: &str) -> Result<Option<Lead>> {
        if let Some(lead) = self.lead_of(external)? {
            return Ok(Some(lead));
        }
        match self.first_id(Thing::Referral, external)? {
            Some(first) => self.lead_of(&first),
            None => Ok(None),
        }
    }

    fn lead_of(&self, external: &str) -> Result<Option<Lead>> {
        Ok(self
            .conn
            .prepare_cached("SELECT id, company, domain, stage, won_on, external_id FROM referral WHERE external_id = ?1")?
            .query_row([external], |r| {
                Ok(Lead {
                    id: r.get(0)?,
                    company: r.get(1)?,
                    domain: r.get(2)?,
                    stage: r.get(3)?,
                    won: super::column::day(r, 4)?,
                    external: r.get(5)?,
                })
            })
            .optional()?)
    }

    /// Every referral by its key; the first where several have it.
    pub fn leads_by_company(&self) -> Result<HashMap<LeadKey, i64>> {
        let mut q = self.conn.prepare(
            "SELECT partner_id, company, submitted_on, id FROM referral ORDER BY id DESC",
        )?;
        let mut rows = q.query([])?;
        let mut all = HashMap::new();
        while let Some(r) = rows.next()? {
            let key = (
                r.get(0)?,
                same_name(r.get_ref(1)?.as_str()?),
                super::column::day(r, 2)?,
            );
            all.insert(key, r.get(3)?);
        }
        Ok(all)
    }

    /// The revenue line of an external id.
    pub fn line(&self, external: &str) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached("SELECT id FROM revenue_line WHERE external_id = ?1")?
            .query_row([external], |r| r.get(0))
            .optional()?)
    }

    /// The revenue line of a payment's external id, and whether it says what the payment says: customer, day, kind and
    /// amount; the months, the state and (where `named`) the referral only where the payment has them.
    pub fn line_like(
        &self,
        new: &NewRevenue,
        months: Option<u32>,
        named: bool,
    ) -> Result<Option<(i64, bool)>> {
        let mut day = [0_u8; 10];
        let same = params![
            new.external_id,
            new.customer,
            iso_text(new.day, &mut day),
            new.kind,
            new.money.minor,
            new.money.currency.code(),
            months,
            new.their_status,
            named,
            new.referral
        ];
        Ok(self
            .conn
            .prepare_cached(
                "SELECT id, customer_id = ?2 AND day = ?3 AND kind = ?4 AND minor = ?5 AND currency = ?6
                   AND (?7 IS NULL OR period_months = ?7) AND (?8 IS NULL OR their_status IS ?8) AND (NOT ?9 OR referral_id IS ?10)
                 FROM revenue_line WHERE external_id = ?1",
            )?
            .query_row(same, |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?)
    }

    /// The revenue lines whose external id begins with `start`, which must end in a slash; by external id.
    pub fn lines_below(&self, start: &str) -> Result<Vec<i64>> {
        // What follows a slash sorts before what follows a zero, the next character.
        let end = format!("{}0", start.trim_end_matches('/'));
        let mut q = self.conn.prepare_cached(
            "SELECT id FROM revenue_line WHERE external_id >= ?1 AND external_id < ?2 ORDER BY external_id",
        )?;
        let ids = q
            .query_map([start, &end], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }

    /// The `n`-th (from 0) revenue line without an external id that has this key.
    pub fn nth_line(&self, key: &LineKey<'_>, n: u32) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT id FROM revenue_line WHERE customer_id = ?1 AND day = ?2 AND kind = ?3 AND minor = ?4
                   AND currency = ?5 AND external_id IS NULL ORDER BY id LIMIT 1 OFFSET ?6",
            )?
            .query_row(
                params![
                    key.customer, key.day.to_string(), key.kind, key.money.minor, key.money.currency.code(), n
                ],
                |r| r.get(0),
            )
            .optional()?)
    }

    /// The latest payment that a refund of this key fits: same customer, referral, kind and currency, not after it,
    /// and with enough of it left. Ties go by size and external id, so that the order of a file does not matter.
    pub fn line_to_refund(&self, key: &LineKey<'_>, referral: Option<i64>) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT l.id FROM revenue_line l
                 WHERE l.customer_id = ?1 AND l.day <= ?2 AND l.kind = ?3 AND l.currency = ?4 AND l.referral_id IS ?5
                   AND l.minor > 0 AND l.refund_of IS NULL
                   AND l.minor + coalesce((SELECT sum(minor) FROM revenue_line r WHERE r.refund_of = l.id), 0) >= ?6
                 ORDER BY l.day DESC, l.minor DESC, l.external_id DESC, l.id DESC LIMIT 1",
            )?
            .query_row(
                params![
                    key.customer,
                    key.day.to_string(),
                    key.kind,
                    key.money.currency.code(),
                    referral,
                    key.money.minor.abs()
                ],
                |r| r.get(0),
            )
            .optional()?)
    }

    /// Which referral brought a customer.
    pub fn source_of(&self, customer: i64) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached("SELECT referral_id FROM customer WHERE id = ?1")?
            .query_row([customer], |r| r.get(0))
            .optional()?
            .flatten())
    }
}

impl Tx<'_> {
    /// Adds a payment (no linked refund) whose referral is decided, or `None` for nobody, in one statement. Returns
    /// its id, or `None` where a line of its external id is there already.
    pub fn add_payment(&self, new: &NewRevenue) -> Result<Option<i64>> {
        let mut day = [0_u8; 10];
        let made = self
            .conn
            .prepare_cached(
                "INSERT INTO revenue_line (external_id, customer_id, referral_id, day, kind, minor, currency, period_months, op,
                   their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (external_id) DO NOTHING",
            )?
            .execute(params![
                new.external_id,
                new.customer,
                new.referral,
                iso_text(new.day, &mut day),
                new.kind,
                new.money.minor,
                new.money.currency.code(),
                new.period_months,
                self.op,
                new.their_status
            ])?;
        Ok((made > 0).then(|| self.conn.last_insert_rowid()))
    }
}
