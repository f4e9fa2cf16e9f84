//! Private overlap: two lists compared by three files, bytes in and bytes out; must not read files, clocks or the book,
//! and must not make its own randomness.
//!
//! ```text
//! requester                                   answerer
//! ask      keys blinded by r    ── request ─▶ Received::read, consent
//! open     what both have       ◀─ response ─ answer: every blinded key under a fresh k, own rows sealed
//! finish   own labels of those  ── finish ──▶ close: what both have
//! ```
//!
//! The group code is RFC 9497's OPRF(ristretto255, SHA-512) in base mode. A label is sealed under a key that only the
//! OPRF output of its own account key gives, so a requester opens the labels of accounts it asked about and no other.
//!
//! | | requester learns | answerer learns |
//! |---|---|---|
//! | request | | at most how many were asked (rounded up to 500), which populations |
//! | response | which of its own accounts match, their labels; at most how many rows there are | |
//! | finish | | which of its own accounts match, their labels |
//! | counts only | how many match | |
//!
//! What it cannot prevent: a requester may put guessed names into its list, an answerer may leave accounts out or
//! add some, and a modified program may get more than a number from a count (it can ask for points it can recognise).
//! Hence the caps, the budget, and a person's consent.

mod cells;
mod chance;
mod consent;
mod envelope;
mod finish;
mod identity;
mod keys;
mod label;
mod limits;
mod open;
mod oprf;
mod pinning;
mod refusal;
mod request;
mod response;
mod scope;
mod seal;
mod wire;
mod work;

pub use cells::{Account, Cell, Level, rows};
pub use chance::Chance;
pub use consent::{Asker, Known, Offer, consent, quoted};
pub use envelope::{HEAD_BYTES, Header, Kind, expect_length};
pub use finish::{Closed, Finishing, Returned, close, finish};
pub use identity::{Identity, PublicKey};
pub use keys::{RULES, account_keys};
pub use label::{Fields, Label, LabelField};
pub use limits::{
    BUDGET, FEWEST_ASKED, FEWEST_FOUND, LONGEST_DAYS, Limits, MOST, PAD, Spent, USUAL,
};
pub use open::{Found, Match, Opened, open};
pub use refusal::Refusal;
pub use request::{Asking, Checks, Mode, Received, Terms, ask};
pub use response::{Answer, Answered, Row, answer};
pub use scope::{Scope, Scopes};
pub use wire::hex;
pub use work::{Unwatched, Watch};
