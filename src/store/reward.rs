//! Rewards in the book: what is known of one and how far it is; the steps it takes are in `reward/steps.rs`.

mod steps;

use rusqlite::{OptionalExtension, Row};

use super::{
    View,
    column::{day, money, sure_day},
};
use crate::{
    domain::{
        day::{Day, shown},
        id::Noun,
        money::Money,
        reward::{RewardKind, RewardState},
    },
    error::{Error, Result},
};

/// A reward to promise. Texts are stored as they are: check them with `text::check_name` before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NewReward {
    /// Whose it is.
    pub partner: i64,
    /// The person there; nothing where it is for the partner itself.
    pub rep: Option<String>,
    /// The referral it is for, where it is for one.
    pub referral: Option<i64>,
    /// What it is.
    pub kind: RewardKind,
    /// What it is worth, in any currency; above zero. Cash always has it.
    pub money: Option<Money>,
    /// In words, where it is no money or more than money.
    pub what: Option<String>,
    /// What it is given for; the partner reads it.
    pub reason: String,
    /// The day it was promised.
    pub promised_on: Day,
    /// Its name in another system; unique.
    pub external_id: Option<String>,
    /// Its state as the program it came from calls it.
    pub their_status: Option<String>,
}

/// A reward in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// Its id: `W2`.
    pub id: i64,
    /// The partner's name.
    pub partner_name: String,
    /// The partner's short name.
    pub partner_slug: String,
    /// What was said when it was promised.
    pub known: NewReward,
    /// How far it is. Cash is given once the payout that holds its ledger line is paid.
    pub state: RewardState,
    /// Why it was refused; internal.
    pub state_reason: Option<String>,
    /// The day it was approved.
    pub approved_on: Option<Day>,
    /// The day it was given, or its payout paid.
    pub given_on: Option<Day>,
    /// Order number, last digits of a gift card, account credited; internal.
    pub reference: Option<String>,
    /// Cash: what it is in the ledger.
    pub adjustment: Option<i64>,
    /// Cash: the payout its ledger line is in, and the payout's state.
    pub payout: Option<(i64, String)>,
}

/// The payout `y` that pays the cash of reward `w`: a live one that holds its ledger line. Cash that was voided is in none.
macro_rules! cash_payout {
    () => {
        "LEFT JOIN payout y ON y.id = (SELECT x.id FROM commission c JOIN payout_line l ON l.commission_id = c.id
           JOIN payout x ON x.id = l.payout_id AND x.state NOT IN ('failed', 'cancelled', 'reversed')
           WHERE w.adjustment_id IS NOT NULL AND c.source = 'hand' AND c.source_id = w.adjustment_id
             AND c.minor = w.minor
             AND (SELECT sum(n.minor) FROM commission n WHERE n.source = 'hand' AND n.source_id = w.adjustment_id) = w.minor
           ORDER BY c.id DESC LIMIT 1)"
    };
}
pub(in crate::store) use cash_payout;

/// The state of reward `w` with its payout `y`.
macro_rules! reward_state {
    () => {
        "CASE WHEN w.state = 'approved' AND y.state = 'paid' THEN 'given' ELSE w.state END"
    };
}
pub(in crate::store) use reward_state;

const SELECT: &str = concat!(
    "SELECT w.id, p.name, p.slug, w.partner_id, w.rep, w.referral_id, w.kind, w.minor, w.currency, w.what, w.reason,
       w.promised_on, ",
    reward_state!(),
    ", w.state_reason, w.approved_on, CASE y.state WHEN 'paid' THEN y.paid_on ELSE w.given_on END, w.reference,
       w.adjustment_id, y.id, y.state, w.external_id, w.their_status
     FROM reward w JOIN partner p ON p.id = w.partner_id ",
    cash_payout!()
);

fn read(r: &Row<'_>) -> rusqlite::Result<Reward> {
    let payout = r
        .get::<_, Option<i64>>(18)?
        .zip(r.get::<_, Option<String>>(19)?);
    Ok(Reward {
        id: r.get(0)?,
        partner_name: r.get(1)?,
        partner_slug: r.get(2)?,
        known: NewReward {
            partner: r.get(3)?,
            rep: r.get(4)?,
            referral: r.get(5)?,
            kind: RewardKind::parse(r.get_ref(6)?.as_str()?).unwrap_or_default(),
            money: money(r, 7)?,
            what: r.get(9)?,
            reason: r.get(10)?,
            promised_on: sure_day(r, 11)?,
            external_id: r.get(20)?,
            their_status: r.get(21)?,
        },
        state: RewardState::parse(r.get_ref(12)?.as_str()?).unwrap_or_default(),
        state_reason: r.get(13)?,
        approved_on: day(r, 14)?,
        given_on: day(r, 15)?,
        reference: r.get(16)?,
        adjustment: r.get(17)?,
        payout,
    })
}

impl NewReward {
    /// What it is in a few words: `cash $100.00`, `gift: a hamper`, `credit $10.00: API credit`.
    pub fn words(&self) -> String {
        let mut words = self.kind.to_string();
        if let Some(money) = self.money {
            words.push(' ');
            words.push_str(&money.shown());
        }
        if let Some(what) = &self.what {
            words.push_str(": ");
            words.push_str(what);
        }
        words
    }

    /// Who gets it: the rep at the partner, or the partner.
    pub fn whom(&self, partner: &str) -> String {
        match &self.rep {
            Some(rep) => format!("{rep} at {partner}"),
            None => partner.to_owned(),
        }
    }
}

impl Reward {
    /// How far it is, with its days, as a phrase: `Given on 2 Nov 2026 with payout P3`.
    pub fn phrase(&self) -> String {
        let on = |day: Option<Day>| day.map_or_else(String::new, |d| format!(" on {}", shown(d)));
        match (self.state, &self.payout) {
            (RewardState::Given, Some((payout, _))) => {
                format!("Given{} with payout P{payout}", on(self.given_on))
            }
            (RewardState::Given, None) => format!("Given{}", on(self.given_on)),
            (RewardState::Approved, Some((payout, state))) => {
                format!(
                    "Approved{}; in payout P{payout} ({state})",
                    on(self.approved_on)
                )
            }
            (RewardState::Approved, None) if self.adjustment.is_some() => format!(
                "Approved{}; given with the next payout that is paid",
                on(self.approved_on)
            ),
            (RewardState::Approved, None) => format!("Approved{}", on(self.approved_on)),
            (RewardState::Promised, _) => format!("Promised{}", on(Some(self.known.promised_on))),
            (RewardState::Refused, _) => match &self.state_reason {
                Some(why) => format!("Refused: {why}"),
                None => "Refused".to_owned(),
            },
        }
    }
}

impl View<'_> {
    /// One reward.
    pub fn reward(&self, id: i64) -> Result<Reward> {
        self.conn
            .prepare_cached(&format!("{SELECT} WHERE w.id = ?1"))?
            .query_row([id], read)
            .optional()?
            .ok_or_else(|| {
                Error::not_found(format!("There is no reward {}.", Noun::Reward.id(id)))
                    .hint("`partnerbook reward list` shows them.")
            })
    }

    /// A partner's rewards, newest first.
    pub fn partner_rewards(&self, partner: i64) -> Result<Vec<Reward>> {
        let mut q = self.conn.prepare_cached(&format!(
            "{SELECT} WHERE w.partner_id = ?1 ORDER BY w.promised_on DESC, w.id DESC"
        ))?;
        let rows = q.query_map([partner], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The reward of an external id.
    pub fn reward_of(&self, external: &str) -> Result<Option<Reward>> {
        Ok(self
            .conn
            .prepare_cached(&format!("{SELECT} WHERE w.external_id = ?1"))?
            .query_row([external], read)
            .optional()?)
    }

    /// Every reward, in the order they were added.
    pub fn rewards(&self) -> Result<Vec<Reward>> {
        let mut q = self.conn.prepare(&format!("{SELECT} ORDER BY w.id"))?;
        let rows = q.query_map([], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a referral has to do with a partner: it sent it, fills a role on it, or shares in what it earns.
    pub fn works_on(&self, partner: i64, referral: i64) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT 1 FROM referral WHERE id = ?2 AND partner_id = ?1
                 UNION ALL SELECT 1 FROM referral_role WHERE referral_id = ?2 AND partner_id = ?1
                 UNION ALL SELECT 1 FROM agreement a JOIN agreement_share s ON s.agreement_id = a.id
                           WHERE a.referral_id = ?2 AND s.partner_id = ?1",
            )?
            .exists([partner, referral])?)
    }

    /// Refuses a reward to a rep that the partner forbids its people to take, in words that say what would do.
    pub fn may_reward(&self, new: &NewReward) -> Result<()> {
        let Some(rep) = &new.rep else { return Ok(()) };
        let partner = self.partner(new.partner)?.known;
        match partner.spiff_policy {
            Some(policy) if !policy.allows(new.kind) => {
                let said = partner
                    .spiff_note
                    .map_or_else(String::new, |note| format!(" ({note})"));
                Err(refused(format!(
                    "{}'s policy for rewards to its people is “{policy}”{said}, so {rep} may not be given {}.",
                    partner.name, new.kind
                ))
                .hint(policy.instead()))
            }
            _ => Ok(()),
        }
    }
}

fn refused(what: String) -> Error {
    Error::refused(what).means("Nothing was changed.")
}
