//! Puts finished files in place: written beside, flushed, renamed, so that nobody ever sees half a file; it decides
//! nothing about what is in them.

use std::{
    fs::{self, File, Permissions},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::{
    error::{Error, Result},
    store::may_be_replaced,
};

/// The words by which a page says that it may be written over when it is shared again.
pub const MARKER: &str = "Made by partnerbook; written over when it is shared again.";

/// How far from either end of a file the marker is looked for, in bytes.
const REACH: u64 = 1024;

/// What is at a path before something is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A page of ours: it may be written over.
    Ours,
    /// A file of somebody else, or a link: only on request.
    Foreign,
}

/// What is at `path`. A symbolic link counts as somebody else's and is not followed; a folder is an error.
pub fn look(path: &Path) -> Result<There> {
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(There::Nothing),
        Err(e) => return Err(trouble(path, "looked at", &e)),
    };
    if meta.is_dir() {
        return Err(Error::refused(format!("{} is a folder.", path.display()))
            .means("Nothing was written.")
            .hint("Name a file."));
    }
    if !meta.is_file() {
        return Ok(There::Foreign);
    }
    let Ok(mut file) = File::open(path) else {
        return Ok(There::Foreign);
    };
    // A link put there since the look would have been followed: then it is not the same file.
    if !file
        .metadata()
        .is_ok_and(|now| (now.dev(), now.ino()) == (meta.dev(), meta.ino()))
    {
        return Ok(There::Foreign);
    }
    let ends = ends(&mut file, meta.len()).map_err(|e| trouble(path, "read", &e))?;
    let marked = ends.windows(MARKER.len()).any(|w| w == MARKER.as_bytes());
    Ok(if marked { There::Ours } else { There::Foreign })
}

fn ends(file: &mut File, length: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(REACH).read_to_end(&mut bytes)?;
    if length > REACH {
        // A line end between the two parts, so that no marker is pieced together from both.
        bytes.push(b'\n');
        file.seek(SeekFrom::Start(length.saturating_sub(REACH).max(REACH)))?;
        file.take(REACH).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Writes `bytes` to `path` whole or not at all: into a new file beside it, flushed, then renamed over it. What was
/// there is replaced; a link is replaced itself, not what it points to. Readable by its owner only, unless a file was
/// there whose permissions it takes over. Missing folders are made. A book is never replaced, nor a device.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    write_with(path, |file| file.write_all(bytes))
}

/// [`write()`] for what is too long to hold: `fill` writes it to the new file.
pub fn write_with(path: &Path, fill: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<()> {
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let wrong = |e: &std::io::Error| trouble(path, "written", e);
    fs::create_dir_all(&folder).map_err(|e| wrong(&e))?;
    may_be_replaced(path)?;
    let mode = fs::symlink_metadata(path)
        .ok()
        .filter(fs::Metadata::is_file)
        .map_or(0o600, |m| m.permissions().mode() & 0o777);
    let mut beside = tempfile::Builder::new()
        .prefix(".partnerbook-")
        .tempfile_in(&folder)
        .map_err(|e| wrong(&e))?;
    fill(beside.as_file_mut())
        .and_then(|()| beside.as_file_mut().flush())
        .and_then(|()| {
            beside
                .as_file()
                .set_permissions(Permissions::from_mode(mode))
        })
        .and_then(|()| beside.as_file().sync_all())
        .map_err(|e| wrong(&e))?;
    beside.persist(path).map_err(|e| wrong(&e.error))?;
    // The new name is safe only once the folder is: a crash must not bring the old file back.
    File::open(&folder)
        .and_then(|f| f.sync_all())
        .map_err(|e| wrong(&e))
}

fn trouble(path: &Path, what: &str, e: &std::io::Error) -> Error {
    Error::failed(format!("{} cannot be {what}: {e}.", path.display()))
        .means("What was there before is still there.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_permissions() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new/page.html");
        write(&path, b"one").unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o644
        );
        assert_eq!(
            fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[test]
    fn a_failing_writer_leaves_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("page.html");
        write(&path, b"old").unwrap();
        let failed = write_with(&path, |f| {
            f.write_all(b"ne")
                .and(Err(std::io::Error::other("the disk is full")))
        });
        assert!(failed.unwrap_err().message.contains("the disk is full"));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_marked_files_are_ours_and_links_never() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        assert_eq!(look(&at("none")).unwrap(), There::Nothing);
        fs::write(at("theirs"), "a letter").unwrap();
        assert_eq!(look(&at("theirs")).unwrap(), There::Foreign);
        fs::write(at("ours"), format!("{}\n{MARKER}\n", "x".repeat(5000))).unwrap();
        assert_eq!(look(&at("ours")).unwrap(), There::Ours);
        std::os::unix::fs::symlink(at("ours"), at("link")).unwrap();
        assert_eq!(look(&at("link")).unwrap(), There::Foreign);
        assert!(look(dir.path()).is_err());
        write(&at("link"), b"page").unwrap();
        assert!(fs::symlink_metadata(at("link")).unwrap().is_file());
        assert!(
            fs::read_to_string(at("ours")).unwrap().contains(MARKER),
            "the link's target is untouched"
        );
    }
}
