//! Private overlap by three files, in memory: what each side learns, and what is refused.

mod hostile;

use std::collections::{BTreeMap, HashSet};

use ed25519_dalek::{Signer, SigningKey};
use partnerbook::{
    domain::day::{Day, parse_iso},
    private::{
        Account, Answer, Answered, Asking, Cell, Chance, Checks, Closed, Fields, Finishing, Found,
        Identity, Label, LabelField, Level, Limits, Mode, Opened, PublicKey, Received, Refusal,
        Row, Scope, Spent, Terms, Unwatched, Watch, answer, ask, close, finish, open, rows,
    },
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

pub const ACME: [u8; 32] = [1; 32];
pub const GLOBEX: [u8; 32] = [2; 32];
pub const RULES: u16 = 1;

pub fn day(text: &str) -> Day {
    parse_iso(text).unwrap()
}

pub fn today() -> Day {
    day("2026-11-23")
}

pub fn fields(of: &[LabelField]) -> Fields {
    of.iter().copied().collect()
}

/// `d:NAME.com` of each, as customers.
pub fn keys(names: &[&str]) -> Vec<(Scope, String)> {
    let of = |name: &&str| (Scope::Customer, format!("d:{name}.com"));
    names.iter().map(of).collect()
}

pub fn label(rep: &str) -> Label {
    let mut label = Label::default();
    label.say(LabelField::Rep, rep);
    label.say(LabelField::Stage, "negotiation");
    label
}

pub fn row(account: &str, scope: Scope, name: &str) -> Row {
    Row {
        account: account.to_owned(),
        scope,
        key: format!("d:{name}.com"),
        label: label(&format!("rep of {account}")),
    }
}

/// Both sides of an exchange, with the dice of its secrets.
pub struct Pair {
    pub acme: Identity,
    pub globex: Identity,
    dice: u8,
}

impl Pair {
    pub fn new() -> Self {
        Self {
            acme: Identity::from_seed(&ACME),
            globex: Identity::from_seed(&GLOBEX),
            dice: 0,
        }
    }

    pub fn chance(&mut self) -> Chance {
        self.dice += 1;
        Chance::new([self.dice; 32])
    }

    pub fn terms(mode: Mode) -> Terms {
        Terms {
            from: "Acme Inc.".to_owned(),
            purpose: "Joint campaign in spring".to_owned(),
            mode,
            rules: RULES,
            created: today(),
            expires: day("2026-12-23"),
        }
    }

    pub fn labelled() -> Mode {
        Mode::Matches {
            asks: fields(&[LabelField::Rep, LabelField::Stage]),
            offers: Some(fields(&[LabelField::Rep])),
        }
    }

    pub fn ask(&mut self, mode: Mode, keys: &[(Scope, String)]) -> (Vec<u8>, Asking) {
        let chance = self.chance();
        ask(&self.acme, &Self::terms(mode), keys, chance, &Unwatched).unwrap()
    }

    pub fn received(&self, request: &[u8]) -> Result<Received, Refusal> {
        let own = self.globex.public();
        Received::read(request, &checks(&own, Some(&self.acme.public())))
    }

    pub fn try_answer(
        &mut self,
        request: &[u8],
        rows: &[Row],
    ) -> Result<(Vec<u8>, Answered), Refusal> {
        let received = self.received(request)?;
        let terms = Answer {
            from: "Globex".to_owned(),
            purpose: String::new(),
            created: today(),
            tells: received.header.asks,
        };
        let chance = self.chance();
        answer(&self.globex, &received, &terms, rows, chance, &Unwatched)
    }

    pub fn answer(&mut self, request: &[u8], rows: &[Row]) -> (Vec<u8>, Answered) {
        self.try_answer(request, rows).unwrap()
    }

    pub fn open(&self, response: &[u8], asking: &Asking) -> Result<Opened, Refusal> {
        let own = self.acme.public();
        open(
            response,
            asking,
            &checks(&own, Some(&self.globex.public())),
            &Limits::usual(20_000),
            &Unwatched,
        )
    }

    pub fn finish(&mut self, finishing: &Finishing, rep: &str) -> Vec<u8> {
        let labels: BTreeMap<String, Label> = finishing
            .keys()
            .map(|key| (key.to_owned(), label(rep)))
            .collect();
        let chance = self.chance();
        finish(&self.acme, finishing, "Acme Inc.", today(), &labels, chance).unwrap()
    }

    pub fn close(&self, file: &[u8], answered: &Answered) -> Result<Closed, Refusal> {
        let own = self.globex.public();
        close(file, answered, &checks(&own, Some(&self.acme.public())))
    }
}

pub fn checks<'a>(own: &'a PublicKey, pinned: Option<&'a PublicKey>) -> Checks<'a> {
    Checks {
        today: today(),
        rules: RULES,
        own,
        pinned,
    }
}

/// A file signed once more after it was changed, as its own sender could.
pub fn signed_again(file: &[u8], seed: &[u8; 32]) -> Vec<u8> {
    let signed = &file[..file.len() - 64];
    let mut message = b"partnerbook private file v1\0".to_vec();
    message.extend(Sha256::digest(signed));
    let signature = SigningKey::from_bytes(seed).sign(&message).to_bytes();
    [signed, &signature[..]].concat()
}

fn found(opened: &Opened) -> Vec<(&str, Option<&str>)> {
    opened
        .matches
        .iter()
        .map(|m| (m.key.as_str(), m.label.get(LabelField::Rep)))
        .collect()
}

#[test]
fn both_sides_learn_what_both_have_and_nothing_else() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale", "quill", "north", "vale"]));
    assert_eq!(asking.asked(), 3);
    let theirs = [
        row("7", Scope::Customer, "quill"),
        row("8", Scope::Customer, "else"),
        row("9", Scope::Customer, "vale"),
    ];
    let (response, answered) = pair.answer(&request, &theirs);
    let opened = pair.open(&response, &asking).unwrap();
    assert_eq!(
        found(&opened),
        [
            ("d:quill.com", Some("rep of 7")),
            ("d:vale.com", Some("rep of 9"))
        ]
    );
    assert_eq!(opened.found, Found::Exactly(2));
    assert_eq!((opened.unopened, opened.nearly_all), (0, false));
    assert_eq!(opened.header.from, "Globex");

    let third = pair.finish(opened.finishing.as_ref().unwrap(), "Ada");
    let closed = pair.close(&third, &answered).unwrap();
    let names: Vec<_> = closed
        .matches
        .iter()
        .map(|one| {
            (
                one.account.as_str(),
                one.label.get(LabelField::Rep),
                one.label.get(LabelField::Stage),
            )
        })
        .collect();
    // The stage was not offered, and is not told.
    assert_eq!(names, [("7", Some("Ada"), None), ("9", Some("Ada"), None)]);
}

#[test]
fn sizes_are_told_in_steps_of_five_hundred() {
    let mut pair = Pair::new();
    let sizes: HashSet<usize> = [1, 20, 499, 500]
        .into_iter()
        .map(|n| {
            let names: Vec<String> = (0..n).map(|n| format!("a{n}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            pair.ask(Pair::labelled(), &keys(&names)).0.len()
        })
        .collect();
    assert_eq!(sizes.len(), 1);
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let one = pair
        .answer(&request, &[row("1", Scope::Customer, "vale")])
        .0;
    let many: Vec<Row> = (0..400)
        .map(|n| row(&n.to_string(), Scope::Customer, &format!("b{n}")))
        .collect();
    assert_eq!(one.len(), pair.answer(&request, &many).0.len());
    // A third file says as little about how many matched.
    let opened = pair.open(&one, &asking).unwrap();
    let opened = opened.finishing.unwrap();
    let told = pair.finish(&opened, "Ada");
    let chance = pair.chance();
    let nothing = finish(
        &pair.acme,
        &opened,
        "Acme Inc.",
        today(),
        &BTreeMap::new(),
        chance,
    )
    .unwrap();
    assert_eq!(told.len(), nothing.len());
}

#[test]
fn what_is_kept_between_the_steps_survives_being_written() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale", "quill"]));
    let (response, answered) = pair.answer(&request, &[row("7", Scope::Customer, "vale")]);
    let asking = Asking::from_bytes(&asking.to_bytes()).unwrap();
    let answered = Answered::from_bytes(&answered.to_bytes()).unwrap();
    let opened = pair.open(&response, &asking).unwrap();
    let finishing = opened.finishing.unwrap();
    let finishing = Finishing::from_bytes(&finishing.to_bytes()).unwrap();
    let third = pair.finish(&finishing, "Ada");
    assert_eq!(pair.close(&third, &answered).unwrap().matches.len(), 1);
    for cut in [0, 7, 8, 100] {
        assert!(Asking::from_bytes(&asking.to_bytes()[..cut]).is_err());
        assert!(Answered::from_bytes(&answered.to_bytes()[..cut]).is_err());
        assert!(Finishing::from_bytes(&finishing.to_bytes()[..cut]).is_err());
    }
}

#[test]
fn a_count_tells_a_number_and_no_account() {
    let mut pair = Pair::new();
    let names: Vec<String> = (0..30).map(|n| format!("a{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (request, asking) = pair.ask(Mode::Count, &keys(&names));
    let theirs: Vec<Row> = (23..60)
        .map(|n| row(&n.to_string(), Scope::Customer, &format!("a{n}")))
        .collect();
    let (response, answered) = pair.answer(&request, &theirs);
    let opened = pair.open(&response, &asking).unwrap();
    assert_eq!(opened.found, Found::Exactly(7));
    assert_eq!(opened.matches, []);
    assert!(opened.finishing.is_none() && !answered.awaits_finish());

    // Fewer than five are not counted out.
    let few: Vec<Row> = (26..60)
        .map(|n| row(&n.to_string(), Scope::Customer, &format!("a{n}")))
        .collect();
    let (response, _) = pair.answer(&request, &few);
    assert_eq!(
        pair.open(&response, &asking).unwrap().found,
        Found::FewerThan(5)
    );
}

#[test]
fn small_sets_are_not_counted() {
    let mut pair = Pair::new();
    let names: Vec<String> = (0..20).map(|n| format!("a{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chance = pair.chance();
    let terms = Pair::terms(Mode::Count);
    let asked = ask(&pair.acme, &terms, &keys(&names[1..]), chance, &Unwatched);
    assert_eq!(asked.err(), Some(Refusal::TooFew(19)));
    let (request, _) = pair.ask(Mode::Count, &keys(&names));
    let answered = pair.try_answer(&request, &[row("1", Scope::Customer, "a1")]);
    assert_eq!(answered.err(), Some(Refusal::TooFew(1)));
}

#[test]
fn each_cell_of_the_matrix_tells_what_its_rule_allows() {
    let mut pair = Pair::new();
    let asked = [
        (Scope::Customer, "d:vale.com".to_owned()),
        (Scope::Open, "d:quill.com".to_owned()),
        (Scope::Open, "d:north.com".to_owned()),
    ];
    let (request, asking) = pair.ask(Pair::labelled(), &asked);
    let accounts: Vec<Account> = ["vale", "quill", "north"]
        .into_iter()
        .zip([Scope::Open, Scope::Customer, Scope::Prospect])
        .map(|(name, scope)| Account {
            id: name.to_owned(),
            scope,
            keys: vec![format!("d:{name}.com")],
            level: None,
            label: label(name),
        })
        .collect();
    // Our customers, where they are open opportunities of theirs: only the rep. Nothing else.
    let rules = [Cell {
        theirs: Some(Scope::Open),
        ours: Some(Scope::Customer),
        level: Level::Matches(fields(&[LabelField::Rep])),
    }];
    let received = pair.received(&request).unwrap();
    let shared = rows(&accounts, &rules, received.header.scopes, false);
    let (response, _) = pair.answer(&request, &shared);
    let opened = pair.open(&response, &asking).unwrap();
    assert_eq!(found(&opened), [("d:quill.com", Some("quill"))]);
    assert_eq!(opened.matches[0].label.get(LabelField::Stage), None);
    assert_eq!(opened.matches[0].scope, Scope::Open);
}

#[test]
fn the_same_request_answered_twice_shares_nothing() {
    let mut pair = Pair::new();
    let (request, _) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let rows = [row("7", Scope::Customer, "vale")];
    let (one, _) = pair.answer(&request, &rows);
    let (two, _) = pair.answer(&request, &rows);
    let pieces = |file: &[u8]| {
        let body = &file[230..file.len() - 64];
        body.windows(8).map(<[u8]>::to_vec).collect::<HashSet<_>>()
    };
    assert!(pieces(&one).is_disjoint(&pieces(&two)));
}

#[test]
fn a_dictionary_after_the_fact_finds_nothing() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let theirs = [
        row("7", Scope::Customer, "vale"),
        row("8", Scope::Customer, "secret"),
    ];
    let (response, _) = pair.answer(&request, &theirs);
    assert_eq!(pair.open(&response, &asking).unwrap().matches.len(), 1);
    // Holding the answer, the requester says that it had asked about another name: what it keeps says which point was
    // of which key, and any key may be written into it.
    let kept = asking.to_bytes();
    let text = b"d:vale.com";
    let at = kept.windows(text.len()).position(|w| w == text).unwrap();
    for guess in [b"d:seca.com", b"d:test.com", b"d:secr.com"] {
        let mut kept = kept.clone();
        kept[at..at + text.len()].copy_from_slice(guess);
        let asking = Asking::from_bytes(&kept).unwrap();
        assert_eq!(pair.open(&response, &asking).unwrap().matches, []);
    }
    // The name that is there, of the same length as another that was asked.
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["absent"]));
    let (response, _) = pair.answer(&request, &theirs);
    let mut kept = asking.to_bytes();
    let text = b"d:absent.com";
    let at = kept.windows(text.len()).position(|w| w == text).unwrap();
    kept[at..at + text.len()].copy_from_slice(b"d:secret.com");
    let asking = Asking::from_bytes(&kept).unwrap();
    assert_eq!(pair.open(&response, &asking).unwrap().matches, []);
}

#[test]
fn files_of_another_exchange_are_refused() {
    let mut pair = Pair::new();
    let rows = [row("7", Scope::Customer, "vale")];
    let (one, asking_one) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let (two, asking_two) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let (response_one, answered_one) = pair.answer(&one, &rows);
    let (response_two, answered_two) = pair.answer(&two, &rows);
    assert_eq!(
        pair.open(&response_one, &asking_two).err(),
        Some(Refusal::Binding)
    );
    let finishing = pair
        .open(&response_one, &asking_one)
        .unwrap()
        .finishing
        .unwrap();
    let third = pair.finish(&finishing, "Ada");
    assert_eq!(
        pair.close(&third, &answered_two).err(),
        Some(Refusal::Binding)
    );
    // The same request answered twice: the third file belongs to one of the answers.
    let (_, answered_again) = pair.answer(&one, &rows);
    assert_eq!(
        pair.close(&third, &answered_again).err(),
        Some(Refusal::Binding)
    );
    assert!(pair.close(&third, &answered_one).is_ok());
    // A step in the place of another.
    assert!(matches!(
        pair.received(&response_two),
        Err(Refusal::WrongKind { .. })
    ));
    assert!(matches!(
        pair.open(&one, &asking_one),
        Err(Refusal::WrongKind { .. })
    ));
    assert!(matches!(
        pair.close(&response_two, &answered_two),
        Err(Refusal::WrongKind { .. })
    ));
}

#[test]
fn a_request_passed_on_as_ones_own_gives_its_first_author_nothing() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    // Globex passes Acme's points on to Initech under its own name, and the answer back.
    let mut relayed = request.clone();
    relayed[108..140].copy_from_slice(&pair.globex.public().bytes());
    let relayed = signed_again(&relayed, &GLOBEX);
    let initech = Identity::from_seed(&[3; 32]);
    let received = Received::read(&relayed, &checks(&initech.public(), None)).unwrap();
    let terms = Answer {
        from: "Initech".to_owned(),
        purpose: String::new(),
        created: today(),
        tells: received.header.asks,
    };
    let rows = [row("7", Scope::Customer, "vale")];
    let chance = pair.chance();
    let (response, _) = answer(&initech, &received, &terms, &rows, chance, &Unwatched).unwrap();
    assert!(pair.open(&response, &asking).is_err());
    let mut back = response.clone();
    back[76..108].copy_from_slice(&Sha256::digest(&request));
    back[108..140].copy_from_slice(&pair.globex.public().bytes());
    let back = signed_again(&back, &GLOBEX);
    let opened = pair.open(&back, &asking).unwrap();
    assert_eq!((opened.matches.len(), opened.unopened), (0, 0));
}

#[test]
fn what_is_not_for_today_or_from_somebody_else_is_refused() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let (own, sender) = (pair.globex.public(), pair.acme.public());
    let good = checks(&own, Some(&sender));
    let read = |checks: &Checks<'_>| Received::read(&request, checks).err();
    assert_eq!(read(&good), None);
    let late = Checks {
        today: day("2026-12-24"),
        ..good
    };
    assert_eq!(read(&late), Some(Refusal::Expired(day("2026-12-23"))));
    assert_eq!(
        read(&Checks {
            today: day("2026-12-23"),
            ..good
        }),
        None
    );
    // Where it is already tomorrow there, it is taken.
    assert_eq!(
        read(&Checks {
            today: day("2026-11-22"),
            ..good
        }),
        None
    );
    let early = Checks {
        today: day("2026-11-21"),
        ..good
    };
    assert_eq!(read(&early), Some(Refusal::NotYet(today())));
    let rules = Checks { rules: 2, ..good };
    assert_eq!(read(&rules), Some(Refusal::Rules { theirs: 1, ours: 2 }));
    let other = Identity::from_seed(&[9; 32]).public();
    assert!(matches!(
        read(&Checks {
            pinned: Some(&other),
            ..good
        }),
        Some(Refusal::Stranger { .. })
    ));
    // Our own file came back to us.
    assert_eq!(
        read(&Checks {
            own: &sender,
            ..good
        }),
        Some(Refusal::OwnFile)
    );
    let (response, _) = pair.answer(&request, &[row("7", Scope::Customer, "vale")]);
    let later = Checks {
        today: day("2027-01-01"),
        ..checks(&sender, None)
    };
    let opened = open(&response, &asking, &later, &Limits::usual(100), &Unwatched);
    assert!(matches!(opened.err(), Some(Refusal::Expired(_))));
    // And nothing is made that would be refused.
    let long = Terms {
        expires: day("2027-03-01"),
        ..Pair::terms(Pair::labelled())
    };
    let chance = pair.chance();
    let asked = ask(&pair.acme, &long, &keys(&["vale"]), chance, &Unwatched);
    assert_eq!(asked.err(), Some(Refusal::Days));
}

#[test]
fn more_than_is_allowed_is_refused_before_any_work() {
    let mut pair = Pair::new();
    let names: Vec<String> = (0..1600).map(|n| format!("a{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&names));
    let header = pair.received(&request).unwrap().header;
    assert_eq!(header.points, 2000);
    // Four times one's own list, and never less than a thousand.
    let few = Limits::usual(100);
    assert_eq!(few.at_most, 1000);
    assert_eq!(
        few.allow_asked(&header).err(),
        Some(Refusal::TooManyAsked {
            asked: 2000,
            at_most: 1000
        })
    );
    assert_eq!(Limits::usual(500).allow_asked(&header), Ok(()));
    assert_eq!(Limits::usual(1_000_000).at_most, 20_000);
    let spent = |before| Limits {
        spent: Some(Spent {
            before,
            budget: 5000,
        }),
        ..Limits::usual(500)
    };
    assert_eq!(spent(3000).allow_asked(&header), Ok(()));
    assert!(matches!(
        spent(3001).allow_asked(&header),
        Err(Refusal::OverBudget { .. })
    ));
    let many: Vec<Row> = (0..1600)
        .map(|n| row(&n.to_string(), Scope::Customer, &format!("b{n}")))
        .collect();
    let (response, _) = pair.answer(&request, &many);
    let own = pair.acme.public();
    let opened = open(&response, &asking, &checks(&own, None), &few, &Unwatched);
    assert_eq!(
        opened.err(),
        Some(Refusal::TooManyListed {
            listed: 2000,
            at_most: 1000
        })
    );
}

#[test]
fn nearly_the_whole_list_found_is_said() {
    let mut pair = Pair::new();
    let names: Vec<String> = (0..450).map(|n| format!("a{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&names));
    let theirs: Vec<Row> = (0..450)
        .map(|n| row(&n.to_string(), Scope::Customer, &format!("a{n}")))
        .collect();
    let (response, answered) = pair.answer(&request, &theirs);
    let opened = pair.open(&response, &asking).unwrap();
    assert!(opened.nearly_all);
    let third = pair.finish(&opened.finishing.unwrap(), "Ada");
    assert!(pair.close(&third, &answered).unwrap().nearly_all);
}

#[test]
fn the_whole_list_found_is_said_also_where_several_populations_are_asked_about() {
    let mut pair = Pair::new();
    let scopes = [Scope::Customer, Scope::Open, Scope::Prospect];
    let asked: Vec<(Scope, String)> = (0..450)
        .map(|n| (scopes[n % 3], format!("d:a{n}.com")))
        .collect();
    let (request, asking) = pair.ask(Pair::labelled(), &asked);
    let theirs: Vec<Row> = (0..450)
        .flat_map(|n| scopes.map(|scope| row(&n.to_string(), scope, &format!("a{n}"))))
        .collect();
    let (response, answered) = pair.answer(&request, &theirs);
    let opened = pair.open(&response, &asking).unwrap();
    assert!(opened.nearly_all);
    let third = pair.finish(&opened.finishing.unwrap(), "Ada");
    assert!(pair.close(&third, &answered).unwrap().nearly_all);
}

#[test]
fn a_third_file_made_twice_shares_nothing_and_both_can_be_read() {
    let mut pair = Pair::new();
    let (request, asking) = pair.ask(Pair::labelled(), &keys(&["vale"]));
    let (response, answered) = pair.answer(&request, &[row("7", Scope::Customer, "vale")]);
    let finishing = pair.open(&response, &asking).unwrap().finishing.unwrap();
    // After a crash, or from a copy of what is kept.
    let (one, two) = (
        pair.finish(&finishing, "Ada"),
        pair.finish(&finishing, "Ben"),
    );
    let pieces = |file: &[u8]| {
        let body = &file[230..file.len() - 64];
        body.windows(8).map(<[u8]>::to_vec).collect::<HashSet<_>>()
    };
    assert!(pieces(&one).is_disjoint(&pieces(&two)));
    for (file, rep) in [(one, "Ada"), (two, "Ben")] {
        let closed = pair.close(&file, &answered).unwrap();
        assert_eq!(closed.matches[0].label.get(LabelField::Rep), Some(rep));
        assert_eq!(closed.matches[0].key, "d:vale.com");
    }
}

#[test]
fn it_can_be_stopped_in_the_middle_and_tells_how_far_it_is() {
    struct Enough;
    impl Watch for Enough {
        fn tell(&self, done: u64, total: u64) {
            assert!(done <= total);
        }
        fn stop(&self) -> bool {
            true
        }
    }
    let mut pair = Pair::new();
    let chance = pair.chance();
    let terms = Pair::terms(Pair::labelled());
    let asked = ask(&pair.acme, &terms, &keys(&["vale"]), chance, &Enough);
    assert_eq!(asked.err(), Some(Refusal::Stopped));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_is_found_is_what_is_on_both_lists(ours in proptest::collection::hash_set(0_u8..60, 1..40), theirs in proptest::collection::hash_set(0_u8..60, 1..40)) {
        let mut pair = Pair::new();
        let asked: Vec<(Scope, String)> = ours.iter().map(|n| (Scope::Any, format!("n:{n}|us"))).collect();
        let rows: Vec<Row> = theirs.iter().map(|n| Row {
            account: n.to_string(),
            scope: Scope::Any,
            key: format!("n:{n}|us"),
            label: label(&n.to_string()),
        }).collect();
        let (request, asking) = pair.ask(Pair::labelled(), &asked);
        let (response, answered) = pair.answer(&request, &rows);
        let opened = pair.open(&response, &asking).unwrap();
        let found: HashSet<String> = opened.matches.iter().map(|m| m.key.clone()).collect();
        let both: HashSet<String> = ours.intersection(&theirs).map(|n| format!("n:{n}|us")).collect();
        prop_assert_eq!(&found, &both);
        let third = pair.finish(&opened.finishing.unwrap(), "Ada");
        prop_assert_eq!(pair.close(&third, &answered).unwrap().matches.len(), both.len());
    }
}
