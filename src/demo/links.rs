//! Coded links of the example program: two affiliates with clicks, a sign-up that is a referral, and two that need a look.

use super::{
    Made, ask,
    cast::{CAST, In},
};
use crate::{
    domain::{
        coded_link::{Utm, whole},
        day::Day,
        referral::StageKind,
    },
    error::Result,
    store::{NewLink, NewVisit, SignUp, Store, Tx},
};

const PAGE: &str = "https://www.tessera.example/start";

/// Makes the links, and notes who came by them.
pub(super) fn share(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    let affiliates = CAST
        .iter()
        .zip(&made.partners)
        .filter(|(player, _)| player.program == In::Affiliate);
    let ids: Vec<i64> = affiliates.map(|(_, id)| *id).collect();
    store.write(&ask("import visits clicks.csv", today), |tx| {
        tx.set("links.url", PAGE)?;
        for (n, partner) in ids.iter().enumerate() {
            visits_of(tx, made, *partner, n, today)?;
        }
        Ok((
            format!("Imported clicks and sign-ups of {} links", ids.len()),
            (),
        ))
    })?;
    Ok(())
}

fn back(today: Day, days: u64) -> Day {
    today
        .checked_sub_days(chrono::Days::new(days))
        .unwrap_or(today)
}

fn visits_of(tx: &Tx<'_>, made: &Made, partner: i64, n: usize, today: Day) -> Result<()> {
    let known = tx.view().partner(partner)?;
    let utm = Utm {
        source: Some(known.slug.clone()),
        medium: Some("partner".to_owned()),
        campaign: Some("spring".to_owned()),
        ..Utm::default()
    };
    let (link, _) = tx.add_link(&NewLink {
        partner,
        url: whole(PAGE, &known.slug, &utm)?,
        code: known.slug.clone(),
        campaign: utm.campaign,
        made_on: back(today, 120),
        ended_on: None,
        note: None,
    })?;
    let visit = |ago: u64, visitor: usize| -> Result<NewVisit> {
        Ok(NewVisit {
            at: format!("{}T10:{:02}:00", back(today, ago), 10 + visitor),
            code: Some(known.slug.clone()),
            visitor: Some(format!("visitor-{n}{visitor}")),
            ..NewVisit::default()
        })
    };
    for (visitor, ago) in [95, 71, 52, 33, 21, 12, 6].into_iter().enumerate() {
        tx.add_visit(&visit(ago, visitor)?, Some(link))?;
    }
    let sign_up = |new: NewVisit, referral: Option<i64>, flag: Option<&str>| -> Result<()> {
        let id = tx.add_visit(&new, None)?;
        tx.settle_sign_up(&SignUp {
            id,
            known: new,
            link: Some(link),
            referral,
            flag: flag.map(str::to_owned),
            decided: None,
        })
    };
    let new = |ago, visitor, email: String| -> Result<NewVisit> {
        Ok(NewVisit {
            signed_up: true,
            email: Some(email),
            ..visit(ago, visitor)?
        })
    };
    if n == 0 {
        sign_up(
            new(5, 6, "bo.lindgren@gmail.com".to_owned())?,
            None,
            Some("free mail"),
        )?;
        if let Some(domain) = &known.domain {
            sign_up(
                new(11, 5, format!("me@{domain}"))?,
                None,
                Some("self-referral"),
            )?;
        }
    }
    // The newest open or won referral of the partner came by the link.
    for id in made.referrals.values().rev() {
        let r = tx.view().referral(*id)?;
        let (Some(on), Some(domain)) = (r.known.submitted_on, &r.known.domain) else {
            continue;
        };
        if r.known.partner == partner && matches!(r.kind, StageKind::Open | StageKind::Won) {
            let came = NewVisit {
                at: format!("{on}T11:00:00"),
                ..new(0, 7, format!("hello@{domain}"))?
            };
            return sign_up(came, Some(*id), None);
        }
    }
    Ok(())
}
