//! What importing will do and what stands in its way, in words, from what a trial found. Works nothing out.

use super::ImportScreen;
use crate::{ops::import::trial::Trial, table::Mark, tui::widget::put};

/// A mark and words.
pub type Said = (Mark, String);

impl ImportScreen {
    /// The counts: `197 new`, `9 change`, `5 already here`, `3 cannot be read`.
    pub fn tallied(&self) -> Vec<Said> {
        let Some(trial) = self.trial() else {
            return Vec::new();
        };
        let n = |n: u64| put::count(usize::try_from(n).unwrap_or(usize::MAX));
        let mut out = vec![(Mark::Done, format!("{} new", n(trial.new)))];
        if trial.changed > 0 {
            out.push((Mark::Note, format!("{} changed", n(trial.changed))));
        }
        if trial.same > 0 {
            out.push((Mark::None, format!("= {} already here", n(trial.same))));
        }
        if trial.kept > 0 {
            out.push((Mark::None, format!("= {} left as they are", n(trial.kept))));
        }
        if trial.left_out > 0 {
            out.push((Mark::None, format!("- {} not wanted", n(trial.left_out))));
        }
        if trial.rejected > 0 {
            out.push((
                Mark::Failed,
                format!("{} cannot be taken", n(trial.rejected)),
            ));
        }
        out.push((
            Mark::None,
            format!("of {} rows", n(trial.rows + trial.left_out)),
        ));
        out
    }

    /// What importing will do, in sentences.
    pub fn effects(&self) -> Vec<Said> {
        let Some(trial) = self.trial() else {
            return Vec::new();
        };
        let mut out = vec![self.saved(trial)];
        if self.in_the_way().is_some() || out[0].0 == Mark::None {
            return out;
        }
        if let Some(rejected) = self.left_behind(trial) {
            out.push(rejected);
        }
        for (noun, n) in by_noun(trial) {
            out.push((Mark::Note, format!("makes {}", counted(n, noun))));
        }
        let (lines, partners, sums) = &trial.posted;
        if *lines > 0 {
            let sums: Vec<String> = sums.iter().map(ToString::to_string).collect();
            out.push((
                Mark::Payable,
                format!(
                    "posts {}: {} for {}",
                    counted(*lines, "commission line"),
                    sums.join(", "),
                    counted(*partners, "partner")
                ),
            ));
        }
        out.push((
            Mark::None,
            "one step to take back: u, or partnerbook undo".to_owned(),
        ));
        out
    }

    fn saved(&self, trial: &Trial) -> Said {
        let n = trial.new + trial.changed;
        let (one, many) = trial.noun;
        if trial.rejected > 0 && !self.leaves_out_bad() {
            let words = format!(
                "nothing is saved while {} cannot be taken",
                counted(trial.rejected, "row")
            );
            return (Mark::Attention, words);
        }
        if n == 0 {
            let words = "nothing is saved: there is nothing new".to_owned();
            return (Mark::None, words);
        }
        let words = if n == 1 { one } else { many };
        let n = put::count(usize::try_from(n).unwrap_or(usize::MAX));
        (Mark::Done, format!("{n} {words} saved"))
    }

    fn left_behind(&self, trial: &Trial) -> Option<Said> {
        (trial.rejected > 0 && self.leaves_out_bad()).then(|| {
            let to = self.said.value("--rejects").map_or(String::new(), |to| {
                if trial.rejected == 1 {
                    format!(": it goes to {to}, with its reason")
                } else {
                    format!(": they go to {to}, each with its reason")
                }
            });
            (
                Mark::Attention,
                format!("{} left out{to}", counted(trial.rejected, "row")),
            )
        })
    }

    /// Whether rows that cannot be taken are left out.
    pub fn leaves_out_bad(&self) -> bool {
        self.said.value("--skip-bad").is_some()
    }

    /// What stands in the way of importing, in a sentence; `None` where nothing does.
    pub fn in_the_way(&self) -> Option<String> {
        let trial = self.trial()?;
        // Rows nobody is known for may be left out like others that cannot be taken.
        let left_out = self.leaves_out_bad() && trial.rejected > 0;
        if !trial.questions.is_empty() && !left_out {
            return Some(format!(
                "{} to answer first: n goes there, enter answers.",
                counted(trial.questions.len() as u64, "question")
            ));
        }
        if trial.held_back && trial.rejected == 0 {
            return Some(
                "Records that were not to change hold everything back: u takes that back."
                    .to_owned(),
            );
        }
        if trial.rejected == 0 || self.leaves_out_bad() {
            return None;
        }
        let it = if trial.rejected == 1 { "it" } else { "them" };
        Some(if self.can_leave_out() {
            format!(
                "{} cannot be taken: mend {it}, or x leaves {it} out.",
                counted(trial.rejected, "row")
            )
        } else {
            format!("No row can be taken as it stands. Mend {it} here or in the file.")
        })
    }

    /// What the next step goes on with, where nothing stands in the way.
    pub fn goes_on(&self) -> String {
        match self.trial().map_or(0, |t| t.rejected) {
            0 => "All rows can be taken: ) goes on to the import.".to_owned(),
            n => format!(
                "{} left out, the others can be taken: ) goes on to the import.",
                counted(n, "row")
            ),
        }
    }

    /// Whether rows that cannot be taken may be left out: there are some, and others beside them.
    pub fn can_leave_out(&self) -> bool {
        self.trial()
            .is_some_and(|t| t.rejected > 0 && t.rejected < t.rows)
    }
}

/// Records of other kinds that are made, by kind.
fn by_noun(trial: &Trial) -> Vec<(&'static str, u64)> {
    let mut nouns: Vec<(&'static str, u64)> = Vec::new();
    let named = trial.made.iter().map(|made| (made.noun, 1));
    for (noun, more) in named.chain(trial.made_more.iter().copied()) {
        match nouns.iter_mut().find(|(known, _)| *known == noun) {
            Some((_, n)) => *n += more,
            None => nouns.push((noun, more)),
        }
    }
    nouns
}

/// `1 row`, `3 rows`.
pub fn counted(n: u64, noun: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!(
        "{} {noun}{s}",
        put::count(usize::try_from(n).unwrap_or(usize::MAX))
    )
}
