//! The program as a script sees it: exit codes of DESIGN §6, what goes where, pipes, completions, manual.

use std::{
    fs::File,
    process::{Command, Stdio},
};

use serde_json::Value;

use super::program::{Desk, skipped};

fn says(desk: &Desk, args: &[&str], code: i32, words: &str) {
    let said = desk.run(args);
    assert_eq!(said.code, code, "{args:?}: {said:?}");
    assert!(said.err.contains(words), "{args:?}: {said:?}");
    assert_eq!(said.out, "", "{args:?}: an error is no data");
}

#[test]
fn success_is_0_with_words_on_stderr_and_data_on_stdout() {
    let desk = Desk::new();
    let added = desk.run(&["partner", "add", "Northwind"]);
    assert_eq!((added.code, added.out.as_str()), (0, ""));
    assert!(added.err.contains("Added Northwind"));
    let listed = desk.run(&["partner", "list"]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    assert!(listed.out.contains("Northwind"));
    let quiet = desk.run(&["-q", "partner", "add", "Southwind"]);
    assert_eq!(
        (quiet.code, quiet.out.as_str(), quiet.err.as_str()),
        (0, "", "")
    );
}

#[test]
fn wrong_usage_is_2() {
    let desk = Desk::new();
    says(&desk, &["partner", "show"], 2, "Usage");
    says(&desk, &["partnr", "list"], 2, "partner");
    says(&desk, &["partner", "list", "--json", "--csv"], 2, "--csv");
    says(&desk, &[], 2, "need a terminal");
    let odd = desk
        .program(&["partner", "list"])
        .env("PARTNERBOOK_TODAY", "tomorrow")
        .output();
    assert_eq!(odd.unwrap().status.code(), Some(2));
}

#[test]
fn what_is_not_there_is_3_and_the_nearest_name_is_offered() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    says(
        &desk,
        &["partner", "show", "nortwind"],
        3,
        "Did you mean northwind?",
    );
}

#[test]
fn refused_input_is_4_and_saves_nothing() {
    let desk = Desk::new();
    says(
        &desk,
        &["partner", "add", "Bell\u{7}"],
        4,
        "Nothing was changed",
    );
    let file = desk.file("p.csv", "name\nGood Co\nBad\u{1b}]0;x\u{7}Co\n");
    let said = desk.run(&["import", "partners", &file, "--map", "name=name"]);
    assert_eq!(said.code, 4, "{said:?}");
    let all = said.out + &said.err;
    assert!(
        all.contains("line 3") && all.contains("nothing was saved"),
        "{all}"
    );
    assert!(!all.contains('\u{1b}') && !all.contains('\u{7}'), "{all}");
    assert_eq!(desk.ok(&["partner", "list", "--json"]).trim(), "[]");
}

#[test]
fn a_file_that_is_no_book_is_5_and_stays_as_it_is() {
    let desk = Desk::empty();
    says(&desk, &["partner", "list"], 5, "There is no book");
    assert!(!desk.book().exists(), "reading makes no book");
    for (what, words) in [
        (&b""[..], "empty file"),
        (b"name,country\nAcme,US\n", "import"),
        (b"SQLite format 3\0but nothing else", "not a partnerbook"),
    ] {
        std::fs::write(desk.book(), what).unwrap();
        says(&desk, &["partner", "list"], 5, words);
        says(&desk, &["partner", "add", "X"], 5, words);
        assert_eq!(std::fs::read(desk.book()).unwrap(), what);
    }
    std::fs::remove_file(desk.book()).unwrap();
    std::fs::create_dir(desk.book()).unwrap();
    says(&desk, &["partner", "list"], 5, "a folder");
}

#[test]
fn a_book_somebody_else_writes_to_is_6_after_a_patient_wait_and_can_be_read() {
    let desk = Desk::new();
    let other = rusqlite::Connection::open(desk.book()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    desk.ok(&["partner", "list"]);
    let said = desk.run(&["partner", "add", "Northwind"]);
    assert_eq!(said.code, 6, "{said:?}");
    assert!(said.err.starts_with("Error: "), "{said:?}");
    other.execute_batch("ROLLBACK").unwrap();
    desk.ok(&["partner", "add", "Northwind"]);
}

#[test]
fn what_needs_a_yes_is_7_without_a_terminal_and_pays_nothing() {
    let desk = Desk::example();
    let drafts: Value = serde_json::from_str(&desk.ok(&["payout", "list", "--json"])).unwrap();
    let draft = drafts
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["state"] == "draft")
        .unwrap();
    let id = draft["id"].as_str().unwrap().to_owned();
    let before = desk.ok(&["payout", "show", &id, "--json"]);
    says(&desk, &["payout", "paid", &id], 7, "--yes");
    let said = desk.run(&["payout", "paid", &id, "--json"]);
    assert_eq!(said.code, 7);
    let error: Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(error["error"]["exit"], 7);
    assert_eq!(desk.ok(&["payout", "show", &id, "--json"]), before);
    desk.ok(&["payout", "paid", &id, "--yes"]);
    assert_ne!(desk.ok(&["payout", "show", &id, "--json"]), before);
}

#[test]
fn a_book_changed_behind_the_programs_back_is_8() {
    let desk = Desk::example();
    desk.check();
    // One letter of one company's name, as a failing disk would do it.
    desk.patch("Fjordlys AS", b"Fjordlyt AS");
    let said = desk.run(&["check"]);
    assert_eq!(said.code, 8, "{said:?}");
    let json: Value = serde_json::from_str(&desk.run(&["check", "--json"]).out).unwrap();
    assert!(!json.is_null());
}

#[test]
fn money_in_json_is_text_with_its_currency() {
    fn money(value: &Value, seen: &mut usize) {
        match value {
            Value::Array(all) => all.iter().for_each(|v| money(v, seen)),
            Value::Object(fields) => {
                if let Some(amount) = fields
                    .get("amount")
                    .filter(|a| !a.is_object() && !a.is_array())
                {
                    assert!(amount.is_string() || amount.is_null(), "{value}");
                    assert!(fields["currency"].is_string(), "{value}");
                    *seen += 1;
                }
                fields.values().for_each(|v| money(v, seen));
            }
            Value::Number(n) => assert!(n.is_i64() || n.is_u64() || n.is_f64()),
            _ => {}
        }
    }
    let desk = Desk::example();
    for line in [
        &["partner", "list"][..],
        &["partner", "show", "northwind-agency"],
        &["revenue", "list"],
        &["commission", "list"],
        &["payout", "list"],
        &["stats", "partners"],
    ] {
        let said = desk.run(&[line, &["--json"]].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{line:?}");
        let mut seen = 0;
        money(&serde_json::from_str(&said.out).unwrap(), &mut seen);
        assert!(seen > 0, "{line:?} has no money: {}", said.out);
    }
}

#[test]
fn a_reader_that_goes_away_is_nobodys_error() {
    let desk = Desk::example();
    for line in [
        &["revenue", "list"][..],
        &["export", "book", "--format", "json"],
        &["--help"],
        &["completions", "bash"],
    ] {
        let mut running = desk.program(line).spawn().unwrap();
        // Nobody reads a byte of it.
        drop(running.stdout.take());
        let said: super::program::Said = running.wait_with_output().unwrap().into();
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{line:?}");
    }
}

#[test]
fn a_full_disk_behind_stdout_is_said_and_is_1() {
    if !std::path::Path::new("/dev/full").exists() {
        skipped("this system has no /dev/full");
        return;
    }
    let desk = Desk::example();
    for line in [
        &["partner", "list"][..],
        &["partner", "list", "--json"],
        &["export", "book", "--format", "json"],
        &["completions", "zsh"],
        &["man"],
        &["--help"],
        &["help", "partner", "add"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let said: super::program::Said = desk.program(line).stdout(full).output().unwrap().into();
        assert_eq!(said.code, 1, "{line:?}: {said:?}");
        assert!(
            said.err.contains("could not be written"),
            "{line:?}: {said:?}"
        );
    }
}

#[test]
fn every_command_of_the_first_page_has_help_of_its_own() {
    let desk = Desk::empty();
    let page = desk.ok(&["--help"]);
    let mut commands = 0;
    for line in page.lines() {
        let is_group = line
            .chars()
            .take(12)
            .all(|c| c.is_ascii_uppercase() || c == ' ')
            && line.starts_with(|c: char| c.is_ascii_uppercase());
        if !is_group {
            continue;
        }
        for command in line[12..].split_whitespace().filter(|c| *c != "help") {
            let help = desk.ok(&["help", command]);
            assert!(help.contains("Usage: partnerbook"), "{command}: {help}");
            commands += 1;
        }
    }
    assert!(commands > 15, "{page}");
    // The examples on it are commands too.
    for example in page
        .lines()
        .filter_map(|l| l.strip_prefix("  partnerbook "))
    {
        let words: Vec<&str> = example
            .split_whitespace()
            .take_while(|w| w.chars().all(|c| c.is_ascii_lowercase()))
            .take(2)
            .collect();
        if words.first().is_some_and(|w| *w != "open") {
            desk.ok(&[&words[..1], &["--help"]].concat());
        }
    }
}

#[test]
fn completions_are_there_and_bash_can_read_its_own() {
    let desk = Desk::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.ok(&["completions", shell]);
        assert!(
            script.contains("partnerbook") && script.contains("payout"),
            "{shell}"
        );
        let file = desk.file(shell, &script);
        // `-n` reads a script without running it, in all three.
        match Command::new(shell)
            .args(["-n", &file])
            .stderr(Stdio::piped())
            .output()
        {
            Ok(read) => assert!(
                read.status.success(),
                "{shell}: {}",
                String::from_utf8_lossy(&read.stderr)
            ),
            Err(_) => skipped(&format!("{shell} is not installed")),
        }
    }
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let desk = Desk::empty();
    assert!(desk.ok(&["man"]).contains(".TH partnerbook 1"));
    let folder = desk.path("man");
    desk.ok(&["man", "--out", &folder.display().to_string()]);
    let mut pages: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    let mut expected = Vec::new();
    expect_pages(&partnerbook::cli::command(), "partnerbook", &mut expected);
    expected.sort();
    assert_eq!(pages, expected);
    let page = std::fs::read_to_string(folder.join("partnerbook-payout-paid.1")).unwrap();
    assert!(page.contains("reference") && page.contains(".SH"), "{page}");
}

fn expect_pages(command: &clap::Command, name: &str, into: &mut Vec<String>) {
    into.push(format!("{name}.1"));
    for below in command
        .get_subcommands()
        .filter(|c| !c.is_hide_set() && c.get_name() != "help")
    {
        expect_pages(below, &format!("{name}-{}", below.get_name()), into);
    }
}

#[test]
fn what_the_first_screen_and_the_log_show_is_told_in_the_shell_too() {
    let desk = Desk::example();
    let status = desk.ok(&["status"]);
    assert!(status.contains("drafted and not paid"), "{status}");
    let told: serde_json::Value = serde_json::from_str(&desk.ok(&["status", "--json"])).unwrap();
    assert!(!told["needs"].as_array().unwrap().is_empty());
    desk.ok(&["partner", "edit", "northwind-agency", "--owner", "Ada"]);
    let history: serde_json::Value =
        serde_json::from_str(&desk.ok(&["history", "--json"])).unwrap();
    let newest = history[0]["id"].as_str().unwrap().to_owned();
    let changes = desk.ok(&["changes", &newest]);
    assert!(
        changes.contains("Sam Rivera") && changes.contains("Ada"),
        "{changes}"
    );
}

#[test]
fn who_partners_ask_is_set_once_and_stands_on_their_page() {
    let desk = Desk::example();
    desk.ok(&["config", "set", "contact", "Ada Lindqvist"]);
    desk.ok(&["config", "set", "contact_email", "ada@tessera.example"]);
    assert_eq!(desk.run(&["config", "set", "pay_day", "32"]).code, 2);
    let out = desk.home().join("pages");
    desk.ok(&[
        "share",
        "page",
        "northwind",
        "--out",
        &out.display().to_string(),
    ]);
    let page = std::fs::read_to_string(out.join("northwind-agency.html")).unwrap();
    assert!(page.contains("Ada Lindqvist") && page.contains("ada@tessera.example"));
}

#[test]
fn the_first_page_names_every_command_there_is() {
    let page = Desk::empty().ok(&["--help"]);
    let told: Vec<&str> = page.split_whitespace().collect();
    let nouns = partnerbook::ops::registry::all().map(|e| e.spec.path);
    for noun in nouns.filter_map(|path| path.split(' ').next()) {
        assert!(
            told.contains(&noun),
            "{noun} is not on the first page:\n{page}"
        );
    }
}
