//! Whatever the order in which facts come in, and whatever is taken back on the way, the ledger ends as the rules say
//! and as a calculation from nothing would have it: on two hundred random ledgers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::store::{Tx, posting};

/// A ledger that comes into a book step by step.
struct Story {
    store: Store,
    partners: BTreeMap<String, i64>,
    terms: BTreeMap<String, i64>,
    referrals: BTreeMap<String, i64>,
    agreements: BTreeMap<String, i64>,
    lines: BTreeMap<String, i64>,
    customer: i64,
}

fn text(json: &Value) -> &str {
    json.as_str().unwrap_or_default()
}

fn list(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

/// An empty text is no day.
fn maybe(json: &Value) -> Option<&str> {
    json.as_str().filter(|t| !t.is_empty())
}

/// A plan of the test data as the terms somebody would type.
fn terms_of(plan: &Value) -> String {
    let kinds = if plan["kinds"].is_array() {
        let all: Vec<&str> = list(&plan["kinds"]).iter().map(text).collect();
        all.join(" and ")
    } else {
        "base".to_owned()
    };
    let mut said = match text(&plan["type"]) {
        "flat" => {
            return format!(
                "{} {} per {}",
                text(&plan["amount"]),
                text(&plan["currency"]),
                text(&plan["event"])
            );
        }
        "tiered" => {
            let tiers: Vec<String> = list(&plan["tiers"])
                .iter()
                .map(|t| format!("{}% from {}", text(&t[1]), text(&t[0])))
                .collect();
            format!(
                "{} {} of {kinds} a month ({})",
                tiers.join(", "),
                text(&plan["currency"]),
                text(&plan["mode"])
            )
        }
        _ => format!("{}% of {kinds}", text(&plan["rate"])),
    };
    if let Some(months) = plan["months"].as_i64() {
        said = format!("{said} for {months} months");
    }
    if let Some(days) = plan["active_days"].as_i64() {
        let what = if plan["active_by"] == "submitted" {
            "referrals"
        } else {
            "wins"
        };
        let count = plan["active_count"].as_i64().unwrap_or(1);
        said = format!("{said} while {count} {what} in {days} days");
        if let Some(rate) = plan["otherwise"].as_str() {
            said = format!("{said}, otherwise {rate}%");
        }
    }
    if plan["per_month"] == true {
        said.push_str(", per month");
    }
    said
}

impl Story {
    fn new(ledger: &Value) -> Self {
        let mut store = Store::in_memory(&founding(), &ask()).unwrap();
        let mut terms = BTreeMap::new();
        let mut partners = BTreeMap::new();
        let mut customer = 0;
        store
            .write(&ask(), |tx| {
                for (name, plan) in ledger["plans"].as_object().unwrap() {
                    let program = tx.add_program(name, "referral")?;
                    let id = tx.add_terms(&NewTerms {
                        program,
                        text: terms_of(plan),
                        from: None,
                        applies: Applies::NewReferrals,
                        hold_days: 30,
                    })?;
                    terms.insert(name.clone(), id);
                }
                for part in list(&ledger["agreements"])
                    .iter()
                    .flat_map(|a| list(&a["split"]))
                {
                    let name = text(&part[0]);
                    if !partners.contains_key(name) {
                        let new = NewPartner {
                            name: name.to_owned(),
                            ..NewPartner::default()
                        };
                        partners.insert(name.to_owned(), tx.add_partner(&new)?);
                    }
                }
                if partners.is_empty() {
                    let new = NewPartner {
                        name: "nobody".to_owned(),
                        ..NewPartner::default()
                    };
                    partners.insert("nobody".to_owned(), tx.add_partner(&new)?);
                }
                customer = tx.add_customer(&NewCustomer {
                    name: "Payer".to_owned(),
                    ..NewCustomer::default()
                })?;
                Ok(("Set up".to_owned(), ()))
            })
            .unwrap();
        Self {
            store,
            partners,
            terms,
            referrals: BTreeMap::new(),
            agreements: BTreeMap::new(),
            lines: BTreeMap::new(),
            customer,
        }
    }

    fn write(&mut self, bulk: bool, work: impl FnOnce(&Tx<'_>) -> Result<i64>) -> i64 {
        let ask = Ask { bulk, ..ask() };
        self.store
            .write(&ask, |tx| Ok(("A step".to_owned(), work(tx)?)))
            .unwrap()
            .value
    }

    fn referral(&mut self, fact: &Value, bulk: bool) {
        let partner = *self.partners.values().next().unwrap();
        let stage = match text(&fact["status"]) {
            stage @ ("won" | "lost" | "rejected") => stage,
            _ => "new",
        };
        let id = self.write(bulk, |tx| {
            tx.conn.execute(
                "INSERT INTO referral (partner_id, company, stage, submitted_on, qualified_on, won_on, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                rusqlite::params![
                    partner,
                    text(&fact["id"]),
                    stage,
                    maybe(&fact["submitted_on"]),
                    maybe(&fact["qualified_on"]),
                    maybe(&fact["won_on"]),
                    tx.op
                ],
            )?;
            Ok(tx.conn.last_insert_rowid())
        });
        self.referrals.insert(text(&fact["id"]).to_owned(), id);
    }

    fn agreement(&mut self, fact: &Value, bulk: bool) {
        let (referral, terms) = (
            self.referrals[text(&fact["referral"])],
            self.terms[text(&fact["plan"])],
        );
        let partners = self.partners.clone();
        let id = self.write(bulk, |tx| {
            tx.conn.execute(
                "INSERT INTO agreement (referral_id, terms_id, starts, ends, op) VALUES (?1, ?2, ?3, ?4, ?5)",
                rusqlite::params![referral, terms, maybe(&fact["starts"]), maybe(&fact["ends"]), tx.op],
            )?;
            let id = tx.conn.last_insert_rowid();
            for (position, part) in (1_i64..).zip(list(&fact["split"])) {
                tx.conn.execute(
                    "INSERT INTO agreement_share (agreement_id, position, partner_id, share, op) VALUES (?1, ?2, ?3, ?4, ?5)",
                    rusqlite::params![id, position, partners[text(&part[0])], text(&part[1]), tx.op],
                )?;
            }
            Ok(id)
        });
        self.agreements.insert(text(&fact["id"]).to_owned(), id);
    }

    fn line(&mut self, fact: &Value, bulk: bool) {
        let referral = self.referrals[text(&fact["referral"])];
        let refund_of = fact["refund_of"].as_str().map(|of| self.lines[of]);
        let customer = self.customer;
        let currency = Currency::parse(text(&fact["currency"])).unwrap();
        let minor = Money::parse(text(&fact["amount"]), currency).unwrap().minor;
        let id = self.write(bulk, |tx| {
            tx.conn.execute(
                "INSERT INTO revenue_line (external_id, customer_id, referral_id, day, kind, minor, currency, period_months, refund_of, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                rusqlite::params![
                    text(&fact["id"]),
                    customer,
                    referral,
                    text(&fact["date"]),
                    fact["kind"].as_str().unwrap_or("base"),
                    minor,
                    currency.code(),
                    fact["period_months"].as_i64().unwrap_or(1),
                    refund_of,
                    tx.op
                ],
            )?;
            Ok(tx.conn.last_insert_rowid())
        });
        self.lines.insert(text(&fact["id"]).to_owned(), id);
    }

    /// What the ledger says, in the words of the test data.
    fn posted(&self) -> Vec<Vec<String>> {
        let name = |all: &BTreeMap<String, i64>, id: i64| {
            all.iter()
                .find(|(_, at)| **at == id)
                .map(|(name, _)| name.clone())
                .unwrap()
        };
        let mut q = self
            .store
            .conn
            .prepare("SELECT day, source, source_id, agreement_id, partner_id, currency, sum(minor) FROM commission GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(minor) <> 0")
            .unwrap();
        let mut rows = q.query([]).unwrap();
        let mut all = Vec::new();
        while let Some(r) = rows.next().unwrap() {
            let code: String = r.get(5).unwrap();
            let things = if r.get::<_, String>(1).unwrap() == "line" {
                &self.lines
            } else {
                &self.referrals
            };
            all.push(vec![
                r.get(0).unwrap(),
                name(things, r.get(2).unwrap()),
                name(&self.agreements, r.get(3).unwrap()),
                name(&self.partners, r.get(4).unwrap()),
                code.clone(),
                Money::new(r.get(6).unwrap(), Currency::parse(&code).unwrap()).plain(),
            ]);
        }
        all.sort();
        all
    }

    fn nothing_is_lacking(&self, step: &str) {
        let more = posting::would_post(&self.store.conn).unwrap();
        assert_eq!(
            more.lines,
            0,
            "after {step}: {} is lacking",
            more.sums.shown()
        );
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }
}

#[test]
fn facts_in_any_order_with_detours_end_in_the_same_ledger() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/random_ledgers.jsonl"
    );
    let data = std::fs::read_to_string(path).unwrap();
    for (number, row) in (1_u64..).zip(data.lines()) {
        let case: Value = serde_json::from_str(row).unwrap();
        if case["expected"]["error"].is_string() {
            continue;
        }
        let (ledger, mut dice) = (&case["ledger"], Dice(number));
        let mut story = Story::new(ledger);
        let mut waiting: Vec<(u8, &Value)> = Vec::new();
        for (kind, part) in [(0, "referrals"), (1, "agreements"), (2, "lines")] {
            waiting.extend(list(&ledger[part]).iter().map(|fact| (kind, fact)));
        }
        while !waiting.is_empty() {
            let at = dice.below(waiting.len());
            let (kind, fact) = waiting[at];
            let ready = kind == 0
                || (story.referrals.contains_key(text(&fact["referral"]))
                    && fact["refund_of"]
                        .as_str()
                        .is_none_or(|of| story.lines.contains_key(of)));
            if !ready {
                continue;
            }
            waiting.swap_remove(at);
            let bulk = dice.below(16) == 0;
            let tell = |story: &mut Story| match kind {
                0 => story.referral(fact, bulk),
                1 => story.agreement(fact, bulk),
                _ => story.line(fact, bulk),
            };
            tell(&mut story);
            // A detour: it is taken back, and comes again.
            if dice.below(5) == 0 {
                story.store.undo(&ask(), None).unwrap();
                story.nothing_is_lacking(&format!("{} without {fact}", case["id"]));
                tell(&mut story);
            }
            if dice.below(6) == 0 {
                story.nothing_is_lacking(&format!("{} with {fact}", case["id"]));
            }
        }
        let mut expected: Vec<Vec<String>> = list(&case["expected"]["accruals"])
            .iter()
            .map(|row| list(row).iter().map(|c| text(c).to_owned()).collect())
            .collect();
        expected.sort();
        assert_eq!(story.posted(), expected, "{}", case["id"]);
        story.nothing_is_lacking(&format!("{}", case["id"]));
    }
}

#[test]
fn a_recalculation_puts_back_what_somebody_took_out_of_the_ledger() {
    let mut desk = Desk::new();
    desk.pays("2026-03-01", 10_000);
    desk.store
        .conn
        .execute_batch("CREATE TEMP TABLE kept AS SELECT sql FROM sqlite_schema WHERE name = 'commission_is_kept'; DROP TRIGGER commission_is_kept; DELETE FROM commission")
        .unwrap();
    let done = desk
        .store
        .write(&ask(), |tx| {
            Ok(("Worked out".to_owned(), tx.recalculate(None)?))
        })
        .unwrap();
    assert_eq!((done.posted.lines, desk.earned()), (1, 2_500));
    assert_eq!((done.value.referrals, done.value.lines), (1, 1));
}
