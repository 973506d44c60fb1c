//! A load plan (кто, что, кого и сколько часов учит) as a `.fet` file, which FET 6 turns into a timetable.
//!
//! What comes back is read by [`crate::timetable::read`]. Only what the plan says binds the solver: decided places, times when
//! somebody is away, a shift, the limits of a class. What the file adds by itself carries a weight below 100 % and never stands
//! in the way of a solution: lessons of one subject on different days, groups of a division at the same time, no late hours,
//! rooms that suit.

use std::ops::Range;

use thiserror::Error;

mod check;
mod file;
mod load;
mod sets;

/// Most names of one kind and most activities.
const MAX_ITEMS: usize = 10_000;

/// Everything a timetable is made from. References are places in the lists, from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadPlan {
    /// Name of the institution.
    pub institution: String,
    /// Names of the days in the order of the week; a two-week cycle names each day twice («Понедельник 1», «Понедельник 2»).
    pub days: Vec<String>,
    /// Names of the lesson hours, best with number and times («1 08:30-09:15»).
    pub hours: Vec<String>,
    /// Names of the subjects.
    pub subjects: Vec<String>,
    /// Teachers.
    pub teachers: Vec<PlanTeacher>,
    /// Classes.
    pub classes: Vec<PlanClass>,
    /// Rooms.
    pub rooms: Vec<PlanRoom>,
    /// What is taught.
    pub activities: Vec<Activity>,
}

/// A teacher.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanTeacher {
    /// Name, different from every other teacher's.
    pub name: String,
    /// When he can't teach (binding): day and hour.
    pub away: Vec<(usize, usize)>,
}

/// A class (класс).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanClass {
    /// Name.
    pub name: String,
    /// Pupils.
    pub size: u32,
    /// The ways in which it is divided: each is a list of groups that together make the class («англ1», «англ2»). Groups of
    /// different divisions are taken to share pupils, groups of one division never do.
    pub divisions: Vec<Vec<PlanGroup>>,
    /// The hours of its shift (смена), binding; `None` = all.
    pub hours: Option<Range<usize>>,
    /// Lessons a day that must not be passed (binding).
    pub max_a_day: Option<u8>,
    /// Free hours between lessons («окна») in a week that must not be passed. Binding, because FET knows them in no other way;
    /// left out for a class with very many combinations of groups. The wish to begin and end early, which leaves few of
    /// them, is written in any case.
    pub max_gaps: Option<u8>,
}

/// A part of a class (подгруппа).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanGroup {
    /// Name without the class's («англ1»).
    pub name: String,
    /// Pupils.
    pub size: u32,
}

/// A room (кабинет).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanRoom {
    /// Name.
    pub name: String,
    /// Seats.
    pub capacity: u32,
}

/// Whom an activity teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Students {
    /// A whole class.
    Class(usize),
    /// One group of a class.
    Group {
        /// The class.
        class: usize,
        /// Which of its divisions.
        division: usize,
        /// Which group of the division.
        group: usize,
    },
}

/// Lessons of one subject with the same people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// Who teaches; nobody for a vacancy.
    pub teachers: Vec<usize>,
    /// Subject.
    pub subject: usize,
    /// Who is taught; several classes together for a joint activity.
    pub students: Vec<Students>,
    /// The weekly hours, split: `[1, 1, 1]` is three single lessons, `[2, 1]` a double and a single one.
    pub durations: Vec<u8>,
    /// Rooms that suit (a wish); empty = any.
    pub rooms: Vec<usize>,
    /// Places already decided, one for each of `durations`; may be shorter.
    pub fixed: Vec<Option<Fixed>>,
}

/// A decided place (binding).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    /// Day.
    pub day: usize,
    /// First hour.
    pub hour: usize,
    /// Room.
    pub room: Option<usize>,
}

/// What a name in a plan names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A day.
    Day,
    /// A lesson hour.
    Hour,
    /// A subject.
    Subject,
    /// A teacher.
    Teacher,
    /// A class.
    Class,
    /// A group of a class.
    Group,
    /// A room.
    Room,
    /// An activity.
    Activity,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Day => "день",
            Self::Hour => "урок",
            Self::Subject => "предмет",
            Self::Teacher => "учитель",
            Self::Class => "класс",
            Self::Group => "подгруппа",
            Self::Room => "кабинет",
            Self::Activity => "занятие",
        })
    }
}

impl Kind {
    /// The list of such things, in Russian.
    fn list(self) -> &'static str {
        match self {
            Self::Day => "дни",
            Self::Hour => "уроки дня",
            Self::Subject => "предметы",
            Self::Teacher => "учителя",
            Self::Class => "классы",
            Self::Group => "подгруппы",
            Self::Room => "кабинеты",
            Self::Activity => "занятия",
        }
    }
}

/// Why a plan can't be written. `Display` gives one Russian sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A list that may not be empty is.
    #[error("План нагрузки неполон: список «{}» пуст, заполните его.", kind.list())]
    Nothing {
        /// Which list.
        kind: Kind,
    },
    /// A list beyond all schools.
    #[error("План нагрузки слишком велик: в списке «{}» больше {limit} записей.", kind.list())]
    TooMany {
        /// Which list.
        kind: Kind,
        /// How many are allowed.
        limit: usize,
    },
    /// A name without a letter.
    #[error("Не указано название ({kind} № {number}): заполните его.")]
    NoName {
        /// What has no name.
        kind: Kind,
        /// Its place in the list, from 1.
        number: usize,
    },
    /// FET tells things apart by their names alone.
    #[error("Название «{name}» ({kind}) встречается дважды: измените одно из них.")]
    Duplicate {
        /// What is named.
        kind: Kind,
        /// The name.
        name: String,
    },
    /// A place in a list that is not there.
    #[error("Запись плана ({kind} № {number}) ссылается на то, чего нет в списке «{}».", target.list())]
    Unknown {
        /// Whose reference.
        kind: Kind,
        /// Its place in the list, from 1.
        number: usize,
        /// What it refers to.
        target: Kind,
    },
    /// No hours, an hour of zero length, or one longer than a day.
    #[error("У занятия № {number} ({subject}) не задано, по скольку уроков подряд оно идёт.")]
    Durations {
        /// Place of the activity in the list, from 1.
        number: usize,
        /// Its subject.
        subject: String,
    },
    /// More hours than there are places in the week.
    #[error("Не хватит недели: {kind} «{name}» – {hours} ч., а мест в неделе {places}.")]
    TooFull {
        /// Class or teacher.
        kind: Kind,
        /// The name.
        name: String,
        /// Weekly hours.
        hours: usize,
        /// Places in the week.
        places: usize,
    },
}

impl LoadPlan {
    /// Writes the plan as a file of FET 6.8.5, which newer versions read as well. Activities get the numbers 1, 2, … in the order
    /// of the list, one for each of their durations.
    ///
    /// # Errors
    /// See [`PlanError`]; a plan that is refused would be refused by FET.
    pub fn to_fet(&self) -> Result<String, PlanError> {
        check::check(self)?;
        Ok(file::write(self))
    }
}

/// A name as FET and the reader see it: white space regular, without signs that XML forbids.
fn clean(name: &str) -> String {
    let allowed = |c: &char| c.is_whitespace() || (!c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    crate::text::squeeze(&name.chars().filter(allowed).collect::<String>())
}
