//! Instants and the injected clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::day::{Day, Minutes};

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub i64);

impl Millis {
    /// So many milliseconds later.
    #[must_use]
    pub const fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}

/// Where «now» comes from. Handed down from the binary; nothing below reads the system clock by itself.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    /// The machine's clock moved by so many milliseconds.
    Shifted {
        by: i64,
    },
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that shows `start` now and goes on ticking (the demo's «today»).
    #[must_use]
    pub fn starting_at(start: Millis) -> Self {
        Self(Source::Shifted { by: start.0 - Timestamp::now().as_millisecond() })
    }

    /// A clock that stands still until [`Clock::advance`] moves it (tests).
    #[must_use]
    pub fn manual(start: Millis) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.0))))
    }

    /// Moves a manual clock; others don't care.
    pub fn advance(&self, milliseconds: i64) {
        if let Source::Manual(now) = &self.0 {
            now.fetch_add(milliseconds, Ordering::SeqCst);
        }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Millis {
        match &self.0 {
            Source::System => Millis(Timestamp::now().as_millisecond()),
            Source::Shifted { by } => Millis(Timestamp::now().as_millisecond().saturating_add(*by)),
            Source::Manual(now) => Millis(now.load(Ordering::SeqCst)),
        }
    }
}

/// A region's time zone.
#[derive(Debug, Clone)]
pub struct Zone(TimeZone);

/// The time zone's name is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("zone-unknown")]
pub struct ZoneError;

impl Zone {
    /// By its IANA name, e.g. `Asia/Novokuznetsk`.
    pub fn named(name: &str) -> Result<Self, ZoneError> {
        TimeZone::get(name).map(Self).map_err(|_| ZoneError)
    }

    /// The local day and minute of an instant; an instant off the calendar is its first day.
    #[must_use]
    pub fn local(&self, at: Millis) -> (Day, Minutes) {
        let local = self.0.to_datetime(Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH));
        let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or(0);
        (Day::from_date(local.date()), Minutes::new(minute).unwrap_or(Minutes::MIDNIGHT))
    }

    /// The instant of a local day and time; in a gap of the zone the later reading.
    pub fn instant(&self, local: DateTime) -> Result<Millis, ZoneError> {
        self.0.to_timestamp(local).map(|at| Millis(at.as_millisecond())).map_err(|_| ZoneError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kuzbass_is_seven_hours_ahead() {
        let zone = Zone::named("Asia/Novokuznetsk").unwrap();
        let at = zone.instant(jiff::civil::date(2026, 11, 23).at(10, 40, 0, 0)).unwrap();
        assert_eq!(at, Millis(1_795_405_200_000));
        let (day, minutes) = zone.local(at);
        assert_eq!(day.to_string(), "2026-11-23");
        assert_eq!(minutes.to_string(), "10:40");
        assert!(Zone::named("Asia/Nowhere").is_err());
    }

    #[test]
    fn a_manual_clock_stands_until_moved() {
        let clock = Clock::manual(Millis(5));
        let other = clock.clone();
        clock.advance(10);
        assert_eq!(other.now(), Millis(15));
    }
}
