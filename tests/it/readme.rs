//! The README says what the program does: its keys and its commands are the program's own.

use std::{fs, path::Path};

use partnerbook::{cli, tui::keymap};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_keys_in_the_readme_are_the_keys() {
    let readme = readme();
    let from = readme.find("<!-- keys").unwrap();
    let start = from + readme[from..].find('\n').unwrap() + 1;
    let end = readme.find("<!-- /keys -->").unwrap();
    assert!(
        readme[start..end].trim() == keymap::markdown().trim(),
        "Put this between the marks of README.md:\n{}",
        keymap::markdown()
    );
}

/// The words of each `partnerbook …` of a code block, up to the first that is no bare word.
fn commands(readme: &str) -> Vec<Vec<String>> {
    let blocks = readme.split("```").skip(1).step_by(2).filter(|b| b.starts_with("sh\n"));
    blocks
        .flat_map(str::lines)
        .flat_map(|line| line.split(['#']).next().unwrap().split(';').collect::<Vec<_>>())
        .filter_map(|call| call.trim().strip_prefix("partnerbook ").map(str::to_owned))
        .map(|call| {
            call.split_whitespace()
                .take_while(|w| w.chars().all(|c| c.is_ascii_lowercase()))
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

#[test]
fn every_command_of_the_readme_is_one() {
    let all = commands(&readme());
    assert!(all.len() > 10, "the README's day is gone: {all:?}");
    for words in all {
        let mut at = cli::command();
        for (n, word) in words.iter().enumerate() {
            match at.find_subcommand(word) {
                Some(below) => at = below.clone(),
                // What follows a whole command is its argument.
                None => assert!(n > 0 && at.get_subcommands().count() == 0, "{words:?}: no {word}"),
            }
        }
    }
}
