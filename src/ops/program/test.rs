//! `program test`: other terms tried on history or on one payment; the book stays as it is.

use clap::Args;
use serde_json::{Value, json};

use crate::{
    domain::{
        because::Outcome as Came,
        day::{Day, shown},
        facts::Source,
        id::Noun,
        money::{Money, Totals},
        replay,
        terms::Terms,
    },
    error::{Error, Result},
    ops::{
        Cx, Kind, Operation, Outcome, Record, Selection, Spec, args,
        sheet::{Row, Sheet},
    },
    store::{Applies, Program, Replay, ReplayReport, View},
    table::{self, Mark},
};

/// How many of the largest differences are told unless asked otherwise.
const MOST: usize = 20;

/// Try other terms on history, or on one amount: who would have earned more, who less; nothing is changed
#[derive(Debug, Args)]
pub struct ProgramTest {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// The other terms, such as "20% of base for 12 months"
    #[arg(value_name = "TERMS")]
    terms: String,
    /// First day the other terms hold; from the start if not given
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    from: Option<String>,
    /// Last day the other terms hold; open if not given
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    to: Option<String>,
    /// To payments of those days, or to referrals submitted on them
    #[arg(long, value_name = "WHAT", default_value = "lines from", value_parser = ["lines from", "new referrals"])]
    applies: String,
    /// Only for this partner, also in place of terms of its own
    #[arg(short, long, value_name = "PARTNER")]
    partner: Option<String>,
    /// The payments that would differ most, so many of them, instead of the partners
    #[arg(long, value_name = "COUNT", num_args = 0..=1, default_missing_value = "20", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    lines: Option<u16>,
    /// What one first payment of this amount would earn, instead of history
    #[arg(long, value_name = "MONEY", conflicts_with_all = ["from", "to", "partner", "lines"])]
    amount: Option<String>,
    /// What that payment is for
    #[arg(long, value_name = "KIND", default_value = "base")]
    kind: String,
}

impl Operation for ProgramTest {
    const SPEC: Spec = Spec {
        path: "program test",
        kind: Kind::Read,
        aliases: &["try"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let terms = super::read(&self.terms)?;
        if let Some(amount) = args::money(self.amount.as_deref(), view)? {
            return worked(view, &program, &terms, amount, &self.kind, cx.today);
        }
        let from = args::day(self.from.as_deref(), cx.today)?;
        let to = args::day(self.to.as_deref(), cx.today)?;
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(Error::refused("The last day is before the first.")
                .means("Nothing was worked out."));
        }
        let partner = self
            .partner
            .as_deref()
            .map(|p| view.find_partner(p))
            .transpose()?;
        let asked = Replay {
            program: program.id,
            terms,
            applies: if self.applies == "new referrals" {
                Applies::NewReferrals
            } else {
                Applies::LinesFrom
            },
            from,
            to,
            partner,
            most: self.lines.map_or(MOST, usize::from),
            today: cx.today,
        };
        let progress = cx.progress;
        let report = view.replay(&asked, &mut |done, total| {
            if progress.stop() {
                return Err(Error::stopped());
            }
            progress.tell(done, total, "parts of the book");
            Ok(())
        })?;
        let lines = words(&program, &asked, &report)?;
        let table = if self.lines.is_some() {
            table::replay::things(&report)?
        } else {
            table::replay::partners(&report)?
        };
        Ok(Outcome {
            record: Some(Record {
                lines,
                json: json_of(&program, &asked, &report)?,
            }),
            table: Some(table),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "program", "program")
    }
}

/// What was tried, and what came of it, above the table.
fn words(program: &Program, asked: &Replay, report: &ReplayReport) -> Result<Vec<String>> {
    let days = match (asked.from, asked.to) {
        (None, None) => "all of history".to_owned(),
        (Some(from), None) => format!("from {} on", shown(from)),
        (None, Some(to)) => format!("up to {}", shown(to)),
        (Some(from), Some(to)) => format!("{} to {}", shown(from), shown(to)),
    };
    let whom = match asked.applies {
        Applies::NewReferrals => "referrals submitted",
        Applies::LinesFrom => "payments",
    };
    let (old, new, change) = report.totals()?;
    let say = |sums: &Totals| match sums.shown() {
        none if none.is_empty() => "nothing".to_owned(),
        some => some,
    };
    let things = args::counted(report.things, "commission", "commissions");
    Ok(vec![
        format!("{}: {} on {whom}, {days}.", program.name, asked.terms),
        asked.terms.in_words(),
        format!(
            "As it is: {}. Under these terms: {}. Difference: {}. {} of {things} would differ.",
            say(&old),
            say(&new),
            say(&change),
            report.differing
        ),
        "Nothing was changed.".to_owned(),
    ])
}

fn json_of(program: &Program, asked: &Replay, report: &ReplayReport) -> Result<Value> {
    let (old, new, change) = report.totals()?;
    let list = |sums: &Totals| sums.iter().collect::<Vec<Money>>();
    let partners = report.partners.iter().map(|one| {
        json!({ "partner": one.name, "slug": one.slug, "now": one.old, "then": one.new, "difference": one.change })
    });
    let things = report.most.iter().map(|one| {
        let on = match one.source {
            Source::Line(id) => Noun::Revenue.id(id),
            Source::Referral(id) => Noun::Referral.id(id),
        };
        json!({
            "earned_on": on.to_string(), "day": one.day, "company": one.company, "partner": one.partner,
            "now": one.old, "then": one.new, "difference": one.change,
        })
    });
    Ok(json!({
        "program": program.slug, "terms": asked.terms, "words": asked.terms.in_words(), "applies": asked.applies.word(),
        "from": asked.from, "to": asked.to, "commissions": report.things, "differing": report.differing,
        "totals": { "now": list(&old), "then": list(&new), "difference": list(&change) },
        "partners": partners.collect::<Vec<_>>(), "lines": things.collect::<Vec<_>>(),
    }))
}

/// One payment worked out under the other terms, and under the newest the program has.
fn worked(
    view: View<'_>,
    program: &Program,
    terms: &Terms,
    amount: Money,
    kind: &str,
    today: Day,
) -> Result<Outcome> {
    let mut sheet = Sheet {
        head: Some(Row::of(
            format!("The first payment of a new customer, for {kind}"),
            amount.shown(),
        )),
        ..Sheet::default()
    };
    let then = one(&mut sheet, "Under these terms", terms, amount, kind, today)?;
    // Only what holds for everybody; what the book holds was read when it was written.
    let newest = view.terms(program.id)?.into_iter().next_back();
    let now = match newest.map(|v| Terms::parse(&v.known.text)) {
        Some(Ok(as_is)) => Some(one(&mut sheet, "As it is", &as_is, amount, kind, today)?),
        _ => None,
    };
    let json = json!({ "program": program.slug, "amount": amount, "kind": kind, "terms": terms, "then": then, "now": now });
    Ok(Outcome {
        record: Some(Record {
            lines: sheet.flowing(),
            json,
        }),
        sheet: Some(Box::new(sheet)),
        ..Outcome::default()
    })
}

fn one(
    sheet: &mut Sheet,
    title: &str,
    terms: &Terms,
    amount: Money,
    kind: &str,
    today: Day,
) -> Result<Value> {
    let verdicts = replay::worked(terms, amount, kind, today)?;
    let mut rows = vec![Row::words(terms.to_string())];
    let mut sums = Totals::new();
    for verdict in &verdicts {
        let sentence = verdict.sentence();
        rows.push(match &verdict.outcome {
            Came::Earned(because) => {
                sums.add(because.commission)?;
                Row::of(sentence, because.commission.shown()).marked(Mark::Done)
            }
            Came::Nothing(_) => Row::words(sentence).marked(Mark::Failed),
        });
    }
    rows.push(Row::sum(
        "Earned",
        match sums.shown() {
            none if none.is_empty() => "nothing".to_owned(),
            some => some,
        },
    ));
    sheet.section(title, rows);
    Ok(
        json!({ "terms": terms, "earned": sums.iter().collect::<Vec<Money>>(), "verdicts": verdicts }),
    )
}
