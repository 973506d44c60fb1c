//! How somebody stands who is to sign in.

use kernel::Millis;
use registry::read::WayIn;

/// How it stands with somebody's way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    None,
    /// A code waits to be used, until then.
    Waiting(Millis),
    /// There was a code, but its time is over.
    Expired,
    /// There is a password, but nobody has ever signed in.
    Never,
    /// Used.
    Used(Millis),
    /// Closed by the operator.
    Locked,
}

/// How it stands with a way in.
#[must_use]
pub fn standing(way: Option<&WayIn>) -> Standing {
    match way {
        None => Standing::None,
        Some(way) if way.locked => Standing::Locked,
        Some(way) => match (way.code_until, way.has_password, way.signed_in_at) {
            (Some(until), ..) => Standing::Waiting(until),
            (None, false, _) => Standing::Expired,
            (None, true, None) => Standing::Never,
            (None, true, Some(at)) => Standing::Used(at),
        },
    }
}

/// How many stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub people: i64,
    /// Those with a login.
    pub logins: i64,
    /// Those with a login who have never signed in.
    pub never: i64,
    /// Those whose code waits.
    pub waiting: i64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, way: Option<&WayIn>) {
        self.people += 1;
        let Some(way) = way else { return };
        self.logins += 1;
        self.never += i64::from(way.signed_in_at.is_none());
        self.waiting += i64::from(way.code_until.is_some());
    }

    /// Those without a login.
    #[must_use]
    pub const fn without(&self) -> i64 {
        self.people - self.logins
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            people: self.people + other.people,
            logins: self.logins + other.logins,
            never: self.never + other.never,
            waiting: self.waiting + other.waiting,
        }
    }
}
