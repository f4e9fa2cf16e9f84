//! `program show`: what a program pays, in facts under their names, tried on one customer.

mod labels;

use clap::Args;
use serde_json::{Value, json};

use super::{example, split::named};
use crate::{
    domain::{
        day::{Day, shown},
        money::Money,
        rate::Rate,
        terms::Terms,
    },
    error::Result,
    ops::{
        Cx, Kind, Operation, Outcome, Record, Selection, Spec, args,
        sheet::{Row, Sheet},
    },
    store::{Applies, Program, TermsVersion, View},
};

/// How many partners are named; more are counted.
const NAMES: usize = 12;

/// One program: what it pays, tried on one customer, with all versions of its terms
#[derive(Debug, Args)]
pub struct ProgramShow {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
}

impl Operation for ProgramShow {
    const SPEC: Spec = Spec {
        path: "program show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (view, today) = (cx.store.view(), cx.today);
        let known = Known::of(view, view.find_program(&self.program)?, today)?;
        let mut sheet = Sheet {
            head: Some(known.head()),
            ..Sheet::default()
        };
        let terms = known.now(today).map(|v| Terms::parse(&v.known.text));
        let mut example = None;
        if let Some(Ok(terms)) = &terms {
            for (n, plan) in terms.plans().iter().enumerate() {
                let title = match (n, terms.plans().len()) {
                    (_, 1) => terms.to_string(),
                    (n, _) => format!("Clause {}: {plan}", n + 1),
                };
                sheet.section(&title, labels::clause(plan));
            }
            sheet.section("Around it", known.around());
            let tried = example::of(view, terms, today)?;
            sheet.section(&format!("Try it: {}", tried.title), tried.rows.clone());
            example = Some(tried);
        } else {
            sheet.section(
                "No terms yet",
                vec![Row::words(format!(
                    "Say what it pays: partnerbook program terms {} \"25% of base for 12 months\"",
                    known.program.slug
                ))],
            );
            sheet.section("Around it", known.around());
        }
        sheet.section(
            "Versions, the newest first",
            known.versions.iter().rev().map(version).collect(),
        );
        let own = known.own.iter().rev();
        sheet.section(
            "Terms of their own",
            own.filter_map(|v| {
                let (_, name) = v.only.as_ref()?;
                Some(Row::fact(name, format!("{}, {}", v.known.text, held(v))))
            })
            .collect(),
        );
        let words = terms
            .and_then(std::result::Result::ok)
            .map(|t| t.in_words());
        if let Some(words) = &words {
            sheet.section("As partners read it", vec![Row::words(words)]);
        }
        let json = known.json(view, words.as_deref(), example)?;
        Ok(Outcome {
            record: Some(Record {
                lines: sheet.flowing(),
                json,
            }),
            sheet: Some(Box::new(sheet)),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "program", "program")
    }
}

/// All that is shown of a program.
struct Known {
    program: Program,
    versions: Vec<TermsVersion>,
    own: Vec<TermsVersion>,
    split: Vec<(String, Rate)>,
    minimums: Vec<Money>,
    enrolled: u64,
    partners: Vec<String>,
    pay_day: Option<String>,
}

impl Known {
    fn of(view: View<'_>, program: i64, today: Day) -> Result<Self> {
        Ok(Self {
            program: view.program(program)?,
            versions: view.terms(program)?,
            own: view.own_terms(program)?,
            split: view.program_split(program)?,
            minimums: view.minimums(program)?,
            enrolled: view.enrolled(program, today)?.unsigned_abs(),
            partners: view.enrolled_names(program, today, NAMES)?,
            pay_day: view.setting("pay_day")?,
        })
    }

    fn head(&self) -> Row {
        let partners = args::counted(self.enrolled, "partner", "partners");
        Row::of(
            format!("{}  ({})", self.program.name, self.program.slug),
            format!("{} program, {partners}", self.program.kind),
        )
    }

    /// The version for everybody that holds today; the first one where none has begun.
    fn now(&self, today: Day) -> Option<&TermsVersion> {
        let begun = |v: &&TermsVersion| v.known.from.is_none_or(|from| from <= today);
        self.versions
            .iter()
            .rev()
            .find(begun)
            .or(self.versions.first())
    }

    /// What holds beside the clauses: when it is paid, from what amount on, to whom.
    fn around(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(newest) = self.versions.last() {
            let days = args::counted(newest.known.hold_days, "day", "days");
            rows.push(Row::fact("Hold", format!("{days} after the payment")));
        }
        rows.push(Row::fact(
            "Pay day",
            self.pay_day.as_ref().map_or_else(
                || "not set: partnerbook config set pay_day 5".to_owned(),
                |day| format!("the {} of the month", ordinal(day)),
            ),
        ));
        let least: Vec<String> = self
            .minimums
            .iter()
            .filter(|m| !m.is_zero())
            .map(|m| m.shown())
            .collect();
        rows.push(Row::fact(
            "Minimum",
            if least.is_empty() {
                "none: any amount is paid".to_owned()
            } else {
                format!(
                    "{}; less than that waits for the next payout",
                    least.join(" / ")
                )
            },
        ));
        rows.push(Row::fact(
            "Split",
            if self.split.is_empty() {
                "none: all of it goes to who referred".to_owned()
            } else {
                named(&self.split)
            },
        ));
        if let Some(day) = self.program.ends_on {
            rows.push(Row::fact(
                "Ends",
                match self.program.stops_on {
                    Some(stops) => {
                        format!("{}; nothing is earned after {}", shown(day), shown(stops))
                    }
                    None => format!("{}; what was agreed goes on", shown(day)),
                },
            ));
        }
        let mut own: Vec<&str> = self
            .own
            .iter()
            .filter_map(|v| Some(v.only.as_ref()?.1.as_str()))
            .collect();
        own.sort_unstable();
        own.dedup();
        rows.push(Row::fact(
            "Own terms",
            if own.is_empty() {
                "nobody has other terms".to_owned()
            } else {
                own.join(", ")
            },
        ));
        let more = self.enrolled.saturating_sub(self.partners.len() as u64);
        let names = self.partners.join(", ");
        rows.push(Row::fact(
            "Partners",
            match (self.enrolled, more) {
                (0, _) => "nobody is in it".to_owned(),
                (_, 0) => names,
                (_, more) => format!("{names} and {more} more"),
            },
        ));
        rows
    }

    fn json(
        &self,
        view: View<'_>,
        words: Option<&str>,
        example: Option<example::Example>,
    ) -> Result<Value> {
        let mut own = Vec::new();
        for v in self.own.iter().rev() {
            let Some((id, _)) = &v.only else { continue };
            let mut one = version_json(v);
            one["partner"] = json!(view.partner(*id)?.slug);
            own.push(one);
        }
        let split = self
            .split
            .iter()
            .map(|(role, share)| json!({ "role": role, "share": share }));
        let tried = example.map(|e| {
            let rows = e
                .rows
                .iter()
                .map(|r| json!({ "what": r.words, "earns": r.amount }));
            json!({ "on": e.title, "rows": rows.collect::<Vec<_>>() })
        });
        Ok(json!({
            "program": self.program.slug, "name": self.program.name, "kind": self.program.kind,
            "enrolled": self.enrolled, "minimums": self.minimums, "pay_day": self.pay_day,
            "ends_on": self.program.ends_on, "stops_on": self.program.stops_on,
            "split": split.collect::<Vec<_>>(), "words": words, "example": tried,
            "versions": self.versions.iter().rev().map(version_json).collect::<Vec<_>>(), "own_terms": own,
        }))
    }
}

/// `1st`, `22nd`, `31st`.
fn ordinal(day: &str) -> String {
    let end = match day {
        "1" | "21" | "31" => "st",
        "2" | "22" => "nd",
        "3" | "23" => "rd",
        _ => "th",
    };
    format!("{day}{end}")
}

/// One version of the terms for everybody.
fn version(v: &TermsVersion) -> Row {
    Row::fact(
        format!("Version {}", v.version),
        format!("{}, {}", v.known.text, held(v)),
    )
}

/// From when a version holds, how long its commission is held, and what runs on it.
fn held(v: &TermsVersion) -> String {
    let whom = match (v.known.from, v.known.applies) {
        (None, _) => "from the start".to_owned(),
        (Some(d), Applies::NewReferrals) => format!("for referrals submitted from {}", shown(d)),
        (Some(d), Applies::LinesFrom) => format!("for payments from {}", shown(d)),
    };
    let days = args::counted(v.known.hold_days, "day", "days");
    let agreements = args::counted(v.agreements.unsigned_abs(), "agreement", "agreements");
    format!("{whom}; held {days}; {agreements}")
}

fn version_json(v: &TermsVersion) -> Value {
    let words = Terms::parse(&v.known.text).map_or_else(|_| v.known.text.clone(), |t| t.in_words());
    json!({
        "version": v.version, "terms": v.known.text, "words": words, "from": v.known.from,
        "applies": v.known.applies.word(), "hold_days": v.known.hold_days, "agreements": v.agreements,
    })
}
