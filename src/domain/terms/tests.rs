//! Terms read back as written, and a wrong word is pointed at.

use super::*;
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::plan::*;
use crate::domain::rate::Rate;
use proptest::prelude::*;

const CANONICAL: [&str; 12] = [
    "25% of base for 12 months",
    "20% of base while 1 win in 365 days",
    "25% of base while 3 referrals in 365 days, otherwise 15%",
    "100% of base for 1 month, per month",
    "10% from 0, 15% from 5000, 20% from 20000 USD of base a month (whole)",
    "5% from 0, 7.5% from 10000.50 EUR of base and addon a month (graduated) for 12 months while 2 wins in 90 days, per month",
    "50 USD per lead",
    "9.58 USD per conversion",
    "25% of base and addon for 12 months",
    "25% of base, addon and \"Set-up fee\"",
    "12.5% of base for 6 months while 1 win in 30 days, otherwise 5%, per month",
    "25% of base for 12 months; 50 USD per lead",
];

#[test]
fn canonical_terms_print_as_they_were_written() {
    for text in CANONICAL {
        let terms = Terms::parse(text).unwrap_or_else(|bad| panic!("{text}: {bad}"));
        assert_eq!(terms.to_string(), text);
    }
}

#[test]
fn people_may_write_terms_their_way() {
    for (typed, canonical) in [
        (" 25 %  OF Base\tfor 1 year ", "25% of base for 12 months"),
        ("25 percent of base for life", "25% of base"),
        ("$50 per lead;", "50 USD per lead"),
        (
            "EUR 1,500.00 for each conversion",
            "1500 EUR per conversion",
        ),
        (
            "10% from 0, 15% from 5,000 USD of base per month whole",
            "10% from 0, 15% from 5000 USD of base a month (whole)",
        ),
        (
            "20% of base while 1 wins in 1 days, otherwise 0%",
            "20% of base while 1 win in 1 day",
        ),
        (
            "20% of base and addon and usage",
            "20% of base, addon and usage",
        ),
    ] {
        assert_eq!(
            Terms::parse(typed).map(|terms| terms.to_string()),
            Ok(canonical.to_owned()),
            "{typed}"
        );
    }
}

#[test]
fn a_wrong_word_is_pointed_at_with_what_would_be_right() {
    let said = |text: &str| {
        let bad = Terms::parse(text).unwrap_err();
        (bad.code, text[bad.span.clone()].to_owned(), bad.message)
    };
    let (code, word, message) = said("25% off base");
    assert_eq!((code, word.as_str()), (Code::BadPlan, "off"));
    assert_eq!(
        message,
        "After “%” I expect “of” and a kind of revenue such as base, or “from” and a volume, but there is “off”. Did you mean “of”?"
    );
    for (text, code, word) in [
        ("", Code::BadPlan, ""),
        ("25", Code::BadPlan, ""),
        ("25%", Code::BadPlan, ""),
        ("150% of base", Code::BadRate, "150%"),
        ("25% of base for 12 moons", Code::BadPlan, "moons"),
        (
            "25% of base for 0 months",
            Code::BadPlan,
            "25% of base for 0 months",
        ),
        (
            "25% of base for 99999999999 months",
            Code::BadPlan,
            "99999999999",
        ),
        ("25% of base for 1.5 months", Code::BadPlan, "1.5"),
        (
            "25% of base, otherwise 5%",
            Code::BadPlan,
            "25% of base, otherwise 5%",
        ),
        (
            "25% of base and base",
            Code::BadPlan,
            "25% of base and base",
        ),
        (
            "5% from 0, 7% from 100, 9% from 50 USD of base a month (whole)",
            Code::BadTiers,
            "5% from 0, 7% from 100, 9% from 50 USD of base a month (whole)",
        ),
        (
            "5% from 0.001 USD of base a month (whole)",
            Code::TooManyDecimals,
            "0.001",
        ),
        ("5% from 0 USD of base a month", Code::BadPlan, ""),
        ("50 XXX per lead", Code::BadCurrency, "XXX"),
        ("50 USD per visit", Code::BadPlan, "visit"),
        ("25% of base; and", Code::BadPlan, "and"),
        ("25% of base 12", Code::BadPlan, "12"),
        ("🎉", Code::BadPlan, "🎉"),
    ] {
        let (found, at, message) = said(text);
        assert_eq!((found, at.as_str()), (code, word), "{text}: {message}");
        assert!(message.ends_with(['.', '?']), "{message}");
    }
    let bad = Terms::parse("25% off base").unwrap_err();
    assert_eq!(bad.pointed("25% off base"), "25% off base\n    ^^^");
}

#[test]
fn a_slip_in_a_word_is_recognised() {
    for (text, word, meant) in [
        ("25% of base whle 1 win in 365 days", "whle", "while"),
        ("25% of base fro 12 months", "fro", "for"),
        ("25% of base for 12 monhts", "monhts", "months"),
        ("25% of base while 1 wni in 365 days", "wni", "win"),
        ("25% of base while 1 win in 365 dyas", "dyas", "days"),
        (
            "25% of base while 1 win in 365 days, othrwise 5%",
            "othrwise",
            "otherwise",
        ),
        ("50 USD per leed", "leed", "lead"),
        ("50 USD per convertion", "convertion", "conversion"),
        (
            "5% from 0 USD of base a month (graduate)",
            "graduate",
            "graduated",
        ),
        ("5% form 0 USD of base a month (whole)", "form", "from"),
    ] {
        let bad = Terms::parse(text).unwrap_err();
        let said = format!("Did you mean “{meant}”?");
        assert_eq!(&text[bad.span.clone()], word, "{text}: {bad}");
        assert!(bad.message.ends_with(&said), "{text}: {bad}");
    }
    // A stray word that is near nothing is not guessed at.
    let bad = Terms::parse("25% of base until Christmas").unwrap_err();
    assert_eq!(
        bad.message,
        "After “base” I expect “for” and months, “while” and wins, “;” and another clause, or the end, but there is “until”."
    );
}

#[test]
fn partners_are_told_in_plain_words() {
    let words = |text: &str| Terms::parse(text).unwrap().in_words();
    for (text, told) in [
        (
            "25% of base for 12 months",
            "You earn 25% of what each customer you bring pays for the base subscription, for 12 months from their first payment.",
        ),
        (
            "25% of base while 3 referrals in 365 days, otherwise 15%",
            "You earn 25% of what each customer you bring pays for the base subscription, for as long as they pay. This holds \
             while at least 3 referrals of yours were handed in in the last 365 days; otherwise you earn 15%.",
        ),
        (
            "100% of base for 1 month, per month",
            "You earn 100% of what each customer you bring pays for the base subscription, for 1 month from their first \
             payment. Of a payment for several months, one month's part counts.",
        ),
        (
            "10% from 0, 15% from 5000 USD of base and addon a month (whole)",
            "You earn by what all customers you bring pay together for the base subscription and addon in a calendar month: \
             10% to begin with and 15% from $5,000.00. The highest step reached counts for the whole month. Each customer \
             counts for as long as they pay.",
        ),
        (
            "10% of base; 50 USD per conversion",
            "You earn 10% of what each customer you bring pays for the base subscription, for as long as they pay. You earn \
             $50.00 for each referral that becomes a customer.",
        ),
    ] {
        assert_eq!(words(text), told);
    }
}

fn rates() -> impl Strategy<Value = Rate> {
    (0_u32..=1_000_000)
        .prop_map(|part| Rate::parse(&format!("{}.{:04}", part / 10_000, part % 10_000)).unwrap())
}

fn scopes() -> impl Strategy<Value = Scope> {
    let kinds = proptest::collection::btree_set("[a-zA-Z0-9 _%;,-]{0,8}[a-z]", 1..4);
    let activity = (1_u32..9, 1_u32..400, any::<bool>()).prop_map(|(count, days, won)| {
        let by = if won {
            ActiveBy::Won
        } else {
            ActiveBy::Submitted
        };
        Activity { count, days, by }
    });
    (
        kinds,
        proptest::option::of(1_u32..1200),
        any::<bool>(),
        proptest::option::of(activity),
    )
        .prop_map(|(kinds, months, per_month, activity)| {
            let kinds = kinds.into_iter().collect();
            Scope {
                kinds,
                months,
                per_month,
                activity,
            }
        })
}

fn plans() -> impl Strategy<Value = Plan> {
    let percent = (rates(), scopes(), rates()).prop_map(|(rate, scope, otherwise)| {
        let otherwise = if scope.activity.is_some() {
            otherwise
        } else {
            Rate::ZERO
        };
        Plan::Percent(Percent {
            rate,
            scope,
            otherwise,
        })
    });
    let steps = proptest::collection::btree_map(1_i64..1_000_000_000, rates(), 0..4);
    let tiered = (rates(), steps, any::<bool>(), scopes(), 0_usize..165).prop_map(
        |(first, steps, whole, scope, at)| {
            let mut tiers = vec![Tier {
                from: 0,
                rate: first,
            }];
            tiers.extend(steps.into_iter().map(|(from, rate)| Tier { from, rate }));
            let mode = if whole { Mode::Whole } else { Mode::Graduated };
            Plan::Tiered(Tiered {
                currency: Currency::all().nth(at).unwrap(),
                tiers,
                mode,
                scope,
            })
        },
    );
    let flat = (any::<bool>(), 0_i64..1_000_000_000, 0_usize..165).prop_map(|(lead, minor, at)| {
        let event = if lead { Event::Lead } else { Event::Conversion };
        Plan::Flat(Flat {
            event,
            fee: Money::new(minor, Currency::all().nth(at).unwrap()),
        })
    });
    prop_oneof![percent, tiered, flat]
}

proptest! {
    #[test]
    fn all_terms_read_back_as_written(plans in proptest::collection::vec(plans(), 1..4)) {
        let terms = Terms::new(plans).unwrap();
        let text = terms.to_string();
        let back = Terms::parse(&text);
        prop_assert_eq!(back.as_ref().map_err(|bad| format!("{text}: {bad}")), Ok(&terms));
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_place_in_it(text in "[0-9a-z%,;.()\" $€ofrmbase]{0,40}|\\PC{0,20}") {
        if let Err(bad) = Terms::parse(&text) {
            prop_assert!(text.get(bad.span).is_some());
        }
    }
}
