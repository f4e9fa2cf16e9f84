//! A book in memory that is used by command lines, as a person does.

use partnerbook::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
    },
    error::Error,
    ops::{Cx, Outcome, Progress, Quiet, line::run_line},
    store::{Ask, Founding, Origin, Store},
};

/// The day it is in these tests: a Monday.
pub const TODAY: &str = "2026-11-23";

pub struct Book {
    pub store: Store,
    pub today: Day,
}

impl Book {
    /// An empty book in dollars.
    pub fn new() -> Self {
        let today = parse_iso(TODAY).unwrap();
        let founding = Founding {
            name: "Test".to_owned(),
            currency: Currency::parse("USD").unwrap(),
        };
        let store = Store::in_memory(&founding, &Ask::new(Origin::Setup, "init", today)).unwrap();
        Self { store, today }
    }

    /// A book in which these lines were run.
    pub fn with(lines: &[&str]) -> Self {
        let mut book = Self::new();
        for line in lines {
            book.run(line);
        }
        book
    }

    /// Runs a line that must work.
    pub fn run(&mut self, line: &str) -> Outcome {
        match self.try_run(line) {
            Ok(outcome) => outcome,
            Err(e) => panic!("{line}\n{e}"),
        }
    }

    /// What a line says that must work.
    pub fn says(&mut self, line: &str) -> String {
        self.run(line).said
    }

    /// The error of a line that must not work.
    pub fn fails(&mut self, line: &str) -> Error {
        match self.try_run(line) {
            Ok(outcome) => panic!("{line} worked: {}", outcome.said),
            Err(e) => e,
        }
    }

    /// A record as JSON.
    pub fn json(&mut self, line: &str) -> serde_json::Value {
        self.run(line).record.expect("a record").json
    }

    /// Runs a line that may be refused.
    pub fn tries(&mut self, line: &str) -> Result<Outcome, Error> {
        self.try_run(line)
    }

    fn try_run(&mut self, line: &str) -> Result<Outcome, Error> {
        self.tries_watched(line, &Quiet)
    }

    /// The same, where somebody watches who may stop it.
    pub fn tries_watched(&mut self, line: &str, progress: &dyn Progress) -> Result<Outcome, Error> {
        let mut cx = Cx {
            store: &mut self.store,
            today: self.today,
            origin: Origin::Shell,
            command: String::new(),
            progress,
            stdin: None,
        };
        run_line(&mut cx, line)
    }
}
