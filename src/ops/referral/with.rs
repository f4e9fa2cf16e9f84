//! `referral with`, and the roles that `referral add` takes.

use clap::Args;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{REFERRER, Tx, View},
    text::{nearest, slug},
};

/// Say who else has a part in referrals, such as agency=bluepeak; the program's split pays them
#[derive(Debug, Args)]
pub struct ReferralWith {
    /// The referrals
    #[arg(required = true, value_name = "REFERRAL")]
    referrals: Vec<String>,
    /// Role and who fills it, such as agency=bluepeak; may be given several times
    #[arg(short, long, value_name = "ROLE=PARTNER")]
    role: Vec<String>,
    /// Role that nobody fills any more; may be given several times
    #[arg(long, value_name = "ROLE")]
    without: Vec<String>,
}

impl Operation for ReferralWith {
    const SPEC: Spec = Spec {
        path: "referral with",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        // What is written ROLE=PARTNER is one wherever it stands.
        let (roles, names): (Vec<String>, Vec<String>) =
            self.referrals.into_iter().partition(|t| t.contains('='));
        let ids = super::ids(&names, view)?;
        if ids.is_empty() {
            return Err(Error::usage("Say which referral, such as R1."));
        }
        let mut wanted = read(&[roles, self.role].concat(), view)?;
        for role in &self.without {
            wanted.push((known(role, view)?, None));
        }
        if wanted.is_empty() {
            return Err(Error::usage(
                "Say who fills which role, such as agency=bluepeak.",
            ));
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            let mut stays = 0;
            for id in &ids {
                stays += usize::from(!fill(tx, *id, &wanted)?);
            }
            let mut said = match ids.as_slice() {
                [id] => format!("R{id} {}", tx.view().referral(*id)?.known.company),
                many => format!("{} referrals", many.len()),
            };
            for (role, partner) in &wanted {
                said = match partner {
                    Some(partner) => {
                        format!("{said}: {role} {}", tx.view().partner(*partner)?.known.name)
                    }
                    None => format!("{said}: no {role}"),
                };
            }
            if let ([_], 1) = (ids.as_slice(), stays) {
                said.push_str("; its agreement stays, because it was split by hand");
            } else if stays > 0 {
                said = format!("{said}; {stays} stay as they were split by hand");
            }
            Ok((said, ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "referral", "referrals")
    }
}

/// Roles and who fills them, as typed.
pub(super) fn read(typed: &[String], view: View<'_>) -> Result<Vec<(String, Option<i64>)>> {
    let mut found = Vec::with_capacity(typed.len());
    for text in typed.iter().flat_map(|t| t.split(',')) {
        let (role, partner) = text.split_once(['=', ':']).ok_or_else(|| {
            Error::usage(format!(
                "“{text}” says no role; write ROLE=PARTNER, such as agency=bluepeak."
            ))
        })?;
        found.push((known(role, view)?, Some(view.find_partner(partner)?)));
    }
    Ok(found)
}

/// Fills roles on a referral, and shares what the rule agreed on it anew. Returns whether its agreements follow: what
/// was split otherwise stays.
pub(super) fn fill(tx: &Tx<'_>, id: i64, wanted: &[(String, Option<i64>)]) -> Result<bool> {
    let by_rule = tx.shared_by_rule(id)?;
    let mut news = false;
    for (role, partner) in wanted {
        news |= tx.set_role(id, role, *partner)?;
    }
    if !news {
        return Ok(true);
    }
    let mut agreements = tx.view().referral_agreements(id)?;
    agreements.retain(|a| a.role == REFERRER);
    if by_rule {
        tx.share_again(id)?;
    }
    Ok(by_rule && agreements.iter().all(|a| !a.by_hand))
}

/// A role that some program shares with.
fn known(typed: &str, view: View<'_>) -> Result<String> {
    let role = slug(typed);
    if role == REFERRER {
        return Err(
            Error::refused("Who referred it is its partner, not a role.")
                .means("Nothing was changed.")
                .hint("Change it with `partnerbook referral edit R1 --partner PARTNER`."),
        );
    }
    let roles = view.split_roles()?;
    if roles.contains(&role) {
        return Ok(role);
    }
    let e = Error::refused(format!(
        "No program shares its commission with a role “{role}”."
    ))
    .means("Nothing was changed.");
    Err(match nearest(&role, roles.iter().map(String::as_str)) {
        Some(near) => e.hint(format!("Did you mean {near}?")),
        None => e.hint(format!(
            "Give a program a split first: partnerbook program split PROGRAM referral:70 {role}:30"
        )),
    })
}
