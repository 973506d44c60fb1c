//! A task and its report.

use kernel::{AccountId, InstitutionId, Millis, PersonName, TaskId};
use serde::{Deserialize, Serialize};

/// A running task that has not told of itself for so long is dead, milliseconds.
const LOST: i64 = 60_000;

/// What the database says of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits for a worker.
    Queued,
    /// A worker has taken it.
    Running,
    /// Done.
    Done,
    /// Ended by a fault.
    Failed,
    /// Ended because somebody asked.
    Cancelled,
}

impl State {
    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Waits.
    Queued,
    /// Is being done.
    Running,
    /// Was asked to stop and has not yet.
    Stopping,
    /// Its process died.
    Interrupted,
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Cancelled.
    Cancelled,
}

/// A task.
#[derive(Debug, Clone)]
pub struct Task {
    /// For which institution.
    pub institution: InstitutionId,
    /// Its number.
    pub id: TaskId,
    /// What kind of work.
    pub kind: String,
    /// In words, in the language of who began it.
    pub title: String,
    /// What the work needs to know, JSON; no secrets.
    pub payload: String,
    /// State.
    pub state: State,
    /// So many parts are done …
    pub done: i64,
    /// … of so many; 0 while nobody knows.
    pub total: i64,
    /// What it does just now: «7А».
    pub note: String,
    /// Has somebody asked to stop?
    pub cancel_asked: bool,
    /// Who began it.
    pub started_by: AccountId,
    /// His name.
    pub starter: PersonName,
    /// What came of it.
    pub outcome: Outcome,
    /// Asked for.
    pub created_at: Millis,
    /// Taken for the first time.
    pub started_at: Option<Millis>,
    /// Told of itself.
    pub seen_at: Option<Millis>,
    /// Ended.
    pub ended_at: Option<Millis>,
}

impl Task {
    /// How it stands at that moment.
    #[must_use]
    pub fn standing(&self, now: Millis) -> Standing {
        match self.state {
            State::Queued => Standing::Queued,
            State::Running if self.seen_at.is_none_or(|at| now.0 - at.0 > LOST) => Standing::Interrupted,
            State::Running if self.cancel_asked => Standing::Stopping,
            State::Running => Standing::Running,
            State::Done => Standing::Done,
            State::Failed => Standing::Failed,
            State::Cancelled => Standing::Cancelled,
        }
    }
}

impl Standing {
    /// Will it go on by itself?
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running | Self::Stopping)
    }

    /// Can it be started again?
    #[must_use]
    pub const fn can_restart(self) -> bool {
        matches!(self, Self::Interrupted | Self::Failed | Self::Cancelled)
    }
}

/// One figure of a report; the label is the message `tasks-count-…` of the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// `issued`, `refused` …
    pub key: String,
    /// How many.
    pub number: i64,
}

/// What a line of a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Made.
    Added,
    /// Changed.
    Changed,
    /// As it was.
    Same,
    /// Refused.
    Refused,
    /// Good to know.
    Note,
}

/// A line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it tells.
    pub kind: LineKind,
    /// Line of the file it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// In words.
    pub text: String,
}

/// What came of a task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Figures.
    #[serde(default)]
    pub counts: Vec<Count>,
    /// Lines, the first few hundred.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// Why it failed, one sentence.
    #[serde(default)]
    pub error: String,
    /// Names of the files it has made; they lie on the shelf for a while.
    #[serde(default)]
    pub files: Vec<String>,
    /// It stopped half-way because it was asked to.
    #[serde(default)]
    pub stopped: bool,
}

impl Outcome {
    /// With a figure.
    #[must_use]
    pub fn count(mut self, key: &str, number: usize) -> Self {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        self.counts.push(Count { key: key.to_owned(), number });
        self
    }
}
