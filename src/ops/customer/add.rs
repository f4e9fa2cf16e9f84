//! `customer add`.

use clap::Args;

use super::known::Known;
use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{NewCustomer, Noun, Same},
    text::check_name,
};

/// Add a customer; what a partner brought is linked to its referral
#[derive(Debug, Args)]
pub struct CustomerAdd {
    /// Name of the customer
    #[arg(value_name = "NAME")]
    name: String,
    /// The referral that brought it
    #[arg(long, value_name = "REFERRAL")]
    referral: Option<String>,
    #[command(flatten)]
    known: Known,
}

impl Operation for CustomerAdd {
    const SPEC: Spec = Spec {
        path: "customer add",
        kind: Kind::Write,
        aliases: &["new"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let mut new = NewCustomer {
            name: check_name(&self.name)?,
            referral: self
                .referral
                .as_deref()
                .map(|r| view.find_referral(r))
                .transpose()?,
            ..NewCustomer::default()
        };
        self.known.put(&mut new, cx.today)?;
        for same in view.same_company(&new.name, new.domain.as_deref())? {
            if let Same::Customer { id, name } = same {
                return Err(
                    Error::refused(format!("{name} is a customer already (C{id})."))
                        .means("Nothing was added.")
                        .hint(
                            "If it is another one, tell them apart in the name or by the domain.",
                        ),
                );
            }
        }
        if let Some(other) = view.alias_of(Noun::Customer, &new.name)? {
            let name = view.customer(other)?.known.name;
            return Err(Error::refused(format!(
                "“{}” is another name of {name} (C{other}).",
                new.name
            ))
            .means("Nothing was added.")
            .hint(format!(
                "If it is another one: partnerbook customer alias C{other} --forget \"{}\"",
                new.name
            )));
        }
        let look = match view.same_look(Noun::Customer, &new.name)? {
            Some((id, name)) => {
                format!("It looks like “{name}” (C{id}), written with other letters. ")
            }
            None => String::new(),
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            let id = tx.add_customer(&new)?;
            Ok((format!("Added C{id} {}", new.name), id))
        })?;
        let id = done.value;
        Ok(args::wrote(
            &done,
            &format!("{look}When it pays: partnerbook revenue add C{id} AMOUNT"),
        ))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}
