//! Operations of private comparison: five steps by files, with a book on either side or none where a partner only
//! answers. What is said between the sides is `crate::private`'s; here it meets files, the book and the person.

mod answer;
mod begun;
mod cancel;
mod cell;
mod close;
mod finish;
mod key;
mod open;
mod ours;
mod request;
mod secrets;
mod shown;
mod told;

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::Datelike;
use clap::ValueEnum;

use crate::{
    domain::day::Day,
    error::{Error, Result},
    ops::{Cx, Entry, Progress},
    private::{
        Chance, Fields, HEAD_BYTES, Header, Identity, Kind, LabelField, PublicKey, Refusal, Watch,
        expect_length,
    },
    store::View,
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<request::OverlapRequest>(),
    Entry::of::<answer::OverlapAnswer>(),
    Entry::of::<open::OverlapOpen>(),
    Entry::of::<finish::OverlapFinish>(),
    Entry::of::<close::OverlapClose>(),
    Entry::of::<cancel::OverlapCancel>(),
    Entry::of::<key::OverlapKey>(),
];

/// A field of an account, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Told {
    Name,
    Site,
    Population,
    Rep,
    Stage,
    Since,
    Value,
    /// No field: only which accounts they are
    Nothing,
}

/// The fields of what was typed.
fn fields(typed: &[Told]) -> Fields {
    typed
        .iter()
        .filter_map(|told| match told {
            Told::Name => Some(LabelField::Name),
            Told::Site => Some(LabelField::Site),
            Told::Population => Some(LabelField::Population),
            Told::Rep => Some(LabelField::Rep),
            Told::Stage => Some(LabelField::Stage),
            Told::Since => Some(LabelField::Since),
            Told::Value => Some(LabelField::Value),
            Told::Nothing => None,
        })
        .collect()
}

/// Their words, for the book.
fn words(fields: Fields) -> Vec<String> {
    fields.iter().map(|f| f.word().to_owned()).collect()
}

/// 32 bytes of the system's randomness.
fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|e| Error::failed(format!("The system gives no random numbers: {e}.")))?;
    Ok(bytes)
}

fn chance() -> Result<Chance> {
    Ok(Chance::new(random()?))
}

/// Curve work shown and stopped as all work is.
struct Watching<'a>(&'a dyn Progress);

impl Watch for Watching<'_> {
    fn tell(&self, done: u64, total: u64) {
        self.0.tell(done, total, "accounts");
    }

    fn stop(&self) -> bool {
        self.0.stop()
    }
}

/// The error of a step: a wish to stop is the same as everywhere.
fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Stopped => Error::stopped(),
        refusal => refusal.into(),
    }
}

/// A file of a comparison, its head looked at before the rest is read.
fn read(path: &Path, wanted: Kind) -> Result<(Vec<u8>, Header)> {
    let (file, length, mut bytes, header) = begin(path)?;
    if header.kind != wanted {
        let found = header.kind;
        return Err(refused(Refusal::WrongKind { found, wanted }));
    }
    // It may still grow while it is read; it is never read further than its head says.
    file.take(length - bytes.len() as u64)
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(path, &e))?;
    Ok((bytes, header))
}

/// What a file of a comparison says of itself; its signature is not looked at.
fn head(path: &Path) -> Result<Header> {
    Ok(begin(path)?.3)
}

/// A file, how long it is, its first bytes and the head they are.
fn begin(path: &Path) -> Result<(File, u64, Vec<u8>, Header)> {
    let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
    let meta = file.metadata().map_err(|e| unreadable(path, &e))?;
    if !meta.is_file() {
        return Err(Error::refused(format!("{} is no file.", path.display())));
    }
    let mut bytes = Vec::new();
    (&mut file)
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(path, &e))?;
    let header = expect_length(&bytes, meta.len()).map_err(refused)?;
    Ok((file, meta.len(), bytes, header))
}

fn unreadable(path: &Path, e: &std::io::Error) -> Error {
    Error::failed(format!("{} cannot be read: {e}.", path.display()))
        .means("Nothing was told and nothing was changed.")
}

/// Where a file goes: as said, else beside the one it answers or in the current folder. Never over another file.
fn target(
    said: Option<&PathBuf>,
    beside: Option<&Path>,
    stem: &str,
    kind: Kind,
) -> Result<PathBuf> {
    let path = said.cloned().unwrap_or_else(|| {
        let name = format!("{stem}.{}", kind.ending());
        beside
            .and_then(Path::parent)
            .map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name))
    });
    if crate::export::place::look(&path)? != crate::export::place::There::Nothing {
        return Err(
            Error::refused(format!("{} is there already.", path.display()))
                .means("Nothing was written and nothing was told.")
                .hint("Move it away, or name another file with --out FILE."),
        );
    }
    Ok(path)
}

/// The name of a file without its step: `globex.1.request` is `globex`.
fn stem(path: &Path) -> String {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    [Kind::Request, Kind::Response, Kind::Finish]
        .into_iter()
        .find_map(|kind| name.strip_suffix(&format!(".{}", kind.ending())))
        .map_or_else(|| "overlap".to_owned(), str::to_owned)
}

/// Makes a file for the partner and everything that belongs to it, or nothing: if `also` fails, the file is not there.
fn written<T>(path: &Path, bytes: &[u8], also: impl FnOnce() -> Result<T>) -> Result<T> {
    crate::export::place::write(path, bytes)?;
    also().inspect_err(|_| {
        // What is told of it failed: a file that nobody knows of must not be sent. The error is what counts.
        let _ = std::fs::remove_file(path);
    })
}

/// The first day of the quarter.
fn quarter(today: Day) -> Day {
    let month = today.month0() / 3 * 3 + 1;
    Day::from_ymd_opt(today.year(), month, 1).unwrap_or(today)
}

/// The partner's key that is known.
fn pinned(view: View<'_>, partner: i64) -> Result<Option<PublicKey>> {
    Ok(view
        .peer(partner)?
        .and_then(|peer| PublicKey::parse(&peer.public_key)))
}

/// What to say when a partner's key is met for the first time.
fn compare_words(name: &str, slug: &str, key: &PublicKey) -> String {
    format!(
        "This was the first file of {name}. Call them and compare the words of their key: “{}”. If they are the same, run `partnerbook overlap key {slug} --compared`.",
        key.words()
    )
}

/// The key this side signs with; and what to say where it was made now although the book compared before: the one that
/// partners know is lost.
fn own_key(secrets: &secrets::Secrets, cx: &Cx<'_>) -> Result<(Identity, Option<String>)> {
    let renewed = !secrets.has_key() && cx.store.view().ever_compared()?;
    let said = "Your key is new: the one your partners know lay beside the book and is gone. They compare the words anew, and forget the old one with `partnerbook overlap key PARTNER --forget`.";
    Ok((secrets.identity()?, renewed.then(|| said.to_owned())))
}

/// What is not there any more, or never was.
fn nothing_kept(what: &str) -> Error {
    Error::not_found(format!(
        "Nothing is kept of this comparison here: {what}, it was given up, or its last day is over."
    ))
    .means("Nothing was told and nothing was changed.")
    .hint("If you opened it and undid that, `partnerbook redo` brings it back; else begin again with `partnerbook overlap request PARTNER`.")
}

/// How the person is known to others: as said, or as the book is called.
fn own_name(said: Option<&String>, cx: &Cx<'_>) -> Result<String> {
    let view = cx.store.view();
    Ok(match (said, view.file()) {
        (Some(name), _) => name.clone(),
        (None, Some(_)) => view.setting("name")?.unwrap_or_default(),
        (None, None) => String::new(),
    })
}
