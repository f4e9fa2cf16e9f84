//! What merging does to lists of accounts and to all that is said of them: it moves; where both have the same, one stays.

use rusqlite::params;

use crate::{error::Result, store::Tx};

/// What moves with a partner: the table, and by what a row of the other partner's is the same.
const OF_PARTNERS: &[(&str, &str)] = &[
    (
        "match_decision",
        "o.ours_key = t.ours_key AND o.theirs_key = t.theirs_key",
    ),
    ("sharing", "o.population = t.population"),
    ("credit_question", SAME_SUBJECT),
    ("influence", SAME_SUBJECT),
    ("private_peer", "1"),
    ("private_exchange", "0"),
];

/// A question or help is about the same customer or referral.
const SAME_SUBJECT: &str = "o.customer_id IS t.customer_id AND o.referral_id IS t.referral_id";

/// Moves the lists of a partner, and what was said of them, to the one it is merged into. Of two lists that are called the
/// same the one loaded last stays.
pub(super) fn partners(tx: &Tx<'_>, from: i64, into: i64) -> Result<()> {
    let mut q = tx.conn.prepare(
        "SELECT CASE WHEN f.loaded_on > i.loaded_on THEN i.id ELSE f.id END FROM population f
         JOIN population i ON i.partner_id = ?2 AND coalesce(i.name, i.kind) = coalesce(f.name, f.kind) COLLATE NOCASE
         WHERE f.partner_id = ?1",
    )?;
    let older: Vec<i64> = q
        .query_map([from, into], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in older {
        tx.forget_list(id)?;
    }
    tx.conn.execute(
        "UPDATE population SET partner_id = ?2 WHERE partner_id = ?1",
        [from, into],
    )?;
    for (table, same) in OF_PARTNERS {
        tx.conn.execute(
            &format!(
                "DELETE FROM {table} WHERE id IN (SELECT t.id FROM {table} t JOIN {table} o ON o.partner_id = ?2 AND {same} WHERE t.partner_id = ?1)"
            ),
            params![from, into],
        )?;
        tx.conn.execute(
            &format!("UPDATE {table} SET partner_id = ?2 WHERE partner_id = ?1"),
            params![from, into],
        )?;
    }
    Ok(())
}

/// Moves what was asked and noted about a customer to the one it is merged into.
pub(super) fn customers(tx: &Tx<'_>, from: i64, into: i64) -> Result<()> {
    for table in ["credit_question", "influence"] {
        tx.conn.execute(
            &format!(
                "DELETE FROM {table} WHERE customer_id = ?1 AND EXISTS (SELECT 1 FROM {table} o WHERE o.customer_id = ?2
                   AND o.partner_id = {table}.partner_id)"
            ),
            params![from, into],
        )?;
        tx.conn.execute(
            &format!("UPDATE {table} SET customer_id = ?2 WHERE customer_id = ?1"),
            params![from, into],
        )?;
    }
    Ok(())
}
