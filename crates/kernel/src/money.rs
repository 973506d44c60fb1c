//! Money.

use std::fmt;

/// An amount in kopecks; may be negative (a debt).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Kopecks(pub i64);

impl Kopecks {
    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

impl fmt::Display for Kopecks {
    /// `1240.50`: the neutral form of files and interfaces; pages format through the locale.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let value = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", value / 100, value % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_roubles_and_kopecks() {
        assert_eq!(Kopecks(124_050).to_string(), "1240.50");
        assert_eq!(Kopecks(-5).to_string(), "-0.05");
    }
}
