//! The box of the last step: what was paid outside, a reference for each partner, and a day. Cancel has the focus, and
//! only `y` records it as paid.

use ratatui::{buffer::Buffer, layout::Rect};
use tui_input::Input;

use super::Next;
use crate::{
    domain::{
        day::{Day, parse_typed},
        id::Noun,
        money::{Money, Totals},
    },
    error::Error,
    store::RunPage,
    text,
    tui::{
        chord::Chord,
        event::Job,
        screen::run::words::amounts,
        theme::{Role, Theme},
        widget::{input, panel, put},
    },
};

/// The question, with what is typed into it.
#[derive(Clone)]
pub struct Paid {
    /// Sent, and not yet answered.
    pub waiting: bool,
    run: i64,
    rows: Vec<Paying>,
    lines: i64,
    sums: Totals,
    on: Input,
    notes: Vec<String>,
    /// Which field is typed in: a reference, or the day after the last.
    editing: Option<usize>,
    top: usize,
    error: Option<String>,
    today: Day,
}

#[derive(Clone)]
struct Paying {
    payout: String,
    partner: String,
    money: Money,
    reference: Input,
}

impl Paid {
    /// About what of a run is approved or in a file; `None` where that is nothing.
    pub fn of(page: &RunPage, today: Day) -> Option<Self> {
        let states = ["approved", "exported"];
        let (_, lines, sums) = page.sums(&states).ok()?;
        let rows: Vec<Paying> = page
            .in_state(&states)
            .map(|payout| Paying {
                payout: Noun::Payout.id(payout.id).to_string(),
                partner: payout.partner_name.clone(),
                money: payout.money,
                reference: Input::default(),
            })
            .collect();
        let mut notes = Vec::new();
        for one in page.payouts.iter().filter(|one| one.more.minor < 0) {
            let payout = &one.payee.payout;
            if states.contains(&payout.state.as_str()) {
                notes.push(format!(
                    "! Since P{} was drafted, {} was taken back and is not in it; it is made up from later commission.",
                    payout.id,
                    one.more.shown().trim_start_matches('-')
                ));
            }
        }
        let unwritten = page.in_state(&["approved"]).count();
        if unwritten > 0 {
            notes.push(format!(
                "~ {unwritten} of them {} in no payment file.",
                if unwritten == 1 { "is" } else { "are" }
            ));
        }
        let drafts = page.in_state(&["draft"]).count();
        if drafts > 0 {
            notes.push(format!(
                "~ {drafts} not approved {} as it is.",
                if drafts == 1 {
                    "draft stays"
                } else {
                    "drafts stay"
                }
            ));
        }
        (!rows.is_empty()).then(|| Self {
            waiting: false,
            run: page.id,
            rows,
            lines,
            sums,
            on: Input::new(today.to_string()),
            notes,
            editing: None,
            top: 0,
            error: None,
            today,
        })
    }

    /// Only `y` records anything; enter does no harm.
    pub fn key(&mut self, chord: Chord) -> Next {
        if self.waiting {
            return Next::Stay;
        }
        if let Some(at) = self.editing {
            self.type_in(at, chord);
            return Next::Stay;
        }
        match chord.to_string().as_str() {
            "y" => return self.send(),
            "enter" | "esc" | "n" | "q" => return Next::Close,
            "e" | "tab" => self.editing = Some(0),
            "down" | "j" => self.top = (self.top + 1).min(self.rows.len() - 1),
            "up" | "k" => self.top = self.top.saturating_sub(1),
            _ => {}
        }
        Next::Stay
    }

    fn type_in(&mut self, at: usize, chord: Chord) {
        match chord.to_string().as_str() {
            "esc" => self.editing = None,
            "enter" | "tab" | "down" => self.editing = (at < self.rows.len()).then_some(at + 1),
            "shift-tab" | "up" => self.editing = at.checked_sub(1),
            _ => {
                if input::key(self.field(at), chord) {
                    self.error = None;
                }
            }
        }
    }

    fn field(&mut self, at: usize) -> &mut Input {
        match self.rows.get_mut(at) {
            Some(row) => &mut row.reference,
            None => &mut self.on,
        }
    }

    /// Types pasted text into the field.
    pub fn paste(&mut self, pasted: &str) {
        if let Some(at) = self.editing {
            input::paste(self.field(at), pasted);
        }
    }

    /// What it stands for, as a command: each payout by its name, so that nothing else becomes paid.
    fn send(&mut self) -> Next {
        let on = match parse_typed(self.on.value(), self.today) {
            Ok(on) => on,
            Err(e) => {
                self.error = Some(e.to_string());
                return Next::Stay;
            }
        };
        let mut words: Vec<String> = self.rows.iter().map(|row| row.payout.clone()).collect();
        words.extend(["--on".to_owned(), on.to_string()]);
        for row in &self.rows {
            let reference = row.reference.value().trim();
            if !reference.is_empty() {
                words.push(format!("--reference={}={reference}", row.payout));
            }
        }
        let Some(mut job) = Job::of("payout paid", &words) else {
            self.error = Some("These references cannot be recorded.".to_owned());
            return Next::Stay;
        };
        // This box was the question.
        job.confirmed = true;
        self.waiting = true;
        Next::Send(job)
    }

    /// Shows why it was refused; what was typed stays.
    pub fn failed(&mut self, e: &Error) {
        self.waiting = false;
        self.error = Some(e.to_string());
    }

    /// Draws it; returns where the cursor belongs while something is typed.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        let width = area.width.min(84);
        let inner = usize::from(width.saturating_sub(6)).max(1);
        let above = text::wrap(
            "This records payments you made yourself, outside partnerbook.",
            inner,
        );
        let mut below: Vec<(String, Role)> = Vec::new();
        let sum = format!(
            "{} commission lines become paid, {} in all. It can be reversed later with a reason; it cannot be erased.",
            self.lines,
            amounts(&self.sums)
        );
        below.extend(text::wrap(&sum, inner).into_iter().map(|l| (l, Role::Text)));
        for note in &self.notes {
            let role = if note.starts_with('!') {
                Role::Warn
            } else {
                Role::Muted
            };
            below.extend(text::wrap(note, inner).into_iter().map(|l| (l, role)));
        }
        for line in self.error.iter().flat_map(|e| e.lines()) {
            let pieces = text::wrap(&text::clean_lines(line), inner);
            below.extend(pieces.into_iter().map(|l| (l, Role::Bad)));
        }
        let fixed = above.len() + below.len() + 9;
        let room = usize::from(area.height).saturating_sub(fixed).max(1);
        let shown = self.rows.len().min(room);
        let note = match (self.waiting, self.rows.len() - shown) {
            (true, _) => "saving …".to_owned(),
            (false, 0) => String::new(),
            (false, _) => format!("{} partners, j and k scroll", self.rows.len()),
        };
        let title = format!("Mark run-{} as paid?", self.run);
        let size = (width, put::cells(fixed + shown));
        let inside = put::inside(panel::over(buf, area, theme, size, &title, &note), 2, 0);
        let mut row = 1;
        for line in &above {
            put::left(buf, inside, row, 0, line, theme.style(Role::Text));
            row += 1;
        }
        row += 1;
        let top = match self.editing {
            Some(at) if at < self.rows.len() => self.top.clamp((at + 1).saturating_sub(shown), at),
            _ => self.top,
        }
        .min(self.rows.len() - shown);
        let mut cursor = None;
        for (n, paying) in self.rows.iter().enumerate().skip(top).take(shown) {
            cursor = self
                .draw_row(buf, inside, theme, (row, n), paying)
                .or(cursor);
            row += 1;
        }
        row += 1;
        let at = put::left(buf, inside, row, 0, "Paid on  ", theme.style(Role::Muted));
        let day = field_at(inside, row, at, 12);
        let typing = self.editing == Some(self.rows.len());
        cursor = input::draw(buf, day, &self.on, style(theme, typing), typing).or(cursor);
        row += 2;
        for (line, role) in &below {
            put::left(buf, inside, row, 0, line, theme.style(*role));
            row += 1;
        }
        let last = inside.height.saturating_sub(1);
        self.draw_keys(buf, inside, last, theme);
        cursor
    }

    fn draw_row(
        &self,
        buf: &mut Buffer,
        inside: Rect,
        theme: Theme,
        (row, n): (u16, usize),
        paying: &Paying,
    ) -> Option<(u16, u16)> {
        let money = paying.money.shown();
        // The reference gets what the name leaves, and never less than a reference takes.
        let name = usize::from(inside.width)
            .saturating_sub(16 + 14 + 2)
            .clamp(8, 30);
        let words = format!(
            "{}  {}",
            text::pad_right(&text::clean(&paying.partner), name),
            text::pad_left(&money, 13)
        );
        let at = put::left(buf, inside, row, 0, &words, theme.style(Role::Text)) + 2;
        let label = if inside.width >= 66 {
            "reference  "
        } else {
            "ref "
        };
        let at = at + put::left(buf, inside, row, at, label, theme.style(Role::Muted));
        let typing = self.editing == Some(n);
        let field = field_at(inside, row, at, inside.width.saturating_sub(at));
        input::draw(buf, field, &paying.reference, style(theme, typing), typing)
    }

    fn draw_keys(&self, buf: &mut Buffer, inside: Rect, row: u16, theme: Theme) {
        let (key, plain) = (theme.style(Role::Accent), theme.style(Role::Muted));
        if self.editing.is_some() {
            let words = [
                ("enter", key),
                (" next   ", plain),
                ("esc", key),
                (" done", plain),
            ];
            put::run(buf, inside, row, 0, &words);
            return;
        }
        let words = [
            ("[ Cancel ]", theme.style(Role::Focus)),
            ("  enter closes   ", plain),
            ("y", key),
            (" mark paid   ", theme.style(Role::Text)),
            ("e", key),
            (" references and day", plain),
        ];
        put::run(buf, inside, row, 0, &words);
    }
}

fn field_at(inside: Rect, row: u16, at: u16, width: u16) -> Rect {
    Rect {
        x: inside.x + at.min(inside.width),
        y: inside.y + row,
        width: width.min(inside.width.saturating_sub(at)),
        height: u16::from(row < inside.height),
    }
}

fn style(theme: Theme, typing: bool) -> ratatui::style::Style {
    theme.style(if typing { Role::Focus } else { Role::Text })
}
