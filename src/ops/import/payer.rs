//! Who paid: from a referral or a customer named in a file to the customer in the book, made where a won referral
//! says that there is one.

mod brought;
mod nobody;

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
};

use super::{
    reading::{Existing, Reading},
    said::Said,
    trial::AllMade,
    who::{Meant, No, Told, Who},
};
use crate::{
    error::Result,
    ops::Choice,
    store::{Found, Known, Lead, NewCustomer, NewRevenue, Noun, Tx, Wins, Won},
    text::check_name,
};
use nobody::Nobody;

/// The flag that lets customers be made that are missing.
const ADD: &str = "--add-customers";

/// How many answers are kept, so that a file with a customer on every line needs no more memory than others.
const KEPT: usize = 200_000;

/// Who paid, and which referral earns on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payer {
    pub(super) customer: i64,
    pub(super) referral: Option<i64>,
    /// The file named the referral itself.
    pub(super) named: bool,
}

impl Payer {
    /// The line as theirs.
    pub(super) fn of(self, line: NewRevenue) -> NewRevenue {
        NewRevenue {
            customer: self.customer,
            referral: self.referral,
            ..line
        }
    }
}

/// Everybody who can have paid, and what was found out so far.
pub(super) struct Payers {
    who: Who,
    wins: Wins,
    add: bool,
    /// Whether what the file says of a known customer may be kept.
    fills: bool,
    found: HashMap<String, Payer>,
    /// Customers no referral was known to have brought, and the earliest one the file names for them.
    to_link: HashMap<i64, Option<Won>>,
    leads: HashMap<i64, Won>,
    /// What the row at hand changed of those to link: what was there before, newest last.
    before: Vec<(i64, Before)>,
}

/// What was known of who brought a customer.
enum Before {
    /// It was not among those to link.
    Nothing,
    /// This, or nobody yet.
    Known(Option<Won>),
}

impl Payers {
    pub(super) fn new(tx: &Tx<'_>, add: bool, reading: &Reading) -> Result<Self> {
        Ok(Self {
            who: Who::new(tx, Noun::Customer, reading)?,
            wins: tx.view().wins()?,
            add,
            fills: reading.existing == Existing::Update,
            found: HashMap::new(),
            to_link: HashMap::new(),
            leads: HashMap::new(),
            before: Vec::new(),
        })
    }

    /// Who a row means. A customer is looked up by external id, alias, domain, e-mail's domain, name; a referral by its
    /// id. Where only a won referral is known, its customer is the one it brought, else the one of its domain or name,
    /// else a new one.
    pub(super) fn of(
        &mut self,
        tx: &Tx<'_>,
        referral: Option<&str>,
        said: &Said,
    ) -> Result<Payer, Nobody> {
        self.before.clear();
        // No id has a control character in it, so the two are told apart.
        let named = referral.unwrap_or_default();
        let key = if said.is_empty() {
            Cow::Borrowed(named)
        } else {
            Cow::Owned(format!("{named}\u{1}{}", said.key()))
        };
        if let Some(payer) = self.found.get(&*key) {
            self.who.again(payer.customer);
            return Ok(*payer);
        }
        let payer = match referral {
            None if said.is_empty() => return Err(Nobody::Both),
            None => self.by_customer(tx, said)?,
            Some(referral) => self.by_referral(tx, referral, said)?,
        };
        if self.found.len() >= KEPT {
            self.found.clear();
        }
        self.found.insert(key.into_owned(), payer);
        Ok(payer)
    }

    /// What only the person can say.
    pub(super) fn questions(&self) -> Vec<Choice> {
        self.who.questions()
    }

    /// The customers that were made.
    pub(super) fn made(&self) -> AllMade {
        self.who.all_made()
    }

    fn by_customer(&mut self, tx: &Tx<'_>, said: &Said) -> Result<Payer, Nobody> {
        // What a person said of a text goes before what it looks like.
        let texts = [&said.name, &said.id].into_iter().flatten();
        let settled = texts.into_iter().find(|t| self.who.settles(t));
        if let Some(text) = settled {
            return match self.who.of_text(tx, said.line, text, (ADD, self.add)) {
                Ok(Meant::Known(id)) => self.unnamed(tx, id),
                Err(No::Later(_)) => self.by_target(tx, said.line, text),
                Ok(Meant::New) => self.by_what_it_says(tx, said),
                Err(no) => Err(no.into()),
            };
        }
        self.by_what_it_says(tx, said)
    }

    /// Whom a person said a text means, where that is not in the book yet: found or made like one a row names itself.
    fn by_target(&mut self, tx: &Tx<'_>, line: u64, text: &str) -> Result<Payer, Nobody> {
        let target = Said {
            id: self.who.target_of(text),
            line,
            ..Said::default()
        };
        let payer = self.by_what_it_says(tx, &target)?;
        self.who.remember(tx, text, payer.customer)?;
        Ok(payer)
    }

    fn by_what_it_says(&mut self, tx: &Tx<'_>, said: &Said) -> Result<Payer, Nobody> {
        let add = (ADD, self.add);
        let found = self.lookup(tx, said)?;
        if let Found::One(customer) = found {
            self.known_by(tx, customer, said)?;
            return self.unnamed(tx, customer);
        }
        let called = said.called().ok_or(Nobody::Both)?;
        let domain = said.domains().next();
        if found == Found::None
            && let Some(won) = self.wins.of(domain.as_deref(), Some(&called)).cloned()
        {
            let customer = if let Some(customer) = tx.view().customer_of(won.id)? {
                self.known_by(tx, customer, said)?;
                customer
            } else {
                let known = tx.view().referral(won.id)?.known;
                let (name, domain) = (known.company, known.domain.or(domain));
                // By the id it is found again where a row has neither its name nor its address.
                self.make_with_id(tx, name, domain, Some(won.id), said.own_id())?
            };
            return self.unnamed(tx, customer);
        }
        let meant = if said.name.is_some() && found == Found::None {
            // Nobody of this id, address or name: what bears the name is another one.
            let told = Told {
                id: said.own_id(),
                name: &called,
                domain: domain.as_deref(),
                email: None,
            };
            self.who.newcomer(tx, said.line, told, add)?
        } else {
            self.who.of_text(tx, said.line, &called, add)?
        };
        let customer = match meant {
            Meant::Known(id) => id,
            Meant::New => {
                let name = check_name(&called).map_err(|e| Nobody::Customer(e.to_string()))?;
                self.make_with_id(tx, name, domain, None, said.own_id())?
            }
        };
        self.unnamed(tx, customer)
    }

    fn by_referral(&mut self, tx: &Tx<'_>, external: &str, said: &Said) -> Result<Payer, Nobody> {
        let lead = tx
            .view()
            .lead(external)?
            .ok_or_else(|| Nobody::Referral("is no referral in the book".to_owned()))?;
        if let Some(on) = lead.won {
            let won = Won {
                on,
                external: lead.external.clone(),
                id: lead.id,
            };
            self.leads.insert(lead.id, won);
        }
        let customer = match (self.lookup(tx, said)?, said.called()) {
            (Found::One(customer), _) => customer,
            (Found::Many, Some(called)) => {
                match self.who.of_text(tx, said.line, &called, (ADD, false))? {
                    Meant::Known(customer) => customer,
                    Meant::New => self.customer_of(tx, &lead)?,
                }
            }
            _ => self.customer_of(tx, &lead)?,
        };
        self.may_link(tx, customer)?;
        Ok(Payer {
            customer,
            referral: Some(lead.id),
            named: true,
        })
    }

    fn customer_of(&mut self, tx: &Tx<'_>, lead: &Lead) -> Result<i64, Nobody> {
        if let Some(customer) = tx.view().customer_of(lead.id)? {
            return Ok(customer);
        }
        if lead.won.is_none() {
            return Err(Nobody::Referral(format!(
                "is a referral that is not won (it is at {}), so it has no customer yet",
                lead.stage
            )));
        }
        let names = &self.who.names;
        let domain = lead.domain.as_deref();
        let alias = domain.and_then(|d| names.by_alias(d));
        if let Some(id) = alias.or_else(|| names.by_alias(&lead.company)) {
            return Ok(id);
        }
        let by = match domain.map_or(Found::None, |d| names.by_domain(d)) {
            Found::One(id) => Found::One(id),
            _ => names.by_name(&lead.company),
        };
        match by {
            Found::One(id) if fits(tx, id, lead)? => Ok(id),
            _ => {
                let first = self.wins.of(lead.domain.as_deref(), Some(&lead.company));
                let source = first.map_or(lead.id, |w| w.id);
                Ok(self.make(tx, lead.company.clone(), lead.domain.clone(), Some(source))?)
            }
        }
    }

    /// The customer a row speaks of, if the book has it: the surest part that leads to one decides. Several on one
    /// domain are told apart by their names.
    fn lookup(&self, tx: &Tx<'_>, said: &Said) -> Result<Found> {
        let names = &self.who.names;
        let mut several = false;
        let mut one = |found: Found| match found {
            Found::One(id) => Some(id),
            Found::Many => {
                several = true;
                None
            }
            Found::None => None,
        };
        let by_id = said.id.as_deref().and_then(|id| one(names.customer(id)));
        let by_domain = || {
            let alias = |d: &str| names.by_alias(d).map(Found::One);
            said.domains()
                .find_map(|d| one(alias(&d).unwrap_or_else(|| names.by_domain(&d))))
        };
        if let Some(id) = by_id.or_else(by_domain) {
            return Ok(Found::One(id));
        }
        if let Some(name) = &said.name {
            if let Some(id) = names.by_alias(name) {
                return Ok(Found::One(id));
            }
            let other = |found| -> Result<bool> {
                let theirs = tx.view().customer(found)?.known.external_id;
                Ok(said.is_another(theirs.as_deref()))
            };
            match names.by_name(name) {
                Found::One(found) if !other(found)? => return Ok(Found::One(found)),
                Found::Many => several = true,
                _ => {}
            }
        }
        Ok(if several { Found::Many } else { Found::None })
    }

    /// Gives a customer the id and the domain it pays under, where it has none: by these it is found again where a row
    /// has no name. Not where known records are to stay as they are.
    fn known_by(&self, tx: &Tx<'_>, customer: i64, said: &Said) -> Result<()> {
        if !self.fills {
            return Ok(());
        }
        let before = tx.view().customer(customer)?.known;
        let mut to = before.clone();
        to.external_id = to.external_id.or(said.own_id().map(str::to_owned));
        to.domain = to.domain.or(said.domains().next());
        if to != before {
            tx.mark()?;
            tx.set_customer(customer, &to)?;
        }
        Ok(())
    }

    /// A payer whose referral the file did not name: lines earn for whoever brought the customer.
    fn unnamed(&mut self, tx: &Tx<'_>, customer: i64) -> Result<Payer, Nobody> {
        Ok(Payer {
            customer,
            referral: self.may_link(tx, customer)?,
            named: false,
        })
    }

    /// The referral that brought a customer; if there is none, one may be found in the rest of the file.
    fn may_link(&mut self, tx: &Tx<'_>, customer: i64) -> Result<Option<i64>> {
        let source = tx.view().source_of(customer)?;
        if source.is_none()
            && let Entry::Vacant(none) = self.to_link.entry(customer)
        {
            none.insert(None);
            self.before.push((customer, Before::Nothing));
        }
        Ok(source)
    }

    fn make(
        &mut self,
        tx: &Tx<'_>,
        name: String,
        domain: Option<String>,
        referral: Option<i64>,
    ) -> Result<i64> {
        self.make_with_id(tx, name, domain, referral, None)
    }

    fn make_with_id(
        &mut self,
        tx: &Tx<'_>,
        name: String,
        domain: Option<String>,
        referral: Option<i64>,
        external: Option<&str>,
    ) -> Result<i64> {
        let new = NewCustomer {
            external_id: external.map(str::to_owned),
            name,
            domain,
            referral,
            ..NewCustomer::default()
        };
        self.who.begin(tx)?;
        let id = tx.add_customer(&new)?;
        let known = Known {
            external,
            domain: new.domain.as_deref(),
            name: &new.name,
            ..Known::default()
        };
        self.who.made(id, known);
        Ok(id)
    }
}

/// A customer of the same name is the same company, unless both have a domain and it is another one.
fn fits(tx: &Tx<'_>, customer: i64, lead: &Lead) -> Result<bool> {
    let theirs = tx.view().customer(customer)?.known.domain;
    Ok(!matches!((&theirs, &lead.domain), (Some(a), Some(b)) if a != b))
}
