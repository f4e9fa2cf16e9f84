//! Facts about the filter language that a user relies on.

use proptest::prelude::*;

use super::super::*;
use crate::domain::{day::parse_iso, id::Noun};

fn list() -> Vocabulary {
    let field = |name, kind| FieldDef {
        name,
        kind,
        sortable: kind != FieldKind::Tags,
    };
    Vocabulary {
        fields: vec![
            field("company", FieldKind::Text),
            field("stage", FieldKind::Word),
            field("tag", FieldKind::Tags),
            field("age", FieldKind::Number),
            field("id", FieldKind::Id(Noun::Referral)),
            field("amount", FieldKind::Money),
            field("submitted", FieldKind::Day),
            field("note", FieldKind::Text),
        ],
        is: vec!["open", "won", "stale"],
    }
}

fn read(text: &str) -> Result<Filter, QueryError> {
    parse(text, &list(), parse_iso("2026-11-23").unwrap())
}

fn plain(text: &str) -> String {
    read(text).unwrap().to_string()
}

#[test]
fn what_people_type_comes_out_in_its_plain_form() {
    for (typed, printed) in [
        ("", ""),
        ("  Acme   corp ", "Acme corp"),
        ("\"Acme corp\"", "\"Acme corp\""),
        ("\"never closed", "\"never closed\""),
        ("-pilot !old", "not:pilot not:old"),
        ("not:not:x", "x"),
        ("+eu not:+pilot", "tag:eu not:tag:pilot"),
        ("-stage:demo,trial", "not:stage:demo,trial"),
        ("has:note not:has:note", "note:any not:note:any"),
        ("note:none note:\"none\"", "note:none note:\"none\""),
        (
            "amount:500.. amount:..1.2k amount:3m amount:0.50",
            "amount:500.. amount:..1200 amount:3000000 amount:0.5",
        ),
        ("amount:-20..-5", "amount:-20..-5"),
        ("age:14.. id:r12,R3..9", "age:14.. id:12,3..9"),
        ("submitted:-30d..", "submitted:2026-10-24.."),
        (
            "submitted:2026-11 submitted:today",
            "submitted:2026-11-01..2026-11-30 submitted:2026-11-23..2026-11-23",
        ),
        (
            "is:Open,stale sort:-amount,company limit:20",
            "is:open,stale sort:-amount,company limit:20",
        ),
        ("a,b 12:30 x..y", "\"a,b\" \"12:30\" \"x..y\""),
        ("company:\"a, b\",c", "company:\"a, b\",c"),
    ] {
        assert_eq!(plain(typed), printed, "{typed}");
        assert_eq!(plain(printed), printed, "{printed}");
    }
}

#[test]
fn a_mistake_is_pointed_at_and_the_nearest_name_told() {
    let error = |text: &str| read(text).unwrap_err();
    let e = error("acme compny:x");
    assert_eq!((e.span, e.nearest.as_deref()), (5..11, Some("company")));
    let e = error("sort:-amuont");
    assert_eq!((e.span, e.nearest.as_deref()), (5..12, Some("amount")));
    let e = error("is:opne");
    assert_eq!((e.span, e.nearest.as_deref()), (3..7, Some("open")));
    assert_eq!(error("stage:").span, 0..6);
    assert_eq!(error("stage:demo,").span, 0..11);
    assert_eq!(error("é amount:lots").span, 10..14);
    for bad in [
        "age:1.5",
        "age:9..3",
        "age:..",
        "amount:1.2.3",
        "amount:0.00001",
        "amount:99999999999999999999",
        "submitted:soon",
        "submitted:2026-02-30",
        "limit:many",
        "limit:1,2",
        "not:sort:age",
        "sort:tag",
        "has:note,age",
        "http://x",
        "not:",
        "company:a:b",
    ] {
        let e = error(bad);
        assert!(
            e.span.end <= bad.len() && !e.span.is_empty(),
            "{bad}: {e:?}"
        );
        assert!(e.message.ends_with('.'), "{}", e.message);
    }
}

fn day(after: u16) -> Day {
    parse_iso("2000-01-01").unwrap() + chrono::Days::new(after.into())
}

fn any_value() -> impl Strategy<Value = (&'static str, Value)> {
    let ends = |low: i64, high: i64| {
        (
            proptest::option::of(low..high),
            proptest::option::of(low..high),
        )
            .prop_filter("an end", |(a, b)| a.is_some() || b.is_some())
            .prop_map(|(a, b)| match (a, b) {
                (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
                ends => ends,
            })
    };
    prop_oneof![
        (
            prop_oneof![Just("company"), Just("stage"), Just("tag")],
            any::<String>()
        )
            .prop_map(|(f, t)| (f, Value::Text(t))),
        ends(-1000, 1000).prop_map(|(a, b)| ("age", Value::Numbers(a, b))),
        ends(1, 1_000_000).prop_map(|(a, b)| ("id", Value::Numbers(a, b))),
        ends(-(1 << 60), 1 << 60).prop_map(|(a, b)| ("amount", Value::Amounts(a, b))),
        (0..9000_u16, 0..9000_u16).prop_map(|(a, b)| (
            "submitted",
            Value::Days(Period::days(day(a.min(b)), day(a.max(b))))
        )),
        Just(("note", Value::None)),
        Just(("company", Value::Any)),
    ]
}

fn any_term() -> impl Strategy<Value = Term> {
    let atom = prop_oneof![
        any::<String>().prop_map(Atom::Text),
        any_value().prop_map(|(field, value)| Atom::Field(field, vec![value])),
        Just(Atom::Is(vec!["open", "won"])),
    ];
    (any::<bool>(), atom).prop_map(|(not, atom)| Term { not, atom })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_the_same(
        terms in proptest::collection::vec(any_term(), 0..6),
        descending in any::<bool>(),
        limit in proptest::option::of(0..1000_usize),
        as_of in proptest::option::of((0..9000_u16).prop_map(day)),
    ) {
        let filter = Filter { terms, sort: vec![Sort { field: "amount", descending }], limit, as_of };
        prop_assert_eq!(read(&filter.to_string()).unwrap(), filter);
    }

    #[test]
    fn nothing_typed_makes_it_fall_over(text in any::<String>()) {
        if let Err(e) = read(&text) {
            prop_assert!(text.get(e.span.clone()).is_some(), "{:?}", e);
        }
    }
}
