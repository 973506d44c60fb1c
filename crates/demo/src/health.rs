//! Who was away when: illness in runs of days, a day off with a reason, a lesson missed or begun late.

use kernel::{Attendance, Day};

use crate::dice::Dice;

/// On any day so many fall ill …
const ILL: f64 = 0.017;
/// … and so many have a day off with a reason.
const EXCUSED: f64 = 0.006;

/// The absences of one pupil that last whole days.
pub(crate) struct Absences(Vec<(Day, Day, Attendance)>);

impl Absences {
    /// Over the school days so far: somebody falls ill about once in a term, for three to nine days.
    pub(crate) fn new(days: &[Day], dice: &mut Dice) -> Self {
        let mut runs: Vec<(Day, Day, Attendance)> = Vec::new();
        for day in days {
            let (share, length) = (dice.unit(), i64::from(2 + dice.below(7)));
            let away = runs.last().is_some_and(|(_, last, _)| *day <= *last);
            match share {
                _ if away => {}
                share if share < ILL => runs.push((*day, day.plus(length), Attendance::Ill)),
                share if share < ILL + EXCUSED => runs.push((*day, *day, Attendance::Excused)),
                _ => {}
            }
        }
        Self(runs)
    }

    /// What stands in the journal for that day, when the pupil was away all of it.
    pub(crate) fn on(&self, day: Day) -> Option<Attendance> {
        self.0.iter().find(|(first, last, _)| *first <= day && day <= *last).map(|(_, _, code)| *code)
    }
}

/// A single lesson missed without a reason or begun late; the first of the day more often.
pub(crate) fn slip(number: i32, diligence: f64, dice: &mut Dice) -> Option<Attendance> {
    let share = dice.unit();
    let late = if number == 1 { 0.012 } else { 0.003 };
    let absent = (0.004 - diligence * 0.002).max(0.0005);
    if share < late {
        Some(Attendance::Late)
    } else if share < late + absent {
        Some(Attendance::Absent)
    } else {
        None
    }
}
