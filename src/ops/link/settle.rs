//! What sign-ups are owed to and what they become: worked out anew from all clicks and sign-ups, so that the order in
//! which files come in decides nothing. What a person decided, worked on or was paid for stays.

use std::collections::HashMap;

use crate::{
    domain::{
        attribution::{Flag, Moment, Touch, TouchRule, WINDOW_DAYS, attribute},
        day::{Day, add_days},
        identity::{match_key, same_name},
    },
    error::{Error, Result},
    ops::{args::counted, referral::agreed},
    store::{LinkKey, NewReferral, PROTECTED_DAYS, Same, Senders, SignUp, Tx, View},
};

/// What settling did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ops) struct Settled {
    /// The companies of sign-ups that became referrals.
    pub(in crate::ops) made: Vec<String>,
    /// Sign-ups of a company that is this partner's referral already.
    joined: u64,
    /// Referrals that went to another link.
    moved: u64,
    /// Referrals that would have, but were worked on or paid.
    kept: u64,
    /// Sign-ups that newly wait for a person.
    waiting: u64,
}

impl Settled {
    /// In words, where there is something to say.
    pub(in crate::ops) fn said(&self) -> Option<String> {
        let one = |n: u64, one: &str, many: &str| (n > 0).then(|| counted(n, one, many));
        let said: Vec<String> = [
            one(
                self.made.len() as u64,
                "sign-up became a referral",
                "sign-ups became referrals",
            ),
            one(
                self.joined,
                "sign-up is of a company that is that partner's referral already",
                "sign-ups are of companies that are that partner's referrals already",
            ),
            one(
                self.moved,
                "referral went to an earlier or later click",
                "referrals went to earlier or later clicks",
            ),
            one(
                self.kept,
                "referral stays where it is, because it was worked on or earns already",
                "referrals stay where they are, because they were worked on or earn already",
            ),
            one(
                self.waiting,
                "sign-up needs a look: partnerbook link signups is:waiting",
                "sign-ups need a look: partnerbook link signups is:waiting",
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!said.is_empty()).then(|| format!("{}.", said.join("; ")))
    }
}

/// What is the same for all sign-ups.
struct Rules {
    touch: TouchRule,
    window: u32,
    links: Vec<LinkKey>,
    by_code: HashMap<String, usize>,
    by_id: HashMap<i64, usize>,
    senders: Senders,
    stage: String,
    qualifies: bool,
}

impl Rules {
    fn read(view: View<'_>) -> Result<Self> {
        let links = view.links()?;
        let pipeline = view.pipeline()?;
        let stage = pipeline
            .first()
            .ok_or_else(|| Error::failed("The pipeline has no open stage."))?;
        let touch = view.setting("links.touch")?;
        let window = view.setting("links.window")?;
        Ok(Self {
            touch: touch
                .as_deref()
                .and_then(TouchRule::parse)
                .unwrap_or_default(),
            window: window.and_then(|w| w.parse().ok()).unwrap_or(WINDOW_DAYS),
            by_code: links
                .iter()
                .enumerate()
                .map(|(n, l)| (l.code.to_lowercase(), n))
                .collect(),
            by_id: links.iter().enumerate().map(|(n, l)| (l.id, n)).collect(),
            links,
            senders: view.senders()?,
            stage: stage.name.clone(),
            qualifies: pipeline.qualifies(stage),
        })
    }

    fn counts(&self, link: i64, on: Day) -> bool {
        let ended = self.by_id.get(&link).and_then(|n| self.links[*n].ended_on);
        ended.is_none_or(|last| on <= last)
    }

    /// The link a sign-up is owed to, or why none is.
    fn owed(
        &self,
        view: View<'_>,
        s: &SignUp,
        at: Moment,
    ) -> Result<std::result::Result<&LinkKey, Flag>> {
        let own = s
            .known
            .code
            .as_ref()
            .and_then(|c| self.by_code.get(&c.to_lowercase()));
        let own = own
            .map(|n| self.links[*n].id)
            .filter(|id| self.counts(*id, at.day));
        let mut clicks: Vec<Touch> = view.clicks_before(&s.known)?;
        clicks.retain(|t| self.counts(t.link, t.at.day));
        let owed = attribute(self.touch, self.window, at, own, &clicks);
        Ok(match owed.and_then(|id| self.by_id.get(&id)) {
            Some(n) => Ok(&self.links[*n]),
            None if s.known.code.is_some() && own.is_none() => Err(Flag::UnknownCode),
            None => Err(Flag::NoClick),
        })
    }
}

/// Which company a sign-up is of: what tells it from others, its name, its domain.
pub(super) struct Company {
    key: String,
    pub(super) name: String,
    pub(super) domain: Option<String>,
}

/// The company as the row says it, or by the domain of the address; none where that is free mail.
pub(super) fn company(s: &SignUp, said: Option<&str>) -> Option<Company> {
    let domain = s.known.email.as_deref().and_then(match_key);
    let name = said
        .or(s.known.company.as_deref())
        .or(domain.as_deref())?
        .to_owned();
    let key = domain
        .clone()
        .unwrap_or_else(|| format!("name:{}", same_name(&name)));
    Some(Company { key, name, domain })
}

/// A new referral from a sign-up.
pub(super) fn referral(
    s: &SignUp,
    of: &Company,
    partner: i64,
    on: Day,
    stage: &str,
    qualifies: bool,
) -> NewReferral {
    NewReferral {
        partner,
        company: of.name.clone(),
        domain: of.domain.clone(),
        contact: s.known.contact.clone(),
        email: s.known.email.clone(),
        came_by: Some("link".to_owned()),
        stage: stage.to_owned(),
        submitted_on: Some(on),
        qualified_on: qualifies.then_some(on),
        ..NewReferral::default()
    }
}

/// Settles all sign-ups.
pub(in crate::ops) fn settle(tx: &Tx<'_>) -> Result<Settled> {
    let all = tx.view().sign_ups()?;
    if all.is_empty() {
        return Ok(Settled::default());
    }
    let rules = Rules::read(tx.view())?;
    let mut work = Work {
        tx,
        rules: &rules,
        settled: Settled::default(),
        taken: HashMap::new(),
        before: HashMap::new(),
    };
    // A later sign-up of a company may have come in first: its referral is the company's.
    for s in &all {
        if let (Some(referral), Some(of)) = (s.referral, company(s, None)) {
            work.before.entry(of.key).or_insert(referral);
        }
    }
    for s in &all {
        let to = work.one(s)?;
        if to != *s {
            work.settled.waiting +=
                u64::from(to.referral.is_none() && to.flag.is_some() && to.flag != s.flag);
            tx.settle_sign_up(&to)?;
        }
    }
    Ok(work.settled)
}

struct Work<'t, 'r> {
    tx: &'t Tx<'t>,
    rules: &'r Rules,
    settled: Settled,
    /// The referral of each company, and its partner: the first sign-up decided it.
    taken: HashMap<String, (i64, i64)>,
    /// The referral that a sign-up of the company had before.
    before: HashMap<String, i64>,
}

impl Work<'_, '_> {
    /// What a sign-up comes to.
    fn one(&mut self, s: &SignUp) -> Result<SignUp> {
        let mut to = s.clone();
        let of = company(s, None);
        if s.decided.is_some() {
            if let (Some(of), Some(referral)) = (of, s.referral) {
                let partner = self.tx.view().referral(referral)?.known.partner;
                self.taken.entry(of.key).or_insert((referral, partner));
            }
            return Ok(to);
        }
        let Some(at) = Moment::parse(&s.known.at) else {
            return Ok(to);
        };
        let link = match self.rules.owed(self.tx.view(), s, at)? {
            Ok(link) => link,
            // What became a referral keeps the link it came by.
            Err(_) if s.referral.is_some() => return Ok(to),
            Err(flag) => {
                (to.link, to.flag) = (None, Some(flag.word().to_owned()));
                return Ok(to);
            }
        };
        to.link = Some(link.id);
        to.flag = None;
        let mut flag = |f: Flag| to.flag = Some(f.word().to_owned());
        if s.known
            .email
            .as_deref()
            .is_some_and(|e| self.rules.senders.is_of(link.partner, e))
        {
            flag(Flag::SelfReferral);
        } else if !self
            .tx
            .view()
            .partner(link.partner)?
            .known
            .state
            .may_refer()
        {
            flag(Flag::PartnerEnded);
        } else if s.known.email.is_some() && of.as_ref().is_none_or(|of| of.domain.is_none()) {
            flag(Flag::FreeMail);
        } else if of.is_none() {
            flag(Flag::NoCompany);
        }
        let stops = to.flag.is_some() && to.flag.as_deref() != Some(Flag::FreeMail.word());
        let Some(of) = of.filter(|_| !stops) else {
            if s.referral.is_some() {
                to.link = s.link;
            }
            return Ok(to);
        };
        self.place(s, &mut to, &of, link, at.day)?;
        Ok(to)
    }

    /// Finds or makes the referral of a company for a sign-up that is owed to a link.
    fn place(
        &mut self,
        s: &SignUp,
        to: &mut SignUp,
        of: &Company,
        link: &LinkKey,
        on: Day,
    ) -> Result<()> {
        let known_already = |to: &mut SignUp| {
            to.referral = None;
            to.flag = Some(Flag::KnownAlready.word().to_owned());
        };
        if let Some((referral, partner)) = self.taken.get(&of.key).copied() {
            if partner == link.partner {
                self.settled.joined += u64::from(s.referral != Some(referral));
                to.referral = Some(referral);
            } else {
                known_already(to);
            }
            return Ok(());
        }
        if let Some(referral) = self.before.get(&of.key).copied() {
            let partner = self.keep_or_move(referral, s, to, link, on)?;
            self.taken.insert(of.key.clone(), (referral, partner));
            if partner == link.partner || s.referral == Some(referral) {
                to.referral = Some(referral);
            } else {
                known_already(to);
            }
            return Ok(());
        }
        let same = self
            .tx
            .view()
            .same_company(&of.name, of.domain.as_deref())?;
        let own = same.iter().find_map(|one| match one {
            Same::Referral { id, partner, .. } if *partner == link.partner => Some(*id),
            _ => None,
        });
        if let Some(referral) = own {
            self.taken.insert(of.key.clone(), (referral, link.partner));
            self.settled.joined += 1;
            to.referral = Some(referral);
        } else if same.is_empty() {
            let rules = self.rules;
            let new = referral(s, of, link.partner, on, &rules.stage, rules.qualifies);
            let id = self.tx.add_referral(&new)?;
            self.tx.agree(id, &[])?;
            self.taken.insert(of.key.clone(), (id, link.partner));
            self.settled.made.push(new.company);
            to.referral = Some(id);
        } else {
            known_already(to);
        }
        Ok(())
    }

    /// Moves a referral to who brought the company first, unless somebody has worked on it. Returns whose it is.
    fn keep_or_move(
        &mut self,
        id: i64,
        s: &SignUp,
        to: &mut SignUp,
        link: &LinkKey,
        on: Day,
    ) -> Result<i64> {
        let view = self.tx.view();
        let known = view.referral(id)?.known;
        let same_day = known.submitted_on == Some(on) || known.came_by.as_deref() != Some("link");
        if known.partner == link.partner && same_day {
            return Ok(known.partner);
        }
        if !view.is_untouched_lead(id)? {
            if known.partner != link.partner {
                self.settled.kept += 1;
                if s.referral == Some(id) {
                    to.link = s.link;
                }
            }
            return Ok(known.partner);
        }
        let mut moved = known.clone();
        moved.partner = link.partner;
        moved.submitted_on = Some(on);
        moved.protected_until = Some(add_days(on, PROTECTED_DAYS)?);
        if known.partner != link.partner {
            // Our person is the partner's, unless somebody was named for this one.
            let (old, new) = (
                view.partner(known.partner)?.known.owner,
                view.partner(link.partner)?.known.owner,
            );
            if known.owner == old {
                moved.owner = new;
            }
            self.settled.moved += 1;
        }
        agreed::set(self.tx, id, &known, &moved)?;
        Ok(link.partner)
    }
}
