//! Lists of accounts, what people said of them, what may be told of them and who helped, read into a document; changes nothing.

use super::super::super::View;
use crate::{
    domain::document::{
        Account, Decision, Document, Exchange, Influence, Peer, Population, Question, Sharing,
    },
    error::{Error, Result},
};

/// A JSON list of texts.
fn texts(json: &str) -> Result<Vec<String>> {
    serde_json::from_str(json).map_err(|e| {
        Error::failed(format!("The book holds a list that cannot be read: {e}."))
            .hint("Run `partnerbook check`.")
    })
}

impl View<'_> {
    pub(super) fn read_lists(&self, doc: &mut Document) -> Result<()> {
        doc.peers = self
            .all(
                "SELECT p.slug, k.public_key, k.pinned_on, k.compared_on FROM private_peer k JOIN partner p ON p.id = k.partner_id ORDER BY k.id",
                |f| {
                    Ok(Peer {
                        partner: f.take()?,
                        public_key: f.take()?,
                        pinned_on: f.day()?,
                        compared_on: f.maybe_day()?,
                    })
                },
            )?
            .into();
        doc.exchanges = self.doc_exchanges()?.into();
        doc.populations = self.doc_populations()?.into();
        doc.decisions = self
            .all(
                "SELECT p.slug, d.ours_key, d.theirs_key, d.verdict, d.decided_on, d.note FROM match_decision d
                 JOIN partner p ON p.id = d.partner_id ORDER BY d.id",
                |f| {
                    Ok(Decision {
                        partner: f.take()?,
                        ours: f.take()?,
                        theirs: f.take()?,
                        verdict: f.take()?,
                        decided_on: f.day()?,
                        note: f.take()?,
                    })
                },
            )?
            .into();
        doc.sharing = self
            .all(
                "SELECT p.slug, s.population, s.level, s.fields FROM sharing s LEFT JOIN partner p ON p.id = s.partner_id ORDER BY s.id",
                |f| {
                    Ok(Sharing {
                        partner: f.take()?,
                        population: f.take()?,
                        level: f.take()?,
                        fields: texts(&f.take::<String>()?)?,
                    })
                },
            )?
            .into();
        doc.questions = self
            .all(
                "SELECT p.slug, q.customer_id, q.referral_id, q.as_role, q.asked_on, q.answered_on, q.answer, q.note FROM credit_question q
                 JOIN partner p ON p.id = q.partner_id ORDER BY q.id",
                |f| {
                    Ok(Question {
                        partner: f.take()?,
                        customer: f.maybe_number()?,
                        referral: f.maybe_number()?,
                        as_role: f.take()?,
                        asked_on: f.day()?,
                        answered_on: f.maybe_day()?,
                        answer: f.take()?,
                        note: f.take()?,
                    })
                },
            )?
            .into();
        doc.influences = self
            .all(
                "SELECT p.slug, i.customer_id, i.referral_id, i.on_day, i.why FROM influence i JOIN partner p ON p.id = i.partner_id ORDER BY i.id",
                |f| {
                    Ok(Influence {
                        partner: f.take()?,
                        customer: f.maybe_number()?,
                        referral: f.maybe_number()?,
                        on: f.day()?,
                        why: f.take()?,
                    })
                },
            )?
            .into();
        Ok(())
    }

    fn doc_exchanges(&self) -> Result<Vec<Exchange>> {
        self.all(
            "SELECT p.slug, e.session, e.side, e.purpose, e.counts_only, e.populations, e.fields, e.asked, e.listed, e.matched, e.made_on,
               e.expires_on, e.state FROM private_exchange e JOIN partner p ON p.id = e.partner_id ORDER BY e.id",
            |f| {
                Ok(Exchange {
                    partner: f.take()?,
                    session: f.take()?,
                    side: f.take()?,
                    purpose: f.take()?,
                    counts_only: f.take()?,
                    populations: texts(&f.take::<String>()?)?,
                    fields: texts(&f.take::<String>()?)?,
                    asked: f.take()?,
                    listed: f.take()?,
                    matched: f.take()?,
                    made_on: f.day()?,
                    expires_on: f.day()?,
                    state: f.take()?,
                })
            },
        )
    }

    fn doc_populations(&self) -> Result<Vec<Population>> {
        let mut accounts = self.by_owner(
            "SELECT population_id, name, site, domain, rep, stage, minor, currency, external_id, mail_domain, country, numbers, aliases,
               since, opened_on, seen_first, gone_on FROM population_account ORDER BY id",
            |f| {
                Ok(Account {
                    name: f.take()?,
                    site: f.take()?,
                    domain: f.take()?,
                    rep: f.take()?,
                    stage: f.take()?,
                    value: f.maybe_money()?,
                    external_id: f.take()?,
                    mail_domain: f.take()?,
                    country: f.take()?,
                    numbers: f.take()?,
                    aliases: f.take::<Option<String>>()?.as_deref().map(texts).transpose()?,
                    since: f.maybe_day()?,
                    opened_on: f.maybe_day()?,
                    seen_first: f.maybe_day()?,
                    gone_on: f.maybe_day()?,
                })
            },
        )?;
        self.all(
            "SELECT o.id, p.slug, o.kind, o.loaded_on, o.file, o.name, o.version, o.as_of, o.before, e.session FROM population o
             LEFT JOIN partner p ON p.id = o.partner_id LEFT JOIN private_exchange e ON e.id = o.exchange_id ORDER BY o.id",
            |f| {
                let id = f.take::<i64>()?;
                Ok(Population {
                    partner: f.take()?,
                    kind: f.take()?,
                    loaded_on: f.day()?,
                    file: f.take()?,
                    name: f.take()?,
                    version: f.take()?,
                    as_of: f.maybe_day()?,
                    before: f.maybe_day()?,
                    exchange: f.take()?,
                    accounts: accounts.remove(&id).unwrap_or_default().into(),
                })
            },
        )
    }
}
