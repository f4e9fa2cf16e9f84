//! Files in: bytes to checked rows, every row with its line; must not write to the book and must not guess.
//!
//! ```text
//! source (bytes, hash, what it is) → encoding → records (separated values) ┐
//!                                  → workbook, json_rows → spool ──────────┴→ rows → head (the header)
//! → mapping (which column is which field) → row (typed cells)
//!                                         └→ rejects (what was refused)
//! ```

pub mod amount;
mod condition;
pub mod date_format;
pub mod delimiter;
pub mod encoding;
pub mod field;
pub mod fit;
pub mod guess;
mod hashed;
pub mod head;
pub mod heading;
mod json_rows;
pub mod kind;
pub mod layouts;
pub mod mail;
pub mod mapping;
pub mod own_list;
pub mod payment_result;
pub mod records;
pub mod rejects;
pub mod row;
pub mod rows;
mod shapes;
pub mod source;
mod spool;
pub mod survey;
pub mod synonyms;
mod text_check;
pub mod which;
mod workbook;
pub mod written;

pub use amount::{Amounts, Units};
pub use date_format::DateFormat;
pub use field::{Field, Holds};
pub use guess::Sure;
pub use head::{Head, HeaderAt};
pub use kind::FileKind;
pub use mapping::{Mapping, Wishes};
pub use records::{Record, Records};
pub use rejects::{Reject, Rejects};
pub use row::{Refused, Row};
pub use rows::Rows;
pub use source::{Shape, Source};
pub use written::Written;
