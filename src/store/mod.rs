//! The book: the only place that says rusqlite. Facts in, one operation per write, rows out; no drawing, no printing.

mod activity;
mod adjustment;
mod agree;
mod alias;
mod as_of;
mod aside;
mod balance;
mod bulk;
mod by_hand;
mod chain;
mod check;
mod closed;
mod column;
mod commission;
mod compared;
mod credit;
mod customer;
mod deals;
mod enrolment;
mod facts;
mod forecast;
mod held_back;
mod history;
mod holders;
mod home;
mod import;
mod influence;
mod interchange;
mod journal;
mod link;
pub(crate) mod list;
mod mapping;
mod mark;
mod merge;
mod movement;
mod names;
mod new_terms;
mod open;
mod overlap;
mod overwriting;
mod paid;
mod partner;
mod payout;
mod pipeline;
mod posting;
mod private;
mod program;
mod referral;
mod replay;
mod resolve;
mod revenue;
mod reward;
mod roles;
mod same_as;
mod schema;
mod senders;
mod shared;
mod sharing;
mod standing;
pub mod statement;
mod tax;
#[cfg(test)]
mod tests;
mod totals;
mod undo;
mod usual;
mod visit;
mod void;
mod watch;
mod why;
mod write;

use rusqlite::Connection;

use crate::{
    domain::ledger::LedgerError,
    error::{Error, Kind},
};

pub use activity::NewActivity;
pub use adjustment::{AdjustmentKind, NewAdjustment};
pub use alias::{Alias, Noun};
pub use balance::{Balance, Moment};
pub use by_hand::{NewAgreement, Which};
pub use check::{Finding, Report};
pub use commission::{Line, PostedFor};
pub use compared::Compared;
pub use credit::{About, Missed, Question, Unlisted};
pub use customer::{Customer, NewCustomer};
pub use deals::Deal;
pub use enrolment::{Ended, Enrolment};
pub use forecast::{By, Forecast, ForecastReport, ForecastRow};
pub use held_back::HeldBack;
pub use history::Change;
pub use holders::{Holder, Holders};
pub use home::{Home, Need, STALE_DAYS};
pub use import::{Lead, LeadKey, LineKey, Wins, Won};
pub use influence::{Helped, Influence};
pub use link::{Link, LinkKey, NewLink};
pub use mapping::{Kept, NewMapping, SavedMapping};
pub use merge::Merged;
pub use movement::Movement;
pub use names::{Found, Known, Names};
pub use open::Founding;
pub use overlap::{
    Account as OverlapAccount, Cell, Covered, Decision, ListChange, ListOf, Loading, Matrix,
    NewAccount, Numbers, OverlapPage, OwnerRep, Pair, Population, Taken, Tally,
};
pub use overwriting::may_be_replaced;
pub use paid::{Came, Received};
pub use partner::{Activity, Contact, NewPartner, Partner};
pub use payout::{
    Account, LeftOut, Payee, Payment, Payout, Refreshed, Run, RunPage, RunPayout, RunRow,
};
pub use posting::Recalculated;
pub use private::{Exchange, ExchangeSide, NewExchange, OpenExchange, OurAccount, Peer};
pub use program::{Applies, NewTerms, Program, TermsVersion};
pub use referral::{EXTENSION_DAYS, NewReferral, PROTECTED_DAYS, Referral, Step};
pub use replay::{PartnerChange, Replay, ReplayReport, ThingChange};
pub use resolve::Same;
pub use revenue::{NewRevenue, RefundOf, Revenue};
pub use reward::{NewReward, Reward};
pub use roles::{REFERRER, RoleFilled};
pub use same_as::{OtherIds, Thing};
pub use senders::Senders;
pub use shared::ToldAccount;
pub use sharing::STANDARD;
pub use standing::{AgreementLine, PartnerMoney};
pub use tax::{TaxRow, TaxYear};
pub use visit::{NewVisit, SignUp};
pub use watch::Watch;
pub use why::{Beside, Clause, Deed, Judged, Posting, Voided};
pub use write::{Ask, Done, Origin, Posted, Tx};

/// A book opened for writing. One connection, one thread; screens read through [`Reader`]s of their own.
pub struct Store {
    conn: Connection,
}

/// A book opened for reading only, on a connection of its own.
pub struct Reader {
    conn: Connection,
}

/// The book as it stands, for questions. Every read of the program is a method of this, in the file of its subject.
#[derive(Clone, Copy)]
pub struct View<'a> {
    conn: &'a Connection,
}

impl Store {
    /// The book as it stands.
    pub fn view(&self) -> View<'_> {
        View { conn: &self.conn }
    }
}

impl Reader {
    /// The book as it stands.
    pub fn view(&self) -> View<'_> {
        View { conn: &self.conn }
    }

    /// A number that changes whenever another connection has written to the book.
    pub fn version(&self) -> crate::error::Result<i64> {
        Ok(self
            .conn
            .pragma_query_value(None, "data_version", |r| r.get(0))?)
    }

    /// Stops the query that is running on this connection, from another thread.
    pub fn interrupt(&self) -> rusqlite::InterruptHandle {
        self.conn.get_interrupt_handle()
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ffi::ErrorCode as Code;
        // What SQLite says of a sum beyond what an integer holds; it never rounds one.
        if e.to_string().contains("integer overflow") {
            return LedgerError::too_large("A sum").into();
        }
        let rusqlite::Error::SqliteFailure(failure, words) = &e else {
            return Self::failed(format!("The book could not be read: {e}."));
        };
        let words = words.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            Code::DatabaseBusy | Code::DatabaseLocked => Self::new(Kind::Busy, "Another partnerbook is writing to this book.")
                .means("Nothing was changed.")
                .hint("Wait until it is done, then try again."),
            Code::DiskFull => Self::failed("The disk is full.").means("Nothing was changed.").hint("Make room, then try again."),
            Code::DatabaseCorrupt | Code::NotADatabase => Self::new(Kind::Unopenable, format!("The book is damaged: {words}."))
                .means("Nothing was written.")
                .hint("Keep the file as it is and put a copy of it, or your last backup, in its place; `partnerbook check` tells more."),
            Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied => {
                Self::failed(format!("The book cannot be written: {words}."))
                    .means("Nothing was changed.")
                    .hint("Check that you may write to the file and to its folder.")
            }
            Code::OperationInterrupted => crate::error::Error::stopped(),
            // Our own triggers speak through RAISE: their words are for the person.
            Code::ConstraintViolation => Self::refused(format!("The book refuses this: {}.", broken_rule(failure.extended_code, &words))).means("Nothing was changed."),
            _ => Self::failed(format!("The book could not be used: {words}.")).means("Nothing was changed."),
        }
    }
}

/// A rule of the tables in words for a person; the tables' own names are none of theirs.
fn broken_rule(code: i32, words: &str) -> &str {
    use rusqlite::ffi;
    match code {
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "something in it speaks of a record that is not there",
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            "something in it is there already and can be there once only"
        }
        ffi::SQLITE_CONSTRAINT_CHECK
        | ffi::SQLITE_CONSTRAINT_NOTNULL
        | ffi::SQLITE_CONSTRAINT_DATATYPE => "a value in it is none that a book can hold",
        _ => words,
    }
}

impl From<rusqlite::types::FromSqlError> for Error {
    fn from(e: rusqlite::types::FromSqlError) -> Self {
        Self::failed(format!("The book holds a value of the wrong kind: {e}."))
            .hint("Run `partnerbook check`.")
    }
}
