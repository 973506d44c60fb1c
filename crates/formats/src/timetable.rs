//! A solved weekly timetable, as timetable programs save it.
//!
//! Three sources give the same [`WeeklyTimetable`]: FET's `*_timetable.csv`, FET's `*_data_and_timetable.fet`, and the XML
//! export of aSc Timetables. One [`WeeklyLesson`] is one hour of one activity in the week: an activity of two hours gives
//! two lessons, a joint activity of two classes gives one lesson with two student sets.

use crate::table::markup_kind;
use crate::text;
use crate::{FileError, RowError};

mod asc;
mod asc_index;
mod fet_csv;
mod fet_file;
mod students;

/// More student sets than this in one lesson are an error of the file.
pub(crate) const MAX_SETS: usize = 64;
const EXPECTED: &str = "файл FET (*_timetable.csv, *_data_and_timetable.fet) или XML из aSc";

/// Which program and kind of file a timetable came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// `*_timetable.csv` of FET, or a table with the same columns.
    FetCsv,
    /// A `.fet` file.
    FetFile,
    /// XML of aSc Timetables.
    AscXml,
}

/// One lesson hour of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hour {
    /// Lesson number: from the name where every hour has one, else the place from 1. 0 is a «zero» lesson.
    pub number: u8,
    /// Name as in the file.
    pub name: String,
    /// Start, minutes since midnight.
    pub starts: Option<u16>,
    /// End, minutes since midnight.
    pub ends: Option<u16>,
}

/// In which weeks (or terms) of a cycle a lesson takes place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weeks {
    /// In each.
    All,
    /// Only in these, numbered from 1, ascending.
    Only(Vec<u8>),
}

/// A class or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StudentSet {
    /// The class: in the normal form of [`crate::names::class_name`] («7А») where it has one, else as in the file.
    pub class: String,
    /// The subgroup without the class's name («гр1»); `None` is the whole class.
    pub subgroup: Option<String>,
}

/// One hour of teaching in the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyLesson {
    /// Identifier of the activity (FET) or lesson (aSc) in the file; hours of one activity share it.
    pub activity: String,
    /// 1 = Monday … 7.
    pub weekday: u8,
    /// Lesson number, see [`Hour::number`].
    pub number: u8,
    /// Weeks of a cycle.
    pub weeks: Weeks,
    /// Terms of the year, where the file tells them (aSc).
    pub terms: Weeks,
    /// Subject, as in the file.
    pub subject: String,
    /// Teachers, as in the file, in its order; may be empty.
    pub teachers: Vec<String>,
    /// Who is taught, sorted, without repetition; never empty.
    pub students: Vec<StudentSet>,
    /// Room; several are joined with a comma.
    pub room: Option<String>,
    /// Line of the file, from 1.
    pub line: u32,
}

/// Hours of an activity that have no place in the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// Identifier as in [`WeeklyLesson::activity`].
    pub activity: String,
    /// Subject.
    pub subject: String,
    /// Teachers.
    pub teachers: Vec<String>,
    /// Who is to be taught.
    pub students: Vec<StudentSet>,
    /// Weekly hours without a place; part of an hour (every other week) counts as one.
    pub hours: u32,
    /// Line of the file, from 1.
    pub line: u32,
}

/// A part of a class that the file names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subgroup {
    /// The class, as in [`StudentSet::class`].
    pub class: String,
    /// Name without the class's name.
    pub name: String,
    /// Names of the pupils, where the file tells them (aSc).
    pub members: Vec<String>,
}

/// A whole timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyTimetable {
    /// Where it came from.
    pub source: Source,
    /// Names of the days, in the file's order (for CSV in the order of the week).
    pub days: Vec<String>,
    /// Lesson hours by number; a CSV file tells only those that are used.
    pub hours: Vec<Hour>,
    /// What is placed.
    pub lessons: Vec<WeeklyLesson>,
    /// What is not placed.
    pub unplaced: Vec<Unplaced>,
    /// What was refused and why.
    pub refused: Vec<RowError>,
    /// Parts of classes, sorted.
    pub subgroups: Vec<Subgroup>,
}

/// Reads a timetable of any of the three kinds. The content decides, the name serves the error sentence alone.
///
/// A card, row or activity that cannot be understood is listed in [`WeeklyTimetable::refused`] and does not stop the rest.
///
/// # Errors
/// The file as a whole is unreadable or is no timetable.
pub fn read(bytes: &[u8], file_name: &str) -> Result<WeeklyTimetable, FileError> {
    text::check_size(bytes)?;
    if let Some(kind) = text::binary_kind(bytes) {
        return Err(FileError::Binary { kind, expected: EXPECTED });
    }
    let unknown = |found: &str| FileError::UnknownKind {
        name: text::shorten(file_name, 80),
        found: found.to_owned(),
        expected: EXPECTED,
    };
    if !looks_like_markup(bytes) {
        return fet_csv::read(bytes, file_name);
    }
    let text = text::decode_xml(bytes)?;
    // Told before parsing: web pages are rarely well-formed XML.
    if let Some(page @ "веб-страница") = markup_kind(&text) {
        return Err(unknown(page));
    }
    let root = crate::xml::parse(&text)?;
    match root.name.as_str() {
        "fet" => fet_file::read(&root),
        "timetable" => asc::read(&root),
        other => Err(unknown(&format!("XML с корневым элементом «{}»", text::shorten(other, 60)))),
    }
}

/// Whether the first sign is `<`, in whatever encoding.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let first =
        bytes.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    first == Some(&b'<')
}

/// Adds the subgroups that lessons name to those already known, sorts and removes repetitions.
pub(crate) fn collect_subgroups(
    mut known: Vec<Subgroup>,
    sets: impl Iterator<Item = StudentSet>,
) -> Vec<Subgroup> {
    known.extend(
        sets.filter_map(|set| {
            set.subgroup.map(|name| Subgroup { class: set.class, name, members: Vec::new() })
        }),
    );
    // Those with members come first, so that the bare repetition is the one removed.
    known.sort_by(|a, b| {
        (&a.class, &a.name, a.members.is_empty()).cmp(&(&b.class, &b.name, b.members.is_empty()))
    });
    known.dedup_by(|later, kept| later.class == kept.class && later.name == kept.name);
    known
}

/// Non-empty parts of a list joined with `sign`, trimmed, without repetition.
pub(crate) fn split_list(text: &str, sign: char) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let parts = text.split(sign).map(text::squeeze).filter(|part| !part.is_empty());
    parts.filter(|part| seen.insert(part.clone())).collect()
}

/// An empty text is none.
pub(crate) fn some_text(text: &str) -> Option<String> {
    let text = text::squeeze(text);
    (!text.is_empty()).then_some(text)
}
