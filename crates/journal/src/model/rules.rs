//! A school's rules for marks (локальный акт), and what the family is told of a mark besides itself.

use kernel::{Day, Millis, ResitRule, WorkKindId};

/// Minutes in which a slip can be corrected before the family sees it.
const PAUSE: i32 = 10;
/// A mark written so many days after its lesson is called late.
const LATE_DAYS: i32 = 7;
/// The term of a mark that is due.
const DUE_DAYS: i32 = 7;

/// The rules of one school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkRules {
    /// A mark reaches the family after so many minutes.
    pub pause: i32,
    /// A mark written more than so many days after its lesson is labelled.
    pub late_days: i32,
    /// A mark that is due, is due in so many days.
    pub due_days: i32,
    /// Is «5/4» split into two columns of the lesson? It is refused otherwise.
    pub split_two: bool,
    /// Does «4-» become a 4 with the sign as its comment? It is refused otherwise.
    pub keep_signs: bool,
    /// What counts after a re-sit, for re-sits from now on.
    pub resit: ResitRule,
    /// The kind new columns begin with; the first one in use when none is chosen.
    pub default_kind: Option<WorkKindId>,
    /// Grows with every change.
    pub version: i32,
}

impl Default for MarkRules {
    fn default() -> Self {
        Self {
            pause: PAUSE,
            late_days: LATE_DAYS,
            due_days: DUE_DAYS,
            split_two: false,
            keep_signs: false,
            resit: ResitRule::New,
            default_kind: None,
            version: 0,
        }
    }
}

impl MarkRules {
    /// From when on the family sees what is written now.
    #[must_use]
    pub fn visible_at(&self, now: Millis, release: Option<Millis>) -> Millis {
        now.plus(i64::from(self.pause) * 60_000).max(release.unwrap_or(Millis(0)))
    }

    /// What a mark written today for a lesson of that day is called.
    #[must_use]
    pub fn label(&self, lesson: Day, today: Day) -> Option<MarkLabel> {
        (today > lesson.plus(i64::from(self.late_days))).then_some(MarkLabel::Late)
    }
}

/// Why a mark is no news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkLabel {
    /// It came from another system.
    Import,
    /// It was written long after its lesson.
    Late,
}

impl MarkLabel {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Late => "late",
        }
    }

    /// Back from [`MarkLabel::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Import, Self::Late].into_iter().find(|label| label.code() == code)
    }
}
