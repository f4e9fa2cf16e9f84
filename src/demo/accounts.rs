//! Lists of accounts two partners of the example gave us: a third of them we know too.

use super::{
    Made, ask,
    cast::CAST,
    domain_of,
    plots::{End, PLOTS},
};
use crate::{
    domain::{day::Day, money::Money},
    error::Result,
    store::{NewAccount, Store},
};

/// First and second words of companies that only the partners know.
const FIRST: &[&str] = &[
    "Amber", "Bolt", "Crescent", "Dapple", "Echo", "Falcon", "Gable", "Halo",
];
const SECOND: &[&str] = &["Foods", "Hotels", "Logistics", "Outfitters", "Clinics"];
const REPS: &[&str] = &["Dana Whitlock", "Erik Sand", "Mina Patel"];

/// Loads the lists of the first partner (customers) and of the fourth (opportunities).
pub(super) fn load(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    for (place, kind, skip) in [(0_usize, "customers", 0_usize), (3, "opportunities", 1)] {
        let (Some(player), Some(partner)) = (CAST.get(place), made.partners.get(place)) else {
            continue;
        };
        let accounts = accounts(skip, kind == "opportunities")?;
        let file = format!("{}-{kind}.csv", crate::text::slug(player.name));
        store.write(
            &ask(
                &format!(
                    "overlap load {} {file} --as {kind}",
                    crate::text::slug(player.name)
                ),
                today,
            ),
            |tx| {
                tx.load_population(*partner, kind, &file, &accounts)?;
                Ok((
                    format!("Loaded {} {kind} of {}", accounts.len(), player.name),
                    (),
                ))
            },
        )?;
    }
    Ok(())
}

fn accounts(skip: usize, open: bool) -> Result<Vec<NewAccount>> {
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
    Ok(known
        .chain(theirs)
        .enumerate()
        .map(|(n, (name, domain))| NewAccount {
            name,
            site: Some(format!("https://www.{domain}/")),
            domain: Some(domain),
            rep: Some(REPS[n % REPS.len()].to_owned()),
            stage: open.then(|| ["contacted", "meeting", "proposal"][n % 3].to_owned()),
            value: open.then(|| {
                Money::new(
                    usd.minor * (1_200 + 350 * i64::try_from(n % 9).unwrap_or(0)),
                    usd.currency,
                )
            }),
            ..NewAccount::default()
        })
        .collect())
}
