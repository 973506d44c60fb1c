//! Typed identifiers. All are `i64` in the database and in addresses.

/// Declares an identifier: a transparent `i64` that can't be mixed with another one.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// A person (человек): pupil, guardian, staff member; one row for life.
    PersonId,
    /// An account (учётная запись): what a person signs in with.
    AccountId,
    /// An institution (организация): school, kindergarten, college, office. The shard key of a school's life.
    InstitutionId,
    /// An academic year (учебный год) of an institution.
    YearId,
    /// A grading period (четверть, триместр, полугодие, семестр).
    PeriodId,
    /// A class or group of pupils (класс, группа).
    ClassId,
    /// A part of a class for one division (подгруппа).
    SubgroupId,
    /// A subject (предмет).
    SubjectId,
    /// A journal (журнал): one subject taught to one set of pupils in one year.
    JournalId,
    /// A dated lesson (урок) of a journal.
    LessonId,
    /// A work (работа, колонка журнала): what a mark is given for; OneRoster calls it a line item.
    WorkId,
    /// A kind of work (вид работы) with its default weight.
    WorkKindId,
    /// Homework (домашнее задание) given at a lesson.
    HomeworkId,
    /// A file (файл) as one institution uses it; its content is named by a hash.
    FileId,
    /// A news item (новость) of an institution.
    NewsId,
    /// A document (документ) that an institution shows.
    DocumentId,
    /// A link (полезная ссылка) that an institution shows.
    LinkId,
    /// A long work off the requests (задание): an import, sheets, a roll-over.
    TaskId,
}
