//! What only the person can say about how a file is written: as questions, each answer of which is words to add; and the
//! refusal where nobody can be asked.

use crate::{
    domain::{day::shown, typed_money::DecimalMark},
    error::{Error, Kind},
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

/// The refusal of questions that nobody answers: all of them, with the words to add.
pub(super) fn unanswered(choices: &[Choice]) -> Option<Error> {
    let first = choices.first()?;
    let questions: Vec<&str> = choices.iter().map(|c| c.question.as_str()).collect();
    let words = |c: &Choice| {
        let all: Vec<String> = c.answers.iter().map(|(_, words)| words.join(" ")).collect();
        all.join(" or ")
    };
    let add: Vec<String> = choices.iter().map(words).collect();
    let says: Vec<&str> = first
        .answers
        .iter()
        .map(|(says, _)| says.as_str())
        .collect();
    Some(
        Error::new(Kind::NotFound, questions.join(" "))
            .means(format!(
                "Nothing was imported, for one reading is wrong: {}.",
                says.join("; ")
            ))
            .hint(format!("Say it: add {}.", add.join(", and "))),
    )
}
