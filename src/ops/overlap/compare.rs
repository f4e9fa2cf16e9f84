//! `overlap compare`: two plain lists of accounts compared by the rules of matching; needs no book and keeps nothing.

use std::{ops::ControlFlow, path::PathBuf};

use clap::Args;

use crate::{
    domain::matching::{
        Account, Asked, Found, Known, Link, Place, Registration, Side, Stopped, Tier, evidence,
        link,
    },
    error::{Error, Result},
    import::{Record, Row},
    ops::{
        Choice, Cx, Kind, Operation, Outcome, Spec,
        args::counted,
        import::{fields, opened::Opened, reading::Reading},
    },
    table::{Compared, compared},
};

fields! {
    Id = "id" maybe id ["account_id", "customer_id", "row", "record_id", "external_id"];
    Name = "name" maybe name ["company", "company_name", "account", "account_name", "customer", "organisation", "organization"];
    Site = "site" maybe site ["domain", "website", "url", "web", "company_domain", "homepage"];
    Email = "email" maybe email ["e-mail", "mail", "contact_email"];
    Country = "country" maybe word ["country_code", "billing_country"];
    Duns = "duns" maybe id ["duns_number", "d-u-n-s"];
    Lei = "lei" maybe id ["lei_code"];
    Vat = "vat" maybe id ["vat_id", "vat_number", "ust_id"];
    Siren = "siren" maybe id ["siret"];
    Company = "company_number" maybe id ["registration_number", "company_registration"];
}

/// Fields that hold a registration number, with what says so of the number.
const REGISTRATIONS: [(At, &str); 5] = [
    (At::Duns, "duns"),
    (At::Lei, "lei"),
    (At::Vat, "vat"),
    (At::Siren, "siren"),
    (At::Company, "company number"),
];

/// Rows between two looks at whether to stop.
const ROWS_A_LOOK: usize = 1_000;

/// Compare two lists of accounts: which are the same company, how surely, and why; needs no book
#[derive(Debug, Clone, Args)]
pub struct OverlapCompare {
    /// Your list: CSV, XLSX, ODS or JSON
    #[arg(value_name = "OURS")]
    ours: PathBuf,
    /// Their list
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,
    /// Which column is which field, in both lists: name, site, email, country, id, duns, lei, vat, siren, company_number
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// The same for their list, where its columns are called otherwise
    #[arg(long, value_name = "FIELD=COLUMN")]
    their_map: Vec<String>,
    /// Only links of these tiers, such as A,B
    #[arg(long, value_name = "TIERS", value_delimiter = ',')]
    tier: Vec<String>,
    /// Only by keys that are equal; names are not compared letter by letter
    #[arg(long)]
    exact: bool,
}

impl OverlapCompare {
    fn readings(&self) -> [Reading; 2] {
        let reading = |file: &PathBuf, map: &[String]| Reading {
            file: file.clone(),
            map: map.to_vec(),
            ..Reading::default()
        };
        let their_map = if self.their_map.is_empty() {
            &self.map
        } else {
            &self.their_map
        };
        [
            reading(&self.ours, &self.map),
            reading(&self.theirs, their_map),
        ]
    }
}

impl Operation for OverlapCompare {
    const SPEC: Spec = Spec {
        path: "overlap compare",
        kind: Kind::Read,
        aliases: &[],
    };

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        let [ours, theirs] = self.readings();
        let mut open = Opened::choices(FIELDS, &ours, cx)?;
        open.extend(Opened::choices(FIELDS, &theirs, cx)?);
        Ok(open)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let tiers = tiers(&self.tier)?;
        let [ours, theirs] = self.readings();
        let (ours, theirs) = (read(&ours, cx)?, read(&theirs, cx)?);
        let (left, right) = (accounts(&ours), accounts(&theirs));
        let found = matched(&left, &right, !self.exact, cx)?;
        let rows: Vec<Compared> = found
            .links
            .iter()
            .filter(|l| tiers.is_empty() || tiers.contains(&l.tier))
            .map(|l| row(l, (&ours, &left), (&theirs, &right)))
            .collect();
        Ok(Outcome {
            said: said(&found, ours.len(), theirs.len()),
            table: Some(compared(rows)),
            ..Outcome::default()
        })
    }
}

/// One row of a list.
struct Listed {
    id: String,
    name: String,
    site: String,
    email: String,
    country: String,
    registrations: Vec<Registration>,
}

fn accounts(list: &[Listed]) -> Vec<Account<'_>> {
    let rows = (1..).zip(list);
    rows.map(|(id, one)| Account {
        id,
        name: &one.name,
        site: &one.site,
        email: &one.email,
        country: &one.country,
        registrations: &one.registrations,
        aliases: &[],
    })
    .collect()
}

/// Links of the two lists; an error if the work was stopped.
fn matched(
    ours: &[Account<'_>],
    theirs: &[Account<'_>],
    fuzzy: bool,
    cx: &Cx<'_>,
) -> Result<Found> {
    let pace = |done: u64, total: u64| {
        cx.progress.tell(done, total, "accounts");
        if cx.progress.stop() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let asked = Asked {
        decisions: &[],
        fuzzy,
    };
    let find = || {
        let (left, right) = (Side::of(ours, &pace)?, Side::of(theirs, &pace)?);
        link(&left, &right, &asked, &pace)
    };
    find().map_err(|Stopped| Error::stopped())
}

/// The tiers that were named. Errors: a word that is none.
fn tiers(words: &[String]) -> Result<Vec<Tier>> {
    let tier = |word: &String| {
        let found = Tier::of_word(&word.trim().to_ascii_uppercase());
        found.ok_or_else(|| {
            let all: Vec<&str> = Tier::ALL.into_iter().map(Tier::word).collect();
            Error::usage(format!("There is no tier {word}."))
                .hint(format!("The tiers are {}.", all.join(", ")))
        })
    };
    words.iter().map(tier).collect()
}

/// The accounts of a list.
fn read(reading: &Reading, cx: &mut Cx<'_>) -> Result<Vec<Listed>> {
    let mut opened = Opened::open(FIELDS, reading, cx)?.settled()?;
    let name = opened.source.name.clone();
    let (amounts, written) = (opened.amounts, opened.written.clone());
    let (mapping, mut records) = opened.rows()?;
    if [At::Name, At::Site, At::Email]
        .iter()
        .all(|f| !mapping.says((*f).into()))
    {
        return Err(
            Error::refused(format!("No column of {name} says which account it is."))
                .means("Nothing was compared.")
                .hint("Say it with --map name=COLUMN,site=COLUMN; of their list with --their-map."),
        );
    }
    let (mut list, mut record) = (Vec::new(), Record::default());
    while records.next(&mut record)? {
        let row = Row {
            record: &record,
            mapping,
            written: &written,
            amounts,
            keeps: None,
        };
        list.push(listed(&row));
        if list.len().is_multiple_of(ROWS_A_LOOK) && cx.progress.stop() {
            return Err(Error::stopped());
        }
    }
    Ok(list)
}

/// Nothing of it is kept, so nothing is refused: a control character in a name is one more sign that is not compared.
fn listed(row: &Row<'_>) -> Listed {
    let text = |at: At| row.raw(at).trim().to_owned();
    let country = text(At::Country);
    let place = Place::country(&country);
    let numbers = REGISTRATIONS
        .into_iter()
        .filter_map(|(at, label)| Registration::read(label, row.raw(at), place));
    let (site, name) = (text(At::Site), text(At::Name));
    Listed {
        id: text(At::Id),
        // A list of websites alone is a list of accounts too.
        name: if name.is_empty() { site.clone() } else { name },
        site,
        email: text(At::Email),
        country,
        registrations: numbers.collect(),
    }
}

/// A link as a row of the result.
fn row(
    link: &Link,
    ours: (&[Listed], &[Account<'_>]),
    theirs: (&[Listed], &[Account<'_>]),
) -> Compared {
    let (a, b) = (link.ours as usize, link.theirs as usize);
    let why = evidence(
        &Known::of(&ours.1[a]),
        &Known::of(&theirs.1[b]),
        link.rule,
        link.relation,
    );
    let side = |list: &[Listed], accounts: &[Account<'_>], at: usize| {
        let row = i64::try_from(accounts[at].id).unwrap_or(i64::MAX);
        (row, list[at].id.clone(), list[at].name.clone())
    };
    Compared {
        tier: link.tier.word(),
        counts: link.tier.counts(false),
        relation: link.relation.word(),
        rule: link.rule.word(),
        score: link.score,
        ours: side(ours.0, ours.1, a),
        theirs: side(theirs.0, theirs.1, b),
        evidence: why.join("; "),
    }
}

/// What came of it, in two sentences.
fn said(found: &Found, ours: usize, theirs: usize) -> String {
    let in_common = |of: fn(&Link) -> u32| {
        let mut all: Vec<u32> = found
            .links
            .iter()
            .filter(|l| l.tier.counts(false))
            .map(of)
            .collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    let (left, right) = (in_common(|l| l.ours), in_common(|l| l.theirs));
    let probable = found
        .links
        .iter()
        .filter(|l| l.tier.counts(true) && !l.tier.counts(false))
        .count();
    let looks = found.links.iter().filter(|l| !l.tier.counts(true)).count();
    format!(
        "In common surely (tiers A and B): {left} of your {} and {right} of their {}. {} probable (C, C'); {} to be looked at.",
        counted(ours as u64, "account", "accounts"),
        counted(theirs as u64, "account", "accounts"),
        counted(probable as u64, "more is", "more are"),
        counted(looks as u64, "is", "are"),
    )
}
