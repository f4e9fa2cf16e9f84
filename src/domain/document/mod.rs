//! A whole book as a document: what `export book` writes and `import book` reads; it knows neither files nor tables.
//!
//! `assets/book.schema.json` describes every field. Records are named as people name them: partners and programs by
//! their short names, the rest by `R12`, `C4`, `V5`, `A3`, `L7`, `J2`, `W1`, `P3`, `run-4`. Money is text with its currency.

mod bare;
mod listed;
mod name;
mod proof;
mod record;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize, de};

use super::ledger::{Code, LedgerError};
pub use listed::Listed;
pub use name::{On, Ref, Run, number_after};
pub use record::{
    Account, Activity, Adjustment, Agreement, Alias, Block, Commission, Contact, Customer,
    Decision, Enrolment, Exchange, Influence, Link, Mapping, Partner, Payout, PayoutRun, Peer,
    Population, Program, Question, Referral, Revenue, Reward, Role, RoleShare, Share, Sharing,
    Stage, Step, Terms, Visit, Void,
};

/// The version of the format this program writes, and the only one it reads.
pub const FORMAT: u32 = 1;

/// A whole book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The format: 1.
    pub partnerbook: u32,
    /// Settings by key; `name` and `currency` are among them.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// The pipeline, in order.
    #[serde(default)]
    pub stages: Listed<Stage>,
    /// Partners, with their people.
    #[serde(default)]
    pub partners: Listed<Partner>,
    /// Programs, with the versions of their terms.
    #[serde(default)]
    pub programs: Listed<Program>,
    /// Who is in which program.
    #[serde(default)]
    pub enrolments: Listed<Enrolment>,
    /// Referrals, with their history and agreements.
    #[serde(default)]
    pub referrals: Listed<Referral>,
    /// Customers.
    #[serde(default)]
    pub customers: Listed<Customer>,
    /// Revenue lines.
    #[serde(default)]
    pub revenue: Listed<Revenue>,
    /// What people added to what is owed.
    #[serde(default)]
    pub adjustments: Listed<Adjustment>,
    /// The ledger, as posted.
    #[serde(default)]
    pub commissions: Listed<Commission>,
    /// Ledger lines that are held back.
    #[serde(default)]
    pub blocks: Listed<Block>,
    /// Commission that shall not be owed.
    #[serde(default)]
    pub voids: Listed<Void>,
    /// Payouts drafted together.
    #[serde(default)]
    pub runs: Listed<PayoutRun>,
    /// Payouts, with the lines they settle.
    #[serde(default)]
    pub payouts: Listed<Payout>,
    /// Rewards beside the commission.
    #[serde(default)]
    pub rewards: Listed<Reward>,
    /// The keys partners sign private comparisons with.
    #[serde(default)]
    pub peers: Listed<Peer>,
    /// Private comparisons.
    #[serde(default)]
    pub exchanges: Listed<Exchange>,
    /// Lists of accounts, partners' and ours.
    #[serde(default)]
    pub populations: Listed<Population>,
    /// How people settled pairs of accounts.
    #[serde(default)]
    pub decisions: Listed<Decision>,
    /// What partners may be told of lists of ours.
    #[serde(default)]
    pub sharing: Listed<Sharing>,
    /// Whom partners were asked about.
    #[serde(default)]
    pub questions: Listed<Question>,
    /// Who helped.
    #[serde(default)]
    pub influences: Listed<Influence>,
    /// Notes.
    #[serde(default)]
    pub activities: Listed<Activity>,
    /// Saved mappings.
    #[serde(default)]
    pub mappings: Listed<Mapping>,
    /// What files call partners and customers beside their own names.
    #[serde(default)]
    pub aliases: Listed<Alias>,
    /// Coded links.
    #[serde(default)]
    pub links: Listed<Link>,
    /// Clicks on them, and the sign-ups after them.
    #[serde(default)]
    pub visits: Listed<Visit>,
}

/// Why a text is not a book: where in it, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// A JSON path: `$.referrals[3].agreements[0]`.
    pub path: String,
    /// What is wrong there, as a sentence.
    pub message: String,
    /// The code of the rule it breaks, where it breaks one (`COMMISSION_RULES R13`).
    pub code: Option<Code>,
}

impl DocumentError {
    /// An error at a path below the top: `referrals[3].partner`.
    pub fn at(path: impl fmt::Display, message: impl Into<String>) -> Self {
        let path = path.to_string();
        let path = if path.is_empty() {
            "$".to_owned()
        } else {
            format!("$.{path}")
        };
        Self {
            path,
            message: message.into(),
            code: None,
        }
    }

    /// The same error with the code of the rule it breaks.
    #[must_use]
    pub fn coded(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)?;
        self.code.map_or(Ok(()), |code| write!(f, " ({code})"))
    }
}

impl std::error::Error for DocumentError {}

impl Document {
    /// An empty document of this format.
    pub fn empty() -> Self {
        Self {
            partnerbook: FORMAT,
            settings: BTreeMap::new(),
            stages: Listed::default(),
            partners: Listed::default(),
            programs: Listed::default(),
            enrolments: Listed::default(),
            referrals: Listed::default(),
            customers: Listed::default(),
            revenue: Listed::default(),
            adjustments: Listed::default(),
            commissions: Listed::default(),
            blocks: Listed::default(),
            voids: Listed::default(),
            runs: Listed::default(),
            payouts: Listed::default(),
            rewards: Listed::default(),
            peers: Listed::default(),
            exchanges: Listed::default(),
            populations: Listed::default(),
            decisions: Listed::default(),
            sharing: Listed::default(),
            questions: Listed::default(),
            influences: Listed::default(),
            activities: Listed::default(),
            mappings: Listed::default(),
            aliases: Listed::default(),
            links: Listed::default(),
            visits: Listed::default(),
        }
    }

    /// Reads a book, or a bare ledger of plans, referrals, agreements and lines (alone, or under `ledger`). Unknown
    /// fields are refused, and so is what no book can hold; references are checked where the document is taken in.
    pub fn parse(json: &[u8]) -> Result<Self, DocumentError> {
        let mut doc = Self::read(json)?;
        proof::tidy(&mut doc)?;
        proof::prove(&doc)?;
        Ok(doc)
    }

    fn read(json: &[u8]) -> Result<Self, DocumentError> {
        #[derive(Deserialize)]
        struct Look {
            partnerbook: Option<serde_json::Value>,
            #[serde(default)]
            ledger: Option<de::IgnoredAny>,
            #[serde(default)]
            plans: Option<de::IgnoredAny>,
        }
        let look: Look = serde_json::from_slice(json).map_err(|e| listed::placed(&e))?;
        match look.partnerbook {
            Some(v) if v == FORMAT => serde_json::from_slice(json).map_err(|e| listed::placed(&e)),
            Some(v) => Err(DocumentError::at(
                "partnerbook",
                format!("This is format {v}; this program reads format {FORMAT}."),
            )),
            None if look.ledger.is_some() || look.plans.is_some() => bare::read(json),
            None => Err(DocumentError::at(
                "",
                "This is no book: the field partnerbook, with the format's number, is missing.",
            )),
        }
    }

    /// How many records it holds, lists within records included only for accounts.
    pub fn records(&self) -> usize {
        let accounts: usize = self.populations.iter().map(|p| p.accounts.len()).sum();
        self.partners.len()
            + self.referrals.len()
            + self.customers.len()
            + self.revenue.len()
            + self.commissions.len()
            + self.payouts.len()
            + self.adjustments.len()
            + self.rewards.len()
            + self.links.len()
            + self.visits.len()
            + accounts
    }
}

impl From<LedgerError> for DocumentError {
    fn from(e: LedgerError) -> Self {
        Self::at(e.at.unwrap_or_default(), e.message).coded(e.code)
    }
}
