//! What a confirmed part in a customer comes to: a referral won and linked, through the same steps a person takes one by
//! one; or an influence, which earns nothing. It decides nothing about money: agreement and ledger follow.

use super::credit::Role;
use crate::{
    domain::{
        day::{Day, shown},
        referral::Pipeline,
    },
    error::{Error, Result},
    ops::{Cx, referral::moves},
    store::{Helped, Missed, NewReferral, Partner, Tx},
};

/// What is to be made.
pub(super) struct Grant<'a> {
    partner: &'a Partner,
    missed: &'a Missed,
    role: Role,
    /// The day it was brought, or first helped.
    on: Day,
    /// The day it was won.
    won: Day,
}

impl<'a> Grant<'a> {
    /// What is to be made of a confirmed part; refused where the days or another referral stand against it.
    pub(super) fn of(
        partner: &'a Partner,
        missed: &'a Missed,
        role: Role,
        on: Option<Day>,
        cx: &Cx<'_>,
    ) -> Result<Self> {
        let dates = &missed.dates;
        let called = format!("C{} {}", missed.customer, missed.name);
        if role == Role::Source
            && let Some((id, whose)) = &missed.sourced_by
        {
            return Err(Error::refused(format!(
                "{called} was brought by {whose}, as R{id}, and a customer is brought by one partner only."
            ))
            .means("Nothing was changed.")
            .hint("If they helped: add --as influence. To share the commission: partnerbook referral split."));
        }
        let Some(on) = on.or_else(|| {
            let ours = [dates.opened_on, dates.customer_on];
            match role {
                Role::Source => ours.into_iter().flatten().min(),
                // Nobody helps with an opportunity before it is there.
                Role::Influence => dates.theirs_by().max(dates.opened_on).or(dates.customer_on),
            }
        }) else {
            return Err(Error::refused(format!(
                "Since when {called} is your customer is not known, nor when it was brought."
            ))
            .means("Nothing was changed.")
            .hint("Say the day it was brought: add --on DAY."));
        };
        let won = dates.customer_on.unwrap_or(on);
        if role == Role::Source && on > won {
            return Err(Error::refused(format!(
                "{called} is your customer since {}, so nobody brought it on {}.",
                shown(won),
                shown(on)
            ))
            .means("Nothing was changed.")
            .hint("Say the day it was brought: --on DAY."));
        }
        let on = on.min(cx.today);
        Ok(Self {
            partner,
            missed,
            role,
            on,
            won: won.min(cx.today),
        })
    }

    /// Makes it. Returns the summary for the log, and what may come next.
    pub(super) fn make(&self, tx: &Tx<'_>, pipeline: &Pipeline) -> Result<(String, String)> {
        let (m, name) = (self.missed, &self.partner.known.name);
        let because = m.dates.words();
        if self.role == Role::Influence {
            let with = Helped::Customer(m.customer);
            tx.put_influence(self.partner.id, with, self.on, &because)?;
            let said = format!(
                "{name} helped with C{} {}, since {}",
                m.customer,
                m.name,
                shown(self.on)
            );
            return Ok((said, "It earns nothing by that.".to_owned()));
        }
        let first = pipeline
            .first()
            .ok_or_else(|| Error::failed("The pipeline has no open stage."))?;
        let id = tx.add_referral(&NewReferral {
            partner: self.partner.id,
            company: m.name.clone(),
            domain: m.domain.clone(),
            came_by: Some("list".to_owned()),
            stage: first.name.clone(),
            submitted_on: Some(self.on),
            note: Some(format!("Confirmed from the overlap of lists: {because}.")),
            ..NewReferral::default()
        })?;
        let earns = tx.agree(id, &[])? > 0;
        let won = moves::win(tx, pipeline, id, self.won, Some(m.customer))?;
        let next = if earns {
            String::new()
        } else {
            format!(
                "{name} was in no program that had terms on {}, so it earns nothing by it.",
                shown(self.on)
            )
        };
        Ok((
            format!(
                "{name} brought C{} {}: R{id}, handed in on {} and won on {}; {}",
                m.customer,
                m.name,
                shown(self.on),
                shown(self.won),
                won.said
            ),
            next,
        ))
    }
}
