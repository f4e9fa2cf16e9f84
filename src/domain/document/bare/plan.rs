//! A plan of a bare ledger, field by field, read as the plan it is; what it owes is the engine's to say.

use serde::Deserialize;

use crate::domain::{
    currency::Currency,
    ledger::{Code, LedgerError},
    money::Money,
    plan::{ActiveBy, Activity, BASE, Event, Flat, Mode, Percent, Plan, Scope, Tier, Tiered},
    rate::Rate,
};

/// A plan of a bare ledger.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BarePlan {
    r#type: String,
    rate: Option<String>,
    months: Option<u32>,
    #[serde(default)]
    per_month: bool,
    active_days: Option<u32>,
    active_count: Option<u32>,
    active_by: Option<String>,
    otherwise: Option<String>,
    kinds: Option<Vec<String>>,
    currency: Option<String>,
    tiers: Option<Vec<(String, String)>>,
    mode: Option<String>,
    event: Option<String>,
    amount: Option<String>,
}

impl BarePlan {
    /// The plan it is; refused by the codes of the rules where it cannot be one.
    pub(super) fn read(&self) -> Result<Plan, LedgerError> {
        let bad = |message: &str| LedgerError::new(Code::BadPlan, message);
        let rate = |text: &Option<String>| Rate::parse(text.as_deref().unwrap_or_default());
        let activity = match self.active_days {
            None => None,
            Some(days) => Some(Activity {
                days,
                count: self.active_count.unwrap_or(1),
                by: match self.active_by.as_deref() {
                    None | Some("won") => ActiveBy::Won,
                    Some("submitted") => ActiveBy::Submitted,
                    Some(_) => return Err(bad("Activity is by won or by submitted.")),
                },
            }),
        };
        let kinds = self.kinds.clone().unwrap_or_else(|| vec![BASE.to_owned()]);
        let scope = Scope {
            kinds,
            months: self.months,
            per_month: self.per_month,
            activity,
        };
        let currency = || Currency::from_code(self.currency.as_deref().unwrap_or_default());
        let plan = match self.r#type.as_str() {
            "percent" => {
                let otherwise = if self.otherwise.is_some() {
                    rate(&self.otherwise)?
                } else {
                    Rate::ZERO
                };
                Plan::Percent(Percent {
                    rate: rate(&self.rate)?,
                    scope,
                    otherwise,
                })
            }
            "tiered" => {
                let currency = currency()?;
                let mut tiers = Vec::new();
                for (from, rate) in self.tiers.iter().flatten() {
                    tiers.push(Tier {
                        from: Money::parse(from, currency)?.minor,
                        rate: Rate::parse(rate)?,
                    });
                }
                let mode = match self.mode.as_deref() {
                    None | Some("whole") => Mode::Whole,
                    Some("graduated") => Mode::Graduated,
                    _ => return Err(bad("Tiers are whole or graduated.")),
                };
                Plan::Tiered(Tiered {
                    currency,
                    tiers,
                    mode,
                    scope,
                })
            }
            "flat" => {
                let event = match self.event.as_deref() {
                    Some("lead") => Event::Lead,
                    Some("conversion") => Event::Conversion,
                    _ => return Err(bad("A fixed sum is for a lead or for a conversion.")),
                };
                Plan::Flat(Flat {
                    event,
                    fee: Money::parse(self.amount.as_deref().unwrap_or_default(), currency()?)?,
                })
            }
            other => return Err(bad(&format!("“{other}” is no type of plan."))),
        };
        plan.check()?;
        Ok(plan)
    }
}
