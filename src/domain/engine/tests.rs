//! Facts a manager would check by hand: the sum, the reason, and what is refused.

use super::*;
use crate::domain::because::{Outcome, Verdict};
use crate::domain::currency::Currency;
use crate::domain::day::parse_iso;
use crate::domain::facts::{AgreementFact, LineFact, ReferralFact, Status};
use crate::domain::ledger::Code;
use crate::domain::terms::Terms;

const ANN: i64 = 1;
const BOB: i64 = 2;

/// Something done to sound facts that breaks a rule.
type Break<'a> = &'a dyn Fn(&mut Facts);

fn on(iso: &str) -> Day {
    parse_iso(iso).unwrap()
}

/// One referral won on 10 January 2024 on these terms, all Ann's.
fn facts(terms: &str) -> Facts {
    let plans = Terms::parse(terms).unwrap().into_plans();
    let mut facts = Facts::default();
    facts.referrals.push(ReferralFact {
        id: 7,
        status: Status::Won,
        submitted_on: Some(on("2023-12-01")),
        qualified_on: None,
        won_on: Some(on("2024-01-10")),
    });
    for (id, plan) in (1..).zip(plans) {
        facts.plans.insert(id, plan);
        facts.agreements.push(AgreementFact {
            id: 100 + id,
            referral: 7,
            plan: id,
            split: vec![(ANN, Rate::FULL)],
            starts: None,
            ends: None,
        });
    }
    facts
}

fn paid(facts: &mut Facts, day: &str, amount: &str) -> i64 {
    let id = i64::try_from(facts.lines.len()).unwrap() + 1;
    facts.lines.push(LineFact {
        id,
        order: format!("l{id:03}"),
        referral: 7,
        day: on(day),
        kind: "base".to_owned(),
        money: Money::parse(amount, Currency::parse("USD").unwrap()).unwrap(),
        refund_of: None,
        period_months: 1,
    });
    id
}

fn refunded(facts: &mut Facts, day: &str, amount: &str, line: i64) -> i64 {
    let id = paid(facts, day, amount);
    facts.lines.last_mut().unwrap().refund_of = Some(line);
    id
}

fn why(facts: &Facts, line: i64) -> String {
    let verdicts = explain(facts, Source::Line(line)).unwrap();
    verdicts
        .iter()
        .map(Verdict::sentence)
        .collect::<Vec<_>>()
        .join(" | ")
}

fn sums(facts: &Facts) -> Vec<i64> {
    owed(facts)
        .unwrap()
        .iter()
        .map(|one| one.money.minor)
        .collect()
}

#[test]
fn a_line_says_which_month_it_is_and_how_it_was_worked_out() {
    let mut facts = facts("25% of base for 12 months");
    paid(&mut facts, "2026-08-28", "2150.00");
    let third = paid(&mut facts, "2026-11-27", "2150.00");
    let late = paid(&mut facts, "2027-08-28", "2150.00");
    assert_eq!(
        why(&facts, third),
        "25% of base, month 3 of 12 (28 Aug 2026 to 27 Aug 2027): 25% × $2,150.00 = $537.50"
    );
    assert_eq!(
        why(&facts, late),
        "The day is outside the 12 months from the first payment (28 Aug 2026 to 27 Aug 2027)."
    );
    assert_eq!(owed(&facts).unwrap()[1].figures.month, Some((3, 12)));
}

#[test]
fn months_are_counted_from_the_first_payment_even_on_the_31st() {
    let mut facts = facts("25% of base for 3 months");
    paid(&mut facts, "2024-01-31", "100");
    let days = [
        "2024-02-28",
        "2024-02-29",
        "2024-03-30",
        "2024-03-31",
        "2024-04-29",
    ];
    for day in days {
        paid(&mut facts, day, "100");
    }
    let months: Vec<u32> = owed(&facts)
        .unwrap()
        .iter()
        .map(|one| one.figures.month.unwrap().0)
        .collect();
    assert_eq!(months, [1, 1, 2, 2, 3, 3]);
}

#[test]
fn rounding_and_refunds_are_told() {
    let mut facts = facts("25% of base");
    let line = paid(&mut facts, "2024-02-01", "10.02");
    let back = refunded(&mut facts, "2024-03-01", "-4.00", line);
    assert_eq!(
        why(&facts, line),
        "25% of base: 25% × $10.02 = 2.505, rounded to $2.51"
    );
    assert_eq!(
        why(&facts, back),
        "25% of base: $6.02 of $10.02 is left after the refund: 25% × $6.02 = 1.505, rounded to $1.51 \
         instead of $2.51, a change of -$1.00"
    );
    refunded(&mut facts, "2024-04-01", "-6.02", line);
    assert_eq!(sums(&facts), [251, -100, -151]);
}

#[test]
fn a_yearly_payment_counts_with_one_month_where_the_terms_say_so() {
    let mut facts = facts("100% of base for 1 month, per month");
    let line = paid(&mut facts, "2024-02-01", "1000.00");
    facts.lines[0].period_months = 12;
    assert_eq!(
        why(&facts, line),
        "100% of base, month 1 of 1 (1 Feb 2024 to 29 Feb 2024): 100% × $1,000.00 / 12 = 83.3333…, rounded to $83.33"
    );
}

#[test]
fn activity_and_tiers_are_told_with_what_counted() {
    let mut facts = facts(
        "20% of base while 1 win in 365 days, otherwise 5%; 5% from 0, 10% from 100 USD of base a month (graduated)",
    );
    let early = paid(&mut facts, "2024-01-15", "150.00");
    let late = paid(&mut facts, "2025-02-01", "150.00");
    assert_eq!(
        why(&facts, early),
        "20% of base, active with 1 win of 1 needed in 365 days (10 Jan 2024): 20% × $150.00 = $30.00 | \
         Tiers of base, band by band with $150.00 in Jan 2024: 5% × $100.00 + 10% × $50.00 = $10.00"
    );
    assert!(
        why(&facts, late).starts_with(
            "5% of base, not active with 0 wins of 1 needed in 365 days: 5% × $150.00"
        )
    );
}

#[test]
fn a_line_that_earns_nothing_says_why() {
    let mut facts = facts("25% of base for 12 months; 50 USD per conversion");
    let line = paid(&mut facts, "2024-02-01", "100");
    facts.lines[0].kind = "tax".to_owned();
    assert_eq!(
        why(&facts, line),
        "The payment is for tax; this agreement pays on base. | \
         This agreement pays a fixed sum for the referral, nothing by payment."
    );
    let fee = explain(&facts, Source::Referral(7)).unwrap();
    assert_eq!(fee[0].sentence(), "$50.00 per conversion: $50.00");
    facts.lines[0].kind = "base".to_owned();
    facts.agreements[0].ends = Some(on("2024-01-31"));
    assert!(
        why(&facts, line).starts_with("The day is outside the agreement's term (to 31 Jan 2024).")
    );
    facts.referrals[0].won_on = None;
    assert!(why(&facts, line).starts_with("The referral has not been won yet"));
    facts.referrals[0].status = Status::Rejected;
    assert!(why(&facts, line).starts_with("The referral was rejected"));
    assert_eq!(owed(&facts).unwrap(), []);
    let zero = paid(&mut facts, "2024-01-15", "0.01");
    facts.referrals[0] = ReferralFact {
        status: Status::Won,
        won_on: Some(on("2024-01-10")),
        ..facts.referrals[0]
    };
    assert!(
        why(&facts, zero)
            .starts_with("It comes to nothing: 25% × $0.01 = 0.0025, rounded to $0.00.")
    );
    let back = refunded(&mut facts, "2024-05-01", "-100", line);
    assert!(why(&facts, back).starts_with("It gives back a payment that earned nothing"));
    assert!(explain(&facts, Source::Line(999)).unwrap().is_empty());
}

#[test]
fn a_verdict_reads_back_from_json() {
    let mut facts = facts(
        "25% of base for 12 months; 5% from 0 USD of base a month (whole) while 2 wins in 9 days",
    );
    let line = paid(&mut facts, "2024-02-01", "10.02");
    refunded(&mut facts, "2024-02-02", "-1", line);
    for verdict in verdicts(&facts).unwrap() {
        let json = serde_json::to_string(&verdict).unwrap();
        assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), verdict);
    }
    let earned = verdicts(&facts)
        .unwrap()
        .into_iter()
        .filter(|one| matches!(one.outcome, Outcome::Earned(_)));
    assert_eq!(earned.count(), 2);
}

#[test]
fn shares_are_named_in_the_order_agreed() {
    let mut facts = facts("25% of base");
    let share = |text| Rate::parse(text).unwrap();
    facts.agreements[0].split = vec![(BOB, share("70")), (ANN, share("30"))];
    paid(&mut facts, "2024-02-01", "0.20");
    let rows: Vec<_> = owed(&facts)
        .unwrap()
        .iter()
        .map(|one| (one.partner, one.money.minor))
        .collect();
    // 3.5 and 1.5: the left-over cent goes to Bob, named first.
    assert_eq!(rows, [(BOB, 4), (ANN, 1)]);
    let lines = explain(&facts, Source::Line(1)).unwrap()[0].lines();
    assert_eq!(
        lines,
        [
            "Terms: 25% of base",
            "25% × $0.20 = $0.05.",
            "Shared out: 70% is $0.04, 30% is $0.01."
        ]
    );
}

#[test]
fn a_ledger_that_breaks_a_rule_is_refused_whole_with_its_code() {
    let refused = |change: &dyn Fn(&mut Facts)| {
        let mut facts = facts("25% of base");
        let line = paid(&mut facts, "2024-02-01", "100");
        refunded(&mut facts, "2024-02-02", "-60", line);
        change(&mut facts);
        owed(&facts).unwrap_err().code
    };
    let half = Rate::parse("50").unwrap();
    let cases: [(Break<'_>, Code); 14] = [
        (
            &|facts| facts.agreements[0].split[0].1 = half,
            Code::BadSplit,
        ),
        (
            &|facts| facts.agreements[0].split = vec![(ANN, half), (ANN, half)],
            Code::BadSplit,
        ),
        (&|facts| facts.agreements[0].split.clear(), Code::BadSplit),
        (&|facts| facts.agreements[0].plan = 9, Code::UnknownPlan),
        (
            &|facts| facts.agreements[0].referral = 9,
            Code::UnknownReferral,
        ),
        (&|facts| facts.lines[0].referral = 9, Code::UnknownReferral),
        (&|facts| facts.lines[1].id = 1, Code::DuplicateLineId),
        (&|facts| facts.lines[1].refund_of = Some(9), Code::BadRefund),
        (&|facts| facts.lines[1].refund_of = Some(2), Code::BadRefund),
        (
            &|facts| facts.lines[1].day = on("2024-01-31"),
            Code::BadRefund,
        ),
        (&|facts| facts.lines[1].money.minor = 5, Code::BadRefund),
        (
            &|facts| facts.lines[1].money.currency = Currency::parse("EUR").unwrap(),
            Code::BadRefund,
        ),
        (
            &|facts| facts.lines[1].money.minor = -10_001,
            Code::RefundExceedsLine,
        ),
        (&|facts| facts.lines[0].period_months = 0, Code::BadAmount),
    ];
    for (at, (change, code)) in cases.into_iter().enumerate() {
        assert_eq!(refused(change), code, "case {at}");
    }
}

#[test]
fn the_largest_amounts_are_exact_and_anything_larger_is_refused() {
    let mut facts = facts("99.999999999999% of base");
    let line = paid(&mut facts, "2024-02-01", "9000000000000.00");
    refunded(&mut facts, "2024-02-02", "-0.01", line);
    assert_eq!(sums(&facts), [899_999_999_999_991, -1]);
    facts.lines[0].money.minor = i64::MAX;
    assert_eq!(owed(&facts).unwrap_err().code, Code::TooLarge);
}
