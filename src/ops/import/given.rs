//! Options as words of a command line: read from what was typed or remembered, put together, and written again.

use clap::{ArgMatches, Command, parser::ValueSource};

use crate::{
    error::Result,
    import::heading::{pair, pairs},
};

/// One option with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ops) struct Given {
    /// Its name, with dashes: `--map`.
    pub(in crate::ops) option: String,
    /// Its value; `None` for an option without one.
    pub(in crate::ops) value: Option<String>,
}

impl Given {
    /// An option with a value.
    pub(in crate::ops) fn of(option: &str, value: impl Into<String>) -> Self {
        Self {
            option: option.to_owned(),
            value: Some(value.into()),
        }
    }

    /// `--map field=Header`; an empty header for a field that shall have no column.
    pub(in crate::ops) fn map(field: &str, header: &str) -> Self {
        Self::of("--map", pair(field, header))
    }

    /// It as words.
    pub(in crate::ops) fn words(&self) -> Vec<String> {
        match &self.value {
            None => vec![self.option.clone()],
            // Else it would be taken for an option.
            Some(value) if value.starts_with('-') => vec![format!("{}={value}", self.option)],
            Some(value) => vec![self.option.clone(), value.clone()],
        }
    }

    /// The field a `--set`, `--default` or `--rule` is about.
    pub(in crate::ops) fn field(&self) -> Option<&str> {
        let about = matches!(self.option.as_str(), "--set" | "--default" | "--rule");
        let value = self.value.as_deref().filter(|_| about)?;
        Some(value.split_once('=')?.0.trim())
    }
}

/// The options a person typed, in the order of the command's arguments.
pub(in crate::ops) fn typed(command: &Command, matches: &ArgMatches) -> Vec<Given> {
    let mut all = Vec::new();
    for argument in command.get_arguments() {
        let id = argument.get_id().as_str();
        let Some(long) = argument.get_long() else {
            continue;
        };
        if matches.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let option = format!("--{long}");
        if argument.get_action().takes_values() {
            let values = matches.get_raw(id).into_iter().flatten();
            all.extend(values.map(|v| Given::of(&option, v.to_string_lossy())));
        } else {
            all.push(Given {
                option,
                value: None,
            });
        }
    }
    all
}

/// The options in words, such as those a layout or a saved mapping comes to.
pub(in crate::ops) fn read(words: &[String]) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for word in words {
        if let Some(option) = word.strip_prefix("--") {
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (option, None),
            };
            all.push(Given {
                option: format!("--{name}"),
                value,
            });
        } else if let Some(last) = all.last_mut().filter(|last| last.value.is_none()) {
            last.value = Some(word.clone());
        }
    }
    all
}

/// Field and header of every `--map`.
pub(in crate::ops) fn maps(given: &[Given]) -> Result<Vec<(String, String)>> {
    let maps = given.iter().filter(|g| g.option == "--map");
    let values: Vec<String> = maps.filter_map(|g| g.value.clone()).collect();
    pairs(&values)
}

/// What a layout or saved mapping says beside what the person says, who wins: a field they speak of is theirs, and so is
/// an option, save that words they did not name keep their meaning.
pub(in crate::ops) fn beside(base: Vec<Given>, person: &[Given]) -> Result<Vec<Given>> {
    let mapped = maps(person)?;
    let theirs = |field: &str| {
        let said = person.iter().filter_map(Given::field);
        mapped
            .iter()
            .map(|(f, _)| f.as_str())
            .chain(said)
            .any(|f| f.eq_ignore_ascii_case(field))
    };
    let mut kept = Vec::new();
    for one in base {
        if one.option == "--map" {
            for (field, header) in maps(std::slice::from_ref(&one))? {
                if !theirs(&field) {
                    kept.push(Given::map(&field, &header));
                }
            }
        } else if let Some(field) = one.field() {
            if !theirs(field) {
                kept.push(one);
            }
        } else if one.option.ends_with("-map") {
            kept.extend(words_beside(&one, person));
        } else if person.iter().all(|p| p.option != one.option) {
            kept.push(one);
        }
    }
    Ok(kept)
}

/// Of `Won=won,Lost=lost` what the person did not say themselves.
fn words_beside(one: &Given, person: &[Given]) -> Option<Given> {
    let theirs = |pair: &str| {
        pair.split('=')
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    };
    let mine = person.iter().filter(|p| p.option == one.option);
    let said: Vec<String> = mine
        .filter_map(|p| p.value.as_deref())
        .flat_map(|v| v.split(','))
        .map(theirs)
        .collect();
    let value = one.value.as_deref()?;
    let left: Vec<&str> = value
        .split(',')
        .filter(|pair| !said.contains(&theirs(pair)))
        .collect();
    (!left.is_empty()).then(|| Given::of(&one.option, left.join(",")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn given(line: &str) -> Vec<Given> {
        read(&crate::ops::line::split(line).unwrap())
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        let all = given("--map 'id=--x' --where 'Status!=Failed' --add-customers --set=partner=-");
        let words: Vec<String> = all.iter().flat_map(Given::words).collect();
        assert_eq!(read(&words), all);
        assert_eq!(all[2].value, None);
        assert_eq!(Given::of("--set", "-x").words(), ["--set=-x"]);
    }

    #[test]
    fn what_the_person_says_goes_before_what_is_known() {
        let base = given(
            "--map id=ID --map amount=Total --where Status=Paid --stage-map 'Open=lead,Won=won' --units minor",
        );
        let person = given("--map amount=Net --stage-map open=demo --where x=y");
        let words: Vec<String> = beside(base, &person)
            .unwrap()
            .iter()
            .flat_map(Given::words)
            .collect();
        assert_eq!(
            words,
            [
                "--map",
                "id=ID",
                "--stage-map",
                "Won=won",
                "--units",
                "minor"
            ]
        );
    }
}
