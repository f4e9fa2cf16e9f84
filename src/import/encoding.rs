//! Bytes of an older encoding as UTF-8: strictly, or not at all. An encoding that is only likely is suggested, never used.

use std::{
    fs::File,
    io::{Error as IoError, ErrorKind, Read},
    path::Path,
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, KOI8_R, KOI8_U, UTF_16BE, UTF_16LE};

use crate::error::{Error, Result};

const CHUNK: usize = 32 << 10;
/// How much of a file is shown to the detector, which needs far less.
const LOOKED_AT: u64 = 16 << 20;
/// Words that are shown of an encoding, so that a person sees whether the letters are right.
const WORDS: usize = 3;
const WORD_CHARS: usize = 24;

/// An encoding as a person names it: `windows-1251`, `latin1`, `koi8-r`, `utf-16`, `cp1252`.
pub fn parse(name: &str) -> Result<&'static Encoding> {
    Encoding::for_label_no_replacement(name.trim().as_bytes()).ok_or_else(|| {
        Error::usage(format!("“{name}” is no encoding that is known here.")).hint(
            "Use utf-8, utf-16le, utf-16be, latin1, windows-1250 to windows-1258, koi8-r, gbk, shift_jis or another of the Encoding Standard.",
        )
    })
}

/// UTF-16 by its byte order mark, or by zero bytes in every other place only, as text with blanks and digits has them.
pub(super) fn utf16_of(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let pairs = head.len() / 2;
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    match (zeros(0), zeros(1)) {
        (0, low) if low > 1 && low * 10 >= pairs => Some(UTF_16LE),
        (high, 0) if high > 1 && high * 10 >= pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// What an encoding may be, and some words as it would give them.
pub(super) struct Suggestion {
    pub(super) encoding: &'static Encoding,
    pub(super) words: String,
}

/// Encodings that are tried beside the one a detector finds: those that people's files are in.
const OFTEN: [&str; 6] = [
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "koi8-r",
    "macintosh",
    "ibm866",
];
/// Most encodings that are suggested.
const SUGGESTED: usize = 4;

/// What bytes that are not UTF-8 may be, the likeliest first: only encodings that all of them fit, each with words of
/// its own. Nothing for UTF-8, and for what is no text in any.
pub(super) fn suggest(mut again: impl FnMut() -> Result<Vec<u8>>) -> Result<Vec<Suggestion>> {
    let bytes = again()?;
    let mut found: Vec<Suggestion> = Vec::new();
    if bytes.contains(&0) || std::str::from_utf8(&bytes).is_ok() {
        return Ok(found);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let mut likely = detector.guess(None, Utf8Detection::Deny);
    let read = |encoding| {
        let mut text = String::new();
        let fits = Decoded::new(&bytes[..], encoding).read_to_string(&mut text);
        fits.is_ok().then_some(text)
    };
    let Some(text) = read(likely) else {
        return Ok(found);
    };
    // The detector knows only the larger of the two; people know the smaller, where it gives the same.
    if likely == KOI8_U && read(KOI8_R).as_ref() == Some(&text) {
        likely = KOI8_R;
    }
    let often = OFTEN.iter().filter_map(|name| parse(name).ok());
    for encoding in std::iter::once(likely).chain(often) {
        let Some(text) = read(encoding).filter(|_| found.len() < SUGGESTED) else {
            continue;
        };
        let mut words = Words::default();
        words.look(&text);
        if let Some(words) = words.shown()
            && found.iter().all(|f| f.words != words)
        {
            found.push(Suggestion { encoding, words });
        }
    }
    Ok(found)
}

/// The encodings a file that is not UTF-8 may be in, the likeliest first, each with words as it would read them; none
/// where there is no question: UTF-8, a workbook, no text at all. `stdin`: what `-` stands for.
pub fn may_be(path: &Path, stdin: Option<&mut dyn Read>) -> Result<Vec<(&'static str, String)>> {
    // A workbook has zeros in it, and so is no text.
    let bytes = match stdin {
        Some(stdin) if path.as_os_str() == "-" => looked_at(stdin)?,
        _ if !std::fs::metadata(path).is_ok_and(|meta| meta.is_file()) => return Ok(Vec::new()),
        _ => looked_at(File::open(path)?)?,
    };
    let found = suggest(|| Ok(bytes.clone()))?;
    let named = found.into_iter().map(|f| (f.encoding.name(), f.words));
    Ok(named.collect())
}

/// As many bytes as a detector is shown.
pub(super) fn looked_at(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LOOKED_AT).read_to_end(&mut bytes)?;
    // Not to end within a character of several bytes.
    if bytes.len() as u64 == LOOKED_AT
        && let Some(end) = bytes.iter().rposition(|b| *b == b'\n')
    {
        bytes.truncate(end + 1);
    }
    Ok(bytes)
}

/// The first words with letters beyond ASCII.
#[derive(Default)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// Takes words from a piece of text until there are enough.
    pub(super) fn look(&mut self, text: &str) {
        if self.0.len() == WORDS || text.is_ascii() {
            return;
        }
        let parts = text.split(|c: char| !c.is_alphanumeric());
        for word in parts.filter(|w| !w.is_ascii()) {
            let word: String = word.chars().take(WORD_CHARS).collect();
            if !self.0.contains(&word) {
                self.0.push(word);
            }
            if self.0.len() == WORDS {
                return;
            }
        }
    }

    /// `“Ромашка”, “Москва”`; nothing where there are none.
    pub(super) fn shown(&self) -> Option<String> {
        let words: Vec<String> = self.0.iter().map(|w| format!("“{w}”")).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// Another encoding read as UTF-8. Ends with an error at the first byte that is nothing in it.
pub(super) struct Decoded<R> {
    from: R,
    decoder: Decoder,
    encoding: &'static Encoding,
    input: Vec<u8>,
    at: usize,
    output: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(from: R, encoding: &'static Encoding) -> Self {
        Self {
            from,
            decoder: encoding.new_decoder_with_bom_removal(),
            encoding,
            input: Vec::new(),
            at: 0,
            output: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    /// Decodes a piece into `output`, which is used up.
    fn step(&mut self) -> std::io::Result<()> {
        if self.at == self.input.len() && !self.ended {
            self.input.resize(CHUNK, 0);
            let n = loop {
                match self.from.read(&mut self.input) {
                    Err(e) if e.kind() == ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
            self.input.truncate(n);
            self.at = 0;
            self.ended = n == 0;
        }
        self.output.resize(CHUNK, 0);
        self.given = 0;
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.input[self.at..],
            &mut self.output,
            self.ended,
        );
        self.at += read;
        self.output.truncate(written);
        let text = std::str::from_utf8(&self.output).map_err(IoError::other)?;
        // Older encodings leave places without a letter: what lands there was written in another one.
        let no_letter = text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c));
        match result {
            DecoderResult::InputEmpty if self.ended => self.at = usize::MAX,
            DecoderResult::Malformed(..) => return Err(no_text(self.encoding)),
            _ => {}
        }
        if no_letter && !self.is_utf16() {
            return Err(no_text(self.encoding));
        }
        Ok(())
    }

    fn is_utf16(&self) -> bool {
        self.encoding == UTF_16LE || self.encoding == UTF_16BE
    }
}

fn no_text(encoding: &'static Encoding) -> IoError {
    IoError::new(
        ErrorKind::InvalidData,
        format!("is not {} text", encoding.name()),
    )
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.output.len() {
            if self.at == usize::MAX || into.is_empty() {
                return Ok(0);
            }
            self.step()?;
        }
        let n = into.len().min(self.output.len() - self.given);
        into[..n].copy_from_slice(&self.output[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(bytes: &[u8], name: &str) -> std::io::Result<String> {
        let mut text = String::new();
        Decoded::new(bytes, parse(name).unwrap())
            .read_to_string(&mut text)
            .map(|_| text)
    }

    #[test]
    fn letters_come_out_right_or_not_at_all() {
        assert_eq!(read(b"Caf\xE9", "latin1").unwrap(), "Café");
        assert_eq!(read(b"\xD0\xEE\xEC\xE0", "windows-1251").unwrap(), "Рома");
        assert_eq!(read(b"\xF2\xCF\xCD\xC1", "koi8-r").unwrap(), "Рома");
        assert_eq!(read(b"\xFF\xFEa\0\xE9\0", "utf-16").unwrap(), "aé");
        assert_eq!(read(b"\0a\0\xE9", "utf-16be").unwrap(), "aé");
        // Half a character, half a surrogate pair, a place without a letter.
        assert!(read(b"a\0b", "utf-16le").is_err());
        assert!(read(b"\x3D\xD8a\0", "utf-16le").is_err());
        assert!(read(b"a\x81", "windows-1252").is_err());
        assert!(parse("utf-17").is_err() && parse("replacement").is_err());
    }

    #[test]
    fn a_long_text_is_decoded_across_its_pieces() {
        let text = "Ромашка, “Москва”\n".repeat(9000);
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
        assert_eq!(read(&bytes, "cp1251").unwrap(), text);
    }

    #[test]
    fn utf_16_is_known_by_its_zeros() {
        let wide =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        assert_eq!(utf16_of(&wide("name,owner\n")), Some(UTF_16LE));
        assert_eq!(utf16_of(&wide("Имя, Город\n1, 2\n")), Some(UTF_16LE));
        assert_eq!(utf16_of(b"\0n\0a"), Some(UTF_16BE));
        assert_eq!(utf16_of(b"name\na\0b\n"), None);
    }

    #[test]
    fn a_likely_encoding_is_shown_by_its_words() {
        let text = "Компания,Город\nРомашка,Москва\nТеремок,Казань\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        let found = suggest(|| Ok(bytes.to_vec())).unwrap();
        assert_eq!(found[0].encoding.name(), "windows-1251");
        assert_eq!(found[0].words, "“Компания”, “Город”, “Ромашка”");
        assert!(found.len() > 1, "a detector only suggests");
        assert!(suggest(|| Ok(text.as_bytes().to_vec())).unwrap().is_empty());
    }
}
