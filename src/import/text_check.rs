//! Looks at text as it goes by: UTF-8, no NUL, how many lines; says where the first trouble is and changes nothing.

use super::encoding::Words;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The rest of a sentence, without a full stop.
    pub(super) what: String,
    /// Whether it may be text in another encoding.
    pub(super) is_of_encoding: bool,
}

/// Text so far.
pub(super) struct Check {
    pub(super) bytes: u64,
    pub(super) lines: u64,
    /// Some words with letters beyond ASCII.
    pub(super) words: Words,
    trouble: Option<Trouble>,
    sha256: String,
    /// The start of a character whose end is in the next chunk.
    split: Vec<u8>,
}

impl Check {
    pub(super) fn new() -> Self {
        Self {
            bytes: 0,
            lines: 1,
            words: Words::default(),
            trouble: None,
            sha256: String::new(),
            split: Vec::new(),
        }
    }

    /// Takes the next piece. After the first trouble only the size counts.
    pub(super) fn take(&mut self, chunk: &[u8]) {
        self.bytes += chunk.len() as u64;
        if self.trouble.is_some() {
            return;
        }
        let joined: Vec<u8>;
        let bytes = if self.split.is_empty() {
            chunk
        } else {
            let mut whole = std::mem::take(&mut self.split);
            whole.extend_from_slice(chunk);
            joined = whole;
            &joined
        };
        let good = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            // A character cut off at the end of the chunk: at most three bytes, looked at again with the next one.
            Err(e) if e.error_len().is_none() => e.valid_up_to(),
            Err(e) => {
                let line = self.lines + line_ends(&bytes[..e.valid_up_to()]);
                return self.not_utf8(bytes[e.valid_up_to()], line);
            }
        };
        let text = std::str::from_utf8(&bytes[..good]).unwrap_or_default();
        if let Some(at) = text.find('\0') {
            let line = self.lines + line_ends(&bytes[..at]);
            self.trouble = Some(Trouble {
                what: format!("holds a NUL character at line {line}"),
                is_of_encoding: false,
            });
            return;
        }
        self.words.look(text);
        self.lines += line_ends(&bytes[..good]);
        self.split = bytes[good..].to_vec();
    }

    /// The bytes that come next are nothing in the encoding they were said to be in; `what` as a [`Trouble`].
    pub(super) fn undecoded(&mut self, what: &str) {
        let line = self.lines;
        self.trouble.get_or_insert_with(|| Trouble {
            what: format!("{what} (near line {line})"),
            is_of_encoding: true,
        });
    }

    /// Nothing comes any more.
    pub(super) fn done(&mut self, sha256: String) {
        self.sha256 = sha256;
        if let (Some(byte), None) = (self.split.first().copied(), &self.trouble) {
            self.not_utf8(byte, self.lines);
        }
    }

    /// The first thing that is wrong.
    pub(super) fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// The hash of the bytes, in hex.
    pub(super) fn sha256(self) -> String {
        self.sha256
    }

    fn not_utf8(&mut self, byte: u8, line: u64) {
        self.trouble = Some(Trouble {
            what: format!("is not UTF-8 text (byte 0x{byte:02X} at line {line})"),
            is_of_encoding: true,
        });
    }
}

/// Line feeds, and carriage returns that no line feed follows.
fn line_ends(text: &[u8]) -> u64 {
    let pairs = text.iter().zip(text.iter().skip(1).chain(b" "));
    pairs.fold(0, |n, (byte, next)| {
        n + u64::from(*byte == b'\n' || (*byte == b'\r' && *next != b'\n'))
    })
}
