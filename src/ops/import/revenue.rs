//! `import revenue`: what customers paid. A line is known by its id in the file, or else by customer, day, kind and
//! amount, counted. Refunds wait until every payment is in, so that the order of a file does not matter.

use std::collections::HashMap;

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    payer::{Payer, Payers},
    reading::Reading,
    report::edits,
    said::Said,
    words::Words,
};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, is_before_2000},
        money::Money,
    },
    error::Result,
    import::{Refused, Row},
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{LineKey, NewRevenue, Tx},
};

fields! {
    Id = "id" maybe id ["line_id", "invoice_id", "charge_id", "payment_id", "external_id"];
    Referral = "referral" maybe id ["referral_id", "customer_ref", "deal_id", "opportunity_id"];
    Customer = "customer" maybe name ["customer_id", "customer_domain", "company", "account"];
    CustomerName = "customer_name" maybe name ["account_name", "company_name"];
    CustomerEmail = "customer_email" maybe email ["billing_email"];
    CustomerSite = "customer_site" maybe site ["customer_website"];
    Date = "date" needed day ["day", "paid_on", "payment_date", "invoice_date"];
    Amount = "amount" needed amount ["value", "paid", "amount_paid", "total"];
    Currency = "currency" maybe currency [];
    Kind = "kind" maybe word ["category", "type"];
    Months = "months" maybe count ["period_months", "period"];
    RefundOf = "refund_of" maybe id ["refunded_line", "refunded_invoice"];
    Refund = "refund" maybe yes ["is_refund", "refunded"];
}

/// The fields that say who paid.
const WHO: [usize; 4] = [
    At::Customer as usize,
    At::CustomerName as usize,
    At::CustomerEmail as usize,
    At::CustomerSite as usize,
];

/// Read revenue lines from a CSV file
#[derive(Debug, Clone, Args)]
pub struct ImportRevenue {
    #[command(flatten)]
    reading: Reading,
    /// What the file's kinds are here, such as platform_fee=base
    #[arg(long, value_name = "THEIRS=OURS")]
    kind_map: Vec<String>,
    /// Add customers the book does not have yet, also those no partner referred
    #[arg(long)]
    add_customers: bool,
}

impl Operation for ImportRevenue {
    const SPEC: Spec = Spec {
        path: "import revenue",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        Ok(self.reading.confirm())
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        Opened::choices(FIELDS, &self.reading, cx)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let noun = Noun {
            one: "revenue line",
            many: "revenue lines",
        };
        let words = Words::parse("--kind-map", &self.kind_map)?;
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            let payers = [
                At::Referral,
                At::Customer,
                At::CustomerName,
                At::CustomerEmail,
                At::CustomerSite,
            ];
            if !payers.into_iter().any(|at| mapping.says(at.into())) {
                return Err(
                    crate::error::Error::refused("No column of the file says who paid.")
                        .means("Nothing was imported.")
                        .hint("Say it with --map customer=COLUMN or --map referral=COLUMN."),
                );
            }
            Ok(Revenue {
                payers: Payers::new(tx, self.add_customers)?,
                words,
                kinds: Vec::new(),
                counted: HashMap::new(),
                spoken: Spoken::default(),
            })
        })
    }
}

struct Revenue {
    payers: Payers,
    words: Words,
    /// Kinds met so far: few, and told apart by their place.
    kinds: Vec<String>,
    /// How often a line without an id was met in this file.
    counted: HashMap<(i64, Day, usize, i64, Currency), u32>,
    spoken: Spoken,
}

impl Intake for Revenue {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let refund = row.yes(At::Refund)? || !row.raw(At::RefundOf).is_empty();
        if refund {
            // By day, then by the whole row: whatever the order of the file, the same.
            let day = row.day(At::Date)?.map_or(String::new(), |d| d.to_string());
            let cells: Vec<&str> = row.record.cells().collect();
            return Ok(Fate::Later(format!("{day}\u{1}{}", cells.join("\u{1}"))));
        }
        let (new, payer) = self.read(tx, row)?;
        if new.external_id.is_none() {
            return match self.known_by_key(tx, &new)? {
                Some(id) => self.compare(tx, row, id, &new, payer),
                None => self.add(tx, &new, payer),
            };
        }
        match tx.add_payment(&new)? {
            Some(id) => {
                self.spoken.note(id);
                self.payers.paid(payer, new.referral);
                Ok(Fate::New)
            }
            // The id is in the book, or was on an earlier line.
            None => match known(tx, &new)? {
                Some(id) => self.compare(tx, row, id, &new, payer),
                None => Ok(Fate::Same),
            },
        }
    }

    fn take_late(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let (mut new, payer) = self.read(tx, row)?;
        if new.money.minor > 0 {
            new.money = new.money.negated().map_err(crate::error::Error::from)?;
        }
        let named = row.text(At::RefundOf)?;
        if let Some(external) = &named {
            let line = tx.view().line(external)?;
            new.refund_of = Some(line.ok_or_else(|| {
                row.refuse(At::RefundOf, "is no revenue line in the book or the file")
            })?);
        }
        let known = match &new.external_id {
            Some(_) => known(tx, &new)?,
            None => self.known_by_key(tx, &new)?,
        };
        if let Some(id) = known {
            return self.compare(tx, row, id, &new, payer);
        }
        if new.refund_of.is_none() {
            // A refund that names no line gives back the latest payment it fits, or else stands as a line of its own.
            new.refund_of = tx.view().line_to_refund(&key(&new), new.referral)?;
        }
        self.add(tx, &new, payer)
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.payers.link(tx)
    }
}

impl Revenue {
    /// What a row says, with who paid and which referral earns on it.
    fn read(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<(NewRevenue, Payer), Stop> {
        let day = row.day(At::Date)?.ok_or_else(|| {
            row.refuse(At::Date, "is empty, and a line needs the day it was paid")
        })?;
        if day > tx.today {
            return Err(row.refuse(At::Date, "is in the future").into());
        }
        if is_before_2000(day) {
            return Err(row
                .refuse(At::Date, "is before 2000; is the year right?")
                .into());
        }
        let currency = row.currency(At::Currency)?;
        let money = row
            .amount(At::Amount, currency)?
            .ok_or_else(|| row.refuse(At::Amount, "is empty, and empty is not zero"))?;
        if money.is_zero() {
            return Err(row
                .refuse(At::Amount, "is zero, and an amount of zero says nothing")
                .into());
        }
        let kind = self.kind(row)?;
        let external_id = row.text(At::Id)?;
        let period_months = row.count(At::Months)?.unwrap_or(1);
        let referral = row.text(At::Referral)?;
        let said = Said::read(row, WHO)?;
        let payer = self
            .payers
            .of(tx, referral.as_deref(), &said)
            .map_err(|e| e.stop(row, At::Referral, Said::first(row, WHO)))?;
        let new = NewRevenue {
            external_id,
            customer: payer.customer,
            referral: payer.referral,
            day,
            kind,
            money,
            period_months,
            refund_of: None,
        };
        Ok((new, payer))
    }

    fn kind(&mut self, row: &Row<'_>) -> Result<String, Refused> {
        let raw = row.raw(At::Kind);
        if raw.is_empty() {
            return Ok("base".to_owned());
        }
        match self.words.get(raw) {
            Some(ours) => Ok(ours.to_owned()),
            None => Ok(row.text(At::Kind)?.unwrap_or_default().to_lowercase()),
        }
    }

    fn add(&mut self, tx: &Tx<'_>, new: &NewRevenue, payer: Payer) -> Result<Fate, Stop> {
        let id = if new.refund_of.is_some() {
            Some(tx.add_revenue(new)?)
        } else {
            tx.add_payment(new)?
        };
        if let Some(id) = id {
            self.spoken.note(id);
            self.payers.paid(payer, new.referral);
        }
        Ok(Fate::New)
    }

    /// The line in the book that a row without an id is: the first such row the first such line, and so on.
    fn known_by_key(&mut self, tx: &Tx<'_>, new: &NewRevenue) -> Result<Option<i64>, Stop> {
        let met = self.kinds.iter().position(|k| *k == new.kind);
        let kind = met.unwrap_or_else(|| {
            self.kinds.push(new.kind.clone());
            self.kinds.len() - 1
        });
        let nth = self
            .counted
            .entry((
                new.customer,
                new.day,
                kind,
                new.money.minor,
                new.money.currency,
            ))
            .or_insert(0);
        *nth += 1;
        Ok(tx.view().nth_line(&key(new), *nth - 1)?)
    }

    /// A line that is in the book: unchanged, or changed by what the file says. Where the file names no referral, the
    /// line keeps the one it earns on; where it names no refunded line, the one it gives back.
    fn compare(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        id: i64,
        new: &NewRevenue,
        payer: Payer,
    ) -> Result<Fate, Stop> {
        let before = tx.view().revenue(id)?;
        let mut to = NewRevenue {
            customer: new.customer,
            day: new.day,
            kind: new.kind.clone(),
            money: new.money,
            ..before.known.clone()
        };
        if !row.raw(At::Months).is_empty() {
            to.period_months = new.period_months;
        }
        if payer.named {
            to.referral = new.referral;
        }
        if new.refund_of.is_some() {
            to.refund_of = new.refund_of;
        }
        if !self
            .spoken
            .judge(id, before.known == to, row, At::Id.into())?
        {
            return Ok(Fate::Same);
        }
        tx.set_revenue(id, &to)?;
        let name = format!("V{id} {}", before.customer_name);
        Ok(Fate::Changed(
            name,
            edits(shown(tx, &before.known)?, shown(tx, &to)?),
        ))
    }
}

fn known(tx: &Tx<'_>, new: &NewRevenue) -> Result<Option<i64>, Stop> {
    match &new.external_id {
        Some(external) => Ok(tx.view().line(external)?),
        None => Ok(None),
    }
}

fn key(line: &NewRevenue) -> LineKey<'_> {
    LineKey {
        customer: line.customer,
        day: line.day,
        kind: &line.kind,
        money: line.money,
    }
}

fn shown(tx: &Tx<'_>, v: &NewRevenue) -> Result<Vec<(&'static str, String)>> {
    let number = |n: Option<i64>, mark: char| n.map_or(String::new(), |n| format!("{mark}{n}"));
    Ok(vec![
        ("customer", tx.view().customer(v.customer)?.known.name),
        ("referral", number(v.referral, 'R')),
        ("date", v.day.to_string()),
        ("kind", v.kind.clone()),
        ("amount", Money::shown(v.money)),
        ("months", v.period_months.to_string()),
        ("refund_of", number(v.refund_of, 'V')),
    ])
}
