//! What a file seems to be and how it would be read: shown to the person and corrected by them, never acted on by itself.
//!
//! A proposal comes to a command line (`import revenue FILE --map …`): what is shown, what is run, what is remembered and
//! what the log keeps are the same words.

use serde_json::{Value, json};

pub use crate::import::Sure;
use crate::{
    import::{Field, FileKind},
    ops::Choice,
    text::{clean, cut, pad_right, width},
};

/// What a file seems to be.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// Its name, without the folders.
    pub file: String,
    /// How it was read, in words: `214 rows`, `UTF-8`, `comma`.
    pub read_as: Vec<String>,
    /// Rows below the header.
    pub rows: u64,
    /// What its rows are; `None` where that must be asked.
    pub kind: Option<FileKind>,
    /// Why it is taken for that: `looks like Stripe invoices (11 of 12 headers)`.
    pub because: String,
    /// What else the person should know: `the file name names northwind`.
    pub notes: Vec<String>,
    /// The saved mapping or the known export it is read by.
    pub known_as: Option<String>,
    /// Its columns, in the order of the file.
    pub columns: Vec<Column>,
    /// What a row of this kind can say: where a column can go to.
    pub fields: &'static [Field],
    /// What only the person can decide before it is read.
    pub choices: Vec<Choice>,
    /// The command line it comes to, from the command on.
    pub words: Vec<String>,
}

/// A column of the file and where it goes to.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// The first different values of it.
    pub samples: Vec<String>,
    /// The field it goes to: its place in [`Proposal::fields`]; `None`: it is not imported.
    pub field: Option<usize>,
    /// How sure that is.
    pub sure: Sure,
    /// Why it goes there, or does not: `same name`, `3-letter codes`, `empty`.
    pub why: String,
}

/// How wide a header and the first values are shown at most.
const HEADER_CELLS: usize = 28;
const VALUES_CELLS: usize = 34;
const FIELD_CELLS: usize = 18;

impl Column {
    /// The first values, as a person is shown them.
    pub fn first_values(&self) -> String {
        self.samples.join(", ")
    }

    /// How sure, in one sign: `✓`, `~`, `!`, or nothing where it is not imported.
    pub fn mark(&self) -> &'static str {
        match self.sure {
            Sure::Sure => "✓",
            Sure::Guess => "~",
            Sure::Ask => "!",
            Sure::Unused => "",
        }
    }
}

impl Proposal {
    /// The name of the field a column goes to.
    pub fn goes_to(&self, column: &Column) -> &'static str {
        let field = column.field.and_then(|f| self.fields.get(f));
        field.map_or("(not imported)", |f| f.name)
    }

    /// It as lines: what it is, its columns, what else is known, what must be decided, and the command line.
    pub fn lines(&self) -> Vec<String> {
        let file = if self.file == "-" {
            "standard input"
        } else {
            &self.file
        };
        let mut lines = vec![
            format!("{file}: {}", self.read_as.join(", ")),
            format!("  {}", self.because),
            String::new(),
        ];
        let shown: Vec<[String; 4]> = self
            .columns
            .iter()
            .map(|c| {
                let how = format!("{} {}", c.mark(), c.why);
                [
                    clean(&c.header).into_owned(),
                    clean(&c.first_values()).into_owned(),
                    self.goes_to(c).to_owned(),
                    how.trim().to_owned(),
                ]
            })
            .collect();
        let heads = ["Your column", "First values", "Goes to", "How sure"];
        let most = [HEADER_CELLS, VALUES_CELLS, FIELD_CELLS];
        let wide = |n: usize| {
            let cells = shown.iter().map(|row| width(&row[n]));
            cells
                .chain([width(heads[n])])
                .max()
                .unwrap_or(0)
                .min(most[n])
        };
        let wide = [wide(0), wide(1), wide(2)];
        let row = |cells: [&str; 4]| {
            let line = format!(
                "  {}  {}  {}  {}",
                pad_right(&cut(cells[0], wide[0]), wide[0]),
                pad_right(&cut(cells[1], wide[1]), wide[1]),
                pad_right(&cut(cells[2], wide[2]), wide[2]),
                cells[3]
            );
            line.trim_end().to_owned()
        };
        lines.push(row(heads));
        lines.extend(shown.iter().map(|c| row([&c[0], &c[1], &c[2], &c[3]])));
        lines.push(String::new());
        lines.extend(self.notes.iter().map(|n| format!("  {n}")));
        for choice in &self.choices {
            lines.push(format!("  ! {}", clean(&choice.question)));
            for (says, words) in &choice.answers {
                let says = clean(says).into_owned();
                lines.push(format!(
                    "      {says}: {}",
                    clean(&crate::ops::line::join(words))
                ));
            }
        }
        lines.push(format!("  {}", clean(&crate::ops::line::join(&self.words))));
        lines
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let columns: Vec<Value> = self
            .columns
            .iter()
            .map(|c| {
                let sure = match c.sure {
                    Sure::Sure => "sure",
                    Sure::Guess => "guess",
                    Sure::Ask => "ask",
                    Sure::Unused => "unused",
                };
                let field = c.field.and_then(|f| self.fields.get(f)).map(|f| f.name);
                json!({ "column": c.header, "first_values": c.samples, "field": field, "how_sure": sure, "why": c.why })
            })
            .collect();
        let choices: Vec<Value> = self.choices.iter().map(choice).collect();
        json!({
            "file": self.file, "read_as": self.read_as, "rows": self.rows, "kind": self.kind.map(FileKind::word),
            "because": self.because, "known_as": self.known_as, "columns": columns, "notes": self.notes, "choices": choices,
            "command": self.words,
        })
    }
}

fn choice(choice: &Choice) -> Value {
    let answers = choice.answers.iter();
    let answers: Vec<Value> = answers
        .map(|(says, words)| json!({ "answer": says, "add": words }))
        .collect();
    json!({ "about": choice.about, "question": choice.question, "answers": answers })
}
