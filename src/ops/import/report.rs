//! What an import did, counted while it runs and handed over as a [`Trial`]; how that is told is the business of `told`.

use std::path::PathBuf;

use super::{
    hidden::Hidden,
    intake::{Edit, Fate, Noun},
    problems::Problems,
    reading::Reading,
    trial::{AllMade, ROWS, Trial, TrialField, TrialLine, TrialResult},
};
use crate::{
    import::{Mapping, Refused, Rejects, Row},
    ops::{Choice, Outcome, Record as Told},
    store::Done,
};

/// How many records of other kinds are named.
const NAMED: usize = 500;

/// What happened so far.
pub(in crate::ops) struct Tally {
    trial: Trial,
    /// Places in the mapping of the fields that rows are shown with.
    at: Vec<usize>,
    rejected: Vec<TrialLine>,
    changed: Vec<TrialLine>,
    others: Vec<TrialLine>,
    problems: Problems,
    hidden: Hidden,
    /// The operation that imported the same file before, and its day.
    again: Option<(i64, String)>,
}

impl Tally {
    pub(in crate::ops) fn new(
        noun: Noun,
        file: String,
        notes: Vec<String>,
        mapping: &Mapping,
        again: Option<(i64, String)>,
    ) -> Self {
        let at: Vec<usize> = (0..mapping.fields.len())
            .filter(|f| mapping.says(*f))
            .collect();
        let fields = at.iter().map(|f| TrialField {
            name: mapping.fields[*f].name,
            heading: mapping.heading(*f).to_owned(),
        });
        let trial = Trial {
            file: if file == "-" {
                "standard input".to_owned()
            } else {
                file
            },
            read_as: notes,
            mapping: mapping.lines(),
            not_used: mapping.not_used(),
            fields: fields.collect(),
            noun: (noun.one, noun.many),
            ..Trial::default()
        };
        Self {
            trial,
            at,
            rejected: Vec::new(),
            changed: Vec::new(),
            others: Vec::new(),
            problems: Problems::default(),
            hidden: Hidden::default(),
            again,
        }
    }

    /// Counts a row that is looked at.
    pub(in crate::ops) fn row(&mut self) {
        self.trial.rows += 1;
    }

    /// Rows that were looked at so far.
    pub(in crate::ops) fn rows(&self) -> u64 {
        self.trial.rows
    }

    /// Counts a row that the conditions leave out.
    pub(in crate::ops) fn left_out(&mut self) {
        self.trial.left_out += 1;
        self.trial.unwanted += 1;
    }

    /// Counts a row that was looked at, and that the person left out.
    pub(in crate::ops) fn leave_out(&mut self) {
        self.trial.rows -= 1;
        self.trial.left_out += 1;
    }

    /// How many records changed so far.
    pub(in crate::ops) fn changes(&self) -> u64 {
        self.trial.changed
    }

    /// Notes what became of a row.
    pub(in crate::ops) fn note(&mut self, row: &Row<'_>, fate: Fate) {
        self.hidden.see(row, &self.at);
        let result = match fate {
            Fate::New => {
                self.trial.new += 1;
                TrialResult::New
            }
            Fate::Changed(name, edits) => {
                self.trial.changed += 1;
                if self.changed.len() < ROWS {
                    let edits = edits.into_iter();
                    let edits = edits.map(|e| (e.field.to_owned(), e.before, e.after));
                    let line = self.line(row, name, TrialResult::Changed(edits.collect()));
                    self.changed.push(line);
                }
                return;
            }
            Fate::Same | Fate::Later(_) => {
                self.trial.same += 1;
                TrialResult::Same
            }
        };
        if self.others.len() < ROWS {
            let line = self.line(row, String::new(), result);
            self.others.push(line);
        }
    }

    /// Notes a row that is refused.
    pub(in crate::ops) fn refuse(&mut self, row: &Row<'_>, why: &Refused) {
        self.problems.add(row, why);
        if self.rejected.len() < ROWS {
            let result = TrialResult::Rejected(why.column.clone(), why.reason.clone());
            let line = self.line(row, String::new(), result);
            self.rejected.push(line);
        }
    }

    /// Notes what the kind of file has to say at the end: a line of its own, records of other kinds, questions.
    pub(in crate::ops) fn close(
        &mut self,
        remark: Option<String>,
        made: AllMade,
        questions: Vec<Choice>,
    ) {
        let said: Vec<String> = remark.into_iter().chain(self.hidden.told()).collect();
        self.trial.remark = (!said.is_empty()).then(|| said.join(" "));
        let made = made.named_to(NAMED);
        (self.trial.made, self.trial.made_more) = (made.named, made.more);
        self.trial.questions = questions;
    }

    /// Notes what saving the mapping changed.
    pub(in crate::ops) fn remembered(&mut self, said: String) {
        self.trial.remembered = Some(said);
    }

    fn line(&self, row: &Row<'_>, name: String, result: TrialResult) -> TrialLine {
        let cells = self.at.iter().map(|f| row.raw(*f).to_owned());
        TrialLine {
            line: row.record.line,
            name,
            cells: cells.collect(),
            result,
        }
    }

    /// The line of the log.
    pub(in crate::ops) fn summary(&self, rejected: u64) -> String {
        self.trial.summary(rejected)
    }

    /// Sums up what became of all rows; `kept` of them say something new of records that were to stay as they are.
    /// Returns it as it stands before anything is posted or saved.
    pub(in crate::ops) fn sum_up(&mut self, rejected: u64, kept: u64, dry_run: bool) -> Trial {
        self.trial.rejected = rejected;
        self.trial.kept = kept;
        self.trial.same -= kept.min(self.trial.same);
        let problems = std::mem::take(&mut self.problems);
        self.trial.problems = problems.grouped(&self.trial, &self.others, &self.changed);
        self.trial.lines = self.looked_at();
        self.trial.dry_run = dry_run;
        self.trial.clone()
    }

    /// All of it, once it is summed up; `done` is missing where something held everything back.
    pub(in crate::ops) fn outcome(
        mut self,
        reading: &Reading,
        rejects: &Rejects,
        rejects_file: Option<PathBuf>,
        done: Option<&Done<Trial>>,
    ) -> Outcome {
        let mut trial = std::mem::take(&mut self.trial);
        trial.saved = done.is_some_and(|d| d.op.is_some());
        trial.held_back = done.is_none();
        if let Some(done) = done {
            trial.set_posted(&done.posted);
        }
        let nothing_new = done.is_some_and(|d| d.op.is_none()) && !reading.dry_run;
        let again = self.again.filter(|_| nothing_new);
        let mut said = trial.said(again.as_ref(), rejects_file.as_ref());
        if let Some(to) = reading.rejects.as_ref().filter(|_| reading.dry_run)
            && rejects.count > 0
        {
            let to = format!(
                "\nThe rejected rows were not written to {} either: leave out --dry-run for that.",
                to.display()
            );
            said.push_str(&to);
        }
        Outcome {
            said,
            record: Some(Told {
                lines: trial.told(),
                json: trial.json(),
            }),
            files: rejects_file.into_iter().collect(),
            op: done.and_then(|d| d.op),
            rejected: rejects.count > 0 || trial.held_back,
            asks: trial.held_back && !reading.settles(),
            trial: Some(Box::new(trial)),
            ..Outcome::default()
        }
    }

    /// Rows with problems before those that change before others, so many as are kept; then in the order of the file.
    fn looked_at(&mut self) -> Vec<TrialLine> {
        let mut lines: Vec<TrialLine> = Vec::new();
        for some in [&mut self.rejected, &mut self.changed, &mut self.others] {
            let room = ROWS - lines.len();
            lines.extend(some.drain(..).take(room));
        }
        lines.sort_by_key(|l| l.line);
        lines
    }
}

/// The fields in which two lists of them differ.
pub(in crate::ops) fn edits(
    before: Vec<(&'static str, String)>,
    after: Vec<(&'static str, String)>,
) -> Vec<Edit> {
    let pairs = before.into_iter().zip(after);
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Edit {
            field,
            before,
            after,
        })
        .collect()
}
