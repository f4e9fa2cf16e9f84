//! What stays of all links found once the surest are known; must not find or judge links.

use rustc_hash::FxHashMap;

use super::{
    account::Account,
    link::{Link, Relation, Rule, Tier},
};

/// Links to be looked at that one account of theirs keeps.
const LOOKS: usize = 5;

/// Drops what surer links make idle, and orders the rest by our id, then theirs.
///
/// An account of theirs that has a match needs no look for others, but may be one of ours twice (each surely). What a
/// person said stays.
pub(super) fn settle(links: &mut Vec<Link>, ours: &[Account<'_>], theirs: &[Account<'_>]) {
    let id = |link: &Link| (ours[link.ours as usize].id, theirs[link.theirs as usize].id);
    one_of_a_site(links);
    let mut best: FxHashMap<u32, Tier> = FxHashMap::default();
    for link in links.iter().filter(|l| l.relation == Relation::Same) {
        let tier = best.entry(link.theirs).or_insert(link.tier);
        *tier = link.tier.min(*tier);
    }
    links.retain(|link| {
        let best = best.get(&link.theirs).copied().unwrap_or(Tier::E);
        let idle = match best {
            Tier::A => !matches!(link.tier, Tier::A | Tier::AAsk),
            Tier::B => !matches!(link.tier, Tier::A | Tier::B | Tier::AAsk),
            Tier::C | Tier::CMail => matches!(link.tier, Tier::D | Tier::E),
            _ => false,
        };
        !idle
    });
    // Of many to be looked at, the most alike.
    links.sort_by_cached_key(|link| (link.theirs, link.tier, u16::MAX - link.score, id(link)));
    let (mut last, mut looks) = (u32::MAX, 0);
    links.retain(|link| {
        if last != link.theirs {
            (last, looks) = (link.theirs, 0);
        }
        if matches!(link.tier, Tier::D | Tier::E) {
            looks += 1;
        }
        looks <= LOOKS || !matches!(link.tier, Tier::D | Tier::E)
    });
    links.sort_by_cached_key(id);
}

/// Where an account of theirs has the website of several of ours, only those whose names are most alike are surely it: the
/// others may be parts of a group, or the same account twice.
fn one_of_a_site(links: &mut [Link]) {
    let mut most: FxHashMap<u32, u16> = FxHashMap::default();
    for link in links.iter().filter(|l| l.rule == Rule::Site) {
        let score = most.entry(link.theirs).or_default();
        *score = link.score.max(*score);
    }
    for link in links.iter_mut().filter(|l| l.rule == Rule::Site) {
        if most
            .get(&link.theirs)
            .is_some_and(|score| link.score < *score)
        {
            (link.tier, link.rule) = (Tier::AAsk, Rule::SiteShared);
        }
    }
}
