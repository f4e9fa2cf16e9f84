//! Asking on the terminal: a yes or no, or one of several answers. The answer that does nothing is the default.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal, Write, stderr, stdin},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use crate::{
    error::{Error, Result},
    ops::{Choice, stopped},
    text,
};

/// How long a ctrl-c may go unheard.
const LISTENING: Duration = Duration::from_millis(50);

/// The terminal itself, which is there also while standard input is something else.
const TERMINAL: &str = "/dev/tty";

/// Whether somebody can answer: at standard input, or at the terminal where standard input is what the command reads.
pub(super) fn somebody(args: &[OsString]) -> bool {
    let read = || {
        let said = args.iter().map(|arg| arg.to_string_lossy());
        said.into_iter()
            .any(|arg| arg == "-" || arg.ends_with("=-"))
    };
    stdin().is_terminal() || (read() && File::open(TERMINAL).is_ok_and(|t| t.is_terminal()))
}

/// What the person answers; empty at the end of input. Read beside, so that a ctrl-c is heard while nobody types.
fn answer(stop: &dyn Fn() -> bool) -> Result<String> {
    let (tell, heard) = channel();
    // Nobody listens any more to who has been stopped.
    thread::spawn(move || drop(tell.send(line())));
    loop {
        match heard.recv_timeout(LISTENING) {
            Ok(line) => return Ok(line?),
            Err(RecvTimeoutError::Timeout) if stop() => {
                writeln!(stderr())?;
                return Err(stopped());
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(
                    Error::failed("The terminal cannot be read.").means("Nothing was changed.")
                );
            }
        }
    }
}

/// One line of the terminal.
fn line() -> io::Result<String> {
    let mut line = String::new();
    if stdin().is_terminal() {
        stdin().read_line(&mut line)?;
    } else {
        BufReader::new(File::open(TERMINAL)?).read_line(&mut line)?;
    }
    Ok(line)
}

/// Asks; anything but a clear yes is a no. `stop`: whether the person wants to leave instead.
pub(super) fn yes(question: &str, stop: &dyn Fn() -> bool) -> Result<bool> {
    let mut err = stderr().lock();
    write!(err, "{}\n[y/N] ", text::clean_lines(question))?;
    err.flush()?;
    Ok(matches!(
        answer(stop)?.trim().to_lowercase().as_str(),
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
pub(super) fn one_of<'c>(
    choice: &'c Choice,
    back: bool,
    stop: &dyn Fn() -> bool,
) -> Result<Answer<'c>> {
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
        let answer = answer(stop)?;
        // The end of input is no answer either.
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
