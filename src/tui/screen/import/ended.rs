//! The last step of an import: what it will do, how far it is, what it did, and what may come next.

use super::{
    ImportScreen,
    effects::{Said, counted},
    mend::sentences,
};
use crate::{ops::import::FileKind, table::Mark, tui::screen::places::Place};

impl ImportScreen {
    /// Takes how far the work is.
    pub fn progressed(&mut self, done: u64, total: u64, words: String) {
        if self.running.is_some() {
            self.progress = Some((done, total, words));
        }
    }

    /// What the last step says.
    pub fn ending(&self) -> Vec<Said> {
        let plain = |words: &str| (Mark::None, words.to_owned());
        if let Some(done) = &self.done {
            let mut said: Vec<Said> = sentences(&done.said).lines().map(plain).collect();
            if let Some(first) = said.first_mut() {
                first.0 = if done.rejected {
                    Mark::Attention
                } else {
                    Mark::Done
                };
            }
            if let Some(trial) = &done.trial {
                let (lines, partners, _) = &trial.posted;
                if *lines > 0 {
                    said.push((
                        Mark::Payable,
                        format!(
                            "{} posted for {}.",
                            counted(*lines, "commission line"),
                            counted(*partners, "partner")
                        ),
                    ));
                }
            }
            said.push(plain(""));
            if let Some(place) = self.came_in() {
                said.push(plain(&format!("enter   shows {}", place.name())));
            }
            if done.op.is_some() {
                said.push(plain("u       takes all of it back"));
            }
            let told = |file: &std::path::PathBuf| done.said.contains(&*file.to_string_lossy());
            for file in done.files.iter().filter(|file| !told(file)) {
                said.push((
                    Mark::Attention,
                    format!("Mend the rows in {} and import that file.", file.display()),
                ));
            }
            said.push(plain("I       imports another file"));
            return said;
        }
        let mut said = Vec::new();
        if let Some(error) = &self.failed {
            said.push((Mark::Failed, sentences(&error.to_string())));
            said.push(plain(""));
        }
        said.extend(self.effects());
        said.push(plain(""));
        said.push(match self.in_the_way() {
            Some(words) => (Mark::Attention, words),
            None => plain("enter   imports now"),
        });
        said.push(plain("(       back to the check"));
        said
    }

    /// Where what came in is shown.
    pub fn came_in(&self) -> Option<Place> {
        Some(Place(match self.proposal.as_ref()?.kind? {
            FileKind::Partners | FileKind::Contacts | FileKind::Rewards => 2,
            FileKind::Referrals | FileKind::Visits | FileKind::Activities => 3,
            FileKind::Customers => 4,
            FileKind::Accounts => 5,
            FileKind::Revenue | FileKind::Subscriptions => 7,
            FileKind::Results => 8,
        }))
    }
}
