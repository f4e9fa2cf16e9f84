//! The command line: parses, opens the book, runs one operation, prints. Never sees a screen.

mod ask;
mod help;
mod output;
mod perform;
mod place;
mod progress;
mod reference;
mod settle;

use std::{ffi::OsString, io::ErrorKind as IoKind, path::PathBuf, process::ExitCode};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::{
    domain::day::{Day, parse_iso},
    error::{Error, Result},
    ops::{init::Init, registry},
    store::Origin,
};

pub use place::default_book;

/// What a command line asks the program to do, when it is not done already.
pub enum Wanted {
    /// Open the screens on this book.
    Screens {
        /// The book's file.
        book: PathBuf,
        /// The day it is.
        today: Day,
        /// The screen to begin with.
        screen: Option<String>,
    },
    /// Open the screens on the example program; nothing is kept.
    Demo {
        /// Keep the example book here.
        keep: Option<PathBuf>,
        /// The day it is.
        today: Day,
        /// The screen to begin with.
        screen: Option<String>,
    },
    /// Nothing more: leave with this exit code.
    Done(u8),
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Csv,
}

/// The whole command tree: every operation, and what only a command line has.
pub fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .global(true)
            .action(ArgAction::SetTrue)
            .help(help)
            .help_heading("Everywhere")
    };
    let root = Command::new("partnerbook")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Run a partner program from one file")
        .disable_help_subcommand(false)
        .arg(
            Arg::new("db")
                .long("db")
                .value_name("FILE")
                .global(true)
                .env("PARTNERBOOK_DB")
                .hide_env_values(true)
                .value_parser(value_parser!(PathBuf))
                .help("The book to use")
                .help_heading("Everywhere"),
        )
        .arg(flag("json", "Print JSON; never asks"))
        .arg(flag("csv", "Print CSV").conflicts_with("json"))
        .arg(flag("yes", "Answer yes to what would be asked").short('y'))
        .arg(flag("quiet", "Say nothing but errors").short('q'))
        .subcommand(
            Command::new("demo")
                .about("Look around with an example program; nothing is kept")
                .arg(
                    Arg::new("keep")
                        .long("keep")
                        .value_name("FILE")
                        .value_parser(value_parser!(PathBuf))
                        .help("Write the example book to this file instead"),
                )
                .arg(screen()),
        )
        .subcommand(<Init as clap::Args>::augment_args(
            Command::new("init").about("Start a new book"),
        ))
        .subcommand(
            Command::new("tui")
                .about("Open the screens (the same as no command)")
                .arg(screen()),
        )
        .subcommand(
            Command::new("completions")
                .about("Print a completion script")
                .arg(
                    Arg::new("shell")
                        .required(true)
                        .value_parser(value_parser!(clap_complete::Shell))
                        .help("The shell it is for"),
                ),
        )
        .subcommand(
            Command::new("man")
                .about("Print the manual page, or write one for each command")
                .arg(
                    Arg::new("out")
                        .long("out")
                        .value_name("FOLDER")
                        .value_parser(value_parser!(PathBuf))
                        .help("Write all of them here"),
                ),
        )
        .subcommand(Command::new("paths").about("Where the book is"));
    help::arrange(registry::tree(root))
}

fn screen() -> Arg {
    Arg::new("screen")
        .long("screen")
        .value_name("NAME")
        .help("The screen to begin with: home, partners, referrals …")
}

/// Does what the command line says; what is left to do (screens) is returned.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Wanted {
    let args: Vec<OsString> = args.into_iter().collect();
    let matches = match command().try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(e) => {
            let code = u8::try_from(e.exit_code()).unwrap_or(2);
            return Wanted::Done(match e.print() {
                // A closed pipe behind help is nobody's error; nor are words of an error nobody hears.
                Err(full) if !e.use_stderr() && full.kind() != IoKind::BrokenPipe => {
                    let full = output::unwritten(&full);
                    let code = full.kind.exit_code();
                    output::error(&full, code, false);
                    code
                }
                _ => code,
            });
        }
    };
    let json = matches.get_flag("json");
    match dispatch(&matches, &args) {
        Ok(wanted) => wanted,
        Err(e) => {
            let code = e.kind.exit_code();
            output::error(&e, code, json);
            Wanted::Done(code)
        }
    }
}

fn dispatch(matches: &ArgMatches, args: &[OsString]) -> Result<Wanted> {
    let today = today()?;
    let format = match (matches.get_flag("json"), matches.get_flag("csv")) {
        (true, _) => Format::Json,
        (_, true) => Format::Csv,
        _ => Format::Text,
    };
    let book = || place::book(matches.get_one::<PathBuf>("db"));
    match matches.subcommand() {
        None => Ok(Wanted::Screens {
            book: book()?,
            today,
            screen: None,
        }),
        Some(("tui", args)) => Ok(Wanted::Screens {
            book: book()?,
            today,
            screen: args.get_one::<String>("screen").cloned(),
        }),
        Some(("demo", args)) => Ok(Wanted::Demo {
            keep: args.get_one::<PathBuf>("keep").cloned(),
            today,
            screen: args.get_one::<String>("screen").cloned(),
        }),
        Some(("init", init)) => {
            let path = init
                .get_one::<PathBuf>("file")
                .cloned()
                .map_or_else(book, Ok)?;
            let said = Init::from(init)?.start(&path, Origin::Shell, today)?;
            output::say(&said, matches.get_flag("quiet"));
            Ok(Wanted::Done(0))
        }
        Some(("completions", args)) => reference::completions(args).map(|()| Wanted::Done(0)),
        Some(("man", args)) => {
            reference::man(args.get_one::<PathBuf>("out")).map(|()| Wanted::Done(0))
        }
        Some(("paths", _)) => {
            output::data(&format!("{}\n", book()?.display()))?;
            Ok(Wanted::Done(0))
        }
        Some(_) => {
            let request = perform::Request {
                path: book()?,
                today,
                format,
                args: args.to_vec(),
                quiet: matches.get_flag("quiet"),
                yes: matches.get_flag("yes"),
            };
            perform::operation(matches, request).map(Wanted::Done)
        }
    }
}

/// Says how something ended, on stderr, and gives the exit code.
pub fn finish(ended: Result<String>) -> ExitCode {
    match ended {
        Ok(said) => {
            output::say(&said, false);
            ExitCode::SUCCESS
        }
        Err(e) => {
            let code = e.kind.exit_code();
            output::error(&e, code, false);
            code.into()
        }
    }
}

/// The day it is: `PARTNERBOOK_TODAY`, or the computer's.
pub fn today() -> Result<Day> {
    match std::env::var("PARTNERBOOK_TODAY") {
        Ok(text) => {
            parse_iso(&text).map_err(|e| Error::usage(format!("PARTNERBOOK_TODAY is no day: {e}")))
        }
        Err(_) => Ok(chrono::Local::now().date_naive()),
    }
}
