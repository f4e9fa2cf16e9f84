//! Pure rules of a partner program: no files, no clock, no SQL, no terminal.

pub mod because;
pub mod currency;
pub mod day;
pub mod document;
pub mod engine;
pub mod facts;
pub mod forecast;
pub mod id;
pub mod identity;
pub mod ledger;
pub mod money;
pub mod month;
pub mod overlap;
pub mod partner;
pub mod payout;
pub mod performance;
pub mod period;
pub mod plan;
pub mod query;
pub mod rate;
pub mod ratio;
pub mod referral;
pub mod replay;
pub mod split;
pub mod terms;
pub mod typed_money;
