//! Starts partnerbook: a command line, or the screens.

use std::{path::Path, process::ExitCode};

use partnerbook::{
    cli::{self, Wanted},
    demo,
    domain::{currency::Currency, day::Day},
    error::Result,
    store::{Ask, Founding, Origin, Store},
    tui::{self, Options, theme::Theme, welcome::Choice},
};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Wanted::Done(code) => code.into(),
        Wanted::Screens { book, today } => cli::finish(screens(&book, today)),
        Wanted::Demo {
            keep: Some(path),
            today,
        } => cli::finish(example(&path, today).map(|()| {
            format!(
                "The example program is in {}.\nOpen it: partnerbook --db {}",
                path.display(),
                path.display()
            )
        })),
        Wanted::Demo { keep: None, today } => cli::finish(look_around(today)),
    }
}

/// Opens the example in a folder that is gone afterwards.
fn look_around(today: Day) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let book = folder.path().join("example.pbk");
    example(&book, today)?;
    let options = Options {
        demo: true,
        scratch: Some(folder.path().to_path_buf()),
        ..Options::new(today)
    };
    let left = tui::run(&book, &options);
    folder.close()?;
    left.map(|()| String::new())
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

/// Opens the screens; where there is no book yet, asks what to begin with.
fn screens(book: &Path, today: Day) -> Result<String> {
    if !book.exists() {
        match tui::welcome::welcome(book, Theme::from_env())? {
            Choice::LookAround => return look_around(today),
            Choice::Quit => return Ok(String::new()),
            Choice::Start(name, currency) => {
                let ask = Ask::new(Origin::Setup, "init", today);
                Store::create(book, &Founding { name, currency }, &ask)?;
            }
        }
    }
    tui::run(book, &Options::new(today)).map(|()| String::new())
}
