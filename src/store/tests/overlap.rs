//! The kept side of overlap: whatever the order in which facts come, change and go, the kept accounts and pairs are what
//! the lists say; people's decisions outlive the lists they were made on.

use proptest::prelude::*;

use super::*;
use crate::{
    domain::overlap::{Groups, Standing, Verdict},
    store::{ListOf, NewAccount, Taken},
};

const NAMES: [&str; 6] = [
    "Acme Inc",
    "ACME",
    "Birch GmbH",
    "Birch Labs",
    "Cedar Fund II",
    "Delmar",
];
const SITES: [Option<&str>; 5] = [
    None,
    Some("acme.com"),
    Some("birch.de"),
    Some("cedar.io"),
    Some("delmar.com"),
];
const COUNTRIES: [Option<&str>; 3] = [None, Some("US"), Some("DE")];

/// One thing that happens to a book.
#[derive(Debug, Clone)]
enum Step {
    Customer(usize, usize, usize),
    Rename(usize, usize, usize),
    Referral(usize, usize, i64),
    Move(usize, bool),
    List(Option<usize>, usize, Vec<(usize, usize, usize)>),
    Forget(usize),
    Decide(usize, usize, usize),
    Undo,
    Redo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let row = || (0..NAMES.len(), 0..SITES.len(), 0..COUNTRIES.len());
    let rows = || prop::collection::vec(row(), 0..9);
    let step = prop_oneof![
        3 => row().prop_map(|(n, s, c)| Step::Customer(n, s, c)),
        2 => (0..8_usize, 0..NAMES.len(), 0..SITES.len()).prop_map(|(w, n, s)| Step::Rename(w, n, s)),
        2 => (0..NAMES.len(), 0..SITES.len(), 0..900_i64).prop_map(|(n, s, v)| Step::Referral(n, s, v)),
        1 => (0..8_usize, any::<bool>()).prop_map(|(w, open)| Step::Move(w, open)),
        4 => (prop::option::of(0..2_usize), 0..3_usize, rows()).prop_map(|(w, k, r)| Step::List(w, k, r)),
        1 => (0..2_usize).prop_map(Step::Forget),
        2 => (0..8_usize, 0..8_usize, 0..3_usize).prop_map(|(o, t, v)| Step::Decide(o, t, v)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ];
    prop::collection::vec(step, 1..24)
}

fn account(name: usize, site: usize, country: usize) -> NewAccount {
    NewAccount {
        name: NAMES[name].to_owned(),
        site: SITES[site].map(ToOwned::to_owned),
        domain: SITES[site].map(ToOwned::to_owned),
        country: COUNTRIES[country].map(ToOwned::to_owned),
        ..NewAccount::default()
    }
}

fn partners(desk: &mut Desk) -> [i64; 2] {
    let made = desk.store.write(&ask(), |tx| {
        let add = |name: &str| {
            tx.add_partner(&NewPartner {
                name: name.to_owned(),
                ..NewPartner::default()
            })
        };
        Ok((String::new(), [add("Harbor")?, add("Lumen")?]))
    });
    made.unwrap().value
}

fn take(desk: &mut Desk, partners: [i64; 2], step: &Step) {
    let kept = |store: &Store, sql: &str| -> Vec<i64> {
        let mut q = store.conn.prepare(sql).unwrap();
        let all = q.query_map([], |r| r.get(0)).unwrap();
        all.map(Result::unwrap).collect()
    };
    let pick = |all: &[i64], n: usize| all.get(n % all.len().max(1)).copied();
    let customers = kept(&desk.store, "SELECT id FROM customer ORDER BY id");
    let referrals = kept(&desk.store, "SELECT id FROM referral ORDER BY id");
    let ours = kept(
        &desk.store,
        "SELECT id FROM account WHERE partner_id = 0 ORDER BY key",
    );
    let store = &mut desk.store;
    // Some steps are refused where they make no sense; nothing is written then.
    let _refused = match step {
        Step::Undo => store.undo(&ask(), None).map(|_| ()),
        Step::Redo => store.redo(&ask()).map(|_| ()),
        step => store
            .write(&ask(), |tx| {
                match step {
                    Step::Customer(n, s, c) => {
                        tx.add_customer(&NewCustomer {
                            name: NAMES[*n].to_owned(),
                            domain: SITES[*s].map(ToOwned::to_owned),
                            country: COUNTRIES[*c].map(ToOwned::to_owned),
                            ..NewCustomer::default()
                        })?;
                    }
                    Step::Rename(which, n, s) => {
                        if let Some(id) = pick(&customers, *which) {
                            let mut to = tx.view().customer(id)?.known;
                            NAMES[*n].clone_into(&mut to.name);
                            to.domain = SITES[*s].map(ToOwned::to_owned);
                            tx.set_customer(id, &to)?;
                        }
                    }
                    Step::Referral(n, s, value) => {
                        tx.add_referral(&NewReferral {
                            partner: partners[0],
                            company: NAMES[*n].to_owned(),
                            domain: SITES[*s].map(ToOwned::to_owned),
                            stage: "demo".to_owned(),
                            expected: Some(usd(*value)),
                            ..NewReferral::default()
                        })?;
                    }
                    Step::Move(which, open) => {
                        if let Some(id) = pick(&referrals, *which) {
                            let mut to = tx.view().referral(id)?.known;
                            to.stage = if *open { "demo" } else { "lost" }.to_owned();
                            tx.set_referral(id, &to)?;
                        }
                    }
                    Step::List(whose, kind, rows) => {
                        let of = ListOf {
                            partner: whose.map(|w| partners[w]),
                            standing: Standing::ALL[*kind],
                            name: None,
                        };
                        let rows: Vec<NewAccount> =
                            rows.iter().map(|(n, s, c)| account(*n, *s, *c)).collect();
                        tx.begin_list(of, "list.csv", None)?.take_all(tx, &rows)?;
                    }
                    Step::Forget(who) => {
                        tx.forget_population(partners[*who], None)?;
                    }
                    Step::Decide(our, their, verdict) => {
                        let theirs = tx.theirs(partners[1])?;
                        if let (Some(our), Some(their)) = (pick(&ours, *our), pick(&theirs, *their))
                        {
                            let verdict =
                                [Verdict::Same, Verdict::Different, Verdict::Affiliate][*verdict];
                            tx.decide(partners[1], our, their, verdict, None)?;
                        }
                    }
                    Step::Undo | Step::Redo => {}
                }
                Ok((String::new(), ()))
            })
            .map(|_| ()),
    };
}

impl crate::store::Tx<'_> {
    fn theirs(&self, partner: i64) -> Result<Vec<i64>> {
        let mut q = self
            .conn
            .prepare("SELECT id FROM account WHERE partner_id = ?1 ORDER BY key")?;
        let all = q.query_map([partner], |r| r.get(0))?;
        Ok(all.collect::<rusqlite::Result<_>>()?)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_kept_overlap_is_what_the_lists_say(steps in steps()) {
        let mut desk = Desk::new();
        let partners = partners(&mut desk);
        for step in &steps {
            take(&mut desk, partners, step);
            let conn = desk.store.conn.transaction().unwrap();
            let wrong = crate::store::overlap::differences(&conn).unwrap();
            prop_assert!(wrong.is_empty(), "{wrong:?} after {step:?}");
        }
        let report = desk.store.check().unwrap();
        prop_assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
}

fn load(desk: &mut Desk, partner: i64, rows: &[NewAccount], on: &str) -> crate::store::Tally {
    let mut ask = ask();
    ask.today = day(on);
    let done = desk.store.write(&ask, |tx| {
        let of = ListOf {
            partner: Some(partner),
            standing: Standing::Customer,
            name: None,
        };
        let mut loading = tx.begin_list(of, "theirs.csv", None)?;
        loading.take_all(tx, rows)?;
        Ok((String::new(), loading.tally()))
    });
    done.unwrap().value
}

#[test]
fn the_next_version_of_a_list_keeps_its_rows_and_says_what_changed() {
    let mut desk = Desk::new();
    let [partner, _] = partners(&mut desk);
    let first = [account(0, 1, 1), account(2, 2, 2), account(5, 0, 0)];
    assert_eq!(load(&mut desk, partner, &first, "2026-11-02").new, 3);
    // The same list again is no version.
    assert!(!load(&mut desk, partner, &first, "2026-11-05").is_news());
    let mut other_rep = account(0, 1, 1);
    other_rep.rep = Some("Dana".to_owned());
    let second = [other_rep, account(4, 3, 0), account(5, 0, 0)];
    let tally = load(&mut desk, partner, &second, "2026-11-20");
    assert_eq!(
        (tally.new, tally.gone, tally.changed, tally.same),
        (1, 1, 1, 1)
    );
    let view = desk.store.view();
    let changes = view.overlap_changes(partner).unwrap();
    assert_eq!(changes[0].list.before, Some(day("2026-11-02")));
    assert_eq!(changes[0].new[0].1.name, "Cedar Fund II");
    assert_eq!(changes[0].gone[0].1.name, "Birch GmbH");
    let acme = view.find_account(Some(partner), "acme.com").unwrap();
    assert_eq!(
        view.overlap_account(acme).unwrap().seen_first,
        day("2026-11-02")
    );
    // What was gone comes back as itself.
    assert_eq!(load(&mut desk, partner, &first, "2026-11-21").back, 1);
    assert!(desk.store.check().unwrap().findings.is_empty());
}

#[test]
fn a_row_is_told_by_its_id_before_its_name() {
    let mut desk = Desk::new();
    let [partner, _] = partners(&mut desk);
    let mut one = account(0, 1, 0);
    one.external_id = Some("7".to_owned());
    load(&mut desk, partner, &[one.clone()], "2026-11-02");
    "Zenith".clone_into(&mut one.name);
    one.domain = None;
    let tally = load(&mut desk, partner, &[one], "2026-11-09");
    assert_eq!((tally.new, tally.gone, tally.changed), (0, 0, 1));
    let mut store = desk.store;
    let done = store.write(&ask(), |tx| {
        let of = ListOf {
            partner: None,
            standing: Standing::Prospect,
            name: Some("Targets"),
        };
        let mut loading = tx.begin_list(of, "ours.csv", None)?;
        Ok((String::new(), loading.take(tx, &account(1, 0, 0))?))
    });
    assert_eq!(done.unwrap().value, Taken::New);
}

#[test]
fn what_a_person_says_of_a_pair_holds_for_the_next_list() {
    let mut desk = Desk::new();
    let [partner, _] = partners(&mut desk);
    desk.store
        .write(&ask(), |tx| {
            tx.add_customer(&NewCustomer {
                name: "Delmar Foods".to_owned(),
                domain: Some("delmarfoods.com".to_owned()),
                ..NewCustomer::default()
            })?;
            Ok((String::new(), ()))
        })
        .unwrap();
    load(&mut desk, partner, &[account(5, 4, 0)], "2026-11-02");
    assert_eq!(
        desk.store
            .view()
            .overlap_numbers(partner, Groups::Apart)
            .unwrap()
            .ours,
        0
    );
    let view = desk.store.view();
    let ours = view.find_account(None, "delmarfoods.com").unwrap();
    let theirs = view.find_account(Some(partner), "delmar.com").unwrap();
    let say = |desk: &mut Desk, verdict| {
        desk.store
            .write(&ask(), |tx| {
                Ok((
                    String::new(),
                    tx.decide(partner, ours, theirs, verdict, None)?,
                ))
            })
            .unwrap()
            .value
    };
    assert!(say(&mut desk, Verdict::Same));
    assert!(!say(&mut desk, Verdict::Same), "said already");
    assert_eq!(
        desk.store
            .view()
            .overlap_numbers(partner, Groups::Apart)
            .unwrap()
            .ours,
        1
    );
    let mut next = account(5, 4, 0);
    next.rep = Some("Dana".to_owned());
    load(&mut desk, partner, &[next, account(0, 1, 0)], "2026-11-20");
    assert_eq!(
        desk.store
            .view()
            .overlap_numbers(partner, Groups::Apart)
            .unwrap()
            .ours,
        1
    );
    desk.store.undo(&ask(), None).unwrap();
    desk.store.undo(&ask(), None).unwrap();
    assert_eq!(
        desk.store
            .view()
            .overlap_numbers(partner, Groups::Apart)
            .unwrap()
            .ours,
        0
    );
    assert!(desk.store.check().unwrap().findings.is_empty());
}

#[test]
fn each_open_opportunity_is_worth_its_amount_once() {
    let mut desk = Desk::new();
    let [partner, other] = partners(&mut desk);
    desk.store
        .write(&ask(), |tx| {
            for (company, value) in [("Acme", 700), ("Acme EMEA", 300)] {
                tx.add_referral(&NewReferral {
                    partner: other,
                    company: company.to_owned(),
                    domain: Some("acme.com".to_owned()),
                    stage: "demo".to_owned(),
                    expected: Some(usd(value)),
                    ..NewReferral::default()
                })?;
            }
            // The same deal on a list of ours counts for nothing more.
            let mut listed = account(0, 1, 0);
            listed.value = Some(usd(700));
            let of = ListOf {
                partner: None,
                standing: Standing::Opportunity,
                name: None,
            };
            tx.begin_list(of, "ours.csv", None)?
                .take_all(tx, &[listed])?;
            Ok((String::new(), ()))
        })
        .unwrap();
    load(
        &mut desk,
        partner,
        &[account(0, 1, 0), account(1, 1, 2)],
        "2026-11-02",
    );
    let matrix = desk
        .store
        .view()
        .overlap_matrix(partner, Groups::Apart)
        .unwrap();
    let cell = matrix.cell(Standing::Opportunity, Standing::Customer);
    assert_eq!((cell.ours, cell.theirs), (1, 1));
    assert_eq!(cell.value.iter().collect::<Vec<_>>(), [usd(1_000)]);
    assert_eq!(matrix.all.value.iter().collect::<Vec<_>>(), [usd(1_000)]);
}
