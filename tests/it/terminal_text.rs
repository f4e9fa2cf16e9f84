//! What the screens write to a real terminal: no colour where none is wanted, nothing a stranger's text could do, pastes, news.

use super::{
    program::Desk,
    pty::{Pty, Start},
};

fn partners(desk: &Desk, set: &[(&str, &str)]) -> Pty {
    let book = desk.book().display().to_string();
    let pty = Start {
        set,
        size: (120, 50),
        ..Start::at(desk.home())
    }
    .program(&["--db", &book, "tui", "--screen", "partners"]);
    pty.shows("[2 Partners]");
    pty.shows("Ana Ferreira");
    pty
}

/// The parameters of every colour and style sequence that came out.
fn styles(raw: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(raw);
    let mut all = Vec::new();
    for piece in text.split("\x1b[").skip(1) {
        let end = piece.find(|c: char| !(c.is_ascii_digit() || c == ';' || c == ':'));
        if let Some(end) = end.filter(|end| piece[*end..].starts_with('m')) {
            all.extend(
                piece[..end]
                    .split([';', ':'])
                    .filter_map(|n| n.parse::<u16>().ok()),
            );
        }
    }
    all
}

fn is_colour(style: u16) -> bool {
    matches!(style, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)
}

/// The line of the screen with these words, and where the words begin.
fn line_with(pty: &Pty, words: &str) -> u16 {
    let seen = pty.seen();
    let (rows, columns) = seen.parser.screen().size();
    let mut lines = seen.parser.screen().rows(0, columns.get());
    let at = lines.position(|line| line.contains(words));
    u16::try_from(at.unwrap_or_else(|| panic!("{words}:\n{}", seen.text())))
        .unwrap()
        .min(rows.get())
}

/// The columns of a line in which a sign stands.
fn columns_of(pty: &Pty, line: u16, sign: &str) -> Vec<u16> {
    let seen = pty.seen();
    let (_, columns) = seen.parser.screen().size();
    (0..columns.get())
        .filter(|c| {
            seen.parser
                .screen()
                .cell(line, *c)
                .is_some_and(|cell| cell.contents() == sign)
        })
        .collect()
}

#[test]
fn without_colour_there_is_none_and_the_cursor_row_still_stands_out() {
    let desk = Desk::example();
    let pty = partners(
        &desk,
        &[
            ("NO_COLOR", "1"),
            ("COLORTERM", "truecolor"),
            ("COLORFGBG", "15;0"),
        ],
    );
    for (key, title) in [
        ("3", "[3 "),
        ("6", "[6 "),
        ("7", "[7 "),
        ("8", "[8 "),
        ("1", "[1 "),
        ("2", "[2 "),
    ] {
        pty.keys(key);
        pty.shows(title);
    }
    pty.keys("?");
    pty.shows("Everywhere");
    pty.escape("Everywhere");
    pty.until("a row that stands out", |seen| {
        let (rows, _) = seen.parser.screen().size();
        (0..rows.get()).any(|r| {
            seen.parser
                .screen()
                .cell(r, 4)
                .is_some_and(vt100::Cell::inverse)
        })
    });
    let row = line_with(&pty, "> Ana Ferreira");
    assert!(pty.seen().parser.screen().cell(row, 4).unwrap().inverse());
    let coloured: Vec<u16> = styles(&pty.raw())
        .into_iter()
        .filter(|s| is_colour(*s))
        .collect();
    assert_eq!(coloured, [0; 0]);
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
}

#[test]
fn with_colour_there_is_some() {
    let desk = Desk::example();
    let pty = partners(&desk, &[]);
    assert!(
        styles(&pty.raw()).into_iter().any(is_colour),
        "or the test above proves nothing"
    );
    pty.keys("q");
    pty.end_restored();
}

#[test]
fn a_strangers_text_does_nothing_to_the_terminal_and_keeps_columns_straight() {
    let desk = Desk::example();
    let odd = [
        "Bidi \u{202e}drow\u{2066} Ltd",
        "北京合作伙伴有限公司",
        "Zwsp\u{200b}\u{feff}Co",
        "Mark e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}",
        "Family 👩\u{200d}👩\u{200d}👧 🇩🇪 ❤\u{fe0f}",
        "Right \u{5d0}\u{5d1}\u{5d2} \u{627}\u{644}",
        "-- <b>x</b> =1+1",
    ];
    for name in odd {
        desk.ok(&["partner", "add", "--", name]);
    }
    // The program refuses control characters; a file made by other hands may hold them all the same.
    desk.patch("Fjordlys AS", b"\x1b]0;pwn\x07\xc2\x9bZ");
    // A file's name is shown in the log.
    let file = desk.file("h\x1b]0;x\x07\u{202e}vsc.csv", "name\nFrom A File\n");
    desk.ok(&["import", "partners", &file, "--map", "name=name"]);

    let pty = partners(&desk, &[]);
    pty.shows("From A File");
    pty.shows("合作");
    let straight = columns_of(&pty, line_with(&pty, "Ana Ferreira"), "│");
    assert!(!straight.is_empty());
    for words in [
        "Bidi", "北京", "Zwsp", "Mark", "Family", "Right", "-- <b>", "pwn", "日本",
    ] {
        assert_eq!(
            columns_of(&pty, line_with(&pty, words), "│"),
            straight,
            "{words}"
        );
    }
    // Every screen that shows such a name, the log and the form too.
    for (key, words) in [
        ("9", "[9 Log]"),
        ("6", "[6 Stats]"),
        ("3", "[3 Referrals]"),
        ("2", "[2 Partners]"),
    ] {
        pty.keys(key);
        pty.shows(words);
        pty.keys("jjj");
    }
    pty.keys("e");
    pty.shows("Change");
    pty.escape("Change");
    pty.keys("/pwn");
    pty.shows("/ pwn");
    pty.escape("/ pwn");
    pty.shows("日本");
    pty.keys("q");
    let raw = String::from_utf8(pty_end(&pty)).unwrap();
    for (what, sign) in [
        ("a title or clipboard", "\x1b]"),
        ("a device string", "\x1bP"),
        ("an application string", "\x1b_"),
        ("a privacy string", "\x1b^"),
        ("a bell", "\x07"),
    ] {
        assert!(!raw.contains(sign), "{what} came through");
    }
    let acted_on = |c: &char| matches!(c, '\u{80}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    assert_eq!(raw.chars().find(acted_on), None);
}

fn pty_end(pty: &Pty) -> Vec<u8> {
    assert_eq!(pty.end_restored(), 0);
    pty.raw()
}

#[test]
fn a_long_paste_is_text_and_never_keys() {
    let desk = Desk::example();
    let pty = partners(&desk, &[]);
    let line = "q\r\n\x1b[B\x1bq d y 3 \x03\x1a u :payout paid\t\n";
    let paste = format!("\x1b[200~{}\x1b[201~", line.repeat(100_000 / line.len()));
    // On a list there is nothing to paste into.
    pty.bytes(paste.as_bytes());
    pty.keys("?");
    pty.shows("Everywhere");
    pty.escape("Everywhere");
    pty.shows("[2 Partners]");
    pty.shows("> Ana Ferreira");
    // In a filter it is what is looked for.
    pty.keys("/");
    pty.bytes(paste.as_bytes());
    pty.until("the paste", |seen| seen.shows("payout paid"));
    pty.shows("[2 Partners]");
    pty.escape("payout paid");
    pty.shows("Ana Ferreira");
    pty.keys("1");
    pty.shows("Needs you today");
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
    desk.check();
    assert!(
        !desk.ok(&["history"]).contains("screen"),
        "nothing was done"
    );
}

#[test]
fn what_another_window_writes_shows_up_by_itself() {
    let desk = Desk::example();
    let pty = partners(&desk, &[]);
    assert!(!pty.seen().shows("Aardvark"));
    desk.ok(&["partner", "add", "Aardvark Alliance"]);
    pty.shows("Aardvark Alliance");
    desk.ok(&["undo"]);
    pty.until("it gone again", |seen| !seen.shows("Aardvark"));
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
}
