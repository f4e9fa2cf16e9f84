//! What becomes of a referral's agreements when its facts change: by whom it came, and when. Says it in words.

use crate::{
    error::Result,
    store::{AgreementLine, NewReferral, REFERRER, Tx},
};

/// Replaces what is known of a referral, and its agreements where they follow from what changed: another partner has
/// terms of its own, and another day of submission may choose another version. Agreements made or changed by hand outlive a
/// day.
/// Returns what happened to them in words, or nothing where they stand.
pub(in crate::ops) fn set(
    tx: &Tx<'_>,
    id: i64,
    before: &NewReferral,
    to: &NewReferral,
) -> Result<Option<String>> {
    let moved = before.partner != to.partner;
    let other_day = before.submitted_on != to.submitted_on;
    let by_rule = !moved && other_day && tx.agreed_by_rule(id)?;
    tx.set_referral(id, to)?;
    if !moved && !other_day {
        return Ok(None);
    }
    let old = earned_by(tx, id)?;
    if moved {
        again(tx, id, true)?;
        let new = earned_by(tx, id)?;
        let name = tx.view().partner(to.partner)?.known.name;
        return Ok(Some(match (old.first(), new.is_empty()) {
            (_, true) => {
                format!("it earns nothing now: {name} is in no program with terms for it")
            }
            (Some(one), false) => format!(
                "its agreement ({}) was replaced by the new partner's terms",
                one.shares
            ),
            (None, false) => "it earns by the new partner's terms now".to_owned(),
        }));
    }
    if tx.agreed_by_rule(id)? {
        return Ok(None);
    }
    if !by_rule {
        return Ok(Some(
            "its agreement stays, because it is split or was changed since".to_owned(),
        ));
    }
    again(tx, id, false)?;
    let new = earned_by(tx, id)?;
    Ok(Some(match (named(&old), named(&new)) {
        (_, new) if new.is_empty() => {
            "it earns nothing now: its partner had no terms on that day".to_owned()
        }
        (old, new) if old.is_empty() => format!("it earns by {new} now"),
        (old, new) => format!("by that day it earns by {new} instead of {old}"),
    }))
}

/// What who referred it earns by; fees of others are not touched by who or when it was.
fn earned_by(tx: &Tx<'_>, id: i64) -> Result<Vec<AgreementLine>> {
    let mut all = tx.view().referral_agreements(id)?;
    all.retain(|a| a.role == REFERRER);
    Ok(all)
}

fn again(tx: &Tx<'_>, id: i64, by_hand: bool) -> Result<()> {
    tx.drop_agreements(id, by_hand)?;
    tx.agree(id, &[])?;
    Ok(())
}

fn named(agreements: &[AgreementLine]) -> String {
    let all: Vec<String> = agreements
        .iter()
        .map(|a| format!("{} version {}", a.program, a.version))
        .collect();
    all.join(" and ")
}
