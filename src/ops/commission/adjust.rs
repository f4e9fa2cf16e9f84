//! `commission adjust`.

use clap::Args;

use crate::{
    domain::{day::Day, money::Money},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{AdjustmentKind, NewAdjustment, View},
};

/// Add a bonus, a correction or a write-off to what a partner is owed
#[derive(Debug, Args)]
pub struct CommissionAdjust {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// How much, such as 250 or "-40 EUR"; below zero takes something back
    #[arg(value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: String,
    /// Why; the partner reads it
    #[arg(long, required = true, value_name = "TEXT")]
    reason: String,
    /// What it is; if not given a bonus, or a correction where the amount is below zero
    #[arg(long, value_name = "KIND", value_parser = ["bonus", "correction", "write-off"])]
    kind: Option<String>,
    /// The day it counts as; it may be paid from that day on
    #[arg(long, value_name = "DAY", default_value = "today")]
    on: String,
    /// The referral it is about
    #[arg(long, value_name = "REFERRAL")]
    referral: Option<String>,
}

impl Operation for CommissionAdjust {
    const SPEC: Spec = Spec {
        path: "commission adjust",
        kind: Kind::Write,
        aliases: &["bonus", "write-off"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.find_partner(&self.partner)?;
        let name = view.partner(partner)?.known.name;
        let no = |why: &str| Error::refused(why).means("Nothing was changed.");
        let money = args::money(Some(&self.amount), view)?
            .filter(|m| !m.is_zero())
            .ok_or_else(|| no("An adjustment of nothing changes nothing; give an amount."))?;
        self.currency_is_sure(view, (partner, &name), money, cx.today)?;
        let reason = args::line("--reason", Some(&self.reason))?
            .filter(|r| !r.is_empty())
            .ok_or_else(|| no("Say why: the reason is what the partner reads."))?;
        let day = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let referral = self
            .referral
            .as_deref()
            .map(|r| view.find_referral(r))
            .transpose()?;
        let kind = match self.kind.as_deref() {
            Some(typed) => AdjustmentKind::read(typed)
                .ok_or_else(|| Error::usage(format!("“{typed}” is no kind of adjustment.")))?,
            None if money.minor < 0 => AdjustmentKind::Correction,
            None => AdjustmentKind::Bonus,
        };
        if kind == AdjustmentKind::Bonus && money.minor < 0 {
            return Err(
                no("A bonus gives something; what takes something back is a correction.")
                    .hint("Leave the kind out, or say --kind correction."),
            );
        }
        let new = NewAdjustment {
            partner,
            referral,
            kind,
            day,
            money,
            reason,
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.add_adjustment(&new)?;
            let what = match new.kind {
                AdjustmentKind::Bonus => "A bonus",
                AdjustmentKind::Correction => "A correction",
                AdjustmentKind::WriteOff => "A write-off",
                AdjustmentKind::Reward => "A reward",
            };
            Ok((
                format!("{what} of {} for {name}: {}", money.shown(), new.reason),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}

impl CommissionAdjust {
    /// An amount without a currency is the book's, which is a surprise where the partner earns in another one only.
    fn currency_is_sure(
        &self,
        view: View<'_>,
        of: (i64, &str),
        money: Money,
        today: Day,
    ) -> Result<()> {
        let (partner, name) = of;
        let earned = view.partner_money(partner, today)?.earned;
        let own: Vec<_> = earned.iter().map(|m| m.currency).collect();
        let Some(first) = own.first().filter(|_| !own.contains(&money.currency)) else {
            return Ok(());
        };
        let named = Money::parse_typed(&self.amount, *first)?.currency == money.currency;
        if named {
            return Ok(());
        }
        let amount = self.amount.trim();
        Err(Error::refused(format!(
            "{name} earns in {first}, and the amount names no currency."
        ))
        .means("Nothing was changed.")
        .hint(format!(
            "Say “{amount} {first}”, or “{amount} {}” if that is meant.",
            money.currency
        )))
    }
}
