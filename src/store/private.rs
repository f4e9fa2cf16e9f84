//! Private comparisons in the book: partners' keys, which comparisons there were, what came of them. Never a secret.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Tx, View,
    column::{day, money, sure_day},
};
use crate::{
    domain::{day::Day, money::Money},
    error::Result,
};

/// The key a partner signs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Ed25519, hexadecimal.
    pub public_key: String,
    /// The day it first came.
    pub pinned_on: Day,
    /// The day its words were compared aloud.
    pub compared_on: Option<Day>,
}

/// Which side we are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeSide {
    /// We asked.
    Asked,
    /// We answered.
    Answered,
}

impl ExchangeSide {
    fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Answered => "answered",
        }
    }
}

/// One comparison as the book tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExchange {
    /// With whom.
    pub partner: i64,
    /// Its name, hexadecimal.
    pub session: String,
    /// Which side we are on.
    pub side: ExchangeSide,
    /// What for.
    pub purpose: Option<String>,
    /// Only a number was asked for.
    pub counts_only: bool,
    /// Ours that were compared.
    pub populations: Vec<String>,
    /// What is told of accounts that both have.
    pub fields: Vec<String>,
    /// Keys of the side that asked, rounded up.
    pub asked: u32,
    /// Keys of the side that answered, rounded up.
    pub listed: Option<u32>,
    /// The last day files of it are taken.
    pub expires_on: Day,
}

/// A comparison the book knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Its id.
    pub id: i64,
    /// With whom.
    pub partner: i64,
    /// `requested`, `answered`, `opened`, `finished`, `closed` or `given up`.
    pub state: String,
    /// The day it began.
    pub made_on: Day,
    /// The last day files of it are taken.
    pub expires_on: Day,
}

/// A comparison that may go on, and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenExchange {
    /// Its id.
    pub id: i64,
    /// Its name, hexadecimal.
    pub session: String,
    /// With whom.
    pub partner: i64,
    /// The partner's name.
    pub name: String,
    /// We asked, and the answer was not opened yet.
    pub waits: bool,
}

/// An account of ours, for a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OurAccount {
    /// `C12`, `R7` or `A33`.
    pub id: String,
    /// `customers`, `opportunities`, `prospects` or `other`.
    pub kind: String,
    /// The list's own name, where it has one.
    pub list: Option<String>,
    /// Its name.
    pub name: String,
    /// Registrable domain or site.
    pub site: Option<String>,
    /// Two letters, where they are known.
    pub country: Option<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// How far it is.
    pub stage: Option<String>,
    /// Since when it is what it is.
    pub since: Option<Day>,
    /// What it is worth.
    pub value: Option<Money>,
}

/// Customers, open referrals and our own lists, as one side of a comparison.
const OURS: &str = "
    SELECT 'C' || id, 'customers', NULL, name, domain, country, owner, NULL, started_on, NULL, NULL
      FROM customer WHERE churned_on IS NULL
    UNION ALL
    SELECT 'R' || r.id, 'opportunities', NULL, r.company, r.domain, NULL, r.owner, r.stage, r.submitted_on, r.expected_minor, r.currency
      FROM referral r JOIN stage s ON s.name = r.stage WHERE s.kind = 'open'
    UNION ALL
    SELECT 'A' || a.id, p.kind, p.name, a.name, coalesce(a.domain, a.site), a.country, a.rep, a.stage,
           coalesce(a.since, a.opened_on), a.minor, a.currency
      FROM population p JOIN population_account a ON a.population_id = p.id
     WHERE p.partner_id IS NULL AND a.gone_on IS NULL";

const OPEN_EXCHANGE: &str = "
    SELECT e.id, e.session, e.partner_id, p.name, e.side = 'asked' AND e.state = 'requested'
      FROM private_exchange e JOIN partner p ON p.id = e.partner_id";

fn open_exchange(r: &Row<'_>) -> rusqlite::Result<OpenExchange> {
    Ok(OpenExchange {
        id: r.get(0)?,
        session: r.get(1)?,
        partner: r.get(2)?,
        name: r.get(3)?,
        waits: r.get(4)?,
    })
}

impl View<'_> {
    /// The book's file; none for a book in memory.
    pub fn file(&self) -> Option<std::path::PathBuf> {
        self.conn
            .path()
            .filter(|path| !path.is_empty())
            .map(Into::into)
    }

    /// The key a partner signs with, if one ever came.
    pub fn peer(&self, partner: i64) -> Result<Option<Peer>> {
        let read = |r: &Row<'_>| {
            Ok(Peer {
                public_key: r.get(0)?,
                pinned_on: sure_day(r, 1)?,
                compared_on: day(r, 2)?,
            })
        };
        Ok(self
            .conn
            .prepare_cached(
                "SELECT public_key, pinned_on, compared_on FROM private_peer WHERE partner_id = ?1",
            )?
            .query_row([partner], read)
            .optional()?)
    }

    /// Whose key it is.
    pub fn partner_of_key(&self, public_key: &str) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached("SELECT partner_id FROM private_peer WHERE public_key = ?1")?
            .query_row([public_key], |r| r.get(0))
            .optional()?)
    }

    /// The comparison of a name (hexadecimal) and side.
    pub fn exchange(&self, session: &str, side: ExchangeSide) -> Result<Option<Exchange>> {
        let read = |r: &Row<'_>| {
            Ok(Exchange {
                id: r.get(0)?,
                partner: r.get(1)?,
                state: r.get(2)?,
                made_on: sure_day(r, 3)?,
                expires_on: sure_day(r, 4)?,
            })
        };
        Ok(self
            .conn
            .prepare_cached(
                "SELECT id, partner_id, state, made_on, expires_on FROM private_exchange WHERE session = ?1 AND side = ?2",
            )?
            .query_row(params![session, side.word()], read)
            .optional()?)
    }

    /// The comparisons whose last day is not over and that were not given up, the oldest first.
    pub fn open_exchanges(&self, today: Day) -> Result<Vec<OpenExchange>> {
        let mut q = self.conn.prepare_cached(&format!(
            "{OPEN_EXCHANGE} WHERE e.expires_on >= ?1 AND e.state <> 'given up' ORDER BY e.id"
        ))?;
        let rows = q.query_map([today.to_string()], open_exchange)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether the book knows of any comparison.
    pub fn ever_compared(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM private_exchange)";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
    }

    /// The comparison of a name (hexadecimal), however far it is.
    pub fn known_exchange(&self, session: &str) -> Result<Option<OpenExchange>> {
        Ok(self
            .conn
            .prepare_cached(&format!("{OPEN_EXCHANGE} WHERE e.session = ?1"))?
            .query_row([session], open_exchange)
            .optional()?)
    }

    /// How many keys a partner was answered since a day. What was answered and undone counts too: a file that was sent
    /// cannot be called back.
    pub fn asked_since(&self, partner: i64, since: Day) -> Result<u64> {
        let sum: i64 = self
            .conn
            .prepare_cached(
                "SELECT coalesce(sum(asked), 0) FROM (
                   SELECT id, asked FROM private_exchange WHERE partner_id = ?1 AND side = 'answered' AND made_on >= ?2
                   UNION
                   SELECT row_id, json_extract(after, '$.asked') FROM change
                    WHERE tbl = 'private_exchange' AND before IS NULL AND json_extract(after, '$.partner_id') = ?1
                      AND json_extract(after, '$.side') = 'answered' AND json_extract(after, '$.made_on') >= ?2
                      AND row_id NOT IN (SELECT id FROM private_exchange))",
            )?
            .query_row(params![partner, since.to_string()], |r| r.get(0))?;
        Ok(u64::try_from(sum).unwrap_or_default())
    }

    /// Our accounts, for a comparison: customers that did not leave, open referrals, the accounts of our own lists.
    pub fn comparable_accounts(&self) -> Result<Vec<OurAccount>> {
        let mut q = self.conn.prepare_cached(OURS)?;
        let rows = q.query_map([], |r| {
            Ok(OurAccount {
                id: r.get(0)?,
                kind: r.get(1)?,
                list: r.get(2)?,
                name: r.get(3)?,
                site: r.get(4)?,
                country: r.get(5)?,
                owner: r.get(6)?,
                stage: r.get(7)?,
                since: day(r, 8)?,
                value: money(r, 9)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Keeps the key a partner signs with.
    pub fn pin_peer(&self, partner: i64, public_key: &str) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO private_peer (partner_id, public_key, pinned_on, op) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![partner, public_key, self.today.to_string(), self.op])?;
        Ok(())
    }

    /// Notes that the words of a partner's key were compared aloud today. Returns whether that is news.
    pub fn peer_compared(&self, partner: i64) -> Result<bool> {
        let changed = self
            .conn
            .prepare_cached("UPDATE private_peer SET compared_on = ?2 WHERE partner_id = ?1 AND compared_on IS NOT ?2")?
            .execute(params![partner, self.today.to_string()])?;
        Ok(changed > 0)
    }

    /// Forgets the key of a partner. Returns whether there was one.
    pub fn forget_peer(&self, partner: i64) -> Result<bool> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM private_peer WHERE partner_id = ?1")?
            .execute([partner])?;
        Ok(gone > 0)
    }

    /// Notes a comparison; its state is that of the side that begins it.
    pub fn add_exchange(&self, exchange: &NewExchange) -> Result<i64> {
        let state = match exchange.side {
            ExchangeSide::Asked => "requested",
            ExchangeSide::Answered => "answered",
        };
        self.conn
            .prepare_cached(
                "INSERT INTO private_exchange (partner_id, session, side, purpose, counts_only, populations, fields, asked, listed,
                                               made_on, expires_on, state, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                exchange.partner,
                exchange.session,
                exchange.side.word(),
                exchange.purpose,
                exchange.counts_only,
                serde_json::json!(exchange.populations).to_string(),
                serde_json::json!(exchange.fields).to_string(),
                exchange.asked,
                exchange.listed,
                self.today.to_string(),
                exchange.expires_on.to_string(),
                state,
                self.op
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Notes how far a comparison is. `listed` and `matched` stay where `None`.
    pub fn move_exchange(
        &self,
        id: i64,
        state: &str,
        listed: Option<u32>,
        matched: Option<usize>,
    ) -> Result<()> {
        let matched = matched.and_then(|n| i64::try_from(n).ok());
        self.conn
            .prepare_cached(
                "UPDATE private_exchange SET state = ?2, listed = coalesce(?3, listed), matched = coalesce(?4, matched) WHERE id = ?1",
            )?
            .execute(params![id, state, listed, matched])?;
        Ok(())
    }
}
