//! The example program: a believable book, the same for the same day, written by the functions every operation uses.
//! It must never touch a book that holds anything else.

mod accounts;
mod cast;
mod links;
mod money;
mod plots;
mod programs;
mod rewards;
mod run;
mod story;

use std::collections::BTreeMap;

use crate::{
    domain::{
        currency::Currency,
        day::{Day, add_days},
        money::Money,
        month::Month,
        rate::Rate,
    },
    error::{Error, Result},
    store::{
        Applies, Ask, Contact, NewCustomer, NewPartner, NewReferral, NewTerms, Origin, Store, Tx,
    },
};
use cast::{CAST, In};
use plots::PLOTS;
use story::{What, before, happenings};

/// The name of the example program, for the book's founding.
pub const NAME: &str = "Tessera Partners";

/// How many months of history the example has.
const MONTHS: i32 = 19;

/// What has been made so far: ids by place in the cast and in the plots.
#[derive(Default)]
pub(super) struct Made {
    partners: Vec<i64>,
    referrals: BTreeMap<usize, i64>,
    customers: BTreeMap<usize, i64>,
    /// Base lines, by plot and day: one of them will be refunded.
    lines: BTreeMap<(usize, Day), i64>,
    /// The payout that was paid last: it will come back.
    paid: Option<i64>,
}

/// Fills a book that holds nothing yet with the example program as it stands on `today`. Everything in it is invented.
/// Refused where the book has partners already.
pub fn fill(store: &mut Store, today: Day) -> Result<()> {
    if !store.view().partners_with_work()?.is_empty() || !store.view().programs()?.is_empty() {
        return Err(Error::refused("The example goes into an empty book only.")
            .means("Nothing was changed."));
    }
    let mut made = Made::default();
    let first = Month::of(today).moved(1 - MONTHS);
    found(store, &mut made, first.first())?;
    let happenings = happenings(today)?;
    for back in 0..MONTHS {
        let month = first.moved(back);
        let day = month.last().min(today);
        store.write(&ask(&format!("import referrals {month}.csv"), day), |tx| {
            let mut count = 0;
            // What happened before the first month comes with it.
            for h in happenings
                .iter()
                .filter(|h| Month::of(h.on) == month || (back == 0 && h.on < month.first()))
            {
                happen(tx, &mut made, h, today)?;
                count += 1;
            }
            Ok((
                format!(
                    "Referrals of {}: {}",
                    month.shown(),
                    money::counted(count, "change")
                ),
                (),
            ))
        })?;
        money::month(store, &mut made, month, today)?;
    }
    talk(store, &made, today)?;
    programs::renew(store, &made, today)?;
    rewards::give(store, &made, today)?;
    accounts::load(store, &made, today)?;
    links::share(store, &made, today)?;
    money::today(store, &made, today)
}

fn ask(command: &str, day: Day) -> Ask {
    Ask {
        at: Some(format!("{day}T09:30:00Z")),
        ..Ask::new(Origin::Demo, command, day)
    }
}

/// Settings, programs, partners: before anything is earned.
fn found(store: &mut Store, made: &mut Made, day: Day) -> Result<()> {
    store.write(&ask("config set contact \"Sam Rivera\"", day), |tx| {
        tx.set("contact", "Sam Rivera")?;
        tx.set("contact_email", "partners@tessera.example")?;
        tx.set("pay_day", "5")?;
        tx.set("pay.name", "Tessera Software Ltd")?;
        tx.set("pay.iban", "IE29AIBK93115212345678")?;
        tx.set("pay.bic", "AIBKIE2D")?;
        Ok((
            "Said whom partners ask, and when they are paid".to_owned(),
            (),
        ))
    })?;
    let programs = [
        ("Referral", "referral", "25% of base for 12 months", 30, 100),
        (
            "Affiliate",
            "affiliate",
            "20% of base while 1 win in 365 days",
            30,
            50,
        ),
        ("Team", "referral", "200 USD per conversion", 14, 0),
    ];
    let mut ids = Vec::new();
    for (name, kind, terms, hold_days, least) in programs {
        let done = store.write(
            &ask(&format!("program add {name} --terms \"{terms}\""), day),
            |tx| {
                let program = tx.add_program(name, kind)?;
                tx.add_terms(&NewTerms {
                    program,
                    text: terms.to_owned(),
                    from: None,
                    applies: Applies::NewReferrals,
                    hold_days,
                })?;
                for code in ["USD", "EUR"].iter().filter(|_| least > 0) {
                    tx.set_minimum(program, whole(least, code)?)?;
                }
                Ok((format!("Added the program {name}: {terms}"), program))
            },
        )?;
        ids.push(done.value);
    }
    store.write(&ask("import partners partners.csv", day), |tx| {
        for (n, p) in CAST.iter().enumerate() {
            // The last of the months is today's: who came just now came on its first day, never after today.
            let since = Month::of(tx.today)
                .moved((MONTHS - i32::try_from(p.joined).unwrap_or(0)).clamp(0, MONTHS - 1))
                .first();
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let id = tx.add_partner(&NewPartner {
                name: p.name.to_owned(),
                kind: some(p.kind),
                state: p.state,
                state_reason: p.reason.map(str::to_owned),
                since: Some(since),
                email: some(p.site).map(|s| format!("hello@{}", s.trim_start_matches("https://"))),
                site: some(p.site),
                country: some(p.country),
                owner: some(p.owner),
                source: some(["event", "inbound", "referred", "outreach"][n % 4]),
                invited_by: (n == 4).then(|| made.partners.first().copied()).flatten(),
                tags: p.tags.split_whitespace().map(str::to_owned).collect(),
                payout_method: some(p.method),
                payout_reference: some(p.account.0),
                payout_bic: some(p.account.1),
                note: p.note.map(str::to_owned),
                ..NewPartner::default()
            })?;
            let (person, role) = p.person;
            tx.add_contact(
                id,
                &Contact {
                    name: person.to_owned(),
                    email: None,
                    role: some(role),
                },
            )?;
            let program = match p.program {
                In::Referral => Some(0),
                In::Affiliate => Some(1),
                In::Team => Some(2),
                In::Nothing => None,
            };
            if let Some(program) = program.and_then(|at: usize| ids.get(at)) {
                tx.enrol(id, *program, None)?;
            }
            made.partners.push(id);
        }
        Ok((format!("Imported {} partners", CAST.len()), ()))
    })?;
    Ok(())
}

fn whole(units: i64, code: &str) -> Result<Money> {
    let currency = Currency::from_code(code)?;
    Ok(Money::new(units * currency.minor_per_unit(), currency))
}

/// The domain of an invented company.
fn domain_of(company: &str, n: usize) -> String {
    let slug = crate::text::slug(company);
    // Names in other scripts have no short name of their own.
    if company.is_ascii() {
        format!("{slug}.example")
    } else {
        format!("company-{n}.example")
    }
}

fn happen(tx: &Tx<'_>, made: &mut Made, h: &story::Happening, today: Day) -> Result<()> {
    let plot = &PLOTS[h.plot];
    let (Some(player), Some(partner)) = (CAST.get(plot.1), made.partners.get(plot.1)) else {
        return Ok(());
    };
    if h.what == What::Sent {
        let id = tx.add_referral(&NewReferral {
            partner: *partner,
            company: plot.0.to_owned(),
            domain: Some(domain_of(plot.0, h.plot)),
            contact: h.plot.is_multiple_of(3).then(|| {
                ["Jo Park", "Ruth Adeyemi", "Max Lindqvist", "Chloé Martin"][h.plot % 4].to_owned()
            }),
            came_by: Some(
                ["form", "e-mail", "introduction", "form", "link"][if player.kind == "affiliate" {
                    4
                } else {
                    h.plot % 4
                }]
                .to_owned(),
            ),
            stage: "new".to_owned(),
            submitted_on: Some(h.on),
            expected: Some(whole(plot.4 * 12, player.currency)?),
            introduced_on: (h.plot % 4 == 2).then_some(h.on),
            ..NewReferral::default()
        })?;
        // Northwind sends some of its referrals together with Quillfield.
        if plot.1 == 0 && h.plot % 3 == 1 {
            let share = |n| {
                Rate::whole(n)
                    .ok_or_else(|| Error::failed("A share of the example is no percentage."))
            };
            tx.agree(
                id,
                &[(*partner, share(70)?), (made.partners[3], share(30)?)],
            )?;
        } else {
            tx.agree(id, &[])?;
        }
        made.referrals.insert(h.plot, id);
        return Ok(());
    }
    let Some(id) = made.referrals.get(&h.plot).copied() else {
        return Ok(());
    };
    let mut known = tx.view().referral(id)?.known;
    match h.what {
        What::Stage(stage) => {
            stage.clone_into(&mut known.stage);
            if stage == "qualified" {
                known.qualified_on = Some(h.on);
            }
        }
        What::Won => {
            "won".clone_into(&mut known.stage);
            known.won_on = Some(h.on);
            known.qualified_on = known.qualified_on.or(Some(h.on));
        }
        What::Closed(stage, reason) => {
            stage.clone_into(&mut known.stage);
            known.closed_on = Some(h.on);
            known.reason = reason.map(str::to_owned);
        }
        What::Sent => {}
    }
    // The next step is known as of today only: what was next before is done.
    if let Some((step, days)) = story::next_step(h.plot, plot) {
        let on = if days < 0 {
            before(today, 2)?
        } else {
            add_days(today, u32::try_from(days).unwrap_or(0))?
        };
        known.next_step = Some(step.to_owned());
        known.next_on = Some(on);
    }
    tx.put_referral(id, &known, h.on)?;
    if h.what == What::Won {
        let customer = tx.add_customer(&NewCustomer {
            name: plot.0.to_owned(),
            domain: Some(domain_of(plot.0, h.plot)),
            referral: Some(id),
            started_on: Some(h.on),
            churned_on: None,
            plan: Some(if plot.4 >= 480 { "Business" } else { "Starter" }.to_owned()),
            country: Some(player.country.to_owned()),
            owner: Some(player.owner.to_owned()),
            ..NewCustomer::default()
        })?;
        made.customers.insert(h.plot, customer);
    }
    Ok(())
}

/// Notes a manager would have made.
fn talk(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    const SAID: &[(usize, u32, &str)] = &[
        (
            0,
            3,
            "Quarterly call: happy with the pace, wants a joint webinar in January.",
        ),
        (0, 41, "Sent the new one-pager and the price list."),
        (
            1,
            8,
            "Visited in Hamburg. Two more retailers likely before the year ends.",
        ),
        (2, 15, "Asked for a Japanese version of the one-pager."),
        (3, 5, "Integration is live in their marketplace."),
        (4, 22, "Introduced the new account lead."),
        (
            5,
            60,
            "No referral for a while; their partner lead was on leave.",
        ),
        (
            6,
            12,
            "Newsletter goes out to 8,000 readers on the first of the month.",
        ),
        (8, 30, "Said at the fair that they would be a reference."),
        (10, 95, "Spring issue is out; no links to us in it."),
        (11, 18, "Wants to split referrals with their Oslo office."),
        (12, 2, "Contract for next year is signed."),
        (13, 1, "Applied. Call on Thursday."),
    ];
    store.write(&ask("partner note", today), |tx| {
        for (partner, ago, text) in SAID {
            if let Some(id) = made.partners.get(*partner) {
                tx.add_activity(Some(*id), None, before(today, *ago)?, text)?;
            }
        }
        let open = PLOTS
            .iter()
            .enumerate()
            .filter(|(n, p)| story::next_step(*n, p).is_some());
        let mut noted = 0;
        for (n, plot) in open.step_by(3) {
            if let Some(id) = made.referrals.get(&n) {
                let words = [
                    "Spoke to them: interested, deciding with the owner.",
                    "Sent prices.",
                    "They compare us with one other.",
                ][n % 3];
                tx.add_activity(None, Some(*id), before(today, plot.2.min(4))?, words)?;
                noted += 1;
            }
        }
        Ok((
            format!(
                "Noted {} things about partners and {noted} about referrals",
                SAID.len()
            ),
            (),
        ))
    })?;
    Ok(())
}
