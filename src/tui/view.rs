//! The frame around every screen: tab line, place line, rules, status, footer, prefix popup. Draws; changes nothing.

use ratatui::{Frame, buffer::Buffer, layout::Rect};

use super::{
    app::App,
    keymap::{self, Action, Found, Key, Scope, Target},
    overlay::Overlay,
    screen::{Screen, places::TABS},
    theme::{Role, Theme},
    widget::{input, panel, put},
};
use crate::text;

/// Below this there is only a message.
const LEAST: (u16, u16) = (30, 8);
/// Below this the tab line becomes the place line.
const TABS_FROM: (u16, u16) = (72, 16);

/// Where the parts of the frame are.
pub struct Layout {
    /// The tab line, where there is room for one.
    pub tabs: Option<u16>,
    /// Place, filter and counts.
    pub place: u16,
    /// The screen.
    pub body: Rect,
    /// The last result.
    pub status: u16,
    /// Hints.
    pub footer: u16,
}

/// Lays the frame out for a window.
pub fn layout((columns, rows): (u16, u16)) -> Layout {
    let tabs = columns >= TABS_FROM.0 && rows >= TABS_FROM.1;
    let top = if tabs { 3 } else { 2 };
    let bottom = if rows >= 12 { 3 } else { 2 };
    Layout {
        tabs: tabs.then_some(0),
        place: top - 2,
        body: Rect::new(0, top.min(rows), columns, rows.saturating_sub(top + bottom)),
        status: rows.saturating_sub(2),
        footer: rows.saturating_sub(1),
    }
}

/// Draws everything.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.is_empty() {
        return;
    }
    let buf = frame.buffer_mut();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        for (row, line) in ["Make the window larger:", "30 x 8 at least.", "q quits."]
            .iter()
            .enumerate()
        {
            put::left(
                buf,
                area,
                put::cells(row),
                0,
                line,
                app.theme.style(Role::Text),
            );
        }
        return;
    }
    let layout = layout((area.width, area.height));
    let theme = app.theme;
    let border = theme.style(Role::Border);
    if let Some(row) = layout.tabs {
        tab_line(app, buf, area, row);
    }
    let mut cursor = place_line(app, buf, area, &layout);
    put::rule(buf, area, layout.body.y - 1, '─', border);
    if let Some(screen) = app.screen() {
        cursor = screen.draw(buf, layout.body, theme).or(cursor);
    }
    if layout.status > layout.body.bottom() {
        put::rule(buf, area, layout.body.bottom(), '─', border);
    }
    status_line(app, buf, area, layout.status);
    footer(app, buf, area, layout.footer);
    prefix(app, buf, layout.body);
    // Overlays may use the place line too: on small windows every line counts.
    let over = Rect {
        y: layout.place + 1,
        height: layout.status - layout.place - 1,
        ..area
    };
    for overlay in &app.overlays {
        cursor = overlay.draw(buf, over, theme);
    }
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
    }
}

fn tab_line(app: &App, buf: &mut Buffer, area: Rect, row: u16) {
    let name = |long: bool, (digit, name): &(u8, &str)| {
        let here = *digit == app.place().0;
        match (here, long) {
            (true, _) => format!("[{digit} {name}]"),
            (false, true) => format!("{digit} {name}"),
            (false, false) => digit.to_string(),
        }
    };
    let whole: usize = TABS.iter().map(|t| text::width(&name(true, t)) + 1).sum();
    let long = whole <= usize::from(area.width) + 1;
    let mut at = 0;
    for tab in TABS {
        let role = if tab.0 == app.place().0 {
            Role::Accent
        } else {
            Role::Muted
        };
        at += put::left(buf, area, row, at, &name(long, tab), app.theme.style(role)) + 1;
    }
}

/// ` Partners › Northwind   / is:open        10 of 12`; returns where the cursor is while a filter is typed.
fn place_line(app: &App, buf: &mut Buffer, area: Rect, layout: &Layout) -> Option<(u16, u16)> {
    let theme = app.theme;
    let row = layout.place;
    let screen = app.screen()?;
    let name = app.place().name();
    let name = if layout.tabs.is_some() {
        name.to_owned()
    } else {
        format!("{} {name}", app.place().0)
    };
    let right = match screen {
        Screen::Home(_) => format!("as of {}", app.today.format("%a %-d %b %Y")),
        Screen::Run(run) => run.counts(),
        Screen::Import(import) => import.counts(),
        Screen::Maybe(maybe) => maybe.counts(),
        _ => screen
            .list()
            .map(super::screen::list::ListScreen::counts)
            .unwrap_or_default(),
    };
    let from = put::right(
        buf,
        Rect {
            width: area.width.saturating_sub(1),
            ..area
        },
        row,
        &right,
        theme.style(Role::Muted),
    );
    let left = Rect {
        width: from.saturating_sub(2),
        ..area
    };
    let mut at = put::left(buf, left, row, 1, &name, theme.style(Role::Heading)) + 1;
    let heading = screen.heading();
    if !heading.is_empty() {
        at += put::left(
            buf,
            left,
            row,
            at,
            &format!(" › {heading}"),
            theme.style(Role::Text),
        );
    }
    let list = screen.list()?;
    if let Some(typed) = &list.typing {
        at += put::left(buf, left, row, at, "   / ", theme.style(Role::Accent));
        let line = Rect {
            x: at.min(left.width),
            y: row,
            width: left.width.saturating_sub(at),
            height: 1,
        };
        return input::draw(buf, line, typed, theme.style(Role::Text), true);
    }
    if !list.filter.is_empty() {
        put::left(
            buf,
            left,
            row,
            at,
            &format!("   / {}", list.filter),
            theme.style(Role::Accent),
        );
    }
    None
}

fn status_line(app: &App, buf: &mut Buffer, area: Rect, row: u16) {
    let theme = app.theme;
    let mut room = area;
    if app.demo {
        let words = if area.width >= 80 {
            "EXAMPLE: nothing here is kept"
        } else {
            "EXAMPLE"
        };
        let from = put::right(
            buf,
            Rect {
                width: area.width.saturating_sub(1),
                ..area
            },
            row,
            words,
            theme.style(Role::Warn),
        );
        room.width = from.saturating_sub(2);
    }
    let list = app.screen().and_then(Screen::list);
    let (words, role) = if let Some(busy) = &app.busy {
        (format!("Working: {busy}   (ctrl-c stops)"), Role::Info)
    } else if let Some(error) = list.and_then(|l| l.filter_error.as_ref()) {
        (error.to_string().replace('\n', " "), Role::Warn)
    } else if let Some(picked) = list.map(|l| l.picked.len()).filter(|n| *n > 0) {
        (
            format!("+ {picked} selected   . actions   esc clears"),
            Role::Accent,
        )
    } else {
        app.status.clone()
    };
    // How to take it back is never what is cut.
    let undo = if app.undoable && words == app.status.0 && !words.is_empty() {
        "  (u to undo)"
    } else {
        ""
    };
    let left = usize::from(room.width).saturating_sub(undo.len() + 2);
    let words = text::cut(&text::clean(&words), left);
    put::run(
        buf,
        room,
        row,
        1,
        &[
            (&words, theme.style(role)),
            (undo, theme.style(Role::Accent)),
        ],
    );
}

fn footer(app: &App, buf: &mut Buffer, area: Rect, row: u16) {
    // A form says its own keys; `?` and `:` would be typed into it.
    if matches!(
        app.overlays.last(),
        Some(Overlay::Form(_) | Overlay::Question(_))
    ) {
        return;
    }
    if let Some(Screen::Import(import)) = app.screen()
        && import.is_typing()
        && app.overlays.is_empty()
    {
        let words = "tab completes  enter opens  up/down choose  esc closes";
        put::left(buf, area, row, 1, words, app.theme.style(Role::Accent));
        return;
    }
    let theme = app.theme;
    let key = theme.style(Role::Accent);
    let plain = theme.style(Role::Muted);
    let anything = if area.width >= 72 {
        " do anything"
    } else {
        " do"
    };
    let mut at = put::run(
        buf,
        area,
        row,
        1,
        &[
            ("?", key),
            (" help  ", plain),
            (":", key),
            (anything, plain),
            (" │", theme.style(Role::Border)),
        ],
    );
    if !app.overlays.is_empty() {
        return;
    }
    let picked = app
        .screen()
        .and_then(Screen::list)
        .map_or(0, |l| l.picked.len());
    for hint in hints(app.screen()) {
        let operates = matches!(
            hint.target,
            Target::Op(..) | Target::Now(..) | Target::Ui(Action::Hold)
        );
        let words = if picked > 0 && operates {
            format!(" {} {picked}", hint.hint)
        } else {
            format!(" {}", hint.hint)
        };
        let wide = put::cells(text::width(hint.chord) + text::width(&words)) + 2;
        if at + wide > area.width {
            break;
        }
        at = put::run(
            buf,
            area,
            row,
            at + 1,
            &[(hint.chord, key), (&words, plain)],
        ) + 1;
    }
}

/// The keys worth a hint on a screen, best first.
pub fn hints(screen: Option<&Screen>) -> Vec<&'static Key> {
    let scopes = screen.map(Screen::scopes).unwrap_or_default();
    // A record has no rows to go into, to group or to page through in time.
    let of_rows = |k: &Key| {
        !matches!(k.scope, Scope::Records | Scope::Everywhere)
            && matches!(k.target, Target::Ui(action) if action != Action::Hold)
    };
    let record = matches!(screen, Some(Screen::Text(_)));
    let meant = |k: &Key| match (screen, k.target) {
        (Some(Screen::Import(import)), Target::Ui(action)) => import.means(action),
        _ => true,
    };
    let mut keys: Vec<&Key> = keymap::holding(&scopes)
        .into_iter()
        .filter(|k| k.rank > 0 && !(record && of_rows(k)) && meant(k))
        .collect();
    keys.sort_by_key(|k| k.rank);
    keys
}

/// The second keys of a prefix, at once: nobody remembers them all.
fn prefix(app: &App, buf: &mut Buffer, body: Rect) {
    if app.pending.is_empty() {
        return;
    }
    let scopes = app.screen().map(Screen::scopes).unwrap_or_default();
    let Found::Prefix(keys) = keymap::find(&scopes, &app.pending) else {
        return;
    };
    let height = (put::cells(keys.len()) + 2).min(body.height);
    let width = 34.min(body.width);
    let area = Rect::new(body.right() - width, body.bottom() - height, width, height);
    put::clear(buf, area);
    let title: Vec<String> = app.pending.iter().map(ToString::to_string).collect();
    let inside = panel::frame(buf, area, app.theme, &format!("{} …", title.join(" ")), "");
    for (row, key) in keys.iter().enumerate() {
        let last = key.chord.rsplit(' ').next().unwrap_or(key.chord);
        let (key_style, words) = (style(app.theme), format!("  {}", key.hint));
        let row = put::cells(row);
        let at = put::left(buf, inside, row, 1, last, key_style) + 1;
        put::left(buf, inside, row, at, &words, app.theme.style(Role::Text));
    }
}

fn style(theme: Theme) -> ratatui::style::Style {
    theme.style(Role::Accent)
}
