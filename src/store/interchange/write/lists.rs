//! Lists of accounts of a document taken in, with what people said of them, what may be told of them, who was asked about and
//! who helped; which accounts are the same is worked out after.

use std::collections::{HashMap, HashSet};

use rusqlite::params;
use serde_json::json;

use super::super::{
    Tx,
    names::{Names, day, id_of, known},
};
use crate::{
    domain::document::{Account, Document, DocumentError, Population, Ref},
    error::Result,
    store::NewAccount,
};

impl Tx<'_> {
    pub(super) fn take_lists(&self, doc: &Document, names: &Names) -> Result<()> {
        let exchanges = self.take_exchanges(doc, names)?;
        let mut lists = HashSet::new();
        for (n, list) in doc.populations.iter().enumerate() {
            let called = list.name.as_ref().unwrap_or(&list.kind);
            if !lists.insert((&list.partner, called.to_lowercase())) {
                let whose = list.partner.as_deref().unwrap_or("The book");
                let said = format!("{whose} has two lists of {called}; one can be kept.");
                return Err(DocumentError::at(format!("populations[{n}]"), said).into());
            }
            self.take_list(n, list, names, &exchanges)?;
        }
        for (n, d) in doc.decisions.iter().enumerate() {
            let partner = id_of(&names.partners, &d.partner, || {
                format!("decisions[{n}].partner")
            })?;
            self.conn
                .prepare_cached(
                    "INSERT INTO match_decision (partner_id, ours_key, theirs_key, verdict, decided_on, note, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![partner, d.ours, d.theirs, d.verdict, day(Some(d.decided_on)), d.note, self.op])?;
        }
        for (n, s) in doc.sharing.iter().enumerate() {
            let at = || format!("sharing[{n}].partner");
            let partner = s
                .partner
                .as_ref()
                .map(|p| id_of(&names.partners, p, at))
                .transpose()?;
            self.conn
                .prepare_cached("INSERT INTO sharing (partner_id, population, level, fields, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![partner, s.population, s.level, json!(s.fields).to_string(), self.op])?;
        }
        for (n, q) in doc.questions.iter().enumerate() {
            let at = |field: &str| format!("questions[{n}].{field}");
            let partner = id_of(&names.partners, &q.partner, || at("partner"))?;
            let (customer, referral) = one_of(names, q.customer, q.referral, &at)?;
            self.conn
                .prepare_cached(
                    "INSERT INTO credit_question (partner_id, customer_id, referral_id, as_role, asked_on, answered_on, answer, note, op)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    partner, customer, referral, q.as_role, day(Some(q.asked_on)), day(q.answered_on), q.answer, q.note, self.op
                ])?;
        }
        for (n, i) in doc.influences.iter().enumerate() {
            let at = |field: &str| format!("influences[{n}].{field}");
            let partner = id_of(&names.partners, &i.partner, || at("partner"))?;
            let (customer, referral) = one_of(names, i.customer, i.referral, &at)?;
            self.conn
                .prepare_cached("INSERT INTO influence (partner_id, customer_id, referral_id, on_day, why, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![partner, customer, referral, day(Some(i.on)), i.why, self.op])?;
        }
        Ok(())
    }

    fn take_exchanges(&self, doc: &Document, names: &Names) -> Result<HashMap<String, i64>> {
        for (n, p) in doc.peers.iter().enumerate() {
            let partner = id_of(&names.partners, &p.partner, || {
                format!("peers[{n}].partner")
            })?;
            self.conn
                .prepare_cached("INSERT INTO private_peer (partner_id, public_key, pinned_on, compared_on, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![partner, p.public_key, day(Some(p.pinned_on)), day(p.compared_on), self.op])?;
        }
        let mut exchanges = HashMap::new();
        for (n, e) in doc.exchanges.iter().enumerate() {
            let partner = id_of(&names.partners, &e.partner, || {
                format!("exchanges[{n}].partner")
            })?;
            self.conn
                .prepare_cached(
                    "INSERT INTO private_exchange (partner_id, session, side, purpose, counts_only, populations, fields, asked, listed, matched,
                       made_on, expires_on, state, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                )?
                .execute(params![
                    partner, e.session, e.side, e.purpose, e.counts_only, json!(e.populations).to_string(), json!(e.fields).to_string(),
                    e.asked, e.listed, e.matched, day(Some(e.made_on)), day(Some(e.expires_on)), e.state, self.op
                ])?;
            exchanges.insert(e.session.clone(), self.conn.last_insert_rowid());
        }
        Ok(exchanges)
    }

    fn take_list(
        &self,
        n: usize,
        list: &Population,
        names: &Names,
        exchanges: &HashMap<String, i64>,
    ) -> Result<()> {
        let at = |field: &'static str| move || format!("populations[{n}].{field}");
        let partner = list
            .partner
            .as_ref()
            .map(|p| id_of(&names.partners, p, at("partner")))
            .transpose()?;
        let exchange = list
            .exchange
            .as_ref()
            .map(|e| id_of(exchanges, e, at("exchange")))
            .transpose()?;
        self.conn
            .prepare_cached(
                "INSERT INTO population (partner_id, kind, loaded_on, file, name, version, as_of, before, exchange_id, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                partner, list.kind, day(Some(list.loaded_on)), list.file, list.name, list.version, day(list.as_of), day(list.before), exchange,
                self.op
            ])?;
        let id = self.conn.last_insert_rowid();
        for a in list.accounts.iter() {
            self.add_list_row(
                id,
                &account(a),
                a.seen_first.map(|d| d.0),
                a.gone_on.map(|d| d.0),
            )?;
        }
        Ok(())
    }
}

fn account(a: &Account) -> NewAccount {
    NewAccount {
        name: a.name.clone(),
        site: a.site.clone(),
        domain: a.domain.clone(),
        rep: a.rep.clone(),
        stage: a.stage.clone(),
        value: a.value,
        external_id: a.external_id.clone(),
        mail_domain: a.mail_domain.clone(),
        country: a.country.clone(),
        numbers: a.numbers.clone(),
        aliases: a.aliases.clone().unwrap_or_default(),
        since: a.since.map(|d| d.0),
        opened_on: a.opened_on.map(|d| d.0),
    }
}

/// The customer or the referral that something is about.
fn one_of(
    names: &Names,
    customer: Option<Ref<'C'>>,
    referral: Option<Ref<'R'>>,
    at: &impl Fn(&str) -> String,
) -> Result<(Option<i64>, Option<i64>)> {
    let customer = customer
        .map(|c| known(&names.customers, c.0, 'C', || at("customer")))
        .transpose()?;
    let referral = referral
        .map(|r| known(&names.referrals, r.0, 'R', || at("referral")))
        .transpose()?;
    Ok((customer, referral))
}
