//! `overlap ask`, `overlap confirm`, `overlap refuse`: what a partner is asked about a customer nobody credits it for, and
//! what it answers. A question earns nothing; only what is confirmed becomes a referral.

use clap::{Args, ValueEnum};

use super::{draft::Draft, grant};
use crate::{
    domain::{
        credit::{Verdict, question},
        day::shown,
    },
    error::{Error, Result},
    ops::{Choice, Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{About, Missed, Partner, Question, Unlisted, View},
};

/// Ask a partner whether it brought or helped with customers you both have; keeps the question and drafts the message
#[derive(Debug, Clone, Args)]
pub struct OverlapAsk {
    /// Whom to ask
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// Customers of overlap missed, or referrals of overlap missed --unlisted
    #[arg(required = true, value_name = "CUSTOMER")]
    about: Vec<String>,
}

/// Say that a partner brought or helped with a customer: makes the referral, and the ledger follows
#[derive(Debug, Clone, Args)]
pub struct OverlapConfirm {
    /// Who brought it
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// The customer; or a referral the partner never listed
    #[arg(value_name = "CUSTOMER")]
    about: String,
    /// What it did; as the days say if not given
    #[arg(long = "as", value_enum)]
    role: Option<Role>,
    /// The day it brought it or first helped; the day your opportunity opened if not given
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    on: Option<String>,
    /// What was said
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Say that a partner had no part in a customer, so that it is asked no more
#[derive(Debug, Clone, Args)]
pub struct OverlapRefuse {
    /// Who was asked
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// The customer; or a referral the partner never listed
    #[arg(value_name = "CUSTOMER")]
    about: String,
    /// What was said
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// What a partner did for a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Role {
    /// Brought it: a referral, which earns by the partner's terms.
    Source,
    /// Helped with it: counted beside whoever brought it, and earns nothing.
    Influence,
}

/// What can be asked about.
enum Thing {
    Customer(Box<Missed>),
    Referral(Unlisted),
}

impl Thing {
    fn about(&self) -> About {
        match self {
            Self::Customer(m) => About::Customer(m.customer),
            Self::Referral(u) => About::Referral(u.referral),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Customer(m) => &m.name,
            Self::Referral(u) => &u.company,
        }
    }

    fn asked(&self) -> Option<&Question> {
        match self {
            Self::Customer(m) => m.asked.as_ref(),
            Self::Referral(u) => u.asked.as_ref(),
        }
    }

    fn role(&self) -> &'static str {
        match self {
            Self::Customer(m) => m.verdict().role(),
            Self::Referral(_) => Verdict::Unknown.role(),
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Customer(m) => {
                format!(
                    "- {} {}",
                    question(m.verdict(), &m.dates, &m.name),
                    because(m)
                )
            }
            Self::Referral(u) => {
                let day = u.submitted_on.map_or(String::new(), |d| {
                    format!(", which you referred on {},", shown(d))
                });
                format!(
                    "- {}{day} is on none of the lists you gave us. Is it an account of yours?",
                    u.company
                )
            }
        }
    }
}

/// The days as far as they are the partner's to know: since when it is a customer of ours is ours to tell when we ask.
fn because(m: &Missed) -> String {
    let yours = m
        .dates
        .theirs_since
        .map(|d| format!("your list has it since {}", shown(d)));
    let ours = m
        .dates
        .customer_on
        .map(|d| format!("it became our customer on {}", shown(d)));
    let parts: Vec<String> = yours.into_iter().chain(ours).collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("({})", parts.join("; "))
    }
}

/// What a typed word names among what can be asked of a partner.
fn thing(view: View<'_>, partner: &Partner, typed: &str) -> Result<Thing> {
    let is_referral = typed
        .strip_prefix(['R', 'r'])
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let name = &partner.known.name;
    if is_referral {
        let id = view.find_referral(typed)?;
        let found = view
            .unlisted(partner.id)?
            .into_iter()
            .find(|u| u.referral == id);
        return found.map(Thing::Referral).ok_or_else(|| {
            Error::refused(format!(
                "R{id} is no open or won referral of {name} that its lists do not have."
            ))
            .means("Nothing was changed.")
            .hint(format!(
                "To see them: partnerbook overlap missed {} --unlisted",
                partner.slug
            ))
        });
    }
    let id = view.find_customer(typed)?;
    let found = view
        .missed(partner.id)?
        .into_iter()
        .find(|m| m.customer == id);
    found
        .map(|m| Thing::Customer(Box::new(m)))
        .ok_or_else(|| {
            Error::refused(format!(
                "There is nothing to ask {name} about C{id}: it is not on its list of customers or open opportunities at the right time, or is credited already."
            ))
            .means("Nothing was changed.")
            .hint(format!(
                "To see what can be asked: partnerbook overlap missed {}",
                partner.slug
            ))
        })
}

/// The partner an argument names.
fn partner(view: View<'_>, typed: &str) -> Result<Partner> {
    view.partner(view.find_partner(typed)?)
}

/// The customer or referral that is selected, as an argument.
fn one_selected(selection: &Selection) -> Vec<(&'static str, String)> {
    match selection.noun {
        "referral" => args::selected_one(selection, "referral", "about"),
        _ => args::selected_one(selection, "customer", "about"),
    }
}

impl Operation for OverlapAsk {
    const SPEC: Spec = Spec {
        path: "overlap ask",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match selection.noun {
            "referral" => args::selected(selection, "referral", "about"),
            _ => args::selected(selection, "customer", "about"),
        }
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = partner(view, &self.partner)?;
        let things = self
            .about
            .iter()
            .map(|typed| thing(view, &partner, typed))
            .collect::<Result<Vec<_>>>()?;
        let mut body = vec![
            "We compared our customers with the list you gave us, to be sure that you are credited for what you bring us."
                .to_owned(),
        ];
        let lines: Vec<String> = things.iter().map(Thing::line).collect();
        body.push(lines.join("\n"));
        body.push("A yes or no for each is enough; a date helps.".to_owned());
        let subject = match things.as_slice() {
            [one] => format!("Your part in {}", one.name()),
            many => format!("Your part in {} of our customers", many.len()),
        };
        let draft = Draft::to(&partner, subject, body);
        let today = cx.today;
        let done = cx.store.write(&cx.ask(), |tx| {
            for thing in &things {
                let asked = Question {
                    role: thing.role().to_owned(),
                    asked_on: today,
                    answered_on: None,
                    answer: None,
                    note: thing.asked().and_then(|q| q.note.clone()),
                };
                tx.put_credit_question(partner.id, thing.about(), &asked)?;
            }
            let names: Vec<&str> = things.iter().map(Thing::name).collect();
            Ok((
                format!("Asked {} about {}", partner.known.name, names.join(", ")),
                (),
            ))
        })?;
        let mut outcome = args::wrote(
            &done,
            "Nothing was sent: copy the message. When the answer comes: overlap confirm, or overlap refuse.",
        );
        outcome.record = Some(draft.record());
        Ok(outcome)
    }
}

impl Operation for OverlapConfirm {
    const SPEC: Spec = Spec {
        path: "overlap confirm",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        one_selected(selection)
    }

    /// What the days do not say, only a person can.
    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        if self.role.is_some() {
            return Ok(Vec::new());
        }
        let view = cx.store.view();
        let partner = partner(view, &self.partner)?;
        let Thing::Customer(m) = thing(view, &partner, &self.about)? else {
            return Ok(Vec::new());
        };
        if m.verdict() != Verdict::Unknown {
            return Ok(Vec::new());
        }
        let words = |role: &str| vec!["--as".to_owned(), role.to_owned()];
        Ok(vec![Choice {
            about: m.name.clone(),
            question: format!(
                "The days do not say whether {} brought {} or helped with it ({}).",
                partner.known.name,
                m.name,
                m.dates.words()
            ),
            answers: vec![
                (
                    "it brought it: a referral, which earns".to_owned(),
                    words("source"),
                ),
                (
                    "it helped: counted, and earns nothing".to_owned(),
                    words("influence"),
                ),
            ],
        }])
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        if let Some(refusal) = Choice::unanswered(&self.choices(cx)?) {
            return Err(refusal);
        }
        let view = cx.store.view();
        let partner = partner(view, &self.partner)?;
        let on = args::day(self.on.as_deref(), cx.today)?;
        if let Some(day) = on.filter(|day| *day > cx.today) {
            return Err(Error::refused(format!("{} is still to come.", shown(day)))
                .means("Nothing was changed."));
        }
        let thing = thing(view, &partner, &self.about)?;
        let answered = answered(&thing, "confirmed", self.note.as_deref(), cx)?;
        match &thing {
            Thing::Referral(u) => {
                let done = cx.store.write(&cx.ask(), |tx| {
                    tx.put_credit_question(partner.id, thing.about(), &answered)?;
                    let said = format!(
                        "{} confirmed that R{} {} is an account of theirs",
                        partner.known.name, u.referral, u.company
                    );
                    Ok((said, ()))
                })?;
                Ok(args::wrote(&done, ""))
            }
            Thing::Customer(m) => {
                let role = self.role.unwrap_or(match m.verdict() {
                    Verdict::Source => Role::Source,
                    _ => Role::Influence,
                });
                let grant = grant::Grant::of(&partner, m, role, on, cx)?;
                let pipeline = view.pipeline()?;
                let done = cx.store.write(&cx.ask(), |tx| {
                    tx.put_credit_question(partner.id, thing.about(), &answered)?;
                    grant.make(tx, &pipeline)
                })?;
                Ok(args::wrote(&done, &done.value))
            }
        }
    }
}

impl Operation for OverlapRefuse {
    const SPEC: Spec = Spec {
        path: "overlap refuse",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        one_selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = partner(view, &self.partner)?;
        let thing = thing(view, &partner, &self.about)?;
        let answered = answered(&thing, "refused", self.note.as_deref(), cx)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.put_credit_question(partner.id, thing.about(), &answered)?;
            let said = format!("{} had no part in {}", partner.known.name, thing.name());
            Ok((said, ()))
        })?;
        let next = match thing {
            Thing::Customer(_) => "It is asked about no more.".to_owned(),
            Thing::Referral(u) => format!(
                "R{} still earns as it did. To turn it down: partnerbook referral reject R{0} --reason TEXT",
                u.referral
            ),
        };
        Ok(args::wrote(&done, &next))
    }
}

fn answered(thing: &Thing, answer: &str, note: Option<&str>, cx: &Cx<'_>) -> Result<Question> {
    let before = thing.asked();
    Ok(Question {
        role: thing.role().to_owned(),
        asked_on: before.map_or(cx.today, |q| q.asked_on),
        answered_on: Some(cx.today),
        answer: Some(answer.to_owned()),
        note: args::note("--note", note)?.or_else(|| before.and_then(|q| q.note.clone())),
    })
}
