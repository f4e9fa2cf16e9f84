//! Whose list is meant: a partner's, or ours, which is typed `us`.

use crate::{
    error::Result,
    store::{Population, View},
};

/// Whose list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Ours,
    Partner(i64),
}

impl Whose {
    /// Of what was typed.
    pub(super) fn read(view: View<'_>, typed: &str) -> Result<Self> {
        if typed.trim().eq_ignore_ascii_case("us") {
            return Ok(Self::Ours);
        }
        Ok(Self::Partner(view.find_partner(typed)?))
    }

    /// The partner; none: ours.
    pub(super) fn partner(self) -> Option<i64> {
        match self {
            Self::Ours => None,
            Self::Partner(id) => Some(id),
        }
    }

    /// Its lists.
    pub(super) fn lists(self, view: View<'_>) -> Result<Vec<Population>> {
        match self {
            Self::Ours => view.our_populations(),
            Self::Partner(id) => view.populations(id),
        }
    }

    /// `You have`, `Northwind has`.
    pub(super) fn has(self, view: View<'_>) -> Result<String> {
        Ok(match self {
            Self::Ours => "You have".to_owned(),
            Self::Partner(id) => format!("{} has", view.partner(id)?.known.name),
        })
    }
}
