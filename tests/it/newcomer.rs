//! What somebody meets on a first day at the screens: slips that must be shown where they are, and words that must be true.

use crate::desk::Desk;

/// The row of the screen with these words in it.
fn row(desk: &mut Desk, words: &str) -> (usize, String) {
    let screen = desk.screen();
    let found = screen.lines().enumerate().find(|(_, l)| l.contains(words));
    let (at, line) = found.unwrap_or_else(|| panic!("no {words:?} in\n{screen}"));
    (at, line.to_owned())
}

#[test]
fn the_mark_under_wrong_terms_stands_under_the_wrong_word() {
    let mut desk = Desk::example();
    desk.keys("0 j t <ctrl-u>");
    desk.keys("2 5 % <space> o f <space> b a s e <space> f o r <space> 1 2 <space> m o n t h s 3 <ctrl-s>");
    let (at, marks) = row(&mut desk, "^^");
    let screen = desk.screen();
    let above = screen.lines().nth(at - 1).unwrap();
    let column = |line: &str, what: &str| line[..line.find(what).unwrap()].chars().count();
    assert_eq!(column(&marks, "^"), column(above, "months3"), "{screen}");
    // What only looks saves nothing.
    desk.sees("ctrl-s show").misses("ctrl-s save");
}

#[test]
fn a_refusal_that_the_preview_says_already_is_not_said_twice() {
    let mut desk = Desk::example();
    desk.keys("0 j w n o b o d y <ctrl-s>");
    let screen = desk.screen();
    assert_eq!(
        screen.matches("No partner is called").count(),
        1,
        "{screen}"
    );
}

#[test]
fn a_table_that_is_too_wide_stays_in_columns_and_says_what_it_leaves_out() {
    let mut desk = Desk::example();
    desk.resize(80, 24);
    desk.keys(": s t a t s <space> m o n t h s <enter> <ctrl-s>");
    let (_, head) = row(&mut desk, "Opening");
    let (_, line) = row(&mut desk, "2025-09  EUR");
    let end = |line: &str, what: &str| {
        let at = line.find(what).unwrap() + what.len();
        line[..at].chars().count()
    };
    assert_eq!(end(&head, "Opening"), end(&line, "€372.50"));
    desk.keys("<pgdn> <pgdn> <pgdn> <pgdn> <pgdn>")
        .sees("No room for");
    desk.keys("<esc> <esc>").resize(160, 50);
    desk.keys(": s t a t s <space> m o n t h s <enter> <ctrl-s>")
        .sees("Came back")
        .misses("No room for");
}

#[test]
fn the_foot_of_the_screen_names_no_key_that_does_nothing() {
    let mut desk = Desk::example();
    desk.keys("7 j <enter>").sees("How it was worked out");
    desk.sees("y copy as text")
        .misses("enter why")
        .misses("b group");
    // In a form those would be letters.
    desk.keys("J").misses("? help").misses(": do anything");
}

#[test]
fn a_run_is_found_by_the_name_it_is_called_by() {
    let mut desk = Desk::example();
    desk.keys("8 / r u n : r u n - 1 7 <enter>")
        .sees("6 of 85")
        .misses("whole number");
}

#[test]
fn nobody_is_asked_about_a_reversal_that_cannot_be() {
    let mut desk = Desk::example();
    desk.keys("8 / i s : r e v e r s e d <enter> x")
        .sees("Take back a paid payout");
    desk.keys("b o u n c e d <ctrl-s>")
        .sees("only a paid one can be reversed")
        .misses("become payable again?")
        .misses("yes, do it");
}

#[test]
fn the_form_for_what_was_paid_begins_where_something_is_to_be_said() {
    let mut desk = Desk::example();
    desk.keys("8 / i s : a p p r o v e d <enter> p")
        .sees("Record that you paid payouts")
        .misses("> Ana Ferreira");
}

#[test]
fn what_takes_something_back_is_not_called_a_bonus() {
    let mut desk = Desk::example();
    desk.keys("7 j J - 4 0 <space> E U R <tab> p a i d <space> t w i c e <ctrl-s>")
        .sees("A correction of -€40.00 for Ana Ferreira");
    desk.keys("J - 4 0 <space> E U R <tab> a g a i n <tab> b <ctrl-s>")
        .sees("A bonus gives something");
}
