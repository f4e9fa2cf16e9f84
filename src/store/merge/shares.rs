//! Shares of commission that come to one partner: on an agreement both share in, the two become one.

use rusqlite::params;

use crate::{
    domain::rate::Rate,
    error::{Error, Result},
    store::Tx,
};

/// Gives the shares of a partner to another (`COMMISSION_RULES R8`: the place in the order is that of the first of them).
pub(super) fn merge(tx: &Tx<'_>, from: i64, into: i64) -> Result<()> {
    let mut q = tx.conn.prepare(
        "SELECT f.id, f.position, f.share, i.id, i.position, i.share FROM agreement_share f
         JOIN agreement_share i ON i.agreement_id = f.agreement_id AND i.partner_id = ?2 WHERE f.partner_id = ?1 ORDER BY f.id",
    )?;
    let mut rows = q.query([from, into])?;
    let mut shared = Vec::new();
    while let Some(r) = rows.next()? {
        let (one, other): (i64, i64) = (r.get(0)?, r.get(3)?);
        let first = r.get::<_, i64>(1)? < r.get::<_, i64>(4)?;
        let sum = sum(r.get_ref(2)?.as_str()?, r.get_ref(5)?.as_str()?)?;
        shared.push(if first {
            (one, other, sum)
        } else {
            (other, one, sum)
        });
    }
    for (stays, goes, share) in shared {
        tx.conn
            .execute("DELETE FROM agreement_share WHERE id = ?1", [goes])?;
        tx.conn.execute(
            "UPDATE agreement_share SET partner_id = ?2, share = ?3 WHERE id = ?1",
            params![stays, into, share],
        )?;
    }
    tx.conn.execute(
        "UPDATE agreement_share SET partner_id = ?2 WHERE partner_id = ?1",
        [from, into],
    )?;
    Ok(())
}

/// Two percentages as one, as the book writes them.
fn sum(one: &str, other: &str) -> Result<String> {
    let parse = |text: &str| {
        text.parse::<rust_decimal::Decimal>().map_err(|_| {
            Error::failed(format!("The book holds a share “{text}”."))
                .hint("Run `partnerbook check`.")
        })
    };
    let sum = (parse(one)? + parse(other)?).normalize().to_string();
    Rate::parse(&sum)?;
    Ok(sum)
}
