//! The steps of a reward: promised, approved, given or refused. Cash is given by its payout and by nothing else; ledger
//! lines are posted elsewhere.

use rusqlite::params;

use super::{NewReward, Reward, refused};
use crate::{
    domain::{
        day::{Day, shown},
        id::Noun,
        reward::{RewardKind, RewardState},
    },
    error::{Error, Result},
    store::{AdjustmentKind, NewAdjustment, Tx, column::iso},
};

impl Tx<'_> {
    /// Promises a reward and returns its id. Refused where the partner's policy forbids it.
    pub fn add_reward(&self, new: &NewReward) -> Result<i64> {
        self.expect_promise(new, 0)?;
        self.conn
            .prepare_cached(
                "INSERT INTO reward (partner_id, rep, referral_id, kind, minor, currency, what, reason, promised_on, op,
                   external_id, their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                new.partner,
                new.rep,
                new.referral,
                new.kind.word(),
                new.money.map(|m| m.minor),
                new.money.map(|m| m.currency.code()),
                new.what,
                new.reason,
                iso(Some(new.promised_on)),
                self.op,
                new.external_id,
                new.their_status
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Replaces what was promised, while it is only promised; of others no more than the names another system gives it.
    pub fn set_reward(&self, id: i64, to: &NewReward) -> Result<()> {
        let reward = self.view().reward(id)?;
        let same = NewReward {
            external_id: to.external_id.clone(),
            their_status: to.their_status.clone(),
            ..reward.known.clone()
        };
        if reward.state != RewardState::Promised && same != *to {
            return Err(refused(format!(
                "{} is {} already, and what it is can no longer change.",
                Noun::Reward.id(id),
                reward.state
            ))
            .hint("Refuse it, and promise what is right."));
        }
        self.expect_promise(to, id)?;
        self.conn
            .prepare_cached(
                "UPDATE reward SET partner_id = ?2, rep = ?3, referral_id = ?4, kind = ?5, minor = ?6, currency = ?7, what = ?8,
                   reason = ?9, promised_on = ?10, external_id = ?11, their_status = ?12 WHERE id = ?1",
            )?
            .execute(params![
                id,
                to.partner,
                to.rep,
                to.referral,
                to.kind.word(),
                to.money.map(|m| m.minor),
                to.money.map(|m| m.currency.code()),
                to.what,
                to.reason,
                iso(Some(to.promised_on)),
                to.external_id,
                to.their_status
            ])?;
        Ok(())
    }

    fn expect_promise(&self, new: &NewReward, but: i64) -> Result<()> {
        self.expect_free("reward", "external_id", new.external_id.as_deref(), but)?;
        self.view().may_reward(new)?;
        match new.referral {
            Some(referral) if !self.view().works_on(new.partner, referral)? => Err(refused(
                format!("R{referral} is not a referral of this partner."),
            )
            .hint("Name a referral it sent or shares in, or none.")),
            _ => Ok(()),
        }
    }

    /// Approves a promised reward. Cash goes into the ledger and may be paid from that day on.
    pub fn approve_reward(&self, id: i64, on: Day) -> Result<()> {
        let reward = self.view().reward(id)?;
        if reward.state != RewardState::Promised {
            return Err(not_now(&reward, "approved"));
        }
        not_before(on, reward.known.promised_on, "promised")?;
        self.view().may_reward(&reward.known)?;
        let adjustment = match (reward.known.kind, reward.known.money) {
            (RewardKind::Cash, Some(money)) => Some(self.add_adjustment(&NewAdjustment {
                partner: reward.known.partner,
                referral: reward.known.referral,
                kind: AdjustmentKind::Reward,
                day: on,
                money,
                reason: match &reward.known.rep {
                    Some(rep) => format!("SPIFF to {rep}: {}", reward.known.reason),
                    None => reward.known.reason.clone(),
                },
            })?),
            _ => None,
        };
        self.conn
            .prepare_cached(
                "UPDATE reward SET state = 'approved', approved_on = ?2, adjustment_id = ?3 WHERE id = ?1",
            )?
            .execute(params![id, iso(Some(on)), adjustment])?;
        Ok(())
    }

    /// Records that an approved reward was given. Refused for cash, which its payout gives.
    pub fn give_reward(&self, id: i64, on: Day, reference: Option<&str>) -> Result<()> {
        let reward = self.view().reward(id)?;
        if reward.known.kind == RewardKind::Cash {
            return Err(cash_is_paid(&reward));
        }
        if reward.state != RewardState::Approved {
            return Err(not_now(&reward, "given"));
        }
        if let Some(approved) = reward.approved_on {
            not_before(on, approved, "approved")?;
        }
        self.view().may_reward(&reward.known)?;
        self.conn
            .prepare_cached(
                "UPDATE reward SET state = 'given', given_on = ?2, reference = ?3 WHERE id = ?1",
            )?
            .execute(params![id, iso(Some(on)), reference])?;
        Ok(())
    }

    /// Refuses a promised or approved reward. Approved cash leaves the ledger, unless a payout holds it.
    pub fn refuse_reward(&self, id: i64, reason: &str) -> Result<()> {
        let reward = self.view().reward(id)?;
        if let Some((payout, state)) = &reward.payout {
            let next = if state == "paid" {
                format!("Reverse the payout first: partnerbook payout reverse P{payout}")
            } else {
                format!("Cancel the payout first: partnerbook payout cancel P{payout}")
            };
            return Err(refused(format!(
                "The cash of {} is in payout P{payout} ({state}).",
                Noun::Reward.id(id)
            ))
            .hint(next));
        }
        if !matches!(reward.state, RewardState::Promised | RewardState::Approved) {
            return Err(not_now(&reward, "refused"));
        }
        self.conn
            .prepare_cached(
                "UPDATE reward SET state = 'refused', state_reason = ?2, adjustment_id = NULL WHERE id = ?1",
            )?
            .execute(params![id, reason])?;
        if let Some(adjustment) = reward.adjustment {
            self.conn
                .prepare_cached("DELETE FROM adjustment WHERE id = ?1")?
                .execute([adjustment])?;
        }
        Ok(())
    }
}

/// The error of a reward that is not where it would have to be.
fn not_now(reward: &Reward, wanted: &str) -> Error {
    let id = Noun::Reward.id(reward.id);
    let next = match (reward.state, wanted) {
        (RewardState::Promised, "given") => {
            format!("Approve it first: partnerbook reward approve {id}")
        }
        (RewardState::Refused, _) => "Promise it anew with `partnerbook reward add`.".to_owned(),
        _ => "Nothing needs to be done, or take the step back with `partnerbook undo`.".to_owned(),
    };
    refused(format!("{id} is {} and cannot be {wanted}.", reward.state)).hint(next)
}

fn cash_is_paid(reward: &Reward) -> Error {
    let id = Noun::Reward.id(reward.id);
    let next = match (reward.state, &reward.payout) {
        (RewardState::Promised, _) => {
            format!(
                "Approve it: partnerbook reward approve {id}. It then goes into the next payout."
            )
        }
        (RewardState::Given, Some((payout, _))) => {
            format!("It was given with payout P{payout}. Nothing needs to be done.")
        }
        (_, Some((payout, _))) => format!(
            "It is in payout P{payout}. Once that is paid: partnerbook payout paid P{payout}"
        ),
        (RewardState::Refused, None) => {
            "It was refused; promise it anew with `partnerbook reward add`.".to_owned()
        }
        (_, None) => "It goes into the next payout: partnerbook payout new".to_owned(),
    };
    refused(format!(
        "{id} is cash: it is given by the payout that pays it."
    ))
    .hint(next)
}

fn not_before(on: Day, first: Day, what: &str) -> Result<()> {
    if on < first {
        return Err(refused(format!(
            "It was {what} on {}; {} is before that.",
            shown(first),
            shown(on)
        )));
    }
    Ok(())
}
