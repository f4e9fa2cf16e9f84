//! Drafts of messages to partners: words only. Nothing is sent, and no account is named that may not be told.

use serde_json::json;

use crate::{ops::Record, store::Partner};

/// A message to a partner, as a person would copy it into a mail.
pub(super) struct Draft {
    /// Where it goes, if that is known.
    pub to: Option<String>,
    /// What it is about.
    pub subject: String,
    /// What it says, a paragraph each.
    pub body: Vec<String>,
}

impl Draft {
    /// A message to a partner.
    pub(super) fn to(partner: &Partner, subject: String, body: Vec<String>) -> Self {
        let mut body = body;
        body.insert(0, format!("Hello {},", partner.known.name));
        Self {
            to: partner.known.email.clone(),
            subject,
            body,
        }
    }

    /// As it is shown, copied and piped: header lines, an empty line, the text.
    pub(super) fn record(&self) -> Record {
        let mut lines = Vec::new();
        if let Some(to) = &self.to {
            lines.push(format!("To: {to}"));
        }
        lines.push(format!("Subject: {}", self.subject));
        for paragraph in &self.body {
            lines.push(String::new());
            lines.extend(paragraph.lines().map(str::to_owned));
        }
        Record {
            lines,
            json: json!({ "to": self.to, "subject": self.subject, "body": self.body.join("\n\n") }),
        }
    }
}
