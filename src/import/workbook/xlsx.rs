//! What stands around the sheets of an XLSX workbook: their names, shared texts, and which styles show days.

use std::{collections::HashMap, io::Read};

use super::{
    Book, Sheet, Taken, number, part,
    sheet::{self, Cells},
    xml::{Failed, Next, Part, attribute, broken},
};

/// A workbook without its sheets.
pub(super) struct Xlsx {
    pub(super) sheets: Vec<Sheet>,
    cells: Cells,
}

impl Xlsx {
    /// Reads everything but the sheets.
    pub(super) fn open(book: &mut Book<'_>) -> Result<Self, Failed> {
        let path = relations(book, "_rels/.rels", "")?
            .into_values()
            .find(|(kind, _)| kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, path)| path);
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let relations = relations(book, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let by_kind = |end: &str| {
            let mut all = relations.values();
            all.find(|(kind, _)| kind.ends_with(end))
                .map(|(_, path)| path.clone())
        };
        let (sheets, from_1904) = sheets(book, &path, &relations)?;
        let texts = match by_kind("/sharedStrings") {
            Some(path) => texts(book, &path)?,
            None => Vec::new(),
        };
        let days = match by_kind("/styles") {
            Some(path) => styles(book, &path)?,
            None => Vec::new(),
        };
        Ok(Self {
            sheets,
            cells: Cells {
                texts,
                days,
                from_1904,
            },
        })
    }

    /// The rows of a sheet.
    pub(super) fn rows(
        &self,
        book: &mut Book<'_>,
        sheet: &Sheet,
        into: &mut Taken,
    ) -> Result<(), Failed> {
        match part(book, &sheet.place)? {
            Some(part) => sheet::rows(Part::new(part), &self.cells, into),
            None => Err(broken(format!("the sheet “{}” is missing", sheet.name))),
        }
    }
}

/// Kind and path of each thing a part refers to, by its id. `folder`: where the part lies.
fn relations(
    book: &mut Book<'_>,
    path: &str,
    folder: &str,
) -> Result<HashMap<String, (String, String)>, Failed> {
    let mut found = HashMap::new();
    let Some(part) = part(book, path.trim_start_matches('/'))? else {
        return Ok(found);
    };
    let mut part = Part::new(part);
    loop {
        match part.next()? {
            Next::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let of = |name| attribute(&e, name).map(Option::unwrap_or_default);
                // What lies outside the workbook is never fetched.
                if of("TargetMode")? == "External" {
                    continue;
                }
                let target = of("Target")?;
                let path = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{target}"),
                };
                found.insert(of("Id")?, (of("Type")?, path));
            }
            Next::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The sheets in their order, and whether days count from 1904.
fn sheets(
    book: &mut Book<'_>,
    path: &str,
    relations: &HashMap<String, (String, String)>,
) -> Result<(Vec<Sheet>, bool), Failed> {
    let part = part(book, path)?.ok_or_else(|| broken("its list of sheets is missing"))?;
    let mut part = Part::new(part);
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    loop {
        match part.next()? {
            Next::Start(e) => match e.local_name().as_ref() {
                "workbookPr" => {
                    let said = attribute(&e, "date1904")?;
                    from_1904 = matches!(said.as_deref(), Some("1" | "true"));
                }
                "sheet" => {
                    let mut id = attribute(&e, "r:id")?;
                    if id.is_none() {
                        // The prefix is a habit, not a rule.
                        let mut all = e.attributes();
                        let mut all = all.with_checks(false).flatten();
                        id = all
                            .find(|a| a.key.local_name().as_ref() == "id")
                            .map(|a| a.value.into_owned());
                    }
                    let to = id.and_then(|id| relations.get(&id));
                    let Some((kind, path)) = to else { continue };
                    if kind.ends_with("/worksheet") {
                        sheets.push(Sheet {
                            name: attribute(&e, "name")?.unwrap_or_default(),
                            hidden: attribute(&e, "state")?.is_some_and(|s| s != "visible"),
                            place: path.clone(),
                        });
                    }
                }
                _ => {}
            },
            Next::Eof => return Ok((sheets, from_1904)),
            _ => {}
        }
    }
}

/// The texts that cells share.
fn texts(book: &mut Book<'_>, path: &str) -> Result<Vec<String>, Failed> {
    let mut texts = Vec::new();
    let Some(part) = part(book, path)? else {
        return Ok(texts);
    };
    let mut part = Part::new(part);
    loop {
        match part.next()? {
            Next::Start(e) if e.local_name().as_ref() == "si" => texts.push(rich(&mut part, "si")?),
            Next::Eof => return Ok(texts),
            _ => {}
        }
    }
}

/// The text of an element whose pieces may be set in several types, without hints of how to say it.
pub(super) fn rich<R: Read>(part: &mut Part<R>, element: &str) -> Result<String, Failed> {
    let mut text = String::new();
    let mut said = 0_usize;
    loop {
        match part.next()? {
            Next::Start(e) => match e.local_name().as_ref() {
                "rPh" => said += 1,
                "t" if said == 0 => text.push_str(&part.text("t", &[])?),
                _ => {}
            },
            Next::End(name) if name == "rPh" => said = said.saturating_sub(1),
            // A carriage return is written so where XML would lose it.
            Next::End(name) if name == element => return Ok(text.replace("_x000D_", "")),
            Next::Eof => return Err(broken("a text ends too early")),
            _ => {}
        }
    }
}

/// For each style of a cell, whether it shows days.
fn styles(book: &mut Book<'_>, path: &str) -> Result<Vec<bool>, Failed> {
    let mut days = Vec::new();
    let Some(part) = part(book, path)? else {
        return Ok(days);
    };
    let mut part = Part::new(part);
    let mut own: HashMap<u32, bool> = HashMap::new();
    let mut of_cells = false;
    let id = |e: &_| -> Result<u32, Failed> {
        let id = attribute(e, "numFmtId")?;
        Ok(id.and_then(|id| id.parse().ok()).unwrap_or(0))
    };
    loop {
        match part.next()? {
            Next::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(&e, "formatCode")?.unwrap_or_default();
                    own.insert(id(&e)?, number::shows_days(&code));
                }
                "cellXfs" => of_cells = true,
                "xf" if of_cells => {
                    let id = id(&e)?;
                    let built_in = || number::built_in_shows_days(id);
                    days.push(own.get(&id).copied().unwrap_or_else(built_in));
                }
                _ => {}
            },
            Next::End(name) if name == "cellXfs" => of_cells = false,
            Next::Eof => return Ok(days),
            _ => {}
        }
    }
}
