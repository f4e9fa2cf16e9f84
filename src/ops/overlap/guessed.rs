//! The columns of a list of accounts, told from their names and values as those of any other file are; what the person says
//! goes before it.

use crate::{
    error::Result,
    import::FileKind,
    ops::{
        Choice, Cx,
        import::{
            file::ImportFile,
            given::{self, Given},
            propose::{propose, standing::STANDING},
            reading::Reading,
        },
        line,
    },
};

/// How the list is read, with what its columns tell; and what only the person can say of it. `list`: which list was named.
pub(super) fn guessed(
    partner: &str,
    list: Option<&str>,
    reading: &Reading,
    cx: &mut Cx<'_>,
) -> Result<(Reading, Vec<Choice>)> {
    let mut all = reading.clone();
    if reading.mapping.is_some() {
        return Ok((all, Vec::new()));
    }
    let said = [
        ("--map", &reading.map),
        ("--where", &reading.only),
        ("--set", &reading.set),
        ("--default", &reading.default),
        ("--decimal", &reading.decimal),
    ];
    let mut typed: Vec<Given> = said
        .iter()
        .flat_map(|(option, values)| values.iter().map(|v| Given::of(option, v)))
        .collect();
    typed.extend(reading.currency.iter().map(|c| Given::of("--currency", c)));
    typed.extend(list.map(|l| Given::of("--as", l)));
    let ask = ImportFile {
        reading: reading.clone(),
        kind: Some(FileKind::Accounts),
        from: None,
        partner: Some(partner.to_owned()),
        only_propose: false,
        typed: typed.clone(),
    };
    let mut proposal = propose(&ask, cx)?;
    // Which list it is, the command itself says: customers, if nobody says otherwise.
    proposal.choices.retain(|choice| choice.about != STANDING);
    match (proposal.choices.is_empty(), reading.map.is_empty()) {
        (true, _) => {}
        (false, true) => return Ok((all, proposal.choices)),
        // Who names columns has looked at them: the others are found by their names alone, as ever.
        (false, false) => return Ok((all, Vec::new())),
    }
    let mut found = given::read(&proposal.words);
    found.retain(|one| !typed.contains(one) && one.field() != Some(STANDING));
    for Given { option, value } in &found {
        let Some(value) = value else { continue };
        match option.as_str() {
            "--map" => all.map.push(value.clone()),
            "--decimal" => all.decimal.push(value.clone()),
            "--set" => all.set.push(value.clone()),
            "--currency" => all.currency = Some(value.clone()),
            _ => {}
        }
    }
    // The log holds the words by which the list was read.
    if !found.is_empty() {
        let words = found.iter().flat_map(Given::words);
        cx.command = format!("{} {}", cx.command, line::join(words));
    }
    Ok((all, Vec::new()))
}
