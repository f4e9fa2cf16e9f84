//! One row of a file within a write: kept whole, or taken back so that nothing of it is left.

use super::Tx;
use crate::error::Result;

impl Tx<'_> {
    /// From here on what is written can be taken back, until [`Tx::keep`] or [`Tx::take_back`]; nothing new where that is
    /// so already. Returns the number of the mark.
    pub fn mark(&self) -> Result<u64> {
        if !self.marked.replace(true) {
            self.marks.set(self.marks.get() + 1);
            self.conn.execute_batch("SAVEPOINT of_a_row")?;
        }
        Ok(self.marks.get())
    }

    /// Keeps what was written since the mark, if there was one.
    pub fn keep(&self) -> Result<()> {
        if self.marked.replace(false) {
            self.conn.execute_batch("RELEASE of_a_row")?;
        }
        Ok(())
    }

    /// Takes back what was written since the mark. Returns the number of the mark, if there was one.
    pub fn take_back(&self) -> Result<Option<u64>> {
        if !self.marked.replace(false) {
            return Ok(None);
        }
        self.conn
            .execute_batch("ROLLBACK TO of_a_row; RELEASE of_a_row")?;
        Ok(Some(self.marks.get()))
    }
}
