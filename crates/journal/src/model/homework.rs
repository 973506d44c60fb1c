//! Homework (домашнее задание): given at a lesson, due by the end of a day.

use kernel::{
    Day, FileId, HomeworkId, InstitutionId, JournalId, LessonId, Millis, PersonId, PersonName, SubgroupId,
};
use store::files::NewFile;

/// Whom homework is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everybody of the journal.
    All,
    /// A subgroup as it is when one looks.
    Subgroup(SubgroupId),
    /// These pupils; empty where the list was not asked for.
    Chosen(Vec<PersonId>),
}

impl Audience {
    /// The code of the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Subgroup(_) => "subgroup",
            Self::Chosen(_) => "chosen",
        }
    }

    /// The subgroup's number, 0 for none.
    #[must_use]
    pub const fn subgroup(&self) -> i64 {
        match self {
            Self::Subgroup(id) => id.0,
            _ => 0,
        }
    }
}

/// A file that goes with homework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its number at the institution.
    pub file: FileId,
    /// As its owner called it, cleaned.
    pub name: String,
    /// What the content is.
    pub media_type: String,
    /// Length.
    pub bytes: i64,
}

/// Homework as the staff sees it.
#[derive(Debug, Clone)]
pub struct Homework {
    /// Id.
    pub id: HomeworkId,
    /// Its journal.
    pub journal: JournalId,
    /// The lesson it was given at.
    pub lesson: LessonId,
    /// The day of that lesson.
    pub given: Day,
    /// The last day to do it.
    pub due: Day,
    /// What is to be done; may be empty when there are files.
    pub text: String,
    /// For whom.
    pub audience: Audience,
    /// How long it takes, minutes; 0: not said.
    pub minutes: i32,
    /// Must something be handed in?
    pub solution: bool,
    /// Is it the lesson's own, whose text the lesson keeps too?
    pub main: bool,
    /// Grows by one with every change.
    pub version: i32,
    /// When it was taken back.
    pub removed_at: Option<Millis>,
    /// Its files.
    pub files: Vec<Attached>,
}

/// Homework as a teacher writes it.
#[derive(Debug, Clone)]
pub struct HomeworkDraft {
    /// What is to be done.
    pub text: String,
    /// The last day to do it; none: the day of the journal's next lesson.
    pub due: Option<Day>,
    /// For whom.
    pub audience: Audience,
    /// Minutes; 0: not said.
    pub minutes: i32,
    /// Must something be handed in?
    pub solution: bool,
    /// Files that came with the form.
    pub files: Vec<NewFile>,
    /// Files that shall go.
    pub drop: Vec<FileId>,
}

/// What is wrong with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftFault {
    /// Neither text nor files.
    Empty,
    /// Not due at a lesson of the journal, or due before it is given.
    Due,
    /// Nobody is chosen, or somebody who is not of the journal.
    Audience,
    /// More files than there may be.
    Files,
}

/// What became of homework that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeworkSaved {
    /// It stands.
    Saved(HomeworkId),
    /// Somebody else changed it meanwhile.
    Stale,
    /// The period is closed.
    Closed,
    /// The school has no room for the files.
    NoRoom,
    /// It can't be like that.
    Fault(DraftFault),
}

/// One line of homework's history.
#[derive(Debug, Clone)]
pub struct HomeworkChange {
    /// Which.
    pub version: i32,
    /// The last day by then.
    pub due: Day,
    /// The text by then.
    pub text: String,
    /// Minutes by then.
    pub minutes: i32,
    /// How many files it had.
    pub files: usize,
    /// For whom, its code.
    pub audience: String,
    /// Was it taken back by that?
    pub removed: bool,
    /// When; 0: before that was kept.
    pub at: Millis,
    /// Who; nobody when the timetable moved it.
    pub who: Option<PersonName>,
}

/// Homework as a pupil and the family see it.
#[derive(Debug, Clone)]
pub struct DiaryHomework {
    /// Where.
    pub institution: InstitutionId,
    /// Id.
    pub id: HomeworkId,
    /// Its journal.
    pub journal: JournalId,
    /// Given on.
    pub given: Day,
    /// The last day to do it.
    pub due: Day,
    /// What is to be done.
    pub text: String,
    /// Minutes; 0: not said.
    pub minutes: i32,
    /// Must something be handed in?
    pub solution: bool,
    /// Its files.
    pub files: Vec<Attached>,
}

/// What a class has for one day in one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The day.
    pub day: Day,
    /// Its journal.
    pub journal: JournalId,
    /// Subject.
    pub subject: String,
    /// Minutes of homework that say how long they take.
    pub minutes: i32,
    /// How many pieces of homework.
    pub count: i32,
    /// Kinds of work that count more than an ordinary one: «Контрольная работа».
    pub tests: Vec<String>,
}
