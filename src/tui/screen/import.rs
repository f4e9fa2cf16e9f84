//! A file on its way into the book, in four steps: which file, which column is what, what would happen, and in. Holds
//! what the person decided as words of a command line; what they come to is worked out elsewhere.

pub mod act;
pub mod check;
pub mod columns;
pub mod effects;
mod ended;
pub mod mend;
pub mod pick;
pub mod questions;
mod settings;
pub mod words;

use ratatui::layout::Rect;

use self::{
    pick::{Picked, Picker},
    words::Words,
};
use super::import_view;
use crate::{
    error::{Error, Kind, Result},
    ops::{
        Outcome,
        import::{proposal::Proposal, trial::Trial},
    },
    text,
    tui::event::{Answer, Job, Want},
};

/// The steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Which file.
    File,
    /// Which column is which field.
    Columns,
    /// What would happen.
    Check,
    /// It happens.
    Import,
}

impl Step {
    /// All of them in order, with their names.
    pub const ALL: [(Self, &str); 4] = [
        (Self::File, "File"),
        (Self::Columns, "Columns"),
        (Self::Check, "Check"),
        (Self::Import, "Import"),
    ];

    fn at(self) -> usize {
        Self::ALL.iter().position(|(s, _)| *s == self).unwrap_or(0)
    }
}

/// What a run without saving found.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The words it was run with.
    words: Vec<String>,
    /// What it found, or why it did not run.
    pub result: Result<Outcome>,
}

/// A file on its way into the book.
#[derive(Debug, Clone)]
pub struct ImportScreen {
    /// The step one is at.
    pub step: Step,
    /// The choice of a file.
    pub pick: Picker,
    /// The file, as it is opened.
    pub file: Option<String>,
    /// What the person decided.
    pub said: Words,
    /// What the file seems to be, as it was found last.
    pub proposal: Option<Box<Proposal>>,
    /// Why what was said last cannot be.
    pub refused: Option<Error>,
    /// What would happen, as it was found last.
    pub tried: Option<Tried>,
    /// What happened.
    pub done: Option<Outcome>,
    /// Why it did not happen.
    pub failed: Option<Error>,
    /// How far the work is: done, total (0: unknown), and in words.
    pub progress: Option<(u64, u64, String)>,
    /// Position of the cursor.
    pub at: usize,
    /// First line in sight.
    pub top: usize,
    /// The words that the proposal, or the refusal, answers.
    answered: Vec<String>,
    /// The words that run.
    running: Option<Vec<String>>,
    /// The word that the answer to an open question stands in place of.
    instead: Option<words::Word>,
    /// Lines for rows.
    lines: usize,
    width: u16,
}

impl ImportScreen {
    /// Without a file; `words` say what is known of it: `--as accounts`.
    pub fn new(words: &[String]) -> Self {
        let mut said = Words::default();
        said.begin_with(words);
        Self {
            step: Step::File,
            pick: Picker::default(),
            file: None,
            said,
            proposal: None,
            refused: None,
            tried: None,
            done: None,
            failed: None,
            progress: None,
            at: 0,
            top: 0,
            answered: Vec::new(),
            running: None,
            instead: None,
            lines: 1,
            width: 80,
        }
    }

    /// With a file, so that the second step is the first.
    pub fn of_file(path: &str) -> Self {
        let mut screen = Self::new(&[]);
        screen.open(path);
        screen
    }

    /// Takes a file; what was decided about another one is forgotten.
    pub fn open(&mut self, path: &str) {
        if self.file.as_deref() == Some(path) {
            self.to(Step::Columns);
            return;
        }
        let (pick, width, lines) = (self.pick.clone(), self.width, self.lines);
        let words = self.file.is_none().then(|| self.said.flat());
        *self = Self {
            step: Step::Columns,
            file: Some(path.to_owned()),
            pick,
            width,
            lines,
            ..Self::new(&words.unwrap_or_default())
        };
    }

    /// Shows a step.
    fn to(&mut self, step: Step) {
        if self.step != step {
            (self.step, self.at, self.top) = (step, 0, 0);
        }
    }

    /// Whether what is typed is text.
    pub fn is_typing(&self) -> bool {
        self.step == Step::File
    }

    /// Whether something runs for it.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The name of the file, without the folders.
    pub fn name(&self) -> &str {
        let path = self.file.as_deref().unwrap_or_default();
        path.rsplit(['/', std::path::MAIN_SEPARATOR])
            .next()
            .unwrap_or_default()
    }

    /// What is asked about the file: itself, and what was decided.
    fn asked(&self) -> Vec<String> {
        let file = self.file.iter().cloned();
        file.chain(self.said.flat()).collect()
    }

    /// Whether the proposal, or the refusal, answers what was decided last.
    pub fn is_current(&self) -> bool {
        self.file.is_some() && self.answered == self.asked()
    }

    /// What would happen, where it is known and still so.
    pub fn trial(&self) -> Option<&Trial> {
        let tried = self.tried.as_ref()?;
        tried.result.as_ref().ok()?.trial.as_deref()
    }

    /// `import clients.csv   1 File  [2 Columns]  3 Check  4 Import`; short where there is little room.
    pub fn heading(&self) -> String {
        let name = text::cut(&text::clean(self.name()), 28);
        let what = if name.is_empty() {
            "import".to_owned()
        } else {
            format!("import {name}")
        };
        let at = self.step.at();
        if self.width < 80 {
            let (_, step) = Step::ALL[at];
            return format!("{what}  {} of 4: {step}", at + 1);
        }
        let steps: Vec<String> = (0..)
            .zip(Step::ALL)
            .map(|(n, (_, name))| {
                if n == at {
                    format!("[{} {name}]", n + 1)
                } else {
                    format!("{} {name}", n + 1)
                }
            })
            .collect();
        format!("{what}   {}", steps.join("  "))
    }

    /// `214 rows, UTF-8, comma`, as far as there is room beside the steps.
    pub fn counts(&self) -> String {
        let words = match (self.step, &self.proposal, &self.done) {
            (Step::Columns, Some(proposal), _) => proposal.read_as.clone(),
            (Step::Check, ..) | (Step::Import, _, None) => vec!["nothing written yet".to_owned()],
            _ => Vec::new(),
        };
        let taken = text::width(&self.heading()) + 18;
        let room = usize::from(self.width).saturating_sub(taken);
        (0..=words.len())
            .rev()
            .map(|n| words[..n].join(", "))
            .find(|shown| text::width(shown) <= room)
            .unwrap_or_default()
    }

    /// Fits it to its area.
    pub fn fit(&mut self, area: Rect) {
        self.width = area.width;
        self.lines = usize::from(import_view::rows(self, area)).max(1);
        let last = self.len().saturating_sub(1);
        self.at = self.at.min(last);
        self.pick.fit(self.lines);
        let line = match self.step {
            Step::Check => self.line_of(self.at),
            _ => self.at,
        };
        let from = (line + 1).saturating_sub(self.lines);
        // The title above the first row is seen with it.
        let to = if self.at == 0 { from } else { line.max(from) };
        self.top = self.top.clamp(from, to);
    }

    /// How many rows the cursor can be on.
    pub fn len(&self) -> usize {
        match self.step {
            Step::Columns => self.rows().len(),
            Step::Check => self.found().len(),
            Step::File | Step::Import => 0,
        }
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it needs to know.
    pub fn needs(&self) -> Vec<Want> {
        match self.step {
            Step::File => vec![Want::Files(self.pick.typed().to_owned())],
            _ if self.done.is_some() || self.file.is_none() => Vec::new(),
            _ => vec![Want::Proposal(self.asked())],
        }
    }

    /// Takes an answer.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match (want, answer) {
            (_, Answer::Files(files)) => {
                if let Picked::File(path) = self.pick.take(*files) {
                    self.open(&path);
                }
            }
            (Want::Proposal(words), Answer::Proposal(proposal)) => {
                self.answered.clone_from(words);
                self.refused = None;
                let first = self.proposal.is_none();
                self.proposal = Some(proposal);
                if first && self.step == Step::Columns {
                    // The first thing to look at is the first thing that needs it.
                    self.at = self.need(0, 1).unwrap_or(0);
                }
                if self.step > Step::Columns && !self.open_questions().is_empty() {
                    self.to(Step::Columns);
                    self.at = self.need(0, 1).unwrap_or(0);
                }
            }
            _ => {}
        }
    }

    /// Takes an answer that is an error; true if it shows it itself.
    pub fn fail(&mut self, want: &Want, error: &Error) -> bool {
        match want {
            Want::Proposal(words) => {
                self.answered.clone_from(words);
                self.refused = Some(error.clone());
                self.to(Step::Columns);
                true
            }
            _ => false,
        }
    }

    /// What should run now: the trial of what was decided last, where it is to be seen and not known.
    pub fn due(&mut self) -> Option<Box<Job>> {
        let wanted = matches!(self.step, Step::Check | Step::Import)
            && self.done.is_none()
            && self.running.is_none()
            && self.is_current()
            && self.refused.is_none();
        if !wanted {
            return None;
        }
        let mut words = self.proposal.as_ref()?.words.clone();
        words.push("--dry-run".to_owned());
        if self.tried.as_ref().is_some_and(|t| t.words == words) {
            return None;
        }
        match Job::of_line(&words::without(&words, "--rejects")) {
            Ok(mut job) => {
                // Nothing is written, no file of rejects either, so there is nothing to ask.
                job.confirmed = true;
                self.progress = None;
                self.running = Some(words);
                Some(job)
            }
            Err(e) => {
                self.tried = Some(Tried {
                    words,
                    result: Err(e),
                });
                None
            }
        }
    }

    /// What was to run was asked about, and the person said no; or yes.
    pub fn answered_to_run(&mut self, yes: bool) {
        self.running = yes.then(Vec::new);
    }

    /// Takes what came of a job; true if nothing more is to be shown of it than its sentence.
    pub fn ran(&mut self, job: &Job, result: &Result<Outcome>) -> bool {
        if job.entry.spec.path == "undo" {
            if result.is_ok() {
                (self.done, self.tried, self.failed) = (None, None, None);
                self.to(Step::Check);
            }
            return result.is_ok();
        }
        self.progress = None;
        let words = self.running.take().unwrap_or_default();
        if words.last().is_some_and(|w| w == "--dry-run") {
            self.tried = Some(Tried {
                words,
                result: result.clone(),
            });
            self.at = 0;
            return true;
        }
        match result {
            // Rows that cannot be taken held the others back.
            Ok(outcome) if outcome.rejected && outcome.op.is_none() => {
                self.failed = Some(Error::refused(outcome.said.clone()));
            }
            Ok(outcome) => self.done = Some(outcome.clone()),
            Err(e) if e.kind == Kind::Interrupted => self.failed = Some(e.clone()),
            Err(e) => self.failed = Some(e.clone()),
        }
        true
    }

    /// The words it comes to, as they would be typed in the shell.
    pub fn command(&self) -> Option<String> {
        let proposal = self.proposal.as_ref()?;
        let words = proposal.words.iter().map(|w| words::quoted(w));
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| format!("partnerbook {}", words.join(" ")))
    }
}
