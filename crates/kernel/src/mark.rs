//! Marks: values, attendance codes, weights and what a teacher types into a cell.

use std::fmt;

/// A mark (отметка) of the five-point scale: 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkValue(u8);

impl MarkValue {
    /// 1 to 5, nothing else.
    #[must_use]
    pub fn new(value: u8) -> Option<Self> {
        (1..=5).contains(&value).then_some(Self(value))
    }

    /// The digit.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// As stored: a small number.
    #[must_use]
    pub fn from_stored(value: i16) -> Option<Self> {
        u8::try_from(value).ok().and_then(Self::new)
    }
}

impl fmt::Display for MarkValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Attendance at a lesson (посещаемость): only what differs from «was present in time».
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attendance {
    /// «н»: absent, no reason known.
    Absent,
    /// «уп»: absent for a valid reason (уважительная причина).
    Excused,
    /// «б»: ill (болезнь).
    Ill,
    /// «оп»: came late (опоздание).
    Late,
}

impl Attendance {
    /// Every code.
    pub const ALL: [Self; 4] = [Self::Absent, Self::Excused, Self::Ill, Self::Late];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Excused => "excused",
            Self::Ill => "ill",
            Self::Late => "late",
        }
    }

    /// Back from [`Attendance::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }

    /// What stands in the journal: «н», «уп», «б», «оп».
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Absent => "н",
            Self::Excused => "уп",
            Self::Ill => "б",
            Self::Late => "оп",
        }
    }

    /// Was the pupil away from the lesson?
    #[must_use]
    pub const fn is_absence(self) -> bool {
        !matches!(self, Self::Late)
    }
}

/// The weight (вес) of a work in tenths: 0.1 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u16);

impl Weight {
    /// In tenths, 1 to 100.
    #[must_use]
    pub fn from_tenths(tenths: u16) -> Option<Self> {
        (1..=100).contains(&tenths).then_some(Self(tenths))
    }

    /// A whole weight, held within 1 to 10.
    #[must_use]
    pub const fn whole(weight: u16) -> Self {
        match weight {
            0 => Self(10),
            1..=10 => Self(weight * 10),
            _ => Self(100),
        }
    }

    /// In tenths.
    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }

    /// As stored; what is out of range counts as one.
    #[must_use]
    pub fn from_stored(tenths: i16) -> Self {
        u16::try_from(tenths).ok().and_then(Self::from_tenths).unwrap_or(Self(10))
    }

    /// As stored.
    #[must_use]
    pub fn stored(self) -> i16 {
        i16::try_from(self.0).unwrap_or(10)
    }
}

impl fmt::Display for Weight {
    /// «3» or «1,5».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{},{tenth}", self.0 / 10),
        }
    }
}

/// Why a cell's text was refused. The texts are keys of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// «5/4», «54»: two marks need two columns.
    #[error("cell-two-marks")]
    TwoMarks,
    /// «4-», «5+»: the scale has no signs.
    #[error("cell-sign")]
    Sign,
    /// «6», «0», «12»: not on the scale.
    #[error("cell-out-of-scale")]
    OutOfScale,
    /// «н б»: one attendance code a lesson.
    #[error("cell-two-codes")]
    TwoCodes,
    /// Anything else.
    #[error("cell-unknown")]
    Unknown,
}

impl CellError {
    /// The key of the sentence for the person who typed it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TwoMarks => "cell-two-marks",
            Self::Sign => "cell-sign",
            Self::OutOfScale => "cell-out-of-scale",
            Self::TwoCodes => "cell-two-codes",
            Self::Unknown => "cell-unknown",
        }
    }
}

/// What one cell of the journal says: a mark, an attendance code, both («оп4»: late, then answered), or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Cell {
    /// The mark.
    pub mark: Option<MarkValue>,
    /// The attendance code.
    pub attendance: Option<Attendance>,
}

impl Cell {
    /// Reads what a teacher typed. Case, Latin look-alikes and a forgotten keyboard layout are forgiven:
    /// `y`, `n`, `h`, `H` are «н»; `,` and `b` are «б»; `eg` is «уп»; `jg` is «оп».
    pub fn parse(typed: &str) -> Result<Self, CellError> {
        let mut text: String = typed.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        let mut cell = Self::default();
        while let Some(first) = text.chars().next() {
            let (taken, code) = Self::code_at(&text);
            if let Some(code) = code {
                if cell.attendance.replace(code).is_some() {
                    return Err(CellError::TwoCodes);
                }
                text = text.get(taken..).unwrap_or_default().to_owned();
                continue;
            }
            match first.to_digit(10) {
                Some(digit) => {
                    let rest = text.get(1..).unwrap_or_default().to_owned();
                    if digit == 0 || digit > 5 {
                        return Err(CellError::OutOfScale);
                    }
                    if rest.starts_with(['-', '+', '−', '–']) {
                        return Err(CellError::Sign);
                    }
                    if cell.mark.is_some() || rest.starts_with('/') {
                        return Err(CellError::TwoMarks);
                    }
                    if rest.starts_with(['0', '6', '7', '8', '9']) {
                        return Err(CellError::OutOfScale);
                    }
                    cell.mark = u8::try_from(digit).ok().and_then(MarkValue::new);
                    text = rest;
                }
                None if matches!(first, '+' | '-' | '−') => return Err(CellError::Sign),
                None => return Err(CellError::Unknown),
            }
        }
        Ok(cell)
    }

    /// The attendance code a text begins with, and how many bytes it takes.
    fn code_at(text: &str) -> (usize, Option<Attendance>) {
        const CODES: [(&str, Attendance); 14] = [
            ("уп", Attendance::Excused),
            ("у", Attendance::Excused),
            ("eg", Attendance::Excused),
            ("оп", Attendance::Late),
            ("о", Attendance::Late),
            ("jg", Attendance::Late),
            ("н", Attendance::Absent),
            ("y", Attendance::Absent),
            ("n", Attendance::Absent),
            ("h", Attendance::Absent),
            ("б", Attendance::Ill),
            (",", Attendance::Ill),
            ("b", Attendance::Ill),
            ("op", Attendance::Late),
        ];
        CODES
            .into_iter()
            .find(|(sign, _)| text.starts_with(sign))
            .map_or((0, None), |(sign, code)| (sign.len(), Some(code)))
    }

    /// Nothing at all?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.mark.is_none() && self.attendance.is_none()
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(attendance) = self.attendance {
            f.write_str(attendance.sign())?;
        }
        match self.mark {
            Some(mark) => mark.fmt(f),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forgives_case_layout_and_spaces() {
        for (typed, shown) in [
            ("5", "5"),
            (" 4 ", "4"),
            ("Н", "н"),
            ("y", "н"),
            ("H", "н"),
            ("уп", "уп"),
            ("УП", "уп"),
            ("eg", "уп"),
            (",", "б"),
            ("оп4", "оп4"),
            ("4 оп", "оп4"),
            ("н5", "н5"),
            ("", ""),
        ] {
            assert_eq!(Cell::parse(typed).unwrap().to_string(), shown, "{typed}");
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        for (typed, error) in [
            ("5/4", CellError::TwoMarks),
            ("54", CellError::TwoMarks),
            ("4-", CellError::Sign),
            ("+", CellError::Sign),
            ("6", CellError::OutOfScale),
            ("0", CellError::OutOfScale),
            ("10", CellError::OutOfScale),
            ("нб", CellError::TwoCodes),
            ("да", CellError::Unknown),
        ] {
            assert_eq!(Cell::parse(typed), Err(error), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_shows_what_it_reads(typed in "\\PC{0,12}") {
            if let Ok(cell) = Cell::parse(&typed) {
                prop_assert_eq!(Cell::parse(&cell.to_string()), Ok(cell));
            }
        }
    }
}
