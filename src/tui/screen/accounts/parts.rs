//! What can be chosen beside the picture: its three regions and the four plays, and how each is called. Words only.

use crate::{
    domain::overlap::{Groups, Play, Standing},
    store::OverlapPage,
    table::{Query, Region},
};

/// A part of an overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A region of the picture.
    Region(Region),
    /// A list to do something with.
    Play(Play),
    /// Prospects of ours that no partner has.
    Uncovered,
}

/// Every part, in the order they stand on the screen.
pub const ALL: [Part; 8] = [
    Part::Region(Region::Ours),
    Part::Region(Region::Both),
    Part::Region(Region::Theirs),
    Part::Play(Play::ALL[0]),
    Part::Play(Play::ALL[1]),
    Part::Play(Play::ALL[2]),
    Part::Play(Play::ALL[3]),
    Part::Uncovered,
];

/// The part one begins with.
pub const BOTH: usize = 1;

impl Part {
    /// The region its accounts are in.
    pub fn region(self) -> Region {
        match self {
            Self::Region(region) => region,
            Self::Play(_) => Region::Both,
            Self::Uncovered => Region::Ours,
        }
    }

    /// What its accounts are to us, and what to them.
    pub fn cell(self) -> [Option<Standing>; 2] {
        match self {
            Self::Region(_) => [None, None],
            Self::Uncovered => [Some(Standing::Prospect), None],
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

/// The parts to do something with, how many accounts each has, and what to do: `9 open deals of yours are their
/// customers`, `ask for help to win them`.
pub fn to_do(page: Option<&OverlapPage>) -> Vec<(Part, String, &'static str)> {
    let count = |play: Play| {
        let (ours, theirs) = play.cell();
        page.map_or(0, |page| page.matrix.cell(ours, theirs).ours)
    };
    let mut all: Vec<_> = Play::ALL
        .iter()
        .map(|play| (Part::Play(*play), play.which(count(*play)), play.advice()))
        .collect();
    let uncovered = match page.map_or(0, |page| page.uncovered) {
        1 => "1 prospect of yours no partner has".to_owned(),
        n => format!("{n} prospects of yours no partner has"),
    };
    all.push((Part::Uncovered, uncovered, "find who knows them"));
    all
}

/// The words of a command line for what a question asks for.
pub fn words(query: &Query) -> Vec<(&'static str, String)> {
    let word = |standing: Option<Standing>| standing.map_or("any", Standing::word);
    let region = match query.region {
        _ if query.uncovered => "uncovered",
        Region::Both => "both",
        Region::Ours => "ours",
        Region::Theirs => "theirs",
    };
    let mut words = vec![("region", region.to_owned())];
    let [ours, theirs] = query.cell;
    if ours.is_some() || theirs.is_some() {
        words.push(("cell", format!("{}:{}", word(ours), word(theirs))));
    }
    if query.groups == Groups::Together {
        words.push(("affiliates", "yes".to_owned()));
    }
    words
}

/// Which accounts a question asks for, in words.
pub fn said(query: &Query) -> String {
    let [ours, theirs] = query.cell;
    if query.uncovered {
        return format!("Your {} that no partner has on a list.", several(ours));
    }
    match query.region {
        Region::Ours => format!("Your {} that are on none of their lists.", several(ours)),
        Region::Theirs => format!("Their {} that are not yours: greenfield.", several(theirs)),
        Region::Both => format!("Your {} that are their {}.", several(ours), several(theirs)),
    }
}
