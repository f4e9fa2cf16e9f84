//! What is known of one record filled from another: what is there stays, what is empty is taken. Writes nothing.

use crate::store::{NewCustomer, NewPartner};

fn or<T: Clone>(own: Option<&T>, other: Option<&T>) -> Option<T> {
    own.or(other).cloned()
}

impl NewPartner {
    /// The same, with what is empty taken from another; name and state stay.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        let pays = self.payout_method.is_some() || self.payout_reference.is_some();
        // An account is one thing: a method of one with the address of another would pay a stranger.
        let account = if pays { self } else { other };
        let policy = if self.spiff_policy.is_some() {
            self
        } else {
            other
        };
        Self {
            external_id: or(self.external_id.as_ref(), other.external_id.as_ref()),
            name: self.name.clone(),
            kind: or(self.kind.as_ref(), other.kind.as_ref()),
            state: self.state,
            state_reason: self.state_reason.clone(),
            their_status: or(self.their_status.as_ref(), other.their_status.as_ref()),
            since: self.since.or(other.since),
            email: or(self.email.as_ref(), other.email.as_ref()),
            site: or(self.site.as_ref(), other.site.as_ref()),
            country: or(self.country.as_ref(), other.country.as_ref()),
            owner: or(self.owner.as_ref(), other.owner.as_ref()),
            source: or(self.source.as_ref(), other.source.as_ref()),
            invited_by: self.invited_by.or(other.invited_by),
            tags: if self.tags.is_empty() {
                other.tags.clone()
            } else {
                self.tags.clone()
            },
            payout_method: account.payout_method.clone(),
            payout_reference: account.payout_reference.clone(),
            payout_name: account.payout_name.clone(),
            payout_bic: account.payout_bic.clone(),
            tax_form: or(self.tax_form.as_ref(), other.tax_form.as_ref()),
            spiff_policy: policy.spiff_policy,
            spiff_note: policy.spiff_note.clone(),
            note: or(self.note.as_ref(), other.note.as_ref()),
        }
    }
}

impl NewCustomer {
    /// The same, with what is empty taken from another; the name stays, and a day it left is nobody else's.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        Self {
            external_id: or(self.external_id.as_ref(), other.external_id.as_ref()),
            name: self.name.clone(),
            domain: or(self.domain.as_ref(), other.domain.as_ref()),
            referral: self.referral.or(other.referral),
            started_on: self.started_on.or(other.started_on),
            churned_on: self.churned_on,
            plan: or(self.plan.as_ref(), other.plan.as_ref()),
            country: or(self.country.as_ref(), other.country.as_ref()),
            owner: or(self.owner.as_ref(), other.owner.as_ref()),
        }
    }
}
