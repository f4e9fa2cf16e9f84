//! `config set`: the few settings of a book that partners see or that amounts depend on.

use clap::{Args, ValueEnum};

use crate::{
    domain::currency::Currency,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
    text::check_name,
};

/// A setting of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Key {
    /// Name of the program, as partners see it
    Name,
    /// Currency of amounts typed without one
    Currency,
    /// Who partners ask, on their page
    Contact,
    /// Where they ask
    ContactEmail,
    /// Day of the month you pay on, told on the page
    PayDay,
}

/// Set the program's name, currency, contact for partners or pay day
#[derive(Debug, Args)]
pub struct ConfigSet {
    /// Which setting
    #[arg(value_enum)]
    key: Key,
    /// Its value
    #[arg(value_name = "TEXT")]
    value: String,
}

impl Operation for ConfigSet {
    const SPEC: Spec = Spec {
        path: "config set",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let value = match self.key {
            Key::Name | Key::Contact => check_name(&self.value)?,
            Key::Currency => Currency::parse(&self.value)?.code().to_owned(),
            Key::ContactEmail => args::email(Some(&self.value))?
                .ok_or_else(|| Error::usage("An address is needed here, and this one is empty."))?,
            Key::PayDay => match self.value.trim().parse::<u8>() {
                Ok(day @ 1..=31) => day.to_string(),
                _ => {
                    return Err(
                        Error::usage(format!("“{}” is no day of a month.", self.value))
                            .means("Nothing was changed.")
                            .hint("Give a number from 1 to 31."),
                    );
                }
            },
        };
        let key = self
            .key
            .to_possible_value()
            .map_or_else(String::new, |v| v.get_name().to_owned());
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.set(&key, &value)?;
            Ok((format!("Set {} to “{value}”", key.replace('_', " ")), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }
}
