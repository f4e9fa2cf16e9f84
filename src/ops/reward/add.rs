//! `reward add`.

use clap::{Args, builder::PossibleValue};

use super::done_on;
use crate::{
    domain::{id::Noun, money::Money, reward::RewardKind},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::NewReward,
};

/// Promise a partner or one of its people a reward
#[derive(Debug, Args)]
pub struct RewardAdd {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// What it is
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: String,
    /// What it is worth: 100, "50 EUR"; cash needs it
    #[arg(value_name = "VALUE")]
    value: Option<String>,
    /// What it is, in words: "a hamper", "10% off renewals"
    #[arg(long, value_name = "TEXT")]
    what: Option<String>,
    /// The person at the partner who gets it (a SPIFF); without one the partner itself does
    #[arg(long, value_name = "NAME")]
    rep: Option<String>,
    /// The referral it is for
    #[arg(long, value_name = "REFERRAL")]
    referral: Option<String>,
    /// What it is given for; the partner reads it
    #[arg(long, required = true, value_name = "TEXT")]
    reason: String,
    /// The day it was promised
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for RewardAdd {
    const SPEC: Spec = Spec {
        path: "reward add",
        kind: Kind::Write,
        aliases: &["new", "promise"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        let kind = RewardKind::parse(&self.kind)
            .ok_or_else(|| Error::usage(format!("“{}” is no reward.", self.kind)))?;
        let new = NewReward {
            partner: partner.id,
            rep: args::line("--rep", self.rep.as_deref())?,
            referral: self
                .referral
                .as_deref()
                .map(|r| view.find_referral(r))
                .transpose()?,
            kind,
            money: args::money(self.value.as_deref(), view)?,
            what: args::line("--what", self.what.as_deref())?,
            reason: args::line("--reason", Some(&self.reason))?
                .ok_or_else(|| Error::usage("Say what it is for, with --reason."))?,
            promised_on: done_on(&self.on, cx.today)?,
            external_id: None,
            their_status: None,
        };
        worth(new.kind, new.money, new.what.as_deref())?;
        let unasked = new.rep.is_some() && partner.known.spiff_policy.is_none();
        let done = cx.store.write(&cx.ask(), |tx| {
            let id = tx.add_reward(&new)?;
            let said = format!(
                "Promised {} to {} ({})",
                new.words(),
                new.whom(&partner.known.name),
                Noun::Reward.id(id)
            );
            Ok((said, id))
        })?;
        let approve = format!(
            "Next: partnerbook reward approve {}",
            Noun::Reward.id(done.value)
        );
        let next = if unasked {
            format!(
                "Whether {} lets its people take rewards is not known; ask, and note it: partnerbook partner edit {} --spiff no-cash. {approve}",
                partner.known.name, partner.slug
            )
        } else {
            approve
        };
        Ok(args::wrote(&done, &next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        let mut filled = args::selected_one(selection, "partner", "partner");
        filled.extend(args::selected_one(selection, "referral", "referral"));
        filled
    }
}

/// Refuses a reward that says neither what it is worth nor what it is.
pub(in crate::ops) fn worth(
    kind: RewardKind,
    money: Option<Money>,
    what: Option<&str>,
) -> Result<()> {
    let refuse = |what: String, hint: &str| {
        Err(Error::refused(what)
            .means("Nothing was changed.")
            .hint(hint))
    };
    match (money, what) {
        (Some(money), _) if money.minor <= 0 => refuse(
            format!("A reward is worth more than {}.", money.shown()),
            "To take money back, see `partnerbook commission adjust --help`.",
        ),
        (None, _) if kind == RewardKind::Cash => refuse(
            "Cash needs an amount.".to_owned(),
            "Such as: partnerbook reward add PARTNER cash 100 --reason TEXT",
        ),
        (None, None) => refuse(
            format!("Say what the {kind} is worth, or what it is."),
            "Give a value, or words with --what, such as --what \"10% off renewals\".",
        ),
        _ => Ok(()),
    }
}

/// The words of KIND; also as they are shown.
fn kinds() -> Vec<PossibleValue> {
    RewardKind::ALL
        .into_iter()
        .map(|kind| PossibleValue::new(kind.typed()).alias(kind.word()))
        .collect()
}
