//! `customer link`.

use clap::Args;

use crate::{
    domain::referral::StageKind,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Say which referral brought a customer; its payments that earned for nobody earn on it then
#[derive(Debug, Args)]
pub struct CustomerLink {
    /// The customer
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// The referral that brought it
    #[arg(
        long,
        value_name = "REFERRAL",
        required_unless_present = "clear",
        conflicts_with = "clear"
    )]
    referral: Option<String>,
    /// No referral brought it: its payments earn nothing any more
    #[arg(long)]
    clear: bool,
}

impl Operation for CustomerLink {
    const SPEC: Spec = Spec {
        path: "customer link",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let customer = view.customer(view.find_customer(&self.customer)?)?;
        let (id, name) = (customer.id, &customer.known.name);
        let referral = self
            .referral
            .as_deref()
            .map(|r| view.referral(view.find_referral(r)?))
            .transpose()?;
        if let (Some(own), Some(new)) = (customer.known.referral, &referral)
            && own != new.id
        {
            return Err(
                Error::refused(format!("C{id} {name} is linked to R{own} already."))
                    .means("Nothing was changed: its payments earn on that one.")
                    .hint(format!(
                        "To link it anew: partnerbook customer link C{id} --clear, then again."
                    )),
            );
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            let (moved, what) = if let Some(referral) = &referral {
                let moved = tx.link_customer(id, referral.id)?;
                let whose = format!("R{} from {}", referral.id, referral.partner_name);
                (moved, format!("Linked C{id} {name} to {whose}"))
            } else {
                let moved = tx.unlink_customer(id)?;
                (moved, format!("C{id} {name} is linked to no referral"))
            };
            let lines = args::counted(moved as u64, "revenue line", "revenue lines");
            Ok((format!("{what}; {lines} moved"), ()))
        })?;
        let next = match &referral {
            Some(r) if r.kind != StageKind::Won => format!(
                "R{} is not won, so it earns nothing yet: partnerbook referral win R{0} --customer C{id}",
                r.id
            ),
            _ => String::new(),
        };
        Ok(args::wrote(&done, &next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "customer", "customer")
    }
}
