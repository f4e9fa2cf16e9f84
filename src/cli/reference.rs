//! Completions and manual pages, made from the command tree.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use clap_complete::Shell;

use super::{command, output};
use crate::error::{Error, Result};

/// Prints the completion script of a shell.
pub(super) fn completions(args: &ArgMatches) -> Result<()> {
    let shell = args
        .get_one::<Shell>("shell")
        .copied()
        .ok_or_else(|| Error::usage("Name a shell."))?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "partnerbook", &mut script);
    output::data(&String::from_utf8_lossy(&script))
}

/// Prints the manual page, or writes one for each command to a folder.
pub(super) fn man(out: Option<&PathBuf>) -> Result<()> {
    let Some(folder) = out else {
        return output::data(&page(command())?);
    };
    std::fs::create_dir_all(folder)?;
    let mut root = command();
    root.build();
    write_pages(&root, "partnerbook", folder)
}

fn write_pages(command: &Command, name: &str, folder: &std::path::Path) -> Result<()> {
    let path = folder.join(format!("{name}.1"));
    std::fs::write(&path, page(command.clone().name(name.to_owned()))?)?;
    for below in command
        .get_subcommands()
        .filter(|c| !c.is_hide_set() && c.get_name() != "help")
    {
        write_pages(below, &format!("{name}-{}", below.get_name()), folder)?;
    }
    Ok(())
}

fn page(command: Command) -> Result<String> {
    let mut roff = Vec::new();
    clap_mangen::Man::new(command).render(&mut roff)?;
    Ok(String::from_utf8_lossy(&roff).into_owned())
}
