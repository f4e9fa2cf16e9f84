//! What only the person can say about how a file is written: as questions, each answer of which is words to
//! add.

use crate::{
    domain::{day::shown, typed_money::DecimalMark},
    import::{
        Mapping,
        fit::DayVerdict,
        written::{MayBe, Open},
    },
    ops::Choice,
};

/// The question about a field that can be read in two ways.
pub(super) fn about(mapping: &Mapping, open: &Open) -> Choice {
    let header = mapping.heading(open.field);
    let field = mapping.fields[open.field].name;
    let say = |format: &dyn std::fmt::Display| {
        vec!["--date-format".to_owned(), format!("{field}={format}")]
    };
    match &open.may_be {
        MayBe::Days(DayVerdict::Several(ways)) => {
            let text = ways.first().map_or("", |(_, text, _)| text.as_str());
            Choice {
                about: header.to_owned(),
                question: format!(
                    "The days of “{header}” can be read in more than one way: which day is {text}?"
                ),
                answers: ways
                    .iter()
                    .map(|(format, _, day)| {
                        (
                            format!("{} ({})", shown(*day), format.called()),
                            say(format),
                        )
                    })
                    .collect(),
            }
        }
        MayBe::Days(DayVerdict::Count(format, text, day)) => Choice {
            about: header.to_owned(),
            question: format!(
                "The days of “{header}” are numbers: is {text} the {}?",
                shown(*day)
            ),
            answers: vec![(
                format!("Yes: {} ({})", shown(*day), format.called()),
                say(format),
            )],
        },
        // Settled, or there is nothing to ask.
        MayBe::Days(DayVerdict::Empty | DayVerdict::One(_)) => Choice {
            about: header.to_owned(),
            question: String::new(),
            answers: Vec::new(),
        },
        MayBe::Amounts(text) => Choice {
            about: header.to_owned(),
            question: format!(
                "The amounts of “{header}” can be read in two ways: what is the mark in {text}?"
            ),
            answers: [DecimalMark::Point, DecimalMark::Comma]
                .into_iter()
                .map(|mark| {
                    let (sign, other) = match mark {
                        DecimalMark::Point => ('.', "comma"),
                        DecimalMark::Comma => (',', "point"),
                    };
                    let what = if text.contains(sign) {
                        format!("The decimal mark: decimals follow it ({sign})")
                    } else {
                        format!("The thousands mark: no decimals follow the {other}")
                    };
                    (
                        what,
                        vec!["--decimal".to_owned(), format!("{field}={sign}")],
                    )
                })
                .collect(),
        },
    }
}
