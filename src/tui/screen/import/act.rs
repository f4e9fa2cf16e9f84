//! What keys do to an import: moving, deciding, the next step and the step back. Every decision is words that are said;
//! the book is changed by the operation they come to, and only from the last step.

use super::{ImportScreen, Step, check::Found, columns::Line, mend, pick::Picked, questions};
use crate::tui::{
    chord::Chord,
    event::Job,
    keymap::Action,
    overlay::{Overlay, output::Output, question::Question},
    screen::{Act, moving::moved},
};

impl ImportScreen {
    /// Handles a key while a path is typed.
    pub fn type_key(&mut self, chord: Chord) -> Act {
        match self.pick.key(chord) {
            Picked::Stay => Act::Done,
            Picked::File(path) => {
                self.open(&path);
                Act::Done
            }
            Picked::Leave => Act::Leave,
        }
    }

    /// Handles a key.
    pub fn act(&mut self, action: Action) -> Act {
        if let Some(to) = moved(action, self.at, self.lines) {
            self.at = to.min(self.len().saturating_sub(1));
            return Act::Done;
        }
        match action {
            Action::NextNeed => self.go_to_need(1),
            Action::PrevNeed => self.go_to_need(-1),
            Action::Enter => self.enter(),
            Action::NextStep | Action::NextTab => self.next(),
            Action::PrevTab | Action::Back => self.back(),
            Action::TakeBack => self.take_back(),
            Action::LeaveOut => self.leave_out(),
            Action::SkipBad => self.skip_bad(),
            Action::Kinds if self.step != Step::File => asks(Some(self.kinds())),
            Action::Settings => asks(self.settings()),
            Action::SaveAs => asks(self.saving()),
            _ => Act::Nothing,
        }
    }

    /// Whether a key means anything at this step; the footer shows those that do.
    pub fn means(&self, action: Action) -> bool {
        let here: &[Step] = match action {
            Action::Settings | Action::Kinds | Action::SaveAs | Action::LeaveOut => {
                &[Step::Columns]
            }
            Action::SkipBad => {
                let asked = self.step >= Step::Check && self.done.is_none();
                return asked && (self.leaves_out_bad() || self.can_leave_out());
            }
            Action::PrevTab => return self.done.is_none(),
            Action::Enter | Action::NextNeed | Action::PrevNeed | Action::NextStep => {
                &[Step::Columns, Step::Check]
            }
            Action::TakeBack => {
                return self.done.is_some() || (self.step > Step::File && !self.said.is_empty());
            }
            _ => return true,
        };
        here.contains(&self.step)
    }

    /// Says words about the file: an answer, a repair, a choice.
    pub fn say(&mut self, words: &[String]) {
        if let Some(old) = self.instead.take() {
            self.said.unsay(&old);
        }
        self.said.say(words);
        self.failed = None;
    }

    /// The `by`-th row from `from` on (itself counts) that needs a look.
    pub(super) fn need(&self, from: usize, by: isize) -> Option<usize> {
        let needs: Vec<bool> = match self.step {
            Step::Columns => self.rows().iter().map(|l| self.needs_look(l)).collect(),
            Step::Check => {
                let trial = self.trial()?;
                let rejected = |i: usize| {
                    matches!(
                        trial.lines.get(i).map(|l| &l.result),
                        Some(crate::ops::import::trial::TrialResult::Rejected(..))
                    )
                };
                self.found()
                    .iter()
                    .map(|found| match found {
                        Found::Question(_) | Found::Problem(_) => true,
                        Found::Row(i) => rejected(*i),
                        Found::Made(_) => false,
                    })
                    .collect()
            }
            Step::File | Step::Import => return None,
        };
        let len = needs.len();
        (0..len)
            .map(|n| {
                if by > 0 {
                    (from + n) % len
                } else {
                    (from + len - n) % len
                }
            })
            .find(|at| needs[*at])
    }

    fn go_to_need(&mut self, by: isize) -> Act {
        let len = self.len().max(1);
        let from = (self.at + len).saturating_add_signed(by) % len;
        match self.need(from, by) {
            Some(at) => {
                self.at = at;
                Act::Done
            }
            None => Act::Say("Nothing here needs you.".to_owned()),
        }
    }

    fn enter(&mut self) -> Act {
        match self.step {
            Step::File => Act::Nothing,
            Step::Columns => {
                if self.proposal.is_none() {
                    return asks(self.settings());
                }
                let question = self.question();
                self.instead = match self.row() {
                    Some(Line::Word(word)) if self.said.has(&word) => Some(word),
                    _ => None,
                };
                asks(question)
            }
            Step::Check => self.enter_check(),
            Step::Import => self.import(),
        }
    }

    fn enter_check(&mut self) -> Act {
        if self.tried.as_ref().is_some_and(|t| t.result.is_err()) {
            // Tried again.
            self.tried = None;
            return Act::Done;
        }
        let Some(trial) = self.trial() else {
            return Act::Nothing;
        };
        match self.found_at() {
            Some(Found::Question(i)) => {
                return asks(trial.questions.get(i).map(questions::of_choice));
            }
            Some(Found::Problem(i)) => {
                let repair = trial.problems.get(i).and_then(|p| p.repair.clone());
                let problem = trial.problems.get(i);
                if let Some(question) = problem.and_then(mend::question_of) {
                    return asks(Some(question));
                }
                if let Some((words, what)) = repair {
                    self.say(&words);
                    return Act::Say(format!("Taken: {what}. Checking again; u takes it back."));
                }
            }
            _ => {}
        }
        match self.in_full() {
            Some((title, lines)) => {
                Act::Over(Overlay::Output(Box::new(Output::lines(title, lines))))
            }
            None => Act::Nothing,
        }
    }

    /// The next step, where nothing stands in the way; the last one is entered, not taken.
    fn next(&mut self) -> Act {
        match self.step {
            Step::File => Act::Nothing,
            Step::Columns if self.refused.is_some() || self.proposal.is_none() => Act::Say(
                "This cannot be read as it stands: u takes the last choice back, e says how it is read."
                    .to_owned(),
            ),
            Step::Columns => {
                let open = self.open_questions();
                if open.is_empty() {
                    self.to(Step::Check);
                    return Act::Done;
                }
                self.at = self.need(self.at, 1).unwrap_or(self.at);
                Act::Say(format!("First: {}. enter answers.", open.join(", ")))
            }
            Step::Check => {
                if self.is_running() || self.trial().is_none() && !self.is_told() {
                    return Act::Say("Wait until the check is done, or esc stops it.".to_owned());
                }
                let asked = self.trial().is_some_and(|t| !t.questions.is_empty());
                if let Some(words) = self.in_the_way().filter(|_| asked) {
                    self.at = self.need(self.at, 1).unwrap_or(self.at);
                    return Act::Say(words);
                }
                self.to(Step::Import);
                Act::Done
            }
            Step::Import => Act::Say("This is the last step.".to_owned()),
        }
    }

    /// Whether a trial was run that says what it found in its own words only.
    pub fn is_told(&self) -> bool {
        self.tried.as_ref().is_some_and(|t| t.result.is_ok())
    }

    fn back(&mut self) -> Act {
        if self.is_running() {
            return Act::Cancel;
        }
        if self.done.is_some() {
            return Act::Leave;
        }
        match self.step {
            Step::File => return Act::Leave,
            Step::Columns => self.to(Step::File),
            Step::Check => self.to(Step::Columns),
            Step::Import => {
                self.failed = None;
                self.to(Step::Check);
            }
        }
        Act::Done
    }

    fn take_back(&mut self) -> Act {
        if let Some(done) = &self.done {
            return match done.op {
                Some(op) => Job::of("undo", &[format!("H{op}")]).map_or(Act::Nothing, Act::Run),
                None => Act::Say("Nothing was saved, so there is nothing to take back.".to_owned()),
            };
        }
        if self.said.back() {
            self.failed = None;
            return Act::Say("Your last choice is taken back.".to_owned());
        }
        Act::Say("Nothing was chosen here yet, and nothing is written.".to_owned())
    }

    /// Nothing is taken from the column under the cursor; what was said is unsaid.
    fn leave_out(&mut self) -> Act {
        if self.step != Step::Columns {
            return Act::Nothing;
        }
        match self.row() {
            Some(Line::Column(i)) => {
                let field = self.proposal.as_ref().and_then(|p| {
                    let field = p.columns.get(i)?.field?;
                    Some(p.fields.get(field)?.name)
                });
                match field {
                    Some(field) => self.say(&["--map".to_owned(), format!("{field}=")]),
                    None => return Act::Say("Nothing is taken from this column.".to_owned()),
                }
            }
            Some(Line::Word(word)) if self.said.has(&word) => self.said.unsay(&word),
            Some(Line::Word(_)) => {
                return Act::Say("This was found in the file: enter says it otherwise.".to_owned());
            }
            _ => return Act::Say("This is needed: enter says where it is.".to_owned()),
        }
        Act::Done
    }

    /// Leaves rows that cannot be taken out, and keeps them in a file beside this one; or not any more.
    fn skip_bad(&mut self) -> Act {
        if self.step < Step::Check || self.done.is_some() {
            return Act::Nothing;
        }
        if self.leaves_out_bad() {
            self.said.forget(&["--skip-bad", "--rejects"]);
            return Act::Say("All rows or none again.".to_owned());
        }
        if !self.can_leave_out() {
            return Act::Say("There are no rows to leave out that would leave others.".to_owned());
        }
        let file = self.file.clone().unwrap_or_default();
        let folder = file.len() - self.name().len();
        let stem = match self.name().rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => folder + stem.len(),
            _ => file.len(),
        };
        let to = format!("{}.rejected.csv", &file[..stem]);
        self.say(&["--skip-bad".to_owned(), format!("--rejects={to}")]);
        Act::Say(format!("Rows that cannot be taken go to {to}."))
    }

    /// Imports: the one thing here that writes. Afterwards, to what came in.
    fn import(&mut self) -> Act {
        if self.is_running() {
            return Act::Nothing;
        }
        if self.done.is_some() {
            return self
                .came_in()
                .map_or(Act::Leave, |place| Act::Go(place, String::new()));
        }
        if let Some(words) = self.in_the_way() {
            return Act::Say(words);
        }
        // What was checked is what is imported, and nothing else.
        let Some(words) = self.checked() else {
            self.to(Step::Check);
            return Act::Done;
        };
        match Job::of_line(&words) {
            Ok(job) => {
                self.failed = None;
                self.running = Some(words);
                Act::Run(job)
            }
            Err(e) => Act::Say(e.message),
        }
    }

    /// The words that were checked, without what made it a check; `None` where they are not those decided last.
    fn checked(&self) -> Option<Vec<String>> {
        let tried = self.tried.as_ref().filter(|t| t.result.is_ok())?;
        let words = &self.proposal.as_ref()?.words;
        let same = self.is_current() && tried.words.split_last()?.1 == words.as_slice();
        same.then(|| words.clone())
    }
}

fn asks(question: Option<Question>) -> Act {
    question.map_or(Act::Nothing, |q| Act::Over(Overlay::Question(Box::new(q))))
}
