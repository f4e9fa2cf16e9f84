//! Which files of a folder could be read as a table, for a path that is being typed or was pasted. Looks at names, sizes
//! and days; opens nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use chrono::{DateTime, Utc};

use crate::{domain::day::Day, text::fold};

/// Endings of names that a table may have.
const TABLES: &[&str] = &[
    "csv", "tsv", "tab", "psv", "txt", "xlsx", "xlsm", "ods", "json", "jsonl", "ndjson", "xml",
];
/// Most entries of one folder that are offered.
const OFFERED: usize = 200;
/// Longest pasted text that is looked at for a path.
const LONGEST: usize = 16 << 10;

/// A file or folder that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The path, as it would be typed: a folder ends with a slash.
    pub typed: String,
    /// The path, as it is opened.
    pub path: String,
    /// It leads to more.
    pub folder: bool,
    /// Its size in bytes.
    pub bytes: u64,
    /// The day it was last written to, UTC.
    pub day: Option<Day>,
}

/// What a typed path leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// What could follow: folders first, then files, the newest first.
    pub entries: Vec<Entry>,
    /// How many more there are.
    pub more: usize,
    /// What is typed is a file already: its path, as it is opened.
    pub file: Option<String>,
    /// Why there is nothing to offer.
    pub trouble: Option<String>,
}

/// What could follow what is typed. `home` stands for `~`.
pub fn following(typed: &str, home: Option<&Path>) -> Listing {
    let (above, begun) = match typed.rfind(['/', std::path::MAIN_SEPARATOR]) {
        Some(at) => typed.split_at(at + 1),
        None if typed == "~" => ("~/", ""),
        None => ("", typed),
    };
    let folder = if above.is_empty() {
        PathBuf::from(".")
    } else {
        real(above, home)
    };
    let mut listing = Listing {
        file: (!begun.is_empty()).then(|| file(typed, home)).flatten(),
        ..Listing::default()
    };
    let names = match fs::read_dir(&folder) {
        Ok(names) => names,
        Err(e) => {
            listing.trouble = Some(match e.kind() {
                std::io::ErrorKind::NotFound => format!("There is no folder {above}"),
                _ => format!("The folder {above} cannot be read: {e}."),
            });
            return listing;
        }
    };
    let wanted = fold(begun);
    let mut found: Vec<(bool, Option<SystemTime>, Entry)> = Vec::new();
    // What cannot be looked at, or has a name that cannot be typed, cannot be offered either.
    for entry in names.flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let is_folder = entry.path().is_dir();
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        let exact = name == begun;
        if hidden || !(is_folder || is_table(&name) || exact) || !fold(&name).contains(&wanted) {
            continue;
        }
        let meta = fs::metadata(entry.path()).ok();
        let written = meta.as_ref().and_then(|m| m.modified().ok());
        let slash = if is_folder { "/" } else { "" };
        let begins = fold(&name).starts_with(&wanted);
        found.push((
            begins,
            written,
            Entry {
                typed: format!("{above}{name}{slash}"),
                path: shown(&real(&format!("{above}{name}"), home)),
                folder: is_folder,
                bytes: meta.map_or(0, |m| m.len()),
                day: written.map(|at| DateTime::<Utc>::from(at).date_naive()),
                name,
            },
        ));
    }
    // Where something begins with what is typed, what merely holds it is not meant.
    if found.iter().any(|(begins, ..)| *begins) {
        found.retain(|(begins, ..)| *begins);
    }
    found.sort_by(|(_, a_at, a), (_, b_at, b)| {
        let newest = if a.folder {
            std::cmp::Ordering::Equal
        } else {
            b_at.cmp(a_at)
        };
        (b.folder.cmp(&a.folder))
            .then(newest)
            .then_with(|| a.name.cmp(&b.name))
    });
    listing.more = found.len().saturating_sub(OFFERED);
    listing.entries = found
        .into_iter()
        .take(OFFERED)
        .map(|(.., entry)| entry)
        .collect();
    listing
}

/// The newest tables of a folder, not of what is below it.
pub fn tables(folder: &str, home: Option<&Path>, most: usize) -> Vec<Entry> {
    let mut entries = following(folder, home).entries;
    entries.retain(|e| !e.folder);
    entries.truncate(most);
    entries
}

/// A pasted text that names a file: its path, and how many more files are named after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The first file, as it is opened.
    pub path: String,
    /// How many more there are.
    pub more: usize,
}

/// The files that a pasted text names, as terminals write them when files are dropped on them: quoted, with backslashes
/// before blanks, or as `file://` addresses, one or several. `None` where the first is no file that exists.
pub fn dropped(text: &str, home: Option<&Path>) -> Option<Dropped> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || text.contains('\0') {
        return None;
    }
    // A path with blanks in it may have been copied as it is.
    if let Some(path) = file(text, home) {
        return Some(Dropped { path, more: 0 });
    }
    let is_file = |path: &String| file(path, home).is_some();
    let lines: Vec<String> = text.lines().map(|l| address(l.trim())).collect();
    let each = if lines.iter().all(is_file) {
        lines
    } else {
        let words = crate::ops::line::split(text).ok()?;
        words.iter().map(|word| address(word)).collect()
    };
    let path = file(each.first()?, home)?;
    let more = each[1..].iter().filter(|p| is_file(p)).count();
    Some(Dropped { path, more })
}

/// The path of a `file://` address; anything else as it is.
fn address(text: &str) -> String {
    let Some(rest) = text.strip_prefix("file://") else {
        return text.to_owned();
    };
    // file://localhost/home/… names this computer too.
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let bytes = rest.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = (byte == b'%').then(|| rest.get(at + 1..at + 3)).flatten();
        if let Some(decoded) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(decoded);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| rest.to_owned())
}

/// The path of a file that exists, as it is opened.
fn file(typed: &str, home: Option<&Path>) -> Option<String> {
    let path = real(typed, home);
    path.is_file().then(|| shown(&path))
}

/// A path as a word of a command line, where what begins with a dash would be an option.
fn shown(path: &Path) -> String {
    let path = path.display().to_string();
    if path.starts_with('-') {
        format!("./{path}")
    } else {
        path
    }
}

/// The path that is meant: `~` is the home folder.
fn real(typed: &str, home: Option<&Path>) -> PathBuf {
    match (typed.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        (None, Some(home)) if typed == "~" => home.to_path_buf(),
        _ => PathBuf::from(typed),
    }
}

fn is_table(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(before, end)| {
        !before.is_empty() && TABLES.contains(&end.to_lowercase().as_str())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // A test that unwraps says where it failed.
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        for name in ["b.csv", "Partners list.xlsx", ".hidden.csv", "photo.png"] {
            fs::write(at.join(name), "x").unwrap();
        }
        fs::create_dir(at.join("more")).unwrap();
        fs::create_dir(at.join(".git")).unwrap();
        folder
    }

    fn names(listing: &Listing) -> Vec<&str> {
        listing.entries.iter().map(|e| e.name.as_str()).collect()
    }

    #[test]
    fn a_path_is_completed_with_folders_and_tables_only() {
        let home = folder();
        let all = following("~/", Some(home.path()));
        let mut shown = names(&all);
        shown[1..].sort_unstable();
        assert_eq!(shown, ["more", "Partners list.xlsx", "b.csv"]);
        assert_eq!(all.entries[0].typed, "~/more/");
        let begun = following("~/par", Some(home.path()));
        assert_eq!(names(&begun), ["Partners list.xlsx"]);
        assert_eq!(
            names(&following("~/.h", Some(home.path()))),
            [".hidden.csv"]
        );
        // What is typed in full is offered whatever it is called.
        let photo = following("~/photo.png", Some(home.path()));
        assert!(photo.file.is_some() && names(&photo) == ["photo.png"]);
        let nowhere = following("~/nowhere/x", Some(home.path()));
        assert_eq!(
            nowhere.trouble.as_deref(),
            Some("There is no folder ~/nowhere/")
        );
        assert_eq!(tables("~/", Some(home.path()), 9).len(), 2);
    }

    #[test]
    fn a_dropped_path_is_understood_however_the_terminal_writes_it() {
        let home = folder();
        let path = home.path().join("Partners list.xlsx");
        let path = path.to_str().unwrap();
        for text in [
            path.to_owned(),
            format!("'{path}'\n"),
            format!("\"{path}\" "),
            format!("{}\n", path.replace(' ', "\\ ")),
            format!("file://{}\r\n", path.replace(' ', "%20")),
            "~/Partners list.xlsx".to_owned(),
        ] {
            let found = dropped(&text, Some(home.path())).unwrap();
            assert_eq!(found.more, 0, "{text}");
            assert!(real(&found.path, Some(home.path())).is_file(), "{text}");
        }
        let two = format!("'{path}' '{}'", home.path().join("b.csv").display());
        assert_eq!(dropped(&two, None).unwrap().more, 1);
        for text in ["", "hello", "/no/such/file.csv", "'open", "a\0b", "~/more"] {
            assert_eq!(dropped(text, Some(home.path())), None, "{text}");
        }
    }
}
