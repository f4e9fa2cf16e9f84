//! What an import says when it is done: counts, what would change, what was rejected, and what it does to the money.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{
    intake::{Edit, Fate, Noun},
    reading::Reading,
    trial::{Made, Trial},
};
use crate::{
    import::{Mapping, Rejects},
    ops::{Choice, Outcome, Record},
    store::Done,
};

/// How many changed records are shown.
const SHOWN: usize = 20;

/// What happened so far.
pub(in crate::ops) struct Tally {
    noun: Noun,
    file: String,
    /// How the file was read.
    notes: Vec<String>,
    mapping: Vec<String>,
    pub(in crate::ops) rows: u64,
    pub(in crate::ops) left_out: u64,
    new: u64,
    changed: u64,
    same: u64,
    shown: Vec<(u64, Fate)>,
    not_used: Vec<String>,
    pub(in crate::ops) remark: Option<String>,
    /// What only the person can say.
    pub(in crate::ops) questions: Vec<Choice>,
    /// Records of other kinds that the rows made.
    pub(in crate::ops) made: Vec<Made>,
}

impl Tally {
    pub(in crate::ops) fn new(
        noun: Noun,
        file: String,
        notes: Vec<String>,
        mapping: &Mapping,
    ) -> Self {
        Self {
            noun,
            file: if file == "-" {
                "standard input".to_owned()
            } else {
                file
            },
            notes,
            mapping: mapping.lines(),
            rows: 0,
            left_out: 0,
            new: 0,
            changed: 0,
            same: 0,
            shown: Vec::new(),
            not_used: mapping.not_used(),
            remark: None,
            questions: Vec::new(),
            made: Vec::new(),
        }
    }

    pub(in crate::ops) fn note(&mut self, line: u64, fate: Fate) {
        match fate {
            Fate::New => self.new += 1,
            Fate::Changed(..) => {
                self.changed += 1;
                if self.shown.len() < SHOWN {
                    self.shown.push((line, fate));
                }
            }
            Fate::Same | Fate::Later(_) => self.same += 1,
        }
    }

    fn counted(&self, n: u64) -> String {
        let noun = if n == 1 {
            self.noun.one
        } else {
            self.noun.many
        };
        format!("{n} {noun}")
    }

    /// `35 new, 0 changed, 0 unchanged`.
    fn counts(&self, rejected: u64) -> String {
        let rejected = if rejected > 0 {
            format!(", {rejected} rejected")
        } else {
            String::new()
        };
        format!(
            "{} new, {} changed, {} unchanged{rejected}",
            self.new, self.changed, self.same
        )
    }

    /// The line of the log.
    pub(in crate::ops) fn summary(&self, rejected: u64) -> String {
        format!(
            "Imported {} from {}: {}",
            self.noun.many,
            self.file,
            self.counts(rejected)
        )
    }

    /// All of it. `done` is missing where rejected rows held the others back.
    pub(in crate::ops) fn outcome(
        mut self,
        reading: &Reading,
        rejects: &Rejects,
        rejects_file: Option<PathBuf>,
        done: Option<&Done<()>>,
    ) -> Outcome {
        self.shown.sort_by_key(|(line, _)| *line);
        let mut lines = vec![format!("{}:", self.file)];
        lines.extend(self.notes.iter().map(|l| format!("  {l}")));
        lines.extend(self.mapping.iter().map(|l| format!("  {l}")));
        if !self.not_used.is_empty() {
            lines.push(format!("  not used: {}", self.not_used.join(", ")));
        }
        let left_out = if self.left_out > 0 {
            format!(" ({} left out by --where)", self.left_out)
        } else {
            String::new()
        };
        lines.push(format!(
            "{}{left_out}: {}",
            rows(self.rows),
            self.counts(rejects.count)
        ));
        let changes = self.changes(&mut lines);
        lines.extend(self.remark.clone());
        let rejected = rejected(rejects, &mut lines);
        let posted = done.map(|d| &d.posted).filter(|p| p.lines > 0);
        if let Some(posted) = posted {
            let word = match (reading.dry_run, posted.lines) {
                (true, _) => "would be",
                (false, 1) => "was",
                (false, _) => "were",
            };
            let noun = if posted.lines == 1 {
                "commission line"
            } else {
                "commission lines"
            };
            lines.push(format!(
                "{} {noun} {word} posted: {}",
                posted.lines,
                posted.sums.shown()
            ));
        }
        let said = self.said(reading, rejects, rejects_file.as_ref(), done);
        let json = json!({
            "file": self.file, "read_as": self.notes, "mapping": self.mapping, "not_used": self.not_used, "remark": self.remark, "rows": self.rows, "left_out": self.left_out,
            "new": self.new, "changed": self.changed, "unchanged": self.same, "rejected": rejects.count,
            "saved": done.is_some_and(|d| d.op.is_some()), "dry_run": reading.dry_run,
            "changes": changes, "rejects": rejected,
            "posted": { "lines": posted.map_or(0, |p| p.lines), "sums": posted.map(|p| &p.sums) },
        });
        Outcome {
            said,
            record: Some(Record { lines, json }),
            files: rejects_file.into_iter().collect(),
            op: done.and_then(|d| d.op),
            rejected: rejects.count > 0,
            trial: Some(Box::new(Trial {
                questions: self.questions,
                made: self.made,
                ..Trial::default()
            })),
            ..Outcome::default()
        }
    }

    fn changes(&self, lines: &mut Vec<String>) -> Vec<Value> {
        let mut json = Vec::new();
        for (line, fate) in &self.shown {
            let Fate::Changed(name, edits) = fate else {
                continue;
            };
            for e in edits {
                let before = if e.before.is_empty() {
                    "nothing"
                } else {
                    &e.before
                };
                let after = if e.after.is_empty() {
                    "nothing"
                } else {
                    &e.after
                };
                lines.push(format!(
                    "  line {line}, {name}: {} {before} → {after}",
                    e.field
                ));
                json.push(json!({ "line": line, "record": name, "field": e.field, "before": e.before, "after": e.after }));
            }
        }
        let more = self.changed.saturating_sub(self.shown.len() as u64);
        if more > 0 {
            lines.push(format!("  and {more} more changed"));
        }
        json
    }

    fn said(
        &self,
        reading: &Reading,
        rejects: &Rejects,
        rejects_file: Option<&PathBuf>,
        done: Option<&Done<()>>,
    ) -> String {
        let mut said = match done {
            None => format!(
                "{} of {} {} rejected, so nothing was saved.",
                rejects.count,
                rows(self.rows),
                if rejects.count == 1 { "was" } else { "were" }
            ),
            Some(_) if reading.dry_run => format!("A dry run of {}: nothing was saved.", self.file),
            Some(done) if done.op.is_none() && self.same == 0 => {
                if rejects.count > 0 {
                    "Nothing was imported: every row was rejected.".to_owned()
                } else {
                    format!("Nothing to import: {} has no rows to take.", self.file)
                }
            }
            Some(done) if done.op.is_none() => format!(
                "Nothing to import: the book has all {} already.",
                self.counted(self.same)
            ),
            Some(done) => format!("{}.", done.summary),
        };
        if let Some(file) = rejects_file {
            said.push_str("\nThe rejected rows are in ");
            said.push_str(&file.display().to_string());
            said.push_str(": mend them there and import that file.");
        } else if done.is_none() {
            said.push_str("\nMend them in the file, or save the good rows with --skip-bad and the bad ones to a file with --rejects FILE.");
        }
        said
    }
}

/// `1 row`, `3 rows`.
fn rows(n: u64) -> String {
    if n == 1 {
        "1 row".to_owned()
    } else {
        format!("{n} rows")
    }
}

fn rejected(rejects: &Rejects, lines: &mut Vec<String>) -> Vec<Value> {
    let mut json = Vec::new();
    for reject in rejects.shown() {
        lines.push(format!("  rejected: {}", reject.shown()));
        let why = &reject.why;
        json.push(json!({ "line": reject.line, "column": why.column, "value": why.value, "reason": why.reason }));
    }
    let more = rejects.count.saturating_sub(json.len() as u64);
    if more > 0 {
        lines.push(format!("  and {more} more rejected"));
    }
    json
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
