//! Access sheets (листы доступа): who has a way in, giving logins and one-time codes, and the paper they are handed out on.
//!
//! A code exists in clear only while its sheet is made and, on the sheet, in this process's memory for a quarter of an hour
//! ([`kit::shelf`]). Neither the database nor the task's row ever holds one.

mod give;
mod paper;
mod standing;

use kernel::{ClassId, PersonId};
use print::Layout;
use serde::{Deserialize, Serialize};

pub use give::{Given, give_to_class, give_to_staff, used_beyond};
pub use paper::carry_out;
pub use standing::{Entered, Standing, Tally, entered, standing, tallies};

/// The kind of the task.
pub const KIND: &str = "access.sheets";

/// Whose code or password gives way to a new code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Nobody's: codes are for those without a login.
    Nobody,
    /// Of those who have never signed in.
    NeverSignedIn,
    /// Of the one person that is named: a forgotten password.
    Everybody,
}

impl Whose {
    /// What a form sends.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "nobody" => Some(Self::Nobody),
            "never" => Some(Self::NeverSignedIn),
            _ => None,
        }
    }
}

/// What a sheet looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Strips to cut.
    Strips,
    /// A list.
    List,
}

impl From<Look> for Layout {
    fn from(look: Look) -> Self {
        match look {
            Look::Strips => Self::Strips,
            Look::List => Self::List,
        }
    }
}

/// What somebody asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// These classes …
    pub classes: Vec<ClassId>,
    /// … and the staff.
    pub staff: bool,
    /// Only this person of them.
    pub person: Option<PersonId>,
    /// The classes' pupils.
    pub pupils: bool,
    /// Their parents.
    pub parents: bool,
    /// Whose old code gives way.
    pub renew: Whose,
    /// Strips or a list.
    pub look: Look,
    /// With English words below the Russian ones.
    pub english: bool,
    /// A file for each class, in one archive.
    pub separate: bool,
    /// The language of the report, `ru` or `en`.
    #[serde(default)]
    pub locale: String,
}
