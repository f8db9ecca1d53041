use std::fmt;

use super::place::Place;

/// A migration that failed: where, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The migration's folder.
    pub name: String,
    /// What it may have left in the database, in words; `None` when that is nothing, as in a transaction.
    pub left: Option<String>,
    /// The place in its text, where it is known.
    pub place: Option<Place>,
    /// What the server said.
    pub message: String,
    /// What the server said besides.
    pub detail: Option<String>,
    /// What the server advises.
    pub hint: Option<String>,
    /// What to do next.
    pub advice: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.left {
            None => write!(f, "migration {} failed and left nothing behind: {}", self.name, self.message)?,
            Some(left) => write!(f, "migration {} failed and {left}: {}", self.name, self.message)?,
        }
        if let Some(place) = &self.place {
            write!(f, "\n{place}")?;
        }
        let notes = [("detail", self.detail.as_deref()), ("hint", self.hint.as_deref())];
        for (label, text) in notes.into_iter().chain([("next", Some(self.advice.as_str()))]) {
            if let Some(text) = text {
                write!(f, "\n  = {label}: {}", text.replace('\n', "\n    "))?;
            }
        }
        Ok(())
    }
}
