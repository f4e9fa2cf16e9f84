//! Pairs of accounts that may be one company, settled one by one: yours beside theirs, what speaks for it, and four keys.
//! What a key says is kept by an operation, never here.

use std::collections::HashSet;

use ratatui::{buffer::Buffer, layout::Rect};

use super::Act;
use crate::{
    domain::{day::shown, overlap::Kind},
    ops::Selection,
    store::{OverlapAccount, Pair},
    text,
    tui::{
        event::{Answer, Job, Want},
        keymap::Action,
        theme::{Role, Theme},
        widget::put,
    },
};

/// In fewer lines than this, what is known of an account stands in a sentence, so that the reasons below have room.
const LOW: u16 = 18;

/// Pairs that wait, one after the other.
#[derive(Debug, Clone)]
pub struct MaybeScreen {
    partner: i64,
    slug: String,
    name: String,
    pairs: Option<Vec<Pair>>,
    /// Pairs left for another day, by the keys of their accounts.
    skipped: HashSet<(String, String)>,
}

impl MaybeScreen {
    /// The pairs of a partner.
    pub fn new(partner: i64, slug: String, name: String) -> Self {
        Self {
            partner,
            slug,
            name,
            pairs: None,
            skipped: HashSet::new(),
        }
    }

    /// `Northwind › Maybe-matches`.
    pub fn heading(&self) -> String {
        format!("{} › Maybe-matches", self.name)
    }

    /// How many wait.
    pub fn counts(&self) -> String {
        match self.left().count() {
            1 => "1 to settle".to_owned(),
            n => format!("{} to settle", put::count(n)),
        }
    }

    /// The partner.
    pub fn selection(&self) -> Selection {
        Selection {
            noun: "partner",
            ids: vec![self.partner],
            names: vec![self.slug.clone()],
        }
    }

    /// What it needs to know.
    pub fn needs(&self) -> Vec<Want> {
        vec![Want::Maybes(self.partner)]
    }

    /// Takes an answer.
    pub fn take(&mut self, answer: Answer) {
        if let Answer::Maybes(pairs) = answer {
            self.pairs = Some(pairs);
        }
    }

    fn left(&self) -> impl Iterator<Item = &Pair> {
        let all = self.pairs.as_deref().unwrap_or_default();
        all.iter().filter(|p| !self.skipped.contains(&keys(p)))
    }

    /// Settles the pair on the screen, or leaves it.
    pub fn act(&mut self, action: Action) -> Act {
        let path = match action {
            Action::Same => "overlap same",
            Action::Different => "overlap different",
            Action::Affiliate => "overlap affiliate",
            Action::Skip => {
                let Some(pair) = self.left().next().map(keys) else {
                    return Act::Leave;
                };
                self.skipped.insert(pair);
                return Act::Done;
            }
            _ => return Act::Nothing,
        };
        let Some(pair) = self.left().next() else {
            return Act::Say("Nothing waits any more. esc goes back.".to_owned());
        };
        let words = [self.slug.clone(), handle(&pair.ours), handle(&pair.theirs)];
        match Job::of(path, &words) {
            Some(job) => Act::Run(job),
            None => Act::Say("This pair cannot be settled here.".to_owned()),
        }
    }

    /// Draws the pair.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let area = put::inside(area, 2, 0);
        if self.pairs.is_none() {
            put::left(buf, area, 0, 0, "…", theme.style(Role::Muted));
            return;
        }
        let Some(pair) = self.left().next() else {
            let words = if self.skipped.is_empty() {
                "Every pair is settled. esc goes back."
            } else {
                "What is left was skipped: it waits for another day. esc goes back."
            };
            put::left(buf, area, 1, 0, words, theme.style(Role::Text));
            return;
        };
        let title = "Are these the same company?";
        put::left(buf, area, 0, 0, title, theme.style(Role::Heading));
        let half = area.width / 2;
        let [left, right] = [0, half].map(|x| Rect {
            x: area.x + x,
            width: half.saturating_sub(2),
            ..area
        });
        let under = side(buf, left, theme, "Yours", &pair.ours).max(side(
            buf,
            right,
            theme,
            &self.name,
            &pair.theirs,
        ));
        let mut row = under + 1;
        put::rule(buf, area, row, '╌', theme.style(Role::Border));
        row += 1;
        let because = pair.because();
        let may_be = match pair.kind {
            Kind::Same => "Perhaps one company",
            Kind::Affiliate => "Perhaps of one group",
        };
        let why = format!(
            "{may_be}: {because}. Tier {}, {}% sure.",
            pair.tier,
            (pair.score + 5) / 10
        );
        let width = usize::from(area.width);
        for line in std::iter::once(why).chain(pair.evidence.iter().map(|e| format!("- {e}"))) {
            for part in text::wrap(&line, width) {
                put::left(buf, area, row, 0, &part, theme.style(Role::Text));
                row += 1;
            }
        }
        row += 1;
        for line in [
            "y: the same, n: not the same, a: one group (parent and child), s: later.",
            "What you say is remembered for the next version of their list; u takes it back.",
        ] {
            for part in text::wrap(line, width) {
                put::left(buf, area, row, 0, &part, theme.style(Role::Muted));
                row += 1;
            }
        }
    }
}

fn keys(pair: &Pair) -> (String, String) {
    (pair.ours.key.clone(), pair.theirs.key.clone())
}

/// How an account is named on a command line, so that it is no other.
fn handle(account: &OverlapAccount) -> String {
    let by = |letter: char, id: Option<i64>| id.map(|id| format!("{letter}{id}"));
    let site = account.domain.clone();
    site.or_else(|| by('C', account.customer))
        .or_else(|| by('R', account.referral))
        .or_else(|| by('A', account.row))
        .unwrap_or_else(|| account.name.clone())
}

/// One side of the pair; returns the line after the last.
fn side(buf: &mut Buffer, area: Rect, theme: Theme, whose: &str, account: &OverlapAccount) -> u16 {
    put::left(buf, area, 2, 0, whose, theme.style(Role::Muted));
    put::left(buf, area, 3, 0, &account.name, theme.style(Role::Heading));
    let value: Vec<String> = account
        .value
        .iter()
        .map(crate::domain::money::Money::shown)
        .collect();
    let worth = (!value.is_empty()).then(|| format!("open value {}", value.join(", ")));
    let lines = [
        Some(account.standing.word().to_owned()),
        account.domain.clone(),
        account.country.clone(),
        account.owner.clone(),
        account.stage.clone(),
        worth,
        account.since.map(|day| format!("since {}", shown(day))),
    ];
    let mut lines: Vec<String> = lines.into_iter().flatten().collect();
    if area.height < LOW {
        lines = text::wrap(&lines.join(", "), usize::from(area.width));
    }
    let mut row = 4;
    for line in lines {
        put::left(buf, area, row, 0, &line, theme.style(Role::Text));
        row += 1;
    }
    row
}
