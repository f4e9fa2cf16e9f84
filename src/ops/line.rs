//! A command line as one text, as the palette takes it: split like a shell does, parsed by the tree, and run.

use clap::{ArgMatches, Command};

use super::{Choice, Cx, Entry, Outcome, Record, registry};
use crate::error::{Error, Result};

/// A command line that was understood: what would run, with its arguments.
pub struct Request {
    matches: ArgMatches,
}

impl Request {
    /// Understands a command line without the program's name, such as `partner add "Northwind Agency"`.
    pub fn parse(line: &str) -> Result<Self> {
        Self::of(split(line)?)
    }

    /// Understands words of a command line.
    pub fn of(words: Vec<String>) -> Result<Self> {
        let root = Command::new("partnerbook")
            .no_binary_name(true)
            .subcommand_required(true)
            .disable_help_subcommand(true);
        let matches = registry::tree(root)
            .try_get_matches_from(words)
            .map_err(|e| {
                // clap's first line says what is wrong; the usage below it is for terminals.
                let text = e.render().to_string();
                let first = text.lines().next().unwrap_or_default();
                let first = first.strip_prefix("error: ").unwrap_or(first).trim();
                Error::usage(format!("{}.", first.trim_end_matches(['.', ':'])))
            })?;
        let request = Self { matches };
        request.parts()?;
        Ok(request)
    }

    /// The operation it asks for.
    pub fn entry(&self) -> Result<&'static Entry> {
        Ok(self.parts()?.0)
    }

    /// What must be confirmed before it runs, if anything.
    pub fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let (entry, args) = self.parts()?;
        (entry.confirm)(args, cx)
    }

    /// What must be decided before it runs, if anything.
    pub fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        let (entry, args) = self.parts()?;
        (entry.choices)(args, cx)
    }

    /// What it would do, if it says so before it runs.
    pub fn preview(&self, cx: &mut Cx<'_>) -> Result<Option<Record>> {
        let (entry, args) = self.parts()?;
        (entry.preview)(args, cx)
    }

    /// Runs it; whoever calls has confirmed it.
    pub fn run(&self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (entry, args) = self.parts()?;
        (entry.run)(args, cx)
    }

    /// The operation it asks for, with its arguments.
    pub fn parts(&self) -> Result<(&'static Entry, &ArgMatches)> {
        registry::locate(&self.matches).ok_or_else(|| Error::usage("Which operation?"))
    }
}

/// Parses and runs a command line as one text; what it asks to be confirmed counts as confirmed.
pub fn run_line(cx: &mut Cx<'_>, line: &str) -> Result<Outcome> {
    let request = Request::parse(line)?;
    line.trim().clone_into(&mut cx.command);
    request.run(cx)
}

/// Words as one line that [`split`] parts into the same words again: quoted where that is needed, as a shell wants it.
pub fn join<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> String {
    let quoted = |word: W| {
        let word = word.as_ref();
        let plain = |c: char| c.is_alphanumeric() || "-_.,:/=@+%".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.to_owned()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    };
    words.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Words of a line: parted by blanks, except within quotes; a backslash takes the next character as it is.
pub fn split(line: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('\\', None | Some('"')) => match chars.next() {
                Some(next) => word.get_or_insert_default().push(next),
                None => return Err(Error::usage("The line ends with a backslash.")),
            },
            ('"' | '\'', None) => {
                // Two quotes with nothing between them are an empty word.
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    if let Some(q) = quote {
        return Err(Error::usage(format!("The quote {q} is not closed.")));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // A test that unwraps says where it failed.
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_a_shell_does() {
        assert_eq!(
            split(r#"partner add "Northwind Agency" --note='a "b"' it\'s """#).unwrap(),
            [
                "partner",
                "add",
                "Northwind Agency",
                "--note=a \"b\"",
                "it's",
                ""
            ]
        );
        let words = ["it's", "a \"b\"", "", "x=ü", "~", "--where=-1 \\"];
        assert_eq!(split(&join(words)).unwrap(), words);
        assert!(split("partner add \"Open").is_err());
        assert!(split("  ").unwrap().is_empty());
    }

    #[test]
    fn words_put_together_come_apart_again() {
        for words in [
            vec!["a b", "it's", "", "--map", "x=\"y\\z\""],
            vec!["\n", "🎈"],
        ] {
            let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            assert_eq!(split(&join(&words)).unwrap(), words);
        }
    }

    #[test]
    fn what_is_no_command_is_said_in_one_sentence() {
        let message = |line: &str| Request::parse(line).err().unwrap().message;
        assert!(message("partnr add X").contains("partnr"));
        assert!(!message("partner add").contains('\n'));
    }
}
