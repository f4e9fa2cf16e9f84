//! A payout run in its steps: choose, check, send, mark paid. Shows where the run stands and leads on; what a step does
//! is done by the operation of that step, never here.

mod act;
pub mod rows;
pub mod words;

use ratatui::layout::Rect;

use super::run_view;
use crate::{
    domain::{day::shown, id::Noun},
    error::Error,
    ops::{Record, Selection},
    store::{LeftOut, RunPage, RunPayout},
    tui::{
        event::{Answer, Want},
        screen::places::Place,
    },
};

/// The steps of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Who is paid, and up to which day.
    Choose,
    /// Drafts are looked at, and approved.
    Check,
    /// Approved payouts are written to payment files.
    Send,
    /// What was paid is recorded as paid.
    Pay,
}

impl Step {
    /// All of them in order, with their names.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Choose, "Choose"),
        (Self::Check, "Check"),
        (Self::Send, "Send"),
        (Self::Pay, "Mark paid"),
    ];

    fn number(self) -> usize {
        Self::ALL.iter().position(|(s, _)| *s == self).unwrap_or(0) + 1
    }

    fn name(self) -> &'static str {
        Self::ALL[self.number() - 1].1
    }
}

/// A row: a payout, or a partner who is in none.
#[derive(Debug, Clone, Copy)]
pub enum Line<'a> {
    /// In the run, or taken out of it again.
    Payout(&'a RunPayout),
    /// In no payout of it.
    Left(&'a LeftOut),
}

/// A run on screen.
#[derive(Debug, Clone)]
pub struct RunScreen {
    /// Its number.
    pub run: i64,
    /// The run as it was read last.
    pub page: Option<RunPage>,
    /// Why it cannot be shown.
    pub gone: Option<String>,
    /// Position of the cursor.
    pub at: usize,
    /// First row in sight.
    pub top: usize,
    /// Lines of the payout under the cursor, and whose they are.
    pub detail: Option<(String, Record)>,
    /// What would be written, or why not.
    pub files: Option<Result<Record, Error>>,
    /// The payout the cursor begins on, or has been put on.
    begins: Option<i64>,
    /// The step that is looked at, where it is not the one the run stands at.
    looked: Option<Step>,
    width: u16,
    lines: usize,
    pane: bool,
}

impl RunScreen {
    /// A run, with the cursor on one of its payouts.
    pub fn new(run: i64, payout: Option<i64>) -> Self {
        Self {
            run,
            page: None,
            gone: None,
            at: 0,
            top: 0,
            detail: None,
            files: None,
            begins: payout,
            looked: None,
            width: 80,
            lines: 1,
            pane: false,
        }
    }

    /// The step the run stands at: the first that something of it waits for.
    pub fn stands(&self) -> Step {
        let waits = |state: &str| {
            self.page
                .as_ref()
                .is_some_and(|page| page.in_state(&[state]).next().is_some())
        };
        if waits("draft") || !(waits("approved") || waits("exported") || waits("paid")) {
            Step::Check
        } else if waits("approved") {
            Step::Send
        } else {
            Step::Pay
        }
    }

    /// The step that is shown.
    pub fn step(&self) -> Step {
        self.looked.unwrap_or_else(|| self.stands())
    }

    /// `run-4   1 Choose  [2 Check]  3 Send  4 Mark paid`; short where there is little room.
    pub fn heading(&self) -> String {
        let step = self.step();
        if self.width < 80 {
            let (n, name) = (step.number(), step.name());
            return format!("run-{}  {n} of 4: {name}", self.run);
        }
        let steps: Vec<String> = Step::ALL
            .iter()
            .map(|(each, name)| {
                let words = format!("{} {name}", each.number());
                if *each == step {
                    format!("[{words}]")
                } else {
                    words
                }
            })
            .collect();
        format!("run-{}   {}", self.run, steps.join("  "))
    }

    /// `as of 23 Nov 2026   step 2 of 4`, as far as there is room beside the steps.
    pub fn counts(&self) -> String {
        let step = format!("step {} of 4", self.step().number());
        match &self.page {
            Some(page) if self.width >= 96 => format!("as of {}   {step}", shown(page.as_of)),
            Some(_) if self.width >= 80 => step,
            _ => String::new(),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.page
            .as_ref()
            .map_or(0, |page| page.payouts.len() + page.left_out.len())
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row.
    pub fn line(&self, at: usize) -> Option<Line<'_>> {
        let page = self.page.as_ref()?;
        let left = || page.left_out.get(at - page.payouts.len());
        match page.payouts.get(at) {
            Some(payout) => Some(Line::Payout(payout)),
            None => left().map(Line::Left),
        }
    }

    /// The payout under the cursor, as it is written: `P3`.
    pub fn payout(&self) -> Option<String> {
        match self.line(self.at)? {
            Line::Payout(one) => Some(name(one)),
            Line::Left(_) => None,
        }
    }

    /// What operations act on: the payout under the cursor.
    pub fn selection(&self) -> Selection {
        let (ids, names) = match self.line(self.at) {
            Some(Line::Payout(one)) => (vec![one.payee.payout.id], vec![name(one)]),
            _ => (Vec::new(), Vec::new()),
        };
        Selection {
            noun: "payout",
            ids,
            names,
        }
    }

    /// The partner under the cursor: its list and the filter for it.
    pub fn related(&self, noun: &str) -> Option<(Place, String)> {
        let slug = match self.line(self.at)? {
            Line::Payout(one) => &one.slug,
            Line::Left(left) => &left.slug,
        };
        let place = Place::of_noun(noun).filter(|_| noun == "partner")?;
        Some((place, slug.clone()))
    }

    /// Fits it to its area.
    pub fn fit(&mut self, area: Rect) {
        let parts = run_view::parts(self, area);
        (self.lines, self.pane, self.width) = (
            usize::from(parts.rows).max(1),
            parts.lines.is_some() || parts.words.is_some(),
            area.width,
        );
        self.at = self.at.min(self.len().saturating_sub(1));
        self.top = self
            .top
            .clamp((self.at + 1).saturating_sub(self.lines), self.at);
    }

    /// What it needs to know.
    pub fn needs(&self) -> Vec<Want> {
        let mut needs = vec![Want::Run(self.run)];
        if self.pane
            && let Some(payout) = self.payout()
        {
            needs.push(Want::Record("payout show", payout));
        }
        if self.pane && self.step() == Step::Send && self.counted(&["approved"]) > 0 {
            needs.push(Want::Preview(format!("payout export run-{}", self.run)));
        }
        needs
    }

    /// Takes an answer.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match (want, answer) {
            (_, Answer::Run(page)) => self.take_page(*page),
            (Want::Record(_, name), Answer::Record(record)) => {
                self.detail = Some((name.clone(), record));
            }
            (_, Answer::Preview(shown)) => self.files = shown,
            _ => {}
        }
    }

    fn take_page(&mut self, page: RunPage) {
        let stood = self.page.is_some().then(|| self.stands());
        // The cursor stays on its partner, whatever became of the payout.
        let on = match self.line(self.at) {
            Some(Line::Payout(one)) => Some((one.slug.clone(), one.payee.payout.money.currency)),
            Some(Line::Left(left)) => Some((left.slug.clone(), left.row.due.balance.currency)),
            None => None,
        };
        self.gone = None;
        self.page = Some(page);
        let begins = self.begins.take();
        let found = (0..self.len()).find(|at| match self.line(*at) {
            Some(Line::Payout(one)) => {
                let payout = &one.payee.payout;
                begins == Some(payout.id)
                    || on.as_ref().is_some_and(|(slug, currency)| {
                        *slug == one.slug && *currency == payout.money.currency
                    })
            }
            Some(Line::Left(left)) => on.as_ref().is_some_and(|(slug, currency)| {
                *slug == left.slug && *currency == left.row.due.balance.currency
            }),
            None => false,
        });
        if let Some(at) = found {
            self.at = at;
        }
        // Where a step was taken the next one is what matters.
        if stood.is_some_and(|stood| stood != self.stands()) {
            self.looked = None;
        }
    }

    /// Takes an answer that is an error; true if it shows it itself.
    pub fn fail(&mut self, want: &Want, error: &Error) -> bool {
        match want {
            Want::Run(_) => {
                self.page = None;
                self.gone = Some(error.message.clone());
            }
            Want::Preview(_) => self.files = Some(Err(error.clone())),
            _ => return false,
        }
        true
    }

    /// How many payouts are in these states.
    pub(super) fn counted(&self, states: &[&str]) -> usize {
        self.page
            .as_ref()
            .map_or(0, |page| page.in_state(states).count())
    }
}

/// `P3`.
fn name(one: &RunPayout) -> String {
    Noun::Payout.id(one.payee.payout.id).to_string()
}
