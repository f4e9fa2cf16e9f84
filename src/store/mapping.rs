//! Saved mappings: how the files of one source are read, kept as words of a command line. What the words do is decided
//! where they are run.

use rusqlite::{OptionalExtension, params};

use super::{Tx, View};
use crate::{
    domain::header::Drift,
    error::{Error, Result},
    text::{fold, nearest},
};

/// How the files of one source are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMapping {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What the rows are: the word of a `FileKind`, such as `revenue`.
    pub kind: String,
    /// Whose files these are, if one partner's: id and short name.
    pub partner: Option<(i64, String)>,
    /// The header it was made for.
    pub header: Vec<String>,
    /// What was chosen: words of a command line without the command and the file, such as `--map`, `date=Paid At`.
    pub words: Vec<String>,
    /// The operation that saved it last.
    pub op: i64,
}

/// A mapping to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMapping {
    /// Its name; another one of this name is replaced.
    pub name: String,
    /// What the rows are.
    pub kind: String,
    /// Whose files these are.
    pub partner: Option<i64>,
    /// The header it is made for.
    pub header: Vec<String>,
    /// Words of a command line.
    pub words: Vec<String>,
}

/// What saving a mapping did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// There was none of this name.
    New,
    /// It replaced this one.
    Replaced(Box<SavedMapping>),
    /// There is the same one already.
    Same,
}

const COLUMNS: &str = "SELECT m.id, m.name, m.kind, m.partner_id, p.slug, m.header, m.words, m.op
     FROM mapping m LEFT JOIN partner p ON p.id = m.partner_id";

impl View<'_> {
    /// Every saved mapping, by name.
    pub fn mappings(&self) -> Result<Vec<SavedMapping>> {
        let mut q = self
            .conn
            .prepare_cached(&format!("{COLUMNS} ORDER BY m.name COLLATE NOCASE, m.id"))?;
        let mut rows = q.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// The mapping of a name, in any case. The error names the nearest.
    pub fn mapping(&self, name: &str) -> Result<SavedMapping> {
        if let Some(found) = self.mapping_named(name)? {
            return Ok(found);
        }
        let all = self.mappings()?;
        let near = nearest(name, all.iter().map(|m| m.name.as_str()));
        let near = near.map_or(String::new(), |n| format!(" Did you mean {n}?"));
        Err(
            Error::not_found(format!("There is no saved mapping “{name}”.{near}"))
                .hint("`partnerbook mapping list` lists them."),
        )
    }

    /// The mapping a file is read by, if one was saved for files with its columns (order and case apart). One that
    /// belongs to a partner is taken only where the file's name names that partner: two partners may fill in one form.
    pub fn mapping_for(&self, header: &[String], file: &str) -> Result<Option<SavedMapping>> {
        let same = |m: &SavedMapping| Drift::of(&m.header, header).is_none();
        Ok(chosen(self.mappings()?.into_iter().filter(same), file))
    }

    /// The mapping whose files look most like this one, where none was saved for exactly its columns: it has most of
    /// the columns of it, and the difference.
    pub fn mapping_near(
        &self,
        header: &[String],
        file: &str,
    ) -> Result<Option<(SavedMapping, Drift)>> {
        let mut best: Vec<SavedMapping> = Vec::new();
        let mut most = 0;
        for mapping in self.mappings()? {
            let drift = Drift::of(&mapping.header, header);
            let alike = drift.both * 2 > drift.both + drift.gone.len().max(drift.new.len());
            if drift.is_none() || !alike || drift.both < most {
                continue;
            }
            if drift.both > most {
                most = drift.both;
                best.clear();
            }
            best.push(mapping);
        }
        Ok(chosen(best.into_iter(), file).map(|mapping| {
            let drift = Drift::of(&mapping.header, header);
            (mapping, drift)
        }))
    }

    fn mapping_named(&self, name: &str) -> Result<Option<SavedMapping>> {
        let mut q = self
            .conn
            .prepare_cached(&format!("{COLUMNS} WHERE m.name = ?1"))?;
        let mut rows = q.query([name.trim()])?;
        rows.next()?.map(read).transpose()
    }
}

impl Tx<'_> {
    /// Saves a mapping; one of that name is replaced.
    pub fn save_mapping(&self, new: &NewMapping) -> Result<Kept> {
        let before = self.view().mapping_named(&new.name)?;
        let (header, words) = (json(&new.header)?, json(&new.words)?);
        let Some(before) = before else {
            self.conn
                .prepare_cached("INSERT INTO mapping (name, kind, partner_id, header, words, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![new.name, new.kind, new.partner, header, words, self.op])?;
            return Ok(Kept::New);
        };
        let same = before.kind == new.kind
            && before.partner.as_ref().map(|p| p.0) == new.partner
            && before.words == new.words
            && Drift::of(&before.header, &new.header).is_none();
        if same {
            return Ok(Kept::Same);
        }
        self.conn
            .prepare_cached("UPDATE mapping SET name = ?2, kind = ?3, partner_id = ?4, header = ?5, words = ?6, op = ?7 WHERE id = ?1")?
            .execute(params![before.id, new.name, new.kind, new.partner, header, words, self.op])?;
        Ok(Kept::Replaced(Box::new(before)))
    }

    /// Gives a mapping another name, which no other one may have.
    pub fn rename_mapping(&self, id: i64, name: &str) -> Result<()> {
        let taken: Option<i64> = self
            .conn
            .prepare_cached("SELECT id FROM mapping WHERE name = ?1 AND id <> ?2")?
            .query_row(params![name, id], |r| r.get(0))
            .optional()?;
        if taken.is_some() {
            return Err(
                Error::refused(format!("There is a mapping “{name}” already."))
                    .means("Nothing was changed.")
                    .hint("Choose another name, or delete that one first."),
            );
        }
        self.conn
            .prepare_cached("UPDATE mapping SET name = ?2, op = ?3 WHERE id = ?1")?
            .execute(params![id, name, self.op])?;
        Ok(())
    }

    /// Deletes a mapping.
    pub fn delete_mapping(&self, id: i64) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM mapping WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }
}

fn json(list: &[String]) -> Result<String> {
    serde_json::to_string(list)
        .map_err(|e| Error::failed(format!("The mapping could not be written: {e}.")))
}

fn read(row: &rusqlite::Row<'_>) -> Result<SavedMapping> {
    let name: String = row.get(1)?;
    let list = |text: String| -> Result<Vec<String>> {
        serde_json::from_str(&text).map_err(|e| {
            Error::failed(format!(
                "The saved mapping “{name}” could not be read: {e}."
            ))
            .hint("Run `partnerbook check`.")
        })
    };
    let (header, words) = (list(row.get(5)?)?, list(row.get(6)?)?);
    let partner: Option<i64> = row.get(3)?;
    let slug: Option<String> = row.get(4)?;
    Ok(SavedMapping {
        id: row.get(0)?,
        kind: row.get(2)?,
        partner: partner.zip(slug),
        header,
        words,
        op: row.get(7)?,
        name,
    })
}

/// Of mappings that fit equally: that of the partner the file's name names (the longest name), else the one that is no
/// partner's and was saved last.
fn chosen(fitting: impl Iterator<Item = SavedMapping>, file: &str) -> Option<SavedMapping> {
    let letters =
        |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    let file = letters(file);
    fitting
        .filter_map(|m| match &m.partner {
            None => Some((0, m)),
            Some((_, slug)) => {
                let slug = letters(slug);
                (slug.len() > 1 && file.contains(&slug)).then_some((slug.len(), m))
            }
        })
        .max_by_key(|(named, m)| (*named, m.op, m.id))
        .map(|(_, m)| m)
}
