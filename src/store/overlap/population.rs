//! Lists of accounts in the book, ours and partners': what they are, their rows, adding and forgetting whole ones.

use rusqlite::{Row, params};

use crate::{
    domain::{day::Day, money::Money, overlap::Standing},
    error::Result,
    store::{
        Tx, View,
        column::{broken, day, iso, money, sure_day},
    },
};

/// An account on a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// Its site, as the list has it.
    pub site: Option<String>,
    /// Registrable domain of the site, where it identifies its owner.
    pub domain: Option<String>,
    /// The list's person for it: our owner, the partner's rep.
    pub rep: Option<String>,
    /// How far it is.
    pub stage: Option<String>,
    /// What it is worth.
    pub value: Option<Money>,
    /// What the list calls it.
    pub external_id: Option<String>,
    /// Registrable domain of an e-mail address, where it is a company's own.
    pub mail_domain: Option<String>,
    /// Its country, two letters.
    pub country: Option<String>,
    /// Registration numbers, `duns:150483782`, by blanks.
    pub numbers: Option<String>,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Customer since.
    pub since: Option<Day>,
    /// The first day of its open deal.
    pub opened_on: Option<Day>,
}

/// Which list: whose, of what, under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListOf<'a> {
    /// Whose; none: ours.
    pub partner: Option<i64>,
    /// What its accounts are.
    pub standing: Standing,
    /// Its name; none: the standard list of its standing.
    pub name: Option<&'a str>,
}

/// A list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// Its id.
    pub id: i64,
    /// Whose; none: ours.
    pub partner: Option<i64>,
    /// `customers`, `opportunities`, `prospects` or `other`.
    pub kind: String,
    /// Its name; none: the standard list of its kind.
    pub name: Option<String>,
    /// When its newest version was loaded.
    pub loaded_on: Day,
    /// From which file.
    pub file: String,
    /// How many accounts it has, those that are gone left out.
    pub accounts: i64,
    /// How often it was loaded.
    pub version: i64,
    /// The day its newest version speaks of.
    pub as_of: Day,
    /// The day the version before speaks of.
    pub before: Option<Day>,
}

impl Population {
    /// What it is called: its name, or the standard list's.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.kind)
    }

    /// What its accounts are.
    pub fn standing(&self) -> Standing {
        Standing::parse(&self.kind).unwrap_or(Standing::Other)
    }
}

/// Columns of a list's row that make a [`NewAccount`], from column `at` on.
pub(super) const ACCOUNT: &str = "a.name, a.site, a.domain, a.rep, a.stage, a.minor, a.currency, a.external_id, a.mail_domain, a.country,
   a.numbers, a.aliases, a.since, a.opened_on";

/// Reads [`ACCOUNT`].
pub(super) fn read_account(r: &Row<'_>, at: usize) -> rusqlite::Result<NewAccount> {
    Ok(NewAccount {
        name: r.get(at)?,
        site: r.get(at + 1)?,
        domain: r.get(at + 2)?,
        rep: r.get(at + 3)?,
        stage: r.get(at + 4)?,
        value: money(r, at + 5)?,
        external_id: r.get(at + 7)?,
        mail_domain: r.get(at + 8)?,
        country: r.get(at + 9)?,
        numbers: r.get(at + 10)?,
        aliases: names(r, at + 11)?,
        since: day(r, at + 12)?,
        opened_on: day(r, at + 13)?,
    })
}

/// A JSON list of names.
pub(super) fn names(r: &Row<'_>, at: usize) -> rusqlite::Result<Vec<String>> {
    match r.get_ref(at)?.as_str_or_null()? {
        None => Ok(Vec::new()),
        Some(text) => serde_json::from_str(text).map_err(|e| broken(at, e)),
    }
}

/// Names as a JSON list; nothing where there are none.
pub(super) fn listed(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| serde_json::json!(names).to_string())
}

impl View<'_> {
    /// The lists of a partner, strongest first: customers, opportunities, prospects, others.
    pub fn populations(&self, partner: i64) -> Result<Vec<Population>> {
        self.lists_of(Some(partner))
    }

    /// Our own lists, beside the customers and referrals of the book.
    pub fn our_populations(&self) -> Result<Vec<Population>> {
        self.lists_of(None)
    }

    fn lists_of(&self, partner: Option<i64>) -> Result<Vec<Population>> {
        // Rows of a list lie side by side: counted in that order, a million of them take a fifth of the time.
        let mut q = self.conn.prepare_cached(
            "SELECT p.id, p.kind, p.loaded_on, p.file,
                    (SELECT count(*) FROM population_account a
                      WHERE a.id BETWEEN (SELECT min(b.id) FROM population_account b WHERE b.population_id = p.id)
                                     AND (SELECT max(b.id) FROM population_account b WHERE b.population_id = p.id)
                        AND +a.population_id = p.id AND a.gone_on IS NULL),
                    p.name, coalesce(p.version, 1), coalesce(p.as_of, p.loaded_on), p.before, p.partner_id
             FROM population p WHERE coalesce(p.partner_id, 0) = coalesce(?1, 0)
             ORDER BY CASE p.kind WHEN 'customers' THEN 1 WHEN 'opportunities' THEN 2 WHEN 'prospects' THEN 3 ELSE 4 END,
                      p.name IS NOT NULL, p.name, p.id",
        )?;
        let rows = q.query_map([partner], |r| {
            Ok(Population {
                id: r.get(0)?,
                kind: r.get(1)?,
                loaded_on: sure_day(r, 2)?,
                file: r.get(3)?,
                accounts: r.get(4)?,
                name: r.get(5)?,
                version: r.get(6)?,
                as_of: sure_day(r, 7)?,
                before: day(r, 8)?,
                partner: r.get(9)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The accounts a list has now, in the order they came, each with its id.
    pub fn population_accounts(&self, population: i64) -> Result<Vec<(i64, NewAccount)>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT a.id, {ACCOUNT} FROM population_account a WHERE a.population_id = ?1 AND a.gone_on IS NULL ORDER BY a.id"
        ))?;
        let rows = q.query_map([population], |r| Ok((r.get(0)?, read_account(r, 1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Loads a partner's standard list of a kind (`customers`, `opportunities`, `prospects`): the next version of the one
    /// there is.
    pub fn load_population(
        &self,
        partner: i64,
        kind: &str,
        file: &str,
        accounts: &[NewAccount],
    ) -> Result<i64> {
        let of = ListOf {
            partner: Some(partner),
            standing: Standing::parse(kind).unwrap_or(Standing::Other),
            name: None,
        };
        let mut loading = self.begin_list(of, file, None)?;
        loading.take_all(self, accounts)
    }

    /// A row of a list: its id.
    pub(in crate::store) fn add_list_row(
        &self,
        population: i64,
        a: &NewAccount,
        seen_first: Option<Day>,
        gone_on: Option<Day>,
    ) -> Result<i64> {
        let (minor, currency) = (a.value.map(|v| v.minor), a.value.map(|v| v.currency.code()));
        self.conn
            .prepare_cached(
                "INSERT INTO population_account (population_id, name, site, domain, rep, stage, minor, currency, external_id, mail_domain,
                   country, numbers, aliases, since, opened_on, seen_first, gone_on, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                population, a.name, a.site, a.domain, a.rep, a.stage, minor, currency, a.external_id, a.mail_domain, a.country, a.numbers,
                listed(&a.aliases), iso(a.since), iso(a.opened_on), iso(seen_first), iso(gone_on), self.op
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Deletes the standard list of a kind of a partner, or all its lists. Returns how many accounts were on them.
    pub fn forget_population(&self, partner: i64, kind: Option<&str>) -> Result<usize> {
        let lists = self.view().populations(partner)?;
        let mut accounts = 0;
        for list in lists
            .iter()
            .filter(|l| kind.is_none_or(|k| l.name.is_none() && l.kind == k))
        {
            accounts += self.forget_list(list.id)?;
        }
        Ok(accounts)
    }

    /// Deletes a list. Returns how many accounts it had.
    pub fn forget_list(&self, population: i64) -> Result<usize> {
        let accounts: i64 = self
            .conn
            .prepare_cached(
                "SELECT count(*) FROM population_account WHERE population_id = ?1 AND gone_on IS NULL",
            )?
            .query_row([population], |r| r.get(0))?;
        for sql in [
            "DELETE FROM population_account WHERE population_id = ?1",
            "DELETE FROM population WHERE id = ?1",
        ] {
            self.conn.prepare_cached(sql)?.execute([population])?;
        }
        Ok(usize::try_from(accounts).unwrap_or(0))
    }
}
