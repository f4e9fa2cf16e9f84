//! What a run says in words: checks before sending, files, what a step does. Words only.

use super::{RunScreen, Step, act::OPEN, name};
use crate::{
    domain::{
        day::shown,
        money::{Money, Totals},
        payout::{Check, Waits},
    },
    store::{RunPage, RunPayout, RunRow},
    table::Mark,
    text,
};

/// A line with the mark before it.
pub type Said = (Mark, String);

/// `1 payout`, `3 payouts`.
pub fn many(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

fn sums(page: &RunPage, states: &[&str]) -> String {
    // A sum too large to show is left out; the rows show what it is made of.
    page.sums(states)
        .map_or_else(|_| String::new(), |(_, _, totals)| amounts(&totals))
}

/// `$1.00 and €2.00`: currencies stand side by side and are never added up.
pub fn amounts(totals: &Totals) -> String {
    let each: Vec<String> = totals.iter().map(Money::shown).collect();
    each.join(" and ")
}

impl RunScreen {
    /// The question before the drafts are approved.
    pub(super) fn approval(&self, page: &RunPage) -> String {
        let drafts = self.counted(&["draft"]);
        let mut said = format!(
            "Approve {} of run-{}, {} in all?\n\nThey may be written to payment files from here on. Nothing is paid by that, and u takes it back.",
            many(drafts, "draft"),
            self.run,
            sums(page, &["draft"])
        );
        let warnings: Vec<String> = checks(page)
            .into_iter()
            .filter(|(mark, _)| *mark != Mark::Done)
            .map(|(mark, words)| format!("{} {words}", mark.glyph(false)))
            .collect();
        if !warnings.is_empty() {
            said = format!("{said}\n\n{}", warnings.join("\n"));
        }
        said
    }

    /// What is said below the table: what this step is, and what it is not.
    pub fn sentence(&self) -> String {
        let Some(page) = &self.page else {
            return String::new();
        };
        let open = self.counted(&OPEN);
        if open == 0 {
            return match self.counted(&["paid"]) {
                0 => "Nobody is in this run any more; its lines are payable again.".to_owned(),
                n => format!(
                    "This run is done: {} paid, {}.",
                    many(n, "payout"),
                    sums(page, &["paid"])
                ),
            };
        }
        match self.step() {
            Step::Choose => format!(
                "Chosen: what is payable on {}. a drafts another.",
                shown(page.as_of)
            ),
            Step::Check => "Nothing is paid here. partnerbook never moves money.".to_owned(),
            Step::Send => "Writing files pays nobody: you send them to the bank.".to_owned(),
            Step::Pay => "Record what you paid yourself, or bring in an answer: I.".to_owned(),
        }
    }

    /// Title and lines of the pane of this step.
    pub fn said(&self) -> (String, String, Vec<Said>) {
        let Some(page) = &self.page else {
            return (String::new(), String::new(), Vec::new());
        };
        match self.step() {
            Step::Choose => (
                "Chosen".to_owned(),
                format!("as of {}", shown(page.as_of)),
                chosen(page),
            ),
            Step::Check => {
                let all = checks(page);
                let n = all.iter().filter(|(mark, _)| *mark != Mark::Done).count();
                let note = match n {
                    0 => String::new(),
                    n => many(n, "warning"),
                };
                ("Checks before sending".to_owned(), note, all)
            }
            Step::Send => (
                "What sending would write".to_owned(),
                if self.counted(&["approved"]) > 0 {
                    ") opens it".to_owned()
                } else {
                    String::new()
                },
                self.would_write(page),
            ),
            Step::Pay => (
                "Where it stands".to_owned(),
                if self.counted(&["approved", "exported"]) > 0 {
                    ") marks paid".to_owned()
                } else {
                    String::new()
                },
                standing(page),
            ),
        }
    }

    fn would_write(&self, page: &RunPage) -> Vec<Said> {
        let plain = |line: &String| (Mark::None, line.clone());
        let mut all: Vec<Said> = match (&self.files, self.counted(&["approved"])) {
            (_, 0) if self.counted(&["draft"]) > 0 => {
                vec![(
                    Mark::Note,
                    "Nothing is approved yet: ( goes back to the check.".to_owned(),
                )]
            }
            (_, 0) => vec![(Mark::Done, "All that is approved is in a file.".to_owned())],
            (Some(Ok(record)), _) => record.lines.iter().map(plain).collect(),
            (Some(Err(e)), _) => vec![(Mark::Attention, e.message.clone())],
            (None, _) => vec![(Mark::None, "…".to_owned())],
        };
        let drafts = self.counted(&["draft"]);
        if drafts > 0 && self.counted(&["approved"]) > 0 {
            all.push((
                Mark::Note,
                format!(
                    "{} not approved yet: {}",
                    many(drafts, "draft"),
                    sums(page, &["draft"])
                ),
            ));
        }
        all
    }
}

/// Who was chosen, who was not, and why, by number.
fn chosen(page: &RunPage) -> Vec<Said> {
    let inside = ["draft", "approved", "exported", "paid"];
    let n = page.in_state(&inside).count();
    let mut all = vec![(
        Mark::Done,
        format!("{}: {}", many(n, "payout"), sums(page, &inside)),
    )];
    let out = page.in_state(&["cancelled", "failed", "reversed"]).count();
    if out > 0 {
        all.push((
            Mark::Note,
            format!("{} taken out or not reached", many(out, "partner")),
        ));
    }
    let mut left: Vec<(String, usize)> = Vec::new();
    for one in &page.left_out {
        let why = why_left(&one.row).1;
        match left.iter_mut().find(|(words, _)| *words == why) {
            Some((_, n)) => *n += 1,
            None => left.push((why, 1)),
        }
    }
    for (why, n) in left {
        all.push((Mark::Note, format!("{} {why}", many(n, "partner"))));
    }
    all
}

/// Why a partner is left out, in two words with a mark.
pub fn why_left(row: &RunRow) -> Said {
    let (mark, words) = match row.due.waits {
        None => (Mark::Attention, "not in it"),
        Some(Waits::UnderMinimum(_)) => (Mark::Note, "under min"),
        Some(Waits::Negative(_)) => (Mark::Reversed, "carried"),
        Some(Waits::Held(_)) => (Mark::Waiting, "on hold"),
        Some(Waits::HeldBack(_)) => (Mark::Attention, "held back"),
        Some(Waits::Settled) => (Mark::Done, "settled"),
    };
    (mark, words.to_owned())
}

/// Why a partner is left out, short enough for a row.
pub fn why_waits(row: &RunRow) -> String {
    match row.due.waits {
        None => "payable: space puts it in".to_owned(),
        Some(Waits::UnderMinimum(least)) => format!("carried over, least is {}", least.shown()),
        Some(Waits::Negative(_)) => "made up from later commission".to_owned(),
        Some(waits) => waits.sentence().trim_end_matches('.').to_owned(),
    }
}

/// What to look at before anything is sent: what is wrong first.
pub fn checks(page: &RunPage) -> Vec<Said> {
    let open: Vec<&RunPayout> = page
        .payouts
        .iter()
        .filter(|one| OPEN.contains(&one.payee.payout.state.as_str()))
        .collect();
    let mut all: Vec<Said> = Vec::new();
    for one in &open {
        let partner = &one.payee.payout.partner_name;
        if let Some(why) = &one.refused {
            all.push((Mark::Attention, format!("{why} R makes it anew.")));
        }
        if let Some(check) = one.missing {
            all.push((Mark::Attention, format!("{partner}: {}", check.sentence())));
        }
        if one.more.minor > 0 && one.refused.is_none() {
            all.push((
                Mark::Note,
                format!(
                    "{} more is payable to {partner} by now; R takes it in.",
                    one.more.shown()
                ),
            ));
        }
    }
    for left in &page.left_out {
        for check in left
            .row
            .checks
            .iter()
            .filter(|c| matches!(c, Check::HeldBack(_)))
        {
            all.push((
                Mark::Note,
                format!("{}: {}", left.row.partner_name, check.sentence()),
            ));
        }
    }
    if open.iter().all(|one| one.refused.is_none()) && !open.is_empty() {
        let lines: i64 = open.iter().map(|one| one.payee.payout.lines).sum();
        all.push((
            Mark::Done,
            format!("each total is the sum of its lines, {lines} in all"),
        ));
        all.push((
            Mark::Done,
            "no line is held back or in another payout".to_owned(),
        ));
        all.push((
            Mark::Done,
            "nothing was taken back since it was drafted".to_owned(),
        ));
    }
    if open.iter().all(|one| one.missing.is_none()) && !open.is_empty() {
        all.push((
            Mark::Done,
            "every partner has an account to pay to".to_owned(),
        ));
    }
    all
}

/// In which files payouts are, and what became of them.
fn standing(page: &RunPage) -> Vec<Said> {
    let mut all = Vec::new();
    let mut files: Vec<&str> = page
        .in_state(&["exported"])
        .filter_map(|payout| payout.file.as_deref())
        .collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        let mut totals = Totals::new();
        let mut n = 0;
        for payout in page
            .in_state(&["exported"])
            .filter(|p| p.file.as_deref() == Some(file))
        {
            n += 1;
            // A sum too large to show is left out; the rows show what it is made of.
            let _ = totals.add(payout.money);
        }
        all.push((
            Mark::Payable,
            format!(
                "{file}: {} of {}, not paid yet",
                many(n, "payout"),
                totals.shown()
            ),
        ));
    }
    for (state, mark, words) in [
        ("approved", Mark::Payable, "approved, in no file"),
        ("draft", Mark::Waiting, "not approved"),
        ("paid", Mark::Done, "paid"),
        ("failed", Mark::Failed, "did not arrive, payable again"),
        ("reversed", Mark::Reversed, "came back, payable again"),
        ("cancelled", Mark::Note, "taken out"),
    ] {
        let n = page.in_state(&[state]).count();
        if n > 0 {
            all.push((
                mark,
                format!("{} {words}: {}", many(n, "payout"), sums(page, &[state])),
            ));
        }
    }
    all
}

/// How a payout is paid and what is to be seen about it, for its row.
pub fn checked(one: &RunPayout) -> Said {
    let payout = &one.payee.payout;
    let account = &one.payee.account;
    let method = account.method.as_deref().unwrap_or_default();
    let to = account
        .to
        .as_deref()
        .or(account.email.as_deref())
        .unwrap_or_default();
    let again = |why: &str| match &payout.reason {
        Some(reason) => format!("{reason}; {why}"),
        None => why.to_owned(),
    };
    match payout.state.as_str() {
        "paid" => {
            let said = [payout.method.as_deref(), payout.reference.as_deref()];
            let said: Vec<&str> = said.into_iter().flatten().collect();
            let on = payout.paid_on.map(shown).unwrap_or_default();
            (Mark::Done, format!("{on} {}", said.join(" ")))
        }
        "cancelled" => (Mark::Note, again("space puts it in again")),
        "failed" | "reversed" => (Mark::Failed, again("payable again")),
        _ => match (&one.refused, one.missing) {
            (Some(why), _) => (Mark::Attention, why.clone()),
            (None, Some(check)) => (
                Mark::Attention,
                format!("{method} {}", check.sentence().to_lowercase())
                    .trim()
                    .to_owned(),
            ),
            (None, None) if one.more.minor > 0 => {
                (Mark::Note, format!("{} more by now: R", one.more.shown()))
            }
            (None, None) => match &payout.file {
                Some(file) if payout.state == "exported" => (Mark::Payable, format!("in {file}")),
                _ => (Mark::Done, format!("{method} {to}")),
            },
        },
    }
}

/// The lines of a payout, as wide as the pane: number, company, day, amount.
pub fn settled(screen: &RunScreen, one: &RunPayout, width: usize) -> Vec<String> {
    let known = screen.detail.as_ref().filter(|(of, _)| *of == name(one));
    let Some((_, record)) = known else {
        return vec!["…".to_owned()];
    };
    let money = one.payee.payout.money.shown();
    let each = record.json["lines"].as_array();
    let mut lines: Vec<String> = each
        .into_iter()
        .flatten()
        .map(|line| settles(line, width, text::width(&money)))
        .collect();
    lines.push(text::pad_left(&"─".repeat(text::width(&money)), width));
    lines.push(text::pad_left(&money, width));
    lines
}

fn settles(line: &serde_json::Value, width: usize, least: usize) -> String {
    let word = |key: &str| line[key].as_str().unwrap_or_default();
    let money = serde_json::from_value::<Money>(line["amount"].clone())
        .map_or_else(|_| String::new(), Money::shown);
    let end = format!("{}  {}", word("day"), text::pad_left(&money, least));
    let company = format!(
        "{} {}",
        text::pad_right(word("line"), 5),
        text::clean(word("company"))
    );
    let room = width.saturating_sub(text::width(&end) + 2);
    format!("{}  {end}", text::pad_right(&company, room))
}
