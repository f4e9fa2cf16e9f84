//! Starts partnerbook: a command line, or the screens.

use std::{path::Path, process::ExitCode};

use partnerbook::{
    cli::{self, Wanted},
    demo,
    domain::{currency::Currency, day::Day},
    error::{Error, Result},
    store::{Ask, Founding, Origin, Store},
    tui::{
        self, Options, guard,
        theme::Theme,
        welcome::{Choice, welcome},
    },
};

fn main() -> ExitCode {
    let ended = match cli::run(std::env::args_os()) {
        Wanted::Done(code) => return code.into(),
        Wanted::Screens {
            book,
            today,
            screen,
        } => screens(&book, today, screen),
        Wanted::Demo {
            keep: Some(path),
            today,
            ..
        } => keep(&path, today),
        Wanted::Demo {
            keep: None,
            today,
            screen,
        } => look_around(today, screen),
    };
    cli::finish(ended)
}

/// Opens the screens on a book; where there is none, offers to start one or to look at the example.
fn screens(book: &Path, today: Day, screen: Option<String>) -> Result<String> {
    let mut import = false;
    if !book.exists() {
        match welcome(book, Theme::from_env())? {
            Choice::LookAround => return look_around(today, screen),
            Choice::Quit => return Ok(String::new()),
            Choice::Start {
                name,
                currency,
                import: first,
            } => {
                import = first;
                let founding = Founding { name, currency };
                Store::create(book, &founding, &Ask::new(Origin::Screen, "init", today))?;
            }
        }
    }
    let options = Options {
        screen,
        import,
        ..Options::new(today)
    };
    tui::run(book, &options)?;
    Ok(String::new())
}

/// Opens the screens on the example, in a folder that is gone afterwards.
fn look_around(today: Day, screen: Option<String>) -> Result<String> {
    // From the beginning: a signal while the example is being made takes its folder along too.
    guard::leave_on_signals()?;
    let folder = tempfile::tempdir()?;
    guard::remove_on_signal(folder.path());
    let book = folder.path().join("example.pbk");
    example(&book, today)?;
    let options = Options {
        demo: true,
        screen,
        scratch: Some(folder.path().to_path_buf()),
        ..Options::new(today)
    };
    let left = tui::run(&book, &options);
    folder
        .close()
        .map_err(|e| Error::failed(format!("The example could not be taken away: {e}.")))?;
    left.map(|()| String::new())
}

/// Writes the example to a file that stays.
fn keep(path: &Path, today: Day) -> Result<String> {
    example(path, today)?;
    Ok(format!(
        "The example program is in {}.\nOpen it: partnerbook --db {}",
        path.display(),
        path.display()
    ))
}

fn example(book: &Path, today: Day) -> Result<()> {
    let founding = Founding {
        name: demo::NAME.to_owned(),
        currency: Currency::parse("USD")?,
    };
    // Made in memory: nothing of it needs to survive a power cut on the way.
    let mut store = Store::in_memory(&founding, &Ask::new(Origin::Demo, "demo", today))?;
    demo::fill(&mut store, today)?;
    store.copy_to(book)
}
