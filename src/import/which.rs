//! What the rows of a file are, told from its headers, its values and its name; where two kinds are close it must not
//! decide.

use super::{
    Field, FileKind, Holds,
    guess::{By, Decided, Guess, guess},
    heading::words,
    survey::{Fit, Survey},
};

/// A kind of file that comes into question.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The kind.
    pub kind: FileKind,
    /// What its rows can say.
    pub fields: &'static [Field],
    /// Of each group of fields one must be there.
    pub one_of: &'static [&'static [&'static str]],
}

/// How well a file fits a kind.
#[derive(Debug, Clone)]
pub struct Rated {
    /// The kind.
    pub kind: FileKind,
    /// The more, the better.
    pub points: i32,
    /// Whether all that is needed is there.
    pub whole: bool,
    /// Whether it passes over a column of money that another kind cannot do without, having no use for money.
    pub loses_money: bool,
    /// How many columns go to a field.
    pub columns: usize,
    /// Where its columns would go.
    pub guess: Guess,
}

/// Words of headers and of names of files that speak for a kind.
const SPEAKS: &[(FileKind, &[&str])] = &[
    (
        FileKind::Partners,
        &[
            "partner",
            "partners",
            "affiliate",
            "affiliates",
            "promoter",
            "promoters",
            "reseller",
            "resellers",
            "agencies",
            "partenaires",
            "socios",
            "parceiros",
        ],
    ),
    (
        FileKind::Contacts,
        &["contacts", "people", "team", "title", "role"],
    ),
    (
        FileKind::Referrals,
        &[
            "referral",
            "referrals",
            "lead",
            "leads",
            "deal",
            "deals",
            "opportunity",
            "opportunities",
            "stage",
            "pipeline",
            "submissions",
            "registrations",
        ],
    ),
    (
        FileKind::Customers,
        &[
            "customers",
            "clients",
            "kunden",
            "churn",
            "churned",
            "clientes",
            "clienti",
            "klanten",
        ],
    ),
    (
        FileKind::Revenue,
        &[
            "invoice",
            "invoices",
            "payment",
            "payments",
            "paid",
            "charge",
            "charges",
            "revenue",
            "billing",
            "sales",
            "transactions",
            "rechnung",
            "rechnungen",
            "umsatz",
            "facture",
            "factures",
            "facturas",
            "fatture",
            "refund",
        ],
    ),
    (
        FileKind::Subscriptions,
        &["subscription", "subscriptions", "interval", "mrr"],
    ),
    (
        FileKind::Visits,
        &[
            "click", "clicks", "visit", "visits", "utm", "signup", "signups", "landing",
        ],
    ),
    (
        FileKind::Rewards,
        &["reward", "rewards", "gift", "gifts", "spiff", "spiffs"],
    ),
    (
        FileKind::Activities,
        &[
            "activity",
            "activities",
            "meeting",
            "meetings",
            "minutes",
            "calls",
        ],
    ),
];

/// Points of a word in a header, and in the name of the file.
const IN_HEADER: i32 = 5;
const IN_NAME: i32 = 10;

/// Rates the kinds for a file, the best first. `given`: fields whose value the person has said.
pub fn rate(
    candidates: &[Candidate],
    header: &[String],
    survey: &Survey,
    name: &str,
    given: &[&str],
) -> Vec<Rated> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let of_name = words(stem);
    let of_headers: Vec<String> = header.iter().flat_map(|h| words(h)).collect();
    let mut rated: Vec<Rated> = candidates
        .iter()
        .map(|one| {
            let guess = guess(one.kind, one.fields, header, survey, &Decided::default());
            let mut rated = points(one, header, survey, guess, given);
            let speaks = SPEAKS.iter().find(|(kind, _)| *kind == one.kind);
            if let Some((_, speaks)) = speaks {
                let any = |of: &[String]| of.iter().any(|w| speaks.contains(&w.as_str()));
                rated.points += if any(&of_headers) { IN_HEADER } else { 0 };
                rated.points += if any(&of_name) { IN_NAME } else { 0 };
            }
            rated
        })
        .collect();
    for at in 0..header.len() {
        let needs = |one: &Candidate, rated: &Rated| {
            let place = &rated.guess.places[at];
            let by_name = matches!(place.by, Some(By::Name | By::Like | By::Word));
            let field = place.field.map(|f| &one.fields[f]);
            by_name && field.is_some_and(|f| f.needed && f.holds == Holds::Amount)
        };
        let mut both = candidates.iter().zip(&rated);
        if !both.any(|(one, rated)| needs(one, rated)) {
            continue;
        }
        for (one, rated) in candidates.iter().zip(&mut rated) {
            let moneyless = one.fields.iter().all(|f| f.holds != Holds::Amount);
            rated.loses_money |= moneyless && rated.guess.places[at].field.is_none();
        }
    }
    rated.sort_by_key(|r| (!r.whole, -r.points));
    rated
}

/// Whether the best is so much better that nothing needs to be asked.
pub fn is_clear(rated: &[Rated]) -> bool {
    match rated {
        [best, rest @ ..] if best.whole && best.points > 0 && !best.loses_money => rest
            .iter()
            .filter(|r| r.whole)
            .all(|r| best.points - r.points >= (best.points / 6).max(4)),
        _ => false,
    }
}

fn points(
    one: &Candidate,
    header: &[String],
    survey: &Survey,
    guess: Guess,
    given: &[&str],
) -> Rated {
    let tied = |field| guess.ties.iter().any(|t| t.field == field);
    let mut points = 0;
    let mut columns = 0;
    for (place, values) in guess.places.iter().zip(&survey.columns) {
        let Some((field, by)) = place.field.zip(place.by) else {
            points -= i32::from(values.filled > 0 && place.why.is_empty());
            continue;
        };
        columns += 1;
        let field = &one.fields[field];
        let weight = match by {
            By::Name | By::Like => 10,
            By::Word => 9,
            By::Part => 5,
            By::Likeness | By::Values => 2,
        };
        // Every kind has ids and notes: they tell little.
        let weight = match field.name {
            "id" | "note" | "name" => weight / 2,
            _ => weight,
        };
        let odd = values.fit(field.holds) == Fit::None;
        let weight = if odd { weight / 3 } else { weight };
        points += if field.needed { weight * 3 / 2 } else { weight };
    }
    let says = |name: &str| {
        let at = one.fields.iter().position(|f| f.name == name);
        given.contains(&name)
            || at.is_some_and(|at| tied(at) || guess.places.iter().any(|p| p.field == Some(at)))
    };
    let mut whole = true;
    for field in one.fields.iter().filter(|f| f.needed && !says(f.name)) {
        // A name may come in two columns.
        if field.name == "name" && field.instead().iter().any(|f| says(f)) {
            continue;
        }
        // Who brought it can be said for the whole file.
        if field.name == "partner" {
            points -= 6;
        } else {
            whole = false;
        }
    }
    whole &= one.one_of.iter().all(|group| group.iter().any(|f| says(f)));
    points += i32::try_from(guess.ties.len()).unwrap_or(0) * 8;
    debug_assert_eq!(guess.places.len(), header.len());
    Rated {
        kind: one.kind,
        points,
        whole,
        loses_money: false,
        columns,
        guess,
    }
}
