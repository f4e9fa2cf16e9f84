//! Where the keys of each list are, and which operation shows one of its rows in full. Words only.

use crate::{ops::registry, table::List, tui::keymap::Scope};

/// Where the keys of a list are.
pub fn scope_of(list: List) -> Scope {
    match list {
        List::Partners => Scope::Partners,
        List::Referrals => Scope::Referrals,
        List::Customers => Scope::Customers,
        List::Revenue => Scope::Revenue,
        List::Commissions | List::PayoutLines => Scope::Commissions,
        List::Payouts => Scope::Payouts,
        List::Rewards | List::Links | List::SignUps => Scope::Lists,
        List::Programs => Scope::Setup,
        List::Performance => Scope::Stats,
        List::Overlaps | List::OverlapAccounts => Scope::Overlap,
        List::Missed | List::Unlisted => Scope::Missed,
        List::History => Scope::History,
    }
}

/// The reading operation that shows one row of a list in full.
pub fn shower(list: List) -> Option<&'static str> {
    let path = match list {
        List::Partners | List::Performance => "partner show",
        List::Referrals | List::Unlisted => "referral show",
        List::Customers | List::Missed => "customer show",
        List::Commissions | List::PayoutLines | List::Revenue => "commission why",
        List::Payouts => "payout show",
        List::Rewards => "reward show",
        List::Links => "link show",
        List::Programs => "program show",
        List::History => "changes",
        List::SignUps | List::Overlaps | List::OverlapAccounts => return None,
    };
    registry::find(path).map(|e| e.spec.path)
}
