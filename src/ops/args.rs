//! How arguments of operations name things, days and money, and how an outcome is worded: the same everywhere.

use super::{Cx, Outcome, Selection};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_typed},
        identity::domain_key,
        money::Money,
        rate::Rate,
        split,
    },
    error::{Error, Result},
    store::{Done, View},
    text::{check_name, check_note},
};

/// A day as typed, where one was.
pub fn day(typed: Option<&str>, today: Day) -> Result<Option<Day>> {
    Ok(typed.map(|text| parse_typed(text, today)).transpose()?)
}

/// An amount as typed, where one was; in the book's currency unless it names one.
pub fn money(typed: Option<&str>, view: View<'_>) -> Result<Option<Money>> {
    let Some(typed) = typed else { return Ok(None) };
    Ok(Some(Money::parse_typed(typed, view.currency()?)?))
}

/// One line of text as it may be kept; the error names the argument.
pub fn line(argument: &str, typed: Option<&str>) -> Result<Option<String>> {
    typed
        .map(|text| check_name(text).map_err(|e| named(argument, e)))
        .transpose()
}

/// Text of several lines as it may be kept; nothing where it is empty.
pub fn note(argument: &str, typed: Option<&str>) -> Result<Option<String>> {
    let text = typed
        .map(|text| check_note(text).map_err(|e| named(argument, e)))
        .transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// An e-mail address: one `@` with something on both sides and no blanks. More cannot be known without writing to it.
pub fn email(typed: Option<&str>) -> Result<Option<String>> {
    let Some(text) = line("--email", typed)? else {
        return Ok(None);
    };
    let sound = text
        .split_once('@')
        .is_some_and(|(who, at)| !who.is_empty() && !at.is_empty() && !at.contains('@'));
    if !sound || text.contains(char::is_whitespace) {
        return Err(
            Error::refused(format!("“{text}” is not an e-mail address."))
                .means("Nothing was changed."),
        );
    }
    Ok(Some(text))
}

/// The registrable domain of a company's site, host or URL as typed; refused where it would tell the company from no
/// other, because it would not be kept.
pub fn domain(argument: &str, typed: Option<&str>) -> Result<Option<String>> {
    let Some(text) = line(argument, typed)? else {
        return Ok(None);
    };
    let refuse = |why: &str| {
        Err(Error::refused(format!("“{text}” {why}."))
            .means("Nothing was changed.")
            .hint("Give the company's own domain, such as example.com, or none."))
    };
    match domain_key(&text) {
        None => refuse("is no domain that can belong to a company"),
        Some(key) => match key.into_match_key() {
            Some(domain) => Ok(Some(domain)),
            None => refuse("is shared by many companies, so it identifies none"),
        },
    }
}

/// Who shares a commission, from `PARTNER:PERCENT` or `PARTNER=PERCENT` as typed; in order, and summing to 100 (`COMMISSION_RULES R8`).
pub fn shares(typed: &[String], view: View<'_>) -> Result<Vec<(i64, Rate)>> {
    let mut found: Vec<(i64, Rate)> = Vec::with_capacity(typed.len());
    for text in typed.iter().flat_map(|t| t.split(',')) {
        let (partner, percent) = text.rsplit_once([':', '=']).ok_or_else(|| {
            Error::usage(format!(
                "“{text}” is no share; write PARTNER:PERCENT, such as northwind:70."
            ))
        })?;
        let partner = view.find_partner(partner)?;
        if found.iter().any(|(one, _)| *one == partner) {
            return Err(Error::refused(format!(
                "{} is named twice in the split.",
                view.partner(partner)?.known.name
            ))
            .means("Nothing was changed."));
        }
        found.push((partner, Rate::parse(percent.trim())?));
    }
    if !found.is_empty() {
        let rates: Vec<Rate> = found.iter().map(|(_, rate)| *rate).collect();
        split::check(&rates)?;
    }
    Ok(found)
}

/// What a write says: what happened, what it means for commission, and what may come next.
pub fn wrote<T>(done: &Done<T>, next: &str) -> Outcome {
    let mut said = if done.op.is_none() && done.posted.lines == 0 {
        format!("{} (nothing changed).", done.summary)
    } else {
        format!("{}.", done.summary)
    };
    if done.posted.lines > 0 {
        let lines = counted(done.posted.lines, "commission line", "commission lines");
        let sums = done.posted.sums.shown();
        said = format!("{said} Posted {lines}: {sums}.");
    }
    if !next.is_empty() {
        said.push(' ');
        said.push_str(next);
    }
    Outcome {
        said,
        op: done.op,
        ..Outcome::default()
    }
}

/// `1 referral`, `3 referrals`.
pub fn counted(n: impl Into<u64>, one: &str, many: &str) -> String {
    match n.into() {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

/// The selected records of a noun as the value of an argument; several are put into one line, parted by spaces.
pub fn selected(
    selection: &Selection,
    noun: &str,
    argument: &'static str,
) -> Vec<(&'static str, String)> {
    if selection.noun == noun && !selection.names.is_empty() {
        vec![(argument, selection.names.join(" "))]
    } else {
        Vec::new()
    }
}

/// The one selected record of a noun as the value of an argument; nothing where several are picked.
pub fn selected_one(
    selection: &Selection,
    noun: &str,
    argument: &'static str,
) -> Vec<(&'static str, String)> {
    match (selection.noun == noun, selection.names.as_slice()) {
        (true, [name]) => vec![(argument, name.clone())],
        _ => Vec::new(),
    }
}

/// The text of an argument that may be `-` for standard input, or words that were not quoted.
pub fn words(typed: &[String], cx: &mut Cx<'_>) -> Result<String> {
    if typed != ["-"] {
        return Ok(typed.join(" "));
    }
    let input = cx
        .input()
        .ok_or_else(|| Error::usage("There is no standard input here; type the text."))?;
    let mut text = String::new();
    // A note is short; whatever feeds more than this is a mistake.
    std::io::Read::read_to_string(&mut std::io::Read::take(input, 1 << 20), &mut text)?;
    Ok(text)
}

/// The currency of an argument, or the book's.
pub fn currency(typed: Option<&str>, view: View<'_>) -> Result<Currency> {
    match typed {
        Some(code) => Ok(Currency::parse(code)?),
        None => view.currency(),
    }
}

fn named(argument: &str, e: crate::text::TextError) -> Error {
    let e = Error::from(e);
    Error {
        message: format!("{argument}: {}", e.message),
        ..e
    }
}
