//! How a file is read, as questions: days, amounts, letters, which rows, and what holds for all of them.

use super::{ImportScreen, columns::field_name, questions::value_of, words::takes};
use crate::{
    ops::import::Field,
    tui::overlay::question::{Answer, Line as Typed, Question},
};

impl ImportScreen {
    /// How the file is read: what a person may say about all of it.
    pub fn settings(&self) -> Option<Question> {
        let proposal = self.proposal.as_ref();
        let fields = proposal.map_or(&[] as &[Field], |p| p.fields);
        let each = |says: &str, note: &str, question: Question| Answer::more(says, note, question);
        let mut answers = vec![
            (
                "--date-format",
                each("How days are written", "day or month first", days()),
            ),
            (
                "--decimal",
                each("The decimal mark of amounts", "1.50 or 1,50", decimals()),
            ),
            (
                "--currency",
                Answer::line(
                    "The currency of amounts that name none",
                    "",
                    Typed::new(
                        "Currency",
                        "Three letters, such as EUR.",
                        "--currency",
                        "",
                        "",
                    ),
                ),
            ),
            (
                "--set",
                each(
                    "The same value for every row",
                    "for what no column says",
                    every_row(fields),
                ),
            ),
            (
                "--where",
                Answer::line(
                    "Only some rows",
                    "such as Status=Paid",
                    Typed::new(
                        "Rows where",
                        "Write it like Status=Paid, Status!=Lost or Status in (Paid, Won).",
                        "--where",
                        "",
                        "",
                    ),
                ),
            ),
            (
                "--rule",
                Answer::line(
                    "A rule",
                    "a value where something holds",
                    Typed::new(
                        "Rule",
                        "Write it like stage=won where Status in (Closed Won, Paid).",
                        "--rule",
                        "",
                        "",
                    ),
                ),
            ),
            (
                "--add-partners",
                Answer::words(
                    "Add partners that are not in the book",
                    "each is listed first",
                    &["--add-partners"],
                ),
            ),
            (
                "--existing",
                each(
                    "Records the book has already",
                    "change them, or not",
                    existing(),
                ),
            ),
            (
                "--encoding",
                each("The encoding", "where letters look wrong", encodings()),
            ),
            (
                "--delimiter",
                each("What stands between cells", "", delimiters()),
            ),
            (
                "--header-row",
                Answer::line(
                    "The line of the header",
                    "where titles stand above it",
                    Typed::new(
                        "Line",
                        "A number: the first line is 1.",
                        "--header-row",
                        "",
                        "",
                    ),
                ),
            ),
            (
                "--no-header",
                Answer::words(
                    "There is no header",
                    "columns are A, B, C",
                    &["--no-header"],
                ),
            ),
            (
                "--sheet",
                Answer::line(
                    "The sheet of a workbook",
                    "",
                    Typed::new(
                        "Sheet",
                        "Its name, as the workbook has it.",
                        "--sheet",
                        "",
                        "",
                    ),
                ),
            ),
            (
                "--partner",
                Answer::line(
                    "The partner of every row",
                    "",
                    Typed::new(
                        "Partner",
                        "A partner's short name or name.",
                        "--partner",
                        "",
                        "",
                    ),
                ),
            ),
        ];
        answers.retain(|(option, _)| takes(option));
        let answers = answers.into_iter().map(|(_, answer)| answer).collect();
        Some(Question::new("How this file is read", "", answers, 0))
    }
}

fn every_row(fields: &[Field]) -> Question {
    let answers = fields.iter().map(|field| {
        Answer::line(
            &field_name(field),
            if field.needed { "needed" } else { "" },
            value_of(field),
        )
    });
    let words = "A value that no column of the file says.";
    Question::new("The same value for every row", words, answers.collect(), 0)
}

pub(super) fn days() -> Question {
    let answers = vec![
        Answer::words("2026-11-28", "year, month, day", &["--date-format", "iso"]),
        Answer::words(
            "28/11/2026, 28.11.2026",
            "day first",
            &["--date-format", "dmy"],
        ),
        Answer::words("11/28/2026", "month first", &["--date-format", "mdy"]),
        Answer::words("2026/11/28", "year first", &["--date-format", "ymd"]),
        Answer::line(
            "A pattern",
            "such as %d %b %Y",
            Typed::new(
                "Pattern",
                "%d day, %m month, %b its name, %Y year.",
                "--date-format",
                "",
                "%d.%m.%Y",
            ),
        ),
    ];
    Question::new("How are days written?", "", answers, 0)
}

pub(super) fn decimals() -> Question {
    let answers = vec![
        Answer::words("1,234.50", "a point", &["--decimal", "."]),
        Answer::words("1.234,50", "a comma", &["--decimal", ","]),
    ];
    Question::new("How are amounts written?", "", answers, 0)
}

fn existing() -> Question {
    let answers = vec![
        Answer::words(
            "update",
            "what the file says anew is changed",
            &["--existing", "update"],
        ),
        Answer::words("skip", "they stay as they are", &["--existing", "skip"]),
        Answer::words(
            "stop",
            "nothing is imported where one would change",
            &["--existing", "stop"],
        ),
    ];
    Question::new("What becomes of records the book has?", "", answers, 0)
}

fn encodings() -> Question {
    let known = [
        ("utf-8", "what most programs write today"),
        ("windows-1252", "Excel in western Europe and America"),
        ("windows-1250", "Excel in central Europe"),
        ("windows-1251", "Excel where Cyrillic is written"),
        ("koi8-r", "older Russian files"),
        ("shift_jis", "Japanese"),
        ("gb18030", "Chinese"),
        ("utf-16le", "Unicode text of Excel"),
    ];
    let mut answers: Vec<Answer> = known
        .iter()
        .map(|(name, note)| Answer::words(name, note, &["--encoding", name]))
        .collect();
    let line = Typed::new(
        "Encoding",
        "Its name, such as iso-8859-2.",
        "--encoding",
        "",
        "",
    );
    answers.push(Answer::line("Another", "it is typed next", line));
    Question::new("How are its letters written?", "", answers, 0)
}

fn delimiters() -> Question {
    let answers = ["comma", "semicolon", "tab", "pipe"]
        .map(|name| Answer::words(name, "", &["--delimiter", name]));
    Question::new("What stands between cells?", "", answers.into(), 0)
}
