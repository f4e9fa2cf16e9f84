//! No story breaks the book: whatever is typed in whatever order, refused, taken back, put back, or cut off in the middle,
//! the book proves whole, no commission is paid twice, and the ledger is what the facts owe.
//!
//! `PARTNERBOOK_STORIES=500` tells so many stories instead of a few, each time other ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock},
};

use partnerbook::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        document::{Commission, Document, Listed, Ref},
        money::Money,
    },
    error::{Error, Kind},
    ops::{Cx, Quiet, line::run_line},
    store::{Ask, Founding, Origin, Store},
};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use super::book::TODAY;

/// How every story begins: two programs, three partners, won referrals that paid, open ones, payouts paid and drafted.
const BEGINNING: &[&str] = &[
    "program add One --terms \"25% of base for 12 months\" --hold-days 30 --minimum \"5 USD\"",
    "program add Two --terms \"5% from 0, 10% from 500 USD of base a month (graduated)\" --hold-days 0",
    "partner add Ann --program one",
    "partner add Bea --program one --program two",
    "partner add Cy --program two",
    "referral add \"Acme 0\" -p ann --on 2026-01-05",
    "referral add \"Acme 1\" -p bea --on 2026-02-05",
    "referral add \"Acme 2\" -p cy --on 2026-02-06",
    "referral win R1 --on 2026-01-20",
    "referral win R2 --on 2026-02-20",
    "referral win R3 --on 2026-02-20",
    "revenue add C1 120 --on 2026-02-01",
    "revenue add C2 400 --on 2026-03-01",
    "revenue add C3 300.03 --on 2026-03-01",
    "revenue add C3 350 --on 2026-03-09",
    "revenue add C1 120 --on 2026-03-01",
    "payout new",
    "payout paid P1",
    "referral add \"Acme 3\" -p ann --on 2026-01-05",
    "referral add \"Acme 4\" -p bea --on 2026-03-05",
    "referral add \"Acme 5\" -p cy --on 2026-01-05",
    "revenue add C1 120 --on 2026-04-01",
    "revenue add C2 260 --on 2026-04-02",
    "payout new",
    "revenue add C3 200 --on 2026-04-03",
    "commission adjust bea \"12 USD\" --reason talk",
    "commission block L10 --reason dispute",
    "referral add \"Acme 6\" -p cy --on 2026-02-05",
    "referral lose R7 --reason late",
    "reward add ann gift --what hamper --reason deal",
    "reward approve W1",
];

/// Refunds that fit the first payments, in part or whole.
const REFUNDS: &[&str] = &[
    "C1 50 --refund-of V1",
    "C1 70 --refund-of V1",
    "C2 400 --refund-of V2",
    "C3 100.01 --refund-of V3",
    "C3 350 --refund-of V4",
    "C1 120 --refund-of V5",
];

const PARTNERS: &[&str] = &["ann", "bea", "cy", "dee"];
const PROGRAMS: &[&str] = &["one", "two"];
const DAYS: &[&str] = &[
    "2026-01-15",
    "2026-02-01",
    "2026-03-01",
    "2026-03-31",
    "2026-05-10",
    "2026-08-28",
    "2026-10-20",
    "2026-11-23",
];
const AMOUNTS: &[&str] = &[
    "100", "33.33", "0.01", "1,250", "640 EUR", "9.99", "-20", "800 JPY",
];
const TERMS: &[&str] = &[
    "20% of base",
    "33.3333% of base and usage for 3 months",
    "100% of base for 1 month, per month",
    "10% of base while 1 win in 90 days, otherwise 2.5%",
    "5% from 0, 20% from 300 USD of base a month (whole)",
    "50 USD per conversion; 10 USD per lead",
    "25% of base for 12 months; 7 USD per conversion",
];

/// What can be typed. `{p}` and `{q}` are partners, `{g}` a program, `{d}` and `{e}` days, `{m}` money, `{t}` terms; `{r}` a
/// refund; `{n}`, `{k}`, `{o}`, `{h}` numbers from 1 to 5, 1 to 3, 4 to 8 and 1 to 32, `{dir}` a folder.
const LINES: &[&str] = &[
    "partner add {p}",
    "partner delete {p}",
    "partner state ended {p} --reason quiet",
    "program terms {g} \"{t}\" --from {d}",
    "program terms {g} \"{t}\" --from {d} --applies \"lines from\"",
    "program terms {g} \"{t}\" --from {d} --partner {p}",
    "program enrol {g} {p}",
    "program enrol {g} {p} --from {d}",
    "program leave {g} {p} --on {d}",
    "program split {g} referral:70 agency:30",
    "program split {g} --clear",
    "program end {g} --on {d}",
    "referral add \"Acme {n}\" -p {p} --on {d}",
    "referral add \"Acme {n}\" -p {p} --on {d} --if-duplicate add --split {p}:60 --split {q}:40",
    "referral win R{o} --on {d}",
    "referral win R{o}",
    "referral win R{n}",
    "referral lose R{o} --reason late",
    "referral reject R{o} --reason spam",
    "referral lose R{n} --reason price --on {d}",
    "referral reject R{n} --reason spam --on {d}",
    "referral reopen R{n}",
    "referral reopen R7",
    "referral edit R{n} -p {p}",
    "referral edit R{n} --submitted {d}",
    "referral edit R{n} --won {d}",
    "referral with R{n} agency={p}",
    "referral split R{n} {p}=60 {q}=40",
    "referral agree R{n} {g} --partner {p} --role agency",
    "referral end R{n} --on {d}",
    "customer link C{n} --referral R{h}",
    "customer link C{n} --clear",
    "revenue add C{n} {m} --on {d}",
    "revenue add C{n} {m} --on {d}",
    "revenue add C{n} {m} --on {d} --kind usage",
    "revenue add C{n} {m} --on {d} --period-months 12",
    "revenue add C{k} {m} --on {d}",
    "revenue add {r}",
    "revenue add {r}",
    "revenue add C{k} 10 --on {d} --refund-of V{h}",
    "revenue void V{h} --reason typo",
    "revenue void V{n} --reason typo",
    "payout new",
    "payout new --as-of {d}",
    "payout new --partner {p}",
    "payout approve P{k}",
    "payout approve run-1",
    "payout refresh P{k}",
    "payout export P{k} --as plain --out {dir}",
    "payout fail P{k} --reason bounced",
    "payout paid P{k}",
    "payout paid P{k} --on {d}",
    "payout cancel P{k}",
    "payout reverse P{k} --reason bounced",
    "payout reverse P1 --reason bounced",
    "commission block L{h} --reason dispute",
    "commission block L10 --reason dispute",
    "commission release L10",
    "commission release L{h}",
    "commission void L{n} --reason mistake",
    "commission void L{h} --reason mistake",
    "commission adjust {p} {m} --reason thanks",
    "commission adjust {p} -500 --reason wrong --kind correction",
    "commission recalc --all",
    "reward add {p} cash \"20 USD\" --rep Dan --reason deal",
    "reward add {p} gift --what hamper --reason deal",
    "reward add {p} cash \"5 USD\" --reason deal",
    "reward approve W1",
    "reward approve W{k}",
    "reward refuse W1 --reason policy",
    "reward give W{k}",
    "reward give W1",
    "reward refuse W{k} --reason policy",
    "undo",
    "undo",
    "undo H{h}",
    "redo",
    "redo",
    CUT,
    AGAIN,
];

/// The power goes in the middle of a change: the story goes on with the file as it lay on the disk.
const CUT: &str = "(the power goes)";
/// The program is closed and started again.
const AGAIN: &str = "(closed and opened again)";

/// One step, as numbers, so that a story that fails can be made shorter.
#[derive(Clone)]
struct Step {
    kind: usize,
    by: [usize; 6],
}

impl Step {
    fn line(&self) -> String {
        let of = |list: &[&str], at: usize| list[self.by[at] % list.len()].to_owned();
        LINES[self.kind]
            .replace("{p}", &of(PARTNERS, 0))
            .replace("{q}", &of(PARTNERS, 1))
            .replace("{g}", &of(PROGRAMS, 1))
            .replace("{d}", &of(DAYS, 2))
            .replace("{m}", &of(AMOUNTS, 3))
            .replace("{t}", &of(TERMS, 3))
            .replace("{r}", &of(REFUNDS, 3))
            .replace("{n}", &(self.by[4] % 5 + 1).to_string())
            .replace("{k}", &(self.by[4] % 3 + 1).to_string())
            .replace("{o}", &(self.by[4] % 5 + 4).to_string())
            .replace("{h}", &(self.by[5] % 32 + 1).to_string())
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..LINES.len(), proptest::array::uniform6(0_usize..240))
        .prop_map(|(kind, by)| Step { kind, by });
    proptest::collection::vec(step, 10..45)
}

fn today() -> Day {
    parse_iso(TODAY).unwrap()
}

fn ask(command: &str) -> Ask {
    Ask::new(Origin::Shell, command, today())
}

/// The file of a book in which the beginning was told.
fn beginning(dir: &Path) -> PathBuf {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("first.pbk");
        let founding = Founding {
            name: "Story".to_owned(),
            currency: Currency::parse("USD").unwrap(),
        };
        let mut store = Store::create(&path, &founding, &ask("init")).unwrap();
        for line in BEGINNING {
            run(&mut store, line).unwrap_or_else(|e| panic!("{line}\n{e}"));
        }
        let copy = dir.path().join("copy.pbk");
        store.copy_to(&copy).unwrap();
        std::fs::read(copy).unwrap()
    });
    let path = dir.join("book.pbk");
    std::fs::write(&path, bytes).unwrap();
    path
}

fn run(store: &mut Store, line: &str) -> Result<(), Error> {
    let mut cx = Cx {
        store,
        today: today(),
        origin: Origin::Shell,
        command: line.to_owned(),
        progress: &Quiet,
        stdin: None,
    };
    run_line(&mut cx, line).map(drop)
}

/// A change that is cut off: what lay on the disk at that moment is the book from now on.
fn cut_off(store: Store, path: &Path) -> (Store, PathBuf) {
    let mut store = store;
    let copy = path.with_file_name(format!("after-{}", path.file_name().unwrap().display()));
    let beside = |path: &Path, end: &str| PathBuf::from(format!("{}{end}", path.display()));
    let cut = store.write(&ask("cut off"), |tx| {
        tx.add_program("Never there", "referral")?;
        tx.draft_payouts(None, today())?;
        for end in ["", "-wal", "-journal"] {
            if beside(path, end).exists() {
                std::fs::copy(beside(path, end), beside(&copy, end))?;
            }
        }
        Err::<(String, ()), _>(Error::failed("The power went."))
    });
    assert!(cut.is_err());
    drop(store);
    (Store::open(&copy).unwrap(), copy)
}

/// Tells a story; after each step the book has changed as said, or not at all. At the end it is proven.
fn tell(story: &[Step]) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let mut path = beginning(dir.path());
    let mut store = Store::open(&path).unwrap();
    for step in story {
        let line = step
            .line()
            .replace("{dir}", &dir.path().display().to_string());
        let before = store.view().document().unwrap();
        let done = match line.as_str() {
            CUT => {
                (store, path) = cut_off(store, &path);
                Err(Error::failed("cut off"))
            }
            AGAIN => {
                drop(store);
                store = Store::open(&path).unwrap();
                Err(Error::failed("opened again"))
            }
            _ => run(&mut store, &line),
        };
        count(&line, done.is_ok());
        let Err(refused) = done else { continue };
        let after = store.view().document().unwrap();
        prop_assert!(
            after == before,
            "refused, and yet it changed something: {line}\n{refused}"
        );
        let clean = !matches!(refused.kind, Kind::Unknown | Kind::Unopenable | Kind::Busy);
        prop_assert!(
            clean && !refused.message.contains("could not be"),
            "{line}\n{refused}"
        );
    }
    proven(&mut store)
}

fn proven(store: &mut Store) -> Result<(), TestCaseError> {
    let report = store.check().unwrap();
    prop_assert!(report.findings.is_empty(), "check: {:?}", report.findings);
    let doc = store.view().document().unwrap();
    paid_once(&doc)?;
    adds_up(store, &doc)?;
    comes_back(&doc)?;
    owed_from_nothing(&doc)
}

fn lives(state: &str) -> bool {
    !matches!(state, "failed" | "cancelled" | "reversed")
}

fn paid_once(doc: &Document) -> Result<(), TestCaseError> {
    let mut seen = BTreeSet::new();
    for payout in doc.payouts.iter().filter(|p| lives(&p.state)) {
        for line in &payout.lines {
            prop_assert!(seen.insert(*line), "{line} is in two payouts");
        }
    }
    Ok(())
}

/// Lines that wait: those a person holds back, and with each what corrects or refunds it.
fn held_back(doc: &Document) -> BTreeSet<Ref<'L'>> {
    let refunded: BTreeMap<String, String> = doc
        .revenue
        .iter()
        .filter_map(|v| Some((v.id.to_string(), v.refund_of?.to_string())))
        .collect();
    let blocked: Vec<_> = doc
        .commissions
        .iter()
        .filter(|c| doc.blocks.iter().any(|b| b.line == c.id))
        .collect();
    let goes_with = |c: &Commission, b: &Commission| {
        (&c.partner, c.agreement, &c.source) == (&b.partner, b.agreement, &b.source)
            && (c.of == b.of || refunded.get(&c.of) == Some(&b.of))
    };
    let waits = |c: &&Commission| blocked.iter().any(|b| goes_with(c, b));
    doc.commissions.iter().filter(waits).map(|c| c.id).collect()
}

/// For every partner and currency: what was earned is what is in payouts, what is held back and what is still to be paid.
fn adds_up(store: &Store, doc: &Document) -> Result<(), TestCaseError> {
    let mut open: BTreeMap<(usize, Currency), i64> = BTreeMap::new();
    let at = |slug: &str| doc.partners.iter().position(|p| p.id == slug).unwrap();
    let in_payouts: BTreeSet<_> = doc
        .payouts
        .iter()
        .filter(|p| lives(&p.state))
        .flat_map(|p| &p.lines)
        .collect();
    let held = held_back(doc);
    for c in doc.commissions.iter() {
        if !in_payouts.contains(&c.id) && !held.contains(&c.id) {
            *open.entry((at(&c.partner), c.amount.currency)).or_default() += c.amount.minor;
        }
    }
    let names: Vec<i64> = doc
        .partners
        .iter()
        .map(|p| store.view().find_partner(&p.id).unwrap())
        .collect();
    for due in store
        .view()
        .dues(None, parse_iso("2199-01-01").unwrap())
        .unwrap()
    {
        let partner = names.iter().position(|id| *id == due.partner).unwrap();
        let left = open
            .remove(&(partner, due.balance.currency))
            .unwrap_or_default();
        prop_assert_eq!(due.balance, Money::new(left, due.balance.currency));
    }
    prop_assert!(
        open.values().all(|left| *left == 0),
        "{open:?} is nobody's to pay"
    );
    Ok(())
}

fn read_in(doc: &Document) -> Result<(Store, u64), Error> {
    let mut bytes = Vec::new();
    partnerbook::export::book::write(doc, &mut bytes)?;
    let doc = Document::parse(&bytes)?;
    let founding = Founding {
        name: "Copy".to_owned(),
        currency: Currency::parse("USD")?,
    };
    let mut store = Store::in_memory(&founding, &ask("init"))?;
    let done = store.write(&ask("import book"), |tx| {
        Ok((String::new(), tx.take_in(&doc)?))
    })?;
    Ok((store, done.posted.lines))
}

/// What was exported can be read again, and is the same book.
fn comes_back(doc: &Document) -> Result<(), TestCaseError> {
    let (copy, posted) =
        read_in(doc).map_err(|e| TestCaseError::fail(format!("its export: {e}")))?;
    prop_assert_eq!(posted, 0);
    prop_assert!(
        copy.view().document().unwrap() == *doc,
        "its export is another book"
    );
    Ok(())
}

/// The facts alone owe what the ledger says, thing by thing.
fn owed_from_nothing(doc: &Document) -> Result<(), TestCaseError> {
    let facts = Document {
        commissions: Listed::default(),
        blocks: Listed::default(),
        payouts: Listed::default(),
        ..doc.clone()
    };
    let (anew, _) = read_in(&facts).map_err(|e| TestCaseError::fail(format!("its facts: {e}")))?;
    let sums = |doc: &Document| {
        let mut sums = BTreeMap::new();
        for c in doc.commissions.iter() {
            let what = (
                c.partner.clone(),
                c.amount.currency,
                c.of.clone(),
                c.agreement,
            );
            *sums.entry(what).or_insert(0) += c.amount.minor;
        }
        sums.retain(|_, minor| *minor != 0);
        sums
    };
    prop_assert_eq!(sums(doc), sums(&anew.view().document().unwrap()));
    Ok(())
}

/// How often each kind of line worked and was refused, for whoever looks at the stories.
static COUNTS: Mutex<BTreeMap<String, (u32, u32)>> = Mutex::new(BTreeMap::new());

fn count(line: &str, worked: bool) {
    let verb: Vec<&str> = line.split(' ').take(2).collect();
    let verb = verb.join(" ").replace(|c: char| c.is_ascii_digit(), "");
    let mut counts = COUNTS.lock().unwrap();
    let count = counts.entry(verb).or_default();
    if worked { count.0 += 1 } else { count.1 += 1 }
}

#[test]
fn no_story_breaks_the_book() {
    let asked: Option<u32> = std::env::var("PARTNERBOOK_STORIES")
        .ok()
        .and_then(|n| n.parse().ok());
    let config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 600,
        ..ProptestConfig::with_cases(asked.unwrap_or(12))
    };
    let mut runner = match asked {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    };
    let told = runner.run(&steps(), |story| tell(&story));
    if asked.is_some() {
        for (verb, (worked, refused)) in COUNTS.lock().unwrap().iter() {
            writeln!(
                std::io::stderr(),
                "{worked:5} worked {refused:5} refused  {verb}"
            )
            .unwrap();
        }
    }
    if let Err(e) = told {
        panic!("{e}");
    }
}
