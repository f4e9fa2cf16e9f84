//! The command line: parses, opens the book, runs one operation, prints. Never sees a screen.

mod ask;
mod help;
mod output;
mod place;
mod progress;
mod reference;

use std::{
    ffi::OsString,
    io::{ErrorKind as IoKind, IsTerminal, Read},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::{
    domain::day::{Day, parse_iso},
    error::{Error, Kind as ErrorKind, Result},
    ops::{Cx, Entry, Kind, import_book, init::Init, registry},
    store::{Origin, Store},
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
            let (entry, args_of) = registry::locate(matches).ok_or_else(|| {
                Error::usage("There is no such command.").hint("`partnerbook --help` lists them.")
            })?;
            run_operation(
                entry,
                args_of,
                &Request {
                    path: book()?,
                    today,
                    format,
                    words: words(args),
                    quiet: matches.get_flag("quiet"),
                    yes: matches.get_flag("yes"),
                },
            )
            .map(Wanted::Done)
        }
    }
}

/// One operation asked for on a command line.
struct Request {
    path: PathBuf,
    today: Day,
    format: Format,
    words: String,
    quiet: bool,
    yes: bool,
}

fn run_operation(entry: &Entry, args: &ArgMatches, request: &Request) -> Result<u8> {
    let progress = progress::Line::watch(request.quiet || request.format == Format::Json)?;
    // A whole book may be read into a file that is not there yet.
    let new = entry.spec.path == import_book::PATH && !request.path.exists();
    let mut store = if new {
        import_book::begin(&request.path, request.today)?
    } else if matches!(entry.spec.kind, Kind::Read | Kind::Files) {
        Store::open_for_reading(&request.path)?
    } else {
        Store::open(&request.path)?
    };
    let stdin = std::io::stdin();
    let mut input = stdin.lock();
    let mut cx = Cx {
        store: &mut store,
        today: request.today,
        origin: Origin::Shell,
        command: request.words.clone(),
        progress: &progress,
        stdin: Some(&mut input as &mut dyn Read),
    };
    if let Some(question) = (entry.confirm)(args, &mut cx)?
        && !request.yes
    {
        if request.format == Format::Json
            || !std::io::stdin().is_terminal()
            || !std::io::stderr().is_terminal()
        {
            return Err(Error::new(
                ErrorKind::Unconfirmed,
                "This needs a confirmation, and there is nobody to ask.",
            )
            .means("Nothing was changed.")
            .hint("Say it with --yes."));
        }
        cx.stdin = None;
        if !ask::yes(&question)? {
            return Err(
                Error::new(ErrorKind::Unconfirmed, "Not confirmed.").means("Nothing was changed.")
            );
        }
    }
    let outcome = (entry.run)(args, &mut cx);
    if new && !outcome.as_ref().is_ok_and(|o| o.op.is_some()) {
        // Nothing was read into it: an empty book would only be in the way of the next try.
        drop(store);
        std::fs::remove_file(&request.path)?;
    }
    progress.clear();
    let outcome = match outcome {
        Err(e) if e.kind == ErrorKind::Interrupted => {
            let code = progress.stopped_code();
            output::error(&e, code, request.format == Format::Json);
            return Ok(code);
        }
        outcome => outcome?,
    };
    output::outcome(&outcome, entry.spec.kind, request.format, request.quiet)?;
    Ok(match (outcome.problems, outcome.rejected) {
        (true, _) => ErrorKind::Problems.exit_code(),
        (_, true) => ErrorKind::Refused.exit_code(),
        _ => 0,
    })
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

/// The command line as it goes into the log: without the program's name and the book's path, quoted where needed.
fn words(args: &[OsString]) -> String {
    let mut words = Vec::new();
    let mut rest = args.iter().skip(1).map(|a| a.to_string_lossy());
    while let Some(word) = rest.next() {
        if word == "--db" {
            rest.next();
        } else if !word.starts_with("--db=") {
            let plain = !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-_.,:/=@+%".contains(c));
            words.push(if plain {
                word.into_owned()
            } else {
                format!("'{}'", word.replace('\'', "'\\''"))
            });
        }
    }
    words.join(" ")
}
