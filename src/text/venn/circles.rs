//! Two circles whose areas and common part are to scale, in dots; must not know letters or screens.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts become lengths on a grid of dots; what is lost is far below one dot"
)]

use std::f64::consts::PI;

/// The smallest circle that still looks like one, as a radius in dots.
const LEAST_RADIUS: f64 = 4.0;
/// Dots a part that is not empty keeps on the centre line, however small its share.
const LEAST_PART: f64 = 3.0;
/// Dots between circles that have nothing in common: three empty cells and the outlines' own.
const GAP: f64 = 8.0;

/// Dots kept free around both. The fraction keeps an outermost point from falling on the edge between
/// two dots, where rounding would move it to and fro.
const MARGIN: f64 = 2.1;

/// Where the circles stand, in dots; x to the right, both centres at the same height `y`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circles {
    /// Centre and radius of ours; the radius is 0 where the list is empty.
    pub ours: (f64, f64),
    /// Centre and radius of theirs.
    pub theirs: (f64, f64),
    /// Height of both centres.
    pub y: f64,
    /// Whether every area is true to its count.
    pub to_scale: bool,
}

impl Circles {
    /// Solves radii and distance for the three counts and fits them into `wide` by `high` dots.
    pub fn fit(ours: u64, both: u64, theirs: u64, wide: f64, high: f64) -> Self {
        let radius = |count: f64| (count / PI).sqrt();
        let (a, common, b) = (ours as f64, both as f64, theirs as f64);
        let (r1, r2) = (radius(a + common), radius(b + common));
        let apart = distance(r1, r2, common);
        let mut scale = (high - MARGIN) / (2.0 * r1.max(r2));
        // Minimum sizes make the picture wider than its scale says, so the scale gives way until it fits.
        loop {
            let (s1, s2) = (grown(r1 * scale), grown(r2 * scale));
            let d = placed(apart * scale, s1, s2, [ours, both, theirs]);
            let left = if s1 > 0.0 { (-s1).min(d - s2) } else { d - s2 };
            let right = if s2 > 0.0 { s1.max(d + s2) } else { s1 };
            if right - left <= wide - MARGIN || scale * r1.max(r2) < LEAST_RADIUS {
                let x = (wide - (right - left)) / 2.0 - left;
                let exact = same(s1, r1 * scale) && same(s2, r2 * scale);
                return Self {
                    ours: (x, s1),
                    theirs: (x + d, s2),
                    y: high / 2.0,
                    to_scale: exact,
                };
            }
            scale *= 0.98;
        }
    }

    /// From where to where, on the centre line, ours, both and theirs reach.
    pub fn parts(&self) -> [(f64, f64); 3] {
        let (x1, r1) = self.ours;
        let (x2, r2) = self.theirs;
        let (left1, right1, left2, right2) = (x1 - r1, x1 + r1, x2 - r2, x2 + r2);
        [
            (left1, right1.min(left2)),
            (left1.max(left2), right1.min(right2)),
            (left2.max(right1), right2),
        ]
    }

    /// Every dot of the two outlines.
    pub fn outline(&self) -> impl Iterator<Item = (f64, f64)> {
        let y = self.y;
        [self.ours, self.theirs]
            .into_iter()
            .filter(|(_, r)| *r > 0.0)
            .flat_map(move |(x, r)| {
                let steps = (r * 2.0 * PI * 3.0).ceil() as u32;
                (0..steps).map(move |i| {
                    let angle = f64::from(i) / f64::from(steps) * 2.0 * PI;
                    (x + r * angle.cos(), y + r * angle.sin())
                })
            })
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn grown(radius: f64) -> f64 {
    if radius > 0.0 {
        radius.max(LEAST_RADIUS)
    } else {
        0.0
    }
}

/// The distance of the centres in dots, so that each part that is not empty can be seen and none other.
fn placed(solved: f64, r1: f64, r2: f64, counts: [u64; 3]) -> f64 {
    let inside = (r1 - r2).abs();
    match counts {
        [_, 0, _] => r1 + r2 + if r1 > 0.0 && r2 > 0.0 { GAP } else { 0.0 },
        [0, _, 0] => 0.0,
        // The inner circle keeps clear of the outer line where there is room.
        [_, _, 0] | [0, _, _] => (inside - LEAST_PART).max(0.0),
        _ => {
            let least = inside + LEAST_PART;
            let most = r1 + r2 - LEAST_PART;
            solved.min(most).max(least)
        }
    }
}

/// How far apart circles of these radii stand when they share `common` of area.
fn distance(r1: f64, r2: f64, common: f64) -> f64 {
    let (mut near, mut far) = ((r1 - r2).abs(), r1 + r2);
    for _ in 0..60 {
        let middle = f64::midpoint(near, far);
        if lens(r1, r2, middle) > common {
            near = middle;
        } else {
            far = middle;
        }
    }
    f64::midpoint(near, far)
}

/// The area two circles share.
fn lens(r1: f64, r2: f64, d: f64) -> f64 {
    if d >= r1 + r2 {
        return 0.0;
    }
    if d <= (r1 - r2).abs() {
        return PI * r1.min(r2).powi(2);
    }
    let reach1 = (d * d + r1 * r1 - r2 * r2) / (2.0 * d);
    let reach2 = d - reach1;
    let segment = |r: f64, reach: f64| {
        let cosine = (reach / r).clamp(-1.0, 1.0);
        r * r * cosine.acos() - reach * (r * r - reach * reach).max(0.0).sqrt()
    };
    segment(r1, reach1) + segment(r2, reach2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_and_the_common_part_are_to_scale() {
        let found = Circles::fit(318, 94, 174, 108.0, 60.0);
        assert!(found.to_scale);
        let (r1, r2) = (found.ours.1, found.theirs.1);
        let ratio = (r1 * r1) / (r2 * r2);
        assert!((ratio - 412.0 / 268.0).abs() < 0.01, "{ratio}");
        let share = lens(r1, r2, found.theirs.0 - found.ours.0) / (PI * r1 * r1);
        assert!((share - 94.0 / 412.0).abs() < 0.01, "{share}");
    }

    #[test]
    fn the_smallest_part_can_still_be_seen() {
        let found = Circles::fit(1_000_000, 1, 2, 108.0, 60.0);
        assert!(!found.to_scale);
        assert!(
            found.parts().iter().all(|(from, to)| to - from > 2.9),
            "{:?}",
            found.parts()
        );
    }
}
