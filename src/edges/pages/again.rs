//! A form that is shown again: what was typed, and what must be corrected.

use super::fields::{Field, Summary};
use crate::edges::http::Form;

/// What was typed into the forms of a page, and what was refused; nothing at first.
#[derive(Clone, Debug, Default)]
pub struct Again {
    form: Form,
    faults: Vec<(&'static str, String)>,
}

impl Again {
    /// A form as it was sent.
    #[must_use]
    pub const fn with(form: Form) -> Self {
        Self {
            form,
            faults: Vec::new(),
        }
    }

    /// The form.
    #[must_use]
    pub const fn form(&self) -> &Form {
        &self.form
    }

    /// Refuses what was typed into a control, with the words that say what to do.
    pub fn refuse(&mut self, control: &'static str, words: String) {
        self.faults.push((control, words));
    }

    /// Whether anything was refused.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        !self.faults.is_empty()
    }

    /// What was typed into a control, or `else_` when the form did not come.
    #[must_use]
    pub fn value<'a>(&'a self, control: &str, else_: &'a str) -> &'a str {
        if self.form.checked(control) {
            self.form.get(control)
        } else {
            else_
        }
    }

    /// What to do about a control.
    #[must_use]
    pub fn fault(&self, control: &str) -> Option<String> {
        let found = self.faults.iter().find(|(name, _)| *name == control);
        found.map(|(_, words)| words.clone())
    }

    /// A question of one line, with what was typed, or `else_`.
    #[must_use]
    pub fn field(&self, control: &'static str, label: String, else_: &str) -> Field {
        Field::new(control, label)
            .value(self.value(control, else_))
            .refused(self.fault(control))
    }

    /// What stands at the head of the page.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for (control, words) in &self.faults {
            summary.note(control, Some(words));
        }
        summary
    }
}
