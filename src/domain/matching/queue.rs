//! Which links a person should look at first; must not change them.

use super::link::{Link, Tier};

/// Links a person is asked about in one go.
pub const REVIEW_CAP: usize = 200;

/// The links to be looked at, those worth most first: by likeness times what is at stake, then by place. At most `cap`.
///
/// `probable`: whether links of tier C count already. `stake` is the value of what hangs on a link, in any one unit; with
/// nothing at stake the likeness orders alone.
pub fn review(
    links: &[Link],
    probable: bool,
    cap: usize,
    stake: impl Fn(&Link) -> u128,
) -> Vec<Link> {
    let open = links.iter().filter(|l| !l.tier.counts(probable));
    let mut open: Vec<(u128, Tier, Link)> = open
        .map(|l| {
            (
                (stake(l) + 1).saturating_mul(u128::from(l.score)),
                l.tier,
                *l,
            )
        })
        .collect();
    open.sort_by(|a, b| {
        b.0.cmp(&a.0)
            .then(a.1.cmp(&b.1))
            .then((a.2.ours, a.2.theirs).cmp(&(b.2.ours, b.2.theirs)))
    });
    open.truncate(cap);
    open.into_iter().map(|(_, _, link)| link).collect()
}

#[cfg(test)]
mod tests {
    use super::super::link::{Relation, Rule};
    use super::*;

    #[test]
    fn what_is_worth_most_is_asked_first() {
        let link = |ours, tier, score| Link {
            ours,
            theirs: ours,
            tier,
            rule: Rule::Name,
            relation: Relation::Same,
            score,
        };
        let links = [
            link(1, Tier::A, 1000),
            link(2, Tier::D, 860),
            link(3, Tier::E, 720),
            link(4, Tier::C, 930),
        ];
        let order = |probable, stake: fn(&Link) -> u128| -> Vec<u32> {
            review(&links, probable, 9, stake)
                .iter()
                .map(|l| l.ours)
                .collect()
        };
        assert_eq!(order(false, |_| 0), [4, 2, 3]);
        assert_eq!(
            order(true, |l| if l.ours == 3 { 50_000 } else { 0 }),
            [3, 2]
        );
        assert_eq!(review(&links, false, 1, |_| 0).len(), 1);
    }
}
