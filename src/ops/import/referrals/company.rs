//! The company of a row: what it is called, and its domain, told by a site or by the address of somebody there.

use std::collections::hash_map::Entry;

use super::{At, Referrals};
use crate::{
    domain::identity::match_key,
    error::Result,
    import::Row,
    ops::import::{intake::Stop, who::Meant},
    store::Tx,
};

impl Referrals {
    /// The company, and its domain where that is all it is known by. A deal's name stands for a company nobody entered;
    /// an address anybody can have stands for none.
    pub(super) fn company(&mut self, row: &Row<'_>) -> Result<(String, Option<String>), Stop> {
        if let Some(company) = row.text(At::Company)?.or(row.text(At::Deal)?) {
            return Ok((company, None));
        }
        let (site, email) = (row.text(At::Domain)?, row.text(At::Email)?);
        let domain = [site, email]
            .into_iter()
            .flatten()
            .find_map(|t| match_key(&t));
        let Some(domain) = domain else {
            return Err(row
                .refuse(
                    At::Company,
                    "is empty; --default company=\"Unknown account\" takes such rows",
                )
                .into());
        };
        self.named_by_domain += 1;
        Ok((domain.clone(), Some(domain)))
    }

    /// The domain that the address of the person there tells, where the row has no site: not one anybody can have, and
    /// not the partner's own.
    pub(super) fn by_contact(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        partner: Meant,
    ) -> Result<Option<String>, Stop> {
        let Some(told) = row.text(At::Email)?.as_deref().and_then(match_key) else {
            return Ok(None);
        };
        if match_key(row.raw(At::PartnerEmail)).as_ref() == Some(&told) {
            return Ok(None);
        }
        if let Meant::Known(partner) = partner {
            let own = match self.partner_domains.entry(partner) {
                Entry::Occupied(own) => own.into_mut(),
                Entry::Vacant(none) => {
                    let known = tx.view().partner(partner)?;
                    let email = known.known.email.as_deref().and_then(match_key);
                    none.insert([known.domain, email])
                }
            };
            if own.contains(&Some(told.clone())) {
                return Ok(None);
            }
        }
        Ok(Some(told))
    }
}
