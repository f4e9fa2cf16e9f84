//! Headers of columns: compared without case and punctuation, and named on a command line.

use crate::{
    error::{Error, Result},
    text::fold,
};

/// `a=X,b=Y` in pairs. A comma inside a column's name is kept where what follows has no equals sign.
pub(super) fn pairs(typed: &[String]) -> Result<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = Vec::new();
    for one in typed {
        let mut first = true;
        for piece in one.split(',') {
            match (piece.split_once('='), first) {
                (Some((field, column)), _) => {
                    found.push((field.trim().to_owned(), column.trim().to_owned()));
                }
                (None, false) => {
                    if let Some(last) = found.last_mut() {
                        last.1 = format!("{},{piece}", last.1);
                    }
                }
                (None, true) => {
                    return Err(Error::usage(format!("“{one}” is not field=Column."))
                        .hint("Write it like --map name=Company,owner=\"Account manager\"."));
                }
            }
            first = false;
        }
    }
    Ok(found)
}

/// A header without case, accents, blanks and punctuation: `Close Date` is `close_date`.
pub(super) fn plain(header: &str) -> String {
    fold(header)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_comma_in_a_column_is_kept() {
        let found = pairs(&["name=Last, First,owner=O".to_owned()]).unwrap();
        assert_eq!(
            found,
            [
                ("name".into(), "Last, First".into()),
                ("owner".into(), "O".into())
            ]
        );
    }
}
