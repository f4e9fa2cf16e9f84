//! Whose accounts a list of names and sites holds: nothing in it says whether they are our customers or a partner's.

use super::Draft;
use crate::{
    error::Result,
    import::FileKind,
    ops::{Choice, Cx, import::named_by_file::partners_in},
};

/// Fields that only a list of our own customers has.
const OURS: [&str; 4] = ["started", "churned", "plan", "referral"];

impl Draft<'_> {
    /// Asks whose accounts they are, where the rows were taken for customers and nothing says that they are ours. A
    /// partner's list taken for ours would put strangers among the customers.
    pub(super) fn ask_whose(&mut self, cx: &Cx<'_>) -> Result<()> {
        let says = |name: &&str| self.field(name).is_some_and(|at| self.has(at));
        if OURS.iter().any(says) {
            return Ok(());
        }
        let words = |more: &[&str]| -> Vec<String> {
            let words = ["--as"].iter().chain(more);
            words.map(|w| (*w).to_owned()).collect()
        };
        let own = ("your own customers".to_owned(), words(&["customers"]));
        let named = partners_in(&self.looked.name, cx.store.view())?;
        let answers = match named.as_slice() {
            // Whom the file's name names is the likely one.
            [one] => vec![
                (
                    format!("accounts of {one}, to compare with yours"),
                    words(&["accounts", "--partner", one]),
                ),
                own,
            ],
            _ => vec![
                own,
                (
                    "accounts of a partner, to compare with yours".to_owned(),
                    words(&["accounts"]),
                ),
            ],
        };
        self.choices.insert(
            0,
            Choice {
                about: self.looked.name.clone(),
                question: format!(
                    "{} lists companies. Are these your own customers, or accounts of a partner (for overlap)?",
                    self.looked.name
                ),
                answers,
            },
        );
        Ok(())
    }
}

/// Where accounts of a partner are one answer, and the file's name names the partner: that one first.
pub(super) fn name_partner(choice: &mut Choice, file: &str, cx: &Cx<'_>) -> Result<()> {
    let at = choice
        .answers
        .iter()
        .position(|(_, words)| words.iter().any(|w| w == FileKind::Accounts.word()));
    if let (Some(at), [one]) = (at, partners_in(file, cx.store.view())?.as_slice()) {
        let (_, mut words) = choice.answers.remove(at);
        words.extend(["--partner".to_owned(), one.clone()]);
        let says = format!("accounts of {one}, to compare with yours");
        choice.answers.insert(0, (says, words));
    }
    Ok(())
}
