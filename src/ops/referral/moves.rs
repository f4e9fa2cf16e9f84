//! The moves of a referral through the pipeline, one at a time inside a write; the operations decide which.

use crate::{
    domain::{
        day::{Day, shown},
        referral::{Pipeline, Stage, StageKind},
    },
    error::{Error, Result},
    store::{NewCustomer, Referral, Same, Tx, View},
};

/// What a win did with the customer, in words.
pub(in crate::ops) struct Won {
    pub customer: i64,
    pub said: String,
}

/// Refuses a day on which nothing can have happened to the referral yet.
pub(super) fn expect_possible(referral: &Referral, on: Day, today: Day) -> Result<()> {
    let refuse = |words: String| Err(Error::refused(words).means("Nothing was changed."));
    let company = &referral.known.company;
    if on > today {
        return refuse(format!(
            "{} is still to come; say it when it has happened.",
            shown(on)
        ));
    }
    match referral.known.submitted_on {
        Some(submitted) if on < submitted => refuse(format!(
            "R{} {company} was submitted on {}, so nothing can have happened to it on {}.",
            referral.id,
            shown(submitted),
            shown(on)
        )),
        _ => Ok(()),
    }
}

/// Moves a referral to a stage. A win goes through [`win`], which also sees to the customer.
pub(super) fn to_stage(
    tx: &Tx<'_>,
    pipeline: &Pipeline,
    id: i64,
    to: &Stage,
    on: Day,
    reason: Option<&str>,
) -> Result<Referral> {
    let referral = tx.view().referral(id)?;
    expect_possible(&referral, on, tx.today)?;
    pipeline
        .may_move(&referral.known.stage, to)
        .map_err(|e| refused(&referral, &e.to_string()))?;
    if to.kind.needs_reason() && reason.is_none() {
        return Err(
            Error::refused(format!("Say why it is {}, with --reason.", to.kind))
                .means("Nothing was changed; the reason is kept with the referral."),
        );
    }
    let mut known = referral.known.clone();
    known.stage.clone_from(&to.name);
    known.reason = reason
        .filter(|_| to.kind != StageKind::Open)
        .map(str::to_owned);
    known.closed_on = (to.kind != StageKind::Open && to.kind != StageKind::Won).then_some(on);
    known.won_on = (to.kind == StageKind::Won).then_some(on);
    if pipeline.qualifies(to) && known.qualified_on.is_none() {
        known.qualified_on = Some(on);
    }
    if to.kind != StageKind::Open {
        // Nothing is left to do on what is closed.
        known.next_step = None;
        known.next_on = None;
    }
    tx.put_referral(id, &known, on)?;
    Ok(referral)
}

/// Marks a referral won and sees to its customer: the one named, the one it has, the one of the same company that
/// nobody brought, or a new one.
pub(in crate::ops) fn win(
    tx: &Tx<'_>,
    pipeline: &Pipeline,
    id: i64,
    on: Day,
    named: Option<i64>,
) -> Result<Won> {
    let stage = pipeline
        .closing(StageKind::Won)
        .ok_or_else(|| Error::failed("The pipeline has no stage for won referrals."))?;
    let before = to_stage(tx, pipeline, id, stage, on, None)?;
    let known = &before.known;
    let view = tx.view();
    let found = match named {
        Some(customer) => Some(customer),
        None => match view.customer_of(id)? {
            Some(customer) => Some(customer),
            None => unclaimed(view, &known.company, known.domain.as_deref())?,
        },
    };
    let Some(customer) = found else {
        let customer = tx.add_customer(&NewCustomer {
            name: known.company.clone(),
            domain: known.domain.clone(),
            referral: Some(id),
            started_on: Some(on),
            owner: known.owner.clone(),
            ..NewCustomer::default()
        })?;
        let said = format!("{} is customer C{customer} now", known.company);
        return Ok(Won { customer, said });
    };
    let there = view.customer(customer)?;
    let said = match there.known.referral {
        Some(own) if own == id => format!("its customer is C{customer} {}", there.known.name),
        // A customer may have several referrals; the first one brought it.
        Some(other) => format!("C{customer} {} stays linked to R{other}", there.known.name),
        None => {
            let lines = tx.link_customer(customer, id)?;
            let moved = match lines {
                0 => String::new(),
                n => format!(", and {n} of its revenue lines earn on it"),
            };
            format!("C{customer} {} is linked to it{moved}", there.known.name)
        }
    };
    Ok(Won { customer, said })
}

/// The customer of the same company, if nobody brought it.
fn unclaimed(view: View<'_>, company: &str, domain: Option<&str>) -> Result<Option<i64>> {
    for same in view.same_company(company, domain)? {
        if let Same::Customer { id, .. } = same
            && view.customer(id)?.known.referral.is_none()
        {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn refused(referral: &Referral, why: &str) -> Error {
    let e = Error::refused(format!(
        "R{} {}: {why}",
        referral.id, referral.known.company
    ))
    .means("Nothing was changed.");
    match referral.kind {
        StageKind::Open => e,
        _ => e.hint(format!(
            "To open it again: partnerbook referral reopen R{}",
            referral.id
        )),
    }
}
