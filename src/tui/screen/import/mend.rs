//! Problems of an import in the words of the screens: what only a command line understands is left out, and what it would
//! say there is offered as a question. Decides nothing.

use super::{
    settings::{days, decimals},
    words::{pairs, takes},
};
use crate::{
    ops::{import::trial::Problem, line::split},
    tui::overlay::question::{Answer, Line as Typed, Question},
};

/// Options without a value that mend rows, and what they do.
const FLAGS: &[(&str, &str, &str)] = &[
    (
        "--add-partners",
        "Add the partners that are missing",
        "each is listed before it is made",
    ),
    (
        "--add-customers",
        "Add the customers that are missing",
        "each is listed before it is made",
    ),
    (
        "--skip-zero",
        "Pass over rows with an amount of zero",
        "they say nothing",
    ),
];

/// A reason without the words that are typed in a shell: `is not an ISO day`.
pub fn plain(reason: &str) -> String {
    let kept: Vec<&str> = reason.split("; ").filter(|part| !is_typed(part)).collect();
    if kept.is_empty() {
        reason.to_owned()
    } else {
        kept.join("; ")
    }
}

/// Sentences without those that are for a shell.
pub fn sentences(words: &str) -> String {
    let mut kept = String::new();
    for line in words.lines() {
        let mut said: Vec<&str> = line.split_inclusive(". ").collect();
        said.retain(|sentence| !is_typed(sentence));
        let line = said.concat();
        if !line.trim().is_empty() {
            if !kept.is_empty() {
                kept.push('\n');
            }
            kept.push_str(line.trim_end());
        }
    }
    if kept.is_empty() {
        words.to_owned()
    } else {
        kept
    }
}

/// Whether words name an option of a command line.
fn is_typed(words: &str) -> bool {
    words
        .split(|c: char| c.is_whitespace() || "“”\"'(".contains(c))
        .any(|w| {
            w.strip_prefix("--")
                .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_lowercase()))
        })
}

/// The question by which a problem is mended, where its reason names words that would: how days are written, what a word
/// of theirs means, whether some rows are passed over.
pub fn question_of(problem: &Problem) -> Option<Question> {
    if problem.repair.is_some() {
        return None;
    }
    let words = split(problem.reason.get(problem.reason.find("--")?..)?).ok()?;
    let option = words.first()?.trim_end_matches(';');
    if !takes(option) {
        return None;
    }
    if let Some((_, says, note)) = FLAGS.iter().find(|(flag, ..)| *flag == option) {
        let answers = vec![Answer::words(says, note, &[option])];
        return Some(Question::new(&problem.column, "", answers, 0));
    }
    let value = words.get(1).map(|v| v.trim_end_matches([';', ',']));
    match (option, value) {
        ("--date-format", _) => Some(days()),
        ("--decimal", _) => Some(decimals()),
        ("--where", Some(value)) if value.contains("!=") => {
            let answers = vec![Answer::words(
                "Leave such rows out",
                value,
                &[option, value],
            )];
            Some(Question::new(&problem.column, "", answers, 0))
        }
        ("--default", Some(value)) => {
            let word = pairs(&[option.to_owned(), value.to_owned()]).pop()?;
            let (field, given) = value.split_once('=')?;
            // In capitals stands what only the person knows.
            let given = if is_open(given) { "" } else { given };
            let line = Typed::new(
                &word.field().replace('_', " "),
                "The value of rows in which it is empty.",
                option,
                &format!("{field}="),
                given,
            );
            Some(Question::typed(&problem.column, "", line))
        }
        (_, Some(value)) => meaning(problem, option, value),
        _ => None,
    }
}

/// What a word of theirs is here: `--stage-map THEIRS=STAGE`, with what only the person knows in capitals at its end.
fn meaning(problem: &Problem, option: &str, value: &str) -> Option<Question> {
    let (theirs, ours) = value.split_once('=')?;
    let theirs = if theirs == "THEIRS" {
        &problem.first.1
    } else {
        theirs
    };
    // Such pairs are written with commas between.
    if theirs.is_empty() || theirs.contains([',', '=']) {
        return None;
    }
    if !is_open(ours) {
        return None;
    }
    let help = format!(
        "What “{theirs}” of the file is here: a {}, as you call it.",
        ours.to_lowercase()
    );
    let label = format!("{theirs} is");
    let line = Typed::new(&label, &help, option, &format!("{theirs}="), "");
    Some(Question::typed(&problem.column, "", line))
}

/// Whether a value stands for what only the person knows.
fn is_open(value: &str) -> bool {
    value.len() > 1 && value.chars().all(|c| c.is_ascii_uppercase())
}

/// What enter does about a problem, in a few words; nothing where it only shows it.
pub fn enter_does(problem: &Problem) -> String {
    if let Some((_, words)) = &problem.repair {
        return format!("enter: {words}");
    }
    match question_of(problem) {
        Some(question) => question.only().map_or_else(
            || "enter says it".to_owned(),
            |one| format!("enter: {}", lower(&one.says)),
        ),
        None => String::new(),
    }
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_in_a_shell_is_left_out_and_the_rest_stays() {
        for (reason, shown) in [
            (
                "is not an ISO day; if days are written that way, add --date-format dmy, mdy or ymd (2026-11-23 is wanted)",
                "is not an ISO day",
            ),
            (
                "is no partner in the book; did you mean “X -- Y”? --same \"partner:x=y\" says so",
                "is no partner in the book",
            ),
            (
                "is below zero; a refund is said otherwise",
                "is below zero; a refund is said otherwise",
            ),
            ("--only this", "--only this"),
        ] {
            assert_eq!(plain(reason), shown);
        }
        assert_eq!(
            sentences(
                "No column is known to be company. Say it with --map company=COLUMN.\nNothing was imported.\nAdd --map x=y."
            ),
            "No column is known to be company.\nNothing was imported."
        );
    }
}
