//! Text that means harm, on its way out: a terminal never gets it raw, JSON says the same in safe letters, a file gets
//! what was stored.

use serde_json::Value;

use super::{program::Desk, pty::Start};

const NAME: &str = "Ac\u{202e}me\u{200b}\u{e0041} Co";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.ok(&["partner", "add", NAME]);
    desk
}

fn raw(text: &str) -> bool {
    text.contains(['\u{202e}', '\u{200b}', '\u{e0041}'])
}

#[test]
fn json_is_safe_everywhere_and_means_the_same() {
    let desk = desk();
    for args in [
        &["partner", "list", "--json"][..],
        &["export", "partners", "--format", "json"],
        &["partner", "show", NAME, "--json"],
        &["export", "book"],
        &["history", "--json"],
    ] {
        let said = desk.run(args);
        assert!(!raw(&said.out) && said.out.contains("\\u202e"), "{said:?}");
        let json: Value = serde_json::from_str(&said.out).unwrap();
        assert!(json.to_string().contains(NAME), "{args:?}");
    }
    let error = desk.run(&["partner", "add", NAME, "--json"]);
    assert!(!raw(&error.err), "{error:?}");
}

#[test]
fn csv_in_a_file_or_a_pipe_is_what_was_stored() {
    let desk = desk();
    let file = desk.path("p.csv").display().to_string();
    desk.ok(&["export", "partners", "--out", &file]);
    assert!(std::fs::read_to_string(&file).unwrap().contains(NAME));
    assert!(desk.ok(&["partner", "list", "--csv"]).contains(NAME));
    assert!(desk.ok(&["export", "partners"]).contains(NAME));
}

#[test]
fn csv_in_a_terminal_shows_what_it_hides() {
    let desk = desk();
    let book = desk.book().display().to_string();
    for args in [
        &["--db", &book, "partner", "list", "--csv"][..],
        &["--db", &book, "export", "partners"],
    ] {
        let pty = Start {
            size: (200, 20),
            ..Start::at(desk.home())
        }
        .program(args);
        pty.shows("⟨TAG⟩ Co");
        assert_eq!(pty.end(), 0);
        let said = String::from_utf8(pty.raw()).unwrap();
        assert!(said.contains("Ac⟨RLO⟩me⟨ZWSP⟩⟨TAG⟩ Co"), "{said}");
        assert!(!raw(&said), "{said}");
    }
}
