//! Where the secrets of private comparisons lie: files beside the book that only their owner reads, erased when they have
//! served. Must not put any of them into the book: backups and the log would keep them.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{
    domain::day::{Day, parse_iso},
    error::{Error, Result},
    export::place,
    private::{Identity, PublicKey, hex},
    store::View,
};

/// What is kept of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// We asked and wait for the answer.
    Asked,
    /// We answered and wait for the third file.
    Answered,
    /// We opened the answer and may make the third file.
    Opened,
}

impl Step {
    fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Opened => "opened",
        }
    }
}

/// The folder of them: beside the book, or where this system keeps a program's data.
pub(super) struct Secrets {
    folder: PathBuf,
}

impl Secrets {
    /// Of a book; what has ended before `today` is erased.
    pub(super) fn of(view: View<'_>, today: Day) -> Result<Self> {
        let folder = if let Some(book) = view.file() {
            let mut name = book.into_os_string();
            name.push(".private");
            PathBuf::from(name)
        } else {
            let dirs = directories::ProjectDirs::from("", "", "partnerbook").ok_or_else(|| {
                Error::usage(
                    "This system does not say where your files are kept (HOME is not set).",
                )
            })?;
            dirs.data_dir().join("private")
        };
        let secrets = Self { folder };
        secrets.look()?;
        secrets.erase_ended(today)?;
        Ok(secrets)
    }

    /// Refuses a folder that somebody else may have put there, and closes one that others can look into: a key laid into
    /// it would be taken for our own.
    fn look(&self) -> Result<()> {
        let meta = match fs::symlink_metadata(&self.folder) {
            Ok(meta) => meta,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(trouble(&self.folder, &e)),
        };
        if !meta.is_dir() {
            return Err(
                Error::refused(format!("{} is no folder.", self.folder.display()))
                    .means("The secrets of private comparisons belong there, and a link is not followed. Nothing was changed.")
                    .hint("Move it away."),
            );
        }
        let mode = meta.permissions().mode();
        if mode & 0o022 != 0 {
            return Err(Error::refused(format!(
                "Others may write into {}.",
                self.folder.display()
            ))
            .means("What lies there may be theirs, and is not believed. Nothing was changed.")
            .hint("Look into it; if all of it is yours, run `chmod 700` on it."));
        }
        if mode & 0o077 != 0 {
            // Only its owner can do this: a folder of somebody else ends here.
            fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700))
                .map_err(|e| trouble(&self.folder, &e))?;
        }
        Ok(())
    }

    /// Whether there is a key yet to sign with.
    pub(super) fn has_key(&self) -> bool {
        self.folder.join("identity").exists()
    }

    /// The key this side signs with, made at its first use.
    pub(super) fn identity(&self) -> Result<Identity> {
        let path = self.folder.join("identity");
        if let Some(kept) = read(&path)? {
            let seed: &[u8; 32] = kept.as_slice().try_into().map_err(|_| {
                Error::failed(format!("{} is not the key it was.", path.display()))
                    .means("Files cannot be signed with it. Nothing was changed.")
                    .hint("Put it back from a copy, or delete it to get a new key; partners then compare its words anew.")
            })?;
            return Ok(Identity::from_seed(seed));
        }
        let seed = Zeroizing::new(super::random()?);
        self.make_folder()?;
        // Two programs may be at their first use at once: one key stands, and both sign with it.
        let fresh = self
            .folder
            .join(format!("identity.{}", hex(&super::random()?)));
        place::write(&fresh, &*seed)?;
        match fs::hard_link(&fresh, &path) {
            Ok(()) => erased_name(&fresh)?,
            Err(e) if e.kind() == ErrorKind::AlreadyExists => erase(&fresh)?,
            // No links on this disk.
            Err(_) => fs::rename(&fresh, &path).map_err(|e| trouble(&path, &e))?,
        }
        self.identity()
    }

    /// Keeps what an exchange needs for its next step, until its last day.
    pub(super) fn keep(
        &self,
        session: &[u8; 32],
        step: Step,
        until: Day,
        bytes: &[u8],
    ) -> Result<()> {
        self.make_folder()?;
        let name = format!("{}.{}.{until}", hex(session), step.word());
        place::write(&self.folder.join(name), bytes)
    }

    /// What was kept of an exchange.
    pub(super) fn kept(
        &self,
        session: &[u8; 32],
        step: Step,
    ) -> Result<Option<Zeroizing<Vec<u8>>>> {
        match self.find(session, step)? {
            Some(path) => read(&path),
            None => Ok(None),
        }
    }

    /// Erases what was kept of an exchange.
    pub(super) fn erase(&self, session: &[u8; 32], step: Step) -> Result<()> {
        match self.find(session, step)? {
            Some(path) => erase(&path),
            None => Ok(()),
        }
    }

    /// The exchanges of which something is kept: name (hexadecimal), what, and until when; ordered by their last day.
    pub(super) fn open(&self) -> Result<Vec<(String, Step, Day)>> {
        let mut open: Vec<(String, Step, Day)> = self
            .files()?
            .into_iter()
            .filter_map(|(name, _)| parts(&name))
            .collect();
        open.sort_by(|a, b| (a.2, &a.0).cmp(&(b.2, &b.0)));
        // Between two steps, after a crash, both may lie there.
        open.dedup_by(|a, b| a.0 == b.0);
        Ok(open)
    }

    /// Erases all that was kept of an exchange, by its name. Returns whether there was anything.
    pub(super) fn give_up(&self, session: &str) -> Result<bool> {
        let mut any = false;
        for (name, path) in self.files()? {
            if parts(&name).is_some_and(|(of, _, _)| of == session) {
                erase(&path)?;
                any = true;
            }
        }
        Ok(any)
    }

    /// The name under which a key was met before, where there is no book to know it.
    pub(super) fn met(&self, key: &PublicKey) -> Result<Option<String>> {
        Ok(self.all_met()?.remove(&key.hex()))
    }

    /// Remembers the name under which a key was met.
    pub(super) fn meet(&self, key: &PublicKey, name: &str) -> Result<()> {
        let mut met = self.all_met()?;
        if met.insert(key.hex(), name.to_owned()).is_none() {
            self.make_folder()?;
            let text = serde_json::json!(met).to_string();
            place::write(&self.folder.join("met.json"), text.as_bytes())?;
        }
        Ok(())
    }

    fn all_met(&self) -> Result<BTreeMap<String, String>> {
        let Some(bytes) = read(&self.folder.join("met.json"))? else {
            return Ok(BTreeMap::new());
        };
        serde_json::from_slice(&bytes).map_err(|_| {
            Error::failed(format!(
                "{} cannot be read.",
                self.folder.join("met.json").display()
            ))
            .means("Whom you met before is not known. Nothing was changed.")
            .hint("Delete it; partners are then met as if for the first time.")
        })
    }

    fn find(&self, session: &[u8; 32], step: Step) -> Result<Option<PathBuf>> {
        let begin = format!("{}.{}.", hex(session), step.word());
        Ok(self
            .files()?
            .into_iter()
            .find(|(name, _)| name.starts_with(&begin))
            .map(|(_, path)| path))
    }

    fn erase_ended(&self, today: Day) -> Result<()> {
        for (name, path) in self.files()? {
            if parts(&name).is_some_and(|(_, _, until)| until < today) {
                erase(&path)?;
            }
        }
        Ok(())
    }

    fn files(&self) -> Result<Vec<(String, PathBuf)>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(trouble(&self.folder, &e)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|e| trouble(&self.folder, &e))?;
            files.push((
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            ));
        }
        files.sort();
        Ok(files)
    }

    fn make_folder(&self) -> Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .map_err(|e| trouble(&self.folder, &e))
    }
}

/// Of the name of a kept file: `SESSION.STEP.DAY`; `None` for any other.
fn parts(name: &str) -> Option<(String, Step, Day)> {
    let mut parts = name.split('.');
    let (session, step, day) = (parts.next()?, parts.next()?, parts.next()?);
    let step = [Step::Asked, Step::Answered, Step::Opened]
        .into_iter()
        .find(|s| s.word() == step)?;
    let ours = parts.next().is_none() && session.len() == 64;
    Some((session.to_owned(), step, parse_iso(day).ok()?)).filter(|_| ours)
}

fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(trouble(path, &e)),
    };
    let size = file.metadata().map_err(|e| trouble(path, &e))?.len();
    // As large as it is from the beginning: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(size).unwrap_or_default() + 1,
    ));
    file.read_to_end(&mut bytes)
        .map_err(|e| trouble(path, &e))?;
    Ok(Some(bytes))
}

/// Takes a name away and leaves what it named, which has another.
fn erased_name(path: &Path) -> Result<()> {
    fs::remove_file(path).map_err(|e| trouble(path, &e))
}

/// Written over and deleted. A disk that keeps old blocks may still hold it; that cannot be helped from here.
fn erase(path: &Path) -> Result<()> {
    let over = || -> std::io::Result<()> {
        let mut file = fs::OpenOptions::new().write(true).open(path)?;
        let mut left = file.metadata()?.len();
        file.seek(SeekFrom::Start(0))?;
        let zeros = [0; 4096];
        while left > 0 {
            let now = usize::try_from(left)
                .unwrap_or(zeros.len())
                .min(zeros.len());
            file.write_all(&zeros[..now])?;
            left -= now as u64;
        }
        file.sync_all()?;
        fs::remove_file(path)
    };
    over().map_err(|e| trouble(path, &e))
}

fn trouble(path: &Path, e: &std::io::Error) -> Error {
    Error::failed(format!("{} cannot be used: {e}.", path.display()))
        .means("It holds the secrets of private comparisons. Nothing was changed.")
}
