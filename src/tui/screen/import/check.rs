//! The third step of an import: what one moves among, what each line says, and what importing will do. Draws nothing and
//! works nothing out.

use super::{
    ImportScreen,
    effects::Said,
    mend::{enter_does, plain, sentences},
};
use crate::{
    ops::{
        Choice,
        import::trial::{Problem, TrialLine, TrialResult},
    },
    table::{Align, Cell, Column, Mark, Row},
    tui::widget::put,
};

/// A line one can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A question: its place among them.
    Question(usize),
    /// Rows refused for one reason.
    Problem(usize),
    /// A record of another kind that is made.
    Made(usize),
    /// A row of the file.
    Row(usize),
}

/// A line of the list: a title, or something one can be on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Above what follows.
    Title(String),
    /// See [`Found`].
    Line(Found),
}

impl ImportScreen {
    /// What one can be on, from the top.
    pub fn found(&self) -> Vec<Found> {
        let lines = self.shown().into_iter();
        lines
            .filter_map(|line| match line {
                Shown::Line(found) => Some(found),
                Shown::Title(_) => None,
            })
            .collect()
    }

    /// What the cursor is on.
    pub fn found_at(&self) -> Option<Found> {
        self.found().into_iter().nth(self.at)
    }

    /// The line of the list that something is on.
    pub fn line_of(&self, at: usize) -> usize {
        let mut lines = self.shown().into_iter().enumerate();
        let mut seen = 0;
        lines
            .find(|(_, line)| {
                let hit = matches!(line, Shown::Line(_)) && seen == at;
                seen += usize::from(matches!(line, Shown::Line(_)));
                hit
            })
            .map_or(0, |(line, _)| line)
    }

    /// All lines with their titles.
    pub fn shown(&self) -> Vec<Shown> {
        let Some(trial) = self.trial() else {
            return Vec::new();
        };
        let asks_who = |q: &Choice| {
            q.answers
                .iter()
                .any(|(_, w)| w.iter().any(|w| w == "--same"))
        };
        let title = if trial.questions.iter().all(asks_who) {
            "Who is this?"
        } else {
            "To be answered"
        };
        let mut lines = Vec::new();
        let mut part = |title: String, n: usize, of: fn(usize) -> Found| {
            if n > 0 {
                lines.push(Shown::Title(title));
                lines.extend((0..n).map(|i| Shown::Line(of(i))));
            }
        };
        part(title.to_owned(), trial.questions.len(), Found::Question);
        part(
            "Problems, grouped".to_owned(),
            trial.problems.len(),
            Found::Problem,
        );
        part("Also made".to_owned(), trial.made.len(), Found::Made);
        let rows = trial.lines.len();
        let all = put::count(usize::try_from(trial.rows).unwrap_or(usize::MAX));
        let title = if rows as u64 == trial.rows {
            "Rows".to_owned()
        } else {
            format!("Rows: {rows} of {all} to look at")
        };
        part(title, rows, Found::Row);
        lines
    }

    /// A problem as one line: `2 rows  amount: is not a number  “1.200,00”`, and what enter does about it.
    pub fn problem(problem: &Problem) -> (String, String) {
        let rows = if problem.rows == 1 {
            "1 row".to_owned()
        } else {
            format!(
                "{} rows",
                put::count(usize::try_from(problem.rows).unwrap_or(usize::MAX))
            )
        };
        let about = if problem.column.is_empty() {
            String::new()
        } else {
            format!("{}: ", problem.column)
        };
        let value = if problem.first.1.is_empty() {
            format!("   line {}", problem.first.0)
        } else {
            format!("   “{}” on line {}", problem.first.1, problem.first.0)
        };
        let words = format!("{rows}   {about}{}{value}", plain(&problem.reason));
        (words, enter_does(problem))
    }

    /// The columns of the rows: their line, the fields the file says something about, and what becomes of them.
    pub fn row_columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::unsorted("line", "Line", Align::Right, (4, 8), 1)];
        let fields = self.trial().map_or(&[][..], |t| &t.fields);
        for (n, field) in (2..).zip(fields) {
            // The first fields say who and how much; the rest goes first where there is little room.
            columns.push(Column::unsorted(
                field.name,
                field.name,
                Align::Left,
                (8, 28),
                n.min(7),
            ));
        }
        columns.push(Column::unsorted(
            "result",
            "Result",
            Align::Left,
            (10, 90),
            0,
        ));
        columns
    }

    /// A row as cells.
    pub fn row_cells(&self, line: &TrialLine) -> Row {
        let mut cells = vec![Cell::Text(line.line.to_string())];
        cells.extend(line.cells.iter().cloned().map(Cell::Text));
        let (mark, words) = became(&line.result);
        cells.push(Cell::State(mark, words));
        Row { id: 0, cells }
    }

    /// All that is known of what the cursor is on: a title, and lines to read.
    pub fn in_full(&self) -> Option<(String, Vec<String>)> {
        let trial = self.trial()?;
        match self.found_at()? {
            Found::Row(i) => {
                let line = trial.lines.get(i)?;
                Some((format!("Line {}", line.line), self.row_lines(line)))
            }
            Found::Made(i) => {
                let made = trial.made.get(i)?;
                let words = format!(
                    "{} is not in the book yet. It is made with the first of the rows that speak of it ({}).",
                    made.name, made.rows
                );
                Some((format!("New {}", made.noun), vec![words]))
            }
            Found::Question(i) => {
                let question = trial.questions.get(i)?;
                Some((question.about.clone(), vec![sentences(&question.question)]))
            }
            Found::Problem(i) => {
                let problem = trial.problems.get(i)?;
                let (words, repair) = Self::problem(problem);
                let mut lines = vec![words];
                if repair.is_empty() && self.can_leave_out() {
                    lines.push("Mend these rows in the file, or leave them out with x.".to_owned());
                } else if repair.is_empty() {
                    lines.push("Mend these rows in the file.".to_owned());
                } else {
                    lines.push(repair);
                }
                Some(("A problem".to_owned(), lines))
            }
        }
    }

    fn row_lines(&self, line: &TrialLine) -> Vec<String> {
        let mut lines = Vec::new();
        match &line.result {
            TrialResult::Changed(edits) => {
                let or = |text: &str| {
                    if text.is_empty() {
                        "nothing".to_owned()
                    } else {
                        text.to_owned()
                    }
                };
                lines.push(format!("Changes {} in the book:", line.name));
                lines.extend(edits.iter().map(|(field, before, after)| {
                    format!("  {field}: {} → {}", or(before), or(after))
                }));
            }
            TrialResult::Rejected(column, reason) if column.is_empty() => {
                lines.push(format!("Cannot be taken: {}.", plain(reason)));
            }
            TrialResult::Rejected(column, reason) => {
                lines.push(format!("Cannot be taken: {column} {}.", plain(reason)));
            }
            TrialResult::New => lines.push("A new record.".to_owned()),
            TrialResult::Same => lines.push("The book has it already.".to_owned()),
        }
        lines.push(String::new());
        let fields = self.trial().map_or(&[][..], |t| &t.fields);
        for (field, cell) in fields.iter().zip(&line.cells) {
            lines.push(format!("{}: {cell}", field.heading));
        }
        lines
    }
}

/// What becomes of a row: its mark and a few words.
fn became(result: &TrialResult) -> Said {
    match result {
        TrialResult::New => (Mark::Done, "new".to_owned()),
        TrialResult::Same => (Mark::None, "= already here".to_owned()),
        TrialResult::Changed(edits) => {
            let words = match edits.as_slice() {
                [(field, before, _)] if before.is_empty() => format!("{field} added"),
                [(field, before, _)] => format!("{field} was {before}"),
                many => format!("{} changes", many.len()),
            };
            (Mark::Note, words)
        }
        TrialResult::Rejected(column, reason) if column.is_empty() => (Mark::Failed, plain(reason)),
        TrialResult::Rejected(column, reason) => {
            (Mark::Failed, format!("{column} {}", plain(reason)))
        }
    }
}
