//! The ledger's indexes, out of the way while an empty ledger is filled: made once at the end, each is sorted instead of
//! searched for every line. Part of the operation's transaction: what fails or crashes leaves them as they were.

use rusqlite::Connection;

use crate::error::Result;

/// Referrals that are worth it.
const MANY: i64 = if cfg!(test) { 2 } else { 2_000 };

/// Indexes that were taken away: their names and the very SQL that makes them again.
pub(super) struct SetAside(Vec<(String, String)>);

impl SetAside {
    /// Whether enough is touched to be worth it.
    pub(super) fn pays(conn: &Connection) -> Result<bool> {
        let touched: i64 = conn
            .prepare_cached("SELECT count(*) FROM temp.touched_referral")?
            .query_row([], |r| r.get(0))?;
        Ok(touched >= MANY)
    }

    /// Takes the ledger's indexes away. Nothing may look into the ledger until they are back.
    pub(super) fn take(conn: &Connection) -> Result<Self> {
        let mut q = conn.prepare(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = 'commission' AND sql IS NOT NULL
             ORDER BY rowid",
        )?;
        let indexes: Vec<(String, String)> = q
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (name, _) in &indexes {
            conn.execute_batch(&format!("DROP INDEX main.{name}"))?;
        }
        Ok(Self(indexes))
    }

    /// Makes them again, exactly as they were.
    pub(super) fn put_back(self, conn: &Connection) -> Result<()> {
        for (_, sql) in &self.0 {
            conn.execute_batch(sql)?;
        }
        Ok(())
    }
}
