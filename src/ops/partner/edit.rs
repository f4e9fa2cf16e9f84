//! `partner edit`.

use clap::Args;

use super::known::{Known, words};
use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::NewPartner,
    text::check_name,
};

/// Change one partner or several
#[derive(Debug, Args)]
pub struct PartnerEdit {
    /// The partners
    #[arg(required = true, value_name = "PARTNER")]
    partners: Vec<String>,
    /// New name, for one partner only
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    known: Known,
    /// Tag to take off; may be given several times
    #[arg(long, value_name = "TAG")]
    untag: Vec<String>,
    /// Field to empty; may be given several times
    #[arg(long, value_name = "FIELD", value_parser = [
        "kind", "email", "site", "country", "owner", "source", "invited-by", "tags", "pay-by", "pay-to", "pay-name",
        "pay-bic", "tax-form", "spiff", "spiff-note", "since", "note", "external-id",
    ])]
    clear: Vec<String>,
}

impl Operation for PartnerEdit {
    const SPEC: Spec = Spec {
        path: "partner edit",
        kind: Kind::Write,
        aliases: &["set"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let ids = self
            .partners
            .iter()
            .map(|p| view.find_partner(p))
            .collect::<Result<Vec<_>>>()?;
        if self.name.is_some() && ids.len() > 1 {
            return Err(Error::usage("A name can be given to one partner only."));
        }
        let contacts = self.known.contacts()?;
        let untag = words(&self.untag)?;
        let mut changed = Vec::with_capacity(ids.len());
        for id in ids {
            let mut to = view.partner(id)?.known;
            for field in &self.clear {
                empty(&mut to, field);
            }
            to.tags.retain(|tag| !untag.contains(tag));
            self.known.put(&mut to, view, cx.today)?;
            if let Some(name) = &self.name {
                to.name = check_name(name)?;
            }
            changed.push((id, to));
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            for (id, to) in &changed {
                tx.set_partner(*id, to)?;
                for contact in &contacts {
                    tx.add_contact(*id, contact)?;
                }
            }
            let what = match changed.as_slice() {
                [(_, one)] => one.name.clone(),
                many => format!("{} partners", many.len()),
            };
            Ok((format!("Changed {what}"), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "partner", "partners")
    }
}

fn empty(partner: &mut NewPartner, field: &str) {
    match field {
        "kind" => partner.kind = None,
        "email" => partner.email = None,
        "site" => partner.site = None,
        "country" => partner.country = None,
        "owner" => partner.owner = None,
        "source" => partner.source = None,
        "invited-by" => partner.invited_by = None,
        "tags" => partner.tags.clear(),
        "pay-by" => partner.payout_method = None,
        "pay-to" => partner.payout_reference = None,
        "pay-name" => partner.payout_name = None,
        "pay-bic" => partner.payout_bic = None,
        "tax-form" => partner.tax_form = None,
        "spiff" => partner.spiff_policy = None,
        "spiff-note" => partner.spiff_note = None,
        "since" => partner.since = None,
        "note" => partner.note = None,
        // clap lets nothing else through.
        _ => partner.external_id = None,
    }
}
