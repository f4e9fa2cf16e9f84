//! What must hold of every ledger (`COMMISSION_RULES`, "What must always hold"), on ledgers made up at random.

use std::collections::BTreeMap;

use partnerbook::domain::currency::Currency;
use partnerbook::domain::day::{Day, add_days, parse_iso};
use partnerbook::domain::engine::{Accrual, owed};
use partnerbook::domain::facts::{AgreementFact, Facts, LineFact, ReferralFact, Source, Status};
use partnerbook::domain::money::Money;
use partnerbook::domain::plan::{Plan, Reach};
use partnerbook::domain::rate::Rate;
use partnerbook::domain::terms::Terms;
use proptest::prelude::*;

/// Terms that look only at their own referral, and terms that look at all of a partner's.
const OWN: [&str; 6] = [
    "25% of base for 12 months",
    "33.3333% of base and addon",
    "100% of base for 1 month, per month",
    "2.9% of base for 3 months, per month",
    "9.58 USD per lead",
    "150 USD per conversion",
];
const SHARED: [&str; 4] = [
    "20% of base while 1 win in 90 days, otherwise 5%",
    "12.5% of base while 2 referrals in 200 days",
    "5% from 0, 7.5% from 1000, 10% from 25000 USD of base a month (whole)",
    "5% from 0, 7.5% from 1000, 10% from 25000 USD of base a month (graduated), per month",
];
const CURRENCIES: [&str; 3] = ["USD", "JPY", "KWD"];

fn day(after: u32) -> Day {
    add_days(parse_iso("2024-01-01").unwrap(), after).unwrap()
}

fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}

prop_compose! {
    /// A line: day, kind, amount, months; and how much of it is given back in two steps, in hundredths.
    fn lines()(
        at in 0_u32..500, addon in any::<bool>(), minor in -20_000_i64..200_000, large in 0_u8..8,
        months in prop_oneof![Just(1_u32), Just(3), Just(12)],
        back in prop_oneof![Just([0_i64, 0]), (0_i64..=100).prop_map(|part| [part, 100 - part]), (0_i64..=60, 0_i64..=40).prop_map(|(a, b)| [a, b])]
    ) -> (u32, bool, i64, u32, [i64; 2]) {
        (at, addon, if large == 0 { minor * 97 } else { minor }, months, back)
    }
}

prop_compose! {
    fn referrals()(
        status in prop_oneof![4 => Just(Status::Won), 1 => Just(Status::Rejected), 1 => Just(Status::Lost)],
        submitted in 0_u32..300, qualified in proptest::option::of(0_u32..300), won in proptest::option::weighted(0.8, 0_u32..300),
        currency in 0_usize..3, lines in proptest::collection::vec(lines(), 0..8),
        agreements in proptest::collection::vec((0_usize..10, 1_i64..5, 0_u8..=100, proptest::option::of(100_u32..500)), 1..3)
    ) -> Made {
        Made { status, submitted, qualified, won, currency, lines, agreements }
    }
}

#[derive(Clone, Debug)]
struct Made {
    status: Status,
    submitted: u32,
    qualified: Option<u32>,
    won: Option<u32>,
    currency: usize,
    lines: Vec<(u32, bool, i64, u32, [i64; 2])>,
    agreements: Vec<(usize, i64, u8, Option<u32>)>,
}

/// Puts referrals together as facts; `terms` says which plans there are.
fn facts(made: &[Made], terms: &[&str]) -> Facts {
    let mut facts = Facts::default();
    for (id, text) in (0..).zip(terms) {
        facts
            .plans
            .insert(id, Terms::parse(text).unwrap().into_plans().remove(0));
    }
    for (at, one) in (1_i64..).zip(made) {
        facts.referrals.push(ReferralFact {
            id: at,
            status: one.status,
            submitted_on: Some(day(one.submitted)),
            qualified_on: one.qualified.map(day),
            won_on: one.won.map(day),
        });
        for (number, (plan, partner, share, ends)) in (0_i64..).zip(&one.agreements) {
            let plan = i64::try_from(plan % terms.len()).unwrap();
            let first = Rate::whole(*share).unwrap();
            let rest = Rate::whole(100 - *share).unwrap();
            facts.agreements.push(AgreementFact {
                id: at * 10 + number,
                referral: at,
                plan,
                split: vec![(*partner, first), (partner % 4 + 1, rest)],
                starts: None,
                ends: ends.map(day),
            });
        }
        let currency = Currency::parse(CURRENCIES[one.currency]).unwrap();
        for (number, (after, addon, minor, months, back)) in (0_i64..).zip(&one.lines) {
            let id = at * 1000 + number * 10;
            let line = |id: i64, after: u32, minor: i64, refund_of| LineFact {
                id,
                order: format!("l{}", id % 977),
                referral: at,
                day: day(after),
                kind: if *addon { "addon" } else { "base" }.to_owned(),
                money: Money::new(minor, currency),
                refund_of,
                period_months: *months,
            };
            facts.lines.push(line(id, *after, *minor, None));
            if *minor <= 0 {
                continue;
            }
            // The last step takes what is left, so that 100 hundredths are the whole line.
            let first = minor * back[0] / 100;
            let second = if back[0] + back[1] == 100 {
                minor - first
            } else {
                minor * back[1] / 100
            };
            for (step, part) in (1..).zip([first, second]).filter(|(_, part)| *part > 0) {
                let after = after + 40 * u32::try_from(step).unwrap();
                facts.lines.push(line(id + step, after, -part, Some(id)));
            }
        }
    }
    facts
}

fn all_terms() -> Vec<&'static str> {
    OWN.iter().chain(&SHARED).copied().collect()
}

fn many() -> impl Strategy<Value = Vec<Made>> {
    proptest::collection::vec(referrals(), 1..6)
}

/// Sums by source, agreement and currency.
fn commissions(found: &[Accrual]) -> BTreeMap<(Source, i64), i64> {
    let mut sums = BTreeMap::new();
    for one in found {
        *sums.entry((one.source, one.agreement)).or_default() += one.money.minor;
    }
    sums
}

fn sign_holds(commission: i64, line: i64) -> bool {
    if line >= 0 {
        (0..=line).contains(&commission)
    } else {
        (line..=0).contains(&commission)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_of_entry_changes_nothing(made in many(), seed in any::<u64>()) {
        let facts = facts(&made, &all_terms());
        let mut other = facts.clone();
        other.lines.reverse();
        other.agreements.reverse();
        other.referrals.reverse();
        let turn = usize::try_from(seed % 97).unwrap();
        let middle = if other.lines.is_empty() { 0 } else { turn % other.lines.len() };
        other.lines.rotate_left(middle);
        prop_assert_eq!(owed(&facts).unwrap(), owed(&other).unwrap());
    }

    #[test]
    fn the_parts_of_a_split_add_up_line_by_line(made in many()) {
        let facts = facts(&made, &all_terms());
        let found = owed(&facts).unwrap();
        let mut whole = BTreeMap::new();
        for one in &found {
            whole.insert((one.source, one.agreement), one.figures.commission);
            prop_assert!(one.money.minor != 0);
        }
        prop_assert_eq!(commissions(&found), whole);
    }

    #[test]
    fn a_line_refunded_in_full_leaves_nothing_for_anyone(made in many()) {
        let facts = facts(&made, &all_terms());
        let mut left: BTreeMap<i64, i64> = BTreeMap::new();
        for line in &facts.lines {
            *left.entry(line.refund_of.unwrap_or(line.id)).or_default() += line.money.minor;
        }
        let mut nets: BTreeMap<(i64, i64, i64), i64> = BTreeMap::new();
        for one in owed(&facts).unwrap() {
            let Source::Line(line) = one.source else { continue };
            let line = one.figures.refund_of.unwrap_or(line);
            if left[&line] == 0 {
                *nets.entry((line, one.agreement, one.partner)).or_default() += one.money.minor;
            }
        }
        prop_assert!(nets.values().all(|net| *net == 0), "{nets:?}");
    }

    #[test]
    fn a_referral_alone_owes_what_it_owes_among_others(made in many()) {
        let whole = facts(&made, &OWN);
        prop_assert!(whole.plans.values().all(|plan| Plan::reach(plan) == Reach::Referral));
        let all = owed(&whole).unwrap();
        for referral in &whole.referrals {
            let mut part = whole.clone();
            part.referrals.retain(|one| one.id == referral.id);
            part.agreements.retain(|one| one.referral == referral.id);
            part.lines.retain(|one| one.referral == referral.id);
            let own: Vec<_> = all.iter().filter(|one| one.referral == referral.id).copied().collect();
            prop_assert_eq!(owed(&part).unwrap(), own);
        }
    }

    #[test]
    fn two_ledgers_with_no_referral_in_common_owe_the_sum(one in many(), two in many()) {
        let both: Vec<Made> = one.iter().chain(&two).cloned().collect();
        let whole = facts(&both, &OWN);
        let first = i64::try_from(one.len()).unwrap();
        let part = |mine: &dyn Fn(i64) -> bool| {
            let mut part = whole.clone();
            part.referrals.retain(|r| mine(r.id));
            part.agreements.retain(|a| mine(a.referral));
            part.lines.retain(|l| mine(l.referral));
            owed(&part).unwrap()
        };
        let mut sum = part(&|id| id <= first);
        sum.extend(part(&|id| id > first));
        let sums = |found: &[Accrual]| {
            let mut sums: BTreeMap<(i64, Currency), i64> = BTreeMap::new();
            for one in found {
                *sums.entry((one.partner, one.money.currency)).or_default() += one.money.minor;
            }
            sums
        };
        prop_assert_eq!(sums(&sum), sums(&owed(&whole).unwrap()));
    }

    #[test]
    fn a_partners_referrals_together_owe_what_they_owe_among_others(made in many(), partner in 1_i64..5) {
        let whole = facts(&made, &all_terms());
        let named = |referral: i64| {
            let own = whole.agreements.iter().filter(|one| one.referral == referral);
            own.flat_map(|one| &one.split).any(|(who, _)| *who == partner)
        };
        let mut part = whole.clone();
        part.referrals.retain(|one| named(one.id));
        part.agreements.retain(|one| named(one.referral));
        part.lines.retain(|one| named(one.referral));
        let firsts: Vec<i64> = whole.agreements.iter().filter(|one| one.split[0].0 == partner).map(|one| one.id).collect();
        let of = |found: Vec<Accrual>| -> Vec<Accrual> {
            found.into_iter().filter(|one| firsts.contains(&one.agreement)).collect()
        };
        prop_assert_eq!(of(owed(&part).unwrap()), of(owed(&whole).unwrap()));
    }

    #[test]
    fn no_commission_is_more_than_its_line_or_has_the_other_sign(made in many()) {
        // A refund is held to the same: it takes back between nothing and itself.
        let facts = facts(&made, &all_terms());
        for (key, commission) in commissions(&owed(&facts).unwrap()) {
            let Source::Line(id) = key.0 else { continue };
            let line = facts.lines.iter().find(|line| line.id == id).unwrap();
            prop_assert!(sign_holds(commission, line.money.minor), "{commission} on {:?}", line.money);
        }
    }

    #[test]
    fn twice_the_amount_is_twice_the_commission_to_a_minor_unit(minor in -1_000_000_i64..1_000_000, part in 0_u32..=1_000_000) {
        let rate = format!("{}.{:04}", part / 10_000, part % 10_000);
        let commission = |minor: i64| -> i64 {
            let line = (0, false, minor, 1, [0, 0]);
            let made = Made {
                status: Status::Won, submitted: 0, qualified: None, won: Some(0), currency: 0,
                lines: vec![line], agreements: vec![(0, 1, 100, None)],
            };
            let facts = facts(&[made], &[&format!("{rate}% of base")]);
            owed(&facts).unwrap().iter().map(|one| one.money.minor).sum()
        };
        prop_assert!((commission(2 * minor) - 2 * commission(minor)).abs() <= 1);
    }

    #[test]
    fn nothing_is_owed_in_a_currency_nobody_named(made in many()) {
        let facts = facts(&made, &all_terms());
        for one in owed(&facts).unwrap() {
            let currency = one.money.currency;
            let line = facts.lines.iter().any(|line| line.referral == one.referral && line.money.currency == currency);
            // A fixed sum is in the currency of its plan, which here is dollars.
            let fee = matches!(one.source, Source::Referral(_)) && currency == usd();
            prop_assert!(line || fee, "{one:?}");
        }
    }
}
