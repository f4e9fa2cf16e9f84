//! `import revenue`: what customers paid. A line is known by its id in the file, or else by customer, day, kind and
//! amount, counted. Refunds wait until every payment is in, so that the order of a file does not matter; totals given
//! back are taken by difference.

mod alike;
mod facts;
mod kinds;
mod line;
mod refunds;
mod state;

use std::collections::HashMap;

use clap::Args;

pub(super) use self::line::shown;
use self::{
    alike::REFUNDS,
    facts::{is_refund, months},
    kinds::Kinds,
    line::{key, known},
};
use super::{
    bringers::Bringers,
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    origin::Way,
    payer::{Payer, Payers},
    reading::Reading,
    trial::AllMade,
    twice::{Beside, Twice},
    who::Places,
    words::Words,
};
use crate::{
    domain::{currency::Currency, day::Day, money::Money},
    error::Result,
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{NewRevenue, Tx},
};

fields! {
    Id = "id" maybe id ["line_id", "invoice_id", "charge_id", "payment_id", "external_id"];
    Referral = "referral" maybe id ["referral_id", "customer_ref", "deal_id", "opportunity_id"];
    Customer = "customer" maybe name ["customer_id", "customer_domain", "company", "account"];
    CustomerName = "customer_name" maybe name ["account_name", "company_name"];
    CustomerEmail = "customer_email" maybe email ["billing_email"];
    CustomerSite = "customer_site" maybe site ["customer_website"];
    Date = "date" needed day ["day", "paid_on", "payment_date", "invoice_date"];
    Amount = "amount" needed amount ["amount.amount", "value", "paid", "amount_paid", "total"];
    Currency = "currency" maybe currency ["amount_currency", "amount.currency"];
    Kind = "kind" maybe word ["category", "type"];
    Months = "months" maybe count ["period_months", "period"];
    PeriodStart = "period_start" maybe day ["service_period_start"];
    PeriodEnd = "period_end" maybe day ["service_period_end"];
    RefundOf = "refund_of" maybe id ["refunded_line", "refunded_invoice"];
    Refund = "refund" maybe yes ["is_refund"];
    RefundedTotal = "refunded_total" maybe amount ["amount_refunded", "refunded_amount", "total_refunded"];
    RefundedOn = "refunded_on" maybe day ["refund_date", "refunded_at"];
    DisputedTotal = "disputed_total" maybe amount ["disputed_amount"];
    DisputeStatus = "dispute_status" maybe word [];
    KnownAs = "known_as" maybe id [];
    Partner = "partner" maybe name ["partner_name", "partner_code", "referred_by", "referrer", "affiliate"];
    PartnerEmail = "partner_email" maybe email ["referrer_email", "affiliate_email"];
    Status = "their_status" maybe word ["status", "payment_status", "invoice_status"];
}

/// The fields that say who paid.
const WHO: [usize; 4] = [
    At::Customer as usize,
    At::CustomerName as usize,
    At::CustomerEmail as usize,
    At::CustomerSite as usize,
];

/// Read revenue lines from a table: CSV, XLSX, ODS or JSON
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
    /// Add partners the book does not have yet
    #[arg(long)]
    add_partners: bool,
    /// The program that new partners go into, or none; the only one there is if not given
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
    /// Pass over rows of zero, such as invoices of a trial
    #[arg(long)]
    skip_zero: bool,
    /// What becomes of payments that look like money the book has from another source
    #[arg(long, value_enum, value_name = "WHAT")]
    twice: Option<Twice>,
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
                At::RefundOf,
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
            let places = Places {
                name: At::Partner.into(),
                code: None,
                email: Some(At::PartnerEmail.into()),
            };
            let into = (self.add_partners, self.program.as_deref());
            Ok(Revenue {
                bringers: Bringers::new(tx, mapping, &self.reading, places, into)?,
                payers: Payers::new(tx, self.add_customers, &self.reading)?,
                beside: Beside::new(tx, Way::Payments, &self.reading, self.twice)?,
                pays_for: Kinds::new(tx, words)?,
                kinds: Vec::new(),
                met_last: false,
                counted: HashMap::new(),
                spoken: Spoken::default(),
                skip_zero: self.skip_zero,
                today: tx.today,
                given_back: 0,
                dated_today: 0,
                parts: 0,
                elsewhere: 0,
                zeros: 0,
                disputed: 0,
            })
        })
    }
}

struct Revenue {
    payers: Payers,
    bringers: Bringers,
    beside: Beside,
    pays_for: Kinds,
    /// Kinds met so far: few, and told apart by their place.
    kinds: Vec<String>,
    /// Whether the last row had an id that the book has.
    met_last: bool,
    /// How often a line without an id was met in this file.
    counted: HashMap<(i64, Day, usize, i64, Currency), u32>,
    spoken: Spoken,
    skip_zero: bool,
    today: Day,
    /// Refunds found in totals given back, and how many of them the file has no day for.
    given_back: u64,
    dated_today: u64,
    /// Refunds that were part of a total the book had already.
    parts: u64,
    /// Rows the book has under another id.
    elsewhere: u64,
    /// Rows of zero that were passed over.
    zeros: u64,
    /// Payments that are disputed, and nobody knows yet how that ends.
    disputed: u64,
}

impl Intake for Revenue {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        if is_refund(row)? {
            // By day, then by the whole row: whatever the order of the file, the same.
            let day = row.day(At::Date)?.map_or(String::new(), |d| d.to_string());
            let cells: Vec<&str> = row.record.cells().collect();
            return Ok(Fate::Later(format!(
                "{REFUNDS}{day}\u{1}{}",
                cells.join("\u{1}")
            )));
        }
        if self.is_nothing(tx, row)? {
            return Ok(Fate::Same);
        }
        let (new, payer) = self.read(tx, row)?;
        if let Some(line) = self.elsewhere(tx, row, &new)? {
            self.elsewhere += 1;
            return self.lies_there(tx, row, line, new.money);
        }
        if let Some(later) = self.waits(tx, row, &new)? {
            return Ok(later);
        }
        let total = self.total(row, new.money)?;
        if total.is_some_and(|total| !total.is_zero()) {
            // What was given back may be refused when the payment is in: then the payment is out again.
            tx.mark()?;
        }
        let known = if new.external_id.is_none() {
            self.known_by_key(tx, row, &new)?
        } else {
            // After a row that is new the next one mostly is too.
            let added = if self.met_last {
                None
            } else {
                self.add(tx, &new, payer)?
            };
            if let Some(id) = added {
                return self.with_total(tx, row, id, total, (Fate::New, false));
            }
            // If the id is in the book, or was on an earlier line, it is told apart first whether it says the same, as
            // most rows of a file do that comes again.
            let found = tx.view().line_like(&new, months(row)?, payer.named)?;
            self.met_last = found.is_some();
            if let Some((id, true)) = found {
                let again = self.spoken.met(id);
                self.spoken.judge(id, true, row, At::Id.into())?;
                return self.with_total(tx, row, id, total, (Fate::Same, again));
            }
            found.map(|(id, _)| id)
        };
        let (id, fate, again) = match known {
            Some(id) => {
                let again = self.spoken.met(id);
                (id, self.compare(tx, row, id, &new, payer)?, again)
            }
            None => match self.add(tx, &new, payer)? {
                Some(id) => (id, Fate::New, false),
                None => return Ok(Fate::Same),
            },
        };
        self.with_total(tx, row, id, total, (fate, again))
    }

    fn take_late(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        if self.is_nothing(tx, row)? {
            return Ok(Fate::Same);
        }
        if !is_refund(row)? {
            return self.take_alike(tx, row);
        }
        if self.is_given_back(tx, row)? {
            return Ok(Fate::Same);
        }
        let named = self.refunded_line(tx, row)?;
        let (mut new, payer) = self.read_refund(tx, row, named)?;
        if new.money.minor > 0 {
            new.money = new.money.negated().map_err(crate::error::Error::from)?;
        }
        new.refund_of = named;
        let known = match &new.external_id {
            Some(_) => known(tx, &new)?,
            None => self.known_by_key(tx, row, &new)?,
        };
        if let Some(id) = known {
            return self.compare(tx, row, id, &new, payer);
        }
        if let Some(payment) = named
            && let Some(fate) = self.part_of_total(tx, &new, payment)?
        {
            return Ok(fate);
        }
        if new.refund_of.is_none() {
            // A refund that names no line gives back the latest payment it fits, or else stands as a line of its own.
            tx.expect_lines_by_customer()?;
            new.refund_of = tx.view().line_to_refund(&key(&new), new.referral)?;
        }
        self.add(tx, &new, payer)?;
        Ok(Fate::New)
    }

    fn forget(&mut self, mark: u64) {
        self.payers.forget(mark);
        self.bringers.forget(mark);
    }

    fn remarks(&self) -> Option<String> {
        let said = [
            self.beside.said(),
            self.said(self.today),
            self.pays_for.said(),
            self.bringers.said(),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn questions(&self) -> Vec<Choice> {
        let mut all = self.payers.questions();
        all.extend(self.beside.questions());
        all.extend(self.bringers.questions());
        all
    }

    fn must_ask(&self) -> bool {
        self.bringers.must_ask()
    }

    fn made(&self) -> AllMade {
        self.payers.made().and(self.bringers.made())
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.payers.link(tx)?;
        self.bringers.finish(tx)
    }
}

impl Revenue {
    /// The fate of a payment, with what was given back of it.
    fn with_total(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        line: i64,
        total: Option<Money>,
        fate: (Fate, bool),
    ) -> Result<Fate, Stop> {
        match total {
            Some(total) => self.give_back(tx, row, line, total, fate),
            None => Ok(fate.0),
        }
    }

    /// Adds a line and returns its id; nothing where a line of its external id is there already.
    fn add(&mut self, tx: &Tx<'_>, new: &NewRevenue, payer: Payer) -> Result<Option<i64>, Stop> {
        let id = if new.refund_of.is_some() {
            Some(tx.add_revenue(new)?)
        } else {
            tx.add_payment(new)?
        };
        if let Some(id) = id {
            self.spoken.note(id);
            self.payers.paid(payer, new.referral);
        }
        Ok(id)
    }
}
