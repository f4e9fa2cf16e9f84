//! Asking on the terminal: a yes or no, or one of several answers. The answer that does nothing is the default.

use std::io::{Write, stderr, stdin};

use crate::{error::Result, ops::Choice, text};

/// Asks; anything but a clear yes is a no.
pub(super) fn yes(question: &str) -> Result<bool> {
    let mut err = stderr().lock();
    write!(err, "{}\n[y/N] ", text::clean_lines(question))?;
    err.flush()?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
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
    let mut err = stderr().lock();
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
        let mut answer = String::new();
        // The end of input is no answer either.
        if stdin().read_line(&mut answer)? == 0 || answer.trim().is_empty() {
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
