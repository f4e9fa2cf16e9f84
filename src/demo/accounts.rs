//! Lists of accounts two partners of the example gave us, and one of ours: a third of theirs we know too. Some have no
//! website, one was renamed, one belongs to a group, two may be the same as one of ours, one is our customer though the
//! partner never referred it.

use super::{
    Made, ask,
    cast::CAST,
    domain_of,
    plots::{End, PLOTS},
    story::before,
};
use crate::{
    domain::{day::Day, money::Money, overlap::Standing},
    error::Result,
    store::{ListOf, NewAccount, Store},
    text::slug,
};

/// First and second words of companies that only the partners know.
const FIRST: &[&str] = &[
    "Amber", "Bolt", "Crescent", "Dapple", "Echo", "Falcon", "Gable", "Halo",
];
const SECOND: &[&str] = &["Foods", "Hotels", "Logistics", "Outfitters", "Clinics"];
const REPS: &[&str] = &["Dana Whitlock", "Erik Sand", "Mina Patel"];
const COUNTRIES: &[&str] = &["US", "GB", "DE", "SE"];

/// Loads the customers of the first partner in two versions, the opportunities of the fourth, and prospects of our own.
pub(super) fn load(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    let last_month = before(today, 35)?;
    let first = accounts(0, false, today)?;
    let older: Vec<NewAccount> = first.iter().step_by(7).cloned().collect();
    let older: Vec<NewAccount> = first
        .iter()
        .filter(|a| !older.contains(a))
        .cloned()
        .chain([gone()])
        .collect();
    list(store, made, Some(0), Standing::Customer, &older, last_month)?;
    list(store, made, Some(0), Standing::Customer, &first, today)?;
    let fourth = accounts(1, true, today)?;
    list(store, made, Some(3), Standing::Opportunity, &fourth, today)?;
    list(store, made, None, Standing::Prospect, &prospects(), today)
}

fn list(
    store: &mut Store,
    made: &Made,
    place: Option<usize>,
    standing: Standing,
    accounts: &[NewAccount],
    on: Day,
) -> Result<()> {
    let kind = standing.list();
    let (partner, name, short) = match place {
        None => (None, "ours".to_owned(), "us".to_owned()),
        Some(place) => {
            let (Some(player), Some(partner)) = (CAST.get(place), made.partners.get(place)) else {
                return Ok(());
            };
            (Some(*partner), player.name.to_owned(), slug(player.name))
        }
    };
    let file = format!("{short}-{kind}.csv");
    store.write(
        &ask(&format!("overlap load {short} {file} --as {kind}"), on),
        |tx| {
            let of = ListOf {
                partner,
                standing,
                name: None,
            };
            tx.begin_list(of, &file, None)?.take_all(tx, accounts)?;
            Ok((format!("Loaded {} {kind} of {name}", accounts.len()), ()))
        },
    )?;
    Ok(())
}

/// An account by name alone, or with its website.
fn account(name: &str, domain: Option<&str>, country: &str) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        site: domain.map(|d| format!("https://www.{d}/")),
        domain: domain.map(ToOwned::to_owned),
        country: Some(country.to_owned()),
        ..NewAccount::default()
    }
}

/// On the list of last month only.
fn gone() -> NewAccount {
    account("Indigo Laundries", Some("indigo-laundries.example"), "GB")
}

/// Companies we would like to win; the partners know two of them.
fn prospects() -> Vec<NewAccount> {
    [
        "Amber Foods",
        "Echo Hotels",
        "Ivory Bridge",
        "Juniper Yards",
    ]
    .iter()
    .map(|name| NewAccount {
        rep: Some("Priya Nair".to_owned()),
        ..account(name, Some(&domain_of(name, 0)), "US")
    })
    .collect()
}

/// What the lists have beside plain accounts: a renamed one, one of a group, two that may be ours.
fn oddities() -> Vec<NewAccount> {
    let site = |name: &str| domain_of(name, 0);
    vec![
        // The same website, another name.
        account("Tidewater Leisure", Some(&site("Saltmarsh Golf")), "GB"),
        // The same name with more to it, and a website of its own.
        account("Juno Optics Nordic", Some("juno-nordic.example"), "SE"),
        // The same name, and nothing else to tell.
        account("Zephyr Parking Ltd", None, "GB"),
        account("Elm Row Dental Care", None, "US"),
    ]
}

fn accounts(skip: usize, open: bool, today: Day) -> Result<Vec<NewAccount>> {
    let known = PLOTS
        .iter()
        .enumerate()
        .filter(|(_, p)| {
            matches!(
                p.3,
                End::Won | End::Demo | End::Proposal | End::Trial | End::Qualified | End::Accepted
            )
        })
        .skip(skip)
        .step_by(2)
        .take(20)
        .map(|(n, p)| (p.0.to_owned(), domain_of(p.0, n)));
    let theirs = FIRST
        .iter()
        .flat_map(|a| SECOND.iter().map(move |b| format!("{a} {b}")))
        .map(|name| {
            let domain = domain_of(&name, 0);
            (name, domain)
        });
    let usd = super::whole(1, "USD")?;
    let mut all = Vec::new();
    for (n, (name, domain)) in known.chain(theirs).enumerate() {
        let days = u32::try_from(n).unwrap_or(0);
        let since = before(today, 900 - days * 11)?;
        all.push(NewAccount {
            rep: Some(REPS[n % REPS.len()].to_owned()),
            stage: open.then(|| ["contacted", "meeting", "proposal"][n % 3].to_owned()),
            value: open.then(|| {
                Money::new(
                    usd.minor * (1_200 + 350 * i64::try_from(n % 9).unwrap_or(0)),
                    usd.currency,
                )
            }),
            since: (!open).then_some(since),
            opened_on: open.then_some(since),
            ..account(&name, Some(&domain), COUNTRIES[n % COUNTRIES.len()])
        });
    }
    if !open {
        all.extend(oddities());
    }
    Ok(all)
}
