//! An e-mail becomes a referral: what is filled in from where, what is left to the person, and that no e-mail does harm.

use std::path::Path;

use partnerbook::{
    domain::day::parse_iso,
    error::Kind,
    import::mail,
    ops::{Cx, Quiet, line::run_line, referral::from_email},
    store::Origin,
    tui::event::Event,
};
use proptest::prelude::*;

use super::{book::Book, desk::Desk, program};

fn file(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/mail")
        .join(name)
        .display()
        .to_string()
}

fn book() -> Book {
    Book::with(&[
        "partner add 'Northwind Agency' --contact 'Ana Ruiz <ana@northwind.example>'",
        "partner add Bluepeak --site bluepeak.example",
    ])
}

fn logged(book: &mut Book, words: &str) -> serde_json::Value {
    let said = book.says(&format!("referral add {words}"));
    assert!(said.contains("Logged R1 "), "{said}");
    book.json("referral show R1")
}

#[test]
fn an_email_of_a_partner_fills_in_company_contact_domain_partner_day_and_note() {
    let mut book = book();
    let r = logged(&mut book, &format!("--from-email {}", file("plain.eml")));
    assert_eq!(r["company"], "Vale Robotics Ltd");
    assert_eq!(r["contact"], "Jane Doe");
    assert_eq!(r["email"], "jane@valerobotics.example");
    assert_eq!(r["domain"], "valerobotics.example");
    assert_eq!(r["partner"], "northwind-agency");
    // The day as the e-mail has it, where it was written; it was the 17th in Europe.
    assert_eq!(r["submitted_on"], "2026-11-16");
    assert_eq!(r["came_by"], "e-mail");
    let note = r["note"].as_str().unwrap();
    assert!(note.contains("loyalty cards for 40 shops"), "{note}");
    assert!(
        !note.contains("+1 555 0100"),
        "the signature is left out: {note}"
    );
}

#[test]
fn the_same_email_twice_is_one_referral() {
    let mut book = book();
    let line = format!("referral add --from-email {}", file("plain.eml"));
    book.run(&line);
    let again = book.fails(&line);
    assert_eq!(again.kind, Kind::Refused);
    assert!(
        again
            .to_string()
            .contains("logged already: it is R1 Vale Robotics Ltd"),
        "{again}"
    );
    book.run("undo");
    book.run(&line);
}

#[test]
fn encoded_words_and_quoted_printable_come_out_as_letters() {
    let mut book = book();
    // Who we are must be known before somebody who got the e-mail too can be taken for the lead.
    let line = format!("--from-email {}", file("multipart.eml"));
    let open = book.fails(&format!("referral add {line}"));
    assert!(
        open.to_string()
            .contains("Which company is meant cannot be told"),
        "{open}"
    );
    book.run("config set contact_email partners@ours.example");
    let r = logged(&mut book, &line);
    assert_eq!(r["company"], "Krone Optik GmbH");
    assert_eq!(r["contact"], "Zoë Müller");
    assert_eq!(r["partner"], "bluepeak", "known by the domain of its site");
    assert_eq!(
        r["note"],
        "Zoë leads Krone Optik GmbH, and they are looking for exactly what you do. I copy her here."
    );
}

#[test]
fn a_forwarded_email_counts_for_who_wrote_it_first_on_the_day_it_was_written() {
    let mut book = book();
    let r = logged(
        &mut book,
        &format!("--from-email {}", file("gmail_forward.eml")),
    );
    assert_eq!(r["partner"], "northwind-agency");
    assert_eq!(r["company"], "Cobalt Foods", "named in the subject");
    assert_eq!(r["contact"], "Omar Haddad");
    assert_eq!(
        r["domain"],
        serde_json::Value::Null,
        "free mail is nobody's domain"
    );
    assert_eq!(r["submitted_on"], "2026-11-20");
    let mut book = self::book();
    let r = logged(
        &mut book,
        &format!("--from-email {}", file("outlook_forward.eml")),
    );
    assert_eq!(r["partner"], "northwind-agency");
    assert_eq!(r["company"], "Opal Works");
    assert_eq!(r["email"], "mia@opalworks.example");
    assert_eq!(r["submitted_on"], "2026-11-19");
}

#[test]
fn what_is_quoted_is_not_what_was_written() {
    let mut book = book();
    let r = logged(&mut book, &format!("--from-email {}", file("reply.eml")));
    assert_eq!(r["email"], "lee@birchhotels.example");
    assert_eq!(
        r["company"], "birchhotels.example",
        "only its domain is known"
    );
    assert!(!r["note"].as_str().unwrap().contains("otherfirm"));
}

#[test]
fn a_form_pasted_without_a_header_is_read_by_its_labels() {
    let mut book = book();
    let r = logged(&mut book, &format!("--from-email {}", file("form.txt")));
    assert_eq!(r["company"], "Birch Hotels");
    assert_eq!(r["contact"], "Lee Park");
    assert_eq!(r["email"], "lee@birchhotels.example");
    assert_eq!(r["domain"], "birchhotels.example");
    assert_eq!(r["partner"], "northwind-agency");
    assert_eq!(r["submitted_on"], "2026-11-23");
}

#[test]
fn what_is_given_beside_it_wins_and_what_cannot_be_told_is_asked_for_with_the_words_to_add() {
    let mut book = book();
    let two = file("two_leads.eml");
    let open = book.fails(&format!("referral add --from-email {two}"));
    assert_eq!(open.kind, Kind::Refused);
    assert!(
        open.to_string()
            .contains("Add its name before --from-email"),
        "{open}"
    );
    let r = logged(
        &mut book,
        &format!(
            "'Opal Works' --email mia@opalworks.example --partner bluepeak --on 2026-11-21 --from-email {two}"
        ),
    );
    assert_eq!(r["partner"], "bluepeak");
    assert_eq!(r["submitted_on"], "2026-11-21");
    let nobody = Book::new().fails(&format!("referral add --from-email {}", file("plain.eml")));
    assert!(nobody.to_string().contains("--partner PARTNER"), "{nobody}");
    assert!(
        nobody
            .to_string()
            .contains("No address in it is a partner's"),
        "{nobody}"
    );
}

#[test]
fn an_email_can_be_piped_in_and_says_what_was_taken_from_where() {
    let mut book = book();
    let text = std::fs::read(file("plain.eml")).unwrap();
    let mut input = partnerbook::ops::Kept::of(text.as_slice());
    let mut cx = Cx {
        store: &mut book.store,
        today: parse_iso(super::book::TODAY).unwrap(),
        origin: Origin::Shell,
        command: String::new(),
        progress: &Quiet,
        stdin: Some(&mut input),
    };
    let said = run_line(&mut cx, "referral add --from-email -")
        .unwrap()
        .said;
    for fact in [
        "Northwind Agency  (ana@northwind.example sent it)",
        "Vale Robotics Ltd  (named in the text, as in valerobotics.example)",
        "jane@valerobotics.example  (named in the text)",
    ] {
        assert!(said.contains(fact), "{fact}\n{said}");
    }
}

#[test]
fn a_hostile_email_is_read_or_refused_and_leaves_no_control_character_behind() {
    let mut book = book();
    let text = std::fs::read(file("hostile.eml")).unwrap();
    let filled = from_email::of(&text, book.store.view()).unwrap();
    assert_eq!(filled.partner.as_ref().unwrap().0, 1);
    let line = format!("referral add --from-email {}", file("hostile.eml"));
    let said = book.says(&line);
    assert!(!said.contains(['\0', '\u{1b}']), "{said:?}");
    assert!(!partnerbook::text::clean_lines(&said).contains('\u{202e}'));
    let r = book.json("referral show R1");
    for field in ["company", "note", "external_id", "email"] {
        let text = r[field].as_str().unwrap_or_default();
        assert!(
            !text.chars().any(|c| c.is_control() && c != '\n'),
            "{field}: {text:?}"
        );
    }
    let mut large = b"From: a@b.example\r\n\r\n".to_vec();
    large.resize(mail::MAIL_BYTES + 1, b'x');
    assert_eq!(mail::read(&large).unwrap_err().kind, Kind::Refused);
    let mut head = b"From: a@b.example\r\n".to_vec();
    head.extend(b"X-Y: z\r\n".repeat(100_000));
    assert!(
        mail::read(&head)
            .unwrap_err()
            .to_string()
            .contains("header")
    );
    assert_eq!(mail::read(b"").unwrap_err().kind, Kind::Refused);
    assert_eq!(
        mail::read(b"caf\xe9 ole\xff").unwrap_err().kind,
        Kind::Refused
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = mail::read(&bytes);
        let mut mail_bytes = b"From: Ana <ana@northwind.example>\nSubject: Fwd: x\n\n".to_vec();
        mail_bytes.extend(&bytes);
        if let Ok(mail) = mail::read(&mail_bytes) {
            let lead = mail.lead(&|_| mail::Side::Other);
            prop_assert!(lead.note.is_none_or(|n| n.len() <= 2000));
        }
    }

    #[test]
    fn no_words_make_it_fall_over(
        words in proptest::collection::vec(prop_oneof![
            Just("From: "), Just("Ana <ana@x.example>"), Just("\n"), Just("@"), Just("> "), Just("Company:"), Just("Sent: Mon 3 May 2026\n"),
            Just("To: é@ü.example\n"), Just("Subject: Lead: Ä\n"), Just("-- \n"), Just("Ünï (a@b.example)"), Just("\t"), Just("\u{202e}"),
        ], 0..60)
    ) {
        let text = words.concat();
        if let Ok(mail) = mail::read(text.as_bytes()) {
            for side in [mail::Side::Other, mail::Side::Partner, mail::Side::Ours] {
                let _ = mail.lead(&|_| side);
            }
        }
    }
}

#[test]
fn an_email_pasted_on_the_referrals_or_into_the_form_fills_the_form_and_saves_nothing_by_itself() {
    let lines = ["partner add 'Northwind Agency' --contact 'Ana Ruiz <ana@northwind.example>'"];
    let text = std::fs::read_to_string(file("plain.eml")).unwrap();
    let mut desk = Desk::after(&lines);
    desk.keys("3");
    desk.feed(Event::Paste(text.clone()));
    desk.sees("Vale Robotics Ltd")
        .sees("northwind-agency")
        .sees("jane@valerobotics.example")
        .sees("Filled in from the e-mail");
    desk.keys("<ctrl-s>").sees("Logged R1 Vale Robotics Ltd");
    // What a person typed stays, and words that are no e-mail are words for the field.
    let mut desk = Desk::after(&lines);
    desk.keys("3 a");
    desk.feed(Event::Paste("Vale Robotics Inc".into()));
    desk.feed(Event::Paste(text));
    desk.sees("Vale Robotics Inc")
        .misses("Vale Robotics Ltd")
        .sees("jane@valerobotics.example");
    desk.feed(Event::Paste("From: x\nTo: y\nno address at all".into()));
    desk.keys("<ctrl-s>").sees("Logged R1 Vale Robotics Inc");
}

#[test]
fn the_program_asks_before_it_logs_what_it_read_from_a_file() {
    let desk = program::Desk::new();
    desk.ok(&[
        "partner",
        "add",
        "Northwind",
        "--contact",
        "Ana Ruiz <ana@northwind.example>",
    ]);
    let mail = file("plain.eml");
    let asked = desk.run(&["referral", "add", "--from-email", &mail]);
    assert_ne!(asked.code, 0);
    assert!(asked.err.contains("--yes"), "{}", asked.err);
    let said = desk.run(&["--yes", "referral", "add", "--from-email", &mail]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("Vale Robotics Ltd  (named in the text"),
        "{}",
        said.err
    );
}

#[test]
fn a_subject_names_the_company_only_where_nothing_surer_does() {
    let mail = |subject: &str, text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.eml");
        let mail = format!(
            "From: Ana Ruiz <ana@northwind.example>\nTo: us@ours.example\nMessage-ID: <{subject}@x>\nSubject: {subject}\n\n{text}\n"
        );
        std::fs::write(&path, mail).unwrap();
        let mut book = book();
        logged(&mut book, &format!("--from-email {}", path.display()))["company"].clone()
    };
    let jane = "Jane Doe <jane@valerobotics.example> waits for your call.";
    let signed = format!("{jane}\n\n-- \nJane Doe\nVale Robotics Ltd");
    for (subject, text, company) in [
        ("Referral: 40 shops in Ohio", jane, "valerobotics.example"),
        ("Referral: 40 shops in Ohio", &signed, "Vale Robotics Ltd"),
        ("Referral: Vale", jane, "Vale"),
        ("Referral: Vale Robotics GmbH", jane, "Vale Robotics GmbH"),
        (
            "Referral: Cobalt Foods",
            "Omar <omar@gmail.com>",
            "Cobalt Foods",
        ),
    ] {
        assert_eq!(mail(subject, text), company, "{subject}: {text}");
    }
}
