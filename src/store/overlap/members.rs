//! The rows behind accounts: customers, open referrals and rows of lists, gathered by account in one fixed order.

use rusqlite::{Connection, Row};

use super::{OURS, population::names};
use crate::{domain::overlap::Standing, error::Result};

/// A row behind an account.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// 1 a customer, 2 an open referral, 3 a row of a list.
    pub source: i64,
    pub id: i64,
    pub name: String,
    pub domain: Option<String>,
    pub mail: Option<String>,
    pub country: Option<String>,
    pub standing: Standing,
    pub owner: Option<String>,
    pub stage: Option<String>,
    pub since: Option<String>,
    pub opened_on: Option<String>,
    pub seen_first: String,
    pub minor: Option<i64>,
    pub currency: Option<String>,
    pub numbers: Option<String>,
    pub aliases: Vec<String>,
    /// The list it is in: standard lists before others.
    pub list: (bool, i64),
}

/// Columns of a member, for customers `c`, referrals `r` and rows `a` of lists `p`. A customer that left is none; a
/// referral's address tells its company where it is no free one, which is looked at when it is read.
const CUSTOMERS: &str = "SELECT coalesce('d:' || c.domain, 'c' || c.id) AS key, 1 AS source, c.id AS id, c.name AS name, c.domain AS domain,
   NULL AS mail, c.country AS country, CASE WHEN c.churned_on IS NULL THEN 1 ELSE 4 END AS standing, c.owner AS owner, NULL AS stage,
   c.started_on AS since, NULL AS opened_on, coalesce(c.started_on, substr((SELECT o.at FROM operation o WHERE o.id = c.op), 1, 10)) AS seen_first,
   NULL AS minor, NULL AS currency, NULL AS numbers, (SELECT json_group_array(l.text) FROM (SELECT text FROM alias
     WHERE noun = 'customer' AND record_id = c.id ORDER BY text) l) AS aliases, 0 AS named, 0 AS list
   FROM customer c";
const REFERRALS: &str = "SELECT coalesce('d:' || r.domain, 'r' || r.id) AS key, 2 AS source, r.id, r.company, r.domain, r.email, NULL, 2, r.owner,
   r.stage, NULL, r.submitted_on, coalesce(r.submitted_on, substr((SELECT o.at FROM operation o WHERE o.id = r.op), 1, 10)),
   r.expected_minor, r.currency, NULL, NULL, 0, 0
   FROM referral r JOIN stage s ON s.name = r.stage AND s.kind = 'open'";
const ROWS: &str = "SELECT coalesce('d:' || a.domain, 'a' || a.id) AS key, 3 AS source, a.id, a.name, a.domain, a.mail_domain, a.country,
   CASE p.kind WHEN 'customers' THEN 1 WHEN 'opportunities' THEN 2 WHEN 'prospects' THEN 3 ELSE 4 END, a.rep, a.stage, a.since,
   a.opened_on, coalesce(a.seen_first, p.as_of, p.loaded_on), a.minor, a.currency, a.numbers, a.aliases, p.name IS NOT NULL, p.id
   FROM population p CROSS JOIN population_account a ON a.population_id = p.id AND a.gone_on IS NULL";

fn read(r: &Row<'_>) -> Result<(String, Member)> {
    let source = r.get(1)?;
    let mail: Option<String> = r.get(5)?;
    let member = Member {
        source,
        id: r.get(2)?,
        name: r.get(3)?,
        domain: r.get(4)?,
        mail: match (source, mail) {
            (2, Some(address)) => crate::domain::identity::match_key(&address),
            (_, mail) => mail,
        },
        country: r.get(6)?,
        standing: Standing::of_number(r.get(7)?).unwrap_or(Standing::Other),
        owner: r.get(8)?,
        stage: r.get(9)?,
        since: r.get(10)?,
        opened_on: r.get(11)?,
        seen_first: r.get(12)?,
        minor: r.get(13)?,
        currency: r.get(14)?,
        numbers: r.get(15)?,
        aliases: names(r, 16)?,
        list: (r.get(17)?, r.get(18)?),
    };
    Ok((r.get(0)?, member))
}

/// Hands over the members of every account of a side, an account at a time, by key.
pub(super) fn of_side(
    conn: &Connection,
    side: i64,
    work: &mut dyn FnMut(&str, &[Member]) -> Result<()>,
) -> Result<()> {
    let sql = if side == OURS {
        format!(
            "{CUSTOMERS} UNION ALL {REFERRALS} UNION ALL {ROWS} WHERE p.partner_id IS NULL AND ?1 = 0"
        )
    } else {
        format!("{ROWS} WHERE p.partner_id = ?1")
    };
    let mut q = conn.prepare_cached(&format!("SELECT * FROM ({sql}) ORDER BY 1, 2, 8, 3"))?;
    let mut rows = q.query([side])?;
    let (mut key, mut members) = (String::new(), Vec::new());
    while let Some(r) = rows.next()? {
        let (next, member) = read(r)?;
        if next != key {
            if !members.is_empty() {
                work(&key, &members)?;
                members.clear();
            }
            key = next;
        }
        members.push(member);
    }
    if !members.is_empty() {
        work(&key, &members)?;
    }
    Ok(())
}

/// The members of one account, in the same order.
pub(super) fn of_key(conn: &Connection, side: i64, key: &str) -> Result<Vec<Member>> {
    let mut found = Vec::new();
    let mut take = |sql: String, side: Option<i64>, value: &dyn rusqlite::ToSql| -> Result<()> {
        let mut q = conn.prepare_cached(&sql)?;
        let mut rows = match side {
            Some(side) => q.query(rusqlite::params![value, side])?,
            None => q.query([value])?,
        };
        while let Some(r) = rows.next()? {
            found.push(read(r)?.1);
        }
        Ok(())
    };
    let lists = "coalesce(p.partner_id, 0) = ?2";
    if let Some(domain) = key.strip_prefix("d:") {
        if side == OURS {
            take(format!("{CUSTOMERS} WHERE c.domain = ?1"), None, &domain)?;
            take(format!("{REFERRALS} WHERE r.domain = ?1"), None, &domain)?;
        }
        take(
            format!("{ROWS} WHERE {lists} AND a.domain = ?1"),
            Some(side),
            &domain,
        )?;
    } else {
        let id: i64 = key.get(1..).and_then(|n| n.parse().ok()).unwrap_or(0);
        match key.chars().next() {
            Some('c') if side == OURS => {
                take(
                    format!("{CUSTOMERS} WHERE c.id = ?1 AND c.domain IS NULL"),
                    None,
                    &id,
                )?;
            }
            Some('r') if side == OURS => {
                take(
                    format!("{REFERRALS} WHERE r.id = ?1 AND r.domain IS NULL"),
                    None,
                    &id,
                )?;
            }
            _ => take(
                format!("{ROWS} WHERE {lists} AND a.id = ?1 AND a.domain IS NULL"),
                Some(side),
                &id,
            )?,
        }
    }
    found.sort_by_key(|m| (m.source, m.standing, m.id));
    Ok(found)
}
