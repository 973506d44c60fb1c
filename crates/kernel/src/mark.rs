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
    /// «>4» where no mark stands: there is nothing to sit again.
    #[error("cell-resit-nothing")]
    ResitOfNothing,
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
            Self::ResitOfNothing => "cell-resit-nothing",
            Self::TwoCodes => "cell-two-codes",
            Self::Unknown => "cell-unknown",
        }
    }
}

/// Which marks count after a re-sit (пересдача): the school's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum ResitRule {
    /// Only the new one.
    #[default]
    New,
    /// Their mean, once, with the work's weight.
    Mean,
    /// Each of them, with the work's weight.
    Both,
}

impl ResitRule {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::New, Self::Mean, Self::Both];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Mean => "mean",
            Self::Both => "both",
        }
    }

    /// Back from [`ResitRule::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// What one cell of the journal says: a mark, an attendance code, both («оп4»: late, then answered), a mark with the one it
/// was before a re-sit («2→4»), a mark that is due («•», точка), or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Cell {
    /// The mark.
    pub mark: Option<MarkValue>,
    /// The attendance code.
    pub attendance: Option<Attendance>,
    /// The mark before a re-sit; only with a mark.
    pub first: Option<MarkValue>,
    /// Is a mark due? Only without one.
    pub due: bool,
}

/// What stands between the marks of a re-sit: the arrow, what is typed for it, and the same key of the other layout.
const ARROWS: [char; 3] = ['→', '>', 'ю'];
/// What is typed for a mark that is due; «ю» is the point of the other layout.
const POINTS: [&str; 5] = ["точка", "•", "·", ".", "ю"];

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
            if let Some(answer) = text.strip_prefix(ARROWS)
                && answer.starts_with(|c: char| c.is_ascii_digit())
            {
                return Err(CellError::ResitOfNothing);
            }
            if let Some(rest) = POINTS.iter().find_map(|point| text.strip_prefix(point)) {
                if cell.due || cell.mark.is_some() {
                    return Err(CellError::Unknown);
                }
                cell.due = true;
                text = rest.to_owned();
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
                    if cell.due {
                        return Err(CellError::Unknown);
                    }
                    cell.mark = u8::try_from(digit).ok().and_then(MarkValue::new);
                    text = rest;
                    if let Some((answer, after)) = Self::resit_at(&text)? {
                        cell.first = cell.mark.replace(answer);
                        text = after;
                    }
                }
                None if matches!(first, '+' | '-' | '−') => return Err(CellError::Sign),
                None => return Err(CellError::Unknown),
            }
        }
        Ok(cell)
    }

    /// Like [`Cell::parse`], for a cell in which something stands: «>4» sits its mark again.
    pub fn parse_over(typed: &str, before: Self) -> Result<Self, CellError> {
        match (Self::parse(typed), before.mark) {
            (Err(CellError::ResitOfNothing), Some(stands)) => {
                let first = before.first.unwrap_or(stands);
                let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
                let cell = Self::parse(&format!("{first}{text}"))?;
                Ok(Self { attendance: before.attendance, ..cell })
            }
            (parsed, _) => parsed,
        }
    }

    /// «5/4»: the two marks, for a school that splits them into two columns.
    #[must_use]
    pub fn two_marks(typed: &str) -> Option<(Self, Self)> {
        let (left, right) = typed.split_once(['/', '\\', '|'])?;
        let (left, right) = (Self::parse(left).ok()?, Self::parse(right).ok()?);
        let plain = right.attendance.is_none() && right.first.is_none();
        (left.mark.is_some() && right.mark.is_some() && plain).then_some((left, right))
    }

    /// «4-»: the mark without its sign and what was typed, for a school that keeps the sign as a comment.
    #[must_use]
    pub fn signed(typed: &str) -> Option<(Self, String)> {
        let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let plain = text.trim_end_matches(['-', '+', '−', '–']);
        let sign = text.get(plain.len()..).unwrap_or_default();
        let cell = Self::parse(plain).ok()?;
        (!sign.is_empty() && cell.mark.is_some())
            .then(|| (cell, format!("{}{sign}", cell.mark.map_or(0, MarkValue::get))))
    }

    /// The second mark of «→4» and what follows it.
    fn resit_at(text: &str) -> Result<Option<(MarkValue, String)>, CellError> {
        let Some(answer) = text.strip_prefix(ARROWS) else { return Ok(None) };
        let digit = answer.chars().next().and_then(|c| c.to_digit(10)).ok_or(CellError::Unknown)?;
        let value = u8::try_from(digit).ok().and_then(MarkValue::new).ok_or(CellError::OutOfScale)?;
        let rest = answer.get(1..).unwrap_or_default();
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(CellError::OutOfScale);
        }
        Ok(Some((value, rest.to_owned())))
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
        self.mark.is_none() && self.attendance.is_none() && !self.due
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(attendance) = self.attendance {
            f.write_str(attendance.sign())?;
        }
        if let Some(first) = self.first {
            write!(f, "{first}→")?;
        }
        match self.mark {
            Some(mark) => mark.fmt(f),
            None if self.due => f.write_str("•"),
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
            (".", "•"),
            ("Точка", "•"),
            ("ю", "•"),
            ("н.", "н•"),
            ("2>4", "2→4"),
            ("2Ю4", "2→4"),
            ("оп 2→4", "оп2→4"),
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
            (">4", CellError::ResitOfNothing),
            ("2>6", CellError::OutOfScale),
            ("2>", CellError::Unknown),
            ("5.", CellError::Unknown),
            (".5", CellError::Unknown),
            ("да", CellError::Unknown),
        ] {
            assert_eq!(Cell::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn a_mark_is_sat_again_over_what_stands() {
        let stands = Cell::parse("оп2").unwrap();
        let again = Cell::parse_over(" > 3", stands).unwrap();
        assert_eq!(again.to_string(), "оп2→3");
        assert_eq!(Cell::parse_over("ю4", again).unwrap().to_string(), "оп2→4", "the first one is kept");
        assert_eq!(Cell::parse_over(">4", Cell::default()), Err(CellError::ResitOfNothing));
        assert_eq!(Cell::parse_over("5", again).unwrap().to_string(), "5", "a plain mark is a correction");
    }

    #[test]
    fn two_marks_and_signs_are_told_apart() {
        let shown = |typed| Cell::two_marks(typed).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(shown("н5/4").as_deref(), Some("н5 4"));
        assert_eq!((shown("5/"), shown("5/н4"), shown("54"), shown("5/4/3")), (None, None, None, None));
        let signed = |typed| Cell::signed(typed).map(|(cell, text)| format!("{cell} {text}"));
        assert_eq!(signed("оп4 -").as_deref(), Some("оп4 4-"));
        assert_eq!((signed("4"), signed("-"), signed("н-"), signed("6-")), (None, None, None, None));
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
