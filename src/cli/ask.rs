//! Asking on the terminal: a yes or no, or one of several answers. The answer that does nothing is the default.

use std::{
    io::{Write, stderr, stdin},
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{error::Result, ops::Choice, text};

/// Whether a question waits for its answer.
static OPEN: AtomicBool = AtomicBool::new(false);

/// Whether a person is at a question: nothing is being written then that is not taken back.
pub(super) fn is_open() -> bool {
    OPEN.load(Ordering::Relaxed)
}

/// What a person types; `None` at the end of input.
fn answer() -> Result<Option<String>> {
    let mut typed = String::new();
    OPEN.store(true, Ordering::Relaxed);
    let read = stdin().read_line(&mut typed);
    OPEN.store(false, Ordering::Relaxed);
    Ok((read? > 0).then_some(typed))
}

/// Asks; anything but a clear yes is a no.
pub(super) fn yes(question: &str) -> Result<bool> {
    let mut err = stderr();
    write!(err, "{}\n[y/N] ", text::clean_lines(question))?;
    err.flush()?;
    let answer = answer()?.unwrap_or_default();
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
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
        let answer = answer()?.unwrap_or_default();
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
