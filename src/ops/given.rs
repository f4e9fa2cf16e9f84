//! Parsed arguments as words again: what was given on a command line, argument by argument. Knows no operation.

use std::ffi::OsString;

use clap::{ArgAction, ArgMatches, Command, parser::ValueSource};

/// An argument that was given, once for each value.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// The argument's id.
    pub id: String,
    /// Its name with the dashes; nothing where it is told by its place.
    pub flag: Option<String>,
    /// Its value; nothing for a flag.
    pub value: Option<OsString>,
    /// It may be given several times.
    pub many: bool,
}

impl Given {
    /// Its value as text.
    pub fn text(&self) -> String {
        self.value
            .as_ref()
            .map(|v| v.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// It as words of a command line.
    pub fn words(&self) -> Vec<OsString> {
        match (&self.flag, &self.value) {
            // A value that looks like a flag is only a value when it hangs on its own.
            (Some(flag), Some(value)) if value.to_string_lossy().starts_with('-') => {
                let mut word = OsString::from(format!("{flag}="));
                word.push(value);
                vec![word]
            }
            (flag, value) => flag
                .iter()
                .map(OsString::from)
                .chain(value.clone())
                .collect(),
        }
    }
}

/// What was given on the command line, in the order of the command's arguments; values that are only defaults are not.
pub(super) fn given(command: &Command, matches: &ArgMatches) -> Vec<Given> {
    let mut all = Vec::new();
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        let said = matches.try_contains_id(id).is_ok_and(|there| there)
            && matches.value_source(id) == Some(ValueSource::CommandLine);
        if !said {
            continue;
        }
        let flag = arg
            .get_long()
            .map(|long| format!("--{long}"))
            .or_else(|| arg.get_short().map(|short| format!("-{short}")));
        let one = Given {
            id: id.to_owned(),
            flag,
            value: None,
            many: matches!(arg.get_action(), ArgAction::Append),
        };
        if arg.get_action().takes_values() {
            for value in matches.get_raw(id).into_iter().flatten() {
                all.push(Given {
                    value: Some(value.to_owned()),
                    ..one.clone()
                });
            }
        } else {
            all.push(one);
        }
    }
    all
}
