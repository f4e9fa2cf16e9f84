//! What an export would write: the payouts that may be sent, as rows of payment files; it writes nothing.

use crate::{
    domain::{
        currency::Currency,
        day::shown,
        iban::{Bic, Iban},
        id::Noun,
        money::Totals,
    },
    error::Result,
    export::payment::{self, Batch, Left, Payer, Row, Wanted},
    ops::payout::{named, which::Picked},
    store::{Partner, Payout, View},
};

/// Kinds of partners that are people, and tags that say so whatever the kind.
const PEOPLE: &[&str] = &[
    "affiliate",
    "consultant",
    "employee",
    "freelancer",
    "individual",
    "influencer",
    "person",
];

/// The files of an export, and the payouts they come from.
pub(super) struct Plan {
    pub batch: Batch,
    pub picked: Picked,
}

impl Plan {
    /// Plans. What may not be sent, or not by its file, is left with the reason.
    pub fn make(
        view: View<'_>,
        picked: Picked,
        wanted: &Wanted,
        approve: bool,
        again: bool,
    ) -> Result<Self> {
        let mut rows = Vec::with_capacity(picked.payouts.len());
        let mut unready = Vec::new();
        let ids: Vec<i64> = picked.payouts.iter().map(|p| p.id).collect();
        for payee in view.payees(&ids)? {
            let payout = payee.payout;
            let may = match payout.state.as_str() {
                "draft" if !approve => Err(format!(
                    "is not approved yet; `payout approve {}`, or add --approve",
                    Noun::Payout.id(payout.id)
                )),
                "exported" if !again => Err(already(&payout)),
                "draft" | "approved" | "exported" => view
                    .may_be_sent(&payout, wanted.today)
                    .map_err(|e| e.message.trim_end_matches('.').to_owned()),
                state => Err(format!("is {state}")),
            };
            if let Err(reason) = may {
                unready.push(Left {
                    payout: payout.id,
                    reason,
                });
                continue;
            }
            let partner = view.partner(payout.partner)?;
            rows.push(Row {
                payout: payout.id,
                money: payout.money,
                person: is_person(&partner),
                partner: payout.partner_name,
                slug: partner.slug,
                method: payee.account.method,
                to: payee.account.to,
                name: payee.account.name,
                bic: payee.account.bic,
                email: payee.account.email,
            });
        }
        let mut batch = payment::files(&rows, &payer(view)?, wanted)?;
        batch.left.extend(unready);
        batch.left.sort_by_key(|left| left.payout);
        Ok(Self { batch, picked })
    }

    /// One of the payouts that were asked for.
    pub fn payout(&self, id: i64) -> Option<&Payout> {
        self.picked.payouts.iter().find(|p| p.id == id)
    }

    /// The payouts that are in a file, in the order of their numbers.
    pub fn written(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self
            .batch
            .files
            .iter()
            .flat_map(|f| f.payouts.iter().copied())
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Of those, the ones in a state.
    fn in_state(&self, state: &str) -> Vec<i64> {
        let is = |id: &i64| self.payout(*id).is_some_and(|p| p.state == state);
        self.written().into_iter().filter(is).collect()
    }

    /// Drafts that are approved by being written.
    pub fn to_approve(&self) -> Vec<i64> {
        self.in_state("draft")
    }

    /// Payouts that are in another file already.
    pub fn again(&self) -> Vec<i64> {
        self.in_state("exported")
    }

    /// The line of the log.
    pub fn summary(&self) -> Result<String> {
        let written = self.written();
        let payouts: Vec<Payout> = written
            .iter()
            .filter_map(|id| self.payout(*id).cloned())
            .collect();
        let mut sums = Totals::new();
        for file in &self.batch.files {
            sums.add_all(&file.sums)?;
        }
        let files: Vec<&str> = self.batch.files.iter().map(|f| f.name.as_str()).collect();
        let verb = if self.to_approve().is_empty() {
            "Wrote"
        } else {
            "Approved and wrote"
        };
        Ok(format!(
            "{verb} {} to {}, {} in all",
            named(&payouts)?,
            files.join(", "),
            sums.shown()
        ))
    }
}

fn already(payout: &Payout) -> String {
    let file = payout.file.as_deref().unwrap_or("a payment file");
    let since = payout
        .exported_on
        .map_or_else(String::new, |day| format!(" since {}", shown(day)));
    format!("is in {file}{since} already; --again writes it once more")
}

/// Wise asks whether a recipient is a person. A tag `company` or `person` decides; else the partner's kind.
fn is_person(partner: &Partner) -> bool {
    let tagged = |word: &str| {
        partner
            .known
            .tags
            .iter()
            .any(|t| t.eq_ignore_ascii_case(word))
    };
    if tagged("company") {
        return false;
    }
    let kind = partner.known.kind.as_deref().unwrap_or_default();
    tagged("person") || PEOPLE.iter().any(|p| p.eq_ignore_ascii_case(kind))
}

/// Who pays, from the settings.
fn payer(view: View<'_>) -> Result<Payer> {
    let iban = view.setting("pay.iban")?;
    let bic = view.setting("pay.bic")?;
    let currency = view.setting("pay.currency")?;
    Ok(Payer {
        program: view.setting("name")?.unwrap_or_default(),
        name: view.setting("pay.name")?,
        iban: iban.as_deref().map(Iban::parse).transpose()?,
        bic: bic.as_deref().map(Bic::parse).transpose()?,
        currency: match currency {
            Some(code) => Currency::from_code(&code)?,
            None => view.currency()?,
        },
    })
}
