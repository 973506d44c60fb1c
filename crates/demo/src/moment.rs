//! The demo's «now», and instants of its past.

use kernel::clock::Zone;
use kernel::{Day, Millis, Minutes};

use crate::error::Result;

/// When the demo takes place.
pub(crate) struct Moment {
    pub(crate) now: Millis,
    pub(crate) today: Day,
    pub(crate) minute: Minutes,
    /// The academic year began in it.
    pub(crate) first_year: i16,
    zone: Zone,
}

impl Moment {
    pub(crate) fn new(now: Millis, zone: &Zone) -> Self {
        let (today, minute) = zone.local(now);
        let first_year = if today.month() >= 7 { today.year() } else { today.year().saturating_sub(1) };
        Self { now, today, minute, first_year, zone: zone.clone() }
    }

    /// The instant of a local day and minute of the day, never after now.
    pub(crate) fn at(&self, day: Day, minute: u16) -> Result<Millis> {
        let minute = minute.min(24 * 60 - 1);
        let (hours, minutes) =
            (i8::try_from(minute / 60).unwrap_or(0), i8::try_from(minute % 60).unwrap_or(0));
        Ok(self.zone.instant(day.date().at(hours, minutes, 0, 0))?.min(self.now))
    }

    /// Has a lesson of that day and end been given?
    pub(crate) fn is_over(&self, day: Day, ends: Minutes) -> bool {
        day < self.today || (day == self.today && ends <= self.minute)
    }

    /// Three days before the year: when the schools wrote everybody down.
    pub(crate) fn preparation(&self) -> Result<(Day, Millis)> {
        let day = Day::new(self.first_year, 8, 27)?;
        Ok((day, self.at(day, 10 * 60)?))
    }
}
