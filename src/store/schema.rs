//! The shape of the book: migrations by number, which tables the log watches, and proof that a file has that shape.

use rusqlite::Connection;

use crate::error::{Error, Kind, Result};

/// Written into every book, at byte 68 of the file: "PBK1".
pub(super) const APPLICATION_ID: i32 = 0x5042_4B31;

/// Migrations, in order; never edited once released. A book's `user_version` is how many of them it has had.
const MIGRATIONS: &[&str] = &[
    include_str!("../../assets/sql/0001_start.sql"),
    include_str!("../../assets/sql/0002_owed.sql"),
    include_str!("../../assets/sql/0003_files.sql"),
    include_str!("../../assets/sql/0004_overlap.sql"),
];

/// The newest format this program reads and writes.
pub(super) const VERSION: i32 = 4;

/// Tables whose rows are in the log, parents before children.
pub(super) const TRACKED: &[&str] = &[
    "setting",
    "partner",
    "contact",
    "program",
    "terms",
    "minimum",
    "program_split",
    "enrolment",
    "stage",
    "referral",
    "referral_stage",
    "referral_role",
    "agreement",
    "agreement_share",
    "customer",
    "revenue_line",
    "adjustment",
    "commission",
    "commission_block",
    "commission_void",
    "payout_run",
    "payout",
    "payout_line",
    "reward",
    "private_peer",
    "private_exchange",
    "population",
    "population_account",
    "match_decision",
    "sharing",
    "credit_question",
    "influence",
    "activity",
    "mapping",
    "alias",
    "link",
    "visit",
];

/// Columns that came after the first version of their table: they hold nothing in rows that were logged before.
const ADDED: &[(&str, &[&str])] = &[
    (
        "partner",
        &[
            "payout_name",
            "payout_bic",
            "tax_form",
            "spiff_policy",
            "spiff_note",
            "their_status",
        ],
    ),
    ("referral", &["their_status"]),
    ("revenue_line", &["their_status"]),
    ("reward", &["their_status", "external_id"]),
    ("activity", &["external_id", "kind", "minutes"]),
    ("program", &["ends_on", "stops_on"]),
    ("terms", &["partner_id"]),
    ("agreement", &["by_hand"]),
    (
        "population",
        &["name", "version", "as_of", "before", "exchange_id"],
    ),
    (
        "population_account",
        &[
            "external_id",
            "mail_domain",
            "country",
            "numbers",
            "aliases",
            "since",
            "opened_on",
            "seen_first",
            "gone_on",
        ],
    ),
    ("payout", &["run_id", "approved_on", "exported_on", "file"]),
];

/// Whether a column came after the first version of its table.
pub(super) fn added_later(table: &str, column: &str) -> bool {
    ADDED
        .iter()
        .any(|(t, columns)| *t == table && columns.contains(&column))
}

/// Applies the migrations that are missing, all in one transaction.
pub(super) fn migrate(conn: &mut Connection) -> Result<()> {
    let have: i32 = conn.pragma_query_value(None, "user_version", |r| r.get(0))?;
    let missing = MIGRATIONS.iter().skip(usize::try_from(have).unwrap_or(0));
    if missing.len() == 0 {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for sql in missing {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", VERSION)?;
    tx.commit()?;
    Ok(())
}

/// Names of a table's columns, in order.
pub(super) fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut q = conn.prepare_cached("SELECT name FROM pragma_table_info(?1)")?;
    let names = q
        .query_map([table], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

/// Refuses a file whose tables, indexes or triggers are not exactly ours: a trigger somebody else put in would run on
/// our writes.
pub(super) fn expect_ours(conn: &Connection) -> Result<()> {
    let mut blank = Connection::open_in_memory()?;
    migrate(&mut blank)?;
    let (ours, theirs) = (listing(&blank)?, listing(conn)?);
    if let Some((name, _)) = theirs
        .iter()
        .find(|t| !ours.contains(t))
        .or_else(|| ours.iter().find(|o| !theirs.contains(o)))
    {
        return Err(Error::new(
            Kind::Unopenable,
            format!(
                "The book's inner structure was changed: “{name}” is not as this program made it."
            ),
        )
        .means("Nothing was read or written.")
        .hint("Put your last backup in its place, or import its JSON export into a new book."));
    }
    Ok(())
}

fn listing(conn: &Connection) -> Result<Vec<(String, Option<String>)>> {
    let mut q = conn.prepare("SELECT name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")?;
    let rows = q
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_number_of_migrations() {
        assert_eq!(usize::try_from(VERSION), Ok(MIGRATIONS.len()));
    }
}
