//! Laws of matching that hold for any two lists: order does not matter, decisions do, nothing breaks it.

use std::ops::ControlFlow;

use partnerbook::domain::matching::{
    Account, Asked, Decision, Found, Known, Link, Pace, Place, Registration, Relation, Rule, Side,
    Stopped, Tier, Verdict, evidence, link, review,
};
use proptest::prelude::*;

const GO: Pace<'static> = &|_, _| ControlFlow::Continue(());

/// An account of a test, owned.
#[derive(Debug, Clone)]
struct Own {
    id: u64,
    name: String,
    site: String,
    email: String,
    country: String,
    registrations: Vec<Registration>,
}

impl Own {
    fn of(id: u64, name: &str, site: &str, email: &str, country: &str) -> Self {
        Self {
            id,
            name: name.into(),
            site: site.into(),
            email: email.into(),
            country: country.into(),
            registrations: Vec::new(),
        }
    }

    fn account(&self) -> Account<'_> {
        Account {
            id: self.id,
            name: &self.name,
            site: &self.site,
            email: &self.email,
            country: &self.country,
            registrations: &self.registrations,
            aliases: &[],
        }
    }
}

fn matched(ours: &[Own], theirs: &[Own], decisions: &[Decision]) -> Found {
    let ours: Vec<Account<'_>> = ours.iter().map(Own::account).collect();
    let theirs: Vec<Account<'_>> = theirs.iter().map(Own::account).collect();
    let asked = Asked {
        decisions,
        fuzzy: true,
    };
    let (left, right) = (Side::of(&ours, GO).unwrap(), Side::of(&theirs, GO).unwrap());
    link(&left, &right, &asked, GO).unwrap()
}

/// Links by the ids of their accounts.
fn by_id(
    found: &Found,
    ours: &[Own],
    theirs: &[Own],
) -> Vec<(u64, u64, Tier, Rule, Relation, u16)> {
    let told = |l: &Link| {
        let (a, b) = (&ours[l.ours as usize], &theirs[l.theirs as usize]);
        (a.id, b.id, l.tier, l.rule, l.relation, l.score)
    };
    found.links.iter().map(told).collect()
}

/// Names, sites and places that meet often.
fn own() -> impl Strategy<Value = Own> {
    let word = prop::sample::select(vec![
        "Acme",
        "ACME",
        "Nortwind",
        "Northwind",
        "Zebra Fund II",
        "Zebra Fund 3",
        "Blue Sky",
        "Bluesky",
    ]);
    let end = prop::sample::select(vec![
        "",
        " Inc",
        " GmbH",
        " Group",
        " (UK)",
        " (formerly Bolt)",
        " Labs",
    ]);
    let site = prop::sample::select(vec![
        "",
        "acme.com",
        "https://www.acme.com/x",
        "northwind.co.uk",
        "linkedin.com/company/acme",
        "gmail.com",
    ]);
    let email = prop::sample::select(vec![
        "",
        "jo@acme.com",
        "jo@gmail.com",
        "ann@northwind.co.uk",
    ]);
    let country = prop::sample::select(vec!["", "US", "Germany", "uk"]);
    (word, end, site, email, country)
        .prop_map(|(w, e, s, m, c)| Own::of(0, &format!("{w}{e}"), s, m, c))
}

fn list() -> impl Strategy<Value = Vec<Own>> {
    prop::collection::vec(own(), 0..14).prop_map(|mut list| {
        for (id, one) in (1..).zip(&mut list) {
            one.id = id;
        }
        list
    })
}

proptest! {
    #[test]
    fn the_same_lists_in_any_order_give_the_same_links(
        (ours, turned) in list().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle())),
        (theirs, thrown) in list().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle())),
    ) {
        let found = matched(&ours, &theirs, &[]);
        let again = matched(&turned, &thrown, &[]);
        prop_assert_eq!(by_id(&found, &ours, &theirs), by_id(&again, &turned, &thrown));
        prop_assert_eq!(found.apart, again.apart);
    }

    #[test]
    fn what_a_person_said_holds(ours in list(), theirs in list(), verdict in prop::sample::select(vec![Verdict::Same, Verdict::Different, Verdict::Affiliate])) {
        prop_assume!(!ours.is_empty() && !theirs.is_empty());
        let (a, b) = (Known::of(&ours[0].account()), Known::of(&theirs[0].account()));
        let said = Decision { ours: a.decision_key(), theirs: b.decision_key(), verdict };
        let found = matched(&ours, &theirs, std::slice::from_ref(&said));
        for link in &found.links {
            let keys = (
                Known::of(&ours[link.ours as usize].account()).decision_key(),
                Known::of(&theirs[link.theirs as usize].account()).decision_key(),
            );
            if keys == (said.ours.clone(), said.theirs.clone()) {
                prop_assert_ne!(verdict, Verdict::Different);
                prop_assert_eq!((link.tier, link.rule), (Tier::A, Rule::Decided));
            }
        }
        let pair = found.links.iter().any(|l| (l.ours, l.theirs) == (0, 0));
        prop_assert_eq!(pair, verdict != Verdict::Different);
    }

    #[test]
    fn no_text_breaks_it(texts in prop::collection::vec((any::<String>(), any::<String>(), any::<String>(), any::<String>()), 0..8)) {
        let list: Vec<Own> = (0..).zip(&texts).map(|(id, (n, s, e, c))| Own::of(id, n, s, e, c)).collect();
        let found = matched(&list, &list, &[]);
        for link in &found.links {
            let (a, b) = (list[link.ours as usize].account(), list[link.theirs as usize].account());
            prop_assert!(!evidence(&Known::of(&a), &Known::of(&b), link.rule, link.relation).is_empty());
        }
    }

    #[test]
    fn a_number_of_another_company_keeps_apart(mut ours in list(), mut theirs in list()) {
        for (n, one) in ours.iter_mut().enumerate() {
            one.registrations.extend(Registration::read("duns", &format!("1504837{n:02}"), None));
        }
        for (n, one) in theirs.iter_mut().enumerate() {
            one.registrations.extend(Registration::read("duns", &format!("2504837{n:02}"), Place::country("US")));
        }
        prop_assert!(matched(&ours, &theirs, &[]).links.is_empty());
    }
}

#[test]
fn work_that_is_stopped_leaves_nothing() {
    let ours = [Own::of(1, "Acme", "", "", "")];
    let accounts: Vec<Account<'_>> = ours.iter().map(Own::account).collect();
    let stop: Pace<'_> = &|_, _| ControlFlow::Break(());
    assert_eq!(Side::of(&accounts, stop).err(), Some(Stopped));
    let side = Side::of(&accounts, GO).unwrap();
    assert_eq!(
        link(&side, &side, &Asked::default(), stop).err(),
        Some(Stopped)
    );
}

#[test]
fn a_name_of_two_of_our_accounts_waits_for_a_person() {
    let ours = [
        Own::of(1, "Delta", "", "", "US"),
        Own::of(2, "Delta Inc", "", "", "US"),
    ];
    let theirs = [Own::of(7, "DELTA", "", "", "US")];
    let found = matched(&ours, &theirs, &[]);
    assert!(
        found
            .links
            .iter()
            .all(|l| l.rule == Rule::NameShared && l.tier == Tier::D)
    );
    assert_eq!(review(&found.links, true, 200, |_| 0).len(), 2);
    let abroad = [
        Own::of(1, "Delta", "", "", "US"),
        Own::of(2, "Delta Inc", "", "", "DE"),
    ];
    let found = matched(&abroad, &theirs, &[]);
    assert_eq!(
        by_id(&found, &abroad, &theirs).first().map(|l| (l.0, l.2)),
        Some((1, Tier::B))
    );
}

#[test]
fn of_two_accounts_with_one_website_the_one_called_alike_is_it() {
    let ours = [
        Own::of(1, "Acme Europe", "acme.com", "", ""),
        Own::of(2, "Acme Paints", "acme.com", "", ""),
    ];
    let theirs = [Own::of(7, "Acme Paints Ltd", "www.acme.com", "", "")];
    let found = matched(&ours, &theirs, &[]);
    let told = by_id(&found, &ours, &theirs);
    assert_eq!(
        told.iter().map(|l| (l.0, l.2, l.3)).collect::<Vec<_>>(),
        [(1, Tier::AAsk, Rule::SiteShared), (2, Tier::A, Rule::Site)]
    );
}

#[test]
fn parent_and_child_are_asked_about_as_a_group() {
    let ours = [Own::of(1, "Siemens", "siemens.com", "", "DE")];
    let theirs = [Own::of(
        7,
        "Siemens Healthineers AG",
        "siemens-healthineers.com",
        "",
        "DE",
    )];
    let found = matched(&ours, &theirs, &[]);
    assert!(
        found
            .links
            .iter()
            .all(|l| l.relation == Relation::Affiliate && !l.tier.counts(true))
    );
}
