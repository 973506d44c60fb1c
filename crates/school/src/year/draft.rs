//! What was typed into the forms of a year, read and checked. Errors are keys of sentences and stand at their fields.

mod bells;
mod calendar;

pub use bells::{BellRow, ScheduleDraft, UseRow, UsesDraft};
pub use calendar::{CalendarDraft, HolidayRow, PeriodRow};

use kernel::{Day, Minutes};

/// One field as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// What was typed.
    pub value: String,
    /// The key of the sentence that says what has to be mended.
    pub error: Option<&'static str>,
}

impl Typed {
    /// A field with a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into().trim().to_owned(), error: None }
    }

    /// Is there nothing in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// Marks it; the first mark stays.
    pub fn fault(&mut self, key: &'static str) {
        self.error.get_or_insert(key);
    }

    /// A day; marks what is none.
    pub fn day(&mut self) -> Option<Day> {
        if self.is_empty() {
            self.fault("form-field-empty");
            return None;
        }
        let day = self.value.parse().ok();
        if day.is_none() {
            self.fault("year-fault-day");
        }
        day
    }

    /// A time of day, «08:30»; marks what is none.
    pub fn time(&mut self) -> Option<Minutes> {
        if self.is_empty() {
            self.fault("form-field-empty");
            return None;
        }
        let time = read_time(&self.value);
        if time.is_none() {
            self.fault("year-fault-time");
        }
        time
    }

    /// A text of at most `longest` characters; marks an empty and a longer one.
    pub fn text(&mut self, longest: usize) -> Option<String> {
        if self.is_empty() {
            self.fault("form-field-empty");
            return None;
        }
        if self.value.chars().count() > longest {
            self.fault("year-fault-long");
            return None;
        }
        Some(self.value.clone())
    }
}

/// «08:30», «8.30», «8-30», «0830».
fn read_time(text: &str) -> Option<Minutes> {
    let (hours, minutes) = match text.split_once([':', '.', '-']) {
        Some(parts) => parts,
        None => text.split_at_checked(text.len().checked_sub(2)?)?,
    };
    let (hours, minutes): (u16, u16) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    Minutes::new(hours * 60 + minutes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for text in ["08:30", "8:30", "8.30", "830"] {
            assert_eq!(read_time(text).map(Minutes::get), Some(510), "{text}");
        }
        for text in ["", "8", "25:00", "08:60", "утром"] {
            assert_eq!(read_time(text), None, "{text}");
        }
    }
}
