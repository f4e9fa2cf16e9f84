//! `import results`: what a bank or a provider answers to a payment file; the way by which exported payouts become paid.

mod judge;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use self::judge::Judged;
use super::asked;
use crate::{
    domain::{
        day::{parse_typed, shown},
        id::Noun,
        money::Totals,
        typed_money::DecimalMark,
    },
    error::{Error, Result},
    import::{
        DateFormat, Shape, Source, encoding,
        payment_result::{self, Answers, Asked, Provider},
    },
    ops::{Choice, Cx, Kind, Operation, Outcome, Record, Spec, args::counted},
    store::{Ask, Payment, Payout},
};

/// Record what PayPal, Wise or your bank answered: payouts become paid or failed
#[derive(Debug, Args)]
pub struct ImportResults {
    /// The file they give you: CSV, XLSX, ODS or JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whose answer it is; known by its header if not given
    #[arg(long = "as", id = "as", value_enum, value_name = "KIND")]
    kind: Option<AnswerKind>,
    /// Say what would happen and save nothing
    #[arg(long)]
    dry_run: bool,
    /// The day of rows that have none
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Which column is which: payout, status, amount, currency, day, transaction, reason
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// How days are written: iso, dmy, mdy, ymd or a pattern such as %d.%m.%Y; found if not given
    #[arg(long, value_name = "FORMAT", value_parser = days_written)]
    date_format: Option<DateFormat>,
    /// The decimal mark of amounts: . or , (found if not given)
    #[arg(long, value_name = "MARK", value_parser = ["." , ","])]
    decimal: Option<String>,
    /// The encoding of a text that is not UTF-8, such as windows-1252
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnswerKind {
    /// PayPal's payout report
    Paypal,
    /// Wise's list of transfers
    Wise,
    /// A list with payout, status, date and reference
    Plain,
}

/// A file that was read, and what it means for the book.
struct Plan {
    name: String,
    sha256: String,
    judged: Judged,
}

/// How days are written, said of all of them or of the only field that has some.
fn days_written(typed: &str) -> std::result::Result<DateFormat, String> {
    typed.strip_prefix("day=").unwrap_or(typed).parse()
}

/// What only the person can say of how the answers are written.
fn question(answers: &Answers) -> Option<Choice> {
    let (header, may_be) = answers.open.as_ref()?;
    Some(asked::of(header, "day", may_be))
}

impl ImportResults {
    /// Reads the file.
    fn read(&self, cx: &mut Cx<'_>) -> Result<(Source, Answers)> {
        let progress = cx.progress;
        let shape = Shape {
            encoding: self.encoding.as_deref().map(encoding::parse).transpose()?,
            comma: self.decimal.as_deref() == Some(","),
            ..Shape::default()
        };
        let mut source = Source::open(&self.file, cx.input(), &shape, &mut |_| {
            if progress.stop() {
                return Err(Error::stopped());
            }
            Ok(())
        })?;
        let asked = Asked {
            provider: self.kind.map(|kind| match kind {
                AnswerKind::Paypal => Provider::PayPal,
                AnswerKind::Wise => Provider::Wise,
                AnswerKind::Plain => Provider::Plain,
            }),
            map: self.map.clone(),
            dates: self.date_format.clone(),
        };
        let answers = payment_result::read(&mut source, &asked)?;
        Ok((source, answers))
    }

    fn plan(&self, cx: &mut Cx<'_>) -> Result<Plan> {
        let on = self
            .on
            .as_deref()
            .map(|day| parse_typed(day, cx.today))
            .transpose()?;
        let (source, answers) = self.read(cx)?;
        let open: Vec<Choice> = question(&answers).into_iter().collect();
        if let Some(refusal) = Choice::unanswered(&open) {
            return Err(refusal);
        }
        let mark = match self.decimal.as_deref() {
            Some(",") => Some(DecimalMark::Comma),
            Some(_) => Some(DecimalMark::Point),
            None => answers.mark,
        };
        let judged = judge::judge(answers, cx.store.view(), cx.today, on, mark)?;
        Ok(Plan {
            name: source.name,
            sha256: source.sha256,
            judged,
        })
    }
}

impl Operation for ImportResults {
    const PREVIEWS: bool = true;
    const SPEC: Spec = Spec {
        path: "import results",
        kind: Kind::Money,
        aliases: &[],
    };

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        let (_, answers) = self.read(cx)?;
        Ok(question(&answers).into_iter().collect())
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let plan = self.plan(cx)?;
        let judged = &plan.judged;
        let ask = Ask {
            file: Some((plan.name.clone(), plan.sha256.clone())),
            dry: self.dry_run,
            ..cx.ask()
        };
        let summary = summary(&plan)?;
        let done = cx.store.write(&ask, |tx| {
            for one in &judged.paid {
                let payment = Payment {
                    on: one.on,
                    method: one.method.clone(),
                    reference: one.reference.clone(),
                };
                // The money has left: what was taken back since is made up from later commission.
                tx.mark_paid_as_drafted(one.payout.id, &payment)?;
            }
            for one in &judged.failed {
                tx.mark_failed(one.payout.id, one.on, &one.reason)?;
            }
            Ok((summary, ()))
        })?;
        let said = match (self.dry_run, judged.changes()) {
            (_, 0) if judged.rejects.is_empty() => {
                format!("Nothing to record: {} says nothing new.", plan.name)
            }
            (_, 0) => format!(
                "Nothing was recorded: {} of {} refused.",
                counted(judged.rejects.len() as u64, "row", "rows"),
                plan.name
            ),
            (true, _) => format!("A dry run of {}: nothing was saved.", plan.name),
            (false, _) => format!("{}.", done.summary),
        };
        Ok(Outcome {
            said,
            record: Some(record(&plan, self.dry_run)?),
            op: done.op,
            rejected: !judged.rejects.is_empty(),
            ..Outcome::default()
        })
    }

    fn preview(&self, cx: &mut Cx<'_>) -> Result<Option<Record>> {
        // A name that is no file yet is still being typed.
        if !self.file.is_file() {
            return Ok(None);
        }
        record(&self.plan(cx)?, self.dry_run).map(Some)
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        if self.dry_run {
            return Ok(None);
        }
        let plan = self.plan(cx)?;
        if plan.judged.changes() == 0 {
            return Ok(None);
        }
        Ok(Some(format!(
            "Record what {} says?\n\n{}\n\nWhat is recorded as paid can be reversed later with a reason; it cannot be erased.",
            plan.name,
            lines(&plan)?.join("\n")
        )))
    }
}

/// The line of the log.
fn summary(plan: &Plan) -> Result<String> {
    let judged = &plan.judged;
    let mut parts = Vec::new();
    if !judged.paid.is_empty() {
        parts.push(format!(
            "{} paid, {}",
            judged.paid.len(),
            sums(judged.paid.iter().map(|one| &one.payout))?.shown()
        ));
    }
    if !judged.failed.is_empty() {
        parts.push(format!("{} failed", judged.failed.len()));
    }
    Ok(format!(
        "Recorded the results of {}: {}",
        plan.name,
        parts.join("; ")
    ))
}

fn sums<'p>(payouts: impl Iterator<Item = &'p Payout>) -> Result<Totals> {
    let mut sums = Totals::new();
    for payout in payouts {
        sums.add(payout.money)?;
    }
    Ok(sums)
}

/// What the file says and what it does, a line each.
fn lines(plan: &Plan) -> Result<Vec<String>> {
    let judged = &plan.judged;
    let mut lines = vec![format!(
        "{}, read as {}:",
        plan.name,
        judged.provider.name()
    )];
    lines.extend(judged.mapping.iter().map(|l| format!("  {l}")));
    lines.push(format!(
        "{} paid{}, {} failed, {} recorded already, {} still waiting, {} of no payout, {} refused",
        judged.paid.len(),
        match judged.paid.len() {
            0 => String::new(),
            _ => format!(
                " ({})",
                sums(judged.paid.iter().map(|one| &one.payout))?.shown()
            ),
        },
        judged.failed.len(),
        judged.same.len(),
        judged.waiting.len(),
        judged.unknown.len(),
        judged.rejects.len()
    ));
    for one in &judged.paid {
        let reference = one
            .reference
            .as_deref()
            .map_or_else(String::new, |r| format!("  {r}"));
        let state = match one.payout.state.as_str() {
            "exported" => String::new(),
            state => format!("  (was {state})"),
        };
        lines.push(format!(
            "  paid     {}  on {}{reference}{state}",
            what(&one.payout),
            shown(one.on)
        ));
    }
    for one in &judged.failed {
        lines.push(format!("  failed   {}  {}", what(&one.payout), one.reason));
    }
    for (payout, status) in &judged.waiting {
        lines.push(format!("  waiting  {}  {status}", what(payout)));
    }
    for reject in &judged.rejects {
        lines.push(format!("  refused  {}", reject.shown()));
    }
    if judged.came_back() {
        lines.push("Where the money came back: partnerbook payout fail PAYOUT --reason TEXT makes it payable again.".to_owned());
    }
    Ok(lines)
}

/// `P3  $957.50  Northwind Agency`.
fn what(payout: &Payout) -> String {
    format!(
        "{}  {}  {}",
        Noun::Payout.id(payout.id),
        payout.money.shown(),
        payout.partner_name
    )
}

fn record(plan: &Plan, dry_run: bool) -> Result<Record> {
    let judged = &plan.judged;
    let id = |payout: &Payout| Noun::Payout.id(payout.id).to_string();
    let paid: Vec<_> = judged
        .paid
        .iter()
        .map(|one| json!({ "payout": id(&one.payout), "money": one.payout.money, "on": one.on.to_string(), "reference": one.reference }))
        .collect();
    let failed: Vec<_> = judged
        .failed
        .iter()
        .map(|one| json!({ "payout": id(&one.payout), "money": one.payout.money, "on": one.on.to_string(), "reason": one.reason }))
        .collect();
    let waiting: Vec<_> = judged
        .waiting
        .iter()
        .map(|(payout, status)| json!({ "payout": id(payout), "status": status }))
        .collect();
    let rejects: Vec<_> = judged
        .rejects
        .iter()
        .map(|r| json!({ "line": r.line, "column": r.why.column, "value": r.why.value, "reason": r.why.reason }))
        .collect();
    let same: Vec<_> = judged.same.iter().map(id).collect();
    Ok(Record {
        lines: lines(plan)?,
        json: json!({
            "file": plan.name, "read_as": judged.provider.name(), "mapping": judged.mapping, "dry_run": dry_run,
            "paid": paid, "failed": failed, "recorded_already": same, "waiting": waiting,
            "of_no_payout": judged.unknown, "rejects": rejects,
        }),
    })
}
