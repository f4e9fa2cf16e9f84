//! A comparison that was begun: the file that came, what is kept for its next step, what the book says of it. Must not
//! open the file.

use std::path::Path;

use zeroize::Zeroizing;

use crate::{
    domain::day::Day,
    error::{Error, Result},
    ops::Cx,
    private::{self, Checks, Header, Kind as Step, PublicKey, RULES},
    store::{Ask, ExchangeSide},
};

use super::{
    nothing_kept, pinned, read,
    secrets::{Secrets, Step as Kept},
};

/// The partner of a comparison, as the book knows it.
pub(super) struct With {
    /// Id of the comparison.
    pub(super) exchange: i64,
    /// Id of the partner.
    pub(super) partner: i64,
    pub(super) name: String,
    pub(super) slug: String,
    /// The key their files are signed with, if one ever came.
    pub(super) key: Option<PublicKey>,
}

/// What the next step of a comparison begins with.
pub(super) struct Begun {
    pub(super) bytes: Vec<u8>,
    pub(super) header: Header,
    pub(super) secrets: Secrets,
    /// What was kept for this step.
    pub(super) kept: Zeroizing<Vec<u8>>,
    /// `None` where there is no book.
    pub(super) with: Option<With>,
    own: PublicKey,
    /// The file's name without its folder.
    pub(super) file: String,
}

impl Begun {
    /// Reads the file of `wanted` and finds what `step` kept for it; `over` says in words why nothing may be kept.
    pub(super) fn find(
        path: &Path,
        wanted: Step,
        step: Kept,
        over: &str,
        cx: &Cx<'_>,
    ) -> Result<Self> {
        let (bytes, header) = read(path, wanted)?;
        let view = cx.store.view();
        let secrets = Secrets::of(view, cx.today)?;
        let kept = secrets
            .kept(&header.session, step)?
            .ok_or_else(|| nothing_kept(over))?;
        let side = match step {
            Kept::Answered => ExchangeSide::Answered,
            Kept::Asked | Kept::Opened => ExchangeSide::Asked,
        };
        let with = match view.exchange(&private::hex(&header.session), side)? {
            Some(exchange) => {
                let known = view.partner(exchange.partner)?;
                Some(With {
                    exchange: exchange.id,
                    partner: exchange.partner,
                    name: known.known.name,
                    slug: known.slug,
                    key: pinned(view, exchange.partner)?,
                })
            }
            None if view.file().is_none() => None,
            None => {
                return Err(Error::not_found(
                    "The book knows nothing of this comparison: it was undone, or the book is a copy from before it.",
                )
                .means("Nothing was told and nothing was changed.")
                .hint("Redo it, or begin again with `partnerbook overlap request PARTNER`."));
            }
        };
        let own = secrets.identity()?.public();
        let file = path
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        Ok(Self {
            bytes,
            header,
            secrets,
            kept,
            with,
            own,
            file,
        })
    }

    /// What is expected of the file.
    pub(super) fn checks(&self, today: Day) -> Checks<'_> {
        Checks {
            today,
            rules: RULES,
            own: &self.own,
            pinned: self.with.as_ref().and_then(|with| with.key.as_ref()),
        }
    }

    /// What the log holds of taking this file in.
    pub(super) fn ask(&self, cx: &Cx<'_>, sha256: &[u8; 32]) -> Ask {
        let mut ask = cx.ask();
        ask.file = Some((self.file.clone(), private::hex(sha256)));
        ask
    }
}

/// Our comparison of a book: what only bookless steps do without.
pub(super) fn with(begun: &Begun) -> Result<&With> {
    begun.with.as_ref().ok_or_else(|| {
        Error::not_found("There is no book that knows of this comparison.")
            .means("Nothing was told and nothing was changed.")
    })
}
