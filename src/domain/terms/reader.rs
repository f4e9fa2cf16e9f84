//! Steps through the pieces of a text, and says of a wrong one what was expected and what it may have meant; the
//! grammar is next door.

use super::TermsError;
use super::lex::{Token, What, tokens};
use crate::domain::ledger::Code;
use crate::text::nearest;

/// A place in a text, and what was looked for there.
pub(super) struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    /// The words of the grammar that were looked for at this place: what a near miss may have meant.
    pub tried: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text.
    pub fn of(text: &'a str) -> Self {
        Self {
            text,
            tokens: tokens(text),
            at: 0,
            tried: Vec::new(),
        }
    }

    pub fn peek(&self) -> &Token {
        self.ahead(0)
    }

    pub fn ahead(&self, by: usize) -> &Token {
        // The last token is the end of the text, and it stays where it is.
        &self.tokens[(self.at + by).min(self.tokens.len() - 1)]
    }

    pub fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.step();
        token
    }

    pub fn step(&mut self) {
        self.at += 1;
        self.tried.clear();
    }

    pub fn last_end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |last| {
            self.tokens[last.min(self.tokens.len() - 1)].span.end
        })
    }

    pub fn done(&self) -> bool {
        self.peek().what == What::End
    }

    /// Takes a mark if it is next.
    pub fn mark(&mut self, mark: char) -> bool {
        let found = self.peek().what == What::Mark(mark);
        if found {
            self.step();
        }
        found
    }

    /// Takes one of these words if it is next.
    pub fn word(&mut self, words: &[&'static str]) -> bool {
        let found = self.sees(words);
        if found {
            self.step();
        }
        found
    }

    /// Whether one of these words is next.
    pub fn sees(&mut self, words: &[&'static str]) -> bool {
        self.tried.extend(words);
        self.is_word(0, words)
    }

    pub fn is_word(&self, by: usize, words: &[&str]) -> bool {
        matches!(&self.ahead(by).what, What::Word(word) if words.contains(&word.as_str()))
    }

    /// The error of the next word: after what comes what.
    pub fn wrong<T>(&self, expected: &str) -> Result<T, TermsError> {
        let span = self.peek().span.clone();
        let before = self
            .at
            .checked_sub(1)
            .map(|last| &self.text[self.tokens[last].span.clone()]);
        let after = before.map_or_else(
            || "Terms begin with".to_owned(),
            |word| format!("After “{word}” I expect"),
        );
        let found = match &self.text[span.clone()] {
            "" => "the text ends".to_owned(),
            word => format!("there is “{word}”"),
        };
        let near = match &self.peek().what {
            What::Word(word) => nearest(word, self.tried.iter().copied()),
            _ => None,
        };
        let near = near.map_or(String::new(), |near| format!(" Did you mean “{near}”?"));
        Err(TermsError {
            code: Code::BadPlan,
            span,
            message: format!("{after} {expected}, but {found}.{near}"),
        })
    }
}
