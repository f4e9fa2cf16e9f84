//! Referrals of a document taken in, with their history, roles and agreements, and the customers and revenue that came of
//! them; what is owed for it is not worked out here.

use std::collections::HashSet;

use rusqlite::params;

use super::super::{
    Tx,
    names::{Names, day, id_of, known, missing},
};
use crate::{
    domain::document::{Agreement, Document, Referral, Revenue},
    error::Result,
};

impl Tx<'_> {
    pub(super) fn take_referrals(&self, doc: &Document, names: &Names) -> Result<()> {
        let stages = self
            .conn
            .prepare("SELECT name FROM stage")?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<HashSet<String>>>()?;
        for (n, r) in doc.referrals.iter().enumerate() {
            if !stages.contains(&r.stage) {
                return Err(missing(
                    format!("referrals[{n}].stage"),
                    format!("stage “{}”", r.stage),
                ));
            }
            self.take_one_referral(n, r, names)?;
        }
        Ok(())
    }

    pub(super) fn take_customers(&self, doc: &Document, names: &Names) -> Result<()> {
        for (n, c) in doc.customers.iter().enumerate() {
            let referral = c
                .referral
                .map(|r| {
                    known(&names.referrals, r.0, 'R', || {
                        format!("customers[{n}].referral")
                    })
                })
                .transpose()?;
            self.conn
                .prepare_cached(
                    "INSERT INTO customer (id, external_id, name, domain, referral_id, started_on, churned_on, plan, country, owner, op)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                )?
                .execute(params![
                    c.id.0, c.external_id, c.name, c.domain, referral, day(c.started_on), day(c.churned_on), c.plan, c.country, c.owner, self.op
                ])?;
        }
        Ok(())
    }

    fn take_one_referral(&self, n: usize, r: &Referral, names: &Names) -> Result<()> {
        let partner = id_of(&names.partners, &r.partner, || {
            format!("referrals[{n}].partner")
        })?;
        self.conn
            .prepare_cached(
                "INSERT INTO referral (id, external_id, partner_id, company, domain, contact, email, came_by, stage, reason, submitted_on,
                   qualified_on, won_on, closed_on, touched_on, expected_minor, currency, owner, introduced_on, asked_on, protected_until,
                   next_step, next_on, note, op, their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
            )?
            .execute(params![
                r.id.0, r.external_id, partner, r.company, r.domain, r.contact, r.email, r.came_by, r.stage, r.reason,
                day(r.submitted_on), day(r.qualified_on), day(r.won_on), day(r.closed_on), day(r.touched_on),
                r.expected.map(|m| m.minor), r.expected.map(|m| m.currency.code()), r.owner, day(r.introduced_on), day(r.asked_on),
                day(r.protected_until), r.next_step, day(r.next_on), r.note, self.op, r.their_status
            ])?;
        for step in r.history.iter() {
            self.conn
                .prepare_cached("INSERT INTO referral_stage (referral_id, stage, on_day, reason, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![r.id.0, step.stage, step.on.0.to_string(), step.reason, self.op])?;
        }
        for (k, role) in r.roles.iter().enumerate() {
            let partner = id_of(&names.partners, &role.partner, || {
                format!("referrals[{n}].roles[{k}].partner")
            })?;
            self.conn
                .prepare_cached("INSERT INTO referral_role (referral_id, role, partner_id, op) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![r.id.0, role.role, partner, self.op])?;
        }
        for (k, a) in r.agreements.iter().enumerate() {
            self.take_agreement(&format!("referrals[{n}].agreements[{k}]"), r.id.0, a, names)?;
        }
        Ok(())
    }

    fn take_agreement(&self, at: &str, referral: i64, a: &Agreement, names: &Names) -> Result<()> {
        let terms = names
            .terms
            .get(&(a.program.clone(), a.version))
            .ok_or_else(|| {
                missing(
                    format!("{at}.version"),
                    format!("version {} of the program “{}”", a.version, a.program),
                )
            })?;
        self.conn
            .prepare_cached("INSERT INTO agreement (id, referral_id, terms_id, role, starts, ends, by_hand, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
            .execute(params![a.id.0, referral, terms, a.role, day(a.starts), day(a.ends), a.by_hand, self.op])?;
        for (position, s) in (1_i64..).zip(a.shares.iter()) {
            let partner = id_of(&names.partners, &s.partner, || {
                format!("{at}.shares[{}].partner", position - 1)
            })?;
            self.conn
                .prepare_cached("INSERT INTO agreement_share (agreement_id, position, partner_id, share, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![a.id.0, position, partner, s.share, self.op])?;
        }
        Ok(())
    }

    pub(super) fn take_revenue(&self, n: usize, v: &Revenue, names: &Names) -> Result<()> {
        let at = |field: &'static str| move || format!("revenue[{n}].{field}");
        let customer = known(&names.customers, v.customer.0, 'C', at("customer"))?;
        let referral = v
            .referral
            .map(|r| known(&names.referrals, r.0, 'R', at("referral")))
            .transpose()?;
        let refund_of = v
            .refund_of
            .map(|r| known(&names.revenue, r.0, 'V', at("refund_of")))
            .transpose()?;
        self.conn
            .prepare_cached(
                "INSERT INTO revenue_line (id, external_id, customer_id, referral_id, day, kind, minor, currency, period_months, refund_of, op, their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                v.id.0, v.external_id, customer, referral, v.day.0.to_string(), v.kind, v.amount.minor, v.amount.currency.code(),
                v.period_months, refund_of, self.op, v.their_status
            ])?;
        Ok(())
    }
}
