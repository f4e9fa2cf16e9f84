//! Every parser against bytes nobody meant: none may panic, each keeps the promise written beside it.
//!
//! Runs a few hundred inputs in every test run, the same on every machine. Longer, with other dice:
//! `PARTNERBOOK_FUZZ=200000 PARTNERBOOK_FUZZ_SEED=7 cargo test --test it fuzz::`. What it finds goes into `tests/data/fuzz/`,
//! from where every run takes its first inputs.

mod private;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::dice::Dice;

/// Pieces that have broken parsers before.
const PIECES: [&str; 44] = [
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "|",
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "\u{1b}[2J",
    "é",
    "日",
    "\u{301}",
    "’",
    "−",
    "\u{a0}",
    "٣",
    "'",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "&#0;",
    "=",
    ":",
    "/",
    "-",
    "+",
    "%",
    "0",
    "1",
    "-1",
    "9223372036854775807",
    "99999999999999999999",
    "0.1",
    "1e999",
    "NaN",
];
/// The longest input: parsers are bounded, and so is the time of a test.
const LONGEST: usize = 8 << 10;

/// How many inputs each target is given.
fn inputs() -> usize {
    let said = std::env::var("PARTNERBOOK_FUZZ").ok();
    said.and_then(|n| n.parse().ok()).unwrap_or(250)
}

/// The first inputs of a target: what is kept for it, each file one.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/fuzz")
        .join(target);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect()
}

/// An input made of another by a few changes.
fn changed(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[dice.roll(seeds.len())].clone();
    for _ in 0..=dice.roll(5) {
        let at = dice.roll(bytes.len() + 1);
        let end = (at + 1 + dice.roll(12)).min(bytes.len());
        match dice.roll(8) {
            0 => {
                let piece = PIECES[dice.roll(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            1 if at < end => {
                let piece = PIECES[dice.roll(PIECES.len())];
                bytes.splice(at..end, piece.bytes());
            }
            2 if at < end => {
                bytes.drain(at..end);
            }
            3 if at < end => {
                let again = bytes[at..end].repeat(1 + dice.roll(40));
                bytes.splice(at..at, again);
            }
            4 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            5 if at < bytes.len() => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
            6 => {
                let other = &seeds[dice.roll(seeds.len())];
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(60)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            7 => bytes.truncate(at.max(1)),
            _ => {}
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Gives a target its kept inputs, `seeds`, and as many changed ones as are wanted. Fails with the input that broke it,
/// as a literal that can be kept.
fn hunt(target: &str, seeds: &[&[u8]], check: impl Fn(&[u8])) {
    let mut all = kept(target);
    all.extend(seeds.iter().map(|seed| seed.to_vec()));
    assert!(!all.is_empty(), "{target} has nothing to begin with");
    let said = std::env::var("PARTNERBOOK_FUZZ_SEED").ok();
    let mut dice = Dice(said.and_then(|n| n.parse().ok()).unwrap_or(1));
    let first = all.len();
    for n in 0..first + inputs() {
        let input = if n < first {
            all[n].clone()
        } else {
            changed(&mut dice, &all)
        };
        let kept = catch_unwind(AssertUnwindSafe(|| check(&input))).is_ok();
        assert!(kept, "{target}, input {n}: b\"{}\"", input.escape_ascii());
    }
}
