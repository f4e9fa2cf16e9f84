//! The one table of keys: dispatch, footer, help and the README read it. Decides nothing about what an operation does.

mod readme;
mod table;

pub use self::{readme::markdown, table::KEYS};
use super::chord::Chord;
use crate::ops::registry;

/// Where a key holds; the narrower one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every screen.
    Everywhere,
    /// On every screen with rows.
    Lists,
    /// Where one thing is shown in full.
    Records,
    /// On the front page.
    Home,
    /// Where rows are partners.
    Partners,
    /// Where rows are referrals.
    Referrals,
    /// Where rows are customers.
    Customers,
    /// Where rows are revenue lines.
    Revenue,
    /// The overlap screen.
    Overlap,
    /// The overlap with one partner.
    Accounts,
    /// Pairs that may be the same.
    Maybe,
    /// Customers a partner may have brought.
    Missed,
    /// The performance screen.
    Stats,
    /// Where rows are commission lines.
    Commissions,
    /// Where rows are payouts.
    Payouts,
    /// A payout run in its steps.
    Run,
    /// A file on its way into the book.
    Import,
    /// The log.
    History,
    /// Programs and settings.
    Setup,
}

impl Scope {
    /// As help names it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Lists => "In lists",
            Self::Records => "In a record",
            Self::Home => "Home",
            Self::Partners => "Partners",
            Self::Referrals => "Referrals",
            Self::Customers => "Customers",
            Self::Revenue => "Revenue",
            Self::Overlap => "Overlap",
            Self::Accounts => "Overlap with a partner",
            Self::Maybe => "Maybe-matches",
            Self::Missed => "Missed credit",
            Self::Stats => "Stats",
            Self::Commissions => "Commissions",
            Self::Payouts => "Payouts",
            Self::Run => "Payout run",
            Self::Import => "Import",
            Self::History => "History",
            Self::Setup => "Setup",
        }
    }
}

/// Movement and view only; never business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// One row down.
    Down,
    /// One row up.
    Up,
    /// First row.
    Top,
    /// Last row.
    Bottom,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// Go in.
    Enter,
    /// One step back.
    Back,
    /// Close; at the top quit.
    Close,
    /// Cancel work; twice quits.
    Cancel,
    /// Next tab.
    NextTab,
    /// Previous tab.
    PrevTab,
    /// Take the next step.
    NextStep,
    /// Earlier period.
    Earlier,
    /// Later period.
    Later,
    /// Filter by typing.
    Filter,
    /// As it stood on a day, typed into the filter.
    AsOf,
    /// Sort menu.
    Sort,
    /// Detail over the whole body.
    Zoom,
    /// Group by partner, or not.
    Group,
    /// Fold the rows of this group away.
    Fold,
    /// Bring them back.
    Unfold,
    /// Fold all groups, or none.
    FoldAll,
    /// Hold commission lines back, or let them go where all of them are held back.
    Hold,
    /// Pick a row.
    Pick,
    /// Pick from the last picked row to here.
    Range,
    /// Pick all, or none.
    PickAll,
    /// What can be done to this row.
    Menu,
    /// Do anything.
    Palette,
    /// Keys.
    Help,
    /// Copy rows.
    Copy,
    /// Back through places.
    Backward,
    /// Forward through places.
    Forward,
    /// Draw anew.
    Redraw,
    /// Stop until `fg`.
    Suspend,
    /// A screen by its tab number (0–9).
    Go(u8),
    /// The partner of this row.
    GoPartner,
    /// The referral of this row.
    GoReferral,
    /// The customer of this row.
    GoCustomer,
    /// The log.
    GoHistory,
    /// A file into the book; the word of what its rows are, or nothing.
    Import(&'static str),
    /// The next thing here that needs a person.
    NextNeed,
    /// The one before.
    PrevNeed,
    /// What the rows of a file are.
    Kinds,
    /// How a file is read.
    Settings,
    /// Keep what was chosen under a name.
    SaveAs,
    /// Take nothing from this.
    LeaveOut,
    /// Leave rows out that cannot be taken.
    SkipBad,
    /// Take the last choice back.
    TakeBack,
    /// One cell to the left.
    Left,
    /// One cell to the right.
    Right,
    /// The next part of what is shown.
    NextPart,
    /// The part before.
    PrevPart,
    /// Another measure in the cells.
    Measure,
    /// Pairs that wait to be settled.
    Settle,
    /// Customers nobody is credited for.
    Missed,
    /// Referrals for accounts a partner never listed.
    Unlisted,
    /// Parents and children counted as accounts in common, or not.
    Groups,
    /// The two are the same.
    Same,
    /// They are not.
    Different,
    /// They belong to one group.
    Affiliate,
    /// Leave it for later.
    Skip,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Opens the form of an operation, filled from the selection and with these values: (argument, value).
    Op(&'static str, &'static [(&'static str, &'static str)]),
    /// Runs an operation at once on the selection: only what can be undone.
    Now(&'static str, &'static [(&'static str, &'static str)]),
    /// Runs an operation at once, whatever is selected.
    Plain(&'static str),
    /// Moves, or changes the view.
    Ui(Action),
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Where it holds.
    pub scope: Scope,
    /// The keys, one after the other.
    pub chord: &'static str,
    /// What it does.
    pub target: Target,
    /// The same in words.
    pub hint: &'static str,
    /// Place in the footer, 1 first; 0: not there.
    pub rank: u8,
}

impl Key {
    /// True unless its operation does not exist.
    pub fn works(&self) -> bool {
        match self.target {
            Target::Op(path, _) | Target::Now(path, _) | Target::Plain(path) => {
                registry::find(path).is_some()
            }
            Target::Ui(_) => true,
        }
    }
}

/// The keys that hold in these scopes (narrowest first): of equal chords only the first.
pub fn holding(scopes: &[Scope]) -> Vec<&'static Key> {
    let mut out: Vec<&Key> = Vec::new();
    for scope in scopes {
        for key in KEYS.iter().filter(|k| k.scope == *scope && k.works()) {
            if !out.iter().any(|k| k.chord == key.chord) {
                out.push(key);
            }
        }
    }
    out
}

/// What a sequence of chords comes to.
#[derive(Debug)]
pub enum Found {
    /// A key.
    Key(&'static Key),
    /// The beginning of these.
    Prefix(Vec<&'static Key>),
    /// Nothing.
    Nothing,
}

/// Looks up the chords pressed so far.
pub fn find(scopes: &[Scope], pressed: &[Chord]) -> Found {
    let pressed: Vec<String> = pressed.iter().map(ToString::to_string).collect();
    let pressed = pressed.join(" ");
    let keys = holding(scopes);
    if let Some(key) = keys.iter().find(|k| k.chord == pressed) {
        return Found::Key(key);
    }
    let longer: Vec<_> = keys
        .into_iter()
        .filter(|k| {
            k.chord
                .strip_prefix(&pressed)
                .is_some_and(|r| r.starts_with(' '))
        })
        .collect();
    if longer.is_empty() {
        Found::Nothing
    } else {
        Found::Prefix(longer)
    }
}

impl Key {
    /// In a sentence, for help: what the operation says of itself, or the hint.
    pub fn about(&self) -> String {
        let operation = match self.target {
            Target::Op(path, _) | Target::Now(path, _) | Target::Plain(path) => {
                registry::find(path)
            }
            Target::Ui(_) => None,
        };
        let about = operation.and_then(|e| (e.command)().get_about().map(ToString::to_string));
        about.unwrap_or_else(|| self.hint.to_owned())
    }

    /// With the digit of the screen it is on before it: `8 p`.
    pub fn path(&self) -> String {
        let digit = match self.scope {
            Scope::Partners => "2 ",
            Scope::Referrals => "3 ",
            Scope::Customers => "4 ",
            Scope::Overlap | Scope::Accounts | Scope::Maybe | Scope::Missed => "5 ",
            Scope::Stats => "6 ",
            Scope::Commissions => "7 ",
            Scope::Payouts | Scope::Run => "8 ",
            Scope::History => "9 ",
            Scope::Setup => "0 ",
            Scope::Everywhere
            | Scope::Lists
            | Scope::Records
            | Scope::Home
            | Scope::Import
            | Scope::Revenue => "",
        };
        format!("{digit}{}", self.chord)
    }
}

/// The key of an operation, as the palette shows it.
pub fn of_operation(path: &str) -> Option<&'static Key> {
    KEYS.iter()
        // Home has keys of other screens; those say better where an operation belongs.
        .filter(|k| k.scope != Scope::Home)
        .find(|k| matches!(k.target, Target::Op(p, _) | Target::Now(p, _) | Target::Plain(p) if p == path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_can_be_pressed_and_none_is_declared_twice() {
        for (i, key) in KEYS.iter().enumerate() {
            for chord in key.chord.split(' ') {
                assert_eq!(Chord::parse(chord).unwrap().to_string(), chord);
            }
            let twin = KEYS[i + 1..]
                .iter()
                .find(|k| k.scope == key.scope && k.chord == key.chord);
            assert!(
                twin.is_none(),
                "{} is declared twice in {:?}",
                key.chord,
                key.scope
            );
        }
    }

    #[test]
    fn no_key_hides_a_longer_one() {
        for key in KEYS {
            let longer = KEYS
                .iter()
                .find(|k| k.chord.starts_with(&format!("{} ", key.chord)));
            assert!(longer.is_none(), "{} hides {:?}", key.chord, longer);
        }
    }
}
