//! Asking on the terminal: a yes or no, or one of several answers. The answer that does nothing is the default.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal, Write, stderr, stdin},
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{error::Result, ops::Choice, text};

/// Whether a question waits for its answer.
static OPEN: AtomicBool = AtomicBool::new(false);

/// Whether a person is at a question: nothing is being written then that is not taken back.
pub(super) fn is_open() -> bool {
    OPEN.load(Ordering::Relaxed)
}

/// The terminal itself, which is there also while standard input is something else.
const TERMINAL: &str = "/dev/tty";

/// Whether somebody can answer: at standard input, or at the terminal where standard input is what the command reads.
pub(super) fn somebody(args: &[OsString]) -> bool {
    let reads = || {
        let mut said = args.iter().map(|arg| arg.to_string_lossy());
        said.any(|arg| arg == "-" || arg.ends_with("=-"))
    };
    stdin().is_terminal() || (reads() && File::open(TERMINAL).is_ok_and(|t| t.is_terminal()))
}

/// What a person types; empty at the end of input.
fn answer() -> Result<String> {
    OPEN.store(true, Ordering::Relaxed);
    let read = line();
    OPEN.store(false, Ordering::Relaxed);
    Ok(read?)
}

/// One line of the terminal.
fn line() -> io::Result<String> {
    let mut typed = String::new();
    if stdin().is_terminal() {
        stdin().read_line(&mut typed)?;
    } else {
        BufReader::new(File::open(TERMINAL)?).read_line(&mut typed)?;
    }
    Ok(typed)
}

/// Asks; anything but a clear yes is a no.
pub(super) fn yes(question: &str) -> Result<bool> {
    // Not locked while an answer is waited for: what ends the program says so.
    let mut err = stderr();
    write!(err, "{}\n[y/N] ", text::clean_lines(question))?;
    err.flush()?;
    Ok(matches!(
        answer()?.trim().to_lowercase().as_str(),
        "y" | "yes"
    ))
}

/// What was answered.
pub(super) enum Answer<'c> {
    /// The words of one of the answers.
    Words(&'c [String]),
    /// The question before is to be asked again.
    Back,
    /// Nothing.
    None,
}

/// Asks for one of the answers by its number. `back`: whether there is a question before this one.
pub(super) fn one_of(choice: &Choice, back: bool) -> Result<Answer<'_>> {
    let mut err = stderr();
    writeln!(err, "{}", text::clean_lines(&choice.question))?;
    for (n, (says, _)) in (1..).zip(&choice.answers) {
        writeln!(err, "  {n}  {}", text::clean(says))?;
    }
    let numbers = match choice.answers.len() {
        1 => "1".to_owned(),
        n => format!("1-{n}"),
    };
    let or_back = if back { ", b to go back" } else { "" };
    loop {
        write!(err, "[{numbers}{or_back}, enter to stop] ")?;
        err.flush()?;
        let answer = answer()?;
        if answer.trim().is_empty() {
            return Ok(Answer::None);
        }
        if back && answer.trim().eq_ignore_ascii_case("b") {
            return Ok(Answer::Back);
        }
        let number = answer.trim().parse::<usize>().ok();
        match number.and_then(|n| choice.answers.get(n.checked_sub(1)?)) {
            Some((_, words)) => return Ok(Answer::Words(words)),
            None => writeln!(err, "That is none of the numbers.")?,
        }
    }
}
