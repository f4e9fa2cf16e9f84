//! The first page of help: commands in groups, with examples, made from the command tree.

use std::fmt::Write;

use clap::Command;

/// Groups of top-level commands, in the order they are shown.
pub(super) const GROUPS: &[(&str, &[&str])] = &[
    ("START", &["demo", "init", "tui", "status"]),
    (
        "RECORDS",
        &[
            "partner", "referral", "link", "customer", "revenue", "program", "pipeline",
        ],
    ),
    ("MONEY", &["commission", "payout", "reward"]),
    ("INSIGHT", &["stats", "forecast", "overlap"]),
    ("IN AND OUT", &["import", "mapping", "export", "share"]),
    (
        "THE BOOK",
        &[
            "history", "changes", "undo", "redo", "check", "config", "paths",
        ],
    ),
    ("MORE", &["completions", "man", "help"]),
];

const EXAMPLES: &str = "  partnerbook                       open the screens
  partnerbook demo                  look around with an example program
  partnerbook referral add \"Acme Corp\" --partner northwind
  partnerbook import stripe.csv     columns are matched for you
  partnerbook commission list is:payable --csv > payable.csv
  partnerbook share page --all --out ./to-send";

/// Replaces clap's flat list by groups.
pub(super) fn arrange(root: Command) -> Command {
    let mut page = format!("{{about}}.\n\n{EXAMPLES}\n\n");
    for (group, names) in GROUPS {
        let there: Vec<&str> = names
            .iter()
            .copied()
            .filter(|n| *n == "help" || root.find_subcommand(n).is_some())
            .collect();
        let _ = writeln!(page, "{group:<12} {}", there.join("  "));
    }
    page.push_str("\n{options}\n\nHelp on one:  partnerbook help referral add\n");
    root.help_template(page)
}
