//! The sheet of a posted commission line: how it was worked out, when it can be paid, what was done since.

use serde_json::{Value, json};

use super::{
    judged::{self, Names, briefly},
    place::{standing, state, waits},
};
use crate::{
    domain::{
        because::{Because, Outcome},
        day::{Day, shown},
        facts::Source,
        id::Noun,
        money::Money,
        plan::ActiveBy,
    },
    error::Result,
    ops::{
        args,
        sheet::{Row, Sheet},
    },
    store::{Beside, Judged, Line, PostedFor, Posting, Revenue, View},
    table::Mark,
};

/// A line in full.
pub(super) fn sheet(view: View<'_>, id: i64, today: Day) -> Result<(Sheet, Value)> {
    let line = view.commission(id)?;
    let source = match line.source {
        PostedFor::Revenue(id) => Source::Line(id),
        PostedFor::Referral(id) => Source::Referral(id),
        PostedFor::Adjustment(id) => return by_hand(view, &line, id, today),
    };
    let mut names = Names::default();
    let mut sheet = Sheet {
        head: Some(head(&line, today)),
        ..Sheet::default()
    };
    let (revenue, beside) = match source {
        // Gone from the book since: then nothing is told of it.
        Source::Line(v) => match view.revenue(v) {
            Ok(revenue) => (Some(revenue), view.beside(v)?),
            Err(_) => (None, Vec::new()),
        },
        Source::Referral(_) => (None, Vec::new()),
    };
    let asked = |one: Source| {
        one == source || matches!(one, Source::Line(v) if beside.iter().any(|b| b.id == v))
    };
    let mut judged = view.judged(line.referral, &asked)?;
    judged.retain(|one| one.clause.agreement == line.agreement);
    let (own, others): (Vec<Judged>, Vec<Judged>) = judged
        .into_iter()
        .partition(|one| one.verdict.source == source);
    // What a clause does not pay on at all is worth a word only where nothing else was earned.
    let earns = |one: &Judged| matches!(one.verdict.outcome, Outcome::Earned(_));
    let some = own.iter().any(earns);
    let told: Vec<&Judged> = own.iter().filter(|one| !some || earns(one)).collect();

    let mut rows = Vec::new();
    let left_out = match &revenue {
        Some(revenue) => paid(&mut rows, revenue, &beside, &others),
        None => Vec::new(),
    };
    for one in &told {
        if told.len() > 1 {
            rows.push(Row::words(one.verdict.clause.clone()));
        }
        rows.extend(judged::rows(view, &mut names, one)?);
    }
    if own.is_empty() {
        let gone =
            "What it was earned on is no longer in the book, so nothing is owed on it today.";
        rows.push(Row::words(gone).marked(Mark::Reversed));
    }
    sheet.section("How it was worked out", rows);
    sheet.section("When it can be paid", when(view, &line, &own, today)?);
    if let Some(one) = own.first() {
        judged::terms(&mut sheet, &one.clause);
    }
    let mut alike = view.postings_for(source)?;
    alike.retain(|p| (p.agreement, p.partner) == (line.agreement, line.partner));
    posted(&mut sheet, &line, &alike)?;
    let mut ops: Vec<i64> = alike.iter().map(|p| p.op).collect();
    ops.extend(own.iter().map(|one| one.clause.op));
    if let Source::Line(v) = source {
        ops.extend(view.revenue_op(v)?);
    }
    let deeds = judged::history(view, &mut sheet, &ops)?;

    let verdicts: Vec<_> = own.iter().map(|one| &one.verdict).collect();
    let terms = own.first().map(|one| judged::terms_json(&one.clause));
    let mut json = facts(&line, today);
    add(&mut json, "earned_on", json!(name_of(source)));
    add(&mut json, "verdicts", json!(verdicts));
    add(&mut json, "terms", json!(terms));
    add(&mut json, "left_out", Value::Array(left_out));
    add(&mut json, "blocked", held(view.line_blocked(id)?));
    add(&mut json, "voided", held(view.line_voided(id)?));
    let ids = alike.iter().map(|p| Noun::Commission.id(p.id).to_string());
    add(&mut json, "postings", ids.collect());
    add(&mut json, "history", judged::history_json(&deeds));
    Ok((sheet, json))
}

/// What a person added to the ledger: nothing was worked out.
fn by_hand(view: View<'_>, line: &Line, adjustment: i64, today: Day) -> Result<(Sheet, Value)> {
    let mut sheet = Sheet {
        head: Some(head(line, today)),
        ..Sheet::default()
    };
    let rows = vec![
        Row::of(line.reason.clone(), line.money.shown()),
        Row::note("A person added it; no terms were applied."),
    ];
    sheet.section("How it was worked out", rows);
    sheet.section("When it can be paid", when(view, line, &[], today)?);
    let deeds = judged::history(view, &mut sheet, &[line.op])?;
    let mut json = facts(line, today);
    add(&mut json, "earned_on", Value::Null);
    add(&mut json, "adjustment", json!(adjustment));
    add(&mut json, "verdicts", json!([]));
    add(&mut json, "blocked", held(view.line_blocked(line.id)?));
    add(&mut json, "voided", held(view.line_voided(line.id)?));
    add(&mut json, "postings", json!([name(line.id)]));
    add(&mut json, "history", judged::history_json(&deeds));
    Ok((sheet, json))
}

fn name(line: i64) -> String {
    Noun::Commission.id(line).to_string()
}

fn name_of(source: Source) -> String {
    match source {
        Source::Line(id) => Noun::Revenue.id(id).to_string(),
        Source::Referral(id) => Noun::Referral.id(id).to_string(),
    }
}

fn head(line: &Line, today: Day) -> Row {
    let about = match line.company.as_str() {
        "" => String::new(),
        company => format!(" {company} for"),
    };
    let (mark, state) = state(line, today);
    Row::of(
        format!("{}{about} {}", name(line.id), line.partner_name),
        format!("{}  {} {state}", line.money.shown(), mark.glyph(false)),
    )
}

/// What was paid, what else was on the same bill, and what is left for this line; returns what was left out, for programs.
fn paid(
    rows: &mut Vec<Row>,
    revenue: &Revenue,
    beside: &[Beside],
    others: &[Judged],
) -> Vec<Value> {
    let known = &revenue.known;
    let mut left_out = Vec::new();
    let id = Noun::Revenue.id(revenue.id);
    let alike: Vec<&Beside> = beside
        .iter()
        .filter(|b| b.money.currency == known.money.currency && known.refund_of.is_none())
        .collect();
    let sum = alike
        .iter()
        .try_fold(known.money.minor, |sum, b| sum.checked_add(b.money.minor));
    if let (Some(sum), false) = (sum, alike.is_empty()) {
        let all = Money::new(sum, known.money.currency);
        rows.push(Row::of(
            format!("{} paid together", revenue.customer_name),
            all.shown(),
        ));
        for one in alike {
            let of = Noun::Revenue.id(one.id);
            let verdict = others
                .iter()
                .find(|o| o.verdict.source == Source::Line(one.id));
            let (why, code) = match verdict.map(|o| &o.verdict.outcome) {
                Some(Outcome::Earned(_)) => ("earns on its own".to_owned(), json!("earns_itself")),
                Some(Outcome::Nothing(why)) => (briefly(why), json!(why)),
                None if one.referral.is_none() => {
                    ("belongs to no referral".to_owned(), json!("no_referral"))
                }
                None => (
                    "belongs to another referral".to_owned(),
                    json!("other_referral"),
                ),
            };
            let taken = one
                .money
                .negated()
                .map_or_else(|_| String::new(), Money::shown);
            rows.push(Row::of(format!("- {of} {}: {why}", one.kind), taken));
            left_out.push(json!({ "revenue": of.to_string(), "kind": one.kind, "amount": one.money, "why": code }));
        }
    }
    let named = known
        .external_id
        .as_deref()
        .map_or_else(String::new, |e| format!(" {e}"));
    let what = match known.refund_of {
        Some(line) => format!("{id}{named}: refund of {}", Noun::Revenue.id(line)),
        None => format!("{id}{named}: {}", known.kind),
    };
    rows.push(Row::of(
        format!("{what}, paid {}", shown(known.day)),
        known.money.shown(),
    ));
    left_out
}

/// What had to be so, what has to be so, and where the line is.
fn when(view: View<'_>, line: &Line, own: &[Judged], today: Day) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if let Ok(referral) = view.referral(line.referral) {
        let r = Noun::Referral.id(line.referral);
        rows.push(match referral.known.won_on {
            Some(won) => Row::of(format!("Referral {r} was won"), shown(won)).marked(Mark::Done),
            None => Row::of(format!("Referral {r} is not won"), referral.known.stage)
                .marked(Mark::Attention),
        });
    }
    for one in own {
        if let Outcome::Earned(because) = &one.verdict.outcome {
            rows.extend(conditions(because));
        }
    }
    let hold = (line.payable_on - line.day).num_days();
    if hold > 0 {
        let over = line.payable_on <= today;
        let words = format!("{hold}-day hold after {}", shown(line.day));
        let (mark, when) = if over {
            (Mark::Done, "ended")
        } else {
            (Mark::Waiting, "ends")
        };
        let day = shown(line.payable_on);
        rows.push(Row::of(words, format!("{when} {day}")).marked(mark));
    }
    if let Some((on, reason)) = view.line_blocked(line.id)? {
        rows.push(
            Row::of(
                format!("Held back: {reason}"),
                format!("since {}", shown(on)),
            )
            .marked(Mark::Attention),
        );
    }
    if let Some((on, reason)) = view.line_voided(line.id)? {
        rows.push(
            Row::of(format!("Voided: {reason}"), format!("on {}", shown(on))).marked(Mark::Failed),
        );
    }
    rows.push(account(view, line.partner)?);
    rows.push(match &line.payout {
        Some((p, _, Some(on))) => Row::of(format!("Paid in P{p}"), shown(*on)).marked(Mark::Done),
        Some((p, state, None)) => {
            Row::of(format!("In payout P{p}"), state.clone()).marked(Mark::Waiting)
        }
        None if line.payable_on > today => {
            Row::words("In no payout yet: it is held.").marked(Mark::Waiting)
        }
        None => Row::of(
            "In no payout yet",
            format!("payable since {}", shown(line.payable_on)),
        )
        .marked(Mark::Payable),
    });
    if line.payout.is_none()
        && line.payable_on <= today
        && let Some(why) = waits(view, line, today)?
    {
        rows.push(Row::words(why.sentence()).marked(Mark::Waiting));
    }
    Ok(rows)
}

fn conditions(because: &Because) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(window) = &because.window {
        let last = window.end.pred_opt().unwrap_or(window.end);
        rows.push(
            Row::of(
                format!(
                    "Inside the {} from the first payment ({} to {})",
                    args::counted(window.months, "month", "months"),
                    shown(window.first),
                    shown(last)
                ),
                format!("month {} of {}", window.month, window.months),
            )
            .marked(Mark::Done),
        );
    }
    if let Some(activity) = &because.activity {
        let (one, many) = match activity.asked.by {
            ActiveBy::Won => ("win", "wins"),
            ActiveBy::Submitted => ("referral", "referrals"),
        };
        let (mark, state) = if activity.active {
            (Mark::Done, "active")
        } else {
            (Mark::Attention, "not active: the lower rate")
        };
        let found = u64::try_from(activity.days.len()).unwrap_or(u64::MAX);
        rows.push(
            Row::of(
                format!(
                    "Partner {state} ({} needed in {})",
                    args::counted(activity.asked.count, one, many),
                    args::counted(activity.asked.days, "day", "days")
                ),
                args::counted(found, one, many),
            )
            .marked(mark),
        );
        // The latest few say enough; a busy partner has hundreds.
        let skipped = activity.days.len().saturating_sub(6);
        let mut days: Vec<String> = activity.days[skipped..].iter().map(|d| shown(*d)).collect();
        if skipped > 0 {
            days.insert(0, format!("{skipped} earlier"));
        }
        if !days.is_empty() {
            rows.push(Row::note(format!("They count from {}.", days.join(", "))));
        }
    }
    rows
}

fn account(view: View<'_>, partner: i64) -> Result<Row> {
    let known = view.partner(partner)?.known;
    let form = view.tax_form(partner)?;
    let on_file: Vec<String> = [known.payout_method, form].into_iter().flatten().collect();
    Ok(if known.payout_reference.is_some() {
        Row::of("Payout account on file", on_file.join(", ")).marked(Mark::Done)
    } else {
        Row::of("No payout account on file", on_file.join(", ")).marked(Mark::Attention)
    })
}

/// All that was posted for the same thing, if more than this line was.
fn posted(sheet: &mut Sheet, line: &Line, alike: &[Posting]) -> Result<()> {
    if alike.len() < 2 {
        return Ok(());
    }
    let mut rows = Vec::new();
    let currency = line.money.currency;
    let mut sum = Money::zero(currency);
    for p in alike.iter().filter(|p| p.money.currency == currency) {
        sum = sum.checked_add(p.money)?;
        let here = if p.id == line.id { " (this line)" } else { "" };
        rows.push(Row::of(
            format!("{} {}: {}{here}", name(p.id), p.entry, p.reason),
            p.money.shown(),
        ));
    }
    rows.push(Row::sum("Posted for this so far", sum.shown()));
    sheet.section("Posted for this", rows);
    Ok(())
}

fn facts(line: &Line, today: Day) -> Value {
    json!({
        "line": name(line.id), "partner": line.partner_name, "company": line.company,
        "referral": (line.referral > 0).then(|| Noun::Referral.id(line.referral).to_string()),
        "day": line.day, "payable_on": line.payable_on, "amount": line.money, "base": line.base, "rate": line.rate,
        "share": line.share, "month": line.month, "months": line.months, "entry": line.entry, "reason": line.reason,
        "operation": Noun::Operation.id(line.op).to_string(), "standing": standing(line, today),
        "payout": line.payout.as_ref().map(|(id, ..)| Noun::Payout.id(*id).to_string()),
    })
}

fn held(found: Option<(Day, String)>) -> Value {
    json!(found.map(|(on, reason)| json!({ "on": on, "reason": reason })))
}

fn add(json: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = json {
        map.insert(key.to_owned(), value);
    }
}
