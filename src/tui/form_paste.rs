//! What pasting into a form does: a line goes into a field, a whole e-mail fills the form of a referral. Saves nothing.

use super::{
    field::{Field, FieldKind},
    form::Form,
    widget::input,
};
use crate::{error::Error, ops::referral::from_email};

impl Form {
    /// Types pasted text into the field under the cursor.
    pub fn paste(&mut self, pasted: &str) {
        if self.entry.spec.path == from_email::FORM && from_email::looks_like(pasted) {
            self.error = None;
            self.lead = Some(pasted.to_owned());
            return;
        }
        if let Some(field) = self.fields.get_mut(self.focus)
            && matches!(field.kind, FieldKind::Text | FieldKind::Record(_))
            && input::paste(&mut field.input, pasted)
        {
            field.error =
                Some("Some of what was pasted cannot be typed here and was left out.".into());
        }
    }

    /// Takes what a pasted e-mail says; what a person typed stays.
    pub fn fill(&mut self, values: &[(&str, String)]) {
        if self.lead.take().is_none() {
            return;
        }
        for (field, initial) in self.fields.iter_mut().zip(&self.initial) {
            let said = values.iter().find(|(id, _)| *id == field.id);
            if let Some((_, value)) = said.filter(|_| field.value() == initial) {
                field.set(value);
                field.error = None;
            }
        }
        // What the e-mail does not say is the first thing to be typed.
        let missing = |f: &Field| f.required && f.value().is_empty();
        if let Some(at) = self.fields.iter().position(missing) {
            self.focus = at;
        }
    }

    /// The pasted e-mail could not be read.
    pub fn no_lead(&mut self, e: &Error) {
        self.lead = None;
        self.error = Some(e.to_string());
    }
}
