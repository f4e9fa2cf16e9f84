//! Fields and columns by their names, and what is said where there is none of that name.

use super::Mapping;
use crate::{
    error::{Error, Result},
    import::heading::plain,
    text::nearest,
};

impl Mapping {
    /// The place of a field by its name; the error names the nearest.
    pub fn field(&self, name: &str) -> Result<usize> {
        let names = self.fields.iter().map(|f| f.name);
        if let Some(at) = names.clone().position(|n| n.eq_ignore_ascii_case(name)) {
            return Ok(at);
        }
        let all = names.clone().collect::<Vec<_>>().join(", ");
        let near = nearest(name, names).map_or(String::new(), |n| format!(" Did you mean {n}?"));
        Err(
            Error::usage(format!("There is no field “{name}” here.{near}"))
                .hint(format!("The fields are: {all}.")),
        )
    }

    /// The column of a name: exactly, or else without case and punctuation.
    pub(super) fn column(&self, name: &str) -> Result<usize> {
        let exact = |h: &String| h == name;
        let alike = |h: &String| plain(h) == plain(name);
        for same in [&exact as &dyn Fn(&String) -> bool, &alike] {
            let found: Vec<usize> = (0..self.headers.len())
                .filter(|c| same(&self.headers[*c]))
                .collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(*one),
                [..] => {
                    return Err(Error::refused(format!(
                        "The file has {} columns called “{name}”.",
                        found.len()
                    ))
                    .means("Nothing was imported.")
                    .hint("Rename one of them in the file."));
                }
            }
        }
        let near = nearest(name, self.headers.iter().map(String::as_str))
            .map_or(String::new(), |n| format!(" Did you mean “{n}”?"));
        Err(
            Error::refused(format!("The file has no column “{name}”.{near}"))
                .means("Nothing was imported.")
                .hint(self.columns_line()),
        )
    }

    fn columns_line(&self) -> String {
        const SHOWN: usize = 20;
        let more = self.headers.len().saturating_sub(SHOWN);
        let all = self
            .headers
            .iter()
            .take(SHOWN)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        format!("Its columns are: {all}{more}.")
    }

    /// Refuses a file that does not say what is needed.
    pub(super) fn expect_needed(&self) -> Result<()> {
        let said = |name: &&str| {
            let at = self.fields.iter().position(|f| f.name == *name);
            at.is_some_and(|at| self.says(at))
        };
        let missing: Vec<usize> = (0..self.fields.len())
            .filter(|f| self.fields[*f].needed && !self.says(*f))
            .filter(|f| !self.fields[*f].instead().iter().any(said))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let used: Vec<usize> = self.origins.iter().filter_map(|o| o.column).collect();
        let free: Vec<&str> = (0..self.headers.len())
            .filter(|c| !used.contains(c))
            .map(|c| self.headers[c].as_str())
            .collect();
        let hints = missing.iter().map(|f| {
            let field = &self.fields[*f];
            let near = [field.name]
                .iter()
                .chain(field.like)
                .find_map(|name| nearest(name, free.iter().copied()))
                .unwrap_or("COLUMN");
            format!("{}={near}", field.name)
        });
        let names = missing
            .iter()
            .map(|f| self.fields[*f].name)
            .collect::<Vec<_>>()
            .join(" and ");
        Err(Error::refused(format!(
            "No column of the file is known to be {names}. {}",
            self.columns_line()
        ))
        .means(format!(
            "Nothing was imported. The fields are: {}.",
            self.fields
                .iter()
                .map(|f| f.name)
                .collect::<Vec<_>>()
                .join(", ")
        ))
        .hint(format!(
            "Say which column it is: --map {}",
            hints.collect::<Vec<_>>().join(",")
        )))
    }
}

/// The refusal of two values for one thing.
pub fn said_twice(option: &str, what: &str, before: &str, now: &str) -> Error {
    let of = if what.is_empty() {
        String::new()
    } else {
        format!(" of {what}")
    };
    Error::usage(format!(
        "{option} gives two values{of}: “{before}” and “{now}”."
    ))
    .means("Nothing was imported.")
    .hint("Leave one of them out.")
}
