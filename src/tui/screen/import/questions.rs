//! The questions of an import: what a column is, what the rows are, how the file is written. Every answer is words of a
//! command line.

use super::{
    ImportScreen,
    columns::{Line, field_name},
    words::{Word, takes},
};
use crate::{
    ops::{
        Choice,
        import::{Field, FileKind, proposal::Proposal},
        registry,
    },
    tui::overlay::question::{Answer, Line as Typed, Question},
};

/// A question that the file, or a trial, leaves to the person.
pub fn of_choice(choice: &Choice) -> Question {
    let answers = choice.answers.iter().map(|(says, words)| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Answer::words(says, "", &words)
    });
    let title = if choice.about.is_empty() {
        "One question"
    } else {
        &choice.about
    };
    Question::new(title, &choice.question, answers.collect(), 0)
}

impl ImportScreen {
    /// The question of the row under the cursor; `None` where there is nothing to ask.
    pub fn question(&self) -> Option<Question> {
        let proposal = self.proposal.as_ref()?;
        match self.row()? {
            Line::Choice(i) => Some(of_choice(&proposal.choices[i])),
            Line::Column(i) => Some(match self.choice_about(&proposal.columns[i]) {
                None => self.of_column(proposal, i),
                Some(choice) => {
                    let other = Answer::more(
                        "(something else)",
                        "where this column goes",
                        self.of_column(proposal, i),
                    );
                    of_choice(choice).or(other)
                }
            }),
            Line::Missing(i) => Some(of_field(proposal, &proposal.fields[i])),
            Line::Word(word) => of_word(&word),
        }
    }

    /// Where a column goes to.
    fn of_column(&self, proposal: &Proposal, at: usize) -> Question {
        let column = &proposal.columns[at];
        let mut answers = Vec::new();
        let words = if column.samples.is_empty() {
            "It is empty.".to_owned()
        } else {
            format!("It begins with {}.", column.samples.join(", "))
        };
        for (i, field) in proposal.fields.iter().enumerate() {
            let from = proposal.columns.iter().find(|c| c.field == Some(i));
            let note = match from {
                Some(from) if from.header == column.header => "now".to_owned(),
                Some(from) => format!("now from {}", from.header),
                None if field.needed => "needed".to_owned(),
                None => String::new(),
            };
            let map = format!("{}={}", field.name, column.header);
            answers.push(Answer::words(&field_name(field), &note, &["--map", &map]));
        }
        if let Some(field) = column.field.and_then(|f| proposal.fields.get(f)) {
            let map = format!("{}=", field.name);
            answers.push(Answer::words(
                "(not imported)",
                "nothing is taken from it",
                &["--map", &map],
            ));
        }
        let at = column.field.unwrap_or(0);
        let title = format!("Where does “{}” go?", column.header);
        Question::new(&title, &words, answers, at)
    }

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

    /// What the rows are.
    pub fn kinds(&self) -> Question {
        let now = self.proposal.as_ref().and_then(|p| p.kind);
        let known = |kind: &FileKind| registry::find(&kind.command()).is_some();
        let kinds: Vec<FileKind> = FileKind::ALL.into_iter().filter(known).collect();
        let at = kinds.iter().position(|k| Some(*k) == now).unwrap_or(0);
        let answers = kinds.iter().map(|kind| {
            let about = registry::find(&kind.command())
                .and_then(|e| (e.command)().get_about().map(ToString::to_string));
            Answer::words(
                kind.word(),
                &about.unwrap_or_default(),
                &["--as", kind.word()],
            )
        });
        let words = "Which column goes where is worked out again for what you choose.";
        Question::new(
            "What are the rows of this file?",
            words,
            answers.collect(),
            at,
        )
    }

    /// Under which name the choices are kept for the next file of this kind.
    pub fn saving(&self) -> Option<Question> {
        let proposal = self.proposal.as_ref().filter(|_| takes("--save-mapping"))?;
        let name = proposal.known_as.clone().unwrap_or_else(|| {
            let name = self.name();
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            // A month or a number in the name is another one next time.
            let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || "-_ .".contains(c));
            if stem.is_empty() { name } else { stem }.to_owned()
        });
        let line = Typed::new(
            "Name",
            "Kept when the file is imported, and used by itself the next time a file has these columns.",
            "--save-mapping",
            "",
            &name,
        );
        Some(Question::typed("Save these choices", "", line))
    }
}

/// Where a field that is needed comes from.
fn of_field(proposal: &Proposal, field: &Field) -> Question {
    let name = field_name(field);
    let mut answers: Vec<Answer> = proposal
        .columns
        .iter()
        .map(|column| {
            let map = format!("{}={}", field.name, column.header);
            Answer::words(&column.header, &column.samples.join(", "), &["--map", &map])
        })
        .collect();
    let line = value_of(field);
    answers.push(Answer::line(
        "(the same value for every row)",
        "it is typed next",
        line,
    ));
    let words = format!(
        "Every row needs it, and no column was found for it. Which column says the {name}?"
    );
    Question::new(&format!("Where is the {name}?"), &words, answers, 0)
}

/// A word that was said, to be said otherwise. An option without a value has nothing to type.
fn of_word(word: &Word) -> Option<Question> {
    let value = word.value.as_deref()?;
    let about = word.option.trim_start_matches('-').replace('-', " ");
    let line = match value.split_once('=') {
        Some((field, value)) if matches!(word.option.as_str(), "--set" | "--default") => {
            Typed::new(
                &field.replace('_', " "),
                "The value of every row.",
                &word.option,
                &format!("{field}="),
                value,
            )
        }
        _ => Typed::new(&about, "As on a command line.", &word.option, "", value),
    };
    Some(Question::typed(&about, "", line))
}

fn value_of(field: &Field) -> Typed {
    Typed::new(
        &field_name(field),
        "Written as it would stand in the file.",
        "--set",
        &format!("{}=", field.name),
        "",
    )
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

fn days() -> Question {
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

fn decimals() -> Question {
    let answers = vec![
        Answer::words("1,234.50", "a point", &["--decimal", "."]),
        Answer::words("1.234,50", "a comma", &["--decimal", ","]),
    ];
    Question::new("How are amounts written?", "", answers, 0)
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
