//! The partner page: a statement as one self-contained HTML file without script or outside request; it reads no book
//! and writes no file.

use std::fmt::Write as _;

use askama::Template;

use super::{
    arranged::{self, Counts, Trend, WORDS},
    page_text,
    place::MARKER,
};
use crate::{
    domain::{
        day::{Day, shown},
        money::{Money, Totals},
    },
    error::{Error, Result},
    store::statement::{Closed, Line, Payment, Promise, State, Statement},
};

/// A statement as an HTML page. The same statement gives the same bytes.
pub fn html(statement: &Statement) -> Result<String> {
    let counts = arranged::counts(statement);
    let page = Page {
        s: statement,
        marker: MARKER,
        css: include_str!("../../assets/html/style.css"),
        contact: mail(statement, None),
        refer: mail(
            statement,
            Some((
                "A referral",
                "Company:\nWebsite:\nWhom to speak to:\nWhy it fits:\n",
            )),
        ),
        missing: mail(
            statement,
            Some(("A referral is missing", "Company:\nSent on:\n")),
        ),
        year: arranged::year_of(statement.as_of),
        pay_words: page_text::pay_words(statement),
        paid_by: page_text::paid_by(statement),
        counts: count_words(&counts),
        trends: arranged::trends(statement)?.iter().map(chart).collect(),
        years: years(statement)?,
        words: WORDS,
        snapshot: page_text::snapshot(statement)?,
    };
    page.render()
        .map_err(|e| Error::failed(format!("The page could not be made: {e}.")))
}

#[derive(Template)]
#[template(path = "page.html", config = "assets/askama.toml")]
struct Page<'a> {
    s: &'a Statement,
    marker: &'static str,
    css: &'static str,
    contact: Option<Mail>,
    refer: Option<Mail>,
    missing: Option<Mail>,
    year: i32,
    pay_words: String,
    paid_by: Option<String>,
    counts: String,
    trends: Vec<Chart>,
    years: Vec<YearView<'a>>,
    words: &'static [(&'static str, &'static str)],
    snapshot: String,
}

/// A link that opens a letter.
struct Mail {
    href: String,
    name: String,
    shown: String,
}

/// Bars of twelve months, drawn in a box of 240 by 100.
struct Chart {
    title: String,
    spoken: String,
    axis: i64,
    bars: Vec<Bar>,
}

struct Bar {
    x: i64,
    y: i64,
    height: i64,
    label: String,
}

struct YearView<'a> {
    year: i32,
    open: bool,
    sums: String,
    by_state: Vec<(&'static str, String)>,
    months: Vec<MonthView<'a>>,
}

struct MonthView<'a> {
    title: String,
    sum: String,
    lines: Vec<&'a Line>,
}

// What the template calls: each a word or a class for one value. Askama hands them on by reference.
#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "a template can only call methods of its own type, by reference"
)]
impl Page<'_> {
    fn day(&self, day: &Day) -> String {
        shown(*day)
    }

    fn maybe_day(&self, day: &Option<Day>) -> String {
        day.map(shown).unwrap_or_default()
    }

    fn maybe_money(&self, money: &Option<Money>) -> String {
        money.map(Money::shown).unwrap_or_default()
    }

    fn or_empty<'t>(&self, text: &'t Option<String>) -> &'t str {
        text.as_deref().unwrap_or_default()
    }

    fn payouts(&self, n: &usize) -> String {
        page_text::payouts(*n)
    }

    fn closed_class(&self, closed: &Closed) -> &'static str {
        match closed {
            Closed::Open => "open",
            Closed::Won => "won",
            Closed::Without => "lost",
        }
    }

    fn closed_mark(&self, closed: &Closed) -> &'static str {
        match closed {
            Closed::Open => "",
            Closed::Won => "✓",
            Closed::Without => "✗",
        }
    }

    fn line_class(&self, line: &Line) -> &'static str {
        match line.state {
            _ if line.amount.minor < 0 => "back",
            State::Held(_) | State::HeldBack => "held",
            State::Payable(_) => "now",
            State::Preparing(_) => "prep",
            State::Paid(..) => "paid",
        }
    }

    fn line_mark(&self, line: &Line) -> &'static str {
        match line.state {
            _ if line.amount.minor < 0 => "↺",
            State::Held(_) | State::HeldBack | State::Preparing(_) => "◔",
            State::Payable(_) => "»",
            State::Paid(..) => "✓",
        }
    }

    fn payout_class(&self, payment: &Payment) -> &'static str {
        match (&payment.reversed, payment.paid_on) {
            (Some(_), _) => "back",
            (None, Some(_)) => "paid",
            (None, None) => "prep",
        }
    }

    fn payout_mark(&self, payment: &Payment) -> &'static str {
        match (&payment.reversed, payment.paid_on) {
            (Some(_), _) => "↺",
            (None, Some(_)) => "✓",
            (None, None) => "◔",
        }
    }

    fn version_words(&self, promise: &Promise) -> String {
        page_text::version_words(promise)
    }

    fn hold_words(&self, promise: &Promise) -> String {
        page_text::hold_words(promise)
    }
}

fn count_words(c: &Counts) -> String {
    format!(
        "{} sent: {} open, {} won, {} closed",
        c.all, c.open, c.won, c.closed
    )
}

fn years(s: &Statement) -> Result<Vec<YearView<'_>>> {
    let mut views = Vec::new();
    for (n, year) in arranged::years(s)?.into_iter().enumerate() {
        let mut all = Totals::new();
        for month in &year.months {
            all.add_all(&month.sum)?;
        }
        views.push(YearView {
            year: year.number,
            open: n == 0,
            sums: all.shown(),
            by_state: year
                .sums
                .iter()
                .map(|(word, sum)| (*word, sum.shown()))
                .collect(),
            months: year
                .months
                .into_iter()
                .map(|m| MonthView {
                    title: arranged::month_name(m.month),
                    sum: m.sum.shown(),
                    lines: m.lines,
                })
                .collect(),
        });
    }
    Ok(views)
}

/// Bars to scale in whole units, the zero line where the least month needs it.
fn chart(trend: &Trend) -> Chart {
    let sizes = || trend.months.iter().map(|(_, m)| i128::from(m.minor));
    let (most, least) = (
        sizes().max().unwrap_or(0).max(0),
        sizes().min().unwrap_or(0).min(0),
    );
    let span = (most - least).max(1);
    let scaled = |size: i128| i64::try_from(size * 96 / span).unwrap_or(0);
    let axis = 2 + scaled(most);
    let bars = (0_i64..).zip(&trend.months).map(|(n, (month, money))| {
        let height = scaled(i128::from(money.minor).abs()).max(i64::from(money.minor != 0));
        Bar {
            x: 3 + n * 20,
            y: if money.minor < 0 { axis } else { axis - height },
            height,
            label: month.first().format("%b").to_string(),
        }
    });
    let spoken: Vec<String> = trend
        .months
        .iter()
        .filter(|(_, m)| m.minor != 0)
        .map(|(month, m)| format!("{} {}", arranged::month_name(*month), m.shown()))
        .collect();
    Chart {
        title: format!(
            "Commission by month, {}, last twelve months",
            trend.currency.code()
        ),
        spoken: spoken.join(", "),
        axis,
        bars: bars.collect(),
    }
}

/// A link to write to us, with the subject and the body filled in.
fn mail(s: &Statement, about: Option<(&str, &str)>) -> Option<Mail> {
    let address = s.contact.email.as_deref().filter(|a| a.contains('@'))?;
    let mut href = format!("mailto:{}", percent(address, b"@"));
    if let Some((subject, body)) = about {
        let subject = format!("{subject} from {}", s.partner);
        href.push_str("?subject=");
        href.push_str(&percent(&subject, b""));
        href.push_str("&body=");
        href.push_str(&percent(&body.replace('\n', "\r\n"), b""));
    }
    Some(Mail {
        href,
        name: s.contact.name.clone().unwrap_or_else(|| address.to_owned()),
        shown: address.to_owned(),
    })
}

/// Percent-encodes everything but letters, digits, `-._~` and what is allowed besides.
fn percent(text: &str, allowed: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || allowed.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
