//! How far long work is and how fast it goes, in words of one line: the same in the shell and on the screens. Knows no
//! clock; the time spent is passed in.

use std::time::{Duration, Instant};

/// When the pass under way began: work that begins anew is timed anew.
#[derive(Debug, Clone, Copy)]
pub struct Pass {
    began: Instant,
    done: u64,
}

impl Pass {
    /// The first pass begins.
    pub fn begun(now: Instant) -> Self {
        Self {
            began: now,
            done: 0,
        }
    }

    /// The time spent on this pass, of which `done` is done.
    pub fn spent(&mut self, done: u64, now: Instant) -> Duration {
        if done < self.done {
            self.began = now;
        }
        self.done = done;
        now.duration_since(self.began)
    }
}

/// How many cells the bar has.
const BAR: u64 = 20;

/// How far work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace<'a> {
    /// Done so far.
    pub done: u64,
    /// Of how much; 0: nobody knows.
    pub total: u64,
    /// What is counted: `bytes`, `rows`.
    pub what: &'a str,
    /// Rows taken so far, where the rows are not what is counted.
    pub rows: Option<u64>,
    /// Since when.
    pub spent: Duration,
}

impl Pace<'_> {
    /// `[########            ] 41%  82,000 rows/s  6 s left`.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        let share = self
            .done
            .min(self.total)
            .saturating_mul(100)
            .checked_div(self.total);
        match share {
            Some(percent) => parts.push(format!("{} {percent:>2}%", bar(percent))),
            None => parts.push(format!("{} {}", grouped(self.done), self.what)),
        }
        let (count, noun) = self
            .rows
            .map_or((self.done, self.what), |rows| (rows, "rows"));
        if let Some(rate) = self.per_second(count) {
            parts.push(format!("{} {noun}/s", grouped(rate)));
        }
        if let Some(left) = self.left() {
            parts.push(format!("{left} left"));
        }
        parts.join("  ")
    }

    fn per_second(&self, count: u64) -> Option<u64> {
        let rate = u128::from(count)
            .checked_mul(1000)?
            .checked_div(self.spent.as_millis())?;
        u64::try_from(rate).ok().map(round)
    }

    /// The time left, if it goes on like this: `6 s`, `2 min`.
    fn left(&self) -> Option<String> {
        let rest = self.total.checked_sub(self.done).filter(|r| *r > 0)?;
        let millis = u128::from(rest)
            .checked_mul(self.spent.as_millis())?
            .checked_div(u128::from(self.done))?;
        let seconds = millis.div_ceil(1000);
        Some(if seconds < 100 {
            format!("{seconds} s")
        } else {
            format!("{} min", seconds.div_ceil(60))
        })
    }
}

fn bar(percent: u64) -> String {
    let filled = percent * BAR / 100;
    let cells = (0..BAR).map(|cell| if cell < filled { '#' } else { ' ' });
    format!("[{}]", cells.collect::<String>())
}

/// Two digits that count, so that the number does not flicker.
fn round(n: u64) -> u64 {
    let mut unit = 1;
    while n / unit >= 100 {
        unit *= 10;
    }
    n / unit * unit
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(done: u64, total: u64, rows: Option<u64>, millis: u64) -> String {
        let pace = Pace {
            done,
            total,
            what: "bytes",
            rows,
            spent: Duration::from_millis(millis),
        };
        pace.words()
    }

    #[test]
    fn a_second_pass_is_timed_from_its_own_beginning() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let mut pass = Pass::begun(start);
        assert_eq!(pass.spent(900, after(9)), Duration::from_secs(9));
        assert_eq!(pass.spent(10, after(10)), Duration::ZERO);
        assert_eq!(pass.spent(20, after(12)), Duration::from_secs(2));
    }

    #[test]
    fn how_far_how_fast_and_how_long() {
        assert_eq!(
            words(410, 1000, Some(345_600), 4200),
            "[########            ] 41%  82,000 rows/s  7 s left"
        );
        assert_eq!(
            words(1000, 1000, Some(10), 0),
            "[####################] 100%"
        );
        assert_eq!(words(5, 0, None, 1000), "5 bytes  5 bytes/s");
        assert_eq!(
            words(1, 1000, None, 1000),
            "[                    ]  0%  1 bytes/s  17 min left"
        );
    }
}
