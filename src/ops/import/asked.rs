//! What only the person can say about how a file is written: as questions, each answer of which is words to
//! add.

use super::reading::Reading;
use crate::{
    domain::{day::shown, typed_money::DecimalMark},
    error::Result,
    import::{
        HeaderAt, Mapping, Source, encoding,
        fit::DayVerdict,
        head,
        written::{MayBe, Open},
    },
    ops::{Choice, Cx},
};

/// The question about a file that cannot be read as it is: in which encoding it is, or what stands between its cells.
pub(super) fn about_file(reading: &Reading, cx: &mut Cx<'_>) -> Result<Option<Choice>> {
    let name = match reading.file.file_name() {
        Some(name) if name != "-" => name.to_string_lossy().into_owned(),
        _ => "standard input".to_owned(),
    };
    if reading.encoding.is_none() {
        let found = encoding::may_be(&reading.file, cx.input())?;
        if !found.is_empty() {
            let answer = |(called, words): (&str, String)| {
                let add = vec!["--encoding".to_owned(), called.to_owned()];
                (format!("{words} ({called})"), add)
            };
            return Ok(Some(Choice {
                question: format!("{name} is not UTF-8 text. Which of these are its words?"),
                about: name,
                answers: found.into_iter().map(answer).collect(),
            }));
        }
    }
    if let Some(choice) = about_header(reading, &name, cx) {
        return Ok(Some(choice));
    }
    if reading.delimiter.is_some() {
        return Ok(None);
    }
    let tied = Source::open(
        &reading.file,
        cx.input(),
        &reading.shape()?,
        &mut |_| Ok(()),
    )
    .and_then(|mut source| source.delimiters());
    // Whatever else is wrong with the file is told by reading it.
    let [a, b, ..] = tied.as_deref().unwrap_or_default() else {
        return Ok(None);
    };
    let answer = |word: &str| {
        let add = vec!["--delimiter".to_owned(), word.to_owned()];
        (format!("A {word}"), add)
    };
    Ok(Some(Choice {
        question: format!(
            "The header of {name} has as many {a}s as {b}s. What stands between its columns?"
        ),
        about: name,
        answers: vec![answer(a), answer(b)],
    }))
}

/// The question whether a file has a header at all.
fn about_header(reading: &Reading, name: &str, cx: &mut Cx<'_>) -> Option<Choice> {
    if reading.header() != HeaderAt::Found {
        return None;
    }
    let delimiter = reading.delimiter().ok()?;
    let shape = reading.shape().ok()?;
    // Whatever else is wrong with the file is told by reading it.
    let mut source = Source::open(&reading.file, cx.input(), &shape, &mut |_| Ok(())).ok()?;
    let row = head::unheaded(&mut source.rows(delimiter).ok()?).ok()??;
    let header = vec!["--header-row".to_owned(), row.line.to_string()];
    Some(Choice {
        question: format!(
            "What should be the header of {name} looks like a row: {}. Is it one?",
            row.words
        ),
        about: name.to_owned(),
        answers: vec![
            (
                "a row: the file has no header".to_owned(),
                vec!["--no-header".to_owned()],
            ),
            ("the header".to_owned(), header),
        ],
    })
}

/// The question about a field that can be read in two ways.
pub(super) fn about(mapping: &Mapping, open: &Open) -> Choice {
    let field = mapping.fields[open.field].name;
    of(mapping.heading(open.field), field, &open.may_be)
}

/// The same about a column of this header that goes to a field.
pub(super) fn of(header: &str, field: &str, may_be: &MayBe) -> Choice {
    let say = |format: &dyn std::fmt::Display| {
        vec!["--date-format".to_owned(), format!("{field}={format}")]
    };
    match may_be {
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
