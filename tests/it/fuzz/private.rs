//! The three files of a private comparison, and what each side keeps between them.

use partnerbook::{
    private::{
        Answered, Asker, Asking, Fields, Finishing, HEAD_BYTES, Limits, Offer, Scope, consent,
        expect_length,
    },
    text::{clean, is_unseen},
};

use super::hunt;
use crate::private_files::{ACME, GLOBEX, Pair, keys, row, signed_again};

/// What could end a quotation.
const ENDS: [char; 11] = ['“', '”', '„', '‟', '″', '‶', '〝', '〞', '〟', '＂', '"'];
/// So much of a file is changed: its head and what comes after it. The rest stays, as a file is longer than an input.
const SEEN: usize = 400;

/// Gives a check what the dice made of the beginning of a file: as it came, and signed by its own sender once more.
fn files(target: &str, file: &[u8], seed: &[u8; 32], check: impl Fn(&[u8], bool)) {
    let (first, rest) = file.split_at(SEEN);
    hunt(target, &[first], |bytes| {
        let _ = expect_length(&bytes[..bytes.len().min(HEAD_BYTES)], file.len() as u64);
        check(bytes, bytes == file);
        let whole = [bytes, rest].concat();
        check(&whole, whole == file);
        check(&signed_again(&whole, seed), true);
        // As long as it says, so that what stands in it is looked at.
        let mut head = bytes.to_vec();
        head.resize(SEEN, b'x');
        check(&signed_again(&[&head, rest].concat(), seed), true);
    });
}

#[test]
fn a_file_of_a_private_comparison_is_what_was_made_or_refused() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale", "quill"]));
    let rows = [
        row("1", Scope::Customer, "vale"),
        row("2", Scope::Customer, "north"),
    ];
    let (response, answered) = pair.answer(&request, &rows);
    let opened = pair.open(&response, &asking).unwrap();
    let third = pair.finish(&opened.finishing.unwrap(), "Ada");

    let offer = Offer {
        list: "list.csv",
        accounts: 2,
        rows: 2,
        tells: Fields::default(),
        limits: Limits::usual(2),
        from: "Globex",
    };
    files("request", &request, &ACME, |bytes, may| {
        if let Ok(received) = pair.received(bytes) {
            assert!(may);
            assert_eq!(received.header.points, 500);
            assert!(!received.header.from.contains(is_unseen));
            assert!(!received.header.purpose.contains(is_unseen));
            // Whatever it says of itself can be shown to a person.
            let asker = Asker {
                known: None,
                compared: false,
            };
            let lines = consent(&received.header, &asker, &offer);
            assert!(!lines.iter().any(|line| line.contains(is_unseen)));
            let from = lines[0].split('”').next().unwrap();
            assert_eq!(
                from,
                format!("“{}", clean(&received.header.from).replace(ENDS, "'"))
            );
        }
    });
    files("response", &response, &GLOBEX, |bytes, may| {
        if let Ok(opened) = pair.open(bytes, &asking) {
            assert!(may);
            assert!(opened.matches.iter().all(|m| m.key == "d:vale.com"));
        }
    });
    files("finish", &third, &ACME, |bytes, may| {
        if let Ok(closed) = pair.close(bytes, &answered) {
            assert!(may);
            assert!(closed.matches.iter().all(|m| m.account == "1"));
        }
    });
}

#[test]
fn what_is_kept_between_the_steps_is_read_or_refused() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let (response, answered) = pair.answer(&request, &[row("1", Scope::Customer, "vale")]);
    let finishing = pair.open(&response, &asking).unwrap().finishing.unwrap();
    let kept = [asking.to_bytes(), answered.to_bytes(), finishing.to_bytes()];
    let seeds: Vec<&[u8]> = kept.iter().map(|bytes| bytes.as_slice()).collect();
    hunt("kept", &seeds, |bytes| {
        // What cannot be true finds nothing, and breaks nothing.
        if let Ok(asking) = Asking::from_bytes(bytes) {
            let _ = pair.open(&response, &asking);
        }
        let _ = Answered::from_bytes(bytes);
        let _ = Finishing::from_bytes(bytes);
    });
}
