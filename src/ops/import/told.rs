//! A trial in words and as JSON: one source for dry runs, real imports, the shell and programs that read it.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::trial::{Problem, Trial, TrialLine, TrialResult};
use crate::{
    domain::{id::Noun, money::Money},
    import::{Refused, Reject},
    ops::args::counted,
};

/// How many rows of a sort are shown in words.
const SHOWN: usize = 20;
/// How many names of records of other kinds are shown in words.
const NAMES: usize = 5;

impl Trial {
    /// `35 new, 0 changed, 0 unchanged`.
    pub fn counts(&self, rejected: u64) -> String {
        let some = |n: u64, word: &str| {
            if n > 0 {
                format!(", {n} {word}")
            } else {
                String::new()
            }
        };
        format!(
            "{} new, {} changed, {} unchanged{}{}",
            self.new,
            self.changed,
            self.same,
            some(self.kept, "left as they are"),
            some(rejected, "rejected")
        )
    }

    /// The line of the log.
    pub fn summary(&self, rejected: u64) -> String {
        format!(
            "Imported {} from {}: {}",
            self.noun.1,
            self.file,
            self.counts(rejected)
        )
    }

    /// What it does to the ledger: `41 commission lines would be posted for 6 partners: $1,204.50`; nothing where it
    /// does nothing to it.
    pub fn posting(&self) -> Option<String> {
        let (lines, partners, sums) = &self.posted;
        if *lines == 0 {
            return None;
        }
        let word = match (self.saved, lines) {
            (false, _) => "would be",
            (true, 1) => "was",
            (true, _) => "were",
        };
        Some(format!(
            "{} {word} posted for {}: {}",
            counted(*lines, "commission line", "commission lines"),
            counted(*partners, "partner", "partners"),
            shown(sums)
        ))
    }

    /// All of it in lines.
    pub fn told(&self) -> Vec<String> {
        let mut lines = vec![format!("{}:", self.file)];
        lines.extend(self.read_as.iter().map(|l| format!("  {l}")));
        lines.extend(self.mapping.iter().map(|l| format!("  {l}")));
        if !self.not_used.is_empty() {
            lines.push(format!("  not used: {}", self.not_used.join(", ")));
        }
        lines.extend(self.figures());
        lines
    }

    /// What becomes of the rows, in lines: without how the file is read.
    pub fn figures(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let left_out = match (self.unwanted, self.left_out - self.unwanted) {
            (0, 0) => String::new(),
            (0, n) => format!(" ({n} left out, as you said)"),
            (n, 0) => format!(" ({n} left out by --where)"),
            (n, said) => format!(" ({n} left out by --where, {said} as you said)"),
        };
        lines.push(format!(
            "{}{left_out}: {}",
            rows(self.rows),
            self.counts(self.rejected)
        ));
        self.tell_changes(&mut lines);
        lines.extend(self.remark.clone());
        self.tell_problems(&mut lines);
        self.tell_made(&mut lines);
        for question in &self.questions {
            lines.push(format!("  {}", question.question));
        }
        lines.extend(self.posting());
        lines.extend(self.remembered.clone());
        lines
    }

    fn tell_changes(&self, lines: &mut Vec<String>) {
        let changed = self.lines.iter().filter_map(|l| match &l.result {
            TrialResult::Changed(edits) => Some((l, edits)),
            _ => None,
        });
        let mut told = 0;
        for (line, edits) in changed.take(SHOWN) {
            told += 1;
            for (field, before, after) in edits {
                lines.push(format!(
                    "  line {}, {}: {field} {} → {}",
                    line.line,
                    line.name,
                    or_nothing(before),
                    or_nothing(after)
                ));
            }
        }
        more(self.changed, told, "changed", lines);
    }

    fn tell_problems(&self, lines: &mut Vec<String>) {
        for problem in &self.problems {
            // A reason that only one row has is told with that row.
            if problem.rows > 1 || problem.repair.is_some() {
                lines.push(format!("  {}", problem.shown()));
            }
        }
        let rejected = self.lines.iter().filter_map(|l| self.reject(l));
        let mut told = 0;
        for reject in rejected.take(SHOWN) {
            told += 1;
            lines.push(format!("  rejected: {}", reject.shown()));
        }
        more(self.rejected, told, "rejected", lines);
    }

    fn tell_made(&self, lines: &mut Vec<String>) {
        let mut nouns: Vec<&str> = Vec::new();
        let known = self.made.iter().map(|made| made.noun);
        for noun in known.chain(self.made_more.iter().map(|(noun, _)| *noun)) {
            if !nouns.contains(&noun) {
                nouns.push(noun);
            }
        }
        for noun in nouns {
            let of_it: Vec<&str> = self
                .made
                .iter()
                .filter(|m| m.noun == noun)
                .map(|m| m.name.as_str())
                .collect();
            let names = of_it.iter().take(NAMES).copied().collect::<Vec<_>>();
            let unnamed = self.made_more.iter().filter(|(n, _)| *n == noun);
            let count = of_it.len() as u64 + unnamed.map(|(_, more)| more).sum::<u64>();
            let more = match (names.len(), count - names.len() as u64) {
                (0, _) => String::new(),
                (_, 0) => format!(": {}", names.join(", ")),
                (_, n) => format!(": {} and {n} more", names.join(", ")),
            };
            lines.push(format!(
                "new beside them, {}{more}",
                counted(count, noun, &format!("{noun}s"))
            ));
        }
    }

    /// A row that was rejected, as the file of rejected rows tells it.
    fn reject(&self, line: &TrialLine) -> Option<Reject> {
        let TrialResult::Rejected(column, reason) = &line.result else {
            return None;
        };
        let at = self.fields.iter().position(|f| f.heading == *column);
        let value = at.and_then(|at| line.cells.get(at)).cloned();
        Some(Reject {
            line: line.line,
            why: Refused {
                column: column.clone(),
                value: value.unwrap_or_default(),
                reason: reason.clone(),
            },
        })
    }

    /// All of it for programs.
    pub fn json(&self) -> Value {
        let mut changes = Vec::new();
        for line in &self.lines {
            if let TrialResult::Changed(edits) = &line.result {
                for (field, before, after) in edits {
                    changes.push(json!({ "line": line.line, "record": line.name, "field": field, "before": before, "after": after }));
                }
            }
        }
        let rejects: Vec<Value> = self
            .lines
            .iter()
            .filter_map(|l| self.reject(l))
            .map(|r| json!({ "line": r.line, "column": r.why.column, "value": r.why.value, "reason": r.why.reason }))
            .collect();
        let problems: Vec<Value> = self
            .problems
            .iter()
            .map(|p| {
                let repair = p.repair.as_ref();
                json!({
                    "rows": p.rows, "column": p.column, "reason": p.reason, "line": p.first.0, "value": p.first.1,
                    "repair": repair.map(|(words, says)| json!({ "words": words, "says": says })),
                })
            })
            .collect();
        let made: Vec<Value> = self
            .made
            .iter()
            .map(|m| json!({ "noun": m.noun, "name": m.name, "rows": m.rows }))
            .collect();
        let questions: Vec<Value> = self
            .questions
            .iter()
            .map(|q| {
                let answers = q.answers.iter();
                let answers: Vec<Value> = answers
                    .map(|(says, words)| json!({ "says": says, "words": words }))
                    .collect();
                json!({ "about": q.about, "question": q.question, "answers": answers })
            })
            .collect();
        json!({
            "file": self.file, "read_as": self.read_as, "mapping": self.mapping, "not_used": self.not_used,
            "remark": self.remark, "mapping_saved": self.remembered, "rows": self.rows, "left_out": self.left_out, "new": self.new,
            "changed": self.changed, "unchanged": self.same, "left_as_they_are": self.kept, "rejected": self.rejected,
            "saved": self.saved, "dry_run": self.dry_run, "changes": changes, "rejects": rejects, "problems": problems,
            "made": made, "made_more": self.made_more.iter().map(|(_, more)| more).sum::<u64>(), "questions": questions,
            "posted": { "lines": self.posted.0, "partners": self.posted.1, "sums": self.posted.2 },
        })
    }

    /// What is said at the end. `again`: the operation that imported the same file before, where nothing is new.
    pub(super) fn said(
        &self,
        again: Option<&(i64, String)>,
        rejects_file: Option<&PathBuf>,
    ) -> String {
        let mut said = if self.dry_run {
            format!("A dry run of {}: nothing was saved.", self.file)
        } else if self.held_back && self.rejected == 0 && !self.questions.is_empty() {
            let questions: Vec<&str> = self.questions.iter().map(|q| &*q.question).collect();
            format!("Nothing was saved. {}", questions.join(" "))
        } else if self.held_back && self.rejected == 0 {
            format!(
                "{} of the book would change, so nothing was saved.",
                counted(self.changed, "record", "records")
            )
        } else if self.held_back {
            format!(
                "{} of {} {} rejected, so nothing was saved.",
                self.rejected,
                rows(self.rows),
                if self.rejected == 1 { "was" } else { "were" }
            )
        } else if self.saved {
            format!("{}.", self.summary(self.rejected))
        } else if self.rejected > 0 && self.same + self.kept == 0 {
            "Nothing was imported: every row was rejected.".to_owned()
        } else if let Some((op, day)) = again {
            format!(
                "Nothing to do: this file was imported already as {} on {day}, and the book has all of it.",
                Noun::Operation.id(*op)
            )
        } else if self.same + self.kept == 0 {
            format!("Nothing to import: {} has no rows to take.", self.file)
        } else if self.kept > 0 {
            format!(
                "Nothing was changed: the book has all {}, and {} as they are.",
                counted(self.same + self.kept, self.noun.0, self.noun.1),
                if self.kept == 1 {
                    "1 stays".to_owned()
                } else {
                    format!("{} stay", self.kept)
                }
            )
        } else {
            format!(
                "Nothing to import: the book has all {} already.",
                counted(self.same, self.noun.0, self.noun.1)
            )
        };
        if let Some(file) = rejects_file {
            said.push_str("\nThe rejected rows are in ");
            said.push_str(&file.display().to_string());
            said.push_str(": mend them there and import that file.");
        } else if self.held_back && self.rejected > 0 {
            said.push_str("\nMend them in the file, or save the good rows with --skip-bad and the bad ones to a file with --rejects FILE.");
        } else if self.held_back && self.questions.is_empty() {
            said.push_str("\nTake the changes with --existing update, or only what is new with --existing skip.");
        }
        said
    }
}

impl Problem {
    /// `2 rows: column amount “1.200,00” (line 57): is not an amount; mend all of them with --decimal ,`.
    pub fn shown(&self) -> String {
        let first = Reject {
            line: self.first.0,
            why: Refused {
                column: self.column.clone(),
                value: self.first.1.clone(),
                reason: self.reason.clone(),
            },
        };
        let mend = self.repair.as_ref().map_or(String::new(), |(words, says)| {
            format!("; {} would {says}", words.join(" "))
        });
        format!("{}, first {}{mend}", rows(self.rows), first.shown())
    }
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

fn more(all: u64, told: u64, word: &str, lines: &mut Vec<String>) {
    let more = all.saturating_sub(told);
    if more > 0 {
        lines.push(format!("  and {more} more {word}"));
    }
}

/// Sums for people: those that are not zero, two spaces between.
fn shown(sums: &[Money]) -> String {
    let some: Vec<&Money> = sums.iter().filter(|m| !m.is_zero()).collect();
    let kept = if some.is_empty() {
        sums.iter().take(1).collect()
    } else {
        some
    };
    let all: Vec<String> = kept.into_iter().map(|m| m.shown()).collect();
    all.join("  ")
}

/// `1 row`, `3 rows`.
fn rows(n: u64) -> String {
    counted(n, "row", "rows")
}
