//! Where the secrets of private comparisons lie: files beside the book that only their owner reads, erased when they have
//! served. Must not put any of them into the book: backups and the log would keep them.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    os::unix::fs::DirBuilderExt,
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
        secrets.erase_ended(today)?;
        Ok(secrets)
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
        place::write(&path, &*seed)?;
        Ok(Identity::from_seed(&seed))
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
            let until = name.rsplit('.').next().and_then(|day| parse_iso(day).ok());
            if until.is_some_and(|day| day < today) {
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
