//! The wizard's screens on findings that are made up, so that every answer and size can be had: what is shown, what is
//! asked, and that nothing is written before the last step.

use std::fmt::Write;

use partnerbook::{
    domain::day::Day,
    ops::{
        Choice, Outcome,
        import::{
            Field, FileKind,
            folder::Dropped,
            proposal::{Column, Proposal, Sure},
            trial::{Made, Problem, Trial, TrialField, TrialLine, TrialResult},
        },
    },
    tui::{
        app::App,
        chord,
        event::{Answer, Effect, Event, Want},
        files::{Files, Offer},
        screen::places::Place,
        theme::Theme,
        view,
    },
};
use ratatui::{Terminal, backend::TestBackend};

/// Screens whose questions are answered with what is made up.
struct Stage {
    app: App,
    /// Command lines that ran.
    ran: Vec<String>,
    hostile: bool,
}

/// The fields of revenue, as the program has them.
fn fields() -> &'static [Field] {
    use partnerbook::ops::import::Holds;
    let field = |name, needed, holds| Field {
        name,
        like: &[],
        needed,
        holds,
    };
    Box::leak(Box::new([
        field("customer", true, Holds::Name),
        field("amount", true, Holds::Amount),
        field("currency", false, Holds::Currency),
        field("date", true, Holds::Day),
        field("partner", false, Holds::Name),
        field("note", false, Holds::Text),
    ]))
}

impl Stage {
    fn new(hostile: bool) -> Self {
        let today = Day::from_ymd_opt(2026, 11, 21).unwrap();
        let mut stage = Self {
            app: App::new(Place::HOME, today, Theme::Mono, false),
            ran: Vec::new(),
            hostile,
        };
        stage.feed(Event::Resize(100, 30));
        stage
    }

    fn feed(&mut self, event: Event) {
        let mut effects = self.app.update(event);
        while !effects.is_empty() {
            let mut more = Vec::new();
            for effect in effects {
                let event = match effect {
                    Effect::Fetch(ticket, want) => match self.answer(&want) {
                        Some(answer) => Event::Loaded(ticket, Ok(answer)),
                        None => continue,
                    },
                    Effect::Run(job) => {
                        self.ran.push(job.command.clone());
                        let outcome = self.outcome(&job.command);
                        Event::Ran(job, Ok(outcome))
                    }
                    _ => continue,
                };
                more.extend(self.app.update(event));
            }
            effects = more;
        }
    }

    fn answer(&self, want: &Want) -> Option<Answer> {
        Some(match want {
            Want::Pasted(text) => Answer::Pasted(text.contains("stripe").then(|| Dropped {
                path: "/home/ann/stripe-2026-10.csv".into(),
                more: usize::from(text.contains("two")),
            })),
            Want::Files(typed) => Answer::Files(Box::new(files(typed))),
            Want::Proposal(words) => Answer::Proposal(Box::new(self.proposal(words))),
            _ => return None,
        })
    }

    fn proposal(&self, said: &[String]) -> Proposal {
        let has = |word: &str| said.iter().any(|w| w == word);
        let column = |header: &str, samples: &[&str], field, sure, why: &str| Column {
            header: header.to_owned(),
            samples: samples.iter().map(ToString::to_string).collect(),
            field,
            sure,
            why: why.to_owned(),
        };
        let mut choices = Vec::new();
        if !has("--date-format") {
            choices.push(Choice {
                about: "Paid At".into(),
                question: "03/04/2026 is 3 April or 4 March: both fit all 214 rows.".into(),
                answers: vec![
                    (
                        "day first: 3 April".into(),
                        vec!["--date-format".into(), "dmy".into()],
                    ),
                    (
                        "month first: 4 March".into(),
                        vec!["--date-format".into(), "mdy".into()],
                    ),
                ],
            });
        }
        let partner = said.iter().any(|w| w == "partner=Partner code");
        let evil = if self.hostile {
            "\u{1b}]0;x\u{7}\u{202e}さくら\u{1b}[31m"
        } else {
            "Acme Retail"
        };
        let mut words: Vec<String> = ["import", "revenue"].map(ToOwned::to_owned).to_vec();
        words.extend(said.iter().cloned());
        words.retain(|w| w != "--as");
        Proposal {
            file: "stripe-2026-10.csv".into(),
            read_as: vec!["214 rows".into(), "UTF-8".into(), "comma".into()],
            rows: 214,
            kind: Some(FileKind::Revenue),
            because: "looks like Stripe payments (11 of 12 headers)".into(),
            notes: Vec::new(),
            known_as: Some("Stripe payments".into()),
            columns: vec![
                column("id", &["in_8Qk2", "in_8Qk9"], None, Sure::Unused, ""),
                column(
                    "Customer Name",
                    &[evil, "Birch & Söhne GmbH"],
                    Some(0),
                    Sure::Sure,
                    "same name",
                ),
                column(
                    "Amount Paid",
                    &["1200.00", "480.00"],
                    Some(1),
                    Sure::Sure,
                    "numbers, 2 decimals",
                ),
                column(
                    "Currency",
                    &["usd", "eur"],
                    Some(2),
                    Sure::Sure,
                    "3-letter codes",
                ),
                column("Paid At", &["03/04/2026"], Some(3), Sure::Sure, "days"),
                if partner {
                    column(
                        "Partner code",
                        &["NWIND"],
                        Some(4),
                        Sure::Sure,
                        "you say so",
                    )
                } else {
                    column(
                        "Partner code",
                        &["NWIND", "NORHT"],
                        None,
                        Sure::Unused,
                        "not known",
                    )
                },
                column("Seller Note", &[], None, Sure::Unused, "empty"),
            ],
            fields: fields(),
            choices,
            words,
        }
    }

    fn outcome(&self, command: &str) -> Outcome {
        let dry = command.ends_with("--dry-run");
        let mended = command.contains("--decimal");
        let skipped = command.contains("--skip-bad");
        let row = |line, cells: &[&str], result| TrialLine {
            line,
            name: "payment in_8Qm5".into(),
            cells: cells.iter().map(ToString::to_string).collect(),
            result,
        };
        let rejected = if mended { 0 } else { 2 };
        let name = if self.hostile {
            "\u{1b}[2JHotel\u{202e}"
        } else {
            "Hotel Miramar"
        };
        let trial = Trial {
            file: "stripe-2026-10.csv".into(),
            fields: ["customer", "amount", "currency", "date"]
                .map(|name| TrialField {
                    name,
                    heading: name.into(),
                })
                .into(),
            noun: ("payment", "payments"),
            rows: 214,
            new: 197,
            changed: 9,
            same: 8 - rejected,
            rejected,
            problems: (!mended)
                .then(|| Problem {
                    rows: 2,
                    column: "Amount Paid".into(),
                    reason: "is not an amount".into(),
                    first: (57, "1.200,00".into()),
                    repair: Some((
                        vec!["--decimal".into(), ",".into()],
                        "read with a decimal comma".into(),
                    )),
                })
                .into_iter()
                .collect(),
            lines: vec![
                row(
                    38,
                    &["Delmar Clinics", "900.00", "usd", "14/10/2026"],
                    TrialResult::New,
                ),
                row(
                    57,
                    &[name, "1.200,00", "usd", "19/10/2026"],
                    TrialResult::Rejected("Amount Paid".into(), "is not an amount".into()),
                ),
                row(
                    58,
                    &["Fjord Gear", "375.00", "usd", "02/10/2026"],
                    TrialResult::Changed(vec![(
                        "amount".into(),
                        "$350.00".into(),
                        "$375.00".into(),
                    )]),
                ),
                row(
                    90,
                    &["さくら商会", "260.00", "usd", "20/10/2026"],
                    TrialResult::Same,
                ),
            ],
            made: vec![Made {
                noun: "customer",
                name: "Delmar Clinics".into(),
                rows: 3,
            }],
            dry_run: dry,
            ..Trial::default()
        };
        let saved = !dry && (mended || skipped);
        Outcome {
            said: if saved {
                "Imported payments from stripe-2026-10.csv: 197 new, 9 changed.".into()
            } else {
                "2 of 214 rows were rejected, so nothing was saved.".into()
            },
            op: saved.then_some(12),
            rejected: !mended,
            trial: Some(Box::new(trial)),
            ..Outcome::default()
        }
    }

    fn keys(&mut self, script: &str) -> &mut Self {
        for chord in chord::script(script).unwrap() {
            self.feed(Event::Key(chord));
        }
        self
    }

    fn screen(&self) -> String {
        let (columns, rows) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| view::draw(&self.app, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let mut out = String::new();
        for y in 0..rows {
            let line: String = (0..columns).map(|x| buffer[(x, y)].symbol()).collect();
            writeln!(out, "{}", line.trim_end()).unwrap();
        }
        out
    }

    fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(
            screen.contains(text),
            "“{text}” is not on the screen:\n{screen}"
        );
        self
    }

    /// What was run to change the book, or to try.
    fn wrote(&self) -> Vec<&String> {
        self.ran
            .iter()
            .filter(|c| !c.ends_with("--dry-run"))
            .collect()
    }
}

fn files(typed: &str) -> Files {
    let offer = |name: &str, what: &str, folder: bool| Offer {
        name: name.to_owned(),
        typed: format!("~/{name}{}", if folder { "/" } else { "" }),
        path: (!folder).then(|| format!("/home/ann/{name}")),
        what: what.to_owned(),
        day: Day::from_ymd_opt(2026, 11, 20).filter(|_| !folder),
    };
    let shelves = if typed.is_empty() {
        vec![
            (
                "In this folder".to_owned(),
                vec![offer("stripe-2026-10.csv", "12 KB", false)],
            ),
            (
                "Imported before".to_owned(),
                vec![offer("deals.csv", "Imported referrals: 35 new", false)],
            ),
        ]
    } else {
        vec![(
            String::new(),
            vec![
                offer("old", "folder", true),
                offer("stripe-2026-10.csv", "12 KB", false),
            ],
        )]
    };
    Files {
        typed: typed.to_owned(),
        file: std::path::Path::new(typed)
            .extension()
            .map(|_| "/home/ann/stripe-2026-10.csv".to_owned()),
        shelves,
        note: None,
    }
}

#[test]
fn a_dropped_path_starts_on_the_columns_and_leads_to_the_book_step_by_step() {
    let mut stage = Stage::new(false);
    stage.feed(Event::Paste("'/home/ann/stripe-2026-10.csv'\n".into()));
    stage
        .sees("[2 Columns]")
        .sees("Looks like Stripe payments (11 of 12 headers). Rows are ‹ revenue ›")
        .sees("1 thing needs a look before the check: Paid At.");
    // The cursor stands on what needs a look; the next step is not to be had without it.
    stage.keys(")").sees("First: Paid At.").sees("[2 Columns]");
    stage
        .keys("<enter>")
        .sees("both fit all 214 rows")
        .keys("1");
    stage.sees("All is set");
    // A column that was not guessed is put in its place, and out again.
    stage.keys("j <enter> partner <enter>").sees("you say so");
    stage.keys("u").keys("j").sees("All is set");
    stage
        .keys(")")
        .sees("[3 Check]")
        .sees("197 new")
        .sees("9 changed");
    stage.sees("2 rows cannot be taken: mend them, or x leaves them out");
    stage.keys("<enter>").sees("All rows can be taken");
    assert!(stage.wrote().is_empty(), "{:?}", stage.ran);
    stage
        .keys(")")
        .sees("[4 Import]")
        .sees("enter   imports now");
    assert!(stage.wrote().is_empty());
    stage
        .keys("<enter>")
        .sees("197 new, 9 changed")
        .sees("takes all of it back");
    assert_eq!(
        stage.wrote(),
        ["import revenue /home/ann/stripe-2026-10.csv --date-format dmy --decimal ,"]
    );
    stage.keys("u").sees("[3 Check]");
    assert_eq!(stage.wrote().last().unwrap().as_str(), "undo H12");
}

#[test]
fn rows_that_cannot_be_taken_are_left_out_only_where_that_is_said() {
    let mut stage = Stage::new(false);
    stage.feed(Event::Paste("/home/ann/stripe-2026-10.csv".into()));
    stage.keys("<enter> 2 ) ) <enter>");
    stage.sees("x leaves them out").sees("[4 Import]");
    assert!(stage.wrote().is_empty());
    stage
        .keys("( x")
        .sees("/home/ann/stripe-2026-10.rejected.csv");
    stage.keys(") <enter>").sees("takes all of it back");
    assert!(
        stage.wrote()[0].contains("--skip-bad --rejects /home/ann/stripe-2026-10.rejected.csv")
    );
}

#[test]
fn a_file_is_found_by_typing_and_completion() {
    let mut stage = Stage::new(false);
    stage
        .keys("I")
        .sees("[1 File]")
        .sees("In this folder")
        .sees("Imported before");
    stage.keys("~/ <tab>").sees("~/old/");
    stage
        .keys("<ctrl-u> ~/st <down> <enter>")
        .sees("[2 Columns]");
    stage
        .keys("<esc>")
        .sees("[1 File]")
        .keys("<esc>")
        .sees("Home");
    // Text that names no file is still not taken for keys.
    stage.feed(Event::Paste("hello".into()));
    stage.sees("Pasted text does nothing here.");
    stage.feed(Event::Paste("two stripe".into()));
    stage.sees("Several files were dropped").sees("[2 Columns]");
}

#[test]
fn every_step_fits_every_window_and_strange_names_do_no_harm() {
    for hostile in [false, true] {
        for size in [(160, 50), (100, 30), (80, 24), (60, 20), (40, 12), (30, 8)] {
            let mut stage = Stage::new(hostile);
            stage.feed(Event::Resize(size.0, size.1));
            let look = |stage: &Stage, what: &str| {
                let screen = stage.screen();
                assert!(!screen.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{what}");
            };
            stage.keys("I");
            look(&stage, "files");
            stage.keys("<esc>");
            stage.feed(Event::Paste("/home/ann/stripe-2026-10.csv".into()));
            look(&stage, "columns");
            stage.keys("<enter>");
            look(&stage, "question");
            stage.keys("1 e");
            look(&stage, "settings");
            stage.keys("<esc> t");
            look(&stage, "kinds");
            stage.keys("<esc> )");
            look(&stage, "check");
            stage.keys("j j j j <enter>");
            look(&stage, "a row");
            stage.keys("<esc> x )");
            look(&stage, "before");
            stage.keys("<enter>");
            look(&stage, "after");
            assert_eq!(stage.wrote().len(), 1);
        }
    }
}
