//! What things look like: roles to styles. The only place that names a colour; a mark or a word always says it too.

use ratatui::style::{Color, Modifier, Style};

use crate::table::Mark;

/// Which palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The terminal's own text colour; its sixteen colours for marks only.
    #[default]
    Terminal,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// No colour: reverse, bold and underline only.
    Mono,
}

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important.
    Muted,
    /// Headings.
    Heading,
    /// Keys, links, the screen one is on.
    Accent,
    /// Good.
    Ok,
    /// Needs a look.
    Warn,
    /// Wrong.
    Bad,
    /// Neither good nor bad, but notable.
    Info,
    /// Lines and frames.
    Border,
    /// The row under the cursor.
    Selected,
    /// The field or button under the cursor.
    Focus,
}

impl Theme {
    /// By name: `auto`, `terminal`, `dark`, `light`, `mono`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::from_env(),
            "terminal" => Self::Terminal,
            "dark" => Self::Dark,
            "light" => Self::Light,
            "mono" => Self::Mono,
            _ => return None,
        })
    }

    /// What the environment asks for: `NO_COLOR` first, then what the terminal says of its background.
    pub fn from_env() -> Self {
        let set = |name: &str| std::env::var(name).is_ok_and(|v| !v.is_empty());
        if set("NO_COLOR") || std::env::var("CLICOLOR").is_ok_and(|v| v == "0") {
            return Self::Mono;
        }
        let full = std::env::var("COLORTERM").is_ok_and(|v| v == "truecolor" || v == "24bit");
        // `15;0`: the last number is the background, 0–6 and 8 are dark.
        let background = std::env::var("COLORFGBG")
            .ok()
            .and_then(|v| v.rsplit(';').next().and_then(|n| n.parse::<u8>().ok()));
        match background {
            Some(7 | 9..) if full => Self::Light,
            Some(_) if full => Self::Dark,
            _ => Self::Terminal,
        }
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let painted = matches!(self, Self::Dark | Self::Light);
        let modifier = match role {
            Role::Heading => Modifier::BOLD,
            Role::Accent | Role::Bad | Role::Warn if self == Self::Mono => Modifier::BOLD,
            Role::Selected | Role::Focus if painted => Modifier::BOLD,
            Role::Selected | Role::Focus => Modifier::REVERSED,
            Role::Muted | Role::Border if self == Self::Terminal => Modifier::DIM,
            _ => Modifier::empty(),
        };
        let base = Style::new().add_modifier(modifier);
        match self.colours(role) {
            (None, None) => base,
            (Some(fg), None) => base.fg(fg),
            (fg, Some(bg)) => base.fg(fg.unwrap_or(Color::Reset)).bg(bg),
        }
    }

    /// The style of a state's mark.
    pub fn mark(self, mark: Mark) -> Style {
        self.style(match mark {
            Mark::Payable => Role::Info,
            Mark::Attention | Mark::Reversed => Role::Warn,
            Mark::Done => Role::Ok,
            Mark::Failed => Role::Bad,
            Mark::Waiting | Mark::Note | Mark::None => Role::Muted,
        })
    }

    fn colours(self, role: Role) -> (Option<Color>, Option<Color>) {
        let rgb = |n: u32| {
            let [_, r, g, b] = n.to_be_bytes();
            Some(Color::Rgb(r, g, b))
        };
        match self {
            Self::Mono => (None, None),
            Self::Terminal => (
                match role {
                    Role::Accent | Role::Info => Some(Color::Cyan),
                    Role::Ok => Some(Color::Green),
                    Role::Warn => Some(Color::Yellow),
                    Role::Bad => Some(Color::Red),
                    _ => None,
                },
                None,
            ),
            Self::Dark => match role {
                Role::Text | Role::Heading => (rgb(0xE6_E9EF), None),
                Role::Muted => (rgb(0xA3_ADBD), None),
                Role::Accent => (rgb(0x7A_B8FF), None),
                Role::Ok => (rgb(0x7F_D88F), None),
                Role::Warn => (rgb(0xF2_C063), None),
                Role::Bad => (rgb(0xFF_8F8F), None),
                Role::Info => (rgb(0x8B_D5E8), None),
                Role::Border => (rgb(0x6B_778B), None),
                Role::Selected | Role::Focus => (rgb(0xE6_E9EF), rgb(0x1F_3A5F)),
            },
            Self::Light => match role {
                Role::Text | Role::Heading => (rgb(0x1B_2330), None),
                Role::Muted => (rgb(0x54_5F70), None),
                Role::Accent => (rgb(0x0B_57A4), None),
                Role::Ok => (rgb(0x1B_6B2C), None),
                Role::Warn => (rgb(0x7F_5200), None),
                Role::Bad => (rgb(0xB3_261E), None),
                Role::Info => (rgb(0x0F_6674), None),
                Role::Border => (rgb(0x73_7E8F), None),
                Role::Selected | Role::Focus => (rgb(0x1B_2330), rgb(0xCF_E2FF)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_the_cursor_row_still_stands_out() {
        let style = Theme::Mono.style(Role::Selected);
        assert!(style.add_modifier.contains(Modifier::REVERSED));
        for role in [Role::Ok, Role::Bad, Role::Accent, Role::Muted] {
            assert_eq!(
                (Theme::Mono.style(role).fg, Theme::Mono.style(role).bg),
                (None, None)
            );
        }
    }
}
