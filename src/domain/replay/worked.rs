//! One payment worked out by terms that nobody has agreed on yet; no history is looked at.

use crate::domain::{
    because::Verdict,
    day::Day,
    engine::explain,
    facts::{AgreementFact, Facts, LineFact, ReferralFact, Source, Status},
    ledger::LedgerError,
    money::Money,
    rate::Rate,
    terms::Terms,
};

/// What one payment of a new customer would earn by terms, clause by clause: the first payment, the only one of its
/// month, by a partner who has won this one customer.
pub fn worked(
    terms: &Terms,
    money: Money,
    kind: &str,
    on: Day,
) -> Result<Vec<Verdict>, LedgerError> {
    let facts = one_customer(terms, money, kind, &[on]);
    let mut verdicts = explain(&facts, Source::Line(1))?;
    // A fixed sum comes with the customer, not with the payment.
    verdicts
        .retain(|v| !matches!(terms.plans().get(place(v)), Some(plan) if plan.scope().is_none()));
    verdicts.extend(explain(&facts, Source::Referral(1))?);
    verdicts.sort_by_key(|v| v.agreement);
    Ok(verdicts)
}

/// One customer of one partner, won on the first of the days, who pays the same on each of them; agreements and plans are
/// numbered from 1 in the order of the clauses, lines in the order of the days.
pub(super) fn one_customer(terms: &Terms, money: Money, kind: &str, days: &[Day]) -> Facts {
    let mut facts = Facts::default();
    let on = days.first().copied();
    facts.referrals.push(ReferralFact {
        id: 1,
        status: Status::Won,
        submitted_on: on,
        qualified_on: on,
        won_on: on,
    });
    for (id, plan) in (1..).zip(terms.plans()) {
        facts.plans.insert(id, plan.clone());
        facts.agreements.push(AgreementFact {
            id,
            referral: 1,
            plan: id,
            split: vec![(1, Rate::FULL)],
            starts: None,
            ends: None,
        });
    }
    for (id, day) in (1..).zip(days) {
        facts.lines.push(LineFact {
            id,
            order: String::new(),
            referral: 1,
            day: *day,
            kind: kind.to_owned(),
            money,
            refund_of: None,
            period_months: 1,
        });
    }
    facts
}

/// The place of a verdict's clause in its terms.
fn place(verdict: &Verdict) -> usize {
    usize::try_from(verdict.agreement - 1).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{currency::Currency, day::parse_iso};

    #[test]
    fn one_payment_is_worked_out_by_every_clause() {
        let terms = Terms::parse("25% of base; 50 USD per lead; 5% of usage").unwrap();
        let usd = Currency::parse("USD").unwrap();
        let told: Vec<String> = worked(
            &terms,
            Money::new(241_200, usd),
            "base",
            parse_iso("2026-11-23").unwrap(),
        )
        .unwrap()
        .iter()
        .map(Verdict::sentence)
        .collect();
        assert_eq!(
            told,
            [
                "25% of base: 25% × $2,412.00 = $603.00",
                "$50.00 per lead: $50.00",
                "The payment is for base; this agreement pays on usage.",
            ]
        );
    }
}
