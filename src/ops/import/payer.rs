//! Who paid: from a referral or a customer named in a file to the customer in the book, made where a won referral
//! says that there is one.

use std::collections::HashMap;

use super::{intake::Stop, said::Said, words::Suggestions};
use crate::{
    error::{Error, Result},
    import::Row,
    store::{Found, Lead, Names, NewCustomer, NewRevenue, Tx, Wins, Won},
    text::check_name,
};

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

/// Why nobody is known to have paid.
pub(super) enum Nobody {
    Referral(String),
    Customer(String),
    Both,
    Whole(Error),
}

impl From<Error> for Nobody {
    fn from(e: Error) -> Self {
        Self::Whole(e)
    }
}

impl Nobody {
    pub(super) fn stop(
        self,
        row: &Row<'_>,
        referral: impl Into<usize> + Copy,
        customer: impl Into<usize> + Copy,
    ) -> Stop {
        match self {
            Self::Referral(reason) => row.refuse(referral, reason).into(),
            Self::Customer(reason) => row.refuse(customer, reason).into(),
            Self::Both => row
                .refuse(
                    customer,
                    "is empty, and the row names no referral: nobody is known to have paid",
                )
                .into(),
            Self::Whole(e) => e.into(),
        }
    }
}

/// Everybody who can have paid, and what was found out so far.
pub(super) struct Payers {
    customers: Names,
    wins: Wins,
    add: bool,
    found: HashMap<String, Payer>,
    /// Customers no referral was known to have brought, and the earliest one the file names for them.
    to_link: HashMap<i64, Option<Won>>,
    leads: HashMap<i64, Won>,
    suggestions: Suggestions,
}

impl Payers {
    pub(super) fn new(tx: &Tx<'_>, add: bool) -> Result<Self> {
        Ok(Self {
            customers: tx.view().customer_names()?,
            wins: tx.view().wins()?,
            add,
            found: HashMap::new(),
            to_link: HashMap::new(),
            leads: HashMap::new(),
            suggestions: Suggestions::new(),
        })
    }

    /// Who a row means. A customer is looked up by external id, domain, e-mail's domain, name; a referral by external
    /// id. Where only a won referral is known, its customer is the one it brought, else the one of its domain or name,
    /// else a new one.
    pub(super) fn of(
        &mut self,
        tx: &Tx<'_>,
        referral: Option<&str>,
        said: &Said,
    ) -> Result<Payer, Nobody> {
        let key = format!("{}\u{1}{}", referral.unwrap_or_default(), said.key());
        if let Some(payer) = self.found.get(&key) {
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
        self.found.insert(key, payer);
        Ok(payer)
    }

    /// Notes that a line of a payer went in: a customer nobody is known to have brought was brought by the earliest
    /// won referral that earns on a line of it.
    pub(super) fn paid(&mut self, payer: Payer, referral: Option<i64>) {
        let Some(won) = referral.and_then(|r| self.leads.get(&r)) else {
            return;
        };
        if let Some(first) = self.to_link.get_mut(&payer.customer)
            && first.as_ref().is_none_or(|f| won < f)
        {
            *first = Some(won.clone());
        }
    }

    /// Links customers to the referrals that brought them; their lines that earned for nobody follow.
    pub(super) fn link(&mut self, tx: &Tx<'_>) -> Result<()> {
        let mut links: Vec<(i64, i64)> = self
            .to_link
            .drain()
            .filter_map(|(customer, won)| Some((customer, won?.id)))
            .collect();
        links.sort_unstable();
        for (customer, referral) in links {
            tx.link_customer(customer, referral)?;
        }
        Ok(())
    }

    fn by_customer(&mut self, tx: &Tx<'_>, said: &Said) -> Result<Payer, Nobody> {
        if let Some(customer) = self.lookup(tx, said)? {
            return self.unnamed(tx, customer);
        }
        let called = said.called().ok_or(Nobody::Both)?;
        let domain = said.domains().next();
        if let Some(won) = self.wins.of(domain.as_deref(), Some(&called)).cloned() {
            let known = tx.view().referral(won.id)?.known;
            let customer = self.make(tx, known.company, known.domain, Some(won.id))?;
            return self.unnamed(tx, customer);
        }
        if self.add {
            let name = check_name(&called).map_err(|e| Nobody::Customer(e.to_string()))?;
            let customer = self.make_with_id(tx, name, domain, None, said.own_id())?;
            return self.unnamed(tx, customer);
        }
        let or = "--add-customers adds those that are missing";
        let hint = self.suggestions.of(&called, &self.customers, or);
        Err(Nobody::Customer(format!(
            "is no customer in the book{hint}"
        )))
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
        let given = self.lookup(tx, said)?;
        let customer = match given {
            Some(customer) => customer,
            None => self.customer_of(tx, &lead)?,
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
        let by_domain = lead
            .domain
            .as_deref()
            .map_or(Found::None, |d| self.customers.by_key(d));
        let by = match by_domain {
            Found::One(id) => Found::One(id),
            _ => self.customers.by_name(&lead.company),
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
    fn lookup(&self, tx: &Tx<'_>, said: &Said) -> Result<Option<i64>, Nobody> {
        let mut several = false;
        if let Some(id) = &said.id {
            match self.customers.customer(id) {
                Found::One(found) => return Ok(Some(found)),
                Found::Many => several = true,
                Found::None => {}
            }
        }
        for domain in said.domains() {
            match self.customers.by_key(&domain) {
                Found::One(found) => return Ok(Some(found)),
                Found::Many => several = true,
                Found::None => {}
            }
        }
        if let Some(name) = &said.name {
            match self.customers.by_name(name) {
                Found::One(found) if !other_id(tx, found, said)? => return Ok(Some(found)),
                Found::Many => several = true,
                _ => {}
            }
        }
        if several {
            return Err(Nobody::Customer(
                "is what several customers are called; use their ids".to_owned(),
            ));
        }
        Ok(None)
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
        if source.is_none() {
            self.to_link.entry(customer).or_insert(None);
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
        let id = tx.add_customer(&new)?;
        self.customers
            .add(id, external, new.domain.as_deref(), &new.name);
        Ok(id)
    }
}

/// A customer of the same name is the same company, unless both have a domain and it is another one.
fn fits(tx: &Tx<'_>, customer: i64, lead: &Lead) -> Result<bool> {
    let theirs = tx.view().customer(customer)?.known.domain;
    Ok(!matches!((&theirs, &lead.domain), (Some(a), Some(b)) if a != b))
}

/// Whether a customer of the same name is another one: the program that made the row's id made another id for it
/// (`cus_1`, `cus_2`).
fn other_id(tx: &Tx<'_>, customer: i64, said: &Said) -> Result<bool> {
    let theirs = tx.view().customer(customer)?.known.external_id;
    let stem = |id: &str| id.split_once('_').map(|(stem, _)| stem.to_owned());
    Ok(match (said.own_id(), theirs.as_deref()) {
        (Some(ours), Some(theirs)) => {
            ours != theirs && stem(ours).is_some() && stem(ours) == stem(theirs)
        }
        _ => false,
    })
}
