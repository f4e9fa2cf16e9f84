//! The second step of an import: the rows one moves among, what each says, and which of them need a look. Draws nothing
//! and guesses nothing.

use super::{
    ImportScreen,
    mend::sentences,
    words::{Word, pairs},
};
use crate::{
    ops::{
        Choice,
        import::{
            Field,
            proposal::{Column as FileColumn, Proposal, Sure},
        },
    },
    table::{Align, Cell, Column, Mark, Row},
};

/// A row of this step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A question that is about no column: its place among the choices.
    Choice(usize),
    /// A column of the file.
    Column(usize),
    /// A field that is needed and that nothing goes to.
    Missing(usize),
    /// What else is said, such as which rows count.
    Word(Word),
}

/// Columns, the important ones with the lowest numbers.
pub const COLUMNS: &[Column] = &[
    Column::unsorted("column", "Your column", Align::Left, (14, 30), 0),
    Column::unsorted("values", "First values", Align::Left, (12, 44), 3),
    Column::unsorted("goes", "Goes to", Align::Left, (14, 26), 0),
    Column::unsorted("sure", "How sure", Align::Left, (16, 60), 2),
];

/// How a field is called on screen: `deal value`.
pub fn field_name(field: &Field) -> String {
    field.name.replace('_', " ")
}

impl ImportScreen {
    /// The rows of this step.
    pub fn rows(&self) -> Vec<Line> {
        let Some(proposal) = &self.proposal else {
            return Vec::new();
        };
        let about_column =
            |choice: &Choice| proposal.columns.iter().any(|c| c.header == choice.about);
        let choices = (0..proposal.choices.len())
            .filter(|i| !about_column(&proposal.choices[*i]))
            .map(Line::Choice);
        let columns = (0..proposal.columns.len()).map(Line::Column);
        let words = pairs(&proposal.words)
            .into_iter()
            .filter(|w| w.option != "--map" && w.option != "--dry-run");
        let missing = missing(proposal).into_iter().map(Line::Missing);
        choices
            .chain(missing)
            .chain(columns)
            .chain(words.map(Line::Word))
            .collect()
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<Line> {
        self.rows().into_iter().nth(self.at)
    }

    /// The question about a column, if there is one.
    pub fn choice_about(&self, column: &FileColumn) -> Option<&Choice> {
        let proposal = self.proposal.as_ref()?;
        let own = proposal.choices.iter().find(|c| c.about == column.header);
        // Where two columns could be one field, the question about the first is the question about both.
        own.or_else(|| proposal.choices.iter().find(|c| offers(c, &column.header)))
            .filter(|_| column.sure == Sure::Ask || own.is_some())
    }

    /// Whether a row must be decided before the next step.
    pub fn needs_look(&self, line: &Line) -> bool {
        let Some(proposal) = &self.proposal else {
            return false;
        };
        match line {
            Line::Choice(_) | Line::Missing(_) => true,
            Line::Column(i) => {
                let column = &proposal.columns[*i];
                column.sure == Sure::Ask || self.choice_about(column).is_some()
            }
            Line::Word(_) => false,
        }
    }

    /// What must be decided before the next step, by name.
    pub fn open_questions(&self) -> Vec<String> {
        let Some(proposal) = &self.proposal else {
            return Vec::new();
        };
        let rows = self.rows().into_iter().filter(|l| self.needs_look(l));
        // A question about two columns is one question.
        let own = |column: &FileColumn| {
            let choice = self.choice_about(column);
            choice.is_none_or(|c| c.about == column.header)
        };
        rows.filter_map(|line| match line {
            Line::Column(i) if !own(&proposal.columns[i]) => None,
            Line::Choice(i) if proposal.choices[i].about.is_empty() => {
                Some("one question".to_owned())
            }
            Line::Choice(i) => Some(proposal.choices[i].about.clone()),
            Line::Missing(i) => Some(field_name(&proposal.fields[i])),
            Line::Column(i) => Some(proposal.columns[i].header.clone()),
            Line::Word(_) => None,
        })
        .collect()
    }

    /// A row as cells.
    pub fn cells(&self, line: &Line) -> Row {
        let cells = match (line, &self.proposal) {
            (_, None) => Vec::new(),
            (Line::Choice(i), Some(proposal)) => {
                let choice = &proposal.choices[*i];
                let about = if choice.about.is_empty() {
                    "(the file)".to_owned()
                } else {
                    choice.about.clone()
                };
                vec![
                    Cell::Text(about),
                    Cell::Text(sentences(&choice.question)),
                    Cell::Text("?".to_owned()),
                    Cell::State(Mark::Attention, "enter answers".to_owned()),
                ]
            }
            (Line::Missing(i), Some(proposal)) => {
                let field = &proposal.fields[*i];
                vec![
                    Cell::Text("(no column)".to_owned()),
                    Cell::Empty,
                    Cell::Text(field_name(field)),
                    Cell::State(Mark::Attention, "needed: enter says where it is".to_owned()),
                ]
            }
            (Line::Column(i), Some(proposal)) => self.column_cells(proposal, &proposal.columns[*i]),
            (Line::Word(word), Some(proposal)) => {
                let (what, value, goes) = told(word);
                let why = match (&proposal.known_as, self.said.has(word)) {
                    (_, true) => "you say so".to_owned(),
                    (Some(name), false) => name.clone(),
                    (None, false) => "found in the file".to_owned(),
                };
                vec![
                    Cell::Text(what),
                    Cell::Text(value),
                    Cell::Text(goes),
                    Cell::State(Mark::Done, why),
                ]
            }
        };
        Row { id: 0, cells }
    }

    fn column_cells(&self, proposal: &Proposal, column: &FileColumn) -> Vec<Cell> {
        let field = column.field.and_then(|f| proposal.fields.get(f));
        let goes = match (field, self.choice_about(column)) {
            (Some(field), _) => field_name(field),
            (None, Some(_)) => "?".to_owned(),
            // Such a command knows the columns of its files itself.
            (None, None) if proposal.fields.is_empty() => String::new(),
            (None, None) => "(not imported)".to_owned(),
        };
        let mark = if self.choice_about(column).is_some() {
            Mark::Attention
        } else {
            mark_of(column.sure)
        };
        let header = if column.header.is_empty() {
            "(no header)".to_owned()
        } else {
            column.header.clone()
        };
        let samples: Vec<&str> = column.samples.iter().map(String::as_str).collect();
        vec![
            Cell::Text(header),
            Cell::Text(samples.join(", ")),
            Cell::Text(goes),
            Cell::State(mark, column.why.clone()),
        ]
    }
}

/// Whether an answer to a question takes a column.
fn offers(choice: &Choice, header: &str) -> bool {
    let mut words = choice.answers.iter().flat_map(|(_, words)| words);
    words.any(|w| {
        w.split_once('=')
            .is_some_and(|(_, column)| column == header)
    })
}

/// Whether a question is about a field: by its name, or because the answers give it.
fn is_about(choice: &Choice, field: &str) -> bool {
    let mut words = choice.answers.iter().flat_map(|(_, words)| pairs(words));
    choice.about == field || words.any(|w| w.option == "--map" && w.field() == field)
}

fn mark_of(sure: Sure) -> Mark {
    match sure {
        Sure::Sure => Mark::Done,
        Sure::Guess => Mark::Note,
        Sure::Ask => Mark::Attention,
        Sure::Unused => Mark::None,
    }
}

/// Fields that are needed and that neither a column nor a word gives.
fn missing(proposal: &Proposal) -> Vec<usize> {
    let words = pairs(&proposal.words);
    let given = |name: &str| {
        let begins = format!("{name}=");
        words.iter().any(|w| {
            matches!(
                w.option.as_str(),
                "--map" | "--set" | "--default" | "--rule"
            ) && w
                .value
                .as_deref()
                .is_some_and(|v| v.starts_with(&begins) && v.len() > begins.len())
        })
    };
    (0..proposal.fields.len())
        .filter(|i| {
            let field = &proposal.fields[*i];
            // `currency` is given by --currency, `partner` by --partner.
            let option = format!("--{}", field.name);
            field.needed
                && !proposal.choices.iter().any(|c| is_about(c, field.name))
                && !proposal.columns.iter().any(|c| c.field == Some(*i))
                && !given(field.name)
                && !words.iter().any(|w| w.option == option)
        })
        .collect()
}

/// What a word is about, its value, and what it is good for, as a person would say it.
fn told(word: &Word) -> (String, String, String) {
    let value = word.value.clone().unwrap_or_default();
    let (what, goes) = match word.option.as_str() {
        "--set" | "--default" => {
            let (field, value) = value.split_once('=').unwrap_or((&value, ""));
            let what = if word.option == "--set" {
                "(every row)"
            } else {
                "(where empty)"
            };
            let field = field.replace('_', " ");
            return (what.to_owned(), value.to_owned(), field);
        }
        "--where" => ("(which rows)", "only these rows"),
        "--rule" => ("(rule)", "a rule"),
        "--date-format" => ("(days)", "day format"),
        "--decimal" => ("(amounts)", "decimal mark"),
        "--currency" => ("(amounts)", "currency"),
        "--encoding" => ("(letters)", "the encoding"),
        "--delimiter" => ("(cells)", "what stands between them"),
        "--sheet" => ("(workbook)", "the sheet"),
        "--header-row" => ("(header)", "its line"),
        "--no-header" => ("(header)", "there is none"),
        "--stage-map" => ("(stages)", "their words and ours"),
        "--state-map" => ("(states)", "their words and ours"),
        "--same" => ("(who is who)", "as you said"),
        "--units" => ("(amounts)", "what one of them is"),
        "--skip-zero" => ("(which rows)", "not those of zero"),
        "--add-partners" => ("(partners)", "missing are added"),
        "--add-customers" => ("(customers)", "missing are added"),
        "--won-when-submitted" => ("(won rows)", "day they came"),
        "--existing" => ("(known records)", "what becomes of them"),
        "--kind-map" => ("(kinds)", "their words and ours"),
        "--skip-bad" => ("(bad rows)", "left out"),
        "--rejects" => ("(bad rows)", "go to this file"),
        "--save-mapping" => ("(these choices)", "saved so"),
        "--mapping" => ("(these choices)", "the saved ones"),
        "--partner" => ("(every row)", "partner"),
        "--program" => ("(every row)", "program"),
        option => {
            return (
                "(the file)".to_owned(),
                value,
                option.trim_start_matches('-').replace('-', " "),
            );
        }
    };
    (what.to_owned(), value, goes.to_owned())
}
