//! The real program in a terminal of its own: keys in, screen and raw bytes out. Waits for what is to be seen, never for time.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::Path,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, TryRecvError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::program::{environment, signal};

/// As long as anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// A terminal with a program in it.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Shared<Option<Box<dyn Write + Send>>>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    ended: Receiver<ExitStatus>,
    process: u32,
    cooked: String,
}

type Shared<T> = Arc<Mutex<T>>;

/// What came out so far.
pub struct Seen {
    pub parser: vt100::Parser,
    pub raw: Vec<u8>,
    hung_up: bool,
    stuck: bool,
    closed: bool,
}

impl Seen {
    /// The screen as text.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn shows(&self, words: &str) -> bool {
        self.text().contains(words)
    }
}

/// What to start, and in what.
pub struct Start<'a> {
    pub home: &'a Path,
    pub size: (u16, u16),
    pub set: &'a [(&'a str, &'a str)],
}

impl<'a> Start<'a> {
    pub fn at(home: &'a Path) -> Self {
        Self {
            home,
            size: (120, 36),
            set: &[],
        }
    }

    /// The program with these arguments.
    pub fn program(self, args: &[&str]) -> Pty {
        self.start(env!("CARGO_BIN_EXE_partnerbook"), args)
    }

    pub fn start(self, program: &str, args: &[&str]) -> Pty {
        let pair = native_pty_system().openpty(pty_size(self.size)).unwrap();
        let cooked = modes(&*pair.master);
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(self.home);
        command.env_clear();
        for (name, value) in environment(self.home) {
            command.env(name, value);
        }
        for (name, value) in self.set {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let process = child.process_id().unwrap();
        let (columns, rows) = (cells(self.size.0), cells(self.size.1));
        let seen = Seen {
            parser: vt100::Parser::new(rows, columns, 0),
            raw: Vec::new(),
            hung_up: false,
            stuck: false,
            closed: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let writer = Arc::new(Mutex::new(Some(pair.master.take_writer().unwrap())));
        let reader = pair.master.try_clone_reader().unwrap();
        let (into, answers) = (Arc::clone(&seen), Arc::clone(&writer));
        thread::spawn(move || read(reader, &into, &answers));
        Pty {
            master: Some(pair.master),
            writer,
            seen,
            ended: wait_for(child),
            process,
            cooked,
        }
    }
}

fn wait_for(mut child: Box<dyn Child + Send + Sync>) -> Receiver<ExitStatus> {
    let (tell, ended) = channel();
    thread::spawn(move || {
        if let Ok(status) = child.wait() {
            // The test may have failed already.
            let _ = tell.send(status);
        }
    });
    ended
}

fn read(
    mut from: Box<dyn Read + Send>,
    into: &(Mutex<Seen>, Condvar),
    answers: &Mutex<Option<Box<dyn Write + Send>>>,
) {
    let mut piece = vec![0; 65_536];
    loop {
        let count = from.read(&mut piece).unwrap_or(0);
        let mut seen = into.0.lock().unwrap_or_else(PoisonError::into_inner);
        while seen.stuck {
            seen = into.1.wait(seen).unwrap_or_else(PoisonError::into_inner);
        }
        if count == 0 || seen.hung_up {
            seen.closed = true;
            into.1.notify_all();
            return;
        }
        let old = seen.raw.len();
        seen.raw.extend_from_slice(&piece[..count]);
        seen.parser.process(&piece[..count]);
        // A real terminal says where its cursor is when asked.
        let asked = seen.raw[old.saturating_sub(3)..]
            .windows(4)
            .any(|w| w == b"\x1b[6n");
        let (row, column) = seen.parser.screen().cursor_position();
        drop(seen);
        into.1.notify_all();
        if !asked {
            continue;
        }
        if let Some(writer) = answers.lock().unwrap().as_mut() {
            let _ = write!(writer, "\x1b[{};{}R", row + 1, column + 1);
        }
    }
}

impl Pty {
    /// Types.
    pub fn keys(&self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    pub fn bytes(&self, bytes: &[u8]) {
        let mut writer = self.writer.lock().unwrap();
        let writer = writer.as_mut().expect("the terminal is still there");
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// Presses esc and waits until words have gone: a key typed right behind it would be alt and that key.
    pub fn escape(&self, words: &str) {
        self.keys("\x1b");
        // With the footer of the screen below, which is drawn last: half a picture shows no words either.
        self.until(&format!("“{words}” gone"), |seen| {
            let text = seen.text();
            let footer = text.lines().last().and_then(|line| line.split('│').nth(1));
            !text.contains(words) && footer.is_some_and(|keys| !keys.trim().is_empty())
        });
    }

    /// Waits until words are on the screen.
    pub fn shows(&self, words: &str) {
        self.until(&format!("“{words}”"), |seen| seen.shows(words));
    }

    /// Waits until something is so.
    pub fn until(&self, what: &str, is: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen();
        while !is(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{what} never came:\n{}", seen.text());
            assert!(
                !seen.closed,
                "{what} never came before the end:\n{}",
                seen.text()
            );
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap()
    }

    /// Everything that came out, as bytes.
    pub fn raw(&self) -> Vec<u8> {
        self.seen().raw.clone()
    }

    pub fn resize(&self, size: (u16, u16)) {
        // The picture first: what comes next is meant for the new size.
        self.seen()
            .parser
            .screen_mut()
            .set_size(cells(size.1), cells(size.0));
        self.master().resize(pty_size(size)).unwrap();
    }

    pub fn signal(&self, name: &str) {
        signal(name, self.process);
    }

    /// From now on nothing that comes out is read, as when the connection hangs.
    pub fn stop_reading(&self) {
        self.seen().stuck = true;
    }

    /// Waits for the end; the exit code, or 128+n where a signal killed it.
    pub fn end(&self) -> u32 {
        let Ok(status) = self.ended.recv_timeout(PATIENCE) else {
            panic!("it did not end:\n{}", self.seen().text());
        };
        assert_eq!(
            status.signal(),
            None,
            "a signal killed it: it had no chance to restore"
        );
        self.drained();
        status.exit_code()
    }

    /// Waits until what it wrote last has come through; for a while only, as a child of it may keep the terminal.
    fn drained(&self) {
        let deadline = Instant::now() + Duration::from_secs(2);
        let mut seen = self.seen();
        while !seen.closed && !seen.stuck && Instant::now() < deadline {
            seen = self
                .seen
                .1
                .wait_timeout(seen, deadline.saturating_duration_since(Instant::now()))
                .unwrap()
                .0;
        }
    }

    /// Waits for the end and proves that the terminal is as it was.
    pub fn end_restored(&self) -> u32 {
        let code = self.end();
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen();
        while !seen.closed && Instant::now() < deadline {
            seen = self.seen.1.wait_timeout(seen, PATIENCE).unwrap().0;
        }
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen(), "still on the second screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still in brackets");
        let last = |what: &[u8]| seen.raw.windows(what.len()).rposition(|w| w == what);
        let (shown, hidden) = (last(b"\x1b[?25h"), last(b"\x1b[?25l"));
        assert!(hidden.is_none() || shown > hidden);
        drop(seen);
        self.is_cooked();
        code
    }

    /// Proves that lines are edited and echoed by the terminal again, as before the start.
    pub fn is_cooked(&self) {
        assert_eq!(modes(self.master()), self.cooked);
    }

    /// Closes the terminal's window; how the program ended.
    pub fn hang_up(mut self) -> u32 {
        self.seen().hung_up = true;
        // The reader lets go with the next thing it reads.
        self.keys("?");
        *self.writer.lock().unwrap() = None;
        self.master = None;
        self.end()
    }

    fn master(&self) -> &dyn MasterPty {
        self.master.as_deref().expect("the terminal is still there")
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A test that failed leaves no program behind.
        if matches!(self.ended.try_recv(), Err(TryRecvError::Empty)) {
            let _ = std::process::Command::new("kill")
                .args(["-KILL", &self.process.to_string()])
                .stderr(std::process::Stdio::null())
                .status();
        }
    }
}

/// The modes of the line: raw or not, echo or not.
fn modes(master: &dyn MasterPty) -> String {
    master
        .get_termios()
        .map(|t| format!("{:?} {:?}", t.input_flags, t.local_flags))
        .unwrap_or_default()
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
