//! What a row says about a customer, before anybody is looked for; finding out who that is happens elsewhere.

use crate::{
    domain::identity::match_key,
    import::{Refused, Row},
};

/// What a row says about a customer: each part alone may be enough, all of them are surer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The customer's column: an id of another program, a domain or a name, whichever the file has.
    pub(super) id: Option<String>,
    /// The name, where the file has a column of its own for it.
    pub(super) name: Option<String>,
    /// Somebody's e-mail address there.
    pub(super) email: Option<String>,
    /// Website or domain.
    pub(super) site: Option<String>,
    /// The line it stands on.
    pub(super) line: u64,
}

impl Said {
    /// Reads the fields of id, name, e-mail and site, in this order.
    pub(super) fn read(row: &Row<'_>, at: [usize; 4]) -> Result<Self, Refused> {
        Ok(Self {
            id: row.text(at[0])?,
            name: row.text(at[1])?,
            email: row.text(at[2])?,
            site: row.text(at[3])?,
            line: row.record.line,
        })
    }

    /// The first of those fields that a row fills, to name in a refusal; the customer's column if it fills none.
    pub(super) fn first(row: &Row<'_>, at: [usize; 4]) -> usize {
        at.into_iter()
            .find(|field| !row.raw(*field).is_empty())
            .unwrap_or(at[0])
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.parts().all(Option::is_none)
    }

    /// All of it in one text, for remembering what was found.
    pub(super) fn key(&self) -> String {
        self.parts()
            .map(|part| part.as_deref().unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\u{1}")
    }

    /// The registrable domains it points to, the surest first; free mail and shared hosts point to nobody.
    pub(super) fn domains(&self) -> impl Iterator<Item = String> {
        [&self.site, &self.id, &self.email]
            .into_iter()
            .filter_map(|part| match_key(part.as_deref()?))
    }

    /// What to call it: its name, or else what stands in the customer's column, or else its domain. An id that says
    /// nothing to a person comes last, after an address.
    pub(super) fn called(&self) -> Option<String> {
        if self.name.is_some() {
            return self.name.clone();
        }
        let id = || self.id.clone();
        if self.id.as_deref().is_some_and(is_made_up) {
            let address = self.domains().next().or_else(|| self.email.clone());
            return address.or_else(id);
        }
        id().or_else(|| self.domains().next())
    }

    /// The id, where a name of its own or its look shows that it is one.
    pub(super) fn own_id(&self) -> Option<&str> {
        let id = self.id.as_deref()?;
        (self.name.is_some() || is_made_up(id)).then_some(id)
    }

    /// Whether a customer of the same name is another one: the program that made the row's id made another id for it
    /// (`cus_1`, `cus_2`).
    pub(super) fn is_another(&self, theirs: Option<&str>) -> bool {
        let stem = |id: &str| id.split_once('_').map(|(stem, _)| stem.to_owned());
        matches!((self.own_id(), theirs), (Some(ours), Some(theirs))
            if ours != theirs && stem(ours).is_some() && stem(ours) == stem(theirs))
    }

    fn parts(&self) -> impl Iterator<Item = &Option<String>> {
        [&self.id, &self.name, &self.email, &self.site].into_iter()
    }
}

/// Whether a program made an id up: `cus_NffrFeUfNV2Hib`, which is nobody's name.
fn is_made_up(id: &str) -> bool {
    id.split_once('_').is_some_and(|(kind, rest)| {
        (2..=5).contains(&kind.len())
            && kind.chars().all(|c| c.is_ascii_lowercase())
            && !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_id_is_no_name() {
        let said = |id: &str, email: Option<&str>| Said {
            id: Some(id.to_owned()),
            email: email.map(str::to_owned),
            ..Said::default()
        };
        for (id, email, called, own) in [
            ("cus_NffrFeUfNV2Hib", Some("ap@acme.com"), "acme.com", true),
            ("cus_Nffr", Some("di@gmail.com"), "di@gmail.com", true),
            ("cus_Nffr", None, "cus_Nffr", true),
            ("Acme_Corp", Some("ap@acme.com"), "Acme_Corp", false),
            ("Birch Ltd", Some("bob@birch.com"), "Birch Ltd", false),
        ] {
            let said = said(id, email);
            assert_eq!(said.called().as_deref(), Some(called));
            assert_eq!(said.own_id().is_some(), own, "{id}");
        }
    }
}
