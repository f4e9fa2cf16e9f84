//! The questions of an import: what a column is, what the rows are, how the file is written. Every answer is words of a
//! command line.

use super::{
    ImportScreen,
    columns::{Line, field_name},
    mend::sentences,
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
    Question::new(title, &sentences(&choice.question), answers.collect(), 0)
}

impl ImportScreen {
    /// The question of the row under the cursor; `None` where there is nothing to ask.
    pub fn question(&self) -> Option<Question> {
        let proposal = self.proposal.as_ref()?;
        match self.row()? {
            Line::Choice(i) => Some(of_open(proposal, &proposal.choices[i])),
            Line::Column(i) => Some(match self.choice_about(&proposal.columns[i]) {
                None => of_column(proposal, i),
                Some(choice) => {
                    let other = Answer::more(
                        "(something else)",
                        "where this column goes",
                        of_column(proposal, i),
                    );
                    of_choice(choice).or(other)
                }
            }),
            Line::Missing(i) => Some(of_field(proposal, &proposal.fields[i])),
            Line::Word(word) => of_word(&word),
        }
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

/// Where a column goes to.
fn of_column(proposal: &Proposal, at: usize) -> Question {
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

/// A question about the file; about a field, also what the program would not have thought of.
fn of_open(proposal: &Proposal, choice: &Choice) -> Question {
    let mut question = of_choice(choice);
    if choice.about == "partner" && takes("--partner") {
        let line = Typed::new(
            "Partner",
            "A partner's short name or name: all rows are about this one.",
            "--partner",
            "",
            "",
        );
        question = question.or(Answer::line("(a partner by name)", "for all rows", line));
    }
    match proposal.fields.iter().find(|f| f.name == choice.about) {
        Some(field) => question.or(Answer::more(
            "(another column, or one value)",
            "",
            of_field(proposal, field),
        )),
        None => question,
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

pub(super) fn value_of(field: &Field) -> Typed {
    Typed::new(
        &field_name(field),
        "Written as it would stand in the file.",
        "--set",
        &format!("{}=", field.name),
        "",
    )
}
