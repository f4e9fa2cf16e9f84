//! A document taken into a book that never held anything: rows with the numbers they had, references checked first.

use std::collections::{HashMap, HashSet};

use rusqlite::params;

use super::{
    Tx, View,
    names::{Names, day, id_of, known, missing, named, numbers},
};
use crate::{
    domain::{
        document::{
            Agreement, Commission, Document, DocumentError, Partner, Payout, Referral, Revenue,
        },
        terms::Terms,
    },
    error::{Error, Result},
    store::{NewAccount, posting},
};

impl From<DocumentError> for Error {
    fn from(e: DocumentError) -> Self {
        Self::refused(format!("The file is not a book that can be read. {e}"))
            .means("Nothing was taken in.")
            .hint("Mend the file there, or write it anew with `partnerbook export book`.")
    }
}

impl View<'_> {
    /// Whether nothing but settings and stages was ever in this book.
    pub fn is_untouched(&self) -> Result<bool> {
        let used: i64 = self.conn.query_row(
            "SELECT count(*) FROM sqlite_sequence WHERE name NOT IN ('operation', 'change', 'bulk', 'setting', 'stage') AND seq > 0",
            [],
            |r| r.get(0),
        )?;
        Ok(used == 0)
    }
}

impl Tx<'_> {
    /// Takes a document in. The book must never have held anything, so that no number comes to mean two things. The
    /// ledger is taken as it was posted, and refused if its facts owe anything else; a document without one owes what its
    /// facts owe, posted after this as with every write.
    pub fn take_in(&self, doc: &Document) -> Result<()> {
        if !self.view().is_untouched()? {
            return Err(Error::refused("This book has held records already.")
                .means("Nothing was changed.")
                .hint(
                    "Read the file into a new book: `partnerbook --db new.pbk import book FILE`.",
                ));
        }
        let names = Names {
            partners: named("partners", doc.partners.iter().map(|p| &p.id))?,
            programs: named("programs", doc.programs.iter().map(|p| &p.id))?,
            terms: HashMap::new(),
            referrals: numbers("referrals", doc.referrals.iter().map(|r| r.id.0), 'R')?,
            customers: numbers("customers", doc.customers.iter().map(|r| r.id.0), 'C')?,
            revenue: numbers("revenue", doc.revenue.iter().map(|r| r.id.0), 'V')?,
            commissions: numbers("commissions", doc.commissions.iter().map(|r| r.id.0), 'L')?,
        };
        for (key, value) in &doc.settings {
            self.set(key, value)?;
        }
        self.take_stages(doc)?;
        for (n, p) in doc.partners.iter().enumerate() {
            self.take_partner(n, p, &names)?;
        }
        let names = self.take_programs(doc, names)?;
        for (n, e) in doc.enrolments.iter().enumerate() {
            let at = || format!("enrolments[{n}]");
            self.conn
                .prepare_cached("INSERT INTO enrolment (partner_id, program_id, from_day, to_day, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    id_of(&names.partners, &e.partner, || at() + ".partner")?,
                    id_of(&names.programs, &e.program, || at() + ".program")?,
                    day(e.from),
                    day(e.to),
                    self.op
                ])?;
        }
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
            self.take_referral(n, r, &names)?;
        }
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
        for (n, v) in doc.revenue.iter().enumerate() {
            self.take_revenue(n, v, &names)?;
        }
        for (n, c) in doc.commissions.iter().enumerate() {
            self.take_commission(n, c, &names)?;
        }
        // A line may be in a payout that failed and in one that lives: the dead ones first, or the book thinks it is paid twice.
        let dead = |p: &Payout| matches!(p.state.as_str(), "failed" | "cancelled" | "reversed");
        for first in [true, false] {
            for (n, p) in doc
                .payouts
                .iter()
                .enumerate()
                .filter(|(_, p)| dead(p) == first)
            {
                self.take_payout(n, p, &names)?;
            }
        }
        self.take_lists_and_notes(doc, &names)?;
        self.owes_what_it_says(doc)
    }

    /// The ledger that came with the facts is the ledger of these facts.
    fn owes_what_it_says(&self, doc: &Document) -> Result<()> {
        if doc.commissions.is_empty() {
            return Ok(());
        }
        let more = posting::would_post(self.conn)?;
        if more.lines == 0 {
            return Ok(());
        }
        let said = format!(
            "What it says is owed is not what its facts owe: {} {}, together {}, would have to be added to it.",
            more.lines,
            if more.lines == 1 { "line" } else { "lines" },
            more.sums.shown()
        );
        Err(Error::from(DocumentError::at("commissions", said))
            .hint("Mend the file; or take commissions and payouts out of it, and the ledger is worked out from the facts."))
    }

    fn take_stages(&self, doc: &Document) -> Result<()> {
        if doc.stages.is_empty() || self.view().document()?.stages == doc.stages {
            return Ok(());
        }
        self.conn.execute("DELETE FROM stage", [])?;
        for (position, stage) in (1..).zip(doc.stages.iter()) {
            self.insert_stage(&stage.name, position, &stage.kind)?;
        }
        Ok(())
    }

    fn take_partner(&self, n: usize, p: &Partner, names: &Names) -> Result<()> {
        let id = id_of(&names.partners, &p.id, || format!("partners[{n}].id"))?;
        let invited_by = p
            .invited_by
            .as_ref()
            .map(|by| id_of(&names.partners, by, || format!("partners[{n}].invited_by")))
            .transpose()?;
        self.conn
            .prepare_cached(
                "INSERT INTO partner (id, external_id, name, slug, kind, state, state_reason, since, email, site, domain, country, owner,
                   source, invited_by, tags, payout_method, payout_reference, note, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
            )?
            .execute(params![
                id, p.external_id, p.name, p.id, p.kind, p.state, p.state_reason, day(p.since), p.email, p.site, p.domain, p.country,
                p.owner, p.source, invited_by, p.tags, p.payout_method, p.payout_reference, p.note, self.op
            ])?;
        for c in p.contacts.iter() {
            self.conn
                .prepare_cached("INSERT INTO contact (partner_id, name, email, role, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id, c.name, c.email, c.role, self.op])?;
        }
        Ok(())
    }

    fn take_programs(&self, doc: &Document, mut names: Names) -> Result<Names> {
        for (n, g) in doc.programs.iter().enumerate() {
            let id = id_of(&names.programs, &g.id, || format!("programs[{n}].id"))?;
            self.conn
                .prepare_cached(
                    "INSERT INTO program (id, name, slug, kind, op) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![id, g.name, g.id, g.kind, self.op])?;
            for (k, t) in g.terms.iter().enumerate() {
                let at = || format!("programs[{n}].terms[{k}].text");
                let terms =
                    Terms::parse(&t.text).map_err(|e| DocumentError::at(at(), e.to_string()))?;
                self.conn
                    .prepare_cached(
                        "INSERT INTO terms (program_id, version, text, from_day, applies, hold_days, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    )?
                    .execute(params![id, t.version, terms.to_string(), day(t.from), t.applies, t.hold_days, self.op])?;
                names
                    .terms
                    .insert((g.id.clone(), t.version), self.conn.last_insert_rowid());
            }
            for least in &g.minimum {
                self.set_minimum(id, *least)?;
            }
        }
        Ok(names)
    }

    fn take_referral(&self, n: usize, r: &Referral, names: &Names) -> Result<()> {
        let partner = id_of(&names.partners, &r.partner, || {
            format!("referrals[{n}].partner")
        })?;
        self.conn
            .prepare_cached(
                "INSERT INTO referral (id, external_id, partner_id, company, domain, contact, email, came_by, stage, reason, submitted_on,
                   qualified_on, won_on, closed_on, touched_on, expected_minor, currency, owner, introduced_on, asked_on, protected_until,
                   next_step, next_on, note, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
            )?
            .execute(params![
                r.id.0, r.external_id, partner, r.company, r.domain, r.contact, r.email, r.came_by, r.stage, r.reason,
                day(r.submitted_on), day(r.qualified_on), day(r.won_on), day(r.closed_on), day(r.touched_on),
                r.expected.map(|m| m.minor), r.expected.map(|m| m.currency.code()), r.owner, day(r.introduced_on), day(r.asked_on),
                day(r.protected_until), r.next_step, day(r.next_on), r.note, self.op
            ])?;
        for step in r.history.iter() {
            self.conn
                .prepare_cached("INSERT INTO referral_stage (referral_id, stage, on_day, reason, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![r.id.0, step.stage, step.on.0.to_string(), step.reason, self.op])?;
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
            .prepare_cached("INSERT INTO agreement (id, referral_id, terms_id, role, starts, ends, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![a.id.0, referral, terms, a.role, day(a.starts), day(a.ends), self.op])?;
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

    fn take_revenue(&self, n: usize, v: &Revenue, names: &Names) -> Result<()> {
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
                "INSERT INTO revenue_line (id, external_id, customer_id, referral_id, day, kind, minor, currency, period_months, refund_of, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                v.id.0, v.external_id, customer, referral, v.day.0.to_string(), v.kind, v.amount.minor, v.amount.currency.code(),
                v.period_months, refund_of, self.op
            ])?;
        Ok(())
    }

    fn take_commission(&self, n: usize, c: &Commission, names: &Names) -> Result<()> {
        let at = |field: &str| format!("commissions[{n}].{field}");
        let partner = id_of(&names.partners, &c.partner, || at("partner"))?;
        if c.base.currency != c.amount.currency {
            return Err(DocumentError::at(
                at("base"),
                "The base is in another currency than the amount.",
            )
            .into());
        }
        let letter = if c.source == "line" { 'V' } else { 'R' };
        // What a line speaks of may have been taken away since: its number needs no record.
        let of: i64 =
            c.of.strip_prefix(letter)
                .and_then(|d| d.parse().ok())
                .ok_or_else(|| {
                    DocumentError::at(
                        at("of"),
                        format!("“{}” is no number of the form {letter}12.", c.of),
                    )
                })?;
        self.conn
            .prepare_cached(
                "INSERT INTO commission (id, partner_id, referral_id, agreement_id, source, source_id, entry, day, payable_on, currency, minor,
                   base_minor, rate, share, month, months, reason, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                c.id.0, partner, c.referral.0, c.agreement.0, c.source, of, c.entry, c.day.0.to_string(), c.payable_on.0.to_string(),
                c.amount.currency.code(), c.amount.minor, c.base.minor, c.rate, c.share, c.month, c.months, c.reason, self.op
            ])?;
        Ok(())
    }

    fn take_payout(&self, n: usize, p: &Payout, names: &Names) -> Result<()> {
        let partner = id_of(&names.partners, &p.partner, || {
            format!("payouts[{n}].partner")
        })?;
        self.conn
            .prepare_cached(
                "INSERT INTO payout (id, partner_id, currency, minor, as_of, state, paid_on, method, reference, reversed_on, reason, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                p.id.0, partner, p.amount.currency.code(), p.amount.minor, p.as_of.0.to_string(), p.state, day(p.paid_on), p.method,
                p.reference, day(p.reversed_on), p.reason, self.op
            ])?;
        for (k, line) in p.lines.iter().enumerate() {
            let line = known(&names.commissions, line.0, 'L', || {
                format!("payouts[{n}].lines[{k}]")
            })?;
            self.conn
                .prepare_cached(
                    "INSERT INTO payout_line (payout_id, commission_id, op) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![p.id.0, line, self.op])?;
        }
        Ok(())
    }

    fn take_lists_and_notes(&self, doc: &Document, names: &Names) -> Result<()> {
        let mut lists = HashSet::new();
        for (n, list) in doc.populations.iter().enumerate() {
            if !lists.insert((&list.partner, &list.kind)) {
                let said = format!(
                    "{} has two lists of {}; one can be kept.",
                    list.partner, list.kind
                );
                return Err(DocumentError::at(format!("populations[{n}]"), said).into());
            }
            let partner = id_of(&names.partners, &list.partner, || {
                format!("populations[{n}].partner")
            })?;
            let accounts: Vec<NewAccount> = list
                .accounts
                .iter()
                .map(|a| NewAccount {
                    name: a.name.clone(),
                    site: a.site.clone(),
                    domain: a.domain.clone(),
                    rep: a.rep.clone(),
                    stage: a.stage.clone(),
                    value: a.value,
                })
                .collect();
            self.add_population(partner, &list.kind, list.loaded_on.0, &list.file, &accounts)?;
        }
        for (n, a) in doc.activities.iter().enumerate() {
            let partner = a
                .partner
                .as_ref()
                .map(|p| id_of(&names.partners, p, || format!("activities[{n}].partner")))
                .transpose()?;
            let referral = a
                .referral
                .map(|r| {
                    known(&names.referrals, r.0, 'R', || {
                        format!("activities[{n}].referral")
                    })
                })
                .transpose()?;
            self.add_activity(partner, referral, a.on.0, &a.text)?;
        }
        Ok(())
    }
}
