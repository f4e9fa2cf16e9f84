//! The real program as a script runs it: its own home, a fixed day, nothing of the machine's settings.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// The day it is in these tests: a Monday.
pub const TODAY: &str = "2026-11-23";

/// What a program is given to know of its surroundings.
pub fn environment(home: &Path) -> Vec<(&'static str, String)> {
    let folder = home.display().to_string();
    vec![
        ("HOME", folder.clone()),
        ("XDG_DATA_HOME", format!("{folder}/data")),
        ("TMPDIR", folder),
        ("PATH", std::env::var("PATH").unwrap_or_default()),
        ("PARTNERBOOK_TODAY", TODAY.to_owned()),
        ("TZ", "UTC".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        ("TERM", "xterm-256color".to_owned()),
    ]
}

/// A folder with a book in it.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// No book yet.
    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// An empty book in dollars.
    pub fn new() -> Self {
        let desk = Self::empty();
        desk.ok(&["init", "--name", "Test", "--currency", "USD"]);
        desk
    }

    /// The example program, kept.
    pub fn example() -> Self {
        let desk = Self::empty();
        desk.ok(&["demo", "--keep", &desk.book().display().to_string()]);
        desk
    }

    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    pub fn book(&self) -> PathBuf {
        self.path("book.pbk")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// The program on this book, about to be run.
    pub fn program(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_partnerbook"));
        command
            .env_clear()
            .envs(environment(self.home()))
            .env("PARTNERBOOK_DB", self.book())
            .current_dir(self.home())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .args(args);
        command
    }

    pub fn run(&self, args: &[impl AsRef<OsStr>]) -> Said {
        self.program(args).output().unwrap().into()
    }

    /// Runs what must work; what it printed.
    pub fn ok(&self, args: &[impl AsRef<OsStr>]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{said:?}");
        said.out
    }

    /// How many revenue lines the book holds.
    pub fn revenue_lines(&self) -> usize {
        let csv = self.ok(&["revenue", "list", "--csv"]);
        csv.lines().count().saturating_sub(1)
    }

    /// Proves the book.
    pub fn check(&self) {
        self.ok(&["check"]);
    }

    /// Overwrites text in the book's file by text of the same length, as a fault of the disk would.
    pub fn patch(&self, from: &str, to: &[u8]) {
        assert_eq!(from.len(), to.len());
        let mut bytes = std::fs::read(self.book()).unwrap();
        let mut found = 0;
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from.as_bytes()) {
                bytes[at..at + to.len()].copy_from_slice(to);
                found += 1;
            }
        }
        assert!(found > 0, "{from} is not in the file");
        std::fs::write(self.book(), bytes).unwrap();
    }
}

/// How a run ended and what it said.
#[derive(Debug)]
pub struct Said {
    /// 128+n where a signal ended it.
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        use std::os::unix::process::ExitStatusExt;
        let status = output.status;
        Self {
            code: status
                .code()
                .unwrap_or_else(|| 128 + status.signal().unwrap_or_default()),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Sends a signal by name (`INT`, `TERM`, `KILL`).
pub fn signal(name: &str, process: u32) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), process.to_string()])
        .status()
        .unwrap();
    assert!(sent.success(), "kill -{name} {process}");
}

/// Says that a proof cannot be made here; past the test runner, which hides what passing tests print.
pub fn skipped(why: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A file of this many revenue lines of fifty customers.
pub fn many_lines(count: usize) -> String {
    use std::fmt::Write;
    let mut csv = String::with_capacity(count * 40);
    csv.push_str("id,customer,date,amount\n");
    for i in 0..count {
        let (customer, month, day) = (i % 50, 1 + i % 10, 1 + i % 28);
        let _ = writeln!(
            csv,
            "R{i},Customer {customer},2026-{month:02}-{day:02},{}.{:02}",
            1 + i % 900,
            i % 100
        );
    }
    csv
}
