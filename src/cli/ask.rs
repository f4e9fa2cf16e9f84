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

/// Asks for one of the answers by its number; nothing where none was chosen.
pub(super) fn one_of(choice: &Choice) -> Result<Option<&Vec<String>>> {
    let mut err = stderr().lock();
    writeln!(err, "{}", text::clean_lines(&choice.question))?;
    for (n, (says, _)) in (1..).zip(&choice.answers) {
        writeln!(err, "  {n}  {}", text::clean(says))?;
    }
    loop {
        write!(err, "[1-{}, enter for none] ", choice.answers.len())?;
        err.flush()?;
        let mut answer = String::new();
        // The end of input is no answer either.
        if stdin().read_line(&mut answer)? == 0 || answer.trim().is_empty() {
            return Ok(None);
        }
        let number = answer.trim().parse::<usize>().ok();
        match number.and_then(|n| choice.answers.get(n.checked_sub(1)?)) {
            Some((_, words)) => return Ok(Some(words)),
            None => writeln!(err, "That is none of the numbers.")?,
        }
    }
}
