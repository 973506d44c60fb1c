//! Who was away when: illness in runs of days, a day off with a reason, a lesson missed or begun late.

use kernel::{Attendance, Day};

use crate::dice::Dice;

/// The absences of one pupil that last whole days.
pub(crate) struct Absences(Vec<(Day, Day, Attendance)>);

impl Absences {
    /// Over the school days so far.
    pub(crate) fn new(days: &[Day], dice: &mut Dice) -> Self {
        let mut runs = Vec::new();
        let bouts = match dice.unit() {
            share if share < 0.35 => 0,
            share if share < 0.8 => 1,
            _ => 2,
        };
        for _ in 0..bouts {
            let Some(first) = dice.pick(days).copied() else { break };
            runs.push((first, first.plus(i64::from(2 + dice.below(8))), Attendance::Ill));
        }
        if let Some(day) = dice.pick(days).copied()
            && dice.chance(0.35)
        {
            runs.push((day, day, Attendance::Excused));
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
