//! `config set` and `config list`: the few settings of a book that partners see or that amounts and payments depend on.

use clap::{Args, ValueEnum};

use crate::{
    domain::{
        attribution::{LONGEST_WINDOW, TouchRule},
        coded_link::check_base,
        currency::Currency,
        iban::{Bic, Iban},
    },
    error::{Error, Result},
    export::payment::{NAME_CHARS, latin},
    ops::{Cx, Kind, Operation, Outcome, Record, Spec, args, link::settle::settle},
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
    /// The name your bank account is in; the program's if not set
    #[value(name = "pay.name")]
    PayName,
    /// The IBAN you pay from; with it, bank transfers in euros become SEPA files
    #[value(name = "pay.iban")]
    PayIban,
    /// The BIC of your bank, where it asks for one
    #[value(name = "pay.bic")]
    PayBic,
    /// The currency you pay a Wise batch from; the book's if not set
    #[value(name = "pay.currency")]
    PayCurrency,
    /// The page that coded links lead to; {code} in it is where the code goes
    #[value(name = "links.url")]
    LinksUrl,
    /// Which click a sign-up counts for: the first or the last; the last if not set
    #[value(name = "links.touch")]
    LinksTouch,
    /// For how many days after a click a sign-up counts; 90 if not set
    #[value(name = "links.window")]
    LinksWindow,
}

/// Set the program's name, currency, contact for partners, pay day, the account you pay from or how clicks count
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
            Key::Currency | Key::PayCurrency => Currency::parse(&self.value)?.code().to_owned(),
            Key::ContactEmail => args::email(Some(&self.value))?
                .ok_or_else(|| Error::usage("An address is needed here, and this one is empty."))?,
            Key::PayName => payer_name(&self.value)?,
            Key::PayIban => payer_iban(&self.value)?,
            Key::PayBic => Bic::parse(&self.value)?.code().to_owned(),
            Key::LinksUrl => check_base(&self.value)?,
            Key::LinksTouch => {
                let word = self.value.trim().to_lowercase();
                TouchRule::parse(&word).ok_or_else(|| {
                    Error::usage(format!("“{}” is no way to count clicks.", self.value))
                        .means("Nothing was changed.")
                        .hint("Say first or last.")
                })?;
                word
            }
            Key::LinksWindow => match self.value.trim().parse::<u32>() {
                Ok(days @ 0..=LONGEST_WINDOW) => days.to_string(),
                _ => {
                    return Err(
                        Error::usage(format!("“{}” is no number of days.", self.value))
                            .means("Nothing was changed.")
                            .hint("Give a number from 0 to 3650."),
                    );
                }
            },
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
        let key = name_of(self.key);
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.set(&key, &value)?;
            // How clicks count has changed, so what they come to has.
            let settled = match self.key {
                Key::LinksTouch | Key::LinksWindow => settle(tx)?.said(),
                _ => None,
            };
            Ok((
                format!("Set {} to “{value}”", key.replace('_', " ")),
                settled,
            ))
        })?;
        Ok(args::wrote(
            &done,
            done.value.as_deref().unwrap_or_default(),
        ))
    }
}

/// Show the settings
#[derive(Debug, Args)]
pub struct ConfigList {}

impl Operation for ConfigList {
    const SPEC: Spec = Spec {
        path: "config list",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let mut lines = Vec::new();
        let mut json = serde_json::Map::new();
        for key in Key::value_variants() {
            let name = name_of(*key);
            let value = cx.store.view().setting(&name)?;
            lines.push(format!(
                "{name:<15}{}",
                value.as_deref().unwrap_or("not set")
            ));
            json.insert(name, value.into());
        }
        Ok(Outcome {
            record: Some(Record {
                lines,
                json: json.into(),
            }),
            ..Outcome::default()
        })
    }
}

/// A setting as it is typed and stored.
fn name_of(key: Key) -> String {
    key.to_possible_value()
        .map_or_else(String::new, |v| v.get_name().to_owned())
}

/// The name of an account, as a bank can take it: what would be refused later is refused here.
fn payer_name(typed: &str) -> Result<String> {
    let name = check_name(typed)?;
    let refused = |why: String| Error::refused(why).means("Nothing was changed.");
    let plain = latin(&name).map_err(|why| refused(format!("It cannot be used: {why}.")))?;
    if plain.chars().count() > NAME_CHARS {
        return Err(refused(format!(
            "“{name}” is too long: banks take {NAME_CHARS} characters."
        )));
    }
    Ok(name)
}

/// The account itself, in the groups of four people read.
fn payer_iban(typed: &str) -> Result<String> {
    let iban = Iban::parse(typed)?;
    if iban.is_sepa() {
        return Ok(iban.shown());
    }
    Err(Error::refused(format!(
        "Banks of {} do not take part in SEPA, which is what this account is for.",
        iban.country()
    ))
    .means("Nothing was changed.")
    .hint("Leave it out: bank transfers are then written as a plain list."))
}
