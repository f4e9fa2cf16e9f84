//! The rewards of the example program: a SPIFF of every state, and what two partners let their people take. Cash is only
//! promised, so that no sum of the example rests on it.

use super::{Made, ask, cast::CAST};
use crate::{
    domain::{
        currency::Currency,
        day::Day,
        money::Money,
        reward::{
            RewardKind::{self, Cash, Credit, GiftCard, Swag},
            SpiffPolicy,
        },
    },
    error::Result,
    store::{NewReward, Store},
};

/// One reward: whose (by place in the cast), to its person or to the partner, what, worth, what for, days ago.
struct Told {
    player: usize,
    to_person: bool,
    kind: RewardKind,
    units: Option<i64>,
    what: Option<&'static str>,
    reason: &'static str,
    ago: u64,
}

const fn told(player: usize, kind: RewardKind, reason: &'static str, ago: u64) -> Told {
    Told {
        player,
        to_person: true,
        kind,
        units: None,
        what: None,
        reason,
        ago,
    }
}

const REWARDS: [Told; 5] = [
    Told {
        units: Some(50),
        ..told(0, GiftCard, "three demos in a month", 70)
    },
    Told {
        units: Some(10),
        to_person: false,
        ..told(1, Credit, "a sign-up of their own", 41)
    },
    Told {
        what: Some("a jacket in L"),
        ..told(1, Swag, "spoke at our meetup", 26)
    },
    Told {
        units: Some(100),
        ..told(0, Cash, "the first win of the quarter", 9)
    },
    Told {
        units: Some(25),
        ..told(0, GiftCard, "a case study", 5)
    },
];

/// Promises them, takes some of them on, and notes two policies.
pub(super) fn give(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    let usd = Currency::from_code("USD")?;
    let policies = [
        (0, SpiffPolicy::Allowed, "Their handbook"),
        (1, SpiffPolicy::NoCash, "Their HR, by e-mail"),
    ];
    let line = "reward add northwind gift-card 50 --reason \"three demos in a month\"";
    store.write(&ask(line, today), |tx| {
        for (player, policy, note) in policies {
            let Some(id) = made.partners.get(player) else {
                continue;
            };
            let mut known = tx.view().partner(*id)?.known;
            known.spiff_policy = Some(policy);
            known.spiff_note = Some(note.to_owned());
            tx.set_partner(*id, &known)?;
        }
        for (n, told) in REWARDS.iter().enumerate() {
            let (Some(partner), Some(cast)) =
                (made.partners.get(told.player), CAST.get(told.player))
            else {
                continue;
            };
            let promised_on = today
                .checked_sub_days(chrono::Days::new(told.ago))
                .unwrap_or(today);
            let id = tx.add_reward(&NewReward {
                partner: *partner,
                rep: told.to_person.then(|| cast.person.0.to_owned()),
                referral: None,
                kind: told.kind,
                money: told
                    .units
                    .map(|units| Money::new(units * usd.minor_per_unit(), usd)),
                what: told.what.map(str::to_owned),
                reason: told.reason.to_owned(),
                promised_on,
                external_id: None,
                their_status: None,
            })?;
            match n {
                0 | 1 => {
                    tx.approve_reward(id, promised_on)?;
                    tx.give_reward(id, promised_on, Some("order 4417"))?;
                }
                2 => tx.approve_reward(id, promised_on)?,
                4 => tx.refuse_reward(id, "the case study was not published")?,
                _ => {}
            }
        }
        Ok(("Promised five rewards, and gave two of them".to_owned(), ()))
    })?;
    Ok(())
}
