//! What can be chosen beside the picture: its three regions and the four plays, and how each is called. Words only.

use crate::{
    domain::overlap::{Play, Standing},
    table::{Query, Region},
};

/// A part of an overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A region of the picture.
    Region(Region),
    /// A list to do something with.
    Play(Play),
}

/// Every part, in the order they stand on the screen.
pub const ALL: [Part; 7] = [
    Part::Region(Region::Ours),
    Part::Region(Region::Both),
    Part::Region(Region::Theirs),
    Part::Play(Play::ALL[0]),
    Part::Play(Play::ALL[1]),
    Part::Play(Play::ALL[2]),
    Part::Play(Play::ALL[3]),
];

/// The part one begins with.
pub const BOTH: usize = 1;

impl Part {
    /// The region its accounts are in.
    pub fn region(self) -> Region {
        match self {
            Self::Region(region) => region,
            Self::Play(_) => Region::Both,
        }
    }

    /// What its accounts are to us, and what to them.
    pub fn cell(self) -> [Option<Standing>; 2] {
        match self {
            Self::Region(_) => [None, None],
            Self::Play(play) => {
                let (ours, theirs) = play.cell();
                [Some(ours), Some(theirs)]
            }
        }
    }
}

/// Several accounts of one standing: `customers`, `open opportunities`.
pub fn several(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::Customer) => "customers",
        Some(Standing::Opportunity) => "open opportunities",
        Some(Standing::Prospect) => "prospects",
        Some(Standing::Other) => "other accounts",
        None => "accounts",
    }
}

/// Which accounts a question asks for, in words.
pub fn said(query: &Query) -> String {
    let [ours, theirs] = query.cell;
    match query.region {
        Region::Ours => format!("Your {} that are on none of their lists.", several(ours)),
        Region::Theirs => format!("Their {} that are not yours.", several(theirs)),
        Region::Both => format!("Your {} that are their {}.", several(ours), several(theirs)),
    }
}
