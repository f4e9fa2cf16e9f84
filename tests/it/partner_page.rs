//! The partner page: what it says, what it never says, and that nothing in it can do anything.

use partnerbook::{
    demo,
    domain::{
        currency::Currency,
        day::{Day, add_days, parse_iso},
        money::Money,
    },
    export::{page, page_text},
    store::{
        Applies, Ask, Founding, NewCustomer, NewPartner, NewReferral, NewRevenue, NewTerms, Origin,
        Store,
    },
};

fn day(iso: &str) -> Day {
    parse_iso(iso).unwrap()
}

fn book(name: &str) -> Store {
    let founding = Founding {
        name: name.to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    Store::in_memory(
        &founding,
        &Ask::new(Origin::Setup, "init", day("2026-01-01")),
    )
    .unwrap()
}

fn example(today: &str) -> Store {
    let mut store = book(demo::NAME);
    demo::fill(&mut store, day(today)).unwrap();
    store
}

fn usd(units: i64) -> Money {
    Money::new(units * 100, Currency::parse("USD").unwrap())
}

/// One partner, 25% of base for 12 months; Cobalt Foods pays $2,150.00 on the 28th of August, September and October.
fn cobalt(tweak: impl Fn(&mut NewPartner, &mut NewReferral, &mut NewCustomer)) -> (Store, i64) {
    let mut store = book("Tessera Partners");
    let partner = store
        .write(&Ask::new(Origin::Shell, "test", day("2026-11-01")), |tx| {
            let mut partner = NewPartner {
                name: "Northwind Agency".to_owned(),
                note: Some("INTERNAL-NOTE".to_owned()),
                ..NewPartner::default()
            };
            let mut referral = NewReferral {
                company: "Cobalt Foods".to_owned(),
                stage: "won".to_owned(),
                submitted_on: Some(day("2026-07-01")),
                won_on: Some(day("2026-08-20")),
                email: Some("secret@cobalt.example".to_owned()),
                contact: Some("SECRET-CONTACT".to_owned()),
                note: Some("INTERNAL-NOTE".to_owned()),
                ..NewReferral::default()
            };
            let mut customer = NewCustomer {
                name: "Cobalt Foods".to_owned(),
                started_on: Some(day("2026-08-28")),
                ..NewCustomer::default()
            };
            tweak(&mut partner, &mut referral, &mut customer);
            let id = tx.add_partner(&partner)?;
            let program = tx.add_program("Agency", "referral")?;
            let text = "25% of base for 12 months".to_owned();
            tx.add_terms(&NewTerms {
                program,
                text,
                from: None,
                applies: Applies::NewReferrals,
                hold_days: 30,
            })?;
            tx.set_minimum(program, usd(100))?;
            tx.enrol(id, program, None)?;
            let sent = tx.add_referral(&NewReferral {
                partner: id,
                ..referral
            })?;
            tx.agree(sent, &[])?;
            let customer = tx.add_customer(&NewCustomer {
                referral: Some(sent),
                ..customer
            })?;
            for on in ["2026-08-28", "2026-09-28", "2026-10-28"] {
                tx.add_revenue(&NewRevenue {
                    external_id: None,
                    customer,
                    referral: None,
                    day: day(on),
                    kind: "base".to_owned(),
                    money: usd(2150),
                    period_months: 1,
                    refund_of: None,
                    their_status: None,
                })?;
            }
            Ok(("made".to_owned(), id))
        })
        .unwrap()
        .value;
    (store, partner)
}

#[test]
fn the_page_says_what_is_earned_why_and_when_it_is_paid() {
    let (store, partner) = cobalt(|_, _, _| {});
    let statement = store.view().statement(partner, day("2026-11-01")).unwrap();
    let purse = &statement.purses[0];
    assert_eq!(purse.earned.shown(), "$1,612.50");
    assert_eq!(purse.now.shown(), "$1,075.00");
    assert_eq!(
        purse.held,
        [(day("2026-11-27"), Money::new(53750, usd(0).currency))]
    );
    for made in [
        page::html(&statement).unwrap(),
        page_text::text(&statement).unwrap(),
    ] {
        for fact in [
            "$1,075.00",
            "$537.50",
            "On hold until 27 Nov 2026",
            "Payable since 28 Oct 2026",
            "25% of $2,150.00, month 3 of 12",
            "3 of 12",
            "Active; earns until 28 Aug 2027",
            "Won on 20 Aug 2026",
            "25% of base for 12 months",
            "for 12 months from their first payment",
            "The smallest payout is $100.00",
            "As of",
        ] {
            let flat = made.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(fact), "{fact} is missing in:\n{made}");
        }
        for never in ["secret@", "SECRET-CONTACT", "INTERNAL-NOTE"] {
            assert!(!made.contains(never), "{never}");
        }
    }
}

#[test]
fn the_same_book_on_the_same_day_gives_the_same_bytes() {
    let (one, two) = (example("2026-11-21"), example("2026-11-21"));
    let pages = |store: &Store| {
        let who = store.view().partners_with_work().unwrap();
        let of = |id| store.view().statement(id, day("2026-11-21")).unwrap();
        who.iter()
            .map(|(id, _)| page::html(&of(*id)).unwrap() + &page_text::text(&of(*id)).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(pages(&one), pages(&two));
}

#[test]
fn no_page_names_another_partner_or_its_people_or_our_notes() {
    let store = example("2026-11-21");
    let view = store.view();
    let who = view.partners_with_work().unwrap();
    assert!(who.len() >= 12);
    let all: Vec<_> = who
        .iter()
        .map(|(id, _)| view.partner(*id).unwrap())
        .collect();
    for (id, slug) in &who {
        let statement = view.statement(*id, day("2026-11-21")).unwrap();
        for made in [
            page::html(&statement).unwrap(),
            page_text::text(&statement).unwrap(),
        ] {
            for other in all.iter().filter(|p| p.id != *id) {
                let escaped = other.known.name.replace('&', "&#38;");
                for name in [&other.known.name, &escaped, &other.slug] {
                    assert!(
                        !made.contains(name.as_str()),
                        "the page of {slug} names {name}"
                    );
                }
                for contact in view.contacts(other.id).unwrap() {
                    // Priya Nair is partner and contact at once.
                    assert!(
                        !made.contains(&contact.name),
                        "the page of {slug} names {}",
                        contact.name
                    );
                }
            }
            for note in all.iter().filter_map(|p| p.known.note.as_ref()) {
                assert!(!made.contains(note.as_str()), "{note}");
            }
            for note in view.partner_notes(*id, 50).unwrap() {
                assert!(!made.contains(&note.text), "{}", note.text);
            }
        }
    }
}

/// Names that would act if they were let.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></style><script>1</script>",
    "{{ 7*7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "\u{202e}evil\u{202d}\u{200b}",
    "javascript:alert(1)",
    "--><b>",
    "]]>&lt;b&gt;",
];

#[test]
fn hostile_text_in_every_field_is_only_text() {
    for bad in HOSTILE {
        let (mut store, partner) = cobalt(|p, r, c| {
            p.name = (*bad).to_owned();
            r.company = (*bad).to_owned();
            r.reason = Some((*bad).to_owned());
            c.name = (*bad).to_owned();
        });
        store
            .write(&Ask::new(Origin::Shell, "test", day("2026-11-01")), |tx| {
                for key in ["name", "contact"] {
                    tx.set(key, bad)?;
                }
                tx.set("contact_email", &format!("x@{bad}"))?;
                tx.add_referral(&NewReferral {
                    partner,
                    company: (*bad).to_owned(),
                    stage: "demo".to_owned(),
                    next_step: Some((*bad).to_owned()),
                    next_on: Some(day("2026-11-05")),
                    ..NewReferral::default()
                })?;
                Ok((String::new(), ()))
            })
            .unwrap();
        let html =
            page::html(&store.view().statement(partner, day("2026-11-01")).unwrap()).unwrap();
        inert(&html);
        assert!(!html.contains('\u{202e}') && !html.contains('\u{200b}'));
    }
}

/// A page may hold nothing that acts or asks for anything: every tag is one of ours with attributes of ours.
fn inert(html: &str) {
    const TAGS: &str = " html head meta title style body a header p bdi h1 time nav ul li main section h2 h3 small dl div dt dd ol span \
        table caption thead tbody tfoot tr th td figure figcaption svg desc rect line details summary blockquote footer ";
    const ATTRIBUTES: &str = " lang charset http-equiv content name class href data-to datetime aria-label aria-labelledby aria-hidden id \
        scope colspan data-label viewbox preserveaspectratio role x y width height fill x1 x2 y1 y2 vector-effect open ";
    let mut rest = html;
    let mut seen = 0;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('!') {
            let end = rest.find('>').unwrap();
            assert!(
                rest.starts_with("!doctype html") || rest.starts_with("!-- Made by partnerbook"),
                "{}",
                &rest[..end]
            );
            rest = &rest[end..];
            continue;
        }
        let end = rest.find('>').unwrap();
        let tag = &rest[..end];
        rest = &rest[end..];
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap();
        assert!(
            TAGS.contains(&format!(" {name} ")),
            "<{tag}> is not a tag of ours"
        );
        seen += 1;
        let mut inside = tag[tag.find(' ').unwrap_or(tag.len())..]
            .trim()
            .trim_end_matches('/')
            .trim();
        while !inside.is_empty() {
            let (attribute, value, after) = match inside.find(['=', ' ']) {
                Some(at) if inside[at..].starts_with("=\"") => {
                    let value = &inside[at + 2..];
                    let close = value.find('"').unwrap();
                    (&inside[..at], &value[..close], &value[close + 1..])
                }
                Some(at) => (&inside[..at], "", &inside[at..]),
                None => (inside, "", ""),
            };
            assert!(
                ATTRIBUTES.contains(&format!(" {} ", attribute.to_lowercase())),
                "{attribute} in <{tag}>"
            );
            if attribute == "href" {
                assert!(
                    value.starts_with('#') || value.starts_with("mailto:"),
                    "{value}"
                );
                assert!(!value.contains(['<', '\'', ' ']), "{value}");
            }
            inside = after.trim();
        }
    }
    assert!(seen > 50);
    assert!(!html.contains("url(") && !html.contains("@import"));
    assert!(html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"));
    assert_eq!(html.matches("<h1>").count(), 1);
    assert_eq!(
        html.matches("<table>").count(),
        html.matches("<caption>").count()
    );
    for th in html.split("<th").skip(1).filter(|t| !t.starts_with("ead")) {
        assert!(
            th.starts_with(" scope=\""),
            "<th{}",
            &th[..th.len().min(30)]
        );
    }
}

#[test]
fn the_pages_of_the_example_are_inert_and_small() {
    let store = example("2026-11-21");
    for (id, slug) in store.view().partners_with_work().unwrap() {
        let html = page::html(&store.view().statement(id, day("2026-11-21")).unwrap()).unwrap();
        inert(&html);
        assert!(html.len() < 150 * 1024, "{slug}: {} bytes", html.len());
    }
}

#[test]
fn the_months_of_a_customer_are_counted_from_the_first_payment() {
    let (store, partner) = cobalt(|_, _, _| {});
    let month = |on: Day| store.view().statement(partner, on).unwrap().customers[0].months_words();
    assert_eq!(month(day("2026-08-28")), "1 of 12");
    assert_eq!(month(day("2026-09-27")), "1 of 12");
    assert_eq!(month(day("2026-09-28")), "2 of 12");
    assert_eq!(month(day("2027-08-27")), "12 of 12");
    let over = store.view().statement(partner, day("2027-08-28")).unwrap();
    assert_eq!(over.customers[0].months_words(), "12 of 12");
    assert_eq!(
        over.customers[0].state_words(),
        "Months ended on 28 Aug 2027"
    );
}

#[test]
fn a_company_that_came_through_a_link_is_not_named() {
    let (store, partner) = cobalt(|_, r, _| r.came_by = Some("link".to_owned()));
    let html = page::html(&store.view().statement(partner, day("2026-11-01")).unwrap()).unwrap();
    assert!(!html.contains("Cobalt"));
    assert!(html.contains("Company R1"));
}

/// Relative luminance of `#rrggbb`, as WCAG 2 defines it.
fn luminance(hex: &str) -> f64 {
    let part = |at: usize| {
        let c = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn text_is_readable_in_light_and_dark() {
    let css = include_str!("../../assets/html/style.css");
    for theme in css.split(":root {").skip(1).take(2) {
        let token = |name: &str| {
            let at = theme.find(&format!("--{name}: ")).unwrap() + name.len() + 4;
            luminance(&theme[at..at + 7])
        };
        for ground in ["page", "card"] {
            for (ink, least) in [
                ("text", 7.0),
                ("muted", 4.5),
                ("link", 4.5),
                ("ok", 4.5),
                ("warn", 4.5),
                ("bad", 4.5),
                ("edge", 3.0),
            ] {
                let (a, b) = (token(ink), token(ground));
                let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(ratio >= least, "{ink} on {ground}: {ratio:.2}");
            }
        }
    }
}

#[test]
fn the_example_is_a_full_program_on_any_day() {
    for today in ["2026-11-21", "2028-02-29", "2027-03-31", "2026-01-01"] {
        let mut store = example(today);
        let today = day(today);
        let report = store.check().unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        let view = store.view();
        let pages: Vec<_> = view
            .partners_with_work()
            .unwrap()
            .iter()
            .map(|(id, _)| view.statement(*id, today).unwrap())
            .collect();
        let referrals: usize = pages.iter().map(|p| p.referrals.len()).sum();
        assert!(referrals >= 80, "{referrals} referrals");
        let stages: std::collections::BTreeSet<&str> = pages
            .iter()
            .flat_map(|p| &p.referrals)
            .map(|r| r.stage.as_str())
            .collect();
        assert_eq!(stages.len(), 10, "{stages:?}");
        let states: std::collections::BTreeSet<&str> = pages
            .iter()
            .flat_map(|p| &p.lines)
            .map(|l| l.state.word())
            .collect();
        assert!(
            states.is_superset(&["On hold", "Payable", "Paid", "In preparation"].into()),
            "{today}: {states:?}"
        );
        assert!(
            pages
                .iter()
                .any(|p| p.lines.iter().any(|l| l.amount.minor < 0)),
            "a refund after the payout"
        );
        assert!(
            pages
                .iter()
                .any(|p| p.payouts.iter().any(|o| o.reversed.is_some())),
            "a payout that came back"
        );
        assert!(
            pages.iter().any(|p| p
                .purses
                .iter()
                .any(|b| b.waits.as_ref().is_some_and(|w| w.starts_with("Under")))),
            "under the minimum"
        );
        let soon = add_days(today, 60).unwrap();
        assert!(
            pages.iter().any(|p| p
                .active
                .as_ref()
                .and_then(|a| a.until)
                .is_some_and(|u| u < soon)),
            "about to go inactive"
        );
        assert!(
            pages
                .iter()
                .any(|p| p.customers.iter().any(|c| c.left_on.is_some())),
            "a customer that left"
        );
        assert!(
            pages
                .iter()
                .any(|p| p.customers.iter().any(|c| c.share.as_deref() == Some("30"))),
            "a split"
        );
    }
}
