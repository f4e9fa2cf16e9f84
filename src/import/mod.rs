//! Files in: bytes to checked rows, every row with its line; must not write to the book and must not guess.
//!
//! ```text
//! source (bytes, hash, UTF-8) → records (separated values) → mapping (which column is which field) → row (typed cells)
//!                                                                                             └→ rejects (what was refused)
//! ```

pub mod amount;
mod condition;
pub mod date_format;
pub mod delimiter;
mod heading;
pub mod mapping;
pub mod payment_result;
pub mod records;
pub mod rejects;
pub mod row;
pub mod source;

pub use amount::Amounts;
pub use date_format::DateFormat;
pub use mapping::{Field, Mapping, Wishes};
pub use records::{Record, Records};
pub use rejects::{Reject, Rejects};
pub use row::{Refused, Row};
pub use source::Source;
