//! The ten screens by their digits, and what each list says of itself when it is empty. Words only.

use crate::{table::List, tui::widget::empty::Empty};

/// One of the ten screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(pub u8);

/// Digit, name in the tab line.
pub const TABS: &[(u8, &str)] = &[
    (1, "Home"),
    (2, "Partners"),
    (3, "Referrals"),
    (4, "Customers"),
    (5, "Overlap"),
    (6, "Stats"),
    (7, "Commissions"),
    (8, "Payouts"),
    (9, "Log"),
    (0, "Setup"),
];

impl Place {
    /// The front page.
    pub const HOME: Self = Self(1);

    /// Its name.
    pub fn name(self) -> &'static str {
        TABS.iter()
            .find(|(digit, _)| *digit == self.0)
            .map_or("Home", |(_, name)| name)
    }

    /// By name or digit, as `--screen` takes it.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        TABS.iter()
            .find(|(digit, name)| {
                digit.to_string() == text || name.to_lowercase().starts_with(&text)
            })
            .filter(|_| !text.is_empty())
            .map(|(digit, _)| Self(*digit))
    }

    /// The list it shows; Home shows none.
    pub fn list(self) -> Option<List> {
        Some(match self.0 {
            2 => List::Partners,
            3 => List::Referrals,
            4 => List::Customers,
            5 => List::Overlaps,
            6 => List::Performance,
            7 => List::Commissions,
            8 => List::Payouts,
            9 => List::History,
            0 => List::Programs,
            _ => return None,
        })
    }

    /// Where records of a noun are listed.
    pub fn of_noun(noun: &str) -> Option<Self> {
        Some(Self(match noun {
            "partner" => 2,
            "referral" => 3,
            "customer" => 4,
            "commission" => 7,
            "payout" => 8,
            "operation" => 9,
            "program" => 0,
            _ => return None,
        }))
    }
}

/// What a list says when the book holds nothing of it.
pub fn empty(list: List) -> Empty {
    match list {
        List::Partners | List::Performance => Empty {
            title: "No partners yet",
            what: "A partner is somebody who sends you customers: an agency, a consultant, a customer who recommends \
                   you. Only a name is needed; everything else can wait.",
            ways: &[
                ("a", "add the first one (2 Partners)"),
                ("I", "import from a spreadsheet"),
            ],
            shell: "partnerbook partner add \"Northwind Agency\"",
        },
        List::Referrals => Empty {
            title: "No referrals yet",
            what: "A referral is a company a partner sent you. You log it here, move it along as it progresses, and \
                   the commission follows from it.",
            ways: &[
                ("a", "log the first one"),
                ("I", "import from a spreadsheet"),
            ],
            shell: "partnerbook referral add \"Acme Corp\" --partner northwind",
        },
        List::Customers => Empty {
            title: "No customers yet",
            what: "A customer is an account that pays you. Marking a referral won makes one, or you bring yours along.",
            ways: &[
                ("a", "add one"),
                ("I", "import from a spreadsheet"),
                ("3", "mark a referral won with t"),
            ],
            shell: "partnerbook customer add \"Acme Corp\" --domain acme.example",
        },
        List::Revenue => Empty {
            title: "No revenue yet",
            what: "A revenue line is what a customer paid on a day. Commission is worked out from these lines.",
            ways: &[("a", "add one"), ("I", "import from a spreadsheet")],
            shell: "partnerbook revenue add acme 1200 --on today",
        },
        List::Commissions | List::PayoutLines => Empty {
            title: "Nothing is owed yet",
            what: "Commission lines follow from won referrals, what their customers paid, and the terms of a program. \
                   Nobody types them.",
            ways: &[
                ("0", "see the terms of your programs"),
                ("4", "add what customers paid"),
            ],
            shell: "partnerbook commission list",
        },
        List::Payouts => Empty {
            title: "No payouts yet",
            what: "A payout is the commission lines you pay a partner together. It is drafted from what is payable, \
                   and becomes paid when you say so.",
            ways: &[("a", "draft from what is payable")],
            shell: "partnerbook payout new",
        },
        List::Rewards => Empty {
            title: "No rewards yet",
            what: "A reward is what you give beside commission: a SPIFF to a rep, a gift, swag, account credit. Cash \
                   goes through a payout, the rest is given by hand.",
            ways: &[(":", "reward add")],
            shell: "partnerbook reward add northwind cash 100 --rep \"Ann Lee\" --reason \"first win\"",
        },
        List::Links => Empty {
            title: "No links yet",
            what: "A coded link is an address of yours with a partner's code in it. Who signs up after a click on it is \
                   their referral.",
            ways: &[(":", "link new")],
            shell: "partnerbook link new northwind --url https://www.example.com/start",
        },
        List::SignUps => Empty {
            title: "No sign-ups yet",
            what: "A sign-up is somebody who left an address after a click on a coded link. It becomes a referral by \
                   itself, unless something about it needs a look.",
            ways: &[("I", "import clicks and sign-ups")],
            shell: "partnerbook import visits clicks.csv",
        },
        List::Programs => Empty {
            title: "No program yet",
            what: "A program says what partners earn, in one line of words: 25% of base for 12 months.",
            ways: &[("a", "add the first one")],
            shell: "partnerbook program add Referral --terms \"25% of base for 12 months\" --enrol-all",
        },
        List::Overlaps | List::OverlapAccounts => Empty {
            title: "No lists to compare yet",
            what: "Load the list of accounts a partner gave you, and see which of their accounts are yours too. The \
                   list never leaves this book.",
            ways: &[("I", "load a partner's list")],
            shell: "partnerbook overlap load northwind accounts.csv",
        },
        List::Missed => Empty {
            title: "Nothing to ask",
            what: "Every customer you both have is credited to this partner already, was refused by it, or came to it \
                   after it was yours.",
            ways: &[("esc", "back to the overlap")],
            shell: "partnerbook overlap missed",
        },
        List::Unlisted => Empty {
            title: "Nothing to ask",
            what: "Every open or won referral of this partner is for an account on its lists.",
            ways: &[("esc", "back to the overlap")],
            shell: "partnerbook overlap missed --unlisted",
        },
        List::History => Empty {
            title: "Nothing has happened yet",
            what: "Every change stands here, from a screen, the shell or an import, and most can be taken back.",
            ways: &[("u", "undo the newest")],
            shell: "partnerbook history",
        },
    }
}
