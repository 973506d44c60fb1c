//! Institutions, years, classes, journals.

use kernel::{
    ClassId, Day, InstitutionId, JournalId, Millis, Minutes, PeriodId, PersonId, PersonName, SubjectId,
    YearId,
};

use super::codes;

codes! {
    /// What kind of institution it is (вид организации).
    InstitutionKind {
        /// Школа.
        School = "school",
        /// Детский сад.
        Kindergarten = "kindergarten",
        /// Колледж, техникум.
        College = "college",
        /// Дополнительное образование.
        Supplementary = "supplementary",
        /// Муниципальное управление образования.
        Municipality = "municipality",
        /// Региональный департамент.
        Department = "department",
        /// Оператор системы.
        Operator = "operator",
    }
}

impl InstitutionKind {
    /// Has it pupils of its own?
    #[must_use]
    pub const fn has_pupils(self) -> bool {
        matches!(self, Self::School | Self::Kindergarten | Self::College | Self::Supplementary)
    }

    /// The kinds its pupils can be transferred to. Nobody is transferred from or to supplementary education: who learns
    /// there learns in a school as well.
    #[must_use]
    pub const fn passes_on_to(self) -> &'static [Self] {
        match self {
            Self::School | Self::College => &[Self::School, Self::College],
            Self::Kindergarten => &[Self::Kindergarten, Self::School],
            Self::Supplementary | Self::Municipality | Self::Department | Self::Operator => &[],
        }
    }
}

codes! {
    /// How a year is divided for marks (учебный период).
    PeriodKind {
        /// Четверть.
        Quarter = "quarter",
        /// Триместр.
        Trimester = "trimester",
        /// Полугодие.
        HalfYear = "half_year",
        /// Семестр.
        Semester = "semester",
    }
}

/// An institution (организация).
#[derive(Debug, Clone)]
pub struct Institution {
    /// Id, the shard key of its school life.
    pub id: InstitutionId,
    /// Kind.
    pub kind: InstitutionKind,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Town or village.
    pub locality: String,
    /// Street and house.
    pub address: String,
    /// Phone.
    pub phone: String,
}

/// An academic year (учебный год).
#[derive(Debug, Clone)]
pub struct AcademicYear {
    /// Id.
    pub id: YearId,
    /// «2026/27».
    pub name: String,
    /// First day.
    pub first_day: Day,
    /// Last day.
    pub last_day: Day,
}

/// A grading period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GradingPeriod {
    /// Id.
    pub id: PeriodId,
    /// Its year.
    pub year: YearId,
    /// Quarter, half-year …
    pub kind: PeriodKind,
    /// 1 for the first.
    pub ordinal: i32,
    /// First day.
    pub first_day: Day,
    /// Last day.
    pub last_day: Day,
    /// When it was closed; marks stay as they are from then on.
    pub locked_at: Option<Millis>,
}

impl GradingPeriod {
    /// Does the day lie in it?
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        self.first_day <= day && day <= self.last_day
    }

    /// «I», «II», «III», «IV».
    #[must_use]
    pub const fn roman(&self) -> &'static str {
        match self.ordinal {
            1 => "I",
            2 => "II",
            3 => "III",
            4 => "IV",
            5 => "V",
            6 => "VI",
            7 => "VII",
            _ => "VIII",
        }
    }
}

/// A lesson's place in the day (звонок).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bell {
    /// 1 for the first lesson.
    pub number: i32,
    /// Begins.
    pub starts: Minutes,
    /// Ends.
    pub ends: Minutes,
}

/// Holidays (каникулы, праздник): no lessons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// First day.
    pub first_day: Day,
    /// Last day.
    pub last_day: Day,
    /// «Осенние каникулы».
    pub title: String,
    /// The one grade that has them (дополнительные каникулы первых классов); 0 for everybody.
    pub grade: i32,
}

/// All that a year is made of.
#[derive(Debug, Clone)]
pub struct YearPlan {
    /// The year.
    pub year: AcademicYear,
    /// Its periods, by kind and order.
    pub periods: Vec<GradingPeriod>,
    /// The bells of its main schedule by number; [`super::YearRules`] knows the others.
    pub bells: Vec<Bell>,
    /// Its holidays, those of single grades too.
    pub holidays: Vec<Holiday>,
}

impl YearPlan {
    /// Is there school on that day, as far as the year tells?
    #[must_use]
    pub fn is_school_day(&self, day: Day) -> bool {
        self.year.first_day <= day
            && day <= self.year.last_day
            && !self.holidays.iter().any(|h| h.grade == 0 && h.first_day <= day && day <= h.last_day)
    }

    /// The period of this kind that holds the day.
    #[must_use]
    pub fn period(&self, kind: PeriodKind, day: Day) -> Option<&GradingPeriod> {
        self.periods.iter().find(|p| p.kind == kind && p.holds(day))
    }

    /// The periods of a kind in order.
    pub fn periods_of(&self, kind: PeriodKind) -> impl Iterator<Item = &GradingPeriod> {
        self.periods.iter().filter(move |p| p.kind == kind)
    }
}

/// A class or group (класс, группа).
#[derive(Debug, Clone)]
pub struct Class {
    /// Whose.
    pub institution: InstitutionId,
    /// Id.
    pub id: ClassId,
    /// Year.
    pub year: YearId,
    /// 1 to 11; the course in a college.
    pub grade: i32,
    /// «А».
    pub letter: String,
    /// «7А».
    pub name: String,
    /// Class teacher (классный руководитель).
    pub teacher: Option<PersonId>,
    /// Since when it is no more (расформирован).
    pub dissolved: Option<Day>,
}

/// A journal (журнал): one subject taught to one set of pupils in one year. OneRoster: a scheduled class.
#[derive(Debug, Clone)]
pub struct Journal {
    /// Whose.
    pub institution: InstitutionId,
    /// Id.
    pub id: JournalId,
    /// Year.
    pub year: YearId,
    /// Subject.
    pub subject: SubjectId,
    /// Its name.
    pub subject_name: String,
    /// «7А», «7А гр1», «10А+10Б».
    pub groups_name: String,
    /// Which periods it is marked by.
    pub period_kind: PeriodKind,
}

/// A pupil of a journal or class, with the days of membership.
#[derive(Debug, Clone)]
pub struct Member {
    /// The pupil.
    pub pupil: PersonId,
    /// Name.
    pub name: PersonName,
    /// Since.
    pub first_day: Day,
    /// Until (the last day of membership).
    pub last_day: Option<Day>,
}

/// A child with the place where it learns now: what a family's pages begin with.
#[derive(Debug, Clone)]
pub struct ChildPlace {
    /// The child.
    pub child: PersonId,
    /// Name.
    pub name: PersonName,
    /// Institution and class, when the child learns somewhere.
    pub place: Option<Place>,
}

/// Where a pupil learns.
#[derive(Debug, Clone)]
pub struct Place {
    /// Institution.
    pub institution: InstitutionId,
    /// Its short name.
    pub institution_name: String,
    /// Class.
    pub class: ClassId,
    /// «7А».
    pub class_name: String,
    /// Grade or course.
    pub grade: i32,
    /// Year.
    pub year: YearId,
    /// Class teacher.
    pub class_teacher: Option<PersonId>,
}
