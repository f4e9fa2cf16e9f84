//! What the manager of the example program did to commission by hand: a line held back, and a bonus.

use super::{Made, ask, cast::CAST};
use crate::{
    domain::{
        currency::Currency,
        day::Day,
        money::Money,
        period::Period,
        query::{Atom, Filter, Term, Value},
    },
    error::Result,
    store::{
        AdjustmentKind, NewAdjustment, Store,
        list::{COMMISSIONS, Wanted},
    },
};

/// Whose newest line on hold is disputed.
const DISPUTED: &str = "Quillfield";
/// Who gets a bonus, in whole dollars.
const BONUS: (&str, i64) = ("Priya Nair", 75);

/// Holds the one back and gives the other.
pub(super) fn act(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    let partner = |name: &str| {
        let at = CAST.iter().position(|p| p.name == name);
        at.and_then(|at| made.partners.get(at)).copied()
    };
    let fits = |atom| Term { not: false, atom };
    let filter = Filter {
        terms: vec![
            fits(Atom::Is(vec!["held"])),
            fits(Atom::Field(
                "partner",
                vec![Value::Text(DISPUTED.to_lowercase())],
            )),
        ],
        ..Filter::default()
    };
    let wanted = Wanted {
        filter: &filter,
        sort: &[],
        period: Period::ALL,
        as_of: today,
        then: false,
        of: None,
    };
    let held = store.view().list_order(&COMMISSIONS, &wanted, Some(1))?;
    if !held.is_empty() {
        let why = "invoice disputed";
        let line = format!("commission block L{} --reason \"{why}\"", held[0]);
        store.write(&ask(&line, today), |tx| {
            tx.block_commission(&held, why)?;
            Ok((format!("Held back L{}: {why}", held[0]), ()))
        })?;
    }
    let (name, units) = BONUS;
    if let Some(partner) = partner(name) {
        let usd = Currency::from_code("USD")?;
        let money = Money::new(units * usd.minor_per_unit(), usd);
        let reason = "meetup talk";
        let line = format!("commission adjust priya-nair {units} --reason \"{reason}\"");
        store.write(&ask(&line, today), |tx| {
            tx.add_adjustment(&NewAdjustment {
                partner,
                referral: None,
                kind: AdjustmentKind::Bonus,
                day: today,
                money,
                reason: reason.to_owned(),
            })?;
            Ok((
                format!("A bonus of {} for {name}: {reason}", money.shown()),
                (),
            ))
        })?;
    }
    Ok(())
}
