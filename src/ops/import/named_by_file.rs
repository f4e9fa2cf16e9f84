//! The partner whom the name of a file names: `northwind-leads-2026-10.csv`; exactly one, or nobody.

use crate::{
    error::{Error, Result},
    import::{Wishes, heading::words},
    store::View,
};

/// How it is asked for on a command line: `--set partner=@file`.
pub(in crate::ops) const BY_FILE: &str = "@file";

/// The short names of the partners a file's name names: those whose short name or name stands in it as whole words, and
/// within no longer one that does.
pub(in crate::ops) fn partners_in(name: &str, view: View<'_>) -> Result<Vec<String>> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let said = words(stem);
    if said.is_empty() || name == "-" {
        return Ok(Vec::new());
    }
    let mut found: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (slug, name) in view.partner_slugs()? {
        for called in [words(&slug), words(&name)] {
            let at = said
                .windows(called.len().max(1))
                .position(|window| !called.is_empty() && window == called);
            if let Some(at) = at {
                found.push((slug.clone(), at..at + called.len()));
            }
        }
    }
    let within = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| {
        a != b && b.start <= a.start && a.end <= b.end
    };
    let whole = found
        .iter()
        .filter(|(_, here)| !found.iter().any(|(_, other)| within(here, other)));
    let mut slugs: Vec<String> = whole.map(|(slug, _)| slug.clone()).collect();
    slugs.sort();
    slugs.dedup();
    Ok(slugs)
}

/// The short name of the one partner a file's name names. Refused where it names none or several.
pub(in crate::ops) fn partner_in(name: &str, view: View<'_>) -> Result<String> {
    let found = partners_in(name, view)?;
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(
            Error::refused(format!("The name of {name} names no partner of the book."))
                .means("Nothing was imported.")
                .hint("Say whose it is: --set partner=NAME."),
        ),
        [..] => Err(Error::refused(format!(
            "The name of {name} names several partners: {}.",
            found.join(", ")
        ))
        .means("Nothing was imported.")
        .hint("Say whose it is: --set partner=NAME.")),
    }
}

/// Puts that partner in the place of `partner=@file`.
pub(in crate::ops) fn settle(wishes: &mut Wishes, name: &str, view: View<'_>) -> Result<()> {
    for one in wishes.set.iter_mut().chain(&mut wishes.default) {
        if let Some((field, value)) = one.split_once('=')
            && field.trim() == "partner"
            && value.trim() == BY_FILE
        {
            *one = format!("partner={}", partner_in(name, view)?);
        }
    }
    Ok(())
}
