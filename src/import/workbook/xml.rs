//! The XML of a workbook, one piece after the other; knows nothing of sheets and keeps nothing.

use std::{
    fmt::Display,
    io::{BufReader, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use crate::error::Error;

/// Why a workbook cannot be read.
pub(super) enum Failed {
    /// Its insides do not hold together.
    Broken(String),
    /// It is refused for what it holds.
    Limit(Error),
}

impl From<Error> for Failed {
    fn from(e: Error) -> Self {
        Self::Limit(e)
    }
}

/// A failure of a library, as words.
#[allow(clippy::needless_pass_by_value)] // the shape map_err wants
pub(super) fn broken(why: impl Display) -> Failed {
    Failed::Broken(why.to_string())
}

/// What comes next in a part.
pub(super) enum Next {
    Start(BytesStart<'static>),
    /// The local name of the element that ends.
    End(String),
    /// Text, with entities and character references resolved.
    Text(String),
    Eof,
}

/// A part, read from its start.
pub(super) struct Part<R: Read> {
    reader: Reader<BufReader<R>>,
    buffer: Vec<u8>,
}

impl<R: Read> Part<R> {
    pub(super) fn new(from: R) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(from));
        // `<c/>` is `<c></c>`: one way of ending is enough.
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Result<Next, Failed> {
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer);
            return Ok(match event.map_err(broken)? {
                Event::Start(start) => Next::Start(start.into_owned()),
                Event::End(end) => Next::End(end.local_name().as_ref().to_owned()),
                Event::Text(text) => Next::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Next::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(name) => {
                    if let Some(c) = name.resolve_char_ref().map_err(broken)? {
                        return Ok(Next::Text(c.to_string()));
                    }
                    let known = resolve_predefined_entity(name.as_ref());
                    let known = known.ok_or_else(|| broken("it names an unknown entity"))?;
                    Next::Text(known.to_owned())
                }
                Event::Eof => Next::Eof,
                _ => continue,
            });
        }
    }

    /// All text up to the end of an element; elements named in `without` are passed over with what is in them.
    pub(super) fn text(&mut self, element: &str, without: &[&str]) -> Result<String, Failed> {
        let (mut text, mut inside) = (String::new(), 0_usize);
        loop {
            match self.next()? {
                Next::Start(e) if without.contains(&e.local_name().as_ref()) => inside += 1,
                Next::End(name) if without.contains(&name.as_str()) => {
                    inside = inside.saturating_sub(1);
                }
                Next::End(name) if name == element => return Ok(text),
                Next::Text(more) if inside == 0 => text.push_str(&more),
                Next::Eof => return Err(broken("it ends too early")),
                _ => {}
            }
        }
    }
}

/// An attribute by its whole name (`r:id`), resolved.
pub(super) fn attribute(e: &BytesStart<'_>, name: &str) -> Result<Option<String>, Failed> {
    let found = e.try_get_attribute(name).map_err(broken)?;
    found
        .map(|a| {
            let value = a.normalized_value(XmlVersion::Implicit1_0);
            value.map(std::borrow::Cow::into_owned).map_err(broken)
        })
        .transpose()
}
